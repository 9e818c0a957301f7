/* `interphase data import`: a table from what databases and their clients write. Knows a table's columns, and says what was done;
 * what stands in the files is the library's to read. */
#include "data.h"

#include "cli/input/tables.h"
#include "cli/io/files.h"
#include "cli/io/output.h"
#include "cli/io/text.h"

#include <interphase/shipped.h>
#include <interphase/sink.h>

#include <stdlib.h>
#include <string.h>

enum { LINE_SIZE = 4096, phosphorus = 15 };

static const ip_column columns[] = {
    IP_COLUMN(ip_import_row, formula, "formula", "", 0, 0, 0, 0, "as the database writes it, or made of the composition"),
    IP_COLUMN(ip_import_row, formation_energy_per_atom, "formation energy", "eV/atom", 6, 0, 0, 0,
              "relative to the elements, with the correction"),
    IP_COLUMN(ip_import_row, correction, "correction", "eV/atom", 6, 0, 0, 0,
              "what the formation energy contains beyond the calculated energies; none for elements"),
    IP_COLUMN(ip_import_row, uncertainty, "uncertainty", "eV/atom", 6, 0, 0, 0, "one standard deviation of the formation energy"),
    IP_COLUMN(ip_import_row, band_gap, "band gap", "eV", 6, 0, 0, 0, "of this very entry"),
    IP_COLUMN(ip_import_row, id, "id", "", 0, 0, 0, 0, "of the material in the database, or of the entry"),
    IP_COLUMN(ip_import_row, note, "note", "", 0, 0, 0, 0,
              "inferred where the correction is not known from compounds of its own, uncorrected where there is none"),
};
const ip_result_type data_import_result = IP_RESULT_TYPE("data import", ip_import_row, columns);

static ip_status write_rows(FILE *stream, const ip_import *import, ip_error *error) {
    ip_sink_head head = {.command = "data import"};
    ip_sink *sink;
    ip_status status = ip_sink_new(&sink, ip_sink_form(FORMAT_CSV), stream, &data_import_result, &head, error);
    if (status)
        return status;
    for (long i = 0; i < ip_import_count(import) && !status; i++) {
        ip_import_row row = ip_import_at(import, i);
        status = ip_sink_row(sink, NULL, &row, error);
    }
    if (!status)
        return ip_sink_end(sink, error);
    ip_sink_free(sink);
    return status;
}

/* Where the elements' energies came from, a line for each origin. */
static void tell_references(const ip_import *import) {
    static const char *const words[] = {[IP_IMPORT_OWN] = "from the files",
                                        [IP_IMPORT_NAMED] = "from the file that was named",
                                        [IP_IMPORT_PROJECT] = "of the Materials Project (PBE)"};
    for (ip_import_origin origin = IP_IMPORT_OWN; origin <= IP_IMPORT_PROJECT; origin++) {
        char line[LINE_SIZE] = "";
        size_t length = 0;
        for (int i = 0; i < ip_import_reference_count(import); i++) {
            ip_import_reference reference = ip_import_reference_at(import, i);
            if (reference.origin == origin && length < sizeof line)
                length += (size_t)snprintf(line + length, sizeof line - length, "%s%s", length ? " " : "",
                                           ip_element_symbol(reference.element));
        }
        if (length)
            complain("notice: energies of elements %s: %s", words[origin], line);
    }
}

/* Sources count phosphorus from its white form, the shipped table from the red one. */
static void tell_phosphorus(const ip_import *import) {
    const char *functional = ip_import_functional(import);
    if (!functional || strcmp(functional, "measured") != 0)
        return;
    for (long i = 0; i < ip_import_count(import); i++) {
        ip_composition composition;
        bool is_read = ip_composition_read(&composition, ip_import_at(import, i).formula, NULL) == IP_OK;
        if (!is_read || composition.count == 1 || ip_composition_amount(&composition, phosphorus) == 0.0)
            continue;
        complain(
            "notice: most sources count the enthalpies of phosphorus compounds from white phosphorus; the shipped table counts "
            "from red, which lies 0.182 eV per P below it");
        return;
    }
}

static const char *entries(long count) {
    return count == 1 ? "entry" : "entries";
}

