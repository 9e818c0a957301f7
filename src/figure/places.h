/* Where labels of a plot can stand: beside what they name, on no other label and on no line. Knows millimetres alone.
 *
 * Places are tried near by first, then further away, with a line that leads there. */
#ifndef INTERPHASE_SRC_PLACES_H
#define INTERPHASE_SRC_PLACES_H

#include <stdbool.h>

/* mm from the lower left corner of the picture */
typedef struct ip_box {
    double left, bottom, right, top;
} ip_box;

typedef struct ip_stroke {
    double from_x, from_y, to_x, to_y;
} ip_stroke;

/* Begins with all zero but `area`. */
typedef struct ip_places {
    ip_box area;        /* that labels stay in */
    ip_box *boxes;      /* [0 .. box_count-1], taken; owned */
    ip_stroke *strokes; /* [0 .. stroke_count-1], lines that no label may touch; owned */
    long box_count, box_size, stroke_count, stroke_size;
    bool failed; /* lack of memory: something was left out */
} ip_places;

/* A direction from what is named: -1, 0 or 1 each. */
typedef struct ip_direction {
    int x, y;
} ip_direction;

/* The orders of directions that are tried, 8 each. */
extern const ip_direction ip_beside_first[8], ip_below_first[8];

typedef struct ip_place {
    double x, y;         /* of the label: its left end, its centre or its right end, on its middle line */
    const char *align;   /* "left", "center" or "right", which x is */
    bool led;            /* it stands so far off that a line leads there */
    double end_x, end_y; /* where that line ends */
} ip_place;

void ip_places_add_box(ip_places *places, ip_box box);
void ip_places_add_stroke(ip_places *places, double from_x, double from_y, double to_x, double to_y);

/* Whether a box is free and inside. */
bool ip_places_free(const ip_places *places, ip_box box);

/* Finds a place for a label of this size beside a point, `gap` off it, and takes it; false where there is none up to `far` from
 * there. */
bool ip_places_find(ip_place *out, ip_places *places, double x, double y, double width, double height, double gap, double far,
                    const ip_direction *directions);

void ip_places_clear(ip_places *places);

#endif
