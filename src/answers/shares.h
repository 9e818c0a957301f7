/* Sums of phase energies behind the numbers of answers, and how uncertain these are. Knows equilibria, hulls and what answers are
 * made of; the errors of energies are the table's. */
#ifndef INTERPHASE_SRC_SHARES_H
#define INTERPHASE_SRC_SHARES_H

#include <interphase/decomposition.h>
#include <interphase/interface.h>
#include <interphase/profile.h>
#include <interphase/uncertainty.h>

enum { IP_FEW_SHARES = 48 };

/* All zero is an empty sum. */
typedef struct ip_shares {
    ip_share few[IP_FEW_SHARES]; /* most sums need no more */
    ip_share *more;              /* [0 .. count-1] once they do, owned */
    int count, room;
    bool failed; /* lack of memory */
} ip_shares;

/* Adds factor times what an equilibrium is made of, or the energy that reactions of a subject are counted from: its own, else
 * that of the hull. `factor` counts formula units of the subject. */
void ip_shares_add(ip_shares *shares, const ip_equilibrium *equilibrium, double factor);
void ip_shares_add_subject(ip_shares *shares, const ip_hull *hull, double atoms, double factor);

/* How a voltage moves, V, with the energies of formula units of phases, eV. */
struct ip_voltage_motion {
    int metal, charge; /* of its ion, never 0 */
    int count;
    ip_share shares[]; /* [0 .. count-1] */
};

/* Atoms of the metal that the two take up at a kink, per atom of the mixture, without what each takes up alone: by so much, times
 * the charge, their mutual energy rises with the voltage. */
double ip_interface_exchange(const ip_interface *found, int index, int metal);

/* Adds factor times the mutual reaction energy of a kink, per atom of the mixture. */
void ip_shares_add_mutual(ip_shares *shares, const ip_interface *found, int index, double factor);

/* Standard deviation of the sum times `scale`, zero or positive; NaN where `uncertainty` is NULL. Empties the sum. Fails with
 * IP_NO_MEMORY. */
ip_status ip_shares_end(double *out, ip_shares *shares, ip_uncertainty *uncertainty, double scale, ip_error *error);

/* Of the voltage between two neighbouring plateaus, V: of their reaction, by the metal exchanged and its charge. NaN where one of
 * them is NULL. */
ip_status ip_edge_uncertainty(double *out, ip_uncertainty *uncertainty, const ip_profile *profile, const ip_plateau *below,
                              const ip_plateau *above, ip_error *error);

/* Of the two edges of a window and of its width, V. */
ip_status ip_window_uncertainty(double *reduction, double *oxidation, double *width, ip_uncertainty *uncertainty,
                                const ip_profile *profile, ip_error *error);

/* Of the energies of a kink, total and mutual, eV per atom of the mixture; where its voltage moves with the energies, so do they.
 */
ip_status ip_kink_uncertainty(double *total, double *mutual, ip_uncertainty *uncertainty, const ip_interface *found, int index,
                              ip_error *error);

/* Of the reaction energy of a plateau where it meets a neighbouring one, whose voltage is uncertain too, or, where that is NULL,
 * at a voltage that is given; eV per atom of the subject. NaN without a plateau. */
ip_status ip_plateau_uncertainty(double *out, ip_uncertainty *uncertainty, const ip_profile *profile, const ip_plateau *plateau,
                                 const ip_plateau *neighbour, ip_error *error);

/* Of the reaction energy of a decomposition, eV per formula unit. */
ip_status ip_decomposition_uncertainty(double *out, ip_uncertainty *uncertainty, const ip_decomposition *found, ip_error *error);

/* Of an energy above hull (NaN where there is none), eV/atom. */
ip_status ip_above_hull_uncertainty(double *out, ip_uncertainty *uncertainty, const ip_hull *hull, double atoms, ip_error *error);

#endif
