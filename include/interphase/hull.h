/* Stability of one composition: where it stands against the convex hull. */
#ifndef INTERPHASE_HULL_H
#define INTERPHASE_HULL_H

#include <interphase/equilibrium.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_hull {
    const ip_phase *phase;       /* the dataset's phase of this composition, borrowed; NULL where it has none */
    double formation_energy;     /* eV/atom, the phase's own; NaN without a phase */
    double hull_energy;          /* eV/atom, E_hull at this composition */
    double energy_above_hull;    /* eV/atom, formation_energy - hull_energy; NaN without a phase. Below 0 only
                                    for an excluded phase */
    double decomposition_energy; /* eV/atom, formation_energy minus the hull of all other compositions:
                                    negative for a phase stable by that margin; NaN without a phase, for an
                                    element, and where the other phases cannot balance the composition
                                    (Bartel et al., npj Comput. Mater. 6, 97, 2020) */
    bool stable;                 /* the phase itself is on the hull and may be a product */
    ip_equilibrium products;     /* what the composition is at equilibrium: the phase itself where it is stable */
    ip_equilibrium competing;    /* the phases that decomposition_energy compares with; empty where it is NaN */
} ip_hull;

/* Finds where `composition` stands. Errors as ip_equilibrium_find(). On success the caller frees *out with
 * ip_hull_clear(). */
IP_API ip_status ip_hull_find(ip_hull *out, ip_solver *solver, const ip_composition *composition, ip_error *error);
IP_API void ip_hull_clear(ip_hull *hull);

/* The same in exchange with reservoirs (NULL or empty for none). hull_energy is then the grand potential of the equilibrium, with
 * what reservoirs would pay for the composition added, so that energy_above_hull is what a formula unit gains by becoming its
 * products, per atom of all its atoms; and decomposition_energy the same against all that is not the phase itself. Errors as
 * ip_equilibrium_find(). */
IP_API ip_status ip_hull_find_in(ip_hull *out, ip_solver *solver, const ip_composition *composition,
                                 const ip_reservoir *reservoir, ip_error *error);

/* The first without the comparison with other compositions, at half the cost: decomposition_energy is NaN and
 * competing is empty. */
IP_API ip_status ip_hull_locate(ip_hull *out, ip_solver *solver, const ip_composition *composition, ip_error *error);

/* The same in exchange with reservoirs, as ip_hull_find_in(). */
IP_API ip_status ip_hull_locate_in(ip_hull *out, ip_solver *solver, const ip_composition *composition,
                                   const ip_reservoir *reservoir, ip_error *error);

/* Packs and unpacks as ip_equilibrium_pack() and ip_equilibrium_unpack(); the caller frees *out with ip_hull_clear(). */
IP_API void ip_hull_pack(const ip_hull *hull, const ip_dataset *dataset, ip_packed *packed);
IP_API ip_status ip_hull_unpack(ip_hull *out, const ip_dataset *dataset, ip_packed_reader *reader, ip_error *error);

/* Energy of the subject that reactions are counted from, eV per atom: the phase's own formation energy,
 * else the hull energy. */
IP_API double ip_hull_subject_energy(const ip_hull *hull);

/* Gives a composition the energy `above` eV/atom above the hull of all other compositions (below it where
 * negative: then its decomposition energy is `above` too), adding a phase where the dataset has none.
 * The distance is exact: the errors of the energy are those of the phases that it is measured from. No solver of the dataset may
 * exist. Errors as ip_equilibrium_find() and ip_dataset_set_energy(); IP_BAD_ARGUMENT also where it would
 * lie more than IP_IMPLAUSIBLE_DEPTH below a hull of compounds. */
IP_API ip_status ip_hull_place(ip_dataset *dataset, const char *formula, double above, ip_error *error);

/* No new phase lies deeper than this below the hull of known ones, eV/atom; what does is another kind of energy. */
#define IP_IMPLAUSIBLE_DEPTH 1.0

/* Compares the phases from index `first` on with the hull of those before, of which they were no part: each that lies more than
 * IP_IMPLAUSIBLE_DEPTH below a hull of compounds is reported to `handler` (may be NULL) and counted in *faults, but for those
 * that ip_dataset_check() finds without a hull. Of very many the 100 deepest are looked at. No solver of the dataset may exist,
 * and nothing be excluded yet. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_hull_check_added(ip_dataset *dataset, long first, long *faults, ip_finding_handler handler, void *user,
                                     ip_error *error);

/* The same for an energy that a composition is to be given: fails with IP_BAD_ARGUMENT, IP_BAD_FORMULA or IP_NO_MEMORY. */
IP_API ip_status ip_hull_check_energy(ip_dataset *dataset, const char *formula, double energy, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
