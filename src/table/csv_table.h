/* A CSV file of constants: a fixed set of columns, all of them needed, in any order. Knows files and columns, not what they
 * say. */
#ifndef INTERPHASE_SRC_CSV_TABLE_H
#define INTERPHASE_SRC_CSV_TABLE_H

#include "base/digest.h"

#include <interphase/status.h>

/* One row. The fields are in the order of the names that were asked for, and live for the call only; anything but IP_OK ends
 * the reading. */
typedef ip_status (*ip_csv_table_row)(void *user, const char *const *fields, long line, ip_error *error);

typedef struct ip_csv_table {
    const char *what;         /* for a message: "a table of correction constants" */
    const char *const *names; /* [0 .. count-1], whatever their case in the file; other columns are passed over */
    int count;                /* at most IP_CSV_TABLE_COLUMNS */
    ip_csv_table_row row;
    void *user;
    ip_digest *digest; /* is fed the bytes of the file; NULL for none */
} ip_csv_table;

#define IP_CSV_TABLE_COLUMNS 16

/* Reads the file. Fails with IP_INPUT_OUTPUT, IP_NO_MEMORY, IP_BAD_TABLE (a column is missing or comes twice, a row has another
 * number of fields than the header line, no header line), or what `row` returned; messages that begin with "line N: ", as `row`
 * should make them, then begin with "PATH:N: ". */
ip_status ip_csv_table_read(const ip_csv_table *table, const char *path, ip_error *error);

/* The same of a shipped table, by its name. */
ip_status ip_csv_table_read_shipped(const ip_csv_table *table, const char *name, ip_error *error);

/* The message of a field that says something else than what is expected. */
ip_status ip_csv_table_refuse(const ip_csv_table *table, const char *const *fields, int which, long line, const char *expected,
                              ip_error *error);

#endif
