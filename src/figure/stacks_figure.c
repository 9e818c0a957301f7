/* Stacks of two layers by their two sides: the worse interface of the cathode layer, and that of the anode layer with the
 * electrolyte. */
#include "figure.h"
#include "scatter.h"

#include <interphase/coating_stack_row.h>

#include <math.h>
#include <stdlib.h>

/* The layer with the smaller gap is the weaker one. */
static ip_scatter_point point_of(const ip_coating_stack_row *row, long index) {
    bool by_electrolyte = row->cathode_layer_electrolyte_energy <= row->cathode_layer_cathode_energy;
    bool any_unknown = isnan(row->anode_layer_band_gap) || isnan(row->cathode_layer_band_gap);
    ip_scatter_point point = {
        .x = by_electrolyte ? row->cathode_layer_electrolyte_energy : row->cathode_layer_cathode_energy,
        .y = row->anode_layer_electrolyte_energy,
        .x_uncertainty =
            by_electrolyte ? row->cathode_layer_electrolyte_energy_uncertainty : row->cathode_layer_cathode_energy_uncertainty,
        .y_uncertainty = row->anode_layer_electrolyte_energy_uncertainty,
        .names = {row->anode_layer, row->cathode_layer},
        .gap = any_unknown ? NAN : fmin(row->anode_layer_band_gap, row->cathode_layer_band_gap),
        .row = index,
    };
    return point;
}

static void draw_points(ip_script *script, ip_scatter_point *points, long count, const ip_figure_rows *all) {
    static const char columns[] =
        "rank,anode_layer,cathode_layer,worst_reaction_energy,anode_layer_electrolyte_energy,"
        "cathode_layer_electrolyte_energy,cathode_layer_cathode_energy,anode_layer_band_gap,cathode_layer_band_gap,"
        "anode_layer_electrolyte_energy_uncertainty,cathode_layer_electrolyte_energy_uncertainty,"
        "cathode_layer_cathode_energy_uncertainty";
#define WORSE "column('cathode_layer_electrolyte_energy') <= column('cathode_layer_cathode_energy') ? "
    static const ip_scatter_axis across = {WORSE
                                           "column('cathode_layer_electrolyte_energy') : column('cathode_layer_cathode_energy')",
                                           WORSE "number('cathode_layer_electrolyte_energy_uncertainty') : "
                                                 "number('cathode_layer_cathode_energy_uncertainty')",
                                           "cathode layer, its worse reaction (eV/atom)"};
    static const ip_scatter_axis up = {"column('anode_layer_electrolyte_energy')",
                                       "number('anode_layer_electrolyte_energy_uncertainty')",
                                       "anode layer and electrolyte (eV/atom)"};
    ip_scatter scatter;
    if (ip_scatter_lay_out(&scatter, points, count, script->width, script->height)) {
        script->height = scatter.height;
        ip_scatter_add_data(script, all, columns, points, count);
        ip_scatter_add(script, &scatter, &across, &up, "");
    } else {
        ip_script_fail(script);
    }
    ip_scatter_clear(&scatter);
}

static void draw(ip_script *script, const ip_figure *figure) {
    const ip_figure_rows *all = ip_figure_rows_of(figure, &ip_coating_stack_result);
    long count;
    long *order = ip_figure_answered(script, figure, &count);
    ip_scatter_point *points = malloc(((size_t)count + 1) * sizeof *points);
    for (long i = 0; i < count && order && points; i++)
        points[i] = point_of(ip_figure_at(all, order[i]), order[i]);
    if (!order || !points)
        ip_script_fail(script);
    else if (count)
        draw_points(script, points, count, all);
    else
        ip_script_nothing(script, "no stack was found");
    free(order);
    free(points);
}

const ip_figure_kind ip_stacks_figure = {&ip_coating_stack_result, draw};
