/* Energies over the fraction, one curve a voltage: the mutual energy, and the total where it differs. Draws what react_labels.c
 * has found places for. Knows rows of interfaces. */
#include "react_figure.h"

#include <math.h>
#include <string.h>

/* mm */
#define KEY_LINE 3.4
#define KEY_EDGE 1.6
#define SAMPLE 5.0
#define KEY_GAP 4.0

static const char *const colours[] = {IP_BLUE, IP_VERMILION, IP_GREEN, IP_ORANGE, IP_PURPLE, IP_SKY, IP_BLACK};
static const int points[] = {7, 5, 9, 11, 13, 15};
enum { COLOUR_COUNT = sizeof colours / sizeof *colours, POINT_COUNT = sizeof points / sizeof *points };

static bool differs(const ip_react_curve *curve) {
    bool found = false;
    for (long i = 0; i < curve->count; i++)
        found = found || ip_reacts(curve->kinks[i]->reaction_energy - curve->kinks[i]->mutual_reaction_energy);
    return found;
}

static bool any_differs(const ip_react_curves *curves) {
    bool found = false;
    for (long i = 0; i < curves->count; i++)
        found = found || differs(&curves->list[i]);
    return found;
}

int ip_react_curve_panels(const ip_react_curves *curves) {
    return curves->count > 1 && any_differs(curves) ? 2 : 1;
}

/* Both energies in one panel, told apart by colour and dashes; else colours are voltages. */
static bool has_both(const ip_react_curves *curves) {
    return curves->count == 1 && any_differs(curves);
}

static bool any_reacts(const ip_react_curves *curves) {
    bool found = false;
    for (long i = 0; i < curves->count; i++)
        found = found || ip_reacts(curves->list[i].kinks[curves->list[i].deepest]->mutual_reaction_energy);
    return found;
}

/* ---- the key */

typedef struct key_entry {
    char text[64];
    int colour, point; /* of the sample; -1 for none */
    bool dashed;
} key_entry;

/* Entry `index` of the key; false behind the last. */
static bool find_entry(key_entry *out, const ip_react_curves *curves, long index) {
    const ip_interface_row *first = curves->list[0].kinks[0];
    *out = (key_entry){.colour = -1, .point = -1};
    if (curves->count > 1) {
        if (index >= curves->count)
            return false;
        *out = (key_entry){.colour = (int)(index % COLOUR_COUNT), .point = (int)(index % POINT_COUNT)};
        snprintf(out->text, sizeof out->text, "%.4g V", curves->list[index].kinks[0]->voltage);
        return true;
    }
    if (!index && !isnan(first->voltage))
        snprintf(out->text, sizeof out->text, "at %.4g V against %.8s:", first->voltage, first->metal);
    long kind = isnan(first->voltage) ? index : index - 1;
    if (kind == 0) {
        *out = (key_entry){.text = "mutual", .colour = 0, .point = 0};
        if (has_both(curves) && !any_reacts(curves))
            snprintf(out->text, sizeof out->text, "mutual: no reaction");
        else if (!has_both(curves))
            snprintf(out->text, sizeof out->text, "mutual = total");
    } else if (kind == 1 && has_both(curves)) {
        *out = (key_entry){.text = "total", .colour = 1, .point = 1, .dashed = true};
    }
    return kind < (has_both(curves) ? 2 : 1);
}

static double entry_width(const key_entry *entry) {
    return (entry->colour < 0 ? 0.0 : SAMPLE + 1.0) + ip_script_text_width(entry->text, IP_SCRIPT_SMALL_TYPE);
}

static int key_lines(const ip_react_curves *curves, double width) {
    key_entry entry;
    double at = 0.0, room = width - IP_REACT_LEFT - IP_REACT_RIGHT;
    int lines = 1;
    for (long i = 0; find_entry(&entry, curves, i); i++) {
        double needed = entry_width(&entry);
        if (at > 0.0 && at + needed > room) {
            lines++;
            at = 0.0;
        }
        at += needed + KEY_GAP;
    }
    return lines;
}

double ip_react_key_height(const ip_react_curves *curves, double width, bool is_first) {
    return is_first ? key_lines(curves, width) * KEY_LINE + KEY_EDGE : KEY_EDGE;
}

