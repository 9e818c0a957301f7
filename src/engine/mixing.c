/* The hull along a line of compositions, from supporting planes. Knows no reactions. */
#include "mixing.h"

#include <interphase/tolerance.h>

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

/* The chord less the hull, a concave function, as a line in x that touches it. */
static ip_status evaluate(const mixing_line *line, const ip_line *chord, double x, ip_line *out, ip_error *error) {
    ip_composition mixed = ip_mixing_composition(line->a, line->b, x);
    ip_status status = ip_system_support(line->system, &mixed, error);
    if (!status) {
        double at_a = ip_system_support_at(line->system, line->a), at_b = ip_system_support_at(line->system, line->b);
        out->intercept = chord->intercept - at_b;
        out->slope = chord->slope - (at_a - at_b);
    }
    return status;
}

ip_status ip_mixing_depth(double *depth, double *x, ip_system *system, const ip_composition *a, const ip_composition *b,
                          double shallow, ip_error *error) {
    mixing_line line = {system, a, b};
    ip_line left = {0.0, 0.0}, right = {0.0, 0.0}, chord = {0.0, 0.0}; /* the chord follows from the first two lines */
    double highest = 0.0 - shallow;
    *x = 0.0;
    ip_status status = evaluate(&line, &chord, 0.0, &left, error);
    if (!status)
        status = evaluate(&line, &chord, 1.0, &right, error);
    chord.intercept = -left.intercept;
    chord.slope = left.intercept - ip_line_at(&right, 1.0);
    left.intercept = 0.0;
    left.slope += chord.slope;
    right.intercept += chord.intercept;
    right.slope += chord.slope;
    /* Nowhere is the function higher than where the two lines meet. */
    while (!status && left.slope - right.slope > IP_ENVELOPE_TOLERANCE) {
        double t = (right.intercept - left.intercept) / (left.slope - right.slope);
        ip_line between;
        if (t <= 0.0 || t >= 1.0 || ip_line_at(&left, t) < highest + IP_ENVELOPE_TOLERANCE)
            break;
        status = evaluate(&line, &chord, t, &between, error);
        if (status)
            break;
        if (ip_line_at(&between, t) > highest) {
            highest = ip_line_at(&between, t);
            *x = t;
        }
        if (!ip_envelope_is_new(&between, &left, &right, t) || between.slope == 0.0)
            break;
        *(between.slope > 0.0 ? &left : &right) = between;
    }
    *depth = 0.0 - highest;
    return status;
}
