/* Draws from the option to the row. */
#include "sampling.h"

#include <string.h>

static exit_code fail(const ip_error *error) {
    complain_of(NULL, error);
    return EXIT_INTERNAL;
}

exit_code sampling_open(sampling *out, const options *opts, const ip_dataset *dataset, const ip_result_type *type) {
    ip_error error;
    memset(out, 0, sizeof *out);
    if (opts->samples == 0)
        return EXIT_ANSWERED;
    out->draws.count = opts->samples;
    if (ip_samples_type_new(&out->type, type, &error) ||
        ip_executors_new(&out->draws.executor, NULL, dataset, opts->threads, &error))
        return fail(&error);
    return EXIT_ANSWERED;
}

void sampling_close(sampling *run) {
    sampling_forget(run);
    ip_executor_free(run->draws.executor);
    ip_samples_type_free(run->type);
    memset(run, 0, sizeof *run);
}

void sampling_forget(sampling *run) {
    ip_samples_free(run->samples);
    run->samples = NULL;
    run->row = 0;
}

const void *sampling_row(const sampling *run, ip_memory *memory, const void *row, ip_error *error) {
    void *made = ip_memory_take(memory, ip_samples_type_result(run->type)->size);
    if (!made)
        ip_error_set(error, IP_NO_MEMORY, "out of memory");
    else if (ip_samples_row_fill(made, run->type, memory, row, run->samples, run->row, error))
        made = NULL;
    return made;
}

exit_code sampling_describe(const ip_result_type *type) {
    ip_samples_type *made;
    ip_error error;
    if (ip_samples_type_new(&made, type, &error))
        return fail(&error);
    ip_sink_describe(ip_samples_type_result(made), stdout);
    ip_samples_type_free(made);
    return EXIT_ANSWERED;
}
