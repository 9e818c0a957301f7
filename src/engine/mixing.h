/* Mixtures of two compositions by atomic fraction, and the hull along the line between them. */
#ifndef INTERPHASE_SRC_MIXING_H
#define INTERPHASE_SRC_MIXING_H

#include "envelope.h"
#include "system.h"

/* One atom of the mixture: x of a, 1 - x of b. Elements of a come first. */
ip_composition ip_mixing_composition(const ip_composition *a, const ip_composition *b, double x);

/* Finds how deep the hull lies below the chord between its values at b (x = 0) and a (x = 1), eV per atom of the mixture,
 * zero or negative, and the fraction where it is deepest. Only depths below `shallow` (zero or negative) are of interest:
 * where the hull is nowhere deeper, the search ends as soon as that is known, with *depth = shallow and *x = 0. Errors as
 * ip_system_solve(). */
ip_status ip_mixing_depth(double *depth, double *x, ip_system *system, const ip_composition *a, const ip_composition *b,
                          double shallow, ip_error *error);

#endif
