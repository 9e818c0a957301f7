/* A part of a search for layers: which phases it is about, and by what its rows are ranked among those of other parts. */
#ifndef INTERPHASE_CLI_COATING_PART_H
#define INTERPHASE_CLI_COATING_PART_H

#include "cli/part.h"
#include "cli/session.h"

typedef struct coating_part {
    ip_manifest made;
    double *merits; /* of its rows, owned; NULL where no part was answered */
} coating_part;

/* Notes what the rows of a list are ranked by. Lack of memory breaks the run. */
void coating_part_note(coating_part *part, session *run, const ip_coating_list *list);

/* Closes the session, and writes the manifest of a part that was answered. Returns the exit status of the run. */
exit_code coating_part_close(coating_part *part, session *run);

#endif
