/* Interfaces: energies over the fraction with every kink named, at each voltage that was asked for, and maps of ranges of
 * voltages. Knows rows of interfaces and of maps; curves are drawn in react_curves.c, maps in react_map.c. */
#include "react_figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* mm */
#define PLOT 44.0
#define LEAST_PLOT 13.0   /* where there is a list */
#define FLATTEST_PLOT 2.0 /* where the height is given */
#define LEAST_WIDTH 80.0
#define MAP_ABOVE 5.0
#define BELOW 9.0
#define BELOW_TWO_LINES 12.2
#define LARGEST_PART 0.4 /* of a height that is given that the list may take */
#define LEAST_LIST 4.2

/* Everything of a call. */
typedef struct react_layout {
    ip_react_curves curves;
    ip_react_map *maps;     /* [0 .. map_count-1], owned */
    ip_react_panel *panels; /* [0 .. panel_count-1]: of the maps, then one or two of curves; owned */
    long map_count, panel_count, across;
    double list; /* mm: height of the list at the bottom */
} react_layout;

static const ip_interface_row *row_at(const ip_figure_rows *all, const long *order, long index) {
    return ip_figure_at(all, order[index]);
}

/* ---- rows */

static bool is_worst(const ip_interface_row *row) {
    return row->range && strcmp(row->range, "worst") == 0;
}

/* Kinks at one voltage are a curve; the worst case of a range is a point of its map. */
static long find_curves(ip_react_curve *curves, const ip_interface_row **kinks, const ip_figure_rows *all, const long *order,
                        long count) {
    long made = 0;
    for (long i = 0; i < count; i++) {
        kinks[i] = row_at(all, order, i);
        if (is_worst(kinks[i]))
            continue;
        if (!i || is_worst(kinks[i - 1]) || !(kinks[i]->x > kinks[i - 1]->x))
            curves[made++] = (ip_react_curve){.kinks = &kinks[i], .first = i};
        ip_react_curve *curve = &curves[made - 1];
        if (kinks[i]->minimum == IP_FLAG_YES)
            curve->deepest = curve->count;
        curve->count++;
    }
    return made;
}

/* The rows of each range follow each other, and so do the worst cases of those that have an answer. */
static long find_maps(ip_react_map *maps, const ip_figure_rows *rows, const ip_figure_rows *all, const long *order, long count) {
    long made = 0;
    for (long i = 0; i < rows->count; i++) {
        const ip_interface_map_row *row = ip_figure_at(rows, i);
        if (!i || row[0].voltage < row[-1].voltage || row[0].range_low != row[-1].range_low ||
            row[0].range_high != row[-1].range_high)
            maps[made++] = (ip_react_map){.rows = row};
        maps[made - 1].count++;
    }
    for (long i = 0; i < count; i++) {
        const ip_interface_row *row = row_at(all, order, i);
        for (long m = 0; m < made && is_worst(row); m++)
            if (!maps[m].worst && row->voltage >= maps[m].rows->range_low && row->voltage <= maps[m].rows->range_high) {
                maps[m].worst = row;
                maps[m].worst_row = i;
                break;
            }
    }
    return made;
}

/* ---- layout */

static double title_width(const char *a, const char *b) {
    return ip_script_text_width("atomic fraction of  in the mixture with ", IP_SCRIPT_TYPE) +
           ip_script_formula_width(a, IP_SCRIPT_TYPE) + ip_script_formula_width(b, IP_SCRIPT_TYPE);
}

