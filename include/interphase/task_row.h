/* The row of a task of a batch, a window or an interface: what `screen` shows behind the columns of its input. */
#ifndef INTERPHASE_TASK_ROW_H
#define INTERPHASE_TASK_ROW_H

#include <interphase/question.h>
#include <interphase/screening.h>

#ifdef __cplusplus
extern "C" {
#endif

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
} ip_task_row;

/* The description of these rows. */
IP_API extern const ip_result_type ip_task_result;

/* The row of an answer, which it borrows from; of a failed one that of a failure. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_task_row_fill(ip_task_row *out, ip_memory *memory, const ip_answer *answer, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
