/* Outlines of regions: corners and edges by hand, axes, and other scales of potentials. */
#include "support.h"

#include <interphase/region.h>

#include <math.h>
#include <string.h>

static const char table[] = "formula,e_form\nNa,0\nS,0\nCl,0\nO,0\nNa2S,-1.3\nNaCl,-2.1\nNa3SCl,-1.75\n";

typedef struct asked {
    ip_dataset *dataset;
    ip_solver *solver;
    ip_memory *memory;
    ip_composition composition;
    ip_potentials potentials;
} asked;

static void ask(asked *out, const char *formula, const ip_reservoir *fixed) {
    ip_error error;
    out->dataset = read_text(table);
    out->composition = read_formula(formula);
    assert_ok(ip_solver_new(&out->solver, out->dataset, &error), &error);
    assert_ok(ip_memory_new(&out->memory, &error), &error);
    assert_ok(ip_potentials_find(&out->potentials, out->solver, &out->composition, fixed, &error), &error);
}

static void forget(asked *of) {
    ip_potentials_clear(&of->potentials);
    ip_solver_free(of->solver);
    ip_memory_free(of->memory);
    ip_dataset_free(of->dataset);
}

/* With N, S and C for the potentials: 3 N + S + C = -8.75, 2 N + S <= -3.9, N + C <= -4.2, none above 0. By N and C that is
 * -4.85 <= N + C <= -4.2, 3 N + C >= -8.75 (S), N <= 0. */
static void test_edges(void **state) {
    (void)state;
    asked of;
    ip_region_row *rows;
    ip_error error;
    long count;
    int first, second;
    ask(&of, "Na3SCl", NULL);
    assert_true(ip_region_axes(&first, &second, &of.potentials, &of.composition));
    assert_ok(ip_region_find(&rows, &count, of.memory, "asked", &of.potentials, first, second, &error), &error);
    static const struct { double x, y; const char *phases; } expected[] = {
        {-2.275, -1.925, "S"}, {-1.95, -2.9, "Na2S"}, {0.0, -4.85, "Na"}, {0.0, -4.2, "NaCl"}};
    assert_int_equal(count, 4);
    for (int i = 0; i < 4; i++) {
        assert_string_equal(rows[i].formula, "asked");
        assert_string_equal(rows[i].x_element, "Na");
        assert_string_equal(rows[i].y_element, "Cl");
        assert_int_equal(rows[i].edge, i + 1);
        assert_near(rows[i].x, expected[i].x, 1e-6);
        assert_near(rows[i].y, expected[i].y, 1e-6);
        assert_near(rows[i].x_end, expected[(i + 1) % 4].x, 1e-6);
        assert_near(rows[i].y_end, expected[(i + 1) % 4].y, 1e-6);
        assert_string_equal(rows[i].phases, expected[i].phases);
        assert_int_equal(rows[i].projected, IP_FLAG_NO);
    }
    forget(&of);
}

/* NaCl, with N + C = -4.2, is a line from Na to Cl. */
static void test_line(void **state) {
    (void)state;
    asked of;
    ip_region_row *rows;
    ip_error error;
    long count;
    int first, second;
    ask(&of, "NaCl", NULL);
    assert_true(ip_region_axes(&first, &second, &of.potentials, &of.composition));
    assert_ok(ip_region_find(&rows, &count, of.memory, "NaCl", &of.potentials, first, second, &error), &error);
    assert_int_equal(count, 2);
    assert_near(rows[0].x, -4.2, 1e-6);
    assert_near(rows[0].y_end, -4.2, 1e-6);
    assert_string_equal(rows[0].phases, "Cl");
    assert_string_equal(rows[1].phases, "Na");
    forget(&of);
    ask(&of, "Na", NULL);
    assert_false(ip_region_axes(&first, &second, &of.potentials, &of.composition));
    forget(&of);
}

/* Elements that are fixed are looked at where nothing else is left. */
static void test_fixed(void **state) {
    (void)state;
    asked of;
    ip_region_row *rows;
    ip_error error;
    long count;
    int first, second;
    ip_reservoir fixed = IP_RESERVOIR_INIT;
    assert_ok(ip_reservoir_open(&fixed, 11, -1.0, &error), &error);
    ask(&of, "Na3SCl", &fixed);
    assert_true(ip_region_axes(&first, &second, &of.potentials, &of.composition));
    assert_ok(ip_region_find(&rows, &count, of.memory, "Na3SCl", &of.potentials, first, second, &error), &error);
    assert_string_equal(rows[0].x_element, "S");
    assert_string_equal(rows[0].y_element, "Cl");
    /* N = -1: C from -3.85 to -3.2. */
    assert_int_equal(count, 2);
    assert_near(fmin(rows[0].y, rows[1].y), -3.85, 1e-6);
    assert_near(fmax(rows[0].y, rows[1].y), -3.2, 1e-6);
    forget(&of);
    assert_ok(ip_reservoir_open(&fixed, 17, -3.5, &error), &error);
    ask(&of, "Na3SCl", &fixed);
    assert_true(ip_region_axes(&first, &second, &of.potentials, &of.composition));
    assert_ok(ip_region_find(&rows, &count, of.memory, "Na3SCl", &of.potentials, first, second, &error), &error);
    assert_int_equal(count, 1);
    assert_near(rows[0].x, -1.0, 1e-6);
    assert_near(rows[0].y, -3.5, 1e-6);
    assert_null(rows[0].phases);
    forget(&of);
    /* Where it is nowhere, there are no edges. */
    ip_reservoir rich = IP_RESERVOIR_INIT;
    assert_ok(ip_reservoir_open(&rich, 17, -0.5, &error), &error);
    ask(&of, "Na3SCl", &rich);
    assert_ok(ip_region_find(&rows, &count, of.memory, "Na3SCl", &of.potentials, 0, 1, &error), &error);
    assert_int_equal(count, 0);
    forget(&of);
}

static void test_scales(void **state) {
    (void)state;
    ip_region_scale_row row;
    assert_true(ip_region_scale_row_fill(&row, 11, 0, 0.0));
    assert_string_equal(row.quantity, "voltage");
    assert_near(row.factor, -1.0, 1e-12);
    assert_true(ip_region_scale_row_fill(&row, 12, 0, 1000.0));
    assert_near(row.factor, -0.5, 1e-12);
    assert_true(ip_region_scale_row_fill(&row, 26, 2, 0.0));
    assert_near(row.factor, -0.5, 1e-12);
    /* 2 / (8.617333262e-5 eV/K 1000 K ln 10) */
    assert_true(ip_region_scale_row_fill(&row, 8, 0, 1000.0));
    assert_string_equal(row.quantity, "oxygen pressure");
    assert_near(row.factor, 10.0795, 1e-3);
    assert_near(row.temperature, 1000.0, 0.0);
    assert_false(ip_region_scale_row_fill(&row, 8, 0, 0.0));
    assert_false(ip_region_scale_row_fill(&row, 17, 0, 1000.0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_line),
        cmocka_unit_test(test_fixed),
        cmocka_unit_test(test_scales),
    };
    return run_unit_tests(tests);
}
