/* `interphase data diff`: what changes between two tables, in their rows, on their hulls, and in windows that are asked for. */
#include "data.h"

#include "cli/input/formulas.h"
#include "cli/input/metals.h"
#include "cli/input/tables.h"
#include "cli/io/output.h"
#include "cli/io/text.h"

#include <interphase/interphase.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct diff_row {
    const char *kind, *formula, *edge;
    double a, b, difference;
    const char *unit, *metal;
    long line_a, line_b;
    const char *status, *message;
} diff_row;

static const ip_column diff_columns[] = {
    IP_COLUMN(diff_row, kind, "kind", "", 0, 0, 0, IP_COLUMN_SUBJECT,
              "only-in-a, only-in-b, energy, enters-hull, leaves-hull, reduction-potential or oxidation-potential; window where "
              "that fails"),
    IP_COLUMN(diff_row, formula, "phase", "", 0, 1, 0, IP_COLUMN_SUBJECT, "the composition"),
    IP_COLUMN(diff_row, edge, "edge", "", 0, 2, 0, IP_COLUMN_TEXT_ONLY | IP_COLUMN_OPTIONAL, "of the window"),
    IP_COLUMN(diff_row, a, "in A", "", 6, 3, 4, IP_COLUMN_OPTIONAL,
              "in the first table: the formation energy, the energy above hull of what enters or leaves it, or the potential"),
    IP_COLUMN(diff_row, b, "in B", "", 6, 4, 4, IP_COLUMN_OPTIONAL, "the same in the second table"),
    IP_COLUMN(diff_row, difference, "B - A", "", 6, 5, 4, IP_COLUMN_OPTIONAL, "the second less the first"),
    IP_COLUMN(diff_row, unit, "unit", "", 0, 0, 0, 0, "of these: eV/atom or V"),
    IP_COLUMN(diff_row, metal, "metal", "", 0, 0, 0, IP_COLUMN_SUBJECT, "that potentials refer to"),
    IP_COLUMN(diff_row, line_a, "line in A", "", 0, 0, 0, 0, "of the phase, from 1"),
    IP_COLUMN(diff_row, line_b, "line in B", "", 0, 0, 0, 0, "of the phase, from 1"),
    IP_COLUMN(diff_row, status, "status", "", 0, 0, 0, 0, "ok, or a stable word for why there is no answer"),
    IP_COLUMN(diff_row, message, "message", "", 0, 0, 0, 0, "why there is no answer, for people"),
};
const ip_result_type data_diff_result = IP_RESULT_TYPE("data diff", diff_row, diff_columns);

/* The window of a formula in both tables. */
typedef struct window_pair {
    const char *formula;
    int metal, charge;
    double reduction[2], oxidation[2]; /* V */
    ip_error error;                    /* IP_OK where both were found */
} window_pair;

typedef struct diff_run {
    options opts; /* its own copy */
    const data_options *own;
    ip_dataset *tables[2];
    ip_executor *executors[2];
    ip_comparison found;
    window_pair *windows; /* [0 .. own->formulas.count-1] */
    output out;
    long failures;
} diff_run;

/* ---- finding */

static exit_code load(diff_run *run) {
    ip_error error;
    for (int i = 0; i < 2; i++) {
        options read = run->opts;
        const char *names[] = {run->opts.arguments[1], run->opts.arguments[2]};
        bool both = i == 1 && run->own->over;
        read.tables.items = names + (both ? 0 : i);
        read.tables.count = both ? 2 : 1;
        read.argument_count = 0; /* that standard input is asked for once is known */
        exit_code code = tables_load(&run->tables[i], &read, IP_READ_DIGEST);
        if (code != EXIT_ANSWERED)
            return code;
    }
    for (int i = 0; i < 2; i++)
        if (ip_executors_new(&run->executors[i], NULL, run->tables[i], run->opts.threads, &error)) {
            complain_of(NULL, &error);
            return EXIT_INTERNAL;
        }
    return EXIT_ANSWERED;
}

