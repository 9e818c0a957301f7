/* Numbers and tables as text. The only file that reads the locale and asks the terminal. */
#include "text.h"

#include <interphase/number.h>
#include <interphase/printable.h>
#include <interphase/reaction.h>

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { USUAL_WIDTH = 100, LEAST_WIDTH = 20, MOST_WIDTH = 10000, BUFFER_COUNT = 12 };

bool text_is_utf8(void) {
    const char *encoding = nl_langinfo(CODESET);
    return strcmp(encoding, "UTF-8") == 0 || strcmp(encoding, "utf8") == 0;
}

int text_width(void) {
    const char *given = getenv("COLUMNS");
    struct winsize window;
    double columns;
    if (given && ip_number_read(&columns, given) && columns >= 1.0)
        ; /* what the user says counts, wherever the text goes */
    else if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0)
        columns = window.ws_col;
    else
        return USUAL_WIDTH;
    return columns < LEAST_WIDTH ? LEAST_WIDTH : columns > MOST_WIDTH ? MOST_WIDTH : (int)columns;
}

const char *text_masked(const char *text) {
    static char *buffers[BUFFER_COUNT];
    static unsigned next;
    char **buffer = &buffers[next++ % BUFFER_COUNT];
    size_t size = ip_printable_format(NULL, 0, text) + 1;
    char *grown = realloc(*buffer, size);
    if (!grown)
        return "(out of memory)";
    *buffer = grown;
    ip_printable_format(grown, size, text);
    return grown;
}

static char *next_buffer(size_t *size) {
    static char buffers[BUFFER_COUNT][400];
    static unsigned next;
    *size = sizeof buffers[0];
    return buffers[next++ % BUFFER_COUNT];
}

const char *text_count(long number, const char *thing) {
    size_t size;
    char *buffer = next_buffer(&size);
    snprintf(buffer, size, "%ld %s%s", number, thing, number == 1 ? "" : "s");
    return buffer;
}

const char *text_number(double number, int decimals) {
    size_t size;
    char *buffer = next_buffer(&size);
    ip_number_format(buffer, size, number, decimals);
    return buffer;
}

const char *text_signed(double number, int decimals) {
    size_t size;
    char *buffer = next_buffer(&size);
    buffer[0] = '+';
    ip_number_format_short(buffer + 1, size - 1, number, decimals);
    return number > 0.0 && strcmp(buffer, "+0") != 0 ? buffer : buffer + 1;
}

char *text_products(const ip_equilibrium *products) {
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        return NULL;
    ip_reaction_print_products(products, stream);
    fclose(stream);
    return text;
}

void text_table_start(text_table *table, const char *alignment) {
    memset(table, 0, sizeof *table);
    table->alignment = alignment;
    table->columns = (int)strlen(alignment);
}

void text_table_add(text_table *table, const char *cell) {
    if (table->cells == table->size) {
        int size = table->size ? 2 * table->size : 64;
        char **grown = realloc(table->cell, (size_t)size * sizeof *grown);
        if (!grown) {
            table->failed = true;
            return;
        }
        table->cell = grown;
        table->size = size;
    }
    size_t size = ip_printable_format(NULL, 0, cell ? cell : "") + 1;
    char *copy = malloc(size);
    if (copy) {
        ip_printable_format(copy, size, cell ? cell : "");
        table->cell[table->cells++] = copy;
    } else {
        table->failed = true;
    }
}

/* Width in characters: bytes that continue a UTF-8 character do not count. */
static int width_of(const char *text) {
    int width = 0;
    for (; *text; text++)
        width += ((unsigned char)*text & 0xC0) != 0x80;
    return width;
}

static void print_padding(int count, FILE *stream) {
    for (int i = 0; i < count; i++)
        fputc(' ', stream);
}

void text_table_print(const text_table *table, const char *indent, FILE *stream) {
    int *widths = calloc((size_t)table->columns, sizeof *widths);
    for (int i = 0; widths && i < table->cells; i++)
        if (width_of(table->cell[i]) > widths[i % table->columns])
            widths[i % table->columns] = width_of(table->cell[i]);
    for (int i = 0; widths && i < table->cells; i++) {
        int column = i % table->columns, padding = widths[column] - width_of(table->cell[i]);
        bool to_right = table->alignment[column] == 'r', last = column == table->columns - 1;
        fputs(column == 0 ? indent : "   ", stream);
        if (to_right)
            print_padding(padding, stream);
        fputs(table->cell[i], stream);
        if (!to_right && !last)
            print_padding(padding, stream);
        if (last)
            fputc('\n', stream);
    }
    free(widths);
}

void text_table_clear(text_table *table) {
    for (int i = 0; i < table->cells; i++)
        free(table->cell[i]);
    free(table->cell);
    memset(table, 0, sizeof *table);
}
