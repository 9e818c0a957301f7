/* Searches of random tables against every phase judged by itself, and each figure from its definition. */
#include "support.h"

#include <interphase/coating.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static ip_solver *new_solver(const ip_dataset *dataset) {
    ip_solver *solver;
    assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
    return solver;
}

/* A random table whose phases have band gaps, some of them unknown. */
static ip_dataset *read_with_gaps(const random_table *table, random_source *source) {
    char text[(ROW_LIMIT + 1) * (ROW_SIZE + 16)] = "formula,e_form,band_gap\n";
    size_t length = strlen(text);
    for (int i = 0; i < table->count; i++) {
        char gap[16] = "";
        if (random_below(source, 6))
            snprintf(gap, sizeof gap, "%.2f", random_between(source, 0.0, 6.0));
        length += (size_t)snprintf(text + length, sizeof text - length, "%s,%s\n", table->rows[i], gap);
    }
    return read_text(text);
}

/* ---- figures and limits of a phase */

static double mutual_minimum(ip_solver *solver, const ip_composition *a, const ip_composition *b, const ip_reservoir *reservoir) {
    ip_interface interface;
    ip_error error;
    assert_ok(ip_interface_find(&interface, solver, a, b, reservoir, &error), &error);
    double lowest = interface.kinks[interface.minimum].mutual_reaction_energy;
    ip_interface_clear(&interface);
    return lowest;
}

/* The deepest over the range: at the voltage that is the worst, and nowhere deeper. */
static double worst_of_range(ip_solver *solver, const ip_composition *a, const ip_composition *b,
                             const ip_coating_search *search) {
    double worst, voltages[6];
    int count = 6;
    ip_error error;
    for (int i = 1; i < count; i++)
        voltages[i] = search->voltage_low + (search->voltage_high - search->voltage_low) * (i - 1) / (count - 2);
    voltages[0] = search->voltage_low;
    if (search->voltage_high > search->voltage_low)
        assert_ok(ip_interface_worst_voltage(&voltages[0], NULL, solver, a, b, search->metal, search->charge, search->voltage_low,
                                             search->voltage_high, NULL, &error), &error);
    worst = 0.0;
    for (int i = 0; i < count; i++) {
        ip_reservoir contact = {0};
        assert_int_equal(ip_reservoir_open_metal(&contact, search->metal, search->charge, voltages[i], NULL), IP_OK);
        double depth = mutual_minimum(solver, a, b, &contact);
        if (i == 0)
            worst = depth;
        assert_true(depth >= worst - 1e-7);
    }
    return worst;
}

/* Every figure of an examined phase from its definition. */
static void check_figures(ip_solver *solver, const ip_coating_search *search, const ip_coating *coating) {
    ip_composition composition = ip_phase_composition(coating->phase);
    ip_hull hull;
    ip_profile profile;
    ip_error error;
    double worst = NAN, at_voltage = NAN;
    assert_ok(ip_hull_find(&hull, solver, &composition, &error), &error);
    assert_near(coating->energy_above_hull, hull.energy_above_hull, 1e-9);
    ip_hull_clear(&hull);
    assert_ok(ip_profile_find(&profile, solver, &composition, search->metal, search->charge, &error), &error);
    ip_window window = ip_profile_window(&profile);
    assert_near(coating->reduction_potential, window.reduction_potential, 1e-9);
    if (isinf(window.oxidation_potential))
        assert_true(isinf(coating->oxidation_potential));
    else
        assert_near(coating->oxidation_potential, window.oxidation_potential, 1e-9);
    ip_profile_clear(&profile);
    for (int i = 0; i < search->cathode_count; i++) {
        double depth = mutual_minimum(solver, &composition, &search->cathodes[i], NULL);
        worst = fmin(worst, depth);
        if (i == coating->cathode)
            assert_near(coating->cathode_energy, depth, 1e-8);
        at_voltage = fmin(at_voltage, worst_of_range(solver, &composition, &search->cathodes[i], search));
    }
    if (search->cathode_count) {
        assert_near(coating->cathode_energy, worst, 1e-8);
        assert_near(coating->cathode_energy_at_voltage, at_voltage, 1e-7);
    }
    if (search->electrolyte) {
        double depth = mutual_minimum(solver, search->electrolyte, &composition, NULL);
        assert_near(coating->electrolyte_energy, depth, 1e-8);
        worst = fmin(worst, depth);
    }
    if (isnan(worst))
        assert_true(isnan(coating->worst_energy));
    else
        assert_near(coating->worst_energy, worst, 1e-8);
}

