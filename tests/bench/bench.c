/* Times whole runs of the program, from exec to exit, several times each, and prints medians.
 *
 * usage: bench PROGRAM */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_RUNS = 51, MOST_ARGUMENTS = 16 };

typedef struct bench_case {
    const char *name;
    int runs;
    long rows; /* answered in one run, for a rate; 0 for none */
    const char *arguments[MOST_ARGUMENTS];
} bench_case;

static const bench_case cases[] = {
    {"start of the program (--version)", 21, 0, {"--version"}},
    {"window Na3PS4, all rows read", 21, 0, {"window", "Na3PS4"}},
    {"profile Na3PS4, all rows read", 21, 0, {"profile", "Na3PS4"}},
    {"decompose at 0 V, twelve elements", 21, 0,
     {"decompose", "Na2.9Sb0.9W0.1S3.9Cl0.1Ni0.3Fe0.3Mn0.3Ti0.04Mg0.03Zr0.03O2", "--voltage", "0"}},
    {"data info, with digest", 11, 0, {"data", "info"}},
    {"hull --all, CSV, one thread", 5, 85098, {"hull", "--all", "--format", "csv"}},
};

typedef struct measurement {
    double seconds[MOST_RUNS];
    long peak_kilobytes;
} measurement;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* One run with its output thrown away. Returns whether it ended well. */
static int run_once(const char *program, const bench_case *bench, double *seconds, long *peak) {
    const char *argv[MOST_ARGUMENTS + 2] = {program};
    for (int i = 0; i < MOST_ARGUMENTS && bench->arguments[i]; i++)
        argv[i + 1] = bench->arguments[i];
    double start = now();
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDOUT_FILENO);
        execv(program, (char *const *)argv);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) != child)
        return 0;
    *seconds = now() - start;
    if (usage.ru_maxrss > *peak)
        *peak = usage.ru_maxrss;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static int by_value(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static int measure(const char *program, const bench_case *bench) {
    measurement result = {{0}, 0};
    double ignored;
    if (!run_once(program, bench, &ignored, &result.peak_kilobytes)) {
        fprintf(stderr, "bench: %s: the run failed\n", bench->name);
        return 0;
    }
    for (int i = 0; i < bench->runs; i++)
        if (!run_once(program, bench, &result.seconds[i], &result.peak_kilobytes))
            return 0;
    qsort(result.seconds, (size_t)bench->runs, sizeof *result.seconds, by_value);
    double median = result.seconds[bench->runs / 2];
    printf("%-36s %9.1f %9.1f %9.1f %9.1f", bench->name, 1e3 * median, 1e3 * result.seconds[0],
           1e3 * result.seconds[bench->runs - 1], (double)result.peak_kilobytes / 1024.0);
    if (bench->rows)
        printf(" %10.0f", (double)bench->rows / median);
    putchar('\n');
    fflush(stdout);
    return 1;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: bench PROGRAM\n");
        return 2;
    }
    int failed = 0;
    printf("%-36s %9s %9s %9s %9s %10s\n%-36s %9s %9s %9s %9s %10s\n", "whole process", "median", "lowest", "highest",
           "memory", "rate", "", "ms", "ms", "ms", "MB", "rows/s");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        failed += !measure(argv[1], &cases[i]);
    return failed ? 1 : 0;
}
