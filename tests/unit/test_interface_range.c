/* Interfaces over a range of voltages: the mutual energy along it, and its exact worst case against scans. */
#include "support.h"

#include <interphase/interface.h>
#include <interphase/profile.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ip_solver *new_solver(const ip_dataset *dataset) {
    ip_solver *solver;
    assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
    return solver;
}

static ip_reservoir metal_at(int metal, double voltage) {
    ip_reservoir reservoir = {0};
    ip_error error;
    assert_ok(ip_reservoir_open_metal(&reservoir, metal, 0, voltage, &error), &error);
    return reservoir;
}

static double find_worst(ip_solver *solver, const ip_composition *a, const ip_composition *b, int metal, double low,
                         double high) {
    double voltage;
    long solves = 0;
    ip_error error;
    assert_ok(ip_interface_worst_voltage(&voltage, NULL, solver, a, b, metal, 0, low, high, &solves, &error), &error);
    assert_true(solves > 0);
    assert_true(voltage >= low && voltage <= high);
    return voltage;
}

static double depth_at(ip_solver *solver, const ip_composition *a, const ip_composition *b, int metal, double voltage) {
    ip_reservoir reservoir = metal_at(metal, voltage);
    ip_interface interface;
    ip_error error;
    assert_ok(ip_interface_find(&interface, solver, a, b, &reservoir, &error), &error);
    double deepest = 0.0; /* the kink that the interface names may be shallower by its tolerance */
    for (int i = 0; i < interface.kink_count; i++)
        deepest = fmin(deepest, interface.kinks[i].mutual_reaction_energy);
    ip_interface_clear(&interface);
    return deepest;
}

/* ---- by hand */

/* S + Fe against Na: S is Na2S below 1.6 V (-3.6 + 2 V), NaS below 2.0 V (-2 + V) and S above; S + Fe together are
 * NaFeS (-3 + V). What the two do to each other is, per S + Fe, 0 below 0.6 V, then 0.6 - V down to -1 at 1.6 V, -1 up
 * to 2.0 V, -3 + V up to 3.0 V, and 0 beyond. */
static void test_worst_by_hand(void **state) {
    (void)state;
    static const struct {
        double low, high, worst, depth; /* eV per atom of S + Fe */
    } ranges[] = {
        {0.0, 4.0, 1.6, -0.5},  /* between the ends, where S changes by itself; the lowest of equal ones */
        {1.0, 1.9, 1.6, -0.5},  {1.7, 1.9, 1.7, -0.5},   {0.7, 1.5, 1.5, -0.45}, {2.2, 2.9, 2.2, -0.4},
        {1.65, 4.0, 1.65, -0.5}, {0.0, 0.5, 0.0, 0.0},   {3.2, 4.0, 3.2, 0.0},   {0.0, 1.6, 1.6, -0.5},
    };
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nFe,0\nNa2S,-1.2\nNaS,-1.0\nNaFeS,-1.0\n");
    ip_solver *solver = new_solver(dataset);
    int sodium = ip_element_find("Na", 2);
    ip_composition sulfur = read_formula("S"), iron = read_formula("Fe2");
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        assert_near(find_worst(solver, &sulfur, &iron, sodium, ranges[i].low, ranges[i].high), ranges[i].worst, 2e-9);
        assert_near(find_worst(solver, &iron, &sulfur, sodium, ranges[i].low, ranges[i].high), ranges[i].worst, 2e-9);
        assert_near(depth_at(solver, &sulfur, &iron, sodium, ranges[i].worst), ranges[i].depth, 1e-9);
    }
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

/* Depths that each differ from the next by less than counts as equal: 3 V and 2 V are deepest, 1 V is 0.8e-9 eV/atom shallower
 * and counts as equal to them, 0.5 V is 1.6e-9 shallower and does not. */
static void test_chain_of_ties(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nB,0\nNaS,-1\nNa2S,-1\nSB,-0.100000001600000\n"
                                    "NaSB,-0.733333333866667\nNa2SB,-0.800000000000000\n");
    ip_solver *solver = new_solver(dataset);
    ip_composition sulfur = read_formula("S"), boron = read_formula("B");
    int sodium = ip_element_find("Na", 2);
    assert_near(find_worst(solver, &sulfur, &boron, sodium, 0.5, 3.0), 1.0, 2e-9);
    assert_near(find_worst(solver, &boron, &sulfur, sodium, 0.5, 3.0), 1.0, 2e-9);
    assert_near(find_worst(solver, &sulfur, &boron, sodium, 1.5, 3.0), 1.5, 2e-9); /* as deep as at 2 V within 0.4e-9 */
    assert_near(find_worst(solver, &sulfur, &boron, sodium, 2.5, 3.0), 2.5, 2e-9);
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

