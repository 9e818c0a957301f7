/* Widths from the cells; the widest long column gives way. */
#include "table.h"

#include <interphase/printable.h>

#include <stdlib.h>
#include <string.h>

/* A column narrower than this is not worth folding to. */
enum { NARROWEST = 16, GAP = 3 };

void ip_text_table_start(ip_text_table *table, const ip_text_column *columns, int column_count) {
    memset(table, 0, sizeof *table);
    table->columns = columns;
    table->column_count = column_count;
}

void ip_text_table_add(ip_text_table *table, const char *cell) {
    if (table->cell_count == table->cell_size) {
        long size = table->cell_size ? 2 * table->cell_size : 64;
        size_t *cells = realloc(table->cells, (size_t)size * sizeof *cells);
        if (!cells) {
            table->failed = true;
            return;
        }
        table->cells = cells;
        table->cell_size = size;
    }
    size_t length = ip_printable_format(NULL, 0, cell);
    char *shown = malloc(length + 1);
    table->cells[table->cell_count++] = table->text.length;
    table->failed = table->failed || !shown;
    if (shown) {
        ip_printable_format(shown, length + 1, cell);
        ip_buffer_add_bytes(&table->text, shown, length + 1);
    }
    free(shown);
    table->failed = table->failed || table->text.failed;
}

int ip_text_width(const char *text, size_t size) {
    int width = 0;
    for (size_t i = 0; i < size; i++)
        width += ((unsigned char)text[i] & 0xC0) != 0x80;
    return width;
}

/* Whether a sum or an equation may go on in the next line here: before its sign. */
static bool is_sign(const char *at) {
    return strncmp(at, "+ ", 2) == 0 || strncmp(at, "-> ", 3) == 0 || strncmp(at, "\xE2\x86\x92 ", 4) == 0;
}

/* Whether text[0 .. size-1] ends in a sign or in a number, which belong to what follows them: the amount of a product. */
static bool ends_in_amount(const char *text, size_t size) {
    size_t begin = size;
    while (begin && text[begin - 1] != ' ')
        begin--;
    return is_sign(text + begin) || strspn(text + begin, "0123456789.") == size - begin;
}

size_t ip_text_fold(const char *text, int width, bool is_list, size_t *skip) {
    size_t blank = 0, sign = 0, comma = 0, at = 0;
    int characters = 0; /* before `at` */
    *skip = 0;
    for (; text[at] && (characters <= width || !blank); at++) {
        if (text[at] == ' ' && !ends_in_amount(text, at)) {
            blank = at;
            sign = is_sign(text + at + 1) ? at : sign;
            comma = is_list && text[at - 1] == ',' ? at : comma;
        }
        characters += ((unsigned char)text[at] & 0xC0) != 0x80;
    }
    if (!text[at] && (characters <= width || !blank))
        return at;
    size_t end = comma ? comma : sign ? sign : blank;
    *skip = strspn(text + end, " ");
    return end;
}

static const char *cell_at(const ip_text_table *table, long index) {
    return table->text.text + table->cells[index];
}

/* Whether a column has nothing to show below its heading. */
static bool is_empty(const ip_text_table *table, int column) {
    for (long i = (table->has_head ? table->column_count : 0) + column; i < table->cell_count; i += table->column_count)
        if (*cell_at(table, i))
            return false;
    return true;
}

/* The width of every column, -1 for one that is left out; the widest long one takes what the page leaves. */
static void find_widths(const ip_text_table *table, const char *indent, int width, int *widths) {
    int total = (int)strlen(indent) - GAP, widest = -1;
    for (long i = 0; i < table->cell_count; i++) {
        int cell = ip_text_width(cell_at(table, i), strlen(cell_at(table, i)));
        if (cell > widths[i % table->column_count])
            widths[i % table->column_count] = cell;
    }
    for (int c = 0; c < table->column_count; c++) {
        if (table->columns[c].is_optional && is_empty(table, c)) {
            widths[c] = -1;
            continue;
        }
        total += GAP + widths[c];
        if (table->columns[c].is_long && (widest < 0 || widths[c] > widths[widest]))
            widest = c;
    }
    if (width > 0 && total > width && widest >= 0) {
        int left = widths[widest] - (total - width);
        widths[widest] = left < NARROWEST ? NARROWEST : left;
    }
}

static void print_padding(int count, FILE *stream) {
    for (int i = 0; i < count; i++)
        fputc(' ', stream);
}

/* One line of a row; rest[] is what of each cell is still to come. Returns whether anything is left. */
static bool print_line(const ip_text_table *table, const char *indent, const int *widths, const char **rest, FILE *stream) {
    bool more = false;
    int owed = 0; /* blanks before the next cell: none at the end of a line */
    fputs(indent, stream);
    for (int c = 0, shown = 0; c < table->column_count; c++) {
        size_t skip = 0, size = strlen(rest[c]);
        if (widths[c] < 0) {
            rest[c] += size;
            continue;
        }
        if (table->columns[c].is_long && ip_text_width(rest[c], size) > widths[c])
            size = ip_text_fold(rest[c], widths[c], table->columns[c].is_list, &skip);
        int padding = widths[c] - ip_text_width(rest[c], size);
        padding = padding > 0 ? padding : 0;
        owed += (shown++ ? GAP : 0) + (table->columns[c].to_right ? padding : 0);
        if (size) {
            print_padding(owed, stream);
            fwrite(rest[c], 1, size, stream);
            owed = 0;
        }
        owed += table->columns[c].to_right ? 0 : padding;
        rest[c] += size + skip;
        more = more || *rest[c];
    }
    fputc('\n', stream);
    return more;
}

bool ip_text_table_print(ip_text_table *table, const char *indent, int width, FILE *stream) {
    int *widths = calloc((size_t)table->column_count + 1, sizeof *widths);
    const char **rest = calloc((size_t)table->column_count + 1, sizeof *rest);
    bool printed = widths && rest && !table->failed;
    if (printed) {
        find_widths(table, indent, width, widths);
        for (long i = 0; i + table->column_count <= table->cell_count; i += table->column_count) {
            for (int c = 0; c < table->column_count; c++)
                rest[c] = cell_at(table, i + c);
            while (print_line(table, indent, widths, rest, stream)) {
            }
        }
    }
    free(widths);
    free(rest);
    return printed;
}

void ip_text_table_clear(ip_text_table *table) {
    free(table->cells);
    ip_buffer_clear(&table->text);
    memset(table, 0, sizeof *table);
}
