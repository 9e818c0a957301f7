/* `interphase data check`: everything that is wrong with tables, or looks so. What is wrong is the library's to say. */
#include "data.h"

#include "cli/io/output.h"
#include "cli/input/tables.h"
#include "cli/io/text.h"

#include <interphase/interphase.h>

#include <stdlib.h>
#include <string.h>

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
const ip_result_type data_check_result = IP_RESULT_TYPE("data check", check_row, check_columns);

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
    ip_status status = ip_sink_new(&sink, ip_sink_form(opts->format), stream, &data_check_result, &head, error);
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

exit_code data_check(const options *opts) {
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
