/* `interphase react`: what two materials do to each other, closed or at voltages, at every mixing fraction. */
#include "interface_output.h"
#include "sampling_output.h"
#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void print_conditions(session *run, double voltage) {
    if (!isnan(voltage))
        fprintf(run->out.stream, " at %s V against %s", text_number(voltage, 4), ip_element_symbol(run->question.metal));
    else if (!run->question.reservoir)
        fputs(", closed", run->out.stream);
    gases_print(run->out.stream, &run->gases);
}

/* On one kink: the equation, its energies and character. */
static void print_kink(session *run, const char *heading, const ip_kink *kink, const ip_interface_row *row) {
    FILE *stream = run->out.stream;
    double molar = kink->atoms * IP_KJ_PER_MOL;
    bool differ = fabs(kink->reaction_energy - kink->mutual_reaction_energy) > IP_REACTION_TOLERANCE;
    fprintf(stream, "  %s at x = %s: %s\n", heading, text_number(kink->x, 4), row->equation);
    fprintf(stream, "    %s%s eV/atom (%s kJ per mole of mixed formula units)", differ ? "mutual " : "",
            text_uncertain(row->mutual_reaction_energy, row->mutual_reaction_energy_uncertainty, 4),
            text_uncertain(row->mutual_reaction_energy * molar, row->mutual_reaction_energy_uncertainty * molar, 1));
    if (differ)
        fprintf(stream, ", total %s eV/atom (%s kJ)", text_uncertain(row->reaction_energy, row->reaction_energy_uncertainty, 4),
                text_uncertain(row->reaction_energy_kJ_mol, row->reaction_energy_kJ_mol_uncertainty, 1));
    fprintf(stream, "\n    %s kJ per mole of the equation as written%s; interphase %s\n",
            text_uncertain(row->equation_energy_kJ_mol, row->equation_energy_kJ_mol_uncertainty, 1), differ ? " (total)" : "",
            session_character(run, interface_character(run, kink)));
}

/* The deepest point first, then the table of kinks. */
static void print_block(session *run, const ip_interface_case *answer, bool with_table, const ip_interface_row *rows) {
    const ip_interface *found = answer->found;
    const ip_reactant_pair *pair = answer->pair;
    FILE *stream = run->out.stream;
    session_start_block(run);
    bool is_worst = answer->range && strcmp(answer->range, "worst") == 0;
    fprintf(stream, "%s%s | %s", is_worst ? "Worst case of the range: " : "", pair->a, pair->b);
    print_conditions(run, answer->voltage);
    if (!found->reacts) {
        fputs(isnan(answer->voltage) ? ": no reaction at any mixing fraction.\n"
                                     : ": no reaction with each other at any mixing fraction.\n",
              stream);
    } else {
        fputs(":\n", stream);
        print_kink(run, "deepest", &found->kinks[found->minimum], &rows[found->minimum]);
        if (found->metal_excess >= 0 && found->metal_excess != found->minimum) {
            char with_excess[64];
            const ip_composition *element = pair->composition_b.count == 1 ? &pair->composition_b : &pair->composition_a;
            snprintf(with_excess, sizeof with_excess, "with an excess of %s", ip_element_symbol(element->element[0]));
            print_kink(run, with_excess, &found->kinks[found->metal_excess], &rows[found->metal_excess]);
        }
    }
    interface_print_reactants(run, answer);
    if (interface_holds_reservoir(run, pair, answer->voltage))
        fprintf(stream, "  %s is the open reservoir here; its reaction as a partner is that without --voltage\n",
                ip_element_symbol(run->question.metal));
    for (int i = 0; i < found->kink_count && with_table; i++)
        session_note_weak(run, &found->kinks[i].products);
    if (with_table)
        session_table(run, run->type, rows, found->kink_count);
}

static ip_status make_rows(ip_interface_row *rows, session *run, const ip_interface_case *answer, ip_error *error) {
    ip_status status = IP_OK;
    for (int i = 0; i < answer->found->kink_count && !status; i++)
        status = ip_interface_row_fill(&rows[i], run->memory, run->dataset, answer, i, &run->question, error);
    return status;
}

/* Each draw of a worst case looks for its own, over the range. */
static void sample(session *run, const ip_interface_case *answer, const voltage_range *range) {
    sampling *into = &run->sampling;
    double low = range ? range->low : NAN, high = range ? range->high : NAN;
    ip_error error;
    if (into->draws.count)
        session_take_samples(run, ip_samples_interface(&into->samples, &into->draws, answer, low, high, &run->question, &error),
                             &error);
}

