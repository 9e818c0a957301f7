/* One panel of stability regions: axes with their other scales, areas, what stands along the edges. */
#include "region_figure.h"

#include <interphase/element.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* mm */
#define LEFT 15.5
#define RIGHT 4.0
#define RIGHT_SCALE 14.5
#define BELOW 10.0
#define ABOVE 3.0
#define ABOVE_SCALE 10.0
#define WORDS 1.0
#define TITLE 2.6
#define ASIDE 13.0  /* room for names beside the regions, and above and below */
#define UPRIGHT 6.0
#define TALLEST 95.0
#define LEAST_PLOT 16.0
#define X_TIC 12.0
#define Y_TIC 7.0
#define MARK 0.4
#define LONG_NAME 24.0
#define STEP 1.5 /* between places that the name of a region tries */
#define LEAST_SCALED 60.0 /* narrower panels have no other scales */

/* Names of edges in one panel, and of tries to place them. */
enum { MOST_NAMES = 150, MOST_ROUNDS = 4, STEPS = 12 };

/* eV/atom: a region of a single point is looked at from so near. */
#define LEAST_RANGE 0.02

static const char *const colours[] = {IP_BLUE, IP_VERMILION, IP_GREEN, IP_PURPLE, IP_ORANGE, IP_SKY};
enum { COLOUR_COUNT = sizeof colours / sizeof *colours };

static const char *colour_of(const ip_region_outline *outline) {
    return colours[(outline->number - 1) % COLOUR_COUNT];
}

void ip_region_panel_clear(ip_region_panel *panel) {
    ip_names_clear(&panel->names);
    free(panel->lines);
}

/* The outlines of a panel one after the other: the next from an index on; NULL behind the last. */
static const ip_region_outline *next_outline(const ip_region_panel *panel, long *index) {
    while (*index < panel->all_count)
        if (panel->all[(*index)++].panel == panel->number)
            return &panel->all[*index - 1];
    return NULL;
}

/* ---- places */

static void find_place(double *px, double *py, const ip_region_panel *panel, double x, double y) {
    const ip_label_box *plot = &panel->plot, *range = &panel->range;
    *px = plot->left + (x - range->left) / (range->right - range->left) * (plot->right - plot->left);
    *py = plot->bottom + (y - range->bottom) / (range->top - range->bottom) * (plot->top - plot->bottom);
}

/* Around a range, room of so many mm on both sides of a length. */
static void widen(double *low, double *high, double aside, double length) {
    double span = fmax(*high - *low, LEAST_RANGE), middle = 0.5 * (*low + *high), part = fmin(2.0 * aside / length, 0.6);
    *low = middle - 0.5 * span / (1.0 - part);
    *high = middle + 0.5 * span / (1.0 - part);
}

static void find_range(ip_region_panel *panel) {
    ip_label_box range = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    const ip_region_outline *outline;
    for (long at = 0; (outline = next_outline(panel, &at));)
        for (long i = 0; i < outline->count; i++) {
            range.left = fmin(range.left, outline->edges[i].x);
            range.right = fmax(range.right, outline->edges[i].x);
            range.bottom = fmin(range.bottom, outline->edges[i].y);
            range.top = fmax(range.top, outline->edges[i].y);
        }
    widen(&range.left, &range.right, ASIDE, panel->plot.right - panel->plot.left);
    widen(&range.bottom, &range.top, UPRIGHT, panel->plot.top - panel->plot.bottom);
    panel->range = range;
}

static double words_height(const ip_region_panel *panel) {
    return WORDS + IP_WORDS_LINE * (panel->projected + panel->word_count + panel->names.rows);
}

static void find_plot(ip_region_panel *panel, double height) {
    double below = words_height(panel) + BELOW, above = panel->x_scale ? ABOVE_SCALE : ABOVE;
    double width = panel->width - LEFT - (panel->y_scale ? RIGHT_SCALE : RIGHT);
    double tall = height > 0.0 ? fmax(height - below - above, LEAST_PLOT) : fmin(0.75 * width, TALLEST);
    ip_label_box plot = {LEFT, below, LEFT + width, below + tall};
    panel->plot = plot;
    panel->height = height > 0.0 ? height : below + tall + above;
}

/* ---- names */

/* Where the name of an edge is led from: its middle; of a line its end. */
static void find_anchor(double *x, double *y, const ip_region_outline *outline, const ip_region_row *edge) {
    bool is_line = outline->count < 3;
    *x = is_line ? edge->x : 0.5 * (edge->x + edge->x_end);
    *y = is_line ? edge->y : 0.5 * (edge->y + edge->y_end);
}

