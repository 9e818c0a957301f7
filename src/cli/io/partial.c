/* Whole rows only, and only those that are still as they were written: the rest of a killed run is cut off before going on. */
#include "partial.h"

#include "compressed.h"
#include "files.h"
#include "place.h"
#include "report.h"

#include <interphase/csv_reader.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Between the lines that name the run and those of the rows. */
#define CHECKS_TITLE "length and FNV-1a hash of the header line and of each row\n"

enum { LOCK_TRIES = 100 };

#define HASH_START UINT64_C(14695981039346656037) /* FNV-1a */
#define HASH_FACTOR UINT64_C(1099511628211)

/* A row as it was written. */
typedef struct row_check {
    size_t length; /* bytes, with the newline */
    uint64_t hash;
} row_check;

typedef struct row_reader {
    partial *file;
    int columns, status_column;
    long size;
    bool has_header;
} row_reader;

uint64_t partial_hash(const char *const *fields, int count) {
    uint64_t hash = HASH_START; /* with the ends of fields counted */
    for (int i = 0; i < count; i++)
        for (const char *at = fields[i];; at++) {
            hash = (hash ^ (unsigned char)*at) * HASH_FACTOR;
            if (!*at)
                break;
        }
    return hash;
}

static uint64_t hash_bytes(const char *bytes, size_t length) {
    uint64_t hash = HASH_START;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * HASH_FACTOR;
    return hash;
}

/* Length of the row that begins at bytes[0 .. size-1], to the newline outside quotes; 0 where it does not end there. */
static size_t row_length(const char *bytes, size_t size) {
    bool quoted = false;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '"')
            quoted = !quoted;
        else if (bytes[i] == '\n' && !quoted)
            return i + 1;
    }
    return 0;
}

static char *join(const char *path, const char *ending) {
    size_t size = strlen(path) + strlen(ending) + 1;
    char *joined = malloc(size);
    if (joined)
        snprintf(joined, size, "%s%s", path, ending);
    return joined;
}

/* ---- rows out */

