/* `interphase synthesis`: which precursors react to a target, and what competes with it. */
#include "cli/input/formulas.h"
#include "cli/session.h"
#include "cli/io/text.h"

#include <stdlib.h>
#include <string.h>

typedef struct synthesis_options {
    text_list from;
    bool by_products;
    int top; /* pairs to show; 0 for all */
} synthesis_options;

/* The precursors of the call. */
typedef struct precursor_list {
    char **texts;             /* [0 .. count-1], owned */
    ip_precursor *precursors; /* [0 .. count-1], owned */
    int count;
} precursor_list;

static ip_status add_precursor(precursor_list *list, const options *opts, const char *text, size_t length, ip_error *error) {
    size_t count = (size_t)list->count + 1;
    char **texts = realloc(list->texts, count * sizeof *texts);
    list->texts = texts ? texts : list->texts;
    ip_precursor *precursors = realloc(list->precursors, count * sizeof *precursors);
    list->precursors = precursors ? precursors : list->precursors;
    char *copy = strndup(text, length);
    if (!texts || !precursors || !copy) {
        free(copy);
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    }
    list->texts[list->count] = copy;
    ip_precursor *added = &list->precursors[list->count++];
    added->formula = formulas_spelled(opts, copy);
    if (!added->formula)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    ip_status status = ip_composition_read(&added->composition, added->formula, error);
    return status ? ip_error_prefix(error, status, "--from") : IP_OK;
}

/* Formulas with commas between them, in each of the options. */
static ip_status read_precursors(precursor_list *list, const options *opts, ip_error *error) {
    const synthesis_options *own = opts->own;
    ip_status status = IP_OK;
    for (int i = 0; i < own->from.count; i++)
        for (const char *at = own->from.items[i]; at && !status;) {
            size_t length = strcspn(at, ",");
            status = add_precursor(list, opts, at, length, error);
            at = at[length] ? at + length + 1 : NULL;
        }
    if (!status && list->count == 1)
        status = ip_error_set(error, IP_BAD_ARGUMENT,
                              "--from: one precursor alone; two or more are expected, with commas between them");
    return status;
}

static void free_precursors(precursor_list *list) {
    for (int i = 0; i < list->count; i++)
        free(list->texts[i]);
    free(list->texts);
    free(list->precursors);
}

static void print_headline(session *run, const char *target, const ip_synthesis *found, int shown) {
    FILE *stream = run->out.stream;
    session_start_block(run);
    fprintf(stream, "%s: %s of %d precursors %s to it", target, text_count(found->count, "pair"), found->precursor_count,
            found->count == 1 ? "reacts" : "react");
    if (shown < found->count)
        fprintf(stream, "; the first %d", shown);
    fputs(".\n", stream);
    if (found->routes[0].kink < 0)
        fprintf(stream,
                "  %s itself lies above the hull: no equilibrium of a pair holds it, and something else is always deeper\n",
                target);
}

static void show(session *run, const char *target, const ip_synthesis *found, const ip_synthesis_row *rows, int count) {
    for (int i = 0; i < count; i++)
        session_row(run, &rows[i]);
    if (run->sink)
        return;
    print_headline(run, target, found, count);
    for (int i = 0; i < count; i++) {
        session_note_weak(run, &found->routes[i].products);
        if (found->routes[i].competing >= 0)
            session_note_weak(run, &found->routes[i].line.kinks[found->routes[i].competing].products);
    }
    session_table(run, run->type, rows, count);
}

static ip_status fill_rows(session *run, const char *target, const ip_synthesis *found, int count, ip_error *error) {
    ip_synthesis_row *rows = malloc((size_t)count * sizeof *rows);
    ip_status status = rows ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < count && !status; i++)
        status = ip_synthesis_row_fill(&rows[i], run->memory, run->dataset, target, found, i, &run->question, error);
    if (!status)
        show(run, target, found, rows, count);
    free(rows);
    return status;
}

static void answer(session *run, const char *target, const precursor_list *from) {
    const synthesis_options *own = run->opts->own;
    ip_composition composition;
    ip_synthesis found = {0};
    ip_synthesis_row row;
    ip_error error;
    ip_status status = ip_composition_read(&composition, target, &error);
    if (!status)
        status = ip_synthesis_find(&found, run->solver, &composition, from->precursors, from->count, run->question.reservoir,
                                   own->by_products || from->count, &error);
    if (!status)
        status = fill_rows(run, target, &found, own->top && own->top < found.count ? own->top : found.count, &error);
    if (status) {
        ip_row_blank(run->type, &row);
        row.target = target;
        session_fail(run, target, &row, &error);
    }
    ip_synthesis_clear(&found);
    ip_memory_empty(run->memory);
}

static exit_code run_synthesis(const options *opts) {
    precursor_list from = {0};
    ip_error error;
    session run;
    ip_status status = read_precursors(&from, opts, &error);
    if (status)
        complain_of(NULL, &error);
    exit_code code = status == IP_NO_MEMORY ? EXIT_INTERNAL
                     : status               ? EXIT_USAGE
                                            : session_open(&run, opts, "synthesis", &ip_synthesis_result, false);
    if (code == EXIT_ANSWERED) {
        for (int i = 0; i < opts->argument_count; i++)
            answer(&run, opts->arguments[i], &from);
        if (!run.sink && run.failures < opts->argument_count)
            session_print_notes(&run, run.type, NULL, 0);
        if (!run.sink)
            session_print_assumptions(&run, false);
        code = session_close(&run);
    }
    free_precursors(&from);
    return code;
}

static const option_row rows[] = {
    {"from", 0, "A,B,C", "precursors, in the place of the phases on the hull of the target's elements",
     OPTION_TEXTS(synthesis_options, from), .repeat = OPTION_EACH},
    {"by-products", 0, NULL, "pairs that leave something beside the target, too, as with --from",
     OPTION_FLAG(synthesis_options, by_products)},
    {"top", 0, "N", "show the first N pairs", OPTION_WHOLE(synthesis_options, top), .low = 1.0, .high = 1e6, .usually = "all"},
    OPTION_ROWS_RESERVOIRS,
    OPTION_END,
};

const command command_synthesis = {
    .name = "synthesis",
    .summary = "which precursors react to a target",
    .arguments = "TARGET... [--from A,B,C...] [--release F=P]... [--gas F=P]...",
    .help = "Finds the pairs of precursors that react to a target, and what else the two can\n"
            "form where they meet in other proportions. The selectivity is the energy of the\n"
            "reaction to the target less the deepest energy of any other: the more negative,\n"
            "the less competes. Without --from, the precursors are the phases on the hull of\n"
            "the target's elements, in pairs that leave nothing else but gases (--release).\n"
            "\n"
            "Example: a solid electrolyte from its sulfides\n"
            "  interphase synthesis Na3PS4 --from Na2S,P2S5,Na,P,S\n",
    .options = {rows, sizeof(synthesis_options)},
    .takes_formulas = true,
    .result = &ip_synthesis_result,
    .run = run_synthesis,
};
