/* `interphase data correct`: plain energies of a table anchored to measured ones, and what a formula's correction is made of.
 * Knows tables and their columns; charges, pairs and constants are the library's. */
#include "data_correct.h"

#include "cli/session.h"
#include "cli/input/tables.h"
#include "cli/io/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define CONSTANTS "corrections"

static exit_code read_constants(ip_corrections **out) {
    ip_error error;
    char *path = tables_find(CONSTANTS);
    if (!path)
        return EXIT_TABLE;
    ip_status status = ip_corrections_new(out, &error);
    if (!status && (status = ip_corrections_read(*out, path, &error)))
        ip_corrections_free(*out);
    free(path);
    if (status)
        complain("%s", error.message);
    return status == IP_OK ? EXIT_ANSWERED : status == IP_NO_MEMORY ? EXIT_INTERNAL : EXIT_TABLE;
}

/* ---- --explain */

static const char *const pair_columns[] = {"formula", "cation", "cation_charge", "anion", "anion_charge", "held", "constant",
                                           "correction", "uncertainty", "charge_uncertainty", "measured", "formula_correction",
                                           "formula_uncertainty", "note", "status", "message"};
enum { PAIR_COLUMN_COUNT = sizeof pair_columns / sizeof *pair_columns, NAME_SIZE = 32 };

/* What a formula's correction is made of. */
typedef struct explanation {
    const char *formula;
    ip_composition composition;
    ip_charges charges;
    ip_pair_list pairs;
    ip_correction correction;
} explanation;

static ip_status explain(explanation *out, const ip_corrections *corrections, const char *formula, ip_error *error) {
    out->formula = formula;
    out->pairs = (ip_pair_list){0};
    ip_status status = ip_composition_read(&out->composition, formula, error);
    if (status)
        return status;
    ip_charges_find(&out->charges, &out->composition);
    status = ip_correction_find(&out->correction, corrections, &out->composition, error);
    return status ? status : ip_pair_list_find(&out->pairs, &out->composition, error);
}

/* Formal charge of one atom of an element of the formula; NaN for none. */
static double atom_charge(const explanation *of, int element) {
    for (int i = 0; i < of->charges.count; i++)
        if (of->composition.element[i] == element)
            return of->charges.charge[i] / of->composition.amount[i];
    return NAN;
}

/* What a constant is for, such as "Na-S", "Fe(3)-S", "late-S", "any-S" or "S-S". */
static void name_constant(char name[NAME_SIZE], const ip_constant *constant) {
    const char *anion = ip_element_symbol(constant->anion);
    const char *cation = constant->cation ? ip_element_symbol(constant->cation) : constant->group ? constant->group : "any";
    if (constant->bonded)
        snprintf(name, NAME_SIZE, "%s-%s", anion, anion);
    else if (constant->charge != IP_CHARGE_ANY)
        snprintf(name, NAME_SIZE, "%s(%d)-%s", cation, constant->charge, anion);
    else
        snprintf(name, NAME_SIZE, "%s-%s", cation, anion);
}

static void write_pair(session *run, const explanation *of, const ip_pair *pair, const ip_constant *constant) {
    char name[NAME_SIZE] = "";
    if (constant)
        name_constant(name, constant);
    ip_value values[PAIR_COLUMN_COUNT] = {
        ip_value_text(of->formula),
        pair && pair->cation ? ip_value_text(ip_element_symbol(pair->cation)) : ip_value_none(),
        pair && pair->cation ? ip_value_number(atom_charge(of, pair->cation), 6) : ip_value_none(),
        pair ? ip_value_text(ip_element_symbol(pair->anion)) : ip_value_none(),
        pair ? ip_value_number(atom_charge(of, pair->anion), 6) : ip_value_none(),
        pair ? ip_value_number(pair->held, 6) : ip_value_none(),
        ip_value_text(constant ? name : NULL),
        constant ? ip_value_number(constant->correction, 6) : pair ? ip_value_number(0.0, 6) : ip_value_none(),
        pair ? ip_value_number(constant ? constant->uncertainty : IP_UNKNOWN_PAIR_UNCERTAINTY, 6) : ip_value_none(),
        constant ? ip_value_number(constant->charge_uncertainty, 6) : pair ? ip_value_number(0.0, 6) : ip_value_none(),
        pair ? ip_value_number(constant ? (double)constant->measured : 0.0, 0) : ip_value_none(),
        ip_value_number(of->correction.energy, 6),
        ip_value_number(of->correction.uncertainty, 6),
        ip_value_text(ip_correction_note_word(of->correction.note)),
        ip_value_text(ip_status_word(IP_OK)),
        ip_value_none(),
    };
    session_row(run, values);
}

