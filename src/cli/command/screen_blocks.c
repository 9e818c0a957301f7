/* Rows of a batch that several processes answer: which are whose, and what has to be the same for all. */
#include "screen_run.h"

#include "cli/input/tables.h"
#include "cli/io/memory_text.h"
#include "cli/io/signals.h"
#include "cli/team.h"

#include <stdlib.h>
#include <string.h>

/* Rows taken from the source at a time. */
enum { TAKEN = 4096 };

/* ---- what is to be the same */

/* A file by what is in it. */
static bool describe_file(FILE *stream, const char *path) {
    char digest[IP_DIGEST_SIZE];
    long bytes;
    ip_error error;
    if (ip_manifest_measure(digest, &bytes, path, &error)) {
        complain_of(path, &error);
        return false;
    }
    fprintf(stream, "input %s\n", digest);
    return true;
}

bool screen_describe_input(FILE *stream, const screen_run *run) {
    const options *opts = run->opts;
    const screen_options *own = opts->own;
    bool described = true;
    if (own->sweep)
        fprintf(stream, "sweep %s\n", own->sweep);
    for (int i = 0; i < own->against.count; i++)
        fprintf(stream, "against %s\n", own->against.items[i]);
    for (int i = 0; i < own->roles.count; i++)
        fprintf(stream, "role %s\n", own->roles.items[i]);
    for (int i = 0; i < opts->argument_count && described; i++) {
        char *path = own->matrix ? tables_find(opts->arguments[i]) : NULL;
        if (own->sweep)
            fprintf(stream, "range %s\n", opts->arguments[i]);
        else
            described = (path || !own->matrix) && describe_file(stream, path ? path : opts->arguments[i]);
        free(path);
    }
    return described;
}

/* NULL after a complaint. */
static char *describe(const screen_run *run, const char *about) {
    memory_text text = {0};
    FILE *stream = memory_text_open(&text);
    bool described = stream && fputs(about, stream) >= 0 && screen_describe_input(stream, run);
    char *taken = memory_text_take(&text, stream);
    if (!stream || !taken)
        complain_of_memory();
    if (described)
        return taken;
    free(taken);
    return NULL;
}

bool screen_has_same(const screen_run *run, const char *about) {
    char *text = describe(run, about);
    bool same = text && team_has_same_text(text);
    free(text);
    return same;
}

/* ---- blocks */

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

exit_code screen_open_blocks(screen_run *run, const char *about) {
    const options *opts = run->opts;
    const screen_options *own = opts->own;
    long total = batch_count(opts, own->matrix ? &own->roles : NULL, own->sweep ? &run->series : NULL);
    char *text = total < 0 ? NULL : describe(run, about);
    if (!text)
        return report_lacks_memory() ? EXIT_INTERNAL : EXIT_TABLE;
    exit_code code = blocks_open(&run->made, opts->output, own->resume, opts->quiet, "screen", text, total);
    free(text);
    return code;
}

bool screen_answer_blocks(screen_run *run) {
    return blocks_do(&run->made, answer_block, run);
}
