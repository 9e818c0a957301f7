/* What the parts of the figure of an interface share: energies over the fraction as curves, and over fraction and voltage as a
 * map. */
#ifndef INTERPHASE_SRC_REACT_FIGURE_H
#define INTERPHASE_SRC_REACT_FIGURE_H

#include "figure/figure.h"
#include "figure/legend.h"
#include "figure/places.h"

#include <interphase/interface_map.h>

/* mm */
#define IP_REACT_LEFT 14.0
#define IP_REACT_RIGHT 4.5

/* Kinks at one voltage. */
typedef struct ip_react_curve {
    const ip_interface_row **kinks; /* [0 .. count-1] by rising x, borrowed */
    long count;
    long first; /* of its rows in the data */
    long deepest;
} ip_react_curve;

/* Kinks of one curve that stand so near to each other that they have one label. */
typedef struct ip_react_label {
    long curve, from, to; /* kinks [from .. to] of the curve */
    bool on_total;        /* it names what a reactant does by itself, at the end of the total energy */
    double x, y;          /* mm from the lower left corner of the plot: of what it names */
    bool placed;
    ip_place place;
    char numbers[80]; /* "3" or "3, 4"; empty where the products are written out */
} ip_react_label;

/* All curves of a call. */
typedef struct ip_react_curves {
    ip_react_curve *list; /* [0 .. count-1] */
    long count;
    ip_memory *memory;      /* for lists of products, borrowed */
    ip_react_label *labels; /* [0 .. label_count-1], owned */
    long label_count;
    double bottom[2], top[2]; /* of the axes of both panels, eV/atom */
    bool without_list;        /* there is no room for it, so that numbers would say nothing */
    char rest[80];            /* what the list says of kinks without a label */
    ip_legend legend;
} ip_react_curves;

/* A range of voltages. */
typedef struct ip_react_map {
    const ip_interface_map_row *rows; /* [0 .. count-1] */
    long count;
    const ip_interface_row *worst; /* of the range; NULL where that has no answer */
    long worst_row;                /* in the data */
} ip_react_map;

/* Where a panel stands: its lower left corner in the picture and the size of its plot, mm. */
typedef struct ip_react_panel {
    double x, y, width;
    double plot_height, above, below; /* above the plot a key, below it numbers and title */
} ip_react_panel;

/* How many panels the curves take: two where several differ between their mutual and their total energies. */
int ip_react_curve_panels(const ip_react_curves *curves);

/* Height of the key above the first or the second of these, mm. */
double ip_react_key_height(const ip_react_curves *curves, double width, bool is_first);

/* Finds places for the labels of kinks in panels whose sizes are known, and lays out the list in a width, mm. Returns its height.
 */
double ip_react_place(ip_script *script, ip_react_curves *curves, const ip_react_panel *panels, double width);

/* The panels and the list, which stands at the bottom of the picture and is `list` mm high. */
void ip_react_draw_curves(ip_script *script, const ip_react_curves *curves, const ip_react_panel *panels, double list);
void ip_react_clear_curves(ip_react_curves *curves);

/* What a kink is named by: products as the equation has them. A count of -1 for lack of memory. */
ip_row_products ip_react_products(ip_memory *memory, const ip_interface_row *row);

/* The panel of curves that a label stands in, 0 or 1. */
int ip_react_label_panel(const ip_react_curves *curves, const ip_react_label *label);

/* Adds the axis of the fraction, and the titles of both axes: `y_title` is quoted text, or NULL for the voltage against `metal`.
 */
void ip_react_axes(ip_script *script, const ip_react_panel *panel, double plot_width, const char *a, const char *b,
                   const char *y_title, const char *metal);

/* The panel of a map, whose data are in blocks with this number. */
void ip_react_draw_map(ip_script *script, const ip_react_map *map, const ip_react_panel *panel, int number);

#endif
