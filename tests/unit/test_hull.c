/* Energies above the hull and decomposition energies, by hand and by enumeration; phases placed on demand. */
#include "support.h"

#include <interphase/hull.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const symbols[] = {"Na", "S", "P", "Cl"};

static ip_solver *new_solver(const ip_dataset *dataset) {
    ip_solver *solver;
    assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
    return solver;
}

static ip_hull find_hull(const ip_dataset *dataset, const char *formula) {
    ip_solver *solver = new_solver(dataset);
    ip_composition composition = read_formula(formula);
    ip_hull hull;
    ip_error error;
    assert_ok(ip_hull_find(&hull, solver, &composition, &error), &error);
    ip_solver_free(solver);
    return hull;
}

/* The line from Na2S (-1.2 at 1/3 S) to S crosses NaS at -0.9 and NaS2 at -0.6. */
static void test_by_hand(void **state) {
    (void)state;
    static const struct {
        const char *formula;
        double hull_energy, above, decomposition;
        bool stable;
        int products, competing;
    } hulls[] = {
        {"Na2S", -1.2, 0.0, -1.2 + 2.0 / 3.0, true, 1, 2}, /* Na and NaS (-1.0 at 1/2): -1.0 * (1/3) / (1/2) */
        {"NaS", -1.0, 0.0, -0.1, true, 1, 2},
        {"NaS2", -2.0 / 3.0, 2.0 / 3.0 - 0.5, 2.0 / 3.0 - 0.5, false, 2, 2},
        {"S8", 0.0, 0.0, NAN, true, 1, 0},
        {"Na3S2", (3 * -1.2 + 2 * -1.0) / 5, NAN, NAN, false, 2, 0},
    };
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nNa2S,-1.2\nNaS,-1.0\nNaS2,-0.5\n");
    for (size_t i = 0; i < sizeof hulls / sizeof *hulls; i++) {
        ip_hull hull = find_hull(dataset, hulls[i].formula);
        assert_near(hull.hull_energy, hulls[i].hull_energy, 1e-12);
        assert_int_equal(isnan(hull.energy_above_hull), isnan(hulls[i].above));
        assert_int_equal(isnan(hull.decomposition_energy), isnan(hulls[i].decomposition));
        if (!isnan(hulls[i].above))
            assert_near(hull.energy_above_hull, hulls[i].above, 1e-12);
        if (!isnan(hulls[i].decomposition))
            assert_near(hull.decomposition_energy, hulls[i].decomposition, 1e-12);
        assert_int_equal(hull.stable, hulls[i].stable);
        assert_int_equal(hull.products.product_count, hulls[i].products);
        assert_int_equal(hull.competing.product_count, hulls[i].competing);
        assert_int_equal(hull.phase == NULL, isnan(hulls[i].above));
        assert_near(ip_hull_subject_energy(&hull), hull.phase ? hull.formation_energy : hull.hull_energy, 0.0);
        ip_hull_clear(&hull);
        ip_hull_clear(&hull);
    }
    ip_dataset_free(dataset);
}

/* A hair above the hull is on it; more is not. */
static void test_tolerance(void **state) {
    (void)state;
    static const struct {
        double above; /* eV/atom, over the line from Na2S to S */
        bool stable;
    } phases[] = {{0.0, true}, {0.5 * IP_HULL_TOLERANCE, true}, {5.0 * IP_HULL_TOLERANCE, false}};
    for (size_t i = 0; i < 3; i++) {
        char text[128];
        snprintf(text, sizeof text, "formula,e_form\nNa,0\nS,0\nNa2S,-1.2\nNaS,%.12f\n", -0.9 + phases[i].above);
        ip_dataset *dataset = read_text(text);
        ip_hull hull = find_hull(dataset, "NaS");
        assert_int_equal(hull.stable, phases[i].stable);
        assert_near(hull.energy_above_hull, phases[i].above, IP_HULL_TOLERANCE);
        assert_int_equal(hull.products.product_count, phases[i].stable ? 1 : 2); /* a stable phase is its own product */
        ip_hull_clear(&hull);
        ip_dataset_free(dataset);
    }
}

