/* PDEntry of pymatgen, by itself, in a PhaseDiagram or as a row of the CSV that pymatgen writes of entries. Knows their fields.
 * What such an energy contains, nothing tells. */
#include "value.h"

#include <string.h>
#include <strings.h>

/* The energy's column in the files of different versions. */
static const char *const energy_names[] = {"Energy", "Final energy"};
enum { ENERGY_NAMES = sizeof energy_names / sizeof *energy_names };

static const char *energy_name(const json_t *row) {
    for (int i = 0; i < ENERGY_NAMES; i++)
        if (ip_value_has(row, energy_names[i]))
            return energy_names[i];
    return NULL;
}

static int element_of(const char *name) {
    return ip_element_find(name, strlen(name));
}

/* A header line of "Name", elements and an energy. */
static bool is_row(const json_t *value) {
    const char *name, *energy = energy_name(value);
    json_t *member;
    int elements = 0;
    if (!energy || !ip_value_has(value, "Name"))
        return false;
    json_object_foreach((json_t *)value, name, member) {
        bool is_element = element_of(name) != 0;
        if (!is_element && strcmp(name, "Name") != 0 && strcmp(name, energy) != 0)
            return false;
        elements += is_element;
    }
    return elements > 0;
}

static bool recognises(const json_t *value) {
    return strcmp(ip_value_class(value), "PDEntry") == 0 || is_row(value);
}

/* The amounts of a row, one column an element. */
static ip_status read_amounts(ip_composition *out, const ip_record_call *call, const json_t *row, ip_error *error) {
    const char *name;
    json_t *member;
    out->count = 0;
    json_object_foreach((json_t *)row, name, member) {
        double amount;
        int element = element_of(name);
        ip_status status = element ? ip_value_number(&amount, call, row, name, error) : IP_OK;
        if (!status && element && amount < 0.0)
            status = ip_error_set(error, IP_BAD_TABLE, "field %s: %g is below zero", name, amount);
        if (status)
            return status;
        if (!element || !(amount > 0.0))
            continue;
        out->element[out->count] = element;
        out->amount[out->count++] = amount;
    }
    return out->count ? IP_OK : ip_error_set(error, IP_BAD_TABLE, "no element has an amount above 0");
}

/* The name, where it is no formula: people put ids there. */
static ip_status read_name(ip_record *record, const ip_record_call *call, const json_t *value, ip_error *error) {
    ip_composition composition;
    ip_status status = ip_value_text(&record->id, value, call->is_row ? "Name" : "name", error);
    if (!status && record->id && !ip_composition_read(&composition, record->id, NULL))
        record->id = NULL;
    return status;
}

static ip_status read(const ip_record_call *call, const json_t *value, ip_error *error) {
    ip_record record;
    double energy;
    ip_record_blank(&record);
    ip_status status = call->is_row ? read_amounts(&record.composition, call, value, error)
                                    : ip_value_composition(&record.composition, value, "composition", error);
    if (!status && !record.composition.count)
        status = ip_error_set(error, IP_BAD_TABLE, "field composition: missing; amounts of elements are expected");
    if (!status)
        status = ip_value_number(&energy, call, value, call->is_row && energy_name(value) ? energy_name(value) : "energy", error);
    if (!status)
        status = read_name(&record, call, value, error);
    if (status)
        return status;
    ip_record_set(&record, IP_RECORD_TOTAL_GIVEN, energy, IP_RECORD_PER_FORMULA);
    return ip_record_take(call, &record, error);
}

const ip_record_source ip_record_source_pd_entry = {
    .name = "PDEntry of pymatgen",
    .recognises = recognises,
    .read = read,
};
