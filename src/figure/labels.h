/* Where labels of points go: near their points, clear of each other, of marks and, as far as that is possible, of lines. Knows
 * boxes and lines in millimetres, not what they say. */
#ifndef INTERPHASE_SRC_LABELS_H
#define INTERPHASE_SRC_LABELS_H

#include <stdbool.h>

typedef struct ip_label_box {
    double left, bottom, right, top; /* mm */
} ip_label_box;

typedef struct ip_label_line {
    double x, y, x_end, y_end; /* mm */
} ip_label_line;

typedef struct ip_label {
    double x, y;          /* of its point, mm */
    double width, height; /* of the text */
    double reach;         /* how far from the point it may stand, mm */
    double direction;     /* in which it would stand best, radians from the right counterclockwise; NaN for any */
    /* found */
    bool placed;          /* set before: it stands already, and others keep clear of its box */
    bool led;             /* so far off that a line has to lead to it */
    bool crossed;         /* a line runs through it */
    ip_label_box box;
} ip_label;

/* What labels keep clear of, and the room that they have. */
typedef struct ip_label_room {
    const ip_label_line *lines; /* [0 .. line_count-1]: crossed where nothing else is left */
    long line_count;
    const double *marks;        /* [0 .. 2 mark_count-1]: x and y of the marks of points, never covered */
    long mark_count;
    double mark;                /* radius of a mark, mm */
    ip_label_box box;
} ip_label_room;

/* Places labels [0 .. count-1] in turn, the first where it likes best. Those for which there is no room stay unplaced. */
void ip_labels_place(ip_label *labels, long count, const ip_label_room *room);

#endif
