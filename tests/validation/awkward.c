/* Tables from a short list of awkward amounts, and mixtures of the phases before. */
#include "awkward.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Fractions this near are one reduced composition to the library. */
#define SAME_COMPOSITION 1e-9

static const char *const symbols[MOST_ELEMENTS] = {"Na", "S", "P", "O", "Cl"};
static uint64_t random_state;

void awkward_start(long seed) {
    random_state = (uint64_t)seed * 0x9E3779B97F4A7C15U;
    for (int i = 0; i < 8; i++)
        awkward_below(2);
}

int awkward_below(int limit) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (int)((random_state >> 33) % (uint64_t)limit);
}

static long awkward_amount(void) {
    static const long amounts[] = {1000000, 1000000, 2000000, 3000000, 4000000, 8000000, 333333,
                                   333334, 666667, 666666, 50000, 100000, 150000, 850000, 1900000,
                                   2850000, 2999000, 2999999, 1000, 100, 10, 12, 500001};
    return awkward_below(6) ? amounts[awkward_below((int)(sizeof amounts / sizeof *amounts))] : 1 + awkward_below(3 * MICRO);
}

long awkward_atoms(const substance *made) {
    long atoms = 0;
    for (int e = 0; e < MOST_ELEMENTS; e++)
        atoms += made->amounts[e];
    return atoms;
}

/* Whether a formula can say it: nothing rarer than the library takes, nothing beyond long decimals. */
static bool is_sayable(const substance *made) {
    long atoms = awkward_atoms(made);
    for (int e = 0; e < MOST_ELEMENTS; e++)
        if (made->amounts[e] && (double)made->amounts[e] < 1.01e-6 * (double)atoms)
            return false;
    return atoms > 0 && atoms < 100000 * MICRO;
}

static void write_formula(substance *made) {
    size_t at = 0;
    for (int e = 0; e < MOST_ELEMENTS; e++) {
        long amount = made->amounts[e];
        if (!amount)
            continue;
        at += (size_t)snprintf(made->formula + at, sizeof made->formula - at, "%s", symbols[e]);
        if (amount == MICRO)
            continue;
        at += (size_t)snprintf(made->formula + at, sizeof made->formula - at, "%ld", amount / MICRO);
        if (amount % MICRO)
            at += (size_t)snprintf(made->formula + at, sizeof made->formula - at, ".%06ld", amount % MICRO);
    }
}

substance awkward_substance(int elements, int least) {
    substance made;
    do {
        memset(&made, 0, sizeof made);
        int count = least + awkward_below(elements - least + 1);
        for (int placed = 0; placed < count;) {
            int e = awkward_below(elements);
            if (made.amounts[e])
                continue;
            made.amounts[e] = awkward_amount();
            placed++;
        }
    } while (!is_sayable(&made));
    made.energy = awkward_below(2) ? -125L * (TERA / 1000) * awkward_below(17) : -(long)awkward_below(2 * MICRO) * MICRO;
    write_formula(&made);
    return made;
}

/* a b-weighted mixture of two phases, on their tie line or a little off it. */
static substance mixed_substance(const substance *a, const substance *b) {
    static const long offsets[] = {0, 0, TERA / MICRO, -TERA / MICRO, -TERA / 1000, -TERA / 100, -TERA / 10};
    substance made = {{0}, 0, ""};
    long p = 1 + awkward_below(3), q = 1 + awkward_below(3);
    for (int e = 0; e < MOST_ELEMENTS; e++)
        made.amounts[e] = p * a->amounts[e] + q * b->amounts[e];
    double weight = (double)(p * awkward_atoms(a)) / (double)awkward_atoms(&made);
    made.energy = (long)(weight * (double)a->energy + (1.0 - weight) * (double)b->energy) + offsets[awkward_below(7)];
    /* One amount moved by a millionth: two phases that a computer's arithmetic takes for nearly one. */
    int moved = awkward_below(MOST_ELEMENTS);
    if (awkward_below(3) == 0 && made.amounts[moved])
        made.amounts[moved] += 1;
    write_formula(&made);
    return made;
}

/* Whether a phase has the same reduced composition: the table would keep one of them. */
static bool is_in_table(const table *where, const substance *made) {
    for (int i = 0; i < where->count; i++) {
        const substance *phase = &where->phases[i];
        bool same = true;
        for (int e = 0; e < MOST_ELEMENTS; e++)
            same = same && fabs((double)made->amounts[e] / (double)awkward_atoms(made) -
                                (double)phase->amounts[e] / (double)awkward_atoms(phase)) <= SAME_COMPOSITION;
        if (same)
            return true;
    }
    return false;
}

void awkward_table_make(table *made) {
    made->elements = 3 + awkward_below(3);
    made->count = made->elements;
    for (int e = 0; e < made->elements; e++) {
        memset(&made->phases[e], 0, sizeof made->phases[e]);
        made->phases[e].amounts[e] = MICRO;
        write_formula(&made->phases[e]);
    }
    int count = made->elements + 5 + awkward_below(21), elements = made->elements;
    while (made->count < count) {
        bool mixes = made->count > elements + 2 && awkward_below(2);
        const substance *a = &made->phases[elements + (mixes ? awkward_below(made->count - elements) : 0)];
        substance next = mixes ? mixed_substance(a, &made->phases[awkward_below(made->count)]) : awkward_substance(elements, 2);
        if (is_sayable(&next) && !is_in_table(made, &next))
            made->phases[made->count++] = next;
    }
}

bool awkward_table_write(const table *made, char path[64]) {
    snprintf(path, 64, "/tmp/interphase-rational-XXXXXX");
    int descriptor = mkstemp(path);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    if (!file)
        return false;
    fputs("formula,e_form\n", file);
    for (int i = 0; i < made->count; i++) {
        long energy = made->phases[i].energy, size = labs(energy);
        fprintf(file, "%s,%s%ld.%012ld\n", made->phases[i].formula, energy < 0 ? "-" : "", size / TERA, size % TERA);
    }
    return fclose(file) == 0;
}
