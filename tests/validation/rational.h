/* Linear programmes and piecewise linear functions in exact rational arithmetic, by the plainest way: what the library's
 * answers on awkward tables are held against. Shares no code with the library. */
#ifndef INTERPHASE_TESTS_RATIONAL_H
#define INTERPHASE_TESTS_RATIONAL_H

#include <stdbool.h>

#include <gmp.h>

enum { MOST_ROWS = 6, MOST_COLUMNS = 64, MOST_PIECES = 256 };

/* Minimise cost . w subject to A w = sides, w >= 0. The first `rows` columns are the unit columns. */
typedef struct exact_programme {
    int rows, columns;
    mpq_t coefficients[MOST_COLUMNS][MOST_ROWS]; /* [column][row] */
    mpq_t costs[MOST_COLUMNS];
    mpq_t sides[MOST_ROWS]; /* none below zero */
    /* The optimum: */
    mpq_t values[MOST_COLUMNS], reduced_costs[MOST_COLUMNS], duals[MOST_ROWS], objective;
} exact_programme;

void exact_programme_init(exact_programme *programme);
void exact_programme_clear(exact_programme *programme);

/* Solves from the unit columns, by Bland's rule. */
void exact_programme_solve(exact_programme *programme);

/* A line through (0, at_zero) that rises by `slope`. */
typedef struct exact_line {
    mpq_t at_zero, slope;
} exact_line;

/* A concave function by its pieces: piece i holds from point i - 1 to point i; there is one point less than pieces. */
typedef struct exact_pieces {
    int count;
    exact_line lines[MOST_PIECES];
    mpq_t points[MOST_PIECES];
} exact_pieces;

void exact_pieces_init(exact_pieces *pieces);
void exact_pieces_clear(exact_pieces *pieces);

/* Finds a line that lies nowhere below the function and touches it at t. */
typedef void (*exact_touch)(void *user, const mpq_t t, exact_line *out);

/* All pieces between two places. */
void exact_pieces_find(exact_pieces *out, const mpq_t low, const mpq_t high, exact_touch touch, void *user);

/* The function at t. */
void exact_pieces_at(mpq_t out, const exact_pieces *pieces, const mpq_t t);

/* A decimal number, units * 10^-decimals. */
void exact_decimal(mpq_t out, long units, int decimals);

#endif
