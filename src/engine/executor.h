/* What an executor has to be: one row of a table. Knows none of them. */
#ifndef INTERPHASE_SRC_EXECUTOR_H
#define INTERPHASE_SRC_EXECUTOR_H

#include <interphase/executor.h>

/* A kind of executor. `state` is its own. */
typedef struct ip_executor_kind {
    const char *name;
    ip_status (*new)(void **state, const ip_dataset *dataset, int width, ip_error *error);
    ip_status (*run)(void *state, const ip_job *job, ip_error *error);
    int (*width)(const void *state);
    void (*free)(void *state);
} ip_executor_kind;

/* Makes an executor of a kind, which is borrowed for good. Errors as those of kind->new(). */
ip_status ip_executor_new(ip_executor **out, const ip_executor_kind *kind, const ip_dataset *dataset, int width, ip_error *error);

#endif
