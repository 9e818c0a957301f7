/* The figure of a screening, by what was asked: a series of compositions against its variable, else windows as bars and all other
 * tasks as a map of energies, above each other where there are both. Knows points of tasks. */
#include "figure.h"
#include "map.h"
#include "series.h"
#include "window_bars.h"

#include <interphase/tolerance.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BETWEEN 4.0 /* mm, between the two */

/* The rows by what they are. */
typedef struct parts {
    const ip_screened_row **energies;
    long energy_count;
    ip_window_row *windows; /* those that have one */
    ip_window_bars bars;    /* of them */
    long count;
} parts;

static bool is_window(const ip_screened_row *row) {
    return !row->b && isnan(row->voltage_low);
}

static bool has_answer(const ip_screened_row *row) {
    return row->status && strcmp(row->status, ip_status_word(IP_OK)) == 0;
}

static ip_window_row window_of(const ip_screened_row *row) {
    ip_window_row window;
    ip_row_blank(&ip_window_result, &window);
    window.formula = row->a;
    window.metal = row->answer_metal;
    window.energy_above_hull = row->energy_above_hull;
    window.reduction_potential = row->reduction_potential;
    window.oxidation_potential = row->oxidation_potential;
    window.width = row->width;
    window.stable = ip_flag_of(row->energy_above_hull <= IP_HULL_TOLERANCE);
    window.status = row->status;
    window.reduction_potential_uncertainty = row->reduction_potential_uncertainty;
    window.oxidation_potential_uncertainty = row->oxidation_potential_uncertainty;
    window.width_uncertainty = row->width_uncertainty;
    return window;
}

/* Tasks of which it is not known what they were, since they could not be read, are in no part; as long as there are others. */
static bool part_rows(parts *out, const ip_screened_row *const *rows, long count) {
    memset(out, 0, sizeof *out);
    out->energies = malloc(((size_t)count + 1) * sizeof *out->energies);
    out->windows = malloc(((size_t)count + 1) * sizeof *out->windows);
    out->bars.list = calloc((size_t)count + 1, sizeof *out->bars.list);
    if (!out->energies || !out->windows || !out->bars.list)
        return false;
    for (long i = 0; i < count; i++) {
        if (!is_window(rows[i]))
            out->energies[out->energy_count++] = rows[i];
        else if (has_answer(rows[i]))
            out->windows[out->bars.count++] = window_of(rows[i]);
    }
    for (long i = 0; i < out->bars.count; i++)
        out->bars.list[i].row = &out->windows[i];
    return true;
}

static void draw_parts(ip_script *script, parts *of, bool by_value) {
    ip_map map = {0};
    bool both = of->energy_count && of->bars.count, laid_out = true;
    double given = script->height;
    if (by_value)
        ip_window_bars_sort(&of->bars);
    if (of->bars.count)
        ip_window_bars_lay_out(&of->bars, script->width, both ? 0.0 : given);
    if (of->energy_count)
        laid_out = ip_map_lay_out(&map, of->energies, of->energy_count, script->width, both ? 0.0 : given, by_value);
    double bars = of->bars.count ? of->bars.picture : 0.0, natural = bars + (both ? BETWEEN : 0.0) + map.height;
    if (laid_out && both && given > 0.0) {
        /* Each as high as it would be beside the other. */
        double room = fmax(given - BETWEEN, 2.0), share = bars / (bars + map.height);
        ip_window_bars_lay_out(&of->bars, script->width, room * share);
        ip_map_clear(&map);
        laid_out = ip_map_lay_out(&map, of->energies, of->energy_count, script->width, room * (1.0 - share), by_value);
        natural = given;
    }
    if (laid_out) {
        script->height = natural;
        ip_script_add(script, both ? "set multiplot\n" : "");
        if (of->bars.count)
            ip_window_bars_add(script, &of->bars, both ? map.height + BETWEEN : 0.0);
        ip_script_add(script, both ? "unset label\nunset arrow\nunset xlabel\n" : "");
        if (of->energy_count)
            ip_map_add(script, &map, 0.0);
        ip_script_add(script, both ? "unset multiplot\n" : "");
    } else {
        ip_script_fail(script);
    }
    ip_map_clear(&map);
}

static void draw_tasks(ip_script *script, const ip_screened_row *const *rows, long count, bool by_value) {
    parts of;
    if (!part_rows(&of, rows, count))
        ip_script_fail(script);
    else if (of.energy_count + of.bars.count)
        draw_parts(script, &of, by_value);
    else
        ip_script_nothing(script, "no task has an answer");
    free(of.energies);
    free(of.windows);
    free(of.bars.list);
}

static void draw(ip_script *script, const ip_figure *figure) {
    const ip_figure_rows *all = ip_figure_rows_of(figure, &ip_screened_result);
    const ip_screened_row **rows = malloc(((size_t)all->count + 1) * sizeof *rows);
    for (long i = 0; i < all->count && rows; i++)
        rows[i] = ip_figure_at(all, i);
    if (!rows)
        ip_script_fail(script);
    else if (all->count && rows[0]->variable)
        ip_series_draw(script, rows, all->count);
    else
        draw_tasks(script, rows, all->count, figure->style.order == IP_FIGURE_BY_VALUE);
    free(rows);
}

const ip_figure_kind ip_screen_figure = {&ip_task_result, draw};
