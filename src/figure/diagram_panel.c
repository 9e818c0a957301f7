/* One phase diagram: how large it is, where its points and names are, and how gnuplot draws it from its data. */
#include "diagram_figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* mm */
#define AXIS_LEFT 15.5
#define AXIS_BELOW 10.0
#define EDGE 2.5
#define CORNER 4.2     /* of a triangle, for the name of an element */
#define TALLEST 80.0
#define LONGEST 118.0  /* side of a triangle */
#define MARK 0.9       /* radius of a mark */
#define LEAST_PLOT 14.0
#define GOOD_PLOT 40.0 /* height from which on words below count for more */
#define TIC 5.0        /* between two on the axis of energies */

#define ROOT_3 1.7320508075688772

/* What labels are told to stand by, radians. */
#define PI 3.14159265358979323846
#define UP (0.5 * PI)
#define DOWN (-0.5 * PI)
#define SIDEWAYS (PI / 6.0)

/* Of more points only the first have names. */
enum { MOST_NAMES = 120, MOST_ROUNDS = 4 };

const ip_diagram_subject_row *ip_diagram_subject(const ip_diagram_panel *panel, long index) {
    return &panel->all_subjects[panel->subjects[index]];
}

void ip_diagram_panel_clear(ip_diagram_panel *panel) {
    free(panel->subjects);
    ip_names_clear(&panel->names);
    free(panel->marks);
    free(panel->lines);
}

/* ---- places */

static bool is_triangle(const ip_diagram_panel *panel) {
    return panel->element_count == 3;
}

/* Of a composition in the diagram, mm; `energy` counts where there is an axis of it. */
static void find_place(double *px, double *py, const ip_diagram_panel *panel, double x, double y, double energy) {
    const ip_label_box *plot = &panel->plot;
    double across = is_triangle(panel) ? x + 0.5 * y : x;
    double up = is_triangle(panel) ? y : (energy - panel->low) / (panel->high - panel->low);
    *px = plot->left + across * (plot->right - plot->left);
    *py = plot->bottom + up * (plot->top - plot->bottom);
}

/* Where the point of a subject is drawn: at the hull where it has no energy of its own. */
static double subject_energy(const ip_diagram_subject_row *row) {
    return isnan(row->formation_energy) ? row->hull_energy : row->formation_energy;
}

static void widen(ip_diagram_panel *panel, double energy) {
    panel->low = fmin(panel->low, energy);
    panel->high = fmax(panel->high, energy);
}

/* Room is left for names below the hull. */
static void find_energies(ip_diagram_panel *panel) {
    panel->low = panel->high = 0.0;
    for (long i = 0; i < panel->count; i++)
        widen(panel, panel->points[i].formation_energy);
    for (long i = 0; i < panel->subject_count; i++) {
        double energy = subject_energy(ip_diagram_subject(panel, i)),
               error = ip_diagram_subject(panel, i)->formation_energy_uncertainty;
        error = error > 0.0 ? error : 0.0;
        widen(panel, energy - error);
        widen(panel, energy + error);
    }
    double span = fmax(panel->high - panel->low, 0.02);
    panel->low -= 0.2 * span;
    panel->high += 0.08 * span;
}

/* The plot in what is above the words, or as high as it looks best where the height is 0. */
static void find_plot(ip_diagram_panel *panel, double height) {
    double words = ip_diagram_words_height(panel), below = words + (is_triangle(panel) ? CORNER : AXIS_BELOW);
    double above = is_triangle(panel) ? CORNER + 0.5 : EDGE;
    double left = is_triangle(panel) ? EDGE + CORNER : AXIS_LEFT, right = is_triangle(panel) ? EDGE + CORNER : EDGE + 1.0;
    double width = panel->width - left - right, tall;
    if (is_triangle(panel)) {
        width = fmin(width, LONGEST);
        if (height > 0.0)
            width = fmin(width, fmax(height - below - above, LEAST_PLOT) * 2.0 / ROOT_3);
        tall = 0.5 * ROOT_3 * width;
        left = 0.5 * (panel->width - width);
    } else {
        tall = height > 0.0 ? fmax(height - below - above, LEAST_PLOT) : fmin(0.62 * width, TALLEST);
    }
    ip_label_box plot = {left, below, left + width, below + tall};
    panel->plot = plot;
    panel->height = height > 0.0 ? height : below + tall + above;
}

/* ---- names */

