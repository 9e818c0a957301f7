/* Documents of the Materials Project's interface: summary and thermo documents, as JSON or as rows of the CSV that pandas makes
 * of them. Knows their fields. */
#include "run_type.h"
#include "value.h"

#include <math.h>
#include <string.h>

static bool has_energy_field(const json_t *value) {
    static const char *const names[] = {"uncorrected_energy_per_atom", "formation_energy_per_atom", "energy_per_atom",
                                        "energy_above_hull"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ip_value_has(value, names[i]))
            return true;
    return false;
}

static bool recognises(const json_t *value) {
    bool has_id = ip_value_has(value, "material_id") || ip_value_has(value, "thermo_id");
    bool has_formula =
        ip_value_has(value, "formula_pretty") || ip_value_has(value, "composition_reduced") || ip_value_has(value, "composition");
    return has_id && has_formula && has_energy_field(value);
}

static ip_status read_composition(ip_record *record, const json_t *value, ip_error *error) {
    static const char *const names[] = {"formula_pretty", "composition_reduced", "composition"};
    ip_status status = IP_OK;
    for (size_t i = 0; i < sizeof names / sizeof *names && !status && !record->composition.count; i++)
        status = ip_value_composition(&record->composition, value, names[i], error);
    if (!status && !record->composition.count)
        status = ip_error_set(error, IP_BAD_TABLE, "field formula_pretty: missing; a formula is expected");
    record->formula = json_string_value(json_object_get(value, "formula_pretty"));
    return status;
}

/* "mp-149_GGA_GGA+U" and "mp-149-GGA_GGA+U" name a thermo type, too. */
static const char *type_of_id(const char *thermo_id) {
    const char *type = thermo_id ? strstr(thermo_id, "GGA_GGA+U") : NULL;
    if (!type && thermo_id)
        type = strstr(thermo_id, "R2SCAN");
    return type;
}

/* The energies as given are of the thermo type, that as calculated is of the run that was chosen for it. Summary documents tell
 * neither. */
static ip_status read_functionals(ip_record *record, const json_t *value, ip_error *error) {
    const char *thermo_type, *thermo_id, *run_type;
    ip_status status = ip_value_text(&thermo_type, value, "thermo_type", error);
    if (!status)
        status = ip_value_text(&thermo_id, value, "thermo_id", error);
    if (!status)
        status = ip_value_text(&run_type, value, "energy_type", error);
    if (!status)
        status = ip_run_type_hubbard(&record->hubbard, run_type, NULL, error);
    if (status)
        return status;
    if (!thermo_type)
        thermo_type = type_of_id(thermo_id);
    record->given_functional = ip_thermo_type_functional(thermo_type);
    record->functional = ip_run_type_functional(run_type);
    bool is_one = record->given_functional && strcmp(record->given_functional, IP_RECORD_MIXED) != 0;
    if (!record->functional && is_one)
        record->functional = record->given_functional;
    return IP_OK;
}

static ip_status read_energies(ip_record *record, const ip_record_call *call, const json_t *value, ip_error *error) {
    static const struct {
        const char *name;
        ip_record_kind kind;
    } fields[] = {
        {"uncorrected_energy_per_atom", IP_RECORD_TOTAL},
        {"energy_per_atom", IP_RECORD_TOTAL_GIVEN},
        {"formation_energy_per_atom", IP_RECORD_FORMATION_GIVEN},
    };
    double number;
    ip_status status = IP_OK;
    for (size_t i = 0; i < sizeof fields / sizeof *fields && !status; i++) {
        status = ip_value_number(&number, call, value, fields[i].name, error);
        if (!status)
            ip_record_set(record, fields[i].kind, number, IP_RECORD_PER_ATOM);
    }
    if (!status)
        status = ip_value_number(&number, call, value, "energy_above_hull", error);
    record->has_hull_distance = !status && !isnan(number);
    if (!status) /* misspelt so in the database */
        status = ip_value_number(&record->uncertainty, call, value, "energy_uncertainy_per_atom", error);
    if (!status && isnan(record->uncertainty))
        status = ip_value_number(&record->uncertainty, call, value, "energy_uncertainty_per_atom", error);
    return status;
}

static ip_status read(const ip_record_call *call, const json_t *value, ip_error *error) {
    ip_record record;
    char id[IP_VALUE_ID_SIZE];
    ip_record_blank(&record);
    record.is_materials_project = true;
    record.is_project_document = true;
    record.wanted = "uncorrected_energy_per_atom";
    ip_status status = read_composition(&record, value, error);
    if (!status)
        status = read_functionals(&record, value, error);
    if (!status)
        status = read_energies(&record, call, value, error);
    if (!status)
        status = ip_value_number(&record.band_gap, call, value, "band_gap", error);
    if (!status)
        status = ip_value_id(&record.id, id, value, "material_id", error);
    return status ? status : ip_record_take(call, &record, error);
}

const ip_record_source ip_record_source_materials_project = {
    .name = "summary or thermo document of the Materials Project",
    .recognises = recognises,
    .read = read,
};
