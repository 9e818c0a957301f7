/* A job on its way: in which order its items are done, and the answers that wait to be taken. What the executors share;
 * knows neither threads nor what the work is. */
#ifndef INTERPHASE_SRC_JOB_STATE_H
#define INTERPHASE_SRC_JOB_STATE_H

#include <interphase/executor.h>

#include <pthread.h>
#include <stdatomic.h>

typedef struct ip_job_item {
    ip_element_set key;
    long item;
} ip_job_item;

/* Items of one key, to be done by one thread. */
typedef struct ip_job_group {
    long first, count; /* in the list of items */
} ip_job_group;

typedef struct ip_parked_answer {
    const unsigned char *bytes; /* in a piece of its block; NULL while there is no answer */
    size_t size;
} ip_parked_answer;

/* Answers of one block and one thread, close together: a piece of memory each, between those that solvers take and give back,
 * would make the latter slow. */
typedef struct ip_job_piece {
    struct ip_job_piece *next;
    size_t used, size;
    unsigned char bytes[];
} ip_job_piece;

typedef struct ip_job_state {
    const ip_job *job;
    ip_job_item *items;       /* [0 .. job->count-1]: block by block, by key within a block */
    ip_job_group *groups;     /* [0 .. group_count-1], in the order of the items */
    long group_count, block_size, block_count;
    atomic_long next_group;
    atomic_long *left;        /* [0 .. block_count-1]: items of a block that are not done */
    ip_parked_answer *parked; /* [0 .. job->count-1], by item; NULL for a job without take */
    ip_job_piece **pieces;    /* [0 .. block_count-1], lists of what their answers are in; under the lock until a block is done */
    atomic_bool stopped, failed;
    pthread_mutex_t lock;
    pthread_cond_t moved;     /* a block is done or taken, or the job is stopped */
    long taken;               /* blocks, from the first; under the lock */
} ip_job_state;

/* Sorts the items and makes room for the answers. Fails with IP_NO_MEMORY; else ip_job_end() has to follow. */
ip_status ip_job_begin(ip_job_state *state, const ip_job *job, ip_error *error);

/* Does groups of items until none is left, beside others that do the same; for every thread but the calling one. */
void ip_job_help(ip_job_state *state, ip_solver *solver);

/* The same for the calling thread, which takes the answers in between; returns when all are taken, or none will come. */
void ip_job_lead(ip_job_state *state, ip_solver *solver);

/* When nobody works any more: takes what a stop has left, and frees everything. Fails with IP_NO_MEMORY where an answer
 * was lost for lack of it. */
ip_status ip_job_end(ip_job_state *state, ip_error *error);

#endif
