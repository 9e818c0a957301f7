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
    const char *severity, *finding, *message, *formula;
    double value;
    const char *cure;
} check_row;

static const ip_column check_columns[] = {
    IP_COLUMN(check_row, file, "file", "", 0, 0, 0, 0, "the table"),
    IP_COLUMN(check_row, line, "line", "", 0, 0, 0, 0, "line of the table, from 1; none for what concerns the table as a whole"),
    IP_COLUMN(check_row, severity, "severity", "", 0, 0, 0, 0,
              "fault, what cannot be used; warning, what looks wrong; or notice of what was done about something ambiguous"),
    IP_COLUMN(check_row, finding, "finding", "", 0, 0, 0, 0, "a stable word for its kind"),
    IP_COLUMN(check_row, message, "message", "", 0, 0, 0, 0, "what was found, for people"),
    IP_COLUMN(check_row, formula, "formula", "", 0, 0, 0, 0,
              "that it is about; none for what concerns more than one row, or could not be read"),
    IP_COLUMN(check_row, value, "value", "", 6, 0, 4, 0, "the number that it is about, mostly an energy in eV/atom"),
    IP_COLUMN(check_row, cure, "cure", "", 0, 0, 0, 0, "what to do about findings of this kind, for people"),
};
const ip_result_type data_check_result = IP_RESULT_TYPE("data check", check_row, check_columns);

/* A finding kept until the tables are read, since the head of a document names them. */
typedef struct kept_finding {
    ip_finding_kind kind;
    const char *kind_word;           /* static */
    char *file, *message, *formula;  /* owned; the last NULL for none */
    double value;
    long line;
} kept_finding;

typedef struct finding_list {
    kept_finding *findings;
    long count, size;
    long kinds[3]; /* how many of each */
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
    kept_finding kept = {finding->kind, finding->kind_word, strdup(finding->file), strdup(finding->message),
                         finding->formula ? strdup(finding->formula) : NULL, finding->value, finding->line};
    if (!kept.file || !kept.message || (finding->formula && !kept.formula))
        complain_of_memory();
    list->findings[list->count++] = kept;
    list->kinds[finding->kind]++;
}

static void free_findings(finding_list *list) {
    for (long i = 0; i < list->count; i++) {
        free(list->findings[i].file);
        free(list->findings[i].message);
        free(list->findings[i].formula);
    }
    free(list->findings);
}

static bool has_finding(const finding_list *list, const char *word) {
    for (long i = 0; i < list->count; i++)
        if (strcmp(list->findings[i].kind_word, word) == 0)
            return true;
    return false;
}

/* ---- reading */

static bool has_files(const options *opts) {
    return opts->argument_count > 1;
}

static exit_code read_one(finding_list *list, ip_dataset *dataset, const options *opts, const char *path) {
    unsigned flags = IP_READ_CHECK | IP_READ_DIGEST | (opts->uncorrected ? IP_READ_UNCORRECTED : 0u);
    long first = ip_dataset_count(dataset), faults;
    ip_error error;
    ip_status status = ip_dataset_read(dataset, path, flags, keep_finding, list, &error);
    if (status == IP_BAD_TABLE) /* is among what was found */
        return EXIT_TABLE;
    if (!status && first)
        status = ip_hull_check_added(dataset, first, &faults, keep_finding, list, &error);
    if (!status)
        return EXIT_ANSWERED;
    complain_of(NULL, &error);
    return status == IP_NO_MEMORY ? EXIT_INTERNAL : EXIT_TABLE;
}

/* Reads every table to its end, whatever is wrong in it: those named, else those of the options. */
static exit_code read_all(finding_list *list, ip_dataset *dataset, const options *opts) {
    int count = has_files(opts) ? opts->argument_count - 1 : tables_count(opts);
    exit_code code = EXIT_ANSWERED;
    ip_dataset_set_threads(dataset, opts->threads, NULL);
    for (int i = 0; i < count && code == EXIT_ANSWERED; i++) {
        char *path = tables_find(has_files(opts) ? opts->arguments[i + 1] : tables_name(opts, i));
        code = path ? read_one(list, dataset, opts, path) : EXIT_TABLE;
        free(path);
    }
    return code;
}

/* What the tables are compared with: where files are named, the tables of the options, else the shipped one. *out is NULL where
 * there is none of these. */
