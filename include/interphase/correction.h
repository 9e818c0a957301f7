/* Corrections of calculated energies towards measured ones: a constant for each anion that a cation holds (charges.h), fitted
 * to measured formation enthalpies, and its uncertainty.
 *
 * energy = plain energy + sum over the pairs of (anions held * constant). Plain energies are those of PBE, or PBE+U without any
 * correction of anions and with ip_correction_of_metals(). Being linear in the pairs, the correction leaves reactions alone in
 * which partners of one kind are exchanged.
 *
 * Constants are read once and then asked from any number of threads. */
#ifndef INTERPHASE_CORRECTION_H
#define INTERPHASE_CORRECTION_H

#include <interphase/charges.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Standard deviation per anion of a pair without any constant, eV. */
#define IP_UNKNOWN_PAIR_UNCERTAINTY 0.5

/* Standard deviation of what pairs do not describe, each compound's own, eV/atom; the same for compounds without pairs. */
#define IP_COMPOUND_UNCERTAINTY 0.02
#define IP_ALLOY_UNCERTAINTY 0.085

/* One row of a table of constants. Borrowed from its ip_corrections. */
typedef struct ip_constant {
    int cation;                /* atomic number; 0 where the row is for a group, for every cation, or for bonded anions */
    const char *group;         /* name of the group of cations; NULL where the row is for none */
    int charge;                /* of one atom of the cation; IP_CHARGE_ANY */
    int anion;                 /* atomic number */
    bool bonded;               /* for anions bonded to their own kind */
    double correction;         /* eV per anion held, or bonded */
    double uncertainty;        /* its standard deviation, one error for all charges of a cation with an anion, eV */
    double charge_uncertainty; /* further standard deviation, of this charge alone, eV */
    long measured;             /* compounds of known formation enthalpy that hold the pair */
    long line;                 /* of the table, from 1 */
} ip_constant;

typedef struct ip_corrections ip_corrections;

/* No constants; the caller frees them. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_corrections_new(ip_corrections **out, ip_error *error);

/* Frees the constants; NULL is fine. */
IP_API void ip_corrections_free(ip_corrections *corrections);

/* Reads a CSV table with the columns `cation` (an element, a group: alkali, alkaline_earth, rare_earth, early, late, coinage,
 * post, nonmetal; empty for every cation), `charge` (empty for any), `anion` (an element, or twice one as in S-S for anions
 * bonded to each other), `correction`, `uncertainty`, `charge_uncertainty` (eV, the last two from 0) and `measured` (a count).
 * Other columns are ignored. A row takes the place of one of an earlier file.
 *
 * Fails with IP_INPUT_OUTPUT, IP_BAD_TABLE (with file, line, column and what was expected; a row that is there twice too) or
 * IP_NO_MEMORY; the constants should be freed then. */
IP_API ip_status ip_corrections_read(ip_corrections *corrections, const char *path, ip_error *error);

/* Reads the shipped constants of this name, "corrections", which those tables were made with that are shipped corrected:
 * ip_shipped_find() says where they are looked for. Fails as that and ip_corrections_read() do. */
IP_API ip_status ip_corrections_read_shipped(ip_corrections *corrections, const char *name, ip_error *error);

/* The file that was read last: its path (NULL before any), and the SHA-256 of its bytes, 64 hexadecimal digits. Borrowed. */
IP_API const char *ip_corrections_path(const ip_corrections *corrections);
IP_API const char *ip_corrections_digest(const ip_corrections *corrections);

/* Number of constants, and the constant at an index (0 .. count-1, in the order of the files). */
IP_API long ip_corrections_count(const ip_corrections *corrections);
IP_API const ip_constant *ip_corrections_constant(const ip_corrections *corrections, long index);

/* The most specific constant for a pair: of its cation and charge, else of its cation, else of the group of its cation, else
 * of the anion with any cation; NULL where there is none. For bonded anions the one of the anion, or NULL. */
IP_API const ip_constant *ip_corrections_find(const ip_corrections *corrections, const ip_pair *pair);

/* Name of the group that a cation belongs to; NULL where it belongs to none. Static storage. */
IP_API const char *ip_correction_group(int element);

typedef enum ip_correction_note {
    IP_CORRECTION_KNOWN,    /* every pair has a constant of its own cation, bonded anions one of their own; elements too */
    IP_CORRECTION_INFERRED, /* for some pair only its group's constant is known, or only its anion's, or none */
    IP_CORRECTION_NONE      /* there are no pairs: no choice of anions (alloys, OF2) */
} ip_correction_note;

/* The word for tables: "", "inferred", "uncorrected". Static storage. */
IP_API const char *ip_correction_note_word(ip_correction_note note);

typedef struct ip_correction {
    double energy;      /* to be added to the plain energy, eV/atom */
    double uncertainty; /* standard deviation of the corrected energy, eV/atom; 0 for elements */
    ip_correction_note note;
} ip_correction;

/* The correction of a composition. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_correction_find(ip_correction *out, const ip_corrections *corrections, const ip_composition *composition,
                                    ip_error *error);

/* MP2020's correction of the metals that are calculated with a Hubbard U in oxides and fluorides (V Cr Mn Fe Co Ni W Mo), which
 * plain energies have to contain: eV/atom; 0 without O and F. Wang et al., Sci. Rep. 11, 15496 (2021). */
IP_API double ip_correction_of_metals(const ip_composition *composition);

/* What the snapshot of 2019-2020 that the shipped table comes from contains in the way of corrections, each by the atom: eV/atom.
 * Its energy - this + ip_correction_of_metals() is a plain energy. Found by comparison with uncorrected energies, within
 * 2 meV/atom. The oxygen of oxides of Li Na K Rb Cs Mg Ca Sr Ba alone goes by the share of O bonded to O. 0 for elements. */
IP_API double ip_correction_of_snapshot(const ip_composition *composition);

#ifdef __cplusplus
}
#endif
#endif
