/* Columns and bases in the solver library's problem. */
#include "lp_inside.h"

#include <glpk.h>

/* Holds a column at zero (the rows no longer balance: a case for the dual method) or lets it go. */
void ip_lp_hold(ip_lp *lp, int column, bool at_zero) {
    if (lp->place[column])
        glp_set_col_bnds(lp->problem, lp->place[column], at_zero ? GLP_FX : GLP_LO, 0.0, 0.0);
    lp->held = at_zero ? column : -1;
}

void ip_lp_keep_basis(ip_lp *lp) {
    for (int r = 0; r < lp->rows; r++)
        lp->statuses[r] = glp_get_row_stat(lp->problem, r + 1);
    for (int i = 0; i < lp->entered_count; i++)
        lp->statuses[lp->rows + i] = glp_get_col_stat(lp->problem, i + 1);
    lp->kept_count = lp->entered_count;
}

void ip_lp_return_to_basis(ip_lp *lp) {
    for (int r = 0; r < lp->rows; r++)
        glp_set_row_stat(lp->problem, r + 1, lp->statuses[r]);
    for (int i = 0; i < lp->entered_count; i++)
        glp_set_col_stat(lp->problem, i + 1, i < lp->kept_count ? lp->statuses[lp->rows + i] : GLP_NL);
}

/* A basis of columns that have entered; all rows are nonbasic (they are equations). */
void ip_lp_load_basis(ip_lp *lp, const int *basic) {
    for (int r = 1; r <= lp->rows; r++)
        glp_set_row_stat(lp->problem, r, GLP_NS);
    for (int i = 0; i < lp->entered_count; i++)
        glp_set_col_stat(lp->problem, i + 1, lp->held == lp->entered[i] ? GLP_NS : GLP_NL);
    for (int r = 0; r < lp->rows; r++)
        glp_set_col_stat(lp->problem, lp->place[basic[r]], GLP_BS);
}

void ip_lp_load_start(ip_lp *lp) {
    if (lp->start)
        ip_lp_load_basis(lp, lp->start);
    else
        glp_std_basis(lp->problem);
}

void ip_lp_enter(ip_lp *lp, int c) {
    const ip_columns *matrix = &lp->matrix;
    int place = glp_add_cols(lp->problem, 1), first = matrix->start[c];
    /* The library counts from 1. */
    glp_set_mat_col(lp->problem, place, matrix->start[c + 1] - first, matrix->row + first - 1, matrix->coefficients + first - 1);
    glp_set_col_bnds(lp->problem, place, c == lp->held ? GLP_FX : GLP_LO, 0.0, 0.0);
    glp_set_obj_coef(lp->problem, place, lp->matrix.costs[c]);
    lp->place[c] = place;
    lp->entered[lp->entered_count++] = c;
}

static bool is_in_start(const ip_lp *lp, int c) {
    for (int r = 0; lp->start && r < lp->rows; r++)
        if (lp->start[r] == c)
            return true;
    return false;
}

/* Takes the columns out that are neither basic nor of the start. The basis stands. */
void ip_lp_leave_nonbasic(ip_lp *lp) {
    int kept = 0, leaving = 0, *places = lp->statuses; /* of no use between two solves */
    for (int i = 0; i < lp->entered_count; i++) {
        int c = lp->entered[i];
        if (glp_get_col_stat(lp->problem, i + 1) == GLP_BS || is_in_start(lp, c)) {
            lp->entered[kept++] = c;
            lp->place[c] = kept;
        } else {
            places[++leaving] = i + 1;
            lp->place[c] = 0;
            lp->values[c] = 0.0;
        }
    }
    if (leaving)
        glp_del_cols(lp->problem, leaving, places);
    lp->entered_count = kept;
}

/* Without a start that is always feasible, columns cannot wait to be needed. */
void ip_lp_enter_all(ip_lp *lp) {
    for (int c = 0; c < lp->columns; c++)
        if (!lp->place[c])
            ip_lp_enter(lp, c);
}

void ip_lp_go_to(ip_lp *lp, const int *basic) {
    int standing = 0;
    for (int r = 0; r < lp->rows; r++) {
        if (!lp->place[basic[r]])
            ip_lp_enter(lp, basic[r]);
        standing += glp_get_col_stat(lp->problem, lp->place[basic[r]]) == GLP_BS;
    }
    if (standing < lp->rows)
        ip_lp_load_basis(lp, basic);
}

