/* Numbers as text, in the C locale whatever the process's is. Knows nothing of what they mean. */
#include <interphase/number.h>

#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Decimal powers that a double holds exactly: a mantissa below 2^53 divided by one of them is rounded once,
 * so the quick way below gives the same bits as strtod. */
static const double exact_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                      1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* Plain decimals of up to 15 digits, which is what tables are made of. */
static bool read_plain(double *out, const char *text) {
    const char *at = text;
    bool negative = *at == '-';
    if (*at == '-' || *at == '+')
        at++;
    uint64_t mantissa = 0;
    int digits = 0, decimals = 0;
    for (; *at >= '0' && *at <= '9'; at++, digits++)
        mantissa = mantissa * 10 + (uint64_t)(*at - '0');
    if (*at == '.') {
        at++;
        for (; *at >= '0' && *at <= '9'; at++, digits++, decimals++)
            mantissa = mantissa * 10 + (uint64_t)(*at - '0');
    }
    if (*at || digits == 0 || digits > 15)
        return false;
    double value = (double)mantissa / exact_powers[decimals];
    *out = negative ? -value : value;
    return true;
}

/* strtod reads the process's decimal point: where that is not a point, the text is read with it put in. */
static bool read_general(double *out, const char *text) {
    char buffer[160];
    const char *point = localeconv()->decimal_point;
    size_t length = strlen(text);
    if (length == 0 || length + strlen(point) >= sizeof buffer)
        return false; /* a number of so many digits is a damaged table */
    /* Hexadecimal, "inf" and "nan" are not numbers of a table, though strtod takes them. */
    if (strspn(text, "0123456789+-.eE") != length)
        return false;
    const char *dot = strchr(text, '.');
    if (dot) {
        size_t before = (size_t)(dot - text), width = strlen(point);
        memcpy(buffer, text, before);
        memcpy(buffer + before, point, width);
        memcpy(buffer + before + width, dot + 1, length - before);
    } else {
        memcpy(buffer, text, length + 1);
    }
    char *end = NULL;
    double value = strtod(buffer, &end);
    if (end == buffer || *end || !isfinite(value))
        return false;
    *out = value;
    return true;
}

bool ip_number_read(double *out, const char *text) {
    return read_plain(out, text) || read_general(out, text);
}

/* Grains that computed numbers are rounded to, in ones: their last bits carry rounding, and one value has one text. */
enum { GRAIN_DECIMALS = 9 };

/* A number of grains, below 1e15, with up to so many decimals, by whole numbers alone. Returns the length, or 0 where the
 * digits to be cut off are just half of the last one kept: what then counts is whether the number as stored is above or
 * below that, which is left to the C library. */
static int format_grains(char *buffer, size_t size, double grains, int decimals) {
    char text[32];
    uint64_t left = (uint64_t)fabs(grains), cut = (uint64_t)exact_powers[GRAIN_DECIMALS - decimals];
    uint64_t rest = left % cut;
    if (2 * rest == cut)
        return 0;
    left = left / cut + (2 * rest > cut);
    bool negative = grains < 0.0 && left;
    int at = sizeof text;
    for (int digit = 0; left || digit <= decimals; digit++, left /= 10) {
        if (digit == decimals && decimals)
            text[--at] = '.';
        text[--at] = (char)('0' + left % 10);
    }
    if (negative)
        text[--at] = '-';
    size_t length = sizeof text - (size_t)at;
    if (length >= size)
        return 0;
    memcpy(buffer, text + at, length);
    buffer[length] = '\0';
    return (int)length;
}

int ip_number_format(char *buffer, size_t size, double number, int decimals) {
    if (isnan(number)) {
        if (size)
            buffer[0] = '\0';
        return 0;
    }
    if (isinf(number))
        return snprintf(buffer, size, "%s", number > 0 ? "inf" : "-inf");
    if (decimals >= 0 && decimals <= 6 && fabs(number) < 1e6) {
        double grains = round(number * exact_powers[GRAIN_DECIMALS]);
        int quick = format_grains(buffer, size, grains, decimals);
        if (quick)
            return quick;
        number = grains / exact_powers[GRAIN_DECIMALS];
    }
    int length = snprintf(buffer, size, "%.*f", decimals, number);
    const char *point = localeconv()->decimal_point;
    char *found = point[0] == '.' && !point[1] ? NULL : strstr(buffer, point);
    if (found) {
        size_t width = strlen(point);
        *found = '.';
        memmove(found + 1, found + width, strlen(found + width) + 1);
        length -= (int)width - 1;
    }
    if (buffer[0] == '-' && strspn(buffer + 1, "0.") == (size_t)length - 1) {
        memmove(buffer, buffer + 1, (size_t)length);
        length--;
    }
    return length;
}

int ip_number_format_short(char *buffer, size_t size, double number, int decimals) {
    int length = ip_number_format(buffer, size, number, decimals);
    if (!isfinite(number) || !strchr(buffer, '.'))
        return length;
    while (buffer[length - 1] == '0')
        buffer[--length] = '\0';
    if (buffer[length - 1] == '.')
        buffer[--length] = '\0';
    return length;
}