static ip_status find_windows_in(diff_run *run, window_pair *pair, const ip_composition *composition, int table) {
    ip_solver *solver;
    ip_status status = ip_solver_new(&solver, run->tables[table], &pair->error);
    if (status)
        return status;
    status = ip_window_find(&pair->reduction[table], &pair->oxidation[table], solver, composition, pair->metal, pair->charge,
                            &pair->error);
    ip_solver_free(solver);
    return status && status != IP_NO_MEMORY ? ip_error_prefix(&pair->error, status, "in table %c", "AB"[table]) : status;
}

/* Fails for lack of memory alone; what else has no answer is told in its row. */
static ip_status find_windows(diff_run *run, ip_error *error) {
    int count = run->own->formulas.count;
    run->windows = calloc((size_t)count + 1, sizeof *run->windows);
    if (!run->windows)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < count; i++) {
        window_pair *pair = &run->windows[i];
        ip_composition composition;
        metal_found metal;
        pair->formula = run->own->formulas.items[i];
        if (metals_find(&metal, &run->opts, &pair->formula, 1, error))
            return error->status;
        metals_say(&metal, &run->opts, &pair->formula, 1);
        pair->metal = metal.metal;
        pair->charge = metal.charge;
        ip_status status = ip_composition_read(&composition, pair->formula, &pair->error);
        for (int table = 0; table < 2 && !status; table++)
            status = find_windows_in(run, pair, &composition, table);
        if (status == IP_NO_MEMORY)
            return ip_error_set(error, status, "%s", pair->error.message);
        pair->error.status = status;
    }
    return IP_OK;
}

/* ---- rows */

static diff_row row_of_difference(const ip_difference *difference) {
    diff_row row;
    ip_row_blank(&data_diff_result, &row);
    row.kind = ip_difference_word(difference->kind);
    row.formula = (difference->a ? difference->a : difference->b)->formula;
    row.a = difference->value_a;
    row.b = difference->value_b;
    row.difference = difference->difference;
    row.unit = "eV/atom";
    row.line_a = difference->a ? difference->a->line : IP_NO_COUNT;
    row.line_b = difference->b ? difference->b->line : IP_NO_COUNT;
    row.status = ip_status_word(IP_OK);
    return row;
}

/* Two windows without an upper edge have the same one. */
static double moved(const double edges[2]) {
    return isinf(edges[0]) && isinf(edges[1]) ? 0.0 : edges[1] - edges[0];
}

static bool moves(const diff_run *run, const double edges[2]) {
    return fabs(moved(edges)) > fmax(run->own->window_tolerance, IP_VOLTAGE_TOLERANCE);
}

/* The rows of a window, at most two; returns how many. */
static int rows_of_window(diff_row rows[2], const diff_run *run, const window_pair *pair) {
    static const char *const edges[] = {"reduction", "oxidation"}, *const kinds[] = {"reduction-potential",
                                                                                     "oxidation-potential"};
    const double *values[] = {pair->reduction, pair->oxidation};
    int count = 0;
    for (int i = 0; i < 2; i++) {
        diff_row *row = &rows[count];
        ip_row_blank(&data_diff_result, row);
        row->kind = pair->error.status ? "window" : kinds[i];
        row->formula = formulas_written(pair->formula);
        row->metal = ip_element_symbol(pair->metal);
        if (pair->error.status) {
            ip_row_fail(&data_diff_result, row, &pair->error);
            return 1;
        }
        if (!moves(run, values[i]))
            continue;
        row->edge = edges[i];
        row->a = values[i][0];
        row->b = values[i][1];
        row->difference = moved(values[i]);
        row->unit = "V";
        row->status = ip_status_word(IP_OK);
        count++;
    }
    return count;
}

/* ---- CSV and JSON */