static void add_sample(ip_script *script, const key_entry *entry, double x, double y) {
    ip_script_add(script,
                  "set arrow from screen %.5f,screen %.5f to screen %.5f,screen %.5f nohead linewidth 1.5 dashtype %d "
                  "linecolor rgb '%s'\n",
                  x / script->width, y / script->height, (x + SAMPLE) / script->width, y / script->height, entry->dashed ? 2 : 1,
                  colours[entry->colour]);
    ip_script_add(script, "set label ''");
    ip_script_add_at(script, x + 0.5 * SAMPLE, y);
    ip_script_add(script, " point pointtype %d pointsize 0.4 linecolor rgb '%s'\n", points[entry->point], colours[entry->colour]);
}

static void add_key(ip_script *script, const ip_react_curves *curves, const ip_react_panel *panel) {
    key_entry entry;
    double at = 0.0, room = panel->width - IP_REACT_LEFT - IP_REACT_RIGHT;
    double y = panel->y + panel->below + panel->plot_height + panel->above - 0.5 * KEY_EDGE - 0.5 * KEY_LINE;
    for (long i = 0; find_entry(&entry, curves, i); i++) {
        double needed = entry_width(&entry), x = panel->x + IP_REACT_LEFT + at;
        if (at > 0.0 && at + needed > room) {
            y -= KEY_LINE;
            at = 0.0;
            x = panel->x + IP_REACT_LEFT;
        }
        if (entry.colour >= 0)
            add_sample(script, &entry, x, y);
        ip_script_add(script, "set label ");
        ip_script_add_text(script, entry.text, 0.0, IP_SCRIPT_SMALL_TYPE);
        ip_script_add_at(script, x + (entry.colour < 0 ? 0.0 : SAMPLE + 1.0), y);
        ip_script_add(script, " left font type(%g)\n", IP_SCRIPT_SMALL_TYPE);
        at += needed + KEY_GAP;
    }
}

/* ---- curves */

static const char *const energies[] = {"mutual_reaction_energy", "reaction_energy"};

static bool is_uncertain(const ip_react_curve *curve) {
    bool found = false;
    for (long i = 0; i < curve->count; i++)
        found = found || curve->kinks[i]->reaction_energy_uncertainty >= 0.0;
    return found;
}

static void add_band(ip_script *script, const ip_react_curve *curve, const char *energy, int colour) {
    if (is_uncertain(curve))
        ip_script_add(script,
                      " $kinks every ::%ld::%ld using (column('x')):(column('%s') - column('%s_uncertainty')):(column('%s') + "
                      "column('%s_uncertainty')) with filledcurves fillstyle transparent solid 0.15 noborder linecolor rgb '%s' "
                      "notitle, \\\n",
                      curve->first, curve->first + curve->count - 1, energy, energy, energy, energy, colours[colour]);
}

static void add_curve(ip_script *script, const ip_react_curve *curve, const char *energy, int colour, int point, bool dashed) {
    ip_script_add(script,
                  " $kinks every ::%ld::%ld using (column('x')):(column('%s')) with linespoints linewidth 1.5 dashtype %d "
                  "pointtype %d pointsize 0.4 linecolor rgb '%s' notitle, \\\n",
                  curve->first, curve->first + curve->count - 1, energy, dashed ? 2 : 1, points[point], colours[colour]);
}

/* A ring around the deepest kink. */
static void add_deepest(ip_script *script, const ip_react_curve *curve, int colour) {
    long row = curve->first + curve->deepest;
    if (ip_reacts(curve->kinks[curve->deepest]->mutual_reaction_energy))
        ip_script_add(script,
                      " $kinks every ::%ld::%ld using (column('x')):(column('%s')) with points pointtype 6 pointsize 0.9 "
                      "linewidth 1.2 linecolor rgb '%s' notitle, \\\n",
                      row, row, energies[0], colours[colour]);
}

