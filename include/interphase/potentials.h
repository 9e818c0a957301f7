/* The region of chemical potentials in which a phase is on the hull.
 *
 * With mu_i the chemical potential of element i relative to the element, eV/atom, the phase p is in equilibrium where sum of x_i
 * mu_i is its energy per atom, and no other phase would grow: sum of x_i mu_i is at most the energy of each. This is a polytope
 * of one dimension less than there are elements; its corners are the facets of the convex hull that the phase belongs to. (S. B.
 * Zhang, J. E. Northrup, Phys. Rev. Lett. 67, 2339, 1991; H. Yokokawa, J. Phase Equilib. 20, 258, 1999.)
 *
 * An element that is fixed, and a gas that gives and takes, hold sum of n_i mu_i at their potential and so cut this region: O2
 * fixes mu_O, H2O a plane of mu_H and mu_O. A gas that may leave is one more phase that must not grow. */
#ifndef INTERPHASE_POTENTIALS_H
#define INTERPHASE_POTENTIALS_H

#include <interphase/hull.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A phase that a corner's potentials follow from. */
typedef struct ip_potential_source {
    const ip_phase *phase;
    double *shares; /* [0 .. element_count-1], owned: by how much each potential grows with its energy per atom */
} ip_potential_source;

typedef struct ip_potential_corner {
    double *potentials;          /* [0 .. element_count-1], owned: eV/atom */
    int neighbour_count;
    const ip_phase **neighbours; /* [0 .. neighbour_count-1], owned list: the other phases at equilibrium there */
    int source_count;
    ip_potential_source *sources;/* [0 .. source_count-1], owned */
} ip_potential_corner;

typedef struct ip_potentials {
    ip_hull hull;                   /* of the phase, closed, as ip_hull_locate() */
    int element_count;
    int elements[IP_ELEMENT_COUNT]; /* [0 .. element_count-1]: of the phase, those that are fixed and those of gases that give and
                                       take, by rising atomic number */
    bool fixed[IP_ELEMENT_COUNT];   /* [0 .. element_count-1]: whether reservoirs alone settle its potential */
    bool open;                      /* whether there are reservoirs */
    double above; /* eV/atom by which the phase misses the hull beside the reservoirs: 0 where the region is not empty */
    int count;
    ip_potential_corner *corners;   /* [0 .. count-1], owned; none where the region is empty */
    int lowest[IP_ELEMENT_COUNT],
        highest[IP_ELEMENT_COUNT]; /* [0 .. element_count-1]: the corner where an element's potential is lowest, and highest */
} ip_potentials;

/* Finds the region of the phase of a composition; `fixed` (NULL for none) holds elements at potentials and has gases, the region
 * is what they leave. Gases that may leave are among the neighbours, and borrowed from their atmosphere; one of an element that
 * neither the phase nor another reservoir holds has no part. Fails with IP_BAD_ARGUMENT where the dataset has no such phase, or a
 * gas stands for it; IP_INFEASIBLE where an element is left out of the competition; IP_UNBOUNDED where reservoirs contradict each
 * other (names the phase, or the reaction), IP_RESERVOIR and further as ip_equilibrium_find(). The caller frees *out with
 * ip_potentials_clear(). */
IP_API ip_status ip_potentials_find(ip_potentials *out, ip_solver *solver, const ip_composition *composition,
                                    const ip_reservoir *fixed, ip_error *error);
IP_API void ip_potentials_clear(ip_potentials *potentials);

/* Potentials nearer than this are one, eV/atom. */
#define IP_POTENTIAL_TOLERANCE 1e-7

/* Whether an element is at one end of its range at a corner: 1 rich, -1 poor, 0 neither. */
IP_API int ip_potentials_end(const ip_potentials *potentials, int corner, int element);

/* The outline of the region's projection on two elements (indices of elements[]), counterclockwise from its lowest potential of
 * the first: out[0 .. count-1] are corners; returns the count, at most potentials->count, which is the size that out has to have;
 * -1 for lack of memory. */
IP_API int ip_potentials_outline(int *out, const ip_potentials *potentials, int first, int second);

#ifdef __cplusplus
}
#endif
#endif
