/* Reads task files as they come and matrices from two lists. */
#include "batch.h"

#include "cli/io/files.h"
#include "cli/io/report.h"
#include "formulas.h"
#include "names.h"
#include "tables.h"

#include <interphase/csv_reader.h>

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE_SIZE = 65536, WAIT_MILLISECONDS = 100 };
enum { FIELD_A, FIELD_B, FIELD_VOLTAGE, FIELD_METAL, FIELD_COUNT };
static const char *const field_names[FIELD_COUNT] = {"a", "b", "voltage", "metal"};

/* A whole list for a matrix. */
typedef struct formula_list {
    char **columns;
    int column_count, formula, role;
    char ***rows; /* [row_count][column_count] */
    long row_count, row_size;
    const char *roles;   /* of --role; NULL for all */
    const char *path;
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
    /* a task file */
    int descriptor;
    const char *path;
    ip_csv_reader *reader;
    bool ended, failed, has_header;
    ip_error failure;
    double bytes_read, bytes_total; /* total is NaN for a pipe */
    double rows_read, rows_handed;  /* of those bytes */
    /* a matrix */
    bool is_matrix;
    formula_list lists[2];
    long next_pair;
};

static ip_status out_of_memory(ip_error *error) {
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

static void free_fields(char **fields, int count) {
    for (int i = 0; fields && i < count; i++)
        free(fields[i]);
    free(fields);
}

static char **copy_fields(const ip_csv_row *row, int count) {
    char **fields = calloc((size_t)count + 1, sizeof *fields);
    for (int i = 0; fields && i < count; i++) {
        fields[i] = strdup(i < row->count ? row->fields[i] : "");
        if (!fields[i]) {
            free_fields(fields, i);
            return NULL;
        }
    }
    return fields;
}

/* ---- tasks */

static const char *field_of(const batch *source, const batch_row *row, int which) {
    int index = source->field[which];
    return index >= 0 ? row->fields[index] : "";
}

static ip_status read_task(const batch *source, batch_row *row, ip_error *error) {
    const options *opts = source->opts;
    ip_task *task = &row->task;
    voltage_range voltage = {0.0, 0.0, false};
    const char *b = field_of(source, row, FIELD_B), *text = field_of(source, row, FIELD_VOLTAGE);
    ip_status status = IP_OK;
    task->a = field_of(source, row, FIELD_A);
    task->b = *b ? b : NULL;
    task->metal = opts->metal;
    task->charge = opts->metal_charge;
    if (!*task->a)
        return ip_error_set(error, IP_BAD_FORMULA, "column a is empty; a formula is expected");
    if (!formulas_of_task(row->meant, task, opts))
        return out_of_memory(error);
    if (*field_of(source, row, FIELD_METAL))
        status = values_read_metal(&task->metal, &task->charge, field_of(source, row, FIELD_METAL), error);
    if (!status)
        status = values_check_metal(task->metal, task->charge, opts->force, error);
    if (status)
        return ip_error_prefix(error, status, "column metal");
    if (*text)
        status = values_read_voltage(&voltage, text, error);
    else if (opts->voltages.count)
        voltage = opts->voltages.items[0];
    if (status)
        return ip_error_prefix(error, status, "column voltage");
    /* A window covers all voltages. */
    task->has_voltage = task->b && (*text || opts->voltages.count);
    task->voltage_low = voltage.low;
    task->voltage_high = voltage.high;
    return IP_OK;
}

static ip_status reserve_row(batch *source, ip_error *error) {
    if (source->first + source->count < source->size)
        return IP_OK;
    long size = source->size ? 2 * source->size : 1024;
    batch_row *rows = realloc(source->rows, (size_t)size * sizeof *rows);
    if (!rows)
        return out_of_memory(error);
    source->rows = rows;
    source->size = size;
    return IP_OK;
}

/* Puts a row behind the others and reads its task; what is wrong with it becomes its error. */
static ip_status add_row(batch *source, char **fields, long line, int field_count, ip_error *error) {
    ip_status status = reserve_row(source, error);
    if (status) {
        free_fields(fields, source->column_count);
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
        row->error.status = read_task(source, row, &row->error);
    return IP_OK;
}

/* Index of the column with a name, -1 where there is none; two of them are an error. */
static ip_status find_column(int *index, const ip_csv_row *header, const char *name, ip_error *error) {
    *index = -1;
    for (int i = 0; i < header->count; i++) {
        if (strcmp(header->fields[i], name) != 0)
            continue;
        if (*index >= 0)
            return ip_error_set(error, IP_BAD_TABLE, "line %ld: two columns are called '%s'", header->line, name);
        *index = i;
    }
    return IP_OK;
}

static ip_status on_task_row(void *user, const ip_csv_row *csv_row, ip_error *error) {
    batch *source = user;
    if (source->has_header) {
        char **fields = copy_fields(csv_row, source->column_count);
        return fields ? add_row(source, fields, csv_row->line, csv_row->count, error) : out_of_memory(error);
    }
    source->has_header = true;
    source->columns = copy_fields(csv_row, csv_row->count);
    if (!source->columns)
        return out_of_memory(error);
    source->column_count = csv_row->count;
    for (int f = 0; f < FIELD_COUNT; f++) {
        ip_status status = find_column(&source->field[f], csv_row, field_names[f], error);
        if (status)
            return status;
    }
    if (source->field[FIELD_A] < 0)
        return ip_error_set(error, IP_BAD_TABLE, "line %ld: the header line has no column 'a'; expected a, and b, voltage and "
                            "metal where they are needed", csv_row->line);
    return IP_OK;
}

/* A pipe or a terminal may keep silent for long. Returns false where a stop came before the input. */
static bool wait_for_input(const batch *source) {
    struct pollfd input = {source->descriptor, POLLIN, 0};
    int ready = 0;
    /* A signal may come just before the call and not cut it short, so that each wait is a brief one. */
    while (!ip_stop_asked(source->stop) && (ready == 0 || (ready < 0 && errno == EINTR)))
        ready = poll(&input, 1, WAIT_MILLISECONDS);
    return !ip_stop_asked(source->stop);
}

/* Reads the next piece of a task file. Returns false at the end, at a stop or at a failure. */
static bool read_piece(batch *source) {
    char piece[PIECE_SIZE];
    ssize_t size;
    if (!wait_for_input(source)) {
        source->ended = true;
        return false;
    }
    do
        size = read(source->descriptor, piece, sizeof piece);
    while (size < 0 && errno == EINTR);
    ip_status status = IP_OK;
    if (size < 0)
        status = ip_error_set(&source->failure, IP_INPUT_OUTPUT, "cannot be read: %s", report_reason(errno));
    else if (size == 0)
        status = ip_csv_reader_finish(source->reader, &source->failure);
    else
        status = ip_csv_reader_feed(source->reader, piece, (size_t)size, &source->failure);
    source->bytes_read += size > 0 ? (double)size : 0.0;
    source->failed = status != IP_OK;
    source->ended = source->failed || size == 0;
    if (size == 0 && !source->failed && !source->has_header) {
        ip_error_set(&source->failure, IP_BAD_TABLE, "the file is empty; a header line with the column 'a' is expected");
        source->failed = true;
    }
    return !source->ended;
}

static bool open_tasks(batch *source, const char *path) {
    struct stat about;
    if (!files_reads(path))
        return false;
    source->path = strcmp(path, "-") == 0 ? "standard input" : path;
    source->descriptor = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (source->descriptor < 0) {
        complain("%s: cannot be opened: %s", path, report_reason(errno));
        return false;
    }
    bool is_file = fstat(source->descriptor, &about) == 0 && S_ISREG(about.st_mode);
    source->bytes_total = is_file && about.st_size > 0 ? (double)about.st_size : NAN;
    if (ip_csv_reader_new(&source->reader, on_task_row, source, &source->failure)) {
        complain_of(NULL, &source->failure);
        return false;
    }
    ip_csv_reader_allow_quotes(source->reader);
    while (!source->has_header && read_piece(source)) {
    }
    if (source->failed && source->count == 0) {
        complain_of(source->path, &source->failure);
        return false;
    }
    return true;
}

/* ---- matrices */

static ip_status on_list_row(void *user, const ip_csv_row *csv_row, ip_error *error) {
    formula_list *list = user;
    char **fields = copy_fields(csv_row, list->columns ? list->column_count : csv_row->count);
    if (!fields)
        return out_of_memory(error);
    if (!list->columns) {
        list->columns = fields;
        list->column_count = csv_row->count;
        ip_status status = find_column(&list->formula, csv_row, "formula", error);
        if (!status)
            status = find_column(&list->role, csv_row, "role", error);
        if (status)
            return status;
        if (list->formula < 0)
            return ip_error_set(error, IP_BAD_TABLE, "line %ld: the header line has no column 'formula'", csv_row->line);
        if (list->roles && list->role < 0)
            return ip_error_set(error, IP_BAD_TABLE, "line %ld: the header line has no column 'role', which --role asks for", csv_row->line);
        return IP_OK;
    }
    if (csv_row->count > list->column_count) {
        free_fields(fields, list->column_count);
        return ip_error_set(error, IP_BAD_TABLE, "line %ld: %d fields where the header line has %d; is a comma not quoted?",
                            csv_row->line, csv_row->count, list->column_count);
    }
    if (list->roles && !names_have(list->roles, fields[list->role])) {
        free_fields(fields, list->column_count);
        return IP_OK;
    }
    if (list->row_count == list->row_size) {
        long size = list->row_size ? 2 * list->row_size : 64;
        char ***rows = realloc(list->rows, (size_t)size * sizeof *rows);
        if (!rows) {
            free_fields(fields, list->column_count);
            return out_of_memory(error);
        }
        list->rows = rows;
        list->row_size = size;
    }
    list->rows[list->row_count++] = fields;
    return IP_OK;
}

static ip_status feed_file(const char *path, ip_csv_reader *reader, ip_error *error) {
    char piece[PIECE_SIZE];
    FILE *stream = fopen(path, "rb");
    if (!stream)
        return ip_error_set(error, IP_INPUT_OUTPUT, "cannot be opened: %s", report_reason(errno));
    ip_status status = IP_OK;
    for (size_t size; !status && (size = fread(piece, 1, sizeof piece, stream)) > 0;)
        status = ip_csv_reader_feed(reader, piece, size, error);
    if (!status && ferror(stream))
        status = ip_error_set(error, IP_INPUT_OUTPUT, "cannot be read: %s", report_reason(errno));
    fclose(stream);
    return status ? status : ip_csv_reader_finish(reader, error);
}

/* The first of the roles asked for that no row kept has, with its length; NULL where each has one. */
static const char *absent_role(const formula_list *list, int *length) {
    for (const char *at = list->roles; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        bool found = false;
        *length = (int)strcspn(at, ",");
        for (long i = 0; i < list->row_count && !found; i++) {
            const char *role = list->rows[i][list->role];
            found = strlen(role) == (size_t)*length && strncmp(at, role, strlen(role)) == 0;
        }
        if (!found)
            return at;
    }
    return NULL;
}

static bool read_list(formula_list *list, const char *name) {
    char *path = tables_find(name);
    if (!path)
        return false;
    ip_csv_reader *reader;
    ip_error error;
    ip_status status = ip_csv_reader_new(&reader, on_list_row, list, &error);
    if (!status) {
        status = feed_file(path, reader, &error);
        ip_csv_reader_free(reader);
    }
    if (!status && !list->columns)
        status = ip_error_set(&error, IP_BAD_TABLE, "the file is empty; a header line with the column 'formula' is expected");
    int length = 0;
    const char *absent = status ? NULL : absent_role(list, &length);
    if (absent)
        status = ip_error_set(&error, IP_BAD_TABLE, "no row has the role '%.*s'", length, absent);
    else if (!status && list->row_count == 0)
        status = ip_error_set(&error, IP_BAD_TABLE, "no rows");
    if (status)
        complain_of(path, &error);
    free(path);
    return status == IP_OK;
}

/* "a" and "b", and the further columns of each list with a_ or b_ before their names. */
static bool name_matrix_columns(batch *source) {
    int total = source->lists[0].column_count + source->lists[1].column_count;
    source->columns = calloc((size_t)total + 1, sizeof *source->columns);
    for (int l = 0; l < 2 && source->columns; l++) {
        const formula_list *list = &source->lists[l];
        for (int i = 0; i < list->column_count; i++) {
            size_t size = strlen(list->columns[i]) + 3;
            char *name = malloc(size);
            if (!name)
                return false;
            if (i == list->formula)
                snprintf(name, size, "%c", 'a' + l);
            else
                snprintf(name, size, "%c_%s", 'a' + l, list->columns[i]);
            source->columns[source->column_count++] = name;
        }
    }
    source->field[FIELD_A] = source->lists[0].formula;
    source->field[FIELD_B] = source->lists[0].column_count + source->lists[1].formula;
    source->field[FIELD_VOLTAGE] = source->field[FIELD_METAL] = -1;
    return source->columns != NULL;
}

static ip_status add_pair(batch *source, ip_error *error) {
    const formula_list *rows = &source->lists[0], *columns = &source->lists[1];
    char **row = rows->rows[source->next_pair / columns->row_count], **column = columns->rows[source->next_pair % columns->row_count];
    char **fields = calloc((size_t)source->column_count + 1, sizeof *fields);
    bool complete = fields != NULL;
    for (int i = 0; complete && i < source->column_count; i++) {
        fields[i] = strdup(i < rows->column_count ? row[i] : column[i - rows->column_count]);
        complete = fields[i] != NULL;
    }
    if (!complete) {
        free_fields(fields, source->column_count);
        return out_of_memory(error);
    }
    source->next_pair++;
    return add_row(source, fields, 0, source->column_count, error);
}

/* ---- both */

batch *batch_open(const options *opts, const text_list *roles, const ip_stop *stop, int *code) {
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
            opened = read_list(&source->lists[l], opts->arguments[l]);
        }
        if (opened && !(opened = name_matrix_columns(source)))
            complain_of_memory();
    } else {
        opened = open_tasks(source, opts->arguments[0]);
    }
    if (opened)
        return source;
    batch_close(source);
    return NULL;
}

