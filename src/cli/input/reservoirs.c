/* Turns voltages and potentials of options into reservoirs. */
#include "reservoirs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Opens the metal at a voltage (NaN: not by voltage) and the elements of --mu. A metal named by --mu is the reservoir that
 * voltages refer to. */
static ip_status open_at(reservoir_cases *out, const options *opts, double voltage, ip_error *error) {
    ip_reservoir *reservoir = &out->reservoirs[out->count++];
    ip_status status = IP_OK;
    if (!isnan(voltage))
        status = ip_reservoir_open_metal(reservoir, out->metal.metal, out->metal.charge, voltage, error);
    for (int i = 0; i < opts->potentials.count && !status; i++)
        status = ip_reservoir_open(reservoir, opts->potentials.items[i].element, opts->potentials.items[i].value, error);
    return status;
}

ip_status reservoirs_open(reservoir_cases *out, const options *opts, const char *const *formulas, int count, ip_error *error) {
    memset(out, 0, sizeof *out);
    ip_status status = metals_find(&out->metal, opts, formulas, count, error);
    if (!status && !(out->reservoirs = calloc(2 * (size_t)opts->voltages.count + 1, sizeof *out->reservoirs)))
        status = ip_error_set(error, IP_NO_MEMORY, "out of memory");
    if (!status && !opts->voltages.count)
        status = open_at(out, opts, NAN, error);
    for (int i = 0; i < opts->voltages.count && !status; i++) {
        const voltage_range *range = &opts->voltages.items[i];
        status = open_at(out, opts, range->low, error);
        if (!status && range->is_range)
            status = open_at(out, opts, range->high, error);
    }
    if (!status && opts->voltages.count)
        metals_say(&out->metal, opts, formulas, count);
    return status;
}

void reservoirs_set_atmosphere(const reservoir_cases *cases, const ip_atmosphere *atmosphere) {
    for (int i = 0; i < cases->count; i++)
        cases->reservoirs[i].atmosphere = atmosphere;
}

void reservoirs_free(reservoir_cases *cases) {
    free(cases->reservoirs);
    memset(cases, 0, sizeof *cases);
}
