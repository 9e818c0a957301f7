/* Values of Python as text, such as pandas writes into fields of CSV: {'Na': 3.0}, defaultdict(<class 'float'>, {'Na': 3.0}), [].
 * Knows how Python writes values; nothing of what they mean. */
#ifndef INTERPHASE_SRC_PYTHON_TEXT_H
#define INTERPHASE_SRC_PYTHON_TEXT_H

#include <interphase/status.h>

#include <jansson.h>

/* The object or array that a text says, in Python or in JSON; the caller gives it up with json_decref(). NULL where the text is
 * none, which is no failure. nan and inf are null. Fails with IP_NO_MEMORY. */
ip_status ip_python_text_read(json_t **out, const char *text, ip_error *error);

#endif
