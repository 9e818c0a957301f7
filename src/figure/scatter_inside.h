/* What the two halves of a plot of candidates share. */
#ifndef INTERPHASE_SRC_SCATTER_INSIDE_H
#define INTERPHASE_SRC_SCATTER_INSIDE_H

#include "scatter.h"

/* Index of the mark of a band gap among those of the key. */
int ip_scatter_mark(double gap);

/* mm from the left and lower edge of the plot. */
double ip_scatter_x(const ip_scatter *scatter, double x);
double ip_scatter_y(const ip_scatter *scatter, double y);

/* mm; a number is taken as one of two digits. */
double ip_scatter_label_width(const ip_scatter *scatter, const ip_scatter_place *place);

/* How high marks and list below the axis are, mm. */
double ip_scatter_key_height(const ip_scatter *scatter, double width);

#endif
