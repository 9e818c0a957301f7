/* Stability windows as horizontal bars over the metal's potential, with ends that fade over their uncertainties and the products
 * written at both. Knows rows of windows, and how wide text comes out. */
#include "figure.h"
#include "window_bars.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* mm */
#define GAP 1.4
#define BARE_ROW 3.4
#define BAR 2.6
#define EDGE 2.0
#define RIGHT 3.0
#define AXIS 9.5
#define TITLE 7.5  /* of the axis, below it */
#define NARROW 1.5 /* between words and the edges of the picture */
#define KEY 4.0
#define HIGHEST 2400.0 /* of all rows: pictures of dots end somewhere */

/* More rows than these are a list to look along, without room for products. */
enum { MOST_WITH_PRODUCTS = 40, SHADES = 10, MOST_LINES = 4 };

static double or_zero(double value) {
    return value > 0.0 && isfinite(value) ? value : 0.0;
}

static bool has_window(const ip_window_row *row) {
    return !isnan(row->reduction_potential);
}

/* The axis ends at a round number beyond the last edge. */
static double find_top(const ip_window_bars *bars) {
    double top = 1.0;
    for (long i = 0; i < bars->count; i++) {
        const ip_window_row *row = bars->list[i].row;
        double ends[] = {row->reduction_potential + or_zero(row->reduction_potential_uncertainty),
                         row->oxidation_potential + or_zero(row->oxidation_potential_uncertainty)};
        for (int e = 0; e < 2; e++)
            if (isfinite(ends[e]) && ends[e] > top)
                top = ends[e];
    }
    return ceil((top + 0.1) * 2.0) / 2.0;
}

/* ---- heights */

static int count_lines(const ip_row_products *products, const char *formula, double room, double points) {
    ip_buffer lines[MOST_LINES] = {{0}};
    int count = formula ? ip_script_fold_formula(lines, MOST_LINES, formula, room, points)
                        : ip_script_fold_products(lines, MOST_LINES, *products, room, points);
    for (int i = 0; i < MOST_LINES; i++)
        ip_buffer_clear(&lines[i]);
    return count;
}

/* Rows are as high as their lines; where the height is given, products stay away where that is too little. */
static double find_heights(ip_window_bars *bars, double given) {
    double line = ip_script_line_height(IP_SCRIPT_SMALL_TYPE), label = ip_script_line_height(IP_SCRIPT_TYPE), total = 0.0;
    for (long i = 0; i < bars->count; i++) {
        ip_window_bar *bar = &bars->list[i];
        bar->label_lines = bars->with_products ? count_lines(NULL, bar->row->formula, bars->left - 3.0, IP_SCRIPT_TYPE) : 1;
        bar->lower_lines =
            bars->with_products ? count_lines(&bar->row->reduction_products, NULL, bars->plot, IP_SCRIPT_SMALL_TYPE) : 0;
        bar->upper_lines =
            bars->with_products ? count_lines(&bar->row->oxidation_products, NULL, bars->plot, IP_SCRIPT_SMALL_TYPE) : 0;
        /* A lane for each of both, used or not, keeps the bars at even distances. */
        int lower = bar->lower_lines > 1 ? bar->lower_lines : 1, upper = bar->upper_lines > 1 ? bar->upper_lines : 1;
        bar->height = bars->with_products ? GAP + BAR + (lower + upper) * line : BARE_ROW;
        bar->height = fmax(bar->height, GAP + bar->label_lines * label * (bars->with_products ? 1.0 : 0.5));
        total += bar->height;
    }
    if (given > 0.0 && total > given && bars->with_products) {
        bars->with_products = false;
        return find_heights(bars, given);
    }
    double scale = given > 0.0 ? given / total : 1.0, below = given > 0.0 ? given : total;
    for (long i = 0; i < bars->count; i++) {
        ip_window_bar *bar = &bars->list[i];
        int lower = bar->lower_lines > 1 ? bar->lower_lines : 1, upper = bar->upper_lines > 1 ? bar->upper_lines : 1;
        bar->height *= scale;
        below -= bar->height;
        bar->middle = below + 0.5 * bar->height + (bars->with_products ? 0.5 * (lower - upper) * line : 0.0);
    }
    return given > 0.0 ? given : total;
}

