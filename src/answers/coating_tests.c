/* The tests of a layer, one row each: when it is made, what it has to find out about a phase, whether that passes, and the words
 * for it. The order of the rows is that of the enumeration. Knows one phase at a time, and no solver. */
#include "coating.h"
#include "coating_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Voltages of a window's edges closer than this to those asked for are the same. */
#define EDGE_TOLERANCE IP_VOLTAGE_TOLERANCE

typedef struct test_row {
    const char *name;
    bool (*applies)(const ip_coating_search *search); /* NULL: always */
    bool (*shown)(const ip_coating_search *search);   /* whether its figure is wanted even where it is no test; NULL: no */
    ip_element_set (*partners)(const ip_coating_search *search); /* elements beside the phase's own; NULL: none */
    ip_coating_measurement *measure;           /* NULL: all is known */
    bool (*known)(const ip_coating *coating);  /* whether the figure was found; NULL: it needs none */
    bool (*passes)(const ip_coating_search *search, const ip_coating *coating);
    void (*sentence)(FILE *stream, const ip_coating_search *search, const ip_coating_list *list);
    void (*failure)(FILE *stream, const ip_coating_search *search, const ip_coating *coating); /* NULL: it is not what was asked */
} test_row;

/* ---- neither the metal itself nor left out of the competition */

bool ip_coating_is_metal(const ip_coating_search *search, const ip_phase *phase) {
    return phase->element_count == 1 && phase->elements[0] == search->metal;
}

static bool passes_candidate(const ip_coating_search *search, const ip_coating *coating) {
    return !ip_coating_is_metal(search, coating->phase) && !coating->phase->excluded;
}

static void say_candidate(FILE *stream, const ip_coating_search *search, const ip_coating_list *list) {
    (void)list;
    fprintf(stream, "other than %s itself and what --exclude leaves out", ip_coating_metal_name(search));
}

static void fail_candidate(FILE *stream, const ip_coating_search *search, const ip_coating *coating) {
    (void)search;
    fputs(coating->phase->excluded ? "it is left out of the competition" : "it is the metal itself", stream);
}

/* ---- without a stable isotope */

static bool applies_radioactive(const ip_coating_search *search) {
    return !search->radioactive;
}

/* Technetium, promethium, and everything from polonium on have no stable isotope. */
static bool passes_radioactive(const ip_coating_search *search, const ip_coating *coating) {
    const ip_phase *phase = coating->phase;
    (void)search;
    for (int i = 0; i < phase->element_count; i++)
        if (phase->elements[i] == 43 || phase->elements[i] == 61 || phase->elements[i] >= 84)
            return false;
    return true;
}

static void say_radioactive(FILE *stream, const ip_coating_search *search, const ip_coating_list *list) {
    (void)search;
    (void)list;
    fputs("without elements that have no stable isotope", stream);
    ip_coating_print_default(stream, true);
}

static void fail_radioactive(FILE *stream, const ip_coating_search *search, const ip_coating *coating) {
    (void)search;
    (void)coating;
    fputs("an element of it has no stable isotope", stream);
}

/* ---- elements */

static bool applies_contains(const ip_coating_search *search) {
    return !ip_element_set_empty(search->contains);
}

static bool passes_contains(const ip_coating_search *search, const ip_coating *coating) {
    return ip_element_set_within(search->contains, coating->phase->element_set);
}

static void say_contains(FILE *stream, const ip_coating_search *search, const ip_coating_list *list) {
    (void)list;
    fputs("with ", stream);
    ip_coating_print_elements(stream, search->contains);
}

static bool applies_elements(const ip_coating_search *search) {
    return !ip_element_set_empty(search->elements);
}

static bool passes_elements(const ip_coating_search *search, const ip_coating *coating) {
    return ip_element_set_within(coating->phase->element_set, search->elements);
}

static void say_elements(FILE *stream, const ip_coating_search *search, const ip_coating_list *list) {
    (void)list;
    fputs("of ", stream);
    ip_coating_print_elements(stream, search->elements);
    fputs(" only", stream);
}

static bool applies_without(const ip_coating_search *search) {
    return !ip_element_set_empty(search->without);
}

static bool passes_without(const ip_coating_search *search, const ip_coating *coating) {
    ip_element_set own = coating->phase->element_set;
    return ip_element_set_same(ip_element_set_without(own, search->without), own);
}

static void say_without(FILE *stream, const ip_coating_search *search, const ip_coating_list *list) {
    (void)list;
    fputs("without ", stream);
    ip_coating_print_elements(stream, search->without);
}

static bool applies_element_count(const ip_coating_search *search) {
    return search->max_elements > 0;
}

