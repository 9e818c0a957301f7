/* What is in a chemical system: its phases on the convex hull and near it, and which of them are at equilibrium with each other.
 */
#ifndef INTERPHASE_PHASES_H
#define INTERPHASE_PHASES_H

#include <interphase/solver.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_phase_entry {
    const ip_phase *phase;       /* borrowed from the dataset */
    double energy_above_hull;    /* eV/atom; 0 or more */
    bool stable;                 /* on the hull */
    int neighbour_count;
    int *neighbours; /* [0 .. neighbour_count-1], owned: entries that it shares a facet with, rising; of stable ones, where
                        facets were asked for */
} ip_phase_entry;

/* A facet of the lower convex hull: phases that are at equilibrium with each other at the same chemical potentials. */
typedef struct ip_phase_facet {
    int count;          /* as many as there are elements, or more where energies are degenerate */
    int *members;       /* [0 .. count-1], owned: entries, rising */
    double *potentials; /* [0 .. element_count-1], owned: eV/atom, by the order of the elements */
} ip_phase_facet;

typedef struct ip_phases {
    int element_count;
    int elements[IP_ELEMENT_COUNT]; /* [0 .. element_count-1], by rising atomic number */
    int count;
    ip_phase_entry *entries; /* [0 .. count-1], owned; by chemical system, then by formula */
    int facet_count;
    ip_phase_facet *facets;  /* [0 .. facet_count-1], owned; in the order of their members */
    int simplex_count;
    int *simplices; /* [simplex * element_count + i], owned: entries, rising. Facets of more phases are parted by a fixed rule */
} ip_phases;

/* Finds the phases of a chemical system on the hull, and those up to `most_above` eV/atom above it; those left out of the
 * competition are none. `with_facets` finds what they share, in a time that grows with the number of facets: some 100,000 in a
 * second. Fails with IP_BAD_ARGUMENT (no element, or `most_above` below 0), IP_INFEASIBLE where an element of a system with
 * facets is left out of the competition, and as ip_hull_find(). The caller frees *out with ip_phases_clear(). */
IP_API ip_status ip_phases_find(ip_phases *out, ip_solver *solver, ip_element_set elements, double most_above, bool with_facets,
                                ip_error *error);
IP_API void ip_phases_clear(ip_phases *phases);

/* Reads a chemical system: symbols with dashes, commas or blanks between them ("Na-P-S"), or a formula, which stands for its
 * elements. Fails with IP_BAD_FORMULA. */
IP_API ip_status ip_phases_read_system(ip_element_set *out, const char *text, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
