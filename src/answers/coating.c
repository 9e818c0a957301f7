/* The tests of a layer: what each has to find out about a phase, and whether that passes. Knows one phase at a time. */
#include "coating.h"
#include "equilibrium.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Voltages of a window's edges closer than this to those asked for are the same. */
#define EDGE_TOLERANCE IP_VOLTAGE_TOLERANCE

ip_coating_search ip_coating_search_default(void) {
    ip_coating_search search = IP_COATING_SEARCH_INIT;
    return search;
}

/* ---- passing */

/* Technetium, promethium, and everything from polonium on have no stable isotope. */
static bool is_radioactive(const ip_phase *phase) {
    for (int i = 0; i < phase->element_count; i++)
        if (phase->elements[i] == 43 || phase->elements[i] == 61 || phase->elements[i] >= 84)
            return true;
    return false;
}

static bool is_metal(const ip_coating_search *search, const ip_phase *phase) {
    return phase->element_count == 1 && phase->elements[0] == search->metal;
}

static bool shares_element(ip_element_set a, ip_element_set b) {
    return !ip_element_set_same(ip_element_set_without(a, b), a);
}

bool ip_coating_tests(const ip_coating_search *search, ip_coating_test test) {
    switch (test) {
    case IP_COATING_RADIOACTIVE:
        return !search->radioactive;
    case IP_COATING_CONTAINS:
        return !ip_element_set_empty(search->contains);
    case IP_COATING_ELEMENTS:
        return !ip_element_set_empty(search->elements);
    case IP_COATING_WITHOUT:
        return !ip_element_set_empty(search->without);
    case IP_COATING_ELEMENT_COUNT:
        return search->max_elements > 0;
    case IP_COATING_BAND_GAP:
        return search->min_gap > 0.0;
    case IP_COATING_WINDOW:
        return !search->any_window;
    case IP_COATING_ELECTROLYTE:
        return search->electrolyte != NULL;
    case IP_COATING_CATHODE:
        return search->cathode_count > 0;
    case IP_COATING_AT_VOLTAGE:
        return search->cathode_count > 0 && isfinite(search->max_reaction_at_voltage);
    default:
        return true;
    }
}

bool ip_coating_passes(const ip_coating_search *search, const ip_coating *coating, ip_coating_test test) {
    const ip_phase *phase = coating->phase;
    if (!ip_coating_tests(search, test))
        return true;
    switch (test) {
    case IP_COATING_CANDIDATE:
        return !is_metal(search, phase) && !phase->excluded;
    case IP_COATING_RADIOACTIVE:
        return !is_radioactive(phase);
    case IP_COATING_CONTAINS:
        return ip_element_set_within(search->contains, phase->element_set);
    case IP_COATING_ELEMENTS:
        return ip_element_set_within(phase->element_set, search->elements);
    case IP_COATING_WITHOUT:
        return !shares_element(phase->element_set, search->without);
    case IP_COATING_ELEMENT_COUNT:
        return phase->element_count <= search->max_elements;
    case IP_COATING_BAND_GAP:
        return phase->band_gap >= search->min_gap;
    case IP_COATING_ABOVE_HULL:
        return coating->energy_above_hull <= search->max_above_hull + IP_HULL_TOLERANCE;
    case IP_COATING_WINDOW:
        return coating->reduction_potential <= search->voltage_low + EDGE_TOLERANCE &&
               coating->oxidation_potential >= search->voltage_high - EDGE_TOLERANCE;
    case IP_COATING_ELECTROLYTE:
        return coating->electrolyte_energy >= -search->max_reaction - IP_REACTION_TOLERANCE;
    case IP_COATING_CATHODE:
        return coating->cathode_energy >= -search->max_reaction - IP_REACTION_TOLERANCE;
    case IP_COATING_AT_VOLTAGE:
        return coating->cathode_energy_at_voltage >= -search->max_reaction_at_voltage - IP_REACTION_TOLERANCE;
    default:
        return true;
    }
}

/* ---- finding out */

static ip_status find_above_hull(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_error *error) {
    ip_composition composition = ip_phase_composition(coating->phase);
    ip_hull hull;
    (void)search;
    ip_status status = ip_hull_locate(&hull, solver, &composition, error);
    if (status)
        return status;
    coating->energy_above_hull = hull.energy_above_hull;
    ip_hull_clear(&hull);
    return IP_OK;
}

