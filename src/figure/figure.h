/* What a kind of figure has to give: a row of the table in figures.c, and a file of its own. */
#ifndef INTERPHASE_SRC_FIGURE_H
#define INTERPHASE_SRC_FIGURE_H

#include "figure/script.h"

#include <interphase/figure.h>

/* Rows of one type. */
typedef struct ip_figure_rows {
    const ip_result_type *type;
    char *rows; /* [0 .. count-1] of type->size, owned; what they refer to stands in the figure's memory */
    long count, size;
} ip_figure_rows;

typedef struct ip_figure_kind {
    const ip_result_type *type;
    /* Writes what comes behind the head of the script: sizes, data, plot. Lack of memory is remembered by the script. */
    void (*draw)(ip_script *script, const ip_figure *figure);
} ip_figure_kind;

enum { IP_FIGURE_TYPES = 4 };

struct ip_figure {
    const ip_figure_kind *kind;
    ip_figure_style style;
    ip_memory *memory;
    ip_figure_rows types[IP_FIGURE_TYPES]; /* the first is of the figure's own type */
    int type_count;
};

extern const ip_figure_kind ip_air_figure;
extern const ip_figure_kind ip_cell_figure;
extern const ip_figure_kind ip_decomposition_figure;
extern const ip_figure_kind ip_hull_figure;
extern const ip_figure_kind ip_outline_figure;
extern const ip_figure_kind ip_potentials_figure;
extern const ip_figure_kind ip_interface_figure;
extern const ip_figure_kind ip_phases_figure;
extern const ip_figure_kind ip_coatings_figure;
extern const ip_figure_kind ip_pressure_figure;
extern const ip_figure_kind ip_profile_figure;
extern const ip_figure_kind ip_screen_figure;
extern const ip_figure_kind ip_stacks_figure;
extern const ip_figure_kind ip_window_figure;

/* The rows of a type; with count 0 where it has none. */
const ip_figure_rows *ip_figure_rows_of(const ip_figure *figure, const ip_result_type *type);

/* A row by its index. */
const void *ip_figure_at(const ip_figure_rows *rows, long index);

/* Which rows of the figure's own type have an answer: their indices, [0 .. *count-1], owned by the caller (free). NULL for lack
 * of memory, which the script remembers. */
long *ip_figure_answered(ip_script *script, const ip_figure *figure, long *count);

#endif
