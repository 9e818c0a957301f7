/* `interphase window`: between which voltages a composition exchanges no metal, and what forms outside. */
#include "sampling_output.h"
#include "pressure_output.h"
#include "cli/io/text.h"

#include <interphase/pressure_row.h>

#include <math.h>

/* "from 1.2455 to 2.4293 V", "up to 2.4293 V", "from 0.5926 V upwards", "at every voltage". */
static void print_range(FILE *stream, const ip_window *window, const ip_window_row *row) {
    bool low = window->reduction_potential > 0.0, high = isfinite(window->oxidation_potential);
    if (low && high)
        fprintf(stream, "from %s to %s V", text_uncertain(row->reduction_potential, row->reduction_potential_uncertainty, 4),
                text_uncertain(row->oxidation_potential, row->oxidation_potential_uncertainty, 4));
    else if (low)
        fprintf(stream, "from %s V upwards", text_uncertain(row->reduction_potential, row->reduction_potential_uncertainty, 4));
    else if (high)
        fprintf(stream, "from 0 V (contact with the metal) to %s V",
                text_uncertain(row->oxidation_potential, row->oxidation_potential_uncertainty, 4));
    else
        fputs("at every voltage from 0 V (contact with the metal) upwards", stream);
}

/* A phase that other reservoirs do something to. */
static void print_changed(session *run, const ip_profile *profile, const ip_window *window, const ip_window_row *row) {
    FILE *stream = run->out.stream;
    const char *metal = ip_element_symbol(profile->metal);
    fprintf(stream, "%s stays at no voltage what it is", row->formula);
    gases_print(stream, &run->gases);
    if (window->inside) {
        fprintf(stream, ".\nWhat it becomes, %s, neither takes up nor gives off %s ",
                session_products(run, &window->inside->products), metal);
        print_range(stream, window, row);
    } else {
        fprintf(stream, ".\nIt takes up %s below %s V and gives it off above", metal,
                text_uncertain(row->reduction_potential, row->reduction_potential_uncertainty, 4));
    }
    fputs(".\n", stream);
}

static void print_headline(session *run, const ip_profile *profile, const ip_window *window, const ip_window_row *row) {
    const char *formula = row->formula;
    FILE *stream = run->out.stream;
    const char *metal = ip_element_symbol(profile->metal);
    const ip_hull *hull = &profile->hull;
    if (window->stable) {
        fprintf(stream, "%s is stable ", formula);
        print_range(stream, window, row);
        fprintf(stream, " against %s", metal);
        if (isfinite(window->oxidation_potential))
            fprintf(stream, " (width %s V)", text_uncertain(row->width, row->width_uncertainty, 4));
        gases_print(stream, &run->gases);
        fputs(".\n", stream);
        return;
    }
    if (profile->has_others) {
        print_changed(run, profile, window, row);
        return;
    }
    const char *products = session_products(run, &hull->products);
    if (!hull->phase)
        fprintf(stream, "%s is not in the table: it is taken at the hull, as %s.\n", formula, products);
    else if (hull->phase->excluded)
        fprintf(stream, "%s is left out of the competition: the range shown is that of %s.\n", formula, products);
    else
        fprintf(stream, "%s itself is stable at no voltage: it lies %s eV/atom above the hull, as %s.\n", formula,
                text_uncertain(row->energy_above_hull, row->energy_above_hull_uncertainty, 4), products);
    if (window->has_plateau) {
        fprintf(stream, "These decomposition products, not %s itself, neither take up nor give off %s ", formula, metal);
        print_range(stream, window, row);
        fputs(".\n", stream);
    } else {
        fprintf(stream, "These decomposition products have no window: they take up %s below %s V and give it off above.\n", metal,
                text_uncertain(row->reduction_potential, row->reduction_potential_uncertainty, 4));
    }
}

/* What forms at one place of the voltage axis, for the table in text. */
typedef struct reaction_row {
    const char *place, *equation, *interphase;
} reaction_row;

static const ip_column reaction_columns[] = {
    IP_COLUMN(reaction_row, place, "", "", 0, 1, 0, 0, "where"),
    IP_COLUMN(reaction_row, equation, "", "", 0, 2, 0, IP_COLUMN_LONG, "the balanced equation"),
    IP_COLUMN(reaction_row, interphase, "", "", 0, 3, 0, 0, "whether it lets electrons through"),
};
static const ip_result_type reaction_result = IP_RESULT_TYPE("reactions", reaction_row, reaction_columns);

enum { MOST_REACTIONS = 3 };

typedef struct reaction_list {
    int count;
    reaction_row rows[MOST_REACTIONS];
    char places[MOST_REACTIONS][80];
} reaction_list;

static char *add_reaction(reaction_list *list, session *run, const ip_reactant *subject, const ip_profile *profile,
                          const ip_plateau *plateau) {
    char *place = list->places[list->count];
    bool changes = !ip_equilibrium_is(&plateau->products, profile->hull.phase);
    ip_character character = ip_character_find(&plateau->products, changes, run->question.gap);
    reaction_row row = {place, session_equation(run, subject, 1, &plateau->products), session_character(run, character)};
    list->rows[list->count++] = row;
    return place;
}