static void add_plot(ip_script *script, const ip_react_curves *curves, int kind) {
    ip_script_add(script, "plot \\\n");
    if (has_both(curves)) {
        for (int k = 1; k >= 0; k--)
            add_band(script, &curves->list[0], energies[k], k);
        for (int k = 1; k >= 0; k--)
            add_curve(script, &curves->list[0], energies[k], k, k, k == 1);
        add_deepest(script, &curves->list[0], 0);
    } else {
        for (long i = 0; i < curves->count; i++)
            add_band(script, &curves->list[i], energies[kind], (int)(i % COLOUR_COUNT));
        for (long i = 0; i < curves->count; i++)
            add_curve(script, &curves->list[i], energies[kind], (int)(i % COLOUR_COUNT), (int)(i % POINT_COUNT), false);
        for (long i = 0; i < curves->count && kind == 0; i++)
            add_deepest(script, &curves->list[i], (int)(i % COLOUR_COUNT));
    }
    ip_script_add(script, " 0 with lines linewidth 0.5 linecolor rgb '" IP_GREY "' notitle\n");
}

static void add_label(ip_script *script, const ip_react_curves *curves, const ip_react_label *label,
                      const ip_react_panel *panel) {
    double left = panel->x + IP_REACT_LEFT, bottom = panel->y + panel->below;
    const ip_place *place = &label->place;
    long colour = has_both(curves) ? label->on_total : label->curve % COLOUR_COUNT;
    if (place->led)
        ip_script_leader(script, left + label->x, bottom + label->y, left + place->end_x, bottom + place->end_y);
    ip_script_add(script, "set label ");
    if (label->numbers[0])
        ip_script_add(script, "'{/:Bold %s}'", label->numbers);
    else
        ip_script_add_products(script, ip_react_products(curves->memory, curves->list[label->curve].kinks[label->from]), 0.0,
                               IP_SCRIPT_SMALL_TYPE);
    ip_script_add_at(script, left + place->x, bottom + place->y);
    ip_script_add(script, " %s font type(%g) textcolor rgb '%s' front\n", place->align, IP_SCRIPT_SMALL_TYPE, colours[colour]);
}

static void draw_panel(ip_script *script, const ip_react_curves *curves, const ip_react_panel *panel, int kind) {
    static const char *const titles[] = {"'mutual energy (eV/atom)'", "'total energy (eV/atom)'", "'reaction energy (eV/atom)'",
                                         "'eV/atom'"};
    const ip_interface_row *row = curves->list[0].kinks[0];
    double plot_width = panel->width - IP_REACT_LEFT - IP_REACT_RIGHT, height = panel->plot_height;
    bool is_short = height < ip_script_text_width(titles[kind], IP_SCRIPT_TYPE);
    ip_script_margins(script, panel->x + IP_REACT_LEFT, script->width - panel->x - panel->width + IP_REACT_RIGHT,
                      panel->y + panel->below, script->height - panel->y - panel->below - height);
    ip_react_axes(script, panel, plot_width, row->a, row->b, titles[is_short ? 3 : curves->count > 1 ? kind : 2], NULL);
    ip_script_axis(script, "y", curves->bottom[kind], curves->top[kind], (int)fmax(floor(height / 6.0), 1.0), 0.0);
    if (kind == 0)
        add_key(script, curves, panel);
    /* Where the total energy is a curve in this panel, too, the key says so. */
    if (kind == 0 && !any_reacts(curves) && !has_both(curves)) {
        ip_script_add(script, "set label 'no reaction with each other at any fraction'");
        ip_script_add_at(script, panel->x + IP_REACT_LEFT + 0.5 * plot_width, panel->y + panel->below + 0.5 * height);
        ip_script_add(script, " center font type(%g)\n", IP_SCRIPT_TYPE);
    }
    for (long i = 0; i < curves->label_count; i++)
        if (curves->labels[i].placed && ip_react_label_panel(curves, &curves->labels[i]) == kind)
            add_label(script, curves, &curves->labels[i], panel);
    add_plot(script, curves, kind);
    ip_script_add(script, "unset label\nunset arrow\n");
}

void ip_react_draw_curves(ip_script *script, const ip_react_curves *curves, const ip_react_panel *panels, double list) {
    ip_legend_draw(script, &curves->legend, 2.0, list, list);
    for (int kind = 0; kind < ip_react_curve_panels(curves); kind++)
        draw_panel(script, curves, &panels[kind], kind);
}
