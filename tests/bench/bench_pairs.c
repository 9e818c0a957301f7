/* Interfaces in a process that has the table loaded: all kinks of a pair, each time with a new solver (the processor's
 * caches are warm from the time before). Prints one CSV line a pair for the script that sets another program's times beside
 * them. */
#include "bench.h"

#include <interphase/interphase.h>

#include "lp.h" /* for its count of solves */

#include <stdlib.h>
#include <string.h>

enum { PAIR_RUNS = 21 };

static void write_kinks(FILE *stream, const char *a, const char *b, const ip_interface *interface) {
    for (int k = 0; k < interface->kink_count; k++)
        fprintf(stream, "%s,%s,%.12f,%.12f\n", a, b, interface->kinks[k].x, interface->kinks[k].mutual_reaction_energy);
}

static ip_status time_pair(const ip_dataset *dataset, const char *a, const char *b, const ip_reservoir *reservoir, FILE *kinks_file,
                           ip_error *error) {
    ip_composition composition_a, composition_b;
    bench_times times = {.count = PAIR_RUNS};
    double deepest = 0.0;
    int kinks = 0, list[IP_ELEMENT_COUNT];
    long solves = 0;
    ip_status status = ip_composition_read(&composition_a, a, error);
    if (!status)
        status = ip_composition_read(&composition_b, b, error);
    for (int i = 0; i < PAIR_RUNS && !status; i++) {
        ip_solver *solver = NULL;
        ip_interface interface;
        long before = ip_lp_solve_count();
        double start = bench_now();
        status = ip_solver_new(&solver, dataset, error);
        if (!status)
            status = ip_interface_find(&interface, solver, &composition_a, &composition_b, reservoir, error);
        times.times[i] = bench_now() - start;
        solves = ip_lp_solve_count() - before;
        if (!status) {
            kinks = interface.kink_count;
            deepest = interface.kinks[interface.minimum].mutual_reaction_energy;
            if (i == 0)
                write_kinks(kinks_file, a, b, &interface);
            ip_interface_clear(&interface);
        }
        ip_solver_free(solver);
    }
    if (status)
        return status;
    bench_sort(&times);
    ip_element_set elements = ip_element_set_union(ip_composition_elements(&composition_a), ip_composition_elements(&composition_b));
    printf("%s,%s,%d,%d,%.6f,%.4f,%.4f,%.4f,%ld\n", a, b, ip_element_set_list(elements, list), kinks, deepest, times.median,
           times.lowest, times.highest, solves);
    return IP_OK;
}

/* Lines "a,b" of a stream that is past its header line. */
static int time_pairs(const ip_dataset *dataset, FILE *pairs, const ip_reservoir *reservoir, FILE *kinks_file) {
    char line[512];
    ip_error error;
    fputs("a,b,x,mutual_reaction_energy\n", kinks_file);
    while (fgets(line, sizeof line, pairs)) {
        char *comma = strchr(line, ',');
        line[strcspn(line, "\r\n")] = '\0';
        if (!comma)
            continue;
        *comma = '\0';
        if (time_pair(dataset, line, comma + 1, reservoir, kinks_file, &error))
            return bench_fail(&error);
    }
    return 0;
}

int bench_pairs(int argc, char **argv) {
    ip_error error;
    ip_reservoir reservoir = {0};
    char header[512];
    if (argc != 5)
        return 2;
    if (strcmp(argv[3], "closed") != 0 &&
        ip_reservoir_open_metal(&reservoir, ip_element_find("Na", 2), 0, strtod(argv[3], NULL), &error))
        return bench_fail(&error);
    ip_dataset *dataset = bench_load(argv[1]);
    FILE *pairs = fopen(argv[2], "r"), *kinks_file = fopen(argv[4], "w");
    int failed = 1;
    if (!pairs || !fgets(header, sizeof header, pairs) || !kinks_file)
        fprintf(stderr, "bench: %s cannot be read, or %s not be written\n", argv[2], argv[4]);
    else if (dataset)
        failed = time_pairs(dataset, pairs, &reservoir, kinks_file);
    if (pairs)
        fclose(pairs);
    if (kinks_file)
        fclose(kinks_file);
    ip_dataset_free(dataset);
    return failed;
}
