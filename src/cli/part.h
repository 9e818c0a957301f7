/* A call that answers one part of its rows (--part): what it needs, which rows they are, and the manifest beside its file. */
#ifndef INTERPHASE_CLI_PART_H
#define INTERPHASE_CLI_PART_H

#include "cli/io/parts.h"
#include "cli/option/options.h"

#include <interphase/correction.h>
#include <interphase/dataset.h>
#include <interphase/result.h>

/* Makes a call with --part one that writes CSV, unless something stands against it. True without --part. Returns false after a
 * complaint. */
bool part_settle(options *opts);

/* The rows first .. first+count-1 of `total`, all of them without --part, into the manifest of the part. */
void part_cut(ip_manifest *part, const options *opts, long total);

/* What all that is answered depends on, as lines (ip_manifest.run): version, tables, options, columns and further lines of the
 * command (`inputs`, "" for none), such as the digests of files that it reads. `lead` are names of columns before those of the
 * type. Owned by the caller (free); NULL after a complaint for lack of memory. */
char *part_describe_run(const options *opts, const char *command, const ip_dataset *dataset, const ip_corrections *corrections,
                        const ip_result_type *type, const char *const *lead, int lead_count, const char *inputs);

/* Adds a line about a file, "WHAT DIGEST". Returns EXIT_ANSWERED, or the exit status after a complaint. */
exit_code part_describe_file(FILE *stream, const char *what, const char *path);

/* Writes the manifest of the part that --output names, once that is written. Returns false after a complaint; then there is no
 * part either. */
bool part_finish(const ip_manifest *part, const options *opts);

#endif
