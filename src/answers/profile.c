/* Voltage profiles from the breakpoints of the grand potential, and windows from profiles. */
#include <interphase/profile.h>

#include "engine/envelope.h"
#include "equilibrium.h"
#include "reservoir.h"
#include "sweep.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Faraday constant, C/mol (CODATA 2018), and coulombs in a milliampere hour. */
#define FARADAY 96485.33212
#define COULOMB_PER_MAH 3.6

/* Products that are the only optimum at a voltage, hence on the whole plateau around it. */
typedef struct met_products {
    double voltage;
    ip_mixture mixture; /* its lists are owned */
} met_products;

/* A plateau's line, per formula unit of the subject, with an uptake that is not rounded to zero. */
typedef struct plateau_line {
    double formation_energy, uptake;
} plateau_line;

/* The lines at both ends of a plateau: they differ where others of nearly the same uptake became one with it. */
typedef struct plateau_ends {
    plateau_line first, last;
} plateau_ends;

typedef struct profile_search {
    ip_profile *profile;
    ip_solver *solver;
    const ip_composition *subject;
    ip_sweep sweep;    /* of the metal, or of a gas */
    bool keeps;        /* what it meets, for the plateaus */
    met_products *met; /* [0 .. met_count-1], owned */
    int met_count, met_size;
    plateau_ends *ends; /* [plateau], owned */
} profile_search;

/* Keeps a mixture, which is borrowed. */
static ip_status keep_products(profile_search *search, double voltage, const ip_mixture *mixture, ip_error *error) {
    if (search->met_count == search->met_size) {
        int size = search->met_size ? 2 * search->met_size : 16;
        met_products *met = realloc(search->met, (size_t)size * sizeof *met);
        if (!met)
            return ip_error_set(error, IP_NO_MEMORY, "out of memory");
        search->met = met;
        search->met_size = size;
    }
    size_t count = (size_t)mixture->count;
    const ip_phase **phases = malloc(count * sizeof *phases);
    double *weights = malloc(count * sizeof *weights);
    met_products *met = &search->met[search->met_count++];
    met->voltage = voltage;
    met->mixture = *mixture;
    met->mixture.phases = phases;
    met->mixture.weights = weights;
    if (!phases || !weights)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    memcpy(phases, mixture->phases, count * sizeof *phases);
    memcpy(weights, mixture->weights, count * sizeof *weights);
    return IP_OK;
}

static void forget_products(profile_search *search) {
    for (int i = 0; i < search->met_count; i++) {
        free((void *)search->met[i].mixture.phases);
        free((void *)search->met[i].mixture.weights);
    }
    free(search->met);
    free(search->ends);
}

/* Products met inside a plateau; NULL where there were none. */
static const ip_mixture *find_met(const profile_search *search, double low, double high) {
    for (int i = 0; i < search->met_count; i++)
        if (search->met[i].voltage > low && search->met[i].voltage < high)
            return &search->met[i].mixture;
    return NULL;
}

/* The grand potential per atom of the subject as a line in the voltage: Phi = sum w e + z V sum w x_M. */
static ip_status evaluate(void *user, double voltage, ip_line *out, ip_error *error) {
    profile_search *search = user;
    ip_mixture mixture;
    ip_status status = ip_sweep_solve(&search->sweep, search->subject,
                                      fmin(fmax(voltage, search->sweep.lowest), search->sweep.highest), &mixture, out, error);
    if (!status && search->keeps && mixture.is_only)
        status = keep_products(search, voltage, &mixture, error);
    return status;
}

/* The line at infinite voltage: all metal is gone, the rest is a closed equilibrium without it. */
static ip_status evaluate_without_metal(profile_search *search, ip_line *out, ip_error *error) {
    ip_composition rest = {.count = 0};
    const ip_composition *subject = search->subject;
    for (int i = 0; i < subject->count; i++)
        if (subject->element[i] != search->profile->metal) {
            rest.element[rest.count] = subject->element[i];
            rest.amount[rest.count++] = subject->amount[i];
        }
    ip_system *system;
    ip_mixture mixture;
    ip_element_set closed = {{0, 0}};
    ip_status status = ip_solver_system(search->solver, ip_composition_elements(&rest), closed, &system, error);
    if (!status)
        status = ip_system_solve(system, &rest, NULL, IP_TIES_LEFT, &mixture, error);
    if (status)
        return status;
    out->intercept = mixture.formation_energy * ip_composition_atoms(&rest) / ip_composition_atoms(subject);
    out->slope = 0.0;
    return IP_OK;
}

