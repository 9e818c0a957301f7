/* Rows as columns: arrays that grow together. Knows descriptions; no chemistry and no language that asks for them. */
#include <interphase/frame.h>

#include "sink.h"

#include <stdlib.h>

enum { FIRST_ROOM = 64 };

/* What stands in a row of a column: a number, a count, or where a text ends. */
typedef union frame_value {
    double number;
    int64_t count;
} frame_value;

typedef struct frame_column {
    frame_value *values; /* [0 .. room-1], owned */
    ip_buffer texts;     /* one behind another */
} frame_column;

struct ip_frame {
    const ip_result_type *type;
    frame_column *columns; /* [0 .. type->column_count-1], owned */
    long count, room;
};

ip_status ip_frame_new(ip_frame **out, const ip_result_type *type, ip_error *error) {
    ip_frame *frame = calloc(1, sizeof *frame);
    frame_column *columns = calloc((size_t)type->column_count + 1, sizeof *columns);
    if (!frame || !columns) {
        free(frame);
        free(columns);
        return ip_sink_no_memory(error);
    }
    frame->type = type;
    frame->columns = columns;
    *out = frame;
    return IP_OK;
}

void ip_frame_free(ip_frame *frame) {
    for (int i = 0; frame && i < frame->type->column_count; i++) {
        free(frame->columns[i].values);
        ip_buffer_clear(&frame->columns[i].texts);
    }
    if (frame)
        free(frame->columns);
    free(frame);
}

/* Columns that have grown while others could not are larger than the frame says, which does no harm. */
static bool make_room(ip_frame *frame) {
    if (frame->count < frame->room)
        return true;
    long room = frame->room ? 2 * frame->room : FIRST_ROOM;
    for (int i = 0; i < frame->type->column_count; i++) {
        frame_value *values = realloc(frame->columns[i].values, (size_t)room * sizeof *values);
        if (!values)
            return false;
        frame->columns[i].values = values;
    }
    frame->room = room;
    return true;
}

/* Where the texts end, as ip_frame_texts() says it. */
static int64_t text_end(frame_column *column, bool is_defined) {
    int64_t end = (int64_t)column->texts.length;
    return is_defined ? end : -1 - end;
}

static void add_value(frame_column *into, const ip_column *column, const void *row, long index) {
    frame_value *value = &into->values[index];
    switch (column->kind) {
    case IP_KIND_NUMBER:
        value->number = ip_row_number(row, column);
        break;
    case IP_KIND_COUNT: {
        long count = ip_row_count(row, column);
        value->count = count == IP_NO_COUNT ? IP_FRAME_NO_COUNT : count;
        break;
    }
    case IP_KIND_FLAG: {
        ip_flag flag = ip_row_flag(row, column);
        value->count = flag == IP_FLAG_NONE ? IP_FRAME_NO_COUNT : flag == IP_FLAG_YES;
        break;
    }
    case IP_KIND_TEXT: {
        const char *text = ip_row_text(row, column);
        if (text)
            ip_buffer_add(&into->texts, text);
        value->count = text_end(into, text != NULL);
        break;
    }
    case IP_KIND_PRODUCTS: {
        ip_row_products products = ip_row_products_of(row, column);
        ip_sink_add_products(&into->texts, products, NULL);
        value->count = text_end(into, products.count >= 0);
        break;
    }
    }
}

/* Takes back what a row that failed left behind the texts. */
static void take_back(frame_column *column, long count) {
    int64_t end = count ? column->values[count - 1].count : 0;
    column->texts.failed = false;
    ip_buffer_shorten(&column->texts, (size_t)(end < 0 ? -1 - end : end));
}

static bool holds_texts(const ip_column *column) {
    return column->kind == IP_KIND_TEXT || column->kind == IP_KIND_PRODUCTS;
}

ip_status ip_frame_add(ip_frame *frame, const void *row, ip_error *error) {
    const ip_result_type *type = frame->type;
    bool failed = !make_room(frame);
    for (int i = 0; i < type->column_count && !failed; i++) {
        add_value(&frame->columns[i], &type->columns[i], row, frame->count);
        failed = frame->columns[i].texts.failed;
    }
    for (int i = 0; i < type->column_count && failed; i++)
        if (holds_texts(&type->columns[i]))
            take_back(&frame->columns[i], frame->count);
    if (failed)
        return ip_sink_no_memory(error);
    frame->count++;
    return IP_OK;
}

long ip_frame_count(const ip_frame *frame) {
    return frame->count;
}

/* The values of a column, if it has any. */
static const frame_value *values_of(const ip_frame *frame, int column) {
    return frame->count && column >= 0 && column < frame->type->column_count ? frame->columns[column].values : NULL;
}

const double *ip_frame_numbers(const ip_frame *frame, int column) {
    const frame_value *values = values_of(frame, column);
    return values && frame->type->columns[column].kind == IP_KIND_NUMBER ? &values->number : NULL;
}

const int64_t *ip_frame_counts(const ip_frame *frame, int column) {
    const frame_value *values = values_of(frame, column);
    bool counts =
        values && (frame->type->columns[column].kind == IP_KIND_COUNT || frame->type->columns[column].kind == IP_KIND_FLAG);
    return counts ? &values->count : NULL;
}

const char *ip_frame_texts(const int64_t **ends, const ip_frame *frame, int column) {
    const frame_value *values = values_of(frame, column);
    if (!values || !holds_texts(&frame->type->columns[column]))
        return NULL;
    *ends = &values->count;
    return ip_buffer_text(&frame->columns[column].texts);
}
