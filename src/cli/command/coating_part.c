/* Layers stand before phases that could not be judged, so that this is the first of the merits. */
#include "coating_part.h"

#include <stdlib.h>

enum { ROW_MERITS = 1 + IP_COATING_MERITS };

void coating_part_note(coating_part *part, session *run, const ip_coating_list *list) {
    part->made.rows = list->passed + list->failures;
    part->merits = calloc((size_t)part->made.rows * ROW_MERITS + 1, sizeof *part->merits);
    if (!part->merits)
        session_fail_memory(run, "coatings");
    for (long i = 0; i < list->passed && part->merits; i++) {
        part->merits[i * ROW_MERITS] = 1.0;
        ip_coating_merits(part->merits + i * ROW_MERITS + 1, &list->coatings[i]);
    }
}

exit_code coating_part_close(coating_part *part, session *run) {
    const options *opts = run->opts;
    char *about = NULL;
    if (part->merits && !run->broken) {
        about = part_describe_run(opts, "coatings", run->dataset, run->errors.corrections, run->type, NULL, 0, "");
        run->broken = !about;
    }
    part->made.command = "coatings";
    part->made.run = about;
    part->made.failures = run->failures;
    part->made.merit_width = ROW_MERITS;
    part->made.merits = part->merits;
    exit_code code = session_close(run);
    if (about && code <= EXIT_SOME_FAILED && !part_finish(&part->made, opts))
        code = EXIT_INTERNAL;
    free(about);
    free(part->merits);
    return code;
}
