/* Pairs of precursors by hand: energies, what competes, order, by-products, targets above the hull. */
#include "support.h"

#include <interphase/synthesis_row.h>

#include <math.h>
#include <string.h>

/* Per formula unit: Na2S -3.6, NaS -2 and NaCl -4.2 eV; NaS2 at -1.8 lies above NaS + S. */
static const char table[] = "formula,formation_energy_per_atom,uncertainty\nNa,0,0\nS,0,0\nCl,0,0\nNa2S,-1.2,0.1\nNaS,-1,0."
                            "2\nNaS2,-0.6,0.3\nNaCl,-2.1,0.05\n";

typedef struct fixture {
    ip_dataset *dataset;
    ip_solver *solver;
} fixture;

static fixture start(void) {
    fixture made = {read_text(table), NULL};
    ip_error error;
    assert_ok(ip_solver_new(&made.solver, made.dataset, &error), &error);
    return made;
}

static void end(fixture *made) {
    ip_solver_free(made->solver);
    ip_solver_end_thread();
    ip_dataset_free(made->dataset);
}

static ip_status find(ip_synthesis *out, const fixture *made, const char *target, const char *const *from, bool by_products,
                      ip_error *error) {
    ip_composition composition = read_formula(target);
    ip_precursor precursors[8];
    int count = 0;
    for (; from && from[count]; count++) {
        precursors[count].formula = from[count];
        precursors[count].composition = read_formula(from[count]);
    }
    return ip_synthesis_find(out, made->solver, &composition, precursors, count, NULL, by_products, error);
}

static void expect_route(const ip_synthesis *found, int index, const char *a, const char *b, double energy, double competing,
                         double secondary, double share) {
    const ip_synthesis_route *route = &found->routes[index];
    assert_string_equal(found->precursors[route->a].formula, a);
    assert_string_equal(found->precursors[route->b].formula, b);
    assert_near(route->reaction_energy, energy, 1e-9);
    assert_near(route->competing_energy, competing, 1e-9);
    assert_near(route->selectivity, energy - competing, 1e-9);
    assert_near(route->secondary_energy, secondary, 1e-9);
    assert_near(route->share, share, 1e-9);
}

/* NaS from S and Na2S: at 3/4 of Na2S, -1 + 3/4 1.2 eV/atom, and nothing else. From the elements -1 eV/atom, beside Na2S at -1.2;
 * with sodium that is left NaS becomes Na2S, 2/3 of the way to it: -1.2 + 2/3 eV/atom. */
static void test_system(void **state) {
    fixture made = start();
    ip_synthesis found;
    ip_error error;
    (void)state;
    assert_ok(find(&found, &made, "Na2S2", NULL, false, &error), &error);
    assert_int_equal(found.precursor_count, 3);
    assert_int_equal(found.count, 2);
    expect_route(&found, 0, "S", "Na2S", -0.1, 0.0, 0.0, 1.0);
    assert_near(found.routes[0].x, 0.25, 1e-12);
    assert_true(found.routes[0].is_clean);
    assert_int_equal(found.routes[0].competing, -1);
    expect_route(&found, 1, "Na", "S", -1.0, -1.2, -1.2 + 2.0 / 3.0, 1.0);
    assert_false(found.routes[1].is_clean);
    ip_synthesis_clear(&found);
    end(&made);
}

/* Na2S + 2 Cl -> 2 NaCl + S: (-8.4 + 3.6) / 5; of the kinks with NaCl that with most of it. Na2S + Cl -> NaCl + NaS is the other.
 */