static void print_charges(FILE *stream, const explanation *of) {
    fprintf(stream, "%s", text_masked(of->formula));
    for (int i = 0; i < of->charges.count; i++)
        fprintf(stream, "%s %s(%s)", i ? "" : ":", ip_element_symbol(of->composition.element[i]),
                text_signed(atom_charge(of, of->composition.element[i]), 2));
    fputc('\n', stream);
}

static void add_pair_row(text_table *table, const ip_pair *pair, const ip_constant *constant, const char *plus_minus) {
    char held[2 * NAME_SIZE], amount[NAME_SIZE], name[NAME_SIZE] = "none", energy[2 * NAME_SIZE], measured[NAME_SIZE];
    ip_number_format_short(amount, sizeof amount, pair->held, 4);
    snprintf(held, sizeof held, "%s %s", amount, ip_element_symbol(pair->anion));
    if (constant)
        name_constant(name, constant);
    double charge_uncertainty = constant ? constant->charge_uncertainty : 0.0;
    double uncertainty = hypot(constant ? constant->uncertainty : IP_UNKNOWN_PAIR_UNCERTAINTY, charge_uncertainty);
    snprintf(energy, sizeof energy, "%s %s %s", text_number(constant ? constant->correction : 0.0, 4), plus_minus,
             text_number(uncertainty, 4));
    snprintf(measured, sizeof measured, "%ld", constant ? constant->measured : 0L);
    text_table_add(table, held);
    text_table_add(table, pair->cation ? ip_element_symbol(pair->cation) : "each other");
    text_table_add(table, name);
    text_table_add(table, energy);
    text_table_add(table, measured);
}

static void print_pairs(FILE *stream, const explanation *of, const ip_corrections *corrections, const char *plus_minus) {
    text_table table;
    text_table_start(&table, "lllrr");
    const char *const head[] = {"anions", "held by", "constant", "eV per anion", "measured compounds"};
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
        text_table_add(&table, head[i]);
    for (int i = 0; i < of->pairs.count; i++)
        add_pair_row(&table, &of->pairs.pairs[i], ip_corrections_find(corrections, &of->pairs.pairs[i]), plus_minus);
    text_table_print(&table, "  ", stream);
    text_table_clear(&table);
}

static void print_explanation(session *run, const explanation *of, const ip_corrections *corrections) {
    FILE *stream = run->out.stream;
    const char *plus_minus = text_is_utf8() ? "\xC2\xB1" : "+-";
    session_start_block(run);
    print_charges(stream, of);
    if (of->pairs.count)
        print_pairs(stream, of, corrections, plus_minus);
    fprintf(stream, "  correction %s %s %s eV/atom", text_number(of->correction.energy, 4), plus_minus,
            text_number(of->correction.uncertainty, 4));
    if (of->composition.count == 1)
        fputs(": an element, whose energy is 0 by definition", stream);
    else if (of->correction.note == IP_CORRECTION_NONE)
        fputs(" (uncorrected): no choice of cations and anions is possible", stream);
    else if (of->correction.note == IP_CORRECTION_INFERRED)
        fputs(" (inferred): not every pair is known from measured compounds of its own", stream);
    fputc('\n', stream);
}

static void show_explanation(session *run, const explanation *of, const ip_corrections *corrections) {
    if (!run->writer) {
        print_explanation(run, of, corrections);
        return;
    }
    for (int i = 0; i < of->pairs.count; i++)
        write_pair(run, of, &of->pairs.pairs[i], ip_corrections_find(corrections, &of->pairs.pairs[i]));
    if (!of->pairs.count)
        write_pair(run, of, NULL, NULL);
}

static exit_code explain_all(const options *opts, const ip_corrections *corrections) {
    session run;
    exit_code code = session_open(&run, opts, "data correct", pair_columns, PAIR_COLUMN_COUNT, false);
    if (code != EXIT_ANSWERED)
        return code;
    for (int i = 1; i < opts->argument_count; i++) {
        explanation of;
        ip_error error;
        if (explain(&of, corrections, opts->arguments[i], &error)) {
            known_value known[] = {{"formula", ip_value_text(opts->arguments[i])}};
            session_fail(&run, opts->arguments[i], known, 1, &error);
        } else {
            show_explanation(&run, &of, corrections);
        }
        ip_pair_list_clear(&of.pairs);
    }
    return session_close(&run);
}

/* ---- a table */

/* Columns that are written for every row, in this order; the others of the table stand behind them. */
static const char *const written[] = {"formula", "formation_energy_per_atom", "correction", "uncertainty", "band_gap", "id",
                                      "note"};
