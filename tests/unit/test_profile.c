/* Voltage profiles against the grand potential by enumeration, and windows against known cells. */
#include "support.h"

#include <interphase/profile.h>

#include <math.h>
#include <string.h>

enum { SODIUM = 11 };

static ip_solver *new_solver(const ip_dataset *dataset) {
    ip_solver *solver;
    assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
    return solver;
}

/* The window alone is that of the whole profile. */
static void check_window_alone(const ip_profile *profile, ip_solver *solver, const ip_composition *composition) {
    ip_window window = ip_profile_window(profile);
    double reduction, oxidation;
    ip_error error;
    assert_ok(ip_window_find(&reduction, &oxidation, solver, composition, profile->metal, profile->charge, &error), &error);
    assert_near(reduction, window.reduction_potential, 1e-8);
    if (isinf(window.oxidation_potential))
        assert_true(isinf(oxidation));
    else
        assert_near(oxidation, window.oxidation_potential, 1e-8);
}

static ip_profile find_profile(ip_solver *solver, const char *formula) {
    ip_composition composition = read_formula(formula);
    ip_profile profile;
    ip_error error;
    assert_ok(ip_profile_find(&profile, solver, &composition, SODIUM, 0, &error), &error);
    return profile;
}

/* ---- by hand: S -> NaS at 2.0 V, NaS -> Na2S at 1.6 V; NaS2 lies above the hull */

static const char *const sulfides = "formula,e_form\nNa,0\nS,0\nNa2S,-1.2\nNaS,-1.0\nNaS2,-0.5\n";