static exit_code read_reference(ip_dataset **out, const options *opts) {
    options read = *opts;
    ip_error error;
    char *path = NULL;
    *out = NULL;
    read.energies.count = read.above_hull.count = read.excluded.count = 0;
    read.quiet = true; /* what is to be said of it is no matter of the tables that are checked */
    if (!has_files(opts)) {
        static const char *shipped = OPTIONS_DEFAULT_TABLE;
        read.tables.items = &shipped;
        read.tables.count = 1;
    }
    bool is_default = !read.tables.count || !has_files(opts);
    if (is_default && strcmp(tables_name(&read, 0), OPTIONS_DEFAULT_TABLE) == 0) {
        ip_status status = ip_shipped_find(&path, OPTIONS_DEFAULT_TABLE, &error);
        free(path);
        if (status == IP_INPUT_OUTPUT) {
            if (!opts->quiet)
                complain("notice: %s; energies are compared with nothing", error.message);
            return EXIT_ANSWERED;
        }
    }
    return tables_load(out, &read, IP_READ_DIGEST);
}

/* ---- judging */

static ip_status judge_files(finding_list *list, const ip_dataset *dataset, const ip_dataset *reference, const options *opts,
                             ip_error *error) {
    ip_executor *own = NULL, *other = NULL;
    long faults;
    ip_status status = ip_executors_new(&own, NULL, dataset, opts->threads, error);
    if (!status && reference)
        status = ip_executors_new(&other, NULL, reference, opts->threads, error);
    for (int i = 0; i < ip_dataset_file_count(dataset) && !status; i++)
        status = ip_plausibility_check(&faults, own, i, other, keep_finding, list, error);
    ip_executor_free(own);
    ip_executor_free(other);
    return status;
}

static exit_code judge(finding_list *list, const ip_dataset *dataset, const options *opts) {
    ip_dataset *reference;
    ip_error error;
    ip_dataset_check(dataset, keep_finding, list);
    exit_code code = read_reference(&reference, opts);
    if (code == EXIT_ANSWERED && judge_files(list, dataset, reference, opts, &error)) {
        complain_of(NULL, &error);
        code = EXIT_INTERNAL;
    }
    ip_dataset_free(reference);
    return code;
}

/* ---- showing */

/* Each word once, in the order in which they were found, with what to do. */
static void print_cures(FILE *stream, const finding_list *list) {
    bool any = false;
    for (long i = 0; i < list->count; i++) {
        const char *word = list->findings[i].kind_word;
        long first = 0;
        while (strcmp(list->findings[first].kind_word, word) != 0)
            first++;
        if (first < i)
            continue;
        fprintf(stream, "%s  %s: %s\n", any ? "" : "What to do:\n", word, ip_finding_cure(word));
        any = true;
    }
}

static void print_findings(FILE *stream, const finding_list *list, long phases) {
    for (long i = 0; i < list->count; i++) {
        const kept_finding *finding = &list->findings[i];
        fputs(text_masked(finding->file), stream);
        if (finding->line)
            fprintf(stream, ":%ld", finding->line);
        fprintf(stream, ": %s: %s [%s]\n", ip_finding_kind_name(finding->kind), text_masked(finding->message),
                finding->kind_word);
    }
    print_cures(stream, list);
    fprintf(stream, "%s, %s", text_count(phases, "phase"), text_count(list->kinds[IP_FINDING_FAULT], "fault"));
    fprintf(stream, ", %s, %s\n", text_count(list->kinds[IP_FINDING_WARNING], "warning"),
            text_count(list->kinds[IP_FINDING_NOTICE], "notice"));
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
        check_row row = {finding->file,
                         finding->line ? finding->line : IP_NO_COUNT,
                         ip_finding_kind_name(finding->kind),
                         finding->kind_word,
                         finding->message,
                         finding->formula,
                         finding->value,
                         ip_finding_cure(finding->kind_word)};
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
    if (opts->format == FORMAT_HTML) {
        complain("data check: there is no page of this answer; --format text, csv or json is expected");
        return EXIT_USAGE;
    }
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
    bool unusable = list.kinds[IP_FINDING_FAULT] > 0, is_read = code == EXIT_ANSWERED;
    if (is_read)
        code = judge(&list, dataset, opts);
    /* Of what concerns the table as a whole only this keeps the other commands from using it. */
    if (is_read && code == EXIT_ANSWERED)
        code = unusable || has_finding(&list, "element-energy") ? EXIT_TABLE
               : list.kinds[IP_FINDING_FAULT]                   ? EXIT_SOME_FAILED
                                                                : EXIT_ANSWERED;
    exit_code shown = list.count || code != EXIT_TABLE ? show_findings(opts, &list, dataset) : EXIT_ANSWERED;
    if (shown != EXIT_ANSWERED)
        code = shown;
    free_findings(&list);
    ip_solver_end_thread();
    ip_dataset_free(dataset);
    return code;
}
