/* The row of a material in air: what `air` shows, in every form. */
#ifndef INTERPHASE_AIR_ROW_H
#define INTERPHASE_AIR_ROW_H

#include <interphase/air.h>
#include <interphase/executor.h>
#include <interphase/question.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_air_row {
    const char *formula;
    ip_flag in_dataset;
    double energy_above_hull; /* eV/atom */
    double temperature;       /* K */
    double humidity;          /* % */
    double water_energy;      /* eV per H2O */
    const char *water_equation;
    double water_onset, toxic_onset; /* %; toxic_onset is NaN above saturation */
    ip_row_products water_products;  /* of one formula unit */
    double water_uptake;             /* molecules per formula unit */
    double water_reaction_energy;    /* eV/atom */
    const char *toxic_gas;
    double toxic_mL_g, toxic_mg_g, toxic_pressure; /* bar */
    const char *carbonate_equation, *oxygen_equation;
    double oxygen_energy; /* eV/atom */
    const char *air_equation;
    double air_energy; /* eV/atom */
    double margin;     /* eV per H2O; infinite where no toxic gas leaves however humid */
    const char *status, *message;
    ip_row_products start_products;
    const char *hydrolysis_equation, *release_equation, *oxygen_step_equation;
    double carbonate_energy;   /* eV/atom */
    double oxygen_step_energy; /* eV per O2 */
    const char *carbonate_toxic_gas;
    double carbonate_toxic_mL_g;
    const char *oxygen_toxic_gas;
    double oxygen_toxic_mL_g;
    const char *air_toxic_gas;
    double air_toxic_mL_g;
    double energy_above_hull_uncertainty, water_energy_uncertainty, water_onset_uncertainty, toxic_onset_uncertainty,
        water_reaction_energy_uncertainty, toxic_pressure_uncertainty, oxygen_energy_uncertainty, air_energy_uncertainty,
        margin_uncertainty, carbonate_energy_uncertainty, oxygen_step_energy_uncertainty; /* in their units */
} ip_air_row;

/* The description of these rows. */
IP_API extern const ip_result_type ip_air_result;

/* The row of an answer. Fails with IP_NO_MEMORY, and IP_NUMERIC where an equation does not balance. */
IP_API ip_status ip_air_row_fill(ip_air_row *out, ip_memory *memory, const ip_dataset *dataset, const char *formula,
                                 const ip_composition *composition, const ip_air *air, const ip_air_answer *answer,
                                 const ip_question *question, ip_error *error);

/* Asks about a formula, and fills its row; after a failure the row is that of a failed answer, and `error` may not be NULL.
 * Errors as ip_composition_read() and ip_air_find(). */
IP_API ip_status ip_air_row_find(ip_air_row *out, ip_memory *memory, ip_solver *solver, const ip_air *air, const char *formula,
                                 const ip_question *question, ip_error *error);

/* Takes the row of a formula, which is borrowed for the call, with `error` of an answer that failed (its status is IP_OK else).
 * Called in the thread that asks, in the order of the formulas. */
typedef void (*ip_air_take)(void *user, long index, const ip_air_row *row, const ip_error *error);

/* Asks about formulas[0 .. count-1] by all threads of an executor. Fails with IP_NO_MEMORY alone, after which some rows may be
 * missing. */
IP_API ip_status ip_air_rows_find(ip_executor *executor, const ip_air *air, const char *const *formulas, long count,
                                  const ip_question *question, ip_air_take take, void *user, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
