/* One gas of an atmosphere at every pressure: where what a material does with it changes, and by which reaction. Knows potentials
 * and amounts; not what the gases mean. */
#ifndef INTERPHASE_SRC_AIR_SWEEP_H
#define INTERPHASE_SRC_AIR_SWEEP_H

#include "reservoir.h"

#include <interphase/air.h>

typedef struct ip_air_sweep {
    ip_solver *solver;
    const ip_composition *composition;
    ip_element_set elements;
    double atoms;
    ip_exchange exchange;
    const ip_phase *gas; /* that is swept: of the atmosphere, one that gives and takes or one that may leave */
    int source;          /* its index in the exchange; -1 where it may leave */
    double *breaks;      /* [0 .. break_count-1], owned: rising potentials where the products change, eV per molecule */
    int break_count;
} ip_air_sweep;

/* For a composition in an atmosphere that has the gas. Fails as ip_reservoir_exchange(); ip_air_sweep_clear() is needed in any
 * case. */
ip_status ip_air_sweep_start(ip_air_sweep *sweep, ip_solver *solver, const ip_composition *composition,
                             const ip_atmosphere *atmosphere, const ip_phase *gas, ip_error *error);
void ip_air_sweep_clear(ip_air_sweep *sweep);

/* The equilibrium of one formula unit with the gas at a potential; its energy is the grand potential less that of the elements of
 * the subject, so that it falls by the potential of what is taken up. The caller clears *out. Fails as ip_equilibrium_find(). */
ip_status ip_air_sweep_at(ip_equilibrium *out, ip_air_sweep *sweep, double potential, ip_tie_rule ties, ip_error *error);

/* Finds the breaks between two potentials, of a gas that gives and takes. Fails as that. */
ip_status ip_air_sweep_breaks(ip_air_sweep *sweep, double low, double high, ip_error *error);

/* Molecules of the swept gas that an equilibrium takes up per formula unit of the subject; negative: gives off. */
double ip_air_sweep_uptake(const ip_air_sweep *sweep, const ip_equilibrium *equilibrium);

/* The highest potential of a gas that may leave up to which some of it does, and the reaction that makes it then. *potential is
 * -infinity where none does at any, and the step is not found. Fails as ip_equilibrium_find(). */
ip_status ip_air_sweep_release(double *potential, ip_air_step *step, ip_air_sweep *sweep, ip_error *error);

/* The reaction from one equilibrium to another, per molecule of the swept gas that goes more into the second. Fails with
 * IP_NO_MEMORY. */
ip_status ip_air_step_between(ip_air_step *step, const ip_air_sweep *sweep, const ip_equilibrium *from, const ip_equilibrium *to,
                              ip_error *error);
void ip_air_step_clear(ip_air_step *step);

#endif
