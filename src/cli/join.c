/* Rows in order are copied as they come; rows with merits are all taken into memory, a rank being their first field. Knows
 * nothing else of what rows say. */
#include "join.h"

#include "cli/io/memory_text.h"
#include "cli/io/output.h"
#include "cli/io/parts.h"

#include <stdlib.h>
#include <string.h>

/* Options that make a difference to what is written: of those that say what is asked, none does. */
static bool is_right_call(const options *opts) {
    for (int i = 0; i < opts->row_count; i++) {
        const option_row *row = opts->rows[i];
        if (!opts->given[i] || (row->aside && strcmp(row->name, "part") != 0 && strcmp(row->name, "plot") != 0) ||
            strcmp(row->name, "top") == 0)
            continue;
        complain("--join puts answers together as they are; --%s is not expected there", row->name);
        return false;
    }
    if (options_given(opts, &opts->format) && opts->format != FORMAT_CSV)
        complain("--join writes CSV, as the parts are");
    else if (!opts->argument_count)
        complain("--join: the files of the parts are expected, each with its manifest beside it");
    else
        return true;
    return false;
}

/* ---- ranked rows */

typedef struct ranked_row {
    char *text;           /* from the comma behind the rank to its newline, borrowed */
    size_t length;
    const double *merits; /* [0 .. width-1], borrowed */
    int width;
    bool is_ranked;
} ranked_row;

typedef struct ranking {
    char *text;       /* of all parts; owned */
    size_t length;
    ranked_row *rows; /* [0 .. count-1], owned */
    long count;
} ranking;

/* Length of the line that begins at text[0 .. length-1], to the newline outside quotes. */
static size_t line_length(const char *text, size_t length) {
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"')
            quoted = !quoted;
        else if (text[i] == '\n' && !quoted)
            return i + 1;
    }
    return length;
}

/* By merits, higher ones first, then by what follows the rank, a formula. */
static int by_merit(const void *a, const void *b) {
    const ranked_row *left = a, *right = b;
    for (int i = 0; i < left->width; i++)
        if (left->merits[i] < right->merits[i] || left->merits[i] > right->merits[i])
            return left->merits[i] < right->merits[i] ? 1 : -1;
    size_t first = strcspn(left->text + 1, ","), second = strcspn(right->text + 1, ",");
    int order = memcmp(left->text + 1, right->text + 1, first < second ? first : second);
    return order ? order : (first > second) - (first < second);
}

/* Finds the rows in the text and what they are ranked by; false where they are not those that the manifests tell of. */
static bool find_rows(ranking *out, const part_list *list) {
    size_t at = line_length(out->text, out->length);
    for (int i = 0; i < list->count; i++) {
        const ip_manifest *part = list->manifests[list->order[i]];
        for (long r = 0; r < part->rows; r++) {
            char *row = out->text + at;
            size_t length = line_length(row, out->length - at), rank = strcspn(row, ",");
            if (!length || rank >= length)
                return false;
            ranked_row found = {row + rank, length - rank, part->merits + r * part->merit_width, part->merit_width, rank > 0};
            out->rows[out->count++] = found;
            at += length;
        }
    }
    return at == out->length;
}

static void write_ranked(const ranking *ranked, long top, FILE *stream) {
    long rank = 0;
    fwrite(ranked->text, 1, line_length(ranked->text, ranked->length), stream);
    for (long i = 0; i < ranked->count; i++) {
        const ranked_row *row = &ranked->rows[i];
        if (row->is_ranked && top && rank == top)
            continue;
        if (row->is_ranked)
            fprintf(stream, "%ld", ++rank);
        fwrite(row->text, 1, row->length, stream);
    }
}

/* The parts as one text with one header line; false after a complaint. */
static bool read_parts(ranking *out, const part_list *list) {
    memory_text text = {0};
    FILE *stream = memory_text_open(&text);
    bool copied = stream && parts_copy(list, stream);
    if (stream)
        fflush(stream);
    out->length = text.length;
    out->text = memory_text_take(&text, stream);
    if (!out->text)
        complain_of_memory();
    return copied && out->text;
}

/* Returns false after a complaint. */
static bool rank_parts(const part_list *list, long top, FILE *stream) {
    ranking ranked = {NULL, 0, NULL, 0};
    long rows = 0;
    for (int i = 0; i < list->count; i++)
        rows += list->manifests[i]->rows;
    bool done = read_parts(&ranked, list);
    ranked.rows = done ? malloc(((size_t)rows + 1) * sizeof *ranked.rows) : NULL;
    if (done && !ranked.rows) {
        complain_of_memory();
        done = false;
    } else if (done && !find_rows(&ranked, list)) {
        complain("the parts do not hold the rows that their manifests tell of");
        done = false;
    }
    if (done) {
        qsort(ranked.rows, (size_t)ranked.count, sizeof *ranked.rows, by_merit);
        write_ranked(&ranked, top, stream);
    }
    free(ranked.rows);
    free(ranked.text);
    return done;
}

/* ---- the call */

static bool has_merits(const part_list *list) {
    for (int i = 0; i < list->count; i++)
        if (list->manifests[i]->merit_width)
            return true;
    return false;
}

exit_code join_run(const options *opts, const char *command, long top) {
    part_list list;
    output out;
    if (!is_right_call(opts))
        return EXIT_USAGE;
    exit_code code = parts_open(&list, (const char *const *)opts->arguments, opts->argument_count, command);
    if (code != EXIT_ANSWERED)
        return code;
    if (!output_open(&out, opts->output)) {
        parts_close(&list);
        return EXIT_USAGE;
    }
    bool joined = has_merits(&list) ? rank_parts(&list, top, out.stream) : parts_copy(&list, out.stream);
    bool written = output_close(&out, joined);
    if (!joined || !written)
        code = EXIT_INTERNAL;
    else if (parts_failures(&list))
        code = EXIT_SOME_FAILED;
    parts_close(&list);
    return code;
}
