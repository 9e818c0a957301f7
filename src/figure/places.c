/* A search along directions and distances; the first place that hits nothing is taken. */
#include "places.h"

#include "base/list.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A line that leads to a label begins so far from the point, mm: there it may touch what the point lies on. */
#define CLEAR_OF_POINT 0.9
#define BEYOND 0.3

const ip_direction ip_beside_first[8] = {{1, 0}, {-1, 0}, {1, 1}, {-1, -1}, {1, -1}, {-1, 1}, {0, 1}, {0, -1}};
const ip_direction ip_below_first[8] = {{0, -1}, {1, -1}, {-1, -1}, {0, 1}, {1, 0}, {-1, 0}, {1, 1}, {-1, 1}};

void ip_places_add_box(ip_places *places, ip_box box) {
    void *boxes = places->boxes;
    if (ip_list_grow(&boxes, places->box_count, &places->box_size, sizeof box)) {
        places->boxes = boxes;
        places->boxes[places->box_count++] = box;
    } else {
        places->failed = true;
    }
}

void ip_places_add_stroke(ip_places *places, double from_x, double from_y, double to_x, double to_y) {
    void *strokes = places->strokes;
    ip_stroke stroke = {from_x, from_y, to_x, to_y};
    if (ip_list_grow(&strokes, places->stroke_count, &places->stroke_size, sizeof stroke)) {
        places->strokes = strokes;
        places->strokes[places->stroke_count++] = stroke;
    } else {
        places->failed = true;
    }
}

/* Cuts the part of a stroke from *from to *to (0 to 1) down to what lies between two limits of one coordinate. */
static bool cut(double *from, double *to, double start, double change, double low, double high) {
    if (change == 0.0)
        return start > low && start < high;
    double a = (low - start) / change, b = (high - start) / change;
    *from = fmax(*from, fmin(a, b));
    *to = fmin(*to, fmax(a, b));
    return *from < *to;
}

static bool stroke_hits(const ip_stroke *stroke, const ip_box *box) {
    double from = 0.0, to = 1.0;
    return cut(&from, &to, stroke->from_x, stroke->to_x - stroke->from_x, box->left, box->right) &&
           cut(&from, &to, stroke->from_y, stroke->to_y - stroke->from_y, box->bottom, box->top);
}

/* On which side of a stroke's line a point lies. */
static double side(const ip_stroke *stroke, double x, double y) {
    return (stroke->to_x - stroke->from_x) * (y - stroke->from_y) - (stroke->to_y - stroke->from_y) * (x - stroke->from_x);
}

static bool strokes_cross(const ip_stroke *a, const ip_stroke *b) {
    return side(a, b->from_x, b->from_y) * side(a, b->to_x, b->to_y) < 0.0 &&
           side(b, a->from_x, a->from_y) * side(b, a->to_x, a->to_y) < 0.0;
}

bool ip_places_free(const ip_places *places, ip_box box) {
    const ip_box *area = &places->area;
    if (box.left < area->left || box.right > area->right || box.bottom < area->bottom || box.top > area->top)
        return false;
    for (long i = 0; i < places->box_count; i++) {
        const ip_box *other = &places->boxes[i];
        if (box.left < other->right && box.right > other->left && box.bottom < other->top && box.top > other->bottom)
            return false;
    }
    for (long i = 0; i < places->stroke_count; i++)
        if (stroke_hits(&places->strokes[i], &box))
            return false;
    return true;
}

/* Whether a line may lead from a point to a label: across no label and no line. */
static bool may_lead(const ip_places *places, const ip_stroke *leader) {
    for (long i = 0; i < places->box_count; i++)
        if (stroke_hits(leader, &places->boxes[i]))
            return false;
    for (long i = 0; i < places->stroke_count; i++)
        if (strokes_cross(leader, &places->strokes[i]))
            return false;
    return true;
}

static bool try_place(ip_place *out, ip_places *places, double x, double y, double width, double height, double distance,
                      ip_direction direction, bool led) {
    double centre_x = x + direction.x * (0.5 * width + distance), centre_y = y + direction.y * (0.5 * height + distance);
    ip_box box = {centre_x - 0.5 * width, centre_y - 0.5 * height, centre_x + 0.5 * width, centre_y + 0.5 * height};
    if (!ip_places_free(places, box))
        return false;
    double end_x = fmin(fmax(x, box.left), box.right), end_y = fmin(fmax(y, box.bottom), box.top);
    double length = hypot(end_x - x, end_y - y);
    if (led) {
        double start = fmin(CLEAR_OF_POINT / length, 1.0);
        /* A little beyond its end, so that it does not end on a line that the label just touches. */
        double end = 1.0 + BEYOND / length;
        ip_stroke leader = {x + start * (end_x - x), y + start * (end_y - y), x + end * (end_x - x), y + end * (end_y - y)};
        if (!may_lead(places, &leader))
            return false;
        ip_places_add_stroke(places, leader.from_x, leader.from_y, end_x, end_y);
    }
    ip_places_add_box(places, box);
    static const char *const alignments[] = {"right", "center", "left"};
    *out = (ip_place){centre_x - direction.x * 0.5 * width, centre_y, alignments[direction.x + 1], led, end_x, end_y};
    return true;
}

bool ip_places_find(ip_place *out, ip_places *places, double x, double y, double width, double height, double gap, double far,
                    const ip_direction *directions) {
    for (double distance = gap; distance <= far; distance += 0.8 + 0.2 * distance)
        for (int i = 0; i < 8; i++)
            if (try_place(out, places, x, y, width, height, distance, directions[i], distance > gap + 0.1))
                return true;
    return false;
}

void ip_places_clear(ip_places *places) {
    free(places->boxes);
    free(places->strokes);
    memset(places, 0, sizeof *places);
}
