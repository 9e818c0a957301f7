/* The table of figures, and the rows that they are drawn from. A new figure is one line here and a file of its own. */
#include "figure.h"

#include "base/list.h"

#include <stdlib.h>
#include <string.h>

static const ip_figure_kind *const kinds[] = {
    &ip_air_figure,
    &ip_cell_figure,
    &ip_decomposition_figure,
    &ip_hull_figure,
    &ip_outline_figure,
    &ip_potentials_figure,
    &ip_phases_figure,
    &ip_window_figure,
    &ip_screen_figure,
    &ip_coatings_figure,
    &ip_stacks_figure,
    &ip_profile_figure,
    &ip_pressure_figure,
    &ip_interface_figure,
};
enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

static ip_status no_memory(ip_error *error) {
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

static const ip_figure_kind *find_kind(const ip_result_type *type) {
    for (int i = 0; i < KIND_COUNT; i++)
        if (kinds[i]->type == type)
            return kinds[i];
    return NULL;
}

bool ip_figure_exists(const ip_result_type *type) {
    return find_kind(type) != NULL;
}

ip_status ip_figure_new(ip_figure **out, const ip_result_type *type, const ip_figure_style *style, ip_error *error) {
    const ip_figure_kind *kind = find_kind(type);
    if (!kind)
        return ip_error_set(error, IP_BAD_ARGUMENT, "there is no figure of a result of %s", type->name);
    if (!(style->width >= 40.0 && style->width <= 1000.0) ||
        (style->height != 0.0 && !(style->height >= 20.0 && style->height <= 5000.0)))
        return ip_error_set(error, IP_BAD_ARGUMENT, "a figure is 40 to 1000 mm wide and 20 to 5000 mm high");
    ip_figure *figure = calloc(1, sizeof *figure);
    if (!figure)
        return no_memory(error);
    figure->kind = kind;
    figure->style = *style;
    figure->types[figure->type_count++].type = type;
    ip_status status = ip_memory_new(&figure->memory, error);
    if (status)
        free(figure);
    else
        *out = figure;
    return status;
}

void ip_figure_free(ip_figure *figure) {
    if (!figure)
        return;
    for (int i = 0; i < figure->type_count; i++)
        free(figure->types[i].rows);
    ip_memory_free(figure->memory);
    free(figure);
}

static ip_figure_rows *rows_for(ip_figure *figure, const ip_result_type *type) {
    for (int i = 0; i < figure->type_count; i++)
        if (figure->types[i].type == type)
            return &figure->types[i];
    if (figure->type_count == IP_FIGURE_TYPES)
        return NULL;
    ip_figure_rows *rows = &figure->types[figure->type_count++];
    rows->type = type;
    return rows;
}

/* The place of one more row; NULL for lack of memory. */
static void *add_row(ip_figure_rows *rows) {
    void *list = rows->rows;
    if (!ip_list_grow(&list, rows->count, &rows->size, rows->type->size))
        return NULL;
    rows->rows = list;
    return rows->rows + (size_t)rows->count * rows->type->size;
}

ip_status ip_figure_row(ip_figure *figure, const ip_result_type *type, const void *row, ip_error *error) {
    ip_figure_rows *rows = rows_for(figure, type);
    if (!rows)
        return ip_error_set(error, IP_BAD_ARGUMENT, "a figure has rows of %d types at most", (int)IP_FIGURE_TYPES);
    void *place = add_row(rows), *bytes = NULL;
    size_t size;
    if (!place)
        return no_memory(error);
    ip_status status = ip_row_pack(&bytes, &size, type, row, error);
    void *kept = status ? NULL : ip_memory_take(figure->memory, size);
    if (!status && !kept)
        status = no_memory(error);
    if (!status) {
        memcpy(kept, bytes, size);
        status = ip_row_unpack(place, type, kept, size, error);
    }
    free(bytes);
    rows->count += status == IP_OK;
    return status;
}

long ip_figure_count(const ip_figure *figure, const ip_result_type *type) {
    return ip_figure_rows_of(figure, type)->count;
}

const ip_figure_rows *ip_figure_rows_of(const ip_figure *figure, const ip_result_type *type) {
    static const ip_figure_rows none = {0};
    for (int i = 0; i < figure->type_count; i++)
        if (figure->types[i].type == type)
            return &figure->types[i];
    return &none;
}

const void *ip_figure_at(const ip_figure_rows *rows, long index) {
    return rows->rows + (size_t)index * rows->type->size;
}

long *ip_figure_answered(ip_script *script, const ip_figure *figure, long *count) {
    const ip_figure_rows *rows = &figure->types[0];
    const ip_column *status = ip_result_column(rows->type, "status");
    long *answered = malloc(((size_t)rows->count + 1) * sizeof *answered);
    *count = 0;
    if (!answered) {
        ip_script_fail(script);
        return NULL;
    }
    for (long i = 0; i < rows->count; i++) {
        const char *word = status ? ip_row_text(ip_figure_at(rows, i), status) : NULL;
        if (!word || strcmp(word, "ok") == 0)
            answered[(*count)++] = i;
    }
    return answered;
}

const char *ip_figure_form(int index) {
    return ip_script_form(index);
}

ip_status ip_figure_write(const ip_figure *figure, const char *form, FILE *stream, ip_error *error) {
    ip_script script = {.width = figure->style.width, .height = figure->style.height};
    figure->kind->draw(&script, figure);
    ip_status status = ip_script_write(&script, form, stream, error);
    ip_buffer_clear(&script.text);
    return status;
}
