/* The rule for ties: of all mixtures of tied columns the one with the most of the phase that is lowest by decomposition
 * energy, then by formula; of those the one with the most of the second; and so on.
 *
 * Keeps what it has found of a system's phases, and of the sets of them that were tied last. */
#ifndef INTERPHASE_SRC_TIES_H
#define INTERPHASE_SRC_TIES_H

#include <interphase/solver.h>

typedef struct ip_ties ip_ties;

/* For the columns of a system: phases[0 .. columns-1] and coefficients[c * rows + r] are borrowed, and must outlive it. Returns
 * NULL for lack of memory. */
ip_ties *ip_ties_new(const ip_dataset *dataset, int rows, int columns, const ip_phase *const *phases,
                     const double *coefficients);
void ip_ties_free(ip_ties *ties);

/* Chooses of tied[0 .. tied_count-1], columns by rising index, for these right-hand sides. `held` is a column that is tied with
 * them but is left out, and is not in the list; -1 for none: so one set serves whichever of it is left out. basis[0 .. rows-1]
 * is a solution's, or NULL where it is not known. Lists the columns of the mixture in chosen[0 .. *count-1], at most rows.
 * Fails as ip_lp_solve(). */
ip_status ip_ties_break(ip_ties *ties, const int *tied, int tied_count, int held, const double *sides, const int *basis,
                        int *chosen, int *count);

#endif
