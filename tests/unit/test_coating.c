/* The tests of a layer one by one, on a table that can be worked out by hand. */
#include "support.h"

#include <interphase/coating.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SODIUM = 11 };

static ip_solver *new_solver(const ip_dataset *dataset) {
    ip_solver *solver;
    assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
    return solver;
}

static ip_coating examine(const ip_dataset *dataset, ip_solver *solver, const ip_coating_search *search, const char *formula) {
    ip_composition composition = read_formula(formula);
    const ip_phase *phase = ip_dataset_find(dataset, &composition);
    ip_coating coating;
    assert_non_null(phase);
    ip_coating_examine(&coating, solver, search, phase);
    return coating;
}

static const ip_coating *find_entry(const ip_coating_list *list, const char *formula) {
    for (long i = 0; i < list->count; i++)
        if (strcmp(list->coatings[i].phase->formula, formula) == 0)
            return &list->coatings[i];
    fail_msg("%s is not in the list", formula);
    return NULL;
}

static ip_element_set set_of(const char *symbols) {
    ip_composition composition = read_formula(symbols);
    return ip_composition_elements(&composition);
}

/* ---- by hand: NaCl and Na2S bear the metal; NaS does not, and NaS2 lies above the hull */

static const char *const salts = "formula,e_form,band_gap\nNa,0,0\nS,0,2.5\nCl,0,2.5\nTc,0,0\nNa2S,-1.2,2.4\nNaS,-1.0,1.0\n"
                                 "NaS2,-0.5,1.5\nNaCl,-2.1,5.0\nNaTc,-0.4,\nNa2SCl,-1.4,3.0\n";

/* A search begins with the tests that the header names. */
static void test_search_init(void **state) {
    (void)state;
    const ip_coating_search searches[] = {IP_COATING_SEARCH_INIT, ip_coating_search_default()};
    for (int i = 0; i < 2; i++) {
        const ip_coating_search *search = &searches[i];
        assert_null(search->electrolyte);
        assert_null(search->cathodes);
        assert_int_equal(search->cathode_count, 0);
        assert_int_equal(search->metal, ip_element_find("Na", 2));
        assert_int_equal(search->charge, 0);
        assert_near(search->voltage_low, 0.0, 0.0);
        assert_near(search->voltage_high, 0.0, 0.0);
        assert_near(search->min_gap, IP_COATING_MIN_GAP, 0.0);
        assert_near(search->max_above_hull, IP_COATING_MAX_ABOVE_HULL, 0.0);
        assert_near(search->max_reaction, IP_COATING_MAX_REACTION, 0.0);
        assert_true(isinf(search->max_reaction_at_voltage) && search->max_reaction_at_voltage > 0.0);
        assert_true(ip_element_set_empty(search->contains) && ip_element_set_empty(search->elements) &&
                    ip_element_set_empty(search->without));
        assert_int_equal(search->max_elements, 0);
        assert_false(search->any_window || search->radioactive);
    }
    ip_reservoir reservoir = IP_RESERVOIR_INIT;
    assert_int_equal(reservoir.count, 0);
}

/* Which test every phase falls at, one limit after another. */
static void test_each_test(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(salts);
    ip_coating_search none = ip_coating_search_default(), search;
    none.min_gap = 0.0;
    none.max_above_hull = 10.0;
    none.radioactive = true;
    none.voltage_high = 0.0;
    struct {
        ip_coating_test test;
        const char *falls, *passes;
        ip_coating_search search;
    } cases[] = {
        {IP_COATING_CANDIDATE, "Na", "Na2S", none},      {IP_COATING_RADIOACTIVE, "NaTc", "NaCl", none},
        {IP_COATING_RADIOACTIVE, "Tc", "Na2S", none},    {IP_COATING_CONTAINS, "Na2S", "NaCl", none},
        {IP_COATING_CONTAINS, "Cl", "NaCl", none},       {IP_COATING_ELEMENTS, "NaCl", "Na2S", none},
        {IP_COATING_WITHOUT, "Na2S", "NaCl", none},      {IP_COATING_WITHOUT, "NaTc", "NaCl", none},
        {IP_COATING_ELEMENT_COUNT, "Na2SCl", "NaCl", none}, {IP_COATING_BAND_GAP, "NaTc", "NaCl", none},
        {IP_COATING_BAND_GAP, "NaS2", "Na2S", none},     {IP_COATING_ABOVE_HULL, "NaS2", "Na2S", none},
        {IP_COATING_WINDOW, "NaS", "Na2S", none},        {IP_COATING_WINDOW, "S", "NaTc", none},
    };
    cases[1].search.radioactive = cases[2].search.radioactive = false;
    cases[3].search.contains = cases[4].search.contains = set_of("NaCl");
    cases[5].search.elements = set_of("NaSTc");
    cases[6].search.without = cases[7].search.without = set_of("STc");
    cases[8].search.max_elements = 2;
    cases[9].search.min_gap = 0.1;
    cases[10].search.min_gap = 2.4;
    cases[11].search.max_above_hull = 0.005;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        search = cases[i].search;
        ip_coating_list list = find_layers(dataset, &search, 1);
        assert_true(ip_coating_tests(&search, cases[i].test));
        assert_int_equal(find_entry(&list, cases[i].falls)->failed, cases[i].test);
        assert_int_equal(find_entry(&list, cases[i].passes)->failed, IP_COATING_TEST_COUNT);
        assert_int_equal(list.failures, 0);
        ip_coating_list_clear(&list);
        ip_coating_list_clear(&list);
    }
    ip_dataset_free(dataset);
}

