/* Rows as tables of a page: a heading with what the column means, cells as text shows them, or all columns as CSV has them. */
#include "page.h"

#include "result/shown.h"
#include "result/sink.h"

#include <interphase/number.h>

#include <math.h>
#include <string.h>

/* Longer tables get a field to search in. */
enum { SHORT_TABLE = 10 };

/* What of the columns of a table there is to see. */
typedef struct table_layout {
    ip_shown shown;                    /* of a table as text has it */
    const ip_page_table *table;
    ip_page *page;
    ip_buffer cell;                    /* scratch */
} table_layout;

static const void *row_at(const ip_page_table *table, long index) {
    return (const char *)table->rows + (size_t)index * table->type->size;
}

/* ---- cells */

static bool is_project_id(const char *text) {
    return text && strncmp(text, "mp-", 3) == 0 && text[3] && strspn(text + 3, "0123456789") == strlen(text + 3);
}

static void add_link(ip_buffer *out, const char *id, const char *text) {
    if (id)
        ip_buffer_print(out, "<a href=\"https://next-gen.materialsproject.org/materials/%s\">", id);
    ip_html_add_chemistry(out, text);
    ip_buffer_add(out, id ? "</a>" : "");
}

/* The Materials Project's id of a formula; NULL where it has none. */
static const char *find_id(const ip_page *page, const char *formula) {
    const char *id = page->find_id && formula ? page->find_id(page->find_user, formula) : NULL;
    return is_project_id(id) ? id : NULL;
}

/* As ip_sink_add_products() has them, each a link where it has an id. */
static void add_products(ip_buffer *out, const ip_page *page, ip_row_products products, const char *mark) {
    char number[400];
    for (long i = 0; i < products.count; i++) {
        const ip_row_product *product = &products.list[i];
        ip_number_format_short(number, sizeof number, product->amount, ip_number_amount_decimals(product->amount));
        ip_buffer_add(out, i ? " + " : "");
        if (strcmp(number, "1") != 0)
            ip_buffer_print(out, "%s ", number);
        add_link(out, find_id(page, product->formula), product->formula);
        if (mark && product->weak == IP_FLAG_YES)
            ip_html_add(out, mark);
    }
}

/* Numbers sort by what CSV has of them, or a column of text alone shows: more digits are those of rounding, which differ from run
 * to run with what a thread did before. */
static void begin_cell(ip_buffer *out, const void *row, const ip_column *column) {
    char number[400];
    if (column->kind == IP_KIND_NUMBER) {
        ip_column kept = *column;
        if (kept.decimals < kept.shown_decimals)
            kept.decimals = kept.shown_decimals;
        ip_sink_format(number, sizeof number, ip_row_number(row, column), &kept);
    } else if (column->kind == IP_KIND_COUNT) {
        snprintf(number, sizeof number, ip_row_count(row, column) == IP_NO_COUNT ? "" : "%ld", ip_row_count(row, column));
    } else {
        ip_buffer_add(out, "<td>");
        return;
    }
    ip_buffer_print(out, "<td class=\"n\" data-v=\"%s\">", number);
}

static void add_text(ip_buffer *out, const ip_page *page, const ip_column *column, const char *text) {
    bool is_id = strcmp(column->name, "id") == 0;
    if (is_id || strcmp(column->name, "formula") == 0)
        add_link(out, is_id ? is_project_id(text) ? text : NULL : find_id(page, text), text);
    else
        ip_html_add_chemistry(out, text);
}

static void add_cell(ip_buffer *out, table_layout *layout, const void *row, int index) {
    const ip_page_table *table = layout->table;
    const ip_column *column = table->whole ? &table->type->columns[index] : layout->shown.columns[index];
    char number[400];
    begin_cell(out, row, column);
    ip_buffer_empty(&layout->cell);
    if (column->kind == IP_KIND_PRODUCTS) {
        add_products(out, layout->page, ip_row_products_of(row, column), table->weak_mark);
    } else if (column->kind == IP_KIND_TEXT) {
        if (ip_row_text(row, column))
            add_text(out, layout->page, column, ip_row_text(row, column));
    } else if (table->whole && column->kind == IP_KIND_NUMBER) {
        ip_sink_format(number, sizeof number, ip_row_number(row, column), column);
        ip_buffer_add(out, number);
    } else {
        int decimals = table->whole ? 0 : layout->shown.decimals[index];
        ip_shown_add_value(&layout->cell, row, column, decimals, NULL);
        const ip_column *uncertainty = table->whole ? NULL : layout->shown.uncertainties[index];
        if (uncertainty && layout->cell.length)
            ip_shown_add_uncertainty(&layout->cell, ip_row_number(row, uncertainty), decimals, "\xC2\xB1");
        ip_html_add(out, ip_buffer_text(&layout->cell));
    }
    out->failed = out->failed || layout->cell.failed;
    ip_buffer_add(out, "</td>");
}

