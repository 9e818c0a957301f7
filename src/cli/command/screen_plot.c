/* Keeps of each row what a figure draws. */
#include "screen_plot.h"

#include "cli/io/report.h"

#include <string.h>

/* More cells are neither read nor printed. */
enum { MOST_CELLS = 20000 };

bool screen_plot_can(const options *opts, bool matrix, bool resume) {
    if (opts->plot && !matrix)
        complain("screen: --plot draws the pairs of --matrix");
    else if (opts->plot && resume)
        complain("screen: --plot draws what one run answers; --resume leaves rows to an earlier one");
    else if (opts->format == FORMAT_HTML)
        complain("screen: there is no page of this answer; --format csv or json is expected");
    else
        return true;
    return false;
}

int screen_plot_open(screen_plot *out, const options *opts, const batch *source) {
    ip_error error;
    out->source = source;
    if (opts->plot && batch_row_count(source) > MOST_CELLS) {
        complain("--plot: %ld pairs are more than a figure can show; at most %d are drawn, and --role chooses among them",
                 batch_row_count(source), MOST_CELLS);
        return EXIT_USAGE;
    }
    if (!plot_open(&out->plot, opts, &ip_task_result, &error))
        return EXIT_ANSWERED;
    complain_of(NULL, &error);
    return EXIT_INTERNAL;
}

bool screen_plot_row(screen_plot *drawn, const batch_row *row, const ip_task_row *answer) {
    ip_screened_row point;
    ip_error error;
    if (!drawn->plot.figure)
        return true;
    ip_screened_row_fill(&point, &row->task, answer);
    point.a = batch_formula(drawn->source, row, 0);
    point.b = row->task.b ? batch_formula(drawn->source, row, 1) : NULL;
    if (!plot_row(&drawn->plot, &ip_screened_result, &point, &error))
        return true;
    complain_of(NULL, &error);
    return false;
}

bool screen_plot_close(screen_plot *drawn, bool draw) {
    return plot_close(&drawn->plot, draw);
}
