/* Reads options with getopt_long; says what is wrong in a call and where to read on. */
#include "options.h"

#include "cli/io/report.h"

#include <interphase/character.h>
#include <interphase/element.h>
#include <interphase/number.h>
#include <interphase/screening.h>

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CODE_UNCORRECTED = 256, CODE_ENERGY, CODE_ABOVE_HULL, CODE_EXCLUDE, CODE_VERSION, CODE_ALL, CODE_VOLTAGE, CODE_MU, CODE_GAP,
       CODE_RESUME, CODE_MATRIX, CODE_ROLE };


typedef struct option_entry {
    const char *name;
    int code;            /* a letter where there is a short form */
    const char *value;   /* name of its value in the help; NULL where it takes none */
    unsigned group;      /* 0 for every command */
    const char *meaning; /* for the help */
} option_entry;

/* Energies beyond these, eV/atom, are in other units, or no formation energies. */
#define HIGHEST_ENERGY 20.0
#define HIGHEST_POTENTIAL 100.0

static const option_entry entries[] = {
    {"all", CODE_ALL, NULL, OPTION_ALL, "every phase of the table, in its order"},
    {"voltage", CODE_VOLTAGE, "V", OPTION_VOLTAGE, "open to the metal at this voltage"},
    {"voltage", CODE_VOLTAGE, "V|LO:HI", OPTION_VOLTAGES, "open to the metal at this voltage (repeatable), or at the two\nends and the worst case of a range"},
    {"voltage", CODE_VOLTAGE, "LO:HI", OPTION_RANGE, "the range of voltages that the cathode side sees"},
    {"voltage", CODE_VOLTAGE, "V|LO:HI", OPTION_ROW_VOLTAGE, "for interfaces whose row names no voltage: open to the metal at\nthis voltage, or the worst case of a range"},
    {"resume", CODE_RESUME, NULL, OPTION_SCREEN, "go on with an interrupted -o file"},
    {"matrix", CODE_MATRIX, NULL, OPTION_SCREEN, "pair every formula of a first file with every one of a second"},
    {"role", CODE_ROLE, "R,...", OPTION_SCREEN, "of a matrix, only rows with this `role`; given a first time for\nthe first file, a second time for the second"},
    {"electrolyte", COATING_ELECTROLYTE, "A", OPTION_COATINGS, "the electrolyte that the layer lies on"},
    {"cathode", COATING_CATHODE, "B", OPTION_COATINGS, "the cathode on its other side; repeatable (such as charged and\ndischarged), the worst counts"},
    {"anode", COATING_ANODE, "M", OPTION_COATINGS, "the metal on its other side, such as Na"},
    {"both", COATING_BOTH, NULL, OPTION_COATINGS, "search both sides of the electrolyte, and show the best stacks"},
    {"max-reaction", COATING_MAX_REACTION, "E", OPTION_COATINGS, "largest mutual reaction energy with either side, eV/atom\n(default: 0.1)"},
    {"max-reaction-at-voltage", COATING_MAX_AT_VOLTAGE, "E", OPTION_COATINGS, "the same with the cathode at any voltage of the range\n(default: no limit)"},
    {"max-above-hull", COATING_MAX_ABOVE_HULL, "E", OPTION_COATINGS, "largest energy above hull, eV/atom (default: 0.005)"},
    {"min-gap", COATING_MIN_GAP, "E", OPTION_COATINGS, "smallest band gap, eV; 0 for none, else it must be known\n(default: 0.5; 0 with an anode and no electrolyte)"},
    {"contains", COATING_CONTAINS, "EL,...", OPTION_COATINGS, "only phases with all of these elements"},
    {"elements", COATING_ELEMENTS, "EL,...", OPTION_COATINGS, "only phases of these elements"},
    {"without", COATING_WITHOUT, "EL,...", OPTION_COATINGS, "only phases with none of these elements"},
    {"max-elements", COATING_MAX_ELEMENTS, "N", OPTION_COATINGS, "only phases of at most so many elements"},
    {"any-window", COATING_ANY_WINDOW, NULL, OPTION_COATINGS, "also phases whose own window does not hold the voltages"},
    {"no-radioactive", COATING_NO_RADIOACTIVE, NULL, OPTION_COATINGS, "only phases without elements that have no stable isotope\n(the default)"},
    {"radioactive", COATING_RADIOACTIVE, NULL, OPTION_COATINGS, "let these elements through"},
    {"top", COATING_TOP, "N", OPTION_COATINGS, "how many to show, 0 for all (default: 20 in text and for\nstacks, else all)"},
    {"explain", COATING_EXPLAIN, "FORMULA", OPTION_COATINGS, "say of a phase why it passes or not; repeatable"},
    {"gap", CODE_GAP, "E", OPTION_GAP, "band gap, eV, from which a product counts as insulating\n(default: 1.0)"},
    {"mu", CODE_MU, "EL=E", OPTION_MU, "open to an element at a chemical potential, eV/atom; repeatable"},
    {"data", 'd', "FILE", 0, "formation-energy table: a CSV file or the name of a shipped\ntable; repeatable, later rows replace earlier ones\n(default: $INTERPHASE_DATA, else mp2020)"},
    {"uncorrected", CODE_UNCORRECTED, NULL, 0, "take each energy without its correction"},
    {"energy", CODE_ENERGY, "FORMULA=E", 0, "formation energy of a composition, eV/atom; repeatable"},
    {"above-hull", CODE_ABOVE_HULL, "FORMULA=E", 0, "place a composition E eV/atom above the hull of all others;\nrepeatable, in order"},
    {"exclude", CODE_EXCLUDE, "FORMULA", 0, "never take this phase as a product; repeatable"},
    {"metal", 'm', "M", 0, "the metal that voltages refer to, such as Li or Fe=2 with the\ncharge of its ion (default: Na)"},
    {"format", 'f', "FORM", 0, "text, csv or json (default: text)"},
    {"output", 'o', "FILE", 0, "write there, whole or not at all (default: standard output)"},
    {"threads", 'j', "N", 0, "threads (default: as many as processors)"},
    {"quiet", 'q', NULL, 0, "no progress, no notices"},
    {"help", 'h', NULL, 0, "this help"},
    {"version", CODE_VERSION, NULL, 0, "versions of the program and of its libraries"},
};
enum { ENTRY_COUNT = sizeof entries / sizeof *entries };

