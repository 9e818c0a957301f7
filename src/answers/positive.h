/* Which unknowns of linear equations can be above 0 where none is below. Knows numbers, no chemistry. */
#ifndef INTERPHASE_SRC_POSITIVE_H
#define INTERPHASE_SRC_POSITIVE_H

#include <interphase/status.h>

#include <stdbool.h>

/* Of A x = 0 with x >= 0, A of `rows` rows and `columns` columns (1 or more) as ip_lp_new() takes it: whether some solution has
 * x[c] above 0, for each column. A solution exists that has all of these above 0 at once. Fails with IP_NUMERIC or IP_NO_MEMORY.
 */
ip_status ip_positive_find(bool *out, int rows, int columns, const double *coefficients, ip_error *error);

#endif
