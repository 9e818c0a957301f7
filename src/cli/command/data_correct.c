/* `interphase data correct`: plain energies of a table anchored to measured ones, and what a formula's correction is made of.
 * Knows tables and their columns; charges, pairs and constants are the library's. */
#include "data.h"

#include "cli/session.h"
#include "cli/input/formulas.h"
#include "cli/input/tables.h"
#include "cli/io/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- --explain */

enum { NAME_SIZE = 32 };

typedef struct pair_row {
    const char *formula, *cation;
    double cation_charge;
    const char *anion;
    double anion_charge, held;
    const char *constant;
    double correction, uncertainty, charge_uncertainty; /* eV per anion */
    long measured;
    double formula_correction, formula_uncertainty; /* eV/atom */
    const char *note, *status, *message;
    double combined_uncertainty;
    const char *anions, *holder, *energy; /* words for the table in text */
} pair_row;

static const ip_column pair_columns[] = {
    IP_COLUMN(pair_row, formula, "formula", "", 0, 0, 0, IP_COLUMN_SUBJECT, "the composition asked about, as it was written"),
    IP_COLUMN(pair_row, anions, "anions", "", 0, 1, 0, IP_COLUMN_TEXT_ONLY, "how many anions are held"),
    IP_COLUMN(pair_row, holder, "held by", "", 0, 2, 0, IP_COLUMN_TEXT_ONLY, "the cation, or other anions"),
    IP_COLUMN(pair_row, cation, "cation", "", 0, 0, 0, 0, "the cation; none for anions bonded to each other"),
    IP_COLUMN(pair_row, cation_charge, "charge", "e", 6, 0, 2, 0, "formal charge of one atom of the cation"),
    IP_COLUMN(pair_row, anion, "anion", "", 0, 0, 0, 0, "the anion"),
    IP_COLUMN(pair_row, anion_charge, "charge", "e", 6, 0, 2, 0, "formal charge of one atom of the anion"),
    IP_COLUMN(pair_row, held, "held", "", 6, 0, 4, 0, "anions per formula unit that the cation holds"),
    IP_COLUMN(pair_row, constant, "constant", "", 0, 3, 0, 0, "what the constant is for: the most specific that is known"),
    IP_COLUMN(pair_row, correction, "correction", "eV", 6, 0, 4, 0, "constant per anion held"),
    IP_COLUMN(pair_row, energy, "eV per anion", "", 0, 4, 0, IP_COLUMN_TEXT_ONLY, "constant per anion held, and its uncertainty"),
    IP_COLUMN(pair_row, uncertainty, "uncertainty", "eV", 6, 0, 4, 0,
              "standard deviation of the constant, one error for all charges of the cation"),
    IP_COLUMN(pair_row, charge_uncertainty, "uncertainty of the charge", "eV", 6, 0, 4, 0,
              "further standard deviation, of this charge alone"),
    IP_COLUMN(pair_row, measured, "measured compounds", "", 0, 5, 0, 0,
              "compounds of known formation enthalpy that stand behind the constant"),
    IP_COLUMN(pair_row, formula_correction, "correction", "eV/atom", 6, 0, 4, 0, "correction of the formula"),
    IP_COLUMN(pair_row, formula_uncertainty, "uncertainty", "eV/atom", 6, 0, 4, 0, "standard deviation of its corrected energy"),
    IP_COLUMN(pair_row, note, "note", "", 0, 0, 0, 0,
              "inferred where a pair is not known from compounds of its own, uncorrected where there are no pairs"),
    IP_COLUMN(pair_row, status, "status", "", 0, 0, 0, 0, "ok, or a stable word for why there is no answer"),
    IP_COLUMN(pair_row, message, "message", "", 0, 0, 0, 0, "why there is no answer, for people"),
    IP_COLUMN(pair_row, combined_uncertainty, "uncertainty", "eV", 6, 0, 4, 0,
              "standard deviation of the constant and of this charge together"),
};
const ip_result_type data_correct_result = IP_RESULT_TYPE("data correct", pair_row, pair_columns);

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

static const char *words(session *run, const char *first, const char *blank, const char *second) {
    size_t size = strlen(first) + strlen(blank) + strlen(second) + 1;
    char *text = ip_memory_take(run->memory, size);
    if (text)
        snprintf(text, size, "%s%s%s", first, blank, second);
    return text;
}