static void tell(const ip_import *import, const data_options *own) {
    ip_import_counts counts = ip_import_tally(import);
    const char *functional = ip_import_functional(import);
    complain("notice: %s from %ld %s, %s%s%s", text_count(ip_import_count(import), "row"), counts.entries,
             entries(counts.entries), own->energies == IP_IMPORT_ANCHORED ? "anchored" : "as given", functional ? ", " : "",
             functional ? functional : "");
    if (counts.polymorphs)
        complain("notice: %s above the lowest of their composition left out", text_count(counts.polymorphs, "polymorph"));
    if (counts.other_functionals)
        complain("notice: %ld %s of other functionals left out", counts.other_functionals, entries(counts.other_functionals));
    if (counts.without_energy)
        complain("notice: %ld %s without an energy left out%s", counts.without_energy, entries(counts.without_energy),
                 counts.hull_alone ? "; a distance from the hull is none" : "");
    if (counts.elements_added)
        complain("notice: %s added for elements that no file has", text_count(counts.elements_added, "row"));
    tell_references(import);
    tell_phosphorus(import);
}

static exit_code fail(const ip_error *error) {
    complain_of(NULL, error);
    return error->status == IP_BAD_TABLE || error->status == IP_INPUT_OUTPUT ? EXIT_TABLE : EXIT_INTERNAL;
}

static exit_code write_table(const options *opts, const data_options *own, const ip_import *import) {
    output out;
    ip_error error;
    if (!output_open(&out, opts->output))
        return EXIT_USAGE;
    ip_status status = write_rows(out.stream, import, &error);
    if (status)
        complain_of(NULL, &error);
    if (!output_close(&out, status == IP_OK) || status)
        return EXIT_INTERNAL;
    if (!opts->quiet)
        tell(import, own);
    return EXIT_ANSWERED;
}

/* What is read is named before anything is written; the library finds the shipped energies of elements itself. */
static bool name_files(const options *opts) {
    const data_options *own = opts->own;
    char *shipped = NULL;
    bool named = true;
    for (int i = 1; i < opts->argument_count && named; i++)
        named = files_reads(opts->arguments[i]);
    if (named && own->references && strcmp(own->references, "mp") != 0)
        named = files_reads(own->references);
    if (named && !ip_shipped_find(&shipped, "element-references", NULL))
        named = files_reads(shipped);
    free(shipped);
    return named;
}

static exit_code read_files(const options *opts, ip_import *import, const ip_corrections *corrections) {
    ip_error error;
    ip_status status = IP_OK;
    for (int i = 1; i < opts->argument_count && !status; i++)
        status = ip_import_read(import, opts->arguments[i], &error);
    if (!status)
        status = ip_import_finish(import, corrections, &error);
    return status ? fail(&error) : EXIT_ANSWERED;
}

/* What a column of energies holds is never guessed, and of a known format it is known. */
static bool are_columns_told(const options *opts) {
    const data_options *own = opts->own;
    bool has_kind = options_given(opts, &own->energy_kind), has_unit = options_given(opts, &own->unit);
    if (!own->energy_column && (has_kind || has_unit || own->formula_column)) {
        complain("data import: --energy-kind, --unit and --formula-column tell of the column that --energy-column names");
        return false;
    }
    if (own->energy_column && !has_kind)
        complain("data import: whether --energy-column %s holds formation energies or total energies has to be told: "
                 "--energy-kind formation or --energy-kind total",
                 own->energy_column);
    return !own->energy_column || has_kind;
}

exit_code data_import(const options *opts) {
    const data_options *own = opts->own;
    ip_import_options how = IP_IMPORT_OPTIONS_INIT;
    how.energies = own->energies;
    how.references = own->references;
    how.functional = own->functional;
    how.keep_polymorphs = own->keep_polymorphs;
    how.columns = (ip_import_columns){own->energy_column, own->formula_column, own->energy_kind, own->unit};
    ip_import *import;
    ip_error error;
    if (opts->argument_count < 2) {
        complain("data import: expected FILE..., as a database or its client wrote them");
        return EXIT_USAGE;
    }
    bool is_changed =
        opts->tables.count || opts->energies.count || opts->above_hull.count || opts->excluded.count || opts->uncorrected;
    if (opts->format == FORMAT_JSON || opts->format == FORMAT_HTML || is_changed) {
        complain("data import writes a table, in CSV, of what the files alone have: --format json and html, --data, --energy, "
                 "--above-hull, --exclude "
                 "and --uncorrected have no place here");
        return EXIT_USAGE;
    }
    if (tables_share_input(opts) || !are_columns_told(opts) || !name_files(opts))
        return EXIT_USAGE;
    ip_corrections *corrections = NULL;
    exit_code code = own->energies == IP_IMPORT_ANCHORED ? errors_read_constants(&corrections) : EXIT_ANSWERED;
    if (code != EXIT_ANSWERED)
        return code;
    if (ip_import_new(&import, &how, &error)) {
        ip_corrections_free(corrections);
        return fail(&error);
    }
    code = read_files(opts, import, corrections);
    if (code == EXIT_ANSWERED)
        code = write_table(opts, own, import);
    ip_import_free(import);
    ip_corrections_free(corrections);
    return code;
}
