/* Every tolerance of the library in one place: what counts as the same, as zero, and as one.
 *
 * Constants only. Each says what it compares and in which unit. */
#ifndef INTERPHASE_TOLERANCE_H
#define INTERPHASE_TOLERANCE_H

/* Compositions whose atomic fractions all agree within this are the same reduced composition. */
#define IP_SAME_COMPOSITION 1e-9

/* Amounts below this, in atoms per atom of the subject, are rounding and not products. */
#define IP_AMOUNT_TOLERANCE 1e-9

/* A phase at most this far above the hull (eV/atom) is on it. */
#define IP_HULL_TOLERANCE 1e-8

/* Breakpoints nearer than this are one, V. */
#define IP_VOLTAGE_TOLERANCE 1e-6

/* Uptakes smaller than this, in atoms per atom of the subject, are zero. */
#define IP_UPTAKE_TOLERANCE 1e-8

/* Kinks nearer than this in x are one. */
#define IP_MIXING_TOLERANCE 1e-9

/* A reaction energy closer to zero than this, eV/atom, is no reaction. */
#define IP_REACTION_TOLERANCE 1e-8

#endif
