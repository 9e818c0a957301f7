/* Shown columns by their places, and cells as people read them. */
#include "shown.h"
#include "sink.h"
#include "table.h"

#include <interphase/number.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

bool ip_shown_is_number(const ip_column *column) {
    return column->kind == IP_KIND_NUMBER || column->kind == IP_KIND_COUNT;
}

const ip_column *ip_shown_uncertainty(const ip_result_type *type, const ip_column *column) {
    char name[128];
    snprintf(name, sizeof name, "%s_uncertainty", column->name);
    return ip_result_column(type, name);
}

/* One decimal more than the smallest uncertainty in the column lets mean something; as many as do where it stands behind. */
static int find_decimals(const ip_result_type *type, const ip_column *column, const void *rows, long count) {
    const ip_column *uncertainty = column->kind == IP_KIND_NUMBER ? ip_shown_uncertainty(type, column) : NULL;
    double smallest = INFINITY;
    for (long i = 0; uncertainty && i < count; i++) {
        double deviation = ip_row_number((const char *)rows + (size_t)i * type->size, uncertainty);
        if (deviation > 0.0 && deviation < smallest)
            smallest = deviation;
    }
    bool is_behind = column->uses & IP_COLUMN_UNCERTAIN;
    int decimals = ip_number_meaningful_decimals(smallest, column->shown_decimals) + (isfinite(smallest) && !is_behind);
    return decimals < column->shown_decimals ? decimals : column->shown_decimals;
}

/* The uncertainty to be shown behind a number, where any row has one. */
static const ip_column *find_uncertainty(const ip_result_type *type, const ip_column *column, const void *rows, long count) {
    const ip_column *uncertainty = column->uses & IP_COLUMN_UNCERTAIN ? ip_shown_uncertainty(type, column) : NULL;
    for (long i = 0; uncertainty && i < count; i++)
        if (ip_row_number((const char *)rows + (size_t)i * type->size, uncertainty) > 0.0)
            return uncertainty;
    return NULL;
}

/* Places may leave gaps. */
void ip_shown_find(ip_shown *out, const ip_result_type *type, const void *rows, long count) {
    out->count = 0;
    for (int place = 1; place < IP_MOST_SHOWN; place++)
        for (int i = 0; i < type->column_count; i++)
            if (type->columns[i].shown == place && out->count < IP_MOST_SHOWN) {
                out->columns[out->count] = &type->columns[i];
                out->decimals[out->count] = find_decimals(type, &type->columns[i], rows, count);
                out->uncertainties[out->count++] = find_uncertainty(type, &type->columns[i], rows, count);
            }
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

void ip_shown_add_value(ip_buffer *cell, const void *row, const ip_column *column, int decimals, const char *mark) {
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

void ip_shown_add_uncertainty(ip_buffer *cell, double deviation, int decimals, const char *plus_minus) {
    char text[400];
    int length = ip_number_format(text, sizeof text, deviation > 0.0 ? deviation : 0.0, decimals);
    /* No number is as sure as "± 0" says. */
    if (strpbrk(text, "123456789"))
        ip_buffer_print(cell, " %s %s", plus_minus, text);
    else
        ip_buffer_print(cell, "%*s", length + 2 + ip_text_width(plus_minus, strlen(plus_minus)), "");
}
