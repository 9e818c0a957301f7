/* A call that puts parts together (--join): the file that the whole run would have written. */
#ifndef INTERPHASE_CLI_JOIN_H
#define INTERPHASE_CLI_JOIN_H

#include "cli/io/report.h"
#include "cli/option/options.h"

/* Joins the files that the arguments name, parts of `command`, and writes them to --output or standard output. Ranked rows are
 * ranked anew, and of those with a rank the best `top` kept, 0 for all. */
exit_code join_run(const options *opts, const char *command, long top);

#endif
