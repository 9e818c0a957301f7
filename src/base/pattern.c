/* Expressions in braces, by recursive descent. Knows characters and numbers, no elements. */
#include <interphase/pattern.h>

#include "buffer.h"

#include <interphase/number.h>

#include <math.h>
#include <string.h>

/* Deeper brackets are no formula's. */
enum { DEEPEST = 32, NUMBER_SIZE = 64, DECIMALS = 8 };

typedef struct reading {
    const char *pattern, *at;
    const double *values; /* NULL while variables are looked for: each is 1 then */
    unsigned variables;
    int depth;
    ip_error *error;
} reading;

static ip_status fail(const reading *of, const char *expected) {
    return ip_error_set(of->error, IP_BAD_FORMULA, "character %zu of the pattern: %s", (size_t)(of->at - of->pattern) + 1,
                        expected);
}

static void skip_blanks(reading *of) {
    of->at += strspn(of->at, " ");
}

static ip_status read_sum(reading *of, double *out);

static ip_status read_number(reading *of, double *out) {
    char text[NUMBER_SIZE];
    size_t length = strspn(of->at, "0123456789.");
    if (length >= sizeof text)
        return fail(of, "a number of so many digits is not expected");
    memcpy(text, of->at, length);
    text[length] = '\0';
    if (!ip_number_read(out, text))
        return fail(of, "a number is expected");
    of->at += length;
    return IP_OK;
}

/* A number, a variable, something in brackets, or one of these with a sign. */
static ip_status read_factor(reading *of, double *out) {
    skip_blanks(of);
    char c = *of->at;
    if (c == '-' || c == '(') {
        if (++of->depth > DEEPEST)
            return fail(of, "fewer brackets and signs are expected");
        of->at++;
        ip_status status = c == '(' ? read_sum(of, out) : read_factor(of, out);
        of->depth--;
        if (c == '-')
            *out = -*out;
        skip_blanks(of);
        if (status || c == '-')
            return status;
        if (*of->at != ')')
            return fail(of, "a closing bracket ) is expected");
        of->at++;
        return IP_OK;
    }
    if (c >= 'a' && c <= 'z') {
        of->variables |= 1u << (c - 'a');
        *out = of->values ? of->values[c - 'a'] : 1.0;
        of->at++;
        return IP_OK;
    }
    return (c >= '0' && c <= '9') || c == '.' ? read_number(of, out)
                                              : fail(of, "a number, a variable such as x, or a bracket ( is expected");
}

static ip_status read_product(reading *of, double *out) {
    ip_status status = read_factor(of, out);
    skip_blanks(of);
    while (!status && (*of->at == '*' || *of->at == '/')) {
        double other;
        char sign = *of->at++;
        status = read_factor(of, &other);
        if (!status)
            *out = sign == '*' ? *out * other : *out / other;
        skip_blanks(of);
    }
    return status;
}

static ip_status read_sum(reading *of, double *out) {
    ip_status status = read_product(of, out);
    while (!status && (*of->at == '+' || *of->at == '-')) {
        double other;
        char sign = *of->at++;
        status = read_product(of, &other);
        if (!status)
            *out += sign == '+' ? other : -other;
    }
    return status;
}

/* From behind the opening brace to behind the closing one. */
static ip_status read_braces(reading *of, double *out) {
    ip_status status = read_sum(of, out);
    if (!status && *of->at != '}')
        return fail(of, "a sign + - * / or the closing brace } is expected");
    of->at += !status;
    return status;
}

/* How many characters the last element or bracket of a text has; 0 where it ends in something else. */
static size_t last_unit(const char *text, size_t length) {
    size_t at = length;
    if (at && (text[at - 1] == ')' || text[at - 1] == ']')) {
        int depth = 0;
        while (at) {
            char c = text[--at];
            depth += (c == ')' || c == ']') - (c == '(' || c == '[');
            if (!depth)
                return length - at;
        }
        return 0;
    }
    while (at && text[at - 1] >= 'a' && text[at - 1] <= 'z')
        at--;
    return at && text[at - 1] >= 'A' && text[at - 1] <= 'Z' ? length - at + 1 : 0;
}

