/* `interphase hull`: is a composition stable, and what does it fall apart into; for some, or for the whole table. */
#include "session.h"
#include "text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const columns[] = {"formula", "in_dataset", "formation_energy", "energy_above_hull",
                                      "decomposition_energy", "products", "status", "message", "hull_energy",
                                      "competing_phases", "character"};
enum { COLUMN_COUNT = sizeof columns / sizeof *columns, STATUS_COLUMN = 6 };

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

/* Answers of a chemical system are found together, since they share a programme, and wait here for their turn. */
typedef struct waiting_answer {
    ip_hull hull;
    ip_status status;
    ip_error error;
} waiting_answer;

typedef struct all_phases {
    session *run;
    ip_element_set system;
    waiting_answer **answers; /* by index of the phase; NULL before it is found */
} all_phases;

static void find_answer(void *user, const ip_phase *phase) {
    all_phases *all = user;
    if (!ip_element_set_same(phase->element_set, all->system))
        return;
    waiting_answer *waiting = malloc(sizeof *waiting);
    if (waiting) {
        ip_composition composition = ip_phase_composition(phase);
        waiting->status = ip_hull_find(&waiting->hull, all->run->solver, &composition, &waiting->error);
    }
    all->answers[ip_dataset_index(all->run->dataset, phase)] = waiting;
}

static void print_answer(session *run, const ip_phase *phase, waiting_answer *waiting) {
    if (waiting->status)
        fail(run, phase->formula, &waiting->error);
    else if (run->writer)
        write_row(run, phase->formula, &waiting->hull);
    else
        print_line(run, phase->formula, &waiting->hull);
    if (!waiting->status)
        ip_hull_clear(&waiting->hull);
    free(waiting);
}

static void answer_all(session *run) {
    long count = ip_dataset_count(run->dataset);
    all_phases all = {run, {{0, 0}}, calloc((size_t)count, sizeof(waiting_answer *))};
    bool has_memory = all.answers != NULL;
    for (long i = 0; i < count && has_memory; i++) {
        const ip_phase *phase = ip_dataset_phase(run->dataset, i);
        if (!all.answers[i]) {
            all.system = phase->element_set;
            has_memory = ip_dataset_visit(run->dataset, all.system, find_answer, &all) == IP_OK && all.answers[i];
        }
        if (has_memory)
            print_answer(run, phase, all.answers[i]);
    }
    if (!has_memory) {
        complain("out of memory");
        run->broken = true;
    }
    free(all.answers);
}

static exit_code run_hull(const options *opts) {
    session run;
    exit_code code = session_open(&run, opts, "hull", columns, COLUMN_COUNT, false);
    if (code != EXIT_ANSWERED)
        return code;
    if (opts->all)
        answer_all(&run);
    for (int i = 0; i < opts->argument_count && !opts->all; i++)
        answer(&run, opts->arguments[i]);
    if (!run.writer)
        session_print_assumptions(&run, false);
    return session_close(&run);
}

const command command_hull = {
    "hull", "is it stable, and what does it fall apart into", "FORMULA... | --all",
    "Finds where each composition stands against the convex hull: its energy above hull,\n"
    "its decomposition energy (against all other compositions: negative by the margin of\n"
    "stability) and the phases it falls apart into. With --all, every phase of the table.\n"
    "\n"
    "Example: how far beta-alumina is from stable\n"
    "  interphase hull NaAl11O17\n",
    OPTION_ALL | OPTION_GAP, run_hull};
