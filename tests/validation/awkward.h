/* Random awkward tables: rounded amounts such as 0.333333 that nearly cancel, dopants, phases that nearly lie between others.
 *
 * All amounts and energies are whole numbers here, of millionths and of 1e-12 eV, so that what is asked is known exactly. */
#ifndef INTERPHASE_TESTS_AWKWARD_H
#define INTERPHASE_TESTS_AWKWARD_H

#include <stdbool.h>

enum { MOST_ELEMENTS = 5, MOST_PHASES = 40, FORMULA_SIZE = 160 };
enum { AMOUNT_DECIMALS = 6, ENERGY_DECIMALS = 12 };
#define MICRO 1000000L
#define TERA 1000000000000L

/* Amounts in millionths, by element; the first element is Na. */
typedef struct substance {
    long amounts[MOST_ELEMENTS];
    long energy; /* eV/atom * 10^12 */
    char formula[FORMULA_SIZE];
} substance;

/* The first phases are the elements. */
typedef struct table {
    int elements, count;
    substance phases[MOST_PHASES];
} table;

/* Begins the sequence that belongs to a seed. */
void awkward_start(long seed);
/* 0 .. limit - 1 */
int awkward_below(int limit);

long awkward_atoms(const substance *made);
substance awkward_substance(int elements, int least);
void awkward_table_make(table *made);

/* Writes it as a CSV file of its own under /tmp, whose name path[] then holds; returns false where that fails. */
bool awkward_table_write(const table *made, char path[64]);

#endif