/* ---- what is drawn */

static double bar_height(const ip_window_bars *bars, const ip_window_bar *bar) {
    return bars->with_products ? BAR : fmin(BAR, 0.8 * bar->height);
}

/* From the faint outermost to the full colour inside, each on top of the one before, so that no seams show. */
static void add_shades(ip_script *script, const ip_window_bars *bars, const ip_window_bar *bar) {
    const ip_window_row *row = bar->row;
    double top = bars->top_voltage, half = 0.5 * bar_height(bars, bar);
    double low = or_zero(row->reduction_potential_uncertainty), high = or_zero(row->oxidation_potential_uncertainty);
    bool own = row->stable == IP_FLAG_YES;
    int count = low > 0.0 || high > 0.0 ? SHADES : 1;
    for (int i = 0; i < count; i++) {
        double inward = count == 1 ? 0.0 : 2.0 * (i + 0.5) / count - 1.0, part = (i + 1.0) / count;
        double from = fmax(row->reduction_potential + inward * low, 0.0);
        double to = isfinite(row->oxidation_potential) ? fmin(row->oxidation_potential - inward * high, top) : top;
        static const int colours[2][3] = {{0x56, 0xb4, 0xe9}, {0xb4, 0xb4, 0xb4}};
        const int *full = colours[!own];
        int colour = 0;
        for (int c = 0; c < 3; c++)
            colour = colour * 256 + (int)lround(255.0 + part * (full[c] - 255));
        if (from < to)
            ip_script_add(script, "%.6f,%.4f,%.6f,%.6f,%.4f,%.4f,%d\n", 0.5 * (from + to), bar->middle, from, to,
                          bar->middle - half, bar->middle + half, colour);
    }
}

/* Products at an edge: outside the window where there is room, else along the edge of the plot. */
static void add_products(ip_script *script, const ip_window_bars *bars, const ip_window_bar *bar, bool upper) {
    const ip_row_products *products = upper ? &bar->row->oxidation_products : &bar->row->reduction_products;
    double voltage = upper ? bar->row->oxidation_potential : bar->row->reduction_potential;
    double line = ip_script_line_height(IP_SCRIPT_SMALL_TYPE),
           at = fmin(voltage, bars->top_voltage) / bars->top_voltage * bars->plot;
    double width = fmin(ip_script_products_width(*products, IP_SCRIPT_SMALL_TYPE), bars->plot);
    double start = fmax(fmin(upper ? at + 0.4 : at - width, bars->plot - width), 0.3);
    ip_buffer lines[MOST_LINES] = {{0}};
    int count = ip_script_fold_products(lines, MOST_LINES, *products, bars->plot - 0.6, IP_SCRIPT_SMALL_TYPE);
    for (int i = 0; i < count; i++) {
        double distance = 0.5 * BAR + line * (0.55 + (upper ? count - 1 - i : i));
        ip_script_add(script, "set label ");
        ip_script_add_quoted(script, &lines[i]);
        ip_script_add(script, " at %.6f,%.4f left font type(%g) textcolor rgb '%s'\n", start / bars->plot * bars->top_voltage,
                      bar->middle + (upper ? distance : -distance), IP_SCRIPT_SMALL_TYPE, upper ? IP_VERMILION : IP_BLUE);
        ip_buffer_clear(&lines[i]);
    }
}

static void add_formula(ip_script *script, const ip_window_bars *bars, const ip_window_bar *bar, double points) {
    ip_buffer lines[MOST_LINES] = {{0}};
    int count = ip_script_fold_formula(lines, bar->label_lines, bar->row->formula, bars->left - 3.0, points);
    for (int i = 0; i < count; i++) {
        double up = (0.5 * (count - 1) - i) * ip_script_line_height(points);
        ip_script_add(script, "set label ");
        ip_script_add_quoted(script, &lines[i]);
        ip_script_add(script, " at screen %.6f, first %.4f right font type(%g)\n", (bars->left - 1.2) / script->width,
                      bar->middle + up, points);
        ip_buffer_clear(&lines[i]);
    }
}

