/* What changes between two tables: phases, their energies, and which of them are on the hull. Knows no files. */
#ifndef INTERPHASE_COMPARISON_H
#define INTERPHASE_COMPARISON_H

#include <interphase/executor.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ip_difference_kind {
    IP_DIFFERENCE_FIRST_ONLY,  /* a composition that the second table has not */
    IP_DIFFERENCE_SECOND_ONLY, /* one that the first has not */
    IP_DIFFERENCE_ENERGY,      /* formation energies differ */
    IP_DIFFERENCE_ENTERS_HULL, /* on the hull of the second table alone */
    IP_DIFFERENCE_LEAVES_HULL, /* on the hull of the first table alone */
    IP_DIFFERENCE_KIND_COUNT
} ip_difference_kind;

/* "only-in-a", "only-in-b", "energy", "enters-hull", "leaves-hull"; static. */
IP_API const char *ip_difference_word(ip_difference_kind kind);

typedef struct ip_difference {
    ip_difference_kind kind;
    const ip_phase *a, *b;        /* of the two datasets, borrowed; NULL where one has no phase of the composition */
    double value_a, value_b; /* eV/atom: formation energies or, of what enters or leaves the hull, energies above it; NaN where
                                there is no phase, or its hull cannot be found */
    double difference;            /* value_b - value_a; NaN where either is */
} ip_difference;

typedef struct ip_comparison {
    ip_difference *list; /* [0 .. count-1], owned: by kind, the largest differences first, then by formula */
    long count;
    long kinds[IP_DIFFERENCE_KIND_COUNT]; /* how many of each */
    long stable_a, stable_b;              /* phases on the hull of each table */
} ip_comparison;

/* Compares the datasets of two executors by reduced compositions. Energies that differ by no more than `tolerance` (eV/atom, 0 or
 * more) are the same, and in any case those that differ by 1e-9. The whole hull of each is found, by all who work; a phase that
 * no equilibrium can be found of, such as for lack of an element, is on none. Fails with IP_BAD_ARGUMENT, IP_NO_MEMORY. The
 * caller frees *out with ip_comparison_clear(). */
IP_API ip_status ip_comparison_find(ip_comparison *out, ip_executor *a, ip_executor *b, double tolerance, ip_error *error);
IP_API void ip_comparison_clear(ip_comparison *comparison);

#ifdef __cplusplus
}
#endif
#endif
