/* Amounts of a mixture, and the preferred optimum against enumeration of all. */
#include "support.h"

#include "engine/mixture_solve.h"
#include "engine/preference.h"

#include <interphase/equilibrium.h>

#include <math.h>
#include <string.h>

enum { ROWS = 5, COLUMNS = 14 };

static void random_columns(double *coefficients, int rows, int columns, random_source *source) {
    for (int c = 0; c < columns; c++) {
        double sum = 0.0, *column = coefficients + c * rows;
        for (int r = 0; r < rows; r++)
            sum += column[r] = random_below(source, 3) ? random_below(source, 5) : 0;
        column[c % rows] += sum > 0.0 ? 0.0 : 1.0;
        sum = sum > 0.0 ? sum : 1.0;
        for (int r = 0; r < rows; r++)
            column[r] /= sum;
    }
}

/* Known weights come back, whatever the columns and of either sign. */
static void test_amounts(void **state) {
    (void)state;
    random_source source = random_start(901);
    int solved = 0;
    for (int round = repetitions(3000); round > 0; round--) {
        double coefficients[ROWS * ROWS], weights[ROWS], sides[ROWS] = {0}, found[ROWS];
        int chosen[ROWS], rows = 1 + random_below(&source, ROWS), count = 1 + random_below(&source, rows);
        random_columns(coefficients, rows, rows, &source);
        for (int i = 0; i < count; i++) {
            chosen[i] = rows - 1 - i; /* not the first columns, not in their order */
            weights[i] = random_between(&source, -1.0, 1.0);
            for (int r = 0; r < rows; r++)
                sides[r] += weights[i] * coefficients[chosen[i] * rows + r];
        }
        if (ip_mixture_amounts(coefficients, rows, chosen, count, sides, found))
            continue;
        solved++;
        for (int i = 0; i < count; i++)
            assert_near(found[i], weights[i], 1e-9);
    }
    assert_true(solved > repetitions(3000) * 9 / 10);
}

static void test_amounts_that_do_not_exist(void **state) {
    (void)state;
    static const double coefficients[] = {1.0, 0.0, 0.0, 1.0, 0.5, 0.5, 0.5, 0.5};
    static const double even[] = {0.5, 0.5}, uneven[] = {0.25, 0.75};
    double weights[2];
    static const int both[] = {0, 1}, mixed[] = {2}, twins[] = {2, 3}, over[] = {0, 2};
    assert_int_equal(ip_mixture_amounts(coefficients, 2, both, 2, uneven, weights), IP_OK);
    assert_near(weights[1], 0.75, 1e-15);
    assert_int_equal(ip_mixture_amounts(coefficients, 2, mixed, 1, even, weights), IP_OK);
    assert_near(weights[0], 1.0, 1e-15);
    assert_int_equal(ip_mixture_amounts(coefficients, 2, mixed, 1, uneven, weights), IP_NUMERIC); /* does not balance */
    assert_int_equal(ip_mixture_amounts(coefficients, 2, twins, 2, even, weights), IP_NUMERIC);   /* depend on each other */
    assert_int_equal(ip_mixture_amounts(coefficients, 2, over, 2, uneven, weights), IP_OK); /* needs less than nothing of one */
    assert_near(weights[0], -0.5, 1e-15);
    assert_near(weights[1], 1.5, 1e-15);
    assert_int_equal(ip_mixture_amounts(coefficients, 2, both, 0, even, weights), IP_NUMERIC);
}

typedef struct best_corner {
    int columns, corners;
    double best[COLUMNS];
} best_corner;

static void keep_best(void *user, const int *chosen, int count, const double *weights) {
    best_corner *corner = user;
    double all[COLUMNS] = {0};
    for (int i = 0; i < count; i++)
        all[chosen[i]] = weights[i];
    corner->corners++;
    for (int c = 0; c < corner->columns; c++) {
        if (fabs(all[c] - corner->best[c]) <= 1e-9)
            continue;
        if (all[c] > corner->best[c])
            memcpy(corner->best, all, sizeof all);
        return;
    }
}

static void test_preference_against_enumeration(void **state) {
    (void)state;
    random_source source = random_start(902);
    int compared = 0;
    for (int round = repetitions(300); round > 0; round--) {
        double coefficients[ROWS * COLUMNS], sides[ROWS] = {0}, weights[COLUMNS];
        int chosen[ROWS], rows = 1 + random_below(&source, 4), columns = rows + random_below(&source, COLUMNS - ROWS);
        random_columns(coefficients, rows, columns, &source);
        for (int c = 0; c < columns; c++) { /* sides that some mixture of the columns balances */
            double weight = random_below(&source, 3) ? 0.0 : random_below(&source, 4) / 8.0;
            for (int r = 0; r < rows; r++)
                sides[r] += weight * coefficients[c * rows + r];
        }
        best_corner corner = {.columns = columns};
        visit_corners(coefficients, rows, columns, sides, keep_best, &corner);
        if (corner.corners == 0)
            continue;
        int count, expected = 0;
        ip_preference *preference;
        assert_int_equal(ip_preference_new(&preference, rows, columns, coefficients), IP_OK);
        assert_int_equal(ip_preference_choose(preference, sides, -1, NULL, chosen, &count), IP_OK);
        ip_preference_free(preference);
        assert_int_equal(ip_mixture_amounts(coefficients, rows, chosen, count, sides, weights), IP_OK);
        for (int c = 0; c < columns; c++) {
            double weight = 0.0;
            for (int i = 0; i < count; i++)
                weight += chosen[i] == c ? weights[i] : 0.0;
            assert_near(weight, corner.best[c], 1e-8);
            expected += corner.best[c] > 0.0;
        }
        assert_int_equal(count, expected);
        compared++;
    }
    assert_true(compared > repetitions(300) / 2);
}

static void test_preference_without_a_mixture(void **state) {
    (void)state;
    static const double coefficients[] = {1.0, 0.0, 0.5, 0.5}, sides[] = {0.25, 0.75};
    int chosen[2], count;
    ip_preference *preference;
    assert_int_equal(ip_preference_new(&preference, 2, 2, coefficients), IP_OK);
    assert_int_equal(ip_preference_choose(preference, sides, -1, NULL, chosen, &count), IP_INFEASIBLE);
    ip_preference_free(preference);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_amounts),
        cmocka_unit_test(test_amounts_that_do_not_exist),
        cmocka_unit_test(test_preference_against_enumeration),
        cmocka_unit_test(test_preference_without_a_mixture),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
