/* What the other answers ask of equilibria beyond the public header: mixtures as equilibria, phases as bytes. */
#ifndef INTERPHASE_SRC_EQUILIBRIUM_H
#define INTERPHASE_SRC_EQUILIBRIUM_H

#include "engine/solver.h"

#include <interphase/equilibrium.h>

/* A mixture as the equilibrium of one formula unit of `subject` in exchange with reservoirs. The caller frees *out with
 * ip_equilibrium_clear(). Fails with IP_NO_MEMORY. */
ip_status ip_equilibrium_from_mixture(ip_equilibrium *out, const ip_composition *subject, const ip_exchange *exchange,
                                      const ip_mixture *mixture, ip_error *error);

/* Whether a compound is among the products. Elements alone say nothing of an energy's depth: fluorides lie 4 eV/atom below them.
 */
bool ip_equilibrium_has_compound(const ip_equilibrium *equilibrium);

/* A phase as its place in the dataset, and back; NULL is one too. */
void ip_phase_pack(const ip_phase *phase, const ip_dataset *dataset, ip_packed *packed);
const ip_phase *ip_phase_unpack(const ip_dataset *dataset, ip_packed_reader *reader);

#endif
