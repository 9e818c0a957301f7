/* What the files that fill a dataset share. No other file looks inside. */
#ifndef INTERPHASE_SRC_DATASET_STORE_H
#define INTERPHASE_SRC_DATASET_STORE_H

#include "alike.h"
#include "base/arena.h"
#include "placement.h"

#include <interphase/dataset.h>

/* Formation energies of the elements are zero by definition; more than this away is another kind of energy. */
#define IP_ELEMENT_ENERGY_TOLERANCE 1e-6

/* No compound in the databases lies outside this, eV/atom: the deepest fluorides are near -4.6. */
#define IP_PLAUSIBLE_ENERGY 6.5

typedef struct ip_chemical_system ip_chemical_system;

/* A phase with its place: in the order of the tables, and in the list of its chemical system. */
typedef struct ip_stored_phase {
    ip_phase phase; /* first, so that a pointer to it is one to the whole */
    struct ip_stored_phase *next; /* of the same chemical system by formula order; NULL at the end */
    double mean_number; /* mean atomic number: unlike ones tell compositions apart at a glance */
    long index;
} ip_stored_phase;

typedef struct ip_stored_file {
    char *path;
    char digest[IP_DIGEST_SIZE];
    long rows, bytes;
} ip_stored_file;

struct ip_dataset {
    ip_arena arena; /* phases, their formulas and amounts, systems */
    ip_stored_phase **phases;
    long phase_count, phase_size;
    ip_chemical_system *systems; /* hash by element set */
    long system_count;
    ip_alike_bin *alike; /* phases of large systems */
    ip_placement *placements; /* in order */
    bool unordered;      /* some large system's list is not in the order of formulas */
    ip_element_set elements;
    ip_stored_file *files;
    int file_count;
    int threads; /* for reading; 0 as many as are useful */
    double temperature; /* K; 0 for energies as in the tables */
    ip_element_set unknown; /* elements whose compounds have no energy at that temperature */
    size_t expected_text; /* bytes of the table that is read, about; 0 where that is not known */
};

/* A new phase in `arena`, with its formula, id (NULL where it has none), amounts and elements; its energies, gap, note and
 * origin are still to be filled and it is in no dataset. NULL for lack of memory. Any thread may call this with an arena of
 * its own. */
ip_stored_phase *ip_stored_phase_new(ip_arena *arena, const char *formula, const char *id, const ip_composition *composition);

/* Puts a phase into the dataset; where the dataset has one of the same reduced composition, that is left in *same (else
 * NULL) and nothing is changed. The arena of the phase must be joined to the dataset's before it is freed. Fails with
 * IP_NO_MEMORY. */
ip_status ip_dataset_add(ip_dataset *dataset, ip_stored_phase *stored, ip_stored_phase **same);

/* To be called after phases were added or renamed, before anybody asks: brings all lists into the order of formulas. Fails
 * with IP_NO_MEMORY. */
ip_status ip_dataset_order(ip_dataset *dataset);

/* Changes nothing: fetches from memory what adding phases[0 .. count-1] one after another will look at a little later, since
 * waiting for that costs more than the adding. To be called before each phase is added, with all that are still to come. */
void ip_dataset_expect(const ip_dataset *dataset, ip_stored_phase *const *phases, long count);

/* Calls a phase by the formula of another one of the same reduced composition, which is not in the dataset. */
void ip_dataset_rename(ip_dataset *dataset, ip_stored_phase *stored, const ip_stored_phase *other);

/* Leaves all phases from an index on out of the competition, or takes all of them in again. */
void ip_dataset_set_aside(ip_dataset *dataset, long first, bool aside);

#endif
