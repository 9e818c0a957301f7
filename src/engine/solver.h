/* What the library's own files ask of a solver beyond the public header: the warm system for a set of elements. */
#ifndef INTERPHASE_SRC_SOLVER_H
#define INTERPHASE_SRC_SOLVER_H

#include "system.h"

/* The system of `elements` with `open` open to reservoirs; borrowed, and good until the next call with other
 * elements. Errors as ip_system_new(). */
ip_status ip_solver_system(ip_solver *solver, ip_element_set elements, ip_element_set open, ip_system **out,
                           ip_error *error);

/* The same for these elements and the open ones, at chemical potentials of the open ones by rising atomic number, eV/atom
 * (not read where none is open). Errors also as ip_system_set_potentials(). */
ip_status ip_solver_system_at(ip_solver *solver, ip_element_set elements, ip_element_set open, const double *potentials,
                              ip_system **out, ip_error *error);

/* A mixture as the equilibrium of one formula unit of `subject`, with potentials of the open elements by rising
 * atomic number. The caller frees *out with ip_equilibrium_clear(). Fails with IP_NO_MEMORY. */
ip_status ip_equilibrium_from_mixture(ip_equilibrium *out, const ip_composition *subject, ip_element_set open,
                                      const double *potentials, const ip_mixture *mixture, ip_error *error);

/* Potentials of a reservoir by rising atomic number of its elements, and the set of these. */
ip_element_set ip_reservoir_potentials(const ip_reservoir *reservoir, double potentials[IP_ELEMENT_COUNT]);

#endif
