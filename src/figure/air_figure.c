/* The figure of air: how large its plots are and what they span. */
#include "air_figure.h"

#include "names.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* mm */
#define LEFT 15.5
#define RIGHT 5.0
#define ABOVE 3.0
#define BETWEEN 1.5
#define NAME_LINE 2.9
#define ROW 6.0
#define LOW_ROW 3.4
#define TALLEST 70.0
#define LEAST_PLOT 15.0
#define LEADER 3.0

/* More materials than these have lower rows, and more than those no strip of onsets. */
enum { MOST_HIGH_ROWS = 40, MOST_IN_STRIP = 12 };

/* Humidities below this are numbers without a meaning, and fewer decades than these are none to look along: exponents of 10, %.
 */
#define LOWEST_HUMIDITY (-25.0)
#define HIGHEST_START (-3.0)

/* Of an axis, eV/atom. */
#define LEAST_SPAN 0.1

static const char *const colours[] = {IP_BLUE, IP_VERMILION, IP_GREEN, IP_PURPLE, IP_ORANGE, IP_SKY, IP_BLACK};
enum { COLOUR_COUNT = sizeof colours / sizeof *colours };

const ip_air_mark ip_air_marks[IP_AIR_MARKS] = {
    {"water_reaction_energy", "water", IP_BLUE, 7},
    {"carbonate_energy", "water and CO2", IP_GREEN, 5},
    {"oxygen_energy", "dry oxygen", IP_ORANGE, 9},
    {"air_energy", "all of them", IP_BLACK, 13},
};

static double mark_energy(const ip_air_row *row, int mark, double *uncertainty) {
    const double energies[] = {row->water_reaction_energy, row->carbonate_energy, row->oxygen_energy, row->air_energy};
    const double uncertainties[] = {row->water_reaction_energy_uncertainty, row->carbonate_energy_uncertainty,
                                    row->oxygen_energy_uncertainty, row->air_energy_uncertainty};
    *uncertainty = uncertainties[mark] > 0.0 ? uncertainties[mark] : 0.0;
    return energies[mark];
}

double ip_air_energy_at(const ip_air_item *item, double humidity) {
    for (long i = 1; i < item->count; i++) {
        const ip_air_curve_row *from = &item->curve[i - 1], *to = &item->curve[i];
        if (humidity > to->humidity && i + 1 < item->count)
            continue;
        double length = log(to->humidity / from->humidity), part = length > 0.0 ? log(humidity / from->humidity) / length : 1.0;
        return from->water_reaction_energy + part * (to->water_reaction_energy - from->water_reaction_energy);
    }
    return NAN;
}

/* ---- what is drawn */

/* Lines come in the order of the materials; where humidities fall the next one begins. */
static void take_curves(ip_air_layout *layout, const ip_figure_rows *rows) {
    long at = 0;
    for (long i = 0; i < layout->count; i++) {
        ip_air_item *item = &layout->items[i];
        if (at == rows->count)
            continue;
        item->curve = ip_figure_at(rows, at);
        do
            item->count++;
        while (++at < rows->count && item->curve[item->count].humidity >= item->curve[item->count - 1].humidity);
    }
}

/* The one that holds its toxic gas back most first, as answers are ranked. */
static int compare_margins(const void *a, const void *b) {
    const ip_air_row *first = ((const ip_air_item *)a)->row, *second = ((const ip_air_item *)b)->row;
    double left = isnan(first->margin) ? INFINITY : first->margin, right = isnan(second->margin) ? INFINITY : second->margin;
    if (left != right)
        return left > right ? -1 : 1;
    int names = strcmp(first->formula, second->formula);
    return names ? names : (first > second) - (first < second);
}

static void find_colours(ip_air_layout *layout) {
    for (long i = 0; i < layout->count; i++) {
        bool is_own = layout->count <= IP_AIR_MOST_LINES;
        layout->items[i].colour = is_own ? colours[i % COLOUR_COUNT] : IP_GREY;
        layout->items[i].dash = is_own ? 1 + (int)(i / COLOUR_COUNT) : 1;
    }
}

/* From a decade before the first thing that happens, and the humidity that was asked about. */
static void find_humidities(ip_air_layout *layout) {
    double own = layout->items[0].row->humidity;
    layout->low_humidity = own > 0.0 ? fmin(HIGHEST_START, floor(log10(own)) - 1.0) : HIGHEST_START;
    for (long i = 0; i < layout->count; i++) {
        double onsets[] = {layout->items[i].row->water_onset, layout->items[i].row->toxic_onset};
        for (int k = 0; k < 2; k++)
            if (onsets[k] > 0.0 && isfinite(onsets[k]))
                layout->low_humidity = fmin(layout->low_humidity, floor(log10(onsets[k])) - 1.0);
    }
    layout->low_humidity = fmax(layout->low_humidity, LOWEST_HUMIDITY);
}

static void widen(double *low, double *high, double energy) {
    if (!isfinite(energy))
        return;
    *low = fmin(*low, energy);
    *high = fmax(*high, energy);
}

/* Where nothing happens that is seen beside what might. */
static void pad(double *low, double *high) {
    *low = fmin(*low, *high - LEAST_SPAN);
    double span = *high - *low;
    *low -= 0.06 * span;
    *high += 0.06 * span;
}

static void find_energies(ip_air_layout *layout) {
    double start = pow(10.0, layout->low_humidity);
    for (long i = 0; i < layout->count; i++) {
        const ip_air_item *item = &layout->items[i];
        widen(&layout->low, &layout->high, ip_air_energy_at(item, start));
        for (long k = 0; k < item->count; k++)
            if (item->curve[k].humidity >= start)
                widen(&layout->low, &layout->high, item->curve[k].water_reaction_energy);
        for (int mark = 0; mark < IP_AIR_MARKS; mark++) {
            double error, energy = mark_energy(item->row, mark, &error);
            widen(&layout->low_mark, &layout->high_mark, energy - error);
            widen(&layout->low_mark, &layout->high_mark, energy + error);
        }
    }
    pad(&layout->low, &layout->high);
    pad(&layout->low_mark, &layout->high_mark);
}

