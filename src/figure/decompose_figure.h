/* What the parts of the figure of decompositions share: slabs of phases, over voltages or as bars, and their names. */
#ifndef INTERPHASE_SRC_DECOMPOSE_FIGURE_H
#define INTERPHASE_SRC_DECOMPOSE_FIGURE_H

#include "figure/figure.h"
#include "figure/legend.h"

#include <interphase/decomposition_row.h>

/* A phase's part of the atoms of the products, over a range of voltages or of one row. */
typedef struct ip_slab {
    double left, right, bottom, top; /* on the axes */
    int phase;                       /* of the list */
    long run;                        /* slabs of a phase that touch each other have one name */
} ip_slab;

typedef struct ip_slab_name {
    double x, y; /* on the axes: the middle of a slab */
    int phase;
    int number;   /* in the list; 0 where the formula is written out */
    bool upright; /* along the other axis */
} ip_slab_name;

typedef struct ip_slab_phase {
    const char *formula; /* borrowed */
    double atoms;        /* per formula unit */
    double extent;       /* how far its slabs reach altogether */
    int met;             /* the how manieth it was */
    int named;           /* whether a label says which it is */
    int colour;
} ip_slab_phase;

/* All slabs of a panel. Begins with all zero. */
typedef struct ip_slabs {
    ip_slab *list; /* [0 .. count-1], owned */
    long count, size;
    ip_slab_phase *phases; /* [0 .. phase_count-1], owned; from the bottom up, the most extended first */
    int phase_count;
    long phase_size;
    ip_slab_name *names; /* [0 .. name_count-1], owned */
    long name_count;
    bool failed; /* lack of memory */
} ip_slabs;

/* Says of the products of every row how far they reach, before their slabs are added; and that all have been said. */
void ip_slabs_expect(ip_slabs *slabs, ip_row_products products, double extent);
void ip_slabs_begin(ip_slabs *slabs);

/* Adds what the products of a row are: from the bottom up between two voltages, or, as a bar, from left to right between two
 * heights. Voltages rise from one row to the next. */
void ip_slabs_add(ip_slabs *slabs, ip_row_products products, double from, double to, bool as_bar);

/* Gives phases colours, those beside each other different ones. Once all slabs are there. */
void ip_slabs_colour(ip_slabs *slabs);

/* Finds places for the names, where a unit of the axes is so many mm; what has no room for its name has a number, which the list
 * of a width explains, and what has none for that is in the list, too. */
void ip_slabs_name(ip_slabs *slabs, ip_legend *legend, ip_memory *memory, double width, double x_unit, double y_unit);

/* The data block `$name` of slabs, and the labels, with the axes' coordinates. */
void ip_slabs_data(ip_script *script, const ip_slabs *slabs, const char *name, long number);
void ip_slabs_labels(ip_script *script, const ip_slabs *slabs);
void ip_slabs_clear(ip_slabs *slabs);

#endif
