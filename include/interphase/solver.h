/* Solvers: the working state of one thread for questions to one dataset.
 *
 * Knows no question; the answers' headers take one. */
#ifndef INTERPHASE_SOLVER_H
#define INTERPHASE_SOLVER_H

#include <interphase/dataset.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Working state for questions to one dataset: linear programmes kept warm by chemical system. Use one a
 * thread, in the thread that made it. Answers do not depend on the questions before. */
typedef struct ip_solver ip_solver;

/* A solver for a dataset, which must outlive it unchanged. The caller frees it, in the thread that made it. */
IP_API ip_status ip_solver_new(ip_solver **out, const ip_dataset *dataset, ip_error *error);
IP_API void ip_solver_free(ip_solver *solver);
IP_API const ip_dataset *ip_solver_dataset(const ip_solver *solver);

/* Releases what the linear-programming library keeps for the calling thread. To be called once when a
 * thread is done with all its solvers; no solver of the thread may be used afterwards. Other use of GLPK
 * in the same thread loses its problems too. */
IP_API void ip_solver_end_thread(void);

#ifdef __cplusplus
}
#endif
#endif
