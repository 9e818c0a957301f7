/* Sizes, numbers and the legend of names; labels.c finds their places. */
#include "names.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* mm: of a name from its point, of a number, between columns of the legend. */
#define NEAR 9.0
#define FAR 20.0
#define GAP 3.0

#define USUALLY_LONGEST 0.4

bool ip_names_make(ip_names *names, long size) {
    memset(names, 0, sizeof *names);
    names->size = size;
    names->longest = USUALLY_LONGEST;
    names->list = malloc(((size_t)size + 1) * sizeof *names->list);
    names->labels = malloc(((size_t)size + 1) * sizeof *names->labels);
    return names->list && names->labels;
}

void ip_names_clear(ip_names *names) {
    free(names->list);
    free(names->labels);
}

ip_name *ip_names_add(ip_names *names, const char *text, double x, double y, double z) {
    ip_name name = {.text = text, .x = x, .y = y, .z = z, .points = IP_SCRIPT_SMALL_TYPE, .colour = IP_BLACK};
    if (names->count == names->size)
        return NULL;
    names->list[names->count] = name;
    return &names->list[names->count++];
}

void ip_names_ready(ip_names *names, double width) {
    for (long i = 0; i < names->count; i++) {
        const ip_name *name = &names->list[i];
        ip_label *label = &names->labels[i];
        char number[16];
        memset(label, 0, sizeof *label);
        snprintf(number, sizeof number, "%d", name->number);
        label->width =
            name->number ? ip_script_text_width(number, name->points) : ip_script_formula_width(name->text, name->points);
        label->height = 0.9 * ip_script_line_height(name->points);
        label->direction = NAN;
        /* Of what is too long a number stands there. */
        label->reach = name->number ? FAR : label->width > names->longest * width ? 0.0 : NEAR;
    }
}

bool ip_names_place(ip_names *names, const ip_label_room *room) {
    int before = names->numbered;
    ip_labels_place(names->labels, names->count, room);
    for (long i = 0; i < names->count; i++)
        if (!names->labels[i].placed && !names->list[i].number)
            names->list[i].number = ++names->numbered;
    return names->numbered > before;
}

void ip_names_drop(ip_names *names) {
    long kept = 0;
    names->numbered = 0;
    for (long i = 0; i < names->count; i++) {
        ip_name name = names->list[i];
        if (!names->labels[i].placed)
            continue;
        name.number = name.number ? ++names->numbered : 0;
        names->list[kept++] = name;
    }
    names->unnamed += names->count - kept;
    names->count = kept;
}

/* ---- legend */

static double number_width(void) {
    return ip_script_text_width("000 ", IP_SCRIPT_SMALL_TYPE);
}

void ip_names_count(ip_names *names, double width) {
    double widest = 1.0, room = width - 2.0 * IP_WORDS_EDGE;
    names->rows = names->columns = 0;
    if (!names->numbered)
        return;
    for (long i = 0; i < names->count; i++)
        if (names->list[i].number)
            widest = fmax(widest, ip_script_formula_width(names->list[i].text, IP_SCRIPT_SMALL_TYPE));
    widest = fmin(widest + number_width() + GAP, room);
    names->columns = (int)fmax(1.0, floor(room / widest));
    names->rows = (names->numbered + names->columns - 1) / names->columns;
}

void ip_names_at(ip_script *script, double x, double y) {
    ip_script_add(script, " at screen %.5f,%.5f", x / script->width, y / script->height);
}

void ip_names_draw_line(ip_script *script, const ip_buffer *text, double x, double y) {
    ip_script_add(script, "set label ");
    ip_script_add_quoted(script, text);
    ip_names_at(script, x, y);
    ip_script_add(script, " left font type(%g)\n", IP_SCRIPT_SMALL_TYPE);
}

void ip_names_draw_legend(ip_script *script, const ip_names *names, double base, double top) {
    double column = names->columns ? (script->width - 2.0 * IP_WORDS_EDGE) / names->columns : 0.0;
    for (long i = 0; i < names->count && names->rows; i++) {
        const ip_name *name = &names->list[i];
        ip_buffer text = {0};
        if (!name->number)
            continue;
        ip_buffer_print(&text, "%d ", name->number);
        ip_script_formula(&text, name->text, column - GAP - number_width(), IP_SCRIPT_SMALL_TYPE);
        ip_names_draw_line(script, &text, IP_WORDS_EDGE + column * ((name->number - 1) / names->rows),
                           base + top - IP_WORDS_LINE * ((name->number - 1) % names->rows + 0.5));
        ip_buffer_clear(&text);
    }
}

/* ---- names */

static void draw_leader(ip_script *script, const ip_label *label, double base) {
    const ip_label_box *box = &label->box;
    ip_script_add(
        script, "set arrow from screen %.5f,%.5f to screen %.5f,%.5f nohead back linewidth 0.5 linecolor rgb '" IP_GREY "'\n",
        label->x / script->width, (base + label->y) / script->height, fmin(fmax(label->x, box->left), box->right) / script->width,
        (base + fmin(fmax(label->y, box->bottom), box->top)) / script->height);
}

static void draw_name(ip_script *script, const ip_name *name, const ip_label *label, double base) {
    const ip_label_box *box = &label->box;
    if (label->led)
        draw_leader(script, label, base);
    if (label->crossed)
        ip_script_add(script,
                      "set object rectangle from screen %.5f,%.5f to screen %.5f,%.5f front fillcolor rgb '#ffffff' fillstyle "
                      "solid noborder\n",
                      box->left / script->width, (base + box->bottom) / script->height, box->right / script->width,
                      (base + box->top) / script->height);
    ip_script_add(script, "set label ");
    if (name->number)
        ip_script_add(script, "'%d'", name->number);
    else
        ip_script_add_formula(script, name->text, 0.0, name->points);
    ip_names_at(script, 0.5 * (box->left + box->right), base + 0.5 * (box->bottom + box->top));
    ip_script_add(script, " center front font type(%g) textcolor rgb '%s'\n", name->points, name->colour);
}

void ip_names_draw(ip_script *script, const ip_names *names, double base) {
    for (long i = 0; i < names->count; i++)
        if (names->labels[i].placed)
            draw_name(script, &names->list[i], &names->labels[i], base);
}
