/* Rows of profiles and windows against a gas: what a composition does at every pressure of it. */
#ifndef INTERPHASE_PRESSURE_ROW_H
#define INTERPHASE_PRESSURE_ROW_H

#include <interphase/profile.h>
#include <interphase/question.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What turns a potential of the gas into a pressure: exp((potential - standard) / thermal) bar. */
typedef struct ip_pressure_scale {
    double temperature; /* K */
    double standard;    /* potential at 1 bar, eV per molecule */
    double thermal;     /* k T, eV */
} ip_pressure_scale;

/* The highest pressure that is looked at, bar: far beyond it no gas is ideal. */
#define IP_HIGHEST_PRESSURE 1000.0

/* Finds a profile up to that pressure: ip_profile_find_gas(). */
IP_API ip_status ip_pressure_profile_find(ip_profile *out, ip_solver *solver, const ip_composition *composition,
                                          const ip_reservoir *reservoir, const char *gas, ip_pressure_scale scale,
                                          ip_error *error);

/* Between two pressures. */
typedef struct ip_pressure_row {
    const char *formula, *gas;
    double temperature;                 /* K */
    double pressure_low, pressure_high; /* bar */
    double uptake;                      /* molecules per formula unit */
    ip_row_products products;
    const char *equation;
    double reaction_energy_low, reaction_energy_high; /* eV/atom, at the two pressures */
    const char *status, *message;
    const char *character, *interphase;
    double pressure_low_uncertainty, pressure_high_uncertainty, reaction_energy_low_uncertainty, reaction_energy_high_uncertainty;
} ip_pressure_row;

/* Where no gas is exchanged. */
typedef struct ip_pressure_window_row {
    const char *formula, *gas;
    double temperature; /* K */
    ip_flag in_dataset;
    double energy_above_hull;           /* eV/atom */
    double pressure_low, pressure_high; /* bar */
    double release_amount;              /* molecules per formula unit given off just below the window */
    ip_row_products release_products;
    double uptake; /* molecules per formula unit taken up just above it */
    ip_row_products uptake_products;
    ip_flag stable;
    const char *status, *message;
    const char *release_equation, *uptake_equation;
    double energy_above_hull_uncertainty, pressure_low_uncertainty, pressure_high_uncertainty;
} ip_pressure_window_row;

/* The descriptions of these rows. */
IP_API extern const ip_result_type ip_pressure_result;
IP_API extern const ip_result_type ip_pressure_window_result;

/* The row of a plateau of a profile against a gas, by its index from the lowest pressure. Fails with IP_NUMERIC where its
 * equation does not balance, or with IP_NO_MEMORY. */
IP_API ip_status ip_pressure_row_fill(ip_pressure_row *out, ip_memory *memory, const ip_dataset *dataset, const char *formula,
                                      const ip_composition *composition, const ip_profile *profile, int index,
                                      ip_pressure_scale scale, const ip_question *question, ip_error *error);

/* The row of its window. Fails as the other does. */
IP_API ip_status ip_pressure_window_row_fill(ip_pressure_window_row *out, ip_memory *memory, const ip_dataset *dataset,
                                             const char *formula, const ip_composition *composition, const ip_profile *profile,
                                             ip_pressure_scale scale, const ip_question *question, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
