/* JSON values cut out of a text as it comes, one at a time. Knows brackets, quotation marks and the literals of other languages;
 * what is in a value is others' to read. */
#ifndef INTERPHASE_SRC_JSON_TEXT_H
#define INTERPHASE_SRC_JSON_TEXT_H

#include "json_frames.h"

/* A value's text. All zero is empty. */
typedef struct ip_json_piece {
    char *bytes; /* [0 .. size-1], owned; a NUL behind */
    size_t size, room;
} ip_json_piece;

/* A text on its way. Zero but for what says where it comes from. */
typedef struct ip_json_text {
    ip_input *input;   /* borrowed; NULL where the text is all in `bytes` */
    const char *bytes; /* [at .. size-1] are there; those of `room`, or borrowed */
    size_t at, size;
    char *room;    /* owned; NULL where there is no input */
    bool ended;    /* nothing comes behind what is there */
    bool one_line; /* inside a string: line breaks in it are none of the file */
    long line;     /* of the next byte, from 1 */
} ip_json_text;

/* Makes room for text of the input. Fails with IP_NO_MEMORY. */
ip_status ip_json_text_start(ip_json_text *text, ip_error *error);
void ip_json_text_clear(ip_json_text *text);

/* The next character, not taken; -1 at the end. Fails as ip_input_read(). */
ip_status ip_json_text_peek(ip_json_text *text, int *character, ip_error *error);
ip_status ip_json_text_peek_solid(ip_json_text *text, int *character, ip_error *error); /* behind blanks, which are taken */
void ip_json_text_take(ip_json_text *text);

/* Takes the value that begins at the next character, which is no blank, and puts it behind what is in the piece; where `piece` is
 * NULL it is passed over. NaN, Infinity and -Infinity are put as null. Fails with IP_BAD_TABLE ("line N: ..."), IP_NO_MEMORY or
 * as ip_input_read(). */
ip_status ip_json_text_cut(ip_json_text *text, ip_json_piece *piece, ip_error *error);

ip_status ip_json_piece_add(ip_json_piece *piece, const char *bytes, size_t size, ip_error *error);
void ip_json_piece_clear(ip_json_piece *piece);

/* Reads the value whose text begins at this byte of the piece, and in this line of the file; as ip_json_value_read(). */
ip_status ip_json_piece_read(json_t **out, const ip_json_piece *piece, size_t begin, long line, ip_error *error);

#endif
