/* Which phases stand behind a number, and with what factor. */
#include "shares.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool make_room(ip_shares *shares) {
    int room = shares->room ? 2 * shares->room : 2 * IP_FEW_SHARES;
    ip_share *more = realloc(shares->more, (size_t)room * sizeof *more);
    if (!more)
        return false;
    if (!shares->more)
        memcpy(more, shares->few, (size_t)shares->count * sizeof *more);
    shares->more = more;
    shares->room = room;
    return true;
}

static void add_phase(ip_shares *shares, const ip_phase *phase, double factor) {
    ip_share share = IP_SHARE_INIT;
    int room = shares->more ? shares->room : IP_FEW_SHARES;
    if (phase->gas) /* exact */
        return;
    share.phase = phase;
    share.factor = factor;
    if (shares->count == room && !make_room(shares)) {
        shares->failed = true;
        return;
    }
    (shares->more ? shares->more : shares->few)[shares->count++] = share;
}

void ip_shares_add(ip_shares *shares, const ip_equilibrium *equilibrium, double factor) {
    for (int i = 0; i < equilibrium->product_count; i++)
        add_phase(shares, equilibrium->products[i].phase, factor * equilibrium->products[i].amount);
}

void ip_shares_add_subject(ip_shares *shares, const ip_hull *hull, double atoms, double factor) {
    if (hull->phase)
        add_phase(shares, hull->phase, factor * atoms / hull->phase->atoms);
    else
        ip_shares_add(shares, &hull->products, factor);
}

void ip_shares_add_mutual(ip_shares *shares, const ip_interface *found, int index, double factor) {
    const ip_kink *kink = &found->kinks[index];
    double molar = factor / kink->atoms;
    /* The ends of the mixing line are what each reactant becomes by itself. */
    ip_shares_add(shares, &kink->products, molar);
    ip_shares_add(shares, &found->kinks[found->kink_count - 1].products, -kink->x_molar * molar);
    ip_shares_add(shares, &found->kinks[0].products, -(1.0 - kink->x_molar) * molar);
}

ip_status ip_shares_end(double *out, ip_shares *shares, ip_uncertainty *uncertainty, double scale, ip_error *error) {
    ip_status status = IP_OK;
    *out = NAN;
    if (shares->failed)
        status = ip_error_set(error, IP_NO_MEMORY, "out of memory");
    else if (uncertainty)
        status = ip_uncertainty_find(out, uncertainty, shares->more ? shares->more : shares->few, shares->count, error);
    *out *= fabs(scale);
    free(shares->more);
    shares->more = NULL;
    shares->count = shares->room = 0;
    shares->failed = false;
    return status;
}

ip_status ip_edge_uncertainty(double *out, ip_uncertainty *uncertainty, const ip_profile *profile, const ip_plateau *below,
                              const ip_plateau *above, ip_error *error) {
    ip_shares sum;
    *out = NAN;
    if (!uncertainty || !below || !above)
        return IP_OK;
    memset(&sum, 0, sizeof sum);
    ip_shares_add(&sum, &below->products, 1.0);
    ip_shares_add(&sum, &above->products, -1.0);
    return ip_shares_end(out, &sum, uncertainty, 1.0 / (profile->charge * (below->uptake - above->uptake)), error);
}

/* Adds factor times the voltage between two plateaus. */
static void add_edge(ip_shares *sum, const ip_profile *profile, const ip_plateau *below, const ip_plateau *above, double factor) {
    if (!below || !above)
        return;
    double scale = factor / (profile->charge * (below->uptake - above->uptake));
    ip_shares_add(sum, &above->products, scale);
    ip_shares_add(sum, &below->products, -scale);
}

