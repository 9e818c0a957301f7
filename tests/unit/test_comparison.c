/* What differs between two tables, by hand, and against a solver that is asked phase by phase. */
#include "support.h"

#include <interphase/comparison.h>
#include <interphase/hull.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static ip_comparison compare(const ip_dataset *a, const ip_dataset *b, double tolerance, int width) {
    ip_executor *first = new_executor(a, width), *second = new_executor(b, width);
    ip_comparison found;
    ip_error error;
    assert_ok(ip_comparison_find(&found, first, second, tolerance, &error), &error);
    ip_executor_free(first);
    ip_executor_free(second);
    return found;
}

static void test_by_hand(void **state) {
    (void)state;
    static const struct {
        const char *word, *formula;
        double a, b, difference;
    } rows[] = {
        {"only-in-a", "Na3S2", -0.2, NAN, NAN},   {"only-in-b", "Na3S", NAN, -0.95, NAN},   {"energy", "Na2S", -1.2, -1.3, -0.1},
        {"energy", "NaS", -1.0, -0.95, 0.05},     {"enters-hull", "Na3S", NAN, 0.0, NAN},
        /* -1.3 (1/2) / (2/3) of Na2S and S is -0.975. */
        {"leaves-hull", "NaS", 0.0, 0.025, 0.025},
    };
    ip_dataset *a = read_text("formula,e_form\nNa,0\nS,0\nNa2S,-1.2\nNaS,-1.0\nNaS2,-0.5\nNa3S2,-0.2\n");
    ip_dataset *b = read_text("formula,e_form\nNa2S4,-0.5\nNa,0\nS,0\nNaS,-0.95\nNa2S,-1.3\nNa3S,-0.98\n");
    ip_comparison found = compare(a, b, 0.0, 1);
    assert_int_equal(found.count, sizeof rows / sizeof *rows);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const ip_difference *row = &found.list[i];
        assert_string_equal(ip_difference_word(row->kind), rows[i].word);
        assert_string_equal((row->a ? row->a : row->b)->formula, rows[i].formula);
        assert_int_equal(isnan(row->value_a), isnan(rows[i].a));
        assert_int_equal(isnan(row->difference), isnan(rows[i].difference));
        if (!isnan(rows[i].a))
            assert_near(row->value_a, rows[i].a, 1e-9);
        if (!isnan(rows[i].difference))
            assert_near(row->difference, rows[i].difference, 1e-9);
    }
    assert_int_equal(found.stable_a, 4);
    assert_int_equal(found.stable_b, 4);
    ip_comparison_clear(&found);
    ip_comparison_clear(&found);
    found = compare(a, b, 0.07, 2);
    assert_int_equal(found.kinds[IP_DIFFERENCE_ENERGY], 1);
    assert_int_equal(found.kinds[IP_DIFFERENCE_LEAVES_HULL], 1);
    ip_comparison_clear(&found);
    found = compare(a, a, 0.0, 1);
    assert_int_equal(found.count, 0);
    ip_comparison_clear(&found);
    ip_executor *executor = new_executor(a, 1);
    ip_error error;
    assert_int_equal(ip_comparison_find(&found, executor, executor, -1.0, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_comparison_find(&found, executor, executor, NAN, &error), IP_BAD_ARGUMENT);
    ip_executor_free(executor);
    ip_dataset_free(a);
    ip_dataset_free(b);
}

/* Whether a phase's composition is on the hull of a dataset as a phase. */
static bool is_stable(const ip_dataset *dataset, ip_solver *solver, const ip_phase *phase) {
    ip_composition composition = ip_phase_composition(phase);
    ip_hull hull;
    ip_error error;
    assert_ok(ip_hull_find(&hull, solver, &composition, &error), &error);
    bool stable = ip_dataset_find(dataset, &composition) && hull.stable;
    ip_hull_clear(&hull);
    return stable;
}

static void test_random_tables(void **state) {
    (void)state;
    static const char *const symbols[] = {"Na", "S", "P", "Cl"};
    random_source source = random_start(41);
    for (int round = 0; round < repetitions(20); round++) {
        random_table tables[2];
        ip_dataset *datasets[2];
        ip_solver *solvers[2];
        long changes = 0, sorted = 1;
        for (int i = 0; i < 2; i++) {
            tables[i] = random_table_make(&source, symbols, 4, 20, SCATTERED_ENERGIES);
            datasets[i] = random_table_read(&tables[i]);
            assert_int_equal(ip_solver_new(&solvers[i], datasets[i], NULL), IP_OK);
        }
        ip_comparison found = compare(datasets[0], datasets[1], 0.0, 1 + round % 3);
        for (long i = 0; i < found.count; i++) {
            const ip_difference *row = &found.list[i], *before = i ? row - 1 : row;
            sorted &= before->kind <= row->kind;
            if (before->kind == row->kind && !isnan(row->difference) && i)
                sorted &= fabs(before->difference) >= fabs(row->difference) - 1e-9;
            if (row->kind < IP_DIFFERENCE_ENTERS_HULL)
                continue;
            changes++;
            const ip_phase *phase = row->a ? row->a : row->b;
            assert_int_equal(is_stable(datasets[0], solvers[0], phase), row->kind == IP_DIFFERENCE_LEAVES_HULL);
            assert_int_equal(is_stable(datasets[1], solvers[1], phase), row->kind == IP_DIFFERENCE_ENTERS_HULL);
        }
        assert_true(sorted);
        /* Stable before, less what leaves, and what enters, are stable after. */
        assert_int_equal(found.stable_a - found.kinds[IP_DIFFERENCE_LEAVES_HULL] + found.kinds[IP_DIFFERENCE_ENTERS_HULL],
                         found.stable_b);
        assert_true(changes > 0);
        ip_comparison_clear(&found);
        for (int i = 0; i < 2; i++) {
            ip_solver_free(solvers[i]);
            ip_dataset_free(datasets[i]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_random_tables),
    };
    return run_unit_tests(tests);
}
