/* Files of constants, row by row. Knows no chemistry. */
#include "csv_table.h"

#include <interphase/csv_reader.h>
#include <interphase/shipped.h>

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PIECE_SIZE = 64 * 1024 };

typedef struct reading {
    const ip_csv_table *table;
    bool has_header;
    int columns[IP_CSV_TABLE_COLUMNS], field_count;
} reading;

static ip_status read_header(reading *of, const ip_csv_row *row, ip_error *error) {
    of->has_header = true;
    of->field_count = row->count;
    for (int which = 0; which < of->table->count; which++) {
        const char *name = of->table->names[which];
        of->columns[which] = -1;
        for (int i = 0; i < row->count; i++) {
            if (strcasecmp(row->fields[i], name) != 0)
                continue;
            if (of->columns[which] >= 0)
                return ip_error_set(error, IP_BAD_TABLE, "line %ld: two columns are called '%s'; one is expected", row->line,
                                    name);
            of->columns[which] = i;
        }
        if (of->columns[which] < 0)
            return ip_error_set(error, IP_BAD_TABLE, "line %ld: the header line has no column '%s'", row->line, name);
    }
    return IP_OK;
}

static ip_status on_row(void *user, const ip_csv_row *row, ip_error *error) {
    reading *of = user;
    const char *fields[IP_CSV_TABLE_COLUMNS];
    if (!of->has_header)
        return read_header(of, row, error);
    if (row->count != of->field_count)
        return ip_error_set(error, IP_BAD_TABLE, "line %ld: %d fields where the header line has %d", row->line, row->count,
                            of->field_count);
    for (int which = 0; which < of->table->count; which++)
        fields[which] = row->fields[of->columns[which]];
    return of->table->row(of->table->user, fields, row->line, error);
}

static ip_status feed(ip_csv_reader *csv, FILE *stream, const char *path, ip_digest *digest, ip_error *error) {
    char *piece = malloc(PIECE_SIZE);
    if (!piece)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    ip_status status = IP_OK;
    size_t size;
    while (!status && (size = fread(piece, 1, PIECE_SIZE, stream)) > 0) {
        if (digest)
            ip_digest_feed(digest, piece, size);
        status = ip_csv_reader_feed(csv, piece, size, error);
    }
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

ip_status ip_csv_table_read(const ip_csv_table *table, const char *path, ip_error *error) {
    reading of = {.table = table};
    ip_csv_reader *csv;
    FILE *stream = fopen(path, "rb");
    if (!stream)
        return errno == ENOMEM ? ip_error_set(error, IP_NO_MEMORY, "%s: out of memory", path)
                               : ip_error_set(error, IP_INPUT_OUTPUT, "%s: cannot be opened: %s", path, strerror(errno));
    ip_status status = ip_csv_reader_new(&csv, on_row, &of, error);
    if (!status) {
        status = name_file(feed(csv, stream, path, table->digest, error), path, error);
        ip_csv_reader_free(csv);
    }
    fclose(stream);
    if (!status && !of.has_header)
        status = ip_error_set(error, IP_BAD_TABLE, "%s: empty; %s is expected", path, table->what);
    return status;
}

ip_status ip_csv_table_read_shipped(const ip_csv_table *table, const char *name, ip_error *error) {
    char *path;
    ip_status status = ip_shipped_find(&path, name, error);
    if (!status)
        status = ip_csv_table_read(table, path, error);
    free(path);
    return status;
}

ip_status ip_csv_table_refuse(const ip_csv_table *table, const char *const *fields, int which, long line, const char *expected,
                              ip_error *error) {
    return ip_error_set(error, IP_BAD_TABLE, "line %ld: column %s: '%.60s'; expected is %s", line, table->names[which],
                        fields[which], expected);
}
