#compdef interphase
# Completes calls of interphase in zsh: from the program's own tables, so that both always agree.
eval "$(interphase --completion zsh)"
