/* The call of the program as a command line that a shell would take, for pages that say what they were made by. */
#ifndef INTERPHASE_CLI_CALL_H
#define INTERPHASE_CLI_CALL_H

#include <stdbool.h>

/* Remembers the arguments, which are borrowed, in their order: reading options changes it. To be called once. Returns false for
 * lack of memory. */
bool call_keep(int argc, char **argv);
void call_forget(void);

/* "interphase window 'Na3PS4(H2O)'", owned by the caller; NULL for lack of memory. */
char *call_text(void);

#endif
