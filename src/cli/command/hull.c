/* `interphase hull`: is a composition stable, and what does it fall apart into; for some, or for the whole table. */
#include "diagram_output.h"
#include "sampling_output.h"
#include "cli/input/formulas.h"
#include "cli/input/tables.h"
#include "cli/io/memory_text.h"
#include "cli/io/text.h"
#include "cli/join.h"
#include "cli/part.h"
#include "cli/team.h"

#include <interphase/candidates.h>

#include <math.h>
#include <stdlib.h>

typedef struct hull_options {
    bool all;
    const char *candidates; /* a table of phases to ask about; NULL for none */
} hull_options;

static void print_energy(FILE *stream, const char *name, double energy, double uncertainty) {
    /* Numbers stand below each other by their signs, whatever stands behind them. */
    fprintf(stream, "  %-20s %s%s eV/atom", name, signbit(energy) && energy != 0.0 ? "" : " ", text_uncertain(energy, uncertainty, 4));
}

/* On the hull or not, and by how much. */
static void print_verdict(FILE *stream, const ip_hull *hull, const ip_hull_row *row, const char *into, const char *against) {
    const char *formula = row->formula;
    if (!hull->phase)
        fprintf(stream, "%s is not in the table; at this composition the hull is %s.\n", formula, into);
    else if (hull->phase->excluded)
        fprintf(stream, "%s is left out of the competition; without it the hull is %s.\n", formula, into);
    else if (!hull->stable)
        fprintf(stream, "%s is not stable: %s eV/atom above the hull, it falls apart into %s.\n", formula,
                text_uncertain(row->energy_above_hull, row->energy_above_hull_uncertainty, 4), into);
    else if (isnan(hull->decomposition_energy))
        fprintf(stream, "%s is stable.\n", formula);
    else
        fprintf(stream, "%s is stable: on the hull, %s eV/atom below %s.\n", formula,
                text_uncertain(-row->decomposition_energy, row->decomposition_energy_uncertainty, 4), against);
}

static void print_block(session *run, const ip_hull *hull, const ip_hull_row *row) {
    FILE *stream = run->out.stream;
    const char *into = session_products(run, &hull->products), *against = session_products(run, &hull->competing);
    session_start_block(run);
    print_verdict(stream, hull, row, into, against);
    if (hull->phase) {
        print_energy(stream, "formation energy", row->formation_energy, row->formation_energy_uncertainty);
        fputc('\n', stream);
    }
    print_energy(stream, "hull energy", row->hull_energy, row->hull_energy_uncertainty);
    fputc('\n', stream);
    if (hull->phase) {
        print_energy(stream, "energy above hull", row->energy_above_hull, row->energy_above_hull_uncertainty);
        fputc('\n', stream);
    }
    if (!isnan(hull->decomposition_energy)) {
        print_energy(stream, "decomposition energy", row->decomposition_energy, row->decomposition_energy_uncertainty);
        fprintf(stream, ", against %s\n", against);
    }
    if (!hull->stable)
        fprintf(stream, "  products             %s\n",
                session_character(run, ip_character_find(&hull->products, true, run->question.gap)));
    ip_memory_empty(run->memory);
}

static void sample(session *run, const char *formula) {
    ip_error error;
    if (run->sampling.draws.count)
        session_take_samples(run, ip_samples_hull(&run->sampling.samples, &run->sampling.draws, formula, &run->question, &error), &error);
}

/* As far from stable as from the nearer edge of the window. */
static void print_margin(FILE *stream, const ip_hull_row *row) {
    if (isnan(row->voltage_margin) || isinf(row->voltage_margin))
        return;
    fprintf(stream, "  %-20s  %s V %s its window against %s\n", "voltage margin",
            text_uncertain(fabs(row->voltage_margin), row->voltage_margin_uncertainty, 4),
            row->voltage_margin < 0.0 ? "outside" : "inside", row->metal);
}

/* On the hull or not, in exchange with reservoirs. */
static void print_open_block(session *run, const ip_hull *hull, const ip_hull_row *row) {
    FILE *stream = run->out.stream;
    session_start_block(run);
    fprintf(stream, hull->stable ? "%s is stable" : hull->phase ? "%s is not stable" : "%s is not in the table", row->formula);
    if (row->metal)
        fprintf(stream, " at %s V against %s", text_number(row->voltage, 4), row->metal);
    gases_print(stream, &run->gases);
    fputs(".\n", stream);
    if (!hull->stable)
        fprintf(stream, "  %s\n", row->equation);
    session_note_weak(run, &hull->products);
    if (hull->phase) {
        print_energy(stream, "energy above hull", row->energy_above_hull, row->energy_above_hull_uncertainty);
        fputc('\n', stream);
    }
    if (!isnan(row->decomposition_energy)) {
        print_energy(stream, "decomposition energy", row->decomposition_energy, row->decomposition_energy_uncertainty);
        fprintf(stream, ", against %s\n", session_products(run, &hull->competing));
    }
    print_margin(stream, row);
    ip_memory_empty(run->memory);
}