enum { WRITTEN_COUNT = sizeof written / sizeof *written, PIECE_SIZE = 64 * 1024, NUMBER_SIZE = 400 };

typedef struct conversion {
    const options *opts;
    const ip_corrections *corrections;
    const char *path;
    FILE *stream;
    const ip_phase **phases; /* [0 .. count-1], by line */
    long count, next;        /* phases written */
    bool metals;             /* correct the metals too */
    /* the second reading, for the other columns */
    bool has_header;
    int *kept, kept_count; /* their indices */
    int notes, uncertainties; /* columns of these names */
} conversion;

static bool is_written(const char *name) {
    for (int i = 0; i < WRITTEN_COUNT; i++)
        if (strcasecmp(name, written[i]) == 0)
            return true;
    return false;
}

static void write_number(FILE *stream, double number, int decimals) {
    char text[NUMBER_SIZE];
    ip_number_format(text, sizeof text, number, decimals);
    fprintf(stream, ",%s", text);
}

/* A row without its end. */
static ip_status write_phase(const conversion *of, const ip_phase *phase, ip_error *error) {
    ip_composition composition = ip_phase_composition(phase);
    ip_correction found;
    ip_status status = ip_correction_find(&found, of->corrections, &composition, error);
    if (status)
        return status;
    double correction = found.energy + (of->metals ? ip_correction_of_metals(&composition) : 0.0);
    ip_csv_write_field(of->stream, phase->formula);
    write_number(of->stream, phase->formation_energy + correction, 6);
    if (composition.count > 1)
        write_number(of->stream, correction, 6);
    else
        fputc(',', of->stream);
    write_number(of->stream, found.uncertainty, 6);
    char gap[NUMBER_SIZE];
    ip_number_format_short(gap, sizeof gap, phase->band_gap, 6);
    fprintf(of->stream, ",%s,", gap);
    ip_csv_write_field(of->stream, phase->id ? phase->id : "");
    fprintf(of->stream, ",%s", ip_correction_note_word(found.note));
    return IP_OK;
}

static ip_status take_header(conversion *of, const ip_csv_row *row, ip_error *error) {
    of->has_header = true;
    of->kept = calloc((size_t)row->count + 1, sizeof *of->kept);
    if (!of->kept)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < row->count; i++) {
        of->notes += strcasecmp(row->fields[i], "note") == 0;
        of->uncertainties += strcasecmp(row->fields[i], "uncertainty") == 0;
        if (is_written(row->fields[i]))
            continue;
        of->kept[of->kept_count++] = i;
        fputc(',', of->stream);
        ip_csv_write_field(of->stream, row->fields[i]);
    }
    fputc('\n', of->stream);
    return IP_OK;
}

/* The rows of the table a second time: those that a phase came from are written, the others have made way for a lower energy. */
static ip_status on_row(void *user, const ip_csv_row *row, ip_error *error) {
    conversion *of = user;
    if (!of->has_header)
        return take_header(of, row, error);
    if (of->next == of->count || row->line != of->phases[of->next]->line)
        return IP_OK;
    ip_status status = write_phase(of, of->phases[of->next++], error);
    for (int i = 0; i < of->kept_count && !status; i++) {
        fputc(',', of->stream);
        ip_csv_write_field(of->stream, of->kept[i] < row->count ? row->fields[of->kept[i]] : "");
    }
    fputc('\n', of->stream);
    return status;
}

static ip_status write_with_other_columns(conversion *of, FILE *input, ip_error *error) {
    ip_csv_reader *csv;
    char *piece = malloc(PIECE_SIZE);
    if (!piece)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    ip_status status = ip_csv_reader_new(&csv, on_row, of, error);
    if (!status) {
        for (size_t size; !status && (size = fread(piece, 1, PIECE_SIZE, input)) > 0;)
            status = ip_csv_reader_feed(csv, piece, size, error);
        if (!status)
            status = ip_csv_reader_finish(csv, error);
        ip_csv_reader_free(csv);
    }
    free(piece);
    if (status == IP_BAD_TABLE)
        ip_error_prefix(error, status, "%s", of->path);
    if (!status && of->next < of->count)
        status = ip_error_set(error, IP_INPUT_OUTPUT, "%s: changed while it was read", of->path);
    return status;
}

static ip_status write_alone(conversion *of, ip_error *error) {
    ip_status status = IP_OK;
    fputc('\n', of->stream);
    for (; of->next < of->count && !status; of->next++) {
        status = write_phase(of, of->phases[of->next], error);
        fputc('\n', of->stream);
    }
    return status;
}

