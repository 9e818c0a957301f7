/* How the worst voltage of a range hangs on the energies of phases. Knows interfaces beside it; no rows. */
#include "shares.h"

#include "equilibrium.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* So far on either side of a voltage, V, the products of what changes there are told apart. */
#define SIDE_STEP (10.0 * IP_VOLTAGE_TOLERANCE)
/* Lines of energies whose slopes are nearer, atoms of the metal per atom of the mixture, cross nowhere. */
#define SAME_SLOPE 1e-6

double ip_interface_exchange(const ip_interface *found, int index, int metal) {
    const ip_kink *kink = &found->kinks[index];
    double alone_a = ip_equilibrium_uptake(&found->kinks[found->kink_count - 1].products, metal);
    double alone_b = ip_equilibrium_uptake(&found->kinks[0].products, metal);
    double both = ip_equilibrium_uptake(&kink->products, metal);
    return (both - kink->x_molar * alone_a - (1.0 - kink->x_molar) * alone_b) / kink->atoms;
}

static ip_status find_beside(ip_interface *out, const ip_interface *found, ip_solver *solver, int metal, int charge,
                             double voltage, const ip_reservoir *others, ip_error *error) {
    ip_reservoir reservoir = IP_RESERVOIR_INIT;
    if (others)
        reservoir = *others;
    ip_status status = ip_reservoir_open_metal(&reservoir, metal, charge, voltage, error);
    return status ? status : ip_interface_find(out, solver, &found->a.composition, &found->b.composition, &reservoir, error);
}

static ip_status keep(ip_interface *found, const ip_shares *sum, int metal, int charge, ip_error *error) {
    ip_voltage_motion *motion = sum->failed ? NULL : malloc(sizeof *motion + (size_t)sum->count * sizeof *motion->shares);
    if (!motion)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    motion->metal = metal;
    motion->charge = charge;
    motion->count = sum->count;
    memcpy(motion->shares, sum->more ? sum->more : sum->few, (size_t)sum->count * sizeof *motion->shares);
    free(found->motion);
    found->motion = motion;
    return IP_OK;
}

/* Inside a range the worst voltage is where one of the two alone changes its products, so that the lines of the mutual energy
 * below and above cross there: it moves with the difference of their energies, divided by that of their slopes. */
ip_status ip_interface_set_worst(ip_interface *found, ip_solver *solver, int metal, int charge, double voltage, double low,
                                 double high, const ip_reservoir *others, ip_error *error) {
    ip_interface below, above;
    ip_shares sum;
    if (!(voltage - SIDE_STEP > low && voltage + SIDE_STEP < high))
        return IP_OK;
    ip_status status = find_beside(&below, found, solver, metal, charge, voltage - SIDE_STEP, others, error);
    if (status)
        return status;
    status = find_beside(&above, found, solver, metal, charge, voltage + SIDE_STEP, others, error);
    if (!status) {
        int usual = charge ? charge : ip_element_charge(metal);
        double slopes = ip_interface_exchange(&below, below.minimum, metal) - ip_interface_exchange(&above, above.minimum, metal);
        memset(&sum, 0, sizeof sum);
        if (fabs(slopes) > SAME_SLOPE) {
            ip_shares_add_mutual(&sum, &above, above.minimum, 1.0 / (usual * slopes));
            ip_shares_add_mutual(&sum, &below, below.minimum, -1.0 / (usual * slopes));
            status = keep(found, &sum, metal, usual, error);
            free(sum.more);
        }
        ip_interface_clear(&above);
    }
    ip_interface_clear(&below);
    return status;
}