/* All kinks; for the worst case of a range in rows only the deepest. `with_table` is whether the text lists the kinks. */
static void show(session *run, const ip_interface_case *answer, const voltage_range *range, bool with_table) {
    const ip_interface *found = answer->found;
    bool only_deepest = answer->range && strcmp(answer->range, "worst") == 0;
    ip_error error;
    ip_interface_row *rows = malloc((size_t)found->kink_count * sizeof *rows);
    ip_status status = rows ? make_rows(rows, run, answer, &error) : ip_error_set(&error, IP_NO_MEMORY, "out of memory");
    if (status)
        interface_fail(run, answer, &error);
    else
        sample(run, answer, range);
    for (int i = 0; i < found->kink_count && !status; i++) {
        run->sampling.row = i;
        if (!only_deepest || i == found->minimum)
            session_row(run, &rows[i]);
    }
    if (!status && !run->sink) {
        print_block(run, answer, with_table, rows);
        sampling_print(run, found->minimum);
    }
    sampling_forget(&run->sampling);
    free(rows);
    ip_memory_empty(run->memory);
}

static void answer_at(session *run, const ip_reactant_pair *pair, double voltage, const char *place, const voltage_range *range,
                      bool with_table) {
    ip_interface found;
    ip_error error;
    ip_interface_case answer = {pair, &found, voltage, place, IP_NO_COUNT, false};
    if (interface_find(&found, run, pair, voltage, &error)) {
        interface_fail(run, &answer, &error);
    } else {
        show(run, &answer, range, with_table);
        ip_interface_clear(&found);
    }
}

/* What the figure of a range shows besides. Where that has no answer, neither has the range, which says so. */
static void draw_map(session *run, const ip_reactant_pair *pair, const voltage_range *range) {
    ip_interface_map_row *rows = NULL;
    long count = 0;
    ip_error error;
    ip_status status = ip_interface_map_find(&rows, &count, run->solver, pair, range->low, range->high, &run->question, &error);
    if (status == IP_NO_MEMORY)
        session_break(run, &error);
    for (long i = 0; i < count && !status; i++)
        if ((status = plot_row(&run->plot, &ip_interface_map_result, &rows[i], &error)))
            session_break(run, &error);
    free(rows);
}

/* The two ends of a range of voltages, and the worst case between them. */
static void answer_range(session *run, const ip_reactant_pair *pair, const voltage_range *range) {
    ip_interface found;
    ip_error error;
    ip_interface_case asked = {pair, &found, NAN, NULL, IP_NO_COUNT, false};
    answer_at(run, pair, range->low, "low", range, true);
    answer_at(run, pair, range->high, "high", range, true);
    ip_interface_case worst = {pair, &found, NAN, "worst", IP_NO_COUNT, false};
    if (run->plot.figure)
        draw_map(run, pair, range);
    if (interface_find_worst(&found, &worst.voltage, run, pair, range, &error)) {
        interface_fail(run, &asked, &error);
    } else {
        show(run, &worst, range, worst.voltage > range->low && worst.voltage < range->high);
        ip_interface_clear(&found);
    }
}

static void answer_all(session *run, const options *opts) {
    ip_reactant_pair pair;
    ip_error error;
    ip_interface_case asked = {&pair, NULL, NAN, NULL, IP_NO_COUNT, false};
    if (ip_reactant_pair_read(&pair, opts->arguments[0], opts->arguments[1], &error)) {
        interface_fail(run, &asked, &error);
        return;
    }
    if (opts->voltages.count)
        session_choose_metal(run, (const char *const *)opts->arguments, opts->argument_count);
    else
        answer_at(run, &pair, NAN, NULL, NULL, true);
    for (int i = 0; i < opts->voltages.count; i++)
        if (opts->voltages.items[i].is_range)
            answer_range(run, &pair, &opts->voltages.items[i]);
        else
            answer_at(run, &pair, opts->voltages.items[i].low, NULL, NULL, true);
}

static exit_code run_react(const options *opts) {
    if (opts->argument_count != 2) {
        complain("react: two formulas are expected, %d given; see 'interphase react --help'", opts->argument_count);
        return EXIT_USAGE;
    }
    session run;
    exit_code code = session_open(&run, opts, "react", &ip_interface_result, false);
    if (code != EXIT_ANSWERED)
        return code;
    answer_all(&run, opts);
    if (!run.sink && !run.failures)
        session_print_notes(&run, run.type, NULL, 0);
    if (!run.sink)
        session_print_assumptions(&run, opts->voltages.count > 0);
    return session_close(&run);
}

static const option_row rows[] = {OPTION_ROW_VOLTAGE(OPTION_EACH), OPTION_ROWS_RESERVOIRS, OPTION_ROW_MIXING_ENTROPY,
                                  OPTION_ROW_GAP, OPTION_ROW_SAMPLES, OPTION_END};

const command command_react = {
    .name = "react",
    .summary = "what two materials do to each other",
    .arguments = "A B [--voltage V|LO:HI]... [--gas F=P]...",
    .help = "Finds every kink of the mixing line of A and B: the fractions at which the\n"
            "products change, the balanced equation and the driving force at each, and\n"
            "whether the products let electrons through. Closed, or open to the metal at one\n"
            "or several voltages; for a range of voltages at both ends and at the exact worst\n"
            "case between them. B (or A) may be the metal itself.\n"
            "\n"
            "Example: an electrolyte beside a cathode, at rest\n"
            "  interphase react Na3PS4 NaCrO2\n",
    .options = {rows, 0},
    .takes_formulas = true,
    .result = &ip_interface_result,
    .run = run_react,
};
