/* `interphase decompose`: what one composition becomes, closed or open to reservoirs. */
#include "sampling_output.h"
#include "cli/input/reservoirs.h"
#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>

static void free_cases(reservoir_cases *cases, int count) {
    for (int i = 0; cases && i < count; i++)
        reservoirs_free(&cases[i]);
    free(cases);
}

/* A case for every formula. NULL after filling *error; to be freed by the caller. */
static reservoir_cases *open_cases(const options *opts, ip_error *error) {
    reservoir_cases *cases = calloc((size_t)opts->argument_count + 1, sizeof *cases);
    ip_status status = cases ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < opts->argument_count && !status; i++) {
        const char *formula = opts->arguments[i];
        status = reservoirs_open(&cases[i], opts, &formula, 1, error);
    }
    if (!status)
        return cases;
    free_cases(cases, opts->argument_count);
    return NULL;
}

static void print_energies(session *run, const ip_decomposition *found, const ip_decomposition_row *row) {
    FILE *stream = run->out.stream;
    fprintf(stream, "  reaction energy %s eV/atom, %s eV or %s kJ/mol per formula unit\n",
            text_uncertain(row->reaction_energy, row->reaction_energy_uncertainty, 4),
            text_uncertain(row->reaction_energy_per_formula, row->reaction_energy_per_formula_uncertainty, 4),
            text_uncertain(row->reaction_energy_kJ_mol, row->reaction_energy_kJ_mol_uncertainty, 1));
    if (fabs(row->equation_energy - found->energy) > 1e-9)
        fprintf(stream, "  energy of the equation as written %s eV or %s kJ/mol\n",
                text_uncertain(row->equation_energy, row->equation_energy_uncertainty, 4),
                text_uncertain(row->equation_energy_kJ_mol, row->equation_energy_kJ_mol_uncertainty, 1));
    fprintf(stream, "  interphase %s\n",
            session_character(run, ip_character_find(&found->equilibrium, found->changes, run->question.gap)));
}

static void print_block(session *run, const ip_decomposition *found, const ip_reservoir *reservoir,
                        const ip_decomposition_row *row) {
    FILE *stream = run->out.stream;
    const char *formula = row->formula;
    session_start_block(run);
    fprintf(stream, found->changes ? "%s becomes %s" : "%s remains as it is", formula,
            found->changes ? session_products(run, &found->equilibrium) : "");
    if (row->metal)
        fprintf(stream, " at %s V against %s", text_number(row->voltage, 4), row->metal);
    for (int i = 0; i < reservoir->count; i++)
        if (reservoir->element[i] != run->question.metal || !row->metal)
            fprintf(stream, ", open to %s at %s eV/atom", ip_element_symbol(reservoir->element[i]),
                    text_number(reservoir->chemical_potential[i], 4));
    gases_print(stream, &run->gases);
    fprintf(stream, "%s.\n", reservoir->count || reservoir->atmosphere ? "" : " in a closed system");
    if (found->changes) {
        fprintf(stream, "  %s\n", row->equation);
        print_energies(run, found, row);
    }
    if (!found->hull.phase)
        fprintf(stream, "  %s is not in the table: its own energy is taken at the hull\n", formula);
    else if (!found->hull.stable)
        fprintf(stream, "  %s itself lies %s eV/atom above the hull, which the reaction energy contains\n", formula,
                session_above_hull(run, &found->hull));
}

static void sample(session *run, const char *formula, const ip_reservoir *reservoir) {
    sampling *into = &run->sampling;
    ip_error error;
    if (into->draws.count)
        session_take_samples(
            run, ip_samples_decomposition(&into->samples, &into->draws, formula, reservoir, &run->question, &error), &error);
}

