/* Ranges of variables, and the formulas that a pattern makes of them. */
#include "series.h"

#include "cli/io/report.h"

#include <interphase/number.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A longer series is a slip of the keyboard. */
#define MOST_COMPOSITIONS 1e6
enum { NUMBER_SIZE = 64 };

/* One number up to one of the characters of `ends`, or the end of the text; false where it is none. */
static bool read_number(double *out, const char **at, const char *ends) {
    char text[NUMBER_SIZE];
    size_t length = strcspn(*at, ends);
    if (length >= sizeof text)
        return false;
    memcpy(text, *at, length);
    text[length] = '\0';
    *at += length;
    return ip_number_read(out, text);
}

static bool complain_of_range(const char *text) {
    complain("'%s' is no range of a variable; VARIABLE=FROM:TO:STEP is expected, such as x=0:0.3:0.05, or one value", text);
    return false;
}

static bool read_range(series_range *out, const char *text) {
    const char *at = text + 2;
    double high;
    if (text[0] < 'a' || text[0] > 'z' || text[1] != '=' || !read_number(&out->low, &at, ":"))
        return complain_of_range(text);
    out->variable = text[0];
    out->step = 0.0;
    out->count = 1;
    if (!*at)
        return true;
    at++;
    if (!read_number(&high, &at, ":") || *at != ':')
        return complain_of_range(text);
    at++;
    if (!read_number(&out->step, &at, "") || !(out->step > 0.0) || high < out->low)
        return complain_of_range(text);
    /* The last step may miss the end by rounding. */
    double steps = floor((high - out->low) / out->step + 1e-6);
    if (steps + 1.0 > MOST_COMPOSITIONS) {
        complain("'%s' has %.0f values; at most %.0f are expected", text, steps + 1.0, MOST_COMPOSITIONS);
        return false;
    }
    out->count = (long)steps + 1;
    return true;
}

static unsigned bit_of(char variable) {
    return 1u << (variable - 'a');
}

/* Each variable of the pattern once, and no other. */
static bool check_variables(const series *of, unsigned wanted) {
    unsigned given = 0;
    for (int i = 0; i < of->range_count; i++) {
        char variable = of->ranges[i].variable;
        if (!(wanted & bit_of(variable)) || given & bit_of(variable)) {
            complain(given & bit_of(variable) ? "the variable %c has two ranges; one is expected"
                                              : "the pattern has no variable %c",
                     variable);
            return false;
        }
        given |= bit_of(variable);
    }
    for (char variable = 'a'; variable <= 'z'; variable++)
        if (wanted & ~given & bit_of(variable)) {
            complain("the variable %c of the pattern has no range; %c=FROM:TO:STEP is expected, such as %c=0:0.3:0.05", variable,
                     variable, variable);
            return false;
        }
    return true;
}

bool series_read(series *out, const char *pattern, char *const *ranges, int count) {
    unsigned variables;
    ip_error error;
    memset(out, 0, sizeof *out);
    out->pattern = pattern;
    if (ip_pattern_variables(&variables, pattern, &error)) {
        complain_of(pattern, &error);
        return false;
    }
    if (!variables) {
        complain("'%s' has no variable; amounts in braces are expected, such as Na{3-x}Sb{1-x}W{x}S4", pattern);
        return false;
    }
    if (count > IP_PATTERN_VARIABLES) {
        complain("%d ranges; at most %d are expected", count, IP_PATTERN_VARIABLES);
        return false;
    }
    double compositions = 1.0;
    for (int i = 0; i < count; i++) {
        if (!read_range(&out->ranges[out->range_count++], ranges[i]))
            return false;
        compositions *= (double)out->ranges[i].count;
    }
    if (compositions > MOST_COMPOSITIONS) {
        complain("the ranges have %.0f compositions; at most %.0f are expected", compositions, MOST_COMPOSITIONS);
        return false;
    }
    out->count = (long)compositions;
    return check_variables(out, variables);
}

double series_value(const series *of, long index, int range) {
    for (int i = of->range_count - 1; i > range; i--)
        index /= of->ranges[i].count;
    return of->ranges[range].low + (double)(index % of->ranges[range].count) * of->ranges[range].step;
}

ip_status series_write(char **formula, const series *of, long index, ip_error *error) {
    double values[IP_PATTERN_VARIABLES] = {0.0};
    for (int i = 0; i < of->range_count; i++)
        values[of->ranges[i].variable - 'a'] = series_value(of, index, i);
    return ip_pattern_write(formula, of->pattern, values, error);
}

ip_status series_write_all(char ***formulas, const series *of, ip_error *error) {
    char **written = calloc((size_t)of->count, sizeof *written);
    ip_status status = written ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (long i = 0; i < of->count && !status; i++)
        status = series_write(&written[i], of, i, error);
    if (status) {
        series_free(written, of->count);
        written = NULL;
    }
    *formulas = written;
    return status;
}

void series_free(char **formulas, long count) {
    for (long i = 0; formulas && i < count; i++)
        free(formulas[i]);
    free(formulas);
}
