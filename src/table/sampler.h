/* Draws of energies within their uncertainties: a small dataset whose energies are set anew for each draw. Knows sources of
 * errors; not what is asked. */
#ifndef INTERPHASE_SRC_SAMPLER_H
#define INTERPHASE_SRC_SAMPLER_H

#include <interphase/uncertainty.h>

typedef struct ip_sampler ip_sampler;

/* The phases of a dataset within some elements, with what each of them feels (nothing where `uncertainty` is NULL); both are
 * borrowed and must not change while this is alive. One thread at a time may use it. Fails with IP_NO_MEMORY. The caller frees
 * it. */
ip_status ip_sampler_new(ip_sampler **out, const ip_dataset *dataset, ip_uncertainty *uncertainty, ip_element_set elements,
                         ip_error *error);
void ip_sampler_free(ip_sampler *sampler);

/* The small dataset, borrowed: with the energies of the dataset it is of until the first draw. */
const ip_dataset *ip_sampler_dataset(const ip_sampler *sampler);

/* Whether any of its energies is not the same in every draw. */
bool ip_sampler_varies(const ip_sampler *sampler);

/* Of phases that are placed above others (placement.h), in order: how many there are, and each with its distance, eV/atom. Their
 * energies in a draw follow from those of the others, and are for the caller to find and to set, again with ip_solver_renew(). */
long ip_sampler_placed_count(const ip_sampler *sampler);
const ip_phase *ip_sampler_placed(const ip_sampler *sampler, long index, double *above);
void ip_sampler_place(ip_sampler *sampler, long index, double formation_energy);

/* Sets the energy of a mixture (ip_dataset_place_mixture()) by those of its parts, once these are set; returns whether it is one.
 */
bool ip_sampler_place_mixture(ip_sampler *sampler, long index);

/* Gives its phases the energies of a draw (from 0). Each source of errors takes one number from the standard normal distribution,
 * and so does each phase for its own error. The number follows from what the source or the phase is and from the draw alone: it
 * is the same in every dataset, whatever else stands there, in whatever order, and whoever asks. Solvers of the small dataset
 * have to be told, with ip_solver_renew(). */
void ip_sampler_draw(ip_sampler *sampler, long draw);

#endif
