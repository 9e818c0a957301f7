/* What the library's own files ask of a solver beyond the public header: the warm system for a set of elements. */
#ifndef INTERPHASE_SRC_SOLVER_H
#define INTERPHASE_SRC_SOLVER_H

#include "system.h"

/* The system of `elements` with `open` open to reservoirs; borrowed, and good until the next call with other
 * elements. Errors as ip_system_new(). */
ip_status ip_solver_system(ip_solver *solver, ip_element_set elements, ip_element_set open, ip_system **out,
                           ip_error *error);

#endif
