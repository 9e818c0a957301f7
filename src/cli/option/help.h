/* Options as help: text that fits 80 columns, made from the rows. */
#ifndef INTERPHASE_CLI_HELP_H
#define INTERPHASE_CLI_HELP_H

#include "options.h"

/* On standard output: `start`, then the words of `text`, in lines of at most 80 columns; those after the first are indented by
 * `indent` blanks. */
void help_print_wrapped(const char *start, int indent, const char *text);

/* The options of a command, then those of all, on standard output. */
void help_print_options(const option_table *table);

#endif
