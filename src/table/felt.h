/* What one phase feels of the sources of errors: shared by sums of errors and by draws of energies. */
#ifndef INTERPHASE_SRC_FELT_H
#define INTERPHASE_SRC_FELT_H

#include <interphase/uncertainty.h>

#include <stdint.h>

/* What one standard deviation of a source does to a phase, eV per formula unit. */
typedef struct ip_deviation {
    uint32_t source; /* made of the kind of error, the cation, its charge and the anion: the same for all phases and tables */
    double energy;
} ip_deviation;

typedef struct ip_felt {
    double own;           /* its own error, independent of all others, eV per formula unit */
    int count;
    ip_deviation deviations[]; /* [0 .. count-1], no source twice */
} ip_felt;

/* Of a phase of the dataset of an uncertainty, borrowed from it; NULL for lack of memory. */
const ip_felt *ip_uncertainty_felt(ip_uncertainty *uncertainty, const ip_phase *phase);

#endif