/* What has no limit is no test. */
static void test_tests_made(void **state) {
    (void)state;
    ip_composition salt = read_formula("NaCl");
    ip_coating_search search = ip_coating_search_default();
    assert_int_equal(search.metal, SODIUM);
    assert_near(search.min_gap, 0.5, 0.0);
    assert_near(search.max_above_hull, 0.005, 0.0);
    assert_near(search.max_reaction, 0.1, 0.0);
    assert_true(ip_coating_tests(&search, IP_COATING_RADIOACTIVE) && ip_coating_tests(&search, IP_COATING_BAND_GAP));
    static const ip_coating_test absent[] = {IP_COATING_CONTAINS,      IP_COATING_ELEMENTS,    IP_COATING_WITHOUT,
                                             IP_COATING_ELEMENT_COUNT, IP_COATING_ELECTROLYTE, IP_COATING_CATHODE,
                                             IP_COATING_AT_VOLTAGE};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        assert_false(ip_coating_tests(&search, absent[i]));
    search.electrolyte = search.cathodes = &salt;
    search.cathode_count = 1;
    assert_true(ip_coating_tests(&search, IP_COATING_ELECTROLYTE) && ip_coating_tests(&search, IP_COATING_CATHODE));
    assert_false(ip_coating_tests(&search, IP_COATING_AT_VOLTAGE));
    search.max_reaction_at_voltage = 0.2;
    assert_true(ip_coating_tests(&search, IP_COATING_AT_VOLTAGE));
    search.radioactive = true;
    search.min_gap = 0.0;
    assert_false(ip_coating_tests(&search, IP_COATING_RADIOACTIVE) || ip_coating_tests(&search, IP_COATING_BAND_GAP));
}

/* Words that are owned by whoever asked for them. */
static void assert_says(char *text, const char *expected) {
    assert_non_null(text);
    assert_string_equal(text, expected);
    free(text);
}