void options_print_help(unsigned groups) {
    for (int i = 0; i < ENTRY_COUNT; i++) {
        const option_entry *entry = &entries[i];
        if (entry->group && !(entry->group & groups))
            continue;
        char left[64];
        snprintf(left, sizeof left, "%c%c%s --%s%s%s", entry->code < 256 ? '-' : ' ', entry->code < 256 ? entry->code : ' ',
                 entry->code < 256 ? "," : " ", entry->name, entry->value ? " " : "", entry->value ? entry->value : "");
        const char *line = entry->meaning;
        for (const char *start = left; line; start = "") {
            const char *end = strchr(line, '\n');
            if (strlen(start) > 28) {
                printf("  %s\n", start);
                start = "";
            }
            printf("  %-28s %.*s\n", start, end ? (int)(end - line) : (int)strlen(line), line);
            line = end ? end + 1 : NULL;
        }
    }
}

/* Reads NAME=NUMBER into the next place of a list. */
static bool read_assignment(assignment *list, int *count, const char *option, const char *text) {
    const char *equals = strrchr(text, '=');
    double value;
    if (!equals || equals == text || !ip_number_read(&value, equals + 1)) {
        complain("--%s %s: expected %s in eV/atom", option, text,
                 strcmp(option, "mu") == 0 ? "an element, '=' and its chemical potential, such as O=-1.2,"
                                           : "a formula, '=' and a number, such as Na3PS4=-1.2,");
        return false;
    }
    double highest = strcmp(option, "mu") == 0 ? HIGHEST_POTENTIAL : HIGHEST_ENERGY;
    if (value < -highest || value > highest) {
        complain("--%s %s: beyond %g eV/atom; expected an energy per atom, relative to the elements", option, text, highest);
        return false;
    }
    assignment *entry = &list[*count];
    entry->name = strndup(text, (size_t)(equals - text));
    entry->value = value;
    ++*count;
    return entry->name != NULL;
}

