/* Turns gases and pressures of options into an atmosphere. */
#include "gases.h"

#include "tables.h"
#include "cli/io/text.h"

#include <stdio.h>
#include <string.h>

bool gases_given(const options *opts) {
    return opts->potentials.count || opts->gases.count || opts->released.count;
}

bool gases_swept(const options *opts) {
    for (int i = 0; i < opts->gases.count; i++)
        if (!opts->gases.items[i].pressure)
            return true;
    return false;
}

/* The potential of one gas; where its pressure is left open, that at 1 bar. */
static ip_status find_potential(double *out, const gas_choice *chosen, const ip_gases *gases, double temperature,
                                ip_error *error) {
    const ip_gas *gas;
    double bar = 1.0;
    ip_status status = ip_gases_find_formula(&gas, gases, chosen->formula, error);
    if (!status && chosen->pressure)
        status = ip_pressure_read(&bar, chosen->pressure, gas, temperature, error);
    return status ? status : ip_gas_potential(out, gases, gas, temperature, bar, error);
}

static ip_status add(gases_found *out, const gas_choice *chosen, bool is_released, const ip_gases *gases, double temperature,
                     ip_error *error) {
    double energy;
    ip_status status = find_potential(&energy, chosen, gases, temperature, error);
    if (!status && !chosen->pressure && out->swept)
        status = ip_error_set(error, IP_BAD_ARGUMENT, "the pressure of %s is left open, too; of one gas it is", out->swept);
    if (!status)
        status = (is_released ? ip_atmosphere_release : ip_atmosphere_add)(out->atmosphere, chosen->formula, energy, error);
    if (!status && !chosen->pressure) {
        out->swept = chosen->formula;
        out->standard = energy;
    }
    return status;
}

static exit_code add_all(gases_found *out, const gas_list *list, bool is_released, const ip_gases *gases, double temperature) {
    ip_error error;
    for (int i = 0; i < list->count; i++) {
        char option[64];
        snprintf(option, sizeof option, "--%s %.40s", is_released ? "release" : "gas", list->items[i].formula);
        if (add(out, &list->items[i], is_released, gases, temperature, &error)) {
            complain_of(option, &error);
            return error.status == IP_NO_MEMORY ? EXIT_INTERNAL : EXIT_USAGE;
        }
    }
    return EXIT_ANSWERED;
}

static exit_code open_elements(gases_found *out, const options *opts) {
    ip_error error;
    for (int i = 0; i < opts->potentials.count; i++)
        if (ip_reservoir_open(&out->reservoir, opts->potentials.items[i].element, opts->potentials.items[i].value, &error)) {
            complain_of("--mu", &error);
            return EXIT_USAGE;
        }
    return EXIT_ANSWERED;
}

exit_code gases_load(gases_found *out, const options *opts) {
    ip_gases *gases = NULL;
    ip_error error;
    memset(out, 0, sizeof *out);
    exit_code code = open_elements(out, opts);
    if (code != EXIT_ANSWERED || !(opts->gases.count || opts->released.count))
        return code;
    code = tables_gases(&gases);
    if (code == EXIT_ANSWERED && ip_atmosphere_new(&out->atmosphere, &error)) {
        complain_of(NULL, &error);
        code = EXIT_INTERNAL;
    }
    if (code == EXIT_ANSWERED)
        code = add_all(out, &opts->gases, false, gases, opts->temperature);
    if (code == EXIT_ANSWERED)
        code = add_all(out, &opts->released, true, gases, opts->temperature);
    out->reservoir.atmosphere = out->atmosphere;
    out->thermal = ip_gas_thermal_energy(opts->temperature);
    ip_gases_free(gases);
    return code;
}

void gases_print(FILE *stream, const gases_found *found) {
    int count = found->atmosphere ? ip_atmosphere_count(found->atmosphere) : 0;
    for (int released = 0; released < 2; released++)
        for (int i = 0, shown = 0; i < count; i++) {
            if (ip_atmosphere_is_released(found->atmosphere, i) != (released == 1))
                continue;
            fprintf(stream, "%s%s", shown++ ? ", " : released ? ", may give off " : ", in exchange with ",
                    text_masked(ip_atmosphere_gas(found->atmosphere, i)->formula));
        }
}

void gases_clear(gases_found *found) {
    ip_atmosphere_free(found->atmosphere);
    memset(found, 0, sizeof *found);
}
