/* What the library's own files ask of a solver beyond the public header: the warm system for a set of elements. */
#ifndef INTERPHASE_SRC_SOLVER_H
#define INTERPHASE_SRC_SOLVER_H

#include "runaway.h"
#include "system.h"

/* The system of `elements` with `open` open to reservoirs; borrowed, and good until the next call with other
 * elements. Errors as ip_system_new(). */
ip_status ip_solver_system(ip_solver *solver, ip_element_set elements, ip_element_set open, ip_system **out,
                           ip_error *error);

/* The same for these elements and the open ones, at chemical potentials of the open ones by rising atomic number, eV/atom
 * (not read where none is open). Errors also as ip_system_set_potentials(). */
ip_status ip_solver_system_at(ip_solver *solver, ip_element_set elements, ip_element_set open, const double *potentials,
                              ip_system **out, ip_error *error);

/* The same with any reservoirs; the elements of those that give and take are added. Errors as ip_solver_system_at() where
 * elements alone are open, else as ip_system_new(). */
ip_status ip_solver_system_exchanging(ip_solver *solver, ip_element_set elements, const ip_exchange *exchange, ip_system **out,
                                      ip_error *error);

/* Whether reservoirs contradict each other, as ip_runaway_find() says. */
ip_status ip_solver_runaway(ip_solver *solver, const ip_exchange *exchange, ip_runaway_reaction *out, ip_error *error);

/* To be called when the energies of the dataset's phases are others than before: the phases themselves, and which of them are
 * left out, have to be the same. What was borrowed from the systems is no longer good. */
void ip_solver_renew(ip_solver *solver);

#endif
