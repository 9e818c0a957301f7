/* `interphase data`: what is in a table (info); hands on to the files of its other words. */
#include "data.h"

#include "cli/session.h"
#include "cli/input/tables.h"
#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct info_row {
    const char *files;
    long rows, phases, elements, chemical_systems, corrected_phases, phases_with_band_gap;
    const char *digest, *status, *message;
} info_row;

static const ip_column info_columns[] = {
    IP_COLUMN(info_row, files, "files", "", 0, 0, 0, 0, "the tables read, in their order"),
    IP_COLUMN(info_row, rows, "rows", "", 0, 0, 0, 0, "rows read, duplicates included"),
    IP_COLUMN(info_row, phases, "phases", "", 0, 0, 0, 0, "different compositions among them"),
    IP_COLUMN(info_row, elements, "elements", "", 0, 0, 0, 0, "elements that occur"),
    IP_COLUMN(info_row, chemical_systems, "chemical systems", "", 0, 0, 0, 0, "different sets of elements"),
    IP_COLUMN(info_row, corrected_phases, "with a correction", "", 0, 0, 0, 0, "phases whose energy contains a correction"),
    IP_COLUMN(info_row, phases_with_band_gap, "with a band gap", "", 0, 0, 0, 0, "phases whose band gap is known"),
    IP_COLUMN(info_row, digest, "digest", "", 0, 0, 0, 0, "SHA-256 of the content"),
    IP_COLUMN(info_row, status, "status", "", 0, 0, 0, 0, "ok"),
    IP_COLUMN(info_row, message, "message", "", 0, 0, 0, 0, "empty"),
};
static const ip_result_type info_result = IP_RESULT_TYPE("data info", info_row, info_columns);

typedef struct table_counts {
    long rows, corrected, with_gap;
    int elements;
    char digest[IP_DIGEST_SIZE];
} table_counts;

static table_counts count_table(const ip_dataset *dataset) {
    table_counts counts = {0};
    int list[IP_ELEMENT_COUNT];
    counts.elements = ip_element_set_list(ip_dataset_elements(dataset), list);
    for (int i = 0; i < ip_dataset_file_count(dataset); i++)
        counts.rows += ip_dataset_file(dataset, i).rows;
    for (long i = 0; i < ip_dataset_count(dataset); i++) {
        const ip_phase *phase = ip_dataset_phase(dataset, i);
        counts.corrected += phase->correction != 0.0;
        counts.with_gap += !isnan(phase->band_gap);
    }
    ip_dataset_digest(dataset, counts.digest);
    return counts;
}

static const char *join_files(session *run) {
    size_t size = 1;
    for (int i = 0; i < ip_dataset_file_count(run->dataset); i++)
        size += strlen(ip_dataset_file(run->dataset, i).path) + 2;
    char *text = ip_memory_take(run->memory, size), *at = text;
    for (int i = 0; text && i < ip_dataset_file_count(run->dataset); i++)
        at += snprintf(at, size - (size_t)(at - text), "%s%s", i ? "; " : "", ip_dataset_file(run->dataset, i).path);
    return text;
}

static void print_info(session *run, const table_counts *counts) {
    FILE *stream = run->out.stream;
    int list[IP_ELEMENT_COUNT];
    int count = ip_element_set_list(ip_dataset_elements(run->dataset), list);
    for (int i = 0; i < ip_dataset_file_count(run->dataset); i++) {
        ip_dataset_source source = ip_dataset_file(run->dataset, i);
        fprintf(stream, "%s\n  %s, %s, SHA-256 %s\n", text_masked(source.path), text_count(source.rows, "row"),
                text_count(source.bytes, "byte"), source.digest);
    }
    fprintf(stream,
            "\n  energies are taken %s corrections\n  phases                %8ld\n  chemical systems      %8ld\n  with a "
            "correction     %8ld\n"
            "  with a band gap       %8ld\n  elements              %8d\n",
            run->opts->uncorrected ? "without" : "with", ip_dataset_count(run->dataset), ip_dataset_system_count(run->dataset),
            counts->corrected, counts->with_gap, count);
    for (int i = 0; i < count; i++)
        fprintf(stream, "%s%s", i % 24 == 0 ? (i ? "\n    " : "    ") : " ", ip_element_symbol(list[i]));
    fputc('\n', stream);
}

static exit_code run_info(const options *opts) {
    session run;
    if (opts->argument_count > 1) {
        complain("data info takes no arguments; a table is named with --data");
        return EXIT_USAGE;
    }
    exit_code code = session_open(&run, opts, "data info", &info_result, true);
    if (code != EXIT_ANSWERED)
        return code;
    table_counts counts = count_table(run.dataset);
    info_row row = {.files = join_files(&run),
                    .rows = counts.rows,
                    .phases = ip_dataset_count(run.dataset),
                    .elements = counts.elements,
                    .chemical_systems = ip_dataset_system_count(run.dataset),
                    .corrected_phases = counts.corrected,
                    .phases_with_band_gap = counts.with_gap,
                    .digest = counts.digest,
                    .status = ip_status_word(IP_OK)};
    ip_error error;
    if (!row.files && ip_error_set(&error, IP_NO_MEMORY, "out of memory"))
        session_break(&run, &error);
    else
        session_row(&run, &row);
    if (!run.sink && !run.broken)
        print_info(&run, &counts);
    return session_close(&run);
}

/* What `data` does: each word with its rows. */
typedef struct word_row {
    const char *word;
    const ip_result_type *result;
    exit_code (*run)(const options *opts);
} word_row;

static const word_row words[] = {
    {"info", &info_result, run_info},
    {"check", &data_check_result, data_check},
    {"correct", &data_correct_result, data_correct},
    {"import", &data_import_result, data_import},
    {"diff", &data_diff_result, data_diff},
};
enum { WORD_COUNT = sizeof words / sizeof *words };

