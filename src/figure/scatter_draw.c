/* Candidates as gnuplot draws them: marks by band gap, colours by group, the front as a line with crosses for uncertainties, and
 * a list of its names. */
#include "key.h"
#include "scatter_inside.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define EDGE IP_KEY_EDGE
#define KEY_MARK 1.4
#define PALE_MARK 1.2
#define FRONT_MARK 1.7
#define TIC_ROOM 11.0 /* mm from one tic to the next, at least */
#define AXIS 9.0      /* below the plot */
#define X_TITLE 7.0   /* below it, to the middle */
#define Y_TITLE 2.4   /* from the left edge */
#define BEST "large: no other is better in both"

enum { MOST_LIST_LINES = 14, MARK_COUNT = 4 };

static const struct {
    const char *meaning;
    int shape;
} marks[MARK_COUNT] = {{"gap of 4 eV or more", 7}, {"2 to 4 eV", 5}, {"below 2 eV", 9}, {"unknown gap", 6}};

static const struct {
    const char *full;
    unsigned value, pale;
} colours[IP_SCATTER_GROUPS] = {{IP_BLUE, 0x0072b2, 0xb8d0e0}, {IP_VERMILION, 0xd55e00, 0xf2cfb3}, {IP_GREEN, 0x009e73, 0xb3dfd1},
                                {IP_PURPLE, 0xcc79a7, 0xefd6e4}, {IP_BLACK, 0x000000, 0xc4c4c4}};

int ip_scatter_mark(double gap) {
    return isnan(gap) ? 3 : gap >= 4.0 ? 0 : gap >= 2.0 ? 1 : 2;
}

void ip_scatter_add_data(ip_script *script, const ip_figure_rows *all, const char *columns, const ip_scatter_point *points,
                         long count) {
    ip_script_add(script, "$layers << END_OF_DATA\n%s,front,mark,colour\n", columns);
    for (long i = 0; i < count; i++) {
        const ip_scatter_point *point = &points[i];
        ip_script_add_cells(script, all->type, columns, ip_figure_at(all, point->row));
        ip_script_add(script, ",%d,%d,%d\n", point->place >= 0, marks[ip_scatter_mark(point->gap)].shape, point->colour);
    }
    ip_script_add(script, "END_OF_DATA\n");
}

/* ---- list */

/* Words that flow into lines; without buffers they are measured alone. */
typedef struct flow {
    ip_buffer *lines; /* [0 .. MOST_LIST_LINES-1] */
    int count;
    double at, room;
    long left_out;
} flow;

static void add_word(flow *out, const ip_buffer *word, double width) {
    double rest = out->count == MOST_LIST_LINES ? ip_script_text_width("and 9999 more", IP_SCRIPT_SMALL_TYPE) : 0.0;
    if (out->left_out || (out->count == MOST_LIST_LINES && out->at + width + rest > out->room)) {
        out->left_out++;
        return;
    }
    if (!out->count || out->at + width > out->room) {
        out->count++;
        out->at = 0.0;
    }
    if (out->lines) {
        ip_buffer_add(&out->lines[out->count - 1], ip_buffer_text(word));
        out->lines[out->count - 1].failed = out->lines[out->count - 1].failed || word->failed;
    }
    out->at += width;
}

/* "1 NaCl, " */
static void add_point(flow *out, const ip_scatter_point *point, long number, bool last) {
    ip_buffer word = {0};
    const char *end = last ? "   " : ", ";
    char text[32] = "";
    double half = 0.5 * out->room - ip_script_text_width("888 | , ", IP_SCRIPT_SMALL_TYPE), width = 0.0;
    if (number) {
        snprintf(text, sizeof text, "%ld ", number);
        width = ip_script_text_width(text, IP_SCRIPT_SMALL_TYPE) * 1.15; /* bold */
        if (out->lines)
            ip_buffer_print(&word, "{/:Bold %s}", text);
    }
    for (int i = 0; i < 2 && point->names[i]; i++) {
        double room = point->names[1] ? half : 2.0 * half;
        width += fmin(ip_script_formula_width(point->names[i], IP_SCRIPT_SMALL_TYPE), room);
        width += i ? ip_script_text_width(" | ", IP_SCRIPT_SMALL_TYPE) : 0.0;
        if (!out->lines)
            continue;
        ip_buffer_add(&word, i ? " | " : "");
        ip_script_formula(&word, point->names[i], room, IP_SCRIPT_SMALL_TYPE);
    }
    if (out->lines)
        ip_buffer_add(&word, end);
    add_word(out, &word, width + ip_script_text_width(end, IP_SCRIPT_SMALL_TYPE));
    ip_buffer_clear(&word);
}

