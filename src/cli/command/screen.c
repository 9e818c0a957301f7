/* `interphase screen`: a batch of windows, decompositions and interfaces, streamed in and out, that an interruption does not
 * lose. */
#include "screen_page.h"

#include "cli/input/names.h"
#include "cli/input/tables.h"
#include "cli/io/memory_text.h"
#include "cli/io/output.h"
#include "cli/io/signals.h"
#include "cli/io/text.h"
#include "cli/join.h"
#include "cli/part.h"
#include "cli/team.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- set-up */

/* Answers would not be told from what the input says, and JSON keeps one value of a name. */
static bool are_names_apart(const screen_run *run) {
    int own = batch_column_count(run->source);
    const char *const *names = batch_columns(run->source);
    for (int i = 0; i < own; i++)
        if (ip_result_column(&ip_task_result, names[i])) {
            complain("the input has a column '%s', which is the name of a column of the answers; rename it", names[i]);
            return false;
        }
    if (run->opts->format != FORMAT_JSON && run->opts->format != FORMAT_HTML)
        return true;
    int twin;
    if (!names_find_twin(&twin, names, own))
        complain_of_memory();
    else if (twin >= 0)
        complain("the input has two columns '%s', of which JSON can keep one; rename one", names[twin]);
    else
        return true;
    return false;
}

static void describe_list(FILE *stream, const char *what, const assignment_list *list) {
    for (int i = 0; i < list->count; i++)
        fprintf(stream, "%s %s %.17g\n", what, list->items[i].name, list->items[i].value);
}

static void describe_gases(FILE *stream, const char *what, const gas_list *list) {
    for (int i = 0; i < list->count; i++)
        fprintf(stream, "%s %s %s\n", what, list->items[i].formula, list->items[i].pressure);
}

/* What has to be the same for two runs to write one file; NULL for lack of memory. */
static char *describe_run(const screen_run *run) {
    const options *opts = run->opts;
    char digest[IP_DIGEST_SIZE];
    memory_text text = {0};
    FILE *stream = memory_text_open(&text);
    if (!stream)
        return NULL;
    ip_dataset_digest(run->dataset, digest);
    fprintf(stream, "interphase %s screen\ntables %s\ncorrected %d\nmetal %d %d\ngap %.17g\n", ip_version(), digest,
            !opts->uncorrected, opts->chosen_metal.element, opts->metal_charge, opts->gap);
    for (int i = 0; i < opts->voltages.count; i++)
        fprintf(stream, "voltage %.17g %.17g\n", opts->voltages.items[i].low, opts->voltages.items[i].high);
    describe_list(stream, "energy", &opts->energies);
    describe_list(stream, "above-hull", &opts->above_hull);
    for (int i = 0; i < opts->excluded.count; i++)
        fprintf(stream, "exclude %s\n", opts->excluded.items[i]);
    if (run->air)
        fprintf(stream, "air %.17g\n", ((const screen_options *)opts->own)->air);
    if (opts->mixing_entropy)
        fputs("mixing-entropy\n", stream);
    if (opts->temperature > 0.0)
        fprintf(stream, "temperature %.17g\n", opts->temperature);
    for (int i = 0; i < opts->potentials.count; i++)
        fprintf(stream, "mu %s %.17g\n", ip_element_symbol(opts->potentials.items[i].element), opts->potentials.items[i].value);
    describe_gases(stream, "gas", &opts->gases);
    describe_gases(stream, "release", &opts->released);
    for (int i = 0; i < batch_column_count(run->source); i++)
        fprintf(stream, "%s%s", i ? "," : "columns ", batch_columns(run->source)[i]);
    for (int i = 0; i < ip_task_result.column_count; i++)
        fprintf(stream, ",%s", ip_task_result.columns[i].name);
    fputc('\n', stream);
    if (opts->part.parts)
        fprintf(stream, "part %ld of %ld, rows %ld to %ld\n", run->part.part, run->part.parts, run->part.first + 1,
                run->part.first + run->part.count);
    return memory_text_take(&text, stream);
}

/* Place of the status among the columns of the answers. */
static int status_column(void) {
    return (int)(ip_result_column(&ip_task_result, "status") - ip_task_result.columns);
}

