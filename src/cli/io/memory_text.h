/* A stream into memory. Unlike that of open_memstream() it tells when memory ran out: nothing is left out unseen. */
#ifndef INTERPHASE_CLI_MEMORY_TEXT_H
#define INTERPHASE_CLI_MEMORY_TEXT_H

#include <stddef.h>
#include <stdio.h>

/* All zero is empty. */
typedef struct memory_text {
    char *text; /* NUL-terminated, owned (free); NULL while nothing was written */
    size_t length, size;
} memory_text;

/* A stream that writes behind the text, which must stay where it is until the stream is closed. What was written stands there
 * once the stream is flushed. Where memory runs out a write fails with ENOMEM, as on a full disk. NULL for lack of memory. */
FILE *memory_text_open(memory_text *text);

/* Closes the stream, which may be NULL, and gives the text away (free), "" for none; NULL where anything was left out. */
char *memory_text_take(memory_text *text, FILE *stream);

/* Begins anew; the stream must have been flushed. */
void memory_text_empty(memory_text *text);

#endif
