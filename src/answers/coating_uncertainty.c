/* How uncertain the figures of a layer are: the few that passed are asked again, for the phases behind their figures. Knows no limits
 * and no words. */
#include "coating.h"
#include "shares.h"

#include <math.h>
#include <string.h>

/* So far on either side of a voltage, V, the products of what changes there are told apart. */
#define SIDE_STEP (10.0 * IP_VOLTAGE_TOLERANCE)

static ip_status find_above_hull(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_error *error) {
    ip_composition composition = ip_phase_composition(coating->phase);
    ip_hull hull;
    ip_status status = ip_hull_locate(&hull, solver, &composition, error);
    if (status)
        return status;
    status = ip_above_hull_uncertainty(&coating->energy_above_hull_uncertainty, search->uncertainty, &hull, coating->phase->atoms, error);
    ip_hull_clear(&hull);
    return status;
}

static ip_status find_window(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_error *error) {
    ip_composition composition = ip_phase_composition(coating->phase);
    ip_profile profile;
    double width;
    ip_status status = ip_profile_find(&profile, solver, &composition, search->metal, search->charge, error);
    if (status)
        return status;
    status = ip_window_uncertainty(&coating->reduction_potential_uncertainty, &coating->oxidation_potential_uncertainty, &width,
                                   search->uncertainty, &profile, error);
    ip_profile_clear(&profile);
    return status;
}

static ip_status find_interface(ip_interface *out, const ip_coating *coating, ip_solver *solver, const ip_coating_search *search,
                                double voltage, ip_error *error) {
    ip_composition composition = ip_phase_composition(coating->phase);
    ip_reservoir reservoir = {0};
    ip_status status = ip_reservoir_open_metal(&reservoir, search->metal, search->charge, voltage, error);
    return status ? status : ip_interface_find(out, solver, &composition, &search->cathodes[coating->cathode_at_voltage], &reservoir, error);
}

/* Atoms of the metal that the two take up where they react most, per atom of the mixture, without what each takes up alone: by so
 * much their energy rises with the voltage. */
static double exchange_of(const ip_interface *found, int metal) {
    const ip_kink *kink = &found->kinks[found->minimum];
    double alone_a = ip_equilibrium_uptake(&found->kinks[found->kink_count - 1].products, metal);
    double alone_b = ip_equilibrium_uptake(&found->kinks[0].products, metal);
    double both = ip_equilibrium_uptake(&kink->products, metal);
    return (both - kink->x_molar * alone_a - (1.0 - kink->x_molar) * alone_b) / kink->atoms;
}

/* Inside a range the worst voltage is where the layer or the cathode alone changes its products. The energy falls on the one side
 * of it and rises on the other, and how the lowest point moves follows from the reactions on both, so that none of the metal is
 * left over. */
static ip_status find_at_voltage(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_error *error) {
    double low = fmax(coating->worst_voltage - SIDE_STEP, search->voltage_low);
    double high = fmin(coating->worst_voltage + SIDE_STEP, search->voltage_high);
    bool is_inside = low > search->voltage_low && high < search->voltage_high;
    ip_interface below, above;
    ip_shares sum;
    ip_status status = find_interface(&below, coating, solver, search, is_inside ? low : coating->worst_voltage, error);
    if (status)
        return status;
    status = find_interface(&above, coating, solver, search, is_inside ? high : coating->worst_voltage, error);
    if (!status) {
        double falling = exchange_of(&below, search->metal), rising = exchange_of(&above, search->metal);
        double part = falling < 0.0 && rising > 0.0 ? rising / (rising - falling) : falling < 0.0 ? 0.0 : 1.0;
        memset(&sum, 0, sizeof sum);
        ip_shares_add_mutual(&sum, &below, below.minimum, part);
        ip_shares_add_mutual(&sum, &above, above.minimum, 1.0 - part);
        status = ip_shares_end(&coating->cathode_energy_at_voltage_uncertainty, &sum, search->uncertainty, 1.0, error);
        ip_interface_clear(&above);
    }
    ip_interface_clear(&below);
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