/* What forms with the metal itself, just below the window and just above it. */
static void add_reactions(reaction_list *list, session *run, const ip_reactant *subject, const ip_profile *profile,
                          const ip_window *window) {
    const char *metal = ip_element_symbol(profile->metal), *low = text_number(window->reduction_potential, 4);
    size_t size = sizeof list->places[0];
    list->count = 0;
    if (window->reduction && window->contact) {
        char *place = add_reaction(list, run, subject, profile, window->contact);
        if (window->reduction == window->contact)
            snprintf(place, size, "0 V (%s metal) to %s V", metal, low);
        else
            snprintf(place, size, "at 0 V (%s metal)", metal);
    }
    if (window->reduction && window->reduction != window->contact)
        snprintf(add_reaction(list, run, subject, profile, window->reduction), size, "below %s V", low);
    if (window->oxidation)
        snprintf(add_reaction(list, run, subject, profile, window->oxidation), size, "above %s V",
                 text_number(window->oxidation_potential, 4));
}

static void print_block(session *run, const ip_composition *composition, const ip_profile *profile, const ip_window_row *row) {
    ip_window window = ip_profile_window(profile);
    ip_reactant subject = {row->formula, composition, 1.0};
    reaction_list reactions;
    double molar = profile->atoms * IP_KJ_PER_MOL;
    session_start_block(run);
    print_headline(run, profile, &window, row);
    session_print_lowest(run, profile);
    add_reactions(&reactions, run, &subject, profile, &window);
    session_table(run, &reaction_result, reactions.rows, reactions.count);
    if (window.reduction && window.contact)
        fprintf(run->out.stream, "  with the metal: %s eV/atom, %s kJ per mole of %s\n",
                text_uncertain(row->contact_energy, row->contact_energy_uncertainty, 4),
                text_uncertain(row->contact_energy * molar, row->contact_energy_uncertainty * molar, 1), row->formula);
    ip_memory_empty(run->memory);
}

static void sample(session *run, const char *formula) {
    ip_error error;
    if (run->sampling.draws.count)
        session_take_samples(
            run, ip_samples_window(&run->sampling.samples, &run->sampling.draws, formula, &run->question, &error), &error);
}

static void answer(session *run, const char *formula) {
    ip_composition composition;
    ip_profile profile;
    ip_window_row row;
    ip_error error;
    ip_status status;
    session_choose_metal(run, &formula, 1);
    if (run->sink) {
        status = ip_window_row_find(&row, run->memory, run->solver, formula, &run->question, &error);
        if (!status)
            sample(run, formula);
        session_answer(run, status, formula, &row, &error);
        return;
    }
    status = session_profile_find(run, formula, &composition, &profile, &error);
    if (status) {
        ip_window_row_find(&row, run->memory, run->solver, formula, &run->question, &error); /* of a failed answer */
        session_fail(run, formula, &row, &error);
        return;
    }
    if (ip_window_row_fill(&row, run->memory, formula, &profile, &run->question, &error)) {
        session_break(run, &error);
    } else {
        session_row(run, &row);
        print_block(run, &composition, &profile, &row);
        sample(run, formula);
        sampling_print(run, 0);
    }
    ip_profile_clear(&profile);
}

static const ip_result_type *result_of(const options *opts) {
    return gases_swept(opts) ? &ip_pressure_window_result : &ip_window_result;
}

static exit_code run_window(const options *opts) {
    session run;
    if (gases_swept(opts))
        return pressure_windows(opts);
    exit_code code = session_open(&run, opts, "window", &ip_window_result, false);
    if (code != EXIT_ANSWERED)
        return code;
    for (int i = 0; i < opts->argument_count; i++)
        answer(&run, opts->arguments[i]);
    if (!run.sink)
        session_print_assumptions(&run, true);
    return session_close(&run);
}

static const option_row rows[] = {OPTION_ROWS_RESERVOIRS_OR_SWEPT, OPTION_ROW_MIXING_ENTROPY,
                                  OPTION_ROW_GAP, OPTION_ROW_SAMPLES, OPTION_END};

const command command_window = {
    .name = "window",
    .summary = "electrochemical stability window",
    .arguments = "FORMULA... [--gas F[=P]]...",
    .help = "Finds the voltages against a metal (that of --metal, else the composition's own\n"
            "alkali metal) at which each composition neither takes up nor gives off the\n"
            "metal, what forms with the metal itself (0 V), and what forms just below and\n"
            "above the window. A phase above the hull, or a composition that is not in the\n"
            "table, has no window of its own: then the range shown is that of its\n"
            "decomposition products, and the output says so. Against a gas without a pressure\n"
            "(--gas O2), the pressures at which the gas is neither taken up nor given off.\n"
            "\n"
            "Example: the window of a sodium electrolyte\n"
            "  interphase window Na3PS4\n",
    .options = {rows, 0},
    .takes_formulas = true,
    .result = &ip_window_result,
    .result_of = result_of,
    .run = run_window,
};
