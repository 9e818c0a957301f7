/* Tasks of a batch as points: what was asked, and of the answer what a figure draws. The rows of the figure of `screen`. */
#ifndef INTERPHASE_SCREENED_ROW_H
#define INTERPHASE_SCREENED_ROW_H

#include <interphase/task_row.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_screened_row {
    const char *a, *b;                /* b is NULL for a itself */
    double voltage_low, voltage_high; /* V, that were asked; NaN where none was */
    const char *variable;             /* of a series of compositions, its name; NULL for none */
    double value;                     /* of that */
    double reaction_energy, mutual_reaction_energy; /* from here on as in ip_task_row */
    const char *character;
    double energy_above_hull;
    double reduction_potential, oxidation_potential, width;
    const char *status;
    double answer_voltage;
    double reaction_energy_uncertainty, mutual_reaction_energy_uncertainty, energy_above_hull_uncertainty,
        reduction_potential_uncertainty, oxidation_potential_uncertainty, width_uncertainty;
    const char *answer_metal;
} ip_screened_row;

/* The description of these rows. */
IP_API extern const ip_result_type ip_screened_result;

/* The point of a task and its answer; texts are borrowed from them. No part of a series until the caller says so. */
IP_API void ip_screened_row_fill(ip_screened_row *out, const ip_task *task, const ip_task_row *answer);

#ifdef __cplusplus
}
#endif
#endif