/* Returns how many bytes got there; fewer than `size` with errno. */
static size_t write_bytes(int descriptor, const char *bytes, size_t size) {
    size_t done = 0;
    while (done < size) {
        ssize_t written = write(descriptor, bytes + done, size - done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            break;
        done += (size_t)written;
    }
    return done;
}

/* Writes all or nothing: what did not fit is taken back, to the last of the whole pieces. Leaves errno. */
static bool write_pieces(int descriptor, const char *bytes, size_t size, size_t (*piece_length)(const char *, size_t)) {
    off_t start = lseek(descriptor, 0, SEEK_CUR);
    size_t done = write_bytes(descriptor, bytes, size);
    if (done == size)
        return true;
    int reason = errno;
    size_t whole = 0;
    for (size_t length; (length = piece_length(bytes + whole, done - whole)) > 0;)
        whole += length;
    (void)!ftruncate(descriptor, start + (off_t)whole); /* --resume cuts it off too */
    errno = reason;
    return false;
}

static size_t line_length(const char *bytes, size_t size) {
    const char *end = memchr(bytes, '\n', size);
    return end ? (size_t)(end + 1 - bytes) : 0;
}

/* The lines about rows; owned by the caller, NULL for lack of memory. */
static char *describe_rows(size_t *size, const char *rows, size_t length) {
    memory_text text = {0};
    FILE *stream = memory_text_open(&text);
    if (!stream)
        return NULL;
    for (size_t at = 0, row; (row = row_length(rows + at, length - at)) > 0; at += row)
        fprintf(stream, "%zx %016" PRIx64 "\n", row, hash_bytes(rows + at, row));
    char *taken = memory_text_take(&text, stream);
    *size = taken ? strlen(taken) : 0;
    return taken;
}

bool partial_flush(partial *file) {
    if (file->failed || fflush(file->stream) != 0 || ferror(file->stream)) {
        file->failed = true;
        return false;
    }
    size_t size = 0, length = file->rows_out.length;
    if (length == 0)
        return true;
    /* A row without its line would be lost, a line without its row is nothing: lines go first. */
    char *lines = describe_rows(&size, file->rows_out.text, length);
    if (!lines)
        errno = ENOMEM;
    file->failed = !lines || !write_pieces(file->run_descriptor, lines, size, line_length) ||
                   !write_pieces(file->descriptor, file->rows_out.text, length, row_length);
    int reason = errno;
    free(lines);
    memory_text_empty(&file->rows_out);
    errno = reason;
    return !file->failed;
}

/* ---- rows of an earlier run */

static ip_status on_row(void *user, const ip_csv_row *row, ip_error *error) {
    row_reader *rows = user;
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

/* Reads the next line about a row. Returns 1, 0 at the end (also where a killed run left half a line), -1 where it is none. */
static int read_check(row_check *check, FILE *stream) {
    char line[64];
    int used = 0;
    if (!fgets(line, sizeof line, stream) || !strchr(line, '\n'))
        return feof(stream) || ferror(stream) ? 0 : -1;
    bool is_one = sscanf(line, "%zx %16" SCNx64 "%n", &check->length, &check->hash, &used) == 2 && line[used] == '\n';
    return is_one && check->length > 0 ? 1 : -1;
}

typedef struct kept_rows {
    off_t bytes;     /* of the header line and the rows that are whole */
    off_t run_bytes; /* of the run file, to the lines about them */
} kept_rows;

/* Reads so many bytes; false with errno where they are not to be had. */
static bool read_bytes(int descriptor, char *bytes, size_t size) {
    for (size_t done = 0; done < size;) {
        ssize_t got = read(descriptor, bytes + done, size - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0)
            errno = EIO; /* it became shorter meanwhile */
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

/* Goes through rows and the lines about them side by side, as far as rows are whole. */
static ip_status read_rows(kept_rows *kept, FILE *run, ip_csv_reader *reader, const partial *file, ip_error *error) {
    struct stat about;
    row_check check;
    ip_status status = IP_OK;
    char *row = NULL;
    size_t room = 0;
    long line = 1;
    int found = 0;
    if (fstat(file->descriptor, &about) != 0)
        return ip_error_set(error, IP_INPUT_OUTPUT, "%s: cannot be read: %s", file->partial_path, report_reason(errno));
    while (!status && (found = read_check(&check, run)) == 1 && check.length <= (size_t)(about.st_size - kept->bytes)) {
        if (check.length > room) {
            char *grown = realloc(row, check.length);
            if (!grown) {
                status = ip_error_set(error, IP_NO_MEMORY, "out of memory");
                break;
            }
            row = grown;
            room = check.length;
        }
        if (!read_bytes(file->descriptor, row, check.length))
            status = ip_error_set(error, IP_INPUT_OUTPUT, "%s: cannot be read: %s", file->partial_path, report_reason(errno));
        else if (hash_bytes(row, check.length) != check.hash)
            status = ip_error_set(
                error, IP_BAD_TABLE,
                "%s: line %ld is not what was written there: the file is damaged; remove it to begin anew, or cut it "
                "off before that line to keep the rows above",
                file->partial_path, line);
        else
            status = ip_csv_reader_feed(reader, row, check.length, error);
        if (status)
            break;
        for (size_t i = 0; i < check.length; i++)
            line += row[i] == '\n';
        kept->bytes += (off_t)check.length;
        kept->run_bytes = ftello(run);
    }
    free(row);
    if (!status && ferror(run))
        return ip_error_set(error, IP_INPUT_OUTPUT, "%s: cannot be read: %s", file->run_path, report_reason(errno));
    if (!status && found < 0)
        return ip_error_set(error, IP_BAD_TABLE, "%s: the line about line %ld of %s is damaged; remove both to begin anew",
                            file->run_path, line, file->partial_path);
    return status ? status : ip_csv_reader_finish(reader, error);
}

/* Whether the run file begins with this text; then it is read to there. */
static bool is_same_run(FILE *stream, const char *run) {
    for (const char *at = run; *at; at++)
        if (getc(stream) != (unsigned char)*at)
            return false;
    for (const char *at = CHECKS_TITLE; *at; at++)
        if (getc(stream) != (unsigned char)*at)
            return false;
    return true;
}

/* A stream to read an open file from its beginning. */
static FILE *read_again(int descriptor) {
    int copy = dup(descriptor);
    FILE *stream = copy >= 0 && lseek(copy, 0, SEEK_SET) == 0 ? fdopen(copy, "r") : NULL;
    if (!stream && copy >= 0)
        close(copy);
    return stream;
}

static ip_status read_earlier(kept_rows *kept, partial *file, FILE *about, const char *run, row_reader *rows, ip_error *error) {
    ip_csv_reader *reader;
    if (!is_same_run(about, run)) {
        if (ferror(about))
            return ip_error_set(error, IP_INPUT_OUTPUT, "%s: cannot be read: %s", file->run_path, report_reason(errno));
        return ip_error_set(
            error, IP_BAD_ARGUMENT,
            "%s is of another run (other tables, options or columns): it cannot be gone on with; remove it to begin anew",
            file->partial_path);
    }
    kept->run_bytes = ftello(about);
    ip_status status = ip_csv_reader_new(&reader, on_row, rows, error);
    if (status)
        return status;
    status = read_rows(kept, about, reader, file, error);
    ip_csv_reader_free(reader);
    return status;
}

static bool go_on(partial *file, const char *run, int columns, int status_column) {
    ip_error error = {IP_OK, ""};
    row_reader rows = {file, columns, status_column, 0, false};
    kept_rows kept = {0, 0};
    file->descriptor = open(file->partial_path, O_RDWR | O_CLOEXEC);
    FILE *about = file->descriptor >= 0 ? read_again(file->run_descriptor) : NULL;
    ip_status status = about ? read_earlier(&kept, file, about, run, &rows, &error)
                             : ip_error_set(&error, IP_INPUT_OUTPUT, "%s: cannot be opened: %s", file->partial_path,
                                            report_reason(errno));
    if (about)
        fclose(about);
    if (!status && (ftruncate(file->descriptor, kept.bytes) != 0 || ftruncate(file->run_descriptor, kept.run_bytes) != 0 ||
                    lseek(file->descriptor, 0, SEEK_END) < 0 || lseek(file->run_descriptor, 0, SEEK_END) < 0))
        status =
            ip_error_set(&error, IP_INPUT_OUTPUT, "%s: cannot be gone on with: %s", file->partial_path, report_reason(errno));
    file->has_header = kept.bytes > 0;
    if (status)
        complain_of(NULL, &error);
    return !status;
}

/* ---- opening */

static bool fail(const char *path) {
    complain("%s: cannot be written: %s", path, report_reason(errno));
    return false;
}

/* Opens the run file for this run alone: two that write one file would mix their rows. Changes nothing in it. File systems
 * without locks are trusted. */
static bool lock(partial *file) {
    for (int tries = 0; tries < LOCK_TRIES; tries++) {
        struct stat locked, named;
        file->run_descriptor = open(file->run_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (file->run_descriptor < 0)
            return fail(file->run_path);
        if (flock(file->run_descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
            break;
        if (fstat(file->run_descriptor, &locked) == 0 && stat(file->run_path, &named) == 0 && locked.st_dev == named.st_dev &&
            locked.st_ino == named.st_ino)
            return true;
        /* The run that had it came to its end just now. */
        close(file->run_descriptor);
        file->run_descriptor = -1;
    }
    complain("%s: another run is writing it", file->partial_path);
    return false;
}

static bool begin(partial *file, const char *run) {
    if (ftruncate(file->run_descriptor, 0) != 0 || lseek(file->run_descriptor, 0, SEEK_SET) != 0)
        return fail(file->run_path);
    place_permit(file->run_descriptor, file->path);
    if (write_bytes(file->run_descriptor, run, strlen(run)) < strlen(run) ||
        write_bytes(file->run_descriptor, CHECKS_TITLE, strlen(CHECKS_TITLE)) < strlen(CHECKS_TITLE))
        return fail(file->run_path);
    file->descriptor = open(file->partial_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file->descriptor < 0)
        return fail(file->partial_path);
    place_permit(file->descriptor, file->path);
    return true;
}

/* With the run file locked: begins, goes on, or refuses and leaves all as it was. */
static bool open_rows(partial *file, bool resume, const char *run, int columns, int status_column) {
    struct stat about, run_about;
    bool has_rows = stat(file->partial_path, &about) == 0 && (about.st_size > 0 || !S_ISREG(about.st_mode));
    if (!has_rows && begin(file, run))
        return true;
    if (has_rows && !resume)
        complain("%s holds the rows of an interrupted run; --resume goes on with it, or remove it to begin anew",
                 file->partial_path);
    else if (has_rows && go_on(file, run, columns, status_column))
        return true;
    if (!has_rows || (fstat(file->run_descriptor, &run_about) == 0 && run_about.st_size == 0))
        unlink(file->run_path);
    return false;
}

static void forget(partial *file) {
    if (file->stream)
        fclose(file->stream);
    if (file->descriptor >= 0)
        close(file->descriptor);
    if (file->run_descriptor >= 0)
        close(file->run_descriptor);
    free(file->rows_out.text);
    free(file->path);
    free(file->partial_path);
    free(file->run_path);
    free(file->packed_path);
    free(file->hashes);
    memset(file, 0, sizeof *file);
}

/* The place that a path leads to. NULL after a complaint. */
static char *find_place(const char *path) {
    struct stat existing;
    if (!*path || (stat(path, &existing) == 0 && !S_ISREG(existing.st_mode))) {
        complain("%s: no regular file, so that rows could not be gone on with; without --output they go to standard output",
                 path);
        return NULL;
    }
    char *place = place_find(path);
    if (!place)
        fail(path);
    return place;
}

bool partial_open(partial *out, const char *path, bool resume, const char *run, int columns, int status_column) {
    memset(out, 0, sizeof *out);
    out->descriptor = out->run_descriptor = -1;
    out->path = find_place(path);
    if (!out->path) {
        forget(out);
        return false;
    }
    out->partial_path = join(out->path, ".partial");
    out->run_path = join(out->path, ".partial.run");
    out->form = ip_compression_named(path);
    out->packed_path = out->form ? join(out->path, ".partial.packed") : NULL;
    out->stream = memory_text_open(&out->rows_out);
    bool opened = false;
    if (!out->partial_path || !out->run_path || !out->stream || (out->form && !out->packed_path))
        complain_of_memory();
    else
        opened = files_writes(path, path) && files_writes(out->partial_path, path) && files_writes(out->run_path, path) &&
                 (!out->form || files_writes(out->packed_path, path)) && lock(out) &&
                 open_rows(out, resume, run, columns, status_column);
    if (!opened)
        forget(out);
    return opened;
}

/* Makes the compressed file of the rows. Returns false after a complaint; then nothing is left of it. */
static bool pack(const partial *file) {
    int descriptor = open(file->packed_path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    FILE *stream = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;
    if (!stream) {
        fail(file->packed_path);
        if (descriptor >= 0)
            close(descriptor);
        return false;
    }
    place_permit(descriptor, file->path);
    bool packed = compressed_copy(file->form, file->partial_path, stream) && fflush(stream) == 0 &&
                  (fsync(descriptor) == 0 || errno == EINVAL);
    int reason = errno;
    packed = fclose(stream) == 0 && packed;
    if (packed)
        return true;
    if (reason != EINTR)
        complain("%s: cannot be written: %s", file->packed_path, report_reason(reason));
    unlink(file->packed_path);
    return false;
}

/* Puts the rows in their place, compressed where that is asked for. */
static bool take_place(const partial *file) {
    const char *data = file->form ? file->packed_path : file->partial_path;
    bool made = !file->form || pack(file);
    bool taken = made && (!file->before_end || file->before_end(file->user, data)) && place_take(data, file->path);
    if (made && file->form)
        unlink(taken ? file->partial_path : file->packed_path);
    return taken;
}

bool partial_close(partial *file, bool finished, int reason) {
    errno = 0;
    bool written = partial_flush(file);
    if (written && finished)
        written = fsync(file->descriptor) == 0 || errno == EINVAL;
    written = close(file->descriptor) == 0 && written;
    if (!reason)
        reason = errno;
    file->descriptor = -1;
    if (!written) {
        complain("%s: not everything could be written: %s; the whole rows in it stay, and --resume goes on with them",
                 file->partial_path, reason ? report_reason(reason) : "output error");
    } else if (finished) {
        written = take_place(file);
        if (access(file->partial_path, F_OK) == 0)
            complain("%s: the rows stay in %s, and --resume goes on with them", file->path, file->partial_path);
        else
            unlink(file->run_path);
    }
    forget(file);
    return written;
}
