/* Which candidates no other one beats, and where their labels find room. */
#include "scatter.h"

#include "key.h"
#include "scatter_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* mm */
#define LEFT 14.5
#define RIGHT 3.0
#define TOP 2.0
#define AXIS 9.0
#define BOTTOM 1.2
#define HIGHEST_PLOT 95.0
#define SHAPE 0.72 /* height of a plot beside its width */
#define MARK 1.0   /* half of what a label keeps away from a point */

#define PAD 0.08    /* of an axis, beyond its ends */
#define LEAST_SPAN 0.01
#define GRAIN 1e6   /* what is equal in six decimals is equal */

enum { MOST_NAMES = 12, MOST_LABELS = 40 };

/* ---- front */

static long long grain(double value) {
    return llround(value * GRAIN);
}

static int compare_points(const void *a, const void *b) {
    const ip_scatter_point *left = *(ip_scatter_point *const *)a, *right = *(ip_scatter_point *const *)b;
    if (grain(left->x) != grain(right->x))
        return grain(left->x) > grain(right->x) ? -1 : 1;
    if (grain(left->y) != grain(right->y))
        return grain(left->y) > grain(right->y) ? -1 : 1;
    return (left->row > right->row) - (left->row < right->row);
}

/* From the best in x on, those on the front are better in y than all before them. */
static bool find_front(ip_scatter *scatter) {
    ip_scatter_point **sorted = malloc(((size_t)scatter->count + 1) * sizeof *sorted);
    scatter->places = calloc((size_t)scatter->count + 1, sizeof *scatter->places);
    scatter->front = sorted;
    if (!sorted || !scatter->places)
        return false;
    for (long i = 0; i < scatter->count; i++)
        sorted[i] = &scatter->points[i];
    qsort(sorted, (size_t)scatter->count, sizeof(ip_scatter_point *), compare_points);
    const ip_scatter_point *last = NULL;
    for (long i = 0; i < scatter->count; i++) {
        ip_scatter_point *point = sorted[i];
        bool same = last && grain(point->x) == grain(last->x) && grain(point->y) == grain(last->y);
        point->place = -1;
        if (last && !same && grain(point->y) <= grain(last->y))
            continue;
        if (!same)
            scatter->places[scatter->place_count++].first = scatter->front_count;
        point->place = scatter->place_count - 1;
        scatter->places[point->place].count++;
        scatter->front[scatter->front_count++] = point;
        scatter->has_uncertainty = scatter->has_uncertainty || point->x_uncertainty > 0.0 || point->y_uncertainty > 0.0;
        last = point;
    }
    return true;
}

static void find_groups(ip_scatter *scatter) {
    for (long i = 0; i < scatter->count; i++) {
        ip_scatter_point *point = &scatter->points[i];
        int group = 0;
        while (group < scatter->group_count && point->group && strcmp(scatter->groups[group], point->group) != 0)
            group++;
        if (point->group && group == scatter->group_count && group < IP_SCATTER_GROUPS)
            scatter->groups[scatter->group_count++] = point->group;
        point->colour = group < IP_SCATTER_GROUPS ? group : IP_SCATTER_GROUPS - 1;
    }
}

static void find_axes(ip_scatter *scatter) {
    double low[2] = {0.0, 0.0}, high[2] = {0.0, 0.0};
    for (long i = 0; i < scatter->count; i++) {
        const double at[] = {scatter->points[i].x, scatter->points[i].y};
        for (int axis = 0; axis < 2; axis++) {
            low[axis] = fmin(low[axis], at[axis]);
            high[axis] = fmax(high[axis], at[axis]);
        }
        scatter->marks |= 1u << ip_scatter_mark(scatter->points[i].gap);
    }
    for (int axis = 0; axis < 2; axis++) {
        double span = fmax(high[axis] - low[axis], LEAST_SPAN);
        low[axis] = high[axis] - span - PAD * span;
        high[axis] += PAD * span;
    }
    scatter->x_low = low[0];
    scatter->x_high = high[0];
    scatter->y_low = low[1];
    scatter->y_high = high[1];
}

/* ---- labels */

double ip_scatter_x(const ip_scatter *scatter, double x) {
    return (x - scatter->x_low) / (scatter->x_high - scatter->x_low) * scatter->plot_width;
}

double ip_scatter_y(const ip_scatter *scatter, double y) {
    return (y - scatter->y_low) / (scatter->y_high - scatter->y_low) * scatter->plot_height;
}

