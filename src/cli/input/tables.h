/* The dataset that a command works on: which tables, read how, changed by which options. */
#ifndef INTERPHASE_CLI_TABLES_H
#define INTERPHASE_CLI_TABLES_H

#include "cli/io/report.h"
#include "cli/option/options.h"

#include <interphase/gas.h>
#include <interphase/question.h>

/* Reads the tables that the options name and applies --energy, --exclude, --temperature and --above-hull, in this order. On
 * failure explains itself on standard error and returns the exit status. `flags` as ip_dataset_read(). */
exit_code tables_load(ip_dataset **out, const options *opts, unsigned flags);

/* The shipped tables of gases and entropies. On failure explains itself on standard error and returns the exit status. */
exit_code tables_gases(ip_gases **out);

/* The conditions that the options put every question under, without uncertainties. */
ip_question tables_question(const options *opts);

/* Where the errors of energies come from: the constants that the table was corrected with. All zero is none. */
typedef struct error_sources {
    ip_corrections *corrections;
    ip_uncertainty *uncertainty;
} error_sources;

/* Loads them where the tables give uncertainties and their corrections are used, and lets the question know; else there are none.
 * On failure explains itself on standard error and returns the exit status. */
exit_code errors_load(error_sources *out, ip_question *question, const ip_dataset *dataset, const options *opts);
void errors_clear(error_sources *errors);

/* The shipped table of constants. On failure explains itself on standard error and returns the exit status. */
exit_code errors_read_constants(ip_corrections **out);

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
