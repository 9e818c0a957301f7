/* Answers of each kind in a process that has the table loaded, each with a new solver: how long one takes, and how many
 * linear programmes. Memory is the process's highest so far, the table included. */
#include "bench.h"

#include <interphase/interphase.h>

#include "engine/lp.h" /* for its count of solves */

#include <stdlib.h>

/* One answer about a phase that holds sodium. */
typedef ip_status (*question)(ip_solver *solver, const ip_composition *subject, ip_error *error);

static int sodium(void) {
    return ip_element_find("Na", 2);
}

static ip_status ask_hull(ip_solver *solver, const ip_composition *subject, ip_error *error) {
    ip_hull hull;
    ip_status status = ip_hull_find(&hull, solver, subject, error);
    if (!status)
        ip_hull_clear(&hull);
    return status;
}

static ip_status ask_decomposition(ip_solver *solver, const ip_composition *subject, ip_error *error) {
    ip_reservoir contact = {0};
    ip_equilibrium products;
    ip_status status = ip_reservoir_open_metal(&contact, sodium(), 0, 0.0, error);
    if (!status)
        status = ip_equilibrium_find(&products, solver, subject, &contact, NULL, error);
    if (!status)
        ip_equilibrium_clear(&products);
    return status;
}

static ip_status ask_window(ip_solver *solver, const ip_composition *subject, ip_error *error) {
    double reduction, oxidation;
    return ip_window_find(&reduction, &oxidation, solver, subject, sodium(), 0, error);
}

static ip_status ask_profile(ip_solver *solver, const ip_composition *subject, ip_error *error) {
    ip_profile profile;
    ip_status status = ip_profile_find(&profile, solver, subject, sodium(), 0, error);
    if (!status)
        ip_profile_clear(&profile);
    return status;
}

/* The other side of the interfaces. */
static ip_status read_cathode(ip_composition *cathode, ip_error *error) {
    return ip_composition_read(cathode, "NaCrO2", error);
}

static ip_status ask_interface(ip_solver *solver, const ip_composition *subject, ip_error *error) {
    ip_composition cathode;
    ip_interface interface;
    ip_status status = read_cathode(&cathode, error);
    if (!status)
        status = ip_interface_find(&interface, solver, subject, &cathode, NULL, error);
    if (!status)
        ip_interface_clear(&interface);
    return status;
}

static ip_status ask_depth(ip_solver *solver, const ip_composition *subject, ip_error *error) {
    ip_composition cathode;
    double depth;
    ip_status status = read_cathode(&cathode, error);
    return status ? status : ip_interface_depth(&depth, NULL, solver, subject, &cathode, NULL, error);
}

static ip_status ask_range(ip_solver *solver, const ip_composition *subject, ip_error *error) {
    ip_composition cathode;
    double voltage;
    ip_status status = read_cathode(&cathode, error);
    return status ? status
                  : ip_interface_worst_voltage(&voltage, NULL, solver, subject, &cathode, sodium(), 0, 2.0, 3.6, NULL, error);
}

/* Asks about every so many-th of the phases that hold sodium; the first one fills caches and does not count. */
static int time_question(const ip_dataset *dataset, const char *name, question ask, long answers) {
    ip_error error;
    long sodium_phases = 0, answered = 0, solves = 0, count = ip_dataset_count(dataset);
    double elapsed = 0.0;
    for (long i = 0; i < count; i++)
        sodium_phases += ip_element_set_has(ip_dataset_phase(dataset, i)->element_set, sodium());
    long step = sodium_phases / answers > 0 ? sodium_phases / answers : 1, met = 0;
    for (long i = 0; i < count && answered <= answers; i++) {
        const ip_phase *phase = ip_dataset_phase(dataset, i);
        if (phase->element_count < 2 || !ip_element_set_has(phase->element_set, sodium()) || met++ % step)
            continue;
        ip_solver *solver = NULL;
        ip_composition subject = ip_phase_composition(phase);
        long before = ip_lp_solve_count();
        double start = bench_now();
        ip_status status = ip_solver_new(&solver, dataset, &error);
        if (!status)
            status = ask(solver, &subject, &error);
        ip_solver_free(solver);
        if (answered++) {
            elapsed += bench_now() - start;
            solves += ip_lp_solve_count() - before;
        }
        if (status)
            return bench_fail(&error);
    }
    double each = 1.0 / (double)(answered - 1);
    double peak = bench_megabytes(bench_peak());
    printf("%-52s %10ld %10.4f %10.1f %10.1f\n", name, answered - 1, elapsed * each, (double)solves * each, peak);
    FILE *results = bench_results();
    if (results) {
        bench_case(results, name);
        fprintf(results, ", \"answers\": %ld, \"ms_each\": %.5f, \"solves_each\": %.2f, \"peak_MB\": %.1f}\n", answered - 1,
                elapsed * each, (double)solves * each, peak);
    }
    return bench_close(results);
}

int bench_answers(int argc, char **argv) {
    static const struct {
        const char *name;
        question ask;
    } questions[] = {{"hull: energy above hull, decomposition energy", ask_hull},
                     {"decompose: in contact with sodium", ask_decomposition},
                     {"window: both edges", ask_window},
                     {"profile: all plateaus", ask_profile},
                     {"react: all kinks beside NaCrO2, closed", ask_interface},
                     {"react: the deepest kink alone", ask_depth},
                     {"react: the worst voltage of 2:3.6 V", ask_range}};
    if (argc != 3 || atol(argv[2]) < 1)
        return 2;
    ip_dataset *dataset = bench_load(argv[1]);
    int failed = dataset == NULL;
    for (size_t i = 0; i < sizeof questions / sizeof *questions && !failed; i++)
        failed = time_question(dataset, questions[i].name, questions[i].ask, atol(argv[2]));
    ip_dataset_free(dataset);
    return failed;
}
