/* Reads options with getopt_long by the rows of the tables; says what is wrong in a call and where to read on. */
#include "options.h"

#include "cli/io/report.h"

#include <interphase/number.h>
#include <interphase/processors.h>

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const option_row options_of_all[] = {
    {"data", 'd', "FILE", "formation-energy table: a CSV file, also compressed by gzip or zstd, the name of a shipped table, or - for standard input; "
     "later rows replace earlier ones",
     OPTION_TABLES(options, tables), .usually = "$INTERPHASE_DATA, else " OPTIONS_DEFAULT_TABLE, .repeat = OPTION_EACH,
     .aside = true},
    {"uncorrected", 0, NULL, "take each energy without its correction", OPTION_FLAG(options, uncorrected)},
    {"energy", 0, "FORMULA=E", "formation energy of a composition, eV/atom", OPTION_ENERGIES(options, energies), .unit = "eV/atom",
     .low = -20.0, .high = 20.0, .repeat = OPTION_EACH},
    {"above-hull", 0, "FORMULA=E", "place a composition E eV/atom above the hull of all others, in the order given",
     OPTION_ENERGIES(options, above_hull), .unit = "eV/atom", .low = -20.0, .high = 20.0, .repeat = OPTION_EACH},
    {"exclude", 0, "FORMULA", "never take this phase as a product", OPTION_TEXTS(options, excluded), .repeat = OPTION_EACH},
    {"literal", 0, NULL, "read formulas by the letter: 0.33 is not 1/3, and S4.9H2O no hydrate", OPTION_FLAG(options, literal)},
    {"metal", 'm', "M", "the metal that voltages refer to, such as Li or Fe=2 with the charge of its ion",
     OPTION_METAL(options, chosen_metal), .usually = "the alkali metal of the formula, else its Mg, Ca, Zn or Al, else Na"},
    {"force", 0, NULL, "take a charge of the metal's ion that is not the known one", OPTION_FLAG(options, force)},
    {"format", 'f', "text|csv|json|html", "form of the output", OPTION_CHOICE(options, format, output_format), .usually = "text",
     .aside = true},
    {"output", 'o', "FILE", "write there, whole or not at all; compressed where its name ends in .gz or .zst",
     OPTION_FILE(options, output), .usually = "standard output", .aside = true},
    {"plot", 0, "FILE", "draw the answer: .svg, .pdf or .png by gnuplot, or .gp, the script with its data",
     OPTION_FILE(options, plot), .aside = true},
    {"size", 0, "W[xH]", "of the figure, mm: 85 for one column of a journal, 170 for both", OPTION_SIZE(options, size), .low = 40.0,
     .high = 1000.0, .start = IP_FIGURE_WIDE, .usually = "170, as high as it needs", .aside = true},
    {"plot-order", 0, "given|value", "rows of the figure as they were asked, or the best first", OPTION_CHOICE(options, plot_order, ip_figure_order),
     .usually = "given", .aside = true},
    {"threads", 'j', "N", "threads", OPTION_WHOLE(options, threads), .low = 1.0, .high = 1024.0, .usually = "as many as processors",
     .aside = true},
    {"quiet", 'q', NULL, "no progress, no notices", OPTION_FLAG(options, quiet), .aside = true},
    {"describe", 0, NULL, "print the columns of the output as CSV: name, title, unit, kind, decimals, meaning",
     OPTION_FLAG(options, describe), .aside = true},
    {"help", 'h', NULL, "this help", OPTION_FLAG(options, help), .aside = true},
    {"version", 0, NULL, "versions of the program and of its libraries", OPTION_FLAG(options, version), .aside = true},
    OPTION_END,
};

/* What getopt returns for the first row; letters lie below. */
enum { FIRST_CODE = 256 };

static int count_rows(const option_row *rows) {
    int count = 0;
    while (rows && rows[count].name)
        count++;
    return count;
}

