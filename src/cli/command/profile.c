/* `interphase profile`: every plateau of a composition against a metal, from 0 V upwards. */
#include "cli/session.h"
#include "pressure_output.h"
#include "cli/io/text.h"

#include <interphase/pressure_row.h>

#include <stdlib.h>

static void print_headline(session *run, const char *formula, const ip_profile *profile) {
    FILE *stream = run->out.stream;
    const ip_hull *hull = &profile->hull;
    double lowest = profile->plateaus[0].voltage_low;
    fprintf(stream, "%s against %s", formula, ip_element_symbol(profile->metal));
    gases_print(stream, &run->gases);
    fprintf(stream, ": %d plateau%s", profile->plateau_count, profile->plateau_count == 1 ? "" : "s");
    if (hull->stable)
        fputs(". The phase itself is on the hull.\n", stream);
    else if (!hull->phase)
        fputs(". It is not in the table and taken at the hull.\n", stream);
    else
        fprintf(stream, ". The phase itself lies %s eV/atom above the hull and is on none of them.\n",
                session_above_hull(run, hull));
    if (profile->plateaus[0].uptake > 0.0)
        fprintf(stream, "Down to %s V it takes up %s %s per formula unit: %s mAh/g, %s Wh/kg.\n",
                lowest > 0.0 ? text_number(lowest, 4) : "0", text_number(profile->plateaus[0].uptake, 4),
                ip_element_symbol(profile->metal), text_number(ip_profile_capacity(profile, profile->plateaus[0].uptake), 2),
                text_number(ip_profile_specific_energy(profile), 1));
    session_print_lowest(run, profile);
}

static void show(session *run, const ip_profile_row *rows, long count) {
    if (!run->sink)
        session_table(run, run->type, rows, count);
    for (long i = 0; i < count; i++)
        session_row(run, &rows[i]);
    ip_memory_empty(run->memory);
}

/* One row a plateau; the rows share the memory of the answer. */
static ip_status make_rows(ip_profile_row *rows, session *run, const char *formula, const ip_composition *composition,
                           const ip_profile *profile, ip_error *error) {
    ip_status status = IP_OK;
    for (int i = 0; i < profile->plateau_count && !status; i++)
        status =
            ip_profile_row_fill(&rows[i], run->memory, run->dataset, formula, composition, profile, i, &run->question, error);
    return status;
}

static void fail(session *run, const char *formula, const ip_error *error) {
    ip_profile_row row;
    ip_row_blank(run->type, &row);
    row.formula = formula;
    row.metal = ip_element_symbol(run->question.metal);
    session_fail(run, formula, &row, error);
}

static void answer(session *run, const char *formula) {
    ip_composition composition;
    ip_profile profile;
    ip_error error;
    session_choose_metal(run, &formula, 1);
    ip_status status = session_profile_find(run, formula, &composition, &profile, &error);
    if (status) {
        fail(run, formula, &error);
        return;
    }
    ip_profile_row *rows = malloc((size_t)profile.plateau_count * sizeof *rows);
    status = rows ? make_rows(rows, run, formula, &composition, &profile, &error)
                  : ip_error_set(&error, IP_NO_MEMORY, "out of memory");
    if (status) {
        fail(run, formula, &error);
    } else {
        if (!run->sink) {
            session_start_block(run);
            print_headline(run, formula, &profile);
            for (int i = 0; i < profile.plateau_count; i++)
                session_note_weak(run, &profile.plateaus[i].products);
        }
        show(run, rows, profile.plateau_count);
    }
    free(rows);
    ip_profile_clear(&profile);
}

static const ip_result_type *result_of(const options *opts) {
    return gases_swept(opts) ? &ip_pressure_result : &ip_profile_result;
}

static exit_code run_profile(const options *opts) {
    session run;
    if (gases_swept(opts))
        return pressure_profiles(opts);
    exit_code code = session_open(&run, opts, "profile", &ip_profile_result, false);
    if (code != EXIT_ANSWERED)
        return code;
    for (int i = 0; i < opts->argument_count; i++)
        answer(&run, opts->arguments[i]);
    if (!run.sink && run.failures < opts->argument_count)
        session_print_notes(&run, run.type, NULL, 0);
    if (!run.sink)
        session_print_assumptions(&run, true);
    return session_close(&run);
}

static const option_row rows[] = {OPTION_ROWS_RESERVOIRS_OR_SWEPT, OPTION_ROW_MIXING_ENTROPY, OPTION_ROW_GAP, OPTION_END};

const command command_profile = {
    .name = "profile",
    .summary = "every voltage plateau, from 0 V upwards",
    .arguments = "FORMULA... [--gas F[=P]]...",
    .help = "Lists the plateaus of each composition against a metal: ranges of voltage with\n"
            "constant products and constant uptake. Every breakpoint is found exactly.\n"
            "Against a gas without a pressure (--gas O2), ranges of its pressure instead.\n"
            "\n"
            "Example: the conversion of iron disulfide\n"
            "  interphase profile FeS2\n",
    .options = {rows, 0},
    .takes_formulas = true,
    .result = &ip_profile_result,
    .result_of = result_of,
    .run = run_profile,
};
