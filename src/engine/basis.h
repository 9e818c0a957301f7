/* A basis of a linear programme in extended precision: its values, its duals, and the steps of the dual simplex method that
 * the solver library's own tolerance left out.
 *
 * The library counts a value of -1e-10 as zero. Where columns nearly lie on a line (0.333333 beside 0.333334, a dopant of
 * 1e-5) the duals change by 1e6 eV from one basis to the next, and such a value then stands for 1e-4 eV.
 *
 * Knows no solver library and no chemistry. */
#ifndef INTERPHASE_SRC_BASIS_H
#define INTERPHASE_SRC_BASIS_H

#include "columns.h"

typedef struct ip_basis ip_basis;

/* For bases of `rows` of so many columns. Returns NULL for lack of memory. */
ip_basis *ip_basis_new(int rows, int columns);
void ip_basis_free(ip_basis *basis);

/* Solves for the basis of columns basic[0 .. rows-1] at sides [0 .. rows-1], and exchanges columns until no value is below
 * zero by more than rounding and `held` (-1 for none) is not above it. Returns the number of exchanges, with basic[] changed;
 * -1 where the columns are dependent. */
int ip_basis_refine(ip_basis *basis, const ip_columns *columns, int *basic, int held, const double *sides);

/* After a successful ip_basis_refine(): the values of basic[0 .. rows-1] and the duals [0 .. rows-1]. */
const double *ip_basis_values(const ip_basis *basis);
const double *ip_basis_duals(const ip_basis *basis);

#endif