static bool is_asked_at(const ip_diagram_panel *panel, const ip_diagram_row *point) {
    for (long i = 0; i < panel->subject_count; i++) {
        const ip_diagram_subject_row *row = ip_diagram_subject(panel, i);
        if (fabs(row->x - point->x) < 1e-9 && (isnan(point->y) || fabs(row->y - point->y) < 1e-9) &&
            fabs(subject_energy(row) - point->formation_energy) < 1e-9)
            return true;
    }
    return false;
}

/* Of a corner of the triangle the name stands outside. */
static bool is_corner(const ip_diagram_panel *panel, const ip_diagram_row *point) {
    return is_triangle(panel) && fmax(fmax(point->x, point->y), 1.0 - point->x - point->y) > 1.0 - 1e-9;
}

/* Those that matter most come first, since they find the best places. */
static void list_names(ip_diagram_panel *panel) {
    ip_name *name;
    for (int i = 0; i < panel->element_count && is_triangle(panel); i++) {
        name = ip_names_add(&panel->names, panel->elements[i], i == 1, i == 2, 0.0);
        name->standing = true;
        name->points = IP_SCRIPT_TYPE;
    }
    for (long i = 0; i < panel->subject_count; i++) {
        const ip_diagram_subject_row *row = ip_diagram_subject(panel, i);
        name = ip_names_add(&panel->names, row->formula, row->x, row->y, subject_energy(row));
        if (name)
            name->colour = IP_VERMILION;
    }
    for (long i = 0; i < panel->count; i++) {
        const ip_diagram_row *point = &panel->points[i];
        if (point->stable == IP_FLAG_YES && !is_corner(panel, point) && !is_asked_at(panel, point))
            panel->names.unnamed += !ip_names_add(&panel->names, point->formula, point->x, point->y, point->formation_energy);
    }
}

/* Below the hull nothing is drawn, and outside a triangle. */
static double direction_of(const ip_diagram_panel *panel, const ip_name *name) {
    if (!is_triangle(panel))
        return name->z > 0.0 ? UP : DOWN;
    if (name->y < 1e-9)
        return DOWN;
    return name->x < 1e-9 ? PI - SIDEWAYS : 1.0 - name->x - name->y < 1e-9 ? SIDEWAYS : NAN;
}

/* The names of corners stand already. */
static void place_corner(ip_label *label, bool is_top) {
    double y = label->y + (is_top ? 1.0 : -1.0) * (MARK + 0.3 + 0.5 * label->height);
    ip_label_box box = {label->x - 0.5 * label->width, y - 0.5 * label->height, label->x + 0.5 * label->width,
                        y + 0.5 * label->height};
    label->box = box;
    label->placed = true;
}

static void ready_names(ip_diagram_panel *panel) {
    ip_names_ready(&panel->names, panel->width);
    for (long i = 0; i < panel->names.count; i++) {
        const ip_name *name = &panel->names.list[i];
        ip_label *label = &panel->names.labels[i];
        find_place(&label->x, &label->y, panel, name->x, name->y, name->z);
        label->direction = direction_of(panel, name);
        if (name->standing)
            place_corner(label, name->y > 0.5);
    }
}

/* What stands upright at the point of a subject: the range of its energy, and the way to the hull. It is as wide as the bars at
 * its ends. */
static void find_upright(ip_label_line lines[2], const ip_diagram_panel *panel, const ip_diagram_subject_row *row) {
    double energy = subject_energy(row),
           error = row->formation_energy_uncertainty > 0.0 ? row->formation_energy_uncertainty : 0.0;
    for (int i = 0; i < 2; i++) {
        ip_label_line *line = &lines[i];
        find_place(&line->x, &line->y, panel, row->x, row->y, fmin(energy - error, row->hull_energy));
        find_place(&line->x_end, &line->y_end, panel, row->x, row->y, fmax(energy + error, row->hull_energy));
        line->x = line->x_end = line->x + (i ? MARK : -MARK);
    }
}

