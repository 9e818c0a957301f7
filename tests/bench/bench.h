/* The parts of the benchmark's program. Each prints lines of a table for people, and adds an object to the results. */
#ifndef BENCH_H
#define BENCH_H

#include <interphase/dataset.h>

#include <stdio.h>

enum { BENCH_RUNS = 101 };

/* Times of one case, ms, and what it used. */
typedef struct bench_times {
    int count;
    double times[BENCH_RUNS];
    double median, lowest, highest; /* after bench_sort() */
} bench_times;

double bench_now(void); /* ms */
void bench_sort(bench_times *times);

/* The most memory that the process has had so far, in units of 1024 bytes. */
long bench_peak(void);
double bench_megabytes(long peak); /* of such units, in 1e6 bytes */

/* The file that $BENCH_RESULTS names, opened to add one object a line; NULL without it. */
FILE *bench_results(void);

/* Begins an object of the results, with its name; the caller adds members, each behind a comma, and "}\n". */
void bench_case(FILE *results, const char *name);

/* Returns the exit status: not 0 where the results could not be written. NULL is fine. */
int bench_close(FILE *results);

/* Says what went wrong; returns the exit status. */
int bench_fail(const ip_error *error);

/* A table, freed by the caller; NULL where it cannot be read, which is said. */
ip_dataset *bench_load(const char *path);

/* bench time NAME RUNS COUNT UNIT COMMAND...: whole processes, from exec to exit. COUNT of UNIT are done in a run. A run that
 * exits with anything but 0 is an error. */
int bench_time(int argc, char **argv);

/* bench pairs TABLE PAIRS VOLTAGE|closed KINKS: all kinks of each pair in a process that has the table loaded and answered
 * the same before. Prints "A,B,ELEMENTS,KINKS,DEEPEST,MEDIAN,LOWEST,HIGHEST,SOLVES", times in ms. The kinks go to the file
 * KINKS, with the columns a,b,x,mutual_reaction_energy. */
int bench_pairs(int argc, char **argv);

/* bench first TABLE A B VOLTAGE|closed RUNS: the same for a pair that is the first question to a process. Prints
 * "MEDIAN,LOWEST,HIGHEST,PEAK MEMORY", the memory in MB with the table. */
int bench_first(int argc, char **argv);

/* bench answers TABLE COUNT: about so many answers of each kind. */
int bench_answers(int argc, char **argv);

/* bench tasks TABLE ELEMENTS COUNT: a task file of pairs of phases with so many elements, always the same. */
int bench_tasks(int argc, char **argv);

/* bench grow TABLE ROWS: the table's rows again and again, each time with other elements and energies a little shifted. */
int bench_grow(int argc, char **argv);

/* bench crowd ROWS: a table of three elements with so many different phases of all three, in no order. */
int bench_crowd(int argc, char **argv);

#endif