exit_code screen_open_sink(screen_run *run) {
    const options *opts = run->opts;
    ip_error error;
    ip_sink_head head = {.command = "screen",
                         .dataset = run->dataset,
                         .corrected = !opts->uncorrected,
                         .corrections = run->errors.corrections,
                         .goes_on = run->file.has_header,
                         .lead_count = batch_column_count(run->source),
                         .lead = batch_columns(run->source)};
    if (opts->format == FORMAT_HTML)
        return screen_page_open(run, &head);
    /* A batch is for programs: CSV where nothing else is asked for. */
    ip_status status =
        ip_sink_new(&run->sink, opts->format == FORMAT_JSON ? "json" : "csv", run->stream, &ip_task_result, &head, &error);
    if (status) {
        complain_of(NULL, &error);
        return EXIT_INTERNAL;
    }
    return EXIT_ANSWERED;
}

static exit_code open_file(screen_run *run) {
    const screen_options *own = run->opts->own;
    int lead = batch_column_count(run->source);
    exit_code code = screen_describe_part(run);
    if (code != EXIT_ANSWERED)
        return code;
    char *about = describe_run(run);
    if (!about)
        complain_of_memory();
    bool opened = about && partial_open(&run->file, run->opts->output, own->resume, about, lead, lead + status_column());
    free(about);
    if (!opened)
        return EXIT_USAGE;
    run->stream = run->file.stream;
    run->failures = run->file.failures;
    if (run->part_about) {
        run->file.before_end = screen_end_part;
        run->file.user = run;
    }
    return screen_plot_read(&run->drawn, &run->file, lead) ? screen_open_sink(run) : EXIT_INTERNAL;
}

static exit_code open_output(screen_run *run) {
    if (run->makes_blocks)
        return screen_open_blocks(run);
    if (run->opts->output && run->opts->format != FORMAT_HTML)
        return open_file(run);
    if (team_has_others() && !screen_has_same(run))
        return EXIT_INTERNAL;
    run->stream = stdout;
    return screen_open_sink(run);
}

/* What --air asks about, at the temperature of all answers. */
static exit_code open_air(screen_run *run) {
    const screen_options *own = run->opts->own;
    ip_air_conditions conditions = ip_air_conditions_default();
    ip_gases *gases;
    ip_error error;
    if (!(own->air > 0.0))
        return EXIT_ANSWERED;
    exit_code code = tables_gases(&gases);
    if (code != EXIT_ANSWERED)
        return code;
    conditions.temperature = run->opts->temperature;
    conditions.water = ip_air_water(conditions.temperature, own->air);
    if (ip_air_new(&run->air, gases, &conditions, &error)) {
        complain_of("--air", &error);
        code = error.status == IP_NO_MEMORY ? EXIT_INTERNAL : EXIT_USAGE;
    }
    ip_gases_free(gases);
    run->question.air = run->air;
    return code;
}

/* With the compositions of a series, where they matter. */
static exit_code load_tables(screen_run *run) {
    const screen_options *own = run->opts->own;
    const series *of = &run->series.of;
    options about = *run->opts;
    long count = about.mixing_entropy ? of->count : 0, against = own->against.count;
    char **written = NULL;
    const char **asked = malloc(((size_t)count + (size_t)against + 1) * sizeof *asked);
    ip_error error;
    if (!asked || (count && series_write_all(&written, of, &error))) {
        complain_of_memory();
        free(asked);
        return EXIT_INTERNAL;
    }
    for (long i = 0; i < count + against; i++)
        asked[i] = i < count ? written[i] : own->against.items[i - count];
    about.asked = asked;
    about.asked_count = count + against;
    exit_code code = tables_load(
        &run->dataset, &about,
        about.output || about.format == FORMAT_JSON || about.format == FORMAT_HTML || team_has_others() ? IP_READ_DIGEST : 0u);
    series_free(written, count);
    free(asked);
    return code;
}