/* In text; in other forms the row is enough. */
static ip_status find(ip_hull_row *row, ip_hull *hull, session *run, const char *formula, ip_error *error) {
    ip_composition composition;
    ip_status status = ip_composition_read(&composition, formula, error);
    if (!status)
        status = ip_hull_find_in(hull, run->solver, &composition, run->question.reservoir, error);
    if (!status && run->question.reservoir)
        status = ip_open_hull_row_fill(row, run->memory, run->solver, formula, &composition, hull, &run->question, error);
    else if (!status)
        status = ip_hull_row_fill(row, run->memory, formula, hull, &run->question, error);
    return status;
}

/* A failed answer is a row, too: it says what was asked. */
static void fail(session *run, const char *formula, ip_error *error) {
    ip_hull_row row;
    (run->question.reservoir ? ip_open_hull_row_find : ip_hull_row_find)(&row, run->memory, run->solver, formula, &run->question, error);
    session_fail(run, formula, &row, error);
}

static void answer(session *run, diagram_list *drawn, const char *formula) {
    ip_hull hull = {0};
    ip_hull_row row;
    ip_error error;
    ip_status status;
    if (run->sink) {
        status = (run->question.reservoir ? ip_open_hull_row_find : ip_hull_row_find)(&row, run->memory, run->solver, formula,
                                                                                      &run->question, &error);
        if (!status) {
            sample(run, formula);
            diagram_draw_subject(run, drawn, formula, &row);
        }
        session_answer(run, status, formula, &row, &error);
        return;
    }
    status = find(&row, &hull, run, formula, &error);
    if (status) {
        fail(run, formula, &error);
    } else {
        session_row(run, &row);
        diagram_draw_subject(run, drawn, formula, &row);
        (run->question.reservoir ? print_open_block : print_block)(run, &hull, &row);
        sample(run, formula);
        sampling_print(run, 0);
    }
    ip_hull_clear(&hull);
}

/* At one voltage, beside what else the options open. A metal that is open twice is a failure of the answer. */
static void answer_at(session *run, const char *formula, double voltage) {
    const ip_reservoir *others = run->question.reservoir;
    ip_reservoir reservoir;
    ip_hull_row row;
    ip_error error;
    if (ip_question_reservoir(&reservoir, &run->question, voltage, &error)) {
        ip_row_blank(run->type, &row);
        row.formula = formula;
        session_fail(run, formula, &row, &error);
        return;
    }
    run->question.reservoir = &reservoir;
    answer(run, NULL, formula);
    run->question.reservoir = others;
}

static void answer_all_voltages(session *run, const char *formula) {
    const options *opts = run->opts;
    session_choose_metal(run, &formula, 1);
    for (int i = 0; i < opts->voltages.count; i++) {
        const voltage_range *range = &opts->voltages.items[i];
        answer_at(run, formula, range->low);
        if (range->is_range)
            answer_at(run, formula, range->high);
    }
}

/* The whole table: phases are answered by all threads, and printed by this one in the order of the table. */

typedef struct hull_scan {
    session *run;
    long first; /* of the phases */
} hull_scan;

/* The error, then the row. */
static void answer_phase(void *user, ip_solver *solver, long item, ip_packed *answer) {
    const hull_scan *scan = user;
    const session *run = scan->run;
    ip_memory *memory;
    ip_hull_row row;
    ip_error error = {IP_OK, ""};
    if (ip_memory_new(&memory, NULL)) {
        answer->failed = true;
        return;
    }
    error.status = ip_hull_row_of_phase(&row, memory, solver, ip_dataset_phase(run->dataset, scan->first + item), &run->question, &error);
    ip_packed_put_error(answer, &error);
    ip_row_put(answer, &ip_hull_result, &row);
    ip_memory_free(memory);
}

/* In text, lines in columns of fixed width, printed as they are found. */
static void print_phase(void *user, long item, const void *answer, size_t size) {
    const hull_scan *scan = user;
    session *run = scan->run;
    ip_packed_reader reader = ip_packed_read(answer, size);
    ip_hull_row row;
    ip_error error, failure;
    ip_packed_get_error(&reader, &error);
    if (ip_row_get(&row, run->type, run->memory, &reader, &failure)) {
        session_break(run, &failure);
    } else {
        if (!error.status)
            session_note_streamed(run, row.products);
        session_answer(run, error.status, ip_dataset_phase(run->dataset, scan->first + item)->formula, &row, &error);
    }
    ip_memory_empty(run->memory);
}