static ip_status find_window(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_error *error) {
    ip_composition composition = ip_phase_composition(coating->phase);
    return ip_window_find(&coating->reduction_potential, &coating->oxidation_potential, solver, &composition, search->metal,
                          search->charge, error);
}

static ip_status find_electrolyte(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_error *error) {
    ip_composition composition = ip_phase_composition(coating->phase);
    if (!search->electrolyte)
        return IP_OK;
    return ip_interface_depth(&coating->electrolyte_energy, NULL, solver, search->electrolyte, &composition, NULL, error);
}

static ip_status find_cathode(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_error *error) {
    ip_composition composition = ip_phase_composition(coating->phase);
    ip_status status = IP_OK;
    for (int i = 0; i < search->cathode_count && !status; i++) {
        double depth;
        status = ip_interface_depth(&depth, NULL, solver, &composition, &search->cathodes[i], NULL, error);
        /* Of equally deep ones the first, whatever the last bits say. */
        if (!status && !(depth >= coating->cathode_energy - IP_REACTION_TOLERANCE)) {
            coating->cathode_energy = depth;
            coating->cathode = i;
        }
    }
    return status;
}

static ip_status find_at_voltage(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_error *error) {
    ip_composition composition = ip_phase_composition(coating->phase);
    ip_status status = IP_OK;
    for (int i = 0; i < search->cathode_count && !status; i++) {
        const ip_composition *cathode = &search->cathodes[i];
        ip_reservoir reservoir = {0};
        double depth = 0.0, voltage;
        if (search->voltage_high > search->voltage_low) {
            status = ip_interface_worst_voltage(&voltage, &depth, solver, &composition, cathode, search->metal, search->charge,
                                                search->voltage_low, search->voltage_high, NULL, error);
        } else {
            status = ip_reservoir_open_metal(&reservoir, search->metal, search->charge, search->voltage_low, error);
            if (!status)
                status = ip_interface_depth(&depth, NULL, solver, &composition, cathode, &reservoir, error);
        }
        if (!status && !(depth >= coating->cathode_energy_at_voltage))
            coating->cathode_energy_at_voltage = depth;
    }
    return status;
}

/* What forms where two materials react most; takes the energy over, so that it is that of the products. */
static ip_status find_products(ip_equilibrium *products, double *energy, ip_solver *solver, const ip_composition *a,
                               const ip_composition *b, ip_error *error) {
    ip_interface found;
    ip_status status = ip_interface_find(&found, solver, a, b, NULL, error);
    if (status)
        return status;
    ip_kink *deepest = &found.kinks[found.minimum];
    *energy = deepest->mutual_reaction_energy;
    *products = deepest->products;
    memset(&deepest->products, 0, sizeof deepest->products);
    ip_interface_clear(&found);
    return IP_OK;
}

static ip_status finish(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_error *error) {
    ip_composition composition = ip_phase_composition(coating->phase);
    ip_status status = IP_OK;
    if (search->electrolyte)
        status = find_products(&coating->electrolyte_products, &coating->electrolyte_energy, solver, search->electrolyte,
                               &composition, error);
    if (!status && search->cathode_count)
        status = find_products(&coating->cathode_products, &coating->cathode_energy, solver, &composition,
                               &search->cathodes[coating->cathode], error);
    coating->worst_energy = fmin(coating->electrolyte_energy, coating->cathode_energy);
    return status;
}

typedef ip_status (*finder)(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_error *error);

static finder finder_of(ip_coating_test test) {
    switch (test) {
    case IP_COATING_ABOVE_HULL:
        return find_above_hull;
    case IP_COATING_WINDOW:
        return find_window;
    case IP_COATING_ELECTROLYTE:
        return find_electrolyte;
    case IP_COATING_CATHODE:
        return find_cathode;
    case IP_COATING_AT_VOLTAGE:
        return find_at_voltage;
    case IP_COATING_TEST_COUNT:
        return finish;
    default:
        return NULL;
    }
}

