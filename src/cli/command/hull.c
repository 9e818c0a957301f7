/* `interphase hull`: is a composition stable, and what does it fall apart into; for some, or for the whole table. */
#include "cli/session.h"
#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>

typedef struct hull_options {
    bool all;
} hull_options;

static void print_block(session *run, const char *formula, const ip_hull *hull) {
    FILE *stream = run->out.stream;
    const char *into = session_products(run, &hull->products), *against = session_products(run, &hull->competing);
    session_start_block(run);
    if (!hull->phase)
        fprintf(stream, "%s is not in the table; at this composition the hull is %s.\n", formula, into);
    else if (hull->phase->excluded)
        fprintf(stream, "%s is left out of the competition; without it the hull is %s.\n", formula, into);
    else if (!hull->stable)
        fprintf(stream, "%s is not stable: %s eV/atom above the hull, it falls apart into %s.\n", formula,
                text_number(hull->energy_above_hull, 4), into);
    else if (isnan(hull->decomposition_energy))
        fprintf(stream, "%s is stable.\n", formula);
    else
        fprintf(stream, "%s is stable: on the hull, %s eV/atom below %s.\n", formula,
                text_number(-hull->decomposition_energy, 4), against);
    if (hull->phase)
        fprintf(stream, "  formation energy     %10s eV/atom\n", text_number(hull->formation_energy, 4));
    fprintf(stream, "  hull energy          %10s eV/atom\n", text_number(hull->hull_energy, 4));
    if (hull->phase)
        fprintf(stream, "  energy above hull    %10s eV/atom\n", text_number(hull->energy_above_hull, 4));
    if (!isnan(hull->decomposition_energy))
        fprintf(stream, "  decomposition energy %10s eV/atom, against %s\n", text_number(hull->decomposition_energy, 4), against);
    if (!hull->stable) {
        ip_character character = ip_character_find(&hull->products, true, run->question.gap);
        fprintf(stream, "  products             %s\n", session_character(run, character));
    }
    ip_memory_empty(run->memory);
}

static void answer(session *run, const char *formula) {
    ip_composition composition;
    ip_hull hull;
    ip_hull_row row;
    ip_error error;
    ip_status status;
    if (run->sink) {
        status = ip_hull_row_find(&row, run->memory, run->solver, formula, &run->question, &error);
        session_answer(run, status, formula, &row, &error);
        return;
    }
    status = ip_composition_read(&composition, formula, &error);
    if (!status)
        status = ip_hull_find(&hull, run->solver, &composition, &error);
    if (status) {
        session_fail(run, formula, &row, &error);
    } else {
        print_block(run, formula, &hull);
        ip_hull_clear(&hull);
    }
}

/* The whole table: phases are answered by all threads, and printed by this one in the order of the table. */

static void answer_phase(void *user, ip_solver *solver, long item, ip_packed *answer) {
    const session *run = user;
    ip_composition composition = ip_phase_composition(ip_dataset_phase(run->dataset, item));
    ip_error error = {IP_OK, ""};
    ip_hull hull;
    ip_status status = ip_hull_find(&hull, solver, &composition, &error);
    ip_packed_put_error(answer, &error);
    if (status)
        return;
    ip_hull_pack(&hull, run->dataset, answer);
    ip_hull_clear(&hull);
}

/* In text, lines in columns of fixed width, printed as they are found; a failed answer is said and left out of them. */
static void print_phase(void *user, long item, const void *answer, size_t size) {
    session *run = user;
    const char *formula = ip_dataset_phase(run->dataset, item)->formula;
    ip_packed_reader reader = ip_packed_read(answer, size);
    ip_hull hull = {0};
    ip_hull_row row;
    ip_error error;
    ip_row_blank(run->type, &row);
    row.formula = formula;
    ip_packed_get_error(&reader, &error);
    ip_status status = error.status ? error.status : ip_hull_unpack(&hull, run->dataset, &reader, &error);
    if (!status)
        status = ip_hull_row_fill(&row, run->memory, formula, &hull, &run->question, &error);
    session_answer(run, status, formula, &row, &error);
    ip_hull_clear(&hull);
}

static void answer_all(session *run) {
    long count = ip_dataset_count(run->dataset);
    ip_element_set *keys = malloc(((size_t)count + 1) * sizeof *keys);
    ip_executor *executor = NULL;
    ip_error error;
    ip_status status = keys ? ip_executors_new(&executor, NULL, run->dataset, run->opts->threads, &error)
                            : ip_error_set(&error, IP_NO_MEMORY, "out of memory");
    for (long i = 0; i < count && !status; i++)
        keys[i] = ip_dataset_phase(run->dataset, i)->element_set;
    ip_job job = {.count = count, .keys = keys, .work = answer_phase, .take = print_phase, .user = run};
    if (!status)
        status = ip_executor_run(executor, &job, &error);
    if (status) {
        complain("%s", error.message);
        run->broken = true;
    }
    ip_executor_free(executor);
    free(keys);
}

static exit_code run_hull(const options *opts) {
    const hull_options *own = opts->own;
    if (own->all == (opts->argument_count > 0)) {
        complain(own->all ? "hull: either --all or formulas are expected, not both"
                          : "hull: formulas are expected, or --all; see 'interphase hull --help'");
        return EXIT_USAGE;
    }
    session run;
    exit_code code = session_open(&run, opts, "hull", &ip_hull_result, false);
    if (code != EXIT_ANSWERED)
        return code;
    bool streams_text = own->all && !run.sink && session_stream_text(&run);
    if (own->all)
        answer_all(&run);
    for (int i = 0; i < opts->argument_count; i++)
        answer(&run, opts->arguments[i]);
    if (streams_text)
        session_end_text(&run);
    if (!run.sink)
        session_print_assumptions(&run, false);
    return session_close(&run);
}

static const option_row rows[] = {
    {"all", 0, NULL, "every phase of the table, in its order", OPTION_FLAG(hull_options, all)},
    OPTION_ROW_GAP,
    OPTION_END,
};

const command command_hull = {
    .name = "hull",
    .summary = "is it stable, and what does it fall apart into",
    .arguments = "FORMULA... | --all",
    .help = "Finds where each composition stands against the convex hull: its energy above\n"
            "hull, its decomposition energy (against all other compositions: negative by the\n"
            "margin of stability) and the phases it falls apart into. With --all, every phase\n"
            "of the table.\n"
            "\n"
            "Example: how far beta-alumina is from stable\n"
            "  interphase hull NaAl11O17\n",
    .options = {rows, sizeof(hull_options)},
    .may_be_bare = true,
    .result = &ip_hull_result,
    .run = run_hull,
};
