/* From the plateaus of a profile to what a composition becomes at both ends of each. */
#include <interphase/decomposition_range.h>

#include <interphase/tolerance.h>

#include <math.h>
#include <string.h>

static double lower_end(const ip_decomposition_range *range, const ip_plateau *plateau) {
    return fmax(plateau->voltage_low, range->low);
}

static double upper_end(const ip_decomposition_range *range, const ip_plateau *plateau) {
    return fmin(plateau->voltage_high, range->high);
}

/* Reservoirs have to get along with each other over the whole range. */
static ip_status check_range(const ip_decomposition_range *range, ip_error *error) {
    const ip_profile *profile = &range->profile;
    double lowest = profile->plateaus[0].voltage_low, highest = profile->plateaus[profile->plateau_count - 1].voltage_high;
    if (range->low < lowest)
        return ip_error_set(error, IP_UNBOUNDED,
                            "below %.4f V %s would go on without end: these reservoirs contradict each other", lowest,
                            profile->limit ? profile->limit : "a reaction");
    if (range->high > highest)
        return ip_error_set(error, IP_UNBOUNDED, "above %.4f V the reservoirs of %s and of gases contradict each other", highest,
                            ip_element_symbol(profile->metal));
    return IP_OK;
}

ip_status ip_decomposition_range_find(ip_decomposition_range *out, ip_solver *solver, const ip_composition *composition,
                                      int metal, int charge, const ip_reservoir *others, double low, double high,
                                      ip_error *error) {
    memset(out, 0, sizeof *out);
    if (!(low >= 0.0 && low < high && isfinite(high)))
        return ip_error_set(error, IP_BAD_ARGUMENT, "the voltage range %g to %g V is empty; the lower end comes first", low,
                            high);
    out->low = low;
    out->high = high;
    ip_reservoir opened = IP_RESERVOIR_INIT;
    if (others)
        out->others = opened = *others;
    ip_status status = ip_reservoir_open_metal(&opened, metal, charge, low, error);
    if (!status)
        status = ip_profile_find_in(&out->profile, solver, composition, metal, charge, others, error);
    if (status)
        return status;
    status = check_range(out, error);
    /* Of a very narrow range the larger part counts. */
    double least = fmin(IP_VOLTAGE_TOLERANCE, 0.2 * (high - low));
    for (int i = 0; i < out->profile.plateau_count && !status; i++) {
        const ip_plateau *plateau = &out->profile.plateaus[i];
        if (upper_end(out, plateau) - lower_end(out, plateau) <= least)
            continue;
        if (!out->count)
            out->first = i;
        out->count++;
    }
    if (status)
        ip_decomposition_range_clear(out);
    return status;
}

void ip_decomposition_range_clear(ip_decomposition_range *range) {
    ip_profile_clear(&range->profile);
    memset(range, 0, sizeof *range);
}

static double voltage_of(const ip_decomposition_range *range, int index) {
    const ip_plateau *plateau = &range->profile.plateaus[range->first + index / 2];
    return index % 2 ? upper_end(range, plateau) : lower_end(range, plateau);
}

ip_status ip_decomposition_range_reservoir(ip_reservoir *out, const ip_decomposition_range *range, int index, ip_error *error) {
    *out = range->others;
    return ip_reservoir_open_metal(out, range->profile.metal, range->profile.charge, voltage_of(range, index), error);
}

ip_status ip_decomposition_range_row_fill(ip_decomposition_row *out, ip_memory *memory, const ip_dataset *dataset,
                                          const char *formula, const ip_composition *composition,
                                          const ip_decomposition_range *range, int index, const ip_question *question,
                                          ip_error *error) {
    const ip_profile *profile = &range->profile;
    const ip_plateau *plateau = &profile->plateaus[range->first + index / 2];
    double voltage = voltage_of(range, index), beyond = voltage - plateau->voltage_low;
    double energy = plateau->reaction_energy_low * profile->atoms + plateau->uptake * profile->charge * beyond;
    /* What is there is borrowed from the profile. */
    ip_decomposition at = {.hull = profile->hull, .equilibrium = plateau->products, .atoms = profile->atoms};
    at.energy = fabs(energy) < 1e-10 ? 0.0 : energy;
    at.changes = !ip_equilibrium_is(&plateau->products, profile->hull.phase);
    ip_reservoir reservoir;
    ip_status status = ip_decomposition_range_reservoir(&reservoir, range, index, error);
    if (!status)
        status = ip_decomposition_row_fill(out, memory, dataset, formula, composition, &at, &reservoir, question, error);
    if (!status)
        out->plateau = index / 2 + 1;
    return status;
}
