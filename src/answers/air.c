/* What air does to one composition. Knows atmospheres and sweeps; not how the answer is shown. */
#include "air.h"

#include "air_sweep.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How far potentials of a gas are looked at, eV per molecule: from where nothing takes it up, whatever it reacts with, to
 * so much above the pressure asked about. */
#define LOWEST 15.0
#define HIGHEST 0.6

typedef struct asking {
    ip_air_answer *out;
    ip_solver *solver;
    const ip_air *air;
    const ip_composition *composition;
} asking;

static const ip_phase *find_gas(const ip_atmosphere *atmosphere, const char *formula) {
    ip_composition composition;
    int index = ip_composition_read(&composition, formula, NULL) ? -1 : ip_atmosphere_find(atmosphere, &composition);
    return index < 0 ? NULL : ip_atmosphere_gas(atmosphere, index);
}

static double potential_of(const ip_phase *gas) {
    return gas->formation_energy * gas->atoms;
}

/* The pressure at which a gas has a potential, where at another one it has that of its atmosphere. */
static double pressure_at(const asking *of, const ip_phase *gas, double potential, double pressure) {
    return pressure * exp((potential - potential_of(gas)) / ip_gas_thermal_energy(of->air->conditions.temperature));
}

/* ---- the start */

static ip_status find_start(asking *of, ip_error *error) {
    ip_reservoir reservoir = IP_RESERVOIR_INIT;
    ip_air_answer *out = of->out;
    const ip_dataset *dataset = ip_solver_dataset(of->solver);
    reservoir.atmosphere = of->air->start;
    out->atoms = ip_composition_atoms(of->composition);
    out->mass = ip_composition_mass(of->composition);
    out->phase = ip_dataset_find(dataset, of->composition);
    if (ip_air_is_reduced(of->composition))
        return ip_error_set(error, IP_INFEASIBLE,
                            "nothing that can be a product in air makes up the composition: carbon is known in carbonates and "
                            "CO2 alone");
    ip_status status = ip_equilibrium_find(&out->start, of->solver, of->composition, &reservoir, NULL, error);
    if (!status)
        out->energy_above_hull = out->phase ? out->phase->formation_energy - out->start.energy / out->atoms : NAN;
    if (fabs(out->energy_above_hull) < IP_HULL_TOLERANCE)
        out->energy_above_hull = 0.0;
    return status;
}

/* ---- the ends */

static void find_toxic(ip_air_end *end) {
    for (int i = 0; i < end->products.product_count; i++) {
        const ip_product *product = &end->products.products[i];
        if (ip_air_is_toxic(product->phase) && product->amount > end->toxic_amount) {
            end->toxic = product->phase;
            end->toxic_amount = product->amount;
        }
    }
}

static bool has_elements(const ip_dataset *dataset, const ip_phase *gas) {
    for (int i = 0; i < gas->element_count; i++)
        if (!ip_dataset_element(dataset, gas->elements[i]))
            return false;
    return true;
}

/* A question whose own gas is left out is not asked, nor one with a gas of elements that the table lacks: but for water, which
 * is what all is about. */
static bool is_asked(const asking *of, ip_air_question question) {
    static const ip_air_gas own[IP_AIR_QUESTIONS] = {IP_AIR_H2O, IP_AIR_CO2, IP_AIR_O2, IP_AIR_H2O};
    const ip_atmosphere *atmosphere = of->air->atmospheres[question];
    for (int i = 0; i < ip_atmosphere_count(atmosphere) && question != IP_AIR_WATER; i++)
        if (!ip_atmosphere_is_released(atmosphere, i) &&
            !has_elements(ip_solver_dataset(of->solver), ip_atmosphere_gas(atmosphere, i)))
            return false;
    return find_gas(atmosphere, ip_air_formulas[own[question]]) != NULL;
}

