/* The rows of a batch: taken from its source, answered, and written in their order. Knows no options but what they ask. */
#include "screen_page.h"

#include "cli/io/signals.h"
#include "cli/team.h"

#include <interphase/team.h>

#include <errno.h>
#include <stdlib.h>

/* Rows answered at a time: enough for the threads to share, few enough to hold, and such that finished rows are written
 * now and then even where each takes long. */
enum { FIRST_BATCH = 256, LEAST_BATCH = 64, MOST_BATCH = 4096 };
#define SHORT_BATCH 0.25 /* s */
#define LONG_BATCH 1.0

/* ---- rows out */

/* What went wrong in a row, with its line. */
static void describe(ip_error *out, const batch_row *row, const ip_error *error) {
    *out = *error;
    if (row->line)
        ip_error_prefix(out, error->status, "line %ld", row->line);
    else
        ip_error_prefix(out, error->status, "%.200s | %.200s", row->task.a, row->task.b ? row->task.b : "");
}

/* Whether everything could be written so far. To be asked at once: the cause of a failure is soon forgotten. */
static bool is_written(screen_run *run, bool succeeded) {
    if (succeeded && !ferror(run->stream))
        return true;
    if (!run->write_error)
        run->write_error = errno;
    return false;
}

/* What takes the rows of one batch. */
typedef struct row_taker {
    screen_run *run;
    const batch_row *rows;
    long next;   /* the row to come */
    bool failed; /* a row is missing or could not be written: those behind it are dropped */
} row_taker;

static void take_row(void *user, long index, const ip_task_row *answer, const ip_error *error) {
    row_taker *taker = user;
    screen_run *run = taker->run;
    const batch_row *row = &taker->rows[index];
    /* A row that is no task was passed through as one; its own error counts. */
    const ip_error *reason = row->error.status ? &row->error : error;
    ip_task_row values = *answer;
    ip_error described, failure;
    taker->failed = taker->failed || index != taker->next++;
    if (taker->failed)
        return;
    if (row->note)
        values.message = row->note;
    if (reason->status) {
        describe(&described, row, reason);
        /* No answer of the row's: the rows before it stay, and a later run may have the memory. */
        if (reason->status == IP_NO_MEMORY) {
            complain_of(NULL, &described);
            taker->failed = true;
            return;
        }
        run->failures++;
        ip_row_fail(&ip_task_result, &values, &described);
        if (!run->opts->quiet && !run->line.shown)
            complain("%s", described.message);
    }
    errno = 0;
    ip_status status = run->page.page ? screen_page_row(run, row, &values, &failure)
                                      : ip_sink_row(run->sink, (const char *const *)row->fields, &values, &failure);
    bool written = is_written(run, true);
    if (status)
        complain_of(NULL, &failure);
    taker->failed = status || !written || !screen_plot_row(&run->drawn, row, &values);
    run->done += !taker->failed;
}

/* ---- batches */

/* Asked before every row: the others of a team may wait for an answer, too. */
static bool is_stop_asked(void *user) {
    (void)user;
    ip_team_attend();
    return signals_caught() != 0;
}

bool screen_answer(screen_run *run, const batch_row *rows, long count) {
    ip_task *tasks = malloc((size_t)count * sizeof *tasks);
    row_taker taker = {run, rows, 0, false};
    const ip_stop stop = {is_stop_asked, NULL};
    long done = run->done;
    ip_error error;
    if (!tasks) {
        complain_of_memory();
        return false;
    }
    for (long i = 0; i < count; i++)
        tasks[i] = rows[i].task;
    ip_status status = ip_screening_run(run->executor, tasks, count, &run->question, take_row, &taker, &stop, &error);
    if (status)
        complain_of(NULL, &error);
    free(tasks);
    return !status && !taker.failed && run->done - done == count;
}

/* The next rows of the source, of a part to its end. */
static long next_rows(screen_run *run, long most, batch_row **rows) {
    long left = run->part.count - run->done;
    if (!run->part_about)
        return batch_next(run->source, most, rows);
    return left > 0 ? batch_next(run->source, left < most ? left : most, rows) : 0;
}

/* How much of the work has been taken in once `count` more rows are, 0 to 1. */
static double progress_with(const screen_run *run, long count) {
    return run->part_about ? (double)(run->done + count) / (double)run->part.count : batch_progress(run->source);
}

/* Passes over the rows that an earlier run answered, once they are seen to be the same. Returns how many of `count`. */
static long skip_answered(screen_run *run, const batch_row *rows, long count) {
    long skipped = 0;
    int own = batch_column_count(run->source);
    while (skipped < count && run->done < run->file.rows) {
        const char *const *fields = (const char *const *)rows[skipped].fields;
        if (partial_hash(fields, own) != run->file.hashes[run->done]) {
            complain("row %ld of the input is not the one that %s holds an answer to; remove that file to begin anew",
                     run->part.first + run->done + 1, run->file.partial_path);
            return -1;
        }
        if (!screen_plot_earlier(&run->drawn, &rows[skipped++], run->done++))
            return -1;
    }
    return skipped;
}

/* Goes through the input to its end. Returns whether it got there. */
bool screen_answer_all(screen_run *run) {
    batch_row *rows;
    long count, most = FIRST_BATCH;
    double started = progress_seconds(), finished = 0.0;
    while ((count = next_rows(run, most, &rows)) > 0) {
        double taken_in = progress_with(run, count);
        long skipped = run->file.stream ? skip_answered(run, rows, count) : 0;
        if (skipped > 0)
            progress_skip(&run->line, run->done, finished + (taken_in - finished) * (double)skipped / (double)count);
        finished = taken_in;
        if (skipped < 0 || (skipped < count && !screen_answer(run, rows + skipped, count - skipped)))
            return false;
        errno = 0;
        if (!is_written(run, run->file.stream ? partial_flush(&run->file) : fflush(run->stream) == 0) || signals_caught())
            return false;
        double taken = progress_seconds() - started;
        /* Processes that work together take the same rows, however long these take each of them. */
        if ((taken < SHORT_BATCH || team_has_others()) && most < MOST_BATCH)
            most *= 2;
        else if (taken > LONG_BATCH && most > LEAST_BATCH && !team_has_others())
            most /= 2;
        started += taken;
        progress_update(&run->line, run->done, run->failures, taken_in);
    }
    if (signals_caught())
        return false;
    if (count == 0 && run->done < run->file.rows) {
        complain("the input has fewer rows than %s", run->file.partial_path);
        return false;
    }
    if (count == 0 && run->part_about && run->done < run->part.count) {
        complain("the input has become shorter");
        return false;
    }
    return count == 0;
}
