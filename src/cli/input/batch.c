/* The rows of a batch, wherever they come from: those that wait, are handed out and given up again. */
#include "batch_inside.h"

#include "cli/io/report.h"
#include "formulas.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

ip_status batch_out_of_memory(ip_error *error) {
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

void batch_free_fields(char **fields, int count) {
    for (int i = 0; fields && i < count; i++)
        free(fields[i]);
    free(fields);
}

char **batch_copy_fields(const ip_csv_row *row, int count) {
    char **fields = calloc((size_t)count + 1, sizeof *fields);
    for (int i = 0; fields && i < count; i++) {
        fields[i] = strdup(i < row->count ? row->fields[i] : "");
        if (!fields[i]) {
            batch_free_fields(fields, i);
            return NULL;
        }
    }
    return fields;
}

static ip_status reserve_row(batch *source, ip_error *error) {
    if (source->first + source->count < source->size)
        return IP_OK;
    long size = source->size ? 2 * source->size : 1024;
    batch_row *rows = realloc(source->rows, (size_t)size * sizeof *rows);
    if (!rows)
        return batch_out_of_memory(error);
    source->rows = rows;
    source->size = size;
    return IP_OK;
}

ip_status batch_add_row(batch *source, char **fields, long line, int field_count, ip_error *error) {
    ip_status status = reserve_row(source, error);
    if (status) {
        batch_free_fields(fields, source->column_count);
        return status;
    }
    batch_row *row = &source->rows[source->first + source->count++];
    source->rows_read++;
    memset(row, 0, sizeof *row);
    row->fields = fields;
    row->line = line;
    row->error.status = IP_OK;
    row->task.a = ""; /* a row that is no task stays without a formula */
    row->task.metal = source->opts->metal;
    if (field_count > source->column_count)
        ip_error_set(&row->error, IP_BAD_TABLE, "%d fields where the header line has %d; is a comma not quoted?", field_count,
                     source->column_count);
    else
        row->error.status = batch_read_task(source, row, &row->error);
    return IP_OK;
}

batch *batch_open(const options *opts, const text_list *roles, const batch_series *members, const ip_stop *stop, int *code) {
    batch *source = calloc(1, sizeof *source);
    *code = EXIT_INTERNAL;
    if (!source)
        return complain_of_memory(), NULL;
    source->opts = opts;
    source->stop = stop;
    source->descriptor = -1;
    bool opened = true;
    *code = EXIT_TABLE;
    if (roles) {
        source->is_matrix = true;
        for (int l = 0; l < 2 && opened; l++) {
            source->lists[l].roles = roles->count > l ? roles->items[l] : NULL;
            opened = batch_read_list(&source->lists[l], opts->arguments[l]);
        }
        if (opened && !(opened = batch_name_matrix_columns(source)))
            complain_of_memory();
    } else if (members) {
        source->series = members;
        *code = EXIT_USAGE;
        opened = batch_name_series_columns(source);
    } else {
        opened = batch_open_tasks(source, opts->arguments[0]);
    }
    if (opened)
        return source;
    batch_close(source);
    return NULL;
}

/* Gives up the rows handed out last. */
static void drop_handed(batch *source) {
    for (long i = 0; i < source->handed; i++) {
        batch_row *row = &source->rows[source->first + i];
        batch_free_fields(row->fields, source->column_count);
        for (int f = 0; f < 2; f++) {
            free(row->bare[f]);
            free(row->meant[f]);
        }
        free(row->note);
    }
    source->first += source->handed;
    source->count -= source->handed;
    source->handed = 0;
    if (source->first) {
        memmove(source->rows, source->rows + source->first, (size_t)source->count * sizeof *source->rows);
        source->first = 0;
    }
}

void batch_close(batch *source) {
    if (!source)
        return;
    formulas_end_tasks();
    if (source->noted > NOTICES_OF_ROWS && !source->opts->quiet)
        complain("notice: %ld more rows may refer to another metal; their messages say so", source->noted - NOTICES_OF_ROWS);
    source->handed = source->count;
    drop_handed(source);
    free(source->rows);
    batch_free_fields(source->columns, source->column_count);
    ip_csv_reader_free(source->reader);
    ip_decompressor_free(source->decompressor);
    if (source->descriptor > STDIN_FILENO)
        close(source->descriptor);
    batch_free_list(&source->lists[0]);
    batch_free_list(&source->lists[1]);
    free(source);
}

int batch_column_count(const batch *source) {
    return source->column_count;
}

const char *const *batch_columns(const batch *source) {
    return (const char *const *)source->columns;
}

long batch_row_count(const batch *source) {
    if (source->is_matrix)
        return source->lists[0].row_count * source->lists[1].row_count;
    return source->series ? batch_count_series(source) : -1;
}

long batch_next(batch *source, long most, batch_row **rows) {
    drop_handed(source);
    if (source->is_matrix) {
        long pairs = source->lists[0].row_count * source->lists[1].row_count;
        while (source->count < most && source->next_pair < pairs && !source->failed)
            source->failed = batch_add_pair(source, &source->failure) != IP_OK;
        source->ended = source->failed || source->next_pair == pairs;
    } else if (source->series) {
        while (source->count < most && source->next_member < batch_count_series(source) && !source->failed)
            source->failed = batch_add_member(source, &source->failure) != IP_OK;
        source->ended = source->failed || source->next_member == batch_count_series(source);
    } else {
        /* From a pipe a row is answered as soon as it is there; a file is read on until there are enough. */
        while (!source->ended && (source->count == 0 || (!isnan(source->bytes_total) && source->count < most)))
            batch_read_piece(source);
    }
    if (source->count == 0 && source->failed) {
        complain_of(source->path ? source->path : source->series ? "sweep" : "matrix", &source->failure);
        return -1;
    }
    source->handed = source->count < most ? source->count : most;
    source->rows_handed += (double)source->handed;
    *rows = source->rows;
    return source->handed;
}

/* Rows that are not read yet. */
static long pass_unread(batch *source, long count) {
    if (source->is_matrix || source->series) {
        long *next = source->is_matrix ? &source->next_pair : &source->next_member;
        long rest = source->is_matrix ? source->lists[0].row_count * source->lists[1].row_count : batch_count_series(source);
        rest -= *next;
        *next += count < rest ? count : rest;
        return count < rest ? count : rest;
    }
    source->to_pass = count;
    while (source->to_pass > 0 && !source->ended && batch_read_piece(source)) {
    }
    count -= source->to_pass;
    source->to_pass = 0;
    return count;
}

long batch_pass(batch *source, long count) {
    drop_handed(source);
    source->handed = count < source->count ? count : source->count;
    long passed = source->handed;
    drop_handed(source);
    return passed < count ? passed + pass_unread(source, count - passed) : passed;
}

long batch_count(const options *opts, const text_list *roles, const batch_series *members) {
    options quietly = *opts;
    batch_row *rows;
    int code;
    quietly.quiet = true;
    batch *source = batch_open(&quietly, roles, members, NULL, &code);
    if (!source)
        return -1;
    long count = batch_pass(source, LONG_MAX);
    if (batch_next(source, 1, &rows) < 0)
        count = -1;
    batch_close(source);
    return count;
}

double batch_progress(const batch *source) {
    if (source->is_matrix) {
        double pairs = (double)source->lists[0].row_count * (double)source->lists[1].row_count;
        return ((double)source->next_pair - (double)source->count + (double)source->handed) / pairs;
    }
    if (source->series)
        return (double)(source->next_member - source->count + source->handed) / (double)batch_count_series(source);
    /* Rows are read ahead of those that are handed out. */
    double handed = source->rows_read > 0.0 ? source->rows_handed / source->rows_read : 1.0;
    return handed * source->bytes_read / source->bytes_total;
}
