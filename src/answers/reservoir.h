/* Reservoirs of questions as what the engine exchanges, and the words where they contradict each other. */
#ifndef INTERPHASE_SRC_RESERVOIR_H
#define INTERPHASE_SRC_RESERVOIR_H

#include "engine/solver.h"

#include <interphase/hull.h>

/* Makes an exchange of a reservoir (NULL for none). With elements alone it owns nothing and is quick. Fails with
 * IP_BAD_ARGUMENT where a reservoir that was filled by hand is none, IP_UNBOUNDED where reservoirs make up each other and their
 * potentials do not fit (names the reaction), IP_NO_MEMORY. The caller clears *out with ip_exchange_clear() in any case. */
ip_status ip_reservoir_exchange(ip_exchange *out, const ip_dataset *dataset, const ip_reservoir *reservoir, ip_error *error);

/* The same with a source for each of them, also where elements alone are open: for those that are swept. */
ip_status ip_reservoir_sources(ip_exchange *out, const ip_dataset *dataset, const ip_reservoir *reservoir, ip_error *error);

/* The system of these elements at the potentials of an exchange. Fails with IP_UNBOUNDED where the reservoirs contradict each
 * other (names the phase, or the reaction), and as ip_system_new(). */
ip_status ip_reservoir_system(ip_system **out, ip_solver *solver, ip_element_set elements, const ip_exchange *exchange,
                              ip_error *error);

/* ip_hull_locate(), of what can be there beside the reservoirs: a composition without a phase of its own is at the hull of what
 * does not lie below them. Its products may be gases, borrowed from the atmosphere. `swept`: a gas of the atmosphere whose
 * potential is none yet, so that the row it stands for counts; NULL for none. Fails as ip_hull_locate(). */
ip_status ip_reservoir_locate(ip_hull *out, ip_solver *solver, const ip_composition *composition, const ip_reservoir *reservoir,
                              const ip_phase *swept, ip_error *error);

/* What reactions of a subject are counted from, eV/atom: ip_hull_subject_energy(), but for a gas of the atmosphere its
 * potential. */
double ip_reservoir_subject_energy(const ip_hull *hull, const ip_composition *subject, const ip_reservoir *reservoir);

/* What reservoirs would pay for a formula unit of a composition, as far as they hold its elements, eV. Fails as
 * ip_reservoir_exchange(). */
ip_status ip_reservoir_cost(double *out, const ip_dataset *dataset, const ip_composition *composition,
                            const ip_reservoir *reservoir, ip_error *error);

/* Whether there is more than open elements, and whether there is anything. */
bool ip_reservoir_has_gases(const ip_reservoir *reservoir);
bool ip_reservoir_holds(const ip_reservoir *reservoir);

/* The equation of a reaction that runs away, owned by the caller; fails with IP_NO_MEMORY. And the failure that it is. */
ip_status ip_reservoir_runaway_text(char **out, const ip_runaway_reaction *found, const ip_exchange *exchange,
                                    const ip_dataset *dataset, ip_error *error);
ip_status ip_reservoir_fail_runaway(const ip_runaway_reaction *found, const ip_exchange *exchange, const ip_dataset *dataset,
                                    ip_error *error);

#endif