/* A figure at its limit passes, and just beyond it does not. */
static void check_limits(const ip_coating_search *original, const ip_coating *coating) {
    ip_coating_search search = *original;
    if (coating->energy_above_hull > 1e-5) {
        search.max_above_hull = coating->energy_above_hull;
        assert_true(ip_coating_passes(&search, coating, IP_COATING_ABOVE_HULL));
        search.max_above_hull = coating->energy_above_hull - 1e-5;
        assert_false(ip_coating_passes(&search, coating, IP_COATING_ABOVE_HULL));
    }
    search.voltage_low = coating->reduction_potential;
    search.voltage_high = isinf(coating->oxidation_potential) ? 99.0 : coating->oxidation_potential;
    assert_true(ip_coating_passes(&search, coating, IP_COATING_WINDOW));
    if (coating->reduction_potential > 1e-4) {
        search.voltage_low = coating->reduction_potential - 1e-5;
        assert_false(ip_coating_passes(&search, coating, IP_COATING_WINDOW));
        search.voltage_low = coating->reduction_potential;
    }
    if (!isinf(coating->oxidation_potential)) {
        search.voltage_high = coating->oxidation_potential + 1e-5;
        assert_false(ip_coating_passes(&search, coating, IP_COATING_WINDOW));
    }
    struct {
        ip_coating_test test;
        double energy;
    } reactions[] = {{IP_COATING_ELECTROLYTE, coating->electrolyte_energy},
                     {IP_COATING_CATHODE, coating->cathode_energy},
                     {IP_COATING_AT_VOLTAGE, coating->cathode_energy_at_voltage}};
    for (int i = 0; i < 3; i++) {
        if (!ip_coating_tests(original, reactions[i].test) || reactions[i].energy > -1e-5)
            continue;
        search.max_reaction = search.max_reaction_at_voltage = -reactions[i].energy;
        assert_true(ip_coating_passes(&search, coating, reactions[i].test));
        search.max_reaction = search.max_reaction_at_voltage = -reactions[i].energy - 1e-5;
        assert_false(ip_coating_passes(&search, coating, reactions[i].test));
    }
}

/* ---- the funnel and the rank */

static long grains(double energy) {
    return lround((isnan(energy) ? 0.0 : energy) / 1e-8);
}

/* Whether the left one may stand before the right one, from what the header says. */
static bool in_order(const ip_coating *left, const ip_coating *right) {
    long keys[3][2] = {{grains(left->worst_energy), grains(right->worst_energy)},
                       {grains(left->cathode_energy_at_voltage), grains(right->cathode_energy_at_voltage)},
                       {grains(-left->energy_above_hull), grains(-right->energy_above_hull)}};
    double gap_left = left->phase->band_gap, gap_right = right->phase->band_gap;
    for (int i = 0; i < 3; i++)
        if (keys[i][0] != keys[i][1])
            return keys[i][0] > keys[i][1];
    if (isnan(gap_left) != isnan(gap_right))
        return isnan(gap_right);
    if (gap_left < gap_right || gap_left > gap_right)
        return gap_left > gap_right;
    return strcmp(left->phase->formula, right->phase->formula) < 0;
}

