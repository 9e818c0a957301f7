/* A pool of threads that wait for jobs, each with a solver of its own. Knows solvers, not what they are asked. */
#include "job_state.h"
#include "kinds.h"

#include <stdlib.h>

typedef struct pool {
    const ip_dataset *dataset;
    pthread_t *threads;    /* [0 .. count-1], beside the calling one */
    int count;
    ip_solver *own_solver; /* of the thread that runs jobs, which works too */
    pthread_mutex_t lock;
    pthread_cond_t wake, done;
    ip_job_state *current;
    long generation;       /* of jobs, so that a thread takes each once */
    int busy;
    bool ending;
} pool;

static void *run_thread(void *argument) {
    pool *threads = argument;
    ip_solver *solver = NULL;
    long seen = 0;
    /* A thread that gets no solver leaves its share to the others; the one that runs jobs always has one. */
    bool usable = ip_solver_new(&solver, threads->dataset, NULL) == IP_OK;
    pthread_mutex_lock(&threads->lock);
    while (!threads->ending) {
        if (threads->generation == seen) {
            pthread_cond_wait(&threads->wake, &threads->lock);
            continue;
        }
        seen = threads->generation;
        ip_job_state *current = threads->current;
        pthread_mutex_unlock(&threads->lock);
        if (usable)
            ip_job_help(current, solver);
        pthread_mutex_lock(&threads->lock);
        if (--threads->busy == 0)
            pthread_cond_signal(&threads->done);
    }
    pthread_mutex_unlock(&threads->lock);
    ip_solver_free(solver);
    ip_solver_end_thread();
    return NULL;
}

static void threads_free(void *state) {
    pool *threads = state;
    pthread_mutex_lock(&threads->lock);
    threads->ending = true;
    pthread_cond_broadcast(&threads->wake);
    pthread_mutex_unlock(&threads->lock);
    for (int i = 0; i < threads->count; i++)
        pthread_join(threads->threads[i], NULL);
    ip_solver_free(threads->own_solver);
    pthread_cond_destroy(&threads->wake);
    pthread_cond_destroy(&threads->done);
    pthread_mutex_destroy(&threads->lock);
    free(threads->threads);
    free(threads);
}

static ip_status threads_new(void **state, const ip_dataset *dataset, int width, ip_error *error) {
    pool *threads = calloc(1, sizeof *threads);
    if (!threads)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    threads->dataset = dataset;
    pthread_mutex_init(&threads->lock, NULL);
    pthread_cond_init(&threads->wake, NULL);
    pthread_cond_init(&threads->done, NULL);
    threads->threads = calloc((size_t)width, sizeof *threads->threads);
    ip_status status = threads->threads ? ip_solver_new(&threads->own_solver, dataset, error)
                                        : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    /* Threads that cannot be started are done without. */
    for (int i = 0; i < width - 1 && !status; i++)
        threads->count += pthread_create(&threads->threads[threads->count], NULL, run_thread, threads) == 0;
    if (status)
        threads_free(threads);
    else
        *state = threads;
    return status;
}

static ip_status threads_run(void *state, const ip_job *job, ip_error *error) {
    pool *threads = state;
    ip_job_state current;
    ip_status status = ip_job_begin(&current, job, error);
    if (status)
        return status;
    pthread_mutex_lock(&threads->lock);
    threads->current = &current;
    threads->generation++;
    threads->busy = threads->count;
    pthread_cond_broadcast(&threads->wake);
    pthread_mutex_unlock(&threads->lock);
    ip_job_lead(&current, threads->own_solver);
    pthread_mutex_lock(&threads->lock);
    while (threads->busy)
        pthread_cond_wait(&threads->done, &threads->lock);
    threads->current = NULL;
    pthread_mutex_unlock(&threads->lock);
    return ip_job_end(&current, error);
}

static int threads_width(const void *state) {
    return ((const pool *)state)->count + 1;
}

const ip_executor_kind ip_threads_kind = {"threads", threads_new, threads_run, threads_width, threads_free};
