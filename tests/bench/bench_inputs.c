/* Inputs of any size, the same in every run. */
#include "bench.h"

#include <interphase/interphase.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Numbers that look random (xorshift, Marsaglia 2003). */
static uint64_t next_number(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

int bench_tasks(int argc, char **argv) {
    if (argc != 4)
        return 2;
    int elements = atoi(argv[2]), list[IP_ELEMENT_COUNT];
    long wanted = atol(argv[3]), tries = 0;
    ip_dataset *dataset = bench_load(argv[1]);
    if (!dataset)
        return 1;
    uint64_t state = 88172645463325252u + (uint64_t)elements;
    uint64_t count = (uint64_t)ip_dataset_count(dataset);
    puts("a,b");
    long found = 0;
    for (; found < wanted && tries < 1000000000; tries++) {
        const ip_phase *a = ip_dataset_phase(dataset, (long)(next_number(&state) % count));
        const ip_phase *b = ip_dataset_phase(dataset, (long)(next_number(&state) % count));
        if (a->element_count < 2 || b->element_count < 2 ||
            ip_element_set_list(ip_element_set_union(a->element_set, b->element_set), list) != elements)
            continue;
        printf("%s,%s\n", a->formula, b->formula);
        found++;
    }
    ip_dataset_free(dataset);
    return found < wanted;
}

/* A phase with its elements replaced: all that are not pure elements move up by `shift` among those of the table. */
static void print_moved(const ip_phase *phase, const int *order, const int *place, int elements, int shift) {
    for (int i = 0; i < phase->element_count; i++) {
        const char *symbol = ip_element_symbol(order[(place[phase->elements[i]] + shift) % elements]);
        printf(phase->amounts[i] == 1.0 ? "%s" : "%s%.6g", symbol, phase->amounts[i]);
    }
    printf(",%.5f\n", phase->formation_energy - 1e-5 * (double)shift);
}

/* Energies about a shallow bowl, so that few of many phases are stable. */
static double crowd_energy(const int *amounts, uint64_t *state) {
    double atoms = amounts[0] + amounts[1] + amounts[2], bowl = 0.0;
    for (int i = 0; i < 3; i++)
        bowl -= amounts[i] / atoms * (1.0 - amounts[i] / atoms);
    return bowl + (double)(next_number(state) % 100000) * 1e-5 - 0.5;
}

static int common_divisor(int a, int b) {
    return b ? common_divisor(b, a % b) : a;
}

int bench_crowd(int argc, char **argv) {
    if (argc != 2)
        return 2;
    long rows = atol(argv[1]), written = 0;
    uint64_t state = 88172645463325252u;
    /* Each of the compositions with amounts up to `most` once, in an order that jumps about: by a step that shares no
     * divisor with their number. */
    uint64_t most = 8;
    while (most * most * most < 2 * (uint64_t)rows)
        most++;
    uint64_t count = most * most * most, step = count / 2 + 1, place = 0;
    while (common_divisor((int)step, (int)count) != 1)
        step++;
    puts("formula,formation_energy_per_atom\nNa,0\nMn,0\nO,0");
    for (uint64_t i = 0; i < count && written < rows; i++) {
        place = (place + step) % count;
        int amounts[] = {(int)(place % most) + 1, (int)(place / most % most) + 1, (int)(place / most / most) + 1};
        if (common_divisor(common_divisor(amounts[0], amounts[1]), amounts[2]) != 1)
            continue;
        printf("Na%dMn%dO%d,%.5f\n", amounts[0], amounts[1], amounts[2], crowd_energy(amounts, &state));
        written++;
    }
    return written < rows;
}

int bench_grow(int argc, char **argv) {
    if (argc != 3)
        return 2;
    long rows = atol(argv[2]), written = 0;
    int order[IP_ELEMENT_COUNT], place[IP_ELEMENT_COUNT + 1] = {0};
    ip_dataset *dataset = bench_load(argv[1]);
    if (!dataset)
        return 1;
    int elements = ip_element_set_list(ip_dataset_elements(dataset), order);
    for (int i = 0; i < elements; i++)
        place[order[i]] = i;
    puts("formula,formation_energy_per_atom");
    for (int i = 0; i < elements; i++, written++)
        printf("%s,0\n", ip_element_symbol(order[i]));
    for (int shift = 0; shift < elements && written < rows; shift++)
        for (long i = 0; i < ip_dataset_count(dataset) && written < rows; i++) {
            const ip_phase *phase = ip_dataset_phase(dataset, i);
            if (phase->element_count < 2)
                continue;
            print_moved(phase, order, place, elements, shift);
            written++;
        }
    ip_dataset_free(dataset);
    return written < rows;
}
