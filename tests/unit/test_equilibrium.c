/* Equilibria, closed and open, against enumeration of every possible set of products. */
#include "support.h"

#include "engine/lp.h"

#include <interphase/equilibrium.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const symbols[] = {"Na", "S", "P", "Cl", "O"};

static ip_solver *new_solver(const ip_dataset *dataset) {
    ip_solver *solver;
    assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
    return solver;
}

/* Products balance what is closed, uptakes balance what is open, and the energies belong to the products. */
static void check_books(const ip_equilibrium *found, const ip_composition *composition, const ip_reservoir *reservoir) {
    double energy = 0.0, atoms = ip_composition_atoms(composition), moved[IP_ELEMENT_COUNT + 1] = {0};
    for (int i = 0; i < found->product_count; i++) {
        const ip_phase *phase = found->products[i].phase;
        assert_true(found->products[i].amount > 0.0);
        energy += found->products[i].amount * phase->atoms * phase->formation_energy;
        for (int e = 0; e < phase->element_count; e++)
            moved[phase->elements[e]] += found->products[i].amount * phase->amounts[e];
    }
    assert_near(found->formation_energy, energy, 1e-9 * atoms);
    for (int i = 0; reservoir && i < reservoir->count; i++)
        energy -= reservoir->chemical_potential[i] * moved[reservoir->element[i]];
    assert_near(found->energy, energy, 1e-8 * atoms);
    assert_int_equal(found->open_count, reservoir ? reservoir->count : 0);
    for (int element = 1; element <= IP_ELEMENT_COUNT; element++)
        assert_near(moved[element], ip_composition_amount(composition, element) + ip_equilibrium_uptake(found, element),
                    2e-9 * atoms);
}

static double product_amount(const ip_equilibrium *found, const char *formula) {
    for (int i = 0; i < found->product_count; i++)
        if (strcmp(found->products[i].phase->formula, formula) == 0)
            return found->products[i].amount;
    return 0.0;
}

/* Na-S with Na2S (-1.2) and NaS (-1.0 eV/atom) stable and NaS2 (-0.5) above the line from NaS to S (-0.67). */
static const char *const sulfides = "formula,e_form\nNa,0\nS8,0\nNa2S,-1.2\nNaS,-1.0\nNaS2,-0.5\n";