static ip_status find_end(asking *of, ip_air_question question, ip_error *error) {
    ip_air_end *end = &of->out->end[question];
    ip_reservoir reservoir = IP_RESERVOIR_INIT;
    reservoir.atmosphere = of->air->atmospheres[question];
    double own;
    if (!is_asked(of, question))
        return IP_OK;
    ip_status status = ip_reservoir_cost(&own, ip_solver_dataset(of->solver), of->composition, &reservoir, error);
    if (!status)
        status = ip_equilibrium_find(&end->products, of->solver, of->composition, &reservoir, NULL, error);
    if (status)
        return status;
    end->answered = true;
    /* Of the elements that it holds of the gases, the subject brings its own. */
    end->energy = end->products.energy + own - of->out->start.energy;
    find_toxic(end);
    return IP_OK;
}

/* ---- first steps */

/* What is looked for with rising pressure of a gas. */
typedef struct search {
    ip_air_step *first;   /* of the gas itself */
    ip_air_step *release; /* of a toxic gas; NULL where that is not asked */
    double pressure;      /* at which the gas has the potential of its atmosphere, bar */
} search;

static ip_status note_step(asking *of, const ip_air_sweep *sweep, ip_air_step *step, double potential, double pressure,
                           const ip_equilibrium *from, const ip_equilibrium *to, ip_error *error) {
    ip_status status = ip_air_step_between(step, sweep, from, to, error);
    step->pressure = pressure_at(of, sweep->gas, potential, pressure);
    step->energy = potential - potential_of(sweep->gas);
    return status;
}

static bool takes_up(const ip_air_sweep *sweep, const ip_equilibrium *equilibrium) {
    return ip_air_sweep_uptake(sweep, equilibrium) > IP_UPTAKE_TOLERANCE * sweep->atoms;
}

static bool is_toxic(const ip_equilibrium *equilibrium) {
    ip_air_end end = {.products = *equilibrium};
    find_toxic(&end);
    return end.toxic != NULL;
}

/* Goes up from plateau to plateau until all is found. What leaves without any gas taken up needs none of it. */
static ip_status walk(asking *of, ip_air_sweep *sweep, const search *wanted, double low, double high, ip_error *error) {
    ip_equilibrium before, here;
    ip_status status = ip_air_sweep_breaks(sweep, low, high, error);
    if (!status)
        status = ip_air_sweep_at(&before, sweep, low, IP_TIES_BROKEN, error);
    if (status)
        return status;
    if (wanted->release)
        wanted->release->found = is_toxic(&before);
    for (int i = 0; i < sweep->break_count && !status; i++) {
        double from = sweep->breaks[i], to = i + 1 < sweep->break_count ? sweep->breaks[i + 1] : high;
        bool is_done = wanted->first->found && (!wanted->release || wanted->release->found);
        status = is_done ? IP_OK : ip_air_sweep_at(&here, sweep, 0.5 * (from + to), IP_TIES_BROKEN, error);
        if (is_done || status)
            break;
        if (!wanted->first->found && takes_up(sweep, &here))
            status = note_step(of, sweep, wanted->first, from, wanted->pressure, &before, &here, error);
        if (!status && wanted->release && !wanted->release->found && is_toxic(&here))
            status = note_step(of, sweep, wanted->release, from, wanted->pressure, &before, &here, error);
        ip_equilibrium_clear(&before);
        before = here;
    }
    ip_equilibrium_clear(&before);
    return status;
}

static ip_status find_steps(asking *of, ip_air_question question, ip_air_gas swept, const search *wanted, ip_error *error) {
    const ip_atmosphere *atmosphere = of->air->atmospheres[question];
    const ip_phase *gas = find_gas(atmosphere, ip_air_formulas[swept]);
    ip_air_sweep sweep;
    if (!gas)
        return IP_OK;
    ip_status status = ip_air_sweep_start(&sweep, of->solver, of->composition, atmosphere, gas, error);
    if (!status)
        status = walk(of, &sweep, wanted, potential_of(gas) - LOWEST, potential_of(gas) + HIGHEST, error);
    ip_air_sweep_clear(&sweep);
    return status;
}

/* ---- the pressure of toxic gases */

