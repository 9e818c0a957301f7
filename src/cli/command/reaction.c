/* `interphase reaction`: the energy of a reaction as written, or of what a mixture becomes. */
#include "cli/input/formulas.h"
#include "cli/input/reservoirs.h"
#include "cli/session.h"
#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void note_products(session *run, const ip_equation *equation, const ip_reaction_energy *found) {
    session_note_weak(run, &found->products);
    for (int t = 0; t < equation->count; t++)
        if (equation->terms[t].is_product)
            session_note_weak(run, &found->hulls[t].products);
}

/* Where each term's energy is from, where that is not plain. */
static void print_terms(session *run, const ip_equation *equation, const ip_reaction_energy *found) {
    FILE *stream = run->out.stream;
    for (int t = 0; t < equation->count; t++) {
        const ip_equation_term *term = &equation->terms[t];
        const ip_hull *hull = &found->hulls[t];
        if (ip_reaction_energy_is_open(found, term))
            fprintf(stream, "  %s is open, at %s eV per formula unit\n", term->formula,
                    text_number(ip_reaction_energy_potential(found, term), 4));
        else if (!hull->phase)
            fprintf(stream,
                    "  %s is not in the table and has no energy of its own: it is taken as what it falls apart into, %s\n",
                    term->formula, session_products(run, &hull->products));
        else if (hull->energy_above_hull > IP_HULL_TOLERANCE)
            fprintf(stream, "  %s lies %s eV/atom above the hull\n", term->formula, session_above_hull(run, hull));
    }
}

static void print_block(session *run, const ip_equation *equation, const ip_reaction_energy *found, const ip_reaction_row *row) {
    FILE *stream = run->out.stream;
    session_start_block(run);
    note_products(run, equation, found);
    fprintf(stream, "%s", row->equation);
    if (row->metal)
        fprintf(stream, "   at %s V against %s", text_number(row->voltage, 4), row->metal);
    fprintf(stream, "\n  %s eV or %s kJ/mol, %s eV per atom of the reactants\n",
            text_uncertain(row->reaction_energy, row->reaction_energy_uncertainty, 4),
            text_uncertain(row->reaction_energy_kJ_mol, row->reaction_energy_kJ_mol_uncertainty, 1),
            text_uncertain(row->reaction_energy_per_atom, row->reaction_energy_per_atom_uncertainty, 4));
    print_terms(run, equation, found);
}

/* The terms, with formulas as they are meant. */
static ip_status read_terms(ip_equation *equation, const options *opts, const char *text, ip_error *error) {
    ip_status status = ip_equation_read(equation, text, error);
    for (int t = 0; t < equation->count && !status; t++) {
        equation->terms[t].formula = formulas_spelled(opts, equation->terms[t].formula);
        if (!equation->terms[t].formula)
            status = ip_error_set(error, IP_NO_MEMORY, "out of memory");
    }
    return status;
}

/* At a temperature, molecules that are gases there and for which no gas stands: the table has them as solids, and the entropy
 * that drives such a reaction is missing. A notice, so that whoever asks for rows is told, too. */
static void say_solids(const session *run, const ip_equation *equation, const ip_reaction_energy *found) {
    ip_gases *gases;
    if (!(run->opts->temperature > 0.0) || run->opts->quiet || ip_gases_read_shipped(&gases, NULL))
        return;
    for (int t = 0; t < equation->count; t++) {
        const ip_equation_term *term = &equation->terms[t];
        if (!ip_reaction_energy_is_open(found, term) && term->composition.count > 1 && ip_gases_find(gases, &term->composition))
            complain("notice: %s is taken as the table's solid; --gas %s=1bar takes it as a gas", term->formula, term->formula);
    }
    ip_gases_free(gases);
}

/* The balanced equation at a reservoir: what that leaves open need not be written. */
static ip_status prepare(ip_equation *equation, const session *run, const char *text, const ip_reservoir *reservoir,
                         ip_error *error) {
    ip_status status = read_terms(equation, run->opts, text, error);
    return status ? status : ip_equation_balance(equation, reservoir, error);
}

