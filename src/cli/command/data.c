/* `interphase data`: what is in a table (info), and everything that is wrong with it (check); hands on to data_correct.c. */
#include "data_correct.h"

#include "cli/session.h"
#include "cli/input/tables.h"
#include "cli/io/text.h"

#include <errno.h>
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

typedef struct check_row {
    const char *file;
    long line;
    const char *severity, *finding, *message;
} check_row;

static const ip_column check_columns[] = {
    IP_COLUMN(check_row, file, "file", "", 0, 0, 0, 0, "the table"),
    IP_COLUMN(check_row, line, "line", "", 0, 0, 0, 0, "line of the table, from 1; none for what concerns the table as a whole"),
    IP_COLUMN(check_row, severity, "severity", "", 0, 0, 0, 0, "fault, or notice of what was done about something ambiguous"),
    IP_COLUMN(check_row, finding, "finding", "", 0, 0, 0, 0, "a stable word for its kind"),
    IP_COLUMN(check_row, message, "message", "", 0, 0, 0, 0, "what was found, for people"),
};
static const ip_result_type check_result = IP_RESULT_TYPE("data check", check_row, check_columns);

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
    fprintf(stream, "\n  energies are taken %s corrections\n  phases                %8ld\n  chemical systems      %8ld\n  with a correction     %8ld\n"
                    "  with a band gap       %8ld\n  elements              %8d\n",
            run->opts->uncorrected ? "without" : "with", ip_dataset_count(run->dataset), ip_dataset_system_count(run->dataset), counts->corrected, counts->with_gap, count);
    for (int i = 0; i < count; i++)
        fprintf(stream, "%s%s", i % 24 == 0 ? (i ? "\n    " : "    ") : " ", ip_element_symbol(list[i]));
    fputc('\n', stream);
}

static exit_code run_info(const options *opts) {
    session run;
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
    else if (run.sink)
        session_row(&run, &row);
    else
        print_info(&run, &counts);
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
} finding_list;

static void keep_finding(void *user, const ip_finding *finding) {
    finding_list *list = user;
    if (list->count == list->size) {
        long size = list->size ? 2 * list->size : 64;
        kept_finding *findings = realloc(list->findings, (size_t)size * sizeof *findings);
        if (!findings) {
            complain_of_memory();
            return;
        }
        list->findings = findings;
        list->size = size;
    }
    kept_finding kept = {finding->kind, finding->kind_word, strdup(finding->file), strdup(finding->message), finding->line};
    if (!kept.file || !kept.message)
        complain_of_memory();
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
    ip_dataset_set_threads(dataset, opts->threads, NULL);
    unsigned flags = IP_READ_CHECK | IP_READ_DIGEST | (opts->uncorrected ? IP_READ_UNCORRECTED : 0u);
    ip_error error;
    for (int i = 0; i < count; i++) {
        char *path = tables_find(named ? opts->arguments[i + 1] : tables_name(opts, i));
        if (!path)
            return EXIT_TABLE;
        long first = ip_dataset_count(dataset), faults;
        ip_status status = ip_dataset_read(dataset, path, flags, keep_finding, list, &error);
        free(path);
        if (!status && first)
            status = ip_hull_check_added(dataset, first, &faults, keep_finding, list, &error);
        if (status) {
            complain_of(NULL, &error);
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
    ip_sink_head head = {.command = "data check", .dataset = dataset, .corrected = !opts->uncorrected};
    ip_sink *sink;
    ip_status status = ip_sink_new(&sink, ip_sink_form(opts->format), stream, &check_result, &head, error);
    if (status)
        return status;
    for (long i = 0; i < list->count && !status; i++) {
        const kept_finding *finding = &list->findings[i];
        check_row row = {finding->file, finding->line ? finding->line : IP_NO_COUNT,
                         finding->kind == IP_FINDING_FAULT ? "fault" : "notice", finding->kind_word, finding->message};
        status = ip_sink_row(sink, NULL, &row, error);
    }
    if (!status)
        return ip_sink_end(sink, error);
    ip_sink_free(sink);
    return status;
}

/* Shows what was found, also where a table could not be read to its end. */
static exit_code show_findings(const options *opts, const finding_list *list, const ip_dataset *dataset) {
    output out;
    ip_error error;
    if (report_lacks_memory()) /* a finding may be missing */
        return EXIT_INTERNAL;
    if (!output_open(&out, opts->output))
        return EXIT_USAGE;
    ip_status status = IP_OK;
    if (opts->format == FORMAT_TEXT)
        print_findings(out.stream, list, ip_dataset_count(dataset));
    else
        status = write_findings(out.stream, opts, list, dataset, &error);
    if (status)
        complain_of(NULL, &error);
    return output_close(&out, status == IP_OK) && status == IP_OK ? EXIT_ANSWERED : EXIT_INTERNAL;
}

static exit_code run_check(const options *opts) {
    ip_dataset *dataset;
    ip_error error;
    finding_list list = {0};
    if (tables_share_input(opts))
        return EXIT_USAGE;
    if (ip_dataset_new(&dataset, &error)) {
        complain_of(NULL, &error);
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
    ip_solver_end_thread();
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

static const ip_result_type *result_of(const options *opts) {
    const char *what = opts->argument_count ? opts->arguments[0] : "";
    return strcmp(what, "info") == 0 ? &info_result : strcmp(what, "check") == 0     ? &check_result
                                        : strcmp(what, "correct") == 0 ? &data_correct_result
                                                                       : NULL;
}

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
    .result_of = result_of,
    .run = run_data,
};
