/* Draws as text, for the commands that show them. */
#ifndef INTERPHASE_CLI_SAMPLING_OUTPUT_H
#define INTERPHASE_CLI_SAMPLING_OUTPUT_H

#include "cli/session.h"

/* Below an answer, what its draws say of row `row`: how often it holds, quantiles, and sets of products; then they are given up.
 */
void sampling_print(session *run, long row);

#endif
