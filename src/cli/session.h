/* One run of a command: its dataset, solver and output, and the tally of answers that failed. */
#ifndef INTERPHASE_CLI_SESSION_H
#define INTERPHASE_CLI_SESSION_H

#include "cli/command/command.h"
#include "cli/io/output.h"

#include <interphase/interphase.h>

typedef struct session {
    const options *opts;
    ip_dataset *dataset;
    ip_solver *solver;
    output out;
    ip_writer *writer; /* NULL for text */
    const char *const *columns;
    int column_count;
    const char *arrow; /* in text, as the locale allows */
    int blocks;        /* of text written so far */
    long failures;
    bool broken;       /* an internal failure among them */
} session;

/* Loads the tables and opens the output with these columns (for CSV and JSON). JSON always names the digest of the
 * tables; `with_digest` computes it for other forms too. Returns EXIT_ANSWERED, or the exit
 * status after a complaint: then there is nothing to close. */
exit_code session_open(session *run, const options *opts, const char *command_name, const char *const *columns,
                       int column_count, bool with_digest);

/* Ends the output and frees everything; returns the exit status of the run. */
exit_code session_close(session *run);

/* A column that a failed answer fills all the same. */
typedef struct known_value {
    const char *column;
    ip_value value;
} known_value;

/* Counts a failed answer about `subject` and says why on standard error; keeps its place in the output, in text as a
 * line, else as a row with the known values, status and message. */
void session_fail(session *run, const char *subject, const known_value *known, int known_count, const ip_error *error);

/* Writes a row; a failure to do so breaks the run. */
void session_row(session *run, const ip_value *values);

/* An empty line between blocks of text. */
void session_start_block(session *run);

/* The equation of an equilibrium of one formula unit of `formula`, with the given arrow; NULL after filling *error.
 * Owned by the caller. */
char *session_equation(const session *run, const char *formula, const ip_composition *composition,
                       const ip_equilibrium *equilibrium, const char *arrow, ip_error *error);

/* Finds the profile of a formula against the metal of the options. Returns false after session_profile_fail(). */
bool session_profile_find(session *run, const char *formula, ip_composition *composition, ip_profile *profile);

/* A failed answer of a command with the columns `formula` and `metal`. */
void session_profile_fail(session *run, const char *formula, const ip_error *error);

/* What forms on a plateau; without uptake that is a reaction only where the phase itself is not stable. */
ip_character session_plateau_character(const session *run, const ip_profile *profile, const ip_plateau *plateau);

/* Whether an energy of reaction (eV/atom) is one, and not rounding. */
bool session_reacts(double energy);

/* The character of products in text: "SEI (NaCrS2, 1.85 eV)"; in a static buffer good until the next call. */
const char *session_character_text(const ip_character *character);

/* In text, the line that says what all answers assume: tables, corrections, changes by options. */
void session_print_assumptions(session *run, bool with_metal);

#endif
