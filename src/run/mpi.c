/* Processes joined by MPI: their counter, and the executor that lets them share a job. Knows solvers, not what they are asked;
 * the only file that knows MPI, and no part of the library.
 *
 * The counter lies in a window of rank 0, and is read and raised by one-sided calls, so that rank 0 need not answer. Where a
 * network cannot do that by itself rank 0 has to look after it now and then, which its work does. */
#include "kinds.h"

#include <interphase/packed.h>
#include <interphase/team.h>

#include <mpi.h>

#include <stdint.h>
#include <stdlib.h>

/* ---- the team */

static MPI_Win window;
static int64_t *counter; /* in the window; of rank 0 the one that counts */

static ip_status team_join(int *rank, int *size, ip_error *error) {
    int level;
    if (MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &level) != MPI_SUCCESS || level < MPI_THREAD_FUNNELED)
        return ip_error_set(error, IP_INPUT_OUTPUT, "this MPI does not let a process have threads; one that does is expected");
    MPI_Comm_rank(MPI_COMM_WORLD, rank);
    MPI_Comm_size(MPI_COMM_WORLD, size);
    MPI_Win_allocate(*rank == 0 ? (MPI_Aint)sizeof *counter : 0, sizeof *counter, MPI_INFO_NULL, MPI_COMM_WORLD, &counter,
                     &window);
    MPI_Win_lock_all(MPI_MODE_NOCHECK, window);
    return IP_OK;
}

static int team_agree(int code, int *whose) {
    struct {
        int code, rank;
    } own = {code, 0}, highest;
    MPI_Comm_rank(MPI_COMM_WORLD, &own.rank);
    MPI_Allreduce(&own, &highest, 1, MPI_2INT, MPI_MAXLOC, MPI_COMM_WORLD);
    *whose = highest.rank;
    return highest.code;
}

static bool team_compare(const char *text) {
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */
    for (const char *at = text; *at; at++)
        hash = (hash ^ (unsigned char)*at) * UINT64_C(1099511628211);
    uint64_t lowest, highest;
    MPI_Allreduce(&hash, &lowest, 1, MPI_UINT64_T, MPI_MIN, MPI_COMM_WORLD);
    MPI_Allreduce(&hash, &highest, 1, MPI_UINT64_T, MPI_MAX, MPI_COMM_WORLD);
    return lowest == highest;
}

/* Raises the counter, or sets it; returns what it was. */
static int64_t count(int64_t by, MPI_Op how) {
    int64_t before = 0;
    MPI_Fetch_and_op(&by, &before, MPI_INT64_T, 0, 0, how, window);
    MPI_Win_flush(0, window);
    return before;
}

static void team_set_counter(void) {
    count(0, MPI_REPLACE);
}

static long team_next(void) {
    return (long)count(1, MPI_SUM);
}

static void team_end_count(void) {
    count(INT64_MAX / 2, MPI_REPLACE);
}

static void team_attend(void) {
    int found;
    MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &found, MPI_STATUS_IGNORE);
}

static void team_leave(void) {
    MPI_Win_unlock_all(window);
    MPI_Win_free(&window);
    MPI_Finalize();
}

const ip_team_kind ip_mpi_team_kind = {team_join,      team_agree,  team_compare, team_set_counter, team_next,
                                           team_end_count, team_attend, team_leave};

/* ---- the executor */

/* Items whose answers are held at a time; blocks that each member gets of them on average; items of a block at least, of which
 * some may find their programme warm. */
enum { ROUND = 1 << 16, SHARES = 8, LEAST_BLOCK = 32 };
/* Bytes sent at a time: MPI counts in int. */
enum { MOST_BYTES = 1 << 30 };

/* A round: items first .. first + count - 1 of a job. */
typedef struct round {
    const ip_job *job;
    long first, count;
    long block;        /* first item of the block in hand */
    ip_packed answers; /* of this member: item, size, bytes */
} round;

/* What a member has answered. */
typedef struct harvest {
    int64_t size;
    unsigned char *bytes;
} harvest;

typedef struct parcel {
    const unsigned char *bytes; /* NULL for an item that was not done */
    size_t size;
} parcel;

static void work_item(void *user, ip_solver *solver, long item, ip_packed *answer) {
    const round *own = user;
    ip_team_attend();
    own->job->work(own->job->user, solver, own->block + item, answer);
}

static void keep_answer(void *user, long item, const void *answer, size_t size) {
    round *own = user;
    ip_packed_put_integer(&own->answers, own->block + item);
    ip_packed_put_integer(&own->answers, (int64_t)size);
    if (size)
        ip_packed_put(&own->answers, answer, size);
}

/* Works on blocks until none is left. */
static ip_status do_blocks(round *own, ip_executor *threads, ip_error *error) {
    const ip_job *job = own->job;
    long block_size = own->count / ((long)SHARES * ip_team_size());
    if (block_size < LEAST_BLOCK)
        block_size = LEAST_BLOCK;
    ip_status status = IP_OK;
    for (long at; !status && !ip_stop_asked(job->stop) && (at = ip_team_next()) <= (own->count - 1) / block_size;) {
        own->block = own->first + at * block_size;
        long rest = own->first + own->count - own->block;
        ip_job part = {.count = rest < block_size ? rest : block_size, .keys = job->keys ? job->keys + own->block : NULL,
                       .work = work_item, .take = keep_answer, .stop = job->stop, .user = own};
        status = ip_executor_run(threads, &part, error);
    }
    if (!status && own->answers.failed)
        status = ip_error_set(error, IP_NO_MEMORY, "out of memory");
    if (status)
        ip_team_end_count();
    return status;
}

