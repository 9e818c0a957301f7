/* Reads a task file as it comes, from a file, a pipe or a terminal, compressed or not. Knows no column. */
#include "batch_inside.h"

#include "cli/io/files.h"
#include "cli/io/report.h"
#include "task_columns.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WAIT_MILLISECONDS = 100 };

static ip_status on_task_row(void *user, const ip_csv_row *csv_row, ip_error *error) {
    batch *source = user;
    if (source->has_header && source->to_pass > 0) {
        source->to_pass--;
        return IP_OK;
    }
    if (source->has_header) {
        char **fields = batch_copy_fields(csv_row, source->column_count);
        return fields ? batch_add_row(source, fields, csv_row->line, csv_row->count, error) : batch_out_of_memory(error);
    }
    source->has_header = true;
    source->columns = batch_copy_fields(csv_row, csv_row->count);
    if (!source->columns)
        return batch_out_of_memory(error);
    source->column_count = csv_row->count;
    source->decimal_comma = ip_csv_reader_delimiter(source->reader) != ',';
    ip_status status = task_columns_find(source->field, csv_row, error);
    if (!status && !source->opts->quiet)
        task_columns_say(source->path, source->field, csv_row);
    return status;
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

/* Reads what is there, of the first bytes so many that compressed ones are known. Returns how many, 0 at the end, -1 with errno;
 * *stopped where a stop came before them. */
static ssize_t read_bytes(const batch *source, char *piece, bool *stopped) {
    ssize_t done = 0, got = 1, least = source->is_known ? 1 : IP_COMPRESSION_HEAD;
    *stopped = false;
    while (done < least && got != 0) {
        *stopped = !wait_for_input(source);
        if (*stopped)
            return 0;
        got = read(source->descriptor, piece + done, PIECE_SIZE - (size_t)done);
        if (got < 0 && errno != EINTR)
            return -1;
        done += got > 0 ? got : 0;
    }
    return done;
}

/* By its first bytes. */
static ip_status find_compression(batch *source, const char *bytes, size_t size) {
    ip_compression named = ip_compression_named(source->path);
    source->is_known = true;
    source->form = ip_compression_begun(bytes, size);
    if (source->form)
        return ip_decompressor_new(&source->decompressor, source->form, &source->failure);
    if (size && named)
        return ip_error_set(&source->failure, IP_BAD_TABLE, "the name ends in %s, but the file does not begin as %s's files do",
                            ip_compression_ending(named), ip_compression_name(named));
    return IP_OK;
}

static ip_status feed_compressed(batch *source, const char *bytes, size_t size) {
    char text[PIECE_SIZE];
    ip_status status = IP_OK;
    for (size_t used = 1, made = 1; !status && (used || made); bytes += used, size -= used) {
        status = ip_decompressor_run(source->decompressor, bytes, size, &used, text, sizeof text, &made, &source->failure);
        if (!status)
            status = ip_csv_reader_feed(source->reader, text, made, &source->failure);
    }
    return status;
}

static ip_status finish_input(batch *source) {
    if (source->decompressor && !ip_decompressor_is_whole(source->decompressor))
        return ip_error_set(&source->failure, IP_BAD_TABLE, "the %s data are cut short", ip_compression_name(source->form));
    return ip_csv_reader_finish(source->reader, &source->failure);
}

bool batch_read_piece(batch *source) {
    char piece[PIECE_SIZE];
    bool stopped;
    ssize_t size = read_bytes(source, piece, &stopped);
    if (stopped) {
        source->ended = true;
        return false;
    }
    ip_status status = IP_OK;
    if (size < 0)
        status = ip_error_set(&source->failure, IP_INPUT_OUTPUT, "cannot be read: %s", report_reason(errno));
    else if (!source->is_known)
        status = find_compression(source, piece, (size_t)size);
    if (!status && size == 0)
        status = finish_input(source);
    else if (!status)
        status = source->decompressor ? feed_compressed(source, piece, (size_t)size)
                                      : ip_csv_reader_feed(source->reader, piece, (size_t)size, &source->failure);
    source->bytes_read += size > 0 ? (double)size : 0.0;
    source->failed = status != IP_OK;
    source->ended = source->failed || size == 0;
    if (size == 0 && !source->failed && !source->has_header) {
        ip_error_set(&source->failure, IP_BAD_TABLE, "the file is empty; a header line with the column 'a' is expected");
        source->failed = true;
    }
    return !source->ended;
}

bool batch_open_tasks(batch *source, const char *path) {
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
    ip_csv_reader_seek_delimiter(source->reader);
    while (!source->has_header && batch_read_piece(source)) {
    }
    if (source->failed && source->count == 0) {
        complain_of(source->path, &source->failure);
        return false;
    }
    return true;
}
