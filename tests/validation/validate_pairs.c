/* Interfaces, closed and open to sodium, against independent ones. */
#include "../tap.h"

#include <interphase/interphase.h>

#include <jansson.h>

#include <math.h>

#define ENERGY_TOLERANCE 1e-5   /* eV per atom of the mixture */
#define FRACTION_TOLERANCE 1e-4 /* of x */

/* One list of kinks: fractions from 0 to 1 and reaction energies. */
typedef struct kink_list {
    size_t count;
    double *x, *energy; /* owned */
} kink_list;

typedef struct totals {
    long pairs, closed, kinks, merged; /* merged: kept by one of the two only */
    double minimum, energy, fraction;  /* largest differences so far */
} totals;

static void raise_to(double *largest, double value) {
    if (!(value <= *largest))
        *largest = value;
}

static kink_list list_new(size_t count) {
    kink_list list = {count, calloc(count + 1, sizeof(double)), calloc(count + 1, sizeof(double))};
    if (!list.x || !list.energy)
        tap_bail_out("out of memory");
    return list;
}

static void list_free(kink_list *list) {
    free(list->x);
    free(list->energy);
}

static kink_list list_of_interface(const ip_interface *interface) {
    kink_list list = list_new((size_t)interface->kink_count);
    for (size_t i = 0; i < list.count; i++) {
        list.x[i] = interface->kinks[i].x;
        list.energy[i] = interface->kinks[i].reaction_energy;
    }
    return list;
}

static kink_list list_of_answer(const json_t *kinks) {
    kink_list list = list_new(json_array_size(kinks));
    for (size_t i = 0; i < list.count; i++) {
        const json_t *pair = json_array_get(kinks, i);
        list.x[i] = json_number_value(json_array_get(pair, 0));
        list.energy[i] = json_number_value(json_array_get(pair, 1));
    }
    return list;
}

static double list_minimum(const kink_list *list) {
    double lowest = INFINITY;
    for (size_t i = 0; i < list->count; i++)
        lowest = fmin(lowest, list->energy[i]);
    return lowest;
}

/* The energy on the line through the kinks. */
static double list_energy(const kink_list *list, double x) {
    size_t at = 1;
    while (at + 1 < list->count && list->x[at] < x)
        at++;
    double share = (x - list->x[at - 1]) / (list->x[at] - list->x[at - 1]);
    return (1.0 - share) * list->energy[at - 1] + share * list->energy[at];
}

static double list_distance(const kink_list *list, double x) {
    double nearest = INFINITY;
    for (size_t i = 0; i < list->count; i++)
        nearest = fmin(nearest, fabs(list->x[i] - x));
    return nearest;
}

/* Every kink of one list is in the other, or at least on its line: one of the two has merged it with a neighbour, or
 * keeps a change of products that does not bend the line. */
static bool compare_kinks(const kink_list *list, const kink_list *other, bool counts, totals *sum) {
    bool same = true;
    for (size_t i = 0; i < list->count; i++) {
        double energy = fabs(list->energy[i] - list_energy(other, list->x[i]));
        double fraction = list_distance(other, list->x[i]);
        raise_to(&sum->energy, energy);
        if (fraction <= FRACTION_TOLERANCE) {
            raise_to(&sum->fraction, fraction);
            sum->kinks += counts;
        } else {
            sum->merged++;
        }
        if (energy > ENERGY_TOLERANCE) {
            tap_note("kink at x = %.6f: %.6f eV/atom, off the other line by %g", list->x[i], list->energy[i], energy);
            same = false;
        }
    }
    return same;
}

/* How far above the hull a reactant lies that pymatgen takes at the hull, since its diagrams leave out whatever has a formation
 * energy above 0: eV/atom; 0 for others. */
static double left_above_hull(ip_solver *solver, const char *formula) {
    ip_composition composition;
    ip_hull hull;
    if (ip_composition_read(&composition, formula, NULL) || ip_hull_find(&hull, solver, &composition, NULL))
        tap_bail_out(formula);
    double above = hull.phase && hull.formation_energy > 0.0 ? hull.energy_above_hull : 0.0;
    ip_hull_clear(&hull);
    return above;
}

