/* Text of others (tables, task files, arguments, names of files) made fit to be shown to a person. */
#ifndef INTERPHASE_PRINTABLE_H
#define INTERPHASE_PRINTABLE_H

#include <interphase/status.h>

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Copies `text` into buffer[0 .. size-1] with whatever could steer a terminal, break the line or change the order or
 * the looks of what stands around it written out: control characters as \n, \r, \t or \x1b; those beyond ASCII, marks of
 * direction and what has no width as <U+202E>; bytes that are not UTF-8 as \xff. All else stays as it is, so that plain
 * text is copied unchanged. For people only: data in CSV and JSON keep every byte. What does not fit is cut off between
 * characters; the end is always marked where size > 0. Returns the length that the whole has (as snprintf() does): not
 * less than `size` where it was cut. */
IP_API size_t ip_printable_format(char *buffer, size_t size, const char *text);

#ifdef __cplusplus
}
#endif
#endif
