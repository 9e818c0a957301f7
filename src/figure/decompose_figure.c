/* Decompositions: which phases, and how much of each, over a range of voltages, with what is taken up of the metal above; and of
 * single answers as bars. Knows rows of decompositions; slabs and their names are those of decompose_slabs.c. */
#include "decompose_figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* mm */
#define LEFT 14.0
#define RIGHT 4.5
#define BOTTOM 9.0
#define TITLE 5.0
#define UPTAKE 12.0
#define BETWEEN 2.6
#define SHARES 42.0
#define LEAST_SHARES 12.0
#define SHORT 28.0 /* of slabs beside which there is little room for a title */
#define BAR_ROW 6.0
#define THIN_ROW 3.4
#define TALLEST 2500.0 /* of a picture whose height nobody asked for: larger ones cannot be made as PNG */
#define LEAST_LIST 4.2
#define LARGEST_PART 0.4 /* of a panel whose height is given that its list may take */

/* More bars than these are a list to look along. */
enum { MOST_BARS = 40, MOST_SEAMS = 150 };

/* Plateaus of a range, or single answers that follow each other. */
typedef struct shares_panel {
    const ip_decomposition_row **rows; /* [0 .. count-1], borrowed */
    long count, first;                 /* of its rows in the data */
    bool is_range;
    double y, height;          /* mm */
    double left, shares, list; /* mm: of the plot's edge, heights of the slabs and of the list */
    ip_slabs slabs;
    ip_legend legend;
} shares_panel;

static bool of_range(const ip_decomposition_row *row) {
    return row->plateau != IP_NO_COUNT;
}

/* ---- rows */

static bool begins(const ip_decomposition_row *row, const ip_decomposition_row *before) {
    if (!before || of_range(row) != of_range(before))
        return true;
    return of_range(row) && (row->voltage < before->voltage || strcmp(row->formula, before->formula) != 0);
}

static long make_panels(shares_panel *panels, const ip_decomposition_row **rows, const ip_figure_rows *all, const long *order,
                        long count) {
    long made = 0;
    for (long i = 0; i < count; i++) {
        rows[i] = ip_figure_at(all, order[i]);
        if (begins(rows[i], i ? rows[i - 1] : NULL))
            panels[made++] = (shares_panel){.rows = &rows[i], .first = i, .is_range = of_range(rows[i])};
        panels[made - 1].count++;
    }
    return made;
}

/* Both ends of a plateau are rows, with the same products. */
static void add_slabs(shares_panel *panel) {
    const ip_decomposition_row **rows = panel->rows;
    for (long i = 0; i + 1 < panel->count && panel->is_range; i += 2)
        ip_slabs_expect(&panel->slabs, rows[i]->products, rows[i + 1]->voltage - rows[i]->voltage);
    for (long i = 0; i < panel->count && !panel->is_range; i++)
        ip_slabs_expect(&panel->slabs, rows[i]->products, 1.0);
    ip_slabs_begin(&panel->slabs);
    for (long i = 0; i + 1 < panel->count && panel->is_range; i += 2)
        ip_slabs_add(&panel->slabs, rows[i]->products, rows[i]->voltage, rows[i + 1]->voltage, false);
    for (long i = 0; i < panel->count && !panel->is_range; i++) {
        double middle = (double)(panel->count - i);
        ip_slabs_add(&panel->slabs, rows[i]->products, middle - 0.4, middle + 0.4, true);
    }
    ip_slabs_colour(&panel->slabs);
}

/* ---- layout */

/* "Na3PS4, 1.2 V" as enhanced text. */
static void write_subject(ip_buffer *out, const ip_decomposition_row *row, double room) {
    char voltage[40] = "";
    if (!isnan(row->voltage))
        snprintf(voltage, sizeof voltage, ", %.4g V", row->voltage);
    double behind = ip_script_text_width(voltage, IP_SCRIPT_SMALL_TYPE);
    ip_script_formula(out, row->formula, fmax(room - behind, 3.0), IP_SCRIPT_SMALL_TYPE);
    ip_script_text(out, voltage, 0.0, IP_SCRIPT_SMALL_TYPE);
}

static double subject_width(const ip_decomposition_row *row) {
    return ip_script_formula_width(row->formula, IP_SCRIPT_SMALL_TYPE) +
           (isnan(row->voltage) ? 0.0 : ip_script_text_width(", 0.0000 V", IP_SCRIPT_SMALL_TYPE));
}

static double find_left(const ip_script *script, const shares_panel *panel) {
    double widest = 0.0;
    if (panel->is_range)
        return LEFT;
    for (long i = 0; i < panel->count; i++)
        widest = fmax(widest, subject_width(panel->rows[i]));
    return fmin(widest, 0.4 * script->width) + 3.1; /* a hair more than names need, for rounding */
}

static double around(const shares_panel *panel) {
    return BOTTOM + (panel->is_range ? TITLE + UPTAKE + BETWEEN : 2.0);
}

static double plot_width(const ip_script *script, const shares_panel *panel) {
    return script->width - panel->left - RIGHT;
}