/* The middle of an area, or of a line. */
static void find_middle(double *x, double *y, const ip_region_outline *outline) {
    const ip_region_row *first = outline->edges;
    double area = 0.0, sum_x = 0.0, sum_y = 0.0, mean_x = 0.0, mean_y = 0.0;
    for (long i = 0; i < outline->count; i++) {
        const ip_region_row *edge = &outline->edges[i];
        double part = (edge->x - first->x) * (edge->y_end - first->y) - (edge->x_end - first->x) * (edge->y - first->y);
        area += part;
        sum_x += part * (first->x + edge->x + edge->x_end) / 3.0;
        sum_y += part * (first->y + edge->y + edge->y_end) / 3.0;
        mean_x += edge->x / (double)outline->count;
        mean_y += edge->y / (double)outline->count;
    }
    *x = area > 1e-9 ? sum_x / area : mean_x;
    *y = area > 1e-9 ? sum_y / area : mean_y;
}

/* The names of the edges, then those of the regions; z says which edge it is, 0 for the region. */
static void list_names(ip_region_panel *panel) {
    const ip_region_outline *outline;
    for (int edges = 1; edges >= 0; edges--)
        for (long at = 0; (outline = next_outline(panel, &at));)
            for (long i = 0; i < (edges ? outline->count : 1); i++) {
                const ip_region_row *edge = &outline->edges[i];
                const char *text = edges ? edge->phases : edge->formula;
                ip_name *name =
                    text ? ip_names_add(&panel->names, text, (double)outline->number, 0.0, edges ? (double)edge->edge : 0.0)
                         : NULL;
                if (text && !name)
                    panel->names.unnamed++;
                if (name && (!edges || panel->count > 1))
                    name->colour = colour_of(outline);
                if (name && !edges)
                    name->points = IP_SCRIPT_TYPE;
            }
}

/* Whether a box is inside of an outline, which is convex and counterclockwise: all its corners are to the left of all edges. */
static bool is_inside(const ip_region_panel *panel, const ip_region_outline *outline, const ip_label_box *box) {
    double corners[4][2] = {{box->left, box->bottom}, {box->right, box->bottom}, {box->right, box->top}, {box->left, box->top}};
    for (long i = 0; i < outline->count; i++) {
        double x, y, x_end, y_end;
        find_place(&x, &y, panel, outline->edges[i].x, outline->edges[i].y);
        find_place(&x_end, &y_end, panel, outline->edges[i].x_end, outline->edges[i].y_end);
        for (int k = 0; k < 4; k++)
            if ((x_end - x) * (corners[k][1] - y) - (y_end - y) * (corners[k][0] - x) <= 0.0)
                return false;
    }
    return outline->count > 2;
}

/* Whether something stands there already. */
static bool is_taken(const ip_region_panel *panel, const ip_label_box *box) {
    for (long i = 0; i < panel->names.count; i++) {
        const ip_label_box *other = &panel->names.labels[i].box;
        if (panel->names.labels[i].placed && box->left < other->right && other->left < box->right && box->bottom < other->top &&
            other->bottom < box->top)
            return true;
    }
    return false;
}

/* Stands as near to its point as an area has room for it, at a size that is `part` of its own; returns whether it does. */
static bool stand_inside(const ip_region_panel *panel, const ip_region_outline *outline, ip_label *label, double part) {
    double half = 0.5 * part * label->width, up = 0.5 * part * label->height, least = INFINITY;
    for (int i = -STEPS; i <= STEPS; i++)
        for (int k = -STEPS; k <= STEPS; k++) {
            double x = label->x + i * STEP, y = label->y + k * STEP, distance = hypot(i, k);
            ip_label_box box = {x - half, y - up, x + half, y + up};
            if (distance < least && is_inside(panel, outline, &box) && !is_taken(panel, &box)) {
                least = distance;
                label->box = box;
            }
        }
    return least < INFINITY;
}

/* The name of a region stands in it where it fits, in smaller type if need be. */
static void ready_region(ip_region_panel *panel, const ip_region_outline *outline, long index) {
    ip_name *name = &panel->names.list[index];
    ip_label *label = &panel->names.labels[index];
    double x, y, sizes[] = {IP_SCRIPT_TYPE, IP_SCRIPT_SMALL_TYPE};
    find_middle(&x, &y, outline);
    find_place(&label->x, &label->y, panel, x, y);
    for (int i = 0; i < 2 && !label->placed && label->reach > 0.0; i++)
        if (stand_inside(panel, outline, label, sizes[i] / name->points)) {
            label->placed = true;
            name->points = sizes[i];
        }
}

