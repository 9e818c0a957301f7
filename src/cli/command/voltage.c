/* `interphase voltage`: the average voltage between compositions that differ in one metal alone. */
#include "cli/session.h"
#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>

static void print_absent(session *run, const ip_voltage_point *point, const char *formula) {
    fprintf(run->out.stream,
            "  %s is not in the table and has no energy of its own: it is taken as what it falls apart into, %s\n", formula,
            session_products(run, &point->hull.products));
}

/* Each composition: capacity and energy on its mass, and where it stands against the hull of all phases. */
static void print_composition(session *run, const ip_voltage_point *point, const char *formula, double capacity, double energy,
                              double uncertainty) {
    FILE *stream = run->out.stream;
    fprintf(stream, "  per gram of %s: %s mAh/g, %s Wh/kg\n", formula, text_number(capacity, 1),
            text_uncertain(energy, uncertainty, 0));
    if (!point->hull.phase)
        print_absent(run, point, formula);
    else if (!point->hull.stable && point->hull.energy_above_hull > 0.0)
        fprintf(stream, "  %s lies %s eV/atom above the hull\n", formula, session_above_hull(run, &point->hull));
}

static void print_pair(session *run, const ip_voltage *found, const ip_voltage_row *row) {
    const ip_voltage_point *points = found->points;
    bool as_asked = points[0].index == 0;
    FILE *stream = run->out.stream;
    fprintf(stream, "%s to %s: on average %s V against %s, %s %s per formula unit of %s.\n", row->a, row->b,
            text_uncertain(row->voltage, row->voltage_uncertainty, 3), row->metal, text_signed(row->exchanged, 4), row->metal,
            row->a);
    print_composition(run, &points[as_asked ? 0 : 1], row->a, row->capacity, row->specific_energy,
                      row->specific_energy_uncertainty);
    print_composition(run, &points[as_asked ? 1 : 0], row->b, row->capacity_b, row->specific_energy_b,
                      row->specific_energy_b_uncertainty);
}

static void print_series(session *run, const char *const *formulas, const ip_voltage *found, const ip_voltage_row *rows,
                         int count) {
    FILE *stream = run->out.stream;
    const ip_voltage_row *mean = &rows[count - 1];
    fprintf(stream, "%s to %s: %s against %s, on average %s V.\n", mean->a, mean->b, text_count(found->stable_count - 1, "step"),
            mean->metal, text_uncertain(mean->voltage, mean->voltage_uncertainty, 3));
    for (int i = 0; i < found->count; i++) {
        const ip_voltage_point *point = &found->points[i];
        if (!point->hull.phase && point->is_stable)
            print_absent(run, point, formulas[point->index]);
        else if (!point->hull.phase)
            fprintf(stream, "  %s is not in the table and has no energy of its own: it takes no part\n", formulas[point->index]);
    }
    session_table(run, run->type, rows, count);
}

static void show(session *run, const char *const *formulas, const ip_voltage *found, const ip_voltage_row *rows, int count) {
    for (int i = 0; i < count; i++)
        session_row(run, &rows[i]);
    if (run->sink)
        return;
    session_start_block(run);
    if (count == 1)
        print_pair(run, found, &rows[0]);
    else
        print_series(run, formulas, found, rows, count);
    if (rows[count - 1].voltage < 0.0)
        fprintf(run->out.stream, "  A voltage below 0: the metal itself with %s is lower in energy than %s.\n",
                formulas[found->points[0].index], formulas[found->points[found->count - 1].index]);
}

static void fail(session *run, const ip_error *error) {
    const options *opts = run->opts;
    ip_voltage_row row;
    ip_row_blank(run->type, &row);
    row.a = opts->arguments[0];
    row.b = opts->arguments[opts->argument_count - 1];
    row.metal = opts->chosen_metal.element ? ip_element_symbol(opts->metal) : NULL;
    session_fail(run, row.a, &row, error);
}

static void answer(session *run, const ip_composition *compositions, ip_voltage *found) {
    const options *opts = run->opts;
    const char *const *formulas = (const char *const *)opts->arguments;
    ip_error error;
    ip_status status = ip_voltage_find(found, run->solver, compositions, opts->argument_count, opts->chosen_metal.element,
                                       opts->chosen_metal.charge, &error);
    if (status) {
        fail(run, &error);
        return;
    }
    run->question.metal = found->metal;
    int count = ip_voltage_row_count(found);
    ip_voltage_row *rows = malloc((size_t)count * sizeof *rows);
    status = rows ? IP_OK : ip_error_set(&error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < count && !status; i++)
        status = ip_voltage_row_fill(&rows[i], formulas, found, i, &run->question, &error);
    if (status)
        fail(run, &error);
    else
        show(run, formulas, found, rows, count);
    free(rows);
}

static exit_code run_voltage(const options *opts) {
    if (opts->argument_count < 2) {
        complain("voltage: two formulas or more are expected, one given; see 'interphase voltage --help'");
        return EXIT_USAGE;
    }
    session run;
    exit_code code = session_open(&run, opts, "voltage", &ip_voltage_result, false);
    if (code != EXIT_ANSWERED)
        return code;
    ip_voltage found = {0};
    ip_error error;
    ip_composition *compositions = malloc((size_t)opts->argument_count * sizeof *compositions);
    ip_status status = compositions ? IP_OK : ip_error_set(&error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < opts->argument_count && !status; i++)
        status = ip_composition_read(&compositions[i], opts->arguments[i], &error);
    if (status)
        fail(&run, &error);
    else
        answer(&run, compositions, &found);
    if (!run.sink)
        session_print_assumptions(&run, false);
    ip_voltage_clear(&found);
    free(compositions);
    return session_close(&run);
}

static const option_row rows[] = {OPTION_ROW_TEMPERATURE, OPTION_END};

const command command_voltage = {
    .name = "voltage",
    .summary = "the average voltage between states of one host",
    .arguments = "A B [C]...",
    .help = "Compositions that differ in the content of one metal alone, such as the charged\n"
            "and the discharged state of an electrode: the average voltage at which one\n"
            "becomes the other by insertion, without any decomposition; capacity and specific\n"
            "energy. Of three or more, the steps between those on the convex hull along the\n"
            "metal content, and how far the others lie above it. The metal is the one by\n"
            "which they differ; --metal names another.\n"
            "\n"
            "Example: iron phosphate, charged and discharged\n"
            "  interphase voltage FePO4 LiFePO4\n",
    .options = {rows, 0},
    .takes_formulas = true,
    .result = &ip_voltage_result,
    .run = run_voltage,
};
