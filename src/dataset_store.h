/* What the files that fill a dataset share. No other file looks inside. */
#ifndef INTERPHASE_SRC_DATASET_STORE_H
#define INTERPHASE_SRC_DATASET_STORE_H

#include "arena.h"

#include <interphase/dataset.h>

typedef struct ip_chemical_system ip_chemical_system;

/* A phase with its place: in the order of the tables, and in the list of its chemical system. */
typedef struct ip_stored_phase {
    ip_phase phase; /* first, so that a pointer to it is one to the whole */
    long index;
    double mean_number; /* mean atomic number: unlike ones tell compositions apart at a glance */
    struct ip_stored_phase *next; /* of the same chemical system by formula order; NULL at the end */
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
    ip_element_set elements;
    ip_stored_file *files;
    int file_count;
};

/* Finds the phase with this reduced composition, or adds one called `formula` (its energy, gap and origin still to
 * be filled). *is_new tells which. NULL for lack of memory. */
ip_phase *ip_dataset_reach(ip_dataset *dataset, const char *formula, const ip_composition *composition, bool *is_new);

/* Calls a phase by another formula of the same reduced composition. */
ip_status ip_dataset_rename(ip_dataset *dataset, ip_phase *phase, const char *formula, const ip_composition *composition,
                            ip_error *error);

#endif