static void find_marks(ip_diagram_panel *panel) {
    for (long i = 0; i < panel->count; i++) {
        const ip_diagram_row *row = &panel->points[i];
        find_place(&panel->marks[2 * i], &panel->marks[2 * i + 1], panel, row->x, row->y, row->formation_energy);
    }
    for (long i = 0; i < panel->subject_count; i++) {
        const ip_diagram_subject_row *row = ip_diagram_subject(panel, i);
        double *mark = &panel->marks[2 * (panel->count + i)];
        find_place(&mark[0], &mark[1], panel, row->x, row->y, subject_energy(row));
    }
    for (long i = 0; i < panel->tie_count; i++) {
        const ip_diagram_tie_row *tie = &panel->ties[i];
        ip_label_line *line = &panel->lines[i];
        find_place(&line->x, &line->y, panel, tie->x, tie->y, tie->formation_energy);
        find_place(&line->x_end, &line->y_end, panel, tie->x_end, tie->y_end, tie->formation_energy_end);
    }
    for (long i = 0; i < panel->subject_count && !is_triangle(panel); i++)
        find_upright(&panel->lines[panel->tie_count + 2 * i], panel, ip_diagram_subject(panel, i));
}

static bool place_names(ip_diagram_panel *panel) {
    long line_count = panel->tie_count + (is_triangle(panel) ? 0 : 2 * panel->subject_count);
    ip_label_room room = {panel->lines, line_count, panel->marks, panel->count + panel->subject_count, MARK, panel->plot};
    if (is_triangle(panel)) {
        room.box.left = 1.0;
        room.box.right = panel->width - 1.0;
        room.box.bottom -= CORNER;
    }
    return ip_names_place(&panel->names, &room);
}

static const ip_diagram_row *find_point(const ip_diagram_panel *panel, const char *formula) {
    for (long i = 0; i < panel->count; i++)
        if (strcmp(panel->points[i].formula, formula) == 0)
            return &panel->points[i];
    return NULL;
}

static bool is_stable(const ip_diagram_subject_row *row) {
    return row->energy_above_hull == 0.0;
}

/* What a composition falls apart into, or a stable one is measured by: its corners; 0 where a phase of it is not drawn. */
static int find_simplex(const ip_diagram_row *corners[IP_DIAGRAM_MOST_ELEMENTS], const ip_diagram_panel *panel, long index) {
    const ip_diagram_subject_row *row = ip_diagram_subject(panel, index);
    ip_row_products products = is_stable(row) ? row->competing_phases : row->products;
    if (products.count < 2 || products.count > panel->element_count)
        return 0;
    for (long i = 0; i < products.count; i++)
        if (!(corners[i] = find_point(panel, products.list[i].formula)))
            return 0;
    return (int)products.count;
}

static void find_simplices(ip_diagram_panel *panel) {
    const ip_diagram_row *corners[IP_DIAGRAM_MOST_ELEMENTS];
    for (long i = 0; i < panel->subject_count; i++) {
        bool *has = is_stable(ip_diagram_subject(panel, i)) ? &panel->has_rivals : &panel->has_falls;
        *has = *has || find_simplex(corners, panel, i) > 0;
    }
}

/* Returns whether more names gave way to numbers. */
static bool lay_names(ip_diagram_panel *panel, double height) {
    double frame = is_triangle(panel) ? 2.0 * CORNER + 0.5 : AXIS_BELOW + EDGE,
           plot = fmin(fmax(0.5 * height, LEAST_PLOT), GOOD_PLOT);
    ip_diagram_words_count(panel, height > 0.0 ? height - frame - plot : INFINITY);
    find_plot(panel, height);
    find_marks(panel);
    ready_names(panel);
    return place_names(panel);
}

bool ip_diagram_panel_lay(ip_diagram_panel *panel, double width, double height) {
    size_t marks = (size_t)(panel->count + panel->subject_count);
    panel->width = width;
    panel->marks = malloc((2 * marks + 1) * sizeof *panel->marks);
    panel->lines = malloc(((size_t)(panel->tie_count + 2 * panel->subject_count) + 1) * sizeof *panel->lines);
    bool has_names = ip_names_make(&panel->names, MOST_NAMES);
    if (!panel->marks || !panel->lines || !has_names)
        return false;
    find_energies(panel);
    find_simplices(panel);
    list_names(panel);
    /* A legend takes room from a plot of a given height, which then may need a longer one. */
    for (int round = 0; round < MOST_ROUNDS && lay_names(panel, height); round++)
        ;
    ip_names_drop(&panel->names);
    lay_names(panel, height);
    return true;
}

/* ---- drawing */

