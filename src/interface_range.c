/* The worst voltage of an interface: edges of the rectangles that optimal bases rule in the plane of mixing fraction
 * and voltage, and the deepest corner of them. The argument stands in the public header. */
#include <interphase/interface.h>

#include "lp.h"
#include "mixing.h"
#include "solver.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Voltages are rounded to this before they are used, so that the last bits of a search do not show. */
#define VOLTAGE_GRAIN 1e-9
/* Energies closer than this, eV/atom, are equally deep: the lower voltage is taken. */
#define DEPTH_TOLERANCE 1e-9
/* Edges in voltage nearer than this, V, are one. */
#define EDGE_TOLERANCE 1e-7

/* Rising values, and for each gap between neighbours whether its middle has been searched. */
typedef struct edge_list {
    double *values;
    bool *searched; /* [i] of the gap above values[i] */
    int count, size;
    double tolerance; /* nearer values are one */
} edge_list;

typedef struct range_search {
    ip_system *system;
    const ip_composition *a, *b;
    int metal, charge;
    double low, high;
    edge_list fractions, voltages;
    ip_composition at; /* mixture whose voltages are searched */
    bool at_is_open;   /* it holds nothing but the metal: its grand potential is zero */
} range_search;

static ip_status insert(edge_list *list, double value, ip_error *error) {
    int at = 0;
    while (at < list->count && list->values[at] < value - list->tolerance)
        at++;
    if (at < list->count && fabs(list->values[at] - value) <= list->tolerance)
        return IP_OK;
    if (list->count == list->size) {
        int size = list->size ? 2 * list->size : 32;
        double *values = realloc(list->values, (size_t)size * sizeof *values);
        if (values)
            list->values = values;
        bool *searched = realloc(list->searched, (size_t)size * sizeof *searched);
        if (searched)
            list->searched = searched;
        if (!values || !searched)
            return ip_error_set(error, IP_NO_MEMORY, "out of memory");
        list->size = size;
    }
    size_t behind = (size_t)(list->count - at);
    memmove(list->values + at + 1, list->values + at, behind * sizeof *list->values);
    memmove(list->searched + at + 1, list->searched + at, behind * sizeof *list->searched);
    list->values[at] = value;
    list->searched[at] = false;
    /* The gap below has been cut in two: both middles are new. */
    if (at > 0)
        list->searched[at - 1] = false;
    list->count++;
    return IP_OK;
}

static ip_status set_voltage(range_search *search, double voltage, ip_error *error) {
    double potential = -search->charge * voltage;
    return ip_system_set_potentials(search->system, &potential, error);
}

/* Grand potential per atom of the mixture search->at, as a line in the voltage. */
static ip_status evaluate_voltage(void *user, double voltage, ip_line *out, ip_error *error) {
    range_search *search = user;
    out->intercept = out->slope = 0.0;
    if (search->at_is_open)
        return IP_OK;
    ip_mixture mixture;
    ip_status status = set_voltage(search, voltage, error);
    if (!status)
        status = ip_system_solve(search->system, &search->at, NULL, IP_TIES_LEFT, &mixture, error);
    if (!status) {
        out->intercept = mixture.formation_energy;
        out->slope = search->charge * ip_mixture_element(&mixture, search->metal);
    }
    return status;
}

static void set_fraction(range_search *search, double x) {
    ip_element_set open = ip_system_open(search->system);
    search->at = ip_mixing_composition(search->a, search->b, x);
    search->at_is_open = ip_element_set_within(ip_composition_elements(&search->at), open);
}

/* All edges in voltage at one fraction. */
static ip_status search_voltages(range_search *search, double x, ip_error *error) {
    ip_line low, high;
    double *found = NULL;
    int count = 0;
    set_fraction(search, x);
    ip_status status = evaluate_voltage(search, search->low, &low, error);
    if (!status)
        status = evaluate_voltage(search, search->high, &high, error);
    if (!status)
        status = ip_envelope_find(&found, &count, low, high, evaluate_voltage, search, error);
    for (int i = 0; i < count && !status; i++) {
        double voltage = round(found[i] / VOLTAGE_GRAIN) * VOLTAGE_GRAIN;
        if (voltage > search->low && voltage < search->high)
            status = insert(&search->voltages, voltage, error);
    }
    free(found);
    return status;
}

