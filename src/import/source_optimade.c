/* Structures as OPTIMADE gives them, with the energies that databases add under names of their own. Knows the standard's fields
 * and those names. */
#include "plain_entry.h"
#include "run_type.h"
#include "value.h"

#include <math.h>
#include <string.h>

/* A number that databases write where there is none. */
static const double missing = -99999.0;

/* Formation energies as published, eV/atom, what they are calculated with, and the distance and the gap that stand beside them.
 * An entry may have several. Alexandria's PBE and PBEsol have the same names, at addresses of their own. */
static const struct {
    const char *energy, *hull_distance, *gap, *functional;
} databases[] = {
    {"_oqmd_delta_e", "_oqmd_stability", "_oqmd_band_gap", "OQMD"},
    {"_alexandria_formation_energy_per_atom", "_alexandria_hull_distance", "_alexandria_band_gap", "Alexandria"},
    {"_alexandria_scan_formation_energy_per_atom", "_alexandria_scan_hull_distance", "_alexandria_scan_band_gap",
     "Alexandria-SCAN"},
    {"_jarvis_formation_energy_peratom", "_jarvis_ehull", "_jarvis_optb88vdw_bandgap", "OptB88vdW"},
    {"_odbx_formation_energy", "_odbx_hull_distance", "_odbx_band_gap", "odbx"},
};
enum { DATABASES = sizeof databases / sizeof *databases };

static bool recognises(const json_t *value) {
    const json_t *attributes = ip_value_member(value, "attributes");
    return json_is_object(attributes) && ip_value_has(value, "id");
}

/* By the fractions of the elements, where a structure has no formula. */
static ip_status read_ratios(ip_composition *out, const json_t *attributes, ip_error *error) {
    const json_t *elements = ip_value_member(attributes, "elements"), *ratios = ip_value_member(attributes, "elements_ratios");
    if (!elements || !ratios)
        return IP_OK;
    size_t count = json_array_size(elements);
    if (!count || count != json_array_size(ratios))
        return ip_error_set(error, IP_BAD_TABLE, "field elements_ratios: one number for each of the elements is expected");
    for (size_t i = 0; i < count; i++) {
        const json_t *symbol = json_array_get(elements, i), *ratio = json_array_get(ratios, i);
        int element = json_is_string(symbol) ? ip_element_find(json_string_value(symbol), json_string_length(symbol)) : 0;
        if (!element || out->count == IP_ELEMENT_COUNT)
            return ip_error_set(error, IP_BAD_TABLE, "field elements, element %zu: a symbol of an element is expected", i + 1);
        if (!(json_number_value(ratio) > 0.0))
            return ip_error_set(error, IP_BAD_TABLE, "field elements_ratios, element %zu: a number above 0 is expected", i + 1);
        for (int at = 0; at < out->count; at++)
            if (out->element[at] == element)
                return ip_error_set(error, IP_BAD_TABLE, "field elements: %s stands there twice", ip_element_symbol(element));
        out->element[out->count] = element;
        out->amount[out->count++] = json_number_value(ratio);
    }
    return IP_OK;
}

static ip_status read_composition(ip_record *record, const json_t *attributes, ip_error *error) {
    static const char *const names[] = {"chemical_formula_reduced", "chemical_formula_descriptive"};
    ip_status status = IP_OK;
    for (size_t i = 0; i < sizeof names / sizeof *names && !status && !record->composition.count; i++)
        status = ip_value_composition(&record->composition, attributes, names[i], error);
    if (!status && !record->composition.count)
        status = read_ratios(&record->composition, attributes, error);
    if (!status && !record->composition.count)
        status = ip_error_set(error, IP_BAD_TABLE, "field chemical_formula_reduced: missing; a formula is expected");
    return status;
}

/* What an entry says of one functional. */
static ip_status take(const ip_record_call *call, const ip_record *of, const char *functional, double energy, double distance,
                      double gap, bool *taken, ip_error *error) {
    ip_record record = *of;
    if (isnan(energy) && isnan(distance))
        return IP_OK;
    record.given_functional = functional;
    record.has_hull_distance = !isnan(distance);
    record.band_gap = gap;
    ip_record_set(&record, IP_RECORD_FORMATION_GIVEN, energy, IP_RECORD_PER_ATOM);
    *taken = true;
    return ip_record_take(call, &record, error);
}

static ip_status take_database(const ip_record_call *call, const ip_record *of, const json_t *attributes, int database,
                               bool *taken, ip_error *error) {
    double energy, distance, gap;
    ip_status status = ip_plain_number(&energy, missing, call, attributes, databases[database].energy, error);
    if (!status)
        status = ip_plain_number(&distance, missing, call, attributes, databases[database].hull_distance, error);
    if (!status)
        status = ip_plain_number(&gap, missing, call, attributes, databases[database].gap, error);
    return status ? status : take(call, of, databases[database].functional, energy, distance, gap, taken, error);
}

/* The Materials Project has an object of energies for each thermo type. */
static ip_status take_project(const ip_record_call *call, const ip_record *of, const json_t *attributes, bool *taken,
                              ip_error *error) {
    const json_t *stability = ip_value_member(attributes, "_mp_stability");
    const char *thermo_type;
    json_t *one;
    if (stability && !json_is_object(stability))
        return ip_error_set(error, IP_BAD_TABLE, "field _mp_stability: an object of thermo types is expected");
    json_object_foreach((json_t *)stability, thermo_type, one) {
        ip_record record = *of;
        double energy, distance;
        record.is_materials_project = true;
        ip_status status = ip_plain_number(&energy, missing, call, one, "formation_energy_per_atom", error);
        if (!status)
            status = ip_plain_number(&distance, missing, call, one, "energy_above_hull", error);
        if (!status)
            status = take(call, &record, ip_thermo_type_functional(thermo_type), energy, distance, NAN, taken, error);
        if (status)
            return status == IP_BAD_TABLE ? ip_error_prefix(error, status, "field _mp_stability, %.40s", thermo_type) : status;
    }
    return IP_OK;
}

static ip_status read(const ip_record_call *call, const json_t *value, ip_error *error) {
    const json_t *attributes = ip_value_member(value, "attributes");
    ip_record record;
    char id[IP_VALUE_ID_SIZE];
    bool taken = false;
    ip_record_blank(&record);
    ip_status status = read_composition(&record, attributes, error);
    if (!status)
        status = ip_value_id(&record.id, id, value, "id", error);
    if (!status)
        status = take_project(call, &record, attributes, &taken, error);
    for (int i = 0; i < DATABASES && !status; i++)
        status = take_database(call, &record, attributes, i, &taken, error);
    /* Without any energy it is handed over, to be counted. */
    return status || taken ? status : ip_record_take(call, &record, error);
}

const ip_record_source ip_record_source_optimade = {
    .name = "structure of OPTIMADE",
    .recognises = recognises,
    .read = read,
};