/* Names the slabs of a panel of some height, and lays out its list. */
static void name_slabs(ip_script *script, shares_panel *panel, const ip_figure *figure) {
    double x_range = panel->is_range ? panel->rows[panel->count - 1]->voltage - panel->rows[0]->voltage : 100.0;
    double y_range = panel->is_range ? 100.0 : (double)panel->count;
    ip_legend_clear(&panel->legend);
    ip_slabs_name(&panel->slabs, &panel->legend, figure->memory, script->width - 4.0, plot_width(script, panel) / x_range,
                  panel->shares / y_range);
    panel->list = ip_legend_layout(&panel->legend, script->width - 4.0);
    if (panel->legend.failed)
        ip_script_fail(script);
}

/* `given` is the height that the panel has to have, 0 for any. */
static void lay_out(ip_script *script, shares_panel *panel, const ip_figure *figure, double given) {
    double row = panel->count > MOST_BARS ? THIN_ROW : BAR_ROW;
    add_slabs(panel);
    panel->left = find_left(script, panel);
    panel->shares = panel->is_range ? SHARES : row * (double)panel->count;
    if (given > 0.0)
        panel->shares = fmax(given - around(panel), LEAST_SHARES);
    name_slabs(script, panel, figure);
    if (given > 0.0 && panel->list > 0.0) {
        double list = fmin(panel->list, fmin(LARGEST_PART * given, given - around(panel) - LEAST_SHARES));
        list = list < LEAST_LIST ? 0.0 : list;
        panel->shares = fmax(given - around(panel) - list, LEAST_SHARES);
        name_slabs(script, panel, figure);
        panel->list = list;
    }
    panel->height = around(panel) + panel->shares + panel->list;
}

/* ---- drawing */

/* The formula, and what the upper plot shows. */
static void add_title(ip_script *script, const shares_panel *panel) {
    char uptake[64];
    double y = panel->y + panel->height - 0.5 * TITLE;
    snprintf(uptake, sizeof uptake, "uptake of %.8s per formula unit", panel->rows[0]->metal);
    double room = script->width - panel->left - RIGHT - ip_script_text_width(uptake, IP_SCRIPT_SMALL_TYPE) - 2.0;
    ip_script_add(script, "set label ");
    ip_script_add_formula(script, panel->rows[0]->formula, fmax(room, 5.0), IP_SCRIPT_TYPE);
    ip_script_add_at(script, panel->left, y);
    ip_script_add(script, " left font type(%g)\nset label ", IP_SCRIPT_TYPE);
    ip_script_add_text(script, uptake, 0.0, IP_SCRIPT_SMALL_TYPE);
    ip_script_add_at(script, script->width - RIGHT, y);
    ip_script_add(script, " right font type(%g) textcolor rgb '" IP_BLUE "'\n", IP_SCRIPT_SMALL_TYPE);
}

static void add_y_title(ip_script *script, const char *text, double y, double room) {
    ip_script_add(script, "set label ");
    ip_script_add_text(script, text, room + 6.0, IP_SCRIPT_SMALL_TYPE);
    ip_script_add_at(script, 2.0, y);
    ip_script_add(script, " center rotate by 90 font type(%g)\n", IP_SCRIPT_SMALL_TYPE);
}

static double plot_bottom(const shares_panel *panel) {
    return panel->y + panel->list + BOTTOM;
}

static void add_x_title(ip_script *script, const shares_panel *panel) {
    ip_script_add(script, "set label ");
    if (panel->is_range)
        ip_script_add_voltage(script, panel->rows[0]->metal);
    else
        ip_script_add(script, "'share of the products'' atoms (%%)'");
    ip_script_add_at(script, panel->left + 0.5 * plot_width(script, panel), plot_bottom(panel) - 6.9);
    ip_script_add(script, " center font type(%g)\n", IP_SCRIPT_TYPE);
}

/* What is taken up, above the slabs: from the rows, which are both ends of every plateau. */
static void draw_uptake(ip_script *script, const shares_panel *panel) {
    double low = 0.0, high = 0.0, bottom = plot_bottom(panel) + panel->shares + BETWEEN;
    for (long i = 0; i < panel->count; i++) {
        low = fmin(low, panel->rows[i]->uptake);
        high = fmax(high, panel->rows[i]->uptake);
    }
    double margin = high > low ? 0.12 * (high - low) : 0.8;
    ip_script_margins(script, panel->left, RIGHT, bottom, script->height - bottom - UPTAKE);
    add_title(script, panel);
    ip_script_axis(script, "x", panel->rows[0]->voltage, panel->rows[panel->count - 1]->voltage,
                   ip_script_tics(panel->rows[0]->voltage, panel->rows[panel->count - 1]->voltage, plot_width(script, panel)),
                   0.0);
    ip_script_axis(script, "y", low - margin, high + margin, 3, 0.0);
    ip_script_add(script,
                  "set format x ''\nplot $rows every ::%ld::%ld using (column('voltage')):(0) with lines linewidth 0.5 linecolor "
                  "rgb '" IP_GREY
                  "' notitle, \\\n $rows every ::%ld::%ld using (column('voltage')):(column('uptake')) with lines linewidth 1.5 "
                  "linecolor rgb '" IP_BLUE "' notitle\nunset label\nset format x '%%g'\n",
                  panel->first, panel->first + panel->count - 1, panel->first, panel->first + panel->count - 1);
}

