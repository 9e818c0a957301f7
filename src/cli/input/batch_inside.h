/* What the parts of a batch share: rows waiting to be taken, and where they come from. */
#ifndef INTERPHASE_CLI_BATCH_INSIDE_H
#define INTERPHASE_CLI_BATCH_INSIDE_H

#include "batch.h"
#include "task_columns.h"

#include <interphase/compression.h>
#include <interphase/csv_reader.h>

enum { PIECE_SIZE = 65536 };

/* A whole list for a matrix. */
typedef struct formula_list {
    char **columns;
    int column_count, formula, role;
    char ***rows; /* [row_count][column_count] */
    long row_count, row_size;
    const char *roles; /* of --role; NULL for all */
} formula_list;

struct batch {
    const options *opts;
    const ip_stop *stop;
    char **columns;
    int column_count;
    int field[FIELD_COUNT]; /* index of each; -1 where there is none */
    batch_row *rows;        /* taken from rows[first] on */
    long first, count, size;
    long handed; /* rows handed out last, to be freed at the next call */
    long to_pass; /* rows of a task file that are to be passed over */
    /* a task file */
    int descriptor;
    const char *path;
    bool is_known;                 /* whether its bytes are compressed */
    ip_compression form;
    ip_decompressor *decompressor; /* NULL for plain text */
    ip_csv_reader *reader;
    bool decimal_comma; /* numbers may have one, since fields are not parted by commas */
    bool ended, failed, has_header;
    ip_error failure;
    double bytes_read, bytes_total; /* total is NaN for a pipe */
    double rows_read, rows_handed;  /* of those bytes */
    /* a matrix */
    bool is_matrix;
    formula_list lists[2];
    long next_pair;
    /* a series */
    const batch_series *series; /* NULL for none */
    long next_member;           /* of its tasks */
    /* of all */
    long noted; /* rows with a note */
};

/* So many rows of one kind are named in notices, the others counted. */
enum { NOTICES_OF_ROWS = 3 };

/* Puts a row with these fields, which it takes, behind the others and reads its task; what is wrong with it becomes its error. A
 * row of a file begins in a line, from 1, with so many fields; one of a matrix in line 0. Fails with IP_NO_MEMORY. */
ip_status batch_add_row(batch *source, char **fields, long line, int field_count, ip_error *error);

/* Reads the task of a row from its fields. Fails with what is wrong with the row. */
ip_status batch_read_task(batch *source, batch_row *row, ip_error *error);

/* Copies of the first `count` fields of a row, empty where it has fewer; owned by the caller, NULL for lack of memory. */
char **batch_copy_fields(const ip_csv_row *row, int count);
void batch_free_fields(char **fields, int count);
ip_status batch_out_of_memory(ip_error *error);

/* A task file: opens it up to its header line. Returns false after a complaint. */
bool batch_open_tasks(batch *source, const char *path);

/* Reads the next piece of a task file. Returns false at the end, at a stop or at a failure. */
bool batch_read_piece(batch *source);

/* A matrix: reads one of its lists; names its columns; adds the next pair. The first two return false after a complaint. */
bool batch_read_list(formula_list *list, const char *name);
bool batch_name_matrix_columns(batch *source);
ip_status batch_add_pair(batch *source, ip_error *error);
/* A series: names its columns, once all its formulas are seen to be some; adds the next task. The first returns false after a
 * complaint. */
bool batch_name_series_columns(batch *source);
long batch_count_series(const batch *source);
ip_status batch_add_member(batch *source, ip_error *error);

void batch_free_list(formula_list *list);

#endif
