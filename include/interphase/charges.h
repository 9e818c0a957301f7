/* Formal charges of a composition: which elements are cations, which anions, how much charge each holds, how many anions are
 * bonded to each other, and how many anions each cation holds.
 *
 * Knows elements and their usual charges only; no energies, no tables. All functions are pure and safe in any thread.
 *
 * Anions, the most electronegative first, with the charge that each takes:
 *     F 1, O 2, Cl 1, N 3, Br 1, I 1, S 2, Se 2, Te 2, C 4, H 1, As 3, P 3, Sb 3, Si 4, Ge 4
 * 1. For k = 1, 2, ... the first k of these that the composition holds are anions and all others cations (at least one, and
 *    each has to be known as one). need is what the anions take, low and high what the cations can give, total = need within
 *    low .. high; the k of the smallest |total - need| / need counts, of equal ones (within 1e-6) the largest.
 * 2. Cations begin at their usual charge; S Se Te N As Cl Br I Ge at 0. The difference to total goes to these first, then to
 *    the metals of several charges, all of a kind moving by the same fraction of the room that each has.
 * 3. What the cations have beyond need they give up in proportion: first B C Si P S Se Te N Cl Br I As Ge, then the others.
 * 4. The anions take what there is in the order of the list, each up to its full charge; what one does not get is bonded to
 *    its own kind: (full - held) / taken charge atoms.
 * 5. A cation of charge q, all its atoms together, holds q * h(a) / sum of h / taken charge of a anions a, where h(a) is the
 *    charge that a holds. */
#ifndef INTERPHASE_CHARGES_H
#define INTERPHASE_CHARGES_H

#include <interphase/composition.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Indices are those of the composition. */
typedef struct ip_charges {
    int count;
    bool anion[IP_ELEMENT_COUNT];
    double charge[IP_ELEMENT_COUNT]; /* of all atoms of the element in one formula unit; negative for anions */
    double bonded[IP_ELEMENT_COUNT]; /* atoms bonded to their own kind, per formula unit; 0 for cations */
} ip_charges;

/* Returns whether there is a choice of anions at all: alloys and elements have none, neither has OF2. *out is then empty. */
IP_API bool ip_charges_find(ip_charges *out, const ip_composition *composition);

#define IP_CHARGE_ANY (-1)

/* Anions held by one kind of cation, or bonded to each other. */
typedef struct ip_pair {
    int cation;  /* atomic number; 0 where the anions are bonded to each other */
    int charge;  /* of one atom of the cation, to the nearest whole number (a half upwards, within 1e-6), for metals of several
                  * charges, Ag, and the non-metals; IP_CHARGE_ANY for the others */
    int anion;   /* atomic number */
    double held; /* anions per formula unit, above 0 */
} ip_pair;

#define IP_PAIR_INIT {0, IP_CHARGE_ANY, 0, 0.0}

/* All pairs of a composition: by cation, then anion, in the order of the composition; then the anions bonded to each other. */
typedef struct ip_pair_list {
    int count;
    bool assigned;  /* whether there is a choice of anions at all */
    ip_pair *pairs; /* [0 .. count-1] */
} ip_pair_list;

/* Pairs of which less than IP_AMOUNT_TOLERANCE per atom is held do not count. Fails with IP_NO_MEMORY; the caller clears
 * the list. */
IP_API ip_status ip_pair_list_find(ip_pair_list *out, const ip_composition *composition, ip_error *error);

/* Frees the pairs; an empty list is fine. */
IP_API void ip_pair_list_clear(ip_pair_list *list);

#ifdef __cplusplus
}
#endif
#endif