/* ---- sizes */

static double widest_name(const ip_air_layout *layout) {
    double widest = 0.0;
    for (long i = 0; i < layout->count; i++)
        widest = fmax(widest, ip_script_formula_width(layout->items[i].row->formula, IP_SCRIPT_SMALL_TYPE));
    return widest;
}

/* The lines above the marks, with their axes and words. */
static void find_plots(ip_air_layout *layout, double height) {
    double widest = widest_name(layout), left = fmax(LEFT, fmin(widest, 0.3 * layout->width) + 2.7);
    double plain = layout->width - LEFT - RIGHT, tall = fmin(0.55 * plain, TALLEST);
    layout->row = layout->count > MOST_HIGH_ROWS ? LOW_ROW : ROW;
    layout->strip = layout->count <= MOST_IN_STRIP ? IP_AIR_STRIP * ((double)layout->count + 0.5) : 0.0;
    for (int round = 0; round < 2; round++) {
        double words = IP_WORDS_LINE * (layout->over_key + layout->beside_key),
               rest = height - words - 2.0 * IP_AIR_AXIS - ABOVE - BETWEEN;
        if (height > 0.0) {
            if (layout->strip > 0.25 * rest)
                layout->strip = 0.0;
            tall = fmax(0.6 * rest - layout->strip, LEAST_PLOT);
            layout->row = fmax(rest - layout->strip - tall, 3.0) / (double)layout->count;
        }
        bool beside = NAME_LINE * (double)layout->count <= tall && widest <= 0.22 * layout->width;
        layout->names = beside ? widest + LEADER + 0.5 : 0.0;
        layout->over_key = ip_air_over_key(NULL, layout, 0.0);
        layout->beside_key = ip_air_beside_key(NULL, layout, 0.0);
    }
    double below = IP_WORDS_LINE * layout->beside_key + IP_AIR_AXIS + 0.5, high = below + layout->row * (double)layout->count;
    double bottom = high + BETWEEN + IP_WORDS_LINE * layout->over_key + IP_AIR_AXIS;
    ip_label_box beside = {left, below, layout->width - RIGHT, high};
    ip_label_box over = {LEFT, bottom, layout->width - fmax(RIGHT, layout->names + 1.5), bottom + tall + layout->strip};
    layout->beside = beside;
    layout->over = over;
    layout->height = height > 0.0 ? height : bottom + tall + layout->strip + ABOVE;
}

/* ---- names at the ends of the lines */

static int compare_ends(const void *a, const void *b) {
    const ip_air_item *first = *(const ip_air_item *const *)a, *second = *(const ip_air_item *const *)b;
    if (first->end != second->end)
        return first->end < second->end ? -1 : 1;
    return first < second ? -1 : 1;
}

/* As near to the ends as they go without running into each other: upwards, then back from the top. */
static bool find_names(ip_air_layout *layout) {
    const ip_label_box *plot = &layout->over;
    double top = plot->top - layout->strip;
    ip_air_item **items = malloc(((size_t)layout->count + 1) * sizeof *items);
    if (!items)
        return false;
    for (long i = 0; i < layout->count; i++) {
        ip_air_item *item = &layout->items[i];
        double energy = ip_air_energy_at(item, 100.0);
        item->end =
            plot->bottom + ((isnan(energy) ? 0.0 : energy) - layout->low) / (layout->high - layout->low) * (top - plot->bottom);
        items[i] = item;
    }
    qsort(items, (size_t)layout->count, sizeof *items, compare_ends);
    for (long i = 0; i < layout->count; i++)
        items[i]->at = i ? fmax(items[i]->end, items[i - 1]->at + NAME_LINE) : items[i]->end;
    for (long i = layout->count - 1; i >= 0; i--) {
        double most = i == layout->count - 1 ? top : items[i + 1]->at - NAME_LINE;
        items[i]->at = fmin(items[i]->at, most);
    }
    free(items);
    return true;
}

static void draw(ip_script *script, const ip_figure *figure) {
    const ip_figure_rows *all = ip_figure_rows_of(figure, &ip_air_result);
    ip_air_layout layout = {.width = script->width};
    long *order = ip_figure_answered(script, figure, &layout.count);
    layout.items = calloc((size_t)layout.count + 1, sizeof *layout.items);
    for (long i = 0; i < layout.count && order && layout.items; i++)
        layout.items[i].row = ip_figure_at(all, order[i]);
    if (!order || !layout.items) {
        ip_script_fail(script);
    } else if (!layout.count) {
        ip_script_nothing(script, "no answer about air");
    } else {
        take_curves(&layout, ip_figure_rows_of(figure, &ip_air_curve_result));
        if (figure->style.order == IP_FIGURE_BY_VALUE)
            qsort(layout.items, (size_t)layout.count, sizeof *layout.items, compare_margins);
        for (long i = 0; i < layout.count; i++)
            order[i] = layout.items[i].row - (const ip_air_row *)(const void *)all->rows;
        find_colours(&layout);
        find_humidities(&layout);
        find_energies(&layout);
        find_plots(&layout, script->height);
        script->height = layout.height;
        if (find_names(&layout))
            ip_air_draw(script, figure, &layout, order);
        else
            ip_script_fail(script);
    }
    free(layout.items);
    free(order);
}

const ip_figure_kind ip_air_figure = {&ip_air_result, draw};
