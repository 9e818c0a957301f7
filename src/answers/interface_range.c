/* The worst voltage of an interface. Why a handful of voltages is enough stands in the public header. */
#include <interphase/interface.h>

#include "engine/lp.h"
#include "engine/mixing.h"
#include "sweep.h"

#include <math.h>
#include <stdlib.h>

/* Breakpoints are rounded to this, V, so that the last bits of a search do not show. */
#define VOLTAGE_GRAIN 1e-9
/* Energies closer than this, eV/atom, are equally deep: the lower voltage is taken. */
#define DEPTH_TOLERANCE 1e-9

typedef struct range_search {
    const ip_composition *a, *b;
    ip_sweep sweep; /* of the metal */
    double low, high;
    double *voltages; /* candidates, owned */
    int count, size;
} range_search;

/* One reactant alone, in the sweep. */
typedef struct reactant_line {
    ip_sweep *sweep;
    const ip_composition *reactant;
} reactant_line;

static ip_status add_voltage(range_search *search, double voltage, ip_error *error) {
    if (search->count == search->size) {
        int size = search->size ? 2 * search->size : 32;
        double *voltages = realloc(search->voltages, (size_t)size * sizeof *voltages);
        if (!voltages)
            return ip_error_set(error, IP_NO_MEMORY, "out of memory");
        search->voltages = voltages;
        search->size = size;
    }
    search->voltages[search->count++] = voltage;
    return IP_OK;
}

/* Grand potential per atom of the reactant, as a line in the voltage. */
static ip_status evaluate(void *user, double voltage, ip_line *out, ip_error *error) {
    const reactant_line *line = user;
    ip_mixture mixture;
    return ip_sweep_solve(line->sweep, line->reactant, voltage, &mixture, out, error);
}

/* Adds the voltages at which a reactant by itself changes its products. What reservoirs make up has none. */
static ip_status add_breakpoints(range_search *search, const ip_composition *reactant, ip_error *error) {
    reactant_line line = {&search->sweep, reactant};
    ip_line low, high;
    double *found = NULL;
    int count = 0;
    if (ip_exchange_makes(&search->sweep.exchange, reactant))
        return IP_OK;
    ip_status status = ip_sweep_elements(&search->sweep, ip_composition_elements(reactant), error);
    if (!status)
        status = evaluate(&line, search->low, &low, error);
    if (!status)
        status = evaluate(&line, search->high, &high, error);
    if (!status)
        status = ip_envelope_find(&found, &count, low, high, evaluate, &line, error);
    for (int i = 0; i < count && !status; i++) {
        double voltage = round(found[i] / VOLTAGE_GRAIN) * VOLTAGE_GRAIN;
        if (voltage > search->low && voltage < search->high)
            status = add_voltage(search, voltage, error);
    }
    free(found);
    return status;
}

/* The deepest mutual reaction energy at one voltage, eV per atom of the mixture; `shallow` where it is no deeper than that. */
static ip_status find_depth(range_search *search, double voltage, double shallow, double *depth, ip_error *error) {
    ip_element_set reactants = ip_element_set_union(ip_composition_elements(search->a), ip_composition_elements(search->b));
    double x;
    ip_status status = ip_sweep_elements(&search->sweep, reactants, error);
    if (!status)
        status = ip_sweep_set(&search->sweep, voltage, error);
    return status ? status : ip_mixing_depth(depth, &x, search->sweep.system, search->a, search->b, shallow, error);
}

static int by_value(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static ip_status find_worst(range_search *search, double *voltage, double *deepest, ip_error *error) {
    *deepest = 0.0;
    ip_status status = add_voltage(search, search->low, error);
    if (!status)
        status = add_voltage(search, search->high, error);
    if (!status)
        status = add_breakpoints(search, search->a, error);
    if (!status)
        status = add_breakpoints(search, search->b, error);
    if (status)
        return status;
    qsort(search->voltages, (size_t)search->count, sizeof *search->voltages, by_value);
    /* From the highest one down: most interfaces are worst there, and the others then only have to be seen to be better.
     * Of equally deep ones the last, which is the lowest voltage, is taken; equal is meant to the deepest of all. */
    double lowest = 0.0;
    *voltage = search->low;
    for (int i = search->count - 1; i >= 0 && !status; i--) {
        double shallow = fmin(lowest + (lowest < 0.0 ? DEPTH_TOLERANCE : -DEPTH_TOLERANCE), 0.0), depth;
        status = find_depth(search, search->voltages[i], shallow, &depth, error);
        if (!status && depth < shallow) {
            *deepest = depth;
            *voltage = search->voltages[i];
            lowest = fmin(lowest, depth);
        }
    }
    return status;
}

/* Reservoirs have to get along with each other over the whole range. */
static ip_status check_range(const range_search *search, ip_error *error) {
    const ip_sweep *sweep = &search->sweep;
    const char *symbol = ip_element_symbol(sweep->metal);
    if (ip_exchange_makes(&sweep->exchange, search->a) && ip_exchange_makes(&sweep->exchange, search->b))
        return ip_error_set(error, IP_RESERVOIR, "both reactants hold nothing but %s, so there is nothing left to react",
                            sweep->source < 0 ? "the open metal" : "what reservoirs make up");
    if (search->low < sweep->lowest)
        return ip_error_set(error, IP_UNBOUNDED,
                            "below %.4f V %s would go on without end: these reservoirs contradict each other", sweep->lowest,
                            sweep->limit);
    if (search->high > sweep->highest)
        return ip_error_set(error, IP_UNBOUNDED, "above %.4f V the reservoirs of %s and of gases contradict each other",
                            sweep->highest, symbol);
    return IP_OK;
}

ip_status ip_interface_worst_voltage_in(double *voltage, double *depth, ip_solver *solver, const ip_composition *a,
                                        const ip_composition *b, int metal, int charge, double low, double high,
                                        const ip_reservoir *others, long *solves, ip_error *error) {
    ip_reservoir reservoir = {0};
    long before = ip_lp_solve_count();
    ip_status status = ip_reservoir_open_metal(&reservoir, metal, charge, low, error);
    if (status)
        return status;
    if (!isfinite(high) || high <= low)
        return ip_error_set(error, IP_BAD_ARGUMENT, "the voltage range %g to %g V is empty; the lower end comes first", low,
                            high);
    range_search search = {.a = a, .b = b, .low = low, .high = high};
    double deepest = 0.0;
    status = ip_sweep_metal(&search.sweep, solver, metal, charge ? charge : ip_element_charge(metal), others, error);
    if (!status)
        status = check_range(&search, error);
    if (!status)
        status = find_worst(&search, voltage, &deepest, error);
    if (depth)
        *depth = deepest;
    if (solves)
        *solves = ip_lp_solve_count() - before;
    ip_sweep_clear(&search.sweep);
    free(search.voltages);
    return status;
}

ip_status ip_interface_worst_voltage(double *voltage, double *depth, ip_solver *solver, const ip_composition *a,
                                     const ip_composition *b, int metal, int charge, double low, double high, long *solves,
                                     ip_error *error) {
    return ip_interface_worst_voltage_in(voltage, depth, solver, a, b, metal, charge, low, high, NULL, solves, error);
}
