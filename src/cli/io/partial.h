/* The file of a batch in the making: FILE.partial, which an interrupted run leaves and a later one goes on with.
 *
 * Beside it stands FILE.partial.run: a few lines that name the run, so that rows of different runs are never mixed, and
 * behind them a line for the header line and for each row with its length and a hash of its bytes, by which rows that were
 * damaged meanwhile are found. It is written before the rows, and locked as long as a run is at work.
 *
 * Where FILE is named as files of gzip and zstd are, FILE.partial holds the plain rows all the same; they are compressed once all
 * are there, so that what an interruption left makes no difference to the bytes. */
#ifndef INTERPHASE_CLI_PARTIAL_H
#define INTERPHASE_CLI_PARTIAL_H

#include "memory_text.h"

#include <interphase/compression.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef struct partial {
    FILE *stream;     /* in memory, for rows; partial_flush() writes them to the file */
    char *path, *partial_path, *run_path;
    char *packed_path; /* of the compressed file in the making; NULL where the name asks for none */
    ip_compression form;
    bool has_header;  /* an earlier run wrote the header line */
    long rows;        /* finished by an earlier run, the header line not counted */
    long failures;    /* those of them that have another status than ok */
    uint64_t *hashes; /* [0 .. rows-1], of the input's own columns of each */
    memory_text rows_out; /* of the stream */
    int descriptor, run_descriptor; /* at their ends */
    bool failed;      /* a write failed: nothing more is written */
    /* To be set after opening, where something is to be done once the file is made and before it takes its place, which it does
     * not where this fails; NULL for nothing. `data` is the file. */
    bool (*before_end)(void *user, const char *data);
    void *user;
} partial;

/* Opens FILE.partial anew, or with `resume` where it is there behind its last whole row. `run` is the text that names
 * the run; `columns` how many of a row's fields are the input's, `status_column` which one is its status. Returns false
 * after a complaint; then nothing has changed that stood there. */
bool partial_open(partial *out, const char *path, bool resume, const char *run, int columns, int status_column);

/* Hash of the first `count` fields of a row, to compare with the rows of an earlier run. */
uint64_t partial_hash(const char *const *fields, int count);

/* Writes the whole rows that stand in the stream to the file. Returns false with errno where that fails; what is in the file
 * then are whole rows all the same. */
bool partial_flush(partial *file);

/* Closes. With `finished` the file takes its final name; else its whole rows stay as they are. Returns false after a
 * complaint where not everything could be written; `reason` is the errno of an earlier write that failed, or 0. */
bool partial_close(partial *file, bool finished, int reason);

#endif
