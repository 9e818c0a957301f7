/* Supporting lines, kept on a stack: the pair on top is refined until its intersection is a breakpoint. */
#include "envelope.h"

#include <math.h>
#include <stdlib.h>

typedef struct line_list {
    ip_line *lines;
    int count, size;
} line_list;

static ip_status push(line_list *list, ip_line line, ip_error *error) {
    if (list->count == list->size) {
        int size = list->size ? 2 * list->size : 32;
        ip_line *lines = realloc(list->lines, (size_t)size * sizeof *lines);
        if (!lines)
            return ip_error_set(error, IP_NO_MEMORY, "out of memory");
        list->lines = lines;
        list->size = size;
    }
    list->lines[list->count++] = line;
    return IP_OK;
}

static ip_status append(double **values, int *count, double value, ip_error *error) {
    double *grown = realloc(*values, (size_t)(*count + 1) * sizeof *grown);
    if (!grown)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    grown[(*count)++] = value;
    *values = grown;
    return IP_OK;
}

bool ip_envelope_is_new(const ip_line *between, const ip_line *left, const ip_line *right, double t) {
    return ip_line_at(left, t) - ip_line_at(between, t) > IP_ENVELOPE_TOLERANCE &&
           left->slope - between->slope > IP_ENVELOPE_TOLERANCE && between->slope - right->slope > IP_ENVELOPE_TOLERANCE;
}

ip_status ip_envelope_find(double **out, int *count, ip_line low, ip_line high, ip_envelope_evaluate evaluate, void *user,
                           ip_error *error) {
    line_list right = {0}; /* lines still to be reached, the nearest on top */
    ip_line left = low;
    *out = NULL;
    *count = 0;
    ip_status status = push(&right, high, error);
    while (!status && right.count) {
        ip_line next = right.lines[right.count - 1];
        double fall = left.slope - next.slope;
        if (fall <= IP_ENVELOPE_TOLERANCE) { /* the same line, up to rounding */
            right.count--;
            continue;
        }
        double t = (next.intercept - left.intercept) / fall;
        ip_line between;
        status = evaluate(user, t > 0.0 ? t : 0.0, &between, error);
        if (status)
            break;
        if (ip_envelope_is_new(&between, &left, &next, t)) {
            status = push(&right, between, error);
        } else {
            status = append(out, count, t, error);
            left = next;
            right.count--;
        }
    }
    free(right.lines);
    if (status) {
        free(*out);
        *out = NULL;
        *count = 0;
    }
    return status;
}