/* Those of one kind, closed lines with empty lines between. */
static void draw_simplices(ip_script *script, const ip_diagram_panel *panel, const char *name, bool stable) {
    const ip_diagram_row *corners[IP_DIAGRAM_MOST_ELEMENTS];
    ip_script_add(script, "$%s%d << END_OF_DATA\nx,y,formation_energy\n", name, panel->number);
    for (long i = 0; i < panel->subject_count; i++) {
        int count = is_stable(ip_diagram_subject(panel, i)) == stable ? find_simplex(corners, panel, i) : 0;
        for (int k = 0; count && k <= count; k++) {
            const ip_diagram_row *corner = corners[k % count];
            ip_script_add(script, "%.6f,%.6f,%.6f\n%s", corner->x, isnan(corner->y) ? 0.0 : corner->y, corner->formation_energy,
                          k == count ? "\n" : "");
        }
    }
    ip_script_add(script, "END_OF_DATA\n");
}

static void draw_data(ip_script *script, const ip_diagram_panel *panel) {
    char name[32];
    snprintf(name, sizeof name, "points%d", panel->number);
    ip_script_data(script, name, &ip_diagram_result, "x,y,formation_energy,energy_above_hull,stable,formula", panel->points, NULL,
                   panel->count);
    snprintf(name, sizeof name, "ties%d", panel->number);
    ip_script_data(script, name, &ip_diagram_tie_result,
                   "x,y,formation_energy,x_end,y_end,formation_energy_end,formula,formula_end", panel->ties, NULL,
                   panel->tie_count);
    snprintf(name, sizeof name, "asked%d", panel->number);
    ip_script_data(script, name, &ip_diagram_subject_result,
                   "x,y,formation_energy,formation_energy_uncertainty,hull_energy,energy_above_hull,energy_above_hull_"
                   "uncertainty,in_dataset,"
                   "formula",
                   panel->all_subjects, panel->subjects, panel->subject_count);
}

/* Names of columns as places: across and upwards, of a point and of the other end of a line. */
static void draw_places(ip_script *script, const ip_diagram_panel *panel) {
    const char *across = is_triangle(panel) ? "column('x')+column('y')/2" : "column('x')";
    const char *across_end = is_triangle(panel) ? "column('x_end')+column('y_end')/2" : "column('x_end')";
    const char *up = is_triangle(panel) ? "column('y')*sqrt(3)/2" : "column('formation_energy')";
    const char *up_end = is_triangle(panel) ? "column('y_end')*sqrt(3)/2" : "column('formation_energy_end')";
    const char *asked =
        is_triangle(panel) ? up : "stringcolumn('formation_energy') eq '' ? column('hull_energy') : column('formation_energy')";
    ip_script_add(script, "across(i) = %s\nup(i) = %s\nacross_end(i) = %s\nup_end(i) = %s\nasked(i) = %s\n", across, up,
                  across_end, up_end, asked);
    ip_script_add(script, "is(name, value, place) = stringcolumn(name) eq value ? place : NaN\n");
}

/* As much of it as stands beside the plot. */
static const char *energy_title(const ip_diagram_panel *panel) {
    static const char *const titles[] = {"formation energy (eV/atom)", "energy (eV/atom)", "eV/atom"};
    int shorter = 0;
    while (shorter < 2 && ip_script_text_width(titles[shorter], IP_SCRIPT_TYPE) > panel->plot.top - panel->plot.bottom + 2.0)
        shorter++;
    return titles[shorter];
}

