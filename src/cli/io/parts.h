/* Files that hold parts of a run, each with its manifest beside it in FILE.manifest: writing the latter, and joining the former
 * to the file that the whole run would have written. Knows nothing of what rows say. */
#ifndef INTERPHASE_CLI_PARTS_H
#define INTERPHASE_CLI_PARTS_H

#include "report.h"

#include <interphase/manifest.h>

#include <stdbool.h>
#include <stdio.h>

/* Writes the manifest of a part to PATH.manifest, whole or not at all. `data` is the file that holds the part, which is `path`
 * or what is going to take its place: its size and digest are found here. Called before that happens it leaves no part without
 * its manifest; a manifest without its part, or with that of an earlier run, is seen when parts are joined. Returns false after a
 * complaint. */
bool parts_describe(const ip_manifest *manifest, const char *path, const char *data);

/* The same of a file that the program made for itself (output_make()). */
bool parts_describe_block(const ip_manifest *manifest, const char *path);

/* The manifest of the part at `path`, for the caller to free; *out is NULL where none can be read. Returns false after a
 * complaint for lack of memory. */
bool parts_find(ip_manifest **out, const char *path);

/* Whether the file is the one that its manifest is of, as it was written. */
bool parts_is_whole(const ip_manifest *manifest, const char *path);

typedef struct part_list {
    const char *const *paths; /* [0 .. count-1], borrowed */
    int count;
    ip_manifest **manifests; /* [0 .. count-1], in the order of the paths */
    int *order;              /* [0 .. count-1]: order[0] is the first part */
} part_list;

/* Reads the manifests of files and checks that these are the parts of one run of `command`, complete and as they were written.
 * Returns EXIT_ANSWERED, or the exit status after a complaint: then there is nothing to close. */
exit_code parts_open(part_list *out, const char *const *paths, int count, const char *command);
void parts_close(part_list *list);

/* Rows whose answers failed, of all parts. */
long parts_failures(const part_list *list);

/* Writes the parts behind each other, with one header line. Returns false after a complaint where one cannot be read; errors of
 * the stream are left for the caller. */
bool parts_copy(const part_list *list, FILE *stream);

#endif