static void answer(session *run, const char *formula, const ip_reservoir *reservoir) {
    ip_composition composition;
    ip_decomposition found = {0};
    ip_decomposition_row row;
    ip_error error;
    ip_status status;
    if (run->sink) {
        status = ip_decomposition_row_find(&row, run->memory, run->solver, formula, reservoir, &run->question, &error);
        if (!status)
            sample(run, formula, reservoir);
        session_answer(run, status, formula, &row, &error);
        return;
    }
    status = ip_composition_read(&composition, formula, &error);
    if (!status)
        status = ip_decomposition_find(&found, run->solver, &composition, reservoir, &error);
    if (!status)
        status = ip_decomposition_row_fill(&row, run->memory, run->dataset, formula, &composition, &found, reservoir,
                                           &run->question, &error);
    if (status) {
        /* A failed answer is a row, too. */
        ip_decomposition_row_find(&row, run->memory, run->solver, formula, reservoir, &run->question, &error);
        session_fail(run, formula, &row, &error);
    } else {
        session_row(run, &row);
        print_block(run, &found, reservoir, &row);
        sample(run, formula, reservoir);
        sampling_print(run, 0);
    }
    ip_decomposition_clear(&found);
    ip_memory_empty(run->memory);
}

/* ---- ranges */

/* A plateau, for the table in text. */
typedef struct plateau_line {
    double voltage_low, voltage_high, uptake, energy_low, energy_high;
    const char *equation, *interphase;
    double energy_low_uncertainty, energy_high_uncertainty;
} plateau_line;

static const ip_column plateau_columns[] = {
    IP_COLUMN(plateau_line, voltage_low, "from V", "V", 6, 1, 4, 0, "lower end of the plateau"),
    IP_COLUMN(plateau_line, voltage_high, "to V", "V", 6, 2, 4, 0, "upper end of the plateau"),
    IP_COLUMN(plateau_line, uptake, "uptake", "", 6, 3, 4, IP_COLUMN_SIGNED | IP_COLUMN_NOTED,
              "atoms of the metal per formula unit"),
    IP_COLUMN(plateau_line, energy_low, "eV/atom", "eV/atom", 6, 4, 4, IP_COLUMN_NOTED | IP_COLUMN_UNCERTAIN,
              "reaction energy at the lower and at the upper voltage, per atom of the formula"),
    IP_COLUMN(plateau_line, energy_high, "eV/atom", "eV/atom", 6, 5, 4, IP_COLUMN_UNCERTAIN,
              "reaction energy at the upper voltage"),
    IP_COLUMN(plateau_line, equation, "reaction", "", 0, 7, 0, IP_COLUMN_LONG, "the balanced equation"),
    IP_COLUMN(plateau_line, interphase, "interphase", "", 0, 6, 0, 0, "whether what forms lets electrons through"),
    IP_COLUMN(plateau_line, energy_low_uncertainty, "uncertainty", "eV/atom", 6, 0, 4, 0, "one standard deviation of energy_low"),
    IP_COLUMN(plateau_line, energy_high_uncertainty, "uncertainty", "eV/atom", 6, 0, 4, 0,
              "one standard deviation of energy_high"),
};
static const ip_result_type plateau_result = IP_RESULT_TYPE("plateaus", plateau_line, plateau_columns);

static plateau_line line_of(session *run, const ip_decomposition_range *found, int index, const ip_decomposition_row *rows) {
    const ip_plateau *plateau = &found->profile.plateaus[found->first + index];
    const ip_decomposition_row *low = &rows[2 * index], *high = low + 1;
    bool changes = !ip_equilibrium_is(&plateau->products, found->profile.hull.phase);
    return (plateau_line){.voltage_low = low->voltage,
                          .voltage_high = high->voltage,
                          .uptake = low->uptake,
                          .energy_low = low->reaction_energy,
                          .energy_high = high->reaction_energy,
                          .equation = low->equation,
                          .interphase = session_character(run, ip_character_find(&plateau->products, changes, run->question.gap)),
                          .energy_low_uncertainty = low->reaction_energy_uncertainty,
                          .energy_high_uncertainty = high->reaction_energy_uncertainty};
}

