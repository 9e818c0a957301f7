/* Loads the tables that the options ask for, and puts the options' changes on them. */
#include "tables.h"

#include "cli/input/mixtures.h"
#include "cli/io/files.h"

#include <interphase/hull.h>
#include <interphase/shipped.h>

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* More notices than this of one kind are counted, not shown. */
enum { NOTICES_SHOWN = 3 };
static const char standard_input[] = "-";

int tables_count(const options *opts) {
    return opts->tables.count ? opts->tables.count : 1;
}

const char *tables_name(const options *opts, int index) {
    const char *environment = getenv("INTERPHASE_DATA");
    if (opts->tables.count)
        return opts->tables.items[index];
    return environment && *environment ? environment : OPTIONS_DEFAULT_TABLE;
}

const char *tables_title(const options *opts, int index) {
    const char *name = tables_name(opts, index);
    return strcmp(name, standard_input) == 0 ? "standard input" : name;
}

bool tables_share_input(const options *opts) {
    int wanted = 0;
    for (int i = 0; i < tables_count(opts); i++)
        wanted += strcmp(tables_name(opts, i), standard_input) == 0;
    for (int i = 0; i < opts->argument_count; i++)
        wanted += strcmp(opts->arguments[i], standard_input) == 0;
    if (wanted > 1)
        complain("standard input (-) is asked for %d times, and can be read once", wanted);
    return wanted > 1;
}

static char *find(const char *name) {
    bool is_bare = *name && !strpbrk(name, "./") && strcmp(name, standard_input) != 0;
    char *path = NULL;
    ip_error error;
    ip_status status = is_bare ? ip_shipped_find(&path, name, &error) : IP_OK;
    if (path)
        return path;
    if (status == IP_NO_MEMORY) {
        complain_of(NULL, &error);
        return NULL;
    }
    if (status && access(name, F_OK) != 0) {
        complain("%s; a file is named with its ending, such as %s.csv", error.message, name);
        return NULL;
    }
    path = strdup(name);
    if (!path)
        complain_of_memory();
    return path;
}

char *tables_find(const char *name) {
    char *path = find(name);
    if (path && files_reads(path))
        return path;
    free(path);
    return NULL;
}

static void on_finding(void *user, const ip_finding *finding) {
    long *count = user;
    if (!finding->line) /* about the file as a whole */
        complain("notice: %s: %s", finding->file, finding->message);
    else if (++*count <= NOTICES_SHOWN)
        complain("notice: %s:%ld: %s", finding->file, finding->line, finding->message);
}

static void on_fault(void *user, const ip_finding *finding) {
    long *count = user;
    if (finding->kind == IP_FINDING_FAULT && strcmp(finding->kind_word, "implausible-energy") == 0 && ++*count <= NOTICES_SHOWN)
        complain("%s:%ld: %s", finding->file, finding->line, finding->message);
}

/* What no compound has, in any table but a shipped one; and what lies too deep below the tables before. */
static exit_code check_depth(ip_dataset *dataset, long first, bool is_shipped) {
    long shown = 0, faults = 0;
    ip_error error;
    if (!is_shipped)
        ip_dataset_check(dataset, on_fault, &shown);
    if (!shown && first && ip_hull_check_added(dataset, first, &faults, on_fault, &shown, &error)) {
        complain_of(NULL, &error);
        return EXIT_INTERNAL;
    }
    if (shown > NOTICES_SHOWN)
        complain("%ld more of these; 'interphase data check' lists them all", shown - NOTICES_SHOWN);
    return shown ? EXIT_TABLE : EXIT_ANSWERED;
}

static exit_code read_table(ip_dataset *dataset, const options *opts, unsigned flags, const char *name) {
    char *path = tables_find(name);
    if (!path)
        return EXIT_TABLE;
    long notices = 0, first = ip_dataset_count(dataset);
    ip_error error;
    ip_status status = ip_dataset_read(dataset, path, flags | (opts->uncorrected ? IP_READ_UNCORRECTED : 0u),
                                       opts->quiet ? NULL : on_finding, &notices, &error);
    if (status)
        complain_of(NULL, &error);
    else if (notices > NOTICES_SHOWN)
        complain("notice: %s: %ld more of these; 'interphase data check' lists them all",
                 strcmp(path, standard_input) ? path : "standard input", notices - NOTICES_SHOWN);
    free(path);
    if (!status)
        return check_depth(dataset, first, strcmp(name, OPTIONS_DEFAULT_TABLE) == 0);
    return status == IP_NO_MEMORY ? EXIT_INTERNAL : EXIT_TABLE;
}

exit_code tables_gases(ip_gases **out) {
    ip_error error;
    ip_status status = ip_gases_read_shipped(out, &error);
    if (status)
        complain_of(NULL, &error);
    return status == IP_OK ? EXIT_ANSWERED : status == IP_NO_MEMORY ? EXIT_INTERNAL : EXIT_TABLE;
}

