/* The row of a stability window: what `window` shows, in every form. */
#ifndef INTERPHASE_WINDOW_ROW_H
#define INTERPHASE_WINDOW_ROW_H

#include <interphase/profile.h>
#include <interphase/question.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_window_row {
    const char *formula, *metal;
    ip_flag in_dataset;
    double energy_above_hull;                                 /* eV/atom */
    double reduction_potential, oxidation_potential, width;   /* V */
    double reduction_uptake;                                  /* atoms of the metal per formula unit */
    ip_row_products reduction_products;
    double oxidation_uptake;
    ip_row_products oxidation_products;
    double contact_uptake;
    ip_row_products contact_products;
    double contact_energy; /* eV per atom of the formula */
    ip_flag stable;
    const char *status, *message;
    const char *reduction_character, *oxidation_character, *contact_character;
    double energy_above_hull_uncertainty, reduction_potential_uncertainty, oxidation_potential_uncertainty, width_uncertainty,
        contact_energy_uncertainty; /* in their units */
} ip_window_row;

/* The description of these rows. */
IP_API extern const ip_result_type ip_window_result;

/* The row of the window of a profile. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_window_row_fill(ip_window_row *out, ip_memory *memory, const char *formula, const ip_profile *profile,
                                    const ip_question *question, ip_error *error);

/* Finds the window of a formula, and its row; after a failure the row is that of a failed answer, and `error` may not be
 * NULL. Errors as ip_composition_read() and ip_profile_find(). */
IP_API ip_status ip_window_row_find(ip_window_row *out, ip_memory *memory, ip_solver *solver, const char *formula,
                                    const ip_question *question, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
