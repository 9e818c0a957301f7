/* Progress a few times a second, rewritten in place. */
#include "progress.h"

#include <math.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define SECONDS_BETWEEN 0.2

double progress_seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

void progress_start(progress *line, bool quiet) {
    line->shown = !quiet && isatty(STDERR_FILENO);
    line->started = progress_seconds();
    line->last = line->started;
    line->printed = false;
}

void progress_update(progress *line, long done, long failures, double fraction) {
    double time = progress_seconds();
    if (!line->shown || time - line->last < SECONDS_BETWEEN)
        return;
    line->last = time;
    line->printed = true;
    double elapsed = time - line->started;
    fprintf(stderr, "\r\033[K%ld done, %.0f/s", done, elapsed > 0.0 ? (double)done / elapsed : 0.0);
    if (fraction > 0.0 && fraction <= 1.0) {
        double left = elapsed * (1.0 - fraction) / fraction;
        fprintf(stderr, ", %.0f:%02.0f left", floor(left / 60.0), floor(fmod(left, 60.0)));
    }
    if (failures)
        fprintf(stderr, ", %ld failed", failures);
    fflush(stderr);
}

void progress_end(progress *line) {
    if (line->printed)
        fputs("\r\033[K", stderr);
}
