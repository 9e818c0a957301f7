/* Packed answers: values written one behind another into bytes, and read back in the same order.
 *
 * So packed, an answer travels from a thread or a process to another of the same program on a machine of the same kind;
 * it is no format for files. Knows no answer: each packs and unpacks itself. */
#ifndef INTERPHASE_PACKED_H
#define INTERPHASE_PACKED_H

#include <interphase/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes that grow. All zero is empty. */
typedef struct ip_packed {
    unsigned char *bytes; /* [0 .. size-1], owned */
    size_t size, room;
    bool failed;          /* memory was short: something that was put is missing */
} ip_packed;

/* Room for `size` bytes (at least 1) behind the others, to be filled before anything else is put; NULL for lack of memory. */
IP_API void *ip_packed_add(ip_packed *packed, size_t size);

/* Puts a value behind the others. A text may be NULL and comes back as NULL; an error comes back with status and message. */
IP_API void ip_packed_put(ip_packed *packed, const void *bytes, size_t size);
IP_API void ip_packed_put_number(ip_packed *packed, double number);
IP_API void ip_packed_put_integer(ip_packed *packed, int64_t integer);
IP_API void ip_packed_put_text(ip_packed *packed, const char *text);
IP_API void ip_packed_put_error(ip_packed *packed, const ip_error *error);

/* Makes it empty, and keeps the memory for what is put next. */
IP_API void ip_packed_reset(ip_packed *packed);

/* Frees the bytes and makes it empty; fine for one that is all zero. */
IP_API void ip_packed_clear(ip_packed *packed);

/* What is left to be read of bytes that are borrowed. */
typedef struct ip_packed_reader {
    const unsigned char *at;
    size_t left;
    bool failed; /* more was asked for than was put */
} ip_packed_reader;

/* A reader of bytes from their beginning; they have to stay while it is used. */
IP_API ip_packed_reader ip_packed_read(const void *bytes, size_t size);

/* Takes the next value, which has to be asked for as it was put. Behind the end they give zero, 0.0 and NULL. A text is
 * borrowed from the bytes. */
IP_API void ip_packed_get(ip_packed_reader *reader, void *out, size_t size);
IP_API double ip_packed_get_number(ip_packed_reader *reader);
IP_API int64_t ip_packed_get_integer(ip_packed_reader *reader);
IP_API const char *ip_packed_get_text(ip_packed_reader *reader);
IP_API void ip_packed_get_error(ip_packed_reader *reader, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
