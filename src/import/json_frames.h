/* The entries of a JSON text, one after the other, without holding more than one. Knows where entries stand in the documents of
 * databases, and nothing of what they say. */
#ifndef INTERPHASE_SRC_JSON_FRAMES_H
#define INTERPHASE_SRC_JSON_FRAMES_H

#include "table/input.h"

#include <jansson.h>

/* An entry of more text, more values or deeper nesting is refused, so that no text can ask for all memory. */
#define IP_JSON_ENTRY_LIMIT (64 * 1024 * 1024)
#define IP_JSON_VALUE_LIMIT (1000 * 1000)
#define IP_JSON_DEPTH_LIMIT 128

/* An entry and where it stands. Borrowed until the next. */
typedef struct ip_json_frame {
    const json_t *value; /* NULL at the end */
    const json_t *head;  /* an object: the members before the list that it stands in; NULL where there are none */
    const char *key;     /* its name, where it is a member of an object of entries; else "" */
    long number;         /* of the entry, from 1 */
    long line;           /* where it begins, from 1 */
} ip_json_frame;

typedef struct ip_json_frames ip_json_frames;

/* Entries are
 *   the elements of an array that is the text,
 *   the elements of an array that is a member `data`, `entries`, `all_entries`, `results`, `response` or `docs` of an object that
 * is the text, the members of an object whose first member is an entry, else the object itself, or, where it is none, the object
 * that is its member of one of these names, and so on for each of several values of one text (a line each, say). A text in which
 * JSON is written counts as what it says. The literals NaN, Infinity and -Infinity, which are not JSON, are null.
 *
 * `is_entry` tells an entry; `input` is borrowed. Fails with IP_NO_MEMORY; the caller frees it. */
ip_status ip_json_frames_new(ip_json_frames **out, ip_input *input, bool (*is_entry)(const json_t *value), ip_error *error);

/* The next entry. Fails with IP_BAD_TABLE ("line N: ..." or "line N: entry M: ..."), or as ip_input_read(). */
ip_status ip_json_frames_next(ip_json_frames *frames, ip_json_frame *out, ip_error *error);

/* NULL is fine. */
void ip_json_frames_free(ip_json_frames *frames);

#endif
