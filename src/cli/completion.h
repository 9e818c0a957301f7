/* Scripts by which shells complete calls, made from the tables of commands and options. */
#ifndef INTERPHASE_CLI_COMPLETION_H
#define INTERPHASE_CLI_COMPLETION_H

#include "cli/command/command.h"

/* Prints the script for "bash", "zsh" or "fish" on standard output. Returns false after a complaint about another name. */
bool completion_print(const char *shell, const command *const *commands, int count);

#endif
