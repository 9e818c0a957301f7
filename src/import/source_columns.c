/* Tables of any kind, of which the caller tells what their columns mean: rows of CSV, or flat objects of JSON. Knows how headings
 * differ without meaning anything else; no database. */
#include "run_type.h"
#include "source_columns.h"
#include "value.h"

#include <interphase/heading.h>

#include <math.h>
#include <string.h>

/* What is read beside the formula and the energy, where there is such a column. */
static const char *const formula_names[] =
    {"formula", "formula_pretty", "pretty_formula", "reduced_formula", "composition", "name", NULL},
                         *const gap_names[] = {"band_gap", NULL}, *const run_names[] = {"run_type", NULL},
                         *const id_names[] = {"id", "material_id", "entry_id", NULL};

/* The name of a row's member that is called so, whatever the case, blanks and unit: borrowed. NULL where there is none. */
static const char *find_name(const json_t *row, const char *name) {
    const char *key;
    json_t *member;
    if (ip_value_has(row, name))
        return name;
    json_object_foreach((json_t *)row, key, member) {
        ip_heading heading;
        ip_heading_read(&heading, key);
        if (ip_heading_is(&heading, name))
            return key;
    }
    return NULL;
}

static const char *find_first(const json_t *row, const char *const *names) {
    const char *found = NULL;
    while (*names && !found)
        found = find_name(row, *names++);
    return found;
}

static const char *formula_name(const ip_import_columns *columns, const json_t *row) {
    return columns->formula ? find_name(row, columns->formula) : find_first(row, formula_names);
}

/* A name that several headings have, where none is written just so, could mean either. */
static ip_status check_name(const json_t *header, const char *name, ip_error *error) {
    const char *key, *first = NULL;
    json_t *member;
    if (ip_value_has(header, name))
        return IP_OK;
    json_object_foreach((json_t *)header, key, member) {
        ip_heading heading;
        ip_heading_read(&heading, key);
        if (!ip_heading_is(&heading, name))
            continue;
        if (first)
            return ip_error_set(error, IP_BAD_TABLE,
                                "two columns are called '%.60s': '%.60s' and '%.60s'; write the one that is meant", name, first,
                                key);
        first = key;
    }
    return IP_OK;
}

ip_status ip_source_columns_check(const ip_import_columns *columns, const json_t *header, ip_error *error) {
    if (!find_name(header, columns->energy))
        return ip_error_set(error, IP_BAD_TABLE, "no column is called '%.60s', where energies are expected", columns->energy);
    ip_status status = check_name(header, columns->energy, error);
    if (!status && columns->formula)
        status = check_name(header, columns->formula, error);
    if (status || formula_name(columns, header))
        return status;
    if (columns->formula)
        return ip_error_set(error, IP_BAD_TABLE, "no column is called '%.60s', where formulas are expected", columns->formula);
    return ip_error_set(error, IP_BAD_TABLE,
                        "no column is called formula or the like; the name of the one with formulas is needed");
}

static ip_status read_energy(ip_record *record, const ip_record_call *call, const json_t *row, ip_error *error) {
    static const ip_record_basis bases[] = {[IP_IMPORT_EV_ATOM] = IP_RECORD_PER_ATOM,
                                            [IP_IMPORT_EV_FORMULA] = IP_RECORD_PER_FORMULA,
                                            [IP_IMPORT_KJ_MOL] = IP_RECORD_KJ_MOL};
    const ip_import_columns *columns = &call->options->columns;
    const char *name = find_name(row, columns->energy);
    double number = NAN;
    ip_status status = name ? ip_value_number(&number, call, row, name, error) : IP_OK;
    ip_record_set(record, columns->kind == IP_IMPORT_TOTAL ? IP_RECORD_TOTAL : IP_RECORD_FORMATION_GIVEN, number,
                  bases[columns->unit]);
    return status;
}

/* A row without an energy may be without a formula, too: a line of sums, or of nothing. */
static ip_status read_formula(ip_record *record, const ip_import_columns *columns, const json_t *row, ip_error *error) {
    const char *name = formula_name(columns, row);
    ip_status status = name ? ip_value_composition(&record->composition, row, name, error) : IP_OK;
    bool has_energy =
        !isnan(record->energies[IP_RECORD_TOTAL].number) || !isnan(record->energies[IP_RECORD_FORMATION_GIVEN].number);
    if (!status && !record->composition.count && has_energy)
        status = ip_error_set(error, IP_BAD_TABLE, "field %s: missing; a formula is expected",
                              columns->formula ? columns->formula : formula_names[0]);
    record->formula = name ? json_string_value(json_object_get(row, name)) : NULL;
    return status;
}

static ip_status read_run(ip_record *record, const json_t *row, ip_error *error) {
    const char *name = find_first(row, run_names), *run_type = NULL;
    ip_status status = name ? ip_value_text(&run_type, row, name, error) : IP_OK;
    if (!status)
        status = ip_run_type_hubbard(&record->hubbard, run_type, NULL, error);
    record->functional = record->given_functional = ip_run_type_functional(run_type);
    return status;
}

static ip_status read(const ip_record_call *call, const json_t *row, ip_error *error) {
    ip_record record;
    char id[IP_VALUE_ID_SIZE];
    ip_record_blank(&record);
    ip_status status = read_energy(&record, call, row, error);
    if (!status)
        status = read_formula(&record, &call->options->columns, row, error);
    if (!status)
        status = read_run(&record, row, error);
    const char *gap = find_first(row, gap_names), *id_name = find_first(row, id_names);
    if (!status && gap)
        status = ip_value_number(&record.band_gap, call, row, gap, error);
    if (!status && id_name)
        status = ip_value_id(&record.id, id, row, id_name, error);
    return status ? status : ip_record_take(call, &record, error);
}

static bool recognises(const json_t *value) {
    return json_is_object(value);
}

const ip_record_source ip_record_source_columns = {
    .name = "row of a table whose columns are named",
    .recognises = recognises,
    .read = read,
};
