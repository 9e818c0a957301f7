/* A line of progress on a terminal: done, rate, time left, failures so far. Nothing where standard error is none. */
#ifndef INTERPHASE_CLI_PROGRESS_H
#define INTERPHASE_CLI_PROGRESS_H

#include <stdbool.h>

typedef struct progress {
    bool shown;
    bool printed;         /* something stands on the line */
    double started, last; /* s */
} progress;

/* Seconds since some moment, for differences. */
double progress_seconds(void);

void progress_start(progress *line, bool quiet);

/* `fraction` of all work done, NaN where that is not known. */
void progress_update(progress *line, long done, long failures, double fraction);

/* Clears the line. */
void progress_end(progress *line);

#endif