static void take_at_hull(kink_list *list, double a_above, double b_above) {
    for (size_t i = 0; i < list->count; i++)
        list->energy[i] += list->x[i] * a_above + (1.0 - list->x[i]) * b_above;
}

static ip_status find(ip_interface *interface, ip_solver *solver, const char *a, const char *b, const json_t *voltage) {
    ip_composition reactants[2];
    ip_reservoir reservoir = {0};
    ip_error error;
    ip_status status = ip_composition_read(&reactants[0], a, &error);
    if (!status)
        status = ip_composition_read(&reactants[1], b, &error);
    if (!status && json_is_number(voltage))
        status = ip_reservoir_open_metal(&reservoir, ip_element_find("Na", 2), 0, json_number_value(voltage), &error);
    if (!status)
        status = ip_interface_find(interface, solver, &reactants[0], &reactants[1], &reservoir, &error);
    if (status)
        tap_note("%s | %s: %s", a, b, error.message);
    return status;
}

static void compare_pair(ip_solver *solver, const json_t *entry, totals *sum) {
    const char *a = json_string_value(json_object_get(entry, "a")), *b = json_string_value(json_object_get(entry, "b"));
    const json_t *voltage = json_object_get(entry, "voltage");
    ip_interface interface;
    if (!a || !b || find(&interface, solver, a, b, voltage)) {
        tap_ok(false, "%s | %s is answered", a ? a : "an entry without a", b ? b : "an entry without b");
        return;
    }
    kink_list ours = list_of_interface(&interface), theirs = list_of_answer(json_object_get(entry, "kinks"));
    take_at_hull(&ours, left_above_hull(solver, a), left_above_hull(solver, b));
    double minimum = fabs(list_minimum(&ours) - json_number_value(json_object_get(entry, "minimum")));
    bool kinks = theirs.count >= 2 && compare_kinks(&theirs, &ours, true, sum) && compare_kinks(&ours, &theirs, false, sum);
    raise_to(&sum->minimum, minimum);
    sum->pairs++;
    sum->closed += !json_is_number(voltage);
    if (json_is_number(voltage))
        tap_ok(kinks && minimum <= ENERGY_TOLERANCE, "%s | %s at %g V%s%s", a, b, json_number_value(voltage),
               kinks ? "" : ": kinks", minimum <= ENERGY_TOLERANCE ? "" : ": minimum");
    else
        tap_ok(kinks && minimum <= ENERGY_TOLERANCE, "%s | %s, closed%s%s", a, b, kinks ? "" : ": kinks",
               minimum <= ENERGY_TOLERANCE ? "" : ": minimum");
    list_free(&ours);
    list_free(&theirs);
    ip_interface_clear(&interface);
}

static void compare_file(ip_solver *solver, const json_t *pairs) {
    totals sum = {0};
    tap_ok(json_array_size(pairs) >= 60, "the file holds %zu pairs", json_array_size(pairs));
    for (size_t i = 0; i < json_array_size(pairs); i++)
        compare_pair(solver, json_array_get(pairs, i), &sum);
    tap_ok(sum.closed > 0 && sum.closed < sum.pairs, "some are closed and some are open");
    tap_note("%ld pairs compared, %ld of them closed; %ld kinks kept by both, %ld by one only", sum.pairs, sum.closed,
             sum.kinks, sum.merged);
    tap_note("largest differences: minimum %.2e eV/atom, line %.2e eV/atom, kinks %.2e in x", sum.minimum, sum.energy,
             sum.fraction);
}

int main(void) {
    ip_dataset *dataset;
    ip_solver *solver;
    ip_error error;
    json_error_t problem;
    json_t *root = json_load_file(tap_answers("pymatgen-anchored.json"), 0, &problem);
    if (!root)
        return tap_skip_all("the independent interfaces are not beside the sources (shared/validation/pymatgen-anchored.json)");
    if (ip_dataset_new(&dataset, &error) ||
        ip_dataset_read(dataset, tap_source("datasets/mp2020.csv"), 0, NULL, NULL, &error) ||
        ip_solver_new(&solver, dataset, &error))
        tap_bail_out(error.message);
    compare_file(solver, json_object_get(root, "pairs"));
    ip_solver_free(solver);
    ip_dataset_free(dataset);
    ip_solver_end_thread();
    json_decref(root);
    return tap_done();
}
