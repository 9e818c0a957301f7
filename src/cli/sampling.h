/* The draws of a run: who makes them, and what those of the answer in hand say. Knows results, not how they are shown. */
#ifndef INTERPHASE_CLI_SAMPLING_H
#define INTERPHASE_CLI_SAMPLING_H

#include "cli/io/report.h"
#include "cli/option/options.h"

#include <interphase/interphase.h>

/* All zero where nothing is drawn. */
typedef struct sampling {
    ip_draws draws;        /* as often as --samples says; 0 for never */
    ip_samples_type *type; /* of the rows in CSV and JSON */
    ip_samples *samples;   /* of the answer in hand; NULL for none */
    long row;              /* of them, that is written next */
} sampling;

/* Makes ready what --samples asks for, for rows of a type that can be sampled. Returns EXIT_ANSWERED, or the exit status after a
 * complaint. To be closed whatever comes back. */
exit_code sampling_open(sampling *out, const options *opts, const ip_dataset *dataset, const ip_result_type *type);
void sampling_close(sampling *run);

/* Gives up what is in hand. */
void sampling_forget(sampling *run);

/* Fills the row of an answer and of its draws, in `memory`, which is borrowed; NULL after filling *error. */
const void *sampling_row(const sampling *run, ip_memory *memory, const void *row, ip_error *error);

/* The columns of a type's rows with draws, as CSV on standard output. */
exit_code sampling_describe(const ip_result_type *type);

#endif