static exit_code open_run(screen_run *run) {
    const options *opts = run->opts;
    int code;
    ip_error error;
    const screen_options *own = opts->own;
    run->series.against = &own->against;
    if (own->sweep && !series_read(&run->series.of, own->sweep, opts->arguments, opts->argument_count))
        return EXIT_USAGE;
    run->source = batch_open(opts, own->matrix ? &own->roles : NULL, own->sweep ? &run->series : NULL, &signals_stop, &code);
    if (!run->source)
        return (exit_code)code;
    code = (int)screen_open_part(run);
    if (code == EXIT_ANSWERED)
        code = screen_plot_open(&run->drawn, opts, run->source, own->sweep ? &run->series.of : NULL);
    if (code == EXIT_ANSWERED)
        code = (int)gases_load(&run->gases, opts);
    if (code != EXIT_ANSWERED)
        return (exit_code)code;
    code = (int)load_tables(run);
    if (code != EXIT_ANSWERED)
        return (exit_code)code;
    if (!are_names_apart(run))
        return EXIT_TABLE;
    run->question = tables_question(opts);
    if (gases_given(opts))
        run->question.reservoir = &run->gases.reservoir;
    code = (int)open_air(run);
    if (code == EXIT_ANSWERED)
        code = (int)errors_load(&run->errors, &run->question, run->dataset, opts);
    if (code != EXIT_ANSWERED)
        return (exit_code)code;
    if (ip_executors_new(&run->executor, run->makes_blocks ? NULL : team_executor(), run->dataset, opts->threads, &error)) {
        complain_of(NULL, &error);
        return EXIT_INTERNAL;
    }
    /* Without a file there is nothing to leave in order. */
    if (opts->output && opts->format != FORMAT_HTML)
        signals_catch();
    return open_output(run);
}

static exit_code finish(screen_run *run, exit_code code, bool complete) {
    errno = 0;
    ip_error error;
    /* What is missing for lack of memory leaves a document that is none. */
    if (!complete && (report_lacks_memory() || (run->file.stream && run->opts->format != FORMAT_JSON))) {
        ip_sink_free(run->sink);
    } else if (ip_sink_end(run->sink, &error)) {
        complain_of(NULL, &error);
        code = EXIT_INTERNAL;
    }
    if (run->opts->format == FORMAT_HTML) {
        if (!screen_page_end(run, complete && run->page.page))
            code = EXIT_INTERNAL;
    } else if (run->file.stream) {
        /* An input that does not fit the file has been complained of. */
        bool fits = signals_caught() || run->done >= run->file.rows;
        if (!complete && fits && !run->write_error)
            complain("%s after %s; they stand in %s, and --resume goes on with them",
                     signals_caught() ? "interrupted" : "stopped",
                     text_count(run->done >= run->file.rows ? run->done : run->file.rows, "row"), run->file.partial_path);
        if (!partial_close(&run->file, complete, run->write_error))
            code = EXIT_INTERNAL;
    } else if (run->made.folder) {
        code = blocks_close(&run->made, complete);
    } else if (run->stream && !output_reached(run->write_error)) {
        code = EXIT_INTERNAL;
    }
    if (!screen_plot_close(&run->drawn, complete && code != EXIT_INTERNAL))
        code = EXIT_INTERNAL;
    ip_executor_free(run->executor);
    ip_solver_end_thread();
    errors_clear(&run->errors);
    ip_dataset_free(run->dataset);
    gases_clear(&run->gases);
    ip_air_free(run->air);
    free(run->part_about);
    batch_close(run->source);
    return code;
}

static bool is_right_call(const options *opts) {
    const screen_options *own = opts->own;
    int expected = own->matrix ? 2 : 1;
    if (own->sweep && own->matrix)
        complain("screen: --sweep and --matrix are two kinds of batch; one is expected");
    else if (own->against.count && !own->sweep)
        complain("--against belongs to --sweep");
    else if (opts->mixing_entropy && !own->sweep)
        complain("screen: --mixing-entropy goes with --sweep: a task file is answered before all of its compositions are known");
    else if (opts->argument_count != expected && !own->sweep)
        complain(own->matrix ? "screen --matrix: two files are expected; see 'interphase screen --help'"
                              : "screen: one task file is expected, or - for standard input; see 'interphase screen --help'");
    else if (own->roles.count && !own->matrix)
        complain("--role belongs to --matrix");
    else if (own->resume && opts->format == FORMAT_HTML)
        complain("screen: a page is made of what one run answers; --resume goes on with a file of CSV");
    else if (own->resume && !opts->output)
        complain("--resume goes on with the file of an interrupted run: name it with --output");
    else if (opts->output && opts->format == FORMAT_JSON)
        complain("screen --output writes CSV, which can be gone on with; JSON goes to standard output");
    else
        return true;
    return false;
}

