/* Panels of phase diagrams: what a chemical system's diagram is made of. */
#ifndef INTERPHASE_SRC_DIAGRAM_FIGURE_H
#define INTERPHASE_SRC_DIAGRAM_FIGURE_H

#include "figure.h"
#include "names.h"

#include <interphase/diagram.h>

/* Of areas: what something falls apart into, and what a stable phase is measured by. */
#define IP_DIAGRAM_PALE_FALLS "#f9d9c5"
#define IP_DIAGRAM_PALE_RIVALS "#cfe6f5"

/* Lengths are in mm from the lower left corner of the panel. */
typedef struct ip_diagram_panel {
    const char *system;
    int element_count, number; /* the number is that of its blocks of data, from 1 */
    char elements[IP_DIAGRAM_MOST_ELEMENTS][4];
    const ip_diagram_row *points; /* [0 .. count-1] */
    const ip_diagram_tie_row *ties; /* [0 .. tie_count-1] */
    const ip_diagram_subject_row *all_subjects; /* of the figure; this panel's are those that the list says */
    long *subjects; /* [0 .. subject_count-1], owned */
    long count, tie_count, subject_count;
    bool has_unstable, has_unknown; /* some points are above the hull; some compositions asked about are not in the table */
    bool has_falls, has_rivals;     /* some areas of these kinds are drawn */
    double above_hull; /* what diagrams around compositions show; 0 where the question says that */
    double width, height, base; /* base: of the panel, from the lower edge of the picture */
    ip_label_box plot;
    double low, high; /* of the axis of energies, eV/atom, in a system of two elements */
    ip_names names; /* of the compositions asked about, and of stable phases */
    double *marks; /* owned: places of points */
    ip_label_line *lines; /* owned: tie lines */
    int key_lines, word_lines;
} ip_diagram_panel;

/* A panel is at least so high, mm. */
#define IP_DIAGRAM_LEAST_HEIGHT 26.0

/* Lays a panel out in a width and a height, mm, or in the height that it needs (0). Returns false for lack of memory. */
bool ip_diagram_panel_lay(ip_diagram_panel *panel, double width, double height);

/* Writes a panel that was laid out, and stands at its base. */
void ip_diagram_panel_draw(ip_script *script, const ip_diagram_panel *panel);

void ip_diagram_panel_clear(ip_diagram_panel *panel);

/* A composition that was asked about, by its index in the panel. */
const ip_diagram_subject_row *ip_diagram_subject(const ip_diagram_panel *panel, long index);

/* What is written below a diagram: the meaning of marks, the compositions asked about, names that did not fit. They are counted
 * before they are drawn; where there is room for `room` mm alone, what matters least is left out. */
void ip_diagram_words_count(ip_diagram_panel *panel, double room);
double ip_diagram_words_height(const ip_diagram_panel *panel);
void ip_diagram_words_draw(ip_script *script, const ip_diagram_panel *panel);

#endif
