/* Many phases tied, and many on the hull: the solves for all of them grow as the phases do, and no answer depends on what was
 * asked before. Solves are counted, not timed. */
#include "support.h"

#include "engine/lp.h"

#include <interphase/hull.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROW_BYTES = 64 };

static int divisor(int a, int b) {
    return b ? divisor(b, a % b) : a;
}

typedef enum shape {
    FLAT,   /* all at the same energy */
    ROUND,  /* a strictly convex bowl */
    FACETS, /* in bands of the same energy */
} shape;

static double energy(shape kind, int a, int b, int c) {
    double sum = a + b + c, squares = (a * a + b * b + c * c) / (sum * sum);
    return kind == FLAT ? -1.0 : kind == ROUND ? -3.0 + 2.0 * squares : -2.0 + 0.25 * (int)(8.0 * squares);
}

/* The first compositions of three elements by rising sum, and the elements. */
static ip_dataset *many_phases(shape kind, int count) {
    char *text = malloc((size_t)(count + 4) * ROW_BYTES);
    assert_non_null(text);
    size_t used = (size_t)sprintf(text, "formula,e_form\nNa,0\nP,0\nS,0\n");
    int made = 0;
    for (int sum = 3; made < count; sum++)
        for (int a = 1; a <= sum - 2; a++)
            for (int b = 1; b < sum - a && made < count; b++) {
                int c = sum - a - b;
                if (divisor(a, divisor(b, c)) != 1)
                    continue;
                used += (size_t)sprintf(text + used, "Na%dP%dS%d,%.15g\n", a, b, c, energy(kind, a, b, c));
                made++;
            }
    ip_dataset *dataset = read_text(text);
    free(text);
    return dataset;
}

/* Solves for the hull of every phase. */
static long count_solves(shape kind, int count, int *on_hull) {
    ip_dataset *dataset = many_phases(kind, count);
    ip_solver *solver;
    ip_error error;
    long before = ip_lp_solve_count();
    *on_hull = 0;
    assert_ok(ip_solver_new(&solver, dataset, &error), &error);
    for (long i = 0; i < ip_dataset_count(dataset); i++) {
        ip_hull hull;
        ip_composition composition = ip_phase_composition(ip_dataset_phase(dataset, i));
        assert_ok(ip_hull_find(&hull, solver, &composition, &error), &error);
        *on_hull += hull.stable;
        ip_hull_clear(&hull);
    }
    ip_solver_free(solver);
    ip_dataset_free(dataset);
    return ip_lp_solve_count() - before;
}

static void check_growth(shape kind) {
    long last = 0;
    for (int count = 100; count <= 1600; count *= 2) {
        int on_hull;
        long solves = count_solves(kind, count, &on_hull);
        print_message("# %d phases, %d on the hull: %ld solves\n", count, on_hull, solves);
        assert_true(kind == FACETS || on_hull >= count);
        assert_true(solves < 15L * count);
        /* Small ones are all handed to the solver library, which then needs to be asked less often. */
        assert_true(count < 800 || solves < last * 5 / 2);
        last = solves;
    }
}

static void test_growth(void **state) {
    (void)state;
    check_growth(FLAT);
    check_growth(ROUND);
    check_growth(FACETS);
}

static void check_same(const ip_equilibrium *a, const ip_equilibrium *b) {
    assert_int_equal(a->product_count, b->product_count);
    for (int i = 0; i < a->product_count; i++) {
        assert_ptr_equal(a->products[i].phase, b->products[i].phase);
        assert_near(a->products[i].amount, b->products[i].amount, 0.0);
    }
}

/* A solver that was asked much answers as one that is asked first. */
static void test_independence(void **state) {
    (void)state;
    random_source source = random_start(4730);
    for (shape kind = FLAT; kind <= FACETS; kind++) {
        ip_dataset *dataset = many_phases(kind, 500);
        ip_solver *warm, *fresh;
        ip_error error;
        assert_ok(ip_solver_new(&warm, dataset, &error), &error);
        for (int i = 0; i < 300; i++) {
            ip_hull hull, anew;
            int phase = random_below(&source, (int)ip_dataset_count(dataset));
            ip_composition subject = ip_phase_composition(ip_dataset_phase(dataset, phase));
            if (i % 3 == 0) /* most likely no phase's, tied where the hull is flat */
                subject.amount[0] += 0.25 * (1 + random_below(&source, 8));
            assert_ok(ip_hull_find(&hull, warm, &subject, &error), &error);
            if (i % 10 == 0) {
                assert_ok(ip_solver_new(&fresh, dataset, &error), &error);
                assert_ok(ip_hull_find(&anew, fresh, &subject, &error), &error);
                assert_near(hull.hull_energy, anew.hull_energy, 0.0);
                check_same(&hull.products, &anew.products);
                check_same(&hull.competing, &anew.competing);
                ip_hull_clear(&anew);
                ip_solver_free(fresh);
            }
            ip_hull_clear(&hull);
        }
        ip_solver_free(warm);
        ip_dataset_free(dataset);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_growth),
        cmocka_unit_test(test_independence),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
