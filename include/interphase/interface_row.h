/* The rows of an interface, one a kink: what `react` and `cell` show, in every form. */
#ifndef INTERPHASE_INTERFACE_ROW_H
#define INTERPHASE_INTERFACE_ROW_H

#include <interphase/interface.h>
#include <interphase/question.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Two reactants as they were written. */
typedef struct ip_reactant_pair {
    const char *a, *b;
    ip_composition composition_a, composition_b;
} ip_reactant_pair;

/* Reads both formulas. Errors as ip_composition_read(). */
IP_API ip_status ip_reactant_pair_read(ip_reactant_pair *out, const char *a, const char *b, ip_error *error);

typedef struct ip_interface_row {
    long position; /* in a stack, from 1 */
    const char *a, *b, *metal;
    double voltage;                                 /* V */
    double x, x_molar;                              /* of a */
    double reaction_energy, mutual_reaction_energy; /* eV per atom of the mixture */
    double reaction_energy_kJ_mol;                  /* per mole of mixed formula units */
    ip_row_products products;                       /* of one mole of mixed formula units */
    const char *equation, *character;
    ip_flag minimum;
    const char *status, *message;
    const char *deciding_phase;
    ip_flag metal_excess;
    double energy_above_hull_a, energy_above_hull_b; /* eV/atom */
    const char *range;                               /* "low", "high", "worst" */
    double reaction_energy_per_fixed_atom;           /* eV per atom of the elements that are not open */
    double equation_energy, equation_energy_kJ_mol;  /* of the equation as it is written: eV, kJ/mol */
    const char *mark;                                /* "*" at the deepest of what reacts */
    double reaction_energy_uncertainty, mutual_reaction_energy_uncertainty, reaction_energy_kJ_mol_uncertainty,
        energy_above_hull_a_uncertainty, energy_above_hull_b_uncertainty, reaction_energy_per_fixed_atom_uncertainty,
        equation_energy_uncertainty, equation_energy_kJ_mol_uncertainty; /* in their units */
} ip_interface_row;

/* The same rows without and with the position in a stack. */
IP_API extern const ip_result_type ip_interface_result;
IP_API extern const ip_result_type ip_cell_result;

/* An interface that was found, and the conditions that it holds under. */
typedef struct ip_interface_case {
    const ip_reactant_pair *pair;
    const ip_interface *found;
    double voltage;    /* V; NaN for a closed interface */
    const char *range; /* what the voltage is of a range: "low", "high", "worst"; NULL without one. Static */
    long position;     /* in a stack, from 1; IP_NO_COUNT for none */
    bool closed;       /* nothing is open, whatever the voltage says: contact with the metal itself */
} ip_interface_case;

/* What was asked, before there is an answer: the row of a failure begins with it. */
IP_API void ip_interface_row_ask(ip_interface_row *out, const ip_interface_case *asked, const ip_question *question);

/* The row of kink `index`. Fails with IP_NO_MEMORY, IP_NUMERIC. */
IP_API ip_status ip_interface_row_fill(ip_interface_row *out, ip_memory *memory, const ip_dataset *dataset,
                                       const ip_interface_case *answer, int index, const ip_question *question, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
