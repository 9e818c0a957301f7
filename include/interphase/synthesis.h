/* Which pairs of precursors react to a target, and what competes with it on the way.
 *
 * A pair meets in all proportions where its grains touch, as two materials of an interface do: its mixing line has kinks, and at
 * some of them the target is among the products. Of all that can form there, what sets the most energy free tends to form first;
 * so a pair is the better the deeper its reaction to the target lies below the deepest reaction to anything else. That difference
 * is the selectivity here, eV per atom of the mixture: below 0 the target is deepest.
 *
 * The largest driving force forms first: M. Bianchini, J. Wang, R. J. Clement, B. Ouyang, P. Xiao, D. Kitchaev, T. Shi, Y. Zhang,
 * Y. Wang, H. Kim, M. Zhang, J. Bai, F. Wang, W. Sun, G. Ceder, Nat. Mater. 19, 1088, 2020. Reactions at interfaces and what
 * competes with them: M. J. McDermott, S. S. Dwaraknath, K. A. Persson, Nat. Commun. 12, 3097, 2021; primary and secondary
 * competition: M. J. McDermott et al., ACS Cent. Sci. 9, 1957, 2023. */
#ifndef INTERPHASE_SYNTHESIS_H
#define INTERPHASE_SYNTHESIS_H

#include <interphase/interface.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_precursor {
    const char *formula; /* borrowed */
    ip_composition composition;
} ip_precursor;

/* A pair that reacts to the target. */
typedef struct ip_synthesis_route {
    int a, b;               /* precursors */
    ip_interface line;       /* of the two, with the reservoir; owned */
    int kink; /* of the interface, where the target forms; -1 for a target above the hull, which no equilibrium holds: in closed
                 systems alone */
    double x, x_molar;      /* fractions of a in the mixture, atomic and molar */
    double atoms;           /* per mole of mixed formula units */
    ip_equilibrium products;/* there, of one mole of mixed formula units; owned */
    double share;           /* of all atoms there, those that become the target; 1 in a closed system without by-products */
    double reaction_energy; /* eV per atom of the mixture, products less precursors as they are */
    int competing; /* the kink without the target that lies deepest, of equal ones the first; -1 where none sets energy free */
    double competing_energy;/* there, eV per atom of that mixture; 0 for none */
    double selectivity;     /* reaction_energy - competing_energy */
    double secondary_energy;/* eV per atom: the deepest reaction of the products with what is left of a precursor; 0 for none */
    bool is_clean;          /* nothing but the target forms at any proportion, beside precursors that are left */
} ip_synthesis_route;

typedef struct ip_synthesis {
    const ip_phase *target;     /* borrowed from the dataset */
    int precursor_count;
    ip_precursor *precursors;   /* [0 .. precursor_count-1], owned */
    int count;
    ip_synthesis_route
        *routes; /* [0 .. count-1], owned; by selectivity, then by reaction energy, then by the order of the precursors */
} ip_synthesis;

/* Finds the pairs among precursors[0 .. count-1], each composition once, that react to the phase of `target`; with a count of 0
 * among the phases on the hull of its chemical system. `by_products` also takes pairs that leave something else beside the target
 * and gases. Energies are those in exchange with `reservoir` (NULL for a closed system). Fails with IP_BAD_ARGUMENT where the
 * dataset has no such phase, it is an element, a precursor is the target, or all are one composition; IP_INFEASIBLE where no pair
 * does; and as ip_interface_find(). The caller frees *out with ip_synthesis_clear(). */
IP_API ip_status ip_synthesis_find(ip_synthesis *out, ip_solver *solver, const ip_composition *target,
                                   const ip_precursor *precursors, int count, const ip_reservoir *reservoir, bool by_products,
                                   ip_error *error);
IP_API void ip_synthesis_clear(ip_synthesis *synthesis);

#ifdef __cplusplus
}
#endif
#endif
