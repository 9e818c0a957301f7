/* Reads CSV text piece by piece and hands over whole rows with their line numbers; writes fields.
 *
 * Owns the CSV library; knows nothing of what the fields mean. */
#ifndef INTERPHASE_CSV_READER_H
#define INTERPHASE_CSV_READER_H

#include <interphase/status.h>

#include <stddef.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A row of more bytes than this is refused, so that no text can ask for all memory. */
#define IP_CSV_ROW_LIMIT (1 << 28)

typedef struct ip_csv_row {
    long line;           /* where the row begins, from 1 */
    int count;           /* fields */
    const char **fields; /* [0 .. count-1], NUL-terminated, blanks around unquoted fields removed */
} ip_csv_row;

/* Returns IP_OK to go on, anything else to stop the reading with that status. */
typedef ip_status (*ip_csv_row_handler)(void *user, const ip_csv_row *row, ip_error *error);

typedef struct ip_csv_reader ip_csv_reader;

/* A reader that calls `handler` with `user` for every row. Fails with IP_NO_MEMORY. The caller frees it. */
IP_API ip_status ip_csv_reader_new(ip_csv_reader **out, ip_csv_row_handler handler, void *user, ip_error *error);

/* From now on a misplaced quotation mark is part of its field in place of an error, so that one odd row does not end a
 * batch. */
IP_API void ip_csv_reader_allow_quotes(ip_csv_reader *reader);

/* What stands between fields: a comma unless told otherwise. */
IP_API void ip_csv_reader_set_delimiter(ip_csv_reader *reader, char delimiter);
IP_API char ip_csv_reader_delimiter(const ip_csv_reader *reader);

/* To be called before the first bytes: comma, semicolon and tab are told apart by the first line that is not blank, which is
 * the header line. Text is held back until that line has ended. */
IP_API void ip_csv_reader_seek_delimiter(ip_csv_reader *reader);

/* Begins anew, whatever came before, in the middle of a text: the next bytes are the beginning of a row, in this line
 * (from 1). A byte order mark is no longer looked for, nor a delimiter. */
IP_API void ip_csv_reader_restart(ip_csv_reader *reader, long line);

/* The line of the byte that comes next, from 1. */
IP_API long ip_csv_reader_line(const ip_csv_reader *reader);

/* Reads the next bytes of the text; a byte order mark at its very beginning is passed over. Fails with
 * IP_BAD_TABLE ("line N: …") on malformed quoting, a NUL byte or a row above the limit, IP_NO_MEMORY, or what the handler
 * returned. */
IP_API ip_status ip_csv_reader_feed(ip_csv_reader *reader, const char *bytes, size_t size, ip_error *error);

/* Ends the text: a last row without a newline is handed over; an open quote is an error. */
IP_API ip_status ip_csv_reader_finish(ip_csv_reader *reader, ip_error *error);

/* Frees a reader; NULL is fine. */
IP_API void ip_csv_reader_free(ip_csv_reader *reader);

/* Writes one field, quoted only where it has to be. */
IP_API void ip_csv_write_field(FILE *stream, const char *text);

#ifdef __cplusplus
}
#endif

#endif
