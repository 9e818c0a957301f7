/* Inside an import: what is kept of records. Knows no format. */
#ifndef INTERPHASE_SRC_IMPORT_STORE_H
#define INTERPHASE_SRC_IMPORT_STORE_H

#include "base/arena.h"
#include "record.h"

/* Where a record stands. */
typedef struct ip_import_place {
    long line, number;
} ip_import_place;

/* What is kept of a record, in one piece of memory. */
typedef struct ip_import_entry {
    struct ip_import_entry *next; /* of the same hash */
    uint64_t hash;                /* of the composition */
    long index;                   /* in its list */
    const char *formula;          /* NULL where it is to be made of the composition */
    const char *id;               /* NULL where there is none */
    double energy;                /* eV/atom, of its kind; in the end the formation energy of the row */
    double change; /* eV/atom that the database added to the calculated energy; NaN where unknown. In the end the correction */
    double uncertainty, band_gap;
    ip_import_place place;
    int file;         /* index of the file */
    short functional; /* index of the word */
    unsigned char kind, hubbard;
    bool is_project, is_of_list;
    const char *note; /* of the row, static */
    int count;        /* elements, in the order in which they are mentioned */
    const unsigned char *elements;
    const double *amounts; /* as the database writes them */
} ip_import_entry;

/* More words than a file of real calculations has. */
enum { IP_IMPORT_MOST_FUNCTIONALS = 64 };

typedef struct ip_import_list {
    ip_import_entry **entries; /* [0 .. count-1], owned, and each of them */
    long count, room;
    ip_import_entry **places; /* a hash; its size is a power of two */
    size_t place_count;
} ip_import_list;

typedef struct ip_import_file {
    const char *path;
    bool mixes; /* an entry was corrected so that several functionals stand in one list */
} ip_import_file;

struct ip_import {
    ip_import_options options;
    ip_arena arena;
    ip_import_list list;
    ip_import_file *files; /* [0 .. file_count-1], owned, their paths in the arena */
    int file_count;
    const char *functionals[IP_IMPORT_MOST_FUNCTIONALS]; /* "" where nothing tells */
    long functional_counts[IP_IMPORT_MOST_FUNCTIONALS];
    int functional_count;
    int functional; /* the one of the rows */
    ip_import_counts counts;
    bool has_project; /* the following were read */
    ip_import_reference
        project[IP_ELEMENT_COUNT + 1]; /* the shipped references, by atomic number; element 0 where there is none */
    ip_import_reference references[IP_ELEMENT_COUNT + 1]; /* by atomic number; element 0 where there is none */
    ip_import_reference listed[IP_ELEMENT_COUNT];         /* those used */
    int listed_count;
    ip_element_set elements; /* of the rows */
};

/* Reads the records of a file. `take` is called with where each stands. Messages name the file. */
typedef struct ip_import_reading {
    const ip_import_options *options;
    ip_status (*take)(void *user, const ip_record *record, ip_import_place place, ip_error *error);
    void *user;
    bool is_reference; /* a file of energies of elements: columns that were named need not be its own */
} ip_import_reading;
ip_status ip_import_read_file(const ip_import_reading *reading, const char *path, ip_error *error);

/* Sets an error IP_BAD_TABLE of an entry, behind its file and its place there, and returns that. */
ip_status ip_import_fail_at(const ip_import *import, const ip_import_entry *entry, ip_error *error, const char *format, ...)
    IP_PRINTF(4, 5);

/* A record as an entry, of one kind; NULL for lack of memory. To be freed with free(), or given to a list. */
ip_import_entry *ip_import_entry_new(const ip_record *record, ip_record_kind kind);

/* Gives an entry to the list. Of those that `same` tells to be one, the lower stays, of equal ones the one before, and the other
 * is freed: *dropped is true. With `all` every entry stays. Returns false for lack of memory; the entry is then freed. */
typedef bool (*ip_import_same)(const ip_import_entry *a, const ip_import_entry *b);
bool ip_import_list_add(ip_import_list *list, ip_import_entry *entry, ip_import_same same, bool all, bool *dropped);
void ip_import_list_clear(ip_import_list *list);

/* Whether two entries have the same composition, reduced to an atom. */
bool ip_import_same_composition(const ip_import_entry *a, const ip_import_entry *b);

ip_composition ip_import_composition(const ip_import_entry *entry);

/* The formula of a composition, such as Na3PS4, with the smallest whole amounts where there are such; NULL for lack of memory. */
const char *ip_import_formula_of(ip_arena *arena, const ip_composition *composition);

/* Chooses the functional of the rows, and drops the entries of others. Fails with IP_BAD_TABLE. */
ip_status ip_import_choose_functional(ip_import *import, ip_error *error);

/* Reads the shipped references, once. Fails as ip_shipped_find() and reading a file do. */
ip_status ip_import_load_project(ip_import *import, ip_error *error);

/* Of a document of the Materials Project that does not tell how its uncorrected energy was calculated: sets functional and
 * hubbard by what its energies say. Other records are left alone. Fails with IP_BAD_TABLE where they do not suffice, and as
 * ip_import_load_project(). */
ip_status ip_import_judge_document(ip_import *import, ip_record *record, ip_error *error);

/* Finds the energy of every element that total energies need. Fails as ip_import_finish(). */
ip_status ip_import_find_references(ip_import *import, ip_error *error);

#endif