/* From enthalpies, those of --energy among them, to Gibbs energies. */
static exit_code apply_temperature(ip_dataset *dataset, const options *opts) {
    ip_gases *gases;
    ip_error error;
    if (!(opts->temperature > 0.0))
        return EXIT_ANSWERED;
    exit_code code = tables_gases(&gases);
    if (code != EXIT_ANSWERED)
        return code;
    if (ip_dataset_set_temperature(dataset, gases, opts->temperature, &error)) {
        complain_of("--temperature", &error);
        code = EXIT_USAGE;
    }
    ip_gases_free(gases);
    return code;
}

/* A formula or value on the command line that does not work is a wrong call. */
static exit_code apply_changes(ip_dataset *dataset, const options *opts) {
    ip_error error;
    for (int i = 0; i < opts->energies.count; i++)
        if (ip_hull_check_energy(dataset, opts->energies.items[i].name, opts->energies.items[i].value, &error) ||
            ip_dataset_set_energy(dataset, opts->energies.items[i].name, opts->energies.items[i].value, &error)) {
            complain_of("--energy", &error);
            return EXIT_USAGE;
        }
    for (int i = 0; i < opts->excluded.count; i++)
        if (ip_dataset_exclude(dataset, opts->excluded.items[i], &error)) {
            complain_of("--exclude", &error);
            return EXIT_USAGE;
        }
    exit_code code = apply_temperature(dataset, opts);
    for (int i = 0; i < opts->above_hull.count && code == EXIT_ANSWERED; i++)
        if (ip_hull_place(dataset, opts->above_hull.items[i].name, opts->above_hull.items[i].value, &error)) {
            complain_of("--above-hull", &error);
            return EXIT_USAGE;
        }
    return code == EXIT_ANSWERED ? mixtures_add(dataset, opts) : code;
}

exit_code tables_load(ip_dataset **out, const options *opts, unsigned flags) {
    ip_error error;
    ip_dataset *dataset;
    if (tables_share_input(opts) || !mixtures_allowed(opts))
        return EXIT_USAGE;
    if (ip_dataset_new(&dataset, &error)) {
        complain_of(NULL, &error);
        return EXIT_INTERNAL;
    }
    exit_code code = EXIT_ANSWERED;
    ip_dataset_set_threads(dataset, opts->threads, NULL);
    for (int i = 0; i < tables_count(opts) && code == EXIT_ANSWERED; i++)
        code = read_table(dataset, opts, flags, tables_name(opts, i));
    if (code == EXIT_ANSWERED)
        code = apply_changes(dataset, opts);
    if (code == EXIT_ANSWERED)
        *out = dataset;
    else {
        ip_solver_end_thread();
        ip_dataset_free(dataset);
    }
    return code;
}

ip_question tables_question(const options *opts) {
    ip_question question = ip_question_default();
    question.metal = opts->metal;
    question.charge = opts->metal_charge;
    question.gap = opts->gap;
    return question;
}

/* ---- uncertainties */

#define CONSTANTS "corrections"

exit_code errors_read_constants(ip_corrections **out) {
    ip_error error;
    char *path = tables_find(CONSTANTS);
    if (!path)
        return EXIT_TABLE;
    ip_status status = ip_corrections_new(out, &error);
    if (!status && (status = ip_corrections_read(*out, path, &error))) {
        ip_corrections_free(*out);
        *out = NULL;
    }
    free(path);
    if (status)
        complain_of(NULL, &error);
    return status == IP_OK ? EXIT_ANSWERED : status == IP_NO_MEMORY ? EXIT_INTERNAL : EXIT_TABLE;
}

/* Elements are exact in any table. */
static bool has_uncertainties(const ip_dataset *dataset) {
    for (long i = 0; i < ip_dataset_count(dataset); i++) {
        const ip_phase *phase = ip_dataset_phase(dataset, i);
        if (phase->element_count > 1 && !isnan(phase->uncertainty))
            return true;
    }
    return false;
}

exit_code errors_load(error_sources *out, ip_question *question, const ip_dataset *dataset, const options *opts) {
    ip_error error;
    memset(out, 0, sizeof *out);
    if (opts->uncorrected || !has_uncertainties(dataset))
        return EXIT_ANSWERED;
    /* A program without its tables still answers from one of the user's. */
    char *path = NULL;
    if (ip_shipped_find(&path, CONSTANTS, &error) == IP_INPUT_OUTPUT) {
        if (!opts->quiet)
            complain("notice: %s; answers have no uncertainties", error.message);
        return EXIT_ANSWERED;
    }
    free(path);
    exit_code code = errors_read_constants(&out->corrections);
    if (code == EXIT_ANSWERED && ip_uncertainty_new(&out->uncertainty, out->corrections, dataset, &error)) {
        complain_of(NULL, &error);
        code = EXIT_INTERNAL;
    }
    question->uncertainty = out->uncertainty;
    return code;
}

void errors_clear(error_sources *errors) {
    ip_uncertainty_free(errors->uncertainty);
    ip_corrections_free(errors->corrections);
    memset(errors, 0, sizeof *errors);
}