/* Energy of reaction per atom of the subject at a voltage on a plateau's line. */
static double reaction_energy(const ip_profile *profile, const ip_plateau *plateau, double voltage) {
    double subject = profile->energy;
    double change = (plateau->products.formation_energy - plateau->paid) / profile->atoms - subject;
    double uptake = plateau->uptake * profile->charge / profile->atoms;
    if (isinf(voltage))
        return uptake < 0.0 ? -INFINITY : change;
    double energy = change + uptake * voltage;
    return energy < 1e-12 && energy > -1e-12 ? 0.0 : energy;
}

/* Voltage at which the reactions of two neighbouring lines are driven equally: the edge between them. */
static double common_edge(const ip_profile *profile, const plateau_line *low, const plateau_line *high) {
    return (high->formation_energy - low->formation_energy) / (profile->charge * (low->uptake - high->uptake));
}

/* *paid is what other reservoirs are paid. */
static plateau_line line_of(const profile_search *search, const ip_equilibrium *products, double *paid) {
    plateau_line line;
    ip_sweep_exchanged(&line.uptake, paid, &search->sweep, search->subject, products);
    line.formation_energy = products->formation_energy - *paid;
    return line;
}

/* The products on a plateau, with their energy at a voltage inside. Those that were met there do not need another solve. */
static ip_status find_products(profile_search *search, double low, double high, double voltage, ip_equilibrium *out,
                               ip_error *error) {
    const ip_mixture *met = find_met(search, low, high);
    ip_mixture mixture;
    ip_status status = ip_sweep_set(&search->sweep, voltage, error);
    if (!status && !met)
        status = ip_system_solve(search->sweep.system, search->subject, NULL, IP_TIES_BROKEN, &mixture, error);
    if (!status)
        status = ip_equilibrium_from_mixture(out, search->subject, &search->sweep.exchange, met ? met : &mixture, error);
    return status;
}

/* What the equilibrium takes up of the swept, rounded to 0 where that is as good as nothing. */
static double *uptake_of(const ip_profile *profile, ip_equilibrium *products) {
    for (int i = 0; i < products->gas_count; i++)
        if (products->gases[i].gas == profile->gas)
            return &products->gases[i].amount;
    for (int i = 1; i < products->open_count; i++)
        if (products->uptakes[i].element == profile->metal)
            return &products->uptakes[i].amount;
    return &products->uptakes[0].amount;
}

/* Appends a plateau, unless it continues the one before. The first one begins below 0 V. */
static ip_status add_plateau(profile_search *search, double low, double high, double voltage, ip_error *error) {
    ip_profile *profile = search->profile;
    ip_plateau plateau = {0};
    ip_status status = find_products(search, low, high, voltage, &plateau.products, error);
    if (status)
        return status;
    plateau_line line = line_of(search, &plateau.products, &plateau.paid);
    double *uptake = uptake_of(profile, &plateau.products);
    if (fabs(*uptake) <= IP_UPTAKE_TOLERANCE * profile->atoms)
        *uptake = 0.0;
    plateau.uptake = *uptake;
    int last = profile->plateau_count - 1;
    if (last >= 0 && plateau.uptake >= profile->plateaus[last].uptake - IP_UPTAKE_TOLERANCE * profile->atoms) {
        search->ends[last].last = line;
        ip_equilibrium_clear(&plateau.products);
        return IP_OK;
    }
    ip_plateau *plateaus = realloc(profile->plateaus, (size_t)(last + 2) * sizeof *plateaus);
    if (plateaus)
        profile->plateaus = plateaus;
    plateau_ends *ends = realloc(search->ends, (size_t)(last + 2) * sizeof *ends);
    if (ends)
        search->ends = ends;
    if (!plateaus || !ends) {
        ip_equilibrium_clear(&plateau.products);
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    }
    plateaus[last + 1] = plateau;
    ends[last + 1].first = ends[last + 1].last = line;
    profile->plateau_count++;
    return IP_OK;
}

/* A plateau between each two breakpoints that are further apart than the tolerance. */
static ip_status add_plateaus(profile_search *search, const double *breakpoints, int count, ip_error *error) {
    double first = search->sweep.lowest, last = search->sweep.highest, low = first;
    ip_status status = IP_OK;
    for (int i = 0; i < count && !status; i++) {
        double high = breakpoints[i];
        if (high - low > IP_VOLTAGE_TOLERANCE)
            status = add_plateau(search, low > first ? low : first - 1.0, high, 0.5 * (low + high), error);
        low = high;
    }
    return status ? status : add_plateau(search, low, last, isinf(last) ? low + 1.0 : 0.5 * (low + last), error);
}