/* Left out, a phase lies below the hull of the others by its decomposition energy, and is no product of its own. */
static void test_excluded_phase(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nNa2S,-1.2\nNaS,-1.0\n");
    assert_int_equal(ip_dataset_exclude(dataset, "NaS", NULL), IP_OK);
    ip_hull hull = find_hull(dataset, "NaS");
    assert_near(hull.formation_energy, -1.0, 0.0);
    assert_near(hull.hull_energy, -0.9, 1e-12);
    assert_near(hull.energy_above_hull, -0.1, 1e-12);
    assert_near(hull.decomposition_energy, -0.1, 1e-12);
    assert_false(hull.stable);
    assert_int_equal(hull.products.product_count, 2);
    ip_hull_clear(&hull);
    ip_dataset_free(dataset);
}

/* Where nothing else balances a phase, it has no decomposition energy. */
static void test_nothing_competes(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nNa2S,-1.2\n");
    assert_int_equal(ip_dataset_exclude(dataset, "S", NULL), IP_OK);
    ip_hull hull = find_hull(dataset, "Na2S");
    assert_true(hull.stable);
    assert_true(isnan(hull.decomposition_energy));
    assert_int_equal(hull.competing.product_count, 0);
    ip_hull_clear(&hull);
    ip_dataset_free(dataset);
}

static void check_phase(const ip_dataset *dataset, ip_solver *solver, const ip_phase *phase) {
    ip_composition composition = ip_phase_composition(phase);
    ip_hull hull;
    ip_error error;
    assert_ok(ip_hull_find(&hull, solver, &composition, &error), &error);
    double hull_energy = lowest_energy(dataset, &composition, NULL, NULL) / phase->atoms;
    double others = lowest_energy(dataset, &composition, NULL, phase) / phase->atoms;
    assert_ptr_equal(hull.phase, phase);
    assert_near(hull.hull_energy, hull_energy, 1e-9);
    assert_near(hull.energy_above_hull, phase->formation_energy - hull_energy, 1e-9);
    if (phase->element_count == 1) {
        assert_true(isnan(hull.decomposition_energy));
    } else {
        assert_near(hull.decomposition_energy, phase->formation_energy - others, 1e-9);
        assert_near(hull.competing.energy / phase->atoms, others, 1e-9);
        assert_int_equal(hull.stable, hull.decomposition_energy <= IP_HULL_TOLERANCE);
    }
    for (int i = 0; i < hull.competing.product_count; i++)
        assert_true(hull.competing.products[i].phase != phase);
    if (hull.stable) {
        assert_int_equal(hull.products.product_count, 1);
        assert_ptr_equal(hull.products.products[0].phase, phase);
        assert_near(hull.products.products[0].amount, 1.0, 1e-9);
    }
    ip_hull_clear(&hull);
}

static void test_against_enumeration(void **state) {
    (void)state;
    random_source source = random_start(701);
    for (int round = repetitions(40); round > 0; round--) {
        int count = 2 + random_below(&source, 3);
        random_table table = random_table_make(&source, symbols, count, 1 + random_below(&source, 20),
                                               round % 4 ? SCATTERED_ENERGIES : TIED_ENERGIES);
        ip_dataset *dataset = random_table_read(&table);
        ip_solver *solver = new_solver(dataset);
        for (long i = 0; i < ip_dataset_count(dataset); i++)
            check_phase(dataset, solver, ip_dataset_phase(dataset, i));
        ip_solver_free(solver);
        ip_dataset_free(dataset);
    }
}

/* A placed phase, new or known, lies as far from the hull of the others as was asked for. */
static void test_place(void **state) {
    (void)state;
    static const double distances[] = {0.0, 0.05, -0.05, 0.3, -0.3, -1e-6, 1e-6};
    random_source source = random_start(702);
    for (int round = repetitions(60); round > 0; round--) {
        int count = 2 + random_below(&source, 3);
        random_table table = random_table_make(&source, symbols, count, 4 + random_below(&source, 16), SCATTERED_ENERGIES);
        ip_dataset *dataset = random_table_read(&table);
        const char *known =
            ip_dataset_phase(dataset, count + random_below(&source, (int)ip_dataset_count(dataset) - count))->formula;
        char formula[ROW_SIZE];
        snprintf(formula, sizeof formula, "%s", round % 2 ? known : "Na7S11");
        double above = distances[round % 7];
        long before = ip_dataset_count(dataset);
        ip_error error;
        assert_ok(ip_hull_place(dataset, formula, above, &error), &error);
        assert_int_equal(ip_dataset_count(dataset), before + (round % 2 ? 0 : 1));
        ip_hull hull = find_hull(dataset, formula);
        assert_near(hull.decomposition_energy, above, 1e-12);
        assert_near(hull.energy_above_hull, above > 0.0 ? above : 0.0, 1e-12);
        assert_int_equal(hull.stable, above <= 0.0);
        ip_hull_clear(&hull);
        ip_dataset_free(dataset);
    }
}

