/* What profile and window say about every pressure of a gas. */
#include "pressure_output.h"

#include "cli/io/text.h"

#include <interphase/pressure_row.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* What one formula is asked with. */
typedef struct pressure_case {
    const char *formula;
    ip_composition composition;
    ip_profile profile;
} pressure_case;

static ip_pressure_scale scale_of(const session *run) {
    ip_pressure_scale scale = {run->opts->temperature, run->gases.standard, run->gases.thermal};
    return scale;
}

/* Fails with the row that says what was asked. */
static bool find(pressure_case *out, session *run, const char *formula) {
    union {
        ip_pressure_row plateau;
        ip_pressure_window_row window;
    } row;
    char gas[64];
    ip_error error;
    out->formula = formula;
    ip_status status = ip_composition_read(&out->composition, formula, &error);
    if (!status)
        status = ip_pressure_profile_find(&out->profile, run->solver, &out->composition, &run->gases.reservoir, run->gases.swept,
                                          scale_of(run), &error);
    if (!status)
        return true;
    snprintf(gas, sizeof gas, "%.50s(g)", run->gases.swept);
    ip_row_blank(run->type, &row);
    /* Both kinds of rows begin with what was asked. */
    row.plateau.formula = formula;
    row.plateau.gas = gas;
    row.plateau.temperature = run->opts->temperature;
    session_fail(run, formula, &row, &error);
    return false;
}

/* Numbers of many orders of magnitude: "40", "0.19", "1.4e-15". */
static void write_quantity(char *text, size_t size, double number) {
    bool is_plain = (number >= 0.01 && number < 1e4) || number == 0.0;
    snprintf(text, size, is_plain ? "%.3g" : "%.1e", number);
}

/* "1.3e-07 bar", with the factor that it is uncertain by. */
static const char *pressure_text(session *run, double pressure, double uncertainty) {
    char number[64], factor[64], text[160];
    write_quantity(number, sizeof number, pressure);
    write_quantity(factor, sizeof factor, exp(uncertainty / pressure));
    if (uncertainty > 0.0)
        snprintf(text, sizeof text, "%s bar (within a factor of %s)", number, factor);
    else
        snprintf(text, sizeof text, "%s bar", number);
    const char *kept = ip_memory_copy(run->memory, text);
    if (!kept)
        session_fail_memory(run, "pressures");
    return kept ? kept : "";
}

static bool is_highest(double pressure) {
    return pressure > 0.999 * IP_HIGHEST_PRESSURE;
}

/* ---- profiles */

static void show_profile(session *run, const pressure_case *asked, const ip_pressure_row *rows) {
    const ip_profile *profile = &asked->profile;
    int count = profile->plateau_count;
    for (int i = 0; i < count; i++)
        session_row(run, &rows[i]);
    if (!run->sink) {
        session_start_block(run);
        fprintf(run->out.stream, "%s in %s at %s K: %d range%s of pressure, up to %s.\n", asked->formula, profile->gas->formula,
                text_number(run->opts->temperature, 0), count, count == 1 ? "" : "s",
                pressure_text(run, rows[count - 1].pressure_high, NAN));
        session_print_limit(run, profile, "Above that");
        for (int i = 0; i < count; i++)
            session_note_weak(run, &profile->plateaus[i].products);
        session_table(run, run->type, rows, count);
    }
    ip_memory_empty(run->memory);
}

static void answer_profile(session *run, const char *formula) {
    pressure_case asked;
    ip_error error;
    ip_status status = IP_OK;
    if (!find(&asked, run, formula))
        return;
    int count = asked.profile.plateau_count;
    ip_pressure_row *rows = malloc((size_t)count * sizeof *rows);
    if (!rows)
        status = ip_error_set(&error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < count && !status; i++)
        status = ip_pressure_row_fill(&rows[i], run->memory, run->dataset, formula, &asked.composition, &asked.profile, i,
                                      scale_of(run), &run->question, &error);
    if (status)
        session_break(run, &error);
    else
        show_profile(run, &asked, rows);
    free(rows);
    ip_profile_clear(&asked.profile);
}

/* ---- windows */

static void print_window(session *run, const pressure_case *asked, const ip_pressure_window_row *row) {
    FILE *stream = run->out.stream;
    const ip_profile *profile = &asked->profile;
    ip_window window = ip_profile_window(profile);
    bool low = row->pressure_low > 0.0, high = !is_highest(row->pressure_high);
    session_start_block(run);
    if (window.stable)
        fprintf(stream, "%s stays what it is at %s K", asked->formula, text_number(run->opts->temperature, 0));
    else if (window.inside)
        fprintf(stream, "%s becomes %s, which neither takes up nor gives off %s at %s K", asked->formula,
                session_products(run, &window.inside->products), profile->gas->formula, text_number(run->opts->temperature, 0));
    else
        fprintf(stream, "%s gives off %s at %s K below and takes it up above one pressure,", asked->formula,
                profile->gas->formula, text_number(run->opts->temperature, 0));
    if (low)
        fprintf(stream, "%s %s", window.inside ? " from" : "",
                pressure_text(run, row->pressure_low, row->pressure_low_uncertainty));
    if (high && window.inside)
        fprintf(stream, " up to %s", pressure_text(run, row->pressure_high, row->pressure_high_uncertainty));
    else if (window.inside)
        fprintf(stream, "%s", low ? " upwards" : " at every pressure");
    fprintf(stream, "%s%s.\n", window.inside ? " of " : "", window.inside ? profile->gas->formula : "");
    if (row->release_equation)
        fprintf(stream, "  below   %s\n", row->release_equation);
    if (row->uptake_equation)
        fprintf(stream, "  above   %s\n", row->uptake_equation);
}

static void answer_window(session *run, const char *formula) {
    pressure_case asked;
    ip_pressure_window_row row;
    ip_error error;
    if (!find(&asked, run, formula))
        return;
    if (ip_pressure_window_row_fill(&row, run->memory, run->dataset, formula, &asked.composition, &asked.profile, scale_of(run),
                                    &run->question, &error))
        session_break(run, &error);
    else
        session_row(run, &row);
    if (!run->sink && !run->broken)
        print_window(run, &asked, &row);
    ip_memory_empty(run->memory);
    ip_profile_clear(&asked.profile);
}

/* ---- calls */

static exit_code answer_all(const options *opts, const char *name, const ip_result_type *type,
                            void (*answer)(session *, const char *)) {
    session run;
    if (opts->samples) {
        complain("%s: --samples needs a pressure of the gas; see 'interphase %s --help'", name, name);
        return EXIT_USAGE;
    }
    exit_code code = session_open(&run, opts, name, type, false);
    if (code != EXIT_ANSWERED)
        return code;
    for (int i = 0; i < opts->argument_count; i++)
        answer(&run, opts->arguments[i]);
    if (!run.sink && type == &ip_pressure_result && run.failures < opts->argument_count)
        session_print_notes(&run, type, NULL, 0);
    if (!run.sink)
        session_print_assumptions(&run, false);
    return session_close(&run);
}

exit_code pressure_profiles(const options *opts) {
    return answer_all(opts, "profile", &ip_pressure_result, answer_profile);
}

exit_code pressure_windows(const options *opts) {
    return answer_all(opts, "window", &ip_pressure_window_result, answer_window);
}
