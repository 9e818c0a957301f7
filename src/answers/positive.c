/* Signs of solutions, by linear programmes. Knows numbers, no chemistry. */
#include "positive.h"

#include "engine/lp.h"

#include <stdlib.h>
#include <string.h>

/* Of unknowns that add up to 1, the least that is above 0. */
#define LEAST_SHARE 1e-7

/* The equations, and a last row by which the unknowns add up to 1, so that none grows without end. */
static ip_status new_programme(ip_lp **out, int rows, int columns, const double *coefficients, ip_error *error) {
    size_t height = (size_t)rows + 1;
    double *all = calloc(height * ((size_t)columns + 1), sizeof *all), *sums = all + height * (size_t)columns;
    if (!all)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int c = 0; c < columns; c++) {
        memcpy(all + height * (size_t)c, coefficients + (size_t)rows * (size_t)c, (size_t)rows * sizeof *all);
        all[height * (size_t)c + (size_t)rows] = 1.0;
    }
    sums[rows] = 1.0;
    ip_status status = ip_lp_new(out, rows + 1, columns, all, error);
    if (!status)
        ip_lp_set_right_hand_side(*out, sums);
    free(all);
    return status;
}

ip_status ip_positive_find(bool *out, int rows, int columns, const double *coefficients, ip_error *error) {
    ip_lp *lp = NULL;
    double *costs = calloc((size_t)columns, sizeof *costs);
    ip_status status =
        costs ? new_programme(&lp, rows, columns, coefficients, error) : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int c = 0; c < columns && !status; c++) {
        costs[c] = -1.0;
        ip_lp_set_costs(lp, costs);
        costs[c] = 0.0;
        status = ip_lp_solve(lp, -1, error);
        out[c] = !status && ip_lp_values(lp)[c] > LEAST_SHARE;
        status = status == IP_INFEASIBLE ? IP_OK : status; /* nothing but 0 throughout */
    }
    ip_lp_free(lp);
    free(costs);
    return status;
}
