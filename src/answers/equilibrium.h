/* What the other answers ask of equilibria beyond the public header: reservoirs as potentials, mixtures as equilibria. */
#ifndef INTERPHASE_SRC_EQUILIBRIUM_H
#define INTERPHASE_SRC_EQUILIBRIUM_H

#include "engine/solver.h"

#include <interphase/equilibrium.h>

/* A mixture as the equilibrium of one formula unit of `subject`, with potentials of the open elements by rising
 * atomic number. The caller frees *out with ip_equilibrium_clear(). Fails with IP_NO_MEMORY. */
ip_status ip_equilibrium_from_mixture(ip_equilibrium *out, const ip_composition *subject, ip_element_set open,
                                      const double *potentials, const ip_mixture *mixture, ip_error *error);

/* Whether a compound is among the products. Elements alone say nothing of an energy's depth: fluorides lie 4 eV/atom below them. */
bool ip_equilibrium_has_compound(const ip_equilibrium *equilibrium);

/* A phase as its place in the dataset, and back; NULL is one too. */
void ip_phase_pack(const ip_phase *phase, const ip_dataset *dataset, ip_packed *packed);
const ip_phase *ip_phase_unpack(const ip_dataset *dataset, ip_packed_reader *reader);

/* The elements of a reservoir, which may be NULL for none, and their potentials by rising atomic number. Fails with
 * IP_BAD_ARGUMENT where a reservoir that was filled by hand is none. */
ip_status ip_reservoir_potentials(ip_element_set *open, double potentials[IP_ELEMENT_COUNT], const ip_reservoir *reservoir,
                                  ip_error *error);

#endif
