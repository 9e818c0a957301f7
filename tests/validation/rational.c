/* A dense tableau of rationals, and supporting lines by recursion. */
#include "rational.h"

#include <stdio.h>
#include <stdlib.h>

void exact_decimal(mpq_t out, long units, int decimals) {
    mpq_set_si(out, units, 1);
    mpz_ui_pow_ui(mpq_denref(out), 10, (unsigned long)decimals);
    mpq_canonicalize(out);
}

void exact_programme_init(exact_programme *programme) {
    programme->rows = programme->columns = 0;
    for (int c = 0; c < MOST_COLUMNS; c++) {
        for (int r = 0; r < MOST_ROWS; r++)
            mpq_init(programme->coefficients[c][r]);
        mpq_inits(programme->costs[c], programme->values[c], programme->reduced_costs[c], NULL);
    }
    for (int r = 0; r < MOST_ROWS; r++)
        mpq_inits(programme->sides[r], programme->duals[r], NULL);
    mpq_init(programme->objective);
}

void exact_programme_clear(exact_programme *programme) {
    for (int c = 0; c < MOST_COLUMNS; c++) {
        for (int r = 0; r < MOST_ROWS; r++)
            mpq_clear(programme->coefficients[c][r]);
        mpq_clears(programme->costs[c], programme->values[c], programme->reduced_costs[c], NULL);
    }
    for (int r = 0; r < MOST_ROWS; r++)
        mpq_clears(programme->sides[r], programme->duals[r], NULL);
    mpq_clear(programme->objective);
}

/* Rows of the constraints, and one of reduced costs; the last column is the right-hand side. */
typedef struct tableau {
    int rows, columns;
    mpq_t cell[MOST_ROWS + 1][MOST_COLUMNS + 1];
    int basic[MOST_ROWS];
    mpq_t factor, product;
} tableau;

static void tableau_start(tableau *t, exact_programme *programme) {
    int rows = t->rows = programme->rows, columns = t->columns = programme->columns;
    mpq_inits(t->factor, t->product, NULL);
    for (int r = 0; r <= rows; r++)
        for (int c = 0; c <= columns; c++) {
            mpq_init(t->cell[r][c]);
            if (r < rows)
                mpq_set(t->cell[r][c], c < columns ? programme->coefficients[c][r] : programme->sides[r]);
            else if (c < columns)
                mpq_set(t->cell[r][c], programme->costs[c]);
        }
    for (int r = 0; r < rows; r++) {
        t->basic[r] = r;
        for (int c = columns; c >= 0; c--) {
            mpq_mul(t->product, programme->costs[r], t->cell[r][c]);
            mpq_sub(t->cell[rows][c], t->cell[rows][c], t->product);
        }
    }
}

static int entering_column(const tableau *t) {
    for (int c = 0; c < t->columns; c++)
        if (mpq_sgn(t->cell[t->rows][c]) < 0)
            return c;
    return -1;
}

static int leaving_row(tableau *t, int column) {
    int leaving = -1;
    for (int r = 0; r < t->rows; r++) {
        if (mpq_sgn(t->cell[r][column]) <= 0)
            continue;
        mpq_div(t->product, t->cell[r][t->columns], t->cell[r][column]);
        int order = leaving < 0 ? -1 : mpq_cmp(t->product, t->factor);
        if (order < 0 || (order == 0 && t->basic[r] < t->basic[leaving])) {
            leaving = r;
            mpq_set(t->factor, t->product);
        }
    }
    return leaving;
}

static void pivot(tableau *t, int row, int column) {
    t->basic[row] = column;
    mpq_set(t->factor, t->cell[row][column]);
    for (int c = 0; c <= t->columns; c++)
        mpq_div(t->cell[row][c], t->cell[row][c], t->factor);
    for (int r = 0; r <= t->rows; r++) {
        if (r == row || mpq_sgn(t->cell[r][column]) == 0)
            continue;
        mpq_set(t->factor, t->cell[r][column]);
        for (int c = 0; c <= t->columns; c++) {
            mpq_mul(t->product, t->factor, t->cell[row][c]);
            mpq_sub(t->cell[r][c], t->cell[r][c], t->product);
        }
    }
}

