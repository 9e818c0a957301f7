/* How uncertain the figures of a layer are: the few that passed are asked again, for the phases behind their figures. Knows no
 * limits and no words. */
#include "coating.h"
#include "shares.h"

#include <math.h>

static ip_status find_above_hull(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_error *error) {
    ip_composition composition = ip_phase_composition(coating->phase);
    ip_hull hull;
    ip_status status = ip_hull_locate_in(&hull, solver, &composition, search->reservoir, error);
    if (status)
        return status;
    status = ip_above_hull_uncertainty(&coating->energy_above_hull_uncertainty, search->uncertainty, &hull, coating->phase->atoms,
                                       error);
    ip_hull_clear(&hull);
    return status;
}

static ip_status find_window(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_error *error) {
    ip_composition composition = ip_phase_composition(coating->phase);
    ip_profile profile;
    double width;
    ip_status status =
        ip_profile_find_in(&profile, solver, &composition, search->metal, search->charge, search->reservoir, error);
    if (status)
        return status;
    status = ip_window_uncertainty(&coating->reduction_potential_uncertainty, &coating->oxidation_potential_uncertainty, &width,
                                   search->uncertainty, &profile, error);
    ip_profile_clear(&profile);
    return status;
}

static ip_status find_at_voltage(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_error *error) {
    ip_composition composition = ip_phase_composition(coating->phase);
    ip_reservoir reservoir;
    ip_interface found;
    double total, voltage = coating->worst_voltage;
    ip_status status = ip_coating_reservoir(&reservoir, search, voltage, error);
    if (!status)
        status =
            ip_interface_find(&found, solver, &composition, &search->cathodes[coating->cathode_at_voltage], &reservoir, error);
    if (status)
        return status;
    status = ip_interface_set_worst(&found, solver, search->metal, search->charge, voltage, search->voltage_low,
                                    search->voltage_high, search->reservoir, error);
    if (!status)
        status = ip_kink_uncertainty(&total, &coating->cathode_energy_at_voltage_uncertainty, search->uncertainty, &found,
                                     found.minimum, error);
    ip_interface_clear(&found);
    return status;
}

ip_status ip_measure_uncertainties(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_error *error) {
    ip_status status = IP_OK;
    if (!search->uncertainty)
        return IP_OK;
    if (!isnan(coating->energy_above_hull))
        status = find_above_hull(coating, solver, search, error);
    if (!status && !isnan(coating->reduction_potential))
        status = find_window(coating, solver, search, error);
    if (!status && !isnan(coating->cathode_energy_at_voltage))
        status = find_at_voltage(coating, solver, search, error);
    return status;
}