static void set_edges(const profile_search *search) {
    ip_profile *profile = search->profile;
    const plateau_ends *ends = search->ends;
    ip_plateau *plateaus = profile->plateaus;
    int last = profile->plateau_count - 1;
    for (int i = 0; i <= last; i++) {
        plateaus[i].voltage_low = i ? plateaus[i - 1].voltage_high : search->sweep.lowest;
        plateaus[i].voltage_high = i < last ? common_edge(profile, &ends[i].last, &ends[i + 1].first) : search->sweep.highest;
        plateaus[i].reaction_energy_low = reaction_energy(profile, &plateaus[i], plateaus[i].voltage_low);
        plateaus[i].reaction_energy_high = reaction_energy(profile, &plateaus[i], plateaus[i].voltage_high);
    }
}

/* The lines at the lowest and at the highest voltage; the system is then the one that is swept. Without others all metal is gone
 * at an infinite voltage, unless nothing free of it balances the composition. */
static ip_status find_outer_lines(profile_search *search, ip_line *low, ip_line *high, ip_error *error) {
    ip_sweep *sweep = &search->sweep;
    bool is_alone = sweep->source < 0;
    ip_status high_status = is_alone ? evaluate_without_metal(search, high, error) : IP_INFEASIBLE;
    ip_status status = high_status == IP_INFEASIBLE ? IP_OK : high_status;
    if (!status)
        status = ip_sweep_elements(sweep, ip_composition_elements(search->subject), error);
    if (!status && high_status == IP_INFEASIBLE)
        status = evaluate(search, isinf(sweep->highest) ? IP_SWEEP_FAR : sweep->highest, high, error);
    if (!status)
        status = evaluate(search, sweep->lowest, low, error);
    return status;
}

static ip_status find_plateaus(profile_search *search, ip_error *error) {
    ip_line low, high;
    ip_status status = find_outer_lines(search, &low, &high, error);
    double *breakpoints = NULL;
    int count = 0;
    if (!status)
        status = ip_envelope_find(&breakpoints, &count, low, high, evaluate, search, error);
    if (!status)
        status = add_plateaus(search, breakpoints, count, error);
    free(breakpoints);
    if (!status)
        set_edges(search);
    return status;
}

/* Checks the question and notes what it is about; the hull is still to be found. */
static ip_status begin_profile(ip_profile *out, const ip_composition *composition, int metal, int charge,
                               const ip_reservoir *others, ip_error *error) {
    memset(out, 0, sizeof *out);
    ip_reservoir contact = {0};
    ip_status status = ip_reservoir_open_metal(&contact, metal, charge, 0.0, error);
    if (status)
        return status;
    if (composition->count == 1 && composition->element[0] == metal)
        return ip_error_set(error, IP_RESERVOIR, "%s is the metal that voltages refer to; it has no profile against itself",
                            ip_element_symbol(metal));
    out->metal = metal;
    out->charge = charge ? charge : ip_element_charge(metal);
    out->atoms = ip_composition_atoms(composition);
    out->mass = ip_composition_mass(composition);
    out->has_others = ip_reservoir_holds(others);
    return IP_OK;
}

/* Begins a sweep of the metal; the composition has to hold something that reservoirs do not make up. */
static ip_status begin_search(profile_search *search, const ip_reservoir *others, ip_error *error) {
    const ip_profile *profile = search->profile;
    ip_status status = ip_sweep_metal(&search->sweep, search->solver, profile->metal, profile->charge, others, error);
    if (!status && ip_exchange_makes(&search->sweep.exchange, search->subject))
        status = ip_error_set(error, IP_RESERVOIR,
                              "the composition holds nothing but open elements, so there is nothing left to react");
    return status;
}

/* What is left once the sweep is begun, or has failed to. */
static ip_status end_profile(profile_search *search, const ip_reservoir *others, ip_status status, ip_error *error) {
    ip_profile *out = search->profile;
    if (!status)
        status = ip_reservoir_locate(&out->hull, search->solver, search->subject, others, out->gas, error);
    out->energy = status ? NAN : ip_reservoir_subject_energy(&out->hull, search->subject, others);
    if (!status)
        status = find_plateaus(search, error);
    out->limit = search->sweep.limit;
    search->sweep.limit = NULL;
    ip_sweep_clear(&search->sweep);
    forget_products(search);
    if (status)
        ip_profile_clear(out);
    return status;
}

