/* Candidates by two merits, of which the higher is the better: the front of best compromises drawn and named, the others pale.
 * Knows points and words, not what they are of. */
#ifndef INTERPHASE_SRC_SCATTER_H
#define INTERPHASE_SRC_SCATTER_H

#include "figure/figure.h"

/* One candidate. Texts are borrowed. */
typedef struct ip_scatter_point {
    double x, y, x_uncertainty, y_uncertainty; /* uncertainties NaN or 0 for none */
    const char *names[2];  /* formulas, of which the second may be NULL */
    const char *group;     /* a formula by which points are told apart; NULL for none */
    double gap;            /* eV; NaN where unknown: of the marks */
    long row;              /* of the data */
    /* found by ip_scatter_lay_out(): */
    long place;            /* of the front, from 0, which points in one place share; -1 for those that are not on it */
    int colour;            /* of the group */
} ip_scatter_point;

/* A place of the front. */
typedef struct ip_scatter_place {
    long first, count;   /* of its points among `front` */
    double label_x, label_y; /* mm from the left and lower edge of the plot: middle of its label */
    bool labelled;
    long number;         /* in the list, from 1 along the front; 0 for those that are not listed */
} ip_scatter_place;

enum { IP_SCATTER_GROUPS = 5 };

typedef struct ip_scatter {
    ip_scatter_point *points; /* [0 .. count-1], borrowed */
    long count;
    ip_scatter_point **front; /* [0 .. front_count-1], owned: the best in x first, of one place in the order of rows */
    long front_count;
    ip_scatter_place *places; /* owned */
    long place_count;
    const char *groups[IP_SCATTER_GROUPS];
    int group_count;     /* more are one, the last */
    bool named;          /* labels are names; else they are numbers, with a list below */
    unsigned marks;      /* bits of the marks that occur */
    bool has_uncertainty; /* on the front */
    double left, below, plot_width, plot_height, height; /* mm */
    double x_low, y_low, x_high, y_high; /* of the axes */
} ip_scatter;

/* Finds front, sizes and places of labels; `height` 0 for what it takes. False for lack of memory; to be cleared whatever comes
 * back. */
bool ip_scatter_lay_out(ip_scatter *out, ip_scatter_point *points, long count, double width, double height);
void ip_scatter_clear(ip_scatter *scatter);

/* What an axis is: expressions for gnuplot of the value and its uncertainty (NULL for none) in a row of the block, and its title,
 * enhanced text. */
typedef struct ip_scatter_axis {
    const char *value, *uncertainty, *title;
} ip_scatter_axis;

/* Writes the block $layers: these columns of the rows of points [0 .. count-1], and behind them front, mark and colour. */
void ip_scatter_add_data(ip_script *script, const ip_figure_rows *all, const char *columns, const ip_scatter_point *points,
                         long count);

/* Writes the plot of a block $layers. `group_title` stands in front of the names of groups, where there are several. */
void ip_scatter_add(ip_script *script, const ip_scatter *scatter, const ip_scatter_axis *x, const ip_scatter_axis *y,
                    const char *group_title);

#endif
