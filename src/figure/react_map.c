/* The mutual energy over fraction and voltage: colours, lines of equal energy, and where it is worst. Knows rows of maps. */
#include "react_figure.h"

#include <math.h>
#include <stdlib.h>

/* mm */
#define COLOURS_GAP 2.5
#define COLOURS_WIDTH 2.5
#define COLOURS_APART 3.0 /* of numbers, at least */
#define RIGHT 17.0

/* Points of the picture along fraction and voltage: finer than one sees at 85 mm. */
enum { ACROSS = 120, UPWARDS = 80, LEVELS = 8 };

/* Of the lines of equal energy: those of the picture and every kink and voltage of the map, unless these are very many. */
enum { MOST_LINES = 400 };

/* The energy at a fraction, of rows at one voltage. */
static double energy_at(const ip_interface_map_row *rows, long count, double x) {
    long low = 0, high = count - 1;
    while (high - low > 1) {
        long middle = (low + high) / 2;
        *(rows[middle].x <= x ? &low : &high) = middle;
    }
    double part = rows[high].x > rows[low].x ? (x - rows[low].x) / (rows[high].x - rows[low].x) : 0.0;
    return rows[low].mutual_reaction_energy + part * (rows[high].mutual_reaction_energy - rows[low].mutual_reaction_energy);
}

/* How many rows from an index on have its voltage. */
static long at_one_voltage(const ip_react_map *map, long first) {
    long count = 1;
    while (first + count < map->count && map->rows[first + count].voltage == map->rows[first].voltage)
        count++;
    return count;
}

/* The energies at fractions xs[0 .. across-1] and one voltage, by the two voltages of the map around it. *at is where the lower
 * of these begins; it moves upwards. */
static void add_line(ip_script *script, const ip_react_map *map, long *at, double voltage, const double *xs, long across) {
    long low_count = at_one_voltage(map, *at), next = *at + low_count;
    while (next < map->count && map->rows[next].voltage < voltage) {
        *at = next;
        low_count = at_one_voltage(map, *at);
        next = *at + low_count;
    }
    const ip_interface_map_row *low = &map->rows[*at], *high = next < map->count ? &map->rows[next] : low;
    long high_count = next < map->count ? at_one_voltage(map, next) : low_count;
    double part =
        high->voltage > low->voltage ? fmin(fmax((voltage - low->voltage) / (high->voltage - low->voltage), 0.0), 1.0) : 0.0;
    for (long i = 0; i < across; i++) {
        double energy = (1.0 - part) * energy_at(low, low_count, xs[i]) + part * energy_at(high, high_count, xs[i]);
        ip_script_add(script, "%.7g,%.7g,%.5g\n", xs[i], voltage, energy);
    }
}

