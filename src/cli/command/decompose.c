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

/* Returns whether voltages come into it. */
static bool answer_case(session *run, const char *formula, const reservoir_cases *asked) {
    bool is_open;
    reservoirs_set_atmosphere(asked, run->gases.atmosphere);
    run->question.metal = asked->metal.metal;
    run->question.charge = asked->metal.charge;
    is_open = !isnan(ip_reservoir_voltage(&asked->reservoirs[0], &run->question));
    if (is_open)
        session_refer_to(run, asked->metal.metal, asked->metal.charge);
    for (int i = 0; i < asked->count; i++)
        answer(run, formula, &asked->reservoirs[i]);
    return is_open;
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
        if (!run.sink)
            session_print_assumptions(&run, has_voltages);
        code = session_close(&run);
    }
    free_cases(cases, opts->argument_count);
    return code;
}

static const option_row rows[] = {OPTION_ROW_VOLTAGE(OPTION_EACH), OPTION_ROWS_RESERVOIRS, OPTION_ROW_MIXING_ENTROPY,
                                  OPTION_ROW_GAP, OPTION_ROW_SAMPLES, OPTION_END};

const command command_decompose = {
    .name = "decompose",
    .summary = "what a composition becomes, closed or at a voltage",
    .arguments = "FORMULA... [--voltage V|LO:HI]... [--mu EL=E]... [--gas F=P]...",
    .help = "Finds the phases that each composition becomes: in a closed system, or in\n"
            "exchange with the metal at a voltage, or with further elements at chemical\n"
            "potentials and gases at pressures. Every voltage is a question of its own, and\n"
            "so are the two ends of a range.\n"
            "\n"
            "Example: a sodium electrolyte in contact with sodium metal\n"
            "  interphase decompose Na3PS4 --voltage 0\n",
    .options = {rows, 0},
    .takes_formulas = true,
    .result = &ip_decomposition_result,
    .run = run_decompose,
};
