/* A JSON value from its text. Knows the grammar of RFC 8259; nothing of what values mean. */
#ifndef INTERPHASE_SRC_JSON_VALUE_H
#define INTERPHASE_SRC_JSON_VALUE_H

#include <interphase/status.h>

#include <jansson.h>

/* Reads a value that is the whole of text[0 .. size-1], behind which a NUL stands, and which begins in this line of a file.
 * Brackets are nested as deep as the caller has seen to. Numbers are kept as json_real(). Two members of one name, texts that are
 * not UTF-8 or hold a NUL, surrogates without their other half and numbers beyond a double's range are errors.
 *
 * The caller gives the value up with json_decref(). Fails with IP_BAD_TABLE ("line N: ...") or IP_NO_MEMORY. */
ip_status ip_json_value_read(json_t **out, const char *text, size_t size, long line, ip_error *error);

#endif
