/* Where results go: standard output, or a file that appears whole or not at all. */
#ifndef INTERPHASE_CLI_OUTPUT_H
#define INTERPHASE_CLI_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

typedef struct output {
    FILE *stream;
    char *path;      /* the file to be; NULL for a stream written directly */
    char *temporary; /* what is written meanwhile, in the same directory */
} output;

/* Opens `path`, or standard output for NULL. What exists and is no regular file (a pipe, /dev/null) is written
 * directly. Returns false after a complaint. */
bool output_open(output *out, const char *path);

/* Whether an output would take the place of a file that is read; complains where it would. `path` may be NULL. */
bool output_is_input(const char *path, const char *input);

/* Closes; with `keep` the file takes its place, else nothing is left of it. Returns false after a complaint
 * where not everything could be written. */
bool output_close(output *out, bool keep);

#endif