static ip_status write_rows(diff_run *run, ip_error *error) {
    ip_sink_head head = {
        .command = "data diff", .dataset = run->tables[0], .other = run->tables[1], .corrected = !run->opts.uncorrected};
    ip_sink *sink;
    ip_status status = ip_sink_new(&sink, ip_sink_form(run->opts.format), run->out.stream, &data_diff_result, &head, error);
    if (status)
        return status;
    for (long i = 0; i < run->found.count && !status; i++) {
        diff_row row = row_of_difference(&run->found.list[i]);
        status = ip_sink_row(sink, NULL, &row, error);
    }
    for (int i = 0; i < run->own->formulas.count && !status; i++) {
        diff_row rows[2];
        int count = rows_of_window(rows, run, &run->windows[i]);
        for (int k = 0; k < count && !status; k++)
            status = ip_sink_row(sink, NULL, &rows[k], error);
    }
    if (!status)
        return ip_sink_end(sink, error);
    ip_sink_free(sink);
    return status;
}

/* What is not in the document itself: how many of each there are. */
static void say_counts(const diff_run *run) {
    const long *kinds = run->found.kinds;
    if (!run->opts.quiet)
        complain("notice: %ld phases in A alone, %ld in B alone, %ld energies differ, %ld phases enter the hull, %ld leave it",
                 kinds[IP_DIFFERENCE_FIRST_ONLY], kinds[IP_DIFFERENCE_SECOND_ONLY], kinds[IP_DIFFERENCE_ENERGY],
                 kinds[IP_DIFFERENCE_ENTERS_HULL], kinds[IP_DIFFERENCE_LEAVES_HULL]);
}

/* ---- text */

static ip_status print_table(const diff_run *run, const diff_row *rows, long count, ip_error *error) {
    ip_sink_head head = {.width = text_width(), .sample = rows, .sample_count = count};
    ip_sink *sink;
    ip_status status = ip_sink_new(&sink, "text", run->out.stream, &data_diff_result, &head, error);
    if (status)
        return status;
    for (long i = 0; i < count && !status; i++)
        status = ip_sink_row(sink, NULL, &rows[i], error);
    if (!status)
        return ip_sink_end(sink, error);
    ip_sink_free(sink);
    return status;
}

/* The differences of a kind, which stand one after another from `first`. */
static ip_status print_kind(const diff_run *run, ip_difference_kind kind, long first, ip_error *error) {
    static const char *const titles[] = {
        "Phases in A alone, with their formation energies, eV/atom", "Phases in B alone, with their formation energies, eV/atom",
        "Formation energies that differ, eV/atom", "Phases that enter the hull, by energies above hull, eV/atom",
        "Phases that leave the hull, by energies above hull, eV/atom"};
    long count = run->found.kinds[kind], shown = run->own->top && run->own->top < count ? run->own->top : count;
    if (!count)
        return IP_OK;
    diff_row *rows = malloc((size_t)shown * sizeof *rows);
    if (!rows)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (long i = 0; i < shown; i++)
        rows[i] = row_of_difference(&run->found.list[first + i]);
    fprintf(run->out.stream, "\n%s: %ld", titles[kind], count);
    fprintf(run->out.stream, shown < count ? ", of which the first %ld:\n" : ":\n", shown);
    ip_status status = print_table(run, rows, shown, error);
    free(rows);
    return status;
}

static ip_status print_windows(diff_run *run, ip_error *error) {
    int formulas = run->own->formulas.count, count = 0;
    diff_row *rows = malloc(2 * ((size_t)formulas + 1) * sizeof *rows);
    if (!rows)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < formulas; i++)
        if (!run->windows[i].error.status)
            count += rows_of_window(rows + count, run, &run->windows[i]);
    ip_status status = IP_OK;
    if (formulas)
        fprintf(run->out.stream, "\nEdges of windows that move by more than %g V: %d%s\n", run->own->window_tolerance, count,
                count ? ":" : ".");
    if (count)
        status = print_table(run, rows, count, error);
    for (int i = 0; i < formulas; i++)
        if (run->windows[i].error.status)
            fprintf(run->out.stream, "%s: no answer (%s): %s\n", text_masked(formulas_written(run->windows[i].formula)),
                    ip_status_word(run->windows[i].error.status), text_masked(run->windows[i].error.message));
    free(rows);
    return status;
}

