/* Interfaces in a process that has the table loaded: all kinks of a pair, each time with a new solver; as the first question,
 * and again and again, when code and data are in the processor's caches. Prints CSV lines for the script that sets another
 * program's times beside them. */
#include "bench.h"

#include <interphase/interphase.h>

#include "engine/lp.h" /* for its count of solves */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAIR_RUNS = 21 };

static void write_kinks(FILE *stream, const char *a, const char *b, const ip_interface *interface) {
    for (int k = 0; k < interface->kink_count; k++)
        fprintf(stream, "%s,%s,%.12f,%.12f\n", a, b, interface->kinks[k].x, interface->kinks[k].mutual_reaction_energy);
}

typedef struct pair_answer {
    double time; /* ms, from making a solver to freeing it */
    long solves;
    ip_interface interface; /* freed by the caller */
} pair_answer;

static ip_status answer_pair(pair_answer *out, const ip_dataset *dataset, const ip_composition *a, const ip_composition *b,
                             const ip_reservoir *reservoir, ip_error *error) {
    ip_solver *solver = NULL;
    long before = ip_lp_solve_count();
    double start = bench_now();
    ip_status status = ip_solver_new(&solver, dataset, error);
    if (!status)
        status = ip_interface_find(&out->interface, solver, a, b, reservoir, error);
    ip_solver_free(solver);
    out->time = bench_now() - start;
    out->solves = ip_lp_solve_count() - before;
    return status;
}

static ip_status read_pair(ip_composition *a, ip_composition *b, const char *formula_a, const char *formula_b, ip_error *error) {
    ip_status status = ip_composition_read(a, formula_a, error);
    return status ? status : ip_composition_read(b, formula_b, error);
}

static ip_status time_pair(const ip_dataset *dataset, const char *a, const char *b, const ip_reservoir *reservoir,
                           FILE *kinks_file, ip_error *error) {
    ip_composition composition_a, composition_b;
    bench_times times = {.count = PAIR_RUNS};
    pair_answer answer = {0};
    const ip_interface *interface = &answer.interface;
    int list[IP_ELEMENT_COUNT];
    ip_status status = read_pair(&composition_a, &composition_b, a, b, error);
    for (int i = 0; i < PAIR_RUNS && !status; i++) {
        ip_interface_clear(&answer.interface);
        status = answer_pair(&answer, dataset, &composition_a, &composition_b, reservoir, error);
        times.times[i] = answer.time;
    }
    if (status)
        return status;
    bench_sort(&times);
    write_kinks(kinks_file, a, b, interface);
    ip_element_set elements =
        ip_element_set_union(ip_composition_elements(&composition_a), ip_composition_elements(&composition_b));
    printf("%s,%s,%d,%d,%.6f,%.5f,%.5f,%.5f,%ld\n", a, b, ip_element_set_list(elements, list), interface->kink_count,
           interface->kinks[interface->minimum].mutual_reaction_energy, times.median, times.lowest, times.highest, answer.solves);
    ip_interface_clear(&answer.interface);
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

static ip_status read_condition(ip_reservoir *reservoir, const char *text, ip_error *error) {
    if (strcmp(text, "closed") == 0)
        return IP_OK;
    return ip_reservoir_open_metal(reservoir, ip_element_find("Na", 2), 0, strtod(text, NULL), error);
}

/* In a process that does nothing else: loads the table, answers, writes the time. */
static int answer_first(int out, char **argv) {
    ip_error error;
    ip_reservoir reservoir = {0};
    ip_composition a, b;
    pair_answer answer;
    ip_dataset *dataset = bench_load(argv[1]);
    if (!dataset)
        return 1;
    ip_status status = read_pair(&a, &b, argv[2], argv[3], &error);
    if (!status)
        status = read_condition(&reservoir, argv[4], &error);
    if (!status)
        status = answer_pair(&answer, dataset, &a, &b, &reservoir, &error);
    if (status)
        return bench_fail(&error);
    return write(out, &answer.time, sizeof answer.time) != (ssize_t)sizeof answer.time;
}

int bench_first(int argc, char **argv) {
    if (argc != 6)
        return 2;
    bench_times times = {.count = atoi(argv[5])};
    long peak = 0;
    if (times.count < 1 || times.count > BENCH_RUNS)
        return 2;
    for (int i = 0; i < times.count; i++) {
        int ends[2], status;
        struct rusage usage;
        if (pipe(ends))
            return 1;
        pid_t child = fork();
        if (child == 0)
            _exit(answer_first(ends[1], argv));
        close(ends[1]);
        bool well = child > 0 && read(ends[0], &times.times[i], sizeof(double)) == (ssize_t)sizeof(double);
        close(ends[0]);
        if (child < 0 || wait4(child, &status, 0, &usage) != child || !well)
            return 1;
        if (usage.ru_maxrss > peak)
            peak = usage.ru_maxrss;
    }
    bench_sort(&times);
    printf("%.5f,%.5f,%.5f,%.1f\n", times.median, times.lowest, times.highest, bench_megabytes(peak));
    return 0;
}

int bench_pairs(int argc, char **argv) {
    ip_error error;
    ip_reservoir reservoir = {0};
    char header[512];
    if (argc != 5)
        return 2;
    if (read_condition(&reservoir, argv[3], &error))
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
