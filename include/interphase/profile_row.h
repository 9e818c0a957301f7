/* The rows of a voltage profile, one a plateau: what `profile` shows, in every form. */
#ifndef INTERPHASE_PROFILE_ROW_H
#define INTERPHASE_PROFILE_ROW_H

#include <interphase/profile.h>
#include <interphase/question.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_profile_row {
    const char *formula, *metal;
    double voltage_low, voltage_high; /* V */
    double uptake;                    /* atoms of the metal per formula unit */
    ip_row_products products;
    const char *equation;
    double reaction_energy_low, reaction_energy_high; /* eV/atom */
    double capacity;                                  /* mAh/g */
    const char *status, *message;
    const char *character;
    const char *interphase; /* the character with the product that decides it */
    double voltage_low_uncertainty, voltage_high_uncertainty, reaction_energy_low_uncertainty,
        reaction_energy_high_uncertainty; /* in their units */
} ip_profile_row;

/* The description of these rows. */
IP_API extern const ip_result_type ip_profile_result;

/* The row of plateau `index` of a profile. Fails with IP_NO_MEMORY, IP_NUMERIC. */
IP_API ip_status ip_profile_row_fill(ip_profile_row *out, ip_memory *memory, const ip_dataset *dataset, const char *formula,
                                     const ip_composition *composition, const ip_profile *profile, int index,
                                     const ip_question *question, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
