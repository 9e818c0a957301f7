/* The dataset that a command works on: which tables, read how, changed by which options. */
#ifndef INTERPHASE_CLI_TABLES_H
#define INTERPHASE_CLI_TABLES_H

#include "cli/io/report.h"
#include "cli/option/options.h"

#include <interphase/dataset.h>

/* Reads the tables that the options name and applies --energy, --exclude and --above-hull, in this order. On
 * failure explains itself on standard error and returns the exit status. `flags` as ip_dataset_read(). */
exit_code tables_load(ip_dataset **out, const options *opts, unsigned flags);

/* The tables to read: those of -d, else $INTERPHASE_DATA, else the shipped one. */
int tables_count(const options *opts);
const char *tables_name(const options *opts, int index);

/* The name as people are told it. */
const char *tables_title(const options *opts, int index);

/* Whether tables and arguments name standard input, "-", more than once; complains where they do. */
bool tables_share_input(const options *opts);

/* The path of a table or list that is going to be read: a bare name without a point or slash is a shipped one, "-" is standard
 * input. Owned by the caller; NULL after a complaint. */
char *tables_find(const char *name);

#endif