/* The list against each phase examined by itself: the same verdict, so many left after each test, every figure. */
static void check_list(const ip_dataset *dataset, ip_solver *solver, const ip_coating_search *search,
                       const ip_coating_list *list) {
    long left[IP_COATING_TEST_COUNT] = {0}, passed = 0, without_gap = 0;
    assert_int_equal(list->count, ip_dataset_count(dataset));
    assert_int_equal(list->failures, 0);
    for (long i = 0; i < list->count; i++) {
        const ip_coating *entry = &list->coatings[i];
        ip_coating alone;
        ip_coating_examine(&alone, solver, search, entry->phase);
        assert_int_equal(alone.status, IP_OK);
        assert_int_equal(entry->failed, alone.failed);
        assert_int_equal(i < list->passed, alone.failed == IP_COATING_TEST_COUNT);
        for (int test = 0; test < (int)alone.failed; test++)
            left[test]++;
        passed += alone.failed == IP_COATING_TEST_COUNT;
        without_gap += alone.failed == IP_COATING_BAND_GAP && isnan(entry->phase->band_gap);
        bool is_metal = entry->phase->element_count == 1 && entry->phase->elements[0] == search->metal;
        if (!is_metal) {
            check_figures(solver, search, &alone);
            check_limits(search, &alone);
        }
        if (i < list->passed)
            check_figures(solver, search, entry);
        if (i > 0 && i < list->passed)
            assert_true(in_order(&list->coatings[i - 1], entry));
        if (i > list->passed)
            assert_true(strcmp(list->coatings[i - 1].phase->formula, entry->phase->formula) < 0);
        ip_coating_clear(&alone);
    }
    assert_int_equal(list->passed, passed);
    assert_int_equal(list->without_gap, without_gap);
    for (int test = 0; test < IP_COATING_TEST_COUNT; test++)
        assert_int_equal(list->left[test], left[test]);
    assert_int_equal(list->left[IP_COATING_TEST_COUNT - 1], passed);
}

static void check_same_lists(const ip_coating_list *one, const ip_coating_list *other) {
    assert_int_equal(one->passed, other->passed);
    assert_memory_equal(one->left, other->left, sizeof one->left);
    for (long i = 0; i < one->count; i++) {
        const ip_coating *left = &one->coatings[i], *right = &other->coatings[i];
        assert_ptr_equal(left->phase, right->phase);
        assert_int_equal(left->failed, right->failed);
        assert_int_equal(left->cathode, right->cathode);
        assert_int_equal(left->cathode_products.product_count, right->cathode_products.product_count);
        assert_int_equal(left->electrolyte_products.product_count, right->electrolyte_products.product_count);
        if (i < one->passed && !isnan(left->worst_energy))
            assert_near(left->worst_energy, right->worst_energy, 1e-9);
    }
}

/* A search of random limits, most of them wide enough to let something through. */
static ip_coating_search random_search(random_source *source) {
    ip_coating_search search = ip_coating_search_default();
    search.min_gap = random_below(source, 2) ? random_between(source, 0.0, 2.0) : 0.0;
    search.max_above_hull = random_below(source, 2) ? random_between(source, 0.0, 1.0) : 0.005;
    search.max_reaction = random_between(source, 0.0, 1.0);
    if (random_below(source, 2))
        search.max_reaction_at_voltage = random_between(source, 0.0, 2.0);
    return search;
}

static void add_element(ip_element_set *set, const char *symbol) {
    ip_element_set_add(set, ip_element_find(symbol, strlen(symbol)));
}

