/* Sweeps by supporting lines, the potential of a gas as their parameter. */
#include "air_sweep.h"

#include "engine/envelope.h"
#include "equilibrium.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Nothing leaves against a potential so much above that of the elements, nothing is held back by one as much below, eV per
 * molecule. */
#define NO_PRESSURE 50.0

ip_status ip_air_sweep_start(ip_air_sweep *sweep, ip_solver *solver, const ip_composition *composition,
                             const ip_atmosphere *atmosphere, const ip_phase *gas, ip_error *error) {
    ip_reservoir reservoir = IP_RESERVOIR_INIT;
    memset(sweep, 0, sizeof *sweep);
    sweep->solver = solver;
    sweep->composition = composition;
    sweep->elements = ip_composition_elements(composition);
    sweep->atoms = ip_composition_atoms(composition);
    sweep->gas = gas;
    reservoir.atmosphere = atmosphere;
    ip_status status = ip_reservoir_exchange(&sweep->exchange, ip_solver_dataset(solver), &reservoir, error);
    sweep->source = status ? -1 : ip_exchange_find(&sweep->exchange, gas, 0);
    return status;
}

void ip_air_sweep_clear(ip_air_sweep *sweep) {
    ip_exchange_clear(&sweep->exchange);
    free(sweep->breaks);
    sweep->breaks = NULL;
}

/* What the gas that may leave is worth more than its atmosphere says, eV per formula unit of the subject. */
static double released_energy(const ip_air_sweep *sweep, const ip_equilibrium *equilibrium, double potential) {
    return sweep->source >= 0 ? 0.0
                              : -ip_air_sweep_uptake(sweep, equilibrium) *
                                    (potential - sweep->gas->formation_energy * sweep->gas->atoms);
}

ip_status ip_air_sweep_at(ip_equilibrium *out, ip_air_sweep *sweep, double potential, ip_tie_rule ties, ip_error *error) {
    ip_system *system;
    ip_mixture mixture;
    if (sweep->source >= 0)
        ip_exchange_set(&sweep->exchange, sweep->source, potential);
    ip_status status = ip_solver_system_exchanging(sweep->solver, sweep->elements, &sweep->exchange, &system, error);
    if (!status && sweep->source < 0)
        ip_system_set_price(system, &sweep->exchange, sweep->gas, potential / sweep->gas->atoms);
    if (!status)
        status = ip_system_solve(system, sweep->composition, NULL, ties, &mixture, error);
    if (!status)
        status = ip_equilibrium_from_mixture(out, sweep->composition, &sweep->exchange, &mixture, error);
    if (!status)
        out->energy += ip_exchange_cost(&sweep->exchange, sweep->composition) + released_energy(sweep, out, potential);
    return status;
}

double ip_air_sweep_uptake(const ip_air_sweep *sweep, const ip_equilibrium *equilibrium) {
    for (int i = 0; i < equilibrium->gas_count; i++)
        if (equilibrium->gases[i].gas == sweep->gas)
            return equilibrium->gases[i].amount;
    for (int i = 0; i < equilibrium->product_count; i++)
        if (equilibrium->products[i].phase == sweep->gas)
            return -equilibrium->products[i].amount;
    return 0.0;
}

typedef struct line_search {
    ip_air_sweep *sweep;
    double low; /* potential at which the parameter is 0 */
} line_search;

/* The grand potential falls by what is taken up of the gas. */
static ip_status find_line(void *user, double t, ip_line *out, ip_error *error) {
    line_search *search = user;
    ip_equilibrium found;
    ip_status status = ip_air_sweep_at(&found, search->sweep, search->low + t, IP_TIES_LEFT, error);
    if (status)
        return status;
    out->slope = -ip_air_sweep_uptake(search->sweep, &found);
    out->intercept = found.energy - out->slope * t;
    ip_equilibrium_clear(&found);
    return IP_OK;
}

ip_status ip_air_sweep_breaks(ip_air_sweep *sweep, double low, double high, ip_error *error) {
    line_search search = {sweep, low};
    ip_line first, last;
    ip_status status = find_line(&search, 0.0, &first, error);
    if (!status)
        status = find_line(&search, high - low, &last, error);
    if (!status)
        status = ip_envelope_find(&sweep->breaks, &sweep->break_count, first, last, find_line, &search, error);
    for (int i = 0; i < sweep->break_count && !status; i++)
        sweep->breaks[i] += low;
    return status;
}

