/* Progress a few times a second, rewritten in place. */
#include "progress.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SECONDS_BETWEEN 0.2
/* Work counts by exp(-age / this), s. */
#define SECONDS_REMEMBERED 60.0
/* What is left cannot be told from less, s. */
#define SECONDS_NEEDED 1.0

double progress_seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

void progress_pass(progress_pace *pace, double time, double fraction) {
    pace->time = time;
    if (!isnan(fraction))
        pace->fraction = fraction;
}

double progress_left(progress_pace *pace, double time, double fraction) {
    if (isnan(fraction) || time < pace->time)
        return NAN;
    double passed = time - pace->time, kept = exp(-passed / SECONDS_REMEMBERED);
    pace->work = pace->work * kept + fmax(fraction - pace->fraction, 0.0);
    pace->span = pace->span * kept + passed;
    progress_pass(pace, time, fraction);
    return pace->span >= SECONDS_NEEDED && pace->work > 0.0 ? (1.0 - fmin(fraction, 1.0)) * pace->span / pace->work : NAN;
}

void progress_start(progress *line, bool quiet) {
    line->shown = !quiet && isatty(STDERR_FILENO);
    line->started = progress_seconds();
    line->last = line->started;
    line->printed = false;
    line->passed = 0;
    memset(&line->pace, 0, sizeof line->pace);
    progress_pass(&line->pace, line->started, 0.0);
}

void progress_skip(progress *line, long done, double fraction) {
    line->passed = done;
    progress_pass(&line->pace, progress_seconds(), fraction);
}

void progress_update(progress *line, long done, long failures, double fraction) {
    double time = progress_seconds();
    if (!line->shown || time - line->last < SECONDS_BETWEEN)
        return;
    line->last = time;
    line->printed = true;
    double elapsed = time - line->started, left = progress_left(&line->pace, time, fraction);
    fprintf(stderr, "\r\033[K%ld done, %.0f/s", done, elapsed > 0.0 ? (double)(done - line->passed) / elapsed : 0.0);
    if (!isnan(left))
        fprintf(stderr, ", %.0f:%02.0f left", floor(left / 60.0), floor(fmod(left, 60.0)));
    if (failures)
        fprintf(stderr, ", %ld failed", failures);
    fflush(stderr);
}

void progress_end(progress *line) {
    if (line->printed)
        fputs("\r\033[K", stderr);
}
