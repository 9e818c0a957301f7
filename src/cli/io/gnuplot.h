/* gnuplot as another program that draws: found in $PATH, given a script as its standard input. No shell stands between. */
#ifndef INTERPHASE_CLI_GNUPLOT_H
#define INTERPHASE_CLI_GNUPLOT_H

#include <stdbool.h>
#include <stdio.h>

/* Whether there is a gnuplot that is new enough; complains where not, naming what is needed. */
bool gnuplot_found(void);

/* The same for what can do without: a notice where it is not there, once, unless `quiet`. */
bool gnuplot_offered(bool quiet);

/* Runs it on a script, from the beginning of that stream, and has what it draws written to `out` from its beginning; both must be
 * files. Returns false after a complaint that repeats gnuplot's. */
bool gnuplot_run(FILE *script, FILE *out);

#endif