/* The names of the front by its numbers; returns how many lines. */
static int write_list(ip_buffer *lines, const ip_scatter *scatter, double width) {
    flow out = {lines, 0, 0.0, width - 2.0 * EDGE, 0};
    long unlisted = 0;
    if (scatter->named)
        return 0;
    for (long i = 0; i < scatter->place_count; i++) {
        const ip_scatter_place *place = &scatter->places[i];
        for (long p = 0; p < place->count && place->number; p++)
            add_point(&out, scatter->front[place->first + p], p ? 0 : place->number, p + 1 == place->count);
        unlisted += place->number ? 0 : place->count;
    }
    if (lines && out.left_out + unlisted)
        ip_buffer_print(&lines[out.count - 1], "and %ld more", out.left_out + unlisted);
    return out.count;
}

/* ---- key */

static int add_key(ip_script *script, const ip_scatter *scatter, const char *group_title, double width, double top) {
    ip_key_entry entries[MARK_COUNT + IP_SCATTER_GROUPS + 3], best = {IP_KEY_TEXT, 0, 0.0, NULL, BEST, false};
    int count = 0;
    for (int i = 0; i < MARK_COUNT; i++)
        if (scatter->marks >> i & 1u) {
            ip_key_entry entry = {IP_KEY_MARK, marks[i].shape, KEY_MARK, IP_BLACK, marks[i].meaning, false};
            entries[count++] = entry;
        }
    if (scatter->group_count > 1) {
        ip_key_entry title = {IP_KEY_TEXT, 0, 0.0, NULL, group_title, false};
        entries[count++] = title;
    }
    for (int i = 0; i < scatter->group_count && scatter->group_count > 1; i++) {
        bool others = i + 1 == IP_SCATTER_GROUPS;
        ip_key_entry entry = {IP_KEY_MARK, 7, KEY_MARK, colours[i].full, others ? "another" : scatter->groups[i], !others};
        entries[count++] = entry;
    }
    if (scatter->has_uncertainty)
        best.text = BEST "; lines: one standard deviation";
    entries[count++] = best;
    return ip_key_add(script, entries, count, width, top);
}

double ip_scatter_key_height(const ip_scatter *scatter, double width) {
    double line = ip_script_line_height(IP_SCRIPT_SMALL_TYPE);
    return IP_KEY_LINE * add_key(NULL, scatter, "worst cathode:", width, 0.0) + line * write_list(NULL, scatter, width) + 0.6;
}

/* ---- plot */

/* The range of an axis, its numbers, and its title, of which the place is left to be written. */
static void add_axis(ip_script *script, char name, double low, double high, double length, const ip_scatter_axis *axis) {
    double step = ip_key_round_up((high - low) / fmax(floor(length / TIC_ROOM), 1.0));
    ip_script_add(script, "set %crange [%.9g:%.9g]\nset %ctics %.9g font small_type\n", name, low, high, name, step);
    /* Not the axis's own title, which numbers push out of the picture. */
    ip_script_add(script, "set label '%s' font small_type center ", axis->title);
}

/* Where nothing is better: from the best in x up to each of the front's places and on to the next. */
static void add_front(ip_script *script, const ip_scatter *scatter) {
    ip_script_add(script, "$front << END_OF_DATA\nx,y\n");
    double y = scatter->y_low;
    for (long i = 0; i < scatter->place_count; i++) {
        const ip_scatter_point *point = scatter->front[scatter->places[i].first];
        ip_script_add(script, "%.9g,%.9g\n%.9g,%.9g\n", point->x, y, point->x, point->y);
        y = point->y;
    }
    ip_script_add(script, "%.9g,%.9g\nEND_OF_DATA\n", scatter->x_low, y);
}

static void add_label(ip_script *script, const ip_scatter *scatter, const ip_scatter_place *place) {
    const ip_scatter_point *point = scatter->front[place->first];
    ip_buffer text = {0};
    double x = scatter->left + place->label_x, y = scatter->below + place->label_y;
    double from_x = ip_scatter_x(scatter, point->x), from_y = ip_scatter_y(scatter, point->y);
    double to_x = place->label_x - from_x, to_y = place->label_y - from_y;
    double edge_x = fmax(fabs(to_x) - 0.5 * ip_scatter_label_width(scatter, place), 0.0),
           edge_y = fmax(fabs(to_y) - 0.5 * ip_script_line_height(IP_SCRIPT_SMALL_TYPE), 0.0);
    if (scatter->named) {
        ip_script_formula(&text, point->names[0], 0.0, IP_SCRIPT_SMALL_TYPE);
        if (point->names[1]) {
            ip_buffer_add(&text, " | ");
            ip_script_formula(&text, point->names[1], 0.0, IP_SCRIPT_SMALL_TYPE);
        }
    } else {
        ip_buffer_print(&text, "{/:Bold %ld}", place->number);
    }
    if (hypot(edge_x, edge_y) > 2.0)
        ip_script_add(script,
                      "set arrow from screen %.5f,%.5f to screen %.5f,%.5f nohead front linewidth 0.5 linecolor rgb '" IP_GREY
                      "'\n",
                      (scatter->left + from_x) / script->width, (scatter->below + from_y) / script->height,
                      (scatter->left + from_x + copysign(edge_x, to_x)) / script->width,
                      (scatter->below + from_y + copysign(edge_y, to_y)) / script->height);
    ip_script_add(script, "set label ");
    ip_script_add_quoted(script, &text);
    ip_script_add(script, " at screen %.5f,%.5f center font type(%g) front\n", x / script->width, y / script->height,
                  IP_SCRIPT_SMALL_TYPE);
    ip_buffer_clear(&text);
}

