/* Goes by the rows of options, so that none is forgotten that makes a difference to answers. Knows no command. */
#include "part.h"

#include "cli/io/memory_text.h"

#include <interphase/version.h>

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

bool part_settle(options *opts) {
    struct stat existing;
    if (!opts->part.parts)
        return true;
    if (!opts->output)
        complain("--part writes a file, and beside it a manifest by which --join knows it: name it with --output");
    else if (stat(opts->output, &existing) == 0 && !S_ISREG(existing.st_mode))
        complain("--part: %s is no regular file, so that it could not be joined", opts->output);
    else if (options_given(opts, &opts->format) && opts->format != FORMAT_CSV)
        complain("--part writes CSV, which can be joined");
    else if (opts->plot)
        complain("--plot draws a whole answer; of parts it is drawn by a run of its own");
    else {
        opts->format = FORMAT_CSV;
        return true;
    }
    return false;
}

void part_cut(ip_manifest *part, const options *opts, long total) {
    part->part = opts->part.parts ? opts->part.part : 1;
    part->parts = opts->part.parts ? opts->part.parts : 1;
    part->total = total;
    ip_manifest_cut(&part->first, &part->count, total, part->part, part->parts);
}

static void describe_options(FILE *stream, const options *opts) {
    for (int i = 0; i < opts->row_count; i++) {
        const option_row *row = opts->rows[i];
        if (row->aside || !opts->given[i])
            continue;
        if (!row->value)
            fprintf(stream, "option %s\n", row->name);
        for (int k = 0; k < opts->texts[i].count; k++)
            fprintf(stream, "option %s %s\n", row->name, opts->texts[i].items[k]);
    }
}

char *part_describe_run(const options *opts, const char *command, const ip_dataset *dataset, const ip_corrections *corrections,
                        const ip_result_type *type, const char *const *lead, int lead_count, const char *inputs) {
    char digest[IP_DIGEST_SIZE];
    memory_text text = {0};
    FILE *stream = memory_text_open(&text);
    if (stream) {
        ip_dataset_digest(dataset, digest);
        fprintf(stream, "interphase %s %s\ntables %s\n", ip_version(), command, digest);
        if (corrections)
            fprintf(stream, "corrections %s\n", ip_corrections_digest(corrections));
        fputs(inputs, stream);
        describe_options(stream, opts);
        fputs("columns ", stream);
        for (int i = 0; i < lead_count; i++)
            fprintf(stream, "%s,", lead[i]);
        for (int i = 0; i < type->column_count; i++)
            if (!(type->columns[i].uses & IP_COLUMN_TEXT_ONLY))
                fprintf(stream, "%s%s", i ? "," : "", type->columns[i].name);
        fputc('\n', stream);
    }
    char *taken = memory_text_take(&text, stream);
    if (!taken)
        complain_of_memory();
    return taken;
}

exit_code part_describe_file(FILE *stream, const char *what, const char *path) {
    char digest[IP_DIGEST_SIZE];
    long bytes;
    ip_error error;
    if (ip_manifest_measure(digest, &bytes, path, &error)) {
        complain_of(path, &error);
        return error.status == IP_NO_MEMORY ? EXIT_INTERNAL : EXIT_TABLE;
    }
    fprintf(stream, "%s %s\n", what, digest);
    return EXIT_ANSWERED;
}

bool part_finish(const ip_manifest *part, const options *opts) {
    if (parts_describe(part, opts->output, opts->output))
        return true;
    unlink(opts->output); /* whole or not at all: nobody could join it */
    return false;
}