static void fill_pair(pair_row *row, const explanation *of, const ip_pair *pair, const ip_constant *constant) {
    if (pair->cation) {
        row->cation = ip_element_symbol(pair->cation);
        row->cation_charge = atom_charge(of, pair->cation);
    }
    row->anion = ip_element_symbol(pair->anion);
    row->anion_charge = atom_charge(of, pair->anion);
    row->held = pair->held;
    row->correction = constant ? constant->correction : 0.0;
    row->uncertainty = constant ? constant->uncertainty : IP_UNKNOWN_PAIR_UNCERTAINTY;
    row->charge_uncertainty = constant ? constant->charge_uncertainty : 0.0;
    row->combined_uncertainty = hypot(row->uncertainty, row->charge_uncertainty);
    row->measured = constant ? constant->measured : 0;
}

/* The words that the table in text shows. */
static bool fill_words(pair_row *row, session *run, const ip_constant *constant) {
    const char *plus_minus = text_is_utf8() ? " \xC2\xB1 " : " +- ";
    char amount[400], name[NAME_SIZE] = "none";
    ip_number_format_short(amount, sizeof amount, row->held, 4);
    if (constant)
        name_constant(name, constant);
    row->anions = words(run, amount, " ", row->anion);
    row->holder = row->cation ? row->cation : "each other";
    row->energy = words(run, text_number(row->correction, 4), plus_minus, text_number(row->combined_uncertainty, 4));
    if (constant || !run->sink)
        row->constant = ip_memory_copy(run->memory, name);
    return row->anions && row->energy && (row->constant || !constant);
}

static bool make_row(pair_row *row, session *run, const explanation *of, const ip_pair *pair, const ip_constant *constant) {
    ip_row_blank(run->type, row);
    row->formula = of->formula;
    row->formula_correction = of->correction.energy;
    row->formula_uncertainty = of->correction.uncertainty;
    row->note = ip_correction_note_word(of->correction.note);
    row->status = ip_status_word(IP_OK);
    if (!pair)
        return true;
    fill_pair(row, of, pair, constant);
    return fill_words(row, run, constant);
}

static void print_charges(FILE *stream, const explanation *of) {
    fprintf(stream, "%s", text_masked(of->formula));
    for (int i = 0; i < of->charges.count; i++)
        fprintf(stream, "%s %s(%s)", i ? "" : ":", ip_element_symbol(of->composition.element[i]),
                text_signed(atom_charge(of, of->composition.element[i]), 2));
    fputc('\n', stream);
}

static void print_explanation(session *run, const explanation *of, const pair_row *rows) {
    FILE *stream = run->out.stream;
    const char *plus_minus = text_is_utf8() ? "\xC2\xB1" : "+-";
    session_start_block(run);
    print_charges(stream, of);
    if (of->pairs.count)
        session_table(run, run->type, rows, of->pairs.count);
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
    ip_error error;
    int count = of->pairs.count ? of->pairs.count : 1;
    pair_row *rows = malloc((size_t)count * sizeof *rows);
    bool made = rows != NULL;
    for (int i = 0; i < count && made; i++) {
        const ip_pair *pair = of->pairs.count ? &of->pairs.pairs[i] : NULL;
        made = make_row(&rows[i], run, of, pair, pair ? ip_corrections_find(corrections, pair) : NULL);
    }
    if (!made) {
        ip_error_set(&error, IP_NO_MEMORY, "out of memory");
        session_break(run, &error);
    } else if (!run->sink) {
        print_explanation(run, of, rows);
    }
    for (int i = 0; i < count && made; i++)
        session_row(run, &rows[i]);
    free(rows);
    ip_memory_empty(run->memory);
}

