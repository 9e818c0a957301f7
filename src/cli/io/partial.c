/* Whole rows only: what a killed run left of a last row is cut off before going on. */
#include "partial.h"

#include "report.h"

#include <interphase/csv_reader.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Rows are written a batch at a time; the buffer holds one, so that a batch goes to the file in one piece. */
enum { BUFFER_SIZE = 16 << 20 };

typedef struct row_hashes {
    partial *file;
    int columns, status_column;
    long size;
    bool has_header;
} row_hashes;

uint64_t partial_hash(const char *const *fields, int count) {
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a, with the ends of fields counted */
    for (int i = 0; i < count; i++)
        for (const char *at = fields[i];; at++) {
            hash = (hash ^ (unsigned char)*at) * UINT64_C(1099511628211);
            if (!*at)
                break;
        }
    return hash;
}

static char *join(const char *path, const char *ending) {
    size_t size = strlen(path) + strlen(ending) + 1;
    char *joined = malloc(size);
    if (joined)
        snprintf(joined, size, "%s%s", path, ending);
    return joined;
}

static ip_status on_row(void *user, const ip_csv_row *row, ip_error *error) {
    row_hashes *rows = user;
    if (!rows->has_header) {
        rows->has_header = true;
        return IP_OK;
    }
    if (row->count <= rows->status_column)
        return ip_error_set(error, IP_BAD_TABLE, "line %ld: too few fields for a row of this run", row->line);
    if (rows->file->rows == rows->size) {
        long size = rows->size ? 2 * rows->size : 4096;
        uint64_t *hashes = realloc(rows->file->hashes, (size_t)size * sizeof *hashes);
        if (!hashes)
            return ip_error_set(error, IP_NO_MEMORY, "out of memory");
        rows->file->hashes = hashes;
        rows->size = size;
    }
    rows->file->hashes[rows->file->rows++] = partial_hash(row->fields, rows->columns);
    rows->file->failures += strcmp(row->fields[rows->status_column], ip_status_word(IP_OK)) != 0;
    return IP_OK;
}

/* Bytes up to the end of the last whole row of a stream: behind the last newline outside quotes. */
static long whole_rows(FILE *stream) {
    long at = 0, end = 0;
    bool quoted = false;
    for (int c; (c = getc(stream)) != EOF;) {
        at++;
        if (c == '"')
            quoted = !quoted;
        else if (c == '\n' && !quoted)
            end = at;
    }
    return end;
}

/* Reads the whole rows that an earlier run finished. */
static ip_status read_rows(partial *file, FILE *stream, long length, int columns, int status_column, ip_error *error) {
    row_hashes rows = {file, columns, status_column, 0, false};
    ip_csv_reader *reader;
    ip_status status = ip_csv_reader_new(&reader, on_row, &rows, error);
    char piece[65536];
    rewind(stream);
    for (long left = length; left > 0 && !status;) {
        size_t size = fread(piece, 1, left < (long)sizeof piece ? (size_t)left : sizeof piece, stream);
        if (size == 0)
            status = ip_error_set(error, IP_INPUT_OUTPUT, "cannot be read: %s", strerror(errno));
        else
            status = ip_csv_reader_feed(reader, piece, size, error);
        left -= (long)size;
    }
    if (!status)
        status = ip_csv_reader_finish(reader, error);
    ip_csv_reader_free(reader);
    return status;
}

/* Whether the run that left the file is this one. */
static bool is_same_run(const partial *file, const char *run) {
    char *text = NULL;
    size_t size = 0;
    FILE *stream = fopen(file->run_path, "r");
    bool same = stream && getdelim(&text, &size, '\0', stream) > 0 && strcmp(text, run) == 0;
    if (stream)
        fclose(stream);
    free(text);
    return same;
}

