/* What rows are asked with: the conditions that a question is put under, the same for every kind of row. */
#ifndef INTERPHASE_QUESTION_H
#define INTERPHASE_QUESTION_H

#include <interphase/air.h>
#include <interphase/equilibrium.h>
#include <interphase/result.h>
#include <interphase/solver.h>
#include <interphase/uncertainty.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Begin with ip_question_default(), so that members added later have their defaults. */
typedef struct ip_question {
    int metal, charge; /* that voltages refer to; charge of its ion, 0 for the usual one */
    double gap;        /* threshold of the interphase character, eV */
    const char *arrow; /* of equations: borrowed */
    ip_uncertainty *uncertainty; /* of the dataset's energies, from which those of answers follow: borrowed; NULL for none, then
                                    every uncertainty is NaN */
    const char *weak_mark;       /* put behind products of equations whose energy is weak: borrowed; NULL for none */
    const ip_reservoir *reservoir; /* what every question is open to beside the metal, such as an atmosphere: borrowed; NULL for
                                      nothing */
    const ip_air *air; /* windows of a batch say what this does to the material, too: borrowed; NULL for none */
} ip_question;

/* Against sodium, a gap of 1 eV, "->". */
IP_API ip_question ip_question_default(void);

/* The reservoirs of a question at a voltage against its metal (NaN: of those alone). Fails as ip_reservoir_open_metal(). */
IP_API ip_status ip_question_reservoir(ip_reservoir *out, const ip_question *question, double voltage, ip_error *error);

/* eV per particle in kJ/mol: the Faraday constant / 1000 (CODATA 2018). */
#define IP_KJ_PER_MOL 96.48533212

#ifdef __cplusplus
}
#endif
#endif
