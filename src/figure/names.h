/* Names in a plot, beside what they name; where there is no room a number stands there, and the name in a legend. Knows formulas
 * and millimetres. */
#ifndef INTERPHASE_SRC_NAMES_H
#define INTERPHASE_SRC_NAMES_H

#include "labels.h"
#include "script.h"

/* Of a line of words below a plot, and from the edge of the picture to it, mm. */
#define IP_WORDS_LINE 3.1
#define IP_WORDS_EDGE 1.5

typedef struct ip_name {
    const char *text;     /* a formula, or several; borrowed */
    double x, y, z;       /* of its point, as the kind of figure counts */
    double points;        /* size of type */
    const char *colour;   /* static */
    bool standing;        /* its box is given, and it never becomes a number */
    int number;           /* in the place of the name; 0 for none */
} ip_name;

typedef struct ip_names {
    ip_name *list;     /* [0 .. count-1], owned */
    ip_label *labels;  /* the same, in mm from the lower left corner of a panel */
    long count, size;
    double longest;    /* part of the width of the picture that a name takes at the most */
    int numbered;
    long unnamed;      /* that came on top of these, and have no room at all */
    int rows, columns; /* of the legend */
} ip_names;

/* Makes room for `size` names. Returns false for lack of memory; ip_names_clear() is needed in any case. */
bool ip_names_make(ip_names *names, long size);
void ip_names_clear(ip_names *names);

/* Adds a name in small black type, which the caller may change; NULL where there are `size` already. */
ip_name *ip_names_add(ip_names *names, const char *text, double x, double y, double z);

/* Makes all labels anew, with their sizes, in a picture of a width: the caller says then where their points are. */
void ip_names_ready(ip_names *names, double width);

/* Places the labels; returns whether more of them gave way to numbers, and have to be readied again. */
bool ip_names_place(ip_names *names, const ip_label_room *room);

/* Gives up numbers that have no room either, so that the legend is shorter. */
void ip_names_drop(ip_names *names);

/* Counts the rows and columns of the legend in a picture of a width. */
void ip_names_count(ip_names *names, double width);

/* Write the names, or their legend below `top`, of a panel whose lower edge is `base` mm above that of the picture. */
void ip_names_draw(ip_script *script, const ip_names *names, double base);
void ip_names_draw_legend(ip_script *script, const ip_names *names, double base, double top);

/* " at screen X,Y" of a place in mm. */
void ip_names_at(ip_script *script, double x, double y);

/* A line of words in small type. */
void ip_names_draw_line(ip_script *script, const ip_buffer *text, double x, double y);

#endif
