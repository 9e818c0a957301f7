/* All breakpoints of a concave, piecewise linear function of one parameter that can be evaluated at a point.
 *
 * The method of supporting lines (Eisner and Severance, J. ACM 23, 619, 1976): two lines meet where a breakpoint
 * may be; if the function lies on them there, it is one, else a third line is found. n segments cost about 2n
 * evaluations. Knows no chemistry. */
#ifndef INTERPHASE_SRC_ENVELOPE_H
#define INTERPHASE_SRC_ENVELOPE_H

#include <interphase/status.h>

#include <stdbool.h>

/* value(t) = intercept + slope * t */
typedef struct ip_line {
    double intercept, slope;
} ip_line;

static inline double ip_line_at(const ip_line *line, double t) {
    return line->intercept + line->slope * t;
}

/* Finds a line that supports the function from above and touches it at t. */
typedef ip_status (*ip_envelope_evaluate)(void *user, double t, ip_line *out, ip_error *error);

/* Two values closer than this are one. */
#define IP_ENVELOPE_TOLERANCE 1e-12

/* Whether a line found at t, where `left` and `right` meet, is a third one below both. One that only rounding tells from
 * its neighbours is not: it would be found again and again. */
bool ip_envelope_is_new(const ip_line *between, const ip_line *left, const ip_line *right, double t);

/* Finds the breakpoints strictly between the points where the lines `low` and `high` touch the function (high
 * may touch at infinity). *out is a rising list of *count values, owned by the caller (free). Near breakpoints
 * are not merged. Fails as `evaluate` does, or with IP_NO_MEMORY. */
ip_status ip_envelope_find(double **out, int *count, ip_line low, ip_line high, ip_envelope_evaluate evaluate, void *user,
                           ip_error *error);

#endif
