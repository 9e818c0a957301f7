/* Where results go: standard output, or a file that appears whole or not at all. */
#ifndef INTERPHASE_CLI_OUTPUT_H
#define INTERPHASE_CLI_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

typedef struct output {
    FILE *stream;
    FILE *packed; /* what the stream's text goes to compressed; NULL where it is written as it is */
    const char *name; /* for messages, borrowed */
    char *path;       /* the file to be; NULL for a stream written directly */
    char *temporary;  /* what is written meanwhile, in the same directory */
    bool can_be_made_again; /* nobody waits until it is safe from a loss of power */
} output;

/* To be called before anything is opened: a standard stream that the program was started without takes no file's place, so
 * that no message ends up in a result. Writing to it fails as it did. */
void output_start(void);

/* From now on what is written to standard output leads nowhere: another process writes it. */
void output_silence(void);

/* Opens `path`, which must be borrowed until the end, or standard output for NULL. What is named as files of gzip and zstd are
 * is compressed so. What exists and is no regular file (a pipe, /dev/null) is written directly. Refuses a file that the run
 * reads. Returns false after a complaint. */
bool output_open(output *out, const char *path);

/* The same for a file that nobody names, which the program makes for itself and may read again. Losing it costs work alone. */
bool output_make(output *out, const char *path);

/* Closes; with `keep` the file takes its place, else nothing is left of it. Returns false after a complaint
 * where not everything could be written. */
bool output_close(output *out, bool keep);

/* Whether all that was written to standard output got there; complains where not, once. `reason` is the errno of an earlier
 * write that failed, or 0. */
bool output_reached(int reason);

/* The same at the end of the program, closing it. */
bool output_end(void);

#endif
