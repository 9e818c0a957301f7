/* Hands work on to whichever kind of executor it is. Knows none of them. */
#include "executor.h"

#include <stdlib.h>

struct ip_executor {
    const ip_executor_kind *kind;
    const ip_dataset *dataset;
    void *state;
};

ip_status ip_executor_new(ip_executor **out, const ip_executor_kind *kind, const ip_dataset *dataset, int width,
                          ip_error *error) {
    ip_executor *executor = calloc(1, sizeof *executor);
    if (!executor)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    executor->kind = kind;
    executor->dataset = dataset;
    ip_status status = kind->new(&executor->state, dataset, width, error);
    if (status)
        free(executor);
    else
        *out = executor;
    return status;
}

ip_status ip_executor_run(ip_executor *executor, const ip_job *job, ip_error *error) {
    return executor->kind->run(executor->state, job, error);
}

int ip_executor_width(const ip_executor *executor) {
    return executor->kind->width(executor->state);
}

const ip_dataset *ip_executor_dataset(const ip_executor *executor) {
    return executor->dataset;
}

void ip_executor_free(ip_executor *executor) {
    if (!executor)
        return;
    executor->kind->free(executor->state);
    free(executor);
}
