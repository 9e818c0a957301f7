# Completes calls of interphase in bash: from the program's own tables, so that both always agree.
eval "$(interphase --completion bash)"
