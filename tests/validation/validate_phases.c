/* Stable phases and facets of chemical systems, and corners of chemical potentials, against those of pymatgen (phases.json, made
 * by make_phases.py for this very table). */
#include "../tap.h"

#include <interphase/interphase.h>

#include <jansson.h>

#include <math.h>

#define CORNER_TOLERANCE 1e-6 /* eV/atom */

/* Phases of an entry of the file by their numbers, as a list that is sorted by formula there. */
static const char *name_of(const json_t *entry, const json_t *number) {
    return json_string_value(json_array_get(json_object_get(entry, "stable"), (size_t)json_integer_value(number)));
}

/* Whether a facet has exactly the phases of a list. */
static bool is_facet(const ip_phases *found, const ip_phase_facet *facet, const json_t *entry, const json_t *list) {
    size_t index, same = 0;
    json_t *number;
    json_array_foreach(list, index, number)
        for (int i = 0; i < facet->count; i++)
            same += strcmp(found->entries[facet->members[i]].phase->formula, name_of(entry, number)) == 0;
    return same == json_array_size(list) && facet->count == (int)same;
}

static bool compare_system(const ip_phases *found, const json_t *entry, long *facets) {
    const json_t *stable = json_object_get(entry, "stable"), *expected = json_object_get(entry, "facets");
    size_t index, known = 0;
    json_t *item;
    json_array_foreach(stable, index, item)
        for (int i = 0; i < found->count; i++)
            known += strcmp(found->entries[i].phase->formula, json_string_value(item)) == 0;
    bool same = (int)known == found->count && known == json_array_size(stable);
    if (!same)
        tap_note("%d phases on the hull, %zu expected, %zu of them the same", found->count, json_array_size(stable), known);
    known = 0;
    json_array_foreach(expected, index, item)
        for (int f = 0; f < found->facet_count; f++)
            known += is_facet(found, &found->facets[f], entry, item);
    *facets += found->facet_count;
    if ((int)known == found->facet_count && known == json_array_size(expected))
        return same;
    tap_note("%d facets, %zu expected, %zu of them the same", found->facet_count, json_array_size(expected), known);
    return false;
}

static void validate_systems(ip_solver *solver, const json_t *systems) {
    size_t index;
    json_t *entry;
    long facets = 0;
    json_array_foreach(systems, index, entry) {
        const char *system = json_string_value(json_object_get(entry, "system"));
        ip_element_set elements;
        ip_phases found;
        ip_error error;
        ip_status status = ip_phases_read_system(&elements, system, &error);
        if (!status)
            status = ip_phases_find(&found, solver, elements, 0.0, true, &error);
        if (status)
            tap_note("%s", error.message);
        tap_ok(!status && compare_system(&found, entry, &facets), "%s: phases and facets", system);
        if (!status)
            ip_phases_clear(&found);
    }
    tap_ok(index >= 40 && facets > 1000, "%zu systems with %ld facets were compared", index, facets);
}

/* The potential of an element at a corner; elements are by their symbols in the file. */
static double potential_of(const ip_potentials *found, int corner, const char *symbol) {
    for (int e = 0; e < found->element_count; e++)
        if (strcmp(ip_element_symbol(found->elements[e]), symbol) == 0)
            return found->corners[corner].potentials[e];
    return NAN;
}

static double distance(const ip_potentials *found, int corner, const json_t *elements, const json_t *expected) {
    double largest = 0.0;
    size_t index;
    json_t *symbol;
    json_array_foreach(elements, index, symbol) {
        double difference =
            fabs(potential_of(found, corner, json_string_value(symbol)) - json_number_value(json_array_get(expected, index)));
        largest = difference <= largest ? largest : difference;
    }
    return largest;
}

/* Every corner that is expected is there, and no other. */
static bool compare_corners(const ip_potentials *found, const json_t *entry, double *worst) {
    const json_t *elements = json_object_get(entry, "elements"), *expected = json_object_get(entry, "corners");
    size_t index;
    json_t *corner;
    int near = 0;
    json_array_foreach(expected, index, corner) {
        double nearest = INFINITY;
        for (int c = 0; c < found->count; c++)
            nearest = fmin(nearest, distance(found, c, elements, corner));
        near += nearest <= CORNER_TOLERANCE;
        *worst = fmax(*worst, nearest);
    }
    if (near == found->count && json_array_size(expected) == (size_t)near)
        return true;
    tap_note("%d corners, %zu expected, %d of them near", found->count, json_array_size(expected), near);
    return false;
}

static void validate_potentials(ip_solver *solver, const json_t *phases) {
    size_t index;
    json_t *entry;
    double worst = 0.0;
    int corners = 0;
    json_array_foreach(phases, index, entry) {
        const char *formula = json_string_value(json_object_get(entry, "formula"));
        ip_composition composition;
        ip_potentials found;
        ip_error error;
        ip_status status = ip_composition_read(&composition, formula, &error);
        if (!status)
            status = ip_potentials_find(&found, solver, &composition, NULL, &error);
        if (status)
            tap_note("%s", error.message);
        tap_ok(!status && compare_corners(&found, entry, &worst), "%s: corners of its chemical potentials", formula);
        if (!status) {
            corners += found.count;
            ip_potentials_clear(&found);
        }
    }
    tap_ok(index >= 50 && corners > 1000, "%zu phases with %d corners were compared, which differ by %g eV/atom at the most",
           index, corners, worst);
}

int main(void) {
    ip_dataset *dataset;
    ip_solver *solver;
    ip_error error;
    json_error_t why;
    char digest[IP_DIGEST_SIZE];
    json_t *answers = json_load_file(tap_source("tests/validation/phases.json"), 0, &why);
    if (!answers)
        tap_bail_out(why.text);
    if (ip_dataset_new(&dataset, &error) ||
        ip_dataset_read(dataset, tap_source("datasets/mp2020.csv"), IP_READ_DIGEST, NULL, NULL, &error) ||
        ip_solver_new(&solver, dataset, &error))
        tap_bail_out(error.message);
    ip_dataset_digest(dataset, digest);
    tap_ok(strcmp(digest, json_string_value(json_object_get(answers, "table"))) == 0,
           "the answers are of this table; make_phases.py makes them anew");
    validate_systems(solver, json_object_get(answers, "systems"));
    validate_potentials(solver, json_object_get(answers, "phases"));
    json_decref(answers);
    ip_solver_free(solver);
    ip_solver_end_thread();
    ip_dataset_free(dataset);
    return tap_done();
}