static void ready_edge(const ip_region_panel *panel, const ip_region_outline *outline, const ip_region_row *edge,
                       ip_label *label) {
    double x, y, middle_x, middle_y;
    find_anchor(&x, &y, outline, edge);
    find_place(&label->x, &label->y, panel, x, y);
    find_middle(&x, &y, outline);
    find_place(&middle_x, &middle_y, panel, x, y);
    if (outline->count > 2) {
        double x_end, y_end;
        find_place(&x, &y, panel, edge->x, edge->y);
        find_place(&x_end, &y_end, panel, edge->x_end, edge->y_end);
        label->direction = atan2(-(x_end - x), y_end - y);
    } else if (outline->count == 2) {
        label->direction = atan2(label->y - middle_y, label->x - middle_x);
    }
}

static void ready_names(ip_region_panel *panel) {
    ip_names_ready(&panel->names, panel->width);
    for (long i = 0; i < panel->names.count; i++) {
        const ip_name *name = &panel->names.list[i];
        const ip_region_outline *outline = &panel->all[(long)name->x - 1];
        if (name->z > 0.0)
            ready_edge(panel, outline, &outline->edges[(long)name->z - 1], &panel->names.labels[i]);
        else
            ready_region(panel, outline, i);
    }
}

static void find_lines(ip_region_panel *panel) {
    const ip_region_outline *outline;
    panel->line_count = 0;
    for (long at = 0; (outline = next_outline(panel, &at));)
        for (long i = 0; i < outline->count; i++) {
            ip_label_line *line = &panel->lines[panel->line_count++];
            find_place(&line->x, &line->y, panel, outline->edges[i].x, outline->edges[i].y);
            find_place(&line->x_end, &line->y_end, panel, outline->edges[i].x_end, outline->edges[i].y_end);
        }
}

static bool lay_names(ip_region_panel *panel, double height) {
    ip_names_count(&panel->names, panel->width);
    find_plot(panel, height);
    find_range(panel);
    find_lines(panel);
    ready_names(panel);
    ip_label_room room = {panel->lines, panel->line_count, NULL, 0, MARK, panel->plot};
    return ip_names_place(&panel->names, &room);
}

bool ip_region_panel_lay(ip_region_panel *panel, double width, double height) {
    const ip_region_outline *outline;
    long edges = 0;
    for (long at = 0; (outline = next_outline(panel, &at));)
        edges += outline->count;
    panel->width = width;
    if (width < LEAST_SCALED)
        panel->x_scale = panel->y_scale = NULL;
    panel->lines = malloc(((size_t)edges + 1) * sizeof *panel->lines);
    if (!ip_names_make(&panel->names, MOST_NAMES) || !panel->lines)
        return false;
    /* Among several regions a long name would be taken for that of another. */
    if (panel->count > 1)
        panel->names.longest = fmin(0.2, LONG_NAME / width);
    list_names(panel);
    for (int round = 0; round < MOST_ROUNDS && lay_names(panel, height); round++)
        ;
    ip_names_drop(&panel->names);
    lay_names(panel, height);
    return true;
}

/* ---- drawing */

static void draw_title(ip_script *script, const ip_region_panel *panel, double x, double y, bool upright) {
    ip_names_at(script, x, panel->base + y);
    ip_script_add(script, " center %sfont type(%g)\n", upright ? "rotate by 90 " : "", IP_SCRIPT_TYPE);
}

static void add_potential_title(ip_script *script, const char *element) {
    ip_buffer title = {0};
    ip_buffer_add(&title, "{/:Italic \xCE\xBC}_{");
    ip_script_text(&title, element, 0.0, IP_SCRIPT_TYPE);
    ip_buffer_add(&title, "} (eV/atom)");
    ip_script_add(script, "set label ");
    ip_script_add_quoted(script, &title);
    ip_buffer_clear(&title);
}

/* Of a metal whose charge was given, by its symbol alone. */
static void add_metal_title(ip_script *script, const char *metal) {
    ip_buffer title = {0};
    ip_buffer_add(&title, "voltage against ");
    ip_script_text(&title, metal, 0.0, IP_SCRIPT_TYPE);
    ip_buffer_add(&title, " (V)");
    ip_script_add_quoted(script, &title);
    ip_buffer_clear(&title);
}

static void add_scale_title(ip_script *script, const ip_region_scale_row *scale) {
    ip_script_add(script, "set label ");
    if (strcmp(scale->quantity, "voltage") != 0)
        ip_script_add(script, "'log_{10} {/:Italic p}(O_2) / bar at %.6g K'", scale->temperature);
    else if (ip_element_charge(ip_element_find(scale->element, strlen(scale->element))))
        ip_script_add_voltage(script, scale->element);
    else
        add_metal_title(script, scale->element);
}

/* There is no voltage below 0. */
static void draw_scale(ip_script *script, const char *axis, const ip_region_scale_row *scale, double low, double high,
                       double length, double apart) {
    double step = ip_script_step(fabs(scale->factor) * (high - low), length, apart);
    ip_script_add(script, "set %srange [%.9f:%.9f]\nset %stics %s%g nomirror out scale 0.5\n", axis, scale->factor * low,
                  scale->factor * high, axis, scale->factor < 0.0 ? "0," : "", step);
}

