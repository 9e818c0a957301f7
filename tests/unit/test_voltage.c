/* Average voltages: metal, host, hull along the content, charge and uncertainty by hand. */
#include "support.h"

#include <interphase/voltage_row.h>

#include <math.h>
#include <string.h>

/* Energies per atom of the made-up hosts TO (2 atoms) and Na_x(TO): E(TO) = -2.0, E(Na0.5TO) = -3.5, E(NaTO) = -4.5 eV per TO,
 * so that 0 .. 0.5 has 3 V and 0.5 .. 1 has 2 V; Na0.25TO at -2.7 lies 0.05 eV per TO above the line (-2.75). */
static const char table[] = "formula,formation_energy_per_atom\nNa,0\nTi,0\nO,0\nS,0\nMg,0\nTiO,-1.0\nNaTi2O2,-1.4\nNaTiO,-1.5\n"
                            "NaTi4O4,-1.2\nMgTiO,-1.6\nNaTiS,-1.0\n";

typedef struct fixture {
    ip_dataset *dataset;
    ip_solver *solver;
} fixture;

static fixture start(const char *text) {
    fixture made = {read_text(text), NULL};
    ip_error error;
    assert_ok(ip_solver_new(&made.solver, made.dataset, &error), &error);
    return made;
}

static void end(fixture *made) {
    ip_solver_free(made->solver);
    ip_solver_end_thread();
    ip_dataset_free(made->dataset);
}

static ip_status find(ip_voltage *out, fixture *made, const char *const *formulas, int count, const char *metal, int charge,
                      ip_error *error) {
    ip_composition compositions[8];
    for (int i = 0; i < count; i++)
        compositions[i] = read_formula(formulas[i]);
    return ip_voltage_find(out, made->solver, compositions, count, metal ? ip_element_find(metal, strlen(metal)) : 0, charge,
                           error);
}

static void test_pair(void **state) {
    fixture made = start(table);
    const char *const formulas[] = {"Ti2O2", "NaTiO"};
    ip_voltage found;
    ip_voltage_row row;
    ip_error error;
    ip_question question = ip_question_default();
    (void)state;
    assert_ok(find(&found, &made, formulas, 2, NULL, 0, &error), &error);
    assert_int_equal(found.metal, 11);
    assert_int_equal(found.charge, 1);
    assert_near(ip_voltage_between(&found, 0, 1), 2.5, 1e-12); /* (4.5 - 2) eV for one Na */
    assert_int_equal(ip_voltage_row_count(&found), 1);
    assert_ok(ip_voltage_row_fill(&row, formulas, &found, 0, &question, &error), &error);
    assert_string_equal(row.a, "Ti2O2");
    assert_string_equal(row.kind, "mean");
    assert_near(row.exchanged, 2.0, 1e-12);
    assert_near(row.voltage, 2.5, 1e-12);
    /* 26801.4814 mAh/mol; TiO 47.867 + 15.999, NaTiO 22.98976928 more */
    assert_near(row.capacity, 26801.4814 / 63.866, 1e-3);
    assert_near(row.capacity_b, 26801.4814 / 86.85576928, 1e-3);
    assert_near(row.specific_energy, 2.5 * 26801.4814 / 63.866, 1e-2);
    assert_near(row.a_content, 0.0, 0.0);
    assert_near(row.b_content, 2.0, 1e-12);
    assert_true(isnan(row.voltage_uncertainty));
    ip_voltage_clear(&found);
    /* the other way round: given off, at the same voltage */
    const char *const back[] = {"NaTiO", "Ti2O2"};
    assert_ok(find(&found, &made, back, 2, "Na", 0, &error), &error);
    assert_ok(ip_voltage_row_fill(&row, back, &found, 0, &question, &error), &error);
    assert_string_equal(row.a, "NaTiO");
    assert_near(row.exchanged, -1.0, 1e-12);
    assert_near(row.voltage, 2.5, 1e-12);
    ip_voltage_clear(&found);
    /* charge 2: half the voltage for the same energy; MgTiO: 4.8 - 2 eV for two charges */
    const char *const divalent[] = {"TiO", "MgTiO"};
    assert_ok(find(&found, &made, divalent, 2, NULL, 0, &error), &error);
    assert_int_equal(found.charge, 2);
    assert_near(ip_voltage_between(&found, 0, 1), 1.4, 1e-12);
    ip_voltage_clear(&found);
    end(&made);
}

