/* Regions of chemical potentials: corners, ranges, names and outlines by hand, what is fixed, and empty regions. */
#include "support.h"

#include <interphase/potentials_row.h>

#include <math.h>
#include <string.h>

/* Na, S and Cl with energies per formula unit of -3.6 (Na2S), -2 (NaS) and -4.2 (NaCl) eV; NaS2 lies above the hull. */
static const char table[] = "formula,formation_energy_per_atom,uncertainty\nNa,0,0\nS,0,0\nCl,0,0\nNa2S,-1.2,0.1\nNaS,-1,0."
                            "2\nNaS2,-0.6,0.3\nNaCl,-2.1,0.05\n";

typedef struct fixture {
    ip_dataset *dataset;
    ip_solver *solver;
    ip_memory *memory;
} fixture;

static fixture start(void) {
    fixture made = {read_text(table), NULL, NULL};
    ip_error error;
    assert_ok(ip_solver_new(&made.solver, made.dataset, &error), &error);
    assert_ok(ip_memory_new(&made.memory, &error), &error);
    return made;
}

static void end(fixture *made) {
    ip_memory_free(made->memory);
    ip_solver_free(made->solver);
    ip_solver_end_thread();
    ip_dataset_free(made->dataset);
}

static ip_status find(ip_potentials *out, const fixture *made, const char *formula, const ip_reservoir *fixed, ip_error *error) {
    ip_composition composition = read_formula(formula);
    return ip_potentials_find(out, made->solver, &composition, fixed, error);
}

static void expect_corner(const fixture *made, const ip_potentials *found, int corner, double first, double second,
                          const char *name, const char *phases) {
    assert_near(found->corners[corner].potentials[0], first, 1e-12);
    assert_near(found->corners[corner].potentials[1], second, 1e-12);
    assert_string_equal(ip_potentials_corner_name(made->memory, found, corner), name);
    assert_string_equal(ip_potentials_corner_phases(made->memory, found, corner), phases);
}

/* 2 mu(Na) + mu(S) = -3.6, from Na itself (0, -3.6) to where NaS begins: mu(Na) + mu(S) = -2, (-1.6, -0.4). */
static void test_binary(void **state) {
    fixture made = start();
    ip_potentials found;
    ip_error error;
    (void)state;
    assert_ok(find(&found, &made, "Na2S", NULL, &error), &error);
    assert_int_equal(found.count, 2);
    expect_corner(&made, &found, 0, 0.0, -3.6, "Na-rich, S-poor", "Na");
    expect_corner(&made, &found, 1, -1.6, -0.4, "Na-poor, S-rich", "NaS");
    assert_int_equal(found.lowest[0], 1);
    assert_int_equal(found.highest[0], 0);
    ip_potentials_clear(&found);
    /* an element is at equilibrium where its own potential is 0 and the others' are low: alone, at one point */
    assert_ok(find(&found, &made, "Na", NULL, &error), &error);
    assert_int_equal(found.count, 1);
    assert_near(found.corners[0].potentials[0], 0.0, 0.0);
    assert_string_equal(ip_potentials_corner_name(made.memory, &found, 0), "");
    ip_potentials_clear(&found);
    end(&made);
}

static void test_empty(void **state) {
    fixture made = start();
    ip_potentials found;
    ip_potentials_row row;
    ip_error error;
    ip_question question = ip_question_default();
    (void)state;
    assert_ok(find(&found, &made, "Na2S4", NULL, &error), &error);
    assert_int_equal(found.count, 0);
    assert_near(found.above, 2.0 / 3.0 - 0.6, 1e-12); /* NaS + S is at -2/3 */
    assert_int_equal(ip_potentials_row_count(&found), 1);
    assert_ok(ip_potentials_row_fill(&row, made.memory, "Na2S4", &found, 0, &question, &error), &error);
    assert_string_equal(row.corner, "none");
    assert_near(row.energy_above_hull, 2.0 / 3.0 - 0.6, 1e-12);
    assert_null(row.element);
    assert_true(isnan(row.chemical_potential));
    int none[1];
    assert_int_equal(ip_potentials_outline(none, &found, 0, 1), 0);
    ip_potentials_clear(&found);
    end(&made);
}

