/* The figure of a screening, by what was asked: pairs as a map of energies. Knows points of tasks. */
#include "figure.h"
#include "map.h"

#include <stdlib.h>

static void draw_map(ip_script *script, const ip_figure *figure, const ip_screened_row *const *rows, long count) {
    ip_map map;
    if (ip_map_lay_out(&map, rows, count, script->width, script->height, figure->style.order == IP_FIGURE_BY_VALUE)) {
        script->height = map.height;
        ip_map_add(script, &map, 0.0);
    } else {
        ip_script_fail(script);
    }
    ip_map_clear(&map);
}

static void draw(ip_script *script, const ip_figure *figure) {
    const ip_figure_rows *all = ip_figure_rows_of(figure, &ip_screened_result);
    const ip_screened_row **rows = malloc(((size_t)all->count + 1) * sizeof *rows);
    for (long i = 0; i < all->count && rows; i++)
        rows[i] = ip_figure_at(all, i);
    if (!rows)
        ip_script_fail(script);
    else if (all->count)
        draw_map(script, figure, rows, all->count);
    else
        ip_script_nothing(script, "nothing was asked");
    free(rows);
}

const ip_figure_kind ip_screen_figure = {&ip_task_result, draw};
