/* What gnuplot is told of the plots of air. Knows where they are. */
#include "air_figure.h"

#include "key.h"
#include "names.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* mm: between tics, and from the edge of the picture to the middle of an upright title. */
#define TIC 12.0
#define DECADE_TIC 9.0
#define TITLE 2.6
#define TITLE_BELOW 7.8

enum { WATER_SHAPE = 6, TOXIC_SHAPE = 11 };

/* ---- words */

int ip_air_over_key(ip_script *script, const ip_air_layout *layout, double top) {
    ip_key_entry entries[IP_AIR_MOST_LINES + 4];
    char conditions[96];
    int count = 0;
    const ip_air_row *row = layout->items[0].row;
    ip_key_entry water = {IP_KEY_MARK, WATER_SHAPE, 1.6, IP_BLACK, "water is taken up from here", false};
    ip_key_entry toxic = {IP_KEY_MARK, TOXIC_SHAPE, 1.2, IP_BLACK, "a toxic gas leaves from here", false};
    ip_key_entry bars = {IP_KEY_TEXT, 0, 0.0, NULL, "bars: one standard deviation", false};
    snprintf(conditions, sizeof conditions, "grey line: %.3g %%; %.6g K", row->humidity, row->temperature);
    ip_key_entry asked = {IP_KEY_TEXT, 0, 0.0, NULL, conditions, false};
    entries[count++] = water;
    entries[count++] = toxic;
    entries[count++] = bars;
    entries[count++] = asked;
    for (long i = 0; i < layout->count && layout->count <= IP_AIR_MOST_LINES && layout->names == 0.0; i++) {
        ip_key_entry material = {IP_KEY_STROKE, 0, 0.0, layout->items[i].colour, layout->items[i].row->formula, true};
        entries[count++] = material;
    }
    return ip_key_add(script, entries, count, layout->width, top);
}

int ip_air_beside_key(ip_script *script, const ip_air_layout *layout, double top) {
    ip_key_entry entries[IP_AIR_MARKS];
    for (int i = 0; i < IP_AIR_MARKS; i++) {
        ip_key_entry entry = {IP_KEY_MARK, ip_air_marks[i].shape, 1.2, ip_air_marks[i].colour, ip_air_marks[i].text, true};
        entries[i] = entry;
    }
    return ip_key_add(script, entries, IP_AIR_MARKS, layout->width, top);
}

/* ---- data */

/* Where the onsets of a material stand above the lines, on the axis of these. */
static double strip_energy(const ip_air_layout *layout, long index) {
    double lines = layout->over.top - layout->over.bottom - layout->strip,
           up = layout->strip - IP_AIR_STRIP * ((double)index + 0.75);
    return layout->high + up * (layout->high - layout->low) / lines;
}

static void add_onset(ip_script *script, const ip_air_layout *layout, long index, const char *kind, double onset,
                      double uncertainty) {
    double energy = onset > 0.0 ? ip_air_energy_at(&layout->items[index], onset) : NAN;
    if (isnan(energy) || isinf(onset) || log10(onset) < layout->low_humidity || onset > 100.0)
        return;
    /* What is normal is its logarithm. */
    double factor = uncertainty > 0.0 ? fmin(uncertainty / onset, 500.0) : 0.0;
    ip_script_add(script, "%s,%.6e,%.6e,%.6e,%.6f,%.6f,%ld\n", kind, onset, fmax(onset * exp(-factor), 1e-300),
                  onset * exp(factor), energy, strip_energy(layout, index), strtol(layout->items[index].colour + 1, NULL, 16));
}

static void draw_data(ip_script *script, const ip_figure *figure, const ip_air_layout *layout, const long *order) {
    ip_script_data(
        script, "air", &ip_air_result,
        "formula,humidity,temperature,water_onset,toxic_onset,water_reaction_energy,carbonate_energy,oxygen_energy,air_energy,"
        "water_onset_uncertainty,toxic_onset_uncertainty,water_reaction_energy_uncertainty,carbonate_energy_uncertainty,"
        "oxygen_energy_uncertainty,air_energy_uncertainty,water_energy,margin,toxic_gas",
        figure->types[0].rows, order, layout->count);
    for (long i = 0; i < layout->count; i++) {
        char name[32];
        snprintf(name, sizeof name, "curve%ld", i + 1);
        ip_script_data(script, name, &ip_air_curve_result, "humidity,water_reaction_energy,formula", layout->items[i].curve, NULL,
                       layout->items[i].count);
    }
    ip_script_add(script, "$onsets << END_OF_DATA\nkind,humidity,low,high,water_reaction_energy,strip,colour\n");
    for (long i = 0; i < layout->count; i++) {
        const ip_air_row *row = layout->items[i].row;
        add_onset(script, layout, i, "water", row->water_onset, row->water_onset_uncertainty);
        add_onset(script, layout, i, "toxic", row->toxic_onset, row->toxic_onset_uncertainty);
    }
    ip_script_add(script, "END_OF_DATA\n");
}