static void print_range(session *run, const char *formula, const ip_decomposition_range *found,
                        const ip_decomposition_row *rows) {
    FILE *stream = run->out.stream;
    const ip_hull *hull = &found->profile.hull;
    plateau_line *lines = ip_memory_take(run->memory, (size_t)found->count * sizeof *lines);
    if (!lines) {
        session_fail_memory(run, formula);
        return;
    }
    session_start_block(run);
    fprintf(stream, "%s from %s", formula, text_number(found->low, 4));
    fprintf(stream, " to %s V against %s", text_number(found->high, 4), ip_element_symbol(found->profile.metal));
    for (int i = 0; i < found->others.count; i++)
        fprintf(stream, ", open to %s at %s eV/atom", ip_element_symbol(found->others.element[i]),
                text_number(found->others.chemical_potential[i], 4));
    gases_print(stream, &run->gases);
    fprintf(stream, ": %d plateau%s.\n", found->count, found->count == 1 ? "" : "s");
    if (!hull->phase)
        fprintf(stream, "  %s is not in the table: its own energy is taken at the hull\n", formula);
    else if (!hull->stable)
        fprintf(stream, "  %s itself lies %s eV/atom above the hull, which the reaction energies contain\n", formula,
                session_above_hull(run, hull));
    for (int i = 0; i < found->count; i++) {
        session_note_weak(run, &found->profile.plateaus[found->first + i].products);
        lines[i] = line_of(run, found, i, rows);
    }
    session_table(run, &plateau_result, lines, found->count);
}

/* The draws at both ends of each plateau: beside their rows, in text below the table. */
static void show_ends(session *run, const char *formula, const ip_decomposition_range *found, const ip_decomposition_row *rows) {
    for (int i = 0; i < 2 * found->count && !run->broken; i++) {
        ip_reservoir reservoir;
        ip_error error;
        if (ip_decomposition_range_reservoir(&reservoir, found, i, &error)) {
            session_break(run, &error);
            return;
        }
        sample(run, formula, &reservoir);
        if (run->sink) {
            session_row(run, &rows[i]);
        } else if (run->sampling.samples) {
            fprintf(run->out.stream, "  at %s V, plateau %ld:\n", text_number(rows[i].voltage, 4), rows[i].plateau);
            sampling_print(run, 0);
        }
        sampling_forget(&run->sampling);
    }
}

static void show_range(session *run, const char *formula, const ip_decomposition_range *found, const ip_decomposition_row *rows) {
    for (int i = 0; i < 2 * found->count && !run->sink; i++)
        session_row(run, &rows[i]);
    if (!run->sink)
        print_range(run, formula, found, rows);
    if (run->sink || run->sampling.draws.count)
        show_ends(run, formula, found, rows);
}

/* Every plateau of a range; `others` is what else is open. */
static void answer_range(session *run, const char *formula, const voltage_range *range, const ip_reservoir *others) {
    const ip_question *question = &run->question;
    ip_composition composition;
    ip_decomposition_range found;
    ip_decomposition_row row, *rows = NULL;
    ip_error error;
    ip_status status = ip_composition_read(&composition, formula, &error);
    if (!status)
        status = ip_decomposition_range_find(&found, run->solver, &composition, question->metal, question->charge, others,
                                             range->low, range->high, &error);
    if (status) {
        ip_row_blank(run->type, &row);
        row.formula = formula;
        row.metal = ip_element_symbol(question->metal);
        session_fail(run, formula, &row, &error);
        return;
    }
    rows = malloc(2 * (size_t)found.count * sizeof *rows);
    if (!rows)
        status = ip_error_set(&error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < 2 * found.count && !status; i++)
        status = ip_decomposition_range_row_fill(&rows[i], run->memory, run->dataset, formula, &composition, &found, i, question,
                                                 &error);
    if (status)
        session_break(run, &error);
    else
        show_range(run, formula, &found, rows);
    free(rows);
    ip_decomposition_range_clear(&found);
    ip_memory_empty(run->memory);
}