/* A search cut in two finds the same, phase for phase, and ranks by the same numbers. */
static void check_cut(const ip_dataset *dataset, const ip_coating_search *search, const ip_coating_list *whole, long cut) {
    ip_coating_search half = *search;
    long at[2] = {0, 0};
    half.end = cut;
    ip_coating_list parts[2] = {find_layers(dataset, &half, 1)};
    half.first = cut;
    half.end = ip_dataset_count(dataset);
    parts[1] = find_layers(dataset, &half, 1);
    assert_int_equal(parts[0].count, cut);
    assert_int_equal(parts[0].count + parts[1].count, whole->count);
    assert_int_equal(parts[0].passed + parts[1].passed, whole->passed);
    assert_int_equal(parts[0].failures + parts[1].failures, whole->failures);
    for (int test = 0; test < IP_COATING_TEST_COUNT; test++)
        assert_int_equal(parts[0].left[test] + parts[1].left[test], whole->left[test]);
    for (long i = 0; i < whole->passed; i++) {
        int side = at[0] < parts[0].passed && parts[0].coatings[at[0]].phase == whole->coatings[i].phase ? 0 : 1;
        assert_true(at[side] < parts[side].passed);
        assert_ptr_equal(parts[side].coatings[at[side]++].phase, whole->coatings[i].phase);
        double before[IP_COATING_MERITS], here[IP_COATING_MERITS];
        ip_coating_merits(here, &whole->coatings[i]);
        int equal = 0;
        if (i)
            ip_coating_merits(before, &whole->coatings[i - 1]);
        while (i && equal < IP_COATING_MERITS && !(before[equal] < here[equal]) && !(before[equal] > here[equal]))
            equal++;
        if (i && equal < IP_COATING_MERITS)
            assert_true(before[equal] > here[equal]);
        else if (i)
            assert_true(strcmp(whole->coatings[i - 1].phase->formula, whole->coatings[i].phase->formula) < 0);
    }
    ip_coating_list_clear(&parts[0]);
    ip_coating_list_clear(&parts[1]);
}

static void check_random_searches(uint64_t seed, energy_kind energies) {
    static const char *const symbols[] = {"Na", "S", "P", "Cl"};
    random_source source = random_start(seed);
    long passed = 0;
    for (int round = repetitions(12); round > 0; round--) {
        int count = 3 + random_below(&source, 2);
        random_table table = random_table_make(&source, symbols, count, 10 + random_below(&source, 20), energies);
        ip_dataset *dataset = read_with_gaps(&table, &source);
        ip_solver *solver = new_solver(dataset);
        ip_composition electrolyte = random_composition(&source, symbols, count, 2), cathodes[2];
        ip_coating_search search = random_search(&source);
        if (random_below(&source, 3) == 0)
            add_element(&search.contains, symbols[random_below(&source, count)]);
        if (random_below(&source, 4) == 0)
            add_element(&search.without, symbols[random_below(&source, count)]);
        search.max_elements = random_below(&source, 4);
        search.electrolyte = random_below(&source, 4) ? &electrolyte : NULL;
        for (int i = 0; i < 2; i++)
            cathodes[i] = random_composition(&source, symbols, count, 2);
        search.cathode_count = random_below(&source, 3);
        search.cathodes = cathodes;
        if (search.cathode_count) {
            search.voltage_low = random_between(&source, 0.0, 2.0);
            search.voltage_high = search.voltage_low + random_below(&source, 2) * random_between(&source, 0.0, 1.0);
        }
        ip_coating_list list = find_layers(dataset, &search, 1);
        check_list(dataset, solver, &search, &list);
        for (int threads = 2; threads <= 5; threads += 3) {
            ip_coating_list other = find_layers(dataset, &search, threads);
            check_same_lists(&list, &other);
            ip_coating_list_clear(&other);
        }
        check_cut(dataset, &search, &list, random_below(&source, (int)list.count) + 1);
        passed += list.passed;
        ip_coating_list_clear(&list);
        ip_solver_free(solver);
        ip_dataset_free(dataset);
    }
    assert_true(passed > repetitions(12)); /* or there was little to compare */
}

static void test_random_searches(void **state) {
    (void)state;
    check_random_searches(703, SCATTERED_ENERGIES);
}

static void test_random_searches_of_ties(void **state) {
    (void)state;
    check_random_searches(704, TIED_ENERGIES);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_searches),
        cmocka_unit_test(test_random_searches_of_ties),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
