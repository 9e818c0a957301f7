/* What the program says beside its results: messages on standard error, and the exit status. */
#ifndef INTERPHASE_CLI_REPORT_H
#define INTERPHASE_CLI_REPORT_H

#include <interphase/status.h>

#include <stdbool.h>

typedef enum exit_code {
    EXIT_ANSWERED = 0,
    EXIT_SOME_FAILED = 1, /* the others are printed */
    EXIT_USAGE = 2,       /* the call is wrong */
    EXIT_TABLE = 3,       /* a table cannot be used */
    EXIT_INTERNAL = 4     /* internal or numerical failure */
} exit_code;

/* "interphase: …" and a newline on standard error, as one line of plain text. A subject that is put in front of a message
 * that names it by itself is left out: "Xx: formula 'Xx': …" becomes "formula 'Xx': …". */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same of an error, behind what it is about, NULL for nothing. */
void complain_of(const char *subject, const ip_error *error);

/* Whether complaints wait from now on, as those of a process do beside which another says the same; the first of them are kept.
 */
void report_hold(bool hold);

/* Says what was held, behind these words, and holds no longer. */
void report_release(const char *words);

/* The last message of complain(), without the program's name; "" before any. Static, cut where it is long. */
const char *report_last(void);

/* While it is hushed nothing is complained of: a question whether something could be done is not a complaint that it cannot. */
void report_hush(bool hushed);

/* Lack of memory. It is remembered, wherever it is said: what the program then writes may lack something, and no file is kept. */
void complain_of_memory(void);

/* The words for an errno, to be said in a complaint; lack of memory is remembered. */
const char *report_reason(int reason);

/* Whether memory ran out so far: then the program ends with EXIT_INTERNAL. */
bool report_lacks_memory(void);

#endif
