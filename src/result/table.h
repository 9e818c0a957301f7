/* Tables as text: cells in aligned columns, one of which may be folded to keep the page's width. Knows characters only. */
#ifndef INTERPHASE_SRC_TABLE_H
#define INTERPHASE_SRC_TABLE_H

#include "base/buffer.h"

#include <stdio.h>

typedef struct ip_text_column {
    bool to_right;
    bool is_long;     /* folded where the table is wider than the page */
    bool is_optional; /* left out where all its cells but the heading are empty */
    bool is_list;     /* folded behind commas where that is possible */
} ip_text_column;

typedef struct ip_text_table {
    const ip_text_column *columns; /* [0 .. column_count-1], borrowed */
    int column_count;
    bool has_head; /* the first row is of headings */
    long cell_count, cell_size;
    size_t *cells;  /* where each cell begins in `text`, row by row */
    ip_buffer text; /* of all cells, each with its NUL */
    bool failed;    /* something was left out for lack of memory */
} ip_text_table;

void ip_text_table_start(ip_text_table *table, const ip_text_column *columns, int column_count);
void ip_text_table_add(ip_text_table *table, const char *cell);

/* Prints all rows, each line behind `indent`; `width` is that of the page, 0 for any. Returns false where memory is lacking:
 * then nothing is printed. */
bool ip_text_table_print(ip_text_table *table, const char *indent, int width, FILE *stream);
void ip_text_table_clear(ip_text_table *table);

/* Characters of text[0 .. size-1]: bytes that continue a UTF-8 character do not count. */
int ip_text_width(const char *text, size_t size);

/* How many bytes of a text to put on a line of `width` characters: all of it where it fits, else, of a list, up to the last comma
 * that leaves room, else up to the last sign of an equation (+ or an arrow) that does, which begins the next line, else up to the
 * last blank. Words that are longer than a line are not cut, nor are an amount and its phase parted. *skip is how many bytes of
 * blanks follow. */
size_t ip_text_fold(const char *text, int width, bool is_list, size_t *skip);

#endif
