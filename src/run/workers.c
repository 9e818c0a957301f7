/* A pool of threads that share a list of groups of items. Knows solvers, not what they are asked. */
#include <interphase/workers.h>

#include "base/processors.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* A longer run of one key is split, so that one system does not keep the others waiting. */
enum { LARGEST_GROUP = 64, MOST_THREADS = 1024 };

typedef struct item_group {
    long first, count; /* in the sorted list */
} item_group;

typedef struct keyed_item {
    ip_element_set key;
    long item;
} keyed_item;

/* One run of the pool. */
typedef struct job {
    keyed_item *items;
    item_group *groups;
    long group_count;
    atomic_long next_group;
    ip_work work;
    void *user;
    const volatile int *stop;
} job;

typedef struct worker {
    ip_workers *pool;
    pthread_t thread;
    bool started;
} worker;

struct ip_workers {
    const ip_dataset *dataset;
    int count;
    worker *workers;
    ip_solver *own_solver; /* of the thread that runs jobs, which works too */
    pthread_mutex_t lock;
    pthread_cond_t wake, done;
    job *current;
    long generation; /* of jobs, so that a worker takes each once */
    int busy;
    bool ending;
};

int ip_workers_processors(void) {
    return ip_processors();
}

static void do_groups(job *current, ip_solver *solver) {
    for (;;) {
        long group = atomic_fetch_add(&current->next_group, 1);
        if (group >= current->group_count)
            return;
        const item_group *items = &current->groups[group];
        for (long i = 0; i < items->count; i++) {
            if (current->stop && *current->stop)
                return;
            current->work(current->user, solver, current->items[items->first + i].item);
        }
    }
}

static void *run_worker(void *argument) {
    ip_workers *pool = ((worker *)argument)->pool;
    ip_solver *solver = NULL;
    long seen = 0;
    /* A worker that gets no solver leaves its share to the others; the thread that runs jobs always has one. */
    bool usable = ip_solver_new(&solver, pool->dataset, NULL) == IP_OK;
    pthread_mutex_lock(&pool->lock);
    while (!pool->ending) {
        if (pool->generation == seen) {
            pthread_cond_wait(&pool->wake, &pool->lock);
            continue;
        }
        seen = pool->generation;
        job *current = pool->current;
        pthread_mutex_unlock(&pool->lock);
        if (usable)
            do_groups(current, solver);
        pthread_mutex_lock(&pool->lock);
        if (--pool->busy == 0)
            pthread_cond_signal(&pool->done);
    }
    pthread_mutex_unlock(&pool->lock);
    ip_solver_free(solver);
    ip_solver_end_thread();
    return NULL;
}

ip_status ip_workers_new(ip_workers **out, const ip_dataset *dataset, int threads, ip_error *error) {
    if (threads < 1 || threads > MOST_THREADS)
        return ip_error_set(error, IP_BAD_ARGUMENT, "%d threads; from 1 to %d are expected", threads, MOST_THREADS);
    ip_workers *pool = calloc(1, sizeof *pool);
    if (!pool)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    pool->dataset = dataset;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->wake, NULL);
    pthread_cond_init(&pool->done, NULL);
    pool->workers = calloc((size_t)threads, sizeof *pool->workers);
    ip_status status = pool->workers ? ip_solver_new(&pool->own_solver, dataset, error)
                                     : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    /* The calling thread is one of them. Threads that cannot be started are done without. */
    for (int i = 0; i < threads - 1 && !status; i++) {
        worker *new_worker = &pool->workers[pool->count];
        new_worker->pool = pool;
        new_worker->started = pthread_create(&new_worker->thread, NULL, run_worker, new_worker) == 0;
        pool->count += new_worker->started;
    }
    if (status)
        ip_workers_free(pool);
    else
        *out = pool;
    return status;
}

void ip_workers_free(ip_workers *workers) {
    if (!workers)
        return;
    pthread_mutex_lock(&workers->lock);
    workers->ending = true;
    pthread_cond_broadcast(&workers->wake);
    pthread_mutex_unlock(&workers->lock);
    for (int i = 0; i < workers->count; i++)
        pthread_join(workers->workers[i].thread, NULL);
    ip_solver_free(workers->own_solver);
    pthread_cond_destroy(&workers->wake);
    pthread_cond_destroy(&workers->done);
    pthread_mutex_destroy(&workers->lock);
    free(workers->workers);
    free(workers);
}

static int by_key(const void *a, const void *b) {
    const keyed_item *left = a, *right = b;
    for (int word = 1; word >= 0; word--)
        if (left->key.word[word] != right->key.word[word])
            return left->key.word[word] < right->key.word[word] ? -1 : 1;
    return (left->item > right->item) - (left->item < right->item);
}

/* Sorts the items by key and cuts the list into groups. Returns false for lack of memory. */
static bool make_groups(job *current, long count, const ip_element_set *keys) {
    current->items = malloc(((size_t)count + 1) * sizeof *current->items);
    current->groups = malloc(((size_t)count + 1) * sizeof *current->groups);
    if (!current->items || !current->groups)
        return false;
    for (long i = 0; i < count; i++) {
        keyed_item entry = {keys ? keys[i] : (ip_element_set){{0, 0}}, i};
        current->items[i] = entry;
    }
    if (keys)
        qsort(current->items, (size_t)count, sizeof *current->items, by_key);
    for (long i = 0; i < count; i++) {
        item_group *last = current->group_count ? &current->groups[current->group_count - 1] : NULL;
        bool joins = last && last->count < LARGEST_GROUP &&
                     ip_element_set_same(current->items[last->first].key, current->items[i].key);
        if (keys && joins) {
            last->count++;
        } else {
            item_group group = {i, 1};
            current->groups[current->group_count++] = group;
        }
    }
    return true;
}

void ip_workers_run(ip_workers *workers, long count, const ip_element_set *keys, ip_work work, void *user,
                    const volatile int *stop) {
    job current = {.work = work, .user = user, .stop = stop};
    if (!make_groups(&current, count, keys)) {
        /* Without memory for the order the work is still done, here and in the order of the items. */
        for (long i = 0; i < count && !(stop && *stop); i++)
            work(user, workers->own_solver, i);
    } else {
        pthread_mutex_lock(&workers->lock);
        workers->current = &current;
        workers->generation++;
        workers->busy = workers->count;
        pthread_cond_broadcast(&workers->wake);
        pthread_mutex_unlock(&workers->lock);
        do_groups(&current, workers->own_solver);
        pthread_mutex_lock(&workers->lock);
        while (workers->busy)
            pthread_cond_wait(&workers->done, &workers->lock);
        workers->current = NULL;
        pthread_mutex_unlock(&workers->lock);
    }
    free(current.items);
    free(current.groups);
}
