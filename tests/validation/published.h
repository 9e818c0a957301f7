/* Decomposition energies against published ones: tables of formula and value, and the tally of differences. */
#ifndef INTERPHASE_TESTS_PUBLISHED_H
#define INTERPHASE_TESTS_PUBLISHED_H

#include "../tap.h"

#include <interphase/interphase.h>

#include <math.h>

/* The published hull was found by a minimiser with a tolerance: a linear programme finds the same or a slightly
 * lower hull, so a slightly higher decomposition energy. eV/atom. */
#define LARGEST_DIFFERENCE 6e-3
#define CLOSE_DIFFERENCE 1e-4

typedef struct difference_tally {
    long compared, close, below, far, failed;
    double lowest, highest; /* ours - published, eV/atom */
    char lowest_formula[256], highest_formula[256];
} difference_tally;

/* Counts one comparison; `rounding` is what the input's last digit may change. */
static inline void tally_difference(difference_tally *tally, const char *formula, double ours, double published,
                                    double rounding) {
    double difference = ours - published;
    if (!isfinite(difference)) {
        tally->failed++;
        return;
    }
    if (tally->compared == 0 || difference < tally->lowest) {
        tally->lowest = difference;
        snprintf(tally->lowest_formula, sizeof tally->lowest_formula, "%s", formula);
    }
    if (tally->compared == 0 || difference > tally->highest) {
        tally->highest = difference;
        snprintf(tally->highest_formula, sizeof tally->highest_formula, "%s", formula);
    }
    tally->compared++;
    tally->close += fabs(difference) <= CLOSE_DIFFERENCE + rounding;
    tally->below += difference < -(1e-6 + rounding);
    tally->far += fabs(difference) > LARGEST_DIFFERENCE + rounding;
}

static inline void report_tally(const difference_tally *tally) {
    tap_note("%ld compared, %ld (%.2f %%) within %g eV/atom, %ld failed", tally->compared, tally->close,
             100.0 * (double)tally->close / (double)(tally->compared ? tally->compared : 1), CLOSE_DIFFERENCE, tally->failed);
    tap_note("ours - published: lowest %+.3e eV/atom (%s), highest %+.3e eV/atom (%s)", tally->lowest, tally->lowest_formula,
             tally->highest, tally->highest_formula);
}

/* Reads the next line of a table without quotes, without its end of line; false at the end of the file. */
static inline bool next_line(FILE *stream, char *line, int size) {
    if (!fgets(line, size, stream))
        return false;
    line[strcspn(line, "\r\n")] = '\0';
    return true;
}

/* The field of a line at an index, from 0; "" where there are fewer. */
static inline const char *line_field(const char *line, int index) {
    for (; index > 0; index--) {
        const char *comma = strchr(line, ',');
        if (!comma)
            return "";
        line = comma + 1;
    }
    return line;
}

#endif
