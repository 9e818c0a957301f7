/* Numbers as text: read and written in the C locale, whatever the process's locale is.
 *
 * All functions are safe in any thread. */
#ifndef INTERPHASE_NUMBER_H
#define INTERPHASE_NUMBER_H

#include <interphase/status.h>

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Writes a number with a fixed count of decimals and a point, whatever the locale; never "-0.000". Infinity
 * is "inf", NaN writes nothing. `size` at least 400 holds every double; returns the length. */
IP_API int ip_number_format(char *buffer, size_t size, double number, int decimals);

/* The same with trailing zeros of the fraction (and a bare point) removed: "4", "0.5". */
IP_API int ip_number_format_short(char *buffer, size_t size, double number, int decimals);

/* Reads a number: the whole text, finite, in the C locale. Returns whether it is one. */
IP_API bool ip_number_read(double *out, const char *text);

#ifdef __cplusplus
}
#endif
#endif
