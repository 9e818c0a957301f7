/* A text that grows. Lack of memory is remembered, so that a caller asks once, at the end. Knows characters only. */
#ifndef INTERPHASE_SRC_BUFFER_H
#define INTERPHASE_SRC_BUFFER_H

#include <interphase/status.h>

#include <stdbool.h>
#include <stddef.h>

/* All zero is an empty text. */
typedef struct ip_buffer {
    char *text; /* NUL-terminated, owned; NULL while nothing was added */
    size_t length, size;
    bool failed; /* something was left out for lack of memory */
} ip_buffer;

void ip_buffer_add(ip_buffer *buffer, const char *text);
void ip_buffer_add_bytes(ip_buffer *buffer, const char *bytes, size_t length);
void ip_buffer_add_character(ip_buffer *buffer, char character);
void ip_buffer_print(ip_buffer *buffer, const char *format, ...) IP_PRINTF(2, 3);

/* Leaves only the first `length` bytes, of as many or more. */
void ip_buffer_shorten(ip_buffer *buffer, size_t length);

/* Begins anew; the room is kept. */
void ip_buffer_empty(ip_buffer *buffer);
void ip_buffer_clear(ip_buffer *buffer);

/* The text, "" while nothing was added. Borrowed until the next call. */
const char *ip_buffer_text(const ip_buffer *buffer);

/* The text as the caller's own (free); the buffer is empty then. NULL where something was left out. */
char *ip_buffer_take(ip_buffer *buffer);

#endif