static void *member_of(options *opts, const option_row *row) {
    return (char *)(row->common ? (void *)opts : opts->own) + row->offset;
}

static bool start(options *out, const option_table *table) {
    int own = count_rows(table->rows), common = count_rows(options_of_all);
    memset(out, 0, sizeof *out);
    out->own = calloc(1, table->own_size + 1);
    out->rows = calloc((size_t)(own + common), sizeof *out->rows);
    out->given = calloc((size_t)(own + common), sizeof *out->given);
    out->texts = calloc((size_t)(own + common), sizeof *out->texts);
    if (!out->own || !out->rows || !out->given || !out->texts)
        return false;
    for (int i = 0; i < own + common; i++) {
        const option_row *row = i < own ? &table->rows[i] : &options_of_all[i - own];
        out->rows[out->row_count++] = row;
        if (row->kind->start)
            row->kind->start(member_of(out, row), row);
    }
    return true;
}

/* The row of what getopt returned. */
static int index_of(const options *opts, int code) {
    if (code >= FIRST_CODE)
        return code - FIRST_CODE;
    for (int i = 0; i < opts->row_count; i++)
        if (opts->rows[i]->letter == code)
            return i;
    return -1;
}

static options_result take(options *opts, int index, const char *text) {
    const option_row *row = opts->rows[index];
    ip_error error;
    opts->given[index]++;
    if (row->repeat != OPTION_LAST && opts->given[index] > row->repeat) {
        complain("--%s is given %s; %s", row->name, row->repeat == 1 ? "twice" : "three times",
                 row->repeat == 1 ? "one is expected" : "two at most are expected");
        return OPTIONS_WRONG;
    }
    ip_status status = row->kind->read(member_of(opts, row), row, text, &error);
    if (!status && row->value)
        status = option_texts.read(&opts->texts[index], row, text, &error);
    if (status == IP_NO_MEMORY)
        return OPTIONS_BROKEN;
    if (status)
        complain("--%s %s: %s%s%s", row->name, text, error.message, row->hint ? "; " : "", row->hint ? row->hint : "");
    return status ? OPTIONS_WRONG : OPTIONS_READY;
}

/* What getopt could not take: an option that is none, one of several, without its value, or with one that it does not take. */
static options_result explain(const options *opts, const char **unknown, const char *name, int result, const char *text) {
    size_t length = strcspn(text, "=");
    bool is_long = strncmp(text, "--", 2) == 0;
    if (result == ':') {
        complain("option %s needs a value; see 'interphase %s --help'", text, name);
        return OPTIONS_WRONG;
    }
    if (!is_long || (optopt > 0 && optopt < FIRST_CODE)) {
        complain("unknown option -%c; see 'interphase %s --help'", optopt, name);
        return OPTIONS_WRONG;
    }
    const option_row *found = NULL;
    char candidates[256] = "";
    int count = 0;
    for (int i = 0; i < opts->row_count; i++) {
        const option_row *row = opts->rows[i];
        if (strncmp(row->name, text + 2, length - 2) != 0)
            continue;
        size_t used = strlen(candidates);
        snprintf(candidates + used, sizeof candidates - used, "%s--%s", count++ ? ", " : "", row->name);
        found = row;
    }
    if (count > 1 && optopt < FIRST_CODE)
        complain("option %.*s may be each of %s; see 'interphase %s --help'", (int)length, text, candidates, name);
    else if (count)
        complain("option --%s takes no value; see 'interphase %s --help'",
                 optopt >= FIRST_CODE ? opts->rows[optopt - FIRST_CODE]->name : found->name, name);
    else
        *unknown = text;
    return count ? OPTIONS_WRONG : OPTIONS_UNKNOWN;
}

