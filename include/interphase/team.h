/* The team: processes that run the same program on the same input side by side, as `mpirun` starts them.
 *
 * Each is a member with a rank. They share a counter, from which each takes the number of the next block of work, so that who is
 * faster does more, and meet where all have to know the same. A program that is built without MPI is a team of one, for which
 * all of this costs nothing. Knows nothing of what the work is; the executor `mpi` (executors.h) does jobs by it.
 *
 * A process has one team. All calls come from the thread that joined it, ip_team_rank() and ip_team_size() excepted. */
#ifndef INTERPHASE_TEAM_H
#define INTERPHASE_TEAM_H

#include <interphase/status.h>

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* To be called once, before all else of the team. Fails with IP_INPUT_OUTPUT where MPI cannot be used as is needed. */
IP_API ip_status ip_team_join(ip_error *error);

/* Whether this program can be started as several processes. */
IP_API bool ip_team_is_joint(void);

/* From 0 to ip_team_size() - 1; 0 before joining. */
IP_API int ip_team_rank(void);

/* Members; at least 1. */
IP_API int ip_team_size(void);

/* Waits until every member has come here, or has left, and returns the highest code of all: 0 where all is well with everybody.
 * After any other the team is at an end: from then on nobody is waited for, and no call returns 0. *whose (may be NULL) is the
 * lowest rank that has that code; at the end, that had the one which brought it. */
IP_API int ip_team_agree(int code, int *whose);

/* Whether every member has the same text, such as what says of its input what it is: to be called by all. Fails with
 * IP_BAD_ARGUMENT where one has another, and with IP_INPUT_OUTPUT where one has left; then the team is at an end. */
IP_API ip_status ip_team_compare(const char *text, ip_error *error);

/* Lets the counter begin at 0, once every member has come here. Returns what ip_team_agree(0) does; without 0 nothing is counted.
 */
IP_API int ip_team_count_anew(void);

/* The next number of the counter; no two members get the same. */
IP_API long ip_team_next(void);

/* Moves the counter beyond all work, so that nobody begins any more. */
IP_API void ip_team_end_count(void);

/* Lets the requests of others through, which with some networks have to wait until this member looks: to be called every now and
 * then during work. Does nothing in other threads. */
IP_API void ip_team_attend(void);

/* To be called at the end, with the code that this member ends with. Returns the highest of all, as ip_team_agree(). */
IP_API int ip_team_leave(int code, int *whose);

#ifdef __cplusplus
}
#endif
#endif
