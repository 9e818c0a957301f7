/* Tasks of a batch, a window, a decomposition or an interface each, and their rows: what `screen` shows behind the columns of its
 * input. */
#ifndef INTERPHASE_TASK_ROW_H
#define INTERPHASE_TASK_ROW_H

#include <interphase/interface.h>
#include <interphase/profile.h>
#include <interphase/question.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_task {
    const char *a;       /* formula, borrowed */
    const char *b; /* formula of the other reactant, borrowed; NULL for a itself: its window, or what it becomes at a voltage */
    int metal, charge;   /* of the reservoir; charge 0 for the usual one */
    bool has_voltage;    /* open to the metal */
    double voltage_low;  /* V */
    double voltage_high; /* V; above voltage_low for the worst case of a range, else equal to it */
} ip_task;

/* A window against sodium; the formula is the caller's to set. */
#define IP_TASK_INIT {NULL, NULL, IP_DEFAULT_METAL, 0, false, 0.0, 0.0}

typedef struct ip_task_row {
    double reaction_energy, mutual_reaction_energy; /* eV/atom */
    double x;                                       /* atomic fraction of a */
    ip_row_products products;
    const char *equation, *character;
    double energy_above_hull;                               /* eV/atom, of a */
    double reduction_potential, oxidation_potential, width; /* V */
    const char *status, *message;
    double answer_voltage; /* V */
    const char *deciding_phase;
    double reaction_energy_per_fixed_atom; /* eV per atom of the elements that are not open */
    double reaction_energy_uncertainty, mutual_reaction_energy_uncertainty, energy_above_hull_uncertainty,
        reduction_potential_uncertainty, oxidation_potential_uncertainty, width_uncertainty,
        reaction_energy_per_fixed_atom_uncertainty; /* in their units */
    const char *answer_metal; /* that voltages refer to; NULL where none comes into it */
    /* Of a window, where the question has an air, as in ip_air_row: */
    double water_energy, toxic_onset; /* eV per H2O; % */
    const char *toxic_gas;
    double toxic_mL_g, margin; /* margin in eV per H2O */
    double water_energy_uncertainty, margin_uncertainty;
} ip_task_row;

/* The description of these rows. */
IP_API extern const ip_result_type ip_task_result;

/* Answers a task; after a failure the row is that of a failed answer, and `error` may not be NULL. The metal of the task goes
 * before that of the question. Fails with IP_BAD_ARGUMENT (a task without a formula), and as the windows and interfaces that it
 * asks for. */
IP_API ip_status ip_task_row_find(ip_task_row *out, ip_memory *memory, ip_solver *solver, const ip_task *task,
                                  const ip_question *question, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
