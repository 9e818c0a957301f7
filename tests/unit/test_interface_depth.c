/* The depth of an interface by itself against the lowest of all its kinks. */
#include "support.h"

#include <interphase/interface.h>

#include <math.h>

enum { SODIUM = 11 };

static ip_solver *new_solver(const ip_dataset *dataset) {
    ip_solver *solver;
    assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
    return solver;
}

/* Mutual energy at x between the two kinks about it. */
static double energy_at(const ip_interface *interface, double x) {
    int at = 1;
    while (at < interface->kink_count - 1 && interface->kinks[at].x < x)
        at++;
    const ip_kink *left = &interface->kinks[at - 1], *right = &interface->kinks[at];
    double share = (x - left->x) / (right->x - left->x);
    return (1.0 - share) * left->mutual_reaction_energy + share * right->mutual_reaction_energy;
}

static void check_depth(ip_solver *solver, const ip_composition *a, const ip_composition *b, const ip_reservoir *reservoir) {
    ip_interface interface;
    ip_error error;
    double depth, x, same, lowest = 0.0;
    assert_ok(ip_interface_find(&interface, solver, a, b, reservoir, &error), &error);
    assert_ok(ip_interface_depth(&depth, &x, solver, a, b, reservoir, &error), &error);
    for (int i = 0; i < interface.kink_count; i++)
        lowest = fmin(lowest, interface.kinks[i].mutual_reaction_energy);
    assert_true(depth <= 0.0 && x >= 0.0 && x <= 1.0);
    assert_near(depth, lowest, 1e-8);
    assert_near(energy_at(&interface, x), lowest, 1e-8);
    assert_ok(ip_interface_depth(&same, NULL, solver, b, a, reservoir, &error), &error);
    assert_near(same, depth, 1e-9);
    ip_interface_clear(&interface);
}

static void check_random_depths(uint64_t seed, energy_kind energies) {
    static const char *const symbols[] = {"Na", "S", "P", "Cl", "O"};
    random_source source = random_start(seed);
    for (int round = repetitions(40); round > 0; round--) {
        int count = 2 + random_below(&source, 4);
        random_table table = random_table_make(&source, symbols, count, 1 + random_below(&source, 30), energies);
        ip_dataset *dataset = random_table_read(&table);
        ip_solver *solver = new_solver(dataset);
        ip_composition metal = read_formula("Na");
        for (int pair = 0; pair < 8; pair++) {
            ip_composition a = random_composition(&source, symbols + 1, count - 1, 1);
            ip_composition b = random_composition(&source, symbols, count, 1);
            ip_reservoir contact = {0};
            assert_int_equal(ip_reservoir_open_metal(&contact, SODIUM, 0, random_between(&source, 0.0, 4.0), NULL), IP_OK);
            check_depth(solver, &a, &b, NULL);
            check_depth(solver, &a, &metal, NULL);
            check_depth(solver, &a, &b, &contact);
            check_depth(solver, &a, &metal, &contact);
        }
        ip_solver_free(solver);
        ip_dataset_free(dataset);
    }
}

static void test_depths(void **state) {
    (void)state;
    check_random_depths(701, SCATTERED_ENERGIES);
}

static void test_depths_of_ties(void **state) {
    (void)state;
    check_random_depths(702, TIED_ENERGIES);
}

static void test_depth_errors(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nNa2S,-1.2\n");
    ip_solver *solver = new_solver(dataset);
    ip_composition metal = read_formula("Na"), sulfide = read_formula("Na2S"), oxide = read_formula("Na2O");
    ip_reservoir contact = {0}, growing = {0};
    double depth;
    ip_error error;
    assert_int_equal(ip_reservoir_open_metal(&contact, SODIUM, 0, 1.0, &error), IP_OK);
    assert_int_equal(ip_reservoir_open(&growing, SODIUM, 1.0, &error), IP_OK);
    assert_int_equal(ip_interface_depth(&depth, NULL, solver, &metal, &metal, &contact, &error), IP_RESERVOIR);
    assert_int_equal(ip_interface_depth(&depth, NULL, solver, &sulfide, &oxide, NULL, &error), IP_MISSING_ELEMENT);
    assert_contains(error.message, "O");
    assert_int_equal(ip_interface_depth(&depth, NULL, solver, &sulfide, &metal, &growing, &error), IP_UNBOUNDED);
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_depths),
        cmocka_unit_test(test_depths_of_ties),
        cmocka_unit_test(test_depth_errors),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
