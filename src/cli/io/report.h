/* What the program says beside its results: messages on standard error, and the exit status. */
#ifndef INTERPHASE_CLI_REPORT_H
#define INTERPHASE_CLI_REPORT_H

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

#endif
