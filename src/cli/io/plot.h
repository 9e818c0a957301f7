/* The figure of a run, for --plot and for a page: takes the rows as they come, and draws them at the end. */
#ifndef INTERPHASE_CLI_PLOT_H
#define INTERPHASE_CLI_PLOT_H

#include "cli/option/options.h"

#include <interphase/figure.h>

typedef struct plot {
    const char *path; /* NULL where nothing is drawn */
    const char *form;
    ip_figure *figure;
} plot; /* for --plot, a page, or both */

/* Whether the options ask for a figure that can be drawn, to be asked before any work: of rows of this type (NULL for none), with
 * an ending that names a form, where gnuplot is at hand. Complains where not; true where no figure is asked for. */
bool plot_can(const options *opts, const char *command, const ip_result_type *type);

/* Begins the figure of the options, if any; of a page where gnuplot is at hand. Fails with IP_NO_MEMORY. */
ip_status plot_open(plot *out, const options *opts, const ip_result_type *type, ip_error *error);

/* Takes a row, of any type that the figure draws. Does nothing where nothing is drawn. */
ip_status plot_row(plot *drawn, const ip_result_type *type, const void *row, ip_error *error);

/* The figure as SVG for the page that the options ask for, owned by the caller; NULL where there is none to draw. Returns false
 * after a complaint. */
bool plot_picture(const plot *drawn, const options *opts, char **svg);

/* Frees the figure; with `draw` the file is written, whole or not at all. Returns false after a complaint. */
bool plot_close(plot *drawn, bool draw);

#endif
