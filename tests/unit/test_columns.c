/* Sparse columns against the dense matrix they were made of: reduced costs, sums, and which columns undercut. */
#include "support.h"

#include "columns.h"

#include <math.h>

enum { MOST_ROWS = 7, MOST_COLUMNS = 40 };

typedef struct matrix {
    int rows, count, held;
    double dense[MOST_ROWS * MOST_COLUMNS], costs[MOST_COLUMNS], duals[MOST_ROWS];
    int place[MOST_COLUMNS];
    ip_columns columns;
} matrix;

static void make_matrix(matrix *m, random_source *source) {
    m->rows = 1 + random_below(source, MOST_ROWS);
    m->count = 1 + random_below(source, MOST_COLUMNS);
    m->held = random_below(source, m->count + 1) - 1;
    for (int i = 0; i < m->rows * m->count; i++)
        m->dense[i] = random_below(source, 3) ? 0.0 : random_between(source, 0.01, 1.0);
    for (int c = 0; c < m->count; c++) {
        m->costs[c] = random_between(source, -2.0, 1.0);
        m->place[c] = random_below(source, 5) ? 0 : 1 + random_below(source, 9);
    }
    for (int r = 0; r < m->rows; r++)
        m->duals[r] = random_between(source, -2.0, 1.0);
    assert_true(ip_columns_set(&m->columns, m->rows, m->count, m->dense));
}

static double reduced_cost(const matrix *m, int c) {
    double reduced = m->costs[c];
    for (int r = 0; r < m->rows; r++)
        reduced -= m->duals[r] * m->dense[c * m->rows + r];
    return reduced;
}

static void test_price(void **state) {
    (void)state;
    random_source source = random_start(4711);
    for (int i = 0; i < repetitions(300); i++) {
        matrix m;
        double found[MOST_COLUMNS], lowest = INFINITY;
        make_matrix(&m, &source);
        double said = ip_columns_price(&m.columns, m.costs, m.duals, m.held, found);
        for (int c = 0; c < m.count; c++) {
            assert_near(found[c], reduced_cost(&m, c), 1e-12);
            lowest = c == m.held ? lowest : fmin(lowest, found[c]);
        }
        assert_true(said <= lowest && said >= lowest);
        ip_columns_clear(&m.columns);
    }
}

static void test_add(void **state) {
    (void)state;
    random_source source = random_start(12);
    for (int i = 0; i < repetitions(100); i++) {
        matrix m;
        double sums[MOST_ROWS] = {0.0}, expected[MOST_ROWS] = {0.0};
        make_matrix(&m, &source);
        for (int k = 0; k < 5; k++) {
            int column = random_below(&source, m.count);
            double weight = random_between(&source, -1.0, 1.0);
            ip_columns_add(&m.columns, column, weight, sums);
            for (int r = 0; r < m.rows; r++)
                expected[r] += weight * m.dense[column * m.rows + r];
        }
        for (int r = 0; r < m.rows; r++)
            assert_near(sums[r], expected[r], 1e-12);
        ip_columns_clear(&m.columns);
    }
}

static bool may_enter(const matrix *m, const double *reduced, double limit, int c) {
    return reduced[c] < limit && !m->place[c] && c != m->held;
}

/* The lowest of the columns that may enter, each counted by its coefficient in a row, by one where row is -1. */
static double lowest_in(const matrix *m, const double *reduced, double limit, int row, const int *list, int count) {
    double lowest = 0.0;
    for (int i = 0; i < (list ? count : m->count); i++) {
        int c = list ? list[i] : i;
        if (may_enter(m, reduced, limit, c))
            lowest = fmin(lowest, reduced[c] * (row < 0 ? 1.0 : m->dense[c * m->rows + row]));
    }
    return lowest;
}

static void test_undercutting(void **state) {
    (void)state;
    random_source source = random_start(99);
    for (int i = 0; i < repetitions(500); i++) {
        matrix m;
        double reduced[MOST_COLUMNS], depths[MOST_ROWS + 1], limit = random_below(&source, 2) ? -1e-10 : -0.7;
        int list[MOST_ROWS + 1];
        make_matrix(&m, &source);
        ip_columns_price(&m.columns, m.costs, m.duals, m.held, reduced);
        int count = ip_columns_undercutting(&m.columns, reduced, limit, m.place, m.held, list, depths);
        assert_in_range(count, 0, m.rows + 1);
        for (int k = 0; k < count; k++) {
            assert_true(may_enter(&m, reduced, limit, list[k]));
            for (int earlier = 0; earlier < k; earlier++)
                assert_int_not_equal(list[earlier], list[k]);
        }
        for (int row = -1; row < m.rows; row++)
            assert_near(lowest_in(&m, reduced, limit, row, list, count), lowest_in(&m, reduced, limit, row, NULL, 0), 0.0);
        ip_columns_clear(&m.columns);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_price),
        cmocka_unit_test(test_add),
        cmocka_unit_test(test_undercutting),
    };
    return run_unit_tests(tests);
}