/* ---- reactions */

void ip_air_step_clear(ip_air_step *step) {
    free(step->terms);
    memset(step, 0, sizeof *step);
}

static void add_term(ip_air_step *step, const ip_phase *phase, double amount) {
    for (int i = 0; i < step->count; i++)
        if (step->terms[i].phase == phase) {
            step->terms[i].amount += amount;
            return;
        }
    ip_air_term term = {phase, amount};
    step->terms[step->count++] = term;
}

static void add_all(ip_air_step *step, const ip_air_sweep *sweep, const ip_equilibrium *equilibrium, double factor) {
    for (int i = 0; i < equilibrium->product_count; i++)
        if (equilibrium->products[i].phase != sweep->gas)
            add_term(step, equilibrium->products[i].phase, factor * equilibrium->products[i].amount);
    for (int i = 0; i < equilibrium->gas_count; i++)
        if (equilibrium->gases[i].gas != sweep->gas)
            add_term(step, equilibrium->gases[i].gas, -factor * equilibrium->gases[i].amount);
}

/* What is the same on both sides leaves no more than rounding. */
static void drop_small(ip_air_step *step) {
    int kept = 0;
    for (int i = 0; i < step->count; i++)
        if (fabs(step->terms[i].amount) * step->terms[i].phase->atoms > IP_UPTAKE_TOLERANCE)
            step->terms[kept++] = step->terms[i];
    step->count = kept;
}

ip_status ip_air_step_between(ip_air_step *step, const ip_air_sweep *sweep, const ip_equilibrium *from, const ip_equilibrium *to,
                              ip_error *error) {
    double taken_up = ip_air_sweep_uptake(sweep, to) - ip_air_sweep_uptake(sweep, from);
    size_t most = (size_t)(from->product_count + from->gas_count + to->product_count + to->gas_count);
    memset(step, 0, sizeof *step);
    step->terms = malloc((most + 1) * sizeof *step->terms);
    if (!step->terms)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    add_all(step, sweep, from, -1.0 / taken_up);
    add_all(step, sweep, to, 1.0 / taken_up);
    drop_small(step);
    step->found = true;
    return IP_OK;
}

/* ---- the highest pressure of a gas that leaves */

static bool leaves(const ip_air_sweep *sweep, const ip_equilibrium *equilibrium) {
    return -ip_air_sweep_uptake(sweep, equilibrium) * sweep->gas->atoms > IP_UPTAKE_TOLERANCE * sweep->atoms;
}

/* From below: the line of one equilibrium in which gas leaves meets the energy without any, and there is solved again, until
 * nothing lies below it. */
ip_status ip_air_sweep_release(double *potential, ip_air_step *step, ip_air_sweep *sweep, ip_error *error) {
    ip_equilibrium without, with, next;
    *potential = -INFINITY;
    memset(step, 0, sizeof *step);
    memset(&with, 0, sizeof with);
    ip_status status = ip_air_sweep_at(&without, sweep, NO_PRESSURE, IP_TIES_BROKEN, error);
    if (status)
        return status;
    double at = -NO_PRESSURE;
    while (!(status = ip_air_sweep_at(&next, sweep, at, IP_TIES_LEFT, error))) {
        bool is_lower = next.energy < without.energy - IP_REACTION_TOLERANCE * sweep->atoms && leaves(sweep, &next);
        double released = -ip_air_sweep_uptake(sweep, &next), met = at + (without.energy - next.energy) / released;
        if (!is_lower) {
            ip_equilibrium_clear(&next);
            break;
        }
        ip_equilibrium_clear(&with);
        with = next;
        *potential = at = met;
    }
    if (!status && *potential > -INFINITY)
        status = ip_air_step_between(step, sweep, &with, &without, error);
    ip_equilibrium_clear(&with);
    ip_equilibrium_clear(&without);
    for (int i = 0; i < step->count; i++)
        step->terms[i].amount = -step->terms[i].amount;
    return status;
}
