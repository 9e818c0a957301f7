/* The figure of `screen`: whether a batch can be drawn, and its rows as points. */
#ifndef INTERPHASE_CLI_SCREEN_PLOT_H
#define INTERPHASE_CLI_SCREEN_PLOT_H

#include "cli/input/batch.h"
#include "cli/io/partial.h"
#include "cli/io/plot.h"

#include <interphase/screened_row.h>

typedef struct screen_plot {
    plot plot;
    const batch *source; /* borrowed */
    const series *series; /* borrowed; NULL where the rows are none */
    int range;           /* of the variable of the series that changes */
    char variable[2];
    long rows, left_out; /* taken, and those that were too many */
    ip_screened_row *earlier; /* [0 .. earlier_count-1], owned: what an earlier run answered, without what was asked */
    long earlier_count, earlier_size;
    ip_memory *memory;   /* of their texts */
} screen_plot;

/* Begins the figure of the options, if any, of these rows; `members` are the series that they are, NULL for none. Returns
 * EXIT_ANSWERED, or the exit status after a complaint. */
int screen_plot_open(screen_plot *out, const options *opts, const batch *source, const series *members);

/* Takes the answer of a row. Does nothing where nothing is drawn. False after a complaint. */
bool screen_plot_row(screen_plot *drawn, const batch_row *row, const ip_task_row *answer);

/* Reads back the answers of an earlier run, which stand behind `columns` fields of the input. False after a complaint. */
bool screen_plot_read(screen_plot *drawn, const partial *file, int columns);

/* Takes the answer of an earlier run to a row, the one at an index of its file. False after a complaint. */
bool screen_plot_earlier(screen_plot *drawn, const batch_row *row, long index);

/* Ends it; with `draw` the file is written. False after a complaint. */
bool screen_plot_close(screen_plot *drawn, bool draw);

#endif
