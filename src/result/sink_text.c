/* Text: the shown columns as a table, in the order that the description gives. Rows are kept until the end, since widths
 * follow from all of them; or printed as they come, in columns of fixed width. */
#include "sink.h"
#include "table.h"

#include <interphase/number.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_COLUMNS = 64, TEXT_WIDTH = 26, NUMBER_WIDTH = 10 };

typedef struct text_state {
    int count;
    const ip_column *shown[MOST_COLUMNS];
    int decimals[MOST_COLUMNS];
    const ip_column *uncertainties[MOST_COLUMNS]; /* shown behind the number; NULL for none */
    ip_text_column columns[MOST_COLUMNS];
    ip_text_table table;
    ip_buffer cell;
} text_state;

static bool is_number(const ip_column *column) {
    return column->kind == IP_KIND_NUMBER || column->kind == IP_KIND_COUNT;
}

/* The columns by their places; places may leave gaps. */
static void list_shown(text_state *state, const ip_result_type *type) {
    for (int place = 1; place < MOST_COLUMNS; place++)
        for (int i = 0; i < type->column_count; i++)
            if (type->columns[i].shown == place && state->count < MOST_COLUMNS) {
                unsigned uses = type->columns[i].uses;
                ip_text_column column = {is_number(&type->columns[i]), uses & IP_COLUMN_LONG, uses & IP_COLUMN_OPTIONAL,
                                         uses & IP_COLUMN_LIST};
                state->columns[state->count] = column;
                state->shown[state->count++] = &type->columns[i];
            }
}

/* ---- rows as they come */

static int fixed_width(const text_state *state, int index) {
    const ip_column *column = state->shown[index];
    int title = (int)strlen(column->title), least = is_number(column) ? NUMBER_WIDTH : TEXT_WIDTH;
    return title > least ? title : least;
}

static void print_fixed(const ip_sink *sink, int index, const char *cell) {
    const text_state *state = sink->state;
    bool is_last = index == state->count - 1, to_right = is_number(state->shown[index]);
    int padding = fixed_width(state, index) - ip_text_width(cell, strlen(cell));
    padding = padding > 0 ? padding : 0;
    fputs(index == 0 || (is_last && !*cell) ? "" : is_last ? "   " : " ", sink->stream);
    for (int i = 0; to_right && i < padding; i++)
        fputc(' ', sink->stream);
    fputs(cell, sink->stream);
    for (int i = 0; !to_right && !is_last && i < padding; i++)
        fputc(' ', sink->stream);
    if (is_last)
        fputc('\n', sink->stream);
}

/* ---- both */

/* The column that gives the standard deviation of another; NULL where there is none. */
static const ip_column *uncertainty_of(const ip_result_type *type, const ip_column *column) {
    char name[128];
    snprintf(name, sizeof name, "%s_uncertainty", column->name);
    return ip_result_column(type, name);
}

/* One decimal more than the smallest uncertainty in the column lets mean something; as many as do where it stands behind. */
static int find_decimals(const ip_result_type *type, const ip_column *column, const ip_sink_head *head) {
    const ip_column *uncertainty = column->kind == IP_KIND_NUMBER ? uncertainty_of(type, column) : NULL;
    double smallest = INFINITY;
    for (long i = 0; uncertainty && i < head->sample_count; i++) {
        double deviation = ip_row_number((const char *)head->sample + (size_t)i * type->size, uncertainty);
        if (deviation > 0.0 && deviation < smallest)
            smallest = deviation;
    }
    bool is_behind = column->uses & IP_COLUMN_UNCERTAIN;
    int decimals = ip_number_meaningful_decimals(smallest, column->shown_decimals) + (isfinite(smallest) && !is_behind);
    return decimals < column->shown_decimals ? decimals : column->shown_decimals;
}

/* The uncertainty to be shown behind a number, where any row has one. */
static const ip_column *find_shown_uncertainty(const ip_result_type *type, const ip_column *column, const ip_sink_head *head) {
    const ip_column *uncertainty = column->uses & IP_COLUMN_UNCERTAIN ? uncertainty_of(type, column) : NULL;
    for (long i = 0; uncertainty && i < head->sample_count; i++)
        if (ip_row_number((const char *)head->sample + (size_t)i * type->size, uncertainty) > 0.0)
            return uncertainty;
    return NULL;
}

static ip_status begin(ip_sink *sink, const ip_sink_head *head, ip_error *error) {
    text_state *state = calloc(1, sizeof *state);
    if (!state)
        return ip_sink_no_memory(error);
    sink->state = state;
    list_shown(state, sink->type);
    for (int i = 0; i < state->count; i++) {
        state->decimals[i] = find_decimals(sink->type, state->shown[i], head);
        state->uncertainties[i] = find_shown_uncertainty(sink->type, state->shown[i], head);
    }
    ip_text_table_start(&state->table, state->columns, state->count);
    bool has_titles = false;
    for (int i = 0; i < state->count; i++)
        has_titles = has_titles || *state->shown[i]->title;
    state->table.has_head = has_titles;
    for (int i = 0; i < state->count && has_titles; i++)
        if (sink->streamed)
            print_fixed(sink, i, state->shown[i]->title);
        else
            ip_text_table_add(&state->table, state->shown[i]->title);
    for (int i = 0; i < state->count && sink->streamed; i++)
        print_fixed(sink, i, state->shown[i]->unit);
    return IP_OK;
}

