/* CSV: a header line, then a line a row. Undefined is an empty field, infinite is "inf", a flag yes or no. */
#include "sink.h"

#include "table/csv_field.h"

#include <interphase/csv_reader.h>
#include <interphase/number.h>

static ip_status begin(ip_sink *sink, const ip_sink_head *head, ip_error *error) {
    (void)error;
    int written = 0;
    if (head->goes_on)
        return IP_OK;
    for (int i = 0; i < sink->lead_count; i++) {
        fputs(written++ ? "," : "", sink->stream);
        ip_csv_write_field(sink->stream, sink->lead[i]);
    }
    for (int i = 0; i < sink->type->column_count; i++)
        if (!(sink->type->columns[i].uses & IP_COLUMN_TEXT_ONLY)) {
            fputs(written++ ? "," : "", sink->stream);
            ip_csv_write_field(sink->stream, sink->type->columns[i].name);
        }
    fputc('\n', sink->stream);
    return IP_OK;
}

static void add_value(ip_sink *sink, const void *row, const ip_column *column) {
    char number[400];
    static const char *const flags[] = {"", "no", "yes"};
    switch (column->kind) {
    case IP_KIND_TEXT: {
        const char *text = ip_row_text(row, column);
        if (text)
            ip_csv_add_field(&sink->line, text);
        break;
    }
    case IP_KIND_NUMBER:
        ip_sink_format(number, sizeof number, ip_row_number(row, column), column);
        ip_buffer_add(&sink->line, number);
        break;
    case IP_KIND_COUNT:
        if (ip_row_count(row, column) != IP_NO_COUNT)
            ip_buffer_print(&sink->line, "%ld", ip_row_count(row, column));
        break;
    case IP_KIND_FLAG:
        ip_buffer_add(&sink->line, flags[ip_row_flag(row, column)]);
        break;
    case IP_KIND_PRODUCTS:
        ip_buffer_empty(&sink->field);
        ip_sink_add_products(&sink->field, ip_row_products_of(row, column), NULL);
        ip_csv_add_field(&sink->line, ip_buffer_text(&sink->field));
        sink->line.failed = sink->line.failed || sink->field.failed;
        break;
    }
}

/* The line is made as a whole before any of it is written. */
static ip_status write_row(ip_sink *sink, const char *const *lead, const void *row, ip_error *error) {
    int written = 0;
    ip_buffer_empty(&sink->line);
    for (int i = 0; i < sink->lead_count; i++) {
        ip_buffer_add(&sink->line, written++ ? "," : "");
        ip_csv_add_field(&sink->line, lead[i]);
    }
    for (int i = 0; i < sink->type->column_count; i++)
        if (!(sink->type->columns[i].uses & IP_COLUMN_TEXT_ONLY)) {
            if (written++)
                ip_buffer_add_character(&sink->line, ',');
            add_value(sink, row, &sink->type->columns[i]);
        }
    ip_buffer_add_character(&sink->line, '\n');
    if (sink->line.failed)
        return ip_sink_no_memory(error);
    fwrite(sink->line.text, 1, sink->line.length, sink->stream);
    return IP_OK;
}

static ip_status end(ip_sink *sink, ip_error *error) {
    (void)sink;
    (void)error;
    return IP_OK;
}

const ip_sink_kind ip_sink_csv = {"csv", begin, write_row, end, NULL};
