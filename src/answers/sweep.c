/* Where reservoirs contradict each other is found by Newton's method on the cost of the reaction that runs away, which is
 * concave and piecewise linear, too. */
#include "sweep.h"

#include "reservoir.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Beyond the end of a range, so that rounding does not make reservoirs contradict each other there. */
#define INSIDE 1e-9
enum { MOST_STEPS = 200 };

static void set_exchange(ip_sweep *sweep, double t) {
    if (sweep->source < 0)
        sweep->exchange.potentials[0] = -sweep->charge * t;
    else
        ip_exchange_set(&sweep->exchange, sweep->source, -sweep->charge * t);
}

/* The reaction that runs away at t, its cost as a line in t; a cost of 0 where none does. */
static ip_status find_runaway(ip_sweep *sweep, double t, ip_runaway_reaction *found, double *slope, ip_error *error) {
    set_exchange(sweep, t);
    ip_status status = ip_solver_runaway(sweep->solver, &sweep->exchange, found, error);
    if (!status && found->cost < 0.0)
        *slope = sweep->charge * ip_exchange_amount(&sweep->exchange, sweep->source, found->pivots);
    return status;
}

/* Goes from t to where nothing runs away, upwards (sign 1) or downwards (-1). *text, if not NULL, is of the last that did. */
static ip_status find_end(ip_sweep *sweep, double *t, double sign, char **text, ip_error *error) {
    const ip_dataset *dataset = ip_solver_dataset(sweep->solver);
    double last_slope = 0.0;
    for (int step = 0; step < MOST_STEPS; step++) {
        ip_runaway_reaction found;
        double slope = 0.0;
        ip_status status = find_runaway(sweep, *t, &found, &slope, error);
        if (status)
            return status;
        if (found.cost == 0.0) {
            if (step)
                *t += sign * fmax(INSIDE, 10.0 * IP_EXCHANGE_TOLERANCE / last_slope);
            return IP_OK;
        }
        if (!(sign * slope > IP_EXCHANGE_TOLERANCE)) /* no better anywhere */
            return ip_reservoir_fail_runaway(&found, &sweep->exchange, dataset, error);
        if (text) {
            free(*text);
            status = ip_reservoir_runaway_text(text, &found, &sweep->exchange, dataset, error);
        }
        if (status)
            return status;
        *t -= found.cost / slope;
        last_slope = fabs(slope);
    }
    return ip_error_set(error, IP_NUMERIC, "the end of the range in which reservoirs do not contradict each other was not found");
}

static ip_status find_range(ip_sweep *sweep, double from, ip_error *error) {
    ip_runaway_reaction found;
    double slope = 0.0;
    sweep->lowest = from;
    sweep->highest = IP_SWEEP_FAR;
    ip_status status = find_end(sweep, &sweep->lowest, 1.0, &sweep->limit, error);
    if (!status)
        status = find_end(sweep, &sweep->highest, -1.0, NULL, error);
    if (!status && sweep->highest < sweep->lowest) {
        /* Each end for itself is bearable, but no t is: say what is wrong between them. */
        status = find_runaway(sweep, 0.5 * (sweep->lowest + sweep->highest), &found, &slope, error);
        if (!status)
            status = ip_reservoir_fail_runaway(&found, &sweep->exchange, ip_solver_dataset(sweep->solver), error);
    }
    if (sweep->highest == IP_SWEEP_FAR)
        sweep->highest = INFINITY;
    return status;
}

ip_status ip_sweep_metal(ip_sweep *out, ip_solver *solver, int metal, int charge, const ip_reservoir *others, ip_error *error) {
    ip_reservoir reservoir = IP_RESERVOIR_INIT;
    memset(out, 0, sizeof *out);
    out->solver = solver;
    out->metal = metal;
    out->charge = charge;
    out->source = -1;
    out->highest = INFINITY;
    if (others)
        reservoir = *others;
    ip_status status = ip_reservoir_open(&reservoir, metal, 0.0, error);
    if (!status && !ip_reservoir_holds(others))
        return ip_reservoir_exchange(&out->exchange, ip_solver_dataset(solver), &reservoir, error);
    if (!status)
        status = ip_reservoir_sources(&out->exchange, ip_solver_dataset(solver), &reservoir, error);
    if (status)
        return status;
    out->source = ip_exchange_find(&out->exchange, NULL, metal);
    return find_range(out, 0.0, error);
}

