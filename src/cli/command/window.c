/* `interphase window`: between which voltages a composition exchanges no metal, and what forms outside. */
#include "cli/session.h"
#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>

static const char *const columns[] = {
    "formula", "metal", "in_dataset", "energy_above_hull", "reduction_potential", "oxidation_potential", "width",
    "reduction_uptake", "reduction_products", "oxidation_uptake", "oxidation_products", "contact_uptake",
    "contact_products", "contact_energy", "stable", "status", "message",
    "reduction_character", "oxidation_character", "contact_character"};
enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

static ip_value character_value(const session *run, const ip_profile *profile, const ip_plateau *plateau) {
    return ip_value_text(plateau ? ip_character_word(session_plateau_character(run, profile, plateau).kind) : NULL);
}

static void write_row(session *run, const char *formula, const ip_profile *profile) {
    ip_window window = ip_profile_window(profile);
    const ip_plateau *reduction = window.reduction, *oxidation = window.oxidation;
    ip_value values[COLUMN_COUNT] = {
        ip_value_text(formula),
        ip_value_text(ip_element_symbol(profile->metal)),
        ip_value_text(profile->hull.phase ? "yes" : "no"),
        ip_value_number(profile->hull.energy_above_hull, 6),
        ip_value_number(window.reduction_potential, 6),
        ip_value_number(window.oxidation_potential, 6),
        ip_value_number(window.oxidation_potential - window.reduction_potential, 6),
        ip_value_number(reduction ? reduction->uptake : NAN, 6),
        ip_value_products(reduction ? &reduction->products : NULL),
        ip_value_number(oxidation ? oxidation->uptake : NAN, 6),
        ip_value_products(oxidation ? &oxidation->products : NULL),
        ip_value_number(window.contact->uptake, 6),
        ip_value_products(&window.contact->products),
        ip_value_number(window.contact->reaction_energy_low, 6),
        ip_value_text(window.stable ? "yes" : "no"),
        ip_value_text("ok"),
        ip_value_none(),
        character_value(run, profile, reduction),
        character_value(run, profile, oxidation),
        character_value(run, profile, window.contact),
    };
    session_row(run, values);
}

/* "from 1.2455 to 2.4293 V", "up to 2.4293 V", "from 0.5926 V upwards", "at every voltage". */
static void print_range(FILE *stream, const ip_window *window) {
    bool low = window->reduction_potential > 0.0, high = isfinite(window->oxidation_potential);
    if (low && high)
        fprintf(stream, "from %s to %s V", text_number(window->reduction_potential, 4), text_number(window->oxidation_potential, 4));
    else if (low)
        fprintf(stream, "from %s V upwards", text_number(window->reduction_potential, 4));
    else if (high)
        fprintf(stream, "from 0 V (contact with the metal) to %s V", text_number(window->oxidation_potential, 4));
    else
        fputs("at every voltage from 0 V (contact with the metal) upwards", stream);
}

static void print_headline(session *run, const char *formula, const ip_profile *profile, const ip_window *window) {
    FILE *stream = run->out.stream;
    const char *metal = ip_element_symbol(profile->metal);
    const ip_hull *hull = &profile->hull;
    if (window->stable) {
        fprintf(stream, "%s is stable ", formula);
        print_range(stream, window);
        fprintf(stream, " against %s", metal);
        if (isfinite(window->oxidation_potential))
            fprintf(stream, " (width %s V)", text_number(window->oxidation_potential - window->reduction_potential, 4));
        fputs(".\n", stream);
        return;
    }
    char *products = text_products(&hull->products);
    if (!hull->phase)
        fprintf(stream, "%s is not in the table: it is taken at the hull, as %s.\n", formula, products ? products : "");
    else if (hull->phase->excluded)
        fprintf(stream, "%s is left out of the competition: the range shown is that of %s.\n", formula, products ? products : "");
    else
        fprintf(stream, "%s itself is stable at no voltage: it lies %s eV/atom above the hull, as %s.\n", formula,
                text_number(hull->energy_above_hull, 4), products ? products : "");
    free(products);
    if (window->has_plateau) {
        fprintf(stream, "These decomposition products, not %s itself, neither take up nor give off %s ", formula, metal);
        print_range(stream, window);
        fputs(".\n", stream);
    } else {
        fprintf(stream, "These decomposition products have no window: they take up %s below %s V and give it off above.\n", metal,
                text_number(window->reduction_potential, 4));
    }
}