static ip_status print_all(diff_run *run, ip_error *error) {
    const long stable[] = {run->found.stable_a, run->found.stable_b};
    long first = 0;
    ip_status status = IP_OK;
    for (int i = 0; i < 2; i++) {
        const ip_dataset *table = run->tables[i];
        fprintf(run->out.stream, "%c  %s%s: %s, %ld on the hull\n", "AB"[i],
                text_masked(ip_dataset_file(table, ip_dataset_file_count(table) - 1).path),
                ip_dataset_file_count(table) > 1 ? " over A" : "", text_count(ip_dataset_count(table), "phase"), stable[i]);
    }
    if (!run->found.count)
        fputs("\nThe tables have the same phases, energies and hulls.\n", run->out.stream);
    for (int kind = 0; kind < IP_DIFFERENCE_KIND_COUNT && !status; kind++) {
        status = print_kind(run, (ip_difference_kind)kind, first, error);
        first += run->found.kinds[kind];
    }
    return status ? status : print_windows(run, error);
}

/* ---- the command */

static exit_code show(diff_run *run) {
    ip_error error;
    if (!output_open(&run->out, run->opts.output))
        return EXIT_USAGE;
    for (int i = 0; i < run->own->formulas.count; i++)
        if (run->windows[i].error.status) {
            run->failures++;
            complain_of(run->windows[i].formula, &run->windows[i].error);
        }
    bool is_text = run->opts.format == FORMAT_TEXT;
    ip_status status = is_text ? print_all(run, &error) : write_rows(run, &error);
    if (status)
        complain_of(NULL, &error);
    else if (!is_text)
        say_counts(run);
    if (!output_close(&run->out, !status) || status)
        return EXIT_INTERNAL;
    return run->failures ? EXIT_SOME_FAILED : EXIT_ANSWERED;
}

static exit_code find_and_show(diff_run *run) {
    ip_error error;
    exit_code code = load(run);
    if (code != EXIT_ANSWERED)
        return code;
    ip_status status = ip_comparison_find(&run->found, run->executors[0], run->executors[1], run->own->tolerance, &error);
    if (!status)
        status = find_windows(run, &error);
    if (status) {
        complain_of(NULL, &error);
        return EXIT_INTERNAL;
    }
    return show(run);
}

exit_code data_diff(const options *opts) {
    diff_run run = {.opts = *opts, .own = opts->own};
    data_options *own = opts->own;
    if (opts->format == FORMAT_HTML) {
        complain("data diff: there is no page of this answer; --format text, csv or json is expected");
        return EXIT_USAGE;
    }
    if (opts->argument_count != 3) {
        complain("data diff: expected two tables, A and B");
        return EXIT_USAGE;
    }
    if (opts->tables.count || opts->energies.count || opts->above_hull.count || opts->excluded.count) {
        complain("data diff compares what A and B have: --data, --energy, --above-hull and --exclude have no place here");
        return EXIT_USAGE;
    }
    if (tables_share_input(opts))
        return EXIT_USAGE;
    if (own->over && strcmp(opts->arguments[1], "-") == 0) {
        complain("data diff: with --over the first table is read twice, which standard input cannot be");
        return EXIT_USAGE;
    }
    for (int i = 0; i < own->formulas.count; i++)
        if (!(own->formulas.items[i] = formulas_spelled(opts, own->formulas.items[i])))
            return EXIT_INTERNAL;
    exit_code code = find_and_show(&run);
    ip_comparison_clear(&run.found);
    free(run.windows);
    for (int i = 0; i < 2; i++) {
        ip_executor_free(run.executors[i]);
        ip_dataset_free(run.tables[i]);
    }
    ip_solver_end_thread();
    return code;
}