static void test_place_errors(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nNa2S,-1.2\nNaF,-3\n");
    ip_error error;
    assert_int_equal(ip_hull_place(dataset, "Na", 0.1, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "Na is an element");
    assert_int_equal(ip_hull_place(dataset, "Na2(", 0.1, &error), IP_BAD_FORMULA);
    assert_int_equal(ip_hull_place(dataset, "NaF", 0.1, &error), IP_MISSING_ELEMENT);
    assert_int_equal(ip_hull_place(dataset, "Na2S", NAN, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_dataset_exclude(dataset, "S", NULL), IP_OK);
    assert_int_equal(ip_hull_place(dataset, "Na2S", 0.1, &error), IP_INFEASIBLE);
    ip_composition sulfide = read_formula("Na2S");
    assert_near(ip_dataset_find(dataset, &sulfide)->formation_energy, -1.2, 0.0);
    assert_int_equal(ip_dataset_count(dataset), 4);
    ip_dataset_free(dataset);
}

/* ---- energies too deep for what was there before */

enum { MOST_TOLD = 4 };

typedef struct told {
    int count;
    char lines[MOST_TOLD][256];
} told;

static void tell(void *user, const ip_finding *finding) {
    told *list = user;
    assert_true(list->count < MOST_TOLD);
    snprintf(list->lines[list->count++], sizeof list->lines[0], "%ld: %s", finding->line, finding->message);
}

/* Reads a table behind another and looks at what the second adds; the caller frees the dataset. */
static ip_dataset *check_added(told *list, const char *before, const char *added) {
    char path[PATH_SIZE];
    ip_dataset *dataset = read_text(before);
    ip_error error;
    long first = ip_dataset_count(dataset), faults;
    memset(list, 0, sizeof *list);
    write_temporary(path, added, strlen(added));
    ip_status status = ip_dataset_read(dataset, path, 0, NULL, NULL, &error);
    remove(path);
    assert_ok(status, &error);
    assert_ok(ip_hull_check_added(dataset, first, &faults, tell, list, &error), &error);
    assert_int_equal(faults, list->count);
    assert_int_equal(ip_dataset_count(dataset) - first, 2); /* they take part again */
    return dataset;
}

/* NaS at -0.9 lies on the line of -1.2 at 1/3 S: 3.1 above -4. What is as deep is told in the order of the table. */
static void test_too_deep(void **state) {
    (void)state;
    static const char before[] = "formula,e_form\nNa,0\nS,0\nCl,0\nNa2S,-1.2\n";
    told list;
    ip_dataset_free(check_added(&list, before, "formula,e_form\nNaS,-4\nNa3S2,-4\n"));
    assert_int_equal(list.count, 2);
    assert_contains(list.lines[0], "2: the formation energy of NaS, -4 eV/atom, is implausible: 3.1 eV/atom below");
    assert_contains(list.lines[1], "3: the formation energy of Na3S2");
    ip_dataset_free(check_added(&list, before, "formula,e_form\nNaS,-1.8\nNa3S2,-4\n"));
    assert_int_equal(list.count, 1);
    assert_contains(list.lines[0], "3: the formation energy of Na3S2");
}

/* Where there was no compound, or not even the elements, nothing is known of how deep is too deep. */
static void test_nothing_to_be_too_deep_for(void **state) {
    (void)state;
    static const char before[] = "formula,e_form\nNa,0\nCl,0\nS,0\nNa2S,-1.2\n";
    told list;
    ip_error error;
    ip_dataset *dataset = check_added(&list, before, "formula,e_form\nNaCl,-4\nNaF,-4\n");
    assert_int_equal(list.count, 0);
    assert_ok(ip_hull_check_energy(dataset, "SCl2", -4.0, &error), &error);
    assert_ok(ip_hull_check_energy(dataset, "MgO", -4.0, &error), &error);
    assert_int_equal(ip_hull_check_energy(dataset, "Na3S2", -4.0, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_hull_check_energy(dataset, "Na3(S2", -4.0, &error), IP_BAD_FORMULA);
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_tolerance),
        cmocka_unit_test(test_excluded_phase),
        cmocka_unit_test(test_nothing_competes),
        cmocka_unit_test(test_against_enumeration),
        cmocka_unit_test(test_place),
        cmocka_unit_test(test_place_errors),
        cmocka_unit_test(test_too_deep),
        cmocka_unit_test(test_nothing_to_be_too_deep_for),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
