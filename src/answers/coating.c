/* One phase through the tests of a search, and what is known of it as bytes. Knows no test by name. */
#include "coating.h"
#include "equilibrium.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

ip_coating_search ip_coating_search_default(void) {
    ip_coating_search search = IP_COATING_SEARCH_INIT;
    return search;
}

/* What is measured of a phase: not known at first, and all of it goes into the bytes. */
static const size_t numbers[] = {
    offsetof(ip_coating, energy_above_hull), offsetof(ip_coating, reduction_potential),
    offsetof(ip_coating, oxidation_potential), offsetof(ip_coating, electrolyte_energy),
    offsetof(ip_coating, cathode_energy), offsetof(ip_coating, cathode_energy_at_voltage),
    offsetof(ip_coating, worst_energy), offsetof(ip_coating, worst_voltage),
    offsetof(ip_coating, energy_above_hull_uncertainty), offsetof(ip_coating, reduction_potential_uncertainty),
    offsetof(ip_coating, oxidation_potential_uncertainty), offsetof(ip_coating, electrolyte_energy_uncertainty),
    offsetof(ip_coating, cathode_energy_uncertainty), offsetof(ip_coating, cathode_energy_at_voltage_uncertainty),
    offsetof(ip_coating, worst_energy_uncertainty),
};
enum { NUMBER_COUNT = sizeof numbers / sizeof *numbers };

static double number(const ip_coating *coating, size_t which) {
    double value;
    memcpy(&value, (const char *)coating + numbers[which], sizeof value);
    return value;
}

static void set_number(ip_coating *coating, size_t which, double value) {
    memcpy((char *)coating + numbers[which], &value, sizeof value);
}

void ip_coating_begin(ip_coating *coating, const ip_phase *phase) {
    memset(coating, 0, sizeof *coating);
    coating->phase = phase;
    coating->failed = IP_COATING_TEST_COUNT;
    for (size_t i = 0; i < NUMBER_COUNT; i++)
        set_number(coating, i, NAN);
}

void ip_coating_examine(ip_coating *out, ip_solver *solver, const ip_coating_search *search, const ip_phase *phase) {
    ip_coating_begin(out, phase);
    for (int test = 0; test <= IP_COATING_TEST_COUNT; test++) {
        /* The metal has no window against itself; it falls at the first test. */
        if (!ip_coating_is_metal(search, phase))
            ip_coating_measure(out, solver, search, (ip_coating_test)test);
        if (out->failed == IP_COATING_TEST_COUNT && test < IP_COATING_TEST_COUNT && !out->status &&
            !ip_coating_passes(search, out, (ip_coating_test)test))
            out->failed = (ip_coating_test)test;
        if (out->status)
            break;
    }
    /* What fell before is judged, and needs no more figures. */
    if (out->status && out->status != IP_NO_MEMORY && out->failed != IP_COATING_TEST_COUNT) {
        out->status = IP_OK;
        free(out->message);
        out->message = NULL;
    }
}

void ip_coating_pack(const ip_coating *coating, const ip_dataset *dataset, ip_packed *packed) {
    ip_packed_put_integer(packed, coating->status);
    ip_packed_put_text(packed, coating->message);
    for (size_t i = 0; i < NUMBER_COUNT; i++)
        ip_packed_put_number(packed, number(coating, i));
    ip_packed_put_integer(packed, coating->cathode);
    ip_packed_put_integer(packed, coating->cathode_at_voltage);
    ip_equilibrium_pack(&coating->electrolyte_products, dataset, packed);
    ip_equilibrium_pack(&coating->cathode_products, dataset, packed);
}

void ip_coating_unpack(ip_coating *coating, const ip_dataset *dataset, const ip_coating_search *search,
                       ip_packed_reader *reader) {
    const ip_atmosphere *atmosphere = search->reservoir ? search->reservoir->atmosphere : NULL;
    const ip_phase *phase = coating->phase;
    ip_error error = {IP_OK, ""};
    ip_coating_clear(coating);
    ip_coating_begin(coating, phase);
    coating->status = (ip_status)ip_packed_get_integer(reader);
    const char *message = ip_packed_get_text(reader);
    coating->message = message ? strdup(message) : NULL;
    if (message && !coating->message)
        coating->status = IP_NO_MEMORY;
    for (size_t i = 0; i < NUMBER_COUNT; i++)
        set_number(coating, i, ip_packed_get_number(reader));
    coating->cathode = (int)ip_packed_get_integer(reader);
    coating->cathode_at_voltage = (int)ip_packed_get_integer(reader);
    ip_status status = ip_equilibrium_unpack_in(&coating->electrolyte_products, dataset, atmosphere, reader, &error);
    if (!status)
        status = ip_equilibrium_unpack_in(&coating->cathode_products, dataset, atmosphere, reader, &error);
    if (status)
        coating->status = status;
    if (status && !coating->message)
        coating->message = strdup(error.message); /* NULL says as much where memory is short */
}

void ip_coating_clear(ip_coating *coating) {
    free(coating->message);
    ip_equilibrium_clear(&coating->electrolyte_products);
    ip_equilibrium_clear(&coating->cathode_products);
    memset(coating, 0, sizeof *coating);
}
