/* A composition between two phases of a dataset, such as Na2.9Sb0.9W0.1S4 of Na3SbS4 and Na2WS4: its energy with the ideal
 * entropy of mixing on the sublattices that the two share.
 *
 * Knows the dataset's phases and charges; no hull and no structures: which elements share sites is told from amounts alone.
 *
 * 1. Parents are two phases A and B, not left out, with composition = (1 - x) A + x B, 0 < x < 1, both counted per the same
 *    amount of anions (charges.h; an element that is an anion in one and a cation in the other parts them).
 * 2. From A to B the amounts of some elements fall and those of others rise. They share sublattices:
 *      anions         all whose amounts change; their sum does not
 *      cations        other than the mobile metal (ip_metal_of()): those that change by the same amount, as many falling as
 *                     rising; of the others all that change, where their sum does not
 *      mobile metal   where its amount changes, with alkali and alkaline-earth metals that have found no partner and with
 *                     vacancies: as many sites as the larger of the two sums
 *    Where another cation stays without a partner, the two have different frameworks and are no parents; neither are salts of
 *    such metals alone of which one has more anions that are bonded to each other, as NaS beside Na2S.
 * 3. Of several pairs the one with the fewest elements that change, then the one of the lowest Gibbs energy (5), then by their
 *    formulas.
 * 4. On a sublattice of N sites with amounts n, vacancies among them, the configurations are worth S = -k sum n ln(n / N). The
 *    entropy of mixing is the S of the composition less (1 - x) that of A and x that of B: the table has the parents at energies
 *    of their own, and a series joins them without a step. Only a parent in which a sublattice is mixed already has any: Na2WS4
 *    has two of the three sodium sites of Na3SbS4.
 * 5. G = (1 - x) G(A) + x G(B) - T S: no enthalpy of mixing, no order, no other structure. Errors are those of the parents. */
#ifndef INTERPHASE_MIXING_ENTROPY_H
#define INTERPHASE_MIXING_ENTROPY_H

#include <interphase/dataset.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_mixing_entropy {
    const ip_phase *parents[2]; /* the one with the larger share of the anions first; NULL where there are none */
    double amounts[2];          /* formula units of each in one of the composition */
    double x;                   /* share of the second, above 0, at most 0.5 */
    double entropy;             /* of mixing, in units of k, per formula unit of the composition; 0 or more */
    double energy;              /* of the parents unmixed, eV/atom, at the temperature of the dataset */
} ip_mixing_entropy;

/* Finds the parents of a composition that the dataset does not have; for one that it has, there are none. Fails with
 * IP_NO_MEMORY. */
IP_API ip_status ip_mixing_entropy_find(ip_mixing_entropy *out, const ip_dataset *dataset, const ip_composition *composition,
                                        ip_error *error);

/* T S, eV per atom of the composition, at the temperature of the dataset; 0 where it has none. */
IP_API double ip_mixing_entropy_energy(const ip_mixing_entropy *mixing, const ip_dataset *dataset,
                                       const ip_composition *composition);

/* Makes what was found for `formula` a phase of the dataset, whose errors are those of its parents. To be called after
 * ip_dataset_set_temperature(), once all that is to be found has been: phases that were placed would be parents, too. No solver
 * of the dataset may exist. Fails with IP_BAD_ARGUMENT (no temperature, no parents), IP_BAD_FORMULA or IP_NO_MEMORY. */
IP_API ip_status ip_mixing_entropy_place(ip_dataset *dataset, const char *formula, const ip_mixing_entropy *mixing,
                                         ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
