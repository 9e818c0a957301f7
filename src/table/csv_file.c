/* Feeds a CSV reader with the text of a file. Knows no columns. */
#include <interphase/csv_file.h>

#include "input.h"

#include <stdlib.h>
#include <string.h>

enum { PIECE_SIZE = 64 * 1024 };

static ip_status read_rows(ip_csv_reader *csv, ip_input *input, char *piece, ip_error *error) {
    size_t size = 1;
    ip_status status = IP_OK;
    while (!status && size) {
        status = ip_input_read(input, piece, PIECE_SIZE, &size, error);
        if (!status && size)
            status = ip_csv_reader_feed(csv, piece, size, error);
    }
    if (!status)
        status = ip_csv_reader_finish(csv, error);
    return status ? status : ip_input_check(input, error);
}

ip_status ip_csv_file_read(const char *path, ip_csv_row_handler handler, void *user, ip_error *error) {
    ip_csv_reader *csv = NULL;
    ip_input *input = NULL;
    char *piece = malloc(PIECE_SIZE);
    ip_status status = piece ? ip_input_open(&input, path, false, error) : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    if (!status)
        status = ip_csv_reader_new(&csv, handler, user, error);
    if (!status) {
        ip_csv_reader_seek_delimiter(csv);
        status = read_rows(csv, input, piece, error);
    }
    ip_csv_reader_free(csv);
    ip_input_close(input);
    free(piece);
    if (status == IP_BAD_TABLE || status == IP_INPUT_OUTPUT)
        ip_error_prefix(error, status, "%s", strcmp(path, "-") == 0 ? "standard input" : path);
    return status;
}
