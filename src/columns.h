/* The columns of a linear programme by their nonzero coefficients, and what given duals say of them.
 *
 * Knows no solver library and no chemistry. */
#ifndef INTERPHASE_SRC_COLUMNS_H
#define INTERPHASE_SRC_COLUMNS_H

#include <stdbool.h>

typedef struct ip_columns {
    int rows, count;
    int *start;           /* [0 .. count], where a column's coefficients begin in the lists below */
    int *row;             /* from 1 */
    double *coefficients; /* nonzero */
} ip_columns;

/* Keeps the nonzero coefficients of a matrix whose column c at row r is dense[c * rows + r]. Returns false for lack of
 * memory; ip_columns_clear() is needed in either case. */
bool ip_columns_set(ip_columns *columns, int rows, int count, const double *dense);
void ip_columns_clear(ip_columns *columns);

/* Computes reduced_costs[c] = costs[c] - duals . column c for all columns; returns the lowest but that of `held` (-1 for
 * none). NaN is passed over. */
double ip_columns_price(const ip_columns *columns, const double *costs, const double *duals, int held, double *reduced_costs);

/* Of the columns whose reduced cost is below `limit` (negative), lists the lowest of all, and for each row the lowest where
 * each counts by its coefficient in that row: columns that serve different rows. Those with a place (not 0) and the held one
 * are left out. Lists at most rows + 1 into list[], none twice; returns how many. depths[0 .. rows] is scratch. */
int ip_columns_undercutting(const ip_columns *columns, const double *reduced_costs, double limit, const int *place, int held,
                            int *list, double *depths);

/* sums[r] += weight * column c at row r, r from 0. */
void ip_columns_add(const ip_columns *columns, int column, double weight, double *sums);

#endif