static void test_errors(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        int metal, charge;
        double low, high;
        ip_status status;
        const char *part;
    } questions[] = {
        {"S", "Fe", 11, 0, NAN, 2.0, IP_BAD_ARGUMENT, "finite"},
        {"S", "Fe", 11, 0, 1.0, NAN, IP_BAD_ARGUMENT, "range"},
        {"S", "Fe", 11, 0, NAN, NAN, IP_BAD_ARGUMENT, "finite"},
        {"S", "Fe", 11, 0, -0.1, 2.0, IP_BAD_ARGUMENT, "below 0"},
        {"S", "Fe", 11, 0, 1.0, INFINITY, IP_BAD_ARGUMENT, "range"},
        {"S", "Fe", 11, 0, -INFINITY, 1.0, IP_BAD_ARGUMENT, "finite"},
        {"S", "Fe", 11, 0, 2.0, 1.0, IP_BAD_ARGUMENT, "range"},
        {"S", "Fe", 11, 0, 2.0, 2.0, IP_BAD_ARGUMENT, "range"},
        {"S", "Fe", 26, 0, 1.0, 2.0, IP_BAD_ARGUMENT, "Fe"},
        {"S", "Fe", 11, 9, 1.0, 2.0, IP_BAD_ARGUMENT, "Na"},
        {"S", "Fe", 11, -1, 1.0, 2.0, IP_BAD_ARGUMENT, "Na"},
        {"S", "Fe", 0, 0, 1.0, 2.0, IP_BAD_ARGUMENT, "element"},
        {"Na", "Na2", 11, 0, 1.0, 2.0, IP_RESERVOIR, "open metal"},
        {"S", "O", 11, 0, 1.0, 2.0, IP_MISSING_ELEMENT, "O"},
        {"S", "Fe", 3, 0, 1.0, 2.0, IP_MISSING_ELEMENT, "Li"},
    };
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nFe,0\nNa2S,-1.2\n");
    ip_solver *solver = new_solver(dataset);
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        ip_composition a = read_formula(questions[i].a), b = read_formula(questions[i].b);
        double voltage;
        ip_error error;
        assert_int_equal(ip_interface_worst_voltage(&voltage, NULL, solver, &a, &b, questions[i].metal, questions[i].charge,
                                                    questions[i].low, questions[i].high, NULL, &error),
                         questions[i].status);
        assert_contains(error.message, questions[i].part);
    }
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

/* ---- random systems */

typedef struct random_pair {
    ip_dataset *dataset;
    ip_solver *solver;
    ip_composition a, b;
    int metal;
} random_pair;

static ip_composition random_reactant(random_source *source, const char *const *symbols, int count) {
    for (;;) { /* the metal alone, the first, is left to a test of its own */
        ip_composition composition = random_composition(source, symbols, count, 1);
        if (composition.count > 1 || composition.element[0] != ip_element_find(symbols[0], strlen(symbols[0])))
            return composition;
    }
}

static random_pair random_pair_make(random_source *source, energy_kind energies) {
    static const char *const metals[] = {"Na", "Mg", "Al"};
    const char *symbols[] = {metals[random_below(source, 3)], "S", "P", "Cl", "O"};
    int count = 3 + random_below(source, 3);
    random_table table = random_table_make(source, symbols, count, 4 + random_below(source, 14), energies);
    random_pair pair = {.dataset = random_table_read(&table), .metal = ip_element_find(symbols[0], 2)};
    pair.solver = new_solver(pair.dataset);
    pair.a = random_reactant(source, symbols, count);
    pair.b = random_reactant(source, symbols, count);
    if (random_below(source, 2))
        pair.a = ip_phase_composition(ip_dataset_phase(pair.dataset, ip_dataset_count(pair.dataset) - 1));
    return pair;
}

static void random_pair_free(random_pair *pair) {
    ip_solver_free(pair->solver);
    ip_dataset_free(pair->dataset);
}

static double grand_potential(random_pair *pair, const ip_composition *composition, double voltage) {
    ip_reservoir reservoir = metal_at(pair->metal, voltage);
    ip_equilibrium found;
    ip_error error;
    assert_ok(ip_equilibrium_find(&found, pair->solver, composition, &reservoir, NULL, &error), &error);
    double energy = found.energy / ip_composition_atoms(composition);
    ip_equilibrium_clear(&found);
    return energy;
}

