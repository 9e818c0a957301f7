/* Interfaces worked out by hand, and pairs that have none. */
#include "support.h"

#include <interphase/interface.h>

#include <math.h>

static ip_solver *new_solver(const ip_dataset *dataset) {
    ip_solver *solver;
    assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
    return solver;
}

static ip_interface find_formulas(ip_solver *solver, const char *formula_a, const char *formula_b) {
    ip_composition a = read_formula(formula_a), b = read_formula(formula_b);
    ip_interface interface;
    ip_error error;
    assert_ok(ip_interface_find(&interface, solver, &a, &b, NULL, &error), &error);
    return interface;
}

static ip_reservoir sodium_at(double voltage) {
    ip_reservoir reservoir = {0};
    ip_error error;
    assert_ok(ip_reservoir_open_metal(&reservoir, ip_element_find("Na", 2), 0, voltage, &error), &error);
    return reservoir;
}

/* Na2S + 2 KF -> 2 NaF + K2S: from -3.6 - 11.2 to -11.8 - 3.6 eV, on seven atoms; K3S lies 0.3 eV/atom above the hull. */
static const char *const exchange =
    "formula,e_form\nNa,0\nK,0\nS,0\nF,0\nNa2S,-1.2\nKF,-2.8\nNaF,-2.95\nK2S,-1.2\nK3S,-0.6\n";

static void test_exchange_of_ions(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(exchange);
    ip_solver *solver = new_solver(dataset);
    ip_interface interface = find_formulas(solver, "Na2S", "KF");
    assert_int_equal(interface.kink_count, 3);
    assert_int_equal(interface.minimum, 1);
    assert_int_equal(interface.metal_excess, -1);
    assert_true(interface.reacts);
    const ip_kink *kink = &interface.kinks[1];
    assert_near(kink->x, 3.0 / 7.0, 1e-12);
    assert_near(kink->x_molar, 1.0 / 3.0, 1e-12);
    assert_near(kink->atoms, 7.0 / 3.0, 1e-12);
    assert_near(kink->reaction_energy, -0.6 / 7.0, 1e-12);
    assert_near(kink->mutual_reaction_energy, -0.6 / 7.0, 1e-12);
    assert_int_equal(kink->products.product_count, 2);
    assert_string_equal(kink->products.products[0].phase->formula, "NaF");
    assert_near(kink->products.products[0].amount, 2.0 / 3.0, 1e-12);
    assert_string_equal(kink->products.products[1].phase->formula, "K2S");
    assert_near(kink->products.products[1].amount, 1.0 / 3.0, 1e-12);
    ip_interface_clear(&interface);
    ip_interface_clear(&interface);
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

/* Above the hull a reactant falls apart by itself: the total energy holds that at the ends, the mutual one does not. */
static void test_reactants_above_the_hull(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(exchange);
    ip_solver *solver = new_solver(dataset);
    ip_interface interface = find_formulas(solver, "K3S", "NaF");
    double above = 0.9 - 0.6; /* 3/4 of -1.2 eV/atom on the hull, as K2S + K */
    assert_near(interface.a.hull.energy_above_hull, above, 1e-12);
    assert_false(interface.a.hull.stable);
    assert_near(interface.a.energy, -0.6, 1e-12);
    assert_near(interface.a.hull_energy, -0.9, 1e-12);
    assert_false(interface.reacts); /* K + NaF -> KF + Na goes uphill */
    for (int i = 0; i < interface.kink_count; i++)
        assert_near(interface.kinks[i].reaction_energy,
                    interface.kinks[i].mutual_reaction_energy - above * interface.kinks[i].x, 1e-12);
    assert_int_equal(interface.minimum, 0);
    ip_interface_clear(&interface);
    /* Not in the table at all: taken at the hull. */
    interface = find_formulas(solver, "Na2.5S", "KF");
    assert_null(interface.a.hull.phase);
    assert_near(interface.a.energy, interface.a.hull_energy, 1e-12);
    assert_near(interface.kinks[interface.kink_count - 1].reaction_energy, 0.0, 1e-12);
    assert_true(interface.reacts);
    ip_interface_clear(&interface);
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

/* One material against itself, however its formula is written. */
static void test_same_on_both_sides(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        double x_molar; /* where x is a half */
    } pairs[] = {{"Na2S", "Na2S", 0.5}, {"Na2S", "Na4S2", 2.0 / 3.0}, {"Na0.2S0.1", "Na2S", 10.0 / 11.0}, {"K3S", "SK3", 0.5},
                 {"K2.5S", "K5S2", 2.0 / 3.0}, {"Na", "Na", 0.5}};
    ip_dataset *dataset = read_text(exchange);
    ip_solver *solver = new_solver(dataset);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        ip_interface interface = find_formulas(solver, pairs[i].a, pairs[i].b);
        double moles_a = 0.5 / interface.a.atoms, moles_b = 0.5 / interface.b.atoms;
        assert_near(moles_a / (moles_a + moles_b), pairs[i].x_molar, 1e-12);
        assert_int_equal(interface.kink_count, 2);
        assert_false(interface.reacts);
        assert_int_equal(interface.minimum, 0);
        assert_int_equal(interface.metal_excess, -1);
        for (int end = 0; end < 2; end++) {
            assert_near(interface.kinks[end].x, end, 0.0);
            assert_near(interface.kinks[end].mutual_reaction_energy, 0.0, 1e-12);
            assert_near(interface.kinks[end].reaction_energy, interface.a.hull_energy - interface.a.energy, 1e-12);
        }
        ip_interface_clear(&interface);
    }
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

/* What an excess of an element leads to: Na2S beside sodium, NaS beside sulfur. Between two elements B is the one that
 * is there in excess. */
static void test_excess_of_an_element(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        int metal_excess; /* -1: no reaction */
        double x;         /* of that kink */
        const char *product;
    } pairs[] = {
        {"S", "Na", 1, 1.0 / 3.0, "Na2S"}, {"Na", "S", 1, 0.5, "NaS"},     {"NaS", "Na", 1, 2.0 / 3.0, "Na2S"},
        {"Na", "NaS", 1, 1.0 / 3.0, "Na2S"}, {"Na2S", "S", 1, 0.75, "NaS"}, {"S", "Na2S", 1, 0.25, "NaS"},
        {"Na2S", "Na", -1, 0.0, ""},       {"Na2S", "NaS", -1, 0.0, ""},
    };
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nNa2S,-1.2\nNaS,-1.0\n");
    ip_solver *solver = new_solver(dataset);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        ip_interface interface = find_formulas(solver, pairs[i].a, pairs[i].b);
        assert_int_equal(interface.metal_excess, pairs[i].metal_excess);
        assert_int_equal(interface.reacts, pairs[i].metal_excess >= 0);
        if (interface.reacts) {
            const ip_kink *kink = &interface.kinks[interface.metal_excess];
            assert_near(kink->x, pairs[i].x, 1e-12);
            assert_int_equal(kink->products.product_count, 1);
            assert_string_equal(kink->products.products[0].phase->formula, pairs[i].product);
        }
        ip_interface_clear(&interface);
    }
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

