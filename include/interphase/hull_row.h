/* The row of a composition against the hull: what `hull` shows, in every form. */
#ifndef INTERPHASE_HULL_ROW_H
#define INTERPHASE_HULL_ROW_H

#include <interphase/hull.h>
#include <interphase/question.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_hull_row {
    const char *formula;
    ip_flag in_dataset;
    double formation_energy, energy_above_hull, decomposition_energy; /* eV/atom */
    ip_row_products products;                                         /* of one formula unit */
    const char *status, *message;
    double hull_energy; /* eV/atom */
    ip_row_products competing_phases;
    const char *character;
    double formation_energy_uncertainty, energy_above_hull_uncertainty, decomposition_energy_uncertainty, hull_energy_uncertainty; /* in their units */
    /* Where it is open to reservoirs: */
    const char *metal; /* that the voltage refers to; NULL where it is not open to the metal */
    double voltage, voltage_margin, voltage_margin_uncertainty; /* V */
    const char *equation;
} ip_hull_row;

/* The description of these rows, and of those of questions that are open to reservoirs, which have more columns. */
IP_API extern const ip_result_type ip_hull_result;
IP_API extern const ip_result_type ip_open_hull_result;

/* The row of a hull that was found. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_hull_row_fill(ip_hull_row *out, ip_memory *memory, const char *formula, const ip_hull *hull,
                                  const ip_question *question, ip_error *error);

/* Finds where a formula stands, and its row; after a failure the row is that of a failed answer, and `error` may not be NULL.
 * Errors as ip_composition_read() and ip_hull_find(). */
IP_API ip_status ip_hull_row_find(ip_hull_row *out, ip_memory *memory, ip_solver *solver, const char *formula,
                                  const ip_question *question, ip_error *error);

/* The same in exchange with the reservoirs of the question (question->reservoir), of ip_open_hull_result. Where the question's metal
 * is among them, at a voltage, voltage_margin says how far this is from the nearer edge of the phase's own window beside the other
 * reservoirs: below 0 outside, NaN where there is none. ip_open_hull_row_fill() is of a hull that ip_hull_find_in() found. */
IP_API ip_status ip_open_hull_row_find(ip_hull_row *out, ip_memory *memory, ip_solver *solver, const char *formula,
                                       const ip_question *question, ip_error *error);
IP_API ip_status ip_open_hull_row_fill(ip_hull_row *out, ip_memory *memory, ip_solver *solver, const char *formula,
                                       const ip_composition *composition, const ip_hull *hull, const ip_question *question, ip_error *error);

/* The first of a phase of the solver's dataset. */
IP_API ip_status ip_hull_row_of_phase(ip_hull_row *out, ip_memory *memory, ip_solver *solver, const ip_phase *phase,
                                      const ip_question *question, ip_error *error);

/* The row of a candidate (ip_candidates_phase()): a phase that the solver's dataset has not, at its own energy, against the hull of the
 * dataset, which it does not change: energy_above_hull is below 0 where it lies under that hull. The hull of other compositions leaves
 * out the dataset's own phase of this one. Its uncertainty is its own, 0 where none is known. Fails with IP_BAD_ARGUMENT where it lies
 * implausibly deep, as ip_hull_check_added() has it. */
IP_API ip_status ip_hull_row_of_candidate(ip_hull_row *out, ip_memory *memory, ip_solver *solver, const ip_phase *candidate,
                                          const ip_question *question, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