/* A table of plain text that can be read twice. */
static FILE *open_again(const char *path) {
    struct stat about;
    char begin[2] = "";
    if (stat(path, &about) != 0 || !S_ISREG(about.st_mode))
        return NULL;
    FILE *input = fopen(path, "rb");
    bool is_packed = input && fread(begin, 1, 2, input) == 2 && memcmp(begin, "\x1F\x8B", 2) == 0;
    if (input)
        rewind(input);
    if (is_packed) {
        fclose(input);
        input = NULL;
    }
    return input;
}

static ip_status write_table(conversion *of, ip_error *error) {
    for (int i = 0; i < WRITTEN_COUNT; i++)
        fprintf(of->stream, "%s%s", i ? "," : "", written[i]);
    FILE *input = open_again(of->path);
    ip_status status = input ? write_with_other_columns(of, input, error) : write_alone(of, error);
    if (!of->opts->quiet && !input)
        complain("notice: %s can be read only once: columns other than those written are dropped", of->path);
    if (!of->opts->quiet && (of->notes || of->uncertainties))
        complain("notice: %s: its own %s%s%s are replaced", of->path, of->uncertainties ? "uncertainties" : "",
                 of->uncertainties && of->notes ? " and " : "", of->notes ? "notes" : "");
    if (input)
        fclose(input);
    free(of->kept);
    return status;
}

static int by_line(const void *a, const void *b) {
    const ip_phase *const *left = a, *const *right = b;
    return ((*left)->line > (*right)->line) - ((*left)->line < (*right)->line);
}

/* Energies that hold a correction already would be corrected twice. */
static bool are_plain(const conversion *of) {
    for (long i = 0; i < of->count; i++) {
        const ip_phase *phase = of->phases[i];
        if (of->opts->uncorrected || phase->correction == 0.0)
            continue;
        complain("%s:%ld: the energy of %s holds a correction, %g eV/atom; plain energies are expected (--uncorrected takes such "
                 "corrections off first)", of->path, phase->line, text_masked(phase->formula), phase->correction);
        return false;
    }
    return true;
}

static exit_code convert(conversion *of, const ip_dataset *dataset) {
    output out;
    ip_error error;
    of->count = ip_dataset_count(dataset);
    of->phases = malloc((size_t)of->count * sizeof *of->phases + 1);
    if (!of->phases) {
        complain("out of memory");
        return EXIT_INTERNAL;
    }
    for (long i = 0; i < of->count; i++)
        of->phases[i] = ip_dataset_phase(dataset, i);
    qsort(of->phases, (size_t)of->count, sizeof *of->phases, by_line);
    if (!are_plain(of))
        return EXIT_TABLE;
    if (!output_open(&out, of->opts->output))
        return EXIT_USAGE;
    of->stream = out.stream;
    ip_status status = write_table(of, &error);
    if (status)
        complain("%s", error.message);
    if (!output_close(&out, status == IP_OK) || status)
        return status == IP_INPUT_OUTPUT || status == IP_BAD_TABLE ? EXIT_TABLE : EXIT_INTERNAL;
    return EXIT_ANSWERED;
}

static exit_code correct_table(const options *opts, const ip_corrections *corrections) {
    const char *names[] = {opts->arguments[1]};
    options read = *opts;
    read.tables.items = names;
    read.tables.count = 1;
    ip_dataset *dataset;
    exit_code code = tables_load(&dataset, &read, 0);
    if (code != EXIT_ANSWERED)
        return code;
    conversion of = {.opts = opts, .corrections = corrections, .path = ip_dataset_file(dataset, 0).path,
                     .metals = ((const data_options *)opts->own)->metals};
    code = convert(&of, dataset);
    free(of.phases);
    ip_dataset_free(dataset);
    return code;
}

exit_code data_correct(const options *opts) {
    const data_options *own = opts->own;
    ip_corrections *corrections;
    if (opts->argument_count < 2 || (!own->explain && opts->argument_count > 2)) {
        complain("data correct: expected one FILE of plain energies, or --explain and formulas");
        return EXIT_USAGE;
    }
    if (own->explain && own->metals) {
        complain("--metals belongs to a table; --explain shows the pairs of formulas");
        return EXIT_USAGE;
    }
    bool is_changed = opts->tables.count || opts->energies.count || opts->above_hull.count || opts->excluded.count;
    if (!own->explain && (opts->format == FORMAT_JSON || is_changed)) {
        complain("data correct writes a table, in CSV, of what FILE alone has: --format json, --data, --energy, --above-hull and "
                 "--exclude have no place here");
        return EXIT_USAGE;
    }
    exit_code code = read_constants(&corrections);
    if (code != EXIT_ANSWERED)
        return code;
    code = own->explain ? explain_all(opts, corrections) : correct_table(opts, corrections);
    ip_corrections_free(corrections);
    return code;
}
