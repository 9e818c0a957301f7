/* Interfaces: what two materials do to each other, closed or open to a reservoir, at every mixing fraction.
 *
 * x is the atomic fraction of A in the mixture of A and B, c(x) = x a + (1 - x) b per atom; x = 1 is pure A.
 *
 *   reaction energy(x)        = E_hull(c(x)) - x E_A - (1 - x) E_B
 *   mutual reaction energy(x) = E_hull(c(x)) - x E_hull(a) - (1 - x) E_hull(b)
 *
 * both in eV per atom of the mixture, all reactant atoms counted; open to a reservoir with the grand potential in
 * place of E_hull, and E - mu n in place of E. The mutual energy is what the two do to each other, without what each
 * does alone (Richards, Miara, Wang, Kim, Ceder, Chem. Mater. 28, 266, 2016; Zhu, He, Mo, J. Mater. Chem. A 4, 3253,
 * 2016). E_hull(c(x)) is convex and piecewise linear in x. Its kinks are found exactly: the products at some x stay the
 * products until the amount of one of them becomes zero, and there lies the kink. */
#ifndef INTERPHASE_INTERFACE_H
#define INTERPHASE_INTERFACE_H

#include <interphase/hull.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Whether a reaction energy (eV/atom) is one, and not rounding. */
static inline bool ip_reacts(double energy) {
    return energy < -IP_REACTION_TOLERANCE;
}

/* A reactant and the energies that reactions are counted from. */
typedef struct ip_reactant_state {
    ip_composition composition;
    double atoms;       /* per formula unit */
    ip_hull
        hull; /* against the closed hull, as ip_hull_locate(); hull.phase is NULL where the composition is not in the dataset */
    double energy;      /* eV/atom: own formation energy, else that of the hull, less mu n of the open elements */
    double hull_energy; /* eV/atom: E_hull or grand potential of its equilibrium alone */
} ip_reactant_state;

typedef struct ip_kink {
    double x;                      /* atomic fraction of A, 0 .. 1 */
    double x_molar;                /* molar fraction of A, 0 .. 1 */
    double reaction_energy;        /* eV per atom of the mixture, zero or negative */
    double mutual_reaction_energy; /* the same with both reactants at the hull */
    double atoms;                  /* per mole of mixed formula units, x_molar A + (1 - x_molar) B */
    ip_equilibrium products;       /* of one mole of mixed formula units */
} ip_kink;

typedef struct ip_voltage_motion ip_voltage_motion;

typedef struct ip_interface {
    ip_reactant_state a, b;
    int kink_count;     /* at least 2 */
    ip_kink *kinks;     /* [0 .. kink_count-1] by rising x, the first at 0, the last at 1; owned */
    int minimum;        /* index of the deepest mutual reaction energy; of equal ones the first */
    bool reacts;        /* the deepest is below -IP_REACTION_TOLERANCE */
    int metal_excess;   /* where A or B is a pure element, the kink that an excess of it leads to: the first product
                           mixture that coexists with it; -1 otherwise */
    ip_voltage_motion *motion; /* how its voltage moves with the energies of phases, as uncertainties have to know; NULL where the
                                  voltage is given; owned */
} ip_interface;

/* Finds the interface of `a` and `b`, closed (`reservoir` NULL or empty) or open. Fails as ip_equilibrium_find(); with
 * IP_RESERVOIR where both are made of open elements alone. The caller frees *out with ip_interface_clear(). */
IP_API ip_status ip_interface_find(ip_interface *out, ip_solver *solver, const ip_composition *a, const ip_composition *b,
                                   const ip_reservoir *reservoir, ip_error *error);
IP_API void ip_interface_clear(ip_interface *found);

/* The deepest mutual reaction energy alone, eV per atom of the mixture, zero or negative, and the fraction x where it is
 * reached: by a search along supporting lines that goes to the deepest kink only, at a fraction of the cost of all kinks.
 * `x` may be NULL. Errors as ip_interface_find(). */
IP_API ip_status ip_interface_depth(double *depth, double *x, ip_solver *solver, const ip_composition *a,
                                    const ip_composition *b, const ip_reservoir *reservoir, ip_error *error);

/* The voltage between `low` and `high` (V, 0 <= low < high) at which the mutual reaction energy of `a` and `b`, at the
 * fraction where it is deepest, is deepest of all: the worst case over the range.
 *
 * Exact, without a scan: at a fixed x the grand potential of the mixture is concave in the voltage, and those of the
 * reactants alone are linear between their own breakpoints. Between two such breakpoints the mutual energy is therefore
 * concave in the voltage at every x, so its minimum over x lies at their ends: only the ends of the range and the
 * breakpoints of the two reactants have to be looked at.
 *
 * Of the depths that are within 1e-9 eV/atom of the deepest, that at the lowest voltage is taken. *depth, if not NULL, is
 * the mutual energy there, eV per atom of the mixture, zero or negative; *solves, if not NULL, how many linear programmes it
 * took. Fails as ip_interface_find() and as ip_reservoir_open_metal(). */
IP_API ip_status ip_interface_worst_voltage(double *voltage, double *depth, ip_solver *solver, const ip_composition *a,
                                            const ip_composition *b, int metal, int charge, double low, double high,
                                            long *solves, ip_error *error);

/* Says of an interface that was found at such a voltage that it is the worst of the range from `low` to `high`, beside `others`
 * (NULL for none): inside the range it moves with the energies of phases, and with it the energies of the interface. Their
 * uncertainties are then those of the worst case. Fails as ip_interface_find(). */
IP_API ip_status ip_interface_set_worst(ip_interface *found, ip_solver *solver, int metal, int charge, double voltage, double low,
                                        double high, const ip_reservoir *others, ip_error *error);

/* The worst voltage beside other reservoirs (NULL or empty for none), which stand still. Fails also with IP_UNBOUNDED where the
 * metal and these contradict each other within the range. */
IP_API ip_status ip_interface_worst_voltage_in(double *voltage, double *depth, ip_solver *solver, const ip_composition *a,
                                               const ip_composition *b, int metal, int charge, double low, double high,
                                               const ip_reservoir *others, long *solves, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
