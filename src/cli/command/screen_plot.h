/* The figure of `screen`: whether a batch can be drawn, and its rows as points. */
#ifndef INTERPHASE_CLI_SCREEN_PLOT_H
#define INTERPHASE_CLI_SCREEN_PLOT_H

#include "cli/input/batch.h"
#include "cli/io/plot.h"

#include <interphase/screened_row.h>

typedef struct screen_plot {
    plot plot;
    const batch *source; /* borrowed */
} screen_plot;

/* Whether what the options ask for can be drawn. Complains where not. */
bool screen_plot_can(const options *opts, bool matrix, bool resume);

/* Begins the figure of the options, if any, of these rows. Returns EXIT_ANSWERED, or the exit status after a complaint. */
int screen_plot_open(screen_plot *out, const options *opts, const batch *source);

/* Takes the answer of a row. Does nothing where nothing is drawn. False after a complaint. */
bool screen_plot_row(screen_plot *drawn, const batch_row *row, const ip_task_row *answer);

/* Ends it; with `draw` the file is written. False after a complaint. */
bool screen_plot_close(screen_plot *drawn, bool draw);

#endif
