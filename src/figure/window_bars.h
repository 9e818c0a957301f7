/* Windows as bars, for the figures that have some: as a picture of their own, or as a part of one. */
#ifndef INTERPHASE_SRC_WINDOW_BARS_H
#define INTERPHASE_SRC_WINDOW_BARS_H

#include "figure/script.h"

#include <interphase/window_row.h>

typedef struct ip_window_bar {
    const ip_window_row *row;
    double middle; /* of the bar, mm from the bottom of the plot */
    double height; /* of the row, mm */
    int label_lines, lower_lines, upper_lines;
} ip_window_bar;

typedef struct ip_window_bars {
    ip_window_bar *list; /* [0 .. count-1], from the top */
    long count;
    double left, plot; /* mm: of the plot's left edge, its width */
    double height;     /* of all rows, mm */
    double top_voltage;
    double below, picture; /* what lies below them, and all of it, mm */
    bool with_products, has_foreign; /* windows of decomposition products are among them */
} ip_window_bars;

/* Puts the widest first, those of one width by their formulas. */
void ip_window_bars_sort(ip_window_bars *bars);

/* Finds the sizes of a list of at least one row, whose rows are set, for a width; `height` 0 for what it takes. */
void ip_window_bars_lay_out(ip_window_bars *bars, double width, double height);

/* Writes data and plot; their lower edge lies `bottom` mm above that of the picture. */
void ip_window_bars_add(ip_script *script, const ip_window_bars *bars, double bottom);

#endif
