/* Voltage profiles: every plateau of a composition against a metal, from 0 V upwards, and the stability
 * window that follows from them.
 *
 * The grand potential is concave and piecewise linear in the voltage; its breakpoints are found exactly by
 * intersecting supporting lines (Eisner and Severance, J. ACM 23, 619, 1976), not by steps in voltage.
 * Between two breakpoints lies a plateau: constant products, constant uptake of the metal. */
#ifndef INTERPHASE_PROFILE_H
#define INTERPHASE_PROFILE_H

#include <interphase/hull.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_plateau {
    double voltage_low;         /* V; of a gas: what its potential lacks of 0, eV per formula unit */
    double voltage_high;        /* V; INFINITY for the last plateau */
    double uptake;              /* atoms of the metal per formula unit of the subject; negative: given off */
    double reaction_energy_low; /* eV per atom of the subject at voltage_low, zero or negative: grand potential
                                   minus that of the subject, Phi(V) - (E - mu n) */
    double reaction_energy_high;/* the same at voltage_high; at infinite voltage -INFINITY, or the constant
                                   value where the uptake is zero */
    ip_equilibrium products;    /* at the middle of the plateau (1 V above its edge on the last one) */
    double paid;                /* eV per formula unit of the subject for what other reservoirs give; 0 where there are none */
} ip_plateau;

typedef struct ip_profile {
    int metal;             /* atomic number of the reservoir */
    int charge;            /* of its ion */
    double atoms;          /* per formula unit of the subject */
    double mass;           /* g per mole of formula units */
    ip_hull hull;          /* the subject against the closed hull, as ip_hull_locate() */
    int plateau_count;     /* at least 1 */
    ip_plateau *plateaus;  /* [0 .. plateau_count-1], by rising voltage, uptake falling strictly */
    const ip_phase *gas;   /* swept in place of a metal, which is then 0; else NULL. Borrowed */
    double energy; /* eV/atom, what reactions of the subject are counted from: ip_hull_subject_energy() of the hull, unless the
                      subject is a gas of the atmosphere */
    bool has_others;       /* other reservoirs take part */
    char *limit; /* of a profile that does not begin at 0 V: the reaction of the metal with other reservoirs that goes on
                    without end below; owned, NULL where there is none */
} ip_profile;

/* Finds the profile of `composition` against `metal`, whose ion has `charge` (0 for the usual one). Fails with IP_BAD_ARGUMENT
 * where the metal has no ionic charge, IP_RESERVOIR where the composition is the metal itself, and as ip_equilibrium_find(). The
 * caller frees *out with ip_profile_clear(). */
IP_API ip_status ip_profile_find(ip_profile *out, ip_solver *solver, const ip_composition *composition, int metal,
                                 int charge, ip_error *error);
IP_API void ip_profile_clear(ip_profile *profile);

/* The same beside other reservoirs (NULL or empty for none): open elements other than the metal, and an atmosphere. Energies are
 * then grand potentials with respect to these, too. Where the metal reacts without end with other reservoirs (with oxygen, say)
 * below a voltage, the profile begins there. Fails also with IP_UNBOUNDED where it does so at every voltage (names the
 * reaction). */
IP_API ip_status ip_profile_find_in(ip_profile *out, ip_solver *solver, const ip_composition *composition, int metal, int charge,
                                    const ip_reservoir *others, ip_error *error);

/* A profile against a gas of an atmosphere that gives and takes, at every potential up to `highest` (eV per formula unit); that
 * of the atmosphere is not read. "Voltages" are then its potential with the other sign, "uptakes" formula units of the gas:
 * plateaus go from high to low pressures. Fails as ip_profile_find_in(); with IP_RESERVOIR where reservoirs make up the
 * composition; with IP_BAD_ARGUMENT where the atmosphere has no such gas. */
IP_API ip_status ip_profile_find_gas(ip_profile *out, ip_solver *solver, const ip_composition *composition,
                                     const ip_reservoir *others, const char *gas, double highest, ip_error *error);

/* Charge that an uptake of the metal stores, mAh per gram of the subject: F z n / (3.6 M), F the Faraday
 * constant, z the ion's charge, n the uptake per formula unit, M the molar mass (CODATA 2018). */
IP_API double ip_profile_capacity(const ip_profile *profile, double uptake);

/* Energy set free on going from the subject down to 0 V, Wh per kilogram of the subject: the sum over the
 * steps between plateaus of their charge times their voltage, counting uptake above zero only. */
IP_API double ip_profile_specific_energy(const ip_profile *profile);

/* The voltages at which the equilibrium of the subject exchanges no metal. */
typedef struct ip_window {
    double reduction_potential; /* V; the lowest there is (0 but for other reservoirs) where there is no uptake even there */
    double oxidation_potential; /* V; INFINITY where the subject holds none of the metal to give off */
    bool stable;                /* the subject itself is on the hull, and other reservoirs do nothing to it: the window is its
                                   own. Otherwise it is that of its decomposition products */
    bool has_plateau;           /* some range of voltage has zero uptake. Otherwise both potentials are the
                                   voltage at which the uptake changes sign, and the width is 0 */
    const ip_plateau *reduction;/* the plateau just below the window; NULL where there is none. Borrowed */
    const ip_plateau *inside;   /* the plateau of zero uptake; NULL where there is none. Borrowed */
    const ip_plateau *oxidation;/* the plateau just above; NULL where there is none. Borrowed */
    const ip_plateau *contact;  /* the plateau at 0 V: the reaction with the metal itself; NULL where there is none. Borrowed */
} ip_window;

/* The two potentials of a window alone (V), as ip_profile_window() has them, at a fraction of the cost of a profile: by
 * supporting lines that go to the window's edges only. Errors as ip_profile_find() and
 * ip_profile_find_in(). */
IP_API ip_status ip_window_find(double *reduction_potential, double *oxidation_potential, ip_solver *solver,
                                const ip_composition *composition, int metal, int charge, ip_error *error);
IP_API ip_status ip_window_find_in(double *reduction_potential, double *oxidation_potential, ip_solver *solver,
                                   const ip_composition *composition, int metal, int charge, const ip_reservoir *others,
                                   ip_error *error);

/* The window of a profile; its pointers are borrowed from the profile. */
IP_API ip_window ip_profile_window(const ip_profile *profile);

#ifdef __cplusplus
}
#endif
#endif