static void test_fixed(void **state) {
    fixture made = start();
    ip_potentials found;
    ip_potentials_row row;
    ip_error error;
    ip_reservoir fixed = IP_RESERVOIR_INIT;
    ip_question question = ip_question_default();
    (void)state;
    /* mu(Na) = -1: then mu(S) = -1.6, which is below what NaS would take, -1 */
    assert_ok(ip_reservoir_open(&fixed, 11, -1.0, &error), &error);
    assert_ok(find(&found, &made, "Na2S", &fixed, &error), &error);
    assert_int_equal(found.count, 1);
    expect_corner(&made, &found, 0, -1.0, -1.6, "", "");
    assert_true(found.fixed[0]);
    assert_ok(ip_potentials_row_fill(&row, made.memory, "Na2S", &found, 0, &question, &error), &error);
    assert_near(row.chemical_potential, -1.0, 0.0);
    ip_potentials_clear(&found);
    /* another element: Cl at -3 takes Na above -1.2 */
    fixed.count = 0;
    assert_ok(ip_reservoir_open(&fixed, 17, -3.0, &error), &error);
    assert_ok(find(&found, &made, "Na2S", &fixed, &error), &error);
    assert_int_equal(found.count, 2);
    assert_int_equal(found.element_count, 3);
    assert_near(found.corners[found.highest[0]].potentials[0], -1.2, 1e-12);
    assert_near(found.corners[found.highest[0]].potentials[2], -3.0, 0.0);
    ip_potentials_clear(&found);
    /* Na at -2: Na2S would be 0.4 eV for each S above NaS, which takes it at 0: Na2S falls apart by giving sodium off */
    fixed.count = 0;
    assert_ok(ip_reservoir_open(&fixed, 11, -2.0, &error), &error);
    assert_ok(find(&found, &made, "Na2S", &fixed, &error), &error);
    assert_int_equal(found.count, 0);
    assert_near(found.above, 0.4 / 3.0, 1e-12); /* -3.6 + 4 against NaS or S, both 0 for one S; 3 atoms */
    assert_ok(ip_potentials_row_fill(&row, made.memory, "Na2S", &found, 0, &question, &error), &error);
    assert_true(isnan(row.energy_above_hull_uncertainty));
    ip_potentials_clear(&found);
    end(&made);
}