double ip_scatter_label_width(const ip_scatter *scatter, const ip_scatter_place *place) {
    const ip_scatter_point *point = scatter->front[place->first];
    if (!scatter->named)
        return ip_script_text_width(scatter->place_count < 10 ? "8" : "88", IP_SCRIPT_SMALL_TYPE);
    double width = ip_script_formula_width(point->names[0], IP_SCRIPT_SMALL_TYPE);
    return point->names[1] ? width + ip_script_text_width(" | ", IP_SCRIPT_SMALL_TYPE) +
                                 ip_script_formula_width(point->names[1], IP_SCRIPT_SMALL_TYPE)
                           : width;
}

typedef struct box {
    double left, right, bottom, top;
} box;

static bool overlap(box a, box b) {
    return a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top;
}

static box around(double x, double y, double width, double height) {
    box found = {x - 0.5 * width, x + 0.5 * width, y - 0.5 * height, y + 0.5 * height};
    return found;
}

static bool is_free(const ip_scatter *scatter, box label) {
    if (label.left < 0.5 || label.right > scatter->plot_width - 0.5 || label.bottom < 0.3 ||
        label.top > scatter->plot_height - 0.3)
        return false;
    for (long i = 0; i < scatter->place_count; i++) {
        const ip_scatter_place *other = &scatter->places[i];
        const ip_scatter_point *point = scatter->front[other->first];
        double height = ip_script_line_height(IP_SCRIPT_SMALL_TYPE);
        if (overlap(label, around(ip_scatter_x(scatter, point->x), ip_scatter_y(scatter, point->y), 2.0 * MARK, 2.0 * MARK)) ||
            (other->labelled &&
             overlap(label, around(other->label_x, other->label_y, ip_scatter_label_width(scatter, other) + 2.0 * MARK, height))))
            return false;
    }
    return true;
}

/* How many of the others a label would lie on. */
static long count_covered(const ip_scatter *scatter, box label) {
    long covered = 0;
    for (long i = 0; i < scatter->count; i++) {
        const ip_scatter_point *point = &scatter->points[i];
        covered += point->place < 0 &&
                   overlap(label, around(ip_scatter_x(scatter, point->x), ip_scatter_y(scatter, point->y), MARK, MARK));
    }
    return covered;
}

/* Whether the line of the front runs through a label: down from each place to the height of the one before, and along to it. */
static bool is_crossed(const ip_scatter *scatter, box label) {
    double below = 0.0;
    for (long i = 0; i < scatter->place_count; i++) {
        const ip_scatter_point *point = scatter->front[scatter->places[i].first];
        double x = ip_scatter_x(scatter, point->x), y = ip_scatter_y(scatter, point->y);
        const ip_scatter_point *next = i + 1 < scatter->place_count ? scatter->front[scatter->places[i + 1].first] : NULL;
        box rise = {x, x, below, y}, run = {next ? ip_scatter_x(scatter, next->x) : 0.0, x, y, y};
        if (overlap(label, rise) || overlap(label, run))
            return true;
        below = y;
    }
    return false;
}

static double distance(const ip_scatter *scatter, box label, const ip_scatter_place *place) {
    const ip_scatter_point *point = scatter->front[place->first];
    double x = ip_scatter_x(scatter, point->x), y = ip_scatter_y(scatter, point->y);
    return hypot(fmax(fmax(label.left - x, x - label.right), 0.0), fmax(fmax(label.bottom - y, y - label.top), 0.0));
}

/* Whether a reader would take a label for that of another place. */
static bool is_nearer_to_another(const ip_scatter *scatter, box label, const ip_scatter_place *place) {
    double own = distance(scatter, label, place);
    for (long i = 0; i < scatter->place_count; i++)
        if (&scatter->places[i] != place && distance(scatter, label, &scatter->places[i]) < own)
            return true;
    return false;
}

