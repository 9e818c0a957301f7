/* `interphase react`: what two materials do to each other, closed or at voltages, at every mixing fraction. */
#include "interface_output.h"
#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const columns[] = {INTERFACE_COLUMNS};

static void print_conditions(session *run, const interface_answer *answer) {
    if (isnan(answer->voltage))
        fputs(", closed", run->out.stream);
    else
        fprintf(run->out.stream, " at %s V against %s", text_number(answer->voltage, 4), ip_element_symbol(run->opts->metal));
}

/* Two lines on one kink: the equation, and its energies and character. */
static void print_kink(session *run, const char *heading, const ip_kink *kink, const char *equation) {
    FILE *stream = run->out.stream;
    ip_character character = interface_character(run, kink);
    double total = kink->reaction_energy, mutual = kink->mutual_reaction_energy;
    bool differ = fabs(total - mutual) > IP_REACTION_TOLERANCE;
    fprintf(stream, "  %s at x = %s: %s\n", heading, text_number(kink->x, 4), equation);
    fprintf(stream, "    %s%s eV/atom (%s kJ per mole of mixed formula units)", differ ? "mutual " : "", text_number(mutual, 4),
            text_number(interface_kJ_per_mole(kink, mutual), 1));
    if (differ)
        fprintf(stream, ", total %s eV/atom (%s kJ)", text_number(total, 4), text_number(interface_kJ_per_mole(kink, total), 1));
    fprintf(stream, "; interphase %s\n", session_character_text(&character));
}

static void add_table_row(text_table *table, const session *run, const ip_interface *found, int index, const char *equation) {
    const ip_kink *kink = &found->kinks[index];
    ip_character character = interface_character(run, kink);
    text_table_add(table, index == found->minimum && found->reacts ? "*" : "");
    text_table_add(table, text_number(kink->x, 4));
    text_table_add(table, text_number(kink->x_molar, 4));
    text_table_add(table, text_number(kink->reaction_energy, 4));
    text_table_add(table, text_number(kink->mutual_reaction_energy, 4));
    text_table_add(table, text_number(interface_kJ_per_mole(kink, kink->reaction_energy), 1));
    text_table_add(table, ip_character_word(character.kind));
    text_table_add(table, equation);
}

static void add_table_head(text_table *table) {
    static const char *const heads[] = {"", "x", "x molar", "total", "mutual", "kJ/mol", "interphase", "reaction"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        text_table_add(table, heads[i]);
}

/* The deepest point first, then the table of kinks. */
static bool print_block(session *run, const reactant_pair *pair, const interface_answer *answer, bool with_table,
                        char *const *equations) {
    const ip_interface *found = &answer->found;
    FILE *stream = run->out.stream;
    text_table table;
    session_start_block(run);
    bool is_worst = answer->range && strcmp(answer->range, "worst") == 0;
    fprintf(stream, "%s%s | %s", is_worst ? "Worst case of the range: " : "", pair->a, pair->b);
    print_conditions(run, answer);
    if (!found->reacts) {
        fputs(isnan(answer->voltage) ? ": no reaction at any mixing fraction.\n" : ": no reaction with each other at any mixing fraction.\n", stream);
    } else {
        fputs(":\n", stream);
        print_kink(run, "deepest", &found->kinks[found->minimum], equations[found->minimum]);
        if (found->metal_excess >= 0 && found->metal_excess != found->minimum) {
            char with_excess[64];
            const ip_composition *element = pair->composition_b.count == 1 ? &pair->composition_b : &pair->composition_a;
            snprintf(with_excess, sizeof with_excess, "with an excess of %s", ip_element_symbol(element->element[0]));
            print_kink(run, with_excess, &found->kinks[found->metal_excess], equations[found->metal_excess]);
        }
    }
    interface_print_reactants(run, pair, answer);
    if (interface_holds_reservoir(run, pair, answer->voltage))
        fprintf(stream, "  %s is the open reservoir here; its reaction as a partner is that without --voltage\n",
                ip_element_symbol(run->opts->metal));
    if (!with_table)
        return true;
    text_table_start(&table, "lrrrrrll");
    add_table_head(&table);
    for (int i = 0; i < found->kink_count; i++)
        add_table_row(&table, run, found, i, equations[i]);
    text_table_print(&table, "  ", stream);
    bool complete = !table.failed;
    text_table_clear(&table);
    return complete;
}

static void free_equations(char **equations, int count) {
    for (int i = 0; equations && i < count; i++)
        free(equations[i]);
    free(equations);
}

static char **find_equations(session *run, const reactant_pair *pair, const ip_interface *found, ip_error *error) {
    char **equations = calloc((size_t)found->kink_count, sizeof *equations);
    if (!equations)
        ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; equations && i < found->kink_count; i++) {
        equations[i] = interface_equation(run, pair, &found->kinks[i], run->writer ? "->" : run->arrow, error);
        if (!equations[i]) {
            free_equations(equations, i);
            return NULL;
        }
    }
    return equations;
}

