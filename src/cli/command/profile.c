/* `interphase profile`: every plateau of a composition against a metal, from 0 V upwards. */
#include "cli/session.h"
#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>

static const char *const columns[] = {"formula", "metal", "voltage_low", "voltage_high", "uptake", "products", "equation",
                                      "reaction_energy_low", "reaction_energy_high", "capacity", "status", "message",
                                      "character"};
enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

static double finite_or_undefined(double value) {
    return isfinite(value) ? value : NAN;
}

static ip_status write_rows(session *run, const char *formula, const ip_composition *composition, const ip_profile *profile,
                            ip_error *error) {
    for (int i = 0; i < profile->plateau_count; i++) {
        const ip_plateau *plateau = &profile->plateaus[i];
        char *equation = session_equation(run, formula, composition, &plateau->products, "->", error);
        if (!equation)
            return error->status;
        ip_value values[COLUMN_COUNT] = {
            ip_value_text(formula),
            ip_value_text(ip_element_symbol(profile->metal)),
            ip_value_number(plateau->voltage_low, 6),
            ip_value_number(plateau->voltage_high, 6),
            ip_value_number(plateau->uptake, 6),
            ip_value_products(&plateau->products),
            ip_value_text(equation),
            ip_value_number(plateau->reaction_energy_low, 6),
            ip_value_number(finite_or_undefined(plateau->reaction_energy_high), 6),
            ip_value_number(ip_profile_capacity(profile, plateau->uptake), 2),
            ip_value_text("ok"),
            ip_value_none(),
            ip_value_text(ip_character_word(session_plateau_character(run, profile, plateau).kind)),
        };
        session_row(run, values);
        free(equation);
    }
    return IP_OK;
}

static void print_headline(session *run, const char *formula, const ip_profile *profile) {
    FILE *stream = run->out.stream;
    const ip_hull *hull = &profile->hull;
    fprintf(stream, "%s against %s: %d plateau%s", formula, ip_element_symbol(profile->metal), profile->plateau_count,
            profile->plateau_count == 1 ? "" : "s");
    if (hull->stable)
        fputs(". The phase itself is on the hull.\n", stream);
    else if (!hull->phase)
        fputs(". It is not in the table and taken at the hull.\n", stream);
    else
        fprintf(stream, ". The phase itself lies %s eV/atom above the hull and is on none of them.\n",
                text_number(hull->energy_above_hull, 4));
    if (profile->plateaus[0].uptake > 0.0)
        fprintf(stream, "Down to 0 V it takes up %s %s per formula unit: %s mAh/g, %s Wh/kg.\n",
                text_number(profile->plateaus[0].uptake, 4), ip_element_symbol(profile->metal),
                text_number(ip_profile_capacity(profile, profile->plateaus[0].uptake), 2),
                text_number(ip_profile_specific_energy(profile), 1));
}

static void print_block(session *run, const char *formula, const ip_profile *profile) {
    text_table table;
    text_table_start(&table, "rrrrrll");
    session_start_block(run);
    print_headline(run, formula, profile);
    text_table_add(&table, "from V");
    text_table_add(&table, "to V");
    text_table_add(&table, "uptake");
    text_table_add(&table, "mAh/g");
    text_table_add(&table, "eV/atom");
    text_table_add(&table, "products of one formula unit");
    text_table_add(&table, "interphase");
    for (int i = 0; i < profile->plateau_count; i++) {
        const ip_plateau *plateau = &profile->plateaus[i];
        char *products = text_products(&plateau->products);
        text_table_add(&table, text_number(plateau->voltage_low, 4));
        text_table_add(&table, isinf(plateau->voltage_high) ? "" : text_number(plateau->voltage_high, 4));
        text_table_add(&table, text_signed(plateau->uptake, 4));
        text_table_add(&table, text_number(ip_profile_capacity(profile, plateau->uptake), 2));
        text_table_add(&table, text_number(plateau->reaction_energy_low, 4));
        ip_character character = session_plateau_character(run, profile, plateau);
        text_table_add(&table, products);
        text_table_add(&table, session_character_text(&character));
        free(products);
    }
    text_table_print(&table, "  ", run->out.stream);
    text_table_clear(&table);
}

static void answer(session *run, const char *formula) {
    ip_composition composition;
    ip_profile profile;
    ip_error error;
    if (!session_profile_find(run, formula, &composition, &profile))
        return;
    if (!run->writer)
        print_block(run, formula, &profile);
    else if (write_rows(run, formula, &composition, &profile, &error))
        session_profile_fail(run, formula, &error);
    ip_profile_clear(&profile);
}

static exit_code run_profile(const options *opts) {
    session run;
    exit_code code = session_open(&run, opts, "profile", columns, COLUMN_COUNT, false);
    if (code != EXIT_ANSWERED)
        return code;
    for (int i = 0; i < opts->argument_count; i++)
        answer(&run, opts->arguments[i]);
    if (!run.writer && run.failures < opts->argument_count) {
        session_start_block(&run);
        fputs("uptake: atoms of the metal per formula unit; mAh/g: of the whole uptake; eV/atom: reaction energy at the\n"
              "lower voltage, per atom of the formula.\n", run.out.stream);
        run.blocks = 0; /* the next line belongs to this block */
    }
    if (!run.writer)
        session_print_assumptions(&run, true);
    return session_close(&run);
}

static const option_row rows[] = {OPTION_ROW_GAP, OPTION_END};

const command command_profile = {
    .name = "profile",
    .summary = "every voltage plateau, from 0 V upwards",
    .arguments = "FORMULA...",
    .help = "Lists the plateaus of each composition against a metal: ranges of voltage with\n"
            "constant products and constant uptake. Every breakpoint is found exactly.\n"
            "\n"
            "Example: the conversion of iron disulfide\n"
            "  interphase profile FeS2\n",
    .options = {rows, 0},
    .run = run_profile,
};
