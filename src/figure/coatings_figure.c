/* Layers by their two reactions: the one with the electrolyte and the one with the cathode; where only one of them was asked, by
 * that and the band gap. */
#include "figure.h"
#include "scatter.h"

#include <interphase/coating_row.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What lies along the two axes. */
typedef enum merit { MERIT_ELECTROLYTE, MERIT_CATHODE, MERIT_GAP } merit;

static double value_of(const ip_coating_row *row, merit of) {
    return of == MERIT_ELECTROLYTE ? row->electrolyte_reaction_energy
           : of == MERIT_CATHODE   ? row->cathode_reaction_energy
                                   : row->band_gap;
}

static double uncertainty_of(const ip_coating_row *row, merit of) {
    return of == MERIT_ELECTROLYTE ? row->electrolyte_reaction_energy_uncertainty
           : of == MERIT_CATHODE   ? row->cathode_reaction_energy_uncertainty
                                   : NAN;
}

/* Those that have a value; fewer than all where one is not known. */
static long fill_points(ip_scatter_point *points, const ip_figure_rows *all, const long *order, long count, merit x, merit y) {
    long found = 0;
    for (long i = 0; i < count; i++) {
        const ip_coating_row *row = ip_figure_at(all, order[i]);
        ip_scatter_point point = {.x = value_of(row, x), .y = value_of(row, y), .x_uncertainty = uncertainty_of(row, x),
                                  .y_uncertainty = uncertainty_of(row, y), .names = {row->formula, NULL}, .group = row->cathode,
                                  .gap = row->band_gap, .row = order[i]};
        if (isfinite(point.x) && isfinite(point.y))
            points[found++] = point;
    }
    return found;
}

static bool has_values(const ip_figure_rows *all, const long *order, long count, merit of) {
    for (long i = 0; i < count; i++)
        if (isfinite(value_of(ip_figure_at(all, order[i]), of)))
            return true;
    return false;
}

/* "reaction with NaCrO_{2} (eV/atom)", owned by the buffer. */
static ip_scatter_axis axis_of(merit of, const ip_scatter *scatter, ip_buffer *title) {
    static const char *const values[] = {"column('electrolyte_reaction_energy')", "column('cathode_reaction_energy')",
                                         "column('band_gap')"};
    static const char *const uncertainties[] = {"number('electrolyte_reaction_energy_uncertainty')",
                                                "number('cathode_reaction_energy_uncertainty')", NULL};
    if (of == MERIT_CATHODE && scatter->group_count == 1) {
        ip_buffer_add(title, "reaction with ");
        ip_script_formula(title, scatter->groups[0], 30.0, IP_SCRIPT_SMALL_TYPE);
        ip_buffer_add(title, " (eV/atom)");
    } else {
        ip_buffer_add(title, of == MERIT_GAP         ? "band gap (eV)"
                             : of == MERIT_CATHODE ? "reaction with the worst cathode (eV/atom)"
                                                   : "reaction with the electrolyte (eV/atom)");
    }
    ip_scatter_axis axis = {values[of], uncertainties[of], ip_buffer_text(title)};
    return axis;
}

static void draw_points(ip_script *script, ip_scatter_point *points, long count, const ip_figure_rows *all, merit x, merit y) {
    static const char columns[] = "rank,formula,band_gap,reduction_potential,oxidation_potential,electrolyte_reaction_energy,"
                                  "cathode_reaction_energy,worst_reaction_energy,cathode,electrolyte_reaction_energy_uncertainty,"
                                  "cathode_reaction_energy_uncertainty";
    ip_scatter scatter;
    ip_buffer titles[2] = {{0}};
    if (ip_scatter_lay_out(&scatter, points, count, script->width, script->height)) {
        ip_scatter_axis across = axis_of(x, &scatter, &titles[0]), up = axis_of(y, &scatter, &titles[1]);
        script->height = scatter.height;
        ip_scatter_add_data(script, all, columns, points, count);
        ip_scatter_add(script, &scatter, &across, &up, "worst cathode:");
    } else {
        ip_script_fail(script);
    }
    for (int i = 0; i < 2; i++) {
        if (titles[i].failed)
            ip_script_fail(script);
        ip_buffer_clear(&titles[i]);
    }
    ip_scatter_clear(&scatter);
}

static void draw(ip_script *script, const ip_figure *figure) {
    const ip_figure_rows *all = ip_figure_rows_of(figure, &ip_coating_result);
    long count;
    long *order = ip_figure_answered(script, figure, &count);
    ip_scatter_point *points = malloc(((size_t)count + 1) * sizeof *points);
    if (!order || !points) {
        ip_script_fail(script);
    } else {
        bool both = has_values(all, order, count, MERIT_CATHODE) && has_values(all, order, count, MERIT_ELECTROLYTE);
        merit x = has_values(all, order, count, MERIT_ELECTROLYTE) ? MERIT_ELECTROLYTE : MERIT_CATHODE,
              y = both ? MERIT_CATHODE : MERIT_GAP;
        count = fill_points(points, all, order, count, x, y);
        if (count)
            draw_points(script, points, count, all, x, y);
        else
            ip_script_nothing(script, "no layer with a reaction was found");
    }
    free(order);
    free(points);
}

const ip_figure_kind ip_coatings_figure = {&ip_coating_result, draw};
