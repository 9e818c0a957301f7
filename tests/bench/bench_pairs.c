/* Interfaces in a process that has the table loaded: all kinks of a pair, each time with a new solver, so that nothing is
 * warm. Prints one CSV line a pair for the script that sets another program's times beside them. */
#include "bench.h"

#include <interphase/interphase.h>

#include "lp.h" /* for its count of solves */

#include <stdlib.h>
#include <string.h>

enum { PAIR_RUNS = 21 };

static int fail(const ip_error *error) {
    fprintf(stderr, "bench: %s\n", error->message);
    return 1;
}

static ip_status time_pair(const ip_dataset *dataset, const char *a, const char *b, const ip_reservoir *reservoir, ip_error *error) {
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
            deepest = 0.0;
            for (int k = 0; k < kinks; k++)
                if (interface.kinks[k].mutual_reaction_energy < deepest)
                    deepest = interface.kinks[k].mutual_reaction_energy;
            ip_interface_clear(&interface);
        }
        ip_solver_free(solver);
    }
    if (status)
        return status;
    bench_sort(&times);
    ip_element_set elements = ip_element_set_union(ip_composition_elements(&composition_a), ip_composition_elements(&composition_b));
    printf("%s,%s,%d,%d,%.6f,%.4f,%ld\n", a, b, ip_element_set_list(elements, list), kinks, deepest, times.median, solves);
    return IP_OK;
}

int bench_pairs(int argc, char **argv) {
    ip_error error;
    ip_dataset *dataset;
    ip_reservoir reservoir = {0};
    char line[512];
    if (argc != 4)
        return 2;
    FILE *pairs = fopen(argv[2], "r");
    if (!pairs || !fgets(line, sizeof line, pairs)) {
        fprintf(stderr, "bench: %s cannot be read\n", argv[2]);
        return 1;
    }
    if (ip_dataset_new(&dataset, &error) || ip_dataset_read(dataset, argv[1], 0, NULL, NULL, &error))
        return fail(&error);
    bool is_open = strcmp(argv[3], "closed") != 0;
    if (is_open && ip_reservoir_open_metal(&reservoir, ip_element_find("Na", 2), 0, strtod(argv[3], NULL), &error))
        return fail(&error);
    while (fgets(line, sizeof line, pairs)) {
        char *comma = strchr(line, ',');
        line[strcspn(line, "\r\n")] = '\0';
        if (!comma)
            continue;
        *comma = '\0';
        if (time_pair(dataset, line, comma + 1, &reservoir, &error))
            return fail(&error);
    }
    fclose(pairs);
    ip_dataset_free(dataset);
    return 0;
}
