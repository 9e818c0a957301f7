/* Executors: whoever does a list of independent items of work, given away without knowing to whom.
 *
 * One thread, several threads, or several processes (which run the same program on the same input side by side): the
 * answers are the same. Knows solvers, not what they are asked; who can be had stands in executors.h. */
#ifndef INTERPHASE_EXECUTOR_H
#define INTERPHASE_EXECUTOR_H

#include <interphase/packed.h>
#include <interphase/solver.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_executor ip_executor;

/* A wish to end early. should_stop(user) is asked before every item, in any thread and in several at once: it may only look
 * at what is safe to look at so, such as an atomic variable. Once it has said yes no further item is begun, in any thread,
 * though its answer be no again later. */
typedef struct ip_stop {
    bool (*should_stop)(void *user);
    void *user;
} ip_stop;

/* Whether a stop is wished for; never where `stop` is NULL. */
static inline bool ip_stop_asked(const ip_stop *stop) {
    return stop && stop->should_stop(stop->user);
}

/* Items of work, 0 .. count-1, independent of each other.
 *
 * An answer travels as bytes: `work` packs it wherever it was found, `take` unpacks it where it is wanted, so that the two
 * need not share memory. Where several processes do the work, each of them calls ip_executor_run() with the same job, which
 * it made of the same input; each item is worked on in one of them, and `take` gets every answer in each, so that all know
 * the same when they go on.
 *
 * Without `take` the work leaves its answers in the memory of the process itself, each item its own. That is the easy form,
 * and an executor of several processes then does all items in each of them. */
typedef struct ip_job {
    long count;
    const ip_element_set *keys; /* [0 .. count-1], NULL for none: items of one key are given to one thread one after another,
                                   so that it finds their programme warm. A hint: what is found does not depend on it */

    /* Works on one item, in any thread, with a solver that is this thread's alone. `answer` is empty before; what it holds
     * afterwards is handed to `take`. */
    void (*work)(void *user, ip_solver *solver, long item, ip_packed *answer);

    /* Takes the answer to an item, which is borrowed for the call. Called in the thread that called ip_executor_run(), while
     * others may still be working, once for every item that was done, by rising item. */
    void (*take)(void *user, long item, const void *answer, size_t size);

    const ip_stop *stop; /* NULL for none */
    void *user;          /* for work and take */
} ip_job;

#define IP_JOB_INIT {0, NULL, NULL, NULL, NULL, NULL}

/* Does a job, and returns when nothing of it goes on any more. Jobs of one executor are run one after another, from one
 * thread. Fails with IP_NO_MEMORY: then some items may be done and others not. */
IP_API ip_status ip_executor_run(ip_executor *executor, const ip_job *job, ip_error *error);

/* How many items are worked on at a time; at least 1. */
IP_API int ip_executor_width(const ip_executor *executor);

/* The dataset that its solvers ask; borrowed. */
IP_API const ip_dataset *ip_executor_dataset(const ip_executor *executor);

/* To be called in the thread that made it. NULL is fine. */
IP_API void ip_executor_free(ip_executor *executor);

#ifdef __cplusplus
}
#endif
#endif
