/* The tests of a layer, one row each: when it is made, what it has to find out about a phase, whether that passes, and the words
 * for it. The order of the rows is that of the enumeration. Knows one phase at a time, and no solver. */
#include "coating.h"
#include "coating_words.h"

#include <math.h>
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
    void (*sentence)(ip_buffer *out, const ip_coating_search *search, const ip_coating_list *list);
    /* NULL: it is not what was asked. */
    void (*failure)(ip_buffer *out, const ip_coating_search *search, const ip_coating *coating);
} test_row;

/* ---- neither the metal itself nor left out of the competition */

bool ip_coating_is_metal(const ip_coating_search *search, const ip_phase *phase) {
    return phase->element_count == 1 && phase->elements[0] == search->metal;
}

static bool passes_candidate(const ip_coating_search *search, const ip_coating *coating) {
    return !ip_coating_is_metal(search, coating->phase) && !coating->phase->excluded;
}

static void say_candidate(ip_buffer *out, const ip_coating_search *search, const ip_coating_list *list) {
    (void)list;
    ip_buffer_print(out, "other than %s itself and what --exclude leaves out", ip_coating_metal_name(search));
}

static void fail_candidate(ip_buffer *out, const ip_coating_search *search, const ip_coating *coating) {
    (void)search;
    ip_buffer_add(out, coating->phase->excluded ? "it is left out of the competition" : "it is the metal itself");
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

static void say_radioactive(ip_buffer *out, const ip_coating_search *search, const ip_coating_list *list) {
    (void)search;
    (void)list;
    ip_buffer_add(out, "without elements that have no stable isotope");
    ip_coating_print_default(out, true);
}

static void fail_radioactive(ip_buffer *out, const ip_coating_search *search, const ip_coating *coating) {
    (void)search;
    (void)coating;
    ip_buffer_add(out, "an element of it has no stable isotope");
}

/* ---- elements */

static bool applies_contains(const ip_coating_search *search) {
    return !ip_element_set_empty(search->contains);
}

static bool passes_contains(const ip_coating_search *search, const ip_coating *coating) {
    return ip_element_set_within(search->contains, coating->phase->element_set);
}

static void say_contains(ip_buffer *out, const ip_coating_search *search, const ip_coating_list *list) {
    (void)list;
    ip_buffer_add(out, "with ");
    ip_coating_print_elements(out, search->contains);
}

static bool applies_elements(const ip_coating_search *search) {
    return !ip_element_set_empty(search->elements);
}

static bool passes_elements(const ip_coating_search *search, const ip_coating *coating) {
    return ip_element_set_within(coating->phase->element_set, search->elements);
}

static void say_elements(ip_buffer *out, const ip_coating_search *search, const ip_coating_list *list) {
    (void)list;
    ip_buffer_add(out, "of ");
    ip_coating_print_elements(out, search->elements);
    ip_buffer_add(out, " only");
}

static bool applies_without(const ip_coating_search *search) {
    return !ip_element_set_empty(search->without);
}

static bool passes_without(const ip_coating_search *search, const ip_coating *coating) {
    ip_element_set own = coating->phase->element_set;
    return ip_element_set_same(ip_element_set_without(own, search->without), own);
}

static void say_without(ip_buffer *out, const ip_coating_search *search, const ip_coating_list *list) {
    (void)list;
    ip_buffer_add(out, "without ");
    ip_coating_print_elements(out, search->without);
}

static bool applies_element_count(const ip_coating_search *search) {
    return search->max_elements > 0;
}

static bool passes_element_count(const ip_coating_search *search, const ip_coating *coating) {
    return coating->phase->element_count <= search->max_elements;
}

static void say_element_count(ip_buffer *out, const ip_coating_search *search, const ip_coating_list *list) {
    (void)list;
    ip_buffer_print(out, "of at most %d elements", search->max_elements);
}

/* ---- band gap */

static bool applies_band_gap(const ip_coating_search *search) {
    return search->min_gap > 0.0;
}

static bool passes_band_gap(const ip_coating_search *search, const ip_coating *coating) {
    return coating->phase->band_gap >= search->min_gap;
}

static void say_band_gap(ip_buffer *out, const ip_coating_search *search, const ip_coating_list *list) {
    ip_buffer_add(out, "with a band gap of at least ");
    ip_coating_print_limit(out, search->min_gap);
    ip_buffer_add(out, " eV");
    ip_coating_print_default(out, search->min_gap == IP_COATING_MIN_GAP);
    if (list && list->without_gap)
        ip_buffer_print(out, "; of %ld no gap is known", list->without_gap);
}

static void fail_band_gap(ip_buffer *out, const ip_coating_search *search, const ip_coating *coating) {
    if (isnan(coating->phase->band_gap)) {
        ip_buffer_add(out, "its band gap is not known");
        return;
    }
    ip_buffer_add(out, "its band gap is ");
    ip_coating_print_number(out, coating->phase->band_gap, 2);
    ip_buffer_add(out, " eV, below ");
    ip_coating_print_limit(out, search->min_gap);
    ip_buffer_add(out, " eV");
}

/* ---- energy above hull */

static bool knows_above_hull(const ip_coating *coating) {
    return !isnan(coating->energy_above_hull);
}

static bool passes_above_hull(const ip_coating_search *search, const ip_coating *coating) {
    return coating->energy_above_hull <= search->max_above_hull + IP_HULL_TOLERANCE;
}

static void say_above_hull(ip_buffer *out, const ip_coating_search *search, const ip_coating_list *list) {
    (void)list;
    ip_buffer_add(out, "at most ");
    ip_coating_print_limit(out, search->max_above_hull);
    ip_buffer_add(out, " eV/atom above the hull");
    ip_coating_print_default(out, search->max_above_hull == IP_COATING_MAX_ABOVE_HULL);
}

static void fail_above_hull(ip_buffer *out, const ip_coating_search *search, const ip_coating *coating) {
    ip_buffer_add(out, "it lies ");
    ip_coating_print_uncertain(out, search, coating->energy_above_hull, coating->energy_above_hull_uncertainty);
    ip_buffer_add(out, " eV/atom above the hull, more than ");
    ip_coating_print_limit(out, search->max_above_hull);
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

static void say_window(ip_buffer *out, const ip_coating_search *search, const ip_coating_list *list) {
    (void)list;
    if (search->cathode_count) {
        ip_buffer_add(out, "with a window that holds ");
        ip_coating_print_voltages(out, search);
    } else {
        ip_buffer_print(out, "stable in contact with %s", ip_coating_metal_name(search));
    }
}

static void fail_window(ip_buffer *out, const ip_coating_search *search, const ip_coating *coating) {
    if (search->cathode_count) {
        ip_buffer_add(out, "its window, ");
        ip_coating_print_uncertain(out, search, coating->reduction_potential, coating->reduction_potential_uncertainty);
        ip_buffer_add(out, " to ");
        ip_coating_print_uncertain(out, search, coating->oxidation_potential, coating->oxidation_potential_uncertainty);
        ip_buffer_add(out, " V, does not hold ");
        ip_coating_print_voltages(out, search);
    } else {
        ip_buffer_print(out, "%s reduces it, below ", ip_coating_metal_name(search));
        ip_coating_print_uncertain(out, search, coating->reduction_potential, coating->reduction_potential_uncertainty);
        ip_buffer_add(out, " V");
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
static void say_reaction(ip_buffer *out, const ip_coating_search *search) {
    ip_buffer_add(out, "with at most ");
    ip_coating_print_limit(out, search->max_reaction);
    ip_buffer_add(out, " eV/atom of reaction with ");
}

static void say_electrolyte(ip_buffer *out, const ip_coating_search *search, const ip_coating_list *list) {
    (void)list;
    say_reaction(out, search);
    ip_buffer_add(out, ip_coating_electrolyte_name(search));
    ip_coating_print_default(out, search->max_reaction == IP_COATING_MAX_REACTION);
}

static void fail_electrolyte(ip_buffer *out, const ip_coating_search *search, const ip_coating *coating) {
    ip_coating_print_reaction(out, search, ip_coating_electrolyte_name(search), coating->electrolyte_energy,
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

static void say_cathode(ip_buffer *out, const ip_coating_search *search, const ip_coating_list *list) {
    (void)list;
    say_reaction(out, search);
    for (int i = 0; i < search->cathode_count; i++)
        ip_buffer_print(out, "%s%s", i ? " and " : "", ip_coating_cathode_name(search, i));
    ip_coating_print_default(out, search->max_reaction == IP_COATING_MAX_REACTION);
}

static void fail_cathode(ip_buffer *out, const ip_coating_search *search, const ip_coating *coating) {
    ip_coating_print_reaction(out, search, ip_coating_cathode_name(search, coating->cathode), coating->cathode_energy,
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

static void say_at_voltage(ip_buffer *out, const ip_coating_search *search, const ip_coating_list *list) {
    (void)list;
    ip_buffer_add(out, "with at most ");
    ip_coating_print_limit(out, search->max_reaction_at_voltage);
    ip_buffer_add(out, " eV/atom of it at any voltage of the range");
}

static void fail_at_voltage(ip_buffer *out, const ip_coating_search *search, const ip_coating *coating) {
    ip_coating_print_reaction(out, search, "the cathode at a voltage of the range", coating->cathode_energy_at_voltage,
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
    ip_buffer text = {0};
    if (!row)
        return NULL;
    row->sentence(&text, search, list);
    return ip_buffer_take(&text);
}

char *ip_coating_failure(const ip_coating_search *search, const ip_coating *coating, ip_coating_test test) {
    const test_row *row = row_of(test);
    ip_buffer text = {0};
    if (!row)
        return NULL;
    if (row->failure) {
        row->failure(&text, search, coating);
    } else {
        ip_buffer_add(&text, "it is not ");
        row->sentence(&text, search, NULL);
    }
    return ip_buffer_take(&text);
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
    if (coating->status && !(coating->message = strdup(error.message)))
        coating->status = IP_NO_MEMORY;
}