static void test_refusals(void **state) {
    fixture made = start();
    ip_potentials found;
    ip_error error;
    ip_reservoir fixed = IP_RESERVOIR_INIT;
    (void)state;
    assert_int_equal(find(&found, &made, "Na3S", NULL, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "no phase of this composition");
    assert_int_equal(find(&found, &made, "NaK", NULL, &error), IP_MISSING_ELEMENT);
    assert_ok(ip_reservoir_open(&fixed, 11, 1.0, &error), &error);
    assert_int_equal(find(&found, &made, "Na2S", &fixed, &error), IP_UNBOUNDED);
    fixed.chemical_potential[0] = -1.0;
    assert_int_equal(find(&found, &made, "Na", &fixed, &error), IP_RESERVOIR);
    fixed.element[0] = 200;
    assert_int_equal(find(&found, &made, "Na2S", &fixed, &error), IP_BAD_ARGUMENT);
    end(&made);
    made.dataset = read_text(table);
    assert_ok(ip_dataset_exclude(made.dataset, "NaCl", &error), &error);
    assert_ok(ip_dataset_exclude(made.dataset, "S", &error), &error);
    assert_ok(ip_solver_new(&made.solver, made.dataset, &error), &error);
    assert_ok(ip_memory_new(&made.memory, &error), &error);
    assert_int_equal(find(&found, &made, "NaCl", NULL, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "left out");
    assert_int_equal(find(&found, &made, "Na2S", NULL, &error), IP_INFEASIBLE);
    end(&made);
}

/* mu(Na) where Na2S and NaS meet is the difference of their energies, 3 e(Na2S) - 2 e(NaS); their errors are independent. */
static void test_uncertainty(void **state) {
    fixture made = start();
    ip_corrections *constants;
    ip_potentials found;
    ip_potentials_row row;
    ip_error error;
    ip_question question = ip_question_default();
    (void)state;
    assert_ok(ip_corrections_new(&constants, &error), &error);
    assert_ok(ip_uncertainty_new(&question.uncertainty, constants, made.dataset, &error), &error);
    assert_ok(find(&found, &made, "Na2S", NULL, &error), &error);
    assert_int_equal(ip_potentials_row_count(&found), 6);
    assert_ok(ip_potentials_row_fill(&row, made.memory, "text", &found, 2, &question, &error), &error);
    assert_string_equal(row.formula, "text");
    assert_string_equal(row.corner, "2");
    assert_string_equal(row.element, "Na");
    assert_near(row.chemical_potential_uncertainty, sqrt(0.3 * 0.3 + 0.4 * 0.4), 1e-9);
    /* the range of S, from 3 e(Na2S) to 4 e(NaS) - 3 e(Na2S) */
    assert_ok(ip_potentials_row_fill(&row, made.memory, "text", &found, 5, &question, &error), &error);
    assert_string_equal(row.corner, "range");
    assert_string_equal(row.element, "S");
    assert_near(row.chemical_potential, -3.6, 1e-12);
    assert_near(row.chemical_potential_high, -0.4, 1e-12);
    assert_near(row.chemical_potential_uncertainty, 0.3, 1e-9);
    assert_near(row.chemical_potential_high_uncertainty, sqrt(0.3 * 0.3 + 0.8 * 0.8), 1e-9);
    ip_potentials_clear(&found);
    ip_uncertainty_free(question.uncertainty);
    ip_corrections_free(constants);
    end(&made);
}

/* Four elements A B C D and a compound ABCD at -8 eV alone: mu(A) + .. + mu(D) = -8, each at most 0, is a tetrahedron whose
 * corners have -8 for one of them; on two elements it is a triangle. */
static void test_outline(void **state) {
    ip_dataset *dataset = read_text("formula,formation_energy_per_atom\nLi,0\nNa,0\nK,0\nF,0\nLiNaKF,-2\n");
    ip_solver *solver;
    ip_memory *memory;
    ip_potentials found;
    ip_outline_row row;
    ip_error error;
    ip_composition composition = read_formula("LiNaKF");
    int corners[4];
    (void)state;
    assert_ok(ip_solver_new(&solver, dataset, &error), &error);
    assert_ok(ip_memory_new(&memory, &error), &error);
    assert_ok(ip_potentials_find(&found, solver, &composition, NULL, &error), &error);
    assert_int_equal(found.count, 4);
    for (int first = 0; first < 4; first++)
        for (int second = 0; second < 4; second++) {
            if (first == second)
                continue;
            /* from the lowest of the first element, and to the left: (-8, 0), (0, -8), (0, 0) */
            assert_int_equal(ip_potentials_outline(corners, &found, first, second), 3);
            const double x[] = {-8.0, 0.0, 0.0}, y[] = {0.0, -8.0, 0.0};
            for (int i = 0; i < 3; i++) {
                assert_ok(ip_outline_row_fill(&row, memory, "text", &found, first, second, i, corners[i], &error), &error);
                assert_int_equal(row.point, i + 1);
                assert_near(row.x, x[i], 1e-12);
                assert_near(row.y, y[i], 1e-12);
                assert_string_equal(row.x_element, ip_element_symbol(found.elements[first]));
                assert_string_equal(row.y_element, ip_element_symbol(found.elements[second]));
            }
        }
    ip_potentials_clear(&found);
    ip_memory_free(memory);
    ip_solver_free(solver);
    ip_solver_end_thread();
    ip_dataset_free(dataset);
}

/* A phase that lies on the line between two others, but for rounding, is at equilibrium with both, in one point. */
static void test_on_a_line(void **state) {
    ip_dataset *dataset = read_text("formula,formation_energy_per_atom\nNa,0\nS,0\nNaS,-1\nNaS2,-0.666666661\n");
    ip_solver *solver;
    ip_potentials found;
    ip_error error;
    ip_composition composition = read_formula("NaS2");
    (void)state;
    assert_ok(ip_solver_new(&solver, dataset, &error), &error);
    assert_ok(ip_potentials_find(&found, solver, &composition, NULL, &error), &error);
    assert_int_equal(found.count, 1);
    assert_near(found.above, 0.0, 0.0);
    assert_near(found.corners[0].potentials[0], -2.0, 1e-6);
    ip_potentials_clear(&found);
    ip_solver_free(solver);
    ip_solver_end_thread();
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_binary),    cmocka_unit_test(test_empty),       cmocka_unit_test(test_fixed),
        cmocka_unit_test(test_refusals),  cmocka_unit_test(test_uncertainty), cmocka_unit_test(test_outline),
        cmocka_unit_test(test_on_a_line),
    };
    return run_unit_tests(tests);
}
