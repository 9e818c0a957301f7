/* One reservoir swept while others stand still: the metal by its voltage, or a gas by what it lacks of a potential of zero.
 *
 * The parameter t is V, or -mu of the gas: at a rising t less is taken up. The grand potential is concave and piecewise linear
 * in it. Knows no plateaus. */
#ifndef INTERPHASE_SRC_SWEEP_H
#define INTERPHASE_SRC_SWEEP_H

#include "engine/envelope.h"
#include "engine/solver.h"

#include <interphase/equilibrium.h>

/* Far above any breakpoint. */
#define IP_SWEEP_FAR 1000.0

typedef struct ip_sweep {
    ip_solver *solver;
    ip_exchange exchange; /* at the parameter last used; owned */
    ip_system *system;    /* of ip_sweep_elements() */
    int metal;            /* swept; 0 for a gas */
    const ip_phase *gas;  /* swept; NULL for the metal */
    int source;           /* of the exchange; -1 where the metal alone is open */
    int charge;           /* potential = -charge * t */
    double lowest,
        highest; /* t between which reservoirs do not contradict each other; 0 .. INFINITY where the metal alone is open */
    char *limit;          /* the reaction that goes on without end below `lowest`; owned, NULL where nothing does */
} ip_sweep;

/* Sweeps a metal of a known charge beside others (NULL for none), which do not hold it. */
ip_status ip_sweep_metal(ip_sweep *out, ip_solver *solver, int metal, int charge, const ip_reservoir *others, ip_error *error);

/* Sweeps a gas of the atmosphere of `others` that gives and takes, up to the potential `highest`, eV per formula unit. */
ip_status ip_sweep_gas(ip_sweep *out, ip_solver *solver, const ip_phase *gas, double highest, const ip_reservoir *others,
                       ip_error *error);
void ip_sweep_clear(ip_sweep *sweep);

/* Of these: fail as ip_reservoir_exchange(), and with IP_UNBOUNDED where reservoirs contradict each other at any t. */

/* Takes the system of these elements and the reservoirs'. */
ip_status ip_sweep_elements(ip_sweep *sweep, ip_element_set elements, ip_error *error);

/* The lowest mixture of a composition at t, and its grand potential per atom as a line in t. Fails as ip_system_solve(), and
 * where the metal alone is open as ip_system_set_potentials(). */
ip_status ip_sweep_solve(ip_sweep *sweep, const ip_composition *composition, double t, ip_mixture *mixture, ip_line *line,
                         ip_error *error);

/* Puts the potentials at t, and those of the system. */
ip_status ip_sweep_set(ip_sweep *sweep, double t, ip_error *error);

/* How much of the swept a composition counts as, per formula unit: of the metal, its atoms. */
double ip_sweep_held(const ip_sweep *sweep, const ip_composition *composition);

/* How much of the swept is taken up where products hold `products` of a composition's elements: not rounded, per formula unit of
 * the subject; and what the other sources are paid for, eV. */
void ip_sweep_exchanged(double *uptake, double *paid, const ip_sweep *sweep, const ip_composition *subject,
                        const ip_equilibrium *equilibrium);

#endif
