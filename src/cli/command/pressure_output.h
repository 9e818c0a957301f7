/* `profile` and `window` against a gas whose pressure is left open. */
#ifndef INTERPHASE_CLI_PRESSURE_OUTPUT_H
#define INTERPHASE_CLI_PRESSURE_OUTPUT_H

#include "cli/session.h"

/* Answers all formulas of the call. */
exit_code pressure_profiles(const options *opts);
exit_code pressure_windows(const options *opts);

#endif