/* All edges in fraction at one voltage. */
static ip_status search_fractions(range_search *search, double voltage, ip_error *error) {
    double *found = NULL;
    int count = 0;
    ip_status status = set_voltage(search, voltage, error);
    if (!status)
        status = ip_mixing_kinks(&found, &count, search->system, search->a, search->b, error);
    for (int i = 0; i < count && !status; i++)
        status = insert(&search->fractions, found[i], error);
    free(found);
    return status;
}

/* Searches the first gap whose middle is new. Returns whether there was one. */
static bool search_gap(range_search *search, edge_list *list, ip_status (*along)(range_search *, double, ip_error *),
                       ip_status *status, ip_error *error) {
    for (int i = 0; i + 1 < list->count; i++)
        if (!list->searched[i]) {
            list->searched[i] = true;
            *status = along(search, 0.5 * (list->values[i] + list->values[i + 1]), error);
            return true;
        }
    return false;
}

static ip_status find_edges(range_search *search, ip_error *error) {
    ip_status status = insert(&search->fractions, 0.0, error);
    if (!status)
        status = insert(&search->fractions, 1.0, error);
    if (!status)
        status = insert(&search->voltages, search->low, error);
    if (!status)
        status = insert(&search->voltages, search->high, error);
    if (!status)
        status = search_voltages(search, 0.0, error);
    if (!status)
        status = search_voltages(search, 1.0, error);
    while (!status && (search_gap(search, &search->voltages, search_fractions, &status, error) ||
                       search_gap(search, &search->fractions, search_voltages, &status, error))) {
    }
    return status;
}

/* Grand potentials at all corners: values[fraction * voltages + voltage]. */
static ip_status find_corners(range_search *search, double *values, ip_error *error) {
    ip_status status = IP_OK;
    for (int f = 0; f < search->fractions.count && !status; f++) {
        set_fraction(search, search->fractions.values[f]);
        for (int v = 0; v < search->voltages.count && !status; v++) {
            ip_line line;
            double voltage = search->voltages.values[v];
            status = evaluate_voltage(search, voltage, &line, error);
            values[f * search->voltages.count + v] = line.intercept + line.slope * voltage;
        }
    }
    return status;
}

static ip_status find_worst(range_search *search, double *voltage, ip_error *error) {
    int fractions = search->fractions.count, voltages = search->voltages.count;
    double *values = malloc((size_t)fractions * (size_t)voltages * sizeof *values), deepest = 0.0;
    if (!values)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    ip_status status = find_corners(search, values, error);
    const double *at_b = values, *at_a = values + (size_t)(fractions - 1) * (size_t)voltages;
    *voltage = search->low;
    for (int v = 0; v < voltages && !status; v++)
        for (int f = 0; f < fractions; f++) {
            double x = search->fractions.values[f];
            double mutual = values[f * voltages + v] - x * at_a[v] - (1.0 - x) * at_b[v];
            if (mutual < deepest - DEPTH_TOLERANCE) {
                deepest = mutual;
                *voltage = search->voltages.values[v];
            }
        }
    free(values);
    return status;
}

ip_status ip_interface_worst_voltage(double *voltage, ip_solver *solver, const ip_composition *a, const ip_composition *b,
                                     int metal, int charge, double low, double high, long *solves, ip_error *error) {
    ip_reservoir reservoir = {0};
    long before = ip_lp_solve_count();
    ip_status status = ip_reservoir_open_metal(&reservoir, metal, charge, low, error);
    if (status)
        return status;
    if (!isfinite(high) || high <= low)
        return ip_error_set(error, IP_BAD_ARGUMENT, "the voltage range %g to %g V is empty; the lower end comes first", low, high);
    range_search search = {.a = a, .b = b, .metal = metal, .charge = charge ? charge : ip_element_charge(metal), .low = low, .high = high};
    search.fractions.tolerance = IP_MIXING_TOLERANCE;
    search.voltages.tolerance = EDGE_TOLERANCE;
    ip_element_set open = {{0, 0}};
    ip_element_set_add(&open, metal);
    ip_element_set elements = ip_element_set_union(ip_composition_elements(a), ip_composition_elements(b));
    if (ip_element_set_within(elements, open))
        return ip_error_set(error, IP_RESERVOIR, "both reactants hold nothing but the open metal, so there is nothing left to react");
    status = ip_solver_system(solver, ip_element_set_union(elements, open), open, &search.system, error);
    if (!status)
        status = find_edges(&search, error);
    if (!status)
        status = find_worst(&search, voltage, error);
    if (solves)
        *solves = ip_lp_solve_count() - before;
    free(search.fractions.values);
    free(search.fractions.searched);
    free(search.voltages.values);
    free(search.voltages.searched);
    return status;
}
