/* Reads tables of correction constants. Knows what the rows may say; not what the constants are used for. */
#include "correction_store.h"
#include "csv_table.h"

#include <interphase/number.h>
#include <interphase/shipped.h>

#include <stdlib.h>
#include <string.h>

enum { CATION, CHARGE, ANION, CORRECTION, UNCERTAINTY, CHARGE_UNCERTAINTY, MEASURED, COLUMN_COUNT };
static const char *const column_names[COLUMN_COUNT] = {
    "cation", "charge", "anion", "correction", "uncertainty", "charge_uncertainty", "measured"};

enum { MOST_MEASURED = 1000000 };

/* One row as it comes. */
typedef struct row_text {
    const char *const *fields;
    long line;
} row_text;

static ip_status refuse(const row_text *row, int which, const char *expected, ip_error *error) {
    static const ip_csv_table table = {.names = column_names, .count = COLUMN_COUNT};
    return ip_csv_table_refuse(&table, row->fields, which, row->line, expected, error);
}

static ip_status read_number(const row_text *row, int which, bool negative, double *out, ip_error *error) {
    if (!ip_number_read(out, row->fields[which]) || (!negative && *out < 0.0))
        return refuse(row, which, negative ? "a number, in eV" : "a number from 0, in eV", error);
    return IP_OK;
}

static ip_status read_count(const row_text *row, long *out, ip_error *error) {
    double number;
    if (!ip_number_read(&number, row->fields[MEASURED]) || !(number >= 0.0 && number <= MOST_MEASURED) ||
        (double)(long)number < number)
        return refuse(row, MEASURED, "how many measured compounds hold the pair, a whole number", error);
    *out = (long)number;
    return IP_OK;
}

/* An element, or twice one with a hyphen between: anions bonded to each other. */
static ip_status read_anion(const row_text *row, ip_constant *out, ip_error *error) {
    const char *text = row->fields[ANION], *hyphen = strchr(text, '-');
    size_t length = hyphen ? (size_t)(hyphen - text) : strlen(text);
    out->anion = ip_element_find(text, length);
    out->bonded = hyphen != NULL;
    if (!out->anion || !ip_ions[out->anion].rank || (hyphen && strcmp(hyphen + 1, ip_element_symbol(out->anion)) != 0))
        return refuse(row, ANION, "one of F O Cl N Br I S Se Te C H As P Sb Si Ge, or one of them bonded to itself (S-S)",
                      error);
    return IP_OK;
}

static ip_status read_cation(const row_text *row, ip_constant *out, ip_error *error) {
    const char *text = row->fields[CATION];
    for (int group = 1; group < IP_GROUP_COUNT && !out->group; group++)
        if (strcmp(text, ip_ion_group_names[group]) == 0)
            out->group = ip_ion_group_names[group];
    out->cation = ip_element_find(text, strlen(text));
    bool is_cation = out->group || !*text || (out->cation && ip_ions[out->cation].kind != IP_ION_NONE);
    if (!is_cation)
        return refuse(row, CATION, "an element that can be a cation, the name of a group of them, or nothing", error);
    if (out->bonded && *text)
        return refuse(row, CATION, "nothing where the anions are bonded to each other", error);
    return IP_OK;
}

static ip_status read_charge(const row_text *row, ip_constant *out, ip_error *error) {
    const char *text = row->fields[CHARGE];
    out->charge = IP_CHARGE_ANY;
    if (!*text)
        return IP_OK;
    if (!out->cation)
        return refuse(row, CHARGE, "nothing where the cation is not an element", error);
    const ip_ion *ion = &ip_ions[out->cation];
    if (ion->kind != IP_ION_METAL && ion->group != IP_GROUP_NONMETAL)
        return refuse(row, CHARGE, "nothing for a cation that is always of the same charge", error);
    if (text[1] || *text < '0' || *text > '0' + IP_CATION_CHARGE_LIMIT)
        return refuse(row, CHARGE, "a whole number from 0 to 8, or nothing", error);
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

static ip_status on_row(void *user, const char *const *fields, long line, ip_error *error) {
    row_text row = {fields, line};
    ip_constant constant = {0};
    constant.line = line;
    ip_status status = read_anion(&row, &constant, error);
    if (!status)
        status = read_cation(&row, &constant, error);
    if (!status)
        status = read_charge(&row, &constant, error);
    if (!status)
        status = read_number(&row, CORRECTION, true, &constant.correction, error);
    if (!status)
        status = read_number(&row, UNCERTAINTY, false, &constant.uncertainty, error);
    if (!status)
        status = read_number(&row, CHARGE_UNCERTAINTY, false, &constant.charge_uncertainty, error);
    if (!status)
        status = read_count(&row, &constant.measured, error);
    return status ? status : keep(user, &constant, error);
}

ip_status ip_corrections_read(ip_corrections *corrections, const char *path, ip_error *error) {
    ip_digest digest;
    ip_csv_table table = {"a table of correction constants", column_names, COLUMN_COUNT, on_row, corrections, &digest};
    char *kept = strdup(path);
    if (!kept)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    free(corrections->path);
    corrections->path = kept;
    corrections->files++;
    ip_digest_start(&digest);
    ip_status status = ip_csv_table_read(&table, path, error);
    ip_digest_end(&digest, corrections->digest);
    return status;
}

ip_status ip_corrections_read_shipped(ip_corrections *corrections, const char *name, ip_error *error) {
    char *path;
    ip_status status = ip_shipped_find(&path, name, error);
    if (!status) {
        status = ip_corrections_read(corrections, path, error);
        free(path);
    }
    return status;
}