static bool passes_element_count(const ip_coating_search *search, const ip_coating *coating) {
    return coating->phase->element_count <= search->max_elements;
}

static void say_element_count(FILE *stream, const ip_coating_search *search, const ip_coating_list *list) {
    (void)list;
    fprintf(stream, "of at most %d elements", search->max_elements);
}

/* ---- band gap */

static bool applies_band_gap(const ip_coating_search *search) {
    return search->min_gap > 0.0;
}

static bool passes_band_gap(const ip_coating_search *search, const ip_coating *coating) {
    return coating->phase->band_gap >= search->min_gap;
}

static void say_band_gap(FILE *stream, const ip_coating_search *search, const ip_coating_list *list) {
    fputs("with a band gap of at least ", stream);
    ip_coating_print_limit(stream, search->min_gap);
    fputs(" eV", stream);
    ip_coating_print_default(stream, search->min_gap == IP_COATING_MIN_GAP);
    if (list && list->without_gap)
        fprintf(stream, "; of %ld no gap is known", list->without_gap);
}

static void fail_band_gap(FILE *stream, const ip_coating_search *search, const ip_coating *coating) {
    if (isnan(coating->phase->band_gap)) {
        fputs("its band gap is not known", stream);
        return;
    }
    fputs("its band gap is ", stream);
    ip_coating_print_number(stream, coating->phase->band_gap, 2);
    fputs(" eV, below ", stream);
    ip_coating_print_limit(stream, search->min_gap);
    fputs(" eV", stream);
}

/* ---- energy above hull */

static bool knows_above_hull(const ip_coating *coating) {
    return !isnan(coating->energy_above_hull);
}

static bool passes_above_hull(const ip_coating_search *search, const ip_coating *coating) {
    return coating->energy_above_hull <= search->max_above_hull + IP_HULL_TOLERANCE;
}

static void say_above_hull(FILE *stream, const ip_coating_search *search, const ip_coating_list *list) {
    (void)list;
    fputs("at most ", stream);
    ip_coating_print_limit(stream, search->max_above_hull);
    fputs(" eV/atom above the hull", stream);
    ip_coating_print_default(stream, search->max_above_hull == IP_COATING_MAX_ABOVE_HULL);
}

static void fail_above_hull(FILE *stream, const ip_coating_search *search, const ip_coating *coating) {
    fputs("it lies ", stream);
    ip_coating_print_uncertain(stream, search, coating->energy_above_hull, coating->energy_above_hull_uncertainty);
    fputs(" eV/atom above the hull, more than ", stream);
    ip_coating_print_limit(stream, search->max_above_hull);
}

/* ---- window */

static bool applies_window(const ip_coating_search *search) {
    return !search->any_window;
}

static bool shows_window(const ip_coating_search *search) {
    (void)search;
    return true;
}

static bool knows_window(const ip_coating *coating) {
    return !isnan(coating->reduction_potential);
}

static bool passes_window(const ip_coating_search *search, const ip_coating *coating) {
    return coating->reduction_potential <= search->voltage_low + EDGE_TOLERANCE &&
           coating->oxidation_potential >= search->voltage_high - EDGE_TOLERANCE;
}

static void say_window(FILE *stream, const ip_coating_search *search, const ip_coating_list *list) {
    (void)list;
    if (search->cathode_count) {
        fputs("with a window that holds ", stream);
        ip_coating_print_voltages(stream, search);
    } else {
        fprintf(stream, "stable in contact with %s", ip_coating_metal_name(search));
    }
}

static void fail_window(FILE *stream, const ip_coating_search *search, const ip_coating *coating) {
    if (search->cathode_count) {
        fputs("its window, ", stream);
        ip_coating_print_uncertain(stream, search, coating->reduction_potential, coating->reduction_potential_uncertainty);
        fputs(" to ", stream);
        ip_coating_print_uncertain(stream, search, coating->oxidation_potential, coating->oxidation_potential_uncertainty);
        fputs(" V, does not hold ", stream);
        ip_coating_print_voltages(stream, search);
    } else {
        fprintf(stream, "%s reduces it, below ", ip_coating_metal_name(search));
        ip_coating_print_uncertain(stream, search, coating->reduction_potential, coating->reduction_potential_uncertainty);
        fputs(" V", stream);
    }
}

/* ---- electrolyte */

static bool applies_electrolyte(const ip_coating_search *search) {
    return search->electrolyte != NULL;
}

static ip_element_set electrolyte_elements(const ip_coating_search *search) {
    return search->electrolyte ? ip_composition_elements(search->electrolyte) : (ip_element_set){{0, 0}};
}

static bool knows_electrolyte(const ip_coating *coating) {
    return !isnan(coating->electrolyte_energy);
}

