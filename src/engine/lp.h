/* Linear programmes: minimise cost . w subject to A w = b, w >= 0, kept warm from one solve to the next.
 *
 * Owns the solver library: no other file but lp_state knows it. Knows rows and columns, no chemistry. One thread at a time
 * uses an ip_lp; in another thread than the last it begins anew. Any thread may free it. */
#ifndef INTERPHASE_SRC_LP_H
#define INTERPHASE_SRC_LP_H

#include "columns.h"

#include <interphase/status.h>

#include <stdbool.h>

typedef struct ip_lp ip_lp;

/* What a solution may violate and still be called optimal: rows by this much, reduced costs by this much. */
#define IP_LP_ROW_TOLERANCE 1e-9
#define IP_LP_COST_TOLERANCE IP_COLUMNS_TOLERANCE

/* A programme of `rows` rows (at least 1) and `columns` columns (at least 1). coefficients[c * rows + r] is A
 * at row r and column c; it is copied. Right-hand sides and costs begin as zero. Fails with IP_NO_MEMORY. */
ip_status ip_lp_new(ip_lp **out, int rows, int columns, const double *coefficients, ip_error *error);
void ip_lp_free(ip_lp *lp);

/* A basis to begin with and to come back to: basic[0 .. rows-1] are columns that are feasible for every b >= 0
 * (multiples of unit columns). Without one the solver library's own is used. */
void ip_lp_set_start(ip_lp *lp, const int *basic);

/* New right-hand sides [0 .. rows-1] or costs [0 .. columns-1]: finite. The next solve begins from the last
 * optimal basis, by the dual simplex method after new right-hand sides, by the primal after new costs. */
void ip_lp_set_right_hand_side(ip_lp *lp, const double *values);
void ip_lp_set_costs(ip_lp *lp, const double *values);

/* Another cost of one column, quickly where it is the only one that costs less than ip_lp_set_costs() said (0 where that was
 * not called). */
void ip_lp_set_cost(ip_lp *lp, int column, double value);

/* The next solve begins from the basis basic[0 .. rows-1], feasible for its right-hand sides, by the primal simplex method. A
 * programme that begins so whenever it is solved needs no start. */
void ip_lp_begin_from(ip_lp *lp, const int *basic);

/* Solves and checks the answer: rows balance within IP_LP_ROW_TOLERANCE, no column left out of the basis
 * would lower the cost by more than IP_LP_COST_TOLERANCE per unit. An answer that fails is computed again
 * from the start, then in exact arithmetic. `without` is a column held at zero for this solve, or -1; the
 * next solve begins from the basis before it. Fails with IP_INFEASIBLE, IP_UNBOUNDED, IP_NUMERIC, IP_NO_MEMORY. */
ip_status ip_lp_solve(ip_lp *lp, int without, ip_error *error);

/* Solves in exact arithmetic from the start, for checks. Same result as ip_lp_solve(). */
ip_status ip_lp_solve_exact(ip_lp *lp, ip_error *error);

/* The last solution: values of the columns [0 .. columns-1], duals of the rows [0 .. rows-1]. Borrowed until the next
 * solve. */
const double *ip_lp_values(const ip_lp *lp);
const double *ip_lp_duals(const ip_lp *lp);
double ip_lp_objective(const ip_lp *lp);

/* Lists the columns that a solution of the same cost could use, by rising index: those whose reduced cost is within
 * IP_LP_COST_TOLERANCE of zero, without the held one. Returns how many; borrowed until the next solve. */
int ip_lp_tied(ip_lp *lp, const int **columns);

/* Whether a column outside the last basis is tied with it: without one the solution is the only one, since the basis is
 * linearly independent. Quicker than the list. */
bool ip_lp_is_tied(const ip_lp *lp);

/* The reduced cost of a column at the last solution. */
double ip_lp_reduced_cost(const ip_lp *lp, int column);

/* Columns in the last basis; they are linearly independent. Lists them in columns[0 .. rows-1] where that is not NULL. */
int ip_lp_basis(const ip_lp *lp, int *columns);

/* Solves since the thread began, for measurements. */
long ip_lp_solve_count(void);

/* Releases what the solver library keeps for this thread; the thread's programmes are rebuilt if used again. A thread that
 * ends does so by itself. */
void ip_lp_end_thread(void);

#endif
