/* A file that several processes make together, in blocks of rows: each takes the number of the next block from the counter of the
 * team, and puts what it has done into the folder FILE.parts, with a manifest. The first process joins them once all are there.
 *
 * Blocks are whole or not there, so that what a run that died has left is gone on with by the next, in however many processes.
 * Knows nothing of what rows say. All members of the team make the same calls. */
#ifndef INTERPHASE_CLI_BLOCKS_H
#define INTERPHASE_CLI_BLOCKS_H

#include "parts.h"

#include <interphase/manifest.h>

typedef struct blocks {
    const char *path;   /* of the file to be, borrowed */
    char *place;        /* where it leads */
    char *folder;       /* of the blocks */
    ip_manifest *about; /* the whole run; a block's differs in its place and its file */
    int lock;           /* the folder, held by the first process; -1 else */
    bool quiet, failed;
    long done, failures; /* blocks that this process finished or found whole; rows that failed among those finished */
} blocks;

/* What answers a block: writes a header line and the rows of items first .. first + count - 1, and how many there are of them
 * and of those that failed. Returns false where it cannot: after a complaint, or once a signal asked for a stop. */
typedef bool (*blocks_work)(void *user, FILE *stream, long first, long count, long *rows, long *failures);

/* Whether files are made in blocks by this program. */
bool blocks_are_made(void);

/* Opens the folder for a run of `command` over `total` items, which `run` describes (manifest.h); with `resume` what an earlier
 * one left is gone on with. Returns EXIT_ANSWERED, or the exit status after a complaint of one of the processes: then there is
 * nothing to close. */
exit_code blocks_open(blocks *out, const char *path, bool resume, bool quiet, const char *command, const char *run, long total);

/* Does blocks until none is left that nobody does. Returns whether all are done, in all processes. */
bool blocks_do(blocks *made, blocks_work work, void *user);

/* Closes; where all are done they take the place of the file to be. Returns the exit status of the run, in the first process; in
 * others that of what they did. */
exit_code blocks_close(blocks *made, bool complete);

#endif