static bool passes_electrolyte(const ip_coating_search *search, const ip_coating *coating) {
    return coating->electrolyte_energy >= -search->max_reaction - IP_REACTION_TOLERANCE;
}

/* "with at most 0.1 eV/atom of reaction with ", to be followed by what it is a reaction with. */
static void say_reaction(FILE *stream, const ip_coating_search *search) {
    fputs("with at most ", stream);
    ip_coating_print_limit(stream, search->max_reaction);
    fputs(" eV/atom of reaction with ", stream);
}

static void say_electrolyte(FILE *stream, const ip_coating_search *search, const ip_coating_list *list) {
    (void)list;
    say_reaction(stream, search);
    fputs(ip_coating_electrolyte_name(search), stream);
    ip_coating_print_default(stream, search->max_reaction == IP_COATING_MAX_REACTION);
}

static void fail_electrolyte(FILE *stream, const ip_coating_search *search, const ip_coating *coating) {
    ip_coating_print_reaction(stream, search, ip_coating_electrolyte_name(search), coating->electrolyte_energy,
                              coating->electrolyte_energy_uncertainty, search->max_reaction);
}

/* ---- cathode */

static bool applies_cathode(const ip_coating_search *search) {
    return search->cathode_count > 0;
}

static ip_element_set cathode_elements(const ip_coating_search *search) {
    return search->cathode_count ? ip_composition_elements(&search->cathodes[0]) : (ip_element_set){{0, 0}};
}

static bool knows_cathode(const ip_coating *coating) {
    return !isnan(coating->cathode_energy);
}

static bool passes_cathode(const ip_coating_search *search, const ip_coating *coating) {
    return coating->cathode_energy >= -search->max_reaction - IP_REACTION_TOLERANCE;
}

static void say_cathode(FILE *stream, const ip_coating_search *search, const ip_coating_list *list) {
    (void)list;
    say_reaction(stream, search);
    for (int i = 0; i < search->cathode_count; i++)
        fprintf(stream, "%s%s", i ? " and " : "", ip_coating_cathode_name(search, i));
    ip_coating_print_default(stream, search->max_reaction == IP_COATING_MAX_REACTION);
}

static void fail_cathode(FILE *stream, const ip_coating_search *search, const ip_coating *coating) {
    ip_coating_print_reaction(stream, search, ip_coating_cathode_name(search, coating->cathode), coating->cathode_energy,
                              coating->cathode_energy_uncertainty, search->max_reaction);
}

/* ---- at voltage */

static bool applies_at_voltage(const ip_coating_search *search) {
    return search->cathode_count > 0 && isfinite(search->max_reaction_at_voltage);
}

static bool knows_at_voltage(const ip_coating *coating) {
    return !isnan(coating->cathode_energy_at_voltage);
}

static bool passes_at_voltage(const ip_coating_search *search, const ip_coating *coating) {
    return coating->cathode_energy_at_voltage >= -search->max_reaction_at_voltage - IP_REACTION_TOLERANCE;
}

static void say_at_voltage(FILE *stream, const ip_coating_search *search, const ip_coating_list *list) {
    (void)list;
    fputs("with at most ", stream);
    ip_coating_print_limit(stream, search->max_reaction_at_voltage);
    fputs(" eV/atom of it at any voltage of the range", stream);
}

static void fail_at_voltage(FILE *stream, const ip_coating_search *search, const ip_coating *coating) {
    ip_coating_print_reaction(stream, search, "the cathode at a voltage of the range", coating->cathode_energy_at_voltage,
                              coating->cathode_energy_at_voltage_uncertainty, search->max_reaction_at_voltage);
}

/* ---- the rows */