static exit_code run_screen(const options *opts) {
    const screen_options *own = opts->own;
    options at_temperature = *opts;
    if (opts->join)
        return join_run(opts, "screen", 0);
    if (!is_right_call(opts) || !part_settle(&at_temperature) || !screen_is_part_right(opts) || tables_share_input(opts))
        return EXIT_USAGE;
    screen_run run;
    if (own->air > 0.0 && !(opts->temperature > 0.0))
        at_temperature.temperature = OPTIONS_GAS_TEMPERATURE;
    memset(&run, 0, sizeof run);
    run.makes_blocks = opts->output && opts->format != FORMAT_HTML && !opts->part.parts && blocks_are_made();
    if (run.makes_blocks && opts->plot) {
        complain("screen: --plot goes with standard output here: with --output rows are answered apart, and none of the "
                 "processes sees all");
        return EXIT_USAGE;
    }
    if (!run.makes_blocks)
        team_quieten(&at_temperature);
    run.opts = opts = &at_temperature;
    exit_code code = open_run(&run);
    bool complete = false;
    if (code == EXIT_ANSWERED && run.makes_blocks) {
        complete = screen_answer_blocks(&run);
    } else if (code == EXIT_ANSWERED) {
        progress_start(&run.line, opts->quiet);
        complete = screen_answer_all(&run);
        progress_end(&run.line);
        code = complete ? (run.failures ? EXIT_SOME_FAILED : EXIT_ANSWERED) : EXIT_TABLE;
    }
    code = finish(&run, code, complete);
    if (!complete || code == EXIT_INTERNAL)
        signals_die();
    return code;
}

static const option_row rows[] = {
    OPTION_ROW_VOLTAGE(1),
    {"resume", 0, NULL, "go on with an interrupted -o file", OPTION_FLAG(screen_options, resume), .aside = true},
    {"matrix", 0, NULL, "pair every formula of a first file with every one of a second", OPTION_FLAG(screen_options, matrix)},
    {"role", 0, "R,...",
     "of a matrix, only rows with this `role`; given a first time for the first file, a second time for the second",
     OPTION_TEXTS(screen_options, roles), .repeat = 2},
    {"sweep", 0, "PATTERN", "a series of compositions, with amounts in braces: 'Na{3-x}Sb{1-x}W{x}S4' x=0:0.3:0.05",
     OPTION_TEXT(screen_options, sweep)},
    {"against", 0, "FORMULA", "of a series, the interface of each composition with this one, too",
     OPTION_TEXTS(screen_options, against), .repeat = OPTION_EACH},
    {"air", 0, "RH",
     "windows say, too, what air of this relative humidity, %, does to the material; all at 300 K where no temperature is given",
     OPTION_NUMBER(screen_options, air), .unit = "%", .low = 1e-30, .high = 100.0},
    OPTION_ROWS_PART,
    OPTION_ROWS_RESERVOIRS,
    OPTION_ROW_MIXING_ENTROPY,
    OPTION_ROW_GAP,
    OPTION_END,
};

const command command_screen = {
    .name = "screen",
    .summary = "a batch of windows and interfaces",
    .arguments = "TASKS.csv | - | --matrix ROWS.csv COLUMNS.csv | --sweep PATTERN X=LO:HI:STEP... | --join FILE...",
    .help = "Answers every row of a task file: column a, and where needed b, voltage (a\n"
            "number or LO:HI) and metal, else that of the formulas. A row with b is an\n"
            "interface, as react at its deepest; one with a voltage alone is answered as\n"
            "decompose does, one without both is a window. Where a row names no voltage,\n"
            "--voltage holds for its interface. The input's columns are kept and the answers\n"
            "put behind them, in the order of the input; a row that fails keeps its place\n"
            "with status and message. The output is CSV, or JSON with --format json.\n"
            "\n"
            "With -o FILE the rows finished so far stand in FILE.partial; after an\n"
            "interruption --resume goes on with them. With --matrix every formula of one list\n"
            "(column formula) is paired with every one of another. With --sweep the tasks are\n"
            "a series: a window of each composition, and the interface with each --against.\n"
            "With --air a window says, too, what moist air does to the material. With\n"
            "--part K/N, a part of the rows, for a job array; --join puts the parts together.\n"
            "\n"
            "Example: every electrolyte of a review against every cathode and anode\n"
            "  interphase screen --matrix sodium-cell-materials sodium-cell-materials \\\n"
            "      --role electrolyte --role cathode,anode -o matrix.csv\n",
    .options = {rows, sizeof(screen_options)},
    .takes_files = true,
    .is_shared = true,
    .result = &ip_task_result,
    .run = run_screen,
};
