/* A line of progress on a terminal: done, rate, time left, failures so far. Nothing where standard error is none. */
#ifndef INTERPHASE_CLI_PROGRESS_H
#define INTERPHASE_CLI_PROGRESS_H

#include <stdbool.h>

/* How fast work gets done: that of the last minute or so counts most, so that what is left neither jumps with every
 * row that takes longer nor keeps for ever to what the first rows took. */
typedef struct progress_pace {
    double time, fraction; /* when last looked at, s, and what was done then, 0 to 1 */
    double work, span;     /* what was done and how long it took, s, what is long ago counting less */
} progress_pace;

/* Seconds left when at `time` (s) this fraction of all work is done; NaN as long as that cannot be told. */
double progress_left(progress_pace *pace, double time, double fraction);

/* This fraction stands done at `time` and took no work, such as what an earlier run left. */
void progress_pass(progress_pace *pace, double time, double fraction);

typedef struct progress {
    bool shown;
    bool printed;         /* something stands on the line */
    double started, last; /* s */
    long passed;          /* of what is done, without work */
    progress_pace pace;
} progress;

/* Seconds since some moment, for differences. */
double progress_seconds(void);

void progress_start(progress *line, bool quiet);

/* `done` of the rows, and `fraction` of all work, have been found done. */
void progress_skip(progress *line, long done, double fraction);

/* `fraction` of all work done, NaN where that is not known. */
void progress_update(progress *line, long done, long failures, double fraction);

/* Clears the line. */
void progress_end(progress *line);

#endif
