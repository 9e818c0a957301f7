/* What --mu, --gas and --release open every question of a call to: elements at chemical potentials, gases at pressures.
 *
 * Knows options and the library's gases; no answers. */
#ifndef INTERPHASE_CLI_GASES_H
#define INTERPHASE_CLI_GASES_H

#include "cli/io/report.h"
#include "cli/option/options.h"

#include <interphase/equilibrium.h>

#include <stdio.h>

/* All zero is nothing. To be cleared with gases_clear(). */
typedef struct gases_found {
    ip_atmosphere *atmosphere; /* owned; NULL without gases */
    ip_reservoir reservoir;    /* the elements of --mu and the atmosphere */
    const char *swept;         /* the gas of --gas without a pressure, borrowed; NULL for none. Its potential is at 1 bar */
    double standard;           /* of that gas: its potential at 1 bar, eV per molecule */
    double thermal;            /* k T, eV */
} gases_found;

/* Potentials at the temperature of the options. On failure explains itself on standard error and returns the exit status. */
exit_code gases_load(gases_found *out, const options *opts);
void gases_clear(gases_found *found);

/* ", in exchange with O2(g), may give off H2S(g)"; nothing without gases. */
void gases_print(FILE *stream, const gases_found *found);

/* Whether they leave the pressure of a gas open. */
bool gases_swept(const options *opts);

/* Whether the options open anything beside the metal. */
bool gases_given(const options *opts);

#endif