ip_status ip_window_uncertainty(double *reduction, double *oxidation, double *width, ip_uncertainty *uncertainty,
                                const ip_profile *profile, ip_error *error) {
    ip_window window = ip_profile_window(profile);
    *reduction = *oxidation = *width = NAN;
    if (!uncertainty)
        return IP_OK;
    /* Without a plateau inside, one edge stands for both, between what is below and above. */
    const ip_plateau *low_above = window.has_plateau ? window.inside : window.oxidation;
    const ip_plateau *high_below = window.has_plateau ? window.inside : window.reduction;
    ip_status status = ip_edge_uncertainty(reduction, uncertainty, profile, window.reduction, low_above, error);
    if (!status)
        status = ip_edge_uncertainty(oxidation, uncertainty, profile, high_below, window.oxidation, error);
    if (status || isinf(window.oxidation_potential))
        return status;
    ip_shares sum;
    memset(&sum, 0, sizeof sum);
    if (window.has_plateau) {
        add_edge(&sum, profile, high_below, window.oxidation, 1.0);
        add_edge(&sum, profile, window.reduction, low_above, -1.0);
    }
    return ip_shares_end(width, &sum, uncertainty, 1.0, error);
}

/* Adds factor times the voltage of an interface, where that moves. */
static void add_motion(ip_shares *shares, const ip_voltage_motion *motion, double factor) {
    for (int i = 0; motion && i < motion->count; i++)
        add_phase(shares, motion->shares[i].phase, factor * motion->shares[i].factor);
}

ip_status ip_kink_uncertainty(double *total, double *mutual, ip_uncertainty *uncertainty, const ip_interface *found, int index,
                              ip_error *error) {
    const ip_kink *kink = &found->kinks[index];
    double a = kink->x_molar, b = 1.0 - kink->x_molar;
    ip_shares sum;
    *total = *mutual = NAN;
    if (!uncertainty)
        return IP_OK;
    memset(&sum, 0, sizeof sum);
    ip_shares_add(&sum, &kink->products, 1.0);
    ip_shares_add_subject(&sum, &found->a.hull, found->a.atoms, -a);
    ip_shares_add_subject(&sum, &found->b.hull, found->b.atoms, -b);
    const ip_voltage_motion *motion = found->motion;
    if (motion)
        add_motion(&sum, motion, motion->charge * ip_equilibrium_uptake(&kink->products, motion->metal));
    ip_status status = ip_shares_end(total, &sum, uncertainty, 1.0 / kink->atoms, error);
    if (status)
        return status;
    ip_shares_add_mutual(&sum, found, index, 1.0);
    if (motion)
        add_motion(&sum, motion, motion->charge * ip_interface_exchange(found, index, motion->metal));
    return ip_shares_end(mutual, &sum, uncertainty, 1.0, error);
}

ip_status ip_plateau_uncertainty(double *out, ip_uncertainty *uncertainty, const ip_profile *profile, const ip_plateau *plateau,
                                 const ip_plateau *neighbour, ip_error *error) {
    ip_shares sum;
    *out = NAN;
    if (!uncertainty || !plateau)
        return IP_OK;
    memset(&sum, 0, sizeof sum);
    ip_shares_add(&sum, &plateau->products, 1.0);
    ip_shares_add_subject(&sum, &profile->hull, profile->atoms, -1.0);
    bool is_lower = neighbour && neighbour->uptake > plateau->uptake;
    add_edge(&sum, profile, is_lower ? neighbour : plateau, is_lower ? plateau : neighbour, profile->charge * plateau->uptake);
    return ip_shares_end(out, &sum, uncertainty, 1.0 / profile->atoms, error);
}

ip_status ip_decomposition_uncertainty(double *out, ip_uncertainty *uncertainty, const ip_decomposition *found, ip_error *error) {
    ip_shares sum;
    *out = NAN;
    if (!uncertainty)
        return IP_OK;
    memset(&sum, 0, sizeof sum);
    ip_shares_add(&sum, &found->equilibrium, 1.0);
    ip_shares_add_subject(&sum, &found->hull, found->atoms, -1.0);
    return ip_shares_end(out, &sum, uncertainty, 1.0, error);
}

ip_status ip_above_hull_uncertainty(double *out, ip_uncertainty *uncertainty, const ip_hull *hull, double atoms,
                                    ip_error *error) {
    ip_shares sum;
    *out = NAN;
    if (!uncertainty || !hull->phase)
        return IP_OK;
    memset(&sum, 0, sizeof sum);
    ip_shares_add_subject(&sum, hull, atoms, 1.0);
    ip_shares_add(&sum, &hull->products, -1.0);
    return ip_shares_end(out, &sum, uncertainty, 1.0 / atoms, error);
}
