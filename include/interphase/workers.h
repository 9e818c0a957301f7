/* Workers: threads that share out independent items of work, each with a solver of its own.
 *
 * Knows solvers, not what they are asked. */
#ifndef INTERPHASE_WORKERS_H
#define INTERPHASE_WORKERS_H

#include <interphase/solver.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Threads, each with a solver of its own. */
typedef struct ip_workers ip_workers;

/* Work on one item; called in any thread, with that thread's solver. Items are independent of each other. */
typedef void (*ip_work)(void *user, ip_solver *solver, long item);

/* Makes `threads` workers (at least 1) for a dataset that outlives them unchanged. Fails with IP_BAD_ARGUMENT,
 * IP_NO_MEMORY. The caller frees them. */
IP_API ip_status ip_workers_new(ip_workers **out, const ip_dataset *dataset, int threads, ip_error *error);
IP_API void ip_workers_free(ip_workers *workers);

/* Calls work(user, solver, i) once for every i of 0 .. count-1, and returns when all are done. Items of the same
 * key are taken together by one thread, one after another (`keys` [0 .. count-1], NULL for none). When *stop (may be
 * NULL) becomes other than zero, no further items are begun. */
IP_API void ip_workers_run(ip_workers *workers, long count, const ip_element_set *keys, ip_work work, void *user,
                           const volatile int *stop);

/* Processors that this process may use; at least 1. */
IP_API int ip_workers_processors(void);

#ifdef __cplusplus
}
#endif
#endif
