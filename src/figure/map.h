/* A map of energies: a cell for each pair, coloured by its energy, with the character of what forms as a mark. Knows points of
 * tasks, and how wide text comes out. */
#ifndef INTERPHASE_SRC_MAP_H
#define INTERPHASE_SRC_MAP_H

#include "figure/script.h"

#include <interphase/screened_row.h>

/* One side of the map. */
typedef struct ip_map_axis {
    long count;     /* of names */
    long *of_cells; /* [0 .. cells-1]: which name a cell has, from 0 in the order of the figure; owned */
    long *first;    /* [0 .. count-1]: a cell that has the name; owned */
    double points;  /* of the names' type */
    long step;      /* every so many of them are written */
    bool has_voltages; /* they say at which voltage, since not all are at one */
} ip_map_axis;

typedef struct ip_map {
    const ip_screened_row *const *cells; /* [0 .. count-1], borrowed */
    long count;
    ip_map_axis across, down;
    bool listed;                  /* each pair has a row of its own, in one column */
    bool turned;                  /* the first reactants are across */
    bool written, upright;        /* energies are written into cells; names above them stand upright */
    double cell_width, cell_height, left, top, plot_width, height; /* mm: the height is that of all */
    double limit, tic;            /* of the scale of colours, eV/atom, positive */
    bool clipped;                 /* energies lie beyond it */
    unsigned marks;               /* bits of the kinds of mark that there are */
    bool has_failed, has_gaps;
    double mark_size;             /* mm; 0 for none */
} ip_map;

/* Finds names, sizes and scale of one cell or more for a width; pairs that would leave most of a
 * map blank are listed. `height` 0 for what it takes. With `by_value` names come with the weakest reactions
 * first. False for lack of memory; to be cleared whatever comes back. */
bool ip_map_lay_out(ip_map *out, const ip_screened_row *const *cells, long count, double width, double height, bool by_value);
void ip_map_clear(ip_map *map);

/* Writes data and plot; its lower edge lies `bottom` mm above that of the picture. */
void ip_map_add(ip_script *script, const ip_map *map, double bottom);

enum { IP_MAP_TITLE_SIZE = 320 };

/* What energies are, and at which voltage: "mutual reaction energy, eV/atom, at 2 V against Na/Na⁺". */
void ip_map_title(char out[IP_MAP_TITLE_SIZE], const ip_screened_row *const *cells, long count);

/* The energy that a cell shows: the mutual one, of a material alone all of it. NaN where it has no answer. */
double ip_map_energy(const ip_screened_row *cell);

#endif
