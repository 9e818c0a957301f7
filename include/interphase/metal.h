/* The metal that voltages refer to where nobody names one: that of the materials in question.
 *
 * Knows formulas and elements only. All functions are pure and safe in any thread. */
#ifndef INTERPHASE_METAL_H
#define INTERPHASE_METAL_H

#include <interphase/composition.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The metal of compositions[0 .. count-1], in the order in which they count: the alkali metal of the first that holds one. Of
 * several in it Na or Li, whichever it holds more of (of equal amounts Na), goes before K, Rb and Cs, which count in this order:
 * in Cs2NaHoCl6 it is Na that moves. Where none holds one, the first of Mg, Ca, Zn and Al that the first composition with any of
 * them holds; else IP_DEFAULT_METAL. *other is the metal that would have done as well, of the same composition or of a later one;
 * 0 where there is none. It may be NULL. */
IP_API int ip_metal_of(int *other, const ip_composition *compositions, int count);

#ifdef __cplusplus
}
#endif
#endif