static const word_row *find_word(const options *opts) {
    for (int i = 0; i < WORD_COUNT && opts->argument_count; i++)
        if (strcmp(opts->arguments[0], words[i].word) == 0)
            return &words[i];
    return NULL;
}

static const option_row rows[] = {
    {"explain", 0, NULL, "correct: what the corrections of formulas are made of", OPTION_FLAG(data_options, explain)},
    {"metals", 0, NULL, "correct: the energies hold no correction at all; add those of the metals with a Hubbard U, too",
     OPTION_FLAG(data_options, metals)},
    {"energies", 0, "anchored|as-given", "import: anchored like those of the shipped table, or as the database has them",
     OPTION_CHOICE(data_options, energies, ip_import_energies)},
    {"references", 0, "FILE|mp", "import: energies of the elements; mp for the Materials Project's",
     OPTION_FILE(data_options, references)},
    {"thermo-type", 0, "TYPE", "import: the functional or thermo type that is taken, where there are several",
     OPTION_TEXT(data_options, functional)},
    {"keep-polymorphs", 0, NULL, "import: keep every entry of a composition, not the lowest alone",
     OPTION_FLAG(data_options, keep_polymorphs)},
    {"energy-column", 0, "NAME", "import: of a table of no known format, the column of energies; it needs --energy-kind",
     OPTION_TEXT(data_options, energy_column)},
    {"energy-kind", 0, "formation|total",
     "import: what that column holds, formation energies or total energies without corrections",
     OPTION_CHOICE(data_options, energy_kind, ip_import_kind)},
    {"unit", 0, "eV/atom|eV/formula|kJ/mol", "import: unit of that column; the last two for the formula as it is written",
     OPTION_CHOICE(data_options, unit, ip_import_unit)},
    {"formula-column", 0, "NAME", "import: the column of formulas, where it is not called formula or the like",
     OPTION_TEXT(data_options, formula_column)},
    {"over", 0, NULL, "diff: B lies over A, as with two --data", OPTION_FLAG(data_options, over)},
    {"for", 0, "FORMULA", "diff: compare the window of this composition, too", OPTION_TEXTS(data_options, formulas),
     .repeat = OPTION_EACH},
    {"tolerance", 0, "E", "diff: formation energies that differ by no more are the same, eV/atom",
     OPTION_NUMBER(data_options, tolerance), .unit = "eV/atom", .high = INFINITY},
    {"window-tolerance", 0, "V", "diff: edges of windows that move by no more stay, V",
     OPTION_NUMBER(data_options, window_tolerance), .unit = "V", .high = INFINITY, .start = 0.01},
    {"top", 0, "N", "diff: how many of each kind text shows, 0 for all", OPTION_WHOLE(data_options, top), .high = INFINITY,
     .start = 10},
    OPTION_END,
};

/* What an option means begins with the word that it belongs to. */
static bool are_own(const options *opts, const char *word) {
    for (const option_row *row = rows; row->name; row++) {
        size_t length = strcspn(row->meaning, ":");
        if (!options_given(opts, (const char *)opts->own + row->offset) ||
            (strlen(word) == length && strncmp(row->meaning, word, length) == 0))
            continue;
        complain("--%s belongs to 'data %.*s'", row->name, (int)length, row->meaning);
        return false;
    }
    return true;
}

static exit_code run_data(const options *opts) {
    const word_row *word = find_word(opts);
    if (!word) {
        complain("data: expected 'info', 'check [FILE...]', 'correct FILE', 'import FILE...' or 'diff A B'; see 'interphase data "
                 "--help'");
        return EXIT_USAGE;
    }
    return are_own(opts, word->word) ? word->run(opts) : EXIT_USAGE;
}

static const ip_result_type *result_of(const options *opts) {
    const word_row *word = find_word(opts);
    return word ? word->result : NULL;
}

const command command_data = {
    .name = "data",
    .summary = "what is in a table, and what is wrong with it",
    .arguments = "info | check [FILE...] | correct FILE | correct --explain FORMULA... | import FILE... | diff A B",
    .help = "info     counts rows, phases, elements and chemical systems, and gives the\n"
            "         digest of the content by which a result can name its table.\n"
            "check    reads a table to its end and lists every fault with its line: formulas\n"
            "         that cannot be read, missing values, what is not a number, implausible\n"
            "         energies, elements without a row; and what looks wrong beside the\n"
            "         shipped table (with files named, beside that of --data): total\n"
            "         energies, energies per formula or in kJ/mol, several functionals,\n"
            "         outliers, gases. Exit status 0 without faults, 3 where rows are\n"
            "         faulty, 1 for other faults.\n"
            "correct  anchors a table of plain energies to measured ones: to each energy it\n"
            "         adds the constants of datasets/corrections.csv for all anions that each\n"
            "         cation holds, and says how uncertain it is then. Plain energies are\n"
            "         those of PBE, or PBE+U without corrections of anions. Elements stay at\n"
            "         0. --explain shows the charges of formulas, the pairs, their constants,\n"
            "         and how many measured compounds stand behind each.\n"
            "import   makes a table of what databases and their clients write: total energies\n"
            "         become formation energies, corrected like those of the shipped table,\n"
            "         the lowest of each composition. Formats are told by the entries.\n"
            "diff     says what changes from table A to table B: phases, energies, which\n"
            "         phases enter or leave the hull, and windows of the formulas of --for.\n"
            "\n"
            "Example: is my own table fit for use, laid over the shipped one\n"
            "  interphase data check mp2020 mine.csv\n",
    .takes_files = true,
    .words = "info check correct import diff",
    .options = {rows, sizeof(data_options)},
    .result_of = result_of,
    .run = run_data,
};
