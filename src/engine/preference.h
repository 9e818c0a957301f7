/* The preferred one of several optima: columns in an order, of which the first are to be used as much as can be.
 *
 * Knows matrices only. coefficients[c * rows + r] is row r of column c. */
#ifndef INTERPHASE_SRC_PREFERENCE_H
#define INTERPHASE_SRC_PREFERENCE_H

#include <interphase/status.h>

typedef struct ip_preference ip_preference;

/* For `columns` columns in order of preference; their coefficients are copied. Fails with IP_NO_MEMORY. */
ip_status ip_preference_new(ip_preference **out, int rows, int columns, const double *coefficients);
void ip_preference_free(ip_preference *preference);

/* Of all w >= 0 with A w = sides, and w = 0 for the column `held` (-1 for none), takes the lexicographically largest, the first
 * columns first, and lists the columns with w > 0 in chosen[0 .. *count-1], at most rows. basis[0 .. rows-1] are columns that a
 * solution is made of, to begin with, or NULL. It takes some solves for each row, whatever the number of columns. Fails as
 * ip_lp_solve(). */
ip_status ip_preference_choose(ip_preference *preference, const double *sides, int held, const int *basis, int *chosen,
                               int *count);

#endif
