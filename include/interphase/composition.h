/* Compositions: a formula's text turned into amounts of elements.
 *
 * Knows formulas and elements only; no energies, no tables. All functions are pure and safe in any thread. */
#ifndef INTERPHASE_COMPOSITION_H
#define INTERPHASE_COMPOSITION_H

#include <interphase/element.h>
#include <interphase/tolerance.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Amounts of elements in one formula unit, as the formula was written (S8 holds eight atoms). */
typedef struct ip_composition {
    int count;                       /* elements present, 1 .. IP_ELEMENT_COUNT */
    int element[IP_ELEMENT_COUNT];   /* [0 .. count-1], atomic numbers in the order of first mention */
    double amount[IP_ELEMENT_COUNT]; /* [0 .. count-1], atoms per formula unit, finite and above 0 */
} ip_composition;

/* Reads a formula by the letter: element symbols with amounts (integer, decimal or a fraction such as 1/3; 1 where none is
 * written), brackets ( ) [ ] { } with an amount behind them, and parts joined by *, a middle dot or +, each with an amount
 * before it; by a dash, too, where every part has an amount. Unicode subscripts count as digits. Na3PS4, Na2.85P0.85W0.15S4,
 * LiNi1/3Mn1/3Co1/3O2, Na3Zr2(SiO4)2(PO4), Na3SbS4*8H2O, Na3SbS4(H2O)8, Na₃PS₄, 75Na2S*25P2S5, 75Li2S-25P2S5,
 * "75 Li2S + 25 P2S5" and "Na10 Ge1 P2 S12" are all read. Blanks around the formula, its groups and its parts are ignored; an
 * amount stands directly behind its element. <interphase/reading.h> reads what people mean where that is not the letter.
 *
 * Fails with IP_BAD_FORMULA; the message names the character (from 1) and what is wrong there. */
IP_API ip_status ip_composition_read(ip_composition *out, const char *formula, ip_error *error);

/* Mends the case of letters, for a message about a formula that cannot be read: na3ps4 and NA3PS4 become Na3PS4. The way of
 * reading that changes the fewest letters is taken. Returns whether out[0 .. size-1] holds another formula, which can be read. */
IP_API bool ip_composition_repair(char *out, size_t size, const char *formula);

/* Atoms per formula unit. */
IP_API double ip_composition_atoms(const ip_composition *composition);

/* Mass of one formula unit, g/mol. */
IP_API double ip_composition_mass(const ip_composition *composition);

/* Atoms of one element per formula unit; 0 where it is absent. */
IP_API double ip_composition_amount(const ip_composition *composition, int element);

/* The chemical system: the elements present. */
IP_API ip_element_set ip_composition_elements(const ip_composition *composition);

/* Whether two compositions are the same once reduced to one atom (within IP_SAME_COMPOSITION). */
IP_API bool ip_composition_same(const ip_composition *a, const ip_composition *b);

#ifdef __cplusplus
}
#endif
#endif