/* ---- cases */

/* A reservoir without the metal. */
static ip_reservoir without_metal(const ip_reservoir *reservoir, int metal) {
    ip_reservoir others = *reservoir;
    others.count = 0;
    for (int i = 0; i < reservoir->count; i++)
        if (reservoir->element[i] != metal) {
            others.element[others.count] = reservoir->element[i];
            others.chemical_potential[others.count++] = reservoir->chemical_potential[i];
        }
    return others;
}

/* Every voltage in its turn; of a range both ends are among the reservoirs. Returns whether voltages come into it. */
static bool answer_case(session *run, const char *formula, const reservoir_cases *asked) {
    const voltage_list *voltages = &run->opts->voltages;
    bool is_open;
    reservoirs_set_atmosphere(asked, run->gases.atmosphere);
    run->question.metal = asked->metal.metal;
    run->question.charge = asked->metal.charge;
    is_open = !isnan(ip_reservoir_voltage(&asked->reservoirs[0], &run->question));
    if (is_open)
        session_refer_to(run, asked->metal.metal, asked->metal.charge);
    for (int i = 0, voltage = 0; i < asked->count; i++, voltage++) {
        if (voltage < voltages->count && voltages->items[voltage].is_range) {
            ip_reservoir others = without_metal(&asked->reservoirs[i++], run->question.metal);
            answer_range(run, formula, &voltages->items[voltage], &others);
        } else {
            answer(run, formula, &asked->reservoirs[i]);
        }
    }
    return is_open;
}

static bool has_ranges(const options *opts) {
    bool found = false;
    for (int i = 0; i < opts->voltages.count; i++)
        found = found || opts->voltages.items[i].is_range;
    return found;
}

static exit_code run_decompose(const options *opts) {
    ip_error error;
    reservoir_cases *cases = open_cases(opts, &error);
    if (!cases) {
        complain_of(NULL, &error);
        return error.status == IP_NO_MEMORY ? EXIT_INTERNAL : EXIT_USAGE;
    }
    session run;
    exit_code code = session_open(&run, opts, "decompose", &ip_decomposition_result, false);
    if (code == EXIT_ANSWERED) {
        bool has_voltages = false;
        run.question.reservoir = NULL; /* cases hold it all, and their headlines say so */
        for (int i = 0; i < opts->argument_count; i++)
            has_voltages = answer_case(&run, opts->arguments[i], &cases[i]) || has_voltages;
        if (!run.sink && has_ranges(opts) && run.failures < opts->argument_count)
            session_print_notes(&run, &plateau_result, NULL, 0);
        if (!run.sink)
            session_print_assumptions(&run, has_voltages);
        code = session_close(&run);
    }
    free_cases(cases, opts->argument_count);
    return code;
}

static const option_row rows[] = {OPTION_ROW_VOLTAGE(OPTION_EACH),
                                  OPTION_ROWS_RESERVOIRS,
                                  OPTION_ROW_MIXING_ENTROPY,
                                  OPTION_ROW_GAP,
                                  OPTION_ROW_SAMPLES,
                                  OPTION_END};

const command command_decompose = {
    .name = "decompose",
    .summary = "what a composition becomes, closed or at a voltage",
    .arguments = "FORMULA... [--voltage V|LO:HI]... [--mu EL=E]... [--gas F=P]...",
    .help = "Finds the phases that each composition becomes: in a closed system, or in\n"
            "exchange with the metal at a voltage, or with further elements at chemical\n"
            "potentials and gases at pressures. Every voltage is a question of its own; of a\n"
            "range every plateau is found exactly, and shown by its two ends.\n"
            "\n"
            "Example: a sodium electrolyte in contact with sodium metal\n"
            "  interphase decompose Na3PS4 --voltage 0\n",
    .options = {rows, 0},
    .takes_formulas = true,
    .result = &ip_decomposition_result,
    .run = run_decompose,
};