static void answer_all(session *run, long first, long count) {
    hull_scan scan = {run, first};
    ip_element_set *keys = malloc(((size_t)count + 1) * sizeof *keys);
    ip_executor *executor = NULL;
    ip_error error;
    ip_status status = keys ? ip_executors_new(&executor, team_executor(), run->dataset, run->opts->threads, &error)
                            : ip_error_set(&error, IP_NO_MEMORY, "out of memory");
    for (long i = 0; i < count && !status; i++)
        keys[i] = ip_dataset_phase(run->dataset, first + i)->element_set;
    ip_job job = {.count = count, .keys = keys, .work = answer_phase, .take = print_phase, .user = &scan};
    if (!status)
        status = ip_executor_run(executor, &job, &error);
    if (status) {
        complain_of(NULL, &error);
        run->broken = true;
    }
    ip_executor_free(executor);
    free(keys);
}

/* Phases that do not take part: those of a file, each of its rows. */
static void answer_candidates(session *run, const ip_candidates *candidates, long first, long count) {
    for (long i = first; i < first + count && !run->broken; i++) {
        const ip_phase *phase = ip_candidates_phase(candidates, i);
        ip_hull_row row;
        ip_error error;
        ip_status status = ip_hull_row_of_candidate(&row, run->memory, run->solver, phase, &run->question, &error);
        session_answer(run, status, phase->formula, &row, &error);
    }
}

/* Compared with what is at the same temperature. */
static exit_code heat_candidates(ip_candidates *candidates, double temperature) {
    ip_gases *gases;
    ip_error error;
    exit_code code = tables_gases(&gases);
    if (code != EXIT_ANSWERED)
        return code;
    if (ip_candidates_set_temperature(candidates, gases, temperature, &error)) {
        complain_of("--temperature", &error);
        code = EXIT_USAGE;
    }
    ip_gases_free(gases);
    return code;
}

static exit_code read_candidates(ip_candidates **out, const options *opts) {
    const hull_options *own = opts->own;
    ip_error error;
    char *path = own->candidates ? tables_find(own->candidates) : NULL;
    *out = NULL;
    if (!own->candidates)
        return EXIT_ANSWERED;
    if (!path)
        return EXIT_TABLE;
    ip_status status = ip_candidates_read(out, path, opts->uncorrected ? IP_READ_UNCORRECTED : 0u, &error);
    free(path);
    if (!status)
        return opts->temperature > 0.0 ? heat_candidates(*out, opts->temperature) : EXIT_ANSWERED;
    complain("%s", error.message);
    return status == IP_NO_MEMORY ? EXIT_INTERNAL : EXIT_TABLE;
}

static bool is_open(const options *opts) {
    return opts->voltages.count || gases_given(opts);
}

static const ip_result_type *result_of(const options *opts) {
    return is_open(opts) ? &ip_open_hull_result : &ip_hull_result;
}

static bool can_draw(const options *opts) {
    ip_composition composition;
    if (!opts->argument_count)
        complain("hull --plot: a diagram is drawn around formulas, not of --all or --candidates");
    else if (is_open(opts))
        complain("hull --plot: a diagram is of closed systems; --voltage, --mu, --gas and --release have none");
    for (int i = 0; i < opts->argument_count && !is_open(opts); i++)
        if (!ip_composition_read(&composition, opts->arguments[i], NULL) &&
            !diagram_can("hull", formulas_written(opts->arguments[i]), ip_composition_elements(&composition)))
            return false;
    return opts->argument_count && !is_open(opts);
}

static bool is_right_call(const options *opts) {
    const hull_options *own = opts->own;
    int asked = own->all + (own->candidates != NULL) + (opts->argument_count > 0);
    if (asked != 1)
        complain(asked && !own->candidates ? "hull: either --all or formulas are expected, not both"
                 : asked ? "hull: --candidates goes neither with --all nor with formulas"
                         : "hull: formulas are expected, or --all; see 'interphase hull --help'");
    else if (!opts->argument_count && opts->samples)
        complain("hull: --samples goes with formulas, not with --all or --candidates; see 'interphase hull --help'");
    else if (!opts->argument_count && is_open(opts))
        complain("hull: --voltage, --mu, --gas and --release go with formulas, not with --all or --candidates; see 'interphase hull --help'");
    else if (opts->argument_count && opts->part.parts)
        complain("hull: --part goes with --all or --candidates");
    else
        return true;
    return false;
}

/* What was answered, for the manifest of a part; owned by the caller, NULL after a complaint. */
static char *describe_part(const session *run) {
    const hull_options *own = run->opts->own;
    memory_text text = {0};
    FILE *stream = memory_text_open(&text);
    char *path = own->candidates ? tables_find(own->candidates) : NULL;
    bool told = stream && (!path || part_describe_file(stream, "candidates", path) == EXIT_ANSWERED);
    char *inputs = memory_text_take(&text, stream), *about = NULL;
    if (!inputs)
        complain_of_memory();
    else if (told)
        about = part_describe_run(run->opts, "hull", run->dataset, run->errors.corrections, run->type, NULL, 0, inputs);
    free(inputs);
    free(path);
    return about;
}

