/* Stability windows as horizontal bars over the metal's potential, with ends that fade over their uncertainties and the products
 * written at both. Knows rows of windows, and how wide text comes out. */
#include "figure.h"

#include <interphase/window_row.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* mm */
#define ROW_WITH_PRODUCTS 9.4
#define ROW_BARE 3.4
#define BAR 2.6
#define EDGE 2.0
#define AXIS 8.5
#define KEY 4.0

/* More rows than these are a list to look along, without room for products. */
enum { MOST_WITH_PRODUCTS = 40, SHADES = 10 };

typedef struct bars {
    const ip_window_row *const *rows; /* [0 .. count-1], from the top */
    long count;
    double left, row; /* mm: of the plot's edge, of a row */
    double top_voltage;
    bool with_products, has_foreign; /* windows of decomposition products are among them */
} bars;

static double or_zero(double value) {
    return value > 0.0 && isfinite(value) ? value : 0.0;
}

static bool has_window(const ip_window_row *row) {
    return !isnan(row->reduction_potential);
}

/* The axis ends at a round number beyond the last edge. */
static double find_top(const bars *layout) {
    double top = 1.0;
    for (long i = 0; i < layout->count; i++) {
        const ip_window_row *row = layout->rows[i];
        double ends[] = {row->reduction_potential + or_zero(row->reduction_potential_uncertainty),
                         row->oxidation_potential + or_zero(row->oxidation_potential_uncertainty)};
        for (int e = 0; e < 2; e++)
            if (isfinite(ends[e]) && ends[e] > top)
                top = ends[e];
    }
    return ceil((top + 0.1) * 2.0) / 2.0;
}

static double y_of(const bars *layout, long index) {
    return (double)(layout->count - index);
}

/* From the faint outermost to the full colour inside, each on top of the one before, so that no seams show. */
static void add_shades(ip_script *script, const bars *layout, long index) {
    const ip_window_row *row = layout->rows[index];
    double top = layout->top_voltage, half = 0.5 * BAR / layout->row, y = y_of(layout, index);
    double low = or_zero(row->reduction_potential_uncertainty), high = or_zero(row->oxidation_potential_uncertainty);
    bool own = row->stable == IP_FLAG_YES;
    int count = low > 0.0 || high > 0.0 ? SHADES : 1;
    for (int i = 0; i < count; i++) {
        double inward = count == 1 ? 0.0 : 2.0 * (i + 0.5) / count - 1.0, part = (i + 1.0) / count;
        double from = fmax(row->reduction_potential + inward * low, 0.0);
        double to = isfinite(row->oxidation_potential) ? fmin(row->oxidation_potential - inward * high, top) : top;
        static const int colours[2][3] = {{0x56, 0xb4, 0xe9}, {0xc4, 0xc4, 0xc4}};
        const int *full = colours[!own];
        int colour = 0;
        for (int c = 0; c < 3; c++)
            colour = colour * 256 + (int)lround(255.0 + part * (full[c] - 255));
        if (from < to)
            ip_script_add(script, "%.6f,%.4f,%.6f,%.6f,%.4f,%.4f,%d\n", 0.5 * (from + to), y, from, to, y - half, y + half, colour);
    }
}

static void add_label(ip_script *script, const bars *layout, const ip_row_products *products, double voltage, long index,
                      bool upper) {
    double plot = script->width - layout->left - EDGE, per_volt = plot / layout->top_voltage;
    double width = ip_script_products_width(*products, IP_SCRIPT_SMALL_TYPE), at = fmin(voltage, layout->top_voltage) * per_volt;
    double offset = 0.5 * BAR + 0.55 * ip_script_line_height(IP_SCRIPT_SMALL_TYPE);
    if (products->count <= 0)
        return;
    /* Outside the window where there is room, else along the edge of the plot. */
    double start = upper ? at : at - width;
    start = fmax(fmin(start, plot - width), 0.0);
    ip_script_add(script, "set label ");
    ip_script_add_products(script, *products, plot, IP_SCRIPT_SMALL_TYPE);
    ip_script_add(script, " at %.6f,%.4f left font type(%g) textcolor rgb '%s'\n", (upper && start == at ? start + 0.4 : start) / per_volt,
                  y_of(layout, index) + (upper ? offset : -offset) / layout->row, IP_SCRIPT_SMALL_TYPE,
                  upper ? IP_VERMILION : IP_BLUE);
}

static void add_tics(ip_script *script, const bars *layout) {
    ip_script_add(script, "set ytics (");
    for (long i = 0; i < layout->count; i++) {
        ip_script_add(script, i ? ", " : "");
        ip_script_add_formula(script, layout->rows[i]->formula, layout->left - 3.0, IP_SCRIPT_TYPE);
        ip_script_add(script, " %g", y_of(layout, i));
    }
    ip_script_add(script, ") scale 0\n");
}

static void add_axis(ip_script *script, const bars *layout) {
    const char *metal = layout->rows[0]->metal;
    bool same = true;
    for (long i = 0; i < layout->count; i++)
        same = same && layout->rows[i]->metal && strcmp(layout->rows[i]->metal, metal) == 0;
    ip_script_add(script, "set xrange [0:%g]\nset xlabel ", layout->top_voltage);
    ip_script_add_voltage(script, same ? metal : NULL);
    ip_script_add(script, " offset 0,0.3\nset yrange [0.5:%g]\n", (double)layout->count + 0.5);
}

