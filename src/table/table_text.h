/* The text of a table in pieces of whole rows. Knows line ends and quotation marks; nothing of what the rows say. */
#ifndef INTERPHASE_SRC_TABLE_TEXT_H
#define INTERPHASE_SRC_TABLE_TEXT_H

#include <interphase/dataset.h>

#include <stdbool.h>
#include <stddef.h>

/* All zero is an empty piece; freed by ip_text_piece_clear(). */
typedef struct ip_text_piece {
    char *bytes;
    size_t size, room;
} ip_text_piece;

typedef struct ip_table_text ip_table_text;

/* Opens a file, or a pipe, to be read in pieces of about so many bytes (from 1). Fails with IP_INPUT_OUTPUT, IP_NO_MEMORY.
 * The caller closes it. */
ip_status ip_table_text_open(ip_table_text **out, const char *path, size_t piece_size, bool with_digest, ip_error *error);

/* The next rows, in the memory of the piece: one row, or as many as its size allows but at least one. Its size is 0 at the
 * end of the text. A piece ends behind a newline that is in no quoted field, the last one at the end of the text. Fails with
 * IP_INPUT_OUTPUT, IP_NO_MEMORY. */
ip_status ip_table_text_next(ip_table_text *text, ip_text_piece *piece, bool one_row, ip_error *error);

/* Whether nothing comes behind the last piece, and whether what comes is one piece. */
bool ip_table_text_ended(const ip_table_text *text);
bool ip_table_text_is_read(const ip_table_text *text);

/* Bytes read so far, and at the end the digest of them all (empty without). */
long ip_table_text_bytes(const ip_table_text *text);
void ip_table_text_digest(ip_table_text *text, char digest[IP_DIGEST_SIZE]);

void ip_table_text_close(ip_table_text *text);
void ip_text_piece_clear(ip_text_piece *piece);

#endif
