/* The hull along a line of compositions, from supporting planes. Knows no reactions. */
#include "mixing.h"

#include <interphase/interface.h>

#include <stdbool.h>

ip_composition ip_mixing_composition(const ip_composition *a, const ip_composition *b, double x) {
    ip_composition mixed;
    const ip_composition *parts[2] = {a, b};
    double shares[2] = {x / ip_composition_atoms(a), (1.0 - x) / ip_composition_atoms(b)};
    mixed.count = 0;
    for (int p = 0; p < 2; p++)
        for (int i = 0; shares[p] > 0.0 && i < parts[p]->count; i++) {
            int at = 0;
            while (at < mixed.count && mixed.element[at] != parts[p]->element[i])
                at++;
            if (at == mixed.count) {
                mixed.element[mixed.count] = parts[p]->element[i];
                mixed.amount[mixed.count++] = 0.0;
            }
            mixed.amount[at] += shares[p] * parts[p]->amount[i];
        }
    return mixed;
}

typedef struct mixing_line {
    ip_system *system;
    const ip_composition *a, *b;
} mixing_line;

/* The hull less the chord, as a line in x that touches it. */
static ip_status evaluate(const mixing_line *line, const ip_line *chord, double x, ip_line *out, ip_error *error) {
    ip_composition mixed = ip_mixing_composition(line->a, line->b, x);
    ip_status status = ip_system_support(line->system, &mixed, error);
    if (!status) {
        double at_a = ip_system_support_at(line->system, line->a), at_b = ip_system_support_at(line->system, line->b);
        out->intercept = at_b - chord->intercept;
        out->slope = at_a - at_b - chord->slope;
    }
    return status;
}

ip_status ip_mixing_depth(double *depth, double *x, ip_system *system, const ip_composition *a, const ip_composition *b,
                          ip_error *error) {
    mixing_line line = {system, a, b};
    ip_line left = {0.0, 0.0}, right = {0.0, 0.0}, chord = {0.0, 0.0}; /* the chord follows from the first two lines */
    *depth = *x = 0.0;
    ip_status status = evaluate(&line, &chord, 0.0, &left, error);
    if (!status)
        status = evaluate(&line, &chord, 1.0, &right, error);
    chord.intercept = left.intercept;
    chord.slope = right.intercept + right.slope - left.intercept;
    left.intercept = 0.0;
    left.slope -= chord.slope;
    right.intercept -= chord.intercept;
    right.slope -= chord.slope;
    /* The function is convex: where the two lines meet no point lies deeper than they do. */
    while (!status && right.slope - left.slope > IP_ENVELOPE_TOLERANCE) {
        double t = (left.intercept - right.intercept) / (right.slope - left.slope), bound = left.intercept + left.slope * t;
        ip_line between;
        if (t <= 0.0 || t >= 1.0 || bound > *depth - IP_ENVELOPE_TOLERANCE)
            break;
        status = evaluate(&line, &chord, t, &between, error);
        if (status)
            break;
        double value = between.intercept + between.slope * t;
        if (value < *depth) {
            *depth = value;
            *x = t;
        }
        bool is_new = value - bound > IP_ENVELOPE_TOLERANCE && between.slope - left.slope > IP_ENVELOPE_TOLERANCE &&
                      right.slope - between.slope > IP_ENVELOPE_TOLERANCE;
        if (!is_new || between.slope == 0.0)
            break;
        *(between.slope < 0.0 ? &left : &right) = between;
    }
    return status;
}