static void add_axis(ip_script *script, const ip_window_bars *bars, double bottom) {
    const char *metal = bars->list[0].row->metal;
    bool same = true;
    for (long i = 0; i < bars->count; i++)
        same = same && bars->list[i].row->metal && strcmp(bars->list[i].row->metal, metal) == 0;
    double wide =
        ip_script_text_width(same ? "voltage against Mg/Mg2+ (V)" : "voltage against each one's metal (V)", IP_SCRIPT_TYPE);
    double room = script->width - 2.0 * NARROW, middle = 0.5 * (bars->left + script->width - RIGHT);
    /* No xlabel: its distance from the numbers is another one in each form of picture. In narrow ones it leaves the middle, and
     * is smaller. */
    ip_script_add(script, "set xrange [0:%g]\nset label ", bars->top_voltage);
    ip_script_add_voltage(script, same ? metal : NULL);
    ip_script_add_at(script, fmin(middle, fmax(script->width - NARROW - 0.5 * wide, 0.5 * script->width)),
                     bottom + bars->below - TITLE);
    ip_script_add(script, " center font type(%.3g)\nset xtics offset 0,0.2\nset yrange [0:%.4f]\nunset ytics\n",
                  IP_SCRIPT_TYPE * fmin(room / wide, 1.0), bars->height);
}

/* What a colour alone would say is said in words. */
static void add_key(ip_script *script, const ip_window_bars *bars, double bottom) {
    static const char *const words[] = {"grey: not stable itself; range of its decomposition products",
                                        "grey: not stable itself"};
    double room = script->width - 2.0 * NARROW;
    if (!bars->has_foreign)
        return;
    ip_script_add(script, "set label ");
    ip_script_add_text(script, words[ip_script_text_width(words[0], IP_SCRIPT_SMALL_TYPE) > room], room, IP_SCRIPT_SMALL_TYPE);
    ip_script_add_at(script, NARROW, bottom + 2.0);
    ip_script_add(script, " left font type(%g)\n", IP_SCRIPT_SMALL_TYPE);
}

static void add_plot(ip_script *script, const ip_window_bars *bars) {
    ip_script_add(script, "$shades << END_OF_DATA\nvoltage,row,from,to,bottom,top,colour\n");
    for (long i = 0; i < bars->count; i++)
        if (has_window(bars->list[i].row))
            add_shades(script, bars, &bars->list[i]);
    ip_script_add(script, "END_OF_DATA\narray middle[%ld]\narray bar[%ld]\n", bars->count, bars->count);
    for (long i = 0; i < bars->count; i++)
        ip_script_add(script, "middle[%ld] = %.4f; bar[%ld] = %.4f\n", i + 1, bars->list[i].middle, i + 1,
                      bar_height(bars, &bars->list[i]));
    ip_script_add(
        script,
        "edge(name) = stringcolumn(name) eq 'inf' ? NaN : column(name)\n"
        "plot $shades using 1:2:3:4:5:6:7 with boxxyerror linecolor rgb variable notitle, \\\n"
        " for [name in 'reduction_potential oxidation_potential'] $windows using (edge(name)):"
        "(middle[$0+1]-bar[$0+1]/2):(0):(bar[$0+1]) with vectors nohead linewidth 1.5 linecolor rgb '" IP_BLACK "' notitle, \\\n"
        " $windows using (stringcolumn('oxidation_potential') eq 'inf' ? %g : NaN):(middle[$0+1]):(%g):(0) with vectors "
        "filled head size screen 0.012,20 linewidth 1.5 linecolor rgb '" IP_BLACK "' notitle\n",
        bars->top_voltage * 0.97, bars->top_voltage * 0.03);
}

