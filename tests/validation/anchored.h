/* The shipped table row by row, with the columns that a dataset does not keep, and the shipped constants. */
#ifndef INTERPHASE_TESTS_ANCHORED_H
#define INTERPHASE_TESTS_ANCHORED_H

#include "../tap.h"

#include <interphase/interphase.h>

typedef struct anchored_row {
    const char *formula, *note;
    double energy, correction, uncertainty; /* eV/atom; 0 where empty */
    ip_composition composition;
} anchored_row;

typedef void (*anchored_visitor)(void *user, const anchored_row *row);

enum { ANCHORED_FORMULA, ANCHORED_ENERGY, ANCHORED_CORRECTION, ANCHORED_UNCERTAINTY, ANCHORED_NOTE, ANCHORED_COLUMNS };

typedef struct anchored_reading {
    anchored_visitor visit;
    void *user;
    int columns[ANCHORED_COLUMNS];
    long rows;
} anchored_reading;

static inline void find_anchored_columns(anchored_reading *reading, const ip_csv_row *row) {
    static const char *const names[] = {"formula", "formation_energy_per_atom", "correction", "uncertainty", "note"};
    for (int which = 0; which < ANCHORED_COLUMNS; which++) {
        reading->columns[which] = -1;
        for (int i = 0; i < row->count; i++)
            if (strcmp(row->fields[i], names[which]) == 0)
                reading->columns[which] = i;
        if (reading->columns[which] < 0)
            tap_bail_out("a column of the anchored table is missing");
    }
}

static inline double anchored_number(const char *text) {
    double number = 0.0;
    if (*text && !ip_number_read(&number, text))
        tap_bail_out("not a number in the anchored table");
    return number;
}

static inline ip_status on_anchored_row(void *user, const ip_csv_row *row, ip_error *error) {
    anchored_reading *reading = (anchored_reading *)user;
    if (!reading->rows++) {
        find_anchored_columns(reading, row);
        return IP_OK;
    }
    anchored_row out;
    out.formula = row->fields[reading->columns[ANCHORED_FORMULA]];
    out.note = row->fields[reading->columns[ANCHORED_NOTE]];
    out.energy = anchored_number(row->fields[reading->columns[ANCHORED_ENERGY]]);
    out.correction = anchored_number(row->fields[reading->columns[ANCHORED_CORRECTION]]);
    out.uncertainty = anchored_number(row->fields[reading->columns[ANCHORED_UNCERTAINTY]]);
    ip_status status = ip_composition_read(&out.composition, out.formula, error);
    if (!status)
        reading->visit(reading->user, &out);
    return status;
}

/* Gives each row of the file to `on_row`; returns false where the file cannot be opened. */
static inline bool read_rows(const char *path, ip_csv_row_handler on_row, void *user) {
    static char piece[1 << 16];
    ip_csv_reader *csv;
    ip_error error;
    FILE *stream = fopen(path, "rb");
    if (!stream)
        return false;
    if (ip_csv_reader_new(&csv, on_row, user, &error))
        tap_bail_out("out of memory");
    for (size_t size; (size = fread(piece, 1, sizeof piece, stream)) > 0;)
        if (ip_csv_reader_feed(csv, piece, size, &error))
            tap_bail_out(error.message);
    if (ip_csv_reader_finish(csv, &error))
        tap_bail_out(error.message);
    ip_csv_reader_free(csv);
    fclose(stream);
    return true;
}

static inline void visit_anchored(const char *path, anchored_visitor visit, void *user) {
    anchored_reading reading = {visit, user, {0}, 0};
    if (!read_rows(path, on_anchored_row, &reading))
        tap_bail_out("the anchored table cannot be opened");
}

/* The caller frees them. */
static inline ip_corrections *shipped_constants(void) {
    ip_error error;
    ip_corrections *corrections;
    if (ip_corrections_new(&corrections, &error) ||
        ip_corrections_read(corrections, tap_source("datasets/corrections.csv"), &error))
        tap_bail_out(error.message);
    return corrections;
}

#endif