/* The table or the candidates, or a part of them. */
static exit_code answer_rows(session *run, const ip_candidates *candidates) {
    ip_manifest part = IP_MANIFEST_INIT;
    const options *opts = run->opts;
    char *about = opts->part.parts ? describe_part(run) : NULL;
    run->broken = run->broken || (opts->part.parts && !about);
    part_cut(&part, opts, candidates ? ip_candidates_count(candidates) : ip_dataset_count(run->dataset));
    bool streams_text = !run->sink && !run->broken && session_stream_text(run);
    if (candidates)
        answer_candidates(run, candidates, part.first, part.count);
    else if (!run->broken)
        answer_all(run, part.first, part.count);
    if (streams_text)
        session_end_text(run);
    if (!run->sink && !run->broken)
        session_print_assumptions(run, false);
    part.command = "hull";
    part.run = about;
    part.rows = part.count;
    part.failures = run->failures;
    exit_code code = session_close(run);
    if (about && code <= EXIT_SOME_FAILED && !part_finish(&part, opts))
        code = EXIT_INTERNAL;
    free(about);
    return code;
}

static exit_code answer_formulas(session *run) {
    const options *opts = run->opts;
    diagram_list drawn = {0};
    for (int i = 0; i < opts->argument_count; i++)
        if (opts->voltages.count)
            answer_all_voltages(run, opts->arguments[i]);
        else
            answer(run, &drawn, opts->arguments[i]);
    diagram_end(&drawn);
    if (!run->sink && !run->broken)
        session_print_assumptions(run, opts->voltages.count > 0);
    return session_close(run);
}

static exit_code run_hull(const options *opts) {
    const hull_options *own = opts->own;
    options settled = *opts;
    session run;
    ip_candidates *candidates;
    if (opts->join)
        return join_run(opts, "hull", 0);
    if (!is_right_call(opts) || !part_settle(&settled))
        return EXIT_USAGE;
    team_quieten(&settled);
    exit_code code = read_candidates(&candidates, opts);
    if (code == EXIT_ANSWERED)
        code = session_open(&run, &settled, "hull", result_of(opts), team_has_others() || opts->part.parts);
    if (code == EXIT_ANSWERED) {
        run.broken = own->all && !team_has_same(run.dataset);
        code = opts->argument_count ? answer_formulas(&run) : answer_rows(&run, candidates);
    }
    ip_candidates_free(candidates);
    return code;
}

static const option_row rows[] = {
    {"all", 0, NULL, "every phase of the table, in its order", OPTION_FLAG(hull_options, all)},
    {"candidates", 0, "FILE", "every row of this table, at its own energy, against the hull of the others", OPTION_FILE(hull_options, candidates),
     .aside = true}, /* what is in it makes a difference, not what it is called */
    OPTION_ROWS_PART,
    OPTION_ROW_VOLTAGE(OPTION_EACH),
    OPTION_ROWS_RESERVOIRS,
    OPTION_ROW_MIXING_ENTROPY,
    OPTION_ROW_GAP,
    OPTION_ROW_SAMPLES,
    OPTION_END,
};

const command command_hull = {
    .name = "hull",
    .summary = "is it stable, and what does it fall apart into",
    .arguments = "FORMULA... [--voltage V]... [--gas F=P]... | --all | --candidates FILE | --join FILE...",
    .help = "Finds where each composition stands against the convex hull: its energy above\n"
            "hull, its decomposition energy (against all other compositions: negative by the\n"
            "margin of stability) and the phases it falls apart into. With --all, every phase\n"
            "of the table; with --candidates, every row of another table, at its own energy:\n"
            "none of them competes, neither with the table nor with each other.\n"
            "\n"
            "At a voltage, or in exchange with elements and gases, all of this is in the open\n"
            "system: how far the phase is from what it would become there, in eV/atom, and\n"
            "how far the voltage is from the edge of its window.\n"
            "\n"
            "With --part K/N, a part of the table or of the candidates, for a job array;\n"
            "--join puts the parts together.\n"
            "\n"
            "--plot draws the phase diagram around formulas of two or three elements.\n"
            "\n"
            "Example: how far beta-alumina is from stable\n"
            "  interphase hull NaAl11O17\n",
    .options = {rows, sizeof(hull_options)},
    .takes_formulas = true,
    .is_shared = true,
    .may_be_bare = true,
    .result = &ip_hull_result,
    .result_of = result_of,
    .can_draw = can_draw,
    .run = run_hull,
};
