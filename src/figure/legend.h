/* A numbered list of products below a plot, in as many columns as fit: what the numbers in it stand for. Knows widths of text. */
#ifndef INTERPHASE_SRC_LEGEND_H
#define INTERPHASE_SRC_LEGEND_H

#include "figure/script.h"

typedef struct ip_legend_entry {
    int number;               /* from 1; 0 for a heading, which stands by itself */
    const char *head;         /* plain text before the products, or of a heading; may be NULL. Borrowed */
    ip_row_products products; /* borrowed */
} ip_legend_entry;

/* Begins with all zero. */
typedef struct ip_legend {
    ip_legend_entry *entries; /* [0 .. count-1], owned */
    int count;
    long size;
    bool failed; /* lack of memory */
    /* As it is laid out: */
    int columns, lines;
    double width, column_width; /* mm */
} ip_legend;

void ip_legend_add(ip_legend *legend, ip_legend_entry entry);

/* Lays the list out in a width, mm, and returns how high it comes out; 0 without entries. */
double ip_legend_layout(ip_legend *legend, double width);

/* Adds its labels, from a left and an upper edge of the picture, mm; what does not fit into `height` is left out, and that is
 * said. */
void ip_legend_draw(ip_script *script, const ip_legend *legend, double left, double top, double height);
void ip_legend_clear(ip_legend *legend);

#endif