/* Goes through the call. */
static options_result take_all(options *opts, const char **unknown, const char *name, int argc, char **argv,
                               struct option *long_options, char *short_options) {
    size_t letters = 0;
    short_options[letters++] = ':';
    for (int i = 0; i < opts->row_count; i++) {
        const option_row *row = opts->rows[i];
        struct option entry = {row->name, row->value ? required_argument : no_argument, NULL, FIRST_CODE + i};
        long_options[i] = entry;
        if (row->letter)
            short_options[letters++] = row->letter;
        if (row->letter && row->value)
            short_options[letters++] = ':';
    }
    opterr = 0;
    optind = 1;
    for (int code; (code = getopt_long(argc, argv, short_options, long_options, NULL)) != -1;) {
        if (code == '?' || code == ':')
            return explain(opts, unknown, name, code, argv[optind - 1]);
        options_result result = take(opts, index_of(opts, code), optarg);
        if (result != OPTIONS_READY)
            return result;
        if (opts->help)
            return OPTIONS_HELP;
        if (opts->version)
            return OPTIONS_VERSION;
    }
    return OPTIONS_READY;
}

/* What can be said only once all options are known. */
static options_result check(options *opts) {
    ip_error error;
    for (int i = 0; i < opts->row_count; i++) {
        const option_row *row = opts->rows[i];
        if (row->kind->check && row->kind->check(member_of(opts, row), opts->force, &error)) {
            complain("--%s: %s%s%s", row->name, error.message, row->hint ? "; " : "", row->hint ? row->hint : "");
            return OPTIONS_WRONG;
        }
    }
    return OPTIONS_READY;
}

/* As many as processors, or fewer where Slurm has been asked for so many for each task. */
static int usual_threads(void) {
    const char *allotted = getenv("SLURM_CPUS_PER_TASK");
    int processors = ip_processors();
    double number;
    return allotted && ip_number_read(&number, allotted) && number >= 1.0 && number < processors ? (int)number : processors;
}

options_result options_read(options *out, const char **unknown, const char *name, const option_table *table, int argc, char **argv) {
    bool started = start(out, table);
    struct option *long_options = calloc((size_t)out->row_count + 1, sizeof *long_options);
    char *short_options = calloc(2 * (size_t)out->row_count + 2, 1);
    options_result result = OPTIONS_BROKEN;
    *unknown = NULL;
    if (started && long_options && short_options)
        result = take_all(out, unknown, name, argc, argv, long_options, short_options);
    if (result == OPTIONS_BROKEN)
        complain_of_memory();
    free(long_options);
    free(short_options);
    if (result == OPTIONS_READY)
        result = check(out);
    if (!out->threads)
        out->threads = usual_threads();
    out->metal = out->chosen_metal.element ? out->chosen_metal.element : ip_element_find("Na", 2);
    out->metal_charge = out->chosen_metal.charge;
    if (!(out->temperature > 0.0) && (out->gases.count || out->released.count))
        out->temperature = OPTIONS_GAS_TEMPERATURE;
    out->arguments = argv + optind;
    out->argument_count = argc - optind;
    return result;
}

void options_free(options *opts) {
    for (int i = 0; i < opts->row_count; i++)
        if (opts->rows[i]->kind->clear)
            opts->rows[i]->kind->clear(member_of(opts, opts->rows[i]));
    for (int i = 0; i < opts->row_count && opts->texts; i++)
        option_texts.clear(&opts->texts[i]);
    free(opts->own);
    free(opts->rows);
    free(opts->given);
    free(opts->texts);
}

bool options_given(const options *opts, const void *member) {
    const char *place = member;
    for (int i = 0; i < opts->row_count; i++) {
        const option_row *row = opts->rows[i];
        const char *base = row->common ? (const char *)opts : opts->own;
        if (base + row->offset == place && opts->given[i])
            return true;
    }
    return false;
}

const option_row *options_find(const option_table *table, const char *name, size_t length) {
    const option_row *tables[] = {table->rows, options_of_all};
    for (int t = 0; t < 2; t++)
        for (const option_row *row = tables[t]; row && row->name; row++)
            if (strlen(row->name) == length && strncmp(row->name, name, length) == 0)
                return row;
    return NULL;
}
