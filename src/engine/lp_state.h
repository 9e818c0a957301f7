/* What the solver library keeps of each thread, and the one way to call it: behind a guard, since it ends the process where
 * it is at a loss, lack of memory included.
 *
 * A problem belongs to the thread that made it. Any thread may let go of it: where it is another's, it waits until that
 * thread asks next or ends. Knows no programmes. */
#ifndef INTERPHASE_SRC_LP_STATE_H
#define INTERPHASE_SRC_LP_STATE_H

#include <interphase/status.h>

#include <stdbool.h>

typedef struct ip_lp_problem ip_lp_problem;

/* Calls work(user), which may use the library, and returns what it returns. Where the library gives up, the problems of the
 * thread are gone; fails then with IP_NO_MEMORY or IP_NUMERIC. Memory that `work` holds in variables is lost then. */
ip_status ip_lp_guarded(ip_status (*work)(void *user), void *user, ip_error *error);

/* A new, empty problem of this thread, to be called behind the guard. Where it fails with IP_NO_MEMORY, or the library gives
 * up, *out is to be let go of all the same. */
ip_status ip_lp_problem_new(ip_lp_problem **out);

/* Lets go of a problem (or NULL); any thread may. */
void ip_lp_problem_free(ip_lp_problem *problem);

/* The library's problem; NULL where there is none (any more), or it is another thread's. */
struct glp_prob *ip_lp_problem_get(const ip_lp_problem *problem);

/* Releases what the library keeps for this thread, the thread's problems included. A thread that ends does so by itself. */
void ip_lp_state_end(void);

#endif
