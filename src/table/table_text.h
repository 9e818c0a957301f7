/* The text of a table in pieces of whole rows. Knows line ends and quotation marks; nothing of what the rows say. */
#ifndef INTERPHASE_SRC_TABLE_TEXT_H
#define INTERPHASE_SRC_TABLE_TEXT_H

#include "input.h"

/* All zero is an empty piece; freed by ip_text_piece_clear(). */
typedef struct ip_text_piece {
    char *bytes;
    size_t size, room;
} ip_text_piece;

/* All zero but for the input and the size is a text at its beginning. */
typedef struct ip_table_text {
    ip_input *input;   /* borrowed */
    size_t piece_size; /* about so many bytes a piece, from 1 */
    bool input_ended;
    ip_text_piece rest; /* read, and not yet handed out */
} ip_table_text;

/* The next rows, in the memory of the piece: as many as its size allows but at least one, or the next row that is not blank,
 * with the blank ones before it. Its size is 0 at the end of the text. A piece ends behind a newline that is in no quoted field,
 * the last one at the end of the text. Fails as ip_input_read(), and with IP_BAD_TABLE where a row is longer than
 * IP_CSV_ROW_LIMIT: no input, however well it is compressed, can ask for more memory than a few of these. */
ip_status ip_table_text_next(ip_table_text *text, ip_text_piece *piece, bool one_row, ip_error *error);

/* Whether nothing comes behind the last piece, and whether what comes is one piece. */
bool ip_table_text_ended(const ip_table_text *text);
bool ip_table_text_is_read(const ip_table_text *text);

void ip_table_text_clear(ip_table_text *text);
void ip_text_piece_clear(ip_text_piece *piece);

#endif
