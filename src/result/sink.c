/* The table of forms, and what they share. A new form is one line here and a file of its own. */
#include "sink.h"

#include <interphase/csv_reader.h>
#include <interphase/number.h>

#include <stdlib.h>
#include <string.h>

static const ip_sink_kind *const kinds[] = {&ip_sink_text, &ip_sink_csv, &ip_sink_json};
enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

ip_status ip_sink_no_memory(ip_error *error) {
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

const char *ip_sink_form(int index) {
    return index >= 0 && index < KIND_COUNT ? kinds[index]->name : NULL;
}

ip_status ip_sink_new(ip_sink **out, const char *form, FILE *stream, const ip_result_type *type, const ip_sink_head *head,
                      ip_error *error) {
    const ip_sink_kind *kind = NULL;
    for (int i = 0; i < KIND_COUNT; i++)
        if (strcmp(kinds[i]->name, form) == 0)
            kind = kinds[i];
    if (!kind)
        return ip_error_set(error, IP_BAD_ARGUMENT, "there is no form '%.40s'; expected text, csv or json", form);
    ip_sink *sink = calloc(1, sizeof *sink);
    if (!sink)
        return ip_sink_no_memory(error);
    sink->kind = kind;
    sink->stream = stream;
    sink->type = type;
    sink->lead_count = head->lead_count;
    sink->lead = head->lead;
    sink->width = head->width;
    sink->streamed = head->streamed;
    sink->weak_mark = head->weak_mark;
    sink->plus_minus = head->plus_minus ? head->plus_minus : "+-";
    ip_status status = kind->begin(sink, head, error);
    if (status)
        ip_sink_free(sink);
    else
        *out = sink;
    return status;
}

ip_status ip_sink_row(ip_sink *sink, const char *const *lead, const void *row, ip_error *error) {
    ip_status status = sink->kind->row(sink, lead, row, error);
    sink->rows += status == IP_OK;
    return status;
}

ip_status ip_sink_end(ip_sink *sink, ip_error *error) {
    ip_status status = sink ? sink->kind->end(sink, error) : IP_OK;
    ip_sink_free(sink);
    return status;
}

void ip_sink_free(ip_sink *sink) {
    if (!sink)
        return;
    if (sink->kind->clear)
        sink->kind->clear(sink);
    ip_buffer_clear(&sink->line);
    ip_buffer_clear(&sink->field);
    free(sink);
}

void ip_sink_add_products(ip_buffer *out, ip_row_products products, const char *mark) {
    char number[400];
    for (long i = 0; i < products.count; i++) {
        const ip_row_product *product = &products.list[i];
        ip_number_format_short(number, sizeof number, product->amount, ip_number_amount_decimals(product->amount));
        if (i)
            ip_buffer_add_bytes(out, " + ", 3);
        if (strcmp(number, "1") != 0) {
            ip_buffer_add(out, number);
            ip_buffer_add_character(out, ' ');
        }
        ip_buffer_add(out, product->formula);
        if (mark && product->weak == IP_FLAG_YES)
            ip_buffer_add(out, mark);
    }
}

void ip_sink_format(char *buffer, size_t size, double number, const ip_column *column) {
    if (column->uses & IP_COLUMN_POWER)
        ip_number_format_scientific(buffer, size, number, column->decimals);
    else
        ip_number_format(buffer, size, number, column->decimals);
}

void ip_sink_describe(const ip_result_type *type, FILE *stream) {
    fputs("name,title,unit,kind,decimals,meaning\n", stream);
    for (int i = 0; i < type->column_count; i++) {
        const ip_column *column = &type->columns[i];
        if (column->uses & IP_COLUMN_TEXT_ONLY)
            continue;
        const char *fields[] = {column->name, column->title, column->unit, ip_column_kind_word(column->kind)};
        for (size_t f = 0; f < sizeof fields / sizeof *fields; f++) {
            ip_csv_write_field(stream, fields[f]);
            fputc(',', stream);
        }
        if (column->kind == IP_KIND_NUMBER)
            fprintf(stream, "%d", column->decimals);
        fputc(',', stream);
        ip_csv_write_field(stream, column->meaning);
        fputc('\n', stream);
    }
}
