/* The row of a reaction as written: what `reaction` shows, in every form. */
#ifndef INTERPHASE_REACTION_ROW_H
#define INTERPHASE_REACTION_ROW_H

#include <interphase/question.h>
#include <interphase/reaction_energy.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_reaction_row {
    const char *reaction, *equation;
    double reaction_energy_per_atom; /* eV per atom of the reactants */
    double reaction_energy, reaction_energy_kJ_mol; /* of the equation as it is written in `equation`: eV, kJ/mol */
    const char *status, *message;
    const char *metal;
    double voltage; /* V */
    ip_row_products products; /* of the equation */
    const char *taken_at_hull;
    double reaction_energy_per_atom_uncertainty, reaction_energy_uncertainty,
        reaction_energy_kJ_mol_uncertainty; /* in their units */
} ip_reaction_row;

/* The description of these rows. */
IP_API extern const ip_result_type ip_reaction_result;

/* The row of a reaction that was found against `reservoir` (NULL for none). Fails with IP_NO_MEMORY, IP_NUMERIC. */
IP_API ip_status ip_reaction_row_fill(ip_reaction_row *out, ip_memory *memory, const ip_dataset *dataset, const char *reaction,
                                      const ip_equation *equation, const ip_reaction_energy *found, const ip_reservoir *reservoir,
                                      const ip_question *question, ip_error *error);

/* What a row says of the question alone, as a failed answer keeps it. */
IP_API void ip_reaction_row_ask(ip_reaction_row *out, const char *reaction, const ip_reservoir *reservoir,
                                const ip_question *question);

#ifdef __cplusplus
}
#endif
#endif