static void test_series(void **state) {
    fixture made = start(table);
    const char *const formulas[] = {"NaTiO", "TiO", "NaTi4O4", "Na0.5TiO", "Na0.75TiO"};
    ip_voltage found;
    ip_voltage_row row;
    ip_error error;
    ip_question question = ip_question_default();
    (void)state;
    assert_ok(find(&found, &made, formulas, 5, NULL, 0, &error), &error);
    /* Na0.75TiO has no row, and so no energy of its own. */
    assert_int_equal(ip_voltage_row_count(&found), 5);
    const char *const kinds[] = {"step", "step", "above", "absent", "mean"}, *const a[] = {"TiO", "Na0.5TiO", "NaTi4O4",
                                                                                           "Na0.75TiO", "TiO"};
    const double volts[] = {3.0, 2.0, NAN, NAN, 2.5};
    for (int i = 0; i < 5; i++) {
        assert_ok(ip_voltage_row_fill(&row, formulas, &found, i, &question, &error), &error);
        assert_string_equal(row.kind, kinds[i]);
        assert_string_equal(row.a, a[i]);
        if (isnan(volts[i]))
            assert_null(row.b);
        else
            assert_near(row.voltage, volts[i], 1e-12);
        assert_int_equal(row.a_in_dataset, ip_flag_of(i != 3));
    }
    assert_ok(ip_voltage_row_fill(&row, formulas, &found, 2, &question, &error), &error);
    assert_near(row.above_line, 0.05 / 2.25, 1e-12); /* per atom: 2 of TiO and 0.25 Na */
    assert_near(row.a_content, 0.25, 1e-12);
    assert_ok(ip_voltage_row_fill(&row, formulas, &found, 3, &question, &error), &error);
    assert_true(isnan(row.above_line));
    assert_near(row.a_content, 0.75, 1e-12);
    ip_voltage_clear(&found);
    /* at an end it is taken as what it falls apart into: Na0.5TiO and NaTiO, -4 eV; and then there are no others between */
    const char *const at_end[] = {"TiO", "Na0.75TiO", "NaTi4O4"};
    assert_ok(find(&found, &made, at_end, 3, NULL, 0, &error), &error);
    assert_int_equal(ip_voltage_row_count(&found), 3);
    assert_ok(ip_voltage_row_fill(&row, at_end, &found, 1, &question, &error), &error);
    assert_near(row.voltage, (4.0 - 2.7) / 0.5, 1e-9);
    assert_int_equal(row.b_in_dataset, IP_FLAG_NO);
    ip_voltage_clear(&found);
    end(&made);
}

/* Two of the table's own errors: those of the two compounds, by the charge. */
static void test_uncertainty(void **state) {
    fixture made = start(
        "formula,formation_energy_per_atom,uncertainty\nNa,0,0\nTi,0,0\nO,0,0\nTiO,-1.0,0.3\nNaTi2O2,-1.4,0.2\nNaTiO,-1.5,0.4\n");
    ip_corrections *constants;
    ip_error error;
    ip_question question = ip_question_default();
    (void)state;
    assert_ok(ip_corrections_new(&constants, &error), &error);
    assert_ok(ip_uncertainty_new(&question.uncertainty, constants, made.dataset, &error), &error);
    const char *const formulas[] = {"TiO", "NaTiO"};
    ip_voltage found;
    ip_voltage_row row;
    assert_ok(find(&found, &made, formulas, 2, NULL, 0, &error), &error);
    assert_ok(ip_voltage_row_fill(&row, formulas, &found, 0, &question, &error), &error);
    assert_near(row.voltage_uncertainty, sqrt(0.6 * 0.6 + 1.2 * 1.2), 1e-9); /* 2 atoms of 0.3, 3 of 0.4 */
    assert_near(row.specific_energy_uncertainty, row.voltage_uncertainty * row.capacity, 1e-9);
    ip_voltage_clear(&found);
    ip_uncertainty_free(question.uncertainty);
    ip_corrections_free(constants);
    end(&made);
}

static void refuse(fixture *made, const char *a, const char *b, const char *metal, int charge, ip_status status,
                   const char *words) {
    const char *const formulas[] = {a, b};
    ip_voltage found;
    ip_error error;
    assert_int_equal(find(&found, made, formulas, 2, metal, charge, &error), status);
    assert_contains(error.message, words);
}

static void test_refusals(void **state) {
    fixture made = start(table);
    ip_voltage found;
    ip_error error;
    ip_composition one = read_formula("TiO");
    (void)state;
    refuse(&made, "TiO", "NaTiO2", NULL, 0, IP_BAD_ARGUMENT,
           "not in Na alone but in O: 1 in the first and 2 in the other for 1 Ti");
    refuse(&made, "Ti2O2S", "NaTiO", "Na", 0, IP_BAD_ARGUMENT, "but in S: 1 in the first and 0 in the other for 2 Ti");
    refuse(&made, "TiO", "NaTiOS", NULL, 0, IP_BAD_ARGUMENT, "but in S: 0 in the first and 1 in the other");
    refuse(&made, "TiO", "NaTiO", "Mg", 0, IP_BAD_ARGUMENT, "not in Mg alone but in Na");
    refuse(&made, "TiO", "Ti2O2", NULL, 0, IP_BAD_ARGUMENT,
           "compositions 1 and 2 are the same; expected different contents of a metal");
    refuse(&made, "NaTiO", "Na2Ti2O2", "Na", 0, IP_BAD_ARGUMENT, "expected different contents of Na");
    refuse(&made, "TiO", "TiO2", NULL, 0, IP_BAD_ARGUMENT, "O, by which the compositions differ, has no ionic charge");
    refuse(&made, "TiO", "NaTiO", "Na", 9, IP_BAD_ARGUMENT, "has no ionic charge");
    refuse(&made, "Na", "S", "Na", 0, IP_BAD_ARGUMENT, "no host in common");
    refuse(&made, "TiO", "KTiO", NULL, 0, IP_MISSING_ELEMENT, "K");
    assert_int_equal(ip_voltage_find(&found, made.solver, &one, 1, 0, 0, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_voltage_find(&found, made.solver, &one, 2, 200, 0, &error), IP_BAD_ARGUMENT);
    end(&made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pair),
        cmocka_unit_test(test_series),
        cmocka_unit_test(test_uncertainty),
        cmocka_unit_test(test_refusals),
    };
    return run_unit_tests(tests);
}
