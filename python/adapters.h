/* What Python needs in C: callbacks that run without the interpreter, in any thread. Those that the interpreter defines are
 *
 * python: void python_finding(void *user, const ip_finding *finding);
 * python: void python_take_air(void *user, long index, const ip_air_row *row, const ip_error *error);
 * python: void python_coating_progress(void *user, ip_coating_test test, long done, long total);
 */
#include <stdatomic.h>
#include <stdlib.h>

/* Work that another thread watches, and may end early. */
typedef struct python_watch {
    atomic_int stop;  /* not 0 once a stop is wished for */
    atomic_long done; /* items so far */
} python_watch;

static python_watch *python_watch_new(void) {
    return calloc(1, sizeof(python_watch));
}

static void python_watch_free(python_watch *watch) {
    free(watch);
}

static void python_watch_stop(python_watch *watch) {
    atomic_store(&watch->stop, 1);
}

static long python_watch_done(python_watch *watch) {
    return atomic_load(&watch->done);
}

static bool python_watch_asked(void *user) {
    return atomic_load(&((python_watch *)user)->stop) != 0;
}

/* Takes the rows of a batch. */
typedef struct python_taker {
    ip_frame *frame;
    python_watch *watch;
    ip_status status; /* of the first row that could not be kept */
} python_taker;

static void python_take_task(void *user, long index, const ip_task_row *row, const ip_error *error) {
    python_taker *taker = user;
    (void)index;
    (void)error;
    if (!taker->status)
        taker->status = ip_frame_add(taker->frame, row, NULL);
    atomic_fetch_add(&taker->watch->done, 1);
}

/* Answers tasks into a frame; those that a stop left out are missing from it, and only they. */
static ip_status python_screen(ip_frame *frame, ip_executor *executor, const ip_task *tasks, long count,
                               const ip_question *question, python_watch *watch, ip_error *error) {
    python_taker taker = {frame, watch, IP_OK};
    ip_stop stop = {python_watch_asked, watch};
    ip_status status = ip_screening_run(executor, tasks, count, question, python_take_task, &taker, &stop, error);
    return status || !taker.status ? status : ip_error_set(error, taker.status, "out of memory");
}

/* A stream that writes into memory, as sinks want one; *text is to be freed. NULL for lack of memory. */
static FILE *python_stream_new(char **text, size_t *size) {
    return open_memstream(text, size);
}

static int python_stream_end(FILE *stream) {
    return fclose(stream);
}

static void python_free(void *piece) {
    free(piece);
}