static exit_code explain_all(const options *opts, const ip_corrections *corrections) {
    session run;
    exit_code code = session_open_about(&run, opts, "data correct", &data_correct_result, corrections, false);
    if (code != EXIT_ANSWERED)
        return code;
    for (int i = 1; i < opts->argument_count; i++) {
        explanation of;
        ip_error error;
        const char *formula = formulas_spelled(opts, opts->arguments[i]);
        if (!formula) {
            run.broken = true;
            break;
        }
        if (explain(&of, corrections, formula, &error)) {
            pair_row row;
            ip_row_blank(run.type, &row);
            row.formula = formula;
            session_fail(&run, formula, &row, &error);
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
enum { WRITTEN_COUNT = sizeof written / sizeof *written, COPIED_SIZE = 16 * 1024, NUMBER_SIZE = 400 };

typedef struct conversion {
    const options *opts;
    const ip_corrections *corrections;
    const char *path;
    FILE *stream;
    const ip_phase **phases; /* [0 .. count-1], by line */
    long count, next;        /* phases written */
    bool metals;             /* correct the metals too */
    const char *again;       /* the name to read it by a second time; NULL where that cannot be done */
    long begin;              /* of the table, where that is standard input */
    /* the second reading, for the other columns */
    bool has_header;
    int *kept, kept_count; /* their indices */
    int notes, uncertainties; /* columns of these names */
} conversion;

static bool is_written(const ip_heading *heading) {
    for (int i = 0; i < WRITTEN_COUNT; i++)
        if (ip_heading_is(heading, written[i]))
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
        ip_heading heading;
        ip_heading_read(&heading, row->fields[i]);
        of->notes += ip_heading_is(&heading, "note");
        of->uncertainties += ip_heading_is(&heading, "uncertainty");
        if (is_written(&heading))
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

static ip_status write_with_other_columns(conversion *of, ip_error *error) {
    ip_status status = ip_csv_file_read(of->again, on_row, of, error);
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

static ip_status write_table(conversion *of, ip_error *error) {
    bool all = of->again != NULL;
    for (int i = 0; i < WRITTEN_COUNT; i++)
        fprintf(of->stream, "%s%s", i ? "," : "", written[i]);
    if (all && strcmp(of->again, "-") == 0 && lseek(STDIN_FILENO, of->begin, SEEK_SET) < 0)
        return ip_error_set(error, IP_INPUT_OUTPUT, "%s: cannot be read again: %s", of->path, report_reason(errno));
    ip_status status = all ? write_with_other_columns(of, error) : write_alone(of, error);
    if (!of->opts->quiet && !all)
        complain("notice: %s can be read only once: columns other than those written are dropped", of->path);
    if (!of->opts->quiet && (of->notes || of->uncertainties))
        complain("notice: %s: its own %s%s%s are replaced", of->path, of->uncertainties ? "uncertainties" : "",
                 of->uncertainties && of->notes ? " and " : "", of->notes ? "notes" : "");
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
        complain_of_memory();
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
        complain_of(NULL, &error);
    if (!output_close(&out, status == IP_OK) || status)
        return status == IP_INPUT_OUTPUT || status == IP_BAD_TABLE ? EXIT_TABLE : EXIT_INTERNAL;
    return EXIT_ANSWERED;
}

/* Standard input that is read twice: from where it stands in a file, else from a copy without a name that takes its place. */
static bool keep_input(long *begin) {
    *begin = (long)lseek(STDIN_FILENO, 0, SEEK_CUR);
    if (*begin >= 0)
        return true;
    *begin = 0;
    char piece[COPIED_SIZE];
    ssize_t size = 1;
    FILE *copy = tmpfile();
    bool kept = copy != NULL;
    while (kept && size) {
        size = read(STDIN_FILENO, piece, sizeof piece);
        kept = size >= 0 ? fwrite(piece, 1, (size_t)size, copy) == (size_t)size : errno == EINTR;
    }
    kept = kept && fflush(copy) == 0 && lseek(fileno(copy), 0, SEEK_SET) == 0 && dup2(fileno(copy), STDIN_FILENO) >= 0;
    if (!kept)
        complain("standard input cannot be kept: %s", report_reason(errno));
    if (copy)
        fclose(copy);
    return kept;
}

/* A file that can be read a second time: one with a place of its own, compressed or not. */
static bool is_file(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

static exit_code correct_table(const options *opts, const ip_corrections *corrections) {
    const char *names[] = {opts->arguments[1]};
    options read = *opts;
    read.tables.items = names;
    read.tables.count = 1;
    read.argument_count = 0; /* the table is the only one that may be standard input */
    ip_dataset *dataset;
    conversion of = {.opts = opts, .corrections = corrections, .metals = ((const data_options *)opts->own)->metals};
    bool is_input = strcmp(names[0], "-") == 0;
    if (is_input && !keep_input(&of.begin))
        return EXIT_INTERNAL;
    exit_code code = tables_load(&dataset, &read, 0);
    if (code != EXIT_ANSWERED)
        return code;
    of.path = ip_dataset_file(dataset, 0).path;
    of.again = is_input ? names[0] : is_file(of.path) ? of.path : NULL;
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
    if (!own->explain && (opts->format == FORMAT_JSON || opts->format == FORMAT_HTML || is_changed)) {
        complain("data correct writes a table, in CSV, of what FILE alone has: --format json, --data, --energy, --above-hull and "
                 "--exclude have no place here");
        return EXIT_USAGE;
    }
    exit_code code = errors_read_constants(&corrections);
    if (code != EXIT_ANSWERED)
        return code;
    code = own->explain ? explain_all(opts, corrections) : correct_table(opts, corrections);
    ip_corrections_free(corrections);
    return code;
}