/* What stands between the parts of a mixture or a hydrate, with its length; 0 for nothing of the kind. */
static size_t separator(const char *at) {
    return *at == '*' || *at == '+' || *at == '-' ? 1 : strncmp(at, "\302\267", 2) == 0 ? 2 : 0;
}

/* A part of which there is none goes, and what parted it from the next, else from the one before. */
static void leave_out_part(reading *of, ip_buffer *out) {
    while (*of->at && !separator(of->at))
        of->at += *of->at == '{' ? strcspn(of->at, "}") : 1;
    if (*of->at) {
        of->at += separator(of->at) + strspn(of->at + separator(of->at), " ");
        return;
    }
    const char *text = ip_buffer_text(out);
    size_t length = out->length;
    while (length &&
           (text[length - 1] == ' ' || separator(text + length - 1) || (length > 1 && separator(text + length - 2) == 2)))
        length -= length > 1 && separator(text + length - 2) == 2 ? 2 : 1;
    ip_buffer_shorten(out, length);
}

static ip_status write_amount(reading *of, ip_buffer *out, double amount) {
    char number[NUMBER_SIZE];
    size_t unit = last_unit(ip_buffer_text(out), out->length);
    if (!isfinite(amount) || amount < -IP_PATTERN_ZERO || fabs(amount) > 1e9) {
        ip_number_format_short(number, sizeof number, amount, 6);
        return ip_error_set(of->error, IP_BAD_FORMULA,
                            "the amount before character %zu of the pattern comes out as %s; 0 or more is expected",
                            (size_t)(of->at - of->pattern) + 1, *number ? number : "no number");
    }
    ip_number_format_short(number, sizeof number, amount, DECIMALS);
    if (strcmp(number, "0") == 0 && unit)
        ip_buffer_shorten(out, out->length - unit);
    else if (strcmp(number, "0") == 0)
        leave_out_part(of, out);
    else if (strcmp(number, "1") != 0 || !unit)
        ip_buffer_add(out, number);
    return IP_OK;
}

static ip_status read_pattern(reading *of, ip_buffer *out) {
    ip_status status = IP_OK;
    while (*of->at && !status) {
        size_t plain = strcspn(of->at, "{}");
        double amount;
        ip_buffer_add_bytes(out, of->at, plain);
        of->at += plain;
        if (!*of->at)
            break;
        if (*of->at == '}')
            return fail(of, "an opening brace { is expected before a closing one");
        of->at++;
        status = read_braces(of, &amount);
        if (!status && of->values)
            status = write_amount(of, out, amount);
    }
    if (!status && out->failed)
        status = ip_error_set(of->error, IP_NO_MEMORY, "out of memory");
    return status;
}

ip_status ip_pattern_variables(unsigned *variables, const char *pattern, ip_error *error) {
    reading of = {pattern, pattern, NULL, 0, 0, error};
    ip_buffer text = {0};
    ip_status status = read_pattern(&of, &text);
    ip_buffer_clear(&text);
    *variables = of.variables;
    return status;
}

ip_status ip_pattern_write(char **formula, const char *pattern, const double values[IP_PATTERN_VARIABLES], ip_error *error) {
    reading of = {pattern, pattern, values, 0, 0, error};
    ip_buffer text = {0};
    ip_status status = read_pattern(&of, &text);
    if (!status && !text.length)
        status = ip_error_set(error, IP_BAD_FORMULA, "nothing is left of the pattern; an amount above 0 is expected");
    *formula = status ? NULL : ip_buffer_take(&text);
    if (!status && !*formula)
        status = ip_error_set(error, IP_NO_MEMORY, "out of memory");
    ip_buffer_clear(&text);
    return status;
}
