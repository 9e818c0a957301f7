/* Times interfaces in a process that has the table loaded: all kinks of a pair, each time with a new solver, so that
 * nothing is warm. Prints one line a pair for the script that sets another program's times beside them.
 *
 * usage: pairs TABLE PAIRS    PAIRS is a CSV file with the columns a and b */
#include <interphase/interphase.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RUNS = 21 };

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return 1e3 * (double)time.tv_sec + 1e-6 * (double)time.tv_nsec;
}

static int by_value(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void fail(const ip_error *error) {
    fprintf(stderr, "pairs: %s\n", error->message);
    exit(1);
}

static void time_pair(const ip_dataset *dataset, const char *a, const char *b) {
    ip_composition composition_a, composition_b;
    ip_error error;
    double times[RUNS], deepest = 0.0;
    int kinks = 0, list[IP_ELEMENT_COUNT];
    if (ip_composition_read(&composition_a, a, &error) || ip_composition_read(&composition_b, b, &error))
        fail(&error);
    for (int i = 0; i < RUNS; i++) {
        ip_solver *solver;
        ip_interface interface;
        double start = now();
        if (ip_solver_new(&solver, dataset, &error) ||
            ip_interface_find(&interface, solver, &composition_a, &composition_b, NULL, &error))
            fail(&error);
        times[i] = now() - start;
        kinks = interface.kink_count;
        deepest = 0.0;
        for (int k = 0; k < kinks; k++)
            if (interface.kinks[k].reaction_energy < deepest)
                deepest = interface.kinks[k].reaction_energy;
        ip_interface_clear(&interface);
        ip_solver_free(solver);
    }
    qsort(times, RUNS, sizeof *times, by_value);
    ip_element_set elements = ip_element_set_union(ip_composition_elements(&composition_a), ip_composition_elements(&composition_b));
    printf("%s,%s,%d,%d,%.6f,%.4f,%.4f,%.4f\n", a, b, ip_element_set_list(elements, list), kinks, deepest, times[RUNS / 2], times[0],
           times[RUNS - 1]);
}

int main(int argc, char **argv) {
    ip_error error;
    ip_dataset *dataset;
    char line[512];
    if (argc != 3) {
        fprintf(stderr, "usage: pairs TABLE PAIRS\n");
        return 2;
    }
    FILE *pairs = fopen(argv[2], "r");
    if (!pairs || !fgets(line, sizeof line, pairs)) {
        fprintf(stderr, "pairs: %s cannot be read\n", argv[2]);
        return 2;
    }
    if (ip_dataset_new(&dataset, &error) || ip_dataset_read(dataset, argv[1], 0, NULL, NULL, &error))
        fail(&error);
    puts("a,b,elements,kinks,deepest,median_ms,lowest_ms,highest_ms");
    while (fgets(line, sizeof line, pairs)) {
        char *comma = strchr(line, ',');
        line[strcspn(line, "\r\n")] = '\0';
        if (comma) {
            *comma = '\0';
            time_pair(dataset, line, comma + 1);
        }
    }
    fclose(pairs);
    ip_dataset_free(dataset);
    return 0;
}
