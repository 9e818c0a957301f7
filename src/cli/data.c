/* `interphase data`: what is in a table (info), and everything that is wrong with it (check). */
#include "session.h"
#include "tables.h"
#include "text.h"

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
        fprintf(stream, "%s\n  %ld rows, %ld bytes, SHA-256 %s\n", source.path, source.rows, source.bytes, source.digest);
    }
    fprintf(stream, "\n  phases                %8ld\n  chemical systems      %8ld\n  with a correction     %8ld\n"
                    "  with a band gap       %8ld\n  elements              %8d\n",
            ip_dataset_count(run->dataset), ip_dataset_system_count(run->dataset), counts->corrected, counts->with_gap, count);
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

typedef struct check_run {
    output out;
    ip_writer *writer;
    const char *path;
    long faults, notices;
    bool broken;
} check_run;

static void on_finding(void *user, const ip_finding *finding) {
    check_run *check = user;
    bool is_fault = finding->kind == IP_FINDING_FAULT;
    ++*(is_fault ? &check->faults : &check->notices);
    if (!check->writer) {
        if (finding->line)
            fprintf(check->out.stream, "%s:%ld: %s: %s\n", finding->file, finding->line, is_fault ? "fault" : "notice", finding->message);
        else
            fprintf(check->out.stream, "%s: %s: %s\n", finding->file, is_fault ? "fault" : "notice", finding->message);
        return;
    }
    ip_error error;
    ip_value values[CHECK_COUNT] = {
        ip_value_text(finding->file),
        ip_value_number(finding->line ? (double)finding->line : NAN, 0),
        ip_value_text(is_fault ? "fault" : "notice"),
        ip_value_text(finding->kind_word),
        ip_value_text(finding->message),
    };
    if (ip_writer_row(check->writer, values, &error))
        check->broken = true;
}

/* Reads every table to its end, whatever is wrong in it. Returns the status of a table that cannot be read at all. */
static exit_code read_all(check_run *check, ip_dataset *dataset, const options *opts) {
    bool named = opts->argument_count > 1;
    int count = named ? opts->argument_count - 1 : tables_count(opts);
    unsigned flags = IP_READ_CHECK | IP_READ_DIGEST | (opts->uncorrected ? IP_READ_UNCORRECTED : 0u);
    ip_error error;
    for (int i = 0; i < count; i++) {
        char *path = tables_find(named ? opts->arguments[i + 1] : tables_name(opts, i));
        if (!path)
            return EXIT_TABLE;
        ip_status status = ip_dataset_read(dataset, path, flags, on_finding, check, &error);
        free(path);
        if (status) {
            complain("%s", error.message);
            return EXIT_TABLE;
        }
    }
    return EXIT_ANSWERED;
}

static exit_code check_tables(check_run *check, const options *opts) {
    ip_dataset *dataset;
    ip_error error;
    if (ip_dataset_new(&dataset, &error)) {
        complain("%s", error.message);
        return EXIT_INTERNAL;
    }
    if (opts->format != FORMAT_TEXT) {
        /* The head names no files: they are only being read. */
        ip_writer_head head = {"data check", dataset, !opts->uncorrected};
        ip_writer_format format = opts->format == FORMAT_CSV ? IP_WRITER_CSV : IP_WRITER_JSON;
        if (ip_writer_new(&check->writer, format, check->out.stream, check_columns, CHECK_COUNT, &head, &error)) {
            complain("%s", error.message);
            ip_dataset_free(dataset);
            return EXIT_INTERNAL;
        }
    }
    exit_code code = read_all(check, dataset, opts);
    long row_faults = check->faults;
    if (code == EXIT_ANSWERED) {
        ip_dataset_check(dataset, on_finding, check);
        if (!check->writer)
            fprintf(check->out.stream, "%ld phases, %ld fault%s, %ld notice%s\n", ip_dataset_count(dataset), check->faults,
                    check->faults == 1 ? "" : "s", check->notices, check->notices == 1 ? "" : "s");
        code = row_faults ? EXIT_TABLE : check->faults ? EXIT_SOME_FAILED : EXIT_ANSWERED;
    }
    ip_writer_end(check->writer);
    ip_dataset_free(dataset);
    return code;
}

static exit_code run_check(const options *opts) {
    check_run check;
    memset(&check, 0, sizeof check);
    if (!output_open(&check.out, opts->output))
        return EXIT_USAGE;
    exit_code code = check_tables(&check, opts);
    bool written = output_close(&check.out, !check.broken);
    return written && !check.broken ? code : EXIT_INTERNAL;
}

static exit_code run_data(const options *opts) {
    const char *what = opts->argument_count ? opts->arguments[0] : "";
    if (strcmp(what, "info") == 0 && opts->argument_count == 1)
        return run_info(opts);
    if (strcmp(what, "check") == 0)
        return run_check(opts);
    complain(strcmp(what, "info") == 0 ? "data info takes no arguments; a table is named with --data"
                                       : "data: expected 'info' or 'check [FILE...]'; see 'interphase data --help'");
    return EXIT_USAGE;
}

const command command_data = {
    "data", "what is in a table, and what is wrong with it", "info | check [FILE...]",
    "info   counts rows, phases, elements and chemical systems, and gives the digest of\n"
    "       the content by which a result can name its table.\n"
    "check  reads a table to its end and lists every fault with its line: formulas that\n"
    "       cannot be read, missing values, what is not a number, implausible energies,\n"
    "       elements without a row; and as notices compositions that occur twice.\n"
    "       Exit status 0 without faults, 1 where questions about some elements cannot\n"
    "       be answered, 3 where rows are faulty.\n"
    "\n"
    "Example: is my own table fit for use\n"
    "  interphase data check mine.csv\n",
    0, run_data};
