/* One allocation after another fails, inside the solver library too: the answer is "no memory", or what it is otherwise. */
#include "support.h"

#include "engine/lp.h"
#include "engine/system.h"
#include "support/failing_malloc.h"

#include <interphase/hull.h>
#include <interphase/profile.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An answer in numbers, comparable to the bit but for rounding. */
enum { MOST_NUMBERS = 32 };

typedef struct answer {
    int count;
    double numbers[MOST_NUMBERS];
} answer;

static void note(answer *out, double number) {
    assert_true(out->count < MOST_NUMBERS);
    out->numbers[out->count++] = number;
}

typedef ip_status (*question)(answer *out, const void *subject, ip_error *error);

/* Asks until no allocation is left that could fail; returns how many did. */
static long fail_one_after_another(question ask, const void *subject) {
    answer expected = {0};
    ip_error error = {IP_OK, ""};
    assert_ok(ask(&expected, subject, &error), &error);
    long failures = 0, unharmed = 0;
    for (long n = 1;; n++) {
        answer found = {0};
        error.message[0] = '\0';
        failing_malloc_at(n);
        ip_status status = ask(&found, subject, &error);
        bool is_over = failing_malloc_calls() < n;
        failing_malloc_at(0);
        if (status) {
            assert_int_equal(status, IP_NO_MEMORY);
            assert_int_equal(error.status, IP_NO_MEMORY);
            assert_contains(error.message, "out of memory");
            failures++;
        } else {
            assert_int_equal(found.count, expected.count);
            for (int i = 0; i < found.count; i++)
                assert_near(found.numbers[i], expected.numbers[i], 1e-12);
            unharmed += !is_over;
        }
        answer after = {0}; /* nothing is broken for those who come later */
        assert_ok(ask(&after, subject, &error), &error);
        if (is_over)
            break;
    }
    print_message("# %ld allocations failed, %ld could be done without\n", failures, unharmed);
    return failures;
}

/* Three rows: the unit columns, and four of mixtures. */
static const double coefficients[] = {1, 0, 0, 0, 1, 0, 0, 0, 1, 0.5, 0.5, 0, 0.25, 0.5, 0.25, 0, 0.5, 0.5, 0.3, 0.3, 0.4};
static const double costs[] = {0, 0, 0, -1.0, -1.2, -0.8, -1.1}, other_costs[] = {0, 0, 0, -0.5, -1.9, -0.9, -0.1};
static const double sides[] = {0.4, 0.3, 0.3}, other_sides[] = {0.1, 0.6, 0.3};

static ip_status solve_several(answer *out, ip_lp *lp, ip_error *error) {
    ip_lp_set_costs(lp, costs);
    ip_lp_set_right_hand_side(lp, sides);
    ip_status status = ip_lp_solve(lp, -1, error);
    note(out, status ? 0.0 : ip_lp_objective(lp));
    for (int held = 3; held < 5 && !status; held++) {
        status = ip_lp_solve(lp, held, error);
        note(out, status ? 0.0 : ip_lp_objective(lp));
    }
    ip_lp_set_right_hand_side(lp, other_sides);
    status = status ? status : ip_lp_solve(lp, -1, error);
    note(out, status ? 0.0 : ip_lp_objective(lp));
    ip_lp_set_costs(lp, other_costs);
    status = status ? status : ip_lp_solve(lp, -1, error);
    note(out, status ? 0.0 : ip_lp_objective(lp));
    return status;
}

static ip_status ask_programme(answer *out, const void *start, ip_error *error) {
    ip_lp *lp = NULL;
    ip_status status = ip_lp_new(&lp, 3, 7, coefficients, error);
    if (!status && start)
        ip_lp_set_start(lp, start);
    if (!status)
        status = solve_several(out, lp, error);
    ip_lp_free(lp);
    ip_lp_end_thread(); /* so that the next begins without the memory of this */
    return status;
}

static void test_programme(void **state) {
    (void)state;
    static const int start[] = {0, 1, 2};
    assert_true(fail_one_after_another(ask_programme, start) > 50);
    assert_true(fail_one_after_another(ask_programme, NULL) > 50);
}

/* Bands of tied phases, so that ties have to be broken. */
static const char *const table = "formula,e_form\nNa,0\nS,0\nCl,0\nNa2S,-1\nNaS,-1\nNa3S2,-1\nNaCl,-1\nSCl2,-1\nNa3SCl,-1\nNa2SCl2,-1\n";

static ip_status ask_hull(answer *out, const void *dataset, ip_error *error) {
    static const char *const subjects[] = {"Na4S3Cl", "Na3SCl"};
    ip_solver *solver = NULL;
    ip_status status = ip_solver_new(&solver, dataset, error);
    for (int i = 0; i < 2 && !status; i++) {
        ip_hull hull;
        ip_composition composition;
        status = ip_composition_read(&composition, subjects[i], error);
        if (!status)
            status = ip_hull_find(&hull, solver, &composition, error);
        if (status)
            break;
        note(out, hull.hull_energy);
        for (int p = 0; p < hull.products.product_count; p++) {
            note(out, hull.products.products[p].amount);
            note(out, (double)ip_dataset_index(dataset, hull.products.products[p].phase));
        }
        for (int p = 0; p < hull.competing.product_count; p++) {
            note(out, hull.competing.products[p].amount);
            note(out, (double)ip_dataset_index(dataset, hull.competing.products[p].phase));
        }
        ip_hull_clear(&hull);
    }
    ip_solver_free(solver);
    ip_solver_end_thread();
    return status;
}

static ip_status ask_profile(answer *out, const void *dataset, ip_error *error) {
    ip_solver *solver = NULL;
    ip_profile profile;
    ip_composition composition;
    ip_status status = ip_solver_new(&solver, dataset, error);
    if (!status)
        status = ip_composition_read(&composition, "Na3SCl", error);
    if (!status)
        status = ip_profile_find(&profile, solver, &composition, 11, 0, error);
    if (!status) {
        note(out, profile.plateau_count);
        note(out, profile.plateaus[profile.plateau_count - 1].voltage_low);
        ip_profile_clear(&profile);
    }
    ip_solver_free(solver);
    ip_solver_end_thread();
    return status;
}

static void test_answers(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(table);
    assert_true(fail_one_after_another(ask_hull, dataset) > 100);
    assert_true(fail_one_after_another(ask_profile, dataset) > 100);
    ip_dataset_free(dataset);
}

/* The end of a thread asks for no memory, whether or not the library was used. */
static void test_end_of_a_thread(void **state) {
    (void)state;
    answer out = {0};
    assert_int_equal(ask_programme(&out, NULL, NULL), IP_OK);
    failing_malloc_at(1);
    ip_lp_end_thread();
    long calls = failing_malloc_calls();
    failing_malloc_at(0);
    assert_int_equal(calls, 0);
}

/* A tool that puts an allocator of its own in the place of all others, as valgrind does, leaves nothing to test. */
static bool can_fail(void) {
    failing_malloc_at(1);
    void *volatile memory = malloc(1);
    failing_malloc_at(0);
    free(memory);
    return !memory;
}

int main(void) {
    if (!can_fail()) {
        puts("1..0 # SKIP another allocator stands in the place of the one that fails");
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_programme),
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_end_of_a_thread),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
