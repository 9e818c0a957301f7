/* A run of `interphase screen`, which its files share: what is asked, where rows come from and where they go. */
#ifndef INTERPHASE_CLI_SCREEN_RUN_H
#define INTERPHASE_CLI_SCREEN_RUN_H

#include "screen_plot.h"
#include "cli/input/batch.h"
#include "cli/io/blocks.h"
#include "cli/io/partial.h"
#include "cli/io/progress.h"
#include "cli/session.h"

typedef struct screen_options {
    bool resume, matrix;
    text_list roles;
    const char *sweep; /* a pattern; NULL for none */
    text_list against;
    double air; /* relative humidity, %; 0 for none */
} screen_options;

/* The interface with the lowest mutual energy. */
typedef struct screen_extreme {
    char *a, *b; /* owned; NULL for none */
    double energy; /* eV/atom */
} screen_extreme;

/* For a page, what all rows come to. */
enum { SCREEN_CHARACTERS = 4 }; /* none, SEI, MCI, unknown */
typedef struct screen_tally {
    long interfaces, characters[SCREEN_CHARACTERS];
    screen_extreme deepest;
} screen_tally;

typedef struct screen_run {
    const options *opts;
    batch_series series; /* of --sweep */
    batch *source;
    ip_dataset *dataset;
    ip_executor *executor;
    screen_plot drawn;
    partial file;   /* with -o */
    bool makes_blocks;
    blocks made;    /* in its place, in a program of several processes */
    FILE *stream;   /* of the partial file, of the block in hand, or standard output */
    ip_sink *sink;   /* NULL where a page is made */
    page_output page;
    output out;      /* of the page */
    screen_tally tally;
    ip_question question;
    error_sources errors;
    gases_found gases;
    ip_air *air; /* of --air; NULL for none */
    progress line;
    long done, failures;
    long taken; /* rows of the source, where blocks are made */
    ip_manifest part;  /* with --part; all rows else */
    char *part_about;  /* of its manifest, owned; NULL without */
    int write_error; /* errno of the first write that failed; 0 where all went well or no cause is known */
} screen_run;

/* Writes answers to run->stream. Returns EXIT_ANSWERED, or the exit status after a complaint. */
exit_code screen_open_sink(screen_run *run);

/* Answers rows[0 .. count-1] and writes those that are done, in order, up to the first that an interruption left. Returns whether
 * all are. */
bool screen_answer(screen_run *run, const batch_row *rows, long count);

/* Answers rows of the source and writes them, to its end. Returns whether it got there. */
bool screen_answer_all(screen_run *run);

/* The same by several processes, each of which answers blocks of rows (io/blocks.h). */
exit_code screen_open_blocks(screen_run *run);
bool screen_answer_blocks(screen_run *run);

/* A part of the rows, and with it the manifest of its file, which is written before that takes its place. Each returns
 * EXIT_ANSWERED, or the exit status after a complaint; without --part they do nothing. */
exit_code screen_open_part(screen_run *run);
exit_code screen_describe_part(screen_run *run);
bool screen_is_part_right(const options *opts);
bool screen_end_part(void *user, const char *data); /* of a screen_run; the file that was made */

/* What all rows depend on, as lines: tables, what is in the input, options, columns. Owned by the caller; NULL after a complaint.
 */
char *screen_describe(const screen_run *run);

/* Whether all processes that answer together have the same of that. Returns false after a complaint. */
bool screen_has_same(const screen_run *run);

#endif
