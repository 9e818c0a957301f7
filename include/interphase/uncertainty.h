/* The uncertainty of any sum of phase energies: of a reaction, of an energy above hull, of a voltage.
 *
 * The errors of corrected energies have sources: one for all that a cation's anions of one kind have in common, one for each
 * charge of the cation beside the best-known one, one for anions bonded to their own kind, and one of each compound alone. A
 * phase feels each of them by the anions that it holds. What stands on both sides of a reaction feels the same errors, which
 * therefore cancel. With factors f, and v = sum of f * anions held for each cation, charge and anion:
 *     variance = sum over (cation, anion) of (sum over charges of v * uncertainty)^2
 *              + sum over (cation, charge, anion) of (v * charge_uncertainty)^2
 *              + sum over bonded anions of (v * uncertainty)^2
 *              + sum over phases of (f * atoms * IP_COMPOUND_UNCERTAINTY, without pairs IP_ALLOY_UNCERTAINTY)^2
 * Elements are exact. In these sums the cation is the formula's own, even where its group lends it the constant.
 *
 * What a phase feels is worked out when it is first asked for and kept. Any number of threads may ask. */
#ifndef INTERPHASE_UNCERTAINTY_H
#define INTERPHASE_UNCERTAINTY_H

#include <interphase/correction.h>
#include <interphase/dataset.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_uncertainty ip_uncertainty;

/* For phases of a dataset whose energies are corrected by these constants. Both are borrowed and must not change while this is
 * alive; the caller frees it. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_uncertainty_new(ip_uncertainty **out, const ip_corrections *corrections, const ip_dataset *dataset,
                                    ip_error *error);

/* Frees it; NULL is fine. */
IP_API void ip_uncertainty_free(ip_uncertainty *uncertainty);

/* One phase's part in a sum of energies. */
typedef struct ip_share {
    const ip_phase *phase;             /* of the dataset; NULL for a composition that is not in it */
    const ip_composition *composition; /* where phase is NULL */
    double factor;                     /* formula units, with sign: the derivative of the sum by the energy of a formula unit */
    bool is_given;                     /* its energy has nothing to do with the constants */
    double given;                      /* then: its own standard deviation, independent of all others, eV/atom; from 0 */
} ip_share;

#define IP_SHARE_INIT {NULL, NULL, 0.0, false, 0.0}

/* A table's uncertainty this near to what the constants give, eV/atom, says that the energy was corrected by them. */
#define IP_SAME_UNCERTAINTY 1e-3

/* Standard deviation of sum of factor * energy per formula unit, eV. A phase that comes more than once counts with the sum of
 * its factors, so that what is on both sides has no error.
 *
 * A phase whose table gives the uncertainty that the constants make feels their errors; one with another uncertainty has an
 * error of that size, independent of all others; one without, such as an energy set by a call, counts as exact. One placed at a
 * distance from the hull of others (ip_hull_place()) has the errors of these, and none in the distance. So this says
 * something where the dataset's main table has uncertainties, and nothing where it has none. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_uncertainty_find(double *out, ip_uncertainty *uncertainty, const ip_share *shares, int count,
                                     ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
