/* Which metal voltages refer to: the one that the call names, else that of the formulas.
 *
 * Knows options and formulas; no tables and no answers. */
#ifndef INTERPHASE_CLI_METALS_H
#define INTERPHASE_CLI_METALS_H

#include "cli/option/options.h"

#include <interphase/metal.h>

typedef struct metal_found {
    int metal, charge; /* of its ion, 0 for the usual one */
    int other;         /* that the formulas would have allowed as well; 0 for none */
} metal_found;

/* The metal of -m, else by ip_metal_of() of formulas[0 .. count-1], those that cannot be read left out. Fails with
 * IP_NO_MEMORY. */
ip_status metals_find(metal_found *out, const options *opts, const char *const *formulas, int count, ip_error *error);

/* Says what was chosen where another would have done as well: "Na3PS4, LiCoO2 hold Na and Li, ...". */
void metals_say(const metal_found *found, const options *opts, const char *const *formulas, int count);

/* Both, into the options of a call whose formulas are these. Returns false after a complaint. */
bool metals_settle(options *opts, const char *const *formulas, int count);

#endif
