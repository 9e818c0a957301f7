/* Atmospheres: gases that phases are in exchange with, each a reservoir at a fixed potential.
 *
 * A gas either gives and takes (air's oxygen, water vapour: its amount is free) or may only leave (H2S into an air that holds
 * none: it is never consumed). Any number of either, also several that share elements, such as O2 and H2O. The gas stands for its
 * composition: a row of the table of the same composition (ice, solid CO2) is no product beside it, and takes no part.
 *
 * To use one: ip_atmosphere_new(), ip_atmosphere_add() and ip_atmosphere_release() for each gas, and its address in
 * ip_reservoir.atmosphere, beside the elements that are open. Every question that takes a reservoir then takes place in it.
 * Between questions potentials may be set anew, which is quick; adding a gas or a rule makes the next question slower once.
 * Gases have no uncertainty. While a question is being answered, or an answer is about, the atmosphere must live; any number of
 * threads may ask about one that none changes.
 *
 * Potentials count from the elements, as formation energies do; they know nothing of the table's zero: a gas at a temperature
 * and a pressure, on the scale of a table whose solids are at that temperature, is for gas tables to say. */
#ifndef INTERPHASE_ATMOSPHERE_H
#define INTERPHASE_ATMOSPHERE_H

#include <interphase/dataset.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_atmosphere ip_atmosphere;

/* An empty atmosphere; the caller frees it. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_atmosphere_new(ip_atmosphere **out, ip_error *error);

/* Frees it; NULL is fine. */
IP_API void ip_atmosphere_free(ip_atmosphere *atmosphere);

/* Adds a gas that gives and takes, or one that may leave only, at a potential in eV per formula unit (O2: per molecule).
 * Equations show it as "H2O(g)", as the formula is written here. Fails with IP_BAD_FORMULA; with IP_BAD_ARGUMENT where the
 * potential is not finite, or the gas is there already, in either way; with IP_NO_MEMORY. */
IP_API ip_status ip_atmosphere_add(ip_atmosphere *atmosphere, const char *formula, double potential, ip_error *error);
IP_API ip_status ip_atmosphere_release(ip_atmosphere *atmosphere, const char *formula, double potential, ip_error *error);

/* Another potential of a gas that is there, eV per formula unit. Fails as ip_atmosphere_add(), and with IP_BAD_ARGUMENT where
 * there is no such gas. */
IP_API ip_status ip_atmosphere_set(ip_atmosphere *atmosphere, const char *formula, double potential, ip_error *error);

/* Rows of the table for which `rule` is true are no products in this atmosphere (in air those of non-metals alone, say); NULL
 * for none but those of its gases. The rule must give the same for the same phase, in any thread. */
IP_API void ip_atmosphere_leave_out(ip_atmosphere *atmosphere, bool (*rule)(void *user, const ip_phase *phase), void *user);

/* Number of gases, and the gas at an index (0 .. count-1, by formula) as a phase: phase->gas is true, formula "H2O(g)", its
 * formation energy the potential per atom. Borrowed. */
IP_API int ip_atmosphere_count(const ip_atmosphere *atmosphere);
IP_API const ip_phase *ip_atmosphere_gas(const ip_atmosphere *atmosphere, int index);

/* Whether the gas at an index may leave only; its potential, eV per formula unit; and its formula without the state. */
IP_API bool ip_atmosphere_is_released(const ip_atmosphere *atmosphere, int index);
IP_API double ip_atmosphere_potential(const ip_atmosphere *atmosphere, int index);
IP_API const char *ip_atmosphere_formula(const ip_atmosphere *atmosphere, int index);

/* The index of a gas of this formula unit, however it is written; -1 for none. */
IP_API int ip_atmosphere_find(const ip_atmosphere *atmosphere, const ip_composition *composition);

#ifdef __cplusplus
}
#endif
#endif