ip_status ip_sweep_gas(ip_sweep *out, ip_solver *solver, const ip_phase *gas, double highest, const ip_reservoir *others,
                       ip_error *error) {
    memset(out, 0, sizeof *out);
    out->solver = solver;
    out->gas = gas;
    out->charge = 1;
    ip_status status = ip_reservoir_sources(&out->exchange, ip_solver_dataset(solver), others, error);
    if (status)
        return status;
    out->source = ip_exchange_find(&out->exchange, gas, 0);
    return find_range(out, -highest, error);
}

void ip_sweep_clear(ip_sweep *sweep) {
    ip_exchange_clear(&sweep->exchange);
    free(sweep->limit);
    memset(sweep, 0, sizeof *sweep);
}

ip_status ip_sweep_elements(ip_sweep *sweep, ip_element_set elements, ip_error *error) {
    if (sweep->source >= 0)
        return ip_solver_system_exchanging(sweep->solver, elements, &sweep->exchange, &sweep->system, error);
    return ip_solver_system(sweep->solver, ip_element_set_union(elements, sweep->exchange.open), sweep->exchange.open,
                            &sweep->system, error);
}

ip_status ip_sweep_set(ip_sweep *sweep, double t, ip_error *error) {
    set_exchange(sweep, t);
    if (sweep->source < 0)
        return ip_system_set_potentials(sweep->system, sweep->exchange.potentials, error);
    ip_system_set_exchange(sweep->system, &sweep->exchange);
    return IP_OK;
}

ip_status ip_sweep_solve(ip_sweep *sweep, const ip_composition *composition, double t, ip_mixture *mixture, ip_line *line,
                         ip_error *error) {
    const ip_exchange *exchange = &sweep->exchange;
    ip_status status = ip_sweep_set(sweep, t, error);
    if (!status)
        status = ip_system_solve(sweep->system, composition, NULL, IP_TIES_LEFT, mixture, error);
    if (status)
        return status;
    line->intercept = mixture->formation_energy;
    if (sweep->source < 0) {
        line->slope = sweep->charge * ip_mixture_element(mixture, sweep->metal);
        return IP_OK;
    }
    int pivots[IP_ELEMENT_COUNT];
    double held[IP_ELEMENT_COUNT];
    ip_element_set_list(exchange->open, pivots);
    for (int p = 0; p < exchange->open_count; p++)
        held[p] = ip_mixture_element(mixture, pivots[p]);
    for (int s = 0; s < exchange->source_count; s++) {
        double amount = ip_exchange_amount(exchange, s, held);
        if (s == sweep->source)
            line->slope = sweep->charge * amount;
        else
            line->intercept -= exchange->sources[s].potential * amount;
    }
    return IP_OK;
}

double ip_sweep_held(const ip_sweep *sweep, const ip_composition *composition) {
    int pivots[IP_ELEMENT_COUNT];
    double held[IP_ELEMENT_COUNT];
    int count = ip_element_set_list(sweep->exchange.open, pivots);
    for (int p = 0; p < count; p++)
        held[p] = ip_composition_amount(composition, pivots[p]);
    return sweep->source < 0 ? held[0] : ip_exchange_amount(&sweep->exchange, sweep->source, held);
}

void ip_sweep_exchanged(double *uptake, double *paid, const ip_sweep *sweep, const ip_composition *subject,
                        const ip_equilibrium *equilibrium) {
    const ip_exchange *exchange = &sweep->exchange;
    int pivots[IP_ELEMENT_COUNT];
    double gained[IP_ELEMENT_COUNT];
    int count = ip_element_set_list(exchange->open, pivots);
    for (int p = 0; p < count; p++) {
        gained[p] = -ip_composition_amount(subject, pivots[p]);
        for (int i = 0; i < equilibrium->product_count; i++) {
            const ip_phase *phase = equilibrium->products[i].phase;
            for (int e = 0; e < phase->element_count; e++)
                if (phase->elements[e] == pivots[p])
                    gained[p] += equilibrium->products[i].amount * phase->amounts[e];
        }
    }
    *paid = 0.0;
    *uptake = sweep->source < 0 ? gained[0] : 0.0;
    for (int s = 0; s < exchange->source_count; s++) {
        double amount = ip_exchange_amount(exchange, s, gained);
        if (s == sweep->source)
            *uptake = amount;
        else
            *paid += exchange->sources[s].potential * amount;
    }
}
