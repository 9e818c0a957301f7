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

/* Writes a number with a fixed count of decimals and a point, whatever the locale; never "-0.000". From 1e15 on, where that
 * many digits mean nothing, as a mantissa with these decimals and a power: "1.360000e+300". Infinity is "inf", NaN writes
 * nothing. At most size - 1 bytes and a NUL are written; returns the length of the whole text, which is below 400. */
IP_API int ip_number_format(char *buffer, size_t size, double number, int decimals);

/* The same with trailing zeros of the fraction (and a bare point) removed: "4", "0.5", "1.36e+300". */
IP_API int ip_number_format_short(char *buffer, size_t size, double number, int decimals);

/* The same as a mantissa with these decimals and a power, "1.410e-15", whatever the size. */
IP_API int ip_number_format_scientific(char *buffer, size_t size, double number, int decimals);

/* How many decimals an amount of a product is written with: 6, or where those would make it 0, as many as show six of its
 * digits. */
IP_API int ip_number_amount_decimals(double amount);

/* How many decimals of a number mean something whose standard deviation is `deviation` (positive): those down to its first digit,
 * or to the second where the first is 1; from 0 to `most`. `most` where the deviation is 0 or NaN. */
IP_API int ip_number_meaningful_decimals(double deviation, int most);

/* A number with a decimal comma, as spreadsheets write it where fields are not parted by commas, with a point: in
 * buffer[0 .. size-1], or `text` itself where it has another form or no room there. */
IP_API const char *ip_number_with_point(char *buffer, size_t size, const char *text);

/* Reads a number: the whole text, finite, in the C locale. Returns whether it is one. */
IP_API bool ip_number_read(double *out, const char *text);

#ifdef __cplusplus
}
#endif
#endif