static void test_closed_by_hand(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(sulfides);
    ip_solver *solver = new_solver(dataset);
    ip_equilibrium found;
    ip_error error;
    ip_composition composition = read_formula("Na3S2"); /* Na2S + NaS */
    assert_ok(ip_equilibrium_find(&found, solver, &composition, NULL, NULL, &error), &error);
    assert_int_equal(found.product_count, 2);
    assert_near(product_amount(&found, "Na2S"), 1.0, 1e-12);
    assert_near(product_amount(&found, "NaS"), 1.0, 1e-12);
    assert_near(found.energy, 3 * -1.2 + 2 * -1.0, 1e-12);
    assert_near(ip_equilibrium_uptake(&found, 11), 0.0, 0.0);
    ip_equilibrium_clear(&found);
    ip_equilibrium_clear(&found);
    composition = read_formula("Na2S4"); /* 2 NaS + 1/4 S8 */
    assert_ok(ip_equilibrium_find(&found, solver, &composition, NULL, NULL, &error), &error);
    assert_near(product_amount(&found, "NaS"), 2.0, 1e-12);
    assert_near(product_amount(&found, "S8"), 0.25, 1e-12);
    ip_equilibrium_clear(&found);
    composition = read_formula("S"); /* an element is its own equilibrium */
    assert_ok(ip_equilibrium_find(&found, solver, &composition, NULL, NULL, &error), &error);
    assert_int_equal(found.product_count, 1);
    assert_near(product_amount(&found, "S8"), 0.125, 1e-12);
    ip_equilibrium_clear(&found);
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

/* S -> NaS at mu = 2 (-1.0) = -2.0 eV, NaS -> Na2S at mu = 3 (-1.2) - 2 (-1.0) = -1.6 eV. */
static void test_open_by_hand(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(sulfides);
    ip_solver *solver = new_solver(dataset);
    static const struct {
        double voltage, uptake, energy;
        const char *product;
    } steps[] = {{0.0, 2.0, -3.6, "Na2S"}, {1.59, 2.0, -3.6 + 2 * 1.59, "Na2S"},
                 {1.61, 1.0, -2.0 + 1.61, "NaS"}, {1.99, 1.0, -2.0 + 1.99, "NaS"},
                 {2.01, 0.0, 0.0, "S8"}, {50.0, 0.0, 0.0, "S8"}};
    ip_composition sulfur = read_formula("S");
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        ip_reservoir reservoir = {0};
        ip_equilibrium found;
        ip_error error;
        assert_ok(ip_reservoir_open_metal(&reservoir, 11, 0, steps[i].voltage, &error), &error);
        assert_ok(ip_equilibrium_find(&found, solver, &sulfur, &reservoir, NULL, &error), &error);
        assert_int_equal(found.product_count, 1);
        assert_string_equal(found.products[0].phase->formula, steps[i].product);
        assert_near(ip_equilibrium_uptake(&found, 11), steps[i].uptake, 1e-12);
        assert_near(found.energy, steps[i].energy, 1e-12);
        ip_equilibrium_clear(&found);
    }
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

static void test_order_of_products(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nP,0\nS,0\nCl,0\nNaCl,-2\nNa2S,-1\nP2S5,-1\n");
    ip_solver *solver = new_solver(dataset);
    static const struct {
        const char *subject;
        const char *products[3];
    } questions[] = {{"Na3ClSP2S5", {"NaCl", "Na2S", "P2S5"}}, /* what holds Na, and of that first what holds Cl */
                     {"P2S5Na3ClS", {"P2S5", "Na2S", "NaCl"}},
                     {"SP2S5Na3Cl", {"P2S5", "Na2S", "NaCl"}},
                     {"ClNa3P2S6", {"NaCl", "Na2S", "P2S5"}}};
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        ip_composition subject = read_formula(questions[i].subject);
        ip_equilibrium found;
        assert_int_equal(ip_equilibrium_find(&found, solver, &subject, NULL, NULL, NULL), IP_OK);
        assert_int_equal(found.product_count, 3);
        for (int p = 0; p < 3; p++)
            assert_string_equal(found.products[p].phase->formula, questions[i].products[p]);
        ip_equilibrium_clear(&found);
    }
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

/* Systems of 2 and 3 elements, with and without a phase left out or excluded. */
static void test_closed_against_enumeration(void **state) {
    (void)state;
    random_source source = random_start(401);
    for (int round = repetitions(150); round > 0; round--) {
        int count = 2 + random_below(&source, 2);
        random_table table = random_table_make(&source, symbols, count, random_below(&source, 20), SCATTERED_ENERGIES);
        ip_dataset *dataset = random_table_read(&table);
        if (round % 3 == 0)
            ip_dataset_exclude(dataset, ip_dataset_phase(dataset, ip_dataset_count(dataset) - 1)->formula, NULL);
        ip_solver *solver = new_solver(dataset);
        for (int question = 0; question < 6; question++) {
            ip_composition composition = random_composition(&source, symbols, count, 1);
            const ip_phase *without = NULL;
            if (question % 2) {
                without = ip_dataset_phase(dataset, random_below(&source, (int)ip_dataset_count(dataset)));
                if (question % 4 == 1)
                    composition = ip_phase_composition(without);
            }
            double lowest = lowest_energy(dataset, &composition, NULL, without);
            ip_equilibrium found;
            ip_error error;
            ip_status status = ip_equilibrium_find(&found, solver, &composition, NULL, without, &error);
            if (isnan(lowest)) {
                assert_int_equal(status, IP_INFEASIBLE);
                continue;
            }
            assert_ok(status, &error);
            assert_near(found.energy, lowest, 1e-8);
            for (int i = 0; i < found.product_count; i++)
                assert_true(found.products[i].phase != without && !found.products[i].phase->excluded);
            check_books(&found, &composition, NULL);
            ip_equilibrium_clear(&found);
        }
        ip_solver_free(solver);
        ip_dataset_free(dataset);
    }
}

/* Systems of 4 elements against exact arithmetic on a programme of the test's own. */
static void test_closed_against_exact_arithmetic(void **state) {
    (void)state;
    random_source source = random_start(402);
    for (int round = repetitions(40); round > 0; round--) {
        random_table table = random_table_make(&source, symbols, 4, 30 + random_below(&source, 60), SCATTERED_ENERGIES);
        ip_dataset *dataset = random_table_read(&table);
        ip_solver *solver = new_solver(dataset);
        for (int question = 0; question < 5; question++) {
            ip_composition composition = random_composition(&source, symbols, 4, 3);
            programme made = programme_make(dataset, &composition, NULL, NULL);
            ip_lp *lp;
            ip_error error;
            assert_ok(ip_lp_new(&lp, made.rows, made.columns, made.coefficients, &error), &error);
            ip_lp_set_costs(lp, made.costs);
            ip_lp_set_right_hand_side(lp, made.sides);
            assert_ok(ip_lp_solve_exact(lp, &error), &error);
            ip_equilibrium found;
            assert_ok(ip_equilibrium_find(&found, solver, &composition, NULL, NULL, &error), &error);
            assert_near(found.energy / ip_composition_atoms(&composition), ip_lp_objective(lp), 1e-9);
            check_books(&found, &composition, NULL);
            ip_equilibrium_clear(&found);
            ip_lp_free(lp);
            programme_free(&made);
        }
        ip_solver_free(solver);
        ip_dataset_free(dataset);
    }
}

/* One or two open elements, in the composition or not, against the lowest grand potential of all corners. */
static void test_open_against_enumeration(void **state) {
    (void)state;
    random_source source = random_start(403);
    int answered = 0, unbounded = 0;
    for (int round = repetitions(150); round > 0; round--) {
        int count = 3 + random_below(&source, 2);
        random_table table = random_table_make(&source, symbols, count, random_below(&source, 16), SCATTERED_ENERGIES);
        ip_dataset *dataset = random_table_read(&table);
        ip_solver *solver = new_solver(dataset);
        for (int question = 0; question < 6; question++) {
            ip_composition composition = random_composition(&source, symbols + 1, count - 1, 2);
            ip_reservoir reservoir = {0};
            ip_error error;
            int open[] = {11, 17};
            for (int i = 0; i < 1 + (count == 4 && question % 2); i++)
                assert_ok(ip_reservoir_open(&reservoir, open[i], random_between(&source, -5.0, 0.0), &error), &error);
            ip_equilibrium found;
            ip_status status = ip_equilibrium_find(&found, solver, &composition, &reservoir, NULL, &error);
            if (status == IP_UNBOUNDED) { /* both open, and their compound lower than both potentials */
                assert_int_equal(reservoir.count, 2);
                assert_contains(error.message, "Na");
                unbounded++;
                continue;
            }
            assert_ok(status, &error);
            assert_near(found.energy, lowest_energy(dataset, &composition, &reservoir, NULL), 1e-8);
            check_books(&found, &composition, &reservoir);
            ip_equilibrium_clear(&found);
            answered++;
        }
        ip_solver_free(solver);
        ip_dataset_free(dataset);
    }
    assert_true(answered > 100 && unbounded > 0);
}

/* Growing without bound is told apart from the rest exactly where an open phase lies below its reservoirs. */
static void test_unbounded(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nCl,0\nS,0\nNaCl,-2\n");
    ip_solver *solver = new_solver(dataset);
    static const struct {
        double sodium, chlorine;
        const char *growing;
    } questions[] = {{-2.0, -2.0, NULL}, {-1.0, -2.9, "NaCl"}, {-3.0, -1.1, NULL}, {-4.0, 0.1, "Cl"}, {0.1, -5.0, "Na"},
                     {-4.0, 0.0, NULL}, {-3.99, 0.0, "NaCl"}};
    ip_composition sulfur = read_formula("S");
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        ip_reservoir reservoir = {0};
        ip_equilibrium found;
        ip_error error;
        assert_ok(ip_reservoir_open(&reservoir, 17, questions[i].chlorine, &error), &error);
        assert_ok(ip_reservoir_open(&reservoir, 11, questions[i].sodium, &error), &error);
        ip_status status = ip_equilibrium_find(&found, solver, &sulfur, &reservoir, NULL, &error);
        assert_int_equal(status, questions[i].growing ? IP_UNBOUNDED : IP_OK);
        if (status) {
            char part[32];
            snprintf(part, sizeof part, " %s would grow", questions[i].growing);
            assert_contains(error.message, part);
        } else {
            assert_near(found.energy, 0.0, 1e-12);
            ip_equilibrium_clear(&found);
        }
    }
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

static void test_errors(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nNa2S,-1\nNaF,-3\nK,0\n");
    ip_error error;
    assert_ok(ip_dataset_exclude(dataset, "K", &error), &error);
    assert_ok(ip_dataset_exclude(dataset, "S", &error), &error);
    ip_solver *solver = new_solver(dataset);
    assert_ptr_equal(ip_solver_dataset(solver), dataset);
    static const struct {
        const char *formula;
        ip_status status;
        const char *part;
    } questions[] = {{"NaF", IP_MISSING_ELEMENT, "F"}, {"NaCl", IP_MISSING_ELEMENT, "Cl"}, {"K", IP_INFEASIBLE, "left out"},
                     {"NaS", IP_INFEASIBLE, "balances"}, {"KNa", IP_INFEASIBLE, "balances"}};
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        ip_composition composition = read_formula(questions[i].formula);
        ip_equilibrium found;
        assert_int_equal(ip_equilibrium_find(&found, solver, &composition, NULL, NULL, &error), questions[i].status);
        assert_int_equal(error.status, questions[i].status);
        assert_contains(error.message, questions[i].part);
    }
    ip_composition sulfide = read_formula("Na2S");
    ip_reservoir both = {0}, other = {0};
    ip_equilibrium found;
    assert_ok(ip_reservoir_open(&both, 11, -1.0, &error), &error);
    assert_ok(ip_reservoir_open(&other, 9, -1.0, &error), &error);
    assert_int_equal(ip_equilibrium_find(&found, solver, &sulfide, &other, NULL, &error), IP_MISSING_ELEMENT);
    assert_ok(ip_reservoir_open(&both, 16, -1.0, &error), &error);
    assert_int_equal(ip_equilibrium_find(&found, solver, &sulfide, &both, NULL, &error), IP_RESERVOIR);
    /* The solver still answers after its failures. */
    assert_ok(ip_equilibrium_find(&found, solver, &sulfide, NULL, NULL, &error), &error);
    assert_near(found.energy, -3.0, 1e-12);
    ip_equilibrium_clear(&found);
    ip_solver_free(solver);
    ip_solver_free(NULL);
    ip_dataset_free(dataset);
}

