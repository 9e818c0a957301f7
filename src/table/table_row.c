/* Columns and rows of formation-energy tables. Knows CSV rows and entries; no files and no other rows. */
#include "table_row.h"

#include <interphase/heading.h>
#include <interphase/number.h>

#include <math.h>
#include <string.h>

/* Names of a column as ip_heading.key has them, in the order of preference; they end with NULL. */
static const char *const formula_keys[] = {
    "formula", "formulapretty", "prettyformula", "reducedformula", "chemicalformulareduced", "composition", "name", NULL};
static const char *const energy_keys[] = {"formationenergyperatom",
                                          "formationenergy",
                                          "formationenergypeatom",
                                          "eform",
                                          "eformperatom",
                                          "formationenergyatom",
                                          "formationenergyevperatom",
                                          "formationenergyevatom",
                                          "deltae",
                                          "deltaeperatom",
                                          "oqmddeltae",
                                          "enthalpyformationatom",
                                          "formationenthalpyperatom",
                                          "formationenthalpyatom",
                                          "hform",
                                          NULL};
static const char *const correction_keys[] = {"correction", NULL}, *const uncertainty_keys[] = {"uncertainty", NULL},
                         *const band_gap_keys[] = {"bandgap", NULL}, *const id_keys[] = {"id", "materialid", NULL},
                         *const note_keys[] = {"note", NULL},
                         *const functional_keys[] = {"functional", "thermotype", "runtype", "xcfunctional", "xc", NULL};

/* What is no formation energy, although its name has to do with one. */
static const char *const total_keys[] = {"energy",
                                         "energyperatom",
                                         "finalenergy",
                                         "finalenergyperatom",
                                         "totalenergy",
                                         "totalenergyperatom",
                                         "uncorrectedenergy",
                                         "uncorrectedenergyperatom",
                                         "correctedenergy",
                                         "correctedenergyperatom",
                                         "energyatom",
                                         "energycell",
                                         "enthalpyatom",
                                         "enthalpycell",
                                         "etotal",
                                         "etot",
                                         "toten",
                                         NULL};
static const char *const hull_keys[] = {"eabovehull", "energyabovehull", "ehull", "stability", "hulldistance", "distancetohull",
                                        "hullenergy", "decompositionenergy", NULL};

static const struct {
    const char *const *keys;
    const char *unit; /* that is expected; NULL where none matters */
} columns[IP_TABLE_COLUMN_COUNT] = {
    [IP_TABLE_FORMULA] = {formula_keys, NULL},
    [IP_TABLE_ENERGY] = {energy_keys, "eV/atom"},
    [IP_TABLE_CORRECTION] = {correction_keys, "eV/atom"},
    [IP_TABLE_UNCERTAINTY] = {uncertainty_keys, "eV/atom"},
    [IP_TABLE_BAND_GAP] = {band_gap_keys, "eV"},
    [IP_TABLE_ID] = {id_keys, NULL},
    [IP_TABLE_NOTE] = {note_keys, NULL},
    [IP_TABLE_FUNCTIONAL] = {functional_keys, NULL},
};
const char *const ip_table_usual_energy = "formation_energy_per_atom";

/* Ways to write eV/atom, as ip_heading.key has them. */
static const char *const per_atom_units[] = {"ev/atom",  "evperatom", "ev/at",  "ev/at.", "ev/atoms",
                                             "evatom^1", "evatom1",   "evatom", NULL};

