/* Rows of a batch that several processes answer: which are whose. */
#include "screen_run.h"

#include "cli/io/signals.h"
#include "cli/team.h"

#include <stdlib.h>

/* Rows taken from the source at a time. */
enum { TAKEN = 4096 };

bool screen_has_same(const screen_run *run) {
    char *about = screen_describe(run);
    bool same = about && team_has_same_text(about);
    free(about);
    return same;
}

/* The next rows of the source, to the number `end`. */
static bool answer_rows(screen_run *run, long end) {
    batch_row *rows;
    while (run->taken < end) {
        long count = batch_next(run->source, end - run->taken < TAKEN ? end - run->taken : TAKEN, &rows);
        if (count == 0 && !signals_caught())
            complain("the input has become shorter");
        if (count <= 0 || !screen_answer(run, rows, count))
            return false;
        run->taken += count;
    }
    return true;
}

/* Numbers of blocks rise, so that the source is gone through once. */
static bool answer_block(void *user, FILE *stream, long first, long count, long *rows, long *failures) {
    screen_run *run = user;
    ip_error error;
    run->stream = stream;
    run->done = run->failures = 0;
    if (screen_open_sink(run) != EXIT_ANSWERED)
        return false;
    run->taken += batch_pass(run->source, first - run->taken);
    bool answered = answer_rows(run, first + count);
    if (!answered) {
        ip_sink_free(run->sink);
    } else if (ip_sink_end(run->sink, &error)) {
        complain_of(NULL, &error);
        answered = false;
    }
    run->sink = NULL;
    *rows = run->done;
    *failures = run->failures;
    return answered;
}

exit_code screen_open_blocks(screen_run *run) {
    const options *opts = run->opts;
    const screen_options *own = opts->own;
    long total = batch_count(opts, own->matrix ? &own->roles : NULL, own->sweep ? &run->series : NULL);
    char *about = total < 0 ? NULL : screen_describe(run);
    if (!about)
        return report_lacks_memory() ? EXIT_INTERNAL : EXIT_TABLE;
    exit_code code = blocks_open(&run->made, opts->output, own->resume, opts->quiet, "screen", about, total);
    free(about);
    return code;
}

bool screen_answer_blocks(screen_run *run) {
    return blocks_do(&run->made, answer_block, run);
}
