/* The amounts of a mixture: a small dense problem.
 *
 * Knows matrices only. coefficients[c * rows + r] is row r of column c throughout. */
#ifndef INTERPHASE_SRC_MIXTURE_SOLVE_H
#define INTERPHASE_SRC_MIXTURE_SOLVE_H

#include <interphase/status.h>

/* What a row may be off by, relative to its side. */
#define IP_MIXTURE_BALANCE 1e-10

/* Solves sum over i of weights[i] * column chosen[i] = sides by elimination with row pivoting, so that the same
 * columns give the same bits whatever way they were found.
 * Weights may have either sign. count <= rows columns. Fails with IP_NUMERIC where the columns are dependent or a row does not
 * balance, and with IP_NO_MEMORY. */
ip_status ip_mixture_amounts(const double *coefficients, int rows, const int *chosen, int count, const double *sides,
                             double *weights);

#endif
