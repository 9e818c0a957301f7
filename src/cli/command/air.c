/* `interphase air`: what moist air does to materials. */
#include "air_output.h"

#include "cli/input/formulas.h"
#include "cli/input/series.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct air_options {
    double humidity, dew_point;
    const char *water, *oxygen, *carbon_dioxide, *release; /* pressures as they were written; NULL for the usual ones */
    text_list without;
    const char *sweep; /* a pattern; NULL for none */
} air_options;

/* ---- conditions */

static exit_code read_pressure(double *bar, const ip_gases *gases, const char *formula, const char *option, const char *text,
                               double temperature) {
    const ip_gas *gas;
    ip_error error;
    if (!text)
        return EXIT_ANSWERED;
    ip_status status = ip_gases_find_formula(&gas, gases, formula, &error);
    if (!status)
        status = ip_pressure_read(bar, text, gas, temperature, &error);
    if (status)
        complain_of(option, &error);
    return status ? EXIT_USAGE : EXIT_ANSWERED;
}

static exit_code read_conditions(ip_air_conditions *out, const options *opts, const ip_gases *gases) {
    const air_options *own = opts->own;
    bool has_dew_point = options_given(opts, &own->dew_point);
    if (options_given(opts, &own->humidity) + has_dew_point + (own->water != NULL) > 1) {
        complain("air: one of --humidity, --dew-point and --water is expected; see 'interphase air --help'");
        return EXIT_USAGE;
    }
    *out = ip_air_conditions_default();
    out->temperature = opts->temperature;
    out->water = has_dew_point ? ip_water_saturation(own->dew_point) : ip_air_water(opts->temperature, own->humidity);
    out->without = own->without.items;
    out->without_count = own->without.count;
    exit_code code = read_pressure(&out->water, gases, "H2O", "--water", own->water, opts->temperature);
    if (code == EXIT_ANSWERED)
        code = read_pressure(&out->oxygen, gases, "O2", "--oxygen", own->oxygen, opts->temperature);
    if (code == EXIT_ANSWERED)
        code = read_pressure(&out->carbon_dioxide, gases, "CO2", "--carbon-dioxide", own->carbon_dioxide, opts->temperature);
    if (code == EXIT_ANSWERED)
        code = read_pressure(&out->release, gases, "H2S", "--release", own->release, opts->temperature);
    return code;
}

static exit_code make_air(ip_air **out, const options *opts) {
    ip_air_conditions conditions;
    ip_gases *gases;
    ip_error error;
    exit_code code = tables_gases(&gases);
    if (code != EXIT_ANSWERED)
        return code;
    code = read_conditions(&conditions, opts, gases);
    if (code == EXIT_ANSWERED && ip_air_new(out, gases, &conditions, &error)) {
        complain_of("air", &error);
        code = error.status == IP_NO_MEMORY ? EXIT_INTERNAL : EXIT_USAGE;
    }
    ip_gases_free(gases);
    return code;
}

/* ---- what is asked about */

/* The formulas of the call, or those of a series. */
typedef struct subject_list {
    const char *const *formulas; /* [0 .. count-1] */
    long count;
    char **written; /* [0 .. count-1], owned: what a pattern came out as; NULL without one */
    const char **spelled; /* [0 .. count-1], owned: how it is read */
} subject_list;

static void subjects_free(subject_list *list) {
    series_free(list->written, list->count);
    free(list->spelled);
}

static exit_code write_series(subject_list *out, const options *opts, const series *of) {
    ip_error error;
    if (series_write_all(&out->written, of, &error)) {
        complain_of(of->pattern, &error);
        return error.status == IP_NO_MEMORY ? EXIT_INTERNAL : EXIT_USAGE;
    }
    out->count = of->count;
    out->spelled = calloc((size_t)of->count, sizeof *out->spelled);
    if (!out->spelled) {
        complain_of_memory();
        return EXIT_INTERNAL;
    }
    for (long i = 0; i < of->count; i++) {
        out->spelled[i] = formulas_spelled(opts, out->written[i]);
        if (!out->spelled[i])
            return EXIT_INTERNAL;
    }
    out->formulas = out->spelled;
    return EXIT_ANSWERED;
}

static exit_code find_subjects(subject_list *out, const options *opts) {
    const air_options *own = opts->own;
    series of;
    memset(out, 0, sizeof *out);
    if (own->sweep)
        return series_read(&of, own->sweep, opts->arguments, opts->argument_count) ? write_series(out, opts, &of) : EXIT_USAGE;
    out->formulas = (const char *const *)opts->arguments;
    out->count = opts->argument_count;
    return EXIT_ANSWERED;
}

/* ---- answers */

typedef struct air_taker {
    session *run;
    const ip_air *air;
    const subject_list *subjects;
    ip_memory *memory; /* of what the ranking shows */
    ip_air_row *rows;  /* [0 .. count-1] */
    long count;
} air_taker;

/* What the ranking shows of a row outlives it. */
static void keep_row(air_taker *taker, long index, const ip_air_row *row) {
    ip_air_row *kept = &taker->rows[taker->count];
    *kept = *row;
    kept->formula = taker->subjects->formulas[index];
    kept->toxic_gas = row->toxic_gas ? ip_memory_copy(taker->memory, row->toxic_gas) : NULL;
    if (row->toxic_gas && !kept->toxic_gas)
        session_fail_memory(taker->run, kept->formula);
    else
        taker->count++;
}

