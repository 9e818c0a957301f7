/* Columns of a linear programme in boxes within boxes, so that the few that undercut given duals, or tie with them, are found
 * without looking at all.
 *
 * Each box knows a plane near the costs of its columns and the least cost above that plane: what its columns cost at least
 * beside given duals follows. Knows no solver library and no chemistry. */
#ifndef INTERPHASE_SRC_COLUMN_TREE_H
#define INTERPHASE_SRC_COLUMN_TREE_H

#include <stdbool.h>

typedef struct ip_column_tree ip_column_tree;

/* Of `count` columns (at least 1) by their nonzero coefficients, as in columns.h, and their costs. NULL for lack of memory. */
ip_column_tree *ip_column_tree_new(int rows, int count, const int *start, const int *row, const double *coefficients,
                                   const double *costs);
void ip_column_tree_free(ip_column_tree *tree);

/* The lowest reduced cost, costs[c] - duals . column c, of all columns but `held` (-1 for none), where one is below `limit`;
 * else `limit`. */
double ip_column_tree_lowest(const ip_column_tree *tree, const double *duals, double limit, int held);

/* As ip_columns_undercutting(): of the columns below `limit` without a place, the lowest of all in list[0], and in list[r] the
 * lowest where each counts by its coefficient in row r, from 1; -1 where there is none. depths[0 .. rows] is scratch. */
void ip_column_tree_undercutting(const ip_column_tree *tree, const double *duals, double limit, const int *place, int held,
                                 int *list, double *depths);

/* Lists the columns but `held` whose reduced cost is within `tolerance` of zero, in any order, where none is far below; returns
 * how many, or -1 where they are more than `most`. */
int ip_column_tree_tied(const ip_column_tree *tree, const double *duals, double tolerance, int held, int *list, int most);

#endif
