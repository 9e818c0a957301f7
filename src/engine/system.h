/* A chemical system made ready for the solver: its phases as columns, its closed elements as rows.
 *
 * Turns compositions and chemical potentials into right-hand sides and costs, and solutions into mixtures of
 * phases that depend on the question alone: ties are broken by a fixed rule, and amounts are computed from
 * the set of products by one way only, whatever basis the solver came from. */
#ifndef INTERPHASE_SRC_SYSTEM_H
#define INTERPHASE_SRC_SYSTEM_H

#include "columns.h"
#include "exchange.h"

#include <interphase/solver.h>

typedef struct ip_system ip_system;

/* Sets of products whose energies differ by less than this (eV/atom) are tied: the programme's own rule. */
#define IP_TIE_TOLERANCE IP_COLUMNS_TOLERANCE

/* A product that holds less than this of each of its elements, relative to all there is of it, is missed by none. */
#define IP_MISSED_SHARE 1e-12

/* A mixture of phases per atom of the subject. Borrowed from its system until the next call. */
typedef struct ip_mixture {
    int count;
    const ip_phase *const *phases; /* [0 .. count-1], in the order of the system's columns */
    const double *weights;         /* [0 .. count-1], atoms of the phase per atom of the subject */
    double formation_energy;       /* eV per atom of the subject: sum of weight * formation energy */
    bool is_only;                  /* no phase outside it is tied with it: it is the only optimum, whatever the rule for ties */
} ip_mixture;

/* The system of `elements`, of which `open` (a subset) exchange with reservoirs; at least one is closed.
 * Fails with IP_MISSING_ELEMENT, IP_INFEASIBLE (every phase left out), IP_NO_MEMORY. */
ip_status ip_system_new(ip_system **out, const ip_dataset *dataset, ip_element_set elements, ip_element_set open,
                        ip_error *error);
void ip_system_free(ip_system *system);

/* The same for reservoirs that are more than open elements (exchange->serial is not 0), whose elements are among `elements`.
 * Rows of the table that they make up, that they stand for, or that are left out are no columns; gases that may leave are. */
ip_status ip_system_new_exchanging(ip_system **out, const ip_dataset *dataset, ip_element_set elements,
                                   const ip_exchange *exchange, ip_error *error);
bool ip_system_is_exchanging(const ip_system *system, ip_element_set elements, const ip_exchange *exchange);

/* The potentials of such a system's reservoirs; that they do not contradict each other is for runaway.h to say. */
void ip_system_set_exchange(ip_system *system, const ip_exchange *exchange);

/* Another energy of one phase (eV/atom), until potentials are set the next time: what a gas that may leave would have to bring.
 * Nothing where the phase is no column. The mixtures that are found still count its own. */
void ip_system_set_price(ip_system *system, const ip_exchange *exchange, const ip_phase *phase, double energy);

/* Takes the energies that its phases have now. Those of a system with open elements count from the next potentials on. */
void ip_system_renew(ip_system *system);

bool ip_system_is(const ip_system *system, ip_element_set elements, ip_element_set open);

/* Sets the chemical potentials of the open elements, [0 .. open-1] by rising atomic number, eV/atom. Fails with
 * IP_UNBOUNDED (names the phase) where a phase of open elements alone would grow without bound. */
ip_status ip_system_set_potentials(ip_system *system, const double *potentials, ip_error *error);

typedef enum ip_tie_rule {
    IP_TIES_LEFT, /* any of the tied optima: for energies and slopes only */
    IP_TIES_BROKEN
} ip_tie_rule;

/* Finds the lowest mixture at a composition within the system, at the potentials last set. `without` is left
 * out (or NULL). Fails with IP_INFEASIBLE, IP_NUMERIC, IP_NO_MEMORY. */
ip_status ip_system_solve(ip_system *system, const ip_composition *composition, const ip_phase *without,
                          ip_tie_rule ties, ip_mixture *out, ip_error *error);

/* After ip_system_solve(): the mixture of all phases of its basis, as many as there are closed elements, those without any
 * amount too. Any composition is a combination of them. Fails with IP_NUMERIC where there are fewer. */
ip_status ip_system_take_basis(ip_system *system, ip_mixture *out, ip_error *error);

/* The weights [0 .. count-1] with which phases of the system make up a composition, atoms per atom of it and of either sign.
 * Fails with IP_NUMERIC, with the weights as they were, where they do not, and with IP_NO_MEMORY. */
ip_status ip_system_weigh(ip_system *system, const ip_composition *composition, const ip_phase *const *phases, int count,
                          double *weights);

/* Finds the plane of chemical potentials that supports the hull at a composition, whose closed elements may all be
 * absent. Cheaper than a mixture. Fails as ip_system_solve(). */
ip_status ip_system_support(ip_system *system, const ip_composition *composition, ip_error *error);

/* Height of that plane at a composition, eV per atom of it: the hull at the composition of the call, at most the hull
 * anywhere else. Good until the next call that solves. */
double ip_system_support_at(const ip_system *system, const ip_composition *composition);

/* Writes a composition as a combination of the phases of the mixture that ip_system_solve() found last, with weights
 * [0 .. its count-1] of either sign in atoms per atom of the composition. Fails with IP_NUMERIC where it is none. */
ip_status ip_system_express(ip_system *system, const ip_composition *composition, double *weights, ip_error *error);

/* The grain of IP_TIE_TOLERANCE that an energy (eV/atom) lies in, by which tied phases are ordered. */
long long ip_system_energy_grain(double energy);

/* Atoms of an element that a mixture holds per atom of the subject. */
double ip_mixture_element(const ip_mixture *mixture, int element);

#endif
