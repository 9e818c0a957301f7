/* Panels of stability regions: those of phases over the chemical potentials of the same two elements. */
#ifndef INTERPHASE_SRC_REGION_FIGURE_H
#define INTERPHASE_SRC_REGION_FIGURE_H

#include "figure.h"
#include "names.h"

#include <interphase/region.h>

/* The outline of one phase. */
typedef struct ip_region_outline {
    const ip_region_row *edges; /* [0 .. count-1] */
    long count;
    int number, panel; /* number of its block of data, from 1 */
} ip_region_outline;

/* Lengths are in mm from the lower left corner of the panel. */
typedef struct ip_region_panel {
    const char *x_element, *y_element;
    const ip_region_outline *all; /* [0 .. all_count-1]: of the figure; those of this panel have its number */
    long all_count, count;        /* count: of this panel */
    int number;                   /* from 0 */
    const ip_region_scale_row *x_scale, *y_scale; /* NULL for none */
    bool projected;
    char **words; /* [0 .. word_count-1]: of phases without a region, borrowed */
    int word_count;
    double width, height, base; /* base: of the panel, from the lower edge of the picture */
    ip_label_box plot, range;   /* the range in eV/atom */
    ip_names names;
    ip_label_line *lines; /* [0 .. line_count-1], owned: the edges */
    long line_count;
} ip_region_panel;

/* A panel is at least so high, mm. */
#define IP_REGION_LEAST_HEIGHT 40.0

/* Lays a panel out in a width and a height, mm, or in the height that it needs (0). Returns false for lack of memory. */
bool ip_region_panel_lay(ip_region_panel *panel, double width, double height);
void ip_region_panel_draw(ip_script *script, const ip_region_panel *panel);
void ip_region_panel_clear(ip_region_panel *panel);

#endif
