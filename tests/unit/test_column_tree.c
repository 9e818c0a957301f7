/* Columns found by the tree are those that a look at all of them finds. */
#include "support.h"

#include "engine/columns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 6, MOST = 1500, KINDS = 4 };

typedef struct matrix {
    int rows, count;
    double dense[ROWS * MOST], costs[MOST], duals[ROWS];
    int place[MOST];
} matrix;

/* Fractions with and without a common sum; costs scattered, on a bowl, on a plane, and on a plane but for some. */
static void make_matrix(matrix *m, random_source *source) {
    int kind = random_below(source, KINDS);
    bool open = random_below(source, 2);
    double plane[ROWS];
    m->rows = 1 + random_below(source, ROWS);
    m->count = 1 + random_below(source, MOST);
    for (int r = 0; r < m->rows; r++)
        plane[r] = random_between(source, -2.0, 1.0);
    for (int c = 0; c < m->count; c++) {
        double *column = m->dense + c * m->rows, sum = open ? 1.0 : 0.0, squares = 0.0, height = 0.0;
        for (int r = 0; r < m->rows; r++)
            sum += column[r] = random_below(source, 3) ? random_below(source, 12) : 0;
        for (int r = 0; r < m->rows; r++) {
            column[r] = sum > 0.0 ? column[r] / sum : r == 0;
            squares += column[r] * column[r];
            height += plane[r] * column[r];
        }
        m->costs[c] = kind == 0 ? random_between(source, -2.0, 0.5) : kind == 1 ? 2.0 * squares : height;
        if (kind == 3 && random_below(source, 5) == 0)
            m->costs[c] += random_below(source, 2) ? random_between(source, 0.0, 3e-9) : random_between(source, 0.0, 0.1);
        m->place[c] = random_below(source, 10) == 0;
    }
    for (int r = 0; r < m->rows; r++)
        m->duals[r] = kind == 2 || kind == 3 ? plane[r] : random_between(source, -2.0, 1.0);
}

/* Duals of which the first column that is met is tied, or any. */
static void other_duals(matrix *m, random_source *source) {
    double by = random_below(source, 3) ? random_between(source, -0.01, 0.01) : 0.0;
    for (int r = 0; r < m->rows; r++)
        m->duals[r] += random_below(source, 2) ? by : 0.0;
}

static void check_same(ip_columns *searched, ip_columns *gone_through, const matrix *m, int held) {
    int list[ROWS + 1], other[ROWS + 1];
    double depths[ROWS + 1], other_depths[ROWS + 1];
    ip_columns_compare(searched, m->duals, NULL, held);
    ip_columns_compare(gone_through, m->duals, NULL, held);
    bool undercut = gone_through->lowest < IP_COLUMNS_UNDERCUT;
    assert_int_equal(searched->lowest < IP_COLUMNS_UNDERCUT, undercut);
    if (undercut)
        assert_near(searched->lowest, gone_through->lowest, 0.0);
    int count = ip_columns_undercutting(searched, m->place, held, list, depths);
    int other_count = ip_columns_undercutting(gone_through, m->place, held, other, other_depths);
    assert_int_equal(count > 0, other_count > 0);
    for (int r = 0; undercut && r <= m->rows; r++)
        assert_near(depths[r], other_depths[r], 0.0);
    bool more = ip_columns_more_are_tied(searched, 3);
    count = ip_columns_tied(searched);
    assert_int_equal(count, ip_columns_tied(gone_through));
    assert_int_equal(more, count > 3);
    assert_memory_equal(searched->tied, gone_through->tied, (size_t)count * sizeof *searched->tied);
}

static void set(ip_columns *columns, const matrix *m) {
    assert_true(ip_columns_set(columns, m->rows, m->count, m->dense));
    ip_columns_set_costs(columns, m->costs);
}

static void test_against_all(void **state) {
    (void)state;
    random_source source = random_start(4720);
    matrix *m = malloc(sizeof *m);
    int searches = 0;
    assert_non_null(m);
    for (int round = repetitions(60); round > 0; round--) {
        ip_columns searched;
        make_matrix(m, &source);
        set(&searched, m);
        for (int step = 0; step < 80; step++) {
            ip_columns fresh;
            int held = random_below(&source, 3) ? -1 : random_below(&source, m->count);
            other_duals(m, &source);
            if (random_below(&source, 4) == 0) { /* one column costs less, or what it cost */
                int column = random_below(&source, m->count);
                double kept = m->costs[column];
                ip_columns_set_cost(&searched, column, m->costs[column] = kept - 1.0);
                set(&fresh, m);
                check_same(&searched, &fresh, m, held);
                ip_columns_clear(&fresh);
                ip_columns_set_cost(&searched, column, m->costs[column] = kept);
            } else if (random_below(&source, 40) == 0) { /* one costs more, and another less */
                int column = random_below(&source, m->count);
                ip_columns_set_cost(&searched, column, m->costs[column] += 0.5);
                column = random_below(&source, m->count);
                ip_columns_set_cost(&searched, column, m->costs[column] -= 0.5);
            }
            set(&fresh, m);
            check_same(&searched, &fresh, m, held);
            ip_columns_clear(&fresh);
            searches += searched.was_searched;
        }
        ip_columns_clear(&searched);
    }
    free(m);
    assert_true(searches > repetitions(60) * 10);
}

/* Duals that are no numbers undercut nothing and end the search. */
static void test_no_numbers(void **state) {
    (void)state;
    random_source source = random_start(4721);
    matrix *m = malloc(sizeof *m);
    ip_columns columns;
    assert_non_null(m);
    do
        make_matrix(m, &source);
    while (m->count < MOST / 2);
    set(&columns, m);
    for (int step = 0; step < 50; step++)
        ip_columns_compare(&columns, m->duals, NULL, -1);
    assert_true(columns.was_searched);
    for (int r = 0; r < m->rows; r++)
        m->duals[r] = NAN;
    ip_columns_compare(&columns, m->duals, NULL, -1);
    assert_true(columns.lowest >= 0.0);
    assert_int_equal(ip_columns_tied(&columns), 0);
    ip_columns_clear(&columns);
    free(m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_all),
        cmocka_unit_test(test_no_numbers),
    };
    return run_unit_tests(tests);
}