/* Next to the point where nothing beats it, above and to the right, else around it, else farther away where that hides less. */
static bool place_label(const ip_scatter *scatter, ip_scatter_place *place) {
    static const double directions[][2] = {{1, 1}, {1, 0}, {0, 1}, {1, -1}, {-1, 1}, {0, -1}, {-1, 0}, {-1, -1}},
                        away[] = {0.9, 3.0, 5.5, 9.0};
    const ip_scatter_point *point = scatter->front[place->first];
    double width = ip_scatter_label_width(scatter, place), height = ip_script_line_height(IP_SCRIPT_SMALL_TYPE);
    double least = INFINITY;
    for (size_t a = 0; a < sizeof away / sizeof *away; a++)
        for (size_t d = 0; d < sizeof directions / sizeof *directions; d++) {
            double apart = directions[d][0] * directions[d][1] != 0.0 ? 0.5 * away[a] : away[a] + 0.3;
            double x = ip_scatter_x(scatter, point->x) + directions[d][0] * (apart + 0.5 * width);
            double y = ip_scatter_y(scatter, point->y) + directions[d][1] * (apart + 0.5 * height);
            box label = around(x, y, width, height);
            bool doubtful = is_nearer_to_another(scatter, label, place);
            double hidden = 0.5 * (double)count_covered(scatter, label) + 1.5 * is_crossed(scatter, label) + 2.0 * doubtful;
            /* A name in doubt is worse than a number. */
            double cost = is_free(scatter, label) && !(doubtful && scatter->named) ? (double)a + hidden : INFINITY;
            if (cost < least) {
                least = cost;
                place->label_x = x;
                place->label_y = y;
            }
        }
    return isfinite(least);
}

static int compare_places(const void *a, const void *b) {
    const ip_scatter_point *left = **(ip_scatter_point **const *)a, *right = **(ip_scatter_point **const *)b;
    return (left->row > right->row) - (left->row < right->row);
}

/* The best-ranked places first, which are the ones to be labelled where there are too many. Returns how many found room; -1 for
 * lack of memory. */
static long place_labels(ip_scatter *scatter) {
    ip_scatter_point ***order = malloc(((size_t)scatter->place_count + 1) * sizeof *order);
    long placed = 0;
    if (!order)
        return -1;
    for (long i = 0; i < scatter->place_count; i++) {
        scatter->places[i].labelled = false;
        order[i] = &scatter->front[scatter->places[i].first];
    }
    qsort(order, (size_t)scatter->place_count, sizeof *order, compare_places);
    for (long i = 0; i < scatter->place_count && i < MOST_LABELS; i++) {
        ip_scatter_place *place = &scatter->places[(*order[i])->place];
        place->labelled = place_label(scatter, place);
        place->number = 1;
        placed += place->labelled;
    }
    for (long i = 0, number = 0; i < scatter->place_count; i++)
        if (scatter->places[i].number)
            scatter->places[i].number = ++number;
    free(order);
    return placed;
}

/* Names where each has its own place and room, else numbers. */
static bool label(ip_scatter *scatter) {
    scatter->named = scatter->place_count == scatter->front_count && scatter->place_count <= MOST_NAMES;
    long placed = place_labels(scatter);
    if (scatter->named && placed >= 0 && placed < scatter->place_count) {
        scatter->named = false;
        placed = place_labels(scatter);
    }
    return placed >= 0;
}

/* ---- sizes */

static void set_plot_height(ip_scatter *scatter, double given) {
    double key = ip_scatter_key_height(scatter, scatter->left + scatter->plot_width + RIGHT);
    scatter->below = AXIS + key + BOTTOM;
    if (given > 0.0)
        scatter->plot_height = fmax(given - scatter->below - TOP, 0.25 * given);
    scatter->height = given > 0.0 ? given : scatter->plot_height + scatter->below + TOP;
    scatter->below = scatter->height - TOP - scatter->plot_height;
}

bool ip_scatter_lay_out(ip_scatter *out, ip_scatter_point *points, long count, double width, double height) {
    memset(out, 0, sizeof *out);
    out->points = points;
    out->count = count;
    if (!find_front(out))
        return false;
    find_groups(out);
    find_axes(out);
    out->left = LEFT;
    out->plot_width = width - LEFT - RIGHT;
    out->plot_height = fmin(SHAPE * out->plot_width, HIGHEST_PLOT);
    if (height > 0.0)
        set_plot_height(out, height); /* as without a list, which is not known yet */
    if (!label(out))
        return false;
    set_plot_height(out, height);
    /* A plot that has shrunk for its list has other room for labels. */
    if (height > 0.0 && !out->named && place_labels(out) < 0)
        return false;
    return true;
}

void ip_scatter_clear(ip_scatter *scatter) {
    free(scatter->front);
    free(scatter->places);
    memset(scatter, 0, sizeof *scatter);
}