static void add_number(ip_buffer *cell, double number, const ip_column *column, int decimals) {
    char text[400] = "";
    if (isinf(number) && column->uses & IP_COLUMN_OPEN_END)
        return;
    if (column->uses & IP_COLUMN_POWER)
        ip_number_format_scientific(text, sizeof text, number, decimals);
    else if (column->uses & IP_COLUMN_SIGNED)
        ip_number_format_short(text, sizeof text, number, decimals);
    else
        ip_number_format(text, sizeof text, number, decimals);
    if (column->uses & IP_COLUMN_SIGNED && number > 0.0 && strcmp(text, "0") != 0)
        ip_buffer_add(cell, "+");
    ip_buffer_add(cell, text);
}

static void add_value(ip_buffer *cell, const void *row, const ip_column *column, int decimals, const char *mark) {
    static const char *const flags[] = {"", "no", "yes"};
    switch (column->kind) {
    case IP_KIND_TEXT:
        ip_buffer_add(cell, ip_row_text(row, column) ? ip_row_text(row, column) : "");
        break;
    case IP_KIND_NUMBER:
        add_number(cell, ip_row_number(row, column), column, decimals);
        break;
    case IP_KIND_COUNT:
        if (ip_row_count(row, column) != IP_NO_COUNT)
            ip_buffer_print(cell, "%ld", ip_row_count(row, column));
        break;
    case IP_KIND_FLAG:
        ip_buffer_add(cell, flags[ip_row_flag(row, column)]);
        break;
    case IP_KIND_PRODUCTS:
        ip_sink_add_products(cell, ip_row_products_of(row, column), mark);
        break;
    }
}

/* " ± 0.04" behind a number, or as many blanks, so that the points of a column stand below each other. */
static void add_uncertainty(ip_buffer *cell, double deviation, int decimals, const char *plus_minus) {
    char text[400];
    int length = ip_number_format(text, sizeof text, deviation > 0.0 ? deviation : 0.0, decimals);
    /* No number is as sure as "± 0" says. */
    if (strpbrk(text, "123456789"))
        ip_buffer_print(cell, " %s %s", plus_minus, text);
    else
        ip_buffer_print(cell, "%*s", length + 2 + ip_text_width(plus_minus, strlen(plus_minus)), "");
}

static ip_status write_row(ip_sink *sink, const char *const *lead, const void *row, ip_error *error) {
    text_state *state = sink->state;
    (void)lead;
    for (int i = 0; i < state->count; i++) {
        ip_buffer_empty(&state->cell);
        add_value(&state->cell, row, state->shown[i], state->decimals[i], sink->weak_mark);
        if (state->uncertainties[i] && state->cell.length)
            add_uncertainty(&state->cell, ip_row_number(row, state->uncertainties[i]), state->decimals[i], sink->plus_minus);
        if (state->cell.failed)
            return ip_sink_no_memory(error);
        if (sink->streamed)
            print_fixed(sink, i, ip_buffer_text(&state->cell));
        else
            ip_text_table_add(&state->table, ip_buffer_text(&state->cell));
    }
    return state->table.failed ? ip_sink_no_memory(error) : IP_OK;
}

static ip_status end(ip_sink *sink, ip_error *error) {
    text_state *state = sink->state;
    if (sink->streamed || ip_text_table_print(&state->table, "  ", sink->width, sink->stream))
        return IP_OK;
    return ip_sink_no_memory(error);
}

static void clear(ip_sink *sink) {
    text_state *state = sink->state;
    if (!state)
        return;
    ip_text_table_clear(&state->table);
    ip_buffer_clear(&state->cell);
    free(state);
}

const ip_sink_kind ip_sink_text = {"text", begin, write_row, end, clear};

/* ---- notes */

static bool is_there(bool *failed, const ip_column *column, const ip_result_type *type, const void *rows, long count) {
    ip_buffer cell = {0};
    bool found = !(column->uses & IP_COLUMN_OPTIONAL);
    for (long i = 0; i < count && !found; i++) {
        add_value(&cell, (const char *)rows + (size_t)i * type->size, column, column->shown_decimals, NULL);
        found = cell.length > 0;
    }
    *failed = *failed || cell.failed;
    ip_buffer_clear(&cell);
    return found;
}

/* The unit is said where the heading does not. */
static void add_note(ip_buffer *notes, const ip_column *column) {
    bool has_unit = *column->unit && strcmp(column->title, column->unit) != 0;
    ip_buffer_add(notes, notes->length ? "; " : "");
    ip_buffer_add(notes, column->title);
    ip_buffer_add(notes, *column->title ? ": " : "");
    ip_buffer_add(notes, column->meaning);
    ip_buffer_add(notes, has_unit ? ", " : "");
    ip_buffer_add(notes, has_unit ? column->unit : "");
}

void ip_sink_print_folded(const char *text, int width, FILE *stream) {
    size_t skip = 0;
    do {
        size_t size = width > 0 ? ip_text_fold(text, width, false, &skip) : strlen(text);
        fwrite(text, 1, size, stream);
        fputc('\n', stream);
        text += size + skip;
    } while (*text);
}

ip_status ip_sink_print_notes(const ip_result_type *type, const void *rows, long count, int width, FILE *stream,
                              ip_error *error) {
    text_state shown = {0};
    ip_buffer notes = {0};
    list_shown(&shown, type);
    for (int i = 0; i < shown.count; i++) {
        const ip_column *column = shown.shown[i];
        if (column->uses & IP_COLUMN_NOTED && is_there(&notes.failed, column, type, rows, count))
            add_note(&notes, column);
    }
    if (notes.length)
        ip_buffer_add(&notes, ".");
    bool made = !notes.failed;
    if (made && notes.length)
        ip_sink_print_folded(notes.text, width, stream);
    ip_buffer_clear(&notes);
    return made ? IP_OK : ip_sink_no_memory(error);
}
