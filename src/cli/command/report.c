/* `interphase report`: all that can be asked about one electrolyte, or answers that were kept, as one page. */
#include "report.h"

#include "cli/ask.h"
#include "cli/input/formulas.h"
#include "cli/input/metals.h"
#include "cli/input/tables.h"

#include <interphase/csv_file.h>
#include <interphase/element.h>

#include <stdlib.h>
#include <string.h>

/* The shipped list of materials, and the role of those that are asked about. */
#define MATERIALS "sodium-cell-materials"
#define ROLE "cathode"

enum { DEFAULT_TOP = 10, MOST_ARGUMENTS = 12 };
/* V; what the cathodes run through unless told otherwise. */
#define DEFAULT_LOW 2.0
#define DEFAULT_HIGH 3.6

typedef struct report_run {
    options opts; /* with the metal of the formula */
    const char *formula;
    const char **cathodes; /* [0 .. cathode_count-1], owned */
    char **listed;         /* [0 .. listed_count-1], owned with their texts: those of the shipped list */
    int cathode_count, listed_count;
    voltage_range range;
    char from[160];        /* where the cathodes come from, as a sentence begins */
    ip_page *page;
    exit_code code;        /* of what was asked so far */
} report_run;

/* ---- cathodes */

typedef struct list_reader {
    report_run *run;
    int formula, role; /* columns; -1 before the header line */
    ip_element_set metal;
} list_reader;