/* ---- columns */

static bool has_value(const void *row, const ip_column *column) {
    switch (column->kind) {
    case IP_KIND_TEXT:
        return ip_row_text(row, column) && *ip_row_text(row, column);
    case IP_KIND_NUMBER:
        return !isnan(ip_row_number(row, column)) && !(column->uses & IP_COLUMN_OPEN_END && isinf(ip_row_number(row, column)));
    case IP_KIND_COUNT:
        return ip_row_count(row, column) != IP_NO_COUNT;
    case IP_KIND_FLAG:
        return ip_row_flag(row, column) != IP_FLAG_NONE;
    case IP_KIND_PRODUCTS:
        return ip_row_products_of(row, column).count > 0;
    }
    return false;
}

static bool any_has_value(const ip_page_table *table, const ip_column *column) {
    for (long i = 0; i < table->count; i++)
        if (has_value(row_at(table, i), column))
            return true;
    return false;
}

static bool is_there(const ip_page_table *table, const ip_column *column) {
    if (table->whole)
        return !(column->uses & IP_COLUMN_TEXT_ONLY) && any_has_value(table, column);
    /* Rows that were read from a document lack what is for text only. */
    return !(column->uses & (IP_COLUMN_OPTIONAL | IP_COLUMN_TEXT_ONLY)) || any_has_value(table, column);
}

/* "from V" says itself what "V" would. */
static bool has_unit(const char *title, const ip_column *column) {
    size_t all = strlen(title), unit = strlen(column->unit);
    if (!unit || all < unit || strcmp(title + all - unit, column->unit) != 0)
        return unit != 0;
    return all > unit && title[all - unit - 1] != ' ';
}

static void add_heading(ip_buffer *out, const ip_page_table *table, const ip_column *column) {
    const char *title = table->whole ? column->name : column->title;
    ip_buffer_add(out, ip_shown_is_number(column) ? "<th scope=\"col\" class=\"n\" title=\"" : "<th scope=\"col\" title=\"");
    ip_html_add(out, column->meaning);
    if (*column->unit) {
        ip_buffer_add(out, ", ");
        ip_html_add(out, column->unit);
    }
    ip_buffer_add(out, "\">");
    ip_html_add(out, title);
    if (has_unit(title, column)) {
        ip_buffer_add(out, " <small>");
        ip_html_add(out, column->unit);
        ip_buffer_add(out, "</small>");
    }
    ip_buffer_add(out, "</th>");
}

/* ---- the table */

static const ip_column *column_at(const table_layout *layout, int index) {
    return layout->table->whole ? &layout->table->type->columns[index] : layout->shown.columns[index];
}

/* What each column means: a heading that is pointed at says it, too, but not to fingers. */
static void add_meanings(ip_buffer *out, const table_layout *layout, const bool *there, int count) {
    ip_buffer_add(out, "<details class=\"meanings\"><summary>What the columns mean</summary>\n<dl>\n");
    for (int i = 0; i < count; i++) {
        const ip_column *column = column_at(layout, i);
        if (!there[i])
            continue;
        ip_buffer_add(out, "<dt>");
        ip_html_add(out, column->name);
        ip_buffer_add(out, "</dt><dd>");
        ip_html_add(out, column->meaning);
        if (*column->unit) {
            ip_buffer_add(out, ", ");
            ip_html_add(out, column->unit);
        }
        ip_buffer_add(out, "</dd>\n");
    }
    ip_buffer_add(out, "</dl>\n</details>\n");
}

