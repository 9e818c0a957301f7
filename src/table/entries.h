/* Entries of tables on their way from a file format to a dataset: as phases, with the faults of those that are none. Knows
 * neither; any thread may collect entries of its own. */
#ifndef INTERPHASE_SRC_ENTRIES_H
#define INTERPHASE_SRC_ENTRIES_H

#include "base/intern.h"
#include "dataset_store.h"
#include "functional.h"

/* What a table says of one entry. All texts are copied. */
typedef struct ip_entry {
    const char *formula;               /* as the table writes it; also the phase's name */
    const ip_composition *composition; /* as ip_entries_composition() reads it, or as the format knows it otherwise */
    double formation_energy;           /* eV/atom, with the correction contained in it */
    double correction;                 /* eV/atom; 0 where none is known */
    double uncertainty;                /* eV/atom; NaN where unknown */
    double band_gap;                   /* eV; NaN where unknown */
    const char *id, *note;             /* NULL or empty where there is none */
} ip_entry;

/* Why an entry cannot be used. */
typedef struct ip_entry_fault {
    long before; /* it stands before the phase of this index */
    long line;
    const char *word; /* static */
    char *message;    /* one sentence, owned */
} ip_entry_fault;

/* Some entries, in the order of the file. All zero but for what the first lines ask for is an empty list. */
typedef struct ip_entries {
    ip_arena *arena;          /* where the phases live */
    ip_intern *notes;         /* where their notes do */
    bool uncorrected;         /* energies are taken without their correction */
    const char *field;        /* what the format calls a field, for messages: "column" */
    const char *energy_field; /* what it calls the energy's */

    ip_stored_phase **phases; /* [0 .. count-1], their files not yet set */
    long count, room;
    ip_entry_fault *faults; /* [0 .. fault_count-1] */
    long fault_count, fault_room;
    long rows;         /* entries begun, faulty ones included */
    long lines_before; /* to be added to the lines of phases, faults and functionals */
    ip_functional_tally functionals;

    long line; /* of the entry that was begun */
    bool faulty;
} ip_entries;

/* Begins an entry, which stands in this line (from 1). */
void ip_entries_begin(ip_entries *entries, long line);

/* Something of the entry that was begun cannot be used: `word` is stable, the message one sentence. Several of one entry are
 * kept. Fails with IP_NO_MEMORY. */
ip_status ip_entries_fault(ip_entries *entries, const char *word, const char *format, ...) IP_PRINTF(3, 4);

/* Reads a formula of the entry that was begun; what is wrong with it is a fault. Fails with IP_NO_MEMORY. */
ip_status ip_entries_composition(ip_entries *entries, ip_composition *out, const char *formula);

/* What the entry that was begun was calculated with, as the format writes it. */
void ip_entries_functional(ip_entries *entries, const char *text);

/* Judges the entry that was begun and keeps it as a phase, or as faults; one that is faulty already is passed over. Fails with
 * IP_NO_MEMORY. */
ip_status ip_entries_end(ip_entries *entries, const ip_entry *entry);

/* Makes room for the next entries, and frees all; the phases live on in their arena. */
void ip_entries_empty(ip_entries *entries);
void ip_entries_clear(ip_entries *entries);

#endif