static void test_profile_of_sulfur(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(sulfides);
    ip_solver *solver = new_solver(dataset);
    ip_profile profile = find_profile(solver, "S");
    static const double edges[] = {0.0, 1.6, 2.0, INFINITY}, uptakes[] = {2.0, 1.0, 0.0};
    static const double energies[] = {-3.6, -0.4, 0.0, 0.0}; /* -3.6 + 2 V, then -2 + V, then 0 */
    static const char *const products[] = {"Na2S", "NaS", "S"};
    assert_int_equal(profile.plateau_count, 3);
    for (int i = 0; i < 3; i++) {
        const ip_plateau *plateau = &profile.plateaus[i];
        assert_near(plateau->voltage_low, edges[i], 1e-9);
        assert_near(plateau->uptake, uptakes[i], 1e-9);
        assert_near(plateau->reaction_energy_low, energies[i], 1e-9);
        assert_near(plateau->reaction_energy_high, energies[i + 1], 1e-9);
        assert_int_equal(plateau->products.product_count, 1);
        assert_string_equal(plateau->products.products[0].phase->formula, products[i]);
        if (i < 2)
            assert_near(plateau->voltage_high, edges[i + 1], 1e-9);
    }
    assert_true(isinf(profile.plateaus[2].voltage_high));
    assert_int_equal(profile.charge, 1);
    assert_int_equal(profile.metal, SODIUM);
    /* Two electrons per sulfur: the well-known 1672 mAh/g. Energy: 1 x 1.6 V + 1 x 2.0 V. */
    assert_near(ip_profile_capacity(&profile, 2.0), 1672.0, 0.5);
    assert_near(ip_profile_specific_energy(&profile), 1672.0 / 2.0 * 3.6, 1.0);
    ip_profile_clear(&profile);
    ip_profile_clear(&profile);
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

static void test_windows_by_hand(void **state) {
    (void)state;
    static const struct {
        const char *formula;
        double reduction, oxidation;
        bool stable, has_plateau, has_reduction, has_oxidation;
    } windows[] = {
        {"Na2S", 0.0, 1.6, true, true, false, true},       /* stable in contact with the metal */
        {"NaS", 1.6, 2.0, true, true, true, true},         /* plateaus on both sides */
        {"S", 2.0, INFINITY, true, true, true, false},     /* no metal to give off */
        {"Na3S2", 1.6, 1.6, false, false, true, true},     /* two sulfides fix the potential: no width */
        {"NaS2", 2.0, 2.0, false, false, true, true},      /* above the hull: its products' window */
        {"Na20S", 0.0, 0.0, false, false, false, true},    /* metal beside the sulfide: gives it off at once */
    };
    ip_dataset *dataset = read_text(sulfides);
    ip_solver *solver = new_solver(dataset);
    for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
        ip_profile profile = find_profile(solver, windows[i].formula);
        ip_window window = ip_profile_window(&profile);
        assert_near(window.reduction_potential, windows[i].reduction, 1e-9);
        if (isinf(windows[i].oxidation))
            assert_true(isinf(window.oxidation_potential));
        else
            assert_near(window.oxidation_potential, windows[i].oxidation, 1e-9);
        ip_composition composition = read_formula(windows[i].formula);
        check_window_alone(&profile, solver, &composition);
        assert_int_equal(window.stable, windows[i].stable);
        assert_int_equal(window.has_plateau, windows[i].has_plateau);
        assert_int_equal(window.inside != NULL, windows[i].has_plateau);
        assert_int_equal(window.reduction != NULL, windows[i].has_reduction);
        assert_int_equal(window.oxidation != NULL, windows[i].has_oxidation);
        assert_ptr_equal(window.contact, &profile.plateaus[0]);
        if (window.inside)
            assert_true(window.inside->uptake <= 0.0 && window.inside->uptake >= 0.0);
        if (window.reduction)
            assert_near(window.reduction->voltage_high, window.reduction_potential, 1e-9);
        if (window.oxidation)
            assert_near(window.oxidation->voltage_low, window.oxidation_potential, 1e-9);
        ip_profile_clear(&profile);
    }
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

/* Without sulfur nothing balances at high voltage but NaS: it gives off metal there, and never stops. */
static void test_nothing_free_of_the_metal(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(sulfides);
    assert_int_equal(ip_dataset_exclude(dataset, "S", NULL), IP_OK);
    assert_int_equal(ip_dataset_exclude(dataset, "NaS2", NULL), IP_OK);
    ip_solver *solver = new_solver(dataset);
    ip_profile profile = find_profile(solver, "Na2S");
    assert_int_equal(profile.plateau_count, 2);
    assert_near(profile.plateaus[0].voltage_high, 1.6, 1e-9);
    assert_near(profile.plateaus[1].uptake, -1.0, 1e-9);
    assert_true(isinf(profile.plateaus[1].reaction_energy_high) && profile.plateaus[1].reaction_energy_high < 0.0);
    assert_near(ip_profile_window(&profile).oxidation_potential, 1.6, 1e-9);
    ip_profile_clear(&profile);
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

/* Two steps 6e-7 V apart are one, 4e-6 V apart are two. */
static void test_near_breakpoints(void **state) {
    (void)state;
    for (int apart = 0; apart < 2; apart++) {
        ip_dataset *dataset = read_text(apart ? "formula,e_form\nNa,0\nS,0\nNa2S,-1.2\nNaS,-0.900001\n"
                                              : "formula,e_form\nNa,0\nS,0\nNa2S,-1.2\nNaS,-0.90000015\n");
        ip_solver *solver = new_solver(dataset);
        ip_profile profile = find_profile(solver, "S");
        assert_int_equal(profile.plateau_count, apart ? 3 : 2);
        assert_near(profile.plateaus[0].voltage_high, 1.8, 1e-5);
        assert_near(profile.plateaus[profile.plateau_count - 1].voltage_low, 1.8, 1e-5);
        ip_profile_clear(&profile);
        ip_solver_free(solver);
        ip_dataset_free(dataset);
    }
}

/* Mg2+ and Al3+: a sulfide's formation energy is spread over two and three electrons a metal atom. */
static void test_charges(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int metal, charge, expected_charge;
        double voltage, capacity; /* of sulfur, mAh/g */
    } cells[] = {
        {"formula,e_form\nMg,0\nS,0\nMgS,-1.5\n", 12, 0, 2, 1.5, 1672.0},
        {"formula,e_form\nAl,0\nS,0\nAl2S3,-0.9\n", 13, 0, 3, 0.75, 1672.0},
        {"formula,e_form\nFe,0\nS,0\nFeS,-0.5\n", 26, 2, 2, 0.5, 1672.0},
        {"formula,e_form\nMg,0\nS,0\nMgS,-1.5\n", 12, 1, 1, 3.0, 836.0},
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        ip_dataset *dataset = read_text(cells[i].text);
        ip_solver *solver = new_solver(dataset);
        ip_composition sulfur = read_formula("S");
        ip_profile profile;
        ip_error error;
        assert_ok(ip_profile_find(&profile, solver, &sulfur, cells[i].metal, cells[i].charge, &error), &error);
        assert_int_equal(profile.charge, cells[i].expected_charge);
        assert_int_equal(profile.plateau_count, 2);
        assert_near(profile.plateaus[0].voltage_high, cells[i].voltage, 1e-9);
        assert_near(ip_profile_capacity(&profile, profile.plateaus[0].uptake), cells[i].capacity, 0.5);
        ip_profile_clear(&profile);
        ip_solver_free(solver);
        ip_dataset_free(dataset);
    }
}

static void test_errors(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nNa2S,-1.2\nFe,0\n");
    ip_solver *solver = new_solver(dataset);
    static const struct {
        const char *formula;
        int metal, charge;
        ip_status status;
        const char *part;
    } questions[] = {
        {"Na2S", 26, 0, IP_BAD_ARGUMENT, "Fe"},        {"Na2S", 16, 0, IP_BAD_ARGUMENT, "S"},
        {"Na2S", 11, 9, IP_BAD_ARGUMENT, "Na"},        {"Na", 11, 0, IP_RESERVOIR, "Na"},
        {"Na4", 11, 0, IP_RESERVOIR, "Na"},            {"Na2O", 11, 0, IP_MISSING_ELEMENT, "O"},
        {"Na2S", 3, 0, IP_MISSING_ELEMENT, "Li"},
    };
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        ip_composition composition = read_formula(questions[i].formula);
        ip_profile profile;
        ip_error error;
        assert_int_equal(ip_profile_find(&profile, solver, &composition, questions[i].metal, questions[i].charge, &error),
                         questions[i].status);
        assert_contains(error.message, questions[i].part);
        double low = -1.0, high = -1.0;
        assert_int_equal(ip_window_find(&low, &high, solver, &composition, questions[i].metal, questions[i].charge, &error),
                         questions[i].status);
        assert_contains(error.message, questions[i].part);
        assert_true(low == -1.0 && high == -1.0);
    }
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

/* ---- random systems */

static void check_shape(const ip_profile *profile) {
    assert_true(profile->plateau_count >= 1);
    assert_near(profile->plateaus[0].voltage_low, 0.0, 0.0);
    assert_true(isinf(profile->plateaus[profile->plateau_count - 1].voltage_high));
    for (int i = 0; i < profile->plateau_count; i++) {
        const ip_plateau *plateau = &profile->plateaus[i];
        assert_true(plateau->voltage_high > plateau->voltage_low);
        assert_true(plateau->reaction_energy_low <= 1e-9);
        assert_near(plateau->uptake, ip_equilibrium_uptake(&plateau->products, profile->metal), 1e-7);
        if (i + 1 == profile->plateau_count)
            continue;
        assert_memory_equal(&plateau->voltage_high, &plateau[1].voltage_low, sizeof(double)); /* no gap, no overlap */
        assert_true(plateau[1].uptake < plateau->uptake); /* hence concave */
        assert_near(plateau->reaction_energy_high, plateau[1].reaction_energy_low, 1e-9);
    }
}

/* Products and grand potential belong to the middle of each plateau, or 1 V above the edge of the last. */
static void check_middles(const ip_profile *profile, double metal_held) {
    for (int i = 0; i < profile->plateau_count; i++) {
        const ip_plateau *plateau = &profile->plateaus[i];
        bool is_last = i + 1 == profile->plateau_count;
        double middle = is_last ? plateau->voltage_low + 1.0 : 0.5 * (plateau->voltage_low + plateau->voltage_high);
        double in_products = metal_held + plateau->uptake;
        assert_near(plateau->products.energy, plateau->products.formation_energy + profile->charge * middle * in_products,
                    1e-6 * profile->atoms);
    }
}

/* At many voltages: the profile's energy is that of the lowest of all corners, and its uptake that of the
 * equilibrium there. Edges are left out, where the uptake is either of two. */
static void check_by_scan(const ip_profile *profile, const ip_dataset *dataset, ip_solver *solver,
                          const ip_composition *composition, random_source *source) {
    int charge = profile->charge;
    double metal_held = ip_composition_amount(composition, profile->metal);
    double subject = ip_hull_subject_energy(&profile->hull) * profile->atoms;
    for (double voltage = 0.0; voltage < 6.0 / charge; voltage += random_between(source, 0.02, 0.2)) {
        int at = 0;
        while (voltage > profile->plateaus[at].voltage_high)
            at++;
        const ip_plateau *plateau = &profile->plateaus[at];
        ip_reservoir reservoir = {0};
        ip_error error;
        assert_ok(ip_reservoir_open_metal(&reservoir, profile->metal, charge, voltage, &error), &error);
        double energy = lowest_energy(dataset, composition, &reservoir, NULL);
        double reaction = (energy - (subject + charge * voltage * metal_held)) / profile->atoms;
        double slope = charge * plateau->uptake / profile->atoms;
        assert_near(plateau->reaction_energy_low + slope * (voltage - plateau->voltage_low), reaction, 1e-7);
        if (voltage - plateau->voltage_low < 1e-5 || plateau->voltage_high - voltage < 1e-5)
            continue;
        ip_equilibrium found;
        assert_ok(ip_equilibrium_find(&found, solver, composition, &reservoir, NULL, &error), &error);
        assert_near(ip_equilibrium_uptake(&found, profile->metal), plateau->uptake, 1e-6);
        ip_equilibrium_clear(&found);
    }
}

/* The window, from the definition: where the uptake falls to zero and where it falls below. */
static void check_window(const ip_profile *profile) {
    ip_window window = ip_profile_window(profile);
    double positive_until = 0.0, negative_from = INFINITY;
    bool zero = false;
    for (int i = profile->plateau_count - 1; i >= 0; i--) {
        const ip_plateau *plateau = &profile->plateaus[i];
        if (plateau->uptake < 0.0)
            negative_from = plateau->voltage_low;
        else if (plateau->uptake > 0.0 && plateau->voltage_high > positive_until)
            positive_until = plateau->voltage_high;
        else if (!(plateau->uptake > 0.0))
            zero = true;
    }
    assert_int_equal(window.has_plateau, zero);
    assert_near(window.reduction_potential, positive_until, 0.0);
    if (isinf(negative_from))
        assert_true(isinf(window.oxidation_potential));
    else
        assert_near(window.oxidation_potential, negative_from, 0.0);
    if (profile->hull.decomposition_energy < -1e-4)
        assert_true(window.has_plateau); /* a corner of the hull is stable over a range of the metal's potential */
}

static void check_random_profiles(uint64_t seed, energy_kind energies) {
    static const char *const metals[] = {"Na", "Mg", "Al"};
    random_source source = random_start(seed);
    for (int round = repetitions(40); round > 0; round--) {
        int count = 2 + random_below(&source, 3);
        const char *symbols[] = {metals[random_below(&source, 3)], "S", "P", "Cl"};
        int metal = ip_element_find(symbols[0], 2);
        random_table table = random_table_make(&source, symbols, count, 1 + random_below(&source, 16), energies);
        ip_dataset *dataset = random_table_read(&table);
        ip_solver *solver = new_solver(dataset);
        for (int question = 0; question < 4; question++) {
            ip_composition composition = question % 2 ? random_composition(&source, symbols, count, 2)
                                                      : random_composition(&source, symbols + 1, count - 1, 1);
            if (question == 3)
                composition = ip_phase_composition(ip_dataset_phase(dataset, ip_dataset_count(dataset) - 1));
            ip_profile profile;
            ip_error error;
            assert_ok(ip_profile_find(&profile, solver, &composition, metal, 0, &error), &error);
            check_shape(&profile);
            check_middles(&profile, ip_composition_amount(&composition, metal));
            check_by_scan(&profile, dataset, solver, &composition, &source);
            check_window(&profile);
            check_window_alone(&profile, solver, &composition);
            ip_profile_clear(&profile);
        }
        ip_solver_free(solver);
        ip_dataset_free(dataset);
    }
}

static void test_random_systems(void **state) {
    (void)state;
    check_random_profiles(601, SCATTERED_ENERGIES);
}

static void test_random_systems_of_ties(void **state) {
    (void)state;
    check_random_profiles(602, TIED_ENERGIES);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_profile_of_sulfur),
        cmocka_unit_test(test_windows_by_hand),
        cmocka_unit_test(test_nothing_free_of_the_metal),
        cmocka_unit_test(test_near_breakpoints),
        cmocka_unit_test(test_charges),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_random_systems),
        cmocka_unit_test(test_random_systems_of_ties),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