static void free_list(formula_list *list) {
    for (long i = 0; i < list->row_count; i++)
        free_fields(list->rows[i], list->column_count);
    free(list->rows);
    free_fields(list->columns, list->column_count);
}

/* Gives up the rows handed out last. */
static void drop_handed(batch *source) {
    for (long i = 0; i < source->handed; i++) {
        batch_row *row = &source->rows[source->first + i];
        free_fields(row->fields, source->column_count);
        free(row->meant[0]);
        free(row->meant[1]);
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
    source->handed = source->count;
    drop_handed(source);
    free(source->rows);
    free_fields(source->columns, source->column_count);
    ip_csv_reader_free(source->reader);
    if (source->descriptor > STDIN_FILENO)
        close(source->descriptor);
    free_list(&source->lists[0]);
    free_list(&source->lists[1]);
    free(source);
}

int batch_column_count(const batch *source) {
    return source->column_count;
}

const char *const *batch_columns(const batch *source) {
    return (const char *const *)source->columns;
}

long batch_next(batch *source, long most, batch_row **rows) {
    drop_handed(source);
    if (source->is_matrix) {
        long pairs = source->lists[0].row_count * source->lists[1].row_count;
        while (source->count < most && source->next_pair < pairs && !source->failed)
            source->failed = add_pair(source, &source->failure) != IP_OK;
        source->ended = source->failed || source->next_pair == pairs;
    } else {
        /* From a pipe a row is answered as soon as it is there; a file is read on until there are enough. */
        while (!source->ended && (source->count == 0 || (!isnan(source->bytes_total) && source->count < most)))
            read_piece(source);
    }
    if (source->count == 0 && source->failed) {
        complain_of(source->path ? source->path : "matrix", &source->failure);
        return -1;
    }
    source->handed = source->count < most ? source->count : most;
    source->rows_handed += (double)source->handed;
    *rows = source->rows;
    return source->handed;
}

double batch_progress(const batch *source) {
    if (source->is_matrix) {
        double pairs = (double)source->lists[0].row_count * (double)source->lists[1].row_count;
        return ((double)source->next_pair - (double)source->count + (double)source->handed) / pairs;
    }
    /* Rows are read ahead of those that are handed out. */
    double handed = source->rows_read > 0.0 ? source->rows_handed / source->rows_read : 1.0;
    return handed * source->bytes_read / source->bytes_total;
}