/* All kinks at one voltage (NaN: closed); for the worst case of a range in rows only the deepest. `with_table` is
 * whether the text lists the kinks. */
static void answer_at(session *run, const reactant_pair *pair, double voltage, const char *range, bool with_table) {
    interface_answer answer;
    ip_error error;
    if (interface_answer_find(&answer, run, pair, voltage, &error)) {
        interface_fail(run, pair, 0, voltage, &error);
        return;
    }
    const ip_interface *found = &answer.found;
    bool only_deepest = range && strcmp(range, "worst") == 0;
    answer.range = range;
    char **equations = find_equations(run, pair, found, &error);
    if (!equations) {
        interface_fail(run, pair, 0, voltage, &error);
    } else if (!run->writer) {
        if (!print_block(run, pair, &answer, with_table, equations))
            run->broken = true;
    } else {
        for (int i = 0; i < found->kink_count; i++) {
            ip_value values[INTERFACE_COLUMN_COUNT];
            interface_fill_row(values, run, pair, &answer, i, equations[i]);
            if (!only_deepest || i == found->minimum)
                session_row(run, values);
        }
    }
    free_equations(equations, found->kink_count);
    ip_interface_clear(&answer.found);
}

/* The two ends of a range of voltages, and the worst case between them. */
static void answer_range(session *run, const reactant_pair *pair, const voltage_range *range) {
    const options *opts = run->opts;
    double worst;
    ip_error error;
    answer_at(run, pair, range->low, "low", true);
    answer_at(run, pair, range->high, "high", true);
    if (ip_interface_worst_voltage(&worst, NULL, run->solver, &pair->composition_a, &pair->composition_b, opts->metal,
                                   opts->metal_charge, range->low, range->high, NULL, &error))
        interface_fail(run, pair, 0, NAN, &error);
    else
        answer_at(run, pair, worst, "worst", worst > range->low && worst < range->high);
}

static exit_code run_react(const options *opts) {
    if (opts->argument_count != 2) {
        complain("react: two formulas are expected, %d given; see 'interphase react --help'", opts->argument_count);
        return EXIT_USAGE;
    }
    session run;
    exit_code code = session_open(&run, opts, "react", columns, INTERFACE_COLUMN_COUNT, false);
    if (code != EXIT_ANSWERED)
        return code;
    reactant_pair pair;
    ip_error error;
    if (interface_read_pair(&pair, opts->arguments[0], opts->arguments[1], &error))
        interface_fail(&run, &pair, 0, NAN, &error);
    else if (opts->voltages.count == 0)
        answer_at(&run, &pair, NAN, NULL, true);
    else
        for (int i = 0; i < opts->voltages.count; i++)
            if (opts->voltages.items[i].is_range)
                answer_range(&run, &pair, &opts->voltages.items[i]);
            else
                answer_at(&run, &pair, opts->voltages.items[i].low, NULL, true);
    if (!run.writer && !run.failures) {
        session_start_block(&run);
        fprintf(run.out.stream, "x: atomic fraction of %s; total and mutual: reaction energy in eV per atom of the mixture, with and\n"
                                "without what each reactant does by itself; kJ/mol: total, per mole of mixed formula units; interphase:\n"
                                "SEI where every product's band gap is at least %s eV, MCI where one is below; *: the deepest.\n",
                pair.a, text_number(opts->gap, 2));
        run.blocks = 0; /* the next line belongs to this block */
    }
    if (!run.writer)
        session_print_assumptions(&run, opts->voltages.count > 0);
    return session_close(&run);
}

static const option_row rows[] = {OPTION_ROW_VOLTAGE(OPTION_EACH), OPTION_ROW_GAP, OPTION_END};

const command command_react = {
    .name = "react",
    .summary = "what two materials do to each other",
    .arguments = "A B [--voltage V|LO:HI]...",
    .help = "Finds every kink of the mixing line of A and B: the fractions at which the\n"
            "products change, the balanced equation and the driving force at each, and\n"
            "whether the products let electrons through. Closed, or open to the metal at one\n"
            "or several voltages; for a range of voltages at both ends and at the exact worst\n"
            "case between them. B (or A) may be the metal itself.\n"
            "\n"
            "Example: an electrolyte beside a cathode, at rest\n"
            "  interphase react Na3PS4 NaCrO2\n",
    .options = {rows, 0},
    .run = run_react,
};
