/* What a file format is: a row of functions that turn text into entries. Knows no dataset and no other format.
 *
 * A new format is one file source_NAME.c with one ip_source, named below, and its line in sources.c. It has to write
 *
 *   open    makes a state of its own for a call. It need not read anything yet.
 *   next    reads on (ip_input_read() gives text, decompressed) and hands over the entries that it found, some at a time, so that
 *           a large file is never in memory as a whole. For each entry, in the order of the file:
 *               ip_entries_begin(entries, line);
 *               ip_entries_fault(entries, word, ...) for what cannot be read, and
 *               ip_entries_end(entries, &entry) with what could.
 *           Entries are judged there, once for all formats; what becomes of a fault and of two entries of one composition is
 *           no matter of the format.
 *   close   hands the memory of all its phases over to an arena, and frees the rest.
 *
 * What ends the reading, because the text is not of the format, is an error: IP_BAD_TABLE with a message that begins with
 * "line N: " where the line is known. Messages do not name the file; the caller does. Everything is called from one thread; a
 * format may use more, as that of CSV does. */
#ifndef INTERPHASE_SRC_SOURCE_H
#define INTERPHASE_SRC_SOURCE_H

#include "entries.h"
#include "input.h"

/* What is read, and how. */
typedef struct ip_source_call {
    ip_input *input;   /* borrowed until close */
    size_t piece_size; /* about so many bytes at a time, from 1; what is read does not depend on them */
    int threads;       /* that may be used, the calling one included */
    bool uncorrected;  /* for ip_entries */
} ip_source_call;

typedef struct ip_source {
    const char *name;   /* as people call it */
    const char *ending; /* of its files' names, with the point; that of a compression may stand behind it */
    /* Whether a text that begins with these bytes, at most a few thousand, is of the format; asked where no ending tells. */
    bool (*recognises)(const char *bytes, size_t size);
    /* Fails with IP_NO_MEMORY; *state is then to be left alone. */
    ip_status (*open)(void **state, const ip_source_call *call, ip_error *error);
    /* *entries is borrowed until the next call; NULL at the end. Fails with IP_BAD_TABLE, IP_INPUT_OUTPUT or IP_NO_MEMORY. */
    ip_status (*next)(void *state, const ip_entries **entries, ip_error *error);
    void (*close)(void *state, ip_arena *arena);
} ip_source;

extern const ip_source ip_source_csv;

/* All formats, in the order in which they are asked; the last recognises everything. */
extern const ip_source *const ip_sources[];
extern const int ip_source_count;

/* The format of an input: that of the path's ending, else the first of `sources` that recognises its text. Fails with
 * IP_BAD_TABLE where there is none, or as ip_input_read(). */
ip_status ip_source_choose(const ip_source **out, const ip_source *const *sources, int count, const char *path, ip_input *input,
                           ip_error *error);

/* How ip_dataset_read() goes about it. */
typedef struct ip_reading {
    const ip_source *const *sources;
    int source_count;
    size_t piece_size;
} ip_reading;

/* As ip_dataset_read(), by other sources or in pieces of another size. */
ip_status ip_dataset_read_by(ip_dataset *dataset, const char *path, const ip_reading *reading, unsigned flags,
                             ip_finding_handler handler, void *user, ip_error *error);

#endif