/* With this member's own status: fails in all of them where it is one in any. */
static ip_status agree(ip_status status, ip_error *error) {
    if (ip_team_agree((int)status, NULL) && !status)
        status = ip_error_set(error, IP_INPUT_OUTPUT, "another process of the run has failed");
    return status;
}

static void send_all(harvest *harvests, const round *own) {
    for (int rank = 0; rank < ip_team_size(); rank++) {
        bool is_own = rank == ip_team_rank();
        unsigned char *bytes = is_own ? own->answers.bytes : harvests[rank].bytes;
        for (int64_t at = 0; at < harvests[rank].size; at += MOST_BYTES) {
            int64_t rest = harvests[rank].size - at;
            MPI_Bcast(bytes + at, rest < MOST_BYTES ? (int)rest : MOST_BYTES, MPI_BYTE, rank, MPI_COMM_WORLD);
        }
        if (is_own)
            harvests[rank].bytes = NULL;
    }
}

/* Finds the parcels in what a member answered. */
static void sort_out(parcel *parcels, const round *own, const unsigned char *bytes, size_t size) {
    ip_packed_reader reader = ip_packed_read(bytes, size);
    while (reader.left) {
        long item = (long)ip_packed_get_integer(&reader);
        size_t length = (size_t)ip_packed_get_integer(&reader);
        parcel found = {reader.at, length};
        parcels[item - own->first] = found;
        reader.at += length;
        reader.left -= length;
    }
}

/* All answers of the round to all members, and from there to who takes them. Sizes go first, so that lack of memory is known
 * to all before the rest is sent. */
static ip_status take_all(round *own, ip_error *error) {
    int size = ip_team_size();
    int64_t own_size = (int64_t)own->answers.size;
    int64_t *sizes = calloc((size_t)size, sizeof *sizes);
    harvest *harvests = calloc((size_t)size, sizeof *harvests);
    parcel *parcels = calloc((size_t)own->count + 1, sizeof *parcels);
    ip_status status = sizes && harvests && parcels ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    status = agree(status, error);
    if (!status)
        MPI_Allgather(&own_size, 1, MPI_INT64_T, sizes, 1, MPI_INT64_T, MPI_COMM_WORLD);
    bool complete = true;
    for (int rank = 0; rank < size && !status; rank++) {
        harvests[rank].size = sizes[rank];
        if (rank != ip_team_rank())
            complete = complete && (harvests[rank].bytes = malloc((size_t)sizes[rank] + 1)) != NULL;
    }
    if (!status)
        status = agree(complete ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory"), error);
    if (!status) {
        send_all(harvests, own);
        for (int rank = 0; rank < size; rank++)
            sort_out(parcels, own, harvests[rank].bytes ? harvests[rank].bytes : own->answers.bytes, (size_t)sizes[rank]);
    }
    for (long i = 0; i < own->count && !status; i++)
        if (parcels[i].bytes)
            own->job->take(own->job->user, own->first + i, parcels[i].bytes, parcels[i].size);
    for (int rank = 0; rank < size && harvests; rank++)
        free(harvests[rank].bytes);
    free(harvests);
    free(parcels);
    free(sizes);
    return status;
}

static ip_status do_round(ip_executor *threads, const ip_job *job, long first, ip_error *error) {
    round own = {.job = job, .first = first, .count = job->count - first < ROUND ? job->count - first : ROUND};
    if (ip_team_count_anew())
        return ip_error_set(error, IP_INPUT_OUTPUT, "another process of the run has failed");
    ip_status status = agree(do_blocks(&own, threads, error), error);
    if (!status)
        status = take_all(&own, error);
    ip_packed_clear(&own.answers);
    return status;
}

static ip_status mpi_new(void **state, const ip_dataset *dataset, int width, ip_error *error) {
    ip_executor *threads;
    ip_status status = ip_executor_new(&threads, width == 1 ? &ip_serial_kind : &ip_threads_kind, dataset, width, error);
    if (!status)
        *state = threads;
    return status;
}

static ip_status mpi_run(void *state, const ip_job *job, ip_error *error) {
    if (!job->take)
        return ip_executor_run(state, job, error);
    ip_status status = IP_OK;
    int stopped = 0;
    for (long first = 0; first < job->count && !status && !stopped; first += ROUND) {
        int own_stop;
        status = do_round(state, job, first, error);
        own_stop = ip_stop_asked(job->stop);
        if (!status)
            MPI_Allreduce(&own_stop, &stopped, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
    }
    return status;
}

static int mpi_width(const void *state) {
    return ip_executor_width(state);
}

static void mpi_free(void *state) {
    ip_executor_free(state);
}

const ip_executor_kind ip_mpi_kind = {"mpi", mpi_new, mpi_run, mpi_width, mpi_free};