static const test_row rows[IP_COATING_TEST_COUNT + 1] = {
    [IP_COATING_CANDIDATE] = {.name = "candidate", .passes = passes_candidate, .sentence = say_candidate,
                              .failure = fail_candidate},
    [IP_COATING_RADIOACTIVE] = {.name = "radioactive", .applies = applies_radioactive, .passes = passes_radioactive,
                                .sentence = say_radioactive, .failure = fail_radioactive},
    [IP_COATING_CONTAINS] = {.name = "contains", .applies = applies_contains, .passes = passes_contains,
                             .sentence = say_contains},
    [IP_COATING_ELEMENTS] = {.name = "elements", .applies = applies_elements, .passes = passes_elements,
                             .sentence = say_elements},
    [IP_COATING_WITHOUT] = {.name = "without", .applies = applies_without, .passes = passes_without, .sentence = say_without},
    [IP_COATING_ELEMENT_COUNT] = {.name = "element-count", .applies = applies_element_count, .passes = passes_element_count,
                                  .sentence = say_element_count},
    [IP_COATING_BAND_GAP] = {.name = "band-gap", .applies = applies_band_gap, .passes = passes_band_gap, .sentence = say_band_gap,
                             .failure = fail_band_gap},
    [IP_COATING_ABOVE_HULL] = {.name = "above-hull", .measure = ip_measure_above_hull, .known = knows_above_hull,
                               .passes = passes_above_hull, .sentence = say_above_hull, .failure = fail_above_hull},
    [IP_COATING_WINDOW] = {.name = "window", .applies = applies_window, .shown = shows_window, .measure = ip_measure_window,
                           .known = knows_window, .passes = passes_window, .sentence = say_window, .failure = fail_window},
    [IP_COATING_ELECTROLYTE] = {.name = "electrolyte", .applies = applies_electrolyte, .partners = electrolyte_elements,
                                .measure = ip_measure_electrolyte, .known = knows_electrolyte, .passes = passes_electrolyte,
                                .sentence = say_electrolyte, .failure = fail_electrolyte},
    [IP_COATING_CATHODE] = {.name = "cathode", .applies = applies_cathode, .partners = cathode_elements,
                            .measure = ip_measure_cathode, .known = knows_cathode, .passes = passes_cathode, .sentence = say_cathode, .failure = fail_cathode},
    [IP_COATING_AT_VOLTAGE] = {.name = "at-voltage", .applies = applies_at_voltage, .shown = applies_cathode,
                               .partners = cathode_elements, .measure = ip_measure_at_voltage, .known = knows_at_voltage,
                               .passes = passes_at_voltage, .sentence = say_at_voltage, .failure = fail_at_voltage},
    [IP_COATING_TEST_COUNT] = {.name = NULL, .partners = electrolyte_elements, .measure = ip_measure_products},
};

static const test_row *row_of(ip_coating_test test) {
    return (unsigned)test < IP_COATING_TEST_COUNT ? &rows[test] : NULL;
}

const char *ip_coating_test_name(ip_coating_test test) {
    const test_row *row = row_of(test);
    return row ? row->name : NULL;
}

bool ip_coating_tests(const ip_coating_search *search, ip_coating_test test) {
    const test_row *row = row_of(test);
    return row && (!row->applies || row->applies(search));
}

bool ip_coating_passes(const ip_coating_search *search, const ip_coating *coating, ip_coating_test test) {
    return !ip_coating_tests(search, test) || rows[test].passes(search, coating);
}

bool ip_coating_fails(const ip_coating_search *search, const ip_coating *coating, ip_coating_test test) {
    const test_row *row = row_of(test);
    /* What is left out of the competition is no layer whatever the solver says of it; and what fell may lack a figure. */
    bool is_asked = row && (!row->measure || coating->failed != IP_COATING_CANDIDATE);
    return is_asked && (!row->known || row->known(coating)) && !ip_coating_passes(search, coating, test);
}

char *ip_coating_sentence(const ip_coating_search *search, const ip_coating_list *list, ip_coating_test test) {
    const test_row *row = row_of(test);
    char *text = NULL;
    size_t size = 0;
    FILE *stream = row ? open_memstream(&text, &size) : NULL;
    if (!stream)
        return NULL;
    row->sentence(stream, search, list);
    fclose(stream);
    return text;
}

char *ip_coating_failure(const ip_coating_search *search, const ip_coating *coating, ip_coating_test test) {
    const test_row *row = row_of(test);
    char *text = NULL;
    size_t size = 0;
    FILE *stream = row ? open_memstream(&text, &size) : NULL;
    if (!stream)
        return NULL;
    if (row->failure) {
        row->failure(stream, search, coating);
    } else {
        fputs("it is not ", stream);
        row->sentence(stream, search, NULL);
    }
    fclose(stream);
    return text;
}

bool ip_coating_measures(const ip_coating_search *search, ip_coating_test test) {
    const test_row *row = &rows[test];
    bool is_wanted = test == IP_COATING_TEST_COUNT || ip_coating_tests(search, test) || (row->shown && row->shown(search));
    return is_wanted && row->measure;
}

ip_element_set ip_coating_partners(const ip_coating_search *search, ip_coating_test test) {
    const test_row *row = &rows[test];
    return row->partners ? row->partners(search) : (ip_element_set){{0, 0}};
}

void ip_coating_measure(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_coating_test test) {
    ip_error error = {IP_OK, ""};
    const test_row *row = &rows[test];
    if (coating->status || !row->measure)
        return;
    coating->status = row->measure(coating, solver, search, &error);
    if (coating->status)
        coating->message = strdup(error.message);
}
