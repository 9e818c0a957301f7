/* The rows of a file of CSV text, compressed by gzip or zstd or not. Knows no columns. */
#ifndef INTERPHASE_CSV_FILE_H
#define INTERPHASE_CSV_FILE_H

#include <interphase/csv_reader.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Calls `handler` with `user` for every row of the file at `path`, or of standard input where that is "-", the header line among
 * them; what parts the fields is told by that line. A row read so has the lines and fields that ip_dataset_read() finds in it.
 * Fails with IP_INPUT_OUTPUT (cannot be opened or read, or is changed meanwhile), IP_BAD_TABLE (with its line; damaged data,
 * quotation marks) or IP_NO_MEMORY, and with what the handler returns. Messages name the file. */
IP_API ip_status ip_csv_file_read(const char *path, ip_csv_row_handler handler, void *user, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
