/* What the figures of `hull` and `phases` need beside the rows of these: the diagrams of chemical systems. */
#ifndef INTERPHASE_CLI_DIAGRAM_OUTPUT_H
#define INTERPHASE_CLI_DIAGRAM_OUTPUT_H

#include "cli/session.h"

/* Systems whose diagrams the figure of a run has already. */
typedef struct diagram_list {
    ip_element_set *systems; /* [0 .. count-1], owned */
    long count;
} diagram_list;

/* Whether a diagram can be drawn of these elements; complains where not, of `subject`. */
bool diagram_can(const char *name, const char *subject, ip_element_set elements);

/* Hands the diagram of a system to the figure, once; nothing where no figure is drawn. A failure breaks the run or, where it is
 * that of an answer, is complained of. */
void diagram_draw(session *run, diagram_list *drawn, ip_element_set elements, double most_above);

/* The same around a composition that was asked about, with the row of its hull. */
void diagram_draw_subject(session *run, diagram_list *drawn, const char *formula, const ip_hull_row *row);

void diagram_end(diagram_list *drawn);

#endif
