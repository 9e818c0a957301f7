/* `interphase hull`: is a composition stable, and what does it fall apart into; for some, or for the whole table. */
#include "cli/session.h"
#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>

static const char *const columns[] = {"formula", "in_dataset", "formation_energy", "energy_above_hull",
                                      "decomposition_energy", "products", "status", "message", "hull_energy",
                                      "competing_phases", "character"};
enum { COLUMN_COUNT = sizeof columns / sizeof *columns, STATUS_COLUMN = 6 };

typedef struct hull_options {
    bool all;
} hull_options;

/* Of what the composition falls apart into; none for a stable phase. */
static ip_character character_of(const session *run, const ip_hull *hull) {
    return ip_character_find(&hull->products, !hull->stable, run->opts->gap);
}

static void write_row(session *run, const char *formula, const ip_hull *hull) {
    ip_value values[COLUMN_COUNT] = {
        ip_value_text(formula),
        ip_value_text(hull->phase ? "yes" : "no"),
        ip_value_number(hull->formation_energy, 6),
        ip_value_number(hull->energy_above_hull, 6),
        ip_value_number(hull->decomposition_energy, 6),
        ip_value_products(&hull->products),
        ip_value_text("ok"),
        ip_value_none(),
        ip_value_number(hull->hull_energy, 6),
        ip_value_products(isnan(hull->decomposition_energy) ? NULL : &hull->competing),
        ip_value_text(ip_character_word(character_of(run, hull).kind)),
    };
    session_row(run, values);
}

static void fail(session *run, const char *formula, const ip_error *error) {
    known_value known[] = {{"formula", ip_value_text(formula)}};
    session_fail(run, formula, known, 1, error);
}

static void print_block(session *run, const char *formula, const ip_hull *hull) {
    FILE *stream = run->out.stream;
    char *products = text_products(&hull->products), *competing = text_products(&hull->competing);
    const char *into = products ? products : "", *against = competing ? competing : "";
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
        ip_character character = character_of(run, hull);
        fprintf(stream, "  products             %s\n", session_character_text(&character));
    }
    free(products);
    free(competing);
}

/* One line for each phase of the whole table; widths are fixed, since lines are printed as they are found. */
static void print_line(session *run, const char *formula, const ip_hull *hull) {
    FILE *stream = run->out.stream;
    char *products = text_products(&hull->products);
    if (run->blocks++ == 0)
        fprintf(stream, "%-26s %10s %10s %10s   %s\n%-26s %10s %10s %10s\n", "phase", "formation", "above hull", "decompos.",
                "products of one formula unit", "", "eV/atom", "eV/atom", "eV/atom");
    fprintf(stream, "%-26s %10s %10s %10s   %s\n", formula, text_number(hull->formation_energy, 4),
            text_number(hull->energy_above_hull, 4), text_number(hull->decomposition_energy, 4), products ? products : "");
    free(products);
}

static void answer(session *run, const char *formula) {
    ip_composition composition;
    ip_hull hull;
    ip_error error;
    ip_status status = ip_composition_read(&composition, formula, &error);
    if (!status)
        status = ip_hull_find(&hull, run->solver, &composition, &error);
    if (status) {
        fail(run, formula, &error);
        return;
    }
    if (run->writer)
        write_row(run, formula, &hull);
    else
        print_block(run, formula, &hull);
    ip_hull_clear(&hull);
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

static void print_phase(void *user, long item, const void *answer, size_t size) {
    session *run = user;
    const char *formula = ip_dataset_phase(run->dataset, item)->formula;
    ip_packed_reader reader = ip_packed_read(answer, size);
    ip_hull hull;
    ip_error error;
    ip_packed_get_error(&reader, &error);
    if (error.status || ip_hull_unpack(&hull, run->dataset, &reader, &error)) {
        fail(run, formula, &error);
        return;
    }
    if (run->writer)
        write_row(run, formula, &hull);
    else
        print_line(run, formula, &hull);
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
    exit_code code = session_open(&run, opts, "hull", columns, COLUMN_COUNT, false);
    if (code != EXIT_ANSWERED)
        return code;
    if (own->all)
        answer_all(&run);
    for (int i = 0; i < opts->argument_count; i++)
        answer(&run, opts->arguments[i]);
    if (!run.writer)
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
    .run = run_hull,
};
