/* Several processes that run one call together: which of them speaks, and who does the work. Knows no command. */
#ifndef INTERPHASE_CLI_TEAM_H
#define INTERPHASE_CLI_TEAM_H

#include "cli/option/options.h"

#include <interphase/dataset.h>

/* Joins the team of the process, before anything is read or said. Only the first member prints, writes and complains. Returns
 * false after a complaint. */
bool team_begin(void);

/* Leaves it with the exit status of this process; what the others did not say is said now. Returns the exit status of the run. */
int team_end(int code);

/* Whether this process has a part in a call that several do together, or not. */
bool team_takes_part(bool is_shared);

/* Whether all of them can read what the call names, and do it together. Returns false after a complaint. */
bool team_can_share(const options *opts);

/* Whether all of them have read the same tables. Returns false after a complaint. */
bool team_has_same(const ip_dataset *dataset);

/* The same of what a text says of all that they have read. */
bool team_has_same_text(const char *text);

/* Whether there are others that need to know what this one has read. */
bool team_has_others(void);

/* Keeps a process quiet that is not the one to speak: no progress, no notices, no files. */
void team_quieten(options *opts);

/* The executor of a call that all do together, by its name (executors.h). */
const char *team_executor(void);

#endif
