/* `interphase data`: what is in a table (info), and everything that is wrong with it (check); hands on to data_correct.c. */
#include "data_correct.h"

#include "cli/session.h"
#include "cli/input/tables.h"
#include "cli/io/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const info_columns[] = {"files", "rows", "phases", "elements", "chemical_systems", "corrected_phases",
                                           "phases_with_band_gap", "digest", "status", "message"};
enum { INFO_COUNT = sizeof info_columns / sizeof *info_columns };

static const char *const check_columns[] = {"file", "line", "severity", "finding", "message"};
enum { CHECK_COUNT = sizeof check_columns / sizeof *check_columns };

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

static char *join_files(const ip_dataset *dataset) {
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        return NULL;
    for (int i = 0; i < ip_dataset_file_count(dataset); i++)
        fprintf(stream, "%s%s", i ? "; " : "", ip_dataset_file(dataset, i).path);
    fclose(stream);
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
    fprintf(stream, "\n  energies are taken %s corrections\n  phases                %8ld\n  chemical systems      %8ld\n  with a correction     %8ld\n"
                    "  with a band gap       %8ld\n  elements              %8d\n",
            run->opts->uncorrected ? "without" : "with", ip_dataset_count(run->dataset), ip_dataset_system_count(run->dataset), counts->corrected, counts->with_gap, count);
    for (int i = 0; i < count; i++)
        fprintf(stream, "%s%s", i % 24 == 0 ? (i ? "\n    " : "    ") : " ", ip_element_symbol(list[i]));
    fputc('\n', stream);
}

static exit_code run_info(const options *opts) {
    session run;
    exit_code code = session_open(&run, opts, "data info", info_columns, INFO_COUNT, true);
    if (code != EXIT_ANSWERED)
        return code;
    table_counts counts = count_table(run.dataset);
    char *files = join_files(run.dataset);
    ip_value values[INFO_COUNT] = {
        ip_value_text(files),
        ip_value_number((double)counts.rows, 0),
        ip_value_number((double)ip_dataset_count(run.dataset), 0),
        ip_value_number(counts.elements, 0),
        ip_value_number((double)ip_dataset_system_count(run.dataset), 0),
        ip_value_number((double)counts.corrected, 0),
        ip_value_number((double)counts.with_gap, 0),
        ip_value_text(counts.digest),
        ip_value_text("ok"),
        ip_value_none(),
    };
    if (run.writer)
        session_row(&run, values);
    else
        print_info(&run, &counts);
    free(files);
    return session_close(&run);
}

/* A finding kept until the tables are read, since the head of a document names them. */
typedef struct kept_finding {
    ip_finding_kind kind;
    const char *kind_word; /* static */
    char *file, *message;  /* owned */
    long line;
} kept_finding;

typedef struct finding_list {
    kept_finding *findings;
    long count, size, faults;
    bool failed; /* lack of memory */
} finding_list;

static void keep_finding(void *user, const ip_finding *finding) {
    finding_list *list = user;
    if (list->count == list->size) {
        long size = list->size ? 2 * list->size : 64;
        kept_finding *findings = realloc(list->findings, (size_t)size * sizeof *findings);
        if (!findings) {
            list->failed = true;
            return;
        }
        list->findings = findings;
        list->size = size;
    }
    kept_finding kept = {finding->kind, finding->kind_word, strdup(finding->file), strdup(finding->message), finding->line};
    list->failed = list->failed || !kept.file || !kept.message;
    list->findings[list->count++] = kept;
    list->faults += finding->kind == IP_FINDING_FAULT;
}

static void free_findings(finding_list *list) {
    for (long i = 0; i < list->count; i++) {
        free(list->findings[i].file);
        free(list->findings[i].message);
    }
    free(list->findings);
}

/* Reads every table to its end, whatever is wrong in it. Returns the status of a table that cannot be read at all. */
static exit_code read_all(finding_list *list, ip_dataset *dataset, const options *opts) {
    bool named = opts->argument_count > 1;
    int count = named ? opts->argument_count - 1 : tables_count(opts);
    ip_dataset_set_threads(dataset, opts->threads);
    unsigned flags = IP_READ_CHECK | IP_READ_DIGEST | (opts->uncorrected ? IP_READ_UNCORRECTED : 0u);
    ip_error error;
    for (int i = 0; i < count; i++) {
        char *path = tables_find(named ? opts->arguments[i + 1] : tables_name(opts, i));
        if (!path)
            return EXIT_TABLE;
        ip_status status = ip_dataset_read(dataset, path, flags, keep_finding, list, &error);
        free(path);
        if (status) {
            complain("%s", error.message);
            return EXIT_TABLE;
        }
    }
    return EXIT_ANSWERED;
}

static void print_findings(FILE *stream, const finding_list *list, long phases) {
    for (long i = 0; i < list->count; i++) {
        const kept_finding *finding = &list->findings[i];
        fputs(text_masked(finding->file), stream);
        if (finding->line)
            fprintf(stream, ":%ld", finding->line);
        fprintf(stream, ": %s: %s\n", finding->kind == IP_FINDING_FAULT ? "fault" : "notice", text_masked(finding->message));
    }
    fprintf(stream, "%s, %s, %s\n", text_count(phases, "phase"), text_count(list->faults, "fault"),
            text_count(list->count - list->faults, "notice"));
}