ip_status ip_profile_find_in(ip_profile *out, ip_solver *solver, const ip_composition *composition, int metal, int charge,
                             const ip_reservoir *others, ip_error *error) {
    ip_status status = begin_profile(out, composition, metal, charge, others, error);
    if (status)
        return status;
    profile_search search = {.profile = out, .solver = solver, .subject = composition, .keeps = true};
    return end_profile(&search, others, begin_search(&search, others, error), error);
}

ip_status ip_profile_find(ip_profile *out, ip_solver *solver, const ip_composition *composition, int metal, int charge,
                          ip_error *error) {
    return ip_profile_find_in(out, solver, composition, metal, charge, NULL, error);
}

ip_status ip_profile_find_gas(ip_profile *out, ip_solver *solver, const ip_composition *composition, const ip_reservoir *others,
                              const char *gas, double highest, ip_error *error) {
    ip_composition molecule;
    const ip_atmosphere *atmosphere = others ? others->atmosphere : NULL;
    memset(out, 0, sizeof *out);
    ip_status status = ip_composition_read(&molecule, gas, error);
    if (status)
        return status;
    int index = atmosphere ? ip_atmosphere_find(atmosphere, &molecule) : -1;
    if (index < 0 || ip_atmosphere_is_released(atmosphere, index))
        return ip_error_set(error, IP_BAD_ARGUMENT, "the atmosphere has no gas %s that gives and takes", gas);
    out->gas = ip_atmosphere_gas(atmosphere, index);
    out->charge = 1;
    out->atoms = ip_composition_atoms(composition);
    out->mass = ip_composition_mass(composition);
    out->has_others = true;
    profile_search search = {.profile = out, .solver = solver, .subject = composition, .keeps = true};
    status = ip_sweep_gas(&search.sweep, solver, out->gas, highest, others, error);
    if (!status && ip_exchange_makes(&search.sweep.exchange, composition))
        status = ip_error_set(error, IP_RESERVOIR,
                              "the composition holds nothing but open elements, so there is nothing left to react");
    return end_profile(&search, others, status, error);
}

/* Uptake on a line, atoms of the metal per atom of the subject. */
static double line_uptake(const profile_search *search, const ip_line *line) {
    const ip_profile *profile = search->profile;
    return line->slope / profile->charge - ip_sweep_held(&search->sweep, search->subject) / profile->atoms;
}

/* Looks where two lines meet. *is_new tells whether a third one lies below them there. */
static ip_status look_between(profile_search *search, const ip_line *low, const ip_line *high, double *voltage, ip_line *between,
                              bool *is_new, ip_error *error) {
    *voltage = fmax((high->intercept - low->intercept) / (low->slope - high->slope), search->sweep.lowest);
    ip_status status = evaluate(search, *voltage, between, error);
    if (status)
        return status;
    *is_new = ip_envelope_is_new(between, low, high, *voltage);
    return IP_OK;
}

/* Goes from an outer line to the edge of those without uptake, of which `inner` is one; `low` and `high` in the order of
 * voltage. Lines without uptake up to the tolerance are one plateau: the edge is that of the last of them. */
static ip_status find_edge(profile_search *search, ip_line low, ip_line high, bool inner_is_low, double *voltage,
                           ip_error *error) {
    bool is_new = true;
    ip_status status = IP_OK;
    while (is_new && !status) {
        ip_line between;
        status = look_between(search, &low, &high, voltage, &between, &is_new, error);
        if (!status && is_new) {
            bool is_inner = fabs(line_uptake(search, &between)) <= IP_UPTAKE_TOLERANCE;
            *(is_inner == inner_is_low ? &low : &high) = between;
        }
    }
    return status;
}

/* From the lines at 0 V and at infinite voltage to the line without uptake between them, and to its edges. Where there is
 * none, both edges are the voltage at which the uptake changes sign. */