static bool has_onsets(const ip_script *script) {
    static const char ending[] = ",colour\nEND_OF_DATA\n";
    size_t length = sizeof ending - 1;
    return script->text.length < length || memcmp(script->text.text + script->text.length - length, ending, length) != 0;
}

/* ---- plots */

static void set_margins(ip_script *script, const ip_label_box *plot) {
    ip_script_margins(script, plot->left, script->width - plot->right, plot->bottom, script->height - plot->top);
}

static void add_title(ip_script *script, const char *text, double x, double y, bool upright) {
    ip_script_add(script, "set label '%s'", text);
    ip_names_at(script, x, y);
    ip_script_add(script, " center %sfont type(%g)\n", upright ? "rotate by 90 " : "", IP_SCRIPT_TYPE);
}

/* A longer one where the plot is as high. */
static const char *over_title(double length) {
    static const char *const titles[] = {"reaction energy in water (eV/atom)", "energy in water (eV/atom)", "eV/atom"};
    int shorter = 0;
    while (shorter < 2 && ip_script_text_width(titles[shorter], IP_SCRIPT_TYPE) > length + 4.0)
        shorter++;
    return titles[shorter];
}

static void draw_names(ip_script *script, const ip_air_layout *layout) {
    double right = layout->over.right;
    for (long i = 0; i < layout->count && layout->names > 0.0; i++) {
        const ip_air_item *item = &layout->items[i];
        ip_script_add(script,
                      "set arrow from screen %.5f,%.5f to screen %.5f,%.5f nohead linewidth 0.5 linecolor rgb '%s'\nset label ",
                      (right + 0.3) / script->width, item->end / script->height, (right + 2.2) / script->width,
                      item->at / script->height, item->colour);
        ip_script_add_formula(script, item->row->formula, 0.0, IP_SCRIPT_SMALL_TYPE);
        ip_names_at(script, right + 2.7, item->at);
        ip_script_add(script, " left font type(%g) textcolor rgb '%s'\n", IP_SCRIPT_SMALL_TYPE, item->colour);
    }
}

/* The axes of the lines; the strip above has none of energies. */
static void draw_axes(ip_script *script, const ip_air_layout *layout) {
    const ip_label_box *plot = &layout->over;
    double decades = 2.0 - layout->low_humidity, step = fmax(1.0, ceil(decades * DECADE_TIC / (plot->right - plot->left)));
    double lines = plot->top - plot->bottom - layout->strip, per_mm = (layout->high - layout->low) / lines;
    double tic = ip_script_step(layout->high - layout->low, lines, 6.0);
    ip_script_add(script,
                  "unset key\nset clip two\nset border 3\nset logscale x\nset xrange [1e%g:100]\nset format x '10^{%%T}'\n"
                  "set xtics 1e%g,1e%g,100 nomirror out scale 0.5\nset mxtics 1\nset yrange [%.9f:%.9f]\nset ytics %.9g,%g,%.9g "
                  "nomirror out scale "
                  "0.5\n",
                  layout->low_humidity, 2.0 - step * floor(decades / step), step, layout->low,
                  layout->high + layout->strip * per_mm, tic * ceil(layout->low / tic), tic, layout->high);
    if (layout->strip > 0.0)
        ip_script_add(script,
                      "set arrow from graph 0,first %.9f to graph 1,first %.9f nohead back linewidth 0.5 linecolor rgb '" IP_GREY
                      "'\n",
                      layout->high, layout->high);
    add_title(script, "relative humidity (%)", 0.5 * (plot->left + plot->right), plot->bottom - TITLE_BELOW, false);
    add_title(script, over_title(lines), TITLE, plot->bottom + 0.5 * lines, true);
}

/* On the lines, and with their uncertainties in the strip. */
static void draw_onsets(ip_script *script, const ip_air_layout *layout, bool toxic) {
    const char *word = toxic ? "toxic" : "water";
    int shape = toxic ? TOXIC_SHAPE : WATER_SHAPE;
    double size = toxic ? 1.2 : 1.6;
    ip_script_add(script,
                  ", \\\n $onsets using (is('%s')):(column('water_reaction_energy')):(column('colour')) with points pointtype %d "
                  "pointsize mark(%g) "
                  "linecolor rgb variable",
                  word, shape, size);
    if (layout->strip > 0.0)
        ip_script_add(script,
                      ", \\\n $onsets using (is('%s')):(column('strip')):(column('low')):(column('high')):(column('colour')) "
                      "with xerrorbars "
                      "pointtype %d pointsize mark(%g) linewidth 0.75 linecolor rgb variable",
                      word, shape, size);
}

