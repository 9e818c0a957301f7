/* Where a composition stands against the hull. */
#include <interphase/hull.h>

#include "equilibrium.h"
#include "reservoir.h"
#include "table/placement.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* NULL for lack of memory, or for nothing. */
static void *copy_list(const void *list, int count, size_t size, bool *failed) {
    void *copy = count ? malloc((size_t)count * size) : NULL;
    *failed = *failed || (count && !copy);
    return copy ? memcpy(copy, list, (size_t)count * size) : NULL;
}

static ip_status copy_products(ip_equilibrium *out, const ip_equilibrium *products, ip_error *error) {
    bool failed = false;
    *out = *products;
    out->products = copy_list(products->products, products->product_count, sizeof *products->products, &failed);
    out->uptakes = copy_list(products->uptakes, products->open_count, sizeof *products->uptakes, &failed);
    out->gases = copy_list(products->gases, products->gas_count, sizeof *products->gases, &failed);
    if (!failed)
        return IP_OK;
    ip_equilibrium_clear(out);
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

/* What a hull is asked about. */
typedef struct hull_search {
    ip_solver *solver;
    const ip_composition *composition;
    const ip_reservoir *reservoir; /* NULL for none */
    double cost;                   /* what reservoirs would pay for a formula unit, eV */
} hull_search;

/* The hull of all other compositions. Elements have no decomposition energy, and neither has a phase without
 * which nothing balances. */
static ip_status find_competing(ip_hull *hull, const hull_search *search, ip_error *error) {
    if (!hull->phase || search->composition->count == 1)
        return IP_OK;
    /* Where the phase is no product, and not tied with them, nothing changes without it. */
    if (hull->energy_above_hull > IP_HULL_TOLERANCE) {
        hull->decomposition_energy = hull->energy_above_hull;
        return copy_products(&hull->competing, &hull->products, error);
    }
    ip_status status =
        ip_equilibrium_find(&hull->competing, search->solver, search->composition, search->reservoir, hull->phase, error);
    if (status == IP_INFEASIBLE)
        return IP_OK;
    if (!status)
        hull->decomposition_energy =
            hull->formation_energy - (hull->competing.energy + search->cost) / ip_composition_atoms(search->composition);
    return status;
}

/* A stable phase is its own product, even where it lies a hair above a mixture of others. */
static ip_status become_itself(ip_hull *hull, const hull_search *search, ip_error *error) {
    ip_equilibrium *products = &hull->products;
    if (ip_equilibrium_is(products, hull->phase))
        return IP_OK;
    double atoms = ip_composition_atoms(search->composition);
    ip_product *itself = malloc(sizeof *itself);
    if (!itself)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    itself->phase = hull->phase;
    itself->amount = atoms / hull->phase->atoms;
    ip_equilibrium_clear(products);
    products->product_count = 1;
    products->products = itself;
    products->formation_energy = hull->formation_energy * atoms;
    products->energy = products->formation_energy - search->cost;
    return IP_OK;
}

static ip_status locate(ip_hull *out, const hull_search *search, ip_error *error) {
    memset(out, 0, sizeof *out);
    out->decomposition_energy = NAN;
    out->phase = ip_dataset_find(ip_solver_dataset(search->solver), search->composition);
    ip_status status = ip_equilibrium_find(&out->products, search->solver, search->composition, search->reservoir, NULL, error);
    if (!status) {
        out->hull_energy = (out->products.energy + search->cost) / ip_composition_atoms(search->composition);
        out->formation_energy = out->phase ? out->phase->formation_energy : NAN;
        out->energy_above_hull = out->formation_energy - out->hull_energy;
        if (fabs(out->energy_above_hull) < 1e-12)
            out->energy_above_hull = 0.0;
        out->stable = out->phase && !out->phase->excluded && out->energy_above_hull <= IP_HULL_TOLERANCE;
        if (out->stable)
            status = become_itself(out, search, error);
    }
    if (status)
        ip_hull_clear(out);
    return status;
}

static ip_status begin(ip_hull *out, hull_search *search, ip_error *error) {
    memset(out, 0, sizeof *out);
    return ip_reservoir_cost(&search->cost, ip_solver_dataset(search->solver), search->composition, search->reservoir, error);
}

ip_status ip_hull_locate_in(ip_hull *out, ip_solver *solver, const ip_composition *composition, const ip_reservoir *reservoir,
                            ip_error *error) {
    hull_search search = {solver, composition, reservoir, 0.0};
    ip_status status = begin(out, &search, error);
    return status ? status : locate(out, &search, error);
}

ip_status ip_hull_find_in(ip_hull *out, ip_solver *solver, const ip_composition *composition, const ip_reservoir *reservoir,
                          ip_error *error) {
    hull_search search = {solver, composition, reservoir, 0.0};
    ip_status status = begin(out, &search, error);
    if (!status)
        status = locate(out, &search, error);
    if (status)
        return status;
    status = find_competing(out, &search, error);
    if (status)
        ip_hull_clear(out);
    return status;
}

ip_status ip_hull_find(ip_hull *out, ip_solver *solver, const ip_composition *composition, ip_error *error) {
    return ip_hull_find_in(out, solver, composition, NULL, error);
}

ip_status ip_hull_locate(ip_hull *out, ip_solver *solver, const ip_composition *composition, ip_error *error) {
    hull_search search = {solver, composition, NULL, 0.0};
    return locate(out, &search, error);
}

void ip_hull_clear(ip_hull *hull) {
    ip_equilibrium_clear(&hull->products);
    ip_equilibrium_clear(&hull->competing);
    memset(hull, 0, sizeof *hull);
}

void ip_hull_pack(const ip_hull *hull, const ip_dataset *dataset, ip_packed *packed) {
    ip_phase_pack(hull->phase, dataset, packed);
    ip_packed_put_number(packed, hull->formation_energy);
    ip_packed_put_number(packed, hull->hull_energy);
    ip_packed_put_number(packed, hull->energy_above_hull);
    ip_packed_put_number(packed, hull->decomposition_energy);
    ip_packed_put_integer(packed, hull->stable);
    ip_equilibrium_pack(&hull->products, dataset, packed);
    ip_equilibrium_pack(&hull->competing, dataset, packed);
}

ip_status ip_hull_unpack(ip_hull *out, const ip_dataset *dataset, ip_packed_reader *reader, ip_error *error) {
    memset(out, 0, sizeof *out);
    out->phase = ip_phase_unpack(dataset, reader);
    out->formation_energy = ip_packed_get_number(reader);
    out->hull_energy = ip_packed_get_number(reader);
    out->energy_above_hull = ip_packed_get_number(reader);
    out->decomposition_energy = ip_packed_get_number(reader);
    out->stable = ip_packed_get_integer(reader) != 0;
    ip_status status = ip_equilibrium_unpack(&out->products, dataset, reader, error);
    if (!status)
        status = ip_equilibrium_unpack(&out->competing, dataset, reader, error);
    if (status)
        ip_hull_clear(out);
    return status;
}

double ip_hull_subject_energy(const ip_hull *hull) {
    return hull->phase ? hull->formation_energy : hull->hull_energy;
}

static ip_status place(ip_dataset *dataset, const char *formula, double energy, double above, const ip_equilibrium *others,
                       ip_error *error) {
    ip_placed_part *parts = malloc(((size_t)others->product_count + 1) * sizeof *parts);
    if (!parts)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < others->product_count; i++) {
        ip_placed_part part = {others->products[i].phase, others->products[i].amount};
        parts[i] = part;
    }
    ip_status status = ip_dataset_place(dataset, formula, energy, above, parts, others->product_count, error);
    free(parts);
    return status;
}

ip_status ip_hull_place(ip_dataset *dataset, const char *formula, double above, ip_error *error) {
    ip_composition composition;
    ip_solver *solver = NULL;
    ip_equilibrium others = {0};
    double energy = 0.0;
    ip_status status = ip_composition_read(&composition, formula, error);
    if (!status && composition.count == 1)
        return ip_error_set(error, IP_BAD_ARGUMENT, "%s is an element: its energy is 0 by definition", formula);
    if (!status)
        status = ip_solver_new(&solver, dataset, error);
    if (!status)
        status = ip_equilibrium_find(&others, solver, &composition, NULL, ip_dataset_find(dataset, &composition), error);
    if (!status) {
        energy = others.energy / ip_composition_atoms(&composition) + above;
        if (above < -IP_IMPLAUSIBLE_DEPTH && ip_equilibrium_has_compound(&others))
            status = ip_error_set(error, IP_BAD_ARGUMENT,
                                  "%s: %.6g eV/atom below the hull of all others is implausible; at most %g are expected",
                                  formula, -above, IP_IMPLAUSIBLE_DEPTH);
    }
    ip_solver_free(solver);
    if (!status)
        status = place(dataset, formula, energy, above, &others, error);
    ip_equilibrium_clear(&others);
    return status;
}
