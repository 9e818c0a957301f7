/* The two plots of what air does: the energy in water over the humidity, and the energies of the four questions. */
#ifndef INTERPHASE_SRC_AIR_FIGURE_H
#define INTERPHASE_SRC_AIR_FIGURE_H

#include "figure.h"
#include "labels.h"

#include <interphase/air_curve.h>

/* One material. */
typedef struct ip_air_item {
    const ip_air_row *row;
    const ip_air_curve_row *curve; /* [0 .. count-1]; none where it is not known */
    long count;
    const char *colour;
    int dash;   /* gnuplot's number */
    double end; /* mm: where its line ends at the right, and */
    double at;  /* where its name stands there */
} ip_air_item;

/* Lengths are in mm from the lower left corner of the picture. */
typedef struct ip_air_layout {
    ip_air_item *items; /* [0 .. count-1] */
    long count;
    double width, height;
    ip_label_box over, beside; /* the plots of lines and of marks */
    double low_humidity;       /* exponent of 10, %; up to 2 */
    double low, high;          /* of the axis of the lines, eV/atom */
    double low_mark, high_mark; /* of that of the marks */
    double names;              /* room for names at the right of the lines; 0: they stand in the key */
    double strip;              /* height of what is above the lines, for the onsets of each material; 0 for none */
    double row;                /* of a material among the marks */
    int over_key, beside_key;  /* lines of words below either */
} ip_air_layout;

/* Lines that can be told from each other: seven colours, each with five dashes. More are grey, and have no names. */
enum { IP_AIR_MOST_LINES = 35 };

/* From a plot to the words below it, mm. */
#define IP_AIR_AXIS 10.0

/* Of a material in the strip of onsets, mm. */
#define IP_AIR_STRIP 2.4

/* The energies of the four questions. */
enum { IP_AIR_MARKS = 4 };
typedef struct ip_air_mark {
    const char *column, *text, *colour;
    int shape;
} ip_air_mark;
extern const ip_air_mark ip_air_marks[IP_AIR_MARKS];

/* The energy of a line at a humidity, %; NaN where there is no line. */
double ip_air_energy_at(const ip_air_item *item, double humidity);

/* Words below the plots; with a script they are written, below `top`. They return how many lines there are. */
int ip_air_over_key(ip_script *script, const ip_air_layout *layout, double top);
int ip_air_beside_key(ip_script *script, const ip_air_layout *layout, double top);

/* Writes what was laid out: data, axes, plots. */
void ip_air_draw(ip_script *script, const ip_figure *figure, const ip_air_layout *layout, const long *order);

#endif
