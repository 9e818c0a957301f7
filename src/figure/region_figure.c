/* Stability regions over two chemical potentials, one panel a pair of elements. Knows rows of regions, and which belong together.
 */
#include "region_figure.h"

#include <interphase/number.h>

#include <stdlib.h>
#include <string.h>

/* Phases without a region of which words are said. */
enum { MOST_WORDS = 8 };

typedef struct region_list {
    ip_region_outline *outlines; /* [0 .. count-1], owned */
    ip_region_panel *panels;     /* [0 .. panel_count-1], owned */
    long count;
    int panel_count;
    char *words[MOST_WORDS + 1]; /* owned: gnuplot's text */
    int word_count;
} region_list;

static bool is_of(const ip_region_panel *panel, const ip_region_row *row) {
    return strcmp(panel->x_element, row->x_element) == 0 && strcmp(panel->y_element, row->y_element) == 0;
}

static const ip_region_scale_row *find_scale(const ip_figure *figure, const char *element) {
    const ip_figure_rows *scales = ip_figure_rows_of(figure, &ip_region_scale_result);
    for (long i = 0; i < scales->count; i++) {
        const ip_region_scale_row *row = ip_figure_at(scales, i);
        if (strcmp(row->element, element) == 0)
            return row;
    }
    return NULL;
}

static ip_region_panel *panel_of(region_list *list, const ip_figure *figure, const ip_region_row *row) {
    for (int i = 0; i < list->panel_count; i++)
        if (is_of(&list->panels[i], row))
            return &list->panels[i];
    ip_region_panel *panel = &list->panels[list->panel_count];
    panel->number = list->panel_count++;
    panel->x_element = row->x_element;
    panel->y_element = row->y_element;
    panel->x_scale = find_scale(figure, row->x_element);
    panel->y_scale = find_scale(figure, row->y_element);
    return panel;
}

/* The edges of an outline stand together, the first of them first. */
static bool find_outlines(region_list *out, const ip_figure *figure) {
    const ip_figure_rows *rows = ip_figure_rows_of(figure, &ip_region_result);
    out->outlines = calloc((size_t)rows->count + 1, sizeof *out->outlines);
    out->panels = calloc((size_t)rows->count + 1, sizeof *out->panels);
    for (long i = 0; i < rows->count && out->outlines && out->panels; i++) {
        const ip_region_row *row = ip_figure_at(rows, i);
        if (row->edge == 1) {
            ip_region_panel *panel = panel_of(out, figure, row);
            ip_region_outline outline = {.edges = row, .number = (int)out->count + 1, .panel = panel->number};
            out->outlines[out->count++] = outline;
            panel->count++;
            panel->projected = panel->projected || row->projected == IP_FLAG_YES;
        }
        out->outlines[out->count - 1].count++;
    }
    for (int i = 0; i < out->panel_count; i++) {
        out->panels[i].all = out->outlines;
        out->panels[i].all_count = out->count;
    }
    return out->outlines && out->panels;
}

/* ---- phases without a region */

static void add_number(ip_buffer *out, const char *before, double number) {
    char text[400];
    ip_number_format(text, sizeof text, number, 3);
    ip_buffer_print(out, "%s%s", before, text);
}

static void say_empty(ip_buffer *out, const ip_potentials_row *row, double room) {
    ip_script_formula(out, row->formula, 0.4 * room, IP_SCRIPT_SMALL_TYPE);
    add_number(out, ": no region, ", row->energy_above_hull);
    if (row->energy_above_hull_uncertainty > 0.0)
        add_number(out, " \xC2\xB1 ", row->energy_above_hull_uncertainty);
    ip_buffer_add(out, " eV/atom above the hull");
}

/* Returns false for lack of memory. */
static bool find_words(region_list *list, const ip_figure *figure) {
    const ip_figure_rows *rows = ip_figure_rows_of(figure, &ip_potentials_result);
    long more = 0;
    bool done = true;
    for (long i = 0; i < rows->count && done; i++) {
        const ip_potentials_row *row = ip_figure_at(rows, i);
        ip_buffer text = {0};
        if (!row->corner || strcmp(row->corner, "none") != 0)
            continue;
        if (list->word_count == MOST_WORDS) {
            more++;
            continue;
        }
        say_empty(&text, row, figure->style.width - 2.0 * IP_WORDS_EDGE);
        done = !text.failed;
        list->words[list->word_count++] = text.text;
    }
    if (more && done) {
        ip_buffer text = {0};
        ip_buffer_print(&text, "and %ld more", more);
        done = !text.failed;
        list->words[list->word_count++] = text.text;
    }
    if (list->panel_count) {
        list->panels[list->panel_count - 1].words = list->words;
        list->panels[list->panel_count - 1].word_count = list->word_count;
    }
    return done;
}

/* ---- panels */

static bool lay_panels(region_list *list, ip_script *script) {
    double each = script->height > 0.0 ? script->height / list->panel_count : 0.0, height = 0.0;
    for (int i = list->panel_count - 1; i >= 0; i--) {
        if (!ip_region_panel_lay(&list->panels[i], script->width, each))
            return false;
        list->panels[i].base = height;
        height += list->panels[i].height;
    }
    if (!(script->height > 0.0))
        script->height = height;
    return true;
}

static void draw_panels(ip_script *script, const region_list *list) {
    if (list->panel_count > 1)
        ip_script_add(script, "set multiplot\n");
    for (int i = 0; i < list->panel_count; i++) {
        if (i)
            ip_script_add(script, "unset label\nunset arrow\nunset object\n");
        ip_region_panel_draw(script, &list->panels[i]);
    }
    if (list->panel_count > 1)
        ip_script_add(script, "unset multiplot\n");
}

static void draw_none(ip_script *script, const region_list *list) {
    char reason[100];
    if (list->panel_count)
        snprintf(reason, sizeof reason, "%d diagrams take %.0f mm of height at least", list->panel_count,
                 IP_REGION_LEAST_HEIGHT * list->panel_count);
    else
        snprintf(reason, sizeof reason, "no phase has a region of chemical potentials");
    ip_script_nothing(script, reason);
}

static void draw_with(ip_script *script, const ip_figure *figure, const char *name, const char *columns) {
    region_list list = {0};
    long count, *answered = ip_figure_answered(script, figure, &count);
    bool done = answered && find_outlines(&list, figure) && find_words(&list, figure);
    if (done && (!list.panel_count || (script->height > 0.0 && script->height < IP_REGION_LEAST_HEIGHT * list.panel_count))) {
        draw_none(script, &list);
    } else if (done && lay_panels(&list, script)) {
        ip_script_data(script, name, figure->kind->type, columns, figure->types[0].rows, answered, count);
        draw_panels(script, &list);
    } else {
        ip_script_fail(script);
    }
    for (int i = 0; i < list.panel_count; i++)
        ip_region_panel_clear(&list.panels[i]);
    for (int i = 0; i < list.word_count; i++)
        free(list.words[i]);
    free(list.panels);
    free(list.outlines);
    free(answered);
}

static void draw_potentials(ip_script *script, const ip_figure *figure) {
    draw_with(script, figure, "potentials", "formula,corner,element,chemical_potential,neighbours,chemical_potential_high,name,"
                                            "chemical_potential_uncertainty,chemical_potential_high_uncertainty");
}

static void draw_outline(ip_script *script, const ip_figure *figure) {
    draw_with(script, figure, "outline", "formula,point,x_element,y_element,x,y,corner,neighbours");
}

const ip_figure_kind ip_potentials_figure = {&ip_potentials_result, draw_potentials};
const ip_figure_kind ip_outline_figure = {&ip_outline_result, draw_outline};