static ip_status find_pressure(asking *of, const ip_phase *gas, ip_error *error) {
    ip_air_answer *out = of->out;
    double potential = -INFINITY;
    ip_air_sweep sweep;
    ip_air_step step = {0};
    ip_status status = ip_air_sweep_start(&sweep, of->solver, of->composition, of->air->atmospheres[IP_AIR_WATER], gas, error);
    if (!status)
        status = ip_air_sweep_release(&potential, &step, &sweep, error);
    ip_air_sweep_clear(&sweep);
    step.energy = potential_of(gas) - potential;
    step.pressure = pressure_at(of, gas, potential, of->air->conditions.release);
    if (status || !step.found || (out->hydride && step.pressure <= out->pressure.pressure)) {
        ip_air_step_clear(&step);
        return status;
    }
    ip_air_step_clear(&out->pressure);
    out->pressure = step;
    out->hydride = gas;
    return IP_OK;
}

/* Of the hydrides that the elements there allow, that of the highest pressure. */
static ip_status find_pressures(asking *of, ip_error *error) {
    const ip_atmosphere *atmosphere = of->air->atmospheres[IP_AIR_WATER];
    ip_element_set there = ip_composition_elements(of->composition);
    ip_status status = IP_OK;
    for (int i = 0; i < ip_atmosphere_count(atmosphere); i++)
        if (!ip_atmosphere_is_released(atmosphere, i))
            there = ip_element_set_union(there, ip_atmosphere_gas(atmosphere, i)->element_set);
    for (int i = 0; i < ip_atmosphere_count(atmosphere) && !status; i++) {
        const ip_phase *gas = ip_atmosphere_gas(atmosphere, i);
        if (ip_air_is_hydride(gas) && ip_element_set_within(gas->element_set, there))
            status = find_pressure(of, gas, error);
    }
    return status;
}

/* ---- all of it */

static ip_status check_temperature(const asking *of, ip_error *error) {
    double table = ip_dataset_temperature(ip_solver_dataset(of->solver)), air = of->air->conditions.temperature;
    if (fabs(table - air) > 1e-9)
        return ip_error_set(error, IP_BAD_ARGUMENT,
                            "the air has %g K and the dataset %g K; ip_dataset_set_temperature() is to give it the same", air,
                            table);
    return IP_OK;
}

ip_status ip_air_find(ip_air_answer *out, ip_solver *solver, const ip_air *air, const ip_composition *composition,
                      ip_error *error) {
    if (ip_air_is_gas(composition))
        return ip_error_set(error, IP_BAD_ARGUMENT,
                            "a gas, or a compound of non-metals alone, for which gases stand in air, is no material");
    asking of = {out, solver, air, composition};
    search water = {&out->water, &out->release, air->conditions.water};
    search oxygen = {&out->oxygen, NULL, air->conditions.oxygen};
    memset(out, 0, sizeof *out);
    ip_status status = check_temperature(&of, error);
    if (!status)
        status = find_start(&of, error);
    if (!status)
        status = find_steps(&of, IP_AIR_WATER, IP_AIR_H2O, &water, error);
    if (!status)
        status = find_pressures(&of, error);
    if (!status)
        status = find_steps(&of, IP_AIR_OXYGEN, IP_AIR_O2, &oxygen, error);
    for (int question = 0; question < IP_AIR_QUESTIONS && !status; question++)
        status = find_end(&of, (ip_air_question)question, error);
    if (status)
        ip_air_answer_clear(out);
    return status;
}

void ip_air_answer_clear(ip_air_answer *answer) {
    ip_equilibrium_clear(&answer->start);
    for (int question = 0; question < IP_AIR_QUESTIONS; question++)
        ip_equilibrium_clear(&answer->end[question].products);
    ip_air_step_clear(&answer->water);
    ip_air_step_clear(&answer->oxygen);
    ip_air_step_clear(&answer->release);
    ip_air_step_clear(&answer->pressure);
    memset(answer, 0, sizeof *answer);
}