static void test_errors(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(exchange);
    ip_solver *solver = new_solver(dataset);
    static const struct {
        const char *a, *b;
        double voltage; /* NaN: closed */
        ip_status status;
        const char *part;
    } questions[] = {
        {"Na", "Na", 1.0, IP_RESERVOIR, "open elements"}, {"Na", "Na3", 0.0, IP_RESERVOIR, "open elements"},
        {"Na2S", "O", NAN, IP_MISSING_ELEMENT, "O"},      {"Fe", "Na2S", 1.0, IP_MISSING_ELEMENT, "Fe"},
    };
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        ip_composition a = read_formula(questions[i].a), b = read_formula(questions[i].b);
        ip_reservoir reservoir = {0};
        ip_interface interface;
        ip_error error;
        if (!isnan(questions[i].voltage))
            reservoir = sodium_at(questions[i].voltage);
        assert_int_equal(ip_interface_find(&interface, solver, &a, &b, &reservoir, &error), questions[i].status);
        assert_contains(error.message, questions[i].part);
        ip_interface_clear(&interface); /* empty after a failure, too */
    }
    /* Open to two elements that would form a salt without end. */
    ip_composition a = read_formula("Na2S"), b = read_formula("KF");
    ip_reservoir reservoir = sodium_at(0.0);
    ip_interface interface;
    ip_error error;
    assert_ok(ip_reservoir_open(&reservoir, ip_element_find("F", 1), -1.0, &error), &error);
    assert_int_equal(ip_interface_find(&interface, solver, &a, &b, &reservoir, &error), IP_UNBOUNDED);
    assert_contains(error.message, "NaF");
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exchange_of_ions),
        cmocka_unit_test(test_reactants_above_the_hull),
        cmocka_unit_test(test_same_on_both_sides),
        cmocka_unit_test(test_excess_of_an_element),
        cmocka_unit_test(test_errors),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