static void draw_lines(ip_script *script, const ip_air_layout *layout, bool with_onsets) {
    set_margins(script, &layout->over);
    draw_axes(script, layout);
    draw_names(script, layout);
    ip_air_over_key(script, layout, layout->over.bottom - IP_AIR_AXIS);
    double own = layout->items[0].row->humidity;
    if (log10(own) >= layout->low_humidity)
        ip_script_add(script,
                      "set arrow from %.9e,graph 0 to %.9e,graph 1 nohead back linewidth 0.75 linecolor rgb '" IP_GREY "'\n", own,
                      own);
    ip_script_add(script, "is(kind) = stringcolumn('kind') eq kind ? column('humidity') : NaN\nplot ");
    ip_script_add(script, "NaN notitle");
    for (long i = 0; i < layout->count; i++)
        if (layout->items[i].count)
            ip_script_add(script,
                          ", \\\n $curve%ld using (column('humidity')):(column('water_reaction_energy')) with lines linewidth "
                          "1.25 dashtype %d "
                          "linecolor rgb '%s'",
                          i + 1, layout->items[i].dash, layout->items[i].colour);
    for (int toxic = 0; toxic < 2 && with_onsets; toxic++)
        draw_onsets(script, layout, toxic == 1);
    ip_script_add(script, "\n");
}

static void draw_marks(ip_script *script, const ip_air_layout *layout) {
    const ip_label_box *plot = &layout->beside;
    double points = fmin(IP_SCRIPT_SMALL_TYPE, IP_SCRIPT_SMALL_TYPE * layout->row / ip_script_line_height(IP_SCRIPT_SMALL_TYPE));
    set_margins(script, plot);
    ip_script_add(script,
                  "unset label\nunset arrow\nunset logscale x\nset format x '%%h'\nset border 1\nset xrange [%.9f:%.9f]\nset "
                  "xtics %g nomirror out "
                  "scale 0.5\nunset ytics\nset yrange [%.1f:0.5]\n",
                  layout->low_mark, layout->high_mark,
                  ip_script_step(layout->high_mark - layout->low_mark, plot->right - plot->left, TIC),
                  (double)layout->count + 0.5);
    add_title(script, "reaction energy (eV/atom)", 0.5 * (plot->left + plot->right), plot->bottom - TITLE_BELOW, false);
    for (long i = 0; i < layout->count && points >= 2.0; i++) {
        ip_script_add(script, "set label ");
        ip_script_add_formula(script, layout->items[i].row->formula, plot->left - 2.6, points);
        ip_script_add(script, " at screen %.6f, first %ld right font type(%g)\n", (plot->left - 1.0) / script->width, i + 1,
                      points);
    }
    ip_air_beside_key(script, layout, plot->bottom - IP_AIR_AXIS);
    for (long i = 0; i + 1 < layout->count; i++)
        ip_script_add(
            script, "set arrow from graph 0,first %.1f to graph 1,first %.1f nohead back linewidth 0.4 linecolor rgb '#d0d0d0'\n",
            (double)i + 1.5, (double)i + 1.5);
    ip_script_add(script, "set arrow from 0,graph 0 to 0,graph 1 nohead back linewidth 0.75 linecolor rgb '" IP_GREY "'\nplot ");
    double size = fmin(1.2, 0.22 * layout->row);
    for (int i = 0; i < IP_AIR_MARKS; i++) {
        const ip_air_mark *mark = &ip_air_marks[i];
        double up = -0.3 + 0.2 * i;
        ip_script_add(
            script,
            "%s$air using (column('%s')):($0+1%+g):(column('%s_uncertainty')) with xerrorbars pointtype 0 linewidth 0.75 "
            "linecolor rgb "
            "'%s', \\\n $air using (column('%s')):($0+1%+g) with points pointtype %d pointsize mark(%g) linecolor rgb '%s'",
            i ? ", \\\n " : "", mark->column, up, mark->column, mark->colour, mark->column, up, mark->shape, size, mark->colour);
    }
    ip_script_add(script, "\n");
}

void ip_air_draw(ip_script *script, const ip_figure *figure, const ip_air_layout *layout, const long *order) {
    draw_data(script, figure, layout, order);
    bool with_onsets = has_onsets(script);
    ip_script_add(script, "set multiplot\n");
    draw_lines(script, layout, with_onsets);
    draw_marks(script, layout);
    ip_script_add(script, "unset multiplot\n");
}