static bool read_metal(options *opts, const char *text) {
    ip_error error;
    opts->has_metal = true;
    if (!values_read_metal(&opts->metal, &opts->metal_charge, text, &error))
        return true;
    complain("--metal %s: %s", text, error.message);
    return false;
}

static bool read_format(options *opts, const char *text) {
    static const char *const names[] = {"text", "csv", "json"};
    for (int i = 0; i < 3; i++)
        if (strcmp(text, names[i]) == 0) {
            opts->format = (output_format)i;
            return true;
        }
    complain("--format %s: expected text, csv or json", text);
    return false;
}

static bool read_voltage(options *opts, unsigned groups, const char *text) {
    voltage_range range;
    ip_error error;
    if (values_read_voltage(&range, text, &error))
        complain("--voltage %s: %s", text, error.message);
    else if (range.is_range && groups & OPTION_VOLTAGE)
        complain("--voltage %s: one voltage is expected, not a range", text);
    else if (!range.is_range && groups & OPTION_RANGE)
        complain("--voltage %s: a range is expected, such as 2:3.6", text);
    else if (opts->voltage_count && !(groups & OPTION_VOLTAGES))
        complain("--voltage is given twice; one is expected");
    else {
        opts->voltages[opts->voltage_count++] = range;
        return true;
    }
    return false;
}

static bool read_gap(options *opts, const char *text) {
    if (ip_number_read(&opts->gap, text) && opts->gap >= 0.0)
        return true;
    complain("--gap %s: expected a band gap in eV, 0 or more", text);
    return false;
}

static bool read_threads(options *opts, const char *text) {
    double threads;
    if (ip_number_read(&threads, text) && threads >= 1.0 && threads <= 1024.0 && threads == (int)threads) {
        opts->threads = (int)threads;
        return true;
    }
    complain("--threads %s: expected a whole number from 1 to 1024", text);
    return false;
}

static bool take_option(options *opts, unsigned groups, int code, const char *value) {
    switch (code) {
    case 'd':
        opts->tables[opts->table_count++] = value;
        return true;
    case 'm':
        return read_metal(opts, value);
    case 'f':
        return read_format(opts, value);
    case 'o':
        opts->output = value;
        return true;
    case 'j':
        return read_threads(opts, value);
    case CODE_RESUME:
        opts->resume = true;
        return true;
    case CODE_MATRIX:
        opts->matrix = true;
        return true;
    case CODE_ROLE:
        if (opts->role_count == 2) {
            complain("--role is given more than twice; once for each file of the matrix is expected");
            return false;
        }
        opts->roles[opts->role_count++] = value;
        return true;
    case 'q':
        opts->quiet = true;
        return true;
    case CODE_UNCORRECTED:
        opts->uncorrected = true;
        return true;
    case CODE_ALL:
        opts->all = true;
        return true;
    case CODE_EXCLUDE:
        opts->excluded[opts->excluded_count++] = value;
        return true;
    case CODE_ENERGY:
        return read_assignment(opts->energies, &opts->energy_count, "energy", value);
    case CODE_ABOVE_HULL:
        return read_assignment(opts->above_hull, &opts->above_hull_count, "above-hull", value);
    case CODE_MU:
        return read_assignment(opts->potentials, &opts->potential_count, "mu", value);
    case CODE_VOLTAGE:
        return read_voltage(opts, groups, value);
    case CODE_GAP:
        return read_gap(opts, value);
    default: {
        ip_error error;
        if (!coating_options_take(&opts->coating, code, value, &error))
            return true;
        complain("%s", error.message);
        return false;
    }
    }
}

