/* A small record for each thread that outlives it as long as problems of it are about. */
#include "lp_state.h"

#include <glpk.h>

#include <pthread.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

typedef struct thread_state {
    pthread_mutex_t lock;
    long holders;            /* the thread, and each of its problems that somebody has */
    unsigned generation;     /* of what the library keeps: it goes with all problems when it is given up */
    ip_lp_problem *returned; /* let go of by other threads, to be deleted by this one */
} thread_state;

struct ip_lp_problem {
    glp_prob *problem;
    thread_state *state;
    unsigned generation;
    ip_lp_problem *next; /* in the list of those returned */
};

static _Thread_local thread_state *own;
static _Thread_local jmp_buf guard;
static _Thread_local char library_message[256];
static _Thread_local bool memory_was_short;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static bool has_key;

static void drop(thread_state *state) {
    pthread_mutex_lock(&state->lock);
    bool is_last = --state->holders == 0;
    pthread_mutex_unlock(&state->lock);
    if (is_last) {
        pthread_mutex_destroy(&state->lock);
        free(state);
    }
}

/* What other threads have let go of, taken off the list. */
static ip_lp_problem *take_returned(thread_state *state, bool gives_up) {
    pthread_mutex_lock(&state->lock);
    ip_lp_problem *returned = state->returned;
    state->returned = NULL;
    state->generation += gives_up;
    pthread_mutex_unlock(&state->lock);
    return returned;
}

static void forget(ip_lp_problem *list) {
    while (list) {
        ip_lp_problem *next = list->next;
        drop(list->state);
        free(list);
        list = next;
    }
}

static void delete_returned(void) {
    ip_lp_problem *returned = take_returned(own, false);
    for (ip_lp_problem *each = returned; each; each = each->next)
        glp_delete_prob(each->problem);
    forget(returned);
}

static void give_up(void) {
    ip_lp_problem *returned = take_returned(own, true);
    glp_free_env();
    forget(returned);
}

void ip_lp_state_end(void) {
    if (!own)
        return;
    give_up();
    drop(own);
    own = NULL;
    if (has_key)
        pthread_setspecific(key, NULL);
}

static void end_thread(void *state) {
    (void)state;
    ip_lp_state_end();
}

static void make_key(void) {
    has_key = pthread_key_create(&key, end_thread) == 0;
}

/* A library that is unloaded while threads go on must leave nothing behind that they would call. */
static void __attribute__((destructor)) delete_key(void) {
    if (has_key)
        pthread_key_delete(key);
    has_key = false;
}

static bool has_state(void) {
    if (own)
        return true;
    thread_state *state = calloc(1, sizeof *state);
    if (!state)
        return false;
    pthread_mutex_init(&state->lock, NULL);
    state->holders = 1;
    own = state;
    pthread_once(&once, make_key);
    if (has_key)
        pthread_setspecific(key, state); /* where this fails, the thread has to end its state itself */
    return true;
}

static void on_abort(void *info) {
    (void)info;
    longjmp(guard, 1);
}

/* Swallows all output and keeps the first line for an error message: the next says where in the library it was. */
static int on_output(void *info, const char *text) {
    (void)info;
    size_t length = strcspn(text, "\n");
    if (length >= sizeof library_message)
        length = sizeof library_message - 1;
    if (length && !library_message[0]) {
        memcpy(library_message, text, length);
        library_message[length] = '\0';
    }
    /* The library has no other word for it. */
    static const char *const words[] = {"no memory available", "not enough memory", "memory allocation limit exceeded"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        memory_was_short = memory_was_short || strstr(text, words[i]);
    return 1;
}

static void unhook(void) {
    glp_error_hook(NULL, NULL);
    glp_term_hook(NULL, NULL);
}

ip_status ip_lp_guarded(ip_status (*work)(void *user), void *user, ip_error *error) {
    /* Where the library had to set itself up on the way and had no memory for it, it would end the process. */
    if (!has_state() || glp_init_env() > 1)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    library_message[0] = '\0';
    memory_was_short = false;
    if (setjmp(guard)) {
        unhook();
        give_up();
        if (memory_was_short)
            return ip_error_set(error, IP_NO_MEMORY, "out of memory");
        return ip_error_set(error, IP_NUMERIC, "the linear programming library gave up: %s", library_message);
    }
    glp_error_hook(on_abort, NULL);
    glp_term_hook(on_output, NULL);
    delete_returned();
    ip_status status = work(user);
    unhook();
    return status;
}

ip_status ip_lp_problem_new(ip_lp_problem **out) {
    ip_lp_problem *made = *out = calloc(1, sizeof *made);
    if (!made)
        return IP_NO_MEMORY;
    made->state = own;
    made->generation = own->generation;
    pthread_mutex_lock(&own->lock);
    own->holders++;
    pthread_mutex_unlock(&own->lock);
    made->problem = glp_create_prob();
    return IP_OK;
}

struct glp_prob *ip_lp_problem_get(const ip_lp_problem *problem) {
    bool is_own = problem && problem->state == own && problem->generation == own->generation;
    return is_own ? problem->problem : NULL;
}

void ip_lp_problem_free(ip_lp_problem *problem) {
    if (!problem)
        return;
    thread_state *state = problem->state;
    bool is_returned = false;
    if (state != own) {
        pthread_mutex_lock(&state->lock);
        is_returned = problem->generation == state->generation;
        if (is_returned) {
            problem->next = state->returned;
            state->returned = problem;
        }
        pthread_mutex_unlock(&state->lock);
    } else if (problem->problem && problem->generation == state->generation) {
        glp_delete_prob(problem->problem);
    }
    if (!is_returned) {
        drop(state);
        free(problem);
    }
}
