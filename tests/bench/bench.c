/* The benchmark's program: what a shell cannot do. The script bench.sh says what is measured. */
#include "bench.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

double bench_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return 1e3 * (double)time.tv_sec + 1e-6 * (double)time.tv_nsec;
}

static int by_value(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

void bench_sort(bench_times *times) {
    qsort(times->times, (size_t)times->count, sizeof *times->times, by_value);
    times->median = times->times[times->count / 2];
    times->lowest = times->times[0];
    times->highest = times->times[times->count - 1];
}

double bench_megabytes(long peak) {
    return 1024.0 * 1e-6 * (double)peak;
}

long bench_peak(void) {
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) ? 0 : usage.ru_maxrss;
}

FILE *bench_results(void) {
    const char *path = getenv("BENCH_RESULTS");
    return path ? fopen(path, "a") : NULL;
}

void bench_case(FILE *results, const char *name) {
    fputs("{\"case\": \"", results);
    for (const char *c = name; *c; c++)
        if ((unsigned char)*c >= ' ')
            fprintf(results, *c == '"' || *c == '\\' ? "\\%c" : "%c", *c);
    fputc('"', results);
}

int bench_close(FILE *results) {
    if (results && fclose(results)) {
        fputs("bench: the results cannot be written\n", stderr);
        return 1;
    }
    return 0;
}

int bench_fail(const ip_error *error) {
    fprintf(stderr, "bench: %s\n", error->message);
    return 1;
}

ip_dataset *bench_load(const char *path) {
    ip_error error;
    ip_dataset *dataset = NULL;
    if (ip_dataset_new(&dataset, &error) || ip_dataset_read(dataset, path, 0, NULL, NULL, &error)) {
        bench_fail(&error);
        ip_dataset_free(dataset);
        return NULL;
    }
    return dataset;
}

/* One run with its output thrown away. Returns whether it ended well, which is with an answer to all that it was asked; says
 * how it ended where not. */
static int run_once(char **command, double *time, long *peak) {
    double start = bench_now();
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDOUT_FILENO);
        execvp(command[0], command);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) != child)
        return 0;
    *time = bench_now() - start;
    if (usage.ru_maxrss > *peak)
        *peak = usage.ru_maxrss;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return 1;
    fprintf(stderr, "bench: %s ended with %s %d\n", command[0], WIFEXITED(status) ? "status" : "signal",
            WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
    return 0;
}

int bench_time(int argc, char **argv) {
    if (argc < 6)
        return 2;
    const char *name = argv[1], *unit = argv[4];
    double done = strtod(argv[3], NULL), ignored;
    long peak = 0;
    bench_times times = {.count = atoi(argv[2])};
    if (times.count < 1 || times.count > BENCH_RUNS)
        return 2;
    /* A first run fills the caches of the system; with one run that would double the wait. */
    int well = times.count == 1 || run_once(argv + 5, &ignored, &peak);
    for (int i = 0; i < times.count && well; i++)
        well = run_once(argv + 5, &times.times[i], &peak);
    if (!well)
        return 1;
    bench_sort(&times);
    double rate = done > 0.0 ? 1e3 * done / times.median : 0.0;
    printf("%-52s %10.1f %10.1f %10.1f %8.1f", name, times.median, times.lowest, times.highest, bench_megabytes(peak));
    if (rate > 0.0)
        printf(rate < 10.0 ? " %10.1f %s/s" : " %10.0f %s/s", rate, unit);
    putchar('\n');
    FILE *results = bench_results();
    if (results) {
        bench_case(results, name);
        fprintf(results, ", \"runs\": %d, \"median_ms\": %.3f, \"lowest_ms\": %.3f, \"highest_ms\": %.3f, \"peak_MB\": %.1f",
                times.count, times.median, times.lowest, times.highest, bench_megabytes(peak));
        if (rate > 0.0)
            fprintf(results, ", \"per_second\": %.1f, \"unit\": \"%s\"", rate, unit);
        fputs("}\n", results);
    }
    return bench_close(results);
}

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        int (*run)(int argc, char **argv);
    } parts[] = {{"time", bench_time},   {"pairs", bench_pairs}, {"first", bench_first}, {"answers", bench_answers},
                 {"tasks", bench_tasks}, {"grow", bench_grow},   {"crowd", bench_crowd}};
    int code = 2;
    for (size_t i = 0; argc > 1 && i < sizeof parts / sizeof *parts; i++)
        if (strcmp(parts[i].name, argv[1]) == 0)
            code = parts[i].run(argc - 1, argv + 1);
    if (code == 2)
        fputs("usage: bench time NAME RUNS COUNT UNIT COMMAND... | pairs TABLE PAIRS VOLTAGE|closed KINKS |\n"
              "       first TABLE A B VOLTAGE|closed RUNS | answers TABLE COUNT | tasks TABLE ELEMENTS COUNT |\n"
              "       grow TABLE ROWS | crowd ROWS\n", stderr);
    return code;
}