/* Two runs that write one file would mix their rows. File systems without locks are trusted. */
static bool lock(const partial *file) {
    if (flock(fileno(file->stream), LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        return true;
    complain("%s: another run is writing it", file->partial_path);
    return false;
}

static bool go_on(partial *file, const char *run, int columns, int status_column) {
    ip_error error = {IP_OK, ""};
    if (!is_same_run(file, run)) {
        complain("%s is of another run (other tables, options or columns): it cannot be gone on with; remove it to begin anew",
                 file->partial_path);
        return false;
    }
    FILE *stream = fopen(file->partial_path, "r");
    file->stream = fopen(file->partial_path, "a");
    ip_status status = IP_OK;
    if (!stream || !file->stream)
        status = ip_error_set(&error, IP_INPUT_OUTPUT, "cannot be opened: %s", strerror(errno));
    bool locked = !status && lock(file);
    if (locked) {
        long length = whole_rows(stream);
        status = read_rows(file, stream, length, columns, status_column, &error);
        if (!status && truncate(file->partial_path, length) != 0)
            status = ip_error_set(&error, IP_INPUT_OUTPUT, "cannot be gone on with: %s", strerror(errno));
        file->has_header = length > 0;
    }
    if (stream)
        fclose(stream);
    if (status)
        complain("%s: %s", file->partial_path, error.message);
    return locked && !status;
}

static bool begin(partial *file, const char *run) {
    FILE *stream = fopen(file->run_path, "w");
    bool written = stream && fputs(run, stream) >= 0;
    if (stream)
        written = fclose(stream) == 0 && written;
    if (written)
        file->stream = fopen(file->partial_path, "wx");
    if (!file->stream)
        complain("%s: cannot be written: %s", written ? file->partial_path : file->run_path, strerror(errno));
    return file->stream && lock(file);
}

static void free_names(partial *file) {
    free(file->path);
    free(file->partial_path);
    free(file->run_path);
    free(file->hashes);
    memset(file, 0, sizeof *file);
}

/* The place that a path leads to: a link keeps pointing where it does. NULL after a complaint. */
static char *find_place(const char *path) {
    struct stat existing, itself;
    if (!*path || (stat(path, &existing) == 0 && !S_ISREG(existing.st_mode))) {
        complain("%s: no regular file, so that rows could not be gone on with; without --output they go to standard output", path);
        return NULL;
    }
    bool is_link = lstat(path, &itself) == 0 && S_ISLNK(itself.st_mode);
    char *target = is_link ? realpath(path, NULL) : NULL;
    if (!target)
        target = strdup(path);
    if (!target)
        complain("out of memory");
    return target;
}

bool partial_open(partial *out, const char *path, bool resume, const char *run, int columns, int status_column) {
    memset(out, 0, sizeof *out);
    out->path = find_place(path);
    if (!out->path)
        return false;
    out->partial_path = join(out->path, ".partial");
    out->run_path = join(out->path, ".partial.run");
    bool opened = false;
    if (!out->partial_path || !out->run_path) {
        complain("out of memory");
    } else {
        bool exists = access(out->partial_path, F_OK) == 0;
        if (exists && !resume)
            complain("%s holds the rows of an interrupted run; --resume goes on with it, or remove it to begin anew", out->partial_path);
        else
            opened = exists ? go_on(out, run, columns, status_column) : begin(out, run);
    }
    if (opened) {
        setvbuf(out->stream, NULL, _IOFBF, BUFFER_SIZE);
        return true;
    }
    if (out->stream)
        fclose(out->stream);
    free_names(out);
    return false;
}

/* Bytes of the whole rows of the file as it stands; -1 where it cannot be read. */
static long length_of_whole_rows(const char *path) {
    FILE *stream = fopen(path, "r");
    long length = stream ? whole_rows(stream) : -1;
    if (stream)
        fclose(stream);
    return length;
}

bool partial_close(partial *file, bool finished, int reason) {
    bool written = !ferror(file->stream);
    /* What followed a failed write may still be in the buffer: it belongs to no whole row. */
    long length = written ? -1 : length_of_whole_rows(file->partial_path);
    errno = 0;
    written = fflush(file->stream) == 0 && written;
    if (written && finished)
        written = fsync(fileno(file->stream)) == 0 || errno == EINVAL;
    if (!reason)
        reason = errno;
    written = fclose(file->stream) == 0 && written;
    if (length >= 0)
        (void)!truncate(file->partial_path, length); /* --resume cuts it off too */
    if (!written) {
        complain("%s: not everything could be written: %s; the whole rows in it stay, and --resume goes on with them",
                 file->partial_path, reason ? strerror(reason) : "output error");
    } else if (finished && rename(file->partial_path, file->path) != 0) {
        complain("%s: cannot be written: %s; the rows are in %s", file->path, strerror(errno), file->partial_path);
        written = false;
    } else if (finished) {
        unlink(file->run_path);
    }
    free_names(file);
    return written;
}
