/* The rows of a chemical system's phases and simplices: what `phases` shows, in every form. */
#ifndef INTERPHASE_PHASES_ROW_H
#define INTERPHASE_PHASES_ROW_H

#include <interphase/phases.h>
#include <interphase/question.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_phases_row {
    const char *formula;
    double energy_above_hull, decomposition_energy, formation_energy; /* eV/atom */
    double band_gap;                                                  /* eV */
    const char *id, *neighbours;
    const char *status, *message;
    const char *system;
    double energy_above_hull_uncertainty, decomposition_energy_uncertainty, formation_energy_uncertainty; /* in their units */
} ip_phases_row;

typedef struct ip_simplex_row {
    long simplex; /* from 1 */
    const char *phases, *potentials;
    const char *status, *message;
    const char *system;
} ip_simplex_row;

/* The descriptions of these rows. */
IP_API extern const ip_result_type ip_phases_result;
IP_API extern const ip_result_type ip_simplex_result;

/* Orders of phases; those without a value come last, and what is equal stays as it is. */
typedef enum ip_phases_order {
    IP_PHASES_AS_FOUND,
    IP_PHASES_BY_FORMULA,
    IP_PHASES_BY_ENERGY_ABOVE_HULL,
    IP_PHASES_BY_DECOMPOSITION_ENERGY,
    IP_PHASES_BY_FORMATION_ENERGY,
    IP_PHASES_BY_BAND_GAP
} ip_phases_order;

/* The row of entry `index`; `system` is what was asked for, borrowed. Fails with IP_NO_MEMORY and as ip_hull_find(). */
IP_API ip_status ip_phases_row_fill(ip_phases_row *out, ip_memory *memory, ip_solver *solver, const char *system,
                                    const ip_phases *phases, int index, const ip_question *question, ip_error *error);

/* The row of simplex `index`. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_simplex_row_fill(ip_simplex_row *out, ip_memory *memory, const char *system, const ip_phases *phases,
                                     int index, ip_error *error);

/* Puts rows [0 .. count-1] in an order. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_phases_rows_sort(ip_phases_row *rows, int count, ip_phases_order order, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
