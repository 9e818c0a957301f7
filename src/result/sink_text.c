/* Text: the shown columns as a table, in the order that the description gives. Rows are kept until the end, since widths
 * follow from all of them; or printed as they come, in columns of fixed width. */
#include "shown.h"
#include "sink.h"
#include "table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_WIDTH = 26, NUMBER_WIDTH = 10 };

typedef struct text_state {
    ip_shown shown;
    ip_text_column columns[IP_MOST_SHOWN];
    ip_text_table table;
    ip_buffer cell;
} text_state;

/* The columns as the table takes them. */
static void list_columns(text_state *state) {
    for (int i = 0; i < state->shown.count; i++) {
        unsigned uses = state->shown.columns[i]->uses;
        ip_text_column column = {ip_shown_is_number(state->shown.columns[i]), uses & IP_COLUMN_LONG, uses & IP_COLUMN_OPTIONAL,
                                 uses & IP_COLUMN_LIST};
        state->columns[i] = column;
    }
}

/* ---- rows as they come */

static int fixed_width(const text_state *state, int index) {
    const ip_column *column = state->shown.columns[index];
    int title = (int)strlen(column->title), least = ip_shown_is_number(column) ? NUMBER_WIDTH : TEXT_WIDTH;
    return title > least ? title : least;
}

static void print_fixed(const ip_sink *sink, int index, const char *cell) {
    const text_state *state = sink->state;
    bool is_last = index == state->shown.count - 1, to_right = ip_shown_is_number(state->shown.columns[index]);
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

static ip_status begin(ip_sink *sink, const ip_sink_head *head, ip_error *error) {
    text_state *state = calloc(1, sizeof *state);
    if (!state)
        return ip_sink_no_memory(error);
    sink->state = state;
    ip_shown_find(&state->shown, sink->type, head->sample, head->sample_count);
    list_columns(state);
    ip_text_table_start(&state->table, state->columns, state->shown.count);
    bool has_titles = false;
    for (int i = 0; i < state->shown.count; i++)
        has_titles = has_titles || *state->shown.columns[i]->title;
    state->table.has_head = has_titles;
    for (int i = 0; i < state->shown.count && has_titles; i++)
        if (sink->streamed)
            print_fixed(sink, i, state->shown.columns[i]->title);
        else
            ip_text_table_add(&state->table, state->shown.columns[i]->title);
    for (int i = 0; i < state->shown.count && sink->streamed; i++)
        print_fixed(sink, i, state->shown.columns[i]->unit);
    return IP_OK;
}

static ip_status write_row(ip_sink *sink, const char *const *lead, const void *row, ip_error *error) {
    text_state *state = sink->state;
    (void)lead;
    for (int i = 0; i < state->shown.count; i++) {
        ip_buffer_empty(&state->cell);
        ip_shown_add_value(&state->cell, row, state->shown.columns[i], state->shown.decimals[i], sink->weak_mark);
        if (state->shown.uncertainties[i] && state->cell.length)
            ip_shown_add_uncertainty(&state->cell, ip_row_number(row, state->shown.uncertainties[i]), state->shown.decimals[i],
                                     sink->plus_minus);
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
        ip_shown_add_value(&cell, (const char *)rows + (size_t)i * type->size, column, column->shown_decimals, NULL);
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
    ip_shown shown;
    ip_buffer notes = {0};
    ip_shown_find(&shown, type, NULL, 0);
    for (int i = 0; i < shown.count; i++) {
        const ip_column *column = shown.columns[i];
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
