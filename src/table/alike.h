/* Phases of chemical systems that hold many, in bins of alike mean atomic number: a phase of the same composition is found
 * among a few, not among all. Knows no compositions and no order. */
#ifndef INTERPHASE_SRC_ALIKE_H
#define INTERPHASE_SRC_ALIKE_H

#include "base/arena.h"

#include <stdbool.h>

struct ip_stored_phase;

/* All bins of a dataset; NULL is none. */
typedef struct ip_alike_bin ip_alike_bin;

typedef struct ip_alike {
    struct ip_stored_phase *stored;
    struct ip_alike *next; /* in the same bin; NULL at the end */
} ip_alike;

/* Puts a phase of a chemical system, which its address tells from others, into the bin of its mean atomic number. Bins and
 * entries live in `arena`. Returns false for lack of memory. */
bool ip_alike_add(ip_alike_bin **bins, ip_arena *arena, const void *system, double number, struct ip_stored_phase *stored);

/* The entries of a bin: that of the number where `step` is 0, its neighbours where it is -1 or 1. Numbers that differ by less
 * than `IP_ALIKE_WIDTH` are in the same or in neighbouring bins. */
#define IP_ALIKE_WIDTH 1e-4
const ip_alike *ip_alike_find(const ip_alike_bin *bins, const void *system, double number, int step);

/* Frees what the arena does not. */
void ip_alike_clear(ip_alike_bin **bins);

#endif