static void test_by_products(void **state) {
    fixture made = start();
    ip_synthesis found;
    ip_error error;
    const char *const from[] = {"Na2S", "Cl", "S", NULL};
    (void)state;
    assert_ok(find(&found, &made, "NaCl", from, true, &error), &error);
    assert_int_equal(found.count, 1);
    expect_route(&found, 0, "Na2S", "Cl", -0.96, 0.0, 0.0, 0.8);
    assert_near(found.routes[0].x, 0.6, 1e-9);
    ip_synthesis_clear(&found);
    assert_int_equal(find(&found, &made, "NaCl", from, false, &error), IP_INFEASIBLE);
    assert_contains(error.message, "no pair of 3 precursors reacts to it without leaving something else");
    /* the precursors may be what is not in the table; one that is given again is no other */
    const char *const odd[] = {"Na3S", "S", "Na6S2", NULL}, *const one[] = {"Na3S", "Na6S2", NULL};
    assert_int_equal(find(&found, &made, "NaS", one, true, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "the precursors are all Na3S; expected two or more");
    assert_ok(find(&found, &made, "NaS", odd, true, &error), &error);
    assert_int_equal(found.precursor_count, 2);
    assert_int_equal(found.count, 1);
    assert_null(found.routes[0].line.a.hull.phase);
    ip_synthesis_clear(&found);
    end(&made);
}

/* NaS2 is above the hull: from the elements -0.6 eV/atom, where Na2S is at -1.2; from its neighbours there is nothing to gain. */
static void test_above(void **state) {
    fixture made = start();
    ip_synthesis found;
    ip_synthesis_row row;
    ip_memory *memory;
    ip_error error;
    ip_question question = ip_question_default();
    (void)state;
    assert_ok(ip_memory_new(&memory, &error), &error);
    assert_ok(find(&found, &made, "NaS2", NULL, true, &error), &error);
    assert_int_equal(found.count, 1);
    expect_route(&found, 0, "Na", "S", -0.6, -1.2, -1.2 + 0.6 * 0.5, 1.0); /* the line to Na at 2/3: half way from 1/3 */
    assert_int_equal(found.routes[0].kink, -1);
    assert_ok(ip_synthesis_row_fill(&row, memory, made.dataset, "text", &found, 0, &question, &error), &error);
    assert_string_equal(row.equation, "Na + 2 S -> NaS2");
    assert_string_equal(row.competing_equation, "2 Na + S -> Na2S");
    ip_synthesis_clear(&found);
    ip_memory_free(memory);
    end(&made);
}

/* CaCO3 + TiO2 -> CaTiO3 + CO2: -17 + 12.3 + 9.6 eV, and CO2 leaves against -5 eV or stays as what the table has of it, -4 eV. In
 * air that oxidises, 2 TiO + O2 -> 2 TiO2 at -1 eV for O2 comes to it. */
static void test_gases(void **state) {
    ip_dataset *dataset = read_text(
        "formula,formation_energy_per_atom\nCa,0\nTi,0\nC,0\nO,0\nCaO,-3.3\nTiO2,-3.2\nTiO,-2.6\nCO2,-1.3333333333333333\n"
        "CaCO3,-2.46\nCaTiO3,-3.4\n");
    ip_solver *solver;
    ip_synthesis found;
    ip_synthesis_row row;
    ip_memory *memory;
    ip_error error;
    ip_atmosphere *air;
    ip_reservoir reservoir = IP_RESERVOIR_INIT;
    ip_question question = ip_question_default();
    ip_composition target = read_formula("CaTiO3");
    ip_precursor precursors[] = {{"CaCO3", read_formula("CaCO3")},
                                 {"TiO2", read_formula("TiO2")},
                                 {"TiO", read_formula("TiO")},
                                 {"O2", read_formula("O2")}};
    (void)state;
    assert_ok(ip_memory_new(&memory, &error), &error);
    assert_ok(ip_solver_new(&solver, dataset, &error), &error);
    assert_int_equal(ip_synthesis_find(&found, solver, &target, precursors, 2, NULL, true, &error), IP_INFEASIBLE);
    assert_ok(ip_atmosphere_new(&air, &error), &error);
    assert_ok(ip_atmosphere_release(air, "CO2", -5.0, &error), &error);
    reservoir.atmosphere = air;
    assert_ok(ip_synthesis_find(&found, solver, &target, precursors, 2, &reservoir, false, &error), &error);
    assert_int_equal(found.count, 1);
    assert_near(found.routes[0].reaction_energy, -0.1 / 8.0, 1e-9);
    assert_near(found.routes[0].share, 5.0 / 8.0, 1e-9);
    assert_ok(ip_synthesis_row_fill(&row, memory, dataset, "text", &found, 0, &question, &error), &error);
    assert_string_equal(row.equation, "CaCO3 + TiO2 -> CaTiO3 + CO2(g)");
    ip_synthesis_clear(&found);
    /* with TiO, oxygen comes from the air: -17 - 5 + 12.3 + 5.2 + 0.5, 7 atoms; O2 and what it holds alone do not react */
    assert_ok(ip_atmosphere_add(air, "O2", -1.0, &error), &error);
    assert_ok(ip_synthesis_find(&found, solver, &target, precursors, 4, &reservoir, false, &error), &error);
    int last = found.count - 1;
    bool has_both = false;
    for (int i = 0; i <= last; i++)
        if (found.routes[i].a == 0 && found.routes[i].b == 2) {
            has_both = true;
            assert_near(found.routes[i].reaction_energy, -4.0 / 7.0, 1e-9);
            assert_ok(ip_synthesis_row_fill(&row, memory, dataset, "text", &found, i, &question, &error), &error);
            assert_string_equal(row.equation, "2 CaCO3 + 2 TiO + O2(g) -> 2 CaTiO3 + 2 CO2(g)");
        }
    assert_true(has_both);
    ip_synthesis_clear(&found);
    ip_atmosphere_free(air);
    /* oxygen as an open element */
    reservoir.atmosphere = NULL;
    assert_ok(ip_reservoir_open(&reservoir, 8, -0.5, &error), &error);
    ip_precursor oxides[] = {{"CaO", read_formula("CaO")}, {"TiO", read_formula("TiO")}, {"O", read_formula("O")}};
    assert_ok(ip_synthesis_find(&found, solver, &target, oxides, 3, &reservoir, false, &error), &error);
    assert_int_equal(found.count, 1);
    assert_near(found.routes[0].reaction_energy, (-17.0 + 6.6 + 5.2 + 0.5) / 4.0, 1e-9);
    ip_synthesis_clear(&found);
    ip_memory_free(memory);
    ip_solver_free(solver);
    ip_solver_end_thread();
    ip_dataset_free(dataset);
}

static void test_rows(void **state) {
    fixture made = start();
    ip_corrections *constants;
    ip_synthesis found;
    ip_synthesis_row row;
    ip_memory *memory;
    ip_error error;
    ip_question question = ip_question_default();
    (void)state;
    assert_ok(ip_memory_new(&memory, &error), &error);
    assert_ok(ip_corrections_new(&constants, &error), &error);
    assert_ok(ip_uncertainty_new(&question.uncertainty, constants, made.dataset, &error), &error);
    assert_ok(find(&found, &made, "NaS", NULL, false, &error), &error);
    assert_ok(ip_synthesis_row_fill(&row, memory, made.dataset, "text", &found, 0, &question, &error), &error);
    assert_string_equal(row.target, "text");
    assert_int_equal(row.rank, 1);
    assert_string_equal(row.a, "S");
    assert_string_equal(row.equation, "S + Na2S -> 2 NaS");
    assert_int_equal(row.competing_products.count, -1);
    assert_null(row.competing_equation);
    assert_int_equal(row.clean, IP_FLAG_YES);
    /* per atom: 0.2 of NaS, and 3/4 of 0.1 of Na2S */
    assert_near(row.reaction_energy_uncertainty, sqrt(0.2 * 0.2 + 0.075 * 0.075), 1e-9);
    assert_near(row.selectivity_uncertainty, row.reaction_energy_uncertainty, 0.0);
    assert_true(isnan(row.competing_energy_uncertainty));
    assert_near(row.reaction_energy_kJ_mol, -0.1 * 2.0 * 96.48533212,
                1e-6); /* a mole of S and Na2S holds 2 atoms a formula unit */
    assert_ok(ip_synthesis_row_fill(&row, memory, made.dataset, "text", &found, 1, &question, &error), &error);
    assert_near(row.reaction_energy_uncertainty, 0.2, 1e-9);
    assert_near(row.competing_energy_uncertainty, 0.1, 1e-9);
    assert_near(row.selectivity_uncertainty, sqrt(0.2 * 0.2 + 0.1 * 0.1), 1e-9);
    assert_near(row.competing_x, 2.0 / 3.0, 1e-9);
    assert_int_equal(row.competing_products.count, 1);
    ip_synthesis_clear(&found);
    ip_uncertainty_free(question.uncertainty);
    ip_corrections_free(constants);
    ip_memory_free(memory);
    end(&made);
}

static void test_refusals(void **state) {
    fixture made = start();
    ip_synthesis found;
    ip_error error;
    const char *const itself[] = {"Na", "NaS", NULL}, *const other[] = {"Na", "K", NULL}, *const unknown[] = {"NaK", "S", NULL};
    (void)state;
    assert_int_equal(find(&found, &made, "Na", NULL, false, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "is an element");
    assert_int_equal(find(&found, &made, "Na5S", NULL, false, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "no phase of this composition");
    assert_int_equal(find(&found, &made, "Na2S2", itself, false, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "the precursor NaS is the target itself");
    assert_int_equal(find(&found, &made, "NaK", NULL, false, &error), IP_MISSING_ELEMENT);
    assert_int_equal(find(&found, &made, "NaS", unknown, true, &error), IP_MISSING_ELEMENT);
    assert_int_equal(find(&found, &made, "NaS", other, true, &error), IP_INFEASIBLE); /* no sulfur */
    end(&made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_system), cmocka_unit_test(test_by_products), cmocka_unit_test(test_above),
        cmocka_unit_test(test_gases),  cmocka_unit_test(test_rows),        cmocka_unit_test(test_refusals),
    };
    return run_unit_tests(tests);
}
