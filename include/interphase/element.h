/* The chemical elements: symbols, standard atomic weights, ionic charges of metals, and sets of elements.
 *
 * An element is its atomic number, 1 (hydrogen) to IP_ELEMENT_COUNT (oganesson). All functions are pure and
 * safe in any thread. */
#ifndef INTERPHASE_ELEMENT_H
#define INTERPHASE_ELEMENT_H

#include <interphase/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define IP_ELEMENT_COUNT 118

/* The metal that voltages refer to where nothing else is said: sodium. */
#define IP_DEFAULT_METAL 11

/* Atomic number of the symbol in symbol[0 .. length-1]; 0 where no element is called that. Case counts. */
IP_API int ip_element_find(const char *symbol, size_t length);

/* Symbol of an element, such as "Na"; NULL outside 1 .. IP_ELEMENT_COUNT. Static storage. */
IP_API const char *ip_element_symbol(int element);

/* Standard atomic weight in g/mol: the conventional values of IUPAC's Commission on Isotopic Abundances and
 * Atomic Weights (2021); the mass number of the longest-lived isotope for elements without one. */
IP_API double ip_element_mass(int element);

/* Charge of the ion that a metal electrode exchanges, which turns a chemical potential into a voltage:
 * 1 for Li Na K Rb Cs Ag, 2 for Mg Ca Sr Ba Zn, 3 for Al; 0 for every other element. */
IP_API int ip_element_charge(int element);

/* A chemical system: a set of elements, bit (element - 1). A set that is all zero is empty. */
typedef struct ip_element_set {
    uint64_t word[2];
} ip_element_set;

/* Adds an element, or tells whether it is there; 1 .. IP_ELEMENT_COUNT. */
static inline void ip_element_set_add(ip_element_set *set, int element) {
    set->word[(element - 1) / 64] |= (uint64_t)1 << ((element - 1) % 64);
}

static inline bool ip_element_set_has(ip_element_set set, int element) {
    return (set.word[(element - 1) / 64] >> ((element - 1) % 64)) & 1;
}

static inline ip_element_set ip_element_set_union(ip_element_set a, ip_element_set b) {
    a.word[0] |= b.word[0];
    a.word[1] |= b.word[1];
    return a;
}

static inline ip_element_set ip_element_set_without(ip_element_set a, ip_element_set b) {
    a.word[0] &= ~b.word[0];
    a.word[1] &= ~b.word[1];
    return a;
}

static inline bool ip_element_set_empty(ip_element_set set) {
    return (set.word[0] | set.word[1]) == 0;
}

static inline bool ip_element_set_same(ip_element_set a, ip_element_set b) {
    return a.word[0] == b.word[0] && a.word[1] == b.word[1];
}

/* Whether every element of `inner` is in `outer`. */
static inline bool ip_element_set_within(ip_element_set inner, ip_element_set outer) {
    return ip_element_set_empty(ip_element_set_without(inner, outer));
}

/* Lists the elements of a set by rising atomic number into list[0 .. IP_ELEMENT_COUNT-1]; returns how many. */
IP_API int ip_element_set_list(ip_element_set set, int list[IP_ELEMENT_COUNT]);

#ifdef __cplusplus
}
#endif
#endif
