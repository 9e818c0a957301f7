/* The text of a reaction into its terms. Knows signs and numbers, no elements. */
#include <interphase/equation.h>
#include <interphase/number.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Characters of a text up to a byte of it, from 1. */
static int place_of(const char *text, const char *at) {
    int place = 1;
    for (; text < at; text++)
        place += ((unsigned char)text[1] & 0xC0) != 0x80;
    return place;
}

typedef struct arrow {
    const char *start, *end; /* NULL where there is none */
    bool back, forth;
} arrow;

static bool starts_with(const char *text, const char *part, size_t *length) {
    *length = strlen(part);
    return strncmp(text, part, *length) == 0;
}

/* An arrow that begins here, or none. A dash alone is part of a formula. */
static arrow arrow_at(const char *text) {
    static const char right[] = "\xE2\x86\x92", long_right[] = "\xE2\x9F\xB6", left[] = "\xE2\x86\x90", both[] = "\xE2\x87\x8C";
    size_t length;
    arrow found = {text, text, false, false};
    if (starts_with(text, right, &length) || starts_with(text, long_right, &length))
        found.forth = true;
    else if (starts_with(text, left, &length))
        found.back = true;
    else if (starts_with(text, both, &length))
        found.back = found.forth = true;
    else {
        const char *shaft = text + (*text == '<');
        size_t dashes = strspn(shaft, "-"), lines = dashes ? 0 : strspn(shaft, "=");
        const char *head = shaft + dashes + lines;
        found.back = *text == '<' && dashes + lines > 0;
        found.forth = *head == '>' && dashes + lines > 0;
        length = (size_t)(head - text) + found.forth;
        if (!found.back && !found.forth) {
            found.forth = lines > 0;
            length = lines;
        }
    }
    found.end = text + length;
    if (!found.back && !found.forth)
        found.start = NULL;
    return found;
}

static ip_status find_arrow(arrow *out, const char *text, ip_error *error) {
    memset(out, 0, sizeof *out);
    for (const char *at = text; *at;) {
        arrow found = arrow_at(at);
        if (found.start && out->start)
            return ip_error_set(error, IP_BAD_ARGUMENT, "character %d: a second arrow; one is expected", place_of(text, at));
        if (found.start && found.back && found.forth)
            return ip_error_set(error, IP_BAD_ARGUMENT, "character %d: an arrow both ways; expected one way, such as ->",
                                place_of(text, at));
        if (found.start)
            *out = found;
        at = found.start ? found.end : at + 1;
    }
    return out->start
               ? IP_OK
               : ip_error_set(error, IP_BAD_ARGUMENT, "there is no arrow; expected -> between what reacts and what it becomes");
}

/* The end of a number "2", "0.5" or "1/2" that stands at the beginning. */
static const char *number_end(const char *text, const char *end) {
    const char *at = text;
    while (at < end && (isdigit((unsigned char)*at) || *at == '.' || (*at == '/' && at > text)))
        at++;
    return at;
}

static bool read_number(double *out, const char *text, const char *end) {
    char copy[40];
    size_t length = (size_t)(end - text);
    double over, under = 1.0;
    if (length >= sizeof copy)
        return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    char *slash = strchr(copy, '/');
    if (slash)
        *slash = '\0';
    if (!ip_number_read(&over, copy) || (slash && !ip_number_read(&under, slash + 1)))
        return false;
    *out = over / under;
    return over > 0.0 && under > 0.0;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n';
}

static ip_status read_term(ip_equation *out, char *start, char *end, bool is_product, ip_error *error) {
    while (start < end && is_blank(*start))
        start++;
    while (start < end && is_blank(end[-1]))
        end--;
    int place = place_of(out->text, start);
    if (start == end)
        return ip_error_set(error, IP_BAD_ARGUMENT, "character %d: a formula is expected here, and there is none", place);
    ip_equation_term *terms = realloc(out->terms, ((size_t)out->count + 1) * sizeof *terms);
    if (!terms)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    out->terms = terms;
    ip_equation_term *term = memset(&terms[out->count++], 0, sizeof *term);
    const char *behind = number_end(start, end);
    term->place = place;
    term->is_product = is_product;
    term->is_given = behind > start;
    term->coefficient = 1.0;
    if (term->is_given && !read_number(&term->coefficient, start, behind))
        return ip_error_set(error, IP_BAD_ARGUMENT, "character %d: '%.*s' is no coefficient; expected a number above 0", place,
                            (int)(behind - start), start);
    start += behind - start;
    while (start < end && (is_blank(*start) || *start == '*'))
        start++;
    if (start == end)
        return ip_error_set(error, IP_BAD_ARGUMENT, "character %d: a formula is expected behind the coefficient", place);
    *end = '\0';
    term->formula = start;
    return IP_OK;
}

/* All terms of a side; a side of blanks has none. */
static ip_status read_side(ip_equation *out, char *start, char *end, bool is_product, ip_error *error) {
    char *blank = start;
    while (blank < end && is_blank(*blank))
        blank++;
    ip_status status = IP_OK;
    for (bool more = blank < end; more && !status;) {
        char *plus = memchr(start, '+', (size_t)(end - start));
        more = plus != NULL;
        status = read_term(out, start, more ? plus : end, is_product, error);
        start = more ? plus + 1 : end;
    }
    return status;
}

ip_status ip_equation_read(ip_equation *out, const char *text, ip_error *error) {
    arrow found;
    memset(out, 0, sizeof *out);
    ip_status status = find_arrow(&found, text, error);
    if (status)
        return status;
    out->text = strdup(text);
    if (!out->text)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    char *left = out->text, *left_end = left + (found.start - text), *right = left + (found.end - text),
         *right_end = left + strlen(text);
    status = found.back ? read_side(out, right, right_end, false, error) : read_side(out, left, left_end, false, error);
    int reactant_count = out->count;
    if (!status && reactant_count == 0)
        status = ip_error_set(error, IP_BAD_ARGUMENT, "nothing stands before the arrow; expected what reacts");
    if (!status)
        status = found.back ? read_side(out, left, left_end, true, error) : read_side(out, right, right_end, true, error);
    out->lacks_products = out->count == reactant_count;
    if (status)
        ip_equation_clear(out);
    return status;
}

void ip_equation_clear(ip_equation *equation) {
    free(equation->terms);
    free(equation->text);
    memset(equation, 0, sizeof *equation);
}