void exact_programme_solve(exact_programme *programme) {
    static tableau t;
    tableau_start(&t, programme);
    for (int column; (column = entering_column(&t)) >= 0;) {
        int row = leaving_row(&t, column);
        if (row < 0) {
            fputs("an exact programme has no lower bound\n", stderr);
            abort();
        }
        pivot(&t, row, column);
    }
    for (int c = 0; c < t.columns; c++) {
        mpq_set_si(programme->values[c], 0, 1);
        mpq_set(programme->reduced_costs[c], t.cell[t.rows][c]);
    }
    for (int r = 0; r < t.rows; r++) {
        mpq_set(programme->values[t.basic[r]], t.cell[r][t.columns]);
        mpq_sub(programme->duals[r], programme->costs[r], programme->reduced_costs[r]); /* of a unit column */
    }
    mpq_neg(programme->objective, t.cell[t.rows][t.columns]);
    for (int r = 0; r <= t.rows; r++)
        for (int c = 0; c <= t.columns; c++)
            mpq_clear(t.cell[r][c]);
    mpq_clears(t.factor, t.product, NULL);
}

static void line_at(mpq_t out, const exact_line *line, const mpq_t t) {
    mpq_mul(out, line->slope, t);
    mpq_add(out, out, line->at_zero);
}

void exact_pieces_init(exact_pieces *pieces) {
    pieces->count = 0;
    for (int i = 0; i < MOST_PIECES; i++)
        mpq_inits(pieces->lines[i].at_zero, pieces->lines[i].slope, pieces->points[i], NULL);
}

void exact_pieces_clear(exact_pieces *pieces) {
    for (int i = 0; i < MOST_PIECES; i++)
        mpq_clears(pieces->lines[i].at_zero, pieces->lines[i].slope, pieces->points[i], NULL);
}

static void set_line(exact_line *to, const exact_line *from) {
    mpq_set(to->at_zero, from->at_zero);
    mpq_set(to->slope, from->slope);
}

/* Appends the pieces right of the last one up to and including that of `right`. */
static void find_right_of_last(exact_pieces *out, const exact_line *right, exact_touch touch, void *user) {
    const exact_line *left = &out->lines[out->count - 1];
    if (mpq_equal(left->slope, right->slope))
        return;
    if (out->count == MOST_PIECES) {
        fputs("more pieces than there is room for\n", stderr);
        abort();
    }
    exact_line between;
    mpq_t t, fall, value, expected;
    mpq_inits(between.at_zero, between.slope, t, fall, value, expected, NULL);
    mpq_sub(t, right->at_zero, left->at_zero);
    mpq_sub(fall, left->slope, right->slope);
    mpq_div(t, t, fall);
    line_at(expected, left, t);
    touch(user, t, &between);
    line_at(value, &between, t);
    if (mpq_equal(value, expected)) {
        mpq_set(out->points[out->count - 1], t);
        set_line(&out->lines[out->count++], right);
    } else {
        find_right_of_last(out, &between, touch, user);
        find_right_of_last(out, right, touch, user);
    }
    mpq_clears(between.at_zero, between.slope, t, fall, value, expected, NULL);
}

void exact_pieces_find(exact_pieces *out, const mpq_t low, const mpq_t high, exact_touch touch, void *user) {
    exact_line right;
    mpq_inits(right.at_zero, right.slope, NULL);
    out->count = 1;
    touch(user, low, &out->lines[0]);
    touch(user, high, &right);
    find_right_of_last(out, &right, touch, user);
    mpq_clears(right.at_zero, right.slope, NULL);
}

void exact_pieces_at(mpq_t out, const exact_pieces *pieces, const mpq_t t) {
    int i = 0;
    while (i < pieces->count - 1 && mpq_cmp(pieces->points[i], t) < 0)
        i++;
    line_at(out, &pieces->lines[i], t);
}