static void add_list(ip_script *script, const ip_scatter *scatter, double top) {
    ip_buffer lines[MOST_LIST_LINES] = {{0}};
    int count = write_list(lines, scatter, script->width);
    for (int i = 0; i < count; i++) {
        ip_script_add(script, "set label ");
        ip_script_add_quoted(script, &lines[i]);
        ip_script_add(script, " at screen %.5f,%.5f left font type(%g)\n", EDGE / script->width,
                      (top - (i + 0.5) * ip_script_line_height(IP_SCRIPT_SMALL_TYPE)) / script->height, IP_SCRIPT_SMALL_TYPE);
        ip_buffer_clear(&lines[i]);
    }
}

static void add_plot(ip_script *script, const ip_scatter_axis *x, const ip_scatter_axis *y) {
    ip_script_add(script, "full(colour) = ");
    for (int i = 0; i + 1 < IP_SCATTER_GROUPS; i++)
        ip_script_add(script, "colour == %d ? 0x%06x : ", i, colours[i].value);
    ip_script_add(script, "0x%06x\npale(colour) = ", colours[IP_SCATTER_GROUPS - 1].value);
    for (int i = 0; i + 1 < IP_SCATTER_GROUPS; i++)
        ip_script_add(script, "colour == %d ? 0x%06x : ", i, colours[i].pale);
    ip_script_add(script, "0x%06x\n", colours[IP_SCATTER_GROUPS - 1].pale);
    ip_script_add(script, "number(name) = stringcolumn(name) eq '' ? 0 : column(name)\n"
                          "across(of) = %s\nup(of) = %s\nspread_across(of) = %s\nspread_up(of) = %s\n", x->value, y->value,
                  x->uncertainty ? x->uncertainty : "0", y->uncertainty ? y->uncertainty : "0");
    ip_script_add(
        script,
        "best(value) = column('front') == 1 ? value : NaN\nother(value) = column('front') == 1 ? NaN : value\n"
        "plot $layers using (other(across(0))):(up(0)):(column('mark')):(pale(column('colour'))) with points pointsize "
        "mark(%g) pointtype variable linecolor rgb variable notitle, \\\n"
        " $front using 1:2 with lines linewidth 0.75 linecolor rgb '" IP_GREY "' notitle, \\\n"
        " $layers using (best(across(0))):(up(0)):(spread_across(0)):(spread_up(0)) with xyerrorbars pointtype 0 linewidth 0.5 "
        "linecolor rgb '" IP_GREY "' notitle, \\\n"
        " $layers using (best(across(0))):(up(0)):(column('mark')):(full(column('colour'))) with points pointsize mark(%g) "
        "pointtype variable linecolor rgb variable notitle\n",
        PALE_MARK, FRONT_MARK);
}

void ip_scatter_add(ip_script *script, const ip_scatter *scatter, const ip_scatter_axis *x, const ip_scatter_axis *y,
                    const char *group_title) {
    double right = scatter->left + scatter->plot_width, top = scatter->below - AXIS;
    ip_script_margins(script, scatter->left, script->width - right, scatter->below,
                      script->height - scatter->below - scatter->plot_height);
    ip_script_add(script, "unset key\nset errorbars 0\nsmall_type = type(%g)\n", IP_SCRIPT_SMALL_TYPE);
    add_axis(script, 'x', scatter->x_low, scatter->x_high, scatter->plot_width, x);
    ip_script_add(script, "at graph 0.5, screen %.5f\n", (scatter->below - X_TITLE) / script->height);
    add_axis(script, 'y', scatter->y_low, scatter->y_high, scatter->plot_height, y);
    ip_script_add(script, "at screen %.5f, graph 0.5 rotate by 90\n", Y_TITLE / script->width);
    add_front(script, scatter);
    for (long i = 0; i < scatter->place_count; i++)
        if (scatter->places[i].labelled)
            add_label(script, scatter, &scatter->places[i]);
    int lines = add_key(script, scatter, group_title, script->width, top);
    add_list(script, scatter, top - IP_KEY_LINE * lines - 0.6);
    add_plot(script, x, y);
}
