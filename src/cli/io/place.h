/* The place of a file to be: where a path leads, what the file there may be, and how another takes its place. */
#ifndef INTERPHASE_CLI_PLACE_H
#define INTERPHASE_CLI_PLACE_H

#include <stdbool.h>

/* Where a path leads. A link keeps pointing where it does, also where nothing is there yet: the file comes to be at its
 * target. Owned by the caller; NULL with errno for a circle of links or for lack of memory. */
char *place_find(const char *path);

/* Gives a new file the permissions, and where that is allowed the owner and group, of the file that it will replace;
 * those that any new file gets where there is none. */
void place_permit(int descriptor, const char *place);

/* Puts a file that is written, closed and synchronised in its place, for good. Returns false after a complaint. */
bool place_take(const char *temporary, const char *place);

#endif
