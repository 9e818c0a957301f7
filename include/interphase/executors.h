/* The executors that there are, by name. */
#ifndef INTERPHASE_EXECUTORS_H
#define INTERPHASE_EXECUTORS_H

#include <interphase/executor.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Makes an executor for a dataset that outlives it unchanged, to work on `width` items at a time (at least 1). `name` is one
 * of ip_executors_name(), or NULL for what fits the width: one thread, or several.
 *   serial    the calling thread alone, whatever the width
 *   threads   so many threads, the calling one among them; those that cannot be started are done without
 *   mpi       so many threads in each member of the team (team.h), all of which run the same jobs; in programs built with MPI
 * Fails with IP_BAD_ARGUMENT, IP_NO_MEMORY. The caller frees *out with ip_executor_free(). */
IP_API ip_status ip_executors_new(ip_executor **out, const char *name, const ip_dataset *dataset, int width, ip_error *error);

/* The name of the executor at an index from 0; NULL behind the last. Static storage. */
IP_API const char *ip_executors_name(int index);

#ifdef __cplusplus
}
#endif
#endif
