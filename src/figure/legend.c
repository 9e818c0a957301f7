/* Rows of entries, each in a column of one width; a heading begins a row of its own, and what is wider than the list is folded.
 */
#include "legend.h"

#include "base/list.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* mm */
#define COLUMN_GAP 3.0
#define EDGE 0.8 /* above and below */

enum { MOST_COLUMNS = 8 };

static const double type = IP_SCRIPT_SMALL_TYPE;

void ip_legend_add(ip_legend *legend, ip_legend_entry entry) {
    void *entries = legend->entries;
    if (!ip_list_grow(&entries, legend->count, &legend->size, sizeof entry)) {
        legend->failed = true;
        return;
    }
    legend->entries = entries;
    legend->entries[legend->count++] = entry;
}

static double number_width(const ip_legend_entry *entry) {
    char number[16];
    snprintf(number, sizeof number, "%d  ", entry->number);
    return entry->number ? ip_script_text_width(number, type) : 0.0;
}

static double head_width(const ip_legend_entry *entry) {
    return number_width(entry) + ip_script_text_width(entry->head, type);
}

/* How many of the products from the first on fit into a width, at least 1. */
static long fitting(ip_row_products products, double width) {
    long count = products.count;
    ip_row_products part = products;
    while (count > 1 && (part.count = count, ip_script_products_width(part, type) > width))
        count--;
    return count;
}

static ip_row_products behind(ip_row_products products, long count) {
    ip_row_products rest = {products.count - count, products.list + count};
    return rest;
}

/* Lines that an entry takes in the width of the list. */
static int lines_of(const ip_legend_entry *entry, double width) {
    int lines = 0;
    double room = width - head_width(entry);
    ip_row_products rest = entry->products;
    do {
        rest = behind(rest, rest.count > 0 ? fitting(rest, room) : 0);
        room = width - number_width(entry);
        lines++;
    } while (rest.count > 0);
    return lines;
}

/* How many columns an entry reaches across, of `columns` that are so wide with the gap behind them. */
static int span_of(const ip_legend_entry *entry, int columns, double column_width) {
    double width = head_width(entry) + ip_script_products_width(entry->products, type);
    double span = ceil((width + COLUMN_GAP) / column_width - 1e-9);
    return !entry->number || span > columns ? columns : (int)span;
}

/* Where an entry stands: the column, and the lines in front of it. */
typedef struct legend_place {
    int column, line, span;
} legend_place;

/* The place behind another; its own lines are added to *lines. */
static legend_place place_of(const ip_legend *legend, const ip_legend_entry *entry, int *column, int *lines) {
    legend_place place = {*column, *lines, span_of(entry, legend->columns, legend->column_width)};
    if (place.column + place.span > legend->columns)
        place.column = 0;
    place.line = place.column ? *lines - 1 : *lines;
    /* What is folded takes the whole width. */
    if (!place.column)
        *lines += place.span == legend->columns ? lines_of(entry, legend->width) : 1;
    *column = place.column + place.span;
    return place;
}

static int count_lines(ip_legend *legend, int columns) {
    int column = columns, lines = 0;
    legend->columns = columns;
    legend->column_width = (legend->width + COLUMN_GAP) / columns;
    for (int i = 0; i < legend->count; i++)
        place_of(legend, &legend->entries[i], &column, &lines);
    return lines;
}

double ip_legend_layout(ip_legend *legend, double width) {
    int best = 1;
    legend->width = width;
    if (!legend->count)
        return 0.0;
    int least = count_lines(legend, 1);
    for (int columns = 2; columns <= MOST_COLUMNS; columns++) {
        int lines = count_lines(legend, columns);
        if (lines < least) {
            least = lines;
            best = columns;
        }
    }
    legend->lines = count_lines(legend, best);
    return legend->lines * ip_script_line_height(type) + 2.0 * EDGE;
}

static void begin_label(ip_script *script, const ip_buffer *text, double x, double y) {
    ip_script_add(script, "set label ");
    ip_script_add_quoted(script, text);
    ip_script_add_at(script, x, y);
    ip_script_add(script, " left font type(%g)\n", type);
}

/* One entry from a place on; its further lines stand below. */
static void draw_entry(ip_script *script, const ip_legend_entry *entry, double left, double y, double width) {
    ip_buffer text = {0};
    double indent = number_width(entry), room = width - head_width(entry), at = left;
    ip_row_products rest = entry->products;
    if (entry->number)
        ip_buffer_print(&text, "{/:Bold %d}  ", entry->number);
    ip_script_text(&text, entry->head, entry->number ? 0.0 : width, type);
    do {
        ip_row_products part = rest;
        part.count = rest.count > 0 ? fitting(rest, room) : 0;
        rest = behind(rest, part.count);
        ip_script_products(&text, part, fmax(room, 1.0), type);
        if (rest.count > 0)
            ip_buffer_add(&text, " +");
        begin_label(script, &text, at, y);
        if (text.failed)
            ip_script_fail(script);
        ip_buffer_empty(&text);
        at = left + indent;
        room = width - indent;
        y -= ip_script_line_height(type);
    } while (rest.count > 0);
    ip_buffer_clear(&text);
}

static void draw_rest(ip_script *script, int left_out, double left, double y) {
    char text[64];
    ip_buffer enhanced = {0};
    snprintf(text, sizeof text, "and %d more", left_out);
    ip_script_text(&enhanced, text, 0.0, type);
    begin_label(script, &enhanced, left, y);
    ip_buffer_clear(&enhanced);
}

void ip_legend_draw(ip_script *script, const ip_legend *legend, double left, double top, double height) {
    double line = ip_script_line_height(type), y = top - EDGE - 0.5 * line;
    int room = (int)floor((height - EDGE) / line + 0.05), column = legend->columns, lines = 0;
    if (legend->failed)
        ip_script_fail(script);
    for (int i = 0; i < legend->count; i++) {
        const ip_legend_entry *entry = &legend->entries[i];
        legend_place place = place_of(legend, entry, &column, &lines);
        /* The last line that there is room for says what is left out. */
        if (lines > room || (lines == room && legend->lines > room)) {
            draw_rest(script, legend->count - i, left, y - (room - 1) * line);
            return;
        }
        double width = place.span == legend->columns ? legend->width : place.span * legend->column_width - COLUMN_GAP;
        draw_entry(script, entry, left + place.column * legend->column_width, y - place.line * line, width);
    }
}

void ip_legend_clear(ip_legend *legend) {
    free(legend->entries);
    memset(legend, 0, sizeof *legend);
}
