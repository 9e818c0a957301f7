/* The rows of pairs of precursors: what `synthesis` shows, in every form. */
#ifndef INTERPHASE_SYNTHESIS_ROW_H
#define INTERPHASE_SYNTHESIS_ROW_H

#include <interphase/question.h>
#include <interphase/synthesis.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_synthesis_row {
    const char *target;
    long rank; /* from 1 */
    const char *a, *b;
    double x; /* atomic fraction of a */
    const char *equation;
    double reaction_energy; /* eV per atom of the mixture */
    ip_row_products competing_products;
    double competing_energy, selectivity; /* eV/atom */
    ip_flag clean;
    const char *status, *message;
    double target_share;
    double secondary_energy; /* eV/atom */
    double competing_x;
    const char *competing_equation;
    double reaction_energy_kJ_mol; /* per mole of mixed formula units */
    double reaction_energy_uncertainty, competing_energy_uncertainty, selectivity_uncertainty; /* in their units */
} ip_synthesis_row;

/* The description of these rows. */
IP_API extern const ip_result_type ip_synthesis_result;

/* The row of route `index`; `target` is what was asked for, borrowed. Fails with IP_NO_MEMORY, IP_NUMERIC. */
IP_API ip_status ip_synthesis_row_fill(ip_synthesis_row *out, ip_memory *memory, const ip_dataset *dataset, const char *target,
                                       const ip_synthesis *synthesis, int index, const ip_question *question, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
