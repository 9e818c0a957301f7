/* Reads tables of correction constants. Knows CSV rows and what they may say; not what the constants are used for. */
#include "correction_store.h"

#include <interphase/csv_reader.h>
#include <interphase/number.h>
#include <interphase/shipped.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { CATION, CHARGE, ANION, CORRECTION, UNCERTAINTY, CHARGE_UNCERTAINTY, MEASURED, COLUMN_COUNT };
static const char *const column_names[COLUMN_COUNT] = {
    "cation", "charge", "anion", "correction", "uncertainty", "charge_uncertainty", "measured"};

enum { PIECE_SIZE = 64 * 1024, MOST_MEASURED = 1000000 };

typedef struct reading {
    ip_corrections *corrections;
    bool has_header;
    int columns[COLUMN_COUNT], field_count;
} reading;

static ip_status read_header(reading *table, const ip_csv_row *row, ip_error *error) {
    table->has_header = true;
    table->field_count = row->count;
    for (int which = 0; which < COLUMN_COUNT; which++) {
        table->columns[which] = -1;
        for (int i = 0; i < row->count; i++) {
            if (strcasecmp(row->fields[i], column_names[which]) != 0)
                continue;
            if (table->columns[which] >= 0)
                return ip_error_set(error, IP_BAD_TABLE, "line %ld: two columns are called '%s'; one is expected", row->line,
                                    column_names[which]);
            table->columns[which] = i;
        }
        if (table->columns[which] < 0)
            return ip_error_set(error, IP_BAD_TABLE, "line %ld: the header line has no column '%s'", row->line,
                                column_names[which]);
    }
    return IP_OK;
}

static const char *field(const reading *table, const ip_csv_row *row, int which) {
    return row->fields[table->columns[which]];
}

static ip_status refuse(const reading *table, const ip_csv_row *row, int which, const char *expected, ip_error *error) {
    return ip_error_set(error, IP_BAD_TABLE, "line %ld: column %s: '%.60s'; expected is %s", row->line, column_names[which],
                        field(table, row, which), expected);
}

static ip_status read_number(const reading *table, const ip_csv_row *row, int which, bool negative, double *out,
                             ip_error *error) {
    if (!ip_number_read(out, field(table, row, which)) || (!negative && *out < 0.0))
        return refuse(table, row, which, negative ? "a number, in eV" : "a number from 0, in eV", error);
    return IP_OK;
}

static ip_status read_count(const reading *table, const ip_csv_row *row, long *out, ip_error *error) {
    double number;
    if (!ip_number_read(&number, field(table, row, MEASURED)) || !(number >= 0.0 && number <= MOST_MEASURED) ||
        (double)(long)number < number)
        return refuse(table, row, MEASURED, "how many measured compounds hold the pair, a whole number", error);
    *out = (long)number;
    return IP_OK;
}

/* An element, or twice one with a hyphen between: anions bonded to each other. */
static ip_status read_anion(const reading *table, const ip_csv_row *row, ip_constant *out, ip_error *error) {
    const char *text = field(table, row, ANION), *hyphen = strchr(text, '-');
    size_t length = hyphen ? (size_t)(hyphen - text) : strlen(text);
    out->anion = ip_element_find(text, length);
    out->bonded = hyphen != NULL;
    if (!out->anion || !ip_ions[out->anion].rank || (hyphen && strcmp(hyphen + 1, ip_element_symbol(out->anion)) != 0))
        return refuse(table, row, ANION, "one of F O Cl N Br I S Se Te C H As P Sb Si Ge, or one of them bonded to itself (S-S)",
                      error);
    return IP_OK;
}

static ip_status read_cation(const reading *table, const ip_csv_row *row, ip_constant *out, ip_error *error) {
    const char *text = field(table, row, CATION);
    for (int group = 1; group < IP_GROUP_COUNT && !out->group; group++)
        if (strcmp(text, ip_ion_group_names[group]) == 0)
            out->group = ip_ion_group_names[group];
    out->cation = ip_element_find(text, strlen(text));
    bool is_cation = out->group || !*text || (out->cation && ip_ions[out->cation].kind != IP_ION_NONE);
    if (!is_cation)
        return refuse(table, row, CATION, "an element that can be a cation, the name of a group of them, or nothing", error);
    if (out->bonded && *text)
        return refuse(table, row, CATION, "nothing where the anions are bonded to each other", error);
    return IP_OK;
}

static ip_status read_charge(const reading *table, const ip_csv_row *row, ip_constant *out, ip_error *error) {
    const char *text = field(table, row, CHARGE);
    out->charge = IP_CHARGE_ANY;
    if (!*text)
        return IP_OK;
    if (!out->cation)
        return refuse(table, row, CHARGE, "nothing where the cation is not an element", error);
    const ip_ion *ion = &ip_ions[out->cation];
    if (ion->kind != IP_ION_METAL && ion->group != IP_GROUP_NONMETAL)
        return refuse(table, row, CHARGE, "nothing for a cation that is always of the same charge", error);
    if (text[1] || *text < '0' || *text > '0' + IP_CATION_CHARGE_LIMIT)
        return refuse(table, row, CHARGE, "a whole number from 0 to 8, or nothing", error);
    out->charge = *text - '0';
    return IP_OK;
}

