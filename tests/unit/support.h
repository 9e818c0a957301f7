/* What the unit tests share: reproducible random numbers, tables made on the fly, and answers found by
 * looking at every possibility, which the library's answers are held against. */
#ifndef INTERPHASE_TESTS_SUPPORT_H
#define INTERPHASE_TESTS_SUPPORT_H

#include <interphase/coating.h>
#include <interphase/executors.h>

/* The test library needs these before its own header. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Prints TAP, the only form of report that the test driver reads. */
#define run_unit_tests(tests) (cmocka_set_message_output(CM_OUTPUT_TAP), cmocka_run_group_tests(tests, NULL, NULL))

/* ---- assertions */

#define assert_near(actual, expected, tolerance) check_near(actual, expected, tolerance, __FILE__, __LINE__)
#define assert_ok(status, error) check_ok(status, error, __FILE__, __LINE__)
#define assert_contains(text, part) check_contains(text, part, __FILE__, __LINE__)

void check_near(double actual, double expected, double tolerance, const char *file, int line);
void check_ok(ip_status status, const ip_error *error, const char *file, int line);
void check_contains(const char *text, const char *part, const char *file, int line);

/* ---- random numbers, the same on every machine */

typedef struct random_source {
    uint64_t state;
} random_source;

/* Starts the sequence that belongs to a seed and prints the seed, so that a failure can be met again. */
random_source random_start(uint64_t seed);
uint64_t random_bits(random_source *source);
/* 0 .. limit - 1 */
int random_below(random_source *source, int limit);
/* low <= value < high */
double random_between(random_source *source, double low, double high);

/* How often to repeat a random test: `modest`, or ten times that where INTERPHASE_TEST_FULL is set. */
int repetitions(int modest);

/* ---- tables and compositions */

enum { PATH_SIZE = 64 };

/* Writes a file of its own under /tmp; the caller removes it. */
void write_temporary(char path[PATH_SIZE], const char *bytes, size_t size);

/* A dataset from a table's text, which has to be faultless; the caller frees it. */
ip_dataset *read_text(const char *text);

ip_composition read_formula(const char *formula);

/* One atom of a mixture, x of a and 1 - x of b. */
ip_composition mix(const ip_composition *a, const ip_composition *b, double x);

/* An executor for a dataset, and a search for layers by it, which both have to succeed; the caller frees what comes back. */
ip_executor *new_executor(const ip_dataset *dataset, int width);
ip_coating_list find_layers(const ip_dataset *dataset, const ip_coating_search *search, int width);

enum { ROW_LIMIT = 96, ROW_SIZE = 96 };

/* Rows "formula,e_form", without the header line. */
typedef struct random_table {
    int count;
    char rows[ROW_LIMIT][ROW_SIZE];
} random_table;

typedef enum energy_kind {
    SCATTERED_ENERGIES, /* about a convex bowl: some phases on the hull, some above it */
    TIED_ENERGIES       /* all compounds in one plane below the elements: many optima of the same energy */
} energy_kind;

/* A row for each element (energy zero) and so many compounds of two or more of them with amounts 1 .. 4. */
random_table random_table_make(random_source *source, const char *const *symbols, int symbol_count, int compounds,
                               energy_kind energies);
void random_table_shuffle(random_table *table, random_source *source);
ip_dataset *random_table_read(const random_table *table);

/* A composition of some of the elements with amounts 1 .. 6; at least `least` of them. */
ip_composition random_composition(random_source *source, const char *const *symbols, int symbol_count, int least);

/* ---- answers by enumeration */

/* The linear programme of an equilibrium, per atom of the composition, written down from the definition. */
typedef struct programme {
    int rows, columns;
    double *coefficients; /* [column * rows + row], atoms of a closed element per atom of the phase */
    double *costs;        /* [column], formation energy less the reservoirs' share, eV/atom */
    double *sides;        /* [row] */
    const ip_phase **phases;
} programme;

/* `reservoir` and `without` may be NULL. */
programme programme_make(const ip_dataset *dataset, const ip_composition *composition, const ip_reservoir *reservoir,
                         const ip_phase *without);
void programme_free(programme *made);

/* Called with the columns of a corner of {w >= 0, A w = sides} and their weights, all above zero. */
typedef void (*corner_visitor)(void *user, const int *chosen, int count, const double *weights);

/* Tries every set of linearly independent columns. */
void visit_corners(const double *coefficients, int rows, int columns, const double *sides, corner_visitor visit, void *user);

/* Lowest energy of the composition, eV per formula unit, over all corners; NaN where there is none. */
double lowest_energy(const ip_dataset *dataset, const ip_composition *composition, const ip_reservoir *reservoir,
                     const ip_phase *without);

#endif
