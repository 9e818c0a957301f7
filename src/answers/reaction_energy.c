/* Sums of energies over the terms of an equation. Knows no text. */
#include <interphase/reaction_energy.h>

#include "reservoir.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Sums of energies carry this much rounding, eV. */
#define ENERGY_ROUNDING 1e-10

static bool is_open_element(const ip_reaction_energy *found, const ip_equation_term *term) {
    return term->composition.count == 1 && ip_element_set_has(found->open, term->composition.element[0]);
}

/* The gas that gives and takes that a term is; -1 for none. */
static int open_gas(const ip_reaction_energy *found, const ip_equation_term *term) {
    int gas = found->atmosphere ? ip_atmosphere_find(found->atmosphere, &term->composition) : -1;
    return gas >= 0 && !ip_atmosphere_is_released(found->atmosphere, gas) ? gas : -1;
}

bool ip_reaction_energy_is_open(const ip_reaction_energy *found, const ip_equation_term *term) {
    return is_open_element(found, term) || open_gas(found, term) >= 0;
}

double ip_reaction_energy_potential(const ip_reaction_energy *found, const ip_equation_term *term) {
    if (is_open_element(found, term))
        return term->composition.amount[0] * found->potentials[term->composition.element[0]];
    return ip_atmosphere_potential(found->atmosphere, open_gas(found, term));
}

/* eV of a term with its coefficient. */
static ip_status term_energy(double *energy, ip_reaction_energy *out, int index, ip_solver *solver, const ip_equation_term *term,
                             const ip_reservoir *reservoir, ip_error *error) {
    if (ip_reaction_energy_is_open(out, term)) {
        *energy = term->coefficient * ip_reaction_energy_potential(out, term);
        return IP_OK;
    }
    ip_status status = ip_reservoir_locate(&out->hulls[index], solver, &term->composition, reservoir, NULL, error);
    if (!status)
        *energy = term->coefficient * ip_composition_atoms(&term->composition) *
                  ip_reservoir_subject_energy(&out->hulls[index], &term->composition, reservoir);
    return status;
}

static void add_composition(ip_composition *sum, const ip_composition *part, double factor) {
    for (int i = 0; i < part->count; i++) {
        int at = 0;
        while (at < sum->count && sum->element[at] != part->element[i])
            at++;
        if (at == sum->count) {
            sum->element[at] = part->element[i];
            sum->amount[at] = 0.0;
            sum->count++;
        }
        sum->amount[at] += factor * part->amount[i];
    }
}

/* The equilibrium of what reacts, and what reservoirs would pay for the part of it that they hold, which is no part of its
 * energy. */
static ip_status find_products(ip_reaction_energy *out, ip_solver *solver, const ip_equation *equation,
                               const ip_reservoir *reservoir, ip_error *error) {
    ip_composition all = {.count = 0};
    for (int t = 0; t < equation->count; t++)
        if (!ip_reaction_energy_is_open(out, &equation->terms[t])) /* the reservoir gives what it takes */
            add_composition(&all, &equation->terms[t].composition, equation->terms[t].coefficient);
    if (all.count == 0)
        return ip_error_set(error, IP_RESERVOIR, "every reactant is open, so there is nothing left to react");
    ip_status status = ip_equilibrium_find(&out->products, solver, &all, reservoir, NULL, error);
    if (status)
        return status;
    double cost;
    out->has_products = true;
    status = ip_reservoir_cost(&cost, ip_solver_dataset(solver), &all, reservoir, error);
    if (!status)
        out->energy = out->products.energy + cost;
    return status;
}

static ip_status list_open(ip_reaction_energy *out, const ip_dataset *dataset, const ip_reservoir *reservoir, ip_error *error) {
    ip_exchange exchange;
    ip_status status = ip_reservoir_exchange(&exchange, dataset, reservoir, error); /* looks whether it is one */
    ip_exchange_clear(&exchange);
    out->atmosphere = reservoir ? reservoir->atmosphere : NULL;
    for (int i = 0; reservoir && i < reservoir->count && !status; i++) {
        ip_element_set_add(&out->open, reservoir->element[i]);
        out->potentials[reservoir->element[i]] = reservoir->chemical_potential[i];
    }
    return status;
}

ip_status ip_reaction_energy_find(ip_reaction_energy *out, ip_solver *solver, const ip_equation *equation,
                                  const ip_reservoir *reservoir, ip_error *error) {
    memset(out, 0, sizeof *out);
    ip_status status = list_open(out, ip_solver_dataset(solver), reservoir, error);
    if (status)
        return status;
    out->hulls = calloc((size_t)equation->count + 1, sizeof *out->hulls);
    out->count = out->hulls ? equation->count : 0;
    status = out->hulls ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    if (!status && equation->lacks_products)
        status = find_products(out, solver, equation, reservoir, error);
    for (int t = 0; t < equation->count && !status; t++) {
        const ip_equation_term *term = &equation->terms[t];
        bool is_open = ip_reaction_energy_is_open(out, term);
        double energy;
        status = term_energy(&energy, out, t, solver, term, reservoir, error);
        if (status || (out->has_products && is_open))
            continue;
        out->energy += term->is_product ? energy : -energy;
        out->atoms += term->is_product || is_open ? 0.0 : term->coefficient * ip_composition_atoms(&term->composition);
    }
    if (fabs(out->energy) < ENERGY_ROUNDING)
        out->energy = 0.0;
    if (status)
        ip_reaction_energy_clear(out);
    return status;
}

void ip_reaction_energy_clear(ip_reaction_energy *found) {
    for (int i = 0; i < found->count; i++)
        ip_hull_clear(&found->hulls[i]);
    free(found->hulls);
    ip_equilibrium_clear(&found->products);
    memset(found, 0, sizeof *found);
}