static ip_status write_findings(FILE *stream, const options *opts, const finding_list *list, const ip_dataset *dataset,
                                ip_error *error) {
    ip_writer_head head = {"data check", dataset, !opts->uncorrected, false};
    ip_writer *writer;
    ip_status status = ip_writer_new(&writer, opts->format == FORMAT_CSV ? IP_WRITER_CSV : IP_WRITER_JSON, stream,
                                     check_columns, CHECK_COUNT, &head, error);
    if (status)
        return status;
    for (long i = 0; i < list->count && !status; i++) {
        const kept_finding *finding = &list->findings[i];
        ip_value values[CHECK_COUNT] = {
            ip_value_text(finding->file),
            finding->line ? ip_value_number((double)finding->line, 0) : ip_value_none(),
            ip_value_text(finding->kind == IP_FINDING_FAULT ? "fault" : "notice"),
            ip_value_text(finding->kind_word),
            ip_value_text(finding->message),
        };
        status = ip_writer_row(writer, values, error);
    }
    ip_writer_end(writer);
    return status;
}

/* Shows what was found, also where a table could not be read to its end. */
static exit_code show_findings(const options *opts, const finding_list *list, const ip_dataset *dataset) {
    output out;
    ip_error error;
    if (list->failed) {
        complain("out of memory");
        return EXIT_INTERNAL;
    }
    if (!output_open(&out, opts->output))
        return EXIT_USAGE;
    ip_status status = IP_OK;
    if (opts->format == FORMAT_TEXT)
        print_findings(out.stream, list, ip_dataset_count(dataset));
    else
        status = write_findings(out.stream, opts, list, dataset, &error);
    if (status)
        complain("%s", error.message);
    return output_close(&out, status == IP_OK) && status == IP_OK ? EXIT_ANSWERED : EXIT_INTERNAL;
}

static exit_code run_check(const options *opts) {
    ip_dataset *dataset;
    ip_error error;
    finding_list list = {0};
    if (ip_dataset_new(&dataset, &error)) {
        complain("%s", error.message);
        return EXIT_INTERNAL;
    }
    exit_code code = read_all(&list, dataset, opts);
    bool unusable = list.faults > 0;
    if (code == EXIT_ANSWERED) {
        ip_dataset_check(dataset, keep_finding, &list);
        /* Of what concerns the table as a whole only this keeps the other commands from using it. */
        for (long i = 0; i < list.count; i++)
            unusable = unusable || strcmp(list.findings[i].kind_word, "element-energy") == 0;
        code = unusable ? EXIT_TABLE : list.faults ? EXIT_SOME_FAILED : EXIT_ANSWERED;
    }
    exit_code shown = list.count || code != EXIT_TABLE ? show_findings(opts, &list, dataset) : EXIT_ANSWERED;
    if (shown != EXIT_ANSWERED)
        code = shown;
    free_findings(&list);
    ip_dataset_free(dataset);
    return code;
}

static exit_code run_data(const options *opts) {
    const char *what = opts->argument_count ? opts->arguments[0] : "";
    const data_options *own = opts->own;
    if (strcmp(what, "correct") == 0)
        return data_correct(opts);
    if (own->explain || own->metals) {
        complain("--%s belongs to 'data correct'", own->explain ? "explain" : "metals");
        return EXIT_USAGE;
    }
    if (strcmp(what, "info") == 0 && opts->argument_count == 1)
        return run_info(opts);
    if (strcmp(what, "check") == 0)
        return run_check(opts);
    complain(strcmp(what, "info") == 0 ? "data info takes no arguments; a table is named with --data"
                                       : "data: expected 'info', 'check [FILE...]' or 'correct FILE'; see 'interphase data --help'");
    return EXIT_USAGE;
}

static const option_row rows[] = {
    {"explain", 0, NULL, "correct: what the corrections of formulas are made of", OPTION_FLAG(data_options, explain)},
    {"metals", 0, NULL, "correct: the energies hold no correction at all; add those of the metals with a Hubbard U, too",
     OPTION_FLAG(data_options, metals)},
    OPTION_END,
};

const command command_data = {
    .name = "data",
    .summary = "what is in a table, and what is wrong with it",
    .arguments = "info | check [FILE...] | correct FILE | correct --explain FORMULA...",
    .help = "info     counts rows, phases, elements and chemical systems, and gives the\n"
            "         digest of the content by which a result can name its table.\n"
            "check    reads a table to its end and lists every fault with its line: formulas\n"
            "         that cannot be read, missing values, what is not a number, implausible\n"
            "         energies, elements without a row; and as notices compositions that\n"
            "         occur twice. Exit status 0 without faults, 3 where rows are faulty, 1\n"
            "         for other faults.\n"
            "correct  anchors a table of plain energies to measured ones: to each energy it\n"
            "         adds the constants of datasets/corrections.csv for all anions that each\n"
            "         cation holds, and says how uncertain it is then. Plain energies are\n"
            "         those of PBE, or PBE+U without corrections of anions. Elements stay at\n"
            "         0. --explain shows the charges of formulas, the pairs, their constants,\n"
            "         and how many measured compounds stand behind each.\n"
            "\n"
            "Example: is my own table fit for use, laid over the shipped one\n"
            "  interphase data check mp2020 mine.csv\n",
    .takes_files = true,
    .words = "info check correct",
    .options = {rows, sizeof(data_options)},
    .run = run_data,
};