static int compare(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static long sort_and_unite(double *values, long count) {
    long kept = 0;
    qsort(values, (size_t)count, sizeof *values, compare);
    for (long i = 0; i < count; i++)
        if (!kept || values[i] - values[kept - 1] > 1e-9)
            values[kept++] = values[i];
    return kept;
}

static void add_block(ip_script *script, const ip_react_map *map, const char *name, int number, const double *xs, long across,
                      const double *voltages, long upwards) {
    long at = 0;
    ip_script_add(script, "$%s%d << END_OF_DATA\nx,voltage,mutual_reaction_energy\n", name, number);
    for (long i = 0; i < upwards; i++) {
        add_line(script, map, &at, voltages[i], xs, across);
        ip_script_add(script, "\n");
    }
    ip_script_add(script, "END_OF_DATA\n");
}

/* Even points for the colours, and for the lines those of every kink and every voltage besides. */
static void add_data(ip_script *script, const ip_react_map *map, int number) {
    double low = map->rows[0].range_low, high = map->rows[0].range_high;
    double *xs = malloc(((size_t)map->count + ACROSS) * sizeof *xs);
    double *voltages = malloc(((size_t)map->count + UPWARDS) * sizeof *voltages);
    if (xs && voltages) {
        for (int i = 0; i < ACROSS; i++)
            xs[i] = i / (ACROSS - 1.0);
        for (int i = 0; i < UPWARDS; i++)
            voltages[i] = low + (high - low) * i / (UPWARDS - 1.0);
        add_block(script, map, "colours", number, xs, ACROSS, voltages, UPWARDS);
        for (long i = 0; i < map->count; i++) {
            xs[ACROSS + i] = map->rows[i].x;
            voltages[UPWARDS + i] = map->rows[i].voltage;
        }
        long across = sort_and_unite(xs, ACROSS + map->count), upwards = sort_and_unite(voltages, UPWARDS + map->count);
        if (across <= MOST_LINES && upwards <= MOST_LINES)
            add_block(script, map, "lines", number, xs, across, voltages, upwards);
        else
            ip_script_add(script, "$lines%d << END_OF_DATA\nEND_OF_DATA\n", number);
    } else {
        ip_script_fail(script);
    }
    free(xs);
    free(voltages);
}

static double deepest_of(const ip_react_map *map) {
    double deepest = 0.0;
    for (long i = 0; i < map->count; i++)
        deepest = fmin(deepest, map->rows[i].mutual_reaction_energy);
    return deepest;
}

/* "worst at 3.3623 V, x = 0.5: -0.239 ± 0.04 eV/atom" */
static void add_worst_words(ip_script *script, const ip_react_map *map, const ip_react_panel *panel, bool reacts) {
    char text[160] = "no reaction with each other at any fraction and voltage";
    const ip_interface_row *worst = map->worst;
    int length = 0;
    if (reacts && worst) {
        length = snprintf(text, sizeof text, "worst (circle) at %.4g V, x = %.3g: \xE2\x88\x92%.3f", worst->voltage, worst->x,
                          -worst->mutual_reaction_energy);
        if (worst->mutual_reaction_energy_uncertainty >= 0.0)
            length += snprintf(text + length, sizeof text - (size_t)length, " \xC2\xB1 %.3f",
                               worst->mutual_reaction_energy_uncertainty);
        snprintf(text + length, sizeof text - (size_t)length, " eV/atom");
    } else if (reacts) {
        snprintf(text, sizeof text, "the worst case has no answer");
    }
    ip_script_add(script, "set label ");
    ip_script_add_text(script, text, panel->width - 4.0, IP_SCRIPT_SMALL_TYPE);
    double left = fmin(IP_REACT_LEFT, fmax(panel->width - 2.0 - ip_script_text_width(text, IP_SCRIPT_SMALL_TYPE), 2.0));
    ip_script_add_at(script, panel->x + left, panel->y + panel->below + panel->plot_height + 0.5 * panel->above);
    ip_script_add(script, " left font type(%g)\n", IP_SCRIPT_SMALL_TYPE);
}

/* Where lines of equal energy are nearer to each other than numbers can be, fewer have one. */
static void add_colours(ip_script *script, const ip_react_panel *panel, double plot_width, double deepest, double step) {
    double left = panel->x + IP_REACT_LEFT + plot_width + COLOURS_GAP, bottom = panel->y + panel->below;
    ip_script_add(script, "set palette defined (" IP_RAMP ")\nset cbrange [%.10g:0]\nset cbtics %.10g offset -0.6,0\n", deepest,
                  fmax(step, ip_script_step(-deepest, panel->plot_height, COLOURS_APART)));
    ip_script_add(script, "set colorbox user origin screen %.5f,screen %.5f size screen %.5f,screen %.5f\n", left / script->width,
                  bottom / script->height, COLOURS_WIDTH / script->width, panel->plot_height / script->height);
    ip_script_add(script, "set label '%s' ", panel->plot_height > 32.0 ? "mutual reaction energy (eV/atom)" : "eV/atom");
    ip_script_add_at(script, panel->x + panel->width - 1.8, bottom + 0.5 * panel->plot_height);
    ip_script_add(script, " center rotate by 90 font type(%g)\n", IP_SCRIPT_SMALL_TYPE);
}

void ip_react_draw_map(ip_script *script, const ip_react_map *map, const ip_react_panel *panel, int number) {
    double deepest = deepest_of(map), plot_width = panel->width - IP_REACT_LEFT - RIGHT;
    bool reacts = ip_reacts(deepest);
    double shown = reacts ? deepest : -0.1, step = ip_script_step(-shown, LEVELS, 1.0);
    const char *a = map->rows[0].a, *b = map->rows[0].b;
    add_data(script, map, number);
    ip_script_margins(script, panel->x + IP_REACT_LEFT, script->width - panel->x - panel->width + RIGHT, panel->y + panel->below,
                      script->height - panel->y - panel->below - panel->plot_height);
    ip_react_axes(script, panel, plot_width, a, b, NULL, map->rows[0].metal);
    double low = map->rows[0].range_low, high = map->rows[0].range_high;
    ip_script_axis(script, "y", low, high, (int)fmax(floor(panel->plot_height / 6.0), 1.0), 0.0);
    add_worst_words(script, map, panel, reacts);
    add_colours(script, panel, plot_width, shown, step);
    /* Lines of equal energy are found first: they come as a table with blanks. */
    if (reacts)
        ip_script_add(script,
                      "set table $levels%d\nset contour base\nunset surface\nset cntrparam levels incremental %.10g,%.10g,%.10g\n"
                      "splot $lines%d using 1:2:3 with lines notitle\nunset table\nunset contour\nset surface\n",
                      number, -step * floor(-deepest / step), step, -step, number);
    ip_script_add(script, "plot $colours%d using 1:2:3 with image notitle", number);
    if (reacts && map->worst)
        ip_script_add(script,
                      ", \\\n for [i = 1:2] $kinks every ::%ld::%ld using (column('x')):(column('voltage')) with points "
                      "pointtype 6 pointsize 0.9 linewidth (i == 1 ? 4 : 1.5) linecolor rgb (i == 1 ? '" IP_BLACK
                      "' : '#ffffff') "
                      "notitle",
                      map->worst_row, map->worst_row);
    ip_script_add(script, "\nunset label\nunset colorbox\n");
    if (reacts)
        ip_script_add(
            script,
            "unset tics\nset datafile separator whitespace\nplot $levels%d using 1:2:($3 < %.10g ? 0xffffff : 0x505050) "
            "with lines linewidth 0.4 linecolor rgb variable notitle\nset datafile separator comma\nset tics out nomirror scale "
            "0.5\n",
            number, 0.5 * deepest);
}
