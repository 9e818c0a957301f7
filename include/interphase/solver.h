/* Solvers: the working state of one thread for questions to one dataset.
 *
 * Knows no question; the answers' headers take one. */
#ifndef INTERPHASE_SOLVER_H
#define INTERPHASE_SOLVER_H

#include <interphase/dataset.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Working state for questions to one dataset: linear programmes kept warm by chemical system. Answers do not depend on the
 * questions before.
 *
 * Threads: one thread at a time may use a solver, so take one a thread. It may pass from one thread to another (by way of
 * whatever orders memory between the two: a mutex, the start or the end of a thread), but its programmes begin anew there,
 * which is slow. Any thread may free it, also after the thread that used it has ended. What a programme of another thread
 * takes of the linear-programming library is released when that thread next asks a question, or ends. */
typedef struct ip_solver ip_solver;

/* A solver for a dataset, which must outlive it unchanged. The caller frees it, in any thread. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_solver_new(ip_solver **out, const ip_dataset *dataset, ip_error *error);
IP_API void ip_solver_free(ip_solver *solver);
IP_API const ip_dataset *ip_solver_dataset(const ip_solver *solver);

/* Releases what the linear-programming library (GLPK) keeps for the calling thread. A thread that ends does so by itself; the
 * first thread of a process ends with it, so that only this call shows its memory as released. Solvers may still be used and
 * freed afterwards; they begin anew. Where the library was used, other use of GLPK in the same thread loses its problems. */
IP_API void ip_solver_end_thread(void);

#ifdef __cplusplus
}
#endif
#endif