static ip_status out_of_memory(ip_error *error) {
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

/* Sodium cells run with all of them, charged ones among them; another metal with those that hold it. */
static bool fits(const list_reader *reader, const char *formula) {
    ip_composition composition;
    int metal = reader->run->opts.metal;
    if (metal == ip_element_find("Na", 2))
        return true;
    return !ip_composition_read(&composition, formula, NULL) && ip_element_set_has(ip_composition_elements(&composition), metal);
}

static ip_status on_row(void *user, const ip_csv_row *row, ip_error *error) {
    list_reader *reader = user;
    report_run *run = reader->run;
    if (reader->formula < 0) {
        for (int i = 0; i < row->count; i++) {
            reader->formula = strcmp(row->fields[i], "formula") == 0 ? i : reader->formula;
            reader->role = strcmp(row->fields[i], "role") == 0 ? i : reader->role;
        }
        return reader->formula < 0 || reader->role < 0
                   ? ip_error_set(error, IP_BAD_TABLE, "expected the columns formula and role")
                   : IP_OK;
    }
    if (reader->formula >= row->count || reader->role >= row->count || strcmp(row->fields[reader->role], ROLE) != 0 ||
        !fits(reader, row->fields[reader->formula]))
        return IP_OK;
    char **larger = realloc(run->listed, ((size_t)run->listed_count + 1) * sizeof *larger);
    if (!larger)
        return out_of_memory(error);
    run->listed = larger;
    larger[run->listed_count] = strdup(row->fields[reader->formula]);
    if (!larger[run->listed_count])
        return out_of_memory(error);
    run->listed_count++;
    return IP_OK;
}

static exit_code read_list(report_run *run) {
    list_reader reader = {.run = run, .formula = -1, .role = -1};
    ip_error error;
    char *path = tables_find(MATERIALS);
    if (!path)
        return EXIT_TABLE;
    ip_status status = ip_csv_file_read(path, on_row, &reader, &error);
    free(path);
    if (!status)
        return EXIT_ANSWERED;
    complain_of(NULL, &error);
    return status == IP_NO_MEMORY ? EXIT_INTERNAL : EXIT_TABLE;
}

/* Those that the call names, else those of the shipped list; read as they are meant. */
static exit_code find_cathodes(report_run *run) {
    const report_options *own = run->opts.own;
    exit_code code = own->cathodes.count ? EXIT_ANSWERED : read_list(run);
    int count = own->cathodes.count ? own->cathodes.count : run->listed_count;
    if (code != EXIT_ANSWERED)
        return code;
    run->cathodes = malloc(((size_t)count + 1) * sizeof *run->cathodes);
    if (!run->cathodes) {
        complain_of_memory();
        return EXIT_INTERNAL;
    }
    for (int i = 0; i < count; i++) {
        const char *text = own->cathodes.count ? own->cathodes.items[i] : run->listed[i];
        run->cathodes[run->cathode_count] = formulas_spelled(&run->opts, text);
        if (!run->cathodes[run->cathode_count++])
            return EXIT_INTERNAL;
    }
    if (own->cathodes.count)
        snprintf(run->from, sizeof run->from, "The %s of the call", count == 1 ? "cathode" : "cathodes");
    else
        snprintf(run->from, sizeof run->from, "The cathodes of the list %s%s", MATERIALS,
                 run->opts.metal == ip_element_find("Na", 2) ? "" : " that hold the metal");
    return EXIT_ANSWERED;
}

/* ---- parts */

/* Whether the page goes on. */
static bool took(report_run *run, exit_code code) {
    if (code == EXIT_SOME_FAILED && run->code == EXIT_ANSWERED)
        run->code = code;
    if (code != EXIT_ANSWERED && code != EXIT_SOME_FAILED)
        run->code = code;
    return run->code == EXIT_ANSWERED || run->code == EXIT_SOME_FAILED;
}

static bool add_part(report_run *run, const command *asked, const char *title, const char *const *arguments) {
    page_part part = {asked, title, arguments, 0};
    while (part.count < MOST_ARGUMENTS && arguments[part.count])
        part.count++;
    return took(run, ask_part(&part, &run->opts, run->page));
}

/* What is known of the electrolyte itself. */
static bool add_material(report_run *run) {
    const char *metal = ip_element_symbol(run->opts.metal), *formula = run->formula;
    char window[80], profile[80], contact[80];
    snprintf(window, sizeof window, "Stability window against %s", metal);
    snprintf(profile, sizeof profile, "Voltage profile against %s", metal);
    snprintf(contact, sizeof contact, "In contact with %s metal", metal);
    return add_part(run, &command_hull, "Is it stable, and what does it fall apart into", (const char *const[]){formula, NULL}) &&
           add_part(run, &command_window, window, (const char *const[]){formula, NULL}) &&
           add_part(run, &command_profile, profile, (const char *const[]){formula, NULL}) &&
           add_part(run, &command_react, contact, (const char *const[]){formula, metal, NULL}) &&
           add_part(run, &command_air, "In moist air", (const char *const[]){formula, NULL});
}

/* A part that there is nothing to ask about. */
static void add_nothing(report_run *run, const char *title, const char *why) {
    ip_page_section(run->page, title);
    ip_page_answer(run->page);
    ip_page_words(run->page, why);
}

/* What it does beside a cathode, and what may lie between. */
static bool add_neighbours(report_run *run) {
    const report_options *own = run->opts.own;
    char voltages[80], top[24], title[400];
    if (!run->cathode_count) {
        add_nothing(run, "Interfaces with cathodes",
                    "The list " MATERIALS " has no cathode that holds the metal; --cathode names some.");
        return true;
    }
    const char *cathode = run->cathodes[0];
    snprintf(voltages, sizeof voltages, "%.17g:%.17g", run->range.low, run->range.high);
    snprintf(top, sizeof top, "%d", own->top);
    if (!took(run,
              report_interfaces(&run->opts, run->page, run->formula, run->cathodes, run->cathode_count, &run->range, run->from)))
        return false;
    snprintf(title, sizeof title, "Interface with %.300s", formulas_written(cathode));
    if (!add_part(run, &command_react, title, (const char *const[]){run->formula, cathode, "--voltage", voltages, NULL}))
        return false;
    snprintf(title, sizeof title, "Coatings between it and %.300s", formulas_written(cathode));
    return add_part(
        run, &command_coatings, title,
        (const char *const[]){"--electrolyte", run->formula, "--cathode", cathode, "--voltage", voltages, "--top", top, NULL});
}

static exit_code write_page(report_run *run) {
    char title[400];
    snprintf(title, sizeof title, "%.300s against %s: what is known of an electrolyte", formulas_written(run->formula),
             ip_element_symbol(run->opts.metal));
    exit_code code = report_write(run->page, &run->opts, title);
    return code == EXIT_ANSWERED ? run->code : code;
}

static void clear(report_run *run) {
    for (int i = 0; i < run->listed_count; i++)
        free(run->listed[i]);
    free(run->listed);
    free(run->cathodes);
    ip_page_free(run->page);
}

static exit_code report_material(const options *opts) {
    report_run run = {.opts = *opts, .range = {DEFAULT_LOW, DEFAULT_HIGH, true}};
    ip_error error;
    run.formula = formulas_spelled(opts, opts->arguments[0]);
    if (!run.formula || !metals_settle(&run.opts, &run.formula, 1))
        return EXIT_INTERNAL;
    run.opts.format = FORMAT_HTML;
    if (opts->voltages.count)
        run.range = opts->voltages.items[0];
    exit_code code = find_cathodes(&run);
    if (code == EXIT_ANSWERED && ip_page_new(&run.page, &error)) {
        complain_of(NULL, &error);
        code = EXIT_INTERNAL;
    }
    if (code == EXIT_ANSWERED)
        code = add_material(&run) && add_neighbours(&run) ? write_page(&run) : run.code;
    clear(&run);
    return code;
}

/* ---- the command */

static bool is_document(const char *argument) {
    size_t length = strlen(argument);
    return length > 5 && strcmp(argument + length - 5, ".json") == 0;
}

/* No formula has a small letter behind its last point. */
static bool is_another_file(const char *argument) {
    const char *point = strrchr(argument, '.');
    return strcmp(argument, "-") == 0 || (point && point[1] >= 'a' && point[1] <= 'z' && !is_document(argument));
}

static bool is_right_call(const options *opts) {
    int documents = 0;
    for (int i = 0; i < opts->argument_count; i++)
        if (is_another_file(opts->arguments[i])) {
            complain("report: '%s' is no formula, nor a file that ends in .json, as --format json writes one",
                     opts->arguments[i]);
            return false;
        }
    for (int i = 0; i < opts->argument_count; i++)
        documents += is_document(opts->arguments[i]);
    if (opts->format == FORMAT_CSV || opts->format == FORMAT_JSON)
        complain("report makes a page; --format csv and json have no place here");
    else if (opts->plot)
        complain("report: --plot draws one answer; the page holds the figures");
    else if (documents && documents < opts->argument_count)
        complain("report: files that end in .json, or one formula, are expected, not both");
    else if (!documents && opts->argument_count > 1)
        complain("report: one formula is expected, %d given; see 'interphase report --help'", opts->argument_count);
    else
        return true;
    return false;
}

/* Standard input can be read once, and every part reads the tables. */
static bool can_read_again(const options *opts) {
    for (int i = 0; i < tables_count(opts); i++)
        if (strcmp(tables_name(opts, i), "-") == 0) {
            complain("report reads its tables more than once, which standard input (-) cannot be");
            return false;
        }
    return true;
}

static exit_code run_report(const options *opts) {
    if (!is_right_call(opts))
        return EXIT_USAGE;
    if (is_document(opts->arguments[0]))
        return report_documents(opts);
    return can_read_again(opts) ? report_material(opts) : EXIT_USAGE;
}

static const option_row rows[] = {
    {"cathode", 0, "B", "a cathode beside the electrolyte; the first is that of coatings", OPTION_TEXTS(report_options, cathodes),
     .repeat = OPTION_EACH, .usually = "those of the list " MATERIALS},
    {"voltage", 0, "V|LO:HI", "what the cathode runs through", OPTION_VOLTAGES(options, voltages), .unit = "V",
     .high = HIGHEST_VOLTAGE, .repeat = 1, .usually = "2:3.6"},
    {"top", 0, "N", "coatings", OPTION_WHOLE(report_options, top), .low = 1.0, .high = 1e6, .start = DEFAULT_TOP},
    OPTION_ROW_GAP,
    OPTION_END,
};

const command command_report = {
    .name = "report",
    .summary = "a page of all that is known of an electrolyte, or of kept answers",
    .arguments = "FORMULA | RESULT.json...",
    .help = "Asks all about one electrolyte and makes a page of it: is it stable, its window,\n"
            "every plateau, what the metal does to it, and moist air, its interfaces with\n"
            "cathodes, and the best coatings between it and the first of them. What has no\n"
            "answer keeps its place and says why. Of files that --format json wrote, of any\n"
            "command, it makes a page of these answers.\n"
            "\n"
            "Example: everything about a sodium electrolyte\n"
            "  interphase report Na3PS4 -o page.html\n",
    .options = {rows, sizeof(report_options)},
    .run = run_report,
};