static void draw_axes(ip_script *script, const ip_region_panel *panel) {
    const ip_label_box *plot = &panel->plot, *range = &panel->range;
    double wide = plot->right - plot->left, tall = plot->top - plot->bottom, middle = 0.5 * (plot->left + plot->right);
    ip_script_add(
        script,
        "set lmargin at screen %.5f\nset rmargin at screen %.5f\nset bmargin at screen %.5f\nset tmargin at screen %.5f\n",
        plot->left / script->width, plot->right / script->width, (panel->base + plot->bottom) / script->height,
        (panel->base + plot->top) / script->height);
    ip_script_add(script,
                  "unset key\nset border 15\nunset x2tics\nunset y2tics\nset xrange [%.9f:%.9f]\nset yrange [%.9f:%.9f]\n"
                  "set xtics %g nomirror out scale 0.5\nset ytics %g nomirror out scale 0.5\n",
                  range->left, range->right, range->bottom, range->top, ip_script_step(range->right - range->left, wide, X_TIC),
                  ip_script_step(range->top - range->bottom, tall, Y_TIC));
    add_potential_title(script, panel->x_element);
    draw_title(script, panel, middle, plot->bottom - BELOW + 2.2, false);
    add_potential_title(script, panel->y_element);
    draw_title(script, panel, TITLE, 0.5 * (plot->bottom + plot->top), true);
    if (panel->x_scale) {
        draw_scale(script, "x2", panel->x_scale, range->left, range->right, wide, X_TIC);
        add_scale_title(script, panel->x_scale);
        draw_title(script, panel, middle, plot->top + ABOVE_SCALE - 2.2, false);
    }
    if (panel->y_scale) {
        draw_scale(script, "y2", panel->y_scale, range->bottom, range->top, tall, Y_TIC);
        add_scale_title(script, panel->y_scale);
        draw_title(script, panel, panel->width - TITLE, 0.5 * (plot->bottom + plot->top), true);
    }
}

static void draw_words(ip_script *script, const ip_region_panel *panel) {
    double top = words_height(panel), y = panel->base + top - 0.5 * IP_WORDS_LINE;
    if (panel->projected) {
        ip_script_add(script, "set label ");
        ip_script_add_text(script, "outline of all that the potentials of the other elements allow",
                           panel->width - 2.0 * IP_WORDS_EDGE, IP_SCRIPT_SMALL_TYPE);
        ip_names_at(script, IP_WORDS_EDGE, y);
        ip_script_add(script, " left font type(%g)\n", IP_SCRIPT_SMALL_TYPE);
        y -= IP_WORDS_LINE;
    }
    for (int i = 0; i < panel->word_count; i++, y -= IP_WORDS_LINE) {
        ip_buffer text = {.text = panel->words[i]};
        ip_names_draw_line(script, &text, IP_WORDS_EDGE, y);
    }
    ip_names_draw_legend(script, &panel->names, panel->base, top - IP_WORDS_LINE * (panel->projected + panel->word_count));
}

static void draw_plot(ip_script *script, const ip_region_panel *panel) {
    const ip_region_outline *outline;
    const char *before = "plot ";
    for (long at = 0; (outline = next_outline(panel, &at)); before = ", \\\n ") {
        const char *colour = colour_of(outline);
        if (outline->count > 2)
            ip_script_add(
                script,
                "%s$region%d using (column('x')):(column('y')) with filledcurves closed fillstyle transparent solid 0.2 noborder "
                "fillcolor rgb '%s'",
                before, outline->number, colour);
        else
            ip_script_add(
                script,
                "%s$region%d using (column('x')):(column('y')) with points pointtype 7 pointsize mark(0.95) linecolor rgb '%s'",
                before, outline->number, colour);
        ip_script_add(
            script,
            ", \\\n $region%d using (column('x')):(column('y')):(column('x_end')-column('x')):(column('y_end')-column('y')) with "
            "vectors nohead linewidth 1.25 linecolor rgb '%s'",
            outline->number, colour);
    }
    ip_script_add(script, "\n");
}

void ip_region_panel_draw(ip_script *script, const ip_region_panel *panel) {
    const ip_region_outline *outline;
    for (long at = 0; (outline = next_outline(panel, &at));) {
        char name[32];
        snprintf(name, sizeof name, "region%d", outline->number);
        ip_script_data(script, name, &ip_region_result, "x,y,x_end,y_end,edge,x_element,y_element,phases,formula", outline->edges,
                       NULL, outline->count);
    }
    draw_axes(script, panel);
    ip_names_draw(script, &panel->names, panel->base);
    draw_words(script, panel);
    draw_plot(script, panel);
}