/* Hands the line over all humidities to the figure. */
static void draw_curve(session *run, const ip_air *air, const char *formula) {
    ip_air_curve_row *rows;
    ip_error error;
    long count;
    if (!run->plot.figure || run->broken)
        return;
    ip_status status = ip_air_curve_find(&rows, &count, run->memory, run->solver, air, formula, &error);
    for (long i = 0; i < count && !status; i++) {
        rows[i].formula = formulas_written(formula);
        status = plot_row(&run->plot, &ip_air_curve_result, &rows[i], &error);
    }
    if (status)
        session_break(run, &error);
}

static void take_row(void *user, long index, const ip_air_row *row, const ip_error *error) {
    air_taker *taker = user;
    session *run = taker->run;
    ip_air_row own = *row;
    if (run->broken)
        return;
    if (!error->status)
        draw_curve(run, taker->air, taker->subjects->formulas[index]);
    if (run->sink || error->status) {
        session_answer(run, error->status, taker->subjects->formulas[index], &own, error);
        return;
    }
    own.formula = taker->subjects->formulas[index];
    session_row(run, &own);
    air_print_block(run, &own);
    keep_row(taker, index, &own);
    ip_memory_empty(run->memory);
}

static void answer_all(session *run, const ip_air *air, const subject_list *subjects) {
    air_taker taker = {run, air, subjects, NULL, calloc((size_t)subjects->count, sizeof *taker.rows), 0};
    ip_executor *executor = NULL;
    ip_error error;
    ip_status status = taker.rows ? ip_memory_new(&taker.memory, &error) : ip_error_set(&error, IP_NO_MEMORY, "out of memory");
    if (!status)
        status = ip_executors_new(&executor, NULL, run->dataset, run->opts->threads, &error);
    if (!status)
        status = ip_air_rows_find(executor, air, subjects->formulas, subjects->count, &run->question, take_row, &taker, &error);
    ip_executor_free(executor);
    if (status)
        session_break(run, &error);
    else if (taker.count > 1 && !run->sink && !run->broken)
        air_print_ranking(run, taker.rows, taker.count);
    ip_memory_free(taker.memory);
    free(taker.rows);
}

static exit_code run_air(const options *given) {
    options about = *given;
    const options *opts = &about;
    session run;
    subject_list subjects;
    ip_air *air = NULL;
    exit_code code = find_subjects(&subjects, opts);
    about.asked = subjects.formulas;
    about.asked_count = subjects.count;
    if (code == EXIT_ANSWERED)
        code = make_air(&air, opts);
    if (code == EXIT_ANSWERED)
        code = session_open(&run, opts, "air", &ip_air_result, false);
    if (code == EXIT_ANSWERED) {
        answer_all(&run, air, &subjects);
        if (!run.sink) {
            air_print_limits(&run, ip_air_conditions_of(air));
            session_print_assumptions(&run, false);
        }
        code = session_close(&run);
    }
    ip_air_free(air);
    subjects_free(&subjects);
    return code;
}

static const option_row rows[] = {
    {"temperature", 0, "T", "of the air, K", OPTION_NUMBER(options, temperature), .unit = "K", .low = IP_TEMPERATURE_LOW,
     .high = IP_AIR_TEMPERATURE_HIGH, .start = 300.0},
    {"humidity", 0, "RH", "relative humidity, %", OPTION_NUMBER(air_options, humidity), .unit = "%", .low = 1e-30, .high = 100.0,
     .start = 40.0},
    {"dew-point", 0, "C", "in its place: the dew point, degrees Celsius", OPTION_NUMBER(air_options, dew_point),
     .unit = "degrees Celsius", .low = IP_DEW_POINT_LOW, .high = IP_DEW_POINT_HIGH},
    {"water", 0, "P", "in its place: the pressure of water, such as 14mbar", OPTION_TEXT(air_options, water)},
    {"oxygen", 0, "P", "pressure of oxygen", OPTION_TEXT(air_options, oxygen), .usually = "0.21bar"},
    {"carbon-dioxide", 0, "P", "pressure of carbon dioxide", OPTION_TEXT(air_options, carbon_dioxide), .usually = "420ppm"},
    {"release", 0, "P", "pressure against which toxic gases leave, each", OPTION_TEXT(air_options, release), .usually = "1ppm"},
    {"without", 0, "GAS", "there is none of this gas: CO2, O2, or one that may leave, such as SO2",
     OPTION_TEXTS(air_options, without), .repeat = OPTION_EACH},
    OPTION_ROW_MIXING_ENTROPY,
    {"sweep", 0, "PATTERN", "a series of compositions, with amounts in braces: 'Na{3-x}Sb{1-x}W{x}S4' x=0:0.3:0.05",
     OPTION_TEXT(air_options, sweep)},
    OPTION_END,
};

const command command_air = {
    .name = "air",
    .summary = "what moist air does: hydrolysis, toxic gas, carbonates, oxidation",
    .arguments = "FORMULA... | --sweep PATTERN X=LO:HI:STEP...",
    .help = "Finds what moist air does to each material: water alone, water with carbon\n"
            "dioxide, dry oxygen, and all of them, so that oxygen does not hide the rest. Of\n"
            "water the first step (what a trace does to an excess of the material), the\n"
            "lowest humidity at which anything happens and at which a toxic gas leaves, what\n"
            "is left in the end, the toxic gas per gram, and the pressure up to which it\n"
            "would leave. Several materials are ranked. It is equilibrium: how fast, it does\n"
            "not say. A composition that is not in the table starts as what it falls apart\n"
            "into. With --sweep the materials are a series of compositions. --plot draws the\n"
            "energy in water over the humidity, and those of all four.\n"
            "\n"
            "Example: which of two electrolytes needs the drier room\n"
            "  interphase air Na3PS4 Na3SbS4\n",
    .options = {rows, sizeof(air_options)},
    .takes_formulas = true,
    .result = &ip_air_result,
    .run = run_air,
};
