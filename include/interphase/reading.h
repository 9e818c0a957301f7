/* What a formula as people write it means where that is not the letter: rounded thirds, hydrates with a full stop, isotopes.
 *
 * For what is typed and asked. Tables are read by the letter, ip_composition_read(). Pure, and safe in any thread. */
#ifndef INTERPHASE_READING_H
#define INTERPHASE_READING_H

#include <interphase/composition.h>

#ifdef __cplusplus
extern "C" {
#endif

#define IP_FORMULA_SIZE 512   /* bytes of the longest formula, with its end */
#define IP_READING_CHANGES 8  /* that are listed; further ones are made as well */

/* Bits of `flags`. */
enum {
    IP_FORMULA_LITERAL = 1 /* by the letter, as ip_composition_read() */
};

/* Why something is read otherwise than by the letter.
 *
 * Rounded: an amount of two or more decimals to which a multiple of 1/3 or 1/6, but none of 1/2, rounds is that fraction: 0.33,
 * 0.333, 0.667, 0.17, 0.833, 2.67. This holds where each other amount of two or more decimals is such a one, too, or a multiple
 * of 1/40; any other shows that the amounts were written to hold as they are, as in LiNi0.83Co0.12Mn0.05O2 and
 * LiNi0.33Mn0.33Co0.34O2, which add up by the letter.
 * Hydrate: a full stop before H2O (or D2O) at the end of a part of two or more elements, behind an element or its whole amount,
 * with a whole number up to 30 or a decimal after it: Na3SbS4.9H2O, CaSO4.0.5H2O, LiOH.H2O.
 * Isotope: D and T are H, whose energies they have. */
typedef enum ip_reading_kind { IP_READING_ROUNDED, IP_READING_HYDRATE, IP_READING_ISOTOPE } ip_reading_kind;

typedef struct ip_reading_change {
    ip_reading_kind kind;
    char written[32], meant[32]; /* "0.33" and "1/3", ".9H2O" and "*9H2O", "D" and "H" */
} ip_reading_change;

typedef struct ip_formula_reading {
    int change_count; /* different ones, 0 .. IP_READING_CHANGES; 0 where the formula is read by the letter */
    ip_reading_change changes[IP_READING_CHANGES];
    /* What ip_composition_read() reads in the same way, with no blanks and with * between the parts: the formula itself where
     * it is so already. Empty where it cannot be read. */
    char spelling[IP_FORMULA_SIZE];
} ip_formula_reading;

/* Reads a formula as it is meant. *how may be NULL. Fails as ip_composition_read(), whose message is about the letter. */
IP_API ip_status ip_formula_read(ip_composition *out, ip_formula_reading *how, const char *text, unsigned flags, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
