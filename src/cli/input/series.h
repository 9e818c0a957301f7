/* A series of compositions: a pattern of a formula and ranges of its variables, each with every other.
 *
 * Knows arguments and patterns; no tables and no answers. */
#ifndef INTERPHASE_CLI_SERIES_H
#define INTERPHASE_CLI_SERIES_H

#include <interphase/pattern.h>

#include <stdbool.h>

/* x = low, low + step, ... up to high */
typedef struct series_range {
    char variable;
    double low, step;
    long count; /* at least 1 */
} series_range;

typedef struct series {
    const char *pattern; /* borrowed */
    series_range ranges[IP_PATTERN_VARIABLES];
    int range_count;
    long count; /* of compositions */
} series;

/* Reads ranges "x=LO:HI:STEP" or "x=VALUE" for a pattern, all of whose variables have to have one, and no others. Returns false
 * after a complaint. */
bool series_read(series *out, const char *pattern, char *const *ranges, int count);

/* The value of a range's variable in the composition at an index (0 .. count-1): the last range changes fastest. */
double series_value(const series *of, long index, int range);

/* The formula at an index, which the caller frees by free(). Fails as ip_pattern_write(). */
ip_status series_write(char **formula, const series *of, long index, ip_error *error);

/* All of them, (*formulas)[0 .. of->count-1], to be freed by series_free(); NULL after a failure. */
ip_status series_write_all(char ***formulas, const series *of, ip_error *error);

/* NULL is fine. */
void series_free(char **formulas, long count);

#endif
