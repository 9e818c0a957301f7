/* The energy of a reaction as somebody writes it, or of what a mixture becomes. */
#ifndef INTERPHASE_REACTION_ENERGY_H
#define INTERPHASE_REACTION_ENERGY_H

#include <interphase/equation.h>
#include <interphase/hull.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_reaction_energy {
    double energy;    /* eV of the equation with its coefficients: products minus reactants */
    double atoms;     /* of its reactants, without those that a reservoir gives */
    int count;        /* terms of the equation */
    ip_hull *hulls;   /* [0 .. count-1], owned: as ip_hull_locate(); all zero for a term that is open itself */
    bool has_products;/* that were found, those below; else the equation has its own */
    ip_equilibrium products; /* of all reactants that no reservoir gives */
    double potentials[IP_ELEMENT_COUNT + 1]; /* by atomic number: eV/atom of the elements that are open */
    ip_element_set open;
    const ip_atmosphere *atmosphere; /* of the reservoir, borrowed; NULL for none */
} ip_reaction_energy;

/* Adds up the energies of a balanced equation; where it lacks products, finds the equilibrium of its reactants. A term that is an
 * open element or a gas of the atmosphere by itself counts at the potential of the reservoir (NULL for none), a composition that
 * is not in the dataset at the hull. Fails as ip_equilibrium_find(); with IP_RESERVOIR where every reactant of an equation
 * without products is open. The caller frees *out with ip_reaction_energy_clear(). */
IP_API ip_status ip_reaction_energy_find(ip_reaction_energy *out, ip_solver *solver, const ip_equation *equation,
                                         const ip_reservoir *reservoir, ip_error *error);
IP_API void ip_reaction_energy_clear(ip_reaction_energy *found);

/* Whether a term is an open element, or a gas that gives and takes, by itself: the reservoir supplies what it needs. */
IP_API bool ip_reaction_energy_is_open(const ip_reaction_energy *found, const ip_equation_term *term);

/* What a formula unit of such a term is worth in the reservoir, eV. */
IP_API double ip_reaction_energy_potential(const ip_reaction_energy *found, const ip_equation_term *term);

#ifdef __cplusplus
}
#endif
#endif