static void add_head(ip_buffer *out, const table_layout *layout, const bool *there, int count) {
    const ip_page_table *table = layout->table;
    ip_buffer_add(out, "<thead><tr>");
    for (int i = 0; i < table->lead_count; i++) {
        ip_buffer_add(out, "<th scope=\"col\">");
        ip_html_add(out, table->lead[i]);
        ip_buffer_add(out, "</th>");
    }
    for (int i = 0; i < count; i++)
        if (there[i])
            add_heading(out, table, column_at(layout, i));
    ip_buffer_add(out, "</tr></thead>\n");
}

static void add_row(ip_buffer *out, table_layout *layout, long index, const bool *there, int count) {
    const ip_page_table *table = layout->table;
    ip_buffer_add(out, "<tr>");
    for (int i = 0; i < table->lead_count; i++) {
        ip_buffer_add(out, "<td>");
        ip_html_add_chemistry(out, table->leads[index][i]);
        ip_buffer_add(out, "</td>");
    }
    for (int i = 0; i < count; i++)
        if (there[i])
            add_cell(out, layout, row_at(table, index), i);
    ip_buffer_add(out, "</tr>\n");
}

static void add_rows(ip_buffer *out, table_layout *layout, const bool *there, int count) {
    const ip_page_table *table = layout->table;
    bool is_plain = !table->whole;
    for (int i = 0; i < count && is_plain; i++)
        is_plain = !*column_at(layout, i)->title;
    ip_buffer_print(out, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"table %d\">\n<table class=\"%s%s\">\n",
                    ++layout->page->tables, is_plain ? "plain" : "rows", table->count > SHORT_TABLE ? " long" : "");
    if (!is_plain)
        add_head(out, layout, there, count);
    ip_buffer_add(out, "<tbody>\n");
    for (long i = 0; i < table->count; i++)
        add_row(out, layout, i, there, count);
    ip_buffer_add(out, "</tbody>\n</table>\n</div>\n");
}

/* A single row downwards, with what each value means beside it. */
static void add_upright(ip_buffer *out, table_layout *layout, const bool *there, int count) {
    const ip_page_table *table = layout->table;
    ip_buffer_print(
        out, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"table %d\">\n<table class=\"upright\">\n<tbody>\n",
        ++layout->page->tables);
    for (int i = 0; i < table->lead_count; i++) {
        ip_buffer_add(out, "<tr><th scope=\"row\">");
        ip_html_add(out, table->lead[i]);
        ip_buffer_add(out, "</th><td>");
        ip_html_add_chemistry(out, table->leads[0][i]);
        ip_buffer_add(out, "</td><td></td></tr>\n");
    }
    for (int i = 0; i < count; i++) {
        const ip_column *column = column_at(layout, i);
        if (!there[i])
            continue;
        ip_buffer_add(out, "<tr><th scope=\"row\">");
        ip_html_add(out, column->name);
        ip_buffer_add(out, "</th>");
        add_cell(out, layout, row_at(table, 0), i);
        ip_buffer_add(out, "<td class=\"meaning\">");
        ip_html_add(out, column->meaning);
        ip_buffer_add(out, *column->unit ? ", " : "");
        ip_html_add(out, column->unit);
        ip_buffer_add(out, "</td></tr>\n");
    }
    ip_buffer_add(out, "</tbody>\n</table>\n</div>\n");
}

void ip_page_table_add(ip_page *page, const ip_page_table *table) {
    table_layout layout = {.table = table, .page = page};
    ip_buffer *out = &page->body;
    bool there[1024] = {false};
    if (!table->count)
        return;
    ip_page_end_open(page, IP_PAGE_NOTHING);
    if (!table->whole)
        ip_shown_find(&layout.shown, table->type, table->rows, table->count);
    int most = (int)(sizeof there / sizeof *there), count = table->whole ? table->type->column_count : layout.shown.count;
    count = count < most ? count : most;
    for (int i = 0; i < count; i++)
        there[i] = is_there(table, column_at(&layout, i));
    if (table->whole) {
        ip_buffer_print(out, "<details class=\"whole\"%s><summary>", table->is_open ? " open" : "");
        ip_html_add(out, table->title ? table->title : "All columns");
        ip_buffer_add(out, "</summary>\n");
    }
    bool is_upright = table->whole && table->count == 1;
    (is_upright ? add_upright : add_rows)(out, &layout, there, count);
    if (table->whole && !is_upright)
        add_meanings(out, &layout, there, count);
    if (table->whole)
        ip_buffer_add(out, "</details>\n");
    ip_buffer_clear(&layout.cell);
}
