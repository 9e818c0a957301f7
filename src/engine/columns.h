/* The columns of a linear programme by their nonzero coefficients, their costs, and what given duals say of them.
 *
 * Knows no solver library and no chemistry. */
#ifndef INTERPHASE_SRC_COLUMNS_H
#define INTERPHASE_SRC_COLUMNS_H

#include "certificates.h"
#include "column_tree.h"

#include <stdbool.h>

/* A reduced cost within this of zero counts as zero. */
#define IP_COLUMNS_TOLERANCE 1e-9
/* A column undercuts duals whose reduced cost is below this: well within the tolerance. */
#define IP_COLUMNS_UNDERCUT (-0.1 * IP_COLUMNS_TOLERANCE)

typedef struct ip_columns {
    int rows, count;
    int *start;           /* [0 .. count], where a column's coefficients begin in the lists below */
    int *row;             /* from 1 */
    double *coefficients; /* nonzero */
    double *costs;        /* [0 .. count-1] */
    /* Of the last comparison: */
    double lowest;         /* reduced cost of all but the held column; 0 where it is known that none undercuts, but not it */
    int tied_count, *tied; /* columns of a reduced cost that counts as zero, by rising index, without the held one;
                              the count is -1 where they are many and were not listed yet */
    int held;
    double *duals;         /* [0 .. rows-1] */
    bool was_searched;     /* by the tree: then there are no reduced costs */
    double *reduced_costs; /* [0 .. count-1], of the last comparison that went through the columns */
    ip_certificates *certificates; /* NULL where there are few columns, which are quickly compared */
    ip_column_tree *tree;          /* NULL until many comparisons with the same costs were seen to go through many columns */
    int comparisons;               /* of these */
    int odd;                       /* the one column that costs less than a tree knows or would know; -1 for none */
    double odd_known;              /* its cost there */
} ip_columns;

/* Keeps the nonzero coefficients of a matrix whose column c at row r is dense[c * rows + r]; the costs are zero. Returns false
 * for lack of memory; ip_columns_clear() is needed in either case. */
bool ip_columns_set(ip_columns *columns, int rows, int count, const double *dense);
void ip_columns_clear(ip_columns *columns);

/* Returns whether they are other costs than before. */
bool ip_columns_set_costs(ip_columns *columns, const double *costs);

/* Another cost of one column, quickly where it is the only one that costs less than when all costs were set. */
void ip_columns_set_cost(ip_columns *columns, int column, double cost);

/* Computes the reduced costs, costs[c] - duals . column c, and what follows from them. `held` is a column not to count, -1
 * for none. `basic` is the basis of `rows` columns that the duals are of, put in order here, or NULL: where its duals were seen
 * before not to be undercut, the columns are not gone through again. NaN is passed over. */
void ip_columns_compare(ip_columns *columns, const double *duals, int *basic, int held);

/* After a comparison: the columns that tied[] is made of, listed if they were not; and whether there are more than `count`,
 * without listing them. */
int ip_columns_tied(ip_columns *columns);
bool ip_columns_more_are_tied(const ip_columns *columns, int count);

/* Of the bases that were not undercut, with no column held, the one whose duals value these right-hand sides highest: the one
 * to begin from. NULL where none is known. Borrowed until the next comparison or other costs. */
const int *ip_columns_highest(const ip_columns *columns, const double *sides);

/* The reduced cost of one column. */
double ip_columns_reduced_cost(const ip_columns *columns, const double *duals, int column);

/* After a comparison: of the columns that undercut, lists the lowest of all, and for each row the lowest where each counts by
 * its coefficient in that row: columns that serve different rows. Those with a place (not 0) and the held one are left out.
 * Lists at most rows + 1 into list[], none twice; returns how many. depths[0 .. rows] is scratch. */
int ip_columns_undercutting(const ip_columns *columns, const int *place, int held, int *list, double *depths);

/* Puts a list of columns in rising order. */
void ip_columns_sort(int *list, int count);

/* sums[r] += weight * column c at row r, r from 0. */
void ip_columns_add(const ip_columns *columns, int column, double weight, double *sums);

#endif
