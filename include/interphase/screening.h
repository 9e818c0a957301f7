/* Screening: many tasks answered by an executor, with the same answers whoever works on them.
 *
 * A task is a window (one formula) or an interface (two). Tasks of one chemical system are answered by one thread after
 * another, so that they share its programme; the answers stand in the order of the tasks. */
#ifndef INTERPHASE_SCREENING_H
#define INTERPHASE_SCREENING_H

#include <interphase/character.h>
#include <interphase/executor.h>
#include <interphase/interface.h>
#include <interphase/profile.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_task {
    const char *a;       /* formula, borrowed */
    const char *b;       /* formula of the other reactant, borrowed; NULL for a window of a */
    int metal, charge;   /* of the reservoir; charge 0 for the usual one */
    bool has_voltage;    /* an interface open to the metal */
    double voltage_low;  /* V */
    double voltage_high; /* V; above voltage_low for the worst case of a range, else equal to it */
} ip_task;

/* A window against sodium; the formula is the caller's to set. */
#define IP_TASK_INIT {NULL, NULL, IP_DEFAULT_METAL, 0, false, 0.0, 0.0}

/* What a task found. Numbers that do not apply are NaN. */
typedef struct ip_answer {
    bool done;             /* false where the run was stopped before */
    ip_error error;        /* error.status is IP_OK where the task was answered */
    double reaction_energy;        /* eV per atom of the mixture, at the deepest mutual energy; for a window that of a
                                      with the metal itself (0 V), per atom of a */
    double mutual_reaction_energy; /* eV per atom of the mixture, the deepest; NaN for a window */
    double x;                      /* atomic fraction of a where it is deepest; NaN for a window */
    double voltage;                /* V, at which the answer holds: the worst of a range; NaN where closed */
    ip_equilibrium products;       /* of one mole of mixed formula units; for a window with the metal itself */
    char *equation;                /* owned; NULL where there is none */
    ip_character character;
    double reaction_energy_per_fixed_atom; /* reaction_energy per reactant atom that is not of the open metal; NaN where there is
                                              none */
    double energy_above_hull;      /* eV/atom, of a */
    double reduction_potential, oxidation_potential; /* V, of a window */
} ip_answer;

/* Answers tasks[0 .. count-1] into answers[0 .. count-1], which the caller clears each with ip_answer_clear(), after a failure
 * too. `gap` is the threshold of the interphase character, eV; `stop` may be NULL. A task that cannot be answered says so in
 * its answer; the call fails with IP_NO_MEMORY alone. */
IP_API ip_status ip_screening_run(ip_executor *executor, const ip_task *tasks, ip_answer *answers, long count, double gap,
                                  const ip_stop *stop, ip_error *error);
IP_API void ip_answer_clear(ip_answer *answer);

#ifdef __cplusplus
}
#endif
#endif