bool ip_coating_needs_solver(ip_coating_test test) {
    return finder_of(test) != NULL;
}

void ip_coating_measure(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_coating_test test) {
    ip_error error = {IP_OK, ""};
    finder find = finder_of(test);
    if (coating->status || !find)
        return;
    coating->status = find(coating, solver, search, &error);
    if (coating->status)
        coating->message = strdup(error.message);
}

void ip_coating_begin(ip_coating *coating, const ip_phase *phase) {
    memset(coating, 0, sizeof *coating);
    coating->phase = phase;
    coating->failed = IP_COATING_TEST_COUNT;
    coating->energy_above_hull = coating->reduction_potential = coating->oxidation_potential = NAN;
    coating->electrolyte_energy = coating->cathode_energy = coating->cathode_energy_at_voltage = NAN;
    coating->worst_energy = NAN;
}

void ip_coating_examine(ip_coating *out, ip_solver *solver, const ip_coating_search *search, const ip_phase *phase) {
    ip_coating_begin(out, phase);
    for (int test = 0; test <= IP_COATING_TEST_COUNT; test++) {
        /* The metal has no window against itself; it falls at the first test. */
        if (!is_metal(search, phase))
            ip_coating_measure(out, solver, search, (ip_coating_test)test);
        if (out->failed == IP_COATING_TEST_COUNT && test < IP_COATING_TEST_COUNT && !out->status &&
            !ip_coating_passes(search, out, (ip_coating_test)test))
            out->failed = (ip_coating_test)test;
        if (out->status)
            break;
    }
    /* What fell before is judged, and needs no more figures. */
    if (out->status && out->failed != IP_COATING_TEST_COUNT) {
        out->status = IP_OK;
        free(out->message);
        out->message = NULL;
    }
}

void ip_coating_pack(const ip_coating *coating, const ip_dataset *dataset, ip_packed *packed) {
    ip_packed_put_integer(packed, coating->status);
    ip_packed_put_text(packed, coating->message);
    ip_packed_put_number(packed, coating->energy_above_hull);
    ip_packed_put_number(packed, coating->reduction_potential);
    ip_packed_put_number(packed, coating->oxidation_potential);
    ip_packed_put_number(packed, coating->electrolyte_energy);
    ip_packed_put_number(packed, coating->cathode_energy);
    ip_packed_put_number(packed, coating->cathode_energy_at_voltage);
    ip_packed_put_number(packed, coating->worst_energy);
    ip_packed_put_integer(packed, coating->cathode);
    ip_equilibrium_pack(&coating->electrolyte_products, dataset, packed);
    ip_equilibrium_pack(&coating->cathode_products, dataset, packed);
}

void ip_coating_unpack(ip_coating *coating, const ip_dataset *dataset, ip_packed_reader *reader) {
    const ip_phase *phase = coating->phase;
    ip_error error = {IP_OK, ""};
    ip_coating_clear(coating);
    ip_coating_begin(coating, phase);
    coating->status = (ip_status)ip_packed_get_integer(reader);
    const char *message = ip_packed_get_text(reader);
    coating->message = message ? strdup(message) : NULL;
    coating->energy_above_hull = ip_packed_get_number(reader);
    coating->reduction_potential = ip_packed_get_number(reader);
    coating->oxidation_potential = ip_packed_get_number(reader);
    coating->electrolyte_energy = ip_packed_get_number(reader);
    coating->cathode_energy = ip_packed_get_number(reader);
    coating->cathode_energy_at_voltage = ip_packed_get_number(reader);
    coating->worst_energy = ip_packed_get_number(reader);
    coating->cathode = (int)ip_packed_get_integer(reader);
    ip_status status = ip_equilibrium_unpack(&coating->electrolyte_products, dataset, reader, &error);
    if (!status)
        status = ip_equilibrium_unpack(&coating->cathode_products, dataset, reader, &error);
    if (status && !coating->status) {
        coating->status = status;
        coating->message = strdup(error.message);
    }
}

void ip_coating_clear(ip_coating *coating) {
    free(coating->message);
    ip_equilibrium_clear(&coating->electrolyte_products);
    ip_equilibrium_clear(&coating->cathode_products);
    memset(coating, 0, sizeof *coating);
}