static bool allocate(options *opts, int argc) {
    size_t most = (size_t)argc + 1;
    opts->tables = calloc(most, sizeof *opts->tables);
    opts->excluded = calloc(most, sizeof *opts->excluded);
    opts->energies = calloc(most, sizeof *opts->energies);
    opts->above_hull = calloc(most, sizeof *opts->above_hull);
    opts->potentials = calloc(most, sizeof *opts->potentials);
    opts->voltages = calloc(most, sizeof *opts->voltages);
    return coating_options_start(&opts->coating, argc) && opts->tables && opts->voltages && opts->excluded && opts->energies && opts->above_hull && opts->potentials;
}

/* What getopt found wrong: an option the command does not have, or one without its value. */
static void complain_of_option(const char *name, int result, char **argv) {
    const char *text = argv[optind - 1];
    for (int i = 0; i < ENTRY_COUNT; i++) {
        size_t length = strcspn(text, "=");
        if (length > 2 && strncmp(text, "--", 2) == 0 && strlen(entries[i].name) == length - 2 &&
            strncmp(text + 2, entries[i].name, length - 2) == 0 && result == '?') {
            complain(entries[i].value ? "'%s' takes no option --%s; see 'interphase %s --help'"
                                      : "'%s': option --%s is not one of its own, or takes no value; see 'interphase %s --help'",
                     name, entries[i].name, name);
            return;
        }
    }
    if (result == ':')
        complain("option %s needs a value; see 'interphase %s --help'", text, name);
    else if (optopt > 0 && optopt < 256)
        complain("unknown option -%c; see 'interphase %s --help'", optopt, name);
    else
        complain("unknown or ambiguous option %s; see 'interphase %s --help'", text, name);
}

options_result options_read(options *out, const char *name, unsigned groups, int argc, char **argv) {
    struct option long_options[ENTRY_COUNT + 1] = {{0}};
    char short_options[2 * ENTRY_COUNT + 2] = ":";
    size_t count = 0, letters = 1;
    for (int i = 0; i < ENTRY_COUNT; i++) {
        if (entries[i].group && !(entries[i].group & groups))
            continue;
        struct option entry = {entries[i].name, entries[i].value ? required_argument : no_argument, NULL, entries[i].code};
        long_options[count++] = entry;
        if (entries[i].code < 256) {
            short_options[letters++] = (char)entries[i].code;
            if (entries[i].value)
                short_options[letters++] = ':';
        }
    }
    memset(out, 0, sizeof *out);
    out->metal = ip_element_find("Na", 2);
    out->gap = IP_DEFAULT_GAP;
    out->threads = ip_workers_processors();
    if (!allocate(out, argc)) {
        complain("out of memory");
        return OPTIONS_WRONG;
    }
    opterr = 0;
    optind = 1;
    for (int code; (code = getopt_long(argc, argv, short_options, long_options, NULL)) != -1;) {
        if (code == 'h')
            return OPTIONS_HELP;
        if (code == CODE_VERSION)
            return OPTIONS_VERSION;
        if (code == '?' || code == ':') {
            complain_of_option(name, code, argv);
            return OPTIONS_WRONG;
        }
        if (!take_option(out, groups, code, optarg))
            return OPTIONS_WRONG;
    }
    out->arguments = argv + optind;
    out->argument_count = argc - optind;
    return OPTIONS_READY;
}

static void free_assignments(assignment *list, int count) {
    for (int i = 0; i < count; i++)
        free(list[i].name);
    free(list);
}

void options_free(options *opts) {
    free_assignments(opts->energies, opts->energy_count);
    free_assignments(opts->above_hull, opts->above_hull_count);
    free_assignments(opts->potentials, opts->potential_count);
    coating_options_free(&opts->coating);
    free(opts->voltages);
    free(opts->tables);
    free(opts->excluded);
}
