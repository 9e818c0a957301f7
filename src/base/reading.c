/* Rewrites what people mean by a formula into what is read by the letter. Knows text and amounts; no energies, no tables. */
#include <interphase/number.h>
#include <interphase/reading.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Alums have 24 molecules of water; a larger number behind a full stop is a decimal. */
enum { MOST_WATER = 30 };
/* Amounts of dopants come in such steps; they say nothing of how sixths are written. */
#define STEPS 40.0
#define DIGITS "0123456789"
#define DECIMAL DIGITS "."

static void note(ip_formula_reading *how, ip_reading_kind kind, const char *written, size_t length, const char *meant) {
    ip_reading_change change = {.kind = kind};
    snprintf(change.written, sizeof change.written, "%.*s", (int)length, written);
    snprintf(change.meant, sizeof change.meant, "%s", meant);
    for (int i = 0; i < how->change_count; i++)
        if (how->changes[i].kind == kind && strcmp(how->changes[i].written, change.written) == 0)
            return;
    if (how->change_count < IP_READING_CHANGES)
        how->changes[how->change_count++] = change;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* Without the blanks around, and with plain digits for subscripts (U+2080 to U+2089). Returns whether it fits. */
static bool copy_plain(char *out, const char *text) {
    size_t length = 0;
    text += strspn(text, " \t");
    const char *end = text + strlen(text);
    while (end > text && is_blank(end[-1]))
        end--;
    for (const unsigned char *at = (const unsigned char *)text; at < (const unsigned char *)end; at++) {
        if (length + 1 >= IP_FORMULA_SIZE)
            return false;
        bool is_subscript = at[0] == 0xE2 && at[1] == 0x82 && at[2] >= 0x80 && at[2] <= 0x89;
        out[length++] = is_subscript ? (char)('0' + at[2] - 0x80) : (char)*at;
        at += is_subscript ? 2 : 0;
    }
    out[length] = '\0';
    return true;
}

/* ---- isotopes and hydrates */

static bool ends_in_water(const char *at) {
    if ((at[0] != 'H' && at[0] != 'D') || strncmp(at + 1, "2O", 2) != 0)
        return false;
    unsigned char next = (unsigned char)at[3];
    return next == '\0' || strchr(" \t*+-", next) || next >= 0x80;
}

/* Where in digits and points [0 .. length-1] before H2O the full stop is that of a hydrate; -1 where none is. */
static int hydrate_stop(const char *run, size_t length) {
    const char *first = memchr(run, '.', length), *end = run + length;
    if (!first)
        return -1;
    size_t before = (size_t)(first - run), behind = (size_t)(end - first) - 1;
    if (before && strspn(run, "0") >= before)
        return -1;
    const char *second = memchr(first + 1, '.', behind);
    if (second) /* by the letter that is no amount at all */
        return second > first + 1 && second + 1 < end && !memchr(second + 1, '.', (size_t)(end - second) - 1) ? (int)before : -1;
    if (!behind)
        return before ? -1 : 0; /* O4.H2O is the same by the letter */
    bool is_number = first[1] != '0' && behind <= 2 && strtol(first + 1, NULL, 10) <= MOST_WATER;
    return is_number ? (int)before : -1;
}

/* Into out[0 .. IP_FORMULA_SIZE-1], which is never longer. */
static void write_letters(ip_formula_reading *how, char *out, const char *text) {
    int elements = 0, depth = 0;
    char previous = '\0';
    for (const char *at = text; *at;) {
        size_t length = 1;
        if (*at >= 'A' && *at <= 'Z') {
            while (at[length] >= 'a' && at[length] <= 'z')
                length++;
            bool is_isotope = length == 1 && (*at == 'D' || *at == 'T');
            if (is_isotope)
                note(how, IP_READING_ISOTOPE, at, 1, "H");
            memcpy(out, is_isotope ? "H" : at, length);
            elements++;
            previous = 'e';
        } else if (strspn(at, DECIMAL)) {
            length = strspn(at, DECIMAL);
            memcpy(out, at, length);
            bool may_stop = depth == 0 && elements > 1 && (previous == 'e' || previous == ')');
            const char *water = at + length + strspn(at + length, " \t");
            int stop = may_stop && ends_in_water(water) ? hydrate_stop(at, length) : -1;
            if (stop >= 0) {
                char meant[32];
                out[stop] = '*';
                snprintf(meant, sizeof meant, "%.*s%.3s", (int)length - stop, out + stop, water);
                note(how, IP_READING_HYDRATE, at + stop, (size_t)(water + 3 - at) - (size_t)stop, meant);
                elements = 0;
            }
            previous = '1';
        } else {
            bool is_open = strchr("([{", *at) != NULL, is_close = strchr(")]}", *at) != NULL;
            *out = *at;
            depth += is_open - is_close;
            if (!is_open && !is_close && !is_blank(*at) && *at != '/')
                elements = 0; /* another part */
            previous = is_close ? ')' : '\0';
        }
        out += length;
        at += length;
        *out = '\0';
    }
}

/* ---- rounded amounts */

/* The decimal amount of two or more places in digits and points [0 .. length-1]; 0 for any other. */
static int places_of(double *amount, const char *run, size_t length) {
    char digits[32];
    const char *point = memchr(run, '.', length);
    if (!point || length >= sizeof digits)
        return 0;
    size_t places = (size_t)(run + length - point) - 1;
    memcpy(digits, run, length);
    digits[length] = '\0';
    return places >= 2 && ip_number_read(amount, digits) ? (int)places : 0;
}

/* How many sixths an amount of so many places is rounded from; 0 where from none, or from halves. */
static long sixths_of(double amount, int places) {
    double sixths = round(6.0 * amount), slack = 1e-15 * (1.0 + amount);
    if (sixths > 6e6 || fmod(sixths, 3.0) == 0.0)
        return 0;
    return fabs(amount - sixths / 6.0) <= 0.5 * pow(10.0, -places) + slack ? (long)sixths : 0;
}

/* The next amount behind a place, with its length; the lower and upper numbers of fractions are none. NULL behind the last. */
static const char *next_amount(const char *text, const char *at, size_t *length) {
    for (at += strcspn(at, DECIMAL); *at; at += *length + strcspn(at + *length, DECIMAL)) {
        *length = strspn(at, DECIMAL);
        if (at[*length] != '/' && (at == text || at[-1] != '/'))
            return at;
    }
    return NULL;
}

/* Whether no amount shows that decimals hold as they are written. */
static bool may_be_rounded(const char *text) {
    double amount;
    size_t length = 0;
    for (const char *at = text; (at = next_amount(text, at, &length)) != NULL; at += length) {
        int places = places_of(&amount, at, length);
        if (places && !sixths_of(amount, places) && fabs(STEPS * amount - round(STEPS * amount)) > 1e-9)
            return false;
    }
    return true;
}

/* A fraction is never longer than its decimals. */
static void write_fractions(ip_formula_reading *how, char *out, const char *text) {
    const char *done = text;
    double amount;
    size_t length = 0;
    bool rounded = may_be_rounded(text);
    for (const char *at = text; rounded && (at = next_amount(text, at, &length)) != NULL; at += length) {
        int places = places_of(&amount, at, length);
        long sixths = places ? sixths_of(amount, places) : 0;
        char fraction[32];
        if (!sixths)
            continue;
        snprintf(fraction, sizeof fraction, sixths % 2 ? "%ld/6" : "%ld/3", sixths % 2 ? sixths : sixths / 2);
        note(how, IP_READING_ROUNDED, at, length, fraction);
        memcpy(out, done, (size_t)(at - done));
        out += at - done;
        memcpy(out, fraction, strlen(fraction));
        out += strlen(fraction);
        done = at + length;
    }
    strcpy(out, done);
}

/* ---- all */

/* Of a formula that can be read: without blanks, and with * for the signs between its parts. */
static void write_compact(char *out, const char *text) {
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        bool is_dash = at[0] == 0xE2 && ((at[1] == 0x80 && at[2] >= 0x90 && at[2] <= 0x95) || (at[1] == 0x88 && at[2] == 0x92));
        if (is_blank((char)*at))
            continue;
        *out++ = is_dash || *at == '+' || *at == '-' ? '*' : (char)*at;
        at += is_dash ? 2 : 0;
    }
    *out = '\0';
}

ip_status ip_formula_read(ip_composition *out, ip_formula_reading *how, const char *text, unsigned flags, ip_error *error) {
    char plain[IP_FORMULA_SIZE], letters[IP_FORMULA_SIZE], meant[IP_FORMULA_SIZE];
    ip_formula_reading unasked;
    if (!how)
        how = &unasked;
    memset(how, 0, sizeof *how);
    if (!(flags & IP_FORMULA_LITERAL) && copy_plain(plain, text)) {
        /* Where one full stop has become a star, another may have come to stand at the end of its part. Each time there are
         * fewer. */
        for (bool settled = false; !settled; strcpy(plain, letters)) {
            letters[0] = '\0';
            write_letters(how, letters, plain);
            settled = strcmp(letters, plain) == 0;
        }
        write_fractions(how, meant, letters);
        if (how->change_count && ip_composition_read(out, meant, NULL) == IP_OK) {
            write_compact(how->spelling, meant);
            return IP_OK;
        }
        how->change_count = 0;
    }
    ip_status status = ip_composition_read(out, text, error);
    if (!status)
        write_compact(how->spelling, text);
    return status;
}
