/* Panels above each other that share the variable as their axis, with uncertainties as bands. */
#include "series.h"

#include "key.h"
#include "map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* mm */
#define LEFT 14.5
#define RIGHT 3.0
#define TOP 2.0
#define PANEL 36.0
#define BETWEEN 2.4
#define AXIS 9.0
#define BOTTOM 1.2
#define X_TITLE 7.0 /* below the lowest panel, to the middle */
#define Y_TITLE 2.4 /* from the left edge */
#define TIC_ROOM 11.0
#define HIGH_TIC_ROOM 7.0
#define KEY_MARK 1.2
#define POINT_MARK 1.0
#define SMALL_MARK 0.6

#define LEAST_SPAN 0.01 /* eV/atom, of an axis of energies */

/* As wide as the title of the axis of voltages gets. */
#define VOLTAGE_TITLE "voltage against Na/Na+ (V)"

/* More points than these have small marks. */
enum { MOST_MARKED = 60, LOOKS = 8 };

/* Told apart by shape as well as by colour. */
static const struct {
    const char *colour;
    int shape;
} looks[LOOKS] = {{IP_BLUE, 7}, {IP_VERMILION, 5}, {IP_GREEN, 9}, {IP_PURPLE, 11}, {IP_BLACK, 13}, {IP_ORANGE, 6},
                  {IP_SKY, 4}, {IP_GREY, 8}};

/* Of a partner, from 1. Where colours come again they come with other shapes. */
static const char *colour_of(long partner) {
    return looks[(partner - 1) % LOOKS].colour;
}

static int shape_of(long partner) {
    return looks[(partner - 1 + (partner - 1) / LOOKS) % LOOKS].shape;
}

typedef struct series {
    const ip_screened_row *const *points;
    long count;
    long *partners;     /* [0 .. count-1], owned: of each point; 0 for a window, then from 1 in the order in which they come */
    const char **names; /* [1 .. partner_count], owned */
    const ip_screened_row **pairs; /* [0 .. pair_count-1], owned: the points that have a partner */
    long pair_count;
    long partner_count;
    bool has_windows, has_hull;
    const char *metal;  /* of the windows */
    double low, high;              /* of the variable */
    double top_voltage, hull_low, hull_high, energy_low; /* of the axes of the panels */
    double panel, below;           /* mm: height of a panel, and of what lies below the lowest */
    double next;                   /* mm: upper edge of the panel to come */
} series;

static double spread(double uncertainty) {
    return uncertainty > 0.0 && isfinite(uncertainty) ? uncertainty : 0.0;
}

static bool answered(const ip_screened_row *point) {
    return point->status && strcmp(point->status, ip_status_word(IP_OK)) == 0;
}

/* False for lack of memory. */
static bool find_partners(series *of) {
    of->partners = calloc((size_t)of->count + 1, sizeof *of->partners);
    of->names = calloc((size_t)of->count + 2, sizeof *of->names);
    of->pairs = malloc(((size_t)of->count + 1) * sizeof *of->pairs);
    if (!of->partners || !of->names || !of->pairs)
        return false;
    for (long i = 0; i < of->count; i++) {
        const char *b = of->points[i]->b;
        if (b)
            of->pairs[of->pair_count++] = of->points[i];
        long partner = b ? 1 : 0;
        while (b && partner <= of->partner_count && strcmp(of->names[partner], b) != 0)
            partner++;
        if (partner > of->partner_count) {
            of->names[partner] = b;
            of->partner_count = partner;
        }
        of->partners[i] = partner;
    }
    return true;
}

/* From what has an answer, with its band. */
static void find_axes(series *of) {
    of->low = INFINITY;
    of->high = -INFINITY;
    of->top_voltage = 1.0;
    for (long i = 0; i < of->count; i++) {
        const ip_screened_row *point = of->points[i];
        of->low = fmin(of->low, point->value);
        of->high = fmax(of->high, point->value);
        if (!answered(point))
            continue;
        if (point->b) {
            of->energy_low =
                fmin(of->energy_low, point->mutual_reaction_energy - spread(point->mutual_reaction_energy_uncertainty));
            continue;
        }
        double edges[] = {point->reduction_potential + spread(point->reduction_potential_uncertainty),
                          point->oxidation_potential + spread(point->oxidation_potential_uncertainty)};
        for (int e = 0; e < 2; e++)
            of->top_voltage = isfinite(edges[e]) ? fmax(of->top_voltage, edges[e]) : of->top_voltage;
        of->has_windows = of->has_windows || isfinite(point->reduction_potential);
        of->metal = point->answer_metal;
        if (isfinite(point->energy_above_hull)) {
            double around = spread(point->energy_above_hull_uncertainty);
            of->has_hull = true;
            of->hull_low = fmin(of->hull_low, point->energy_above_hull - around);
            of->hull_high = fmax(of->hull_high, point->energy_above_hull + around);
        }
    }
    of->top_voltage = ceil((of->top_voltage + 0.1) * 2.0) / 2.0;
    of->hull_high = fmax(of->hull_high, of->hull_low + LEAST_SPAN);
    of->energy_low = fmin(of->energy_low, -LEAST_SPAN);
    double span = of->high - of->low;
    of->low -= span > 0.0 ? 0.03 * span : 0.5;
    of->high += span > 0.0 ? 0.03 * span : 0.5;
}