/* What each test asks, and what a phase failed in it: the words, the limits that were applied, the figures. */
static void test_words(void **state) {
    (void)state;
    static const struct {
        ip_coating_test test;
        const char *name, *sentence, *failure;
    } cases[] = {
        {IP_COATING_CANDIDATE, "candidate", "other than Na itself and what --exclude leaves out", "it is the metal itself"},
        {IP_COATING_RADIOACTIVE, "radioactive",
         "without elements that have no stable isotope (default, as in Xiao et al., Joule 2019, 3, 1252)",
         "an element of it has no stable isotope"},
        {IP_COATING_CONTAINS, "contains", "with Na, Cl", "it is not with Na, Cl"},
        {IP_COATING_ELEMENTS, "elements", "of O, Na only", "it is not of O, Na only"},
        {IP_COATING_WITHOUT, "without", "without F", "it is not without F"},
        {IP_COATING_ELEMENT_COUNT, "element-count", "of at most 3 elements", "it is not of at most 3 elements"},
        {IP_COATING_BAND_GAP, "band-gap", "with a band gap of at least 0.5 eV (default, as in Xiao et al., Joule 2019, 3, 1252)",
         "its band gap is 0.25 eV, below 0.5 eV"},
        {IP_COATING_ABOVE_HULL, "above-hull", "at most 0.0000000125 eV/atom above the hull",
         "it lies 0.0200 eV/atom above the hull, more than 0.0000000125"},
        {IP_COATING_WINDOW, "window", "with a window that holds 2.0000 to 3.6000 V",
         "its window, 0.5000 to inf V, does not hold 2.0000 to 3.6000 V"},
        {IP_COATING_ELECTROLYTE, "electrolyte", "with at most 0.2 eV/atom of reaction with Na3PS4",
         "its reaction with Na3PS4, -0.3000 eV/atom, is beyond 0.2"},
        {IP_COATING_CATHODE, "cathode", "with at most 0.2 eV/atom of reaction with NaCrO2 and CrO2",
         "its reaction with CrO2, -0.4000 eV/atom, is beyond 0.2"},
        {IP_COATING_AT_VOLTAGE, "at-voltage", "with at most 1234567.5 eV/atom of it at any voltage of the range",
         "its reaction with the cathode at a voltage of the range, -0.5000 eV/atom, is beyond 1234567.5"},
    };
    static const char *const cathodes[] = {"NaCrO2", "CrO2"};
    ip_coating_search search = IP_COATING_SEARCH_INIT;
    ip_composition any = read_formula("NaCl"), both[2] = {any, any};
    const ip_phase phase = {.formula = "Na", .band_gap = 0.25, .element_count = 1, .elements = (const unsigned char[]){SODIUM}};
    const ip_coating coating = {.phase = &phase,
                                .energy_above_hull = 0.02,
                                .reduction_potential = 0.5,
                                .oxidation_potential = INFINITY,
                                .electrolyte_energy = -0.3,
                                .cathode_energy = -0.4,
                                .cathode_energy_at_voltage = -0.5,
                                .cathode = 1};
    ip_coating_list list = {.without_gap = 7};
    search.electrolyte = &any;
    search.electrolyte_name = "Na3PS4";
    search.cathodes = both;
    search.cathode_count = 2;
    search.cathode_names = cathodes;
    search.voltage_low = 2.0;
    search.voltage_high = 3.6;
    search.contains = set_of("NaCl");
    search.elements = set_of("NaO");
    search.without = set_of("F");
    search.max_elements = 3;
    search.max_above_hull = 1.25e-8;
    search.max_reaction = 0.2;
    search.max_reaction_at_voltage = 1234567.5;
    assert_int_equal(sizeof cases / sizeof *cases, IP_COATING_TEST_COUNT);
    for (int i = 0; i < IP_COATING_TEST_COUNT; i++) {
        assert_int_equal(cases[i].test, i);
        assert_string_equal(ip_coating_test_name(cases[i].test), cases[i].name);
        assert_says(ip_coating_sentence(&search, NULL, cases[i].test), cases[i].sentence);
        assert_says(ip_coating_failure(&search, &coating, cases[i].test), cases[i].failure);
    }
    assert_says(ip_coating_sentence(&search, &list, IP_COATING_BAND_GAP),
                "with a band gap of at least 0.5 eV (default, as in Xiao et al., Joule 2019, 3, 1252); of 7 no gap is known");
    /* The anode side, and a search without names or limits. */
    search.cathode_count = 0;
    search.electrolyte_name = NULL;
    search.max_reaction = INFINITY;
    assert_says(ip_coating_sentence(&search, NULL, IP_COATING_WINDOW), "stable in contact with Na");
    assert_says(ip_coating_failure(&search, &coating, IP_COATING_WINDOW), "Na reduces it, below 0.5000 V");
    assert_says(ip_coating_sentence(&search, NULL, IP_COATING_ELECTROLYTE),
                "with at most inf eV/atom of reaction with the electrolyte");
    search.metal = 0;
    assert_says(ip_coating_sentence(&search, NULL, IP_COATING_WINDOW), "stable in contact with the metal");
    assert_null(ip_coating_test_name(IP_COATING_TEST_COUNT));
    assert_null(ip_coating_test_name((ip_coating_test)-1));
    assert_null(ip_coating_sentence(&search, NULL, IP_COATING_TEST_COUNT));
    assert_null(ip_coating_failure(&search, &coating, IP_COATING_TEST_COUNT));
    assert_false(ip_coating_tests(&search, IP_COATING_TEST_COUNT));
}

