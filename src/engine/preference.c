/* One column after another is made as large as it can be. The duals of each such solution say which columns no optimum uses:
 * those are passed over, so that the number of solves does not grow with the number of columns. */
#include "preference.h"

#include "lp.h"

#include <interphase/tolerance.h>

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A column that would take so much of what was made largest is no part of any optimum. Well above what duals are wrong by: a
 * column below is tried. */
#define CERTAIN_LOSS 1e-6

struct ip_preference {
    int rows, columns;
    double *coefficients;
    ip_lp *lp;
    double *rest;
    bool is_signed; /* rows may be below zero */
    int *basis;
    /* What rules columns out: */
    double *planes; /* [plane * rows + row], duals */
    int plane_count;
};

/* Each column that was made largest is either chosen or ruled out, and with it all that a plane touches only on one side of
 * what is left: twice as many as rows at most, if it were not for rounding. */
enum { PLANES_A_ROW = 4 };

ip_status ip_preference_new(ip_preference **out, int rows, int columns, const double *coefficients) {
    size_t r = (size_t)rows, size = (size_t)columns * r * sizeof(double);
    ip_preference *made = calloc(1, sizeof *made);
    ip_status status = made ? ip_lp_new(&made->lp, rows, columns, coefficients, NULL) : IP_NO_MEMORY;
    if (!status) {
        made->rows = rows;
        made->columns = columns;
        made->coefficients = malloc(size);
        made->rest = malloc(r * sizeof *made->rest);
        made->basis = malloc(r * sizeof *made->basis);
        made->planes = malloc(PLANES_A_ROW * r * r * sizeof *made->planes);
        if (!made->coefficients || !made->rest || !made->basis || !made->planes)
            status = IP_NO_MEMORY;
    }
    if (status) {
        ip_preference_free(made);
        return status;
    }
    memcpy(made->coefficients, coefficients, size);
    for (size_t i = 0; i < (size_t)columns * r; i++)
        made->is_signed = made->is_signed || coefficients[i] < 0.0;
    *out = made;
    return IP_OK;
}

void ip_preference_free(ip_preference *preference) {
    if (!preference)
        return;
    ip_lp_free(preference->lp);
    free(preference->coefficients);
    free(preference->rest);
    free(preference->basis);
    free(preference->planes);
    free(preference);
}

static bool is_ruled_out(const ip_preference *p, int column) {
    for (int i = 0; i < p->plane_count; i++) {
        double loss = 0.0;
        for (int r = 0; r < p->rows; r++)
            loss -= p->planes[i * p->rows + r] * p->coefficients[(size_t)column * (size_t)p->rows + (size_t)r];
        if (loss > CERTAIN_LOSS)
            return true;
    }
    return false;
}

static void add_plane(ip_preference *p) {
    if (p->plane_count < PLANES_A_ROW * p->rows)
        memcpy(p->planes + (size_t)p->plane_count++ * (size_t)p->rows, ip_lp_duals(p->lp), (size_t)p->rows * sizeof *p->planes);
}

/* Leaves the largest weight that a column can have in the rest. */
static ip_status make_largest(ip_preference *p, int column, int held, bool has_basis, double *weight) {
    ip_lp_set_right_hand_side(p->lp, p->rest);
    ip_lp_set_cost(p->lp, column, -1.0);
    if (has_basis)
        ip_lp_begin_from(p->lp, p->basis);
    ip_status status = ip_lp_solve(p->lp, held, NULL);
    ip_lp_set_cost(p->lp, column, 0.0);
    if (status)
        return status;
    *weight = ip_lp_values(p->lp)[column];
    add_plane(p);
    if (has_basis && ip_lp_basis(p->lp, NULL) == p->rows)
        ip_lp_basis(p->lp, p->basis);
    return IP_OK;
}

ip_status ip_preference_choose(ip_preference *p, const double *sides, int held, const int *basis, int *chosen, int *count) {
    double left = 0.0;
    p->plane_count = *count = 0;
    memcpy(p->rest, sides, (size_t)p->rows * sizeof *sides);
    if (basis)
        memcpy(p->basis, basis, (size_t)p->rows * sizeof *basis);
    for (int r = 0; r < p->rows; r++)
        left += fabs(sides[r]);
    for (int c = 0; c < p->columns && left > IP_AMOUNT_TOLERANCE && *count < p->rows; c++) {
        if (c == held || is_ruled_out(p, c))
            continue;
        double weight;
        ip_status status = make_largest(p, c, held, basis, &weight);
        if (status)
            return status;
        if (weight <= IP_AMOUNT_TOLERANCE)
            continue;
        chosen[(*count)++] = c;
        left = 0.0;
        for (int r = 0; r < p->rows; r++) {
            p->rest[r] -= weight * p->coefficients[(size_t)c * (size_t)p->rows + (size_t)r];
            double size = p->is_signed ? fabs(p->rest[r]) : p->rest[r];
            p->rest[r] = size > IP_AMOUNT_TOLERANCE * 1e-3 ? p->rest[r] : 0.0;
            left += fabs(p->rest[r]);
        }
    }
    return IP_OK;
}
