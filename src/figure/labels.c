/* Tries places on rings around the point, and takes the one that costs least. */
#include "labels.h"

#include <math.h>

enum { ANGLES = 24 };

/* Between boxes, and from where on a label needs a line to its point, mm. */
#define APART 0.3
#define NEAR 2.6

/* What costs as much as a millimetre more of distance: a line that is crossed, and the wrong side. */
#define CROSSED 2.0
#define WRONG_SIDE 1.5

static const double rings[] = {0.4, 0.8, 1.5, 2.5, 4.0, 6.0, 8.5, 11.5, 15.0, 19.0, 24.0, 30.0};
enum { RING_COUNT = sizeof rings / sizeof *rings };

static bool overlap(const ip_label_box *a, const ip_label_box *b, double apart) {
    return a->left < b->right + apart && b->left < a->right + apart && a->bottom < b->top + apart && b->bottom < a->top + apart;
}

static bool is_inside(const ip_label_box *box, const ip_label_box *room) {
    return box->left >= room->left && box->right <= room->right && box->bottom >= room->bottom && box->top <= room->top;
}

/* Whether the part of a line that is left of the cuts by the sides of a box is any. */
static bool crosses(const ip_label_line *line, const ip_label_box *box) {
    double from = 0.0, to = 1.0, start[] = {line->x, line->y}, along[] = {line->x_end - line->x, line->y_end - line->y};
    double low[] = {box->left, box->bottom}, high[] = {box->right, box->top};
    for (int i = 0; i < 2; i++) {
        if (along[i] == 0.0) {
            if (start[i] < low[i] || start[i] > high[i])
                return false;
            continue;
        }
        double a = (low[i] - start[i]) / along[i], b = (high[i] - start[i]) / along[i];
        from = fmax(from, fmin(a, b));
        to = fmin(to, fmax(a, b));
    }
    return from <= to;
}

static double distance_to(const ip_label_box *box, double x, double y) {
    return hypot(fmax(fmax(box->left - x, x - box->right), 0.0), fmax(fmax(box->bottom - y, y - box->top), 0.0));
}

/* The line that leads to a label. */
static ip_label_line leader(const ip_label *label) {
    const ip_label_box *box = &label->box;
    ip_label_line line = {label->x, label->y, fmin(fmax(label->x, box->left), box->right),
                          fmin(fmax(label->y, box->bottom), box->top)};
    return line;
}

static double side(const ip_label_line *line, double x, double y) {
    return (line->x_end - line->x) * (y - line->y) - (line->y_end - line->y) * (x - line->x);
}

/* Whether two lines cross each other. */
static bool meet(const ip_label_line *a, const ip_label_line *b) {
    return side(a, b->x, b->y) * side(a, b->x_end, b->y_end) < 0.0 && side(b, a->x, a->y) * side(b, a->x_end, a->y_end) < 0.0;
}

/* Whether a label at its box is clear of marks and of the labels that stand. */
static bool is_clear(const ip_label *label, const ip_label *labels, long count, const ip_label_room *room) {
    ip_label_line own = leader(label);
    for (long i = 0; i < count; i++) {
        const ip_label *other = &labels[i];
        if (other == label || !other->placed)
            continue;
        ip_label_line to_other = leader(other);
        if (overlap(&label->box, &other->box, APART) || (label->led && other->led && meet(&own, &to_other)) ||
            (label->led && crosses(&own, &other->box)) || (other->led && crosses(&to_other, &label->box)))
            return false;
    }
    for (long i = 0; i < room->mark_count; i++)
        if (distance_to(&label->box, room->marks[2 * i], room->marks[2 * i + 1]) < room->mark)
            return false;
    return true;
}

static long count_crossed(const ip_label_box *box, const ip_label_room *room) {
    long count = 0;
    for (long i = 0; i < room->line_count; i++)
        count += crosses(&room->lines[i], box);
    return count;
}

static double cost_of(const ip_label *label, double distance, double angle, const ip_label_room *room) {
    double cost = distance;
    if (!isnan(label->direction))
        cost += WRONG_SIDE * (1.0 - cos(angle - label->direction));
    return cost + CROSSED * (double)count_crossed(&label->box, room);
}

static void place(ip_label *label, const ip_label *labels, long count, const ip_label_room *room) {
    double least = INFINITY;
    ip_label_box best = {0};
    bool led = false;
    for (int r = 0; r < RING_COUNT && rings[r] < least && rings[r] <= label->reach; r++)
        for (int a = 0; a < ANGLES; a++) {
            double angle = 2.0 * 3.14159265358979323846 * a / ANGLES, far = room->mark + rings[r];
            double x = label->x + cos(angle) * (far + 0.5 * label->width),
                   y = label->y + sin(angle) * (far + 0.5 * label->height);
            ip_label_box box = {x - 0.5 * label->width, y - 0.5 * label->height, x + 0.5 * label->width, y + 0.5 * label->height};
            label->box = box;
            label->led = distance_to(&box, label->x, label->y) > room->mark + NEAR;
            if (!is_inside(&box, &room->box))
                continue;
            double cost = cost_of(label, rings[r], angle, room);
            if (cost < least - 1e-9 && is_clear(label, labels, count, room)) {
                least = cost;
                best = box;
                led = label->led;
            }
        }
    label->placed = least < INFINITY;
    label->box = best;
    label->led = led;
    label->crossed = label->placed && count_crossed(&best, room) > 0;
}

void ip_labels_place(ip_label *labels, long count, const ip_label_room *room) {
    for (long i = 0; i < count; i++)
        if (!labels[i].placed)
            place(&labels[i], labels, count, room);
}