static void draw_axes(ip_script *script, const ip_diagram_panel *panel) {
    const ip_label_box *plot = &panel->plot;
    ip_buffer title = {0};
    ip_script_add(
        script,
        "set lmargin at screen %.5f\nset rmargin at screen %.5f\nset bmargin at screen %.5f\nset tmargin at screen %.5f\n",
        plot->left / script->width, plot->right / script->width, (panel->base + plot->bottom) / script->height,
        (panel->base + plot->top) / script->height);
    ip_script_add(script, "unset key\nset xrange [0:1]\n");
    if (is_triangle(panel)) {
        ip_script_add(script, "unset border\nunset tics\nset yrange [0:sqrt(3)/2]\n");
        return;
    }
    ip_script_add(
        script,
        "set border 3\nset xtics %g nomirror out scale 0.5\nset ytics %g nomirror out scale 0.5\nset yrange [%.9f:%.9f]\n",
        plot->right - plot->left < 50.0 ? 0.5 : 0.2,
        ip_script_step(panel->high - panel->low, plot->top - plot->bottom, fmax(TIC, 0.125 * (plot->top - plot->bottom))),
        panel->low, panel->high);
    ip_buffer_add(&title, "{/:Italic x} in ");
    ip_script_text(&title, panel->elements[0], 0.0, IP_SCRIPT_TYPE);
    ip_buffer_add(&title, "_{1\xE2\x88\x92{/:Italic x}}");
    ip_script_text(&title, panel->elements[1], 0.0, IP_SCRIPT_TYPE);
    ip_buffer_add(&title, "_{{/:Italic x}}");
    ip_script_add(script, "set label ");
    ip_script_add_quoted(script, &title);
    ip_buffer_clear(&title);
    ip_names_at(script, 0.5 * (plot->left + plot->right), panel->base + plot->bottom - AXIS_BELOW + 2.0);
    ip_script_add(script, " center font type(%g)\nset label '%s'", IP_SCRIPT_TYPE, energy_title(panel));
    ip_names_at(script, 2.6, panel->base + 0.5 * (plot->bottom + plot->top));
    ip_script_add(script, " center rotate by 90 font type(%g)\n", IP_SCRIPT_TYPE);
}

/* Two phases have a line alone. */
static void draw_area(ip_script *script, const ip_diagram_panel *panel, const char *name, const char *colour) {
    if (is_triangle(panel))
        ip_script_add(script, "$%s%d using (across(0)):(up(0)) with filledcurves closed fillcolor rgb '%s', \\\n ", name,
                      panel->number, colour);
    ip_script_add(script, "$%s%d using (across(0)):(up(0)) with lines linewidth 5 linecolor rgb '%s', \\\n ", name, panel->number,
                  colour);
}

static void draw_plot(ip_script *script, const ip_diagram_panel *panel) {
    int n = panel->number;
    ip_script_add(script, "plot ");
    if (panel->has_rivals)
        draw_area(script, panel, "rivals", IP_DIAGRAM_PALE_RIVALS);
    if (panel->has_falls)
        draw_area(script, panel, "falls", IP_DIAGRAM_PALE_FALLS);
    ip_script_add(
        script,
        "$ties%d using (across(0)):(up(0)):(across_end(0)-across(0)):(up_end(0)-up(0)) with vectors nohead linewidth 0.75 "
        "linecolor rgb '" IP_BLACK "'",
        n);
    if (panel->has_unstable)
        ip_script_add(script,
                      ", \\\n $points%d using (across(0)):(is('stable', 'no', up(0))) with points pointtype 6 pointsize "
                      "mark(0.75) linecolor rgb '" IP_GREY "'",
                      n);
    ip_script_add(script,
                  ", \\\n $points%d using (across(0)):(is('stable', 'yes', up(0))) with points pointtype 7 pointsize mark(0.95) "
                  "linecolor rgb '" IP_BLUE "'",
                  n);
    if (panel->subject_count && !is_triangle(panel))
        ip_script_add(
            script,
            ", \\\n $asked%d using (across(0)):(column('hull_energy')):(0):(asked(0)-column('hull_energy')) with vectors nohead "
            "linewidth 1 linecolor rgb '" IP_VERMILION "', \\\n $asked%d using (across(0)):(asked(0)):"
            "(column('formation_energy_uncertainty')) with yerrorbars pointtype 0 linewidth 1 linecolor rgb '" IP_VERMILION "'",
            n, n);
    if (panel->subject_count)
        ip_script_add(script,
                      ", \\\n $asked%d using (across(0)):(is('in_dataset', 'yes', asked(0))) with points pointtype 13 pointsize "
                      "mark(1.5) linecolor "
                      "rgb '" IP_VERMILION
                      "', \\\n $asked%d using (across(0)):(is('in_dataset', 'no', asked(0))) with points pointtype 12 "
                      "pointsize mark(1.5) linecolor rgb '" IP_VERMILION "'",
                      n, n);
    ip_script_add(script, "\n");
}

void ip_diagram_panel_draw(ip_script *script, const ip_diagram_panel *panel) {
    draw_data(script, panel);
    if (panel->has_rivals)
        draw_simplices(script, panel, "rivals", true);
    if (panel->has_falls)
        draw_simplices(script, panel, "falls", false);
    draw_axes(script, panel);
    draw_places(script, panel);
    ip_names_draw(script, &panel->names, panel->base);
    ip_diagram_words_draw(script, panel);
    draw_plot(script, panel);
}
