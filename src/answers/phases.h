/* Phases of a system as columns of coefficients, for the answers that look at corners of chemical potentials. */
#ifndef INTERPHASE_SRC_PHASES_H
#define INTERPHASE_SRC_PHASES_H

#include "engine/corners.h"

#include <interphase/phases.h>

/* What a walk over corners is asked with. */
typedef struct ip_corner_columns {
    int rows;
    double *coefficients, *energies; /* [column * rows + row], [column]; owned */
    int start[IP_ELEMENT_COUNT];     /* [row]: the column of the element */
} ip_corner_columns;

/* The entries of a system of elements [0 .. rows-1], atomic fractions and energies per atom. Fails with IP_INFEASIBLE where an
 * element is not among them, IP_NO_MEMORY. The caller frees *out with ip_corner_columns_clear() in any case. */
ip_status ip_corner_columns_new(ip_corner_columns *out, const ip_phases *phases, ip_error *error);
void ip_corner_columns_clear(ip_corner_columns *columns);

#endif
