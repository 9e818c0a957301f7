/* Columns and rows of formation-energy tables. Knows CSV rows and phases; no files and no other rows. */
#include "table_row.h"

#include <interphase/number.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <strings.h>

/* In the order of preference. */
static const char *const energy_names[] = {"formation_energy_per_atom", "formation_energy", "energy_per_atom", "energy"};
enum { ENERGY_NAME_COUNT = sizeof energy_names / sizeof *energy_names };
const char *const ip_table_usual_energy = "formation_energy_per_atom";

/* A row on its way to a phase. */
typedef struct row_reading {
    const ip_table_columns *columns;
    const ip_csv_row *row;
    ip_row_fault_handler handler;
    void *user;
    ip_error *error;
    bool faulty;
} row_reading;

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

static ip_status fault(row_reading *reading, const char *word, const char *format, ...) IP_PRINTF(3, 4);

static ip_status fault(row_reading *reading, const char *word, const char *format, ...) {
    char message[IP_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    reading->faulty = true;
    return reading->handler(reading->user, reading->row->line, word, message, reading->error);
}

static const char *field(const row_reading *reading, int which) {
    int column = reading->columns->index[which];
    return column >= 0 && column < reading->row->count ? reading->row->fields[column] : "";
}

static ip_status read_number(row_reading *reading, int which, const char *name, double empty, double *out) {
    const char *text = field(reading, which);
    *out = empty;
    if (!*text || ip_number_read(out, text))
        return IP_OK;
    return fault(reading, "not-a-number", "column %s: '%.60s' is not a finite number", name, text);
}

static ip_status read_composition(row_reading *reading, ip_composition *composition) {
    int expected = reading->columns->field_count;
    if (reading->row->count > expected)
        return fault(reading, "too-many-fields", "%d fields where the header line has %d; is a comma not quoted?",
                     reading->row->count, expected);
    ip_error formula_error;
    if (ip_composition_read(composition, field(reading, IP_TABLE_FORMULA), &formula_error))
        return fault(reading, "bad-formula", "column formula: %s", formula_error.message);
    if (!*field(reading, IP_TABLE_ENERGY))
        return fault(reading, "missing-value", "column %s: empty; the formation energy of %s in eV/atom is expected",
                     reading->columns->energy_name, field(reading, IP_TABLE_FORMULA));
    return IP_OK;
}

/* Each number that cannot be read is a fault of its own. */
static ip_status read_numbers(row_reading *reading, ip_phase *out) {
    ip_status status = read_number(reading, IP_TABLE_ENERGY, reading->columns->energy_name, 0.0, &out->formation_energy);
    if (!status)
        status = read_number(reading, IP_TABLE_CORRECTION, "correction", 0.0, &out->correction);
    if (!status)
        status = read_number(reading, IP_TABLE_UNCERTAINTY, "uncertainty", NAN, &out->uncertainty);
    if (!status)
        status = read_number(reading, IP_TABLE_BAND_GAP, "band_gap", NAN, &out->band_gap);
    if (status || reading->faulty)
        return status;
    if (out->uncertainty < 0.0)
        status = fault(reading, "negative-uncertainty", "column uncertainty: %g is below zero", out->uncertainty);
    if (!status && out->band_gap < 0.0)
        status = fault(reading, "negative-band-gap", "column band_gap: %g is below zero", out->band_gap);
    return status;
}

ip_status ip_table_row_read(ip_stored_phase **out, const ip_table_columns *columns, const ip_csv_row *row, bool uncorrected,
                            ip_arena *arena, ip_intern *notes, ip_row_fault_handler handler, void *user, ip_error *error) {
    row_reading reading = {columns, row, handler, user, error, false};
    ip_composition composition;
    ip_phase numbers;
    *out = NULL;
    ip_status status = read_composition(&reading, &composition);
    if (!status && !reading.faulty)
        status = read_numbers(&reading, &numbers);
    if (status || reading.faulty)
        return status;
    if (uncorrected)
        numbers.formation_energy -= numbers.correction;
    if (composition.count == 1 && numbers.formation_energy < -IP_ELEMENT_ENERGY_TOLERANCE)
        return fault(&reading, "element-energy",
                     "column %s: %g for the element %s; formation energies are relative to the elements, whose own is 0 "
                     "(is this a total energy?)", columns->energy_name, numbers.formation_energy, field(&reading, IP_TABLE_FORMULA));
    const char *id = field(&reading, IP_TABLE_ID), *note = field(&reading, IP_TABLE_NOTE);
    ip_stored_phase *stored = ip_stored_phase_new(arena, field(&reading, IP_TABLE_FORMULA), *id ? id : NULL, &composition);
    if (stored && *note)
        stored->phase.note = ip_intern_text(notes, arena, note);
    if (!stored || (*note && !stored->phase.note))
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    stored->phase.formation_energy = numbers.formation_energy;
    stored->phase.correction = numbers.correction;
    stored->phase.uncertainty = numbers.uncertainty;
    stored->phase.band_gap = numbers.band_gap;
    stored->phase.line = row->line;
    *out = stored;
    return IP_OK;
}
