/* What a phase diagram of two or three elements is drawn from: where its phases lie, and the tie lines between those that are at
 * equilibrium. */
#ifndef INTERPHASE_DIAGRAM_H
#define INTERPHASE_DIAGRAM_H

#include <interphase/hull_row.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A phase. Fractions are those of atoms. */
typedef struct ip_diagram_row {
    const char *system; /* "Na-P-S": cations by rising atomic number, then anions, the most electronegative last */
    const char *formula;
    double x, y; /* of the second element, and of the third (NaN in a system of two) */
    double formation_energy, energy_above_hull; /* eV/atom */
    ip_flag stable;
} ip_diagram_row;

/* A tie line: two phases at equilibrium with each other, and where they lie. */
typedef struct ip_diagram_tie_row {
    const char *system, *formula, *formula_end;
    double x, y, formation_energy;             /* as above */
    double x_end, y_end, formation_energy_end;
} ip_diagram_tie_row;

/* A composition that is asked about, and what its hull says. */
typedef struct ip_diagram_subject_row {
    const char *system, *formula;
    double x, y;
    ip_flag in_dataset;
    double formation_energy, energy_above_hull, decomposition_energy, hull_energy; /* eV/atom */
    ip_row_products products, competing_phases;                                    /* of one formula unit */
    double formation_energy_uncertainty, energy_above_hull_uncertainty, decomposition_energy_uncertainty; /* in their units */
} ip_diagram_subject_row;

/* The descriptions of these rows. */
IP_API extern const ip_result_type ip_diagram_result;
IP_API extern const ip_result_type ip_diagram_tie_result;
IP_API extern const ip_result_type ip_diagram_subject_result;

typedef struct ip_diagram {
    long count, tie_count;
    ip_diagram_row *rows;     /* [0 .. count-1] */
    ip_diagram_tie_row *ties; /* [0 .. tie_count-1] */
} ip_diagram;

/* Phases that a diagram around a composition shows, eV/atom above the hull. */
#define IP_DIAGRAM_ABOVE_HULL 0.2

/* How many elements a diagram has at the most, and at the least. */
#define IP_DIAGRAM_MOST_ELEMENTS 3
#define IP_DIAGRAM_LEAST_ELEMENTS 2

/* Finds the phases of a system of two or three elements on the hull and up to `most_above` eV/atom above it, and the tie lines.
 * All rows stand in the memory. Fails with IP_BAD_ARGUMENT for another number of elements, IP_NO_MEMORY, and as ip_phases_find().
 */
IP_API ip_status ip_diagram_find(ip_diagram *out, ip_memory *memory, ip_solver *solver, ip_element_set elements,
                                 double most_above, ip_error *error);

/* The row of a composition that a hull was found for; `formula` and what the hull's row refers to are borrowed. Fails with
 * IP_BAD_ARGUMENT and IP_NO_MEMORY. */
IP_API ip_status ip_diagram_subject_row_fill(ip_diagram_subject_row *out, ip_memory *memory, const char *formula,
                                             const ip_composition *composition, const ip_hull_row *hull, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
