/* Every decomposition energy of the published table against the published value, from the published energies. */
#include "published.h"

enum { LINE_SIZE = 1024, SAMPLE = 37 };

typedef struct comparison {
    const ip_dataset *dataset;
    ip_solver *solver;
    const double *published; /* by line of the table; NaN for none */
    ip_element_set system;
    bool skipped;          /* this system is not in the sample */
    bool *done;            /* by index of the phase */
    difference_tally tally;
} comparison;

/* Published values by line number, from 1; NULL where memory is lacking. Lines are counted in *lines. */
static double *read_published(FILE *stream, long *lines, long *values) {
    char line[LINE_SIZE];
    long size = 1 << 17;
    double *published = malloc((size_t)size * sizeof *published);
    *lines = *values = 0;
    while (published && *lines + 1 < size && next_line(stream, line, sizeof line)) {
        const char *field = line_field(line, 2);
        double *value = &published[++*lines];
        if (*lines > 1 && *field && ip_number_read(value, field))
            ++*values;
        else
            *value = NAN;
    }
    return published;
}

static void compare(void *user, const ip_phase *phase) {
    comparison *all = user;
    if (!ip_element_set_same(phase->element_set, all->system))
        return;
    all->done[ip_dataset_index(all->dataset, phase)] = true;
    if (all->skipped || isnan(all->published[phase->line]))
        return;
    ip_composition composition = ip_phase_composition(phase);
    ip_hull hull;
    ip_error error;
    if (ip_hull_find(&hull, all->solver, &composition, &error)) {
        tap_note("%s: %s", phase->formula, error.message);
        all->tally.failed++;
        return;
    }
    tally_difference(&all->tally, phase->formula, hull.decomposition_energy, all->published[phase->line], 0.0);
    ip_hull_clear(&hull);
}

int main(void) {
    const char *path = tap_answers("mp2020-published.csv");
    FILE *stream = fopen(path, "r");
    if (!stream)
        return tap_skip_all("the published table is not beside the sources (shared/validation/mp2020-published.csv)");
    long lines, values;
    comparison all = {0};
    double *published = read_published(stream, &lines, &values);
    fclose(stream);
    all.published = published;

    ip_dataset *dataset;
    ip_error error;
    if (!published || ip_dataset_new(&dataset, &error) || ip_dataset_read(dataset, path, 0, NULL, NULL, &error))
        tap_bail_out("the published table cannot be read");
    long count = ip_dataset_count(dataset);
    tap_ok(lines == count + 1, "every line is a phase of its own: %ld lines, %ld phases", lines, count);
    all.dataset = dataset;
    all.done = calloc((size_t)count, sizeof *all.done);
    if (!all.done || ip_solver_new(&all.solver, dataset, &error))
        tap_bail_out("out of memory");

    /* Phases of one chemical system share a programme and come together. Where every instruction is watched, every
     * so many systems have to do. */
    long systems = 0, step = tap_is_slow() ? SAMPLE * (tap_is_full() ? 1 : 8) : 1;
    for (long i = 0; i < count; i++) {
        all.system = ip_dataset_phase(dataset, i)->element_set;
        if (all.done[i])
            continue;
        all.skipped = systems++ % step != 0;
        if (ip_dataset_visit(dataset, all.system, compare, &all))
            tap_bail_out("out of memory");
    }
    const difference_tally *tally = &all.tally;
    report_tally(tally);
    tap_ok(step > 1 || tally->compared + tally->failed == values, "every published value is compared: %ld of %ld",
           tally->compared, values);
    tap_ok(tally->compared > 100 && tally->failed == 0, "every one is answered");
    tap_ok(tally->far == 0, "all agree within %g eV/atom", LARGEST_DIFFERENCE);
    tap_ok(tally->below == 0, "none lies below the published one: no hull is higher than the published hull");
    tap_ok(tally->close * 100 >= tally->compared * (step > 1 ? 90 : 95), "at least %d %% agree within %g eV/atom",
           step > 1 ? 90 : 95, CLOSE_DIFFERENCE);

    ip_solver_free(all.solver);
    ip_solver_end_thread();
    ip_dataset_free(dataset);
    free(all.done);
    free(published);
    return tap_done();
}
