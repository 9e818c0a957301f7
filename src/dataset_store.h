/* What the files that fill a dataset share. No other file looks inside. */
#ifndef INTERPHASE_SRC_DATASET_STORE_H
#define INTERPHASE_SRC_DATASET_STORE_H

#include "arena.h"

#include <interphase/dataset.h>

typedef struct ip_stored_phase {
    ip_phase phase;
    long next; /* the next phase of the same chemical system by formula order; -1 at the end */
} ip_stored_phase;

typedef struct ip_stored_file {
    char *path;
    char digest[IP_DIGEST_SIZE];
    long rows, bytes;
} ip_stored_file;

typedef struct ip_chemical_system ip_chemical_system;

struct ip_dataset {
    ip_arena arena; /* formulas, amounts, systems */
    ip_stored_phase *phases;
    long phase_count, phase_size;
    ip_chemical_system *systems; /* hash by element set */
    long system_count;
    ip_element_set elements;
    ip_stored_file *files;
    int file_count;
};

/* The index of the phase with this reduced composition; -1 where there is none. */
long ip_dataset_locate(const ip_dataset *dataset, const ip_composition *composition);

/* Adds a phase and returns it (its energy, gap and origin still to be filled); NULL for lack of memory. The
 * composition must not be in the dataset yet. Pointers to phases are stale afterwards. */
ip_phase *ip_dataset_add(ip_dataset *dataset, const char *formula, const ip_composition *composition);

/* Calls a phase by another formula of the same reduced composition. */
ip_status ip_dataset_rename(ip_dataset *dataset, long index, const char *formula, const ip_composition *composition,
                            ip_error *error);

#endif
