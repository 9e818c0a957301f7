/* Sparse columns against the dense matrix they were made of: reduced costs, sums, which columns are tied and which undercut;
 * and that many columns are gone through once for each basis. */
#include "support.h"

#include "engine/columns.h"

#include <math.h>
#include <stdlib.h>

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
    assert_true(ip_columns_set_costs(&m->columns, m->costs));
    assert_false(ip_columns_set_costs(&m->columns, m->costs));
}

static double reduced_cost(const matrix *m, int c) {
    double reduced = m->costs[c];
    for (int r = 0; r < m->rows; r++)
        reduced -= m->duals[r] * m->dense[c * m->rows + r];
    return reduced;
}

/* Moves some costs so that a reduced cost is zero, or a little off. */
static void tie(matrix *m, random_source *source) {
    for (int c = 0; c < m->count; c++)
        if (random_below(source, 3) == 0)
            m->costs[c] -= reduced_cost(m, c) + 1e-9 * random_between(source, -1.5, 1.5);
    ip_columns_set_costs(&m->columns, m->costs);
}

static void test_compare(void **state) {
    (void)state;
    random_source source = random_start(4711);
    for (int i = 0; i < repetitions(300); i++) {
        matrix m;
        double lowest = INFINITY;
        int tied = 0;
        make_matrix(&m, &source);
        tie(&m, &source);
        ip_columns_compare(&m.columns, m.duals, NULL, m.held);
        for (int c = 0; c < m.count; c++) {
            double expected = reduced_cost(&m, c), off = fabs(expected) - IP_COLUMNS_TOLERANCE;
            assert_near(m.columns.reduced_costs[c], expected, 1e-12);
            assert_near(ip_columns_reduced_cost(&m.columns, m.duals, c), expected, 1e-12);
            bool listed = tied < m.columns.tied_count && m.columns.tied[tied] == c;
            assert_true(fabs(off) < 1e-14 || listed == (off < 0.0 && c != m.held));
            tied += listed;
            lowest = c == m.held ? lowest : fmin(lowest, m.columns.reduced_costs[c]);
        }
        assert_int_equal(tied, m.columns.tied_count);
        assert_true(m.columns.lowest <= lowest && m.columns.lowest >= lowest);
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

static bool may_enter(const matrix *m, int c) {
    return m->columns.reduced_costs[c] < IP_COLUMNS_UNDERCUT && !m->place[c] && c != m->held;
}

/* The lowest of the columns that may enter, each counted by its coefficient in a row, by one where row is -1. */
static double lowest_in(const matrix *m, int row, const int *list, int count) {
    double lowest = 0.0;
    for (int i = 0; i < (list ? count : m->count); i++) {
        int c = list ? list[i] : i;
        if (may_enter(m, c))
            lowest = fmin(lowest, m->columns.reduced_costs[c] * (row < 0 ? 1.0 : m->dense[c * m->rows + row]));
    }
    return lowest;
}

static void test_undercutting(void **state) {
    (void)state;
    random_source source = random_start(99);
    for (int i = 0; i < repetitions(500); i++) {
        matrix m;
        double depths[MOST_ROWS + 1];
        int list[MOST_ROWS + 1];
        make_matrix(&m, &source);
        if (random_below(&source, 2))
            tie(&m, &source);
        ip_columns_compare(&m.columns, m.duals, NULL, m.held);
        int count = ip_columns_undercutting(&m.columns, m.place, m.held, list, depths);
        assert_in_range(count, 0, m.rows + 1);
        for (int k = 0; k < count; k++) {
            assert_true(may_enter(&m, list[k]));
            for (int earlier = 0; earlier < k; earlier++)
                assert_int_not_equal(list[earlier], list[k]);
        }
        for (int row = -1; row < m.rows; row++)
            assert_near(lowest_in(&m, row, list, count), lowest_in(&m, row, NULL, 0), 0.0);
        ip_columns_clear(&m.columns);
    }
}

/* Two rows; columns 0 and 1 are their basis at no cost, 2 and 3 are tied with them, all others cost more. */
static void make_many(ip_columns *columns, int count, double last_cost) {
    double *dense = malloc((size_t)count * 2 * sizeof *dense), *costs = malloc((size_t)count * sizeof *costs);
    assert_true(dense && costs);
    for (int c = 0; c < count; c++) {
        dense[2 * c] = c < 2 ? 1 - c : 0.5;
        dense[2 * c + 1] = 1.0 - dense[2 * c];
        costs[c] = c < 4 ? 0.0 : 1.0;
    }
    costs[count - 1] = last_cost;
    if (!columns->count)
        assert_true(ip_columns_set(columns, 2, count, dense));
    ip_columns_set_costs(columns, costs);
    free(dense);
    free(costs);
}

/* Duals that something undercuts, given for a basis that passed, show whether the columns were gone through. */
static bool goes_through(ip_columns *columns, int first, int second, int held) {
    static const double high[] = {2.0, 2.0};
    int basic[] = {first, second};
    ip_columns_compare(columns, high, basic, held);
    return columns->lowest < 0.0;
}

static void pass(ip_columns *columns, int first, int second, int held) {
    static const double level[] = {0.0, 0.0};
    int basic[] = {first, second};
    ip_columns_compare(columns, level, basic, held);
    assert_near(columns->lowest, 0.0, 0.0);
    assert_int_equal(columns->tied_count, held < 0 ? 4 : 3);
    for (int i = 0; i < columns->tied_count; i++)
        assert_int_equal(columns->tied[i], held >= 0 && i >= held ? i + 1 : i);
}

static void test_many_are_gone_through_once(void **state) {
    (void)state;
    enum { MANY = 5000, FEW = 20 };
    static const double none[] = {NAN, 0.0}, high[] = {2.0, 2.0}, close[] = {0.5e-9, 0.5e-9};
    ip_columns columns = {0}, few = {0};
    make_many(&columns, MANY, 1.0);
    pass(&columns, 1, 0, -1);
    assert_false(goes_through(&columns, 0, 1, -1)); /* whatever the order */
    assert_true(goes_through(&columns, 0, 2, -1));  /* another basis */
    assert_true(goes_through(&columns, 0, 1, 3));   /* another column held */
    pass(&columns, 0, 1, 3);
    pass(&columns, 0, 1, -1);
    assert_false(goes_through(&columns, 0, 1, 3));
    ip_columns_compare(&columns, high, NULL, -1); /* no basis */
    assert_true(columns.lowest < 0.0);
    assert_false(goes_through(&columns, 0, 1, -1));
    assert_int_equal(columns.tied_count, 4);
    int other[] = {2, 3};
    ip_columns_compare(&columns, close, other, -1); /* within the tolerance, but undercut */
    assert_true(goes_through(&columns, 2, 3, -1));
    make_many(&columns, MANY, -1.0); /* other costs */
    assert_true(goes_through(&columns, 0, 1, -1));
    int basic[] = {0, 1};
    ip_columns_compare(&columns, none, basic, -1); /* undercut by none as far as can be compared: not to be remembered */
    assert_true(goes_through(&columns, 0, 1, -1));
    make_many(&few, FEW, 1.0);
    pass(&few, 0, 1, -1);
    assert_true(goes_through(&few, 0, 1, -1));
    ip_columns_clear(&columns);
    ip_columns_clear(&few);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compare),
        cmocka_unit_test(test_add),
        cmocka_unit_test(test_undercutting),
        cmocka_unit_test(test_many_are_gone_through_once),
    };
    return run_unit_tests(tests);
}