/* Heights of panels and list; the list has to be laid out again with every height of the plots. */
static void find_heights(ip_script *script, react_layout *layout) {
    long rows = (layout->panel_count + layout->across - 1) / layout->across;
    double around = 0.0, given = script->height, plot = PLOT;
    for (long i = 0; i < layout->panel_count; i += layout->across) {
        double above = 0.0;
        for (long k = i; k < i + layout->across && k < layout->panel_count; k++)
            above = fmax(above, layout->panels[k].above);
        for (long k = i; k < i + layout->across && k < layout->panel_count; k++)
            layout->panels[k].above = above;
        around += above + layout->panels[i].below;
    }
    /* Flat plots are better than plots that run out of the picture. */
    double least = fmin(LEAST_PLOT, fmax((given - around) / (double)rows, FLATTEST_PLOT));
    if (given > 0.0)
        plot = fmax((given - around) / (double)rows, least);
    for (int pass = 0; pass < 2; pass++) {
        for (long i = 0; i < layout->panel_count; i++)
            layout->panels[i].plot_height = plot;
        layout->list = ip_react_place(script, &layout->curves, &layout->panels[layout->map_count], script->width);
        if (!(given > 0.0) || layout->list == 0.0 || pass)
            break;
        double room =
            fmax(fmin(LARGEST_PART * given, given - around - (double)rows * least), given - around - (double)rows * PLOT);
        double list = fmin(layout->list, room);
        layout->curves.without_list = list < LEAST_LIST;
        layout->list = layout->curves.without_list ? 0.0 : list;
        plot = fmax((given - around - layout->list) / (double)rows, least);
        if (layout->curves.without_list)
            continue;
        for (long i = 0; i < layout->panel_count; i++)
            layout->panels[i].plot_height = plot;
        ip_react_place(script, &layout->curves, &layout->panels[layout->map_count], script->width);
        break;
    }
    double top = layout->list + around + plot * (double)rows;
    if (!(given > 0.0))
        script->height = top;
    top = script->height;
    for (long i = 0; i < layout->panel_count; i++) {
        ip_react_panel *panel = &layout->panels[i];
        double height = panel->above + panel->plot_height + panel->below;
        panel->y = top - height;
        if (i % layout->across == layout->across - 1)
            top -= height;
    }
}

static bool lay_out(ip_script *script, react_layout *layout, const char *a, const char *b) {
    int curve_panels = layout->curves.count ? ip_react_curve_panels(&layout->curves) : 0;
    layout->panel_count = layout->map_count + curve_panels;
    layout->panels = calloc((size_t)layout->panel_count + 1, sizeof *layout->panels);
    layout->across = layout->panel_count > 1 && script->width >= 2.0 * LEAST_WIDTH ? 2 : 1;
    if (!layout->panels) {
        ip_script_fail(script);
        return false;
    }
    for (long i = 0; i < layout->panel_count; i++) {
        ip_react_panel *panel = &layout->panels[i];
        panel->width = script->width / (double)layout->across;
        panel->below = title_width(a, b) <= panel->width - 2.0 ? BELOW : BELOW_TWO_LINES;
        panel->x = (double)(i % layout->across) * panel->width;
        panel->above =
            i < layout->map_count ? MAP_ABOVE : ip_react_key_height(&layout->curves, panel->width, i == layout->map_count);
    }
    find_heights(script, layout);
    return true;
}

/* ---- drawing */

static void add_title(ip_script *script, const ip_buffer *title, double middle, double y) {
    ip_script_add(script, "set label ");
    ip_script_add_quoted(script, title);
    ip_script_add_at(script, middle, y);
    ip_script_add(script, " center font type(%g)\n", IP_SCRIPT_TYPE);
}

/* "atomic fraction of A in the mixture with B", in one line or two. */
static void add_x_title(ip_script *script, const ip_react_panel *panel, double plot_width, const char *a, const char *b) {
    static const char *const words[] = {"atomic fraction of ", "in the mixture with "};
    const char *formulas[] = {a, b};
    ip_buffer title = {0};
    bool is_one = panel->below == BELOW;
    double room = panel->width - 2.0, y = panel->y + panel->below - 6.9;
    for (int i = 0; i < 2; i++) {
        double left = room - ip_script_text_width(words[i], IP_SCRIPT_TYPE);
        ip_script_text(&title, words[i], 0.0, IP_SCRIPT_TYPE);
        ip_script_formula(&title, formulas[i], is_one ? 0.0 : left, IP_SCRIPT_TYPE);
        if (is_one && !i) {
            ip_buffer_add(&title, " ");
            continue;
        }
        double width =
            is_one ? title_width(a, b) : room - left + fmin(ip_script_formula_width(formulas[i], IP_SCRIPT_TYPE), left);
        /* In the middle of the plot unless that is beyond the panel. */
        double middle = fmin(panel->x + IP_REACT_LEFT + 0.5 * plot_width, panel->x + panel->width - 1.0 - 0.5 * width);
        add_title(script, &title, fmax(middle, panel->x + 1.0 + 0.5 * width), y);
        y -= ip_script_line_height(IP_SCRIPT_TYPE);
        ip_buffer_empty(&title);
    }
    ip_buffer_clear(&title);
}

