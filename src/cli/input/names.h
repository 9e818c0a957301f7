/* Names of columns that stand beside each other. Knows nothing of what the columns hold. */
#ifndef INTERPHASE_CLI_NAMES_H
#define INTERPHASE_CLI_NAMES_H

#include <stdbool.h>

/* The first of names[0 .. count-1] that stands there once more; -1 in *out where there is none. Returns false for lack of memory.
 */
bool names_find_twin(int *out, const char *const *names, int count);

/* Whether a name is among those of a list with commas; NULL for an empty list. */
bool names_have(const char *list, const char *name);

#endif