void ip_window_bars_lay_out(ip_window_bars *bars, double width, double height) {
    double widest = 0.0;
    for (long i = 0; i < bars->count; i++) {
        const ip_window_row *row = bars->list[i].row;
        widest = fmax(widest, ip_script_formula_width(row->formula, IP_SCRIPT_TYPE));
        bars->has_foreign = bars->has_foreign || row->stable != IP_FLAG_YES;
        bars->with_products = bars->with_products || row->reduction_products.count > 0 || row->oxidation_products.count > 0;
    }
    bars->below = AXIS + (bars->has_foreign ? KEY : 0.0);
    bars->left = fmin(widest, 0.3 * width) + 3.2;
    bars->plot = width - bars->left - RIGHT;
    bars->with_products = bars->with_products && bars->count <= MOST_WITH_PRODUCTS;
    double given = height > 0.0                               ? fmax(height - bars->below - EDGE, 1.0)
                   : BARE_ROW * (double)bars->count > HIGHEST ? HIGHEST
                                                              : 0.0;
    bars->height = find_heights(bars, given);
    bars->picture = height > 0.0 ? height : bars->height + bars->below + EDGE;
    bars->top_voltage = find_top(bars);
}

static void add_data(ip_script *script, const ip_window_bars *bars) {
    static const char columns[] = "reduction_potential,oxidation_potential,width,reduction_potential_uncertainty,"
                                  "oxidation_potential_uncertainty,formula,metal,stable,reduction_products,oxidation_products";
    ip_script_add(script, "$windows << END_OF_DATA\n%s\n", columns);
    for (long i = 0; i < bars->count; i++) {
        ip_script_add_cells(script, &ip_window_result, columns, bars->list[i].row);
        ip_script_add(script, "\n");
    }
    ip_script_add(script, "END_OF_DATA\n");
}

void ip_window_bars_add(ip_script *script, const ip_window_bars *bars, double bottom) {
    ip_script_margins(script, bars->left, RIGHT, bottom + bars->below, script->height - bottom - bars->picture + EDGE);
    add_data(script, bars);
    add_axis(script, bars, bottom);
    /* Labels that would run into each other are of no use. */
    double points =
        fmin(IP_SCRIPT_TYPE, IP_SCRIPT_TYPE * bars->list[bars->count - 1].height / ip_script_line_height(IP_SCRIPT_TYPE));
    for (long i = 0; i < bars->count; i++) {
        if (points >= 2.0)
            add_formula(script, bars, &bars->list[i], points);
        for (int upper = 0; upper < 2 && bars->with_products && has_window(bars->list[i].row); upper++)
            add_products(script, bars, &bars->list[i], upper == 1);
    }
    add_key(script, bars, bottom);
    add_plot(script, bars);
}

/* ---- order */

static int compare_width(const void *a, const void *b) {
    const ip_window_bar *first = a, *second = b;
    double left = isnan(first->row->width) ? -1.0 : first->row->width,
           right = isnan(second->row->width) ? -1.0 : second->row->width;
    if (left != right)
        return left > right ? -1 : 1;
    int names = strcmp(first->row->formula, second->row->formula);
    return names ? names : (first->row > second->row) - (first->row < second->row);
}

void ip_window_bars_sort(ip_window_bars *bars) {
    qsort(bars->list, (size_t)bars->count, sizeof *bars->list, compare_width);
}

static void draw(ip_script *script, const ip_figure *figure) {
    const ip_figure_rows *all = ip_figure_rows_of(figure, &ip_window_result);
    ip_window_bars bars = {0};
    long *order = ip_figure_answered(script, figure, &bars.count);
    bars.list = calloc((size_t)bars.count + 1, sizeof *bars.list);
    if (!bars.list)
        ip_script_fail(script);
    for (long i = 0; i < bars.count && order && bars.list; i++)
        bars.list[i].row = ip_figure_at(all, order[i]);
    if (order && bars.list && bars.count) {
        if (figure->style.order == IP_FIGURE_BY_VALUE)
            ip_window_bars_sort(&bars);
        ip_window_bars_lay_out(&bars, script->width, script->height);
        script->height = bars.picture;
        ip_window_bars_add(script, &bars, 0.0);
    } else if (order && bars.list) {
        ip_script_nothing(script, "no window was found");
    }
    free(order);
    free(bars.list);
}

const ip_figure_kind ip_window_figure = {&ip_window_result, draw};
