/* Counts what a batch comes to, and makes a page of it. */
#include "screen_page.h"

#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

exit_code screen_page_open(screen_run *run, const ip_sink_head *head) {
    ip_error error;
    text_use_utf8();
    if (!output_open(&run->out, run->opts->output))
        return EXIT_USAGE;
    run->stream = run->out.stream;
    if (!page_output_open(&run->page, run->opts, &ip_task_result, head, NULL, &error))
        return EXIT_ANSWERED;
    complain_of(NULL, &error);
    output_close(&run->out, false);
    run->stream = NULL;
    return EXIT_INTERNAL;
}

/* ---- what it comes to */

static void note_deepest(screen_extreme *extreme, const ip_task *task, double energy) {
    if (isnan(energy) || !task->b || (extreme->a && energy >= extreme->energy))
        return;
    char *a = strdup(task->a), *b = strdup(task->b);
    free(extreme->a);
    free(extreme->b);
    extreme->a = a;
    extreme->b = b;
    extreme->energy = energy;
    if (!a || !b)
        complain_of_memory();
}

static void count(screen_tally *tally, const ip_task *task, const ip_task_row *answer) {
    static const char *const words[SCREEN_CHARACTERS] = {"none", "SEI", "MCI", "unknown"};
    double energy = answer->mutual_reaction_energy;
    for (int i = 0; i < SCREEN_CHARACTERS && answer->character && task->b; i++)
        tally->characters[i] += strcmp(answer->character, words[i]) == 0;
    tally->interfaces += task->b != NULL;
    note_deepest(&tally->deepest, task, energy);
}

ip_status screen_page_row(screen_run *run, const batch_row *row, const ip_task_row *answer, ip_error *error) {
    if (strcmp(answer->status, "ok") == 0)
        count(&run->tally, &row->task, answer);
    return page_output_row(&run->page, (const char *const *)row->fields, answer, error);
}

static void print(const screen_run *run) {
    const screen_tally *tally = &run->tally;
    const long *characters = tally->characters;
    FILE *stream = run->page.stream;
    fprintf(stream, "%s answered", text_count(run->done - run->failures, "task"));
    if (run->failures)
        fprintf(stream, ", %ld without an answer", run->failures);
    fputs(".\n", stream);
    if (!tally->interfaces)
        return;
    fprintf(stream,
            "  interphase  none at %s, SEI (no product conducts) at %ld, MCI (some product does) at %ld, unknown at %ld\n",
            text_count(characters[0], "interface"), characters[1], characters[2], characters[3]);
    const screen_extreme *deepest = &tally->deepest;
    if (deepest->a && deepest->b)
        fprintf(stream, "  deepest mutual energy  %s | %s, %s eV/atom\n", text_masked(deepest->a), text_masked(deepest->b),
                text_number(deepest->energy, 3));
}

/* ---- the end */

static bool write_page(screen_run *run) {
    ip_error error;
    if (page_output_answer(&run->page, &error)) {
        complain_of(NULL, &error);
        return false;
    }
    print(run);
    run->page.is_open = true;
    return page_output_end(&run->page, run->opts, &run->drawn.plot, run->out.stream);
}

bool screen_page_end(screen_run *run, bool keep) {
    bool written = keep && write_page(run);
    page_output_clear(&run->page);
    if (run->out.stream)
        written = output_close(&run->out, written) && written;
    free(run->tally.deepest.a);
    free(run->tally.deepest.b);
    return written || !keep;
}
