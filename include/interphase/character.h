/* Interphase character: whether a set of products would let electrons through, judged by band gaps.
 *
 * After the types of interphases in Wenzel et al., Solid State Ionics 278, 98 (2015) and 286, 24 (2016): a
 * mixed-conducting interphase grows on, an insulating one (a solid electrolyte interphase) stops. Computed gaps of the
 * PBE functional are too small by a third or more; thresholds from 0.5 to 3 eV are in use. */
#ifndef INTERPHASE_CHARACTER_H
#define INTERPHASE_CHARACTER_H

#include <interphase/equilibrium.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Default threshold, eV. */
#define IP_DEFAULT_GAP 1.0

typedef enum ip_character_kind {
    IP_CHARACTER_NONE,   /* no reaction, so no interphase */
    IP_CHARACTER_SEI,    /* every product has a gap at or above the threshold */
    IP_CHARACTER_MCI,    /* some product has a gap below it */
    IP_CHARACTER_UNKNOWN /* neither: a gap is missing that could decide */
} ip_character_kind;

typedef struct ip_character {
    ip_character_kind kind;
    const ip_phase *deciding; /* the product with the smallest gap; for unknown, the first without one; NULL for none */
} ip_character;

/* Judges the products of a reaction. `reacts` is whether there is one; `threshold` in eV. */
IP_API ip_character ip_character_find(const ip_equilibrium *products, bool reacts, double threshold);

/* "none", "SEI", "MCI" or "unknown". Static storage. */
IP_API const char *ip_character_word(ip_character_kind kind);

/* "SEI (NaCrS2: 1.85 eV)", with the product that decides; owned by the caller, NULL after filling *error. */
IP_API char *ip_character_text(ip_character character, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
