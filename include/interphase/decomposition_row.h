/* The row of what a composition becomes: what `decompose` shows, in every form. */
#ifndef INTERPHASE_DECOMPOSITION_ROW_H
#define INTERPHASE_DECOMPOSITION_ROW_H

#include <interphase/decomposition.h>
#include <interphase/question.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_decomposition_row {
    const char *formula, *metal;
    double voltage; /* V */
    double uptake;  /* atoms of the metal per formula unit */
    ip_row_products products;
    const char *equation;
    double reaction_energy;             /* eV/atom */
    double reaction_energy_per_formula; /* eV */
    double reaction_energy_kJ_mol;
    const char *status, *message;
    const char *character, *deciding_phase;
    double equation_energy, equation_energy_kJ_mol; /* of the equation as it is written: eV, kJ/mol */
    double reaction_energy_per_fixed_atom;          /* eV per atom of the elements that are not open */
    double reaction_energy_uncertainty, reaction_energy_per_formula_uncertainty, reaction_energy_kJ_mol_uncertainty,
        equation_energy_uncertainty, equation_energy_kJ_mol_uncertainty,
        reaction_energy_per_fixed_atom_uncertainty; /* in their units */
    long plateau; /* of a range of voltages, from 1: two rows, its ends */
} ip_decomposition_row;

/* The description of these rows. */
IP_API extern const ip_result_type ip_decomposition_result;

/* The row of a decomposition that was found against `reservoir`, in which the question's metal may be open. Fails with
 * IP_NO_MEMORY, IP_NUMERIC. */
IP_API ip_status ip_decomposition_row_fill(ip_decomposition_row *out, ip_memory *memory, const ip_dataset *dataset,
                                           const char *formula, const ip_composition *composition,
                                           const ip_decomposition *decomposition, const ip_reservoir *reservoir,
                                           const ip_question *question, ip_error *error);

/* Finds what a formula becomes, and its row; after a failure the row is that of a failed answer, and `error` may not be NULL.
 * `reservoir` may be NULL. Errors as ip_composition_read() and ip_decomposition_find(). */
IP_API ip_status ip_decomposition_row_find(ip_decomposition_row *out, ip_memory *memory, ip_solver *solver, const char *formula,
                                           const ip_reservoir *reservoir, const ip_question *question, ip_error *error);

/* The voltage at which a reservoir holds the question's metal; NaN where it is not open. */
IP_API double ip_reservoir_voltage(const ip_reservoir *reservoir, const ip_question *question);

#ifdef __cplusplus
}
#endif
#endif