static int panel_count(const series *of) {
    return of->has_windows + of->has_hull + (of->partner_count > 0);
}

/* ---- key */

static int add_key(ip_script *script, const series *of, double width, double top) {
    ip_key_entry entries[2 * LOOKS + 1], more = {IP_KEY_TEXT, 0, 0.0, NULL, "and more", false};
    char title[IP_MAP_TITLE_SIZE];
    int count = 0;
    if (!of->partner_count)
        return 0;
    ip_map_title(title, of->pairs, of->pair_count);
    for (long i = 1; i <= of->partner_count && i <= 2 * LOOKS; i++) {
        ip_key_entry entry = {IP_KEY_MARK, shape_of(i), KEY_MARK, colour_of(i), of->names[i], true};
        entries[count++] = entry;
    }
    if (of->partner_count > 2 * LOOKS)
        entries[count++] = more;
    char lines[3][IP_MAP_TITLE_SIZE];
    int folded = ip_key_fold(lines[0], 3, IP_MAP_TITLE_SIZE, title, width - 2.0 * IP_KEY_EDGE, IP_SCRIPT_SMALL_TYPE);
    int used = ip_key_add(script, entries, count, width, top);
    for (int i = 0; i < folded; i++) {
        ip_key_entry line = {IP_KEY_TEXT, 0, 0.0, NULL, lines[i], false};
        used += ip_key_add(script, &line, 1, width, top - IP_KEY_LINE * used);
    }
    return used;
}

/* ---- panels */

static void add_blocks(ip_script *script, const series *of) {
    static const char columns[] =
        "a,b,answer_voltage,mutual_reaction_energy,mutual_reaction_energy_uncertainty,energy_above_hull,"
        "energy_above_hull_uncertainty,reduction_potential,reduction_potential_uncertainty,oxidation_potential,"
        "oxidation_potential_uncertainty,character,status";
    const char *variable = of->points[0]->variable;
    for (long partner = 0; partner <= of->partner_count; partner++) {
        ip_script_add(script, "$series%ld << END_OF_DATA\nsweep_%c,%s\n", partner, variable[0], columns);
        for (long i = 0; i < of->count; i++) {
            if (of->partners[i] != partner)
                continue;
            ip_script_add(script, "%.9g,", of->points[i]->value);
            ip_script_add_cells(script, &ip_screened_result, columns, of->points[i]);
            ip_script_add(script, "\n");
        }
        ip_script_add(script, "END_OF_DATA\n");
    }
    ip_script_add(script,
                  "x(of) = column('sweep_%c')\n"
                  "number(name) = stringcolumn(name) eq 'inf' ? %g : stringcolumn(name) eq '' ? NaN : column(name)\n"
                  "spread(name) = stringcolumn(name.'_uncertainty') eq '' || stringcolumn(name) eq 'inf' ? 0 : "
                  "column(name.'_uncertainty')\n",
                  variable[0], of->top_voltage);
}

/* A panel, of which the plot is left to be written. Titles of low panels are smaller. */
static void begin_panel(ip_script *script, series *of, double low, double high, const char *title, bool last) {
    double bottom = of->next - of->panel, step = ip_key_round_up((high - low) / fmax(floor(of->panel / HIGH_TIC_ROOM), 1.0));
    double width = ip_script_text_width(title ? title : VOLTAGE_TITLE, IP_SCRIPT_SMALL_TYPE);
    ip_script_margins(script, LEFT, RIGHT, bottom, script->height - of->next);
    ip_script_add(script, "unset label\nset yrange [%.9g:%.9g]\nset ytics %.9g font small_type\nset format x '%s'\nset label ",
                  low, high, step, last ? "%h" : "");
    if (title)
        ip_script_add(script, "'%s'", title);
    else
        ip_script_add_voltage(script, of->metal);
    ip_script_add(script, " font type(%.3g) center at screen %.5f, graph 0.5 rotate by 90\n",
                  IP_SCRIPT_SMALL_TYPE * fmin(1.0, of->panel / width), Y_TITLE / script->width);
    of->next = bottom - BETWEEN;
}

static void add_band(ip_script *script, long partner, const char *name, const char *colour) {
    ip_script_add(script,
                  " $series%ld using (x(0)):(number('%s')-spread('%s')):(number('%s')+spread('%s')) with filledcurves fillstyle "
                  "transparent solid 0.25 noborder linecolor rgb '%s' notitle, \\\n",
                  partner, name, name, name, name, colour);
}

static void add_line(ip_script *script, const series *of, long partner, const char *name, const char *colour, int shape,
                     const char *end) {
    bool many = of->count > MOST_MARKED * (of->partner_count + 1);
    ip_script_add(
        script,
        " $series%ld using (x(0)):(number('%s')) with linespoints linewidth 1.5 linecolor rgb '%s' pointtype %d pointsize "
        "mark(%g) notitle%s",
        partner, name, colour, shape, many ? SMALL_MARK : POINT_MARK, end);
}

