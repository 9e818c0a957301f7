/* From an equilibrium to the energy of the reaction that leads there. */
#include <interphase/decomposition.h>

#include "reservoir.h"

#include <math.h>
#include <string.h>

/* Sums of energies carry this much rounding, eV per formula unit. */
#define ENERGY_ROUNDING 1e-10

ip_status ip_decomposition_find(ip_decomposition *out, ip_solver *solver, const ip_composition *composition,
                                const ip_reservoir *reservoir, ip_error *error) {
    double cost = 0.0;
    memset(out, 0, sizeof *out);
    ip_status status = ip_equilibrium_find(&out->equilibrium, solver, composition, reservoir, NULL, error);
    if (!status)
        status = ip_reservoir_locate(&out->hull, solver, composition, reservoir, NULL, error);
    if (!status)
        status = ip_reservoir_cost(&cost, ip_solver_dataset(solver), composition, reservoir, error);
    if (status) {
        ip_decomposition_clear(out);
        return status;
    }
    out->atoms = ip_composition_atoms(composition);
    out->energy = out->equilibrium.energy - ip_reservoir_subject_energy(&out->hull, composition, reservoir) * out->atoms + cost;
    if (fabs(out->energy) < ENERGY_ROUNDING)
        out->energy = 0.0;
    out->changes = !ip_equilibrium_is(&out->equilibrium, out->hull.phase);
    return IP_OK;
}

void ip_decomposition_clear(ip_decomposition *decomposition) {
    ip_equilibrium_clear(&decomposition->equilibrium);
    ip_hull_clear(&decomposition->hull);
    memset(decomposition, 0, sizeof *decomposition);
}
