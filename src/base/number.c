/* Numbers as text, in the C locale whatever the process's is. Knows nothing of what they mean. */
#include <interphase/number.h>

#include <math.h>
#include <stddef.h>
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
    uint64_t mantissa = 0; /* of many digits it is wrong, and not taken */
    const char *first = at;
    for (; *at >= '0' && *at <= '9'; at++)
        mantissa = mantissa * 10 + (uint64_t)(*at - '0');
    ptrdiff_t digits = at - first, decimals = 0;
    if (*at == '.') {
        first = ++at;
        for (; *at >= '0' && *at <= '9'; at++)
            mantissa = mantissa * 10 + (uint64_t)(*at - '0');
        decimals = at - first;
        digits += decimals;
    }
    if (*at || digits == 0 || digits > 15)
        return false;
    double value = (double)mantissa / exact_powers[decimals];
    *out = negative ? -value : value;
    return true;
}

/* The process's decimal point as the C library itself writes it: localeconv() may not be called in several threads. */
static size_t find_point(char point[16]) {
    char text[32];
    snprintf(text, sizeof text, "%.1f", 0.5);
    size_t width = strlen(text) - 2;
    memcpy(point, text + 1, width);
    return width;
}

/* strtod reads the process's decimal point: where that is not a point, the text is read with it put in. */
static bool read_general(double *out, const char *text) {
    char buffer[160], point[16];
    size_t length = strlen(text), width = find_point(point);
    if (length == 0 || length + width >= sizeof buffer)
        return false; /* a number of so many digits is a damaged table */
    /* Hexadecimal, "inf" and "nan" are not numbers of a table, though strtod takes them. */
    if (strspn(text, "0123456789+-.eE") != length)
        return false;
    const char *dot = strchr(text, '.');
    if (dot) {
        size_t before = (size_t)(dot - text);
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

/* Beyond this a double has no digits behind its point, and not all before it. */
#define LARGEST_FIXED 1e15
/* Whatever is asked for, a number and its end fit. */
enum { MOST_DECIMALS = 330, TEXT_SIZE = 400 };

/* The point of another locale is all that is neither a digit nor a sign, nor of the power. Returns the length. */
static int mend_point(char text[TEXT_SIZE], int length) {
    char *point = text + strspn(text, "-0123456789");
    size_t width = strcspn(point, "0123456789");
    if (*point && *point != 'e' && (width != 1 || *point != '.')) {
        *point = '.';
        memmove(point + 1, point + width, strlen(point + width) + 1);
        length -= (int)width - 1;
    }
    return length;
}

/* By the C library: in digits where they mean something, else as a mantissa and a power of ten. */
static int format_general(char text[TEXT_SIZE], double number, int decimals) {
    decimals = decimals < 0 ? 0 : decimals > MOST_DECIMALS ? MOST_DECIMALS : decimals;
    int length = snprintf(text, TEXT_SIZE, fabs(number) < LARGEST_FIXED ? "%.*f" : "%.*e", decimals, number);
    length = mend_point(text, length);
    if (text[0] == '-' && strspn(text + 1, "0.") == (size_t)length - 1) {
        memmove(text, text + 1, (size_t)length);
        length--;
    }
    return length;
}

/* The whole text, of any size; returns its length. */
static int format_number(char text[TEXT_SIZE], double number, int decimals) {
    if (isnan(number)) {
        text[0] = '\0';
        return 0;
    }
    if (isinf(number))
        return snprintf(text, TEXT_SIZE, "%s", number > 0 ? "inf" : "-inf");
    if (decimals >= 0 && decimals <= 6 && fabs(number) < 1e6) {
        double grains = round(number * exact_powers[GRAIN_DECIMALS]);
        int quick = format_grains(text, TEXT_SIZE, grains, decimals);
        if (quick)
            return quick;
        number = grains / exact_powers[GRAIN_DECIMALS];
    }
    return format_general(text, number, decimals);
}

/* As much of a text as there is room for; returns the length of the whole. */
static int hand_out(char *buffer, size_t size, const char *text, int length) {
    size_t copied = (size_t)length < size ? (size_t)length : size - 1;
    if (size) {
        memcpy(buffer, text, copied);
        buffer[copied] = '\0';
    }
    return length;
}

int ip_number_format(char *buffer, size_t size, double number, int decimals) {
    if (size >= TEXT_SIZE)
        return format_number(buffer, number, decimals);
    char text[TEXT_SIZE];
    int length = format_number(text, number, decimals);
    return hand_out(buffer, size, text, length);
}

int ip_number_format_scientific(char *buffer, size_t size, double number, int decimals) {
    char text[TEXT_SIZE];
    int length;
    if (isfinite(number))
        length = mend_point(text, snprintf(text, sizeof text, "%.*e",
                                           decimals < 0               ? 0
                                           : decimals > MOST_DECIMALS ? MOST_DECIMALS
                                                                      : decimals,
                                           number));
    else
        length = format_number(text, number, decimals);
    return hand_out(buffer, size, text, length);
}

int ip_number_format_short(char *buffer, size_t size, double number, int decimals) {
    char text[TEXT_SIZE];
    int length = format_number(text, number, decimals);
    char *power = strchr(text, 'e');
    int end = power ? (int)(power - text) : length, kept = end;
    if (isfinite(number) && memchr(text, '.', (size_t)end)) {
        while (text[kept - 1] == '0')
            kept--;
        kept -= text[kept - 1] == '.';
        memmove(text + kept, text + end, (size_t)(length - end) + 1);
        length -= end - kept;
    }
    return hand_out(buffer, size, text, length);
}

/* Of an amount: where so few decimals leave nothing of it, as many as show so many digits. */
enum { AMOUNT_DECIMALS = 6, MOST_AMOUNT_DECIMALS = 30 };

int ip_number_amount_decimals(double amount) {
    int decimals = AMOUNT_DECIMALS;
    if (!(amount > 0.0) || round(amount * exact_powers[AMOUNT_DECIMALS]) >= 1.0)
        return decimals;
    for (double limit = 0.1; amount < limit && decimals < MOST_AMOUNT_DECIMALS; limit *= 0.1)
        decimals++;
    return decimals;
}

int ip_number_meaningful_decimals(double deviation, int most) {
    if (!(deviation > 0.0) || isinf(deviation))
        return most;
    int exponent = (int)floor(log10(deviation));
    double first = deviation / pow(10.0, exponent);
    /* 9.6 is rounded to 10, whose first digit is a 1 again. */
    int decimals = first >= 9.5 || first < 1.95 ? 1 - exponent - (first >= 9.5) : -exponent;
    return decimals < 0 ? 0 : decimals > most ? most : decimals;
}

const char *ip_number_with_point(char *buffer, size_t size, const char *text) {
    const char *comma = strchr(text, ',');
    size_t length = strlen(text);
    if (!comma || strchr(comma + 1, ',') || strchr(text, '.') || length >= size)
        return text;
    memcpy(buffer, text, length + 1);
    buffer[comma - text] = '.';
    return buffer;
}