static void add_windows(ip_script *script, series *of, bool last) {
    begin_panel(script, of, 0.0, of->top_voltage, NULL, last);
    ip_script_add(script,
                  "plot $series0 using (x(0)):(number('reduction_potential')):(number('oxidation_potential')) with filledcurves "
                  "fillstyle solid 1 noborder linecolor rgb '#e3f1fa' notitle, \\\n");
    add_band(script, 0, "reduction_potential", IP_BLUE);
    add_band(script, 0, "oxidation_potential", IP_VERMILION);
    add_line(script, of, 0, "reduction_potential", IP_BLUE, 7, ", \\\n");
    add_line(script, of, 0, "oxidation_potential", IP_VERMILION, 5, "\n");
}

static void add_hull(ip_script *script, series *of, bool last) {
    double span = of->hull_high - of->hull_low;
    begin_panel(script, of, of->hull_low - 0.05 * span, of->hull_high + 0.05 * span, "above hull (eV/atom)", last);
    ip_script_add(script, "plot \\\n");
    add_band(script, 0, "energy_above_hull", IP_BLACK);
    add_line(script, of, 0, "energy_above_hull", IP_BLACK, 7, "\n");
}

static void add_reactions(ip_script *script, series *of) {
    begin_panel(script, of, 1.05 * of->energy_low, -0.05 * of->energy_low, "reaction (eV/atom)", true);
    ip_script_add(script, "plot \\\n");
    for (long i = 1; i <= of->partner_count; i++)
        add_band(script, i, "mutual_reaction_energy", colour_of(i));
    for (long i = 1; i <= of->partner_count; i++)
        add_line(script, of, i, "mutual_reaction_energy", colour_of(i), shape_of(i), i < of->partner_count ? ", \\\n" : "\n");
}

/* "x, from Na3SbS4 to Na2.7Sb0.7W0.3S4" */
static void add_title(ip_script *script, const series *of) {
    const char *variable = of->points[0]->variable, *ends[] = {of->points[0]->a, of->points[of->count - 1]->a};
    double room = 0.5 * (script->width - LEFT - RIGHT - ip_script_text_width("x, from  to ", IP_SCRIPT_SMALL_TYPE));
    ip_buffer title = {0};
    bool changes = strcmp(ends[0], ends[1]) != 0;
    ip_buffer_print(&title, changes ? "{/:Italic %c}, from " : "{/:Italic %c}, of ", variable[0]);
    ip_script_formula(&title, ends[0], room, IP_SCRIPT_SMALL_TYPE);
    ip_buffer_add(&title, changes ? " to " : "");
    if (changes)
        ip_script_formula(&title, ends[1], room, IP_SCRIPT_SMALL_TYPE);
    ip_script_add(script, "set label ");
    ip_script_add_quoted(script, &title);
    ip_script_add(script, " font small_type center at screen %.5f,%.5f\n",
                  (LEFT + 0.5 * (script->width - LEFT - RIGHT)) / script->width, (of->below - X_TITLE) / script->height);
    ip_buffer_clear(&title);
}

static void draw_panels(ip_script *script, series *of) {
    int panels = panel_count(of), drawn = 0;
    double key = IP_KEY_LINE * add_key(NULL, of, script->width, 0.0);
    of->below = AXIS + key + BOTTOM;
    of->panel = PANEL;
    if (script->height > 0.0)
        of->panel = fmax((script->height - of->below - TOP - BETWEEN * (panels - 1)) / panels, 0.2 * script->height / panels);
    else
        script->height = of->below + TOP + PANEL * panels + BETWEEN * (panels - 1);
    of->below = script->height - TOP - of->panel * panels - BETWEEN * (panels - 1);
    of->next = script->height - TOP;
    add_blocks(script, of);
    ip_script_add(script,
                  "small_type = type(%g)\nunset key\nset multiplot\nset xrange [%.9g:%.9g]\nset xtics %.9g font small_type\n",
                  IP_SCRIPT_SMALL_TYPE, of->low, of->high,
                  ip_key_round_up((of->high - of->low) / fmax(floor((script->width - LEFT - RIGHT) / TIC_ROOM), 1.0)));
    if (of->has_windows)
        add_windows(script, of, ++drawn == panels);
    if (of->has_hull)
        add_hull(script, of, ++drawn == panels);
    if (of->partner_count)
        add_reactions(script, of);
    /* Words of all panels stand in a plot of nothing. */
    ip_script_add(script, "unset label\nunset border\nunset tics\n");
    add_title(script, of);
    add_key(script, of, script->width, of->below - AXIS);
    ip_script_add(script, "plot NaN notitle\nunset multiplot\n");
}

void ip_series_draw(ip_script *script, const ip_screened_row *const *points, long count) {
    series of = {.points = points, .count = count};
    if (!find_partners(&of)) {
        ip_script_fail(script);
    } else {
        find_axes(&of);
        if (panel_count(&of))
            draw_panels(script, &of);
        else
            ip_script_nothing(script, "no composition of the series has an answer");
    }
    free(of.partners);
    free(of.names);
    free(of.pairs);
}
