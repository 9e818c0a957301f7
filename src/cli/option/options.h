/* The command line's options, read once and handed to a command. Knows no tables and no answers. */
#ifndef INTERPHASE_CLI_OPTIONS_H
#define INTERPHASE_CLI_OPTIONS_H

#include "coating_options.h"
#include "values.h"

typedef enum output_format { FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON } output_format;

/* FORMULA=NUMBER or ELEMENT=NUMBER */
typedef struct assignment {
    char *name; /* owned */
    double value;
} assignment;

typedef struct options {
    const char **tables; /* -d, in order */
    int table_count;
    bool uncorrected, quiet, all, has_metal;
    assignment *energies, *above_hull, *potentials;
    int energy_count, above_hull_count, potential_count;
    const char **excluded;
    int excluded_count;
    int metal;        /* atomic number; has_metal where it was given */
    int metal_charge; /* 0 for the usual one */
    voltage_range *voltages;
    int voltage_count;
    int threads;
    bool resume, matrix;
    const char *roles[2];
    int role_count;
    coating_options coating;
    double gap; /* threshold of the interphase character, eV */
    output_format format;
    const char *output; /* NULL for standard output */
    char **arguments;   /* what is not an option */
    int argument_count;
} options;

/* Options that only some commands take. */
typedef enum option_group {
    OPTION_ALL = 1,
    OPTION_VOLTAGE = 2,  /* one --voltage */
    OPTION_MU = 4,
    OPTION_VOLTAGES = 8, /* --voltage repeatedly, or a range */
    OPTION_RANGE = 16,   /* one --voltage, a range */
    OPTION_GAP = 32,
    OPTION_SCREEN = 64,
    OPTION_ROW_VOLTAGE = 128, /* one --voltage, a range or not */
    OPTION_COATINGS = 256
} option_group;

typedef enum options_result { OPTIONS_READY, OPTIONS_HELP, OPTIONS_VERSION, OPTIONS_WRONG } options_result;

/* Reads argv[1 ..] of a command called `name`, which takes the `groups` beside the common ones. A wrong call is
 * explained on standard error. To be freed with options_free() whatever comes back. */
options_result options_read(options *out, const char *name, unsigned groups, int argc, char **argv);
void options_free(options *opts);

/* The options that every command takes, and those of the groups, as help text on standard output. */
void options_print_help(unsigned groups);

#endif