static ip_status keep(ip_corrections *corrections, const ip_constant *constant, ip_error *error) {
    int *place = ip_corrections_place(corrections, constant);
    if (*place) {
        ip_stored_constant *known = &corrections->constants[*place - 1];
        if (known->file == corrections->files)
            return ip_error_set(error, IP_BAD_TABLE, "line %ld: the same cation, charge and anion as in line %ld", constant->line,
                                known->constant.line);
        *known = (ip_stored_constant){*constant, corrections->files};
        return IP_OK;
    }
    if (corrections->count == corrections->room) {
        long room = corrections->room ? 2 * corrections->room : 2048;
        ip_stored_constant *constants = realloc(corrections->constants, (size_t)room * sizeof *constants);
        if (!constants)
            return ip_error_set(error, IP_NO_MEMORY, "out of memory");
        corrections->constants = constants;
        corrections->room = room;
    }
    corrections->constants[corrections->count++] = (ip_stored_constant){*constant, corrections->files};
    *place = (int)corrections->count;
    return IP_OK;
}

static ip_status on_row(void *user, const ip_csv_row *row, ip_error *error) {
    reading *table = user;
    if (!table->has_header)
        return read_header(table, row, error);
    if (row->count != table->field_count)
        return ip_error_set(error, IP_BAD_TABLE, "line %ld: %d fields where the header line has %d", row->line, row->count,
                            table->field_count);
    ip_constant constant = {0};
    constant.line = row->line;
    ip_status status = read_anion(table, row, &constant, error);
    if (!status)
        status = read_cation(table, row, &constant, error);
    if (!status)
        status = read_charge(table, row, &constant, error);
    if (!status)
        status = read_number(table, row, CORRECTION, true, &constant.correction, error);
    if (!status)
        status = read_number(table, row, UNCERTAINTY, false, &constant.uncertainty, error);
    if (!status)
        status = read_number(table, row, CHARGE_UNCERTAINTY, false, &constant.charge_uncertainty, error);
    if (!status)
        status = read_count(table, row, &constant.measured, error);
    return status ? status : keep(table->corrections, &constant, error);
}

static ip_status feed(ip_csv_reader *csv, FILE *stream, const char *path, ip_error *error) {
    char *piece = malloc(PIECE_SIZE);
    if (!piece)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    ip_status status = IP_OK;
    size_t size;
    while (!status && (size = fread(piece, 1, PIECE_SIZE, stream)) > 0)
        status = ip_csv_reader_feed(csv, piece, size, error);
    if (!status && ferror(stream))
        status = ip_error_set(error, IP_INPUT_OUTPUT, "%s: cannot be read: %s", path, strerror(errno));
    if (!status)
        status = ip_csv_reader_finish(csv, error);
    free(piece);
    return status;
}

/* Rows know lines, not files: "line 3: …" becomes "FILE:3: …". */
static ip_status name_file(ip_status status, const char *path, ip_error *error) {
    static const char prefix[] = "line ";
    if (status != IP_BAD_TABLE || !error || strncmp(error->message, prefix, sizeof prefix - 1) != 0)
        return status;
    char message[IP_MESSAGE_SIZE];
    memcpy(message, error->message, sizeof message);
    return ip_error_set(error, status, "%s:%s", path, message + sizeof prefix - 1);
}

ip_status ip_corrections_read(ip_corrections *corrections, const char *path, ip_error *error) {
    reading table = {.corrections = corrections};
    ip_csv_reader *csv;
    FILE *stream = fopen(path, "rb");
    if (!stream)
        return errno == ENOMEM ? ip_error_set(error, IP_NO_MEMORY, "%s: out of memory", path)
                               : ip_error_set(error, IP_INPUT_OUTPUT, "%s: cannot be opened: %s", path, strerror(errno));
    corrections->files++;
    ip_status status = ip_csv_reader_new(&csv, on_row, &table, error);
    if (!status) {
        status = name_file(feed(csv, stream, path, error), path, error);
        ip_csv_reader_free(csv);
    }
    fclose(stream);
    if (!status && !table.has_header)
        status = ip_error_set(error, IP_BAD_TABLE, "%s: empty; a table of correction constants is expected", path);
    return status;
}

ip_status ip_corrections_read_shipped(ip_corrections *corrections, const char *name, ip_error *error) {
    char *path;
    ip_status status = ip_shipped_find(&path, name, error);
    if (!status)
        status = ip_corrections_read(corrections, path, error);
    free(path);
    return status;
}
