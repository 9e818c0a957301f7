/* A part of a batch: its rows are counted before, so that input that comes once only has no parts. */
#include "screen_run.h"

#include "cli/input/tables.h"
#include "cli/io/memory_text.h"
#include "cli/part.h"

#include <stdlib.h>
#include <sys/stat.h>

bool screen_is_part_right(const options *opts) {
    const screen_options *own = opts->own;
    struct stat about;
    for (int i = 0; i < opts->argument_count && opts->part.parts && !own->sweep && !own->matrix; i++)
        if (stat(opts->arguments[i], &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode)) {
            complain("--part counts the rows of %s before it answers any; a file that can be read twice is expected",
                     opts->arguments[i]);
            return false;
        } else if (opts->arguments[i][0] == '-' && !opts->arguments[i][1]) {
            complain("--part counts the rows of standard input before it answers any; the name of a file is expected");
            return false;
        }
    return true;
}

exit_code screen_open_part(screen_run *run) {
    const options *opts = run->opts;
    const screen_options *own = opts->own;
    if (!opts->part.parts)
        return EXIT_ANSWERED;
    long total = batch_count(opts, own->matrix ? &own->roles : NULL, own->sweep ? &run->series : NULL);
    if (total < 0)
        return report_lacks_memory() ? EXIT_INTERNAL : EXIT_TABLE;
    part_cut(&run->part, opts, total);
    batch_pass(run->source, run->part.first);
    return EXIT_ANSWERED;
}

bool screen_end_part(void *user, const char *data) {
    screen_run *run = user;
    run->part.command = "screen";
    run->part.run = run->part_about;
    run->part.rows = run->done;
    run->part.failures = run->failures;
    return parts_describe(&run->part, run->opts->output, data);
}

/* What is asked, by what is in files and not by their names. Returns false after a complaint. */
static bool describe_input(FILE *stream, const screen_run *run) {
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
            described =
                (path || !own->matrix) && part_describe_file(stream, "input", path ? path : opts->arguments[i]) == EXIT_ANSWERED;
        free(path);
    }
    return described;
}

char *screen_describe(const screen_run *run) {
    memory_text text = {0};
    FILE *stream = memory_text_open(&text);
    bool told = stream && describe_input(stream, run);
    char *inputs = memory_text_take(&text, stream), *about = NULL;
    if (!inputs)
        complain_of_memory();
    if (inputs && told)
        about = part_describe_run(run->opts, "screen", run->dataset, run->errors.corrections, &ip_task_result,
                                  batch_columns(run->source), batch_column_count(run->source), inputs);
    free(inputs);
    return about;
}

exit_code screen_describe_part(screen_run *run) {
    if (!run->opts->part.parts)
        return EXIT_ANSWERED;
    run->part_about = screen_describe(run);
    return run->part_about ? EXIT_ANSWERED : report_lacks_memory() ? EXIT_INTERNAL : EXIT_TABLE;
}
