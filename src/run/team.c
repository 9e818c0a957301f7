/* The one team of this process: alone, or joined by MPI where the program is built with it. Knows MPI by name only. */
#include <interphase/team.h>

#include "kinds.h"

#include <pthread.h>

#ifdef IP_WITH_MPI
static const ip_team_kind *const kind = &ip_mpi_team_kind;
#else
static const ip_team_kind *const kind = NULL;
#endif

/* Beyond all blocks of any work, and far from where adding one more overflows. */
#define COUNTED_OUT 0x7000000000000000L

/* The code of a member that is well, in a team that is not. */
enum { ENDED = 0x7fff };

static int own_rank, team_size = 1, ending_rank;
static bool is_joined, is_at_end;
static pthread_t own_thread;
static long own_counter; /* of a team of one */

ip_status ip_team_join(ip_error *error) {
    ip_status status = kind ? kind->join(&own_rank, &team_size, error) : IP_OK;
    is_joined = !status;
    own_thread = pthread_self();
    return status;
}

bool ip_team_is_joint(void) {
    return kind != NULL;
}

int ip_team_rank(void) {
    return own_rank;
}

int ip_team_size(void) {
    return team_size;
}

/* Whether there are others to be asked. */
static bool is_together(void) {
    return kind && is_joined && team_size > 1 && !is_at_end;
}

int ip_team_agree(int code, int *whose) {
    int first = is_at_end ? ending_rank : own_rank, highest = is_together() ? kind->agree(code, &first) : code;
    if (whose)
        *whose = first;
    if (is_at_end)
        return highest ? highest : ENDED;
    is_at_end = team_size > 1 && highest != 0;
    ending_rank = first;
    return highest;
}

ip_status ip_team_compare(const char *text, ip_error *error) {
    if (ip_team_agree(0, NULL))
        return ip_error_set(error, IP_INPUT_OUTPUT, "another process of the run has failed");
    if (!is_together() || kind->compare(text))
        return IP_OK;
    ip_team_agree(ENDED, NULL); /* all of them come here */
    return ip_error_set(error, IP_BAD_ARGUMENT, "the processes of the run do not have the same input");
}

int ip_team_count_anew(void) {
    int code = ip_team_agree(0, NULL);
    if (code)
        return code;
    own_counter = 0;
    if (is_together() && own_rank == 0)
        kind->set_counter();
    return ip_team_agree(0, NULL);
}

long ip_team_next(void) {
    return is_together() ? kind->next() : own_counter++;
}

void ip_team_end_count(void) {
    own_counter = COUNTED_OUT;
    if (is_together())
        kind->end_count();
}

void ip_team_attend(void) {
    if (is_together() && own_rank == 0 && pthread_equal(pthread_self(), own_thread))
        kind->attend();
}

int ip_team_leave(int code, int *whose) {
    int highest = ip_team_agree(code, whose);
    if (kind && is_joined)
        kind->leave();
    is_joined = false;
    return highest;
}