static void add_bar_names(ip_script *script, const shares_panel *panel) {
    double unit = panel->shares / (double)panel->count;
    for (long i = 0; i < panel->count; i++) {
        ip_buffer name = {0};
        write_subject(&name, panel->rows[i], panel->left - 3.0);
        ip_script_add(script, "set label ");
        ip_script_add_quoted(script, &name);
        ip_script_add_at(script, panel->left - 1.5, plot_bottom(panel) + ((double)(panel->count - i) - 0.5) * unit);
        ip_script_add(script, " right font type(%g)\n", IP_SCRIPT_SMALL_TYPE);
        ip_buffer_clear(&name);
    }
}

static void draw_shares(ip_script *script, const shares_panel *panel, long number) {
    double bottom = plot_bottom(panel);
    ip_slabs_data(script, &panel->slabs, "slabs", number);
    ip_script_margins(script, panel->left, RIGHT, bottom, script->height - bottom - panel->shares);
    add_x_title(script, panel);
    if (panel->is_range) {
        add_y_title(script, panel->shares < SHORT ? "atoms (%)" : "share of atoms (%)", bottom + 0.5 * panel->shares,
                    panel->shares);
        ip_script_axis(script, "y", 0.0, 100.0, panel->shares < SHORT ? 2 : 5, 0.0);
    } else {
        add_bar_names(script, panel);
        ip_script_axis(script, "x", 0.0, 100.0, 5, 0.0);
        ip_script_add(script, "unset ytics\nset yrange [0.5:%g]\n", (double)panel->count + 0.5);
    }
    ip_slabs_labels(script, &panel->slabs);
    ip_legend_draw(script, &panel->legend, 2.0, panel->y + panel->list, panel->list);
    /* Between very many slabs there would be nothing but seams. */
    ip_script_add(script,
                  "plot $slabs%ld using 1:2:3:4:5:6:7 with boxxyerror linewidth 0.5 linecolor rgb variable fillstyle solid %s "
                  "notitle\nunset label\n",
                  number, panel->slabs.count > MOST_SEAMS ? "noborder" : "border rgb '#ffffff'");
}

static void say_left_out(ip_script *script, long count) {
    if (count > 0)
        ip_script_add(script,
                      "set label 'and %ld more that there is no room for' at screen 0.02,screen %.5f left font type(%g)\n", count,
                      0.5 * ip_script_line_height(IP_SCRIPT_SMALL_TYPE) / script->height, IP_SCRIPT_SMALL_TYPE);
}

static void draw_panels(ip_script *script, shares_panel *panels, long count, const ip_figure *figure, const long *order,
                        long rows) {
    double given = script->height, total = 0.0, line = ip_script_line_height(IP_SCRIPT_SMALL_TYPE);
    double least = BOTTOM + TITLE + UPTAKE + BETWEEN + LEAST_SHARES;
    long fitting = given > 0.0 ? (long)fmin(fmax(floor(given / least), 1.0), (double)count) : count;
    for (long i = 0; i < fitting; i++) {
        lay_out(script, &panels[i], figure, given > 0.0 ? (given - (fitting < count ? line : 0.0)) / (double)fitting : 0.0);
        if (!(given > 0.0) && i && total + panels[i].height > TALLEST) {
            fitting = i;
            break;
        }
        panels[i].y = -total - panels[i].height;
        total += panels[i].height;
    }
    if (!(given > 0.0))
        script->height = total + (fitting < count ? line : 0.0);
    ip_script_data(script, "rows", &ip_decomposition_result,
                   "formula,metal,voltage,uptake,products,reaction_energy,character,plateau", figure->types[0].rows, order, rows);
    ip_script_add(script, "unset key\nset multiplot\n");
    for (long i = 0; i < fitting; i++) {
        panels[i].y += script->height;
        say_left_out(script, i ? 0 : count - fitting);
        if (panels[i].is_range)
            draw_uptake(script, &panels[i]);
        draw_shares(script, &panels[i], i + 1);
    }
    ip_script_add(script, "unset multiplot\n");
}

static void draw(ip_script *script, const ip_figure *figure) {
    const ip_figure_rows *all = &figure->types[0];
    long count, made = 0;
    long *order = ip_figure_answered(script, figure, &count);
    const ip_decomposition_row **rows = malloc(((size_t)count + 1) * sizeof *rows);
    shares_panel *panels = malloc(((size_t)count + 1) * sizeof *panels);
    if (!rows || !panels)
        ip_script_fail(script);
    else if (order && count)
        draw_panels(script, panels, made = make_panels(panels, rows, all, order, count), figure, order, count);
    else if (order)
        ip_script_nothing(script, "no decomposition was found");
    for (long i = 0; i < made; i++) {
        ip_slabs_clear(&panels[i].slabs);
        ip_legend_clear(&panels[i].legend);
    }
    free(panels);
    free(rows);
    free(order);
}

const ip_figure_kind ip_decomposition_figure = {&ip_decomposition_result, draw};