/* Which rows the wider end of a fade belongs to is said by colour alone; this says it in words. */
static void add_key(ip_script *script, const bars *layout) {
    if (!layout->has_foreign)
        return;
    ip_script_add(script, "set label 'grey: not stable itself; range of its decomposition products' at screen %.5f,%.5f left "
                          "font type(%g)\n", 1.5 / script->width, 2.0 / script->height, IP_SCRIPT_SMALL_TYPE);
}

static void add_plot(ip_script *script, const bars *layout) {
    ip_script_add(script, "$shades << END_OF_DATA\nvoltage,row,from,to,bottom,top,colour\n");
    for (long i = 0; i < layout->count; i++)
        if (has_window(layout->rows[i]))
            add_shades(script, layout, i);
    ip_script_add(script, "END_OF_DATA\n");
    double half = 0.5 * BAR / layout->row;
    ip_script_add(script, "edge(name) = stringcolumn(name) eq 'inf' ? NaN : column(name)\n"
                          "plot $shades using 1:2:3:4:5:6:7 with boxxyerror linecolor rgb variable notitle, \\\n"
                          " for [name in 'reduction_potential oxidation_potential'] $windows using (edge(name)):(%ld-$0-%.4f):(0):(%.4f) "
                          "with vectors nohead linewidth 1.5 linecolor rgb '" IP_BLACK "' notitle, \\\n"
                          " $windows using (stringcolumn('oxidation_potential') eq 'inf' ? %g : NaN):(%ld-$0):(%g):(0) with vectors "
                          "filled head size screen 0.012,20 linewidth 1.5 linecolor rgb '" IP_BLACK "' notitle\n",
                  layout->count, half, 2.0 * half, layout->top_voltage * 0.97, layout->count, layout->top_voltage * 0.03);
}

static int compare_width(const void *a, const void *b) {
    const ip_window_row *first = *(const ip_window_row *const *)a, *second = *(const ip_window_row *const *)b;
    double left = isnan(first->width) ? -1.0 : first->width, right = isnan(second->width) ? -1.0 : second->width;
    if (left != right)
        return left > right ? -1 : 1;
    return strcmp(first->formula, second->formula);
}

static void draw_rows(ip_script *script, bars *layout, const ip_figure *figure, const long *order) {
    double widest = 0.0;
    for (long i = 0; i < layout->count; i++) {
        widest = fmax(widest, ip_script_formula_width(layout->rows[i]->formula, IP_SCRIPT_TYPE));
        layout->has_foreign = layout->has_foreign || layout->rows[i]->stable != IP_FLAG_YES;
    }
    double edges = EDGE + AXIS + (layout->has_foreign ? KEY : 0.0);
    layout->left = fmin(widest, 0.35 * script->width) + 3.0;
    layout->with_products = layout->count <= MOST_WITH_PRODUCTS;
    layout->row = layout->with_products ? ROW_WITH_PRODUCTS : ROW_BARE;
    if (script->height > 0.0) {
        layout->row = (script->height - edges) / (double)layout->count;
        layout->with_products = layout->row >= ROW_WITH_PRODUCTS - 0.8;
    } else {
        script->height = edges + layout->row * (double)layout->count;
    }
    layout->top_voltage = find_top(layout);
    ip_script_margins(script, layout->left, EDGE, AXIS + (layout->has_foreign ? KEY : 0.0), EDGE);
    ip_script_data(script, "windows", &ip_window_result,
                   "reduction_potential,oxidation_potential,width,reduction_potential_uncertainty,oxidation_potential_uncertainty,"
                   "formula,metal,stable,reduction_products,oxidation_products", ip_figure_rows_of(figure, &ip_window_result)->rows,
                   order, layout->count);
    add_axis(script, layout);
    add_tics(script, layout);
    for (long i = 0; i < layout->count && layout->with_products; i++) {
        const ip_window_row *row = layout->rows[i];
        if (!has_window(row))
            continue;
        add_label(script, layout, &row->reduction_products, row->reduction_potential, i, false);
        add_label(script, layout, &row->oxidation_products, row->oxidation_potential, i, true);
    }
    add_key(script, layout);
    add_plot(script, layout);
}

static void draw(ip_script *script, const ip_figure *figure) {
    const ip_figure_rows *all = ip_figure_rows_of(figure, &ip_window_result);
    bars layout = {0};
    long *order = ip_figure_answered(script, figure, &layout.count);
    const ip_window_row **rows = malloc(((size_t)layout.count + 1) * sizeof *rows);
    if (!rows)
        ip_script_fail(script);
    for (long i = 0; i < layout.count && order && rows; i++)
        rows[i] = ip_figure_at(all, order[i]);
    if (order && rows && figure->style.order == IP_FIGURE_BY_VALUE) {
        qsort(rows, (size_t)layout.count, sizeof *rows, compare_width);
        for (long i = 0; i < layout.count; i++)
            order[i] = rows[i] - (const ip_window_row *)(const void *)all->rows;
    }
    layout.rows = rows;
    if (order && rows && layout.count)
        draw_rows(script, &layout, figure, order);
    else if (order && rows)
        ip_script_nothing(script, "no window was found");
    free(order);
    free(rows);
}

const ip_figure_kind ip_window_figure = {&ip_window_result, draw};
