/* Columns and rows of formation-energy tables. Knows CSV rows and entries; no files and no other rows. */
#include "table_row.h"

#include <interphase/number.h>

#include <math.h>
#include <strings.h>

/* In the order of preference. */
static const char *const energy_names[] = {"formation_energy_per_atom", "formation_energy", "e_form", "energy_per_atom", "energy"};
enum { ENERGY_NAME_COUNT = sizeof energy_names / sizeof *energy_names };
const char *const ip_table_usual_energy = "formation_energy_per_atom";

static int find_column(const ip_csv_row *row, const char *name) {
    for (int i = 0; i < row->count; i++)
        if (strcasecmp(row->fields[i], name) == 0)
            return i;
    return -1;
}

static ip_status check_twice(const ip_csv_row *row, int column, ip_error *error) {
    for (int i = column + 1; column >= 0 && i < row->count; i++)
        if (strcasecmp(row->fields[i], row->fields[column]) == 0)
            return ip_error_set(error, IP_BAD_TABLE, "two columns are called '%s'; one is expected", row->fields[i]);
    return IP_OK;
}

ip_status ip_table_columns_find(ip_table_columns *out, const ip_csv_row *header, ip_error *error) {
    out->field_count = header->count;
    out->index[IP_TABLE_FORMULA] = find_column(header, "formula");
    out->index[IP_TABLE_CORRECTION] = find_column(header, "correction");
    out->index[IP_TABLE_UNCERTAINTY] = find_column(header, "uncertainty");
    out->index[IP_TABLE_BAND_GAP] = find_column(header, "band_gap");
    out->index[IP_TABLE_NOTE] = find_column(header, "note");
    out->index[IP_TABLE_ID] = find_column(header, "id");
    if (out->index[IP_TABLE_ID] < 0)
        out->index[IP_TABLE_ID] = find_column(header, "material_id");
    out->index[IP_TABLE_ENERGY] = -1;
    for (int i = 0; i < ENERGY_NAME_COUNT && out->index[IP_TABLE_ENERGY] < 0; i++) {
        out->energy_name = energy_names[i];
        out->index[IP_TABLE_ENERGY] = find_column(header, energy_names[i]);
    }
    if (out->index[IP_TABLE_FORMULA] < 0)
        return ip_error_set(error, IP_BAD_TABLE, "the header line has no column 'formula'");
    if (out->index[IP_TABLE_ENERGY] < 0)
        return ip_error_set(error, IP_BAD_TABLE,
                            "the header line has no energy column; expected '%s' (or '%s', '%s', '%s'): the "
                            "formation energy in eV/atom", energy_names[0], energy_names[1], energy_names[2], energy_names[3]);
    for (int i = 0; i < IP_TABLE_NUMBERS_END; i++) {
        ip_status status = check_twice(header, out->index[i], error);
        if (status)
            return status;
    }
    return IP_OK;
}

/* A row on its way to an entry. */
typedef struct row_reading {
    const ip_table_columns *columns;
    const ip_csv_row *row;
    ip_entries *entries;
} row_reading;

static const char *field(const row_reading *reading, int which) {
    int column = reading->columns->index[which];
    return column >= 0 && column < reading->row->count ? reading->row->fields[column] : "";
}

static ip_status read_number(row_reading *reading, int which, const char *name, double empty, double *out) {
    const char *text = field(reading, which);
    *out = empty;
    if (!*text || ip_number_read(out, text))
        return IP_OK;
    return ip_entries_fault(reading->entries, "not-a-number", "column %s: '%.60s' is not a finite number", name, text);
}

static ip_status read_composition(row_reading *reading, ip_composition *composition) {
    int expected = reading->columns->field_count;
    if (reading->row->count > expected)
        return ip_entries_fault(reading->entries, "too-many-fields", "%d fields where the header line has %d; is a comma not quoted?",
                                reading->row->count, expected);
    ip_status status = ip_entries_composition(reading->entries, composition, field(reading, IP_TABLE_FORMULA));
    if (!status && !reading->entries->faulty && !*field(reading, IP_TABLE_ENERGY))
        status = ip_entries_fault(reading->entries, "missing-value",
                                  "column %s: empty; the formation energy of %.60s in eV/atom is expected",
                                  reading->columns->energy_name, field(reading, IP_TABLE_FORMULA));
    return status;
}

/* Each number that cannot be read is a fault of its own. */
static ip_status read_numbers(row_reading *reading, ip_entry *out) {
    ip_status status = read_number(reading, IP_TABLE_ENERGY, reading->columns->energy_name, 0.0, &out->formation_energy);
    if (!status)
        status = read_number(reading, IP_TABLE_CORRECTION, "correction", 0.0, &out->correction);
    if (!status)
        status = read_number(reading, IP_TABLE_UNCERTAINTY, "uncertainty", NAN, &out->uncertainty);
    if (!status)
        status = read_number(reading, IP_TABLE_BAND_GAP, "band_gap", NAN, &out->band_gap);
    return status;
}

ip_status ip_table_row_read(ip_entries *entries, const ip_table_columns *columns, const ip_csv_row *row) {
    row_reading reading = {columns, row, entries};
    ip_composition composition;
    ip_entry entry;
    ip_entries_begin(entries, row->line);
    entry.formula = field(&reading, IP_TABLE_FORMULA);
    entry.composition = &composition;
    ip_status status = read_composition(&reading, &composition);
    if (status || entries->faulty)
        return status;
    status = read_numbers(&reading, &entry);
    if (status || entries->faulty)
        return status;
    entry.id = field(&reading, IP_TABLE_ID);
    entry.note = field(&reading, IP_TABLE_NOTE);
    return ip_entries_end(entries, &entry);
}
