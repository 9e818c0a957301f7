/* The rows of a batch, from a task file, from the product of two lists or from a series of compositions, some at a time.
 *
 * Knows how rows are written, not how they are answered. */
#ifndef INTERPHASE_CLI_BATCH_H
#define INTERPHASE_CLI_BATCH_H

#include "cli/option/options.h"
#include "series.h"

#include <interphase/screening.h>

/* One row: what the input said, and the task that it is. */
typedef struct batch_row {
    char **fields;   /* [0 .. batch_columns-1], owned: the input's own columns */
    long line;       /* of the input, from 1; 0 for a row of a matrix */
    ip_task task;    /* its formulas point into fields, or are meant by them */
    char *bare[2];   /* owned: its formulas without stray quotation marks; NULL for those that are so in fields */
    char *meant[2];  /* owned: its formulas as they are read by the letter; NULL for those that are so before */
    char *note;      /* owned: what is to be said beside its answer; NULL for nothing */
    ip_error error;  /* error.status is IP_OK where the task can be answered */
} batch_row;

typedef struct batch batch;

/* A series as a batch: a window of each composition, and an interface with each of these formulas. */
typedef struct batch_series {
    series of;
    const text_list *against;
} batch_series;

/* Opens the input that the arguments name: a task file, "-" for standard input, or the two lists of a matrix, where `roles`
 * is not NULL and has a role for none, the first or both of them; or the series, where that is not NULL (borrowed). When a stop
 * is asked for, no more input is waited for. Returns NULL after a complaint; *code is then the exit status. */
batch *batch_open(const options *opts, const text_list *roles, const batch_series *members, const ip_stop *stop, int *code);
void batch_close(batch *source);

/* The input's own columns; borrowed. */
int batch_column_count(const batch *source);
const char *const *batch_columns(const batch *source);

/* How many rows there will be; -1 where that is not known, of a task file. */
long batch_row_count(const batch *source);

/* A formula of a row as the input has it: the first (0) or the second (1). Borrowed from the row. */
const char *batch_formula(const batch *source, const batch_row *row, int which);

/* Takes up to `most` rows (at least 1), fewer where no more are there yet. *rows is borrowed until the next call.
 * Returns how many, 0 at the end of the input, -1 after a complaint about an input that cannot be read on: its rows
 * so far have all been handed out. After a stop 0 may come before the end. */
long batch_next(batch *source, long most, batch_row **rows);

/* Passes over the next rows, which are not read as tasks. Returns how many, fewer than `count` where the input ends before; a
 * failure to read on is left for batch_next(). */
long batch_pass(batch *source, long count);

/* How many rows the input that batch_open() would open has; a task file is read through for that. -1 after a complaint. */
long batch_count(const options *opts, const text_list *roles, const batch_series *members);

/* How much of the input has been taken, 0 to 1; NaN where that is not known. */
double batch_progress(const batch *source);

#endif