/* What is unknown is no failure, and neither is what a solver would say of what is no layer at all. */
static void test_fails(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(salts);
    ip_solver *solver = new_solver(dataset);
    ip_coating_search search = IP_COATING_SEARCH_INIT;
    ip_coating sulfide = examine(dataset, solver, &search, "NaS2"), metal = examine(dataset, solver, &search, "Na");
    assert_true(ip_coating_fails(&search, &sulfide, IP_COATING_ABOVE_HULL));
    assert_true(ip_coating_fails(&search, &sulfide, IP_COATING_WINDOW));
    assert_false(ip_coating_fails(&search, &sulfide, IP_COATING_BAND_GAP));
    assert_false(ip_coating_fails(&search, &sulfide, IP_COATING_ELECTROLYTE));
    assert_false(ip_coating_fails(&search, &sulfide, IP_COATING_TEST_COUNT));
    sulfide.reduction_potential = NAN;
    assert_false(ip_coating_fails(&search, &sulfide, IP_COATING_WINDOW));
    assert_true(ip_coating_fails(&search, &metal, IP_COATING_CANDIDATE));
    assert_true(ip_coating_fails(&search, &metal, IP_COATING_BAND_GAP));
    metal.energy_above_hull = 1.0;
    assert_false(ip_coating_fails(&search, &metal, IP_COATING_ABOVE_HULL));
    ip_coating_clear(&sulfide);
    ip_coating_clear(&metal);
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

/* Left out of the competition: neither a layer nor a product. */
static void test_excluded(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(salts);
    assert_int_equal(ip_dataset_exclude(dataset, "NaCl", NULL), IP_OK);
    ip_coating_search search = ip_coating_search_default();
    ip_coating_list list = find_layers(dataset, &search, 1);
    assert_int_equal(find_entry(&list, "NaCl")->failed, IP_COATING_CANDIDATE);
    assert_int_equal(list.left[IP_COATING_CANDIDATE], ip_dataset_count(dataset) - 2);
    ip_coating_list_clear(&list);
    ip_dataset_free(dataset);
}

/* The metal beside an electrolyte: the layer's reaction with it is all that is left to rank by. */
static void test_anode_side(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(salts);
    ip_solver *solver = new_solver(dataset);
    ip_composition sulfur = read_formula("S");
    ip_coating_search search = ip_coating_search_default();
    search.electrolyte = &sulfur;
    search.max_reaction = 1.0;
    ip_coating_list list = find_layers(dataset, &search, 1);
    assert_int_equal(list.passed, 2);
    assert_string_equal(list.coatings[0].phase->formula, "NaCl");
    assert_string_equal(list.coatings[1].phase->formula, "Na2S");
    assert_near(list.coatings[0].worst_energy, 0.0, 1e-9);
    /* Na2S + S -> 2 NaS: (4 (-1.0) - 3 (-1.2)) / 4 */
    assert_near(list.coatings[1].worst_energy, -0.1, 1e-9);
    assert_near(list.coatings[1].electrolyte_energy, -0.1, 1e-9);
    assert_string_equal(list.coatings[1].electrolyte_products.products[0].phase->formula, "NaS");
    assert_true(isnan(list.coatings[1].cathode_energy) && isnan(list.coatings[1].cathode_energy_at_voltage));
    ip_coating_list_clear(&list);
    search.max_reaction = 0.0999;
    ip_coating fallen = examine(dataset, solver, &search, "Na2S");
    assert_int_equal(fallen.failed, IP_COATING_ELECTROLYTE);
    ip_coating_clear(&fallen);
    ip_coating_clear(&fallen);
    search.electrolyte = NULL;
    list = find_layers(dataset, &search, 1);
    assert_int_equal(list.passed, 2);
    assert_true(isnan(list.coatings[0].worst_energy) && isnan(list.coatings[0].electrolyte_energy));
    ip_coating metal = examine(dataset, solver, &search, "Na");
    assert_int_equal(metal.status, IP_OK);
    assert_int_equal(metal.failed, IP_COATING_CANDIDATE);
    ip_coating_clear(&metal);
    ip_coating_list_clear(&list);
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

static void test_errors(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(salts);
    ip_executor *executor = new_executor(dataset, 1);
    ip_coating_search good = ip_coating_search_default(), wrong[14];
    size_t count = sizeof wrong / sizeof *wrong;
    for (size_t i = 0; i < count; i++)
        wrong[i] = good;
    wrong[0].voltage_low = -0.1;
    wrong[1].voltage_low = 2.0;
    wrong[1].voltage_high = 1.0;
    wrong[2].voltage_low = NAN;
    wrong[3].voltage_high = INFINITY;
    wrong[4].voltage_high = NAN;
    wrong[5].max_above_hull = -0.001;
    wrong[6].max_reaction = NAN;
    wrong[7].max_reaction_at_voltage = -1.0;
    wrong[8].min_gap = -0.5;
    wrong[9].metal = ip_element_find("S", 1);
    wrong[10].charge = 9;
    wrong[11].metal = 0;
    wrong[12].first = -1;
    wrong[13].first = 3;
    wrong[13].end = 2;
    for (size_t i = 0; i < count; i++) {
        ip_coating_list list;
        ip_error error = {IP_OK, ""};
        assert_int_equal(ip_coating_find(&list, executor, &wrong[i], NULL, NULL, &error), IP_BAD_ARGUMENT);
        assert_int_equal(error.status, IP_BAD_ARGUMENT);
        assert_true(strlen(error.message) > 0);
        assert_null(list.coatings);
        ip_coating_list_clear(&list);
    }
    ip_executor_free(executor);
    ip_dataset_free(dataset);
}

/* Chlorine has no row of its own, so that nothing can be said about NaCl; the others are judged. */
static void test_failures(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form,band_gap\nNa,0,0\nS,0,2.5\nNa2S,-1.2,2.4\nNaCl,-2.1,5\nNaS,-1,1\n");
    ip_solver *solver = new_solver(dataset);
    ip_coating_search search = ip_coating_search_default();
    ip_coating_list list = find_layers(dataset, &search, 2);
    assert_int_equal(list.passed, 1);
    assert_int_equal(list.failures, 1);
    assert_string_equal(list.coatings[0].phase->formula, "Na2S");
    assert_string_equal(list.coatings[1].phase->formula, "NaCl");
    assert_int_equal(list.coatings[1].status, IP_MISSING_ELEMENT);
    assert_contains(list.coatings[1].message, "Cl");
    assert_int_equal(list.left[IP_COATING_BAND_GAP], 4);
    assert_int_equal(list.left[IP_COATING_ABOVE_HULL], 3);
    ip_coating_list_clear(&list);
    ip_coating salt = examine(dataset, solver, &search, "NaCl");
    assert_int_equal(salt.status, IP_MISSING_ELEMENT);
    assert_int_equal(salt.failed, IP_COATING_TEST_COUNT);
    assert_contains(salt.message, "Cl");
    ip_coating_clear(&salt);
    /* Where it falls before that is found out, nothing has failed. */
    search.without = set_of("Cl");
    list = find_layers(dataset, &search, 1);
    assert_int_equal(list.failures, 0);
    ip_coating_list_clear(&list);
    salt = examine(dataset, solver, &search, "NaCl");
    assert_int_equal(salt.status, IP_OK);
    assert_int_equal(salt.failed, IP_COATING_WITHOUT);
    assert_null(salt.message);
    assert_true(isnan(salt.energy_above_hull) && isnan(salt.worst_energy));
    ip_coating_clear(&salt);
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

/* Reports come in the order of the tests, begin with none and end with all phases of each. */
typedef struct report_log {
    ip_coating_test test;
    long done, total, reports;
} report_log;

static void log_report(void *user, ip_coating_test test, long done, long total) {
    report_log *log = user;
    bool same = log->reports && test == log->test;
    assert_true(done >= 0 && done <= total);
    if (same)
        assert_true(done > log->done && total == log->total);
    else
        assert_true(done == 0);
    if (!same)
        assert_true(log->reports == 0 || (test > log->test && log->done == log->total));
    log->test = test;
    log->done = done;
    log->total = total;
    log->reports++;
}

static void test_progress(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(salts);
    ip_executor *executor = new_executor(dataset, 2);
    ip_coating_search search = ip_coating_search_default();
    ip_composition sulfur = read_formula("S");
    ip_coating_list list;
    report_log log = {IP_COATING_CANDIDATE, 0, 0, 0};
    search.electrolyte = &sulfur;
    assert_int_equal(ip_coating_find(&list, executor, &search, log_report, &log, NULL), IP_OK);
    assert_int_equal(log.reports, 8); /* two each: above hull, window, electrolyte, products */
    assert_int_equal(log.test, IP_COATING_TEST_COUNT);
    assert_int_equal(log.done, list.passed);
    ip_coating_list_clear(&list);
    ip_executor_free(executor);
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_search_init),
        cmocka_unit_test(test_each_test),
        cmocka_unit_test(test_tests_made),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_fails),
        cmocka_unit_test(test_excluded),
        cmocka_unit_test(test_anode_side),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_failures),
        cmocka_unit_test(test_progress),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
