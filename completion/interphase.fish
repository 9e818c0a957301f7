# Completes calls of interphase in fish: from the program's own tables, so that both always agree.
interphase --completion fish | source
