/* What the parts of the figure of a profile share: the stairs of a formula and where they stand. */
#ifndef INTERPHASE_SRC_PROFILE_FIGURE_H
#define INTERPHASE_SRC_PROFILE_FIGURE_H

#include "figure/figure.h"
#include "figure/legend.h"
#include "figure/places.h"

/* One upright line: at an uptake, from one voltage to the next. Pressures are powers of ten. */
typedef struct ip_riser {
    double uptake, low, high; /* high INFINITY, or low -INFINITY of a pressure, for an end that is open */
    double low_error;         /* of `low`, one standard deviation; NaN for none */
    double capacity;          /* mAh/g; NaN for none */
    ip_row_products products;
    int number;   /* in the list below; 0 where the products are written out */
    bool crowded; /* so near to others that no label could tell them apart */
    bool placed;
    ip_place place;
} ip_riser;

/* One formula's. */
typedef struct ip_profile_panel {
    const char *formula, *subject; /* the metal or gas */
    double temperature;            /* NaN for voltages */
    long first;                    /* of its rows in the data */
    ip_riser *risers;              /* [0 .. count-1], borrowed */
    long count;
    double left_uptake, right_uptake, bottom, top; /* of the axes */
    double per_uptake;                             /* mAh/g of an uptake of 1; NaN for no second axis */
    double x, y, width, height;                    /* mm: its lower left corner in the picture, its size */
    double plot_width, plot_height, list;          /* mm: of the plot and of the list below it */
    bool without_list;                             /* there is no room for it, so that numbers would say nothing */
    char rest[80];                                 /* what the list says of those that are not named */
    ip_legend legend;
} ip_profile_panel;

/* Where an upright line stands, and its middle, mm from the lower left corner of the plot. */
double ip_riser_x(const ip_profile_panel *drawn, double uptake);
double ip_riser_middle(const ip_profile_panel *drawn, const ip_riser *step);

/* Finds places for the labels of a panel whose plot has its size, and fills its list. */
void ip_profile_place_labels(ip_script *script, ip_profile_panel *drawn);

#endif
