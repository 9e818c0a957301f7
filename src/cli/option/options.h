/* The command line's options, read once and handed to a command. Knows no tables and no answers. */
#ifndef INTERPHASE_CLI_OPTIONS_H
#define INTERPHASE_CLI_OPTIONS_H

#include "row.h"

#include <interphase/character.h>
#include <interphase/figure.h>
#include <interphase/gas.h>

/* The shipped table that is read where none is named. */
#define OPTIONS_DEFAULT_TABLE "mp2020"

/* K, of gases where no temperature is given: that of a room. */
#define OPTIONS_GAS_TEMPERATURE 300.0

/* The forms of sinks, in their order; then the page. */
typedef enum output_format { FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON, FORMAT_HTML } output_format;

typedef struct options {
    text_list tables; /* -d, in order */
    bool uncorrected, literal, quiet, force, describe, help, version;
    assignment_list energies, above_hull;
    text_list excluded;
    metal_choice chosen_metal; /* -m; without it the formulas choose (input/metals.h) */
    int metal;                 /* atomic number of what voltages refer to where neither does */
    int metal_charge;          /* 0 for the usual one */
    int threads;
    output_format format;
    const char *output; /* NULL for standard output */
    const char *plot;   /* file of the figure; NULL for none */
    picture_size size;  /* of it */
    ip_figure_order plot_order;
    /* of the rows that some commands share */
    voltage_list voltages;
    potential_list potentials;
    gas_list gases, released;
    double gap;  /* threshold of the interphase character, eV */
    int samples; /* draws of the energies; 0 for none */
    double temperature; /* K; 0 for the energies of the tables. Gases without one are at OPTIONS_GAS_TEMPERATURE */
    bool mixing_entropy;
    part_choice part;
    bool join; /* the arguments are files of parts */
    /* beside the rows */
    void *own;        /* struct of the command's own options; owned */
    char **arguments; /* what is not an option */
    int argument_count;
    const char *const *asked; /* [0 .. asked_count-1], borrowed: the formulas that are asked about, as far as the call names them */
    long asked_count;
    bool draws;          /* for FORMAT_HTML: whether the page has a figure */
    const char *title;   /* for FORMAT_HTML: of the section; NULL for one of what is asked and the summary */
    const char *summary; /* what the command answers, in a line */
    struct ip_page *page; /* for FORMAT_HTML: a page of which the answer is a part, borrowed; NULL for one of its own */
    const option_row **rows; /* [0 .. row_count-1], owned: the command's, then those of all */
    int *given;              /* [0 .. row_count-1], owned: how often each row was */
    text_list *texts;        /* [0 .. row_count-1], owned: the values that each row was given, as typed */
    int row_count;
} options;

/* Options that every command takes; ends with OPTION_END. */
extern const option_row options_of_all[];

/* Rows that some commands share: each names them in its table. `most` is how many voltages it answers in one call. */
#define OPTION_ROW_VOLTAGE(most)                                                                                           \
    {"voltage", 0, "V|LO:HI", "open to the metal at this voltage, or over this range of voltages", OPTION_VOLTAGES(options, voltages), \
     .unit = "V", .high = HIGHEST_VOLTAGE, .repeat = (most)}
#define OPTION_ROW_MU                                                                                              \
    {"mu", 0, "EL=E", "open to an element at a chemical potential, eV/atom", OPTION_POTENTIALS(options, potentials), \
     .unit = "eV/atom", .low = -100.0, .high = 100.0, .repeat = OPTION_EACH}
/* What questions are open to beside the metal, and at which temperature. A command that answers for every pressure of a gas takes
 * the second. */
#define OPTION_ROW_RELEASE                                                                                        \
    {"release", 0, "F=P", "the gas F may leave, against this pressure, and is never taken up", OPTION_GASES(options, released), \
     .repeat = OPTION_EACH}
