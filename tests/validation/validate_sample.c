/* Decomposition energies of 500 phases against published ones, from the table that is shipped. */
#include "published.h"

enum { LINE_SIZE = 256, ROWS = 500 };

/* The shipped energies and corrections are rounded to 1e-5 eV/atom: a phase without its correction is within 1e-5
 * of the published energy, and a hull energy is a mean of such. */
#define ROUNDING 2e-5

static void compare(difference_tally *tally, ip_solver *solver, const char *formula, double published) {
    ip_composition composition;
    ip_hull hull;
    ip_error error;
    if (ip_composition_read(&composition, formula, &error) || ip_hull_find(&hull, solver, &composition, &error)) {
        tap_note("%s: %s", formula, error.message);
        tally->failed++;
        return;
    }
    if (!hull.phase)
        tap_note("%s is not in the table", formula);
    tally_difference(tally, formula, hull.decomposition_energy, published, ROUNDING);
    ip_hull_clear(&hull);
}

int main(void) {
    ip_dataset *dataset;
    ip_solver *solver;
    ip_error error;
    if (ip_dataset_new(&dataset, &error) ||
        ip_dataset_read(dataset, tap_source("datasets/mp2020.csv"), IP_READ_UNCORRECTED, NULL, NULL, &error) ||
        ip_solver_new(&solver, dataset, &error))
        tap_bail_out(error.message);
    FILE *stream = fopen(tap_source("tests/validation/published-sample.csv"), "r");
    char line[LINE_SIZE];
    if (!stream || !next_line(stream, line, sizeof line))
        tap_bail_out("published-sample.csv cannot be read");
    tap_ok(strcmp(line, "formula,decomposition_energy") == 0, "the sample has its two columns");

    difference_tally tally = {0};
    long rows = 0, step = tap_is_slow() && !tap_is_full() ? 5 : 1, chosen = 0;
    while (next_line(stream, line, sizeof line)) {
        char *comma = strchr(line, ',');
        double published;
        if (!comma || !ip_number_read(&published, comma + 1))
            tap_bail_out("published-sample.csv has a line without a value");
        *comma = '\0';
        if (rows++ % step)
            continue;
        chosen++;
        compare(&tally, solver, line, published);
    }
    fclose(stream);
    report_tally(&tally);
    tap_ok(rows == ROWS, "the sample has %d rows", ROWS);
    tap_ok(tally.compared == chosen && tally.failed == 0, "every one is answered");
    tap_ok(tally.far == 0, "all agree within %g eV/atom", LARGEST_DIFFERENCE);
    tap_ok(tally.below == 0, "none lies below the published one");
    tap_ok(tally.close * 100 >= tally.compared * 93, "at least 93 %% agree within %g eV/atom", CLOSE_DIFFERENCE);

    ip_solver_free(solver);
    ip_solver_end_thread();
    ip_dataset_free(dataset);
    return tap_done();
}
