/* What energies of a composition count from beside reservoirs. Knows no words. */
#include "reservoir.h"

#include "atmosphere.h"
#include "equilibrium.h"

#include <stdlib.h>

/* Gases that cost more than the rows of the table that they stand for. */
static void list_dearer(const ip_phase **list, int *count, const ip_dataset *dataset, const ip_atmosphere *atmosphere,
                        const ip_phase *swept) {
    for (int i = 0; i < atmosphere->count; i++) {
        const ip_phase *gas = atmosphere->phases[i];
        ip_composition composition = ip_phase_composition(gas);
        const ip_phase *row = ip_dataset_find(dataset, &composition);
        if (gas != swept && row && !row->excluded && row->formation_energy < gas->formation_energy)
            list[(*count)++] = gas;
    }
}

static bool all_compete(const ip_equilibrium *products, const ip_exchange *exchange) {
    for (int i = 0; i < products->product_count; i++)
        if (!ip_exchange_competes(exchange, products->products[i].phase))
            return false;
    return true;
}

static ip_status start_with(ip_hull *hull, ip_solver *solver, const ip_composition *composition, ip_exchange *exchange,
                            ip_error *error) {
    ip_system *system;
    ip_mixture mixture;
    ip_equilibrium products;
    exchange->serial = ip_atmosphere_next_serial();
    ip_status status = ip_solver_system_exchanging(solver, ip_composition_elements(composition), exchange, &system, error);
    if (!status)
        status = ip_system_solve(system, composition, NULL, IP_TIES_BROKEN, &mixture, error);
    if (!status)
        status = ip_equilibrium_from_mixture(&products, composition, exchange, &mixture, error);
    if (status)
        return status;
    ip_equilibrium_clear(&hull->products);
    hull->products = products;
    hull->hull_energy = products.energy / ip_composition_atoms(composition);
    return IP_OK;
}

/* A row that a gas stands for, ice beside water vapour, counts with the energy of the gas where that is higher: what is there to
 * begin with can then not lie below what reservoirs allow, and no reaction costs energy. Where it is lower the row remains, so
 * that what is given off is not left out of the reaction. Over all potentials of a gas the start has to be one, which its row is.
 */
ip_status ip_reservoir_locate(ip_hull *out, ip_solver *solver, const ip_composition *composition, const ip_reservoir *reservoir,
                              const ip_phase *swept, ip_error *error) {
    ip_exchange exchange = IP_EXCHANGE_INIT;
    ip_status status = ip_hull_locate(out, solver, composition, error);
    if (status || out->phase || !ip_reservoir_has_gases(reservoir))
        return status;
    const ip_atmosphere *atmosphere = reservoir->atmosphere;
    const ip_phase **dearer = malloc(((size_t)atmosphere->count + 1) * sizeof *dearer);
    if (dearer) {
        list_dearer(dearer, &exchange.gas_count, ip_solver_dataset(solver), atmosphere, swept);
        exchange.gases = exchange.released = dearer;
        exchange.released_count = exchange.gas_count;
        exchange.leaves_out = atmosphere->rule;
        exchange.user = atmosphere->user;
        if (!all_compete(&out->products, &exchange))
            status = start_with(out, solver, composition, &exchange, error);
    } else {
        status = ip_error_set(error, IP_NO_MEMORY, "out of memory");
    }
    free(dearer);
    if (status)
        ip_hull_clear(out);
    return status;
}