static void test_reservoirs(void **state) {
    (void)state;
    ip_reservoir reservoir = {0};
    ip_error error;
    assert_ok(ip_reservoir_open_metal(&reservoir, 12, 0, 1.5, &error), &error); /* Mg2+: mu = -2 * 1.5 */
    assert_near(reservoir.chemical_potential[0], -3.0, 0.0);
    assert_ok(ip_reservoir_open_metal(&reservoir, 26, 3, 0.5, &error), &error); /* a charge that is given */
    assert_near(reservoir.chemical_potential[1], -1.5, 0.0);
    assert_ok(ip_reservoir_open_metal(&reservoir, 11, 0, 0.0, &error), &error);
    assert_int_equal(reservoir.count, 3);
    assert_int_equal(reservoir.element[2], 11);
    assert_int_equal(ip_reservoir_open(&reservoir, 11, -1.0, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "Na is open twice");
    assert_int_equal(ip_reservoir_open(&reservoir, 8, NAN, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_reservoir_open(&reservoir, 8, -INFINITY, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_reservoir_open(&reservoir, 0, -1.0, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_reservoir_open(&reservoir, 119, -1.0, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_reservoir_open_metal(&reservoir, 3, 0, -0.001, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "below 0");
    assert_int_equal(ip_reservoir_open_metal(&reservoir, 3, 0, NAN, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_reservoir_open_metal(&reservoir, 3, 0, INFINITY, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_reservoir_open_metal(&reservoir, 26, 0, 1.0, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "Fe");
    assert_int_equal(ip_reservoir_open_metal(&reservoir, 26, 9, 1.0, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_reservoir_open_metal(&reservoir, 26, -1, 1.0, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_reservoir_open_metal(&reservoir, 0, 0, 1.0, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_reservoir_open_metal(&reservoir, 0, 1, 1.0, &error), IP_BAD_ARGUMENT);
    assert_int_equal(reservoir.count, 3);
}

/* A voltage that is not a number is not said to be below 0, and an element that does not exist has no name. */
static void test_messages_about_metals(void **state) {
    (void)state;
    ip_reservoir reservoir = {0};
    ip_error error;
    assert_int_equal(ip_reservoir_open_metal(&reservoir, 0, 1, -1.0, &error), IP_BAD_ARGUMENT);
    assert_null(strstr(error.message, "null"));
    assert_int_equal(ip_reservoir_open_metal(&reservoir, 11, 0, INFINITY, &error), IP_BAD_ARGUMENT);
    assert_null(strstr(error.message, "below 0"));
}

/* A dopant of one atom in 100,000 is balanced like everything else. */
static void test_traces(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nP,0\nNa2S,-1.2\nNa3P,-0.4\nNaS,-0.8\n");
    ip_solver *solver = new_solver(dataset);
    ip_composition composition = read_formula("Na2SP0.00003");
    ip_equilibrium found;
    ip_error error;
    assert_ok(ip_equilibrium_find(&found, solver, &composition, NULL, NULL, &error), &error);
    check_books(&found, &composition, NULL);
    assert_near(found.energy, lowest_energy(dataset, &composition, NULL, NULL), 1e-9);
    ip_equilibrium_clear(&found);
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_closed_by_hand),
        cmocka_unit_test(test_open_by_hand),
        cmocka_unit_test(test_order_of_products),
        cmocka_unit_test(test_closed_against_enumeration),
        cmocka_unit_test(test_closed_against_exact_arithmetic),
        cmocka_unit_test(test_open_against_enumeration),
        cmocka_unit_test(test_unbounded),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_reservoirs),
        cmocka_unit_test(test_messages_about_metals),
        cmocka_unit_test(test_traces),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
