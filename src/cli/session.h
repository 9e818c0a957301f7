/* One run of a command: its dataset, solver and output, and the tally of answers that failed. */
#ifndef INTERPHASE_CLI_SESSION_H
#define INTERPHASE_CLI_SESSION_H

#include "cli/command/command.h"
#include "cli/input/gases.h"
#include "cli/input/tables.h"
#include "cli/io/output.h"
#include "cli/io/plot.h"
#include "cli/page_output.h"
#include "cli/sampling.h"

#include <interphase/interphase.h>

typedef struct session {
    const options *opts;
    ip_dataset *dataset;
    ip_solver *solver;
    output out;
    const ip_result_type *type;
    ip_sink *sink;       /* NULL for text, and for a page, which says what text does */
    page_output page;    /* its stream takes the place of the output's for text */
    FILE *paper;         /* the output's own stream, while it is the page's */
    plot plot;           /* what --plot or a page draws of the rows */
    ip_memory *memory;   /* of the rows and words of one answer */
    ip_question question;/* the conditions of every answer; in text its arrow is as the locale allows */
    ip_element_set metals;/* that voltages of answers have referred to; where none has, that of the question is meant */
    gases_found gases;   /* what every question is open to beside the metal */
    error_sources errors;
    sampling sampling;   /* what --samples asks for */
    int width;           /* of the page of text */
    const ip_phase **weak; /* [0 .. weak_count-1], owned: products shown that have a weak energy */
    int weak_count;
    bool streamed_weak;  /* rows printed as they came had some, too */
    int blocks;        /* of text written so far */
    long failures;
    bool broken;       /* an internal failure among them */
} session;

/* Loads the tables and opens the output for rows of this type (in CSV and JSON). JSON always names the digest of the
 * tables; `with_digest` computes it for other forms too. Returns EXIT_ANSWERED, or the exit
 * status after a complaint: then there is nothing to close. */
exit_code session_open(session *run, const options *opts, const char *command_name, const ip_result_type *type, bool with_digest);

/* The same where the answers are about these constants, whether or not the tables have uncertainties. */
exit_code session_open_about(session *run, const options *opts, const char *command_name, const ip_result_type *type,
                             const ip_corrections *corrections, bool with_digest);

/* From now on questions are about voltages against the metal of these formulas, or that of the options; says so where another
 * would have done as well. Lack of memory breaks the run. */
void session_choose_metal(session *run, const char *const *formulas, int count);

/* The same with a metal and charge that are known. */
void session_refer_to(session *run, int metal, int charge);

/* Ends the output and frees everything; returns the exit status of the run. */
exit_code session_close(session *run);

/* Counts a failed answer about `subject` and says why on standard error; keeps its place in the output, in text as a line, else
 * as the row with what was asked, status and message. `row` is of the session's type and holds what was asked. */
void session_fail(session *run, const char *subject, void *row, const ip_error *error);

/* Breaks the run for lack of memory over `subject`. */
void session_fail_memory(session *run, const char *subject);

/* Takes the draws of the answer in hand, for its rows and text; a failure to make them breaks the run. */
void session_take_samples(session *run, ip_status status, const ip_error *error);

/* Writes a row, with what the draws in hand say of it, and hands it to the figure; in text, where rows are shown otherwise, the
 * figure alone takes it. A failure to do so breaks the run, and nothing is written behind it. */
void session_row(session *run, const void *row);

/* Writes the row of an answer, or a failure in its place; gives up the draws in hand and empties the memory. */
void session_answer(session *run, ip_status status, const char *subject, void *row, const ip_error *error);

/* In text, rows [0 .. count-1] of a type as a table. */
void session_table(session *run, const ip_result_type *type, const void *rows, long count);

/* In text, begins and ends a table of the session's rows in columns of fixed width, which session_row() prints as they come. A
 * failure to begin breaks the run. */
bool session_stream_text(session *run);
void session_note_streamed(session *run, ip_row_products products); /* remembers that some of a row's are weak */
void session_end_text(session *run);

/* In text, what the columns of a table mean; rows [0 .. count-1] say which optional ones there are. */
void session_print_notes(session *run, const ip_result_type *type, const void *rows, long count);

/* A failure that is no answer's: the run is broken, and why is said. */
void session_break(session *run, const ip_error *error);

/* An empty line between blocks of text. */
void session_start_block(session *run);

/* How long a line of running text may be; 0 for any length. */
int session_line_width(const session *run);

/* Between these, text that explains answers and is none: a block, or small print of a page. */
void session_start_notes(session *run);
void session_end_notes(session *run);

/* Remembers the weak products of an equilibrium that is shown, for the line below all answers that says what their mark means. */
void session_note_weak(session *run, const ip_equilibrium *equilibrium);

/* Words for text, good until the memory is emptied; where memory is lacking the run is broken and they say so. */
const char *session_products(session *run, const ip_equilibrium *equilibrium);
const char *session_equation(session *run, const ip_reactant *reactants, int count, const ip_equilibrium *equilibrium);
const char *session_above_hull(session *run, const ip_hull *hull); /* "0.02 ± 0.02", eV/atom */
const char *session_character(session *run, ip_character character); /* "SEI (NaCrS2: 1.85 eV)" */

/* Finds the profile of a formula against the metal of the options. */
ip_status session_profile_find(session *run, const char *formula, ip_composition *composition, ip_profile *profile,
                               ip_error *error);

/* In text, why a profile does not begin at 0 V, where it does not; and the same of any place. */
void session_print_lowest(session *run, const ip_profile *profile);
void session_print_limit(session *run, const ip_profile *profile, const char *where);

/* In text, the line that says what all answers assume: tables, corrections, changes by options, reservoirs. */
void session_print_assumptions(session *run, bool with_metal);

#endif
