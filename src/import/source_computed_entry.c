/* Entries of pymatgen that know how they were calculated: ComputedEntry, ComputedStructureEntry. Knows their fields and the names
 * of the Materials Project's corrections; no sums of them. */
#include "run_type.h"
#include "value.h"

#include <math.h>
#include <string.h>

static bool recognises(const json_t *value) {
    const char *name = ip_value_class(value);
    if (*name)
        return strcmp(name, "ComputedEntry") == 0 || strcmp(name, "ComputedStructureEntry") == 0;
    return ip_value_has(value, "composition") && ip_value_has(value, "energy") && ip_value_has(value, "parameters") &&
           ip_value_has(value, "correction");
}

/* The sum of the adjustments, eV per cell: `correction` of newer versions, and where it is absent what each class adds. */
static ip_status read_adjustment(double *sum, const ip_record_call *call, const json_t *one, ip_error *error) {
    double value, per_atom, atoms, per_degree, temperature;
    ip_status status = ip_value_number(&value, call, one, "value", error);
    if (!status)
        status = ip_value_number(&per_atom, call, one, "adj_per_atom", error);
    if (!status)
        status = ip_value_number(&atoms, call, one, "n_atoms", error);
    if (!status)
        status = ip_value_number(&per_degree, call, one, "adj_per_deg", error);
    if (!status)
        status = ip_value_number(&temperature, call, one, "temp", error);
    if (status)
        return status;
    if (!isnan(value))
        *sum += value;
    else if (!isnan(per_degree))
        *sum += per_degree * atoms * temperature;
    else
        *sum += per_atom * atoms;
    return isnan(*sum) ? ip_error_set(error, IP_BAD_TABLE, "field energy_adjustments: an adjustment without its value") : IP_OK;
}

typedef struct adjustments {
    double sum, variance; /* eV per cell; the variance is NaN where some is unknown */
    bool mixes;           /* brings functionals together */
    long count;
} adjustments;

/* Uncertainties of the adjustments are independent of each other, as pymatgen has it. */
static ip_status add_uncertainty(adjustments *of, const ip_record_call *call, const json_t *one, ip_error *error) {
    double whole, per_atom, atoms;
    ip_status status = ip_value_number(&whole, call, one, "uncertainty", error);
    if (!status)
        status = ip_value_number(&per_atom, call, one, "uncertainty_per_atom", error);
    if (!status)
        status = ip_value_number(&atoms, call, one, "n_atoms", error);
    double own = isnan(whole) ? per_atom * atoms : whole;
    of->variance += own * own;
    return status;
}

static ip_status read_adjustments(adjustments *out, const ip_record_call *call, const json_t *value, ip_error *error) {
    const json_t *list = ip_value_member(value, "energy_adjustments"), *one;
    *out = (adjustments){0};
    size_t i;
    if (list && !json_is_array(list))
        return ip_error_set(error, IP_BAD_TABLE, "field energy_adjustments: an array is expected");
    json_array_foreach(list, i, one) {
        const char *name;
        ip_status status = ip_value_text(&name, one, "name", error);
        if (!status)
            status = read_adjustment(&out->sum, call, one, error);
        if (!status)
            status = add_uncertainty(out, call, one, error);
        if (status)
            return status;
        out->mixes = out->mixes || (name && strstr(name, "R2SCAN"));
        out->count++;
    }
    return IP_OK;
}

static ip_status read_origin(ip_record *record, const json_t *value, bool mixes, ip_error *error) {
    const json_t *parameters, *data;
    const char *run_type;
    ip_status status = ip_value_object(&parameters, value, "parameters", error);
    if (!status)
        status = ip_value_object(&data, value, "data", error);
    if (!status)
        status = ip_value_text(&run_type, parameters, "run_type", error);
    if (!status && !run_type)
        status = ip_value_text(&run_type, data, "run_type", error);
    if (!status)
        status = ip_run_type_hubbard(&record->hubbard, run_type, parameters, error);
    record->functional = ip_run_type_functional(run_type);
    if (!record->functional && record->hubbard != IP_RECORD_U_UNKNOWN)
        record->functional = IP_RECORD_GGA;
    record->given_functional = mixes ? IP_RECORD_MIXED : record->functional;
    return status;
}

/* The material's id rather than that of the entry, which may name its run type. */
static ip_status read_id(ip_record *record, char room[IP_VALUE_ID_SIZE], const ip_record_call *call, const json_t *value,
                         ip_error *error) {
    ip_status status = ip_value_id(&record->id, room, ip_value_member(value, "data"), "material_id", error);
    if (!status && !record->id)
        status = ip_value_id(&record->id, room, value, "entry_id", error);
    if (!status && !record->id && *call->key && !ip_element_find(call->key, strlen(call->key)))
        record->id = call->key;
    record->is_materials_project = ip_run_type_is_project_id(record->id);
    return status;
}

static ip_status read_energies(ip_record *record, adjustments *adjusted, const ip_record_call *call, const json_t *value,
                               ip_error *error) {
    double energy, correction;
    ip_status status = ip_value_number(&energy, call, value, "energy", error);
    if (!status)
        status = ip_value_number(&correction, call, value, "correction", error);
    if (!status)
        status = read_adjustments(adjusted, call, value, error);
    if (status)
        return status;
    if (isnan(correction))
        correction = adjusted->sum;
    double atoms = ip_composition_atoms(&record->composition);
    ip_record_set(record, IP_RECORD_TOTAL, energy, IP_RECORD_PER_FORMULA);
    ip_record_set(record, IP_RECORD_TOTAL_GIVEN, energy + correction, IP_RECORD_PER_FORMULA);
    record->uncertainty = adjusted->count && !isnan(adjusted->variance) ? sqrt(adjusted->variance) / atoms : NAN;
    return IP_OK;
}

static ip_status read(const ip_record_call *call, const json_t *value, ip_error *error) {
    ip_record record;
    adjustments adjusted;
    char id[IP_VALUE_ID_SIZE];
    ip_record_blank(&record);
    record.is_of_list = true;
    ip_status status = ip_value_composition(&record.composition, value, "composition", error);
    if (!status && !record.composition.count)
        status = ip_error_set(error, IP_BAD_TABLE, "field composition: missing; amounts of elements are expected");
    if (!status)
        status = read_energies(&record, &adjusted, call, value, error);
    if (!status)
        status = read_origin(&record, value, adjusted.mixes, error);
    if (!status)
        status = ip_value_number(&record.band_gap, call, ip_value_member(value, "data"), "band_gap", error);
    if (!status)
        status = read_id(&record, id, call, value, error);
    return status ? status : ip_record_take(call, &record, error);
}

const ip_record_source ip_record_source_computed_entry = {
    .name = "ComputedEntry of pymatgen",
    .recognises = recognises,
    .read = read,
};