static bool add_reaction(session *run, text_table *table, const char *place, const char *formula,
                         const ip_composition *composition, const ip_profile *profile, const ip_plateau *plateau,
                         ip_error *error) {
    char *equation = session_equation(run, formula, composition, &plateau->products, run->arrow, error);
    if (!equation)
        return false;
    ip_character character = session_plateau_character(run, profile, plateau);
    text_table_add(table, place);
    text_table_add(table, equation);
    text_table_add(table, session_character_text(&character));
    free(equation);
    return true;
}

/* What forms with the metal itself, just below the window and just above it. */
static bool add_reactions(session *run, text_table *table, const char *formula, const ip_composition *composition,
                          const ip_profile *profile, const ip_window *window, ip_error *error) {
    char place[80];
    const char *metal = ip_element_symbol(profile->metal);
    bool made = true;
    if (window->reduction == window->contact)
        snprintf(place, sizeof place, "0 V (%s metal) to %s V", metal, text_number(window->reduction_potential, 4));
    else
        snprintf(place, sizeof place, "at 0 V (%s metal)", metal);
    if (window->reduction)
        made = add_reaction(run, table, place, formula, composition, profile, window->contact, error);
    if (made && window->reduction && window->reduction != window->contact) {
        snprintf(place, sizeof place, "below %s V", text_number(window->reduction_potential, 4));
        made = add_reaction(run, table, place, formula, composition, profile, window->reduction, error);
    }
    if (made && window->oxidation) {
        snprintf(place, sizeof place, "above %s V", text_number(window->oxidation_potential, 4));
        made = add_reaction(run, table, place, formula, composition, profile, window->oxidation, error);
    }
    return made;
}

static void print_block(session *run, const char *formula, const ip_composition *composition, const ip_profile *profile) {
    ip_window window = ip_profile_window(profile);
    FILE *stream = run->out.stream;
    text_table table;
    ip_error error;
    text_table_start(&table, "lll");
    if (!add_reactions(run, &table, formula, composition, profile, &window, &error)) {
        session_profile_fail(run, formula, &error);
    } else {
        session_start_block(run);
        print_headline(run, formula, profile, &window);
        text_table_print(&table, "  ", stream);
        if (window.reduction)
            fprintf(stream, "  with the metal: %s eV/atom, %s kJ per mole of %s\n",
                    text_number(window.contact->reaction_energy_low, 4),
                    text_number(window.contact->reaction_energy_low * profile->atoms * KJ_PER_MOL, 1), formula);
    }
    text_table_clear(&table);
}

static void answer(session *run, const char *formula) {
    ip_composition composition;
    ip_profile profile;
    if (!session_profile_find(run, formula, &composition, &profile))
        return;
    if (run->writer)
        write_row(run, formula, &profile);
    else
        print_block(run, formula, &composition, &profile);
    ip_profile_clear(&profile);
}

static exit_code run_window(const options *opts) {
    session run;
    exit_code code = session_open(&run, opts, "window", columns, COLUMN_COUNT, false);
    if (code != EXIT_ANSWERED)
        return code;
    for (int i = 0; i < opts->argument_count; i++)
        answer(&run, opts->arguments[i]);
    if (!run.writer)
        session_print_assumptions(&run, true);
    return session_close(&run);
}

static const option_row rows[] = {OPTION_ROW_GAP, OPTION_END};

const command command_window = {
    .name = "window",
    .summary = "electrochemical stability window",
    .arguments = "FORMULA...",
    .help = "Finds the voltages against a metal at which each composition neither takes up\n"
            "nor gives off the metal, what forms with the metal itself (0 V), and what forms\n"
            "just below and above the window. A phase above the hull, or a composition that\n"
            "is not in the table, has no window of its own: then the range shown is that of\n"
            "its decomposition products, and the output says so.\n"
            "\n"
            "Example: the window of a sodium electrolyte\n"
            "  interphase window Na3PS4\n",
    .options = {rows, 0},
    .run = run_window,
};
