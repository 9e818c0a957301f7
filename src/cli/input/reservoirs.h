/* What options open for a question: the metal of its formulas at each voltage, elements at chemical potentials.
 *
 * Knows options and formulas; no tables and no answers. */
#ifndef INTERPHASE_CLI_RESERVOIRS_H
#define INTERPHASE_CLI_RESERVOIRS_H

#include "metals.h"

#include <interphase/equilibrium.h>

/* A question under each of the conditions of the call. All zero is one without any. */
typedef struct reservoir_cases {
    metal_found metal;
    ip_reservoir *reservoirs; /* [0 .. count-1], owned */
    int count;
} reservoir_cases;

/* Every voltage of the call, of a range both ends, each with the elements of --mu, against the metal of formulas[0 .. count-1];
 * one without the metal where there is no voltage. Says which metal was chosen where another would have done. Fails with
 * IP_BAD_ARGUMENT or IP_NO_MEMORY. To be freed with reservoirs_free() whatever comes back. */
ip_status reservoirs_open(reservoir_cases *out, const options *opts, const char *const *formulas, int count, ip_error *error);
/* Each of them in an atmosphere, which has to live as long; NULL for none. */
void reservoirs_set_atmosphere(const reservoir_cases *cases, const ip_atmosphere *atmosphere);
void reservoirs_free(reservoir_cases *cases);

#endif
