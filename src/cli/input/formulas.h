/* Formulas as they are typed, in arguments, options and tasks: read as they are meant, which is said where it is not the
 * letter. Behind this, everything reads by the letter. */
#ifndef INTERPHASE_CLI_FORMULAS_H
#define INTERPHASE_CLI_FORMULAS_H

#include "cli/option/options.h"

#include <interphase/screening.h>

/* Puts the spelling that is read by the letter in the place of the formulas of options that every command takes, and, where
 * they are formulas, of the arguments. What cannot be read stays, for who asks about it to fail with. Returns false after a
 * complaint about lack of memory. */
bool formulas_take(options *opts, bool arguments);

/* The same for one formula: the text itself, or a spelling that is kept until formulas_forget(). NULL after a complaint. */
const char *formulas_spelled(const options *opts, const char *text);

/* What was typed for a spelling: the very pointer that formulas_spelled() gave; any other is returned as it is. */
const char *formulas_written(const char *spelling);

/* Whether any spelling differs from what was typed. */
bool formulas_differ(void);

void formulas_forget(void);

/* The same for the formulas of a task, in meant[0 .. 1], to be freed with the row; NULL for those that stay. The first readings
 * are said, the others counted. Returns false for lack of memory. */
bool formulas_of_task(char **meant, ip_task *task, const options *opts);

/* Says how many tasks with other readings were not named. */
void formulas_end_tasks(void);

#endif