/* From three equilibria, eV per atom of the mixture. */
static double mutual_energy(random_pair *pair, const ip_composition *mixed, double x, double voltage) {
    return grand_potential(pair, mixed, voltage) - x * grand_potential(pair, &pair->a, voltage) -
           (1.0 - x) * grand_potential(pair, &pair->b, voltage);
}

/* From the interface's kinks. */
static double interface_energy(random_pair *pair, double x, double voltage) {
    ip_reservoir reservoir = metal_at(pair->metal, voltage);
    ip_interface interface;
    ip_error error;
    int at = 1;
    assert_ok(ip_interface_find(&interface, pair->solver, &pair->a, &pair->b, &reservoir, &error), &error);
    while (interface.kinks[at].x < x)
        at++;
    const ip_kink *left = &interface.kinks[at - 1], *right = &interface.kinks[at];
    double share = (x - left->x) / (right->x - left->x);
    double energy = (1.0 - share) * left->mutual_reaction_energy + share * right->mutual_reaction_energy;
    ip_interface_clear(&interface);
    return energy;
}

enum { EDGE_LIMIT = 256 };
static const double highest = 4.0; /* V */

/* Adds the voltages below the highest at which a composition changes its products. */
static int add_edges(double *edges, int count, random_pair *pair, const ip_composition *composition) {
    ip_profile profile;
    ip_error error;
    assert_ok(ip_profile_find(&profile, pair->solver, composition, pair->metal, 0, &error), &error);
    for (int i = 1; i < profile.plateau_count && profile.plateaus[i].voltage_low < highest; i++) {
        assert_true(count < EDGE_LIMIT - 1);
        edges[count++] = profile.plateaus[i].voltage_low;
    }
    ip_profile_clear(&profile);
    return count;
}

static int by_value(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* At a fixed fraction the mutual energy is a straight line between the voltages at which the mixture or a reactant
 * changes its products, and it has no jump there. */
static void check_along_voltage(random_pair *pair, random_source *source) {
    double x = random_between(source, 0.05, 0.95), edges[EDGE_LIMIT] = {0.0, highest};
    ip_composition mixed = mix(&pair->a, &pair->b, x);
    int count = add_edges(edges, 2, pair, &mixed);
    count = add_edges(edges, count, pair, &pair->a);
    count = add_edges(edges, count, pair, &pair->b);
    qsort(edges, (size_t)count, sizeof *edges, by_value);
    double low = mutual_energy(pair, &mixed, x, edges[0]);
    for (int i = 1; i < count; i++) {
        double high = mutual_energy(pair, &mixed, x, edges[i]);
        for (int point = 0; point < 3; point++) {
            double share = random_between(source, 0.0, 1.0), voltage = (1.0 - share) * edges[i - 1] + share * edges[i];
            double energy = mutual_energy(pair, &mixed, x, voltage);
            assert_near(energy, (1.0 - share) * low + share * high, 1e-7);
            if (point == 0)
                assert_near(interface_energy(pair, x, voltage), energy, 1e-8);
        }
        low = high;
    }
}

/* No voltage of a dense scan is deeper than the worst one. */
static void check_worst(random_pair *pair, random_source *source, int *inside) {
    double low = random_between(source, 0.0, 2.0), high = low + random_between(source, 0.1, 2.0);
    double worst = find_worst(pair->solver, &pair->a, &pair->b, pair->metal, low, high);
    double depth = depth_at(pair->solver, &pair->a, &pair->b, pair->metal, worst);
    enum { STEPS = 80 };
    for (int i = 0; i <= STEPS; i++) {
        double voltage = i < STEPS ? low + (high - low) * i / STEPS : high;
        double scanned = depth_at(pair->solver, &pair->a, &pair->b, pair->metal, voltage);
        assert_true(scanned >= depth - 1e-9);
    }
    *inside += worst > low && worst < high;
}

static void check_random_ranges(uint64_t seed, energy_kind energies, int least_inside) {
    random_source source = random_start(seed);
    int inside = 0;
    for (int round = repetitions(60); round > 0; round--) {
        random_pair pair = random_pair_make(&source, energies);
        check_along_voltage(&pair, &source);
        check_worst(&pair, &source, &inside);
        random_pair_free(&pair);
    }
    print_message("# worst case between the ends: %d\n", inside);
    assert_true(inside >= least_inside);
}

static void test_random_systems(void **state) {
    (void)state;
    check_random_ranges(721, SCATTERED_ENERGIES, 5);
}

static void test_random_systems_of_ties(void **state) {
    (void)state;
    check_random_ranges(722, TIED_ENERGIES, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worst_by_hand),
        cmocka_unit_test(test_chain_of_ties),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_random_systems),
        cmocka_unit_test(test_random_systems_of_ties),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
