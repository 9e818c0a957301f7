/* An allocator that fails where it is told to: linked into a test, or preloaded into a program that is to be tested.
 *
 * Preloaded (LD_PRELOAD=tests/support/.libs/failing_malloc.so) it reads the environment:
 *   FAILING_MALLOC_AT=N         the N-th call of malloc, calloc, realloc or aligned_alloc since the program began returns NULL; 0
 * or none: no call FAILING_MALLOC_FROM=N       that call and all later ones FAILING_MALLOC_REPORT=FILE  the number of calls is
 * written there when the program ends, so that N can be taken from 1 upwards until it is larger: `while (N <= the number of
 * calls)` FAILING_MALLOC_PLACES=FILE  what places of the program, of one thread, asked for memory is added there: for each the
 * number of its first call, and a number that is that place's in other runs, too What destructors ask for as the program ends
 * does not count. */
#ifndef INTERPHASE_TESTS_FAILING_MALLOC_H
#define INTERPHASE_TESTS_FAILING_MALLOC_H

/* Counts anew: the call `number` from now on, of any thread, fails; none where it is 0. */
void failing_malloc_at(long number);

/* Calls since failing_malloc_at(). */
long failing_malloc_calls(void);

#endif
