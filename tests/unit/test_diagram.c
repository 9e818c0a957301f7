/* Diagrams: the order of their elements, places as fractions of atoms, tie lines by Euler's formula. */
#include "support.h"

#include <interphase/diagram.h>

#include <math.h>
#include <string.h>

static ip_element_set elements_of(const char *formula) {
    ip_composition composition = read_formula(formula);
    return ip_composition_elements(&composition);
}

static const char *system_of(ip_memory *memory, const char *formula) {
    ip_composition composition = read_formula(formula);
    ip_diagram_subject_row row;
    ip_hull_row hull;
    ip_error error;
    ip_row_blank(&ip_hull_result, &hull);
    assert_ok(ip_diagram_subject_row_fill(&row, memory, formula, &composition, &hull, &error), &error);
    return row.system;
}

/* Cations come first, and the most electronegative anion last. */
static void test_order(void **state) {
    (void)state;
    ip_memory *memory;
    assert_ok(ip_memory_new(&memory, NULL), NULL);
    assert_string_equal(system_of(memory, "Na3PS4"), "Na-P-S");
    assert_string_equal(system_of(memory, "NaAlO2"), "Na-Al-O");
    assert_string_equal(system_of(memory, "O2Na"), "Na-O");
    assert_string_equal(system_of(memory, "Li3OCl"), "Li-Cl-O");
    assert_string_equal(system_of(memory, "FNaS"), "Na-S-F");
    ip_memory_free(memory);
}

static void test_places(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nP,0\nNa2S,-1.3\nNa3PS4,-1.2\nNaS9,-0.05\nCl,0\n");
    ip_composition composition = read_formula("Na3PS4");
    ip_solver *solver;
    ip_memory *memory;
    ip_diagram diagram;
    ip_error error;
    assert_ok(ip_solver_new(&solver, dataset, &error), &error);
    assert_ok(ip_memory_new(&memory, &error), &error);
    assert_ok(ip_diagram_find(&diagram, memory, solver, ip_composition_elements(&composition), 0.2, &error), &error);
    assert_int_equal(diagram.count, 6);
    /* Of five stable phases, four are on the sides: 3 * 5 - 3 - 4 tie lines. */
    assert_int_equal(diagram.tie_count, 8);
    int stable = 0;
    for (long i = 0; i < diagram.count; i++) {
        const ip_diagram_row *row = &diagram.rows[i];
        assert_string_equal(row->system, "Na-P-S");
        stable += row->stable == IP_FLAG_YES;
        if (strcmp(row->formula, "Na3PS4") == 0) {
            assert_near(row->x, 0.125, 1e-12);
            assert_near(row->y, 0.5, 1e-12);
        }
        /* 0.1 of Na are 0.15 of Na2S, 0.15 * -1.3 eV/atom. */
        if (strcmp(row->formula, "NaS9") == 0)
            assert_near(row->energy_above_hull, 0.195 - 0.05, 1e-9);
    }
    assert_int_equal(stable, 5);
    ip_solver_free(solver);
    ip_memory_free(memory);
    ip_dataset_free(dataset);
}

static void test_refused(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nP,0\nCl,0\n");
    ip_solver *solver;
    ip_memory *memory;
    ip_diagram diagram;
    ip_error error;
    assert_ok(ip_solver_new(&solver, dataset, &error), &error);
    assert_ok(ip_memory_new(&memory, &error), &error);
    assert_int_equal(ip_diagram_find(&diagram, memory, solver, elements_of("Na"), 0.2, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "not of 1");
    assert_int_equal(ip_diagram_find(&diagram, memory, solver, elements_of("NaPSCl"), 0.2, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "not of 4");
    assert_int_equal(ip_diagram_find(&diagram, memory, solver, elements_of("NaPS"), -1.0, &error), IP_BAD_ARGUMENT);
    ip_solver_free(solver);
    ip_memory_free(memory);
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_refused),
    };
    return run_unit_tests(tests);
}