#define OPTION_ROW_TEMPERATURE                                                                                              \
    {"temperature", 0, "T", "K: solids with their entropy, which is estimated, and gases as ideal ones", OPTION_NUMBER(options, temperature), \
     .unit = "K", .low = IP_TEMPERATURE_LOW, .high = IP_TEMPERATURE_HIGH, .usually = "enthalpies of the tables; with gases 300"}
#define OPTION_ROWS_RESERVOIRS                                                                                                \
    OPTION_ROW_MU,                                                                                                            \
        {"gas", 0, "F=P", "in exchange with the gas F at a pressure, such as O2=0.21bar, CO2=420ppm or H2O=40%RH", OPTION_GASES(options, gases), \
         .repeat = OPTION_EACH, .hint = "profile and window answer for every pressure of a gas without one"},                  \
        OPTION_ROW_RELEASE, OPTION_ROW_TEMPERATURE
#define OPTION_ROWS_RESERVOIRS_OR_SWEPT                                                                                       \
    OPTION_ROW_MU,                                                                                                            \
        {"gas", 0, "F[=P]", "in exchange with the gas F at a pressure, such as O2=0.21bar, CO2=420ppm or H2O=40%RH; without one, for every " \
         "pressure in place of every voltage", OPTION_GASES_OR_SWEPT(options, gases), .repeat = OPTION_EACH},                   \
        OPTION_ROW_RELEASE, OPTION_ROW_TEMPERATURE

/* Of compositions that a call names: who takes it sets `asked` before the tables are read, where its arguments are not formulas. */
#define OPTION_ROW_MIXING_ENTROPY                                                                                            \
    {"mixing-entropy", 0, NULL, "a composition that is not in the table, between two phases that are, has the ideal entropy of mixing of " \
     "both; with --temperature", OPTION_FLAG(options, mixing_entropy)}

#define OPTION_ROW_GAP                                                                                                  \
    {"gap", 0, "E", "band gap, eV, from which a product counts as insulating", OPTION_NUMBER(options, gap), .unit = "eV", \
     .high = INFINITY, .start = IP_DEFAULT_GAP}

#define OPTION_ROW_SAMPLES                                                                                        \
    {"samples", 0, "N", "besides the answer, N draws of the energies within their uncertainties: quantiles of every number, and how " \
     "often each set of products comes out", OPTION_WHOLE(options, samples), .high = 1e6}

/* Of commands with many rows, whose answers can be made apart and joined (part.h, join.h). */
#define OPTION_ROWS_PART                                                                                                     \
    {"part", 0, "K/N", "answer the K-th of N parts, to --output FILE, with FILE.manifest beside it", OPTION_PART(options, part), \
     .repeat = 1, .aside = true},                                                                                             \
        {"join", 0, NULL, "put parts together: their files are the arguments", OPTION_FLAG(options, join), .aside = true}

typedef enum options_result {
    OPTIONS_READY,
    OPTIONS_HELP,
    OPTIONS_VERSION,
    OPTIONS_UNKNOWN, /* an option that is none */
    OPTIONS_WRONG,
    OPTIONS_BROKEN /* memory ran out */
} options_result;

/* What a command takes: its rows, and the size of the struct of its own options (0 for none). */
typedef struct option_table {
    const option_row *rows; /* ends with OPTION_END; NULL for none */
    size_t own_size;
} option_table;

/* Reads argv[1 ..] of a command called `name`. A wrong call is explained on standard error, but OPTIONS_UNKNOWN leaves to the
 * caller to say that *unknown (borrowed from argv) is no option. To be freed with options_free() whatever comes back. */
options_result options_read(options *out, const char **unknown, const char *name, const option_table *table, int argc, char **argv);
void options_free(options *opts);

/* Whether an option was given, by its member: in *opts or in a copy of it, or in its struct of own options. */
bool options_given(const options *opts, const void *member);

/* The row of a long option in a table or among those of all; NULL where there is none. `length` characters of `name`. */
const option_row *options_find(const option_table *table, const char *name, size_t length);

#endif
