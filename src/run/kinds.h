/* The kinds of executors that there are, and what a team of several processes has to be. */
#ifndef INTERPHASE_SRC_KINDS_H
#define INTERPHASE_SRC_KINDS_H

#include "engine/executor.h"

extern const ip_executor_kind ip_serial_kind, ip_threads_kind;

/* How processes are joined; members as in team.h, for teams that are not at an end. */
typedef struct ip_team_kind {
    ip_status (*join)(int *rank, int *size, ip_error *error);
    int (*agree)(int code, int *whose);
    bool (*compare)(const char *text);
    void (*set_counter)(void); /* to 0; called by rank 0 */
    long (*next)(void);
    void (*end_count)(void);
    void (*attend)(void);
    void (*leave)(void);
} ip_team_kind;

/* In programs built with MPI alone (IP_WITH_MPI). */
extern const ip_executor_kind ip_mpi_kind;
extern const ip_team_kind ip_mpi_team_kind;

#endif
