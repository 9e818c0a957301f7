/* What the Materials Project's first interface gave, as JSON or as rows of CSV: pretty_formula, unit_cell_formula, energy. Knows
 * its fields. Its `energy` is uncorrected, for the cell; its formation energy is corrected. */
#include "run_type.h"
#include "value.h"

#include <math.h>

static bool has_energy_field(const json_t *value) {
    static const char *const names[] = {
        "energy", "final_energy", "energy_per_atom", "final_energy_per_atom", "formation_energy_per_atom", "e_above_hull"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ip_value_has(value, names[i]))
            return true;
    return false;
}

static bool recognises(const json_t *value) {
    bool has_formula =
        ip_value_has(value, "unit_cell_formula") || ip_value_has(value, "full_formula") || ip_value_has(value, "pretty_formula");
    return has_formula && has_energy_field(value);
}

/* Of the cell where it is known; *is_cell tells. */
static ip_status read_composition(ip_record *record, bool *is_cell, const ip_record_call *call, const json_t *value,
                                  ip_error *error) {
    /* In CSV the amounts of the cell are text of Python, and the full formula says the same. */
    ip_status status = call->is_row ? IP_OK : ip_value_composition(&record->composition, value, "unit_cell_formula", error);
    if (!status && !record->composition.count)
        status = ip_value_composition(&record->composition, value, "full_formula", error);
    *is_cell = record->composition.count > 0;
    if (!status && !*is_cell)
        status = ip_value_composition(&record->composition, value, "pretty_formula", error);
    if (!status && !record->composition.count)
        status = ip_error_set(error, IP_BAD_TABLE, "field pretty_formula: missing; a formula is expected");
    record->formula = json_string_value(json_object_get(value, "pretty_formula"));
    return status;
}

/* The total energy: for the cell, where the cell is known or at least the number of its atoms, else by the atom. */
static ip_status read_total(ip_record *record, bool is_cell, const ip_record_call *call, const json_t *value, ip_error *error) {
    double cell, atoms, per_atom;
    ip_status status = ip_value_number(&cell, call, value, "final_energy", error);
    if (!status && isnan(cell))
        status = ip_value_number(&cell, call, value, "energy", error);
    if (!status)
        status = ip_value_number(&atoms, call, value, "nsites", error);
    if (!status)
        status = ip_value_number(&per_atom, call, value, "final_energy_per_atom", error);
    if (!status && isnan(per_atom))
        status = ip_value_number(&per_atom, call, value, "energy_per_atom", error);
    if (status)
        return status;
    if (is_cell && !isnan(cell))
        ip_record_set(record, IP_RECORD_TOTAL, cell, IP_RECORD_PER_FORMULA);
    else
        ip_record_set(record, IP_RECORD_TOTAL, isnan(per_atom) ? cell / atoms : per_atom, IP_RECORD_PER_ATOM);
    return IP_OK;
}

static ip_status read_energies(ip_record *record, bool is_cell, const ip_record_call *call, const json_t *value,
                               ip_error *error) {
    double formation, distance;
    ip_status status = read_total(record, is_cell, call, value, error);
    if (!status)
        status = ip_value_number(&formation, call, value, "formation_energy_per_atom", error);
    if (!status)
        status = ip_value_number(&distance, call, value, "e_above_hull", error);
    if (status)
        return status;
    ip_record_set(record, IP_RECORD_FORMATION_GIVEN, formation, IP_RECORD_PER_ATOM);
    record->has_hull_distance = !isnan(distance);
    return IP_OK;
}

static ip_status read_id(ip_record *record, char room[IP_VALUE_ID_SIZE], const json_t *value, ip_error *error) {
    ip_status status = ip_value_id(&record->id, room, value, "material_id", error);
    return status || record->id ? status : ip_value_id(&record->id, room, value, "task_id", error);
}

static ip_status read(const ip_record_call *call, const json_t *value, ip_error *error) {
    ip_record record;
    char id[IP_VALUE_ID_SIZE];
    const char *run_type;
    bool is_cell;
    ip_record_blank(&record);
    record.is_materials_project = true;
    record.is_project_document = true;
    record.functional = record.given_functional = IP_RECORD_GGA;
    record.wanted = "energy";
    ip_status status = read_composition(&record, &is_cell, call, value, error);
    if (!status)
        status = read_energies(&record, is_cell, call, value, error);
    if (!status)
        status = ip_value_text(&run_type, value, "run_type", error);
    if (!status)
        status = ip_run_type_hubbard(&record.hubbard, run_type, value, error);
    if (!status)
        status = ip_value_number(&record.band_gap, call, value, "band_gap", error);
    if (!status)
        status = read_id(&record, id, value, error);
    return status ? status : ip_record_take(call, &record, error);
}

const ip_record_source ip_record_source_legacy_project = {
    .name = "document of the Materials Project's first interface",
    .recognises = recognises,
    .read = read,
};
