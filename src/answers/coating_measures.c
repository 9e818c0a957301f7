/* What the tests of a layer have to find out about a phase. Knows no limits and no words. */
#include "coating.h"
#include "reservoir.h"
#include "shares.h"

#include <math.h>
#include <string.h>

ip_status ip_coating_reservoir(ip_reservoir *out, const ip_coating_search *search, double voltage, ip_error *error) {
    static const ip_reservoir none = IP_RESERVOIR_INIT;
    *out = search->reservoir ? *search->reservoir : none;
    return ip_reservoir_open_metal(out, search->metal, search->charge, voltage, error);
}

/* Whether reservoirs and the metal at its voltage make a phase up together, as sodium and oxygen do Na2O2. */
static ip_status is_made_up(bool *made, const ip_composition *composition, ip_solver *solver, const ip_coating_search *search,
                            ip_error *error) {
    ip_reservoir reservoir;
    ip_exchange exchange;
    *made = false;
    if (!ip_reservoir_holds(search->reservoir))
        return IP_OK;
    ip_status status = ip_coating_reservoir(&reservoir, search, search->voltage_low, error);
    if (status)
        return status;
    status = ip_reservoir_exchange(&exchange, ip_solver_dataset(solver), &reservoir, error);
    *made = !status && ip_exchange_makes(&exchange, composition);
    ip_exchange_clear(&exchange);
    /* Where reservoirs contradict each other at this voltage, the answers at voltages tell. */
    return status == IP_UNBOUNDED ? IP_OK : status;
}

ip_status ip_measure_above_hull(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_error *error) {
    ip_composition composition = ip_phase_composition(coating->phase);
    ip_hull hull;
    bool made_up;
    ip_status status = is_made_up(&made_up, &composition, solver, search, error);
    if (!status)
        status = made_up ? IP_RESERVOIR : ip_hull_locate_in(&hull, solver, &composition, search->reservoir, error);
    if (status == IP_RESERVOIR) { /* it is no layer */
        coating->energy_above_hull = INFINITY;
        return IP_OK;
    }
    if (status)
        return status;
    coating->energy_above_hull = hull.energy_above_hull;
    ip_hull_clear(&hull);
    return IP_OK;
}

ip_status ip_measure_window(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_error *error) {
    ip_composition composition = ip_phase_composition(coating->phase);
    return ip_window_find_in(&coating->reduction_potential, &coating->oxidation_potential, solver, &composition, search->metal,
                             search->charge, search->reservoir, error);
}

ip_status ip_measure_electrolyte(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_error *error) {
    ip_composition composition = ip_phase_composition(coating->phase);
    if (!search->electrolyte)
        return IP_OK;
    return ip_interface_depth(&coating->electrolyte_energy, NULL, solver, search->electrolyte, &composition, search->reservoir,
                              error);
}

ip_status ip_measure_cathode(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_error *error) {
    ip_composition composition = ip_phase_composition(coating->phase);
    ip_status status = IP_OK;
    for (int i = 0; i < search->cathode_count && !status; i++) {
        double depth;
        status = ip_interface_depth(&depth, NULL, solver, &composition, &search->cathodes[i], search->reservoir, error);
        /* Of equally deep ones the first, whatever the last bits say. */
        if (!status && !(depth >= coating->cathode_energy - IP_REACTION_TOLERANCE)) {
            coating->cathode_energy = depth;
            coating->cathode = i;
        }
    }
    return status;
}

ip_status ip_measure_at_voltage(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_error *error) {
    ip_composition composition = ip_phase_composition(coating->phase);
    ip_status status = IP_OK;
    for (int i = 0; i < search->cathode_count && !status; i++) {
        const ip_composition *cathode = &search->cathodes[i];
        ip_reservoir reservoir;
        double depth = 0.0, voltage = search->voltage_low;
        if (search->voltage_high > search->voltage_low) {
            status = ip_interface_worst_voltage_in(&voltage, &depth, solver, &composition, cathode, search->metal, search->charge,
                                                   search->voltage_low, search->voltage_high, search->reservoir, NULL, error);
        } else {
            status = ip_coating_reservoir(&reservoir, search, search->voltage_low, error);
            if (!status)
                status = ip_interface_depth(&depth, NULL, solver, &composition, cathode, &reservoir, error);
        }
        if (!status && !(depth >= coating->cathode_energy_at_voltage - IP_REACTION_TOLERANCE)) {
            coating->cathode_energy_at_voltage = depth;
            coating->cathode_at_voltage = i;
            coating->worst_voltage = voltage;
        }
    }
    return status;
}

/* What forms where two materials react most; takes the energy over, so that it is that of the products. */
static ip_status find_products(ip_equilibrium *products, double *energy, double *deviation, ip_solver *solver,
                               const ip_composition *a, const ip_composition *b, const ip_coating_search *search,
                               ip_error *error) {
    ip_interface found;
    double total;
    ip_status status = ip_interface_find(&found, solver, a, b, search->reservoir, error);
    if (status)
        return status;
    ip_kink *deepest = &found.kinks[found.minimum];
    *energy = deepest->mutual_reaction_energy;
    status = ip_kink_uncertainty(&total, deviation, search->uncertainty, &found, found.minimum, error);
    if (!status) {
        *products = deepest->products;
        memset(&deepest->products, 0, sizeof deepest->products);
    }
    ip_interface_clear(&found);
    return status;
}

ip_status ip_measure_products(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_error *error) {
    ip_composition composition = ip_phase_composition(coating->phase);
    ip_status status = IP_OK;
    if (search->electrolyte)
        status =
            find_products(&coating->electrolyte_products, &coating->electrolyte_energy, &coating->electrolyte_energy_uncertainty,
                          solver, search->electrolyte, &composition, search, error);
    if (!status && search->cathode_count)
        status = find_products(&coating->cathode_products, &coating->cathode_energy, &coating->cathode_energy_uncertainty, solver,
                               &composition, &search->cathodes[coating->cathode], search, error);
    bool by_cathode = !(coating->electrolyte_energy <= coating->cathode_energy);
    coating->worst_energy = fmin(coating->electrolyte_energy, coating->cathode_energy);
    coating->worst_energy_uncertainty = by_cathode && search->cathode_count ? coating->cathode_energy_uncertainty
                                                                            : coating->electrolyte_energy_uncertainty;
    return status ? status : ip_measure_uncertainties(coating, solver, search, error);
}