void ip_react_axes(ip_script *script, const ip_react_panel *panel, double plot_width, const char *a, const char *b,
                   const char *y_title, const char *metal) {
    add_x_title(script, panel, plot_width, a, b);
    ip_script_add(script, "set label ");
    if (y_title)
        ip_script_add(script, "%s", y_title);
    else if (panel->plot_height > ip_script_text_width("voltage against Na/Na+ (V)", IP_SCRIPT_TYPE))
        ip_script_add_voltage(script, metal);
    else
        ip_script_add(script, "'voltage (V)'");
    ip_script_add_at(script, panel->x + 2.2, panel->y + panel->below + 0.5 * panel->plot_height);
    ip_script_add(script, " center rotate by 90 font type(%g)\n", IP_SCRIPT_TYPE);
    ip_script_axis(script, "x", 0.0, 1.0, plot_width > 30.0 ? 5 : 2, 0.0);
}

static void draw_layout(ip_script *script, react_layout *layout, const ip_figure_rows *all, const long *order, long count) {
    const ip_interface_row *first = row_at(all, order, 0);
    if (!lay_out(script, layout, first->a, first->b))
        return;
    ip_script_data(script, "kinks", all->type,
                   "a,b,metal,voltage,range,x,reaction_energy,mutual_reaction_energy,reaction_energy_uncertainty,"
                   "mutual_reaction_energy_uncertainty,products,character,minimum",
                   all->rows, order, count);
    ip_script_add(script, "unset key\nset multiplot\n");
    for (long i = 0; i < layout->map_count; i++)
        ip_react_draw_map(script, &layout->maps[i], &layout->panels[i], (int)i + 1);
    if (layout->curves.count)
        ip_react_draw_curves(script, &layout->curves, &layout->panels[layout->map_count], layout->list);
    ip_script_add(script, "unset multiplot\n");
}

static void draw(ip_script *script, const ip_figure *figure) {
    const ip_figure_rows *all = ip_figure_rows_of(figure, &ip_interface_result);
    const ip_figure_rows *map_rows = ip_figure_rows_of(figure, &ip_interface_map_result);
    long count;
    long *order = ip_figure_answered(script, figure, &count);
    react_layout layout = {.curves.memory = figure->memory};
    const ip_interface_row **kinks = malloc(((size_t)count + 1) * sizeof *kinks);
    layout.curves.list = malloc(((size_t)count + 1) * sizeof *layout.curves.list);
    layout.maps = malloc(((size_t)map_rows->count + 1) * sizeof *layout.maps);
    if (!kinks || !layout.curves.list || !layout.maps) {
        ip_script_fail(script);
    } else if (order) {
        layout.curves.count = find_curves(layout.curves.list, kinks, all, order, count);
        layout.map_count = find_maps(layout.maps, map_rows, all, order, count);
        if (layout.map_count || layout.curves.count)
            draw_layout(script, &layout, all, order, count);
        else
            ip_script_nothing(script, "no interface was found");
    }
    ip_react_clear_curves(&layout.curves);
    free(layout.panels);
    free(layout.maps);
    free(layout.curves.list);
    free(kinks);
    free(order);
}

const ip_figure_kind ip_interface_figure = {&ip_interface_result, draw};
