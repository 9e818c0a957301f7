/* Phase diagrams of two and three elements, one panel a chemical system. Knows rows of diagrams, and which belong together. */
#include "diagram_figure.h"

#include <interphase/phases_row.h>

#include <stdlib.h>
#include <string.h>

typedef struct panel_list {
    ip_diagram_panel *list; /* [0 .. count-1], owned */
    long count;
} panel_list;

static void read_elements(ip_diagram_panel *panel) {
    for (const char *at = panel->system; *at && panel->element_count < IP_DIAGRAM_MOST_ELEMENTS;) {
        size_t length = strcspn(at, "-");
        if (length < sizeof panel->elements[0])
            memcpy(panel->elements[panel->element_count], at, length);
        panel->element_count++;
        at += length + (at[length] == '-');
    }
}

/* The rows of a system stand together. */
static void take_system(ip_diagram_panel *panel, const ip_figure_rows *points, long first, const ip_figure_rows *ties) {
    panel->points = ip_figure_at(points, first);
    panel->system = panel->points->system;
    while (first + panel->count < points->count && strcmp(panel->points[panel->count].system, panel->system) == 0) {
        panel->has_unstable = panel->has_unstable || panel->points[panel->count].stable != IP_FLAG_YES;
        panel->count++;
    }
    for (long i = 0; i < ties->count; i++) {
        const ip_diagram_tie_row *tie = ip_figure_at(ties, i);
        if (strcmp(tie->system, panel->system) != 0)
            continue;
        panel->ties = panel->tie_count ? panel->ties : tie;
        panel->tie_count++;
    }
    read_elements(panel);
}

static bool take_subjects(ip_diagram_panel *panel, const ip_figure_rows *subjects) {
    panel->subjects = malloc(((size_t)subjects->count + 1) * sizeof *panel->subjects);
    panel->all_subjects = (const void *)subjects->rows;
    for (long i = 0; i < subjects->count && panel->subjects; i++) {
        const ip_diagram_subject_row *row = ip_figure_at(subjects, i);
        if (strcmp(row->system, panel->system) != 0)
            continue;
        panel->has_unknown = panel->has_unknown || row->in_dataset != IP_FLAG_YES;
        panel->subjects[panel->subject_count++] = i;
    }
    return panel->subjects != NULL;
}

static bool find_panels(panel_list *out, const ip_figure *figure) {
    const ip_figure_rows *points = ip_figure_rows_of(figure, &ip_diagram_result);
    bool done = true;
    out->list = calloc((size_t)points->count + 1, sizeof *out->list);
    for (long first = 0; first < points->count && out->list && done;) {
        ip_diagram_panel *panel = &out->list[out->count++];
        panel->number = (int)out->count;
        panel->above_hull = figure->kind == &ip_hull_figure ? IP_DIAGRAM_ABOVE_HULL : 0.0;
        take_system(panel, points, first, ip_figure_rows_of(figure, &ip_diagram_tie_result));
        done = take_subjects(panel, ip_figure_rows_of(figure, &ip_diagram_subject_result));
        first += panel->count;
    }
    return out->list && done;
}

/* One above the other, in the order in which they were asked for. */
static bool lay_panels(panel_list *panels, ip_script *script) {
    double each = script->height > 0.0 ? script->height / (double)panels->count : 0.0, height = 0.0;
    for (long i = panels->count - 1; i >= 0; i--) {
        if (!ip_diagram_panel_lay(&panels->list[i], script->width, each))
            return false;
        panels->list[i].base = height;
        height += panels->list[i].height;
    }
    if (!(script->height > 0.0))
        script->height = height;
    return true;
}

static void draw_panels(ip_script *script, const panel_list *panels) {
    if (panels->count > 1)
        ip_script_add(script, "set multiplot\n");
    for (long i = 0; i < panels->count; i++) {
        if (i)
            ip_script_add(script, "unset label\nunset arrow\nunset object\n");
        ip_diagram_panel_draw(script, &panels->list[i]);
    }
    if (panels->count > 1)
        ip_script_add(script, "unset multiplot\n");
}

static void draw_with(ip_script *script, const ip_figure *figure, const char *name, const char *columns) {
    panel_list panels = {0};
    long count, *answered = ip_figure_answered(script, figure, &count);
    if (!answered || !find_panels(&panels, figure)) {
        ip_script_fail(script);
    } else if (!panels.count) {
        ip_script_nothing(script, "no diagram was found");
    } else if (script->height > 0.0 && script->height < IP_DIAGRAM_LEAST_HEIGHT * (double)panels.count) {
        char reason[100];
        snprintf(reason, sizeof reason, "%ld diagrams take %.0f mm of height at least", panels.count,
                 IP_DIAGRAM_LEAST_HEIGHT * (double)panels.count);
        ip_script_nothing(script, reason);
    } else if (lay_panels(&panels, script)) {
        ip_script_data(script, name, figure->kind->type, columns, figure->types[0].rows, answered, count);
        draw_panels(script, &panels);
    } else {
        ip_script_fail(script);
    }
    for (long i = 0; i < panels.count; i++)
        ip_diagram_panel_clear(&panels.list[i]);
    free(panels.list);
    free(answered);
}

static void draw_phases(ip_script *script, const ip_figure *figure) {
    draw_with(script, figure, "phases",
              "formula,energy_above_hull,formation_energy,energy_above_hull_uncertainty,formation_energy_uncertainty,system");
}

static void draw_hull(ip_script *script, const ip_figure *figure) {
    draw_with(script, figure, "hull",
              "formula,in_dataset,formation_energy,energy_above_hull,decomposition_energy,products,hull_energy,"
              "formation_energy_uncertainty,energy_above_hull_uncertainty,decomposition_energy_uncertainty");
}

const ip_figure_kind ip_phases_figure = {&ip_phases_result, draw_phases};
const ip_figure_kind ip_hull_figure = {&ip_hull_result, draw_hull};