static ip_status find_window(profile_search *search, ip_line low, ip_line high, double edges[2], ip_error *error) {
    ip_line inside;
    bool is_new = true;
    if (line_uptake(search, &low) < -IP_UPTAKE_TOLERANCE) {
        edges[0] = edges[1] = search->sweep.lowest;
        return IP_OK;
    }
    if (isfinite(search->sweep.highest) && line_uptake(search, &high) > IP_UPTAKE_TOLERANCE) {
        edges[0] = edges[1] = search->sweep.highest;
        return IP_OK;
    }
    if (line_uptake(search, &low) <= IP_UPTAKE_TOLERANCE) {
        inside = low;
    } else if (line_uptake(search, &high) >= -IP_UPTAKE_TOLERANCE) {
        inside = high;
    } else {
        for (;;) {
            ip_status status = look_between(search, &low, &high, &edges[0], &inside, &is_new, error);
            edges[1] = edges[0];
            if (status || !is_new)
                return status;
            double uptake = line_uptake(search, &inside);
            if (fabs(uptake) <= IP_UPTAKE_TOLERANCE)
                break;
            *(uptake > 0.0 ? &low : &high) = inside;
        }
    }
    edges[0] = search->sweep.lowest;
    edges[1] = search->sweep.highest;
    ip_status status = IP_OK;
    if (line_uptake(search, &low) > IP_UPTAKE_TOLERANCE)
        status = find_edge(search, low, inside, false, &edges[0], error);
    if (!status && line_uptake(search, &high) < -IP_UPTAKE_TOLERANCE)
        status = find_edge(search, inside, high, true, &edges[1], error);
    return status;
}

ip_status ip_window_find_in(double *reduction_potential, double *oxidation_potential, ip_solver *solver,
                            const ip_composition *composition, int metal, int charge, const ip_reservoir *others,
                            ip_error *error) {
    ip_profile profile;
    ip_line low, high;
    double edges[2];
    profile_search search = {.profile = &profile, .solver = solver, .subject = composition};
    ip_status status = begin_profile(&profile, composition, metal, charge, others, error);
    if (status)
        return status;
    status = begin_search(&search, others, error);
    if (!status)
        status = find_outer_lines(&search, &low, &high, error);
    if (!status)
        status = find_window(&search, low, high, edges, error);
    ip_sweep_clear(&search.sweep);
    if (status)
        return status;
    *reduction_potential = edges[0];
    *oxidation_potential = edges[1];
    return IP_OK;
}

ip_status ip_window_find(double *reduction_potential, double *oxidation_potential, ip_solver *solver,
                         const ip_composition *composition, int metal, int charge, ip_error *error) {
    return ip_window_find_in(reduction_potential, oxidation_potential, solver, composition, metal, charge, NULL, error);
}

void ip_profile_clear(ip_profile *profile) {
    for (int i = 0; i < profile->plateau_count; i++)
        ip_equilibrium_clear(&profile->plateaus[i].products);
    free(profile->plateaus);
    free(profile->limit);
    ip_hull_clear(&profile->hull);
    memset(profile, 0, sizeof *profile);
}

double ip_profile_capacity(const ip_profile *profile, double uptake) {
    return FARADAY * profile->charge * uptake / (COULOMB_PER_MAH * profile->mass);
}

double ip_profile_specific_energy(const ip_profile *profile) {
    double energy = 0.0;
    for (int i = 0; i + 1 < profile->plateau_count; i++) {
        double upper = profile->plateaus[i].uptake, lower = fmax(profile->plateaus[i + 1].uptake, 0.0);
        if (upper > lower)
            energy += ip_profile_capacity(profile, upper - lower) * profile->plateaus[i].voltage_high;
    }
    return energy;
}

ip_window ip_profile_window(const ip_profile *profile) {
    ip_window window = {.stable = profile->hull.stable, .contact = profile->limit ? NULL : &profile->plateaus[0]};
    int above = 0; /* the first plateau without uptake */
    while (above < profile->plateau_count && profile->plateaus[above].uptake > 0.0)
        above++;
    const ip_plateau *plateaus = profile->plateaus;
    window.reduction = above > 0 ? &plateaus[above - 1] : NULL;
    window.reduction_potential = above > 0 ? plateaus[above - 1].voltage_high : plateaus[0].voltage_low;
    window.has_plateau = above < profile->plateau_count && plateaus[above].uptake >= 0.0;
    if (window.has_plateau) {
        window.inside = &plateaus[above];
        window.oxidation_potential = plateaus[above].voltage_high;
        above++;
    } else {
        window.oxidation_potential = window.reduction_potential;
    }
    window.oxidation = above < profile->plateau_count ? &plateaus[above] : NULL;
    if (profile->has_others)
        window.stable = window.inside && ip_equilibrium_is(&window.inside->products, profile->hull.phase);
    return window;
}
