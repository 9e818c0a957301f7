/* Measured formation enthalpies: ExpEntry and ThermoData of pymatgen, and the lists that corrections were fitted to. Knows their
 * fields and units. */
#include "value.h"

#include <math.h>
#include <string.h>
#include <strings.h>

static bool is_exp_entry(const json_t *value) {
    return strcmp(ip_value_class(value), "ExpEntry") == 0;
}

static bool is_thermo_data(const json_t *value) {
    return strcmp(ip_value_class(value), "ThermoData") == 0;
}

static bool recognises(const json_t *value) {
    return is_exp_entry(value) || is_thermo_data(value) || (ip_value_has(value, "formula") && ip_value_has(value, "exp energy"));
}

static ip_status read_formula(ip_record *record, const json_t *value, ip_error *error) {
    ip_status status = ip_value_composition(&record->composition, value, "formula", error);
    if (!status && !record->composition.count)
        status = ip_error_set(error, IP_BAD_TABLE, "field formula: missing; a formula is expected");
    record->formula = json_string_value(json_object_get(value, "formula"));
    return status;
}

/* Hands over an enthalpy and its uncertainty. Where a source has none, it says 0. */
static ip_status take(ip_record *record, const ip_record_call *call, double enthalpy, double uncertainty, ip_record_basis basis,
                      ip_error *error) {
    record->given_functional = IP_RECORD_MEASURED;
    double own = ip_record_by_atom(&record->composition, (ip_record_energy){uncertainty, basis});
    ip_record_set(record, IP_RECORD_FORMATION_GIVEN, enthalpy, basis);
    record->uncertainty = own > 0.0 ? own : NAN;
    return ip_record_take(call, record, error);
}

/* Of many quantities the formation enthalpy counts alone, and no gas or liquid takes part among solids. */
static ip_status read_thermo_data(const ip_record_call *call, const json_t *value, ip_error *error) {
    ip_record record;
    const char *type, *phase;
    double enthalpy, uncertainty;
    ip_record_blank(&record);
    ip_status status = ip_value_text(&type, value, "type", error);
    if (status || !type || strcmp(type, "fH") != 0)
        return status;
    status = ip_value_text(&phase, value, "phaseinfo", error);
    if (!status)
        status = read_formula(&record, value, error);
    if (!status)
        status = ip_value_number(&enthalpy, call, value, "value", error);
    if (!status)
        status = ip_value_number(&uncertainty, call, value, "uncertainty", error);
    if (status)
        return status;
    bool is_solid = !phase || (strcasecmp(phase, "gas") != 0 && strcasecmp(phase, "liquid") != 0);
    return take(&record, call, is_solid ? enthalpy : NAN, uncertainty, IP_RECORD_KJ_MOL, error);
}

static ip_status read_exp_entry(const ip_record_call *call, const json_t *value, ip_error *error) {
    const json_t *list = ip_value_member(value, "thermodata"), *one;
    size_t i;
    if (!json_is_array(list))
        return ip_error_set(error, IP_BAD_TABLE, "field thermodata: an array is expected");
    json_array_foreach(list, i, one) {
        ip_status status = read_thermo_data(call, one, error);
        if (status)
            return status == IP_BAD_TABLE ? ip_error_prefix(error, status, "field thermodata, element %zu", i + 1) : status;
    }
    return IP_OK;
}

/* eV per formula unit. */
static ip_status read_fitted(const ip_record_call *call, const json_t *value, ip_error *error) {
    ip_record record;
    double enthalpy, uncertainty;
    ip_record_blank(&record);
    ip_status status = read_formula(&record, value, error);
    if (!status)
        status = ip_value_number(&enthalpy, call, value, "exp energy", error);
    if (!status)
        status = ip_value_number(&uncertainty, call, value, "uncertainty", error);
    return status ? status : take(&record, call, enthalpy, uncertainty, IP_RECORD_PER_FORMULA, error);
}

static ip_status read(const ip_record_call *call, const json_t *value, ip_error *error) {
    return is_exp_entry(value)     ? read_exp_entry(call, value, error)
           : is_thermo_data(value) ? read_thermo_data(call, value, error)
                                   : read_fitted(call, value, error);
}

const ip_record_source ip_record_source_measured = {
    .name = "ExpEntry or ThermoData of pymatgen",
    .recognises = recognises,
    .read = read,
};
