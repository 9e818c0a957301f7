/* `interphase hull`: is a composition stable, and what does it fall apart into; for some, or for the whole table. */
#include "cli/session.h"
#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

/* Phases are answered some thousands at a time, by all threads; meanwhile one of them prints those before, in their order. */
enum { PORTION = 8192 };

typedef struct phase_answer {
    ip_hull hull;
    ip_error error; /* error.status is IP_OK where there is an answer */
} phase_answer;

typedef struct portion {
    long first, count;
    phase_answer *answers; /* [0 .. count-1] */
} portion;

typedef struct table_run {
    session *out;
    portion parts[2]; /* the one being answered, the one before */
} table_run;

static void print_answer(session *run, const ip_phase *phase, phase_answer *found) {
    if (found->error.status) {
        fail(run, phase->formula, &found->error);
        return;
    }
    if (run->writer)
        write_row(run, phase->formula, &found->hull);
    else
        print_line(run, phase->formula, &found->hull);
    ip_hull_clear(&found->hull);
}

static void print_portion(session *run, const portion *part) {
    for (long i = 0; i < part->count; i++)
        print_answer(run, ip_dataset_phase(run->dataset, part->first + i), &part->answers[i]);
}

/* Item 0 is the portion before, the others are phases. */
static void answer_item(void *user, ip_solver *solver, long item) {
    table_run *run = user;
    if (item == 0) {
        print_portion(run->out, &run->parts[1]);
        return;
    }
    phase_answer *found = &run->parts[0].answers[item - 1];
    ip_composition composition = ip_phase_composition(ip_dataset_phase(run->out->dataset, run->parts[0].first + item - 1));
    found->error.status = IP_OK;
    ip_hull_find(&found->hull, solver, &composition, &found->error);
}

static void answer_portions(table_run *run, ip_workers *workers, ip_element_set *keys) {
    const ip_dataset *dataset = run->out->dataset;
    long count = ip_dataset_count(dataset);
    for (long first = 0; first < count; first += PORTION) {
        portion *part = &run->parts[0];
        part->first = first;
        part->count = count - first < PORTION ? count - first : PORTION;
        memset(&keys[0], 0, sizeof keys[0]);
        for (long i = 0; i < part->count; i++)
            keys[i + 1] = ip_dataset_phase(dataset, first + i)->element_set;
        ip_workers_run(workers, part->count + 1, keys, answer_item, run, NULL);
        portion answered = run->parts[0];
        run->parts[0] = run->parts[1];
        run->parts[1] = answered;
    }
    print_portion(run->out, &run->parts[1]);
}

static void answer_all(session *run) {
    ip_workers *workers = NULL;
    ip_error error;
    table_run table = {run, {{0, 0, malloc(PORTION * sizeof(phase_answer))}, {0, 0, malloc(PORTION * sizeof(phase_answer))}}};
    ip_element_set *keys = malloc((PORTION + 1) * sizeof *keys);
    bool has_room = table.parts[0].answers && table.parts[1].answers && keys;
    ip_status status = has_room ? ip_workers_new(&workers, run->dataset, run->opts->threads, &error)
                                : ip_error_set(&error, IP_NO_MEMORY, "out of memory");
    if (status) {
        complain("%s", error.message);
        run->broken = true;
    } else {
        answer_portions(&table, workers, keys);
    }
    ip_workers_free(workers);
    free(table.parts[0].answers);
    free(table.parts[1].answers);
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
    .help = "Finds where each composition stands against the convex hull: its energy above hull,\n"
    "its decomposition energy (against all other compositions: negative by the margin of\n"
    "stability) and the phases it falls apart into. With --all, every phase of the table.\n"
    "\n"
    "Example: how far beta-alumina is from stable\n"
    "  interphase hull NaAl11O17\n",
    .options = {rows, sizeof(hull_options)},
    .may_be_bare = true,
    .run = run_hull,
};