static bool is_among(const char *const *keys, const char *key) {
    for (int i = 0; keys[i]; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

static bool has_unit(const ip_heading *heading, const char *expected) {
    ip_heading unit;
    if (!expected || !*heading->unit)
        return true;
    ip_heading_read(&unit, heading->unit);
    if (strcmp(expected, "eV") == 0 || (strcmp(unit.key, "ev") == 0 && strstr(heading->key, "atom")))
        return strcmp(unit.key, "ev") == 0;
    return is_among(per_atom_units, unit.key);
}

/* The first column of one of these names and units; -1 where there is none. */
static int find_named(const ip_csv_row *row, const char *key, const char *unit, int from) {
    for (int i = from; i < row->count; i++) {
        ip_heading heading;
        ip_heading_read(&heading, row->fields[i]);
        if (strcmp(heading.key, key) == 0 && has_unit(&heading, unit))
            return i;
    }
    return -1;
}

static int find_column(const ip_csv_row *row, const char *const *keys, const char *unit) {
    int found = -1;
    for (int i = 0; keys[i] && found < 0; i++)
        found = find_named(row, keys[i], unit, 0);
    return found;
}

static ip_status check_twice(const ip_csv_row *row, int column, const char *unit, ip_error *error) {
    ip_heading heading;
    if (column < 0)
        return IP_OK;
    ip_heading_read(&heading, row->fields[column]);
    int again = find_named(row, heading.key, unit, column + 1);
    return again < 0 ? IP_OK
                     : ip_error_set(error, IP_BAD_TABLE, "two columns are called '%s'; one is expected", row->fields[again]);
}

/* A column that could have been taken but for its unit. */
static ip_status check_unit(const ip_csv_row *row, int which, ip_error *error) {
    int found = find_column(row, columns[which].keys, NULL);
    ip_heading heading;
    if (found < 0)
        return IP_OK;
    ip_heading_read(&heading, row->fields[found]);
    return ip_error_set(error, IP_BAD_TABLE, "the column '%s' is in %s; %s is expected", row->fields[found], heading.unit,
                        columns[which].unit);
}

/* A table without a formation energy. */
static ip_status refuse_energy(const ip_csv_row *row, ip_error *error) {
    int total = find_column(row, total_keys, NULL), hull = find_column(row, hull_keys, NULL);
    ip_status status = check_unit(row, IP_TABLE_ENERGY, error);
    if (status)
        return status;
    if (total >= 0)
        return ip_error_set(
            error, IP_BAD_TABLE,
            "the column '%s' is a total energy; a formation energy is expected, in a column '%s' (eV/atom): take the "
            "energies of the elements off, or call the column so if that is what it holds",
            row->fields[total], ip_table_usual_energy);
    if (hull >= 0)
        return ip_error_set(
            error, IP_BAD_TABLE,
            "the column '%s' is a distance from the hull, which is no formation energy; a column '%s' (eV/atom) is expected",
            row->fields[hull], ip_table_usual_energy);
    return ip_error_set(error, IP_BAD_TABLE,
                        "the header line has no energy column; expected '%s' (or 'formation_energy', 'delta_e', 'e_form', "
                        "'enthalpy_formation_atom'): the formation energy in eV/atom", ip_table_usual_energy);
}

ip_status ip_table_columns_find(ip_table_columns *out, const ip_csv_row *header, ip_error *error) {
    ip_status status = IP_OK;
    out->field_count = header->count;
    for (int i = 0; i < IP_TABLE_COLUMN_COUNT; i++)
        out->index[i] = find_column(header, columns[i].keys, columns[i].unit);
    if (out->index[IP_TABLE_FORMULA] < 0)
        return ip_error_set(error, IP_BAD_TABLE,
                            "the header line has no column 'formula' (or 'formula_pretty', 'composition', 'name')");
    if (out->index[IP_TABLE_ENERGY] < 0)
        return refuse_energy(header, error);
    for (int i = 0; i < IP_TABLE_NUMBERS_END && !status; i++) {
        status = out->index[i] < 0 ? check_unit(header, i, error) : IP_OK;
        if (!status)
            status = check_twice(header, out->index[i], columns[i].unit, error);
    }
    if (!status) {
        const char *name = header->fields[out->index[IP_TABLE_ENERGY]];
        size_t length = strlen(name) < sizeof out->energy_name ? strlen(name) : sizeof out->energy_name - 1;
        memcpy(out->energy_name, name, length);
        out->energy_name[length] = '\0';
    }
    return status;
}

/* A field between stray quotation marks that is longer keeps them. */
enum { FIELD_SIZE = 256 };

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

/* A number in quotation marks, or with a decimal comma; or none. */
static ip_status read_dressed(const row_reading *reading, const char *text, const char *name, double *out) {
    char bare[FIELD_SIZE], pointed[FIELD_SIZE];
    const char *number = ip_heading_unquote(bare, sizeof bare, text);
    if (reading->columns->decimal_comma)
        number = ip_number_with_point(pointed, sizeof pointed, number);
    if (!*number || ip_number_read(out, number))
        return IP_OK;
    return ip_entries_fault(reading->entries, "not-a-number", "column %s: '%.60s' is not a finite number", name, text);
}

static ip_status read_number(row_reading *reading, int which, const char *name, double empty, double *out) {
    const char *text = field(reading, which);
    *out = empty;
    /* Nearly every field is plain, and there are hundreds of thousands. */
    if (!*text || ip_number_read(out, text))
        return IP_OK;
    return read_dressed(reading, text, name, out);
}

static ip_status read_composition(row_reading *reading, ip_composition *composition, const char *formula) {
    int expected = reading->columns->field_count;
    if (reading->row->count > expected)
        return ip_entries_fault(reading->entries, "too-many-fields",
                                "%d fields where the header line has %d; is a comma not quoted?", reading->row->count, expected);
    ip_status status = ip_entries_composition(reading->entries, composition, formula);
    if (!status && !reading->entries->faulty && !*field(reading, IP_TABLE_ENERGY))
        status = ip_entries_fault(reading->entries, "missing-value",
                                  "column %s: empty; the formation energy of %.60s in eV/atom is expected",
                                  reading->columns->energy_name, formula);
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

ip_status ip_table_row_read(ip_entries *entries, const ip_table_columns *found, const ip_csv_row *row) {
    char formula[FIELD_SIZE];
    row_reading reading = {found, row, entries};
    ip_composition composition;
    ip_entry entry;
    ip_entries_begin(entries, row->line);
    entry.formula = ip_heading_unquote(formula, sizeof formula, field(&reading, IP_TABLE_FORMULA));
    entry.composition = &composition;
    ip_status status = read_composition(&reading, &composition, entry.formula);
    if (status || entries->faulty)
        return status;
    status = read_numbers(&reading, &entry);
    if (status || entries->faulty)
        return status;
    entry.id = field(&reading, IP_TABLE_ID);
    entry.note = field(&reading, IP_TABLE_NOTE);
    if (found->index[IP_TABLE_FUNCTIONAL] >= 0)
        ip_entries_functional(entries, field(&reading, IP_TABLE_FUNCTIONAL));
    return ip_entries_end(entries, &entry);
}