static void answer(session *run, const char *text, const ip_reservoir *reservoir) {
    ip_equation equation = {0};
    ip_reaction_energy found = {0};
    ip_reaction_row row;
    ip_error error;
    ip_reaction_row_ask(&row, text, reservoir, &run->question);
    ip_status status = prepare(&equation, run, text, reservoir, &error);
    if (!status)
        status = ip_reaction_energy_find(&found, run->solver, &equation, reservoir, &error);
    if (!status)
        status =
            ip_reaction_row_fill(&row, run->memory, run->dataset, text, &equation, &found, reservoir, &run->question, &error);
    if (!status)
        say_solids(run, &equation, &found);
    if (run->sink || status) {
        session_answer(run, status, text, &row, &error);
    } else {
        session_row(run, &row);
        print_block(run, &equation, &found, &row);
        ip_memory_empty(run->memory);
    }
    ip_reaction_energy_clear(&found);
    ip_equation_clear(&equation);
}

/* Against the metal of its formulas; one that cannot be read is answered so. */
static ip_status open_cases(reservoir_cases *out, const options *opts, const char *text, ip_error *error) {
    ip_equation equation = {0};
    const char **formulas = NULL;
    ip_status status = read_terms(&equation, opts, text, error);
    int count = status ? 0 : equation.count;
    if (status != IP_NO_MEMORY) {
        formulas = calloc((size_t)count + 1, sizeof *formulas);
        status = formulas ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    }
    for (int t = 0; t < count && !status; t++)
        formulas[t] = equation.terms[t].formula;
    if (!status)
        status = reservoirs_open(out, opts, formulas, count, error);
    free(formulas);
    ip_equation_clear(&equation);
    return status;
}

static void free_cases(reservoir_cases *cases, int count) {
    for (int i = 0; cases && i < count; i++)
        reservoirs_free(&cases[i]);
    free(cases);
}

/* Returns whether voltages come into it. */
static bool answer_cases(session *run, const char *text, const reservoir_cases *asked) {
    run->question.metal = asked->metal.metal;
    run->question.charge = asked->metal.charge;
    reservoirs_set_atmosphere(asked, run->gases.atmosphere);
    bool has_voltage = !isnan(ip_reservoir_voltage(&asked->reservoirs[0], &run->question));
    if (has_voltage)
        session_refer_to(run, asked->metal.metal, asked->metal.charge);
    for (int i = 0; i < asked->count; i++)
        answer(run, text, &asked->reservoirs[i]);
    return has_voltage;
}

static exit_code run_reaction(const options *opts) {
    ip_error error;
    reservoir_cases *cases = calloc((size_t)opts->argument_count + 1, sizeof *cases);
    ip_status status = cases ? IP_OK : ip_error_set(&error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < opts->argument_count && !status; i++)
        status = open_cases(&cases[i], opts, opts->arguments[i], &error);
    session run;
    exit_code code = status == IP_NO_MEMORY ? EXIT_INTERNAL
                     : status               ? EXIT_USAGE
                                            : session_open(&run, opts, "reaction", &ip_reaction_result, false);
    if (status)
        complain_of(NULL, &error);
    if (code == EXIT_ANSWERED) {
        bool has_voltages = false;
        run.question.reservoir = NULL; /* cases hold it all */
        for (int i = 0; i < opts->argument_count; i++)
            has_voltages = answer_cases(&run, opts->arguments[i], &cases[i]) || has_voltages;
        if (!run.sink)
            session_print_assumptions(&run, has_voltages);
        code = session_close(&run);
    }
    free_cases(cases, opts->argument_count);
    return code;
}

static const option_row rows[] = {OPTION_ROW_VOLTAGE(OPTION_EACH), OPTION_ROWS_RESERVOIRS, OPTION_END};

const command command_reaction = {
    .name = "reaction",
    .summary = "the energy of a reaction as you write it",
    .arguments = "'A + B -> C + D'... [--voltage V|LO:HI]... [--mu EL=E]... [--gas F=P]...",
    .help = "Adds up the energies of a reaction. Coefficients that are not written are found,\n"
            "where there is one way to balance it; those that are written stay. The arrow\n"
            "may be ->, = or <-. With nothing behind it, the products are found: what the\n"
            "mixture becomes, and the energy that it sets free. At a voltage the metal counts\n"
            "at its potential, and need not be written.\n"
            "\n"
            "Example: what oxidises a chloride argyrodite\n"
            "  interphase reaction 'Li6PS5Cl -> Li3PS4 + S + LiCl + 2 Li'\n",
    .options = {rows, 0},
    .result = &ip_reaction_result,
    .run = run_reaction,
};
