/* Places of the labels of a profile: products beside the upright lines, else numbers that the list below explains. Knows panels
 * of profiles, and how wide text comes out. */
#include "profile_figure.h"

#include <math.h>
#include <stdlib.h>

/* mm */
#define GAP 1.1
#define LEAST_DISTANCE 1.0 /* of dots that labels tell apart */
#define FAR 9.0

double ip_riser_x(const ip_profile_panel *drawn, double uptake) {
    return drawn->plot_width * (uptake - drawn->left_uptake) / (drawn->right_uptake - drawn->left_uptake);
}

static double y_of(const ip_profile_panel *drawn, double value) {
    double part = (value - drawn->bottom) / (drawn->top - drawn->bottom);
    return drawn->plot_height * fmin(fmax(part, 0.0), 1.0);
}

double ip_riser_middle(const ip_profile_panel *drawn, const ip_riser *step) {
    return 0.5 * (y_of(drawn, step->low) + y_of(drawn, step->high));
}

/* ---- labels */

static void add_strokes(ip_places *places, const ip_profile_panel *drawn) {
    for (long i = 0; i < drawn->count; i++) {
        const ip_riser *step = &drawn->risers[i];
        double x = ip_riser_x(drawn, step->uptake), y = y_of(drawn, step->low);
        ip_places_add_stroke(places, x, y, x, y_of(drawn, step->high));
        if (i)
            ip_places_add_stroke(places, ip_riser_x(drawn, step[-1].uptake), y, x, y);
    }
}

static double distance(const ip_profile_panel *drawn, const ip_riser *first, const ip_riser *second) {
    return hypot(ip_riser_x(drawn, first->uptake) - ip_riser_x(drawn, second->uptake),
                 ip_riser_middle(drawn, first) - ip_riser_middle(drawn, second));
}

static double length_of(const ip_riser *step) {
    return isfinite(step->high) && isfinite(step->low) ? step->high - step->low : INFINITY;
}

static int compare_length(const void *a, const void *b) {
    const ip_riser *first = *(ip_riser *const *)a, *second = *(ip_riser *const *)b;
    double left = length_of(first), right = length_of(second);
    if (left != right)
        return left > right ? -1 : 1;
    return (first > second) - (first < second); /* of one array */
}

static bool find_place(ip_places *places, const ip_profile_panel *drawn, ip_riser *step, double width) {
    return ip_places_find(&step->place, places, ip_riser_x(drawn, step->uptake), ip_riser_middle(drawn, step), width + 0.4,
                          ip_script_line_height(IP_SCRIPT_SMALL_TYPE), GAP, FAR, ip_beside_first);
}

/* Numbers in the order of the stairs for those that products had no room beside. */
static void place_numbers(ip_places *places, ip_profile_panel *drawn) {
    int number = 0;
    long left_out = 0;
    for (long i = 0; i < drawn->count; i++) {
        ip_riser *step = &drawn->risers[i];
        char text[16];
        if (step->placed || step->crowded || drawn->without_list)
            continue;
        snprintf(text, sizeof text, "%d", number + 1);
        step->placed = find_place(places, drawn, step, ip_script_text_width(text, IP_SCRIPT_SMALL_TYPE));
        if (!step->placed)
            continue;
        step->number = ++number;
        ip_legend_add(&drawn->legend, (ip_legend_entry){.number = number, .products = step->products});
    }
    for (long i = 0; i < drawn->count && !drawn->without_list; i++)
        left_out += !drawn->risers[i].placed;
    if (left_out) {
        snprintf(drawn->rest, sizeof drawn->rest,
                 left_out == 1 ? "one more plateau stands too near to others to be named"
                               : "%ld more plateaus stand too near to others to be named",
                 left_out);
        ip_legend_add(&drawn->legend, (ip_legend_entry){.head = drawn->rest});
    }
}

/* The longest first: what holds over a wide range is what one looks for. */
void ip_profile_place_labels(ip_script *script, ip_profile_panel *drawn) {
    ip_places places = {.area = {0.3, 0.3, drawn->plot_width - 0.3, drawn->plot_height - 0.3}};
    ip_riser **sorted = malloc((size_t)drawn->count * sizeof(ip_riser *));
    if (!sorted) {
        ip_script_fail(script);
        return;
    }
    add_strokes(&places, drawn);
    for (long i = 0; i < drawn->count; i++) {
        ip_riser *step = sorted[i] = &drawn->risers[i];
        double x = ip_riser_x(drawn, step->uptake), y = ip_riser_middle(drawn, step);
        step->placed = false;
        step->number = 0;
        step->crowded = (i && distance(drawn, step, step - 1) < LEAST_DISTANCE) ||
                        (i + 1 < drawn->count && distance(drawn, step, step + 1) < LEAST_DISTANCE);
        ip_places_add_box(&places, (ip_box){x - 0.5, y - 0.5, x + 0.5, y + 0.5});
    }
    qsort(sorted, (size_t)drawn->count, sizeof(ip_riser *), compare_length);
    for (long i = 0; i < drawn->count; i++) {
        ip_riser *step = sorted[i];
        if (!step->crowded)
            step->placed = find_place(&places, drawn, step, ip_script_products_width(step->products, IP_SCRIPT_SMALL_TYPE));
    }
    ip_legend_clear(&drawn->legend);
    place_numbers(&places, drawn);
    if (places.failed || drawn->legend.failed)
        ip_script_fail(script);
    free(sorted);
    ip_places_clear(&places);
}
