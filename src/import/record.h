/* What a database says of one calculation or measurement, and what a reader of a database's format is. Knows no table, no element
 * references and no corrections: those are the import's.
 *
 * A format is one file source_NAME.c with one ip_record_source and its line in record_sources.c. It has to write
 *
 *   recognises  whether a JSON value is an entry of the format, by a few members that no other format has. Called for values of
 * any type. Where a text file is CSV it is called once, with the header line: an object that has null for each heading. read
 * makes records of a value, and hands each over by ip_record_take(). It begins with ip_record_blank(), and fills in what the
 * entry says and nothing more: what it does not say stays unknown. An entry that has no energy is handed over, too; the import
 * counts it.
 *
 * A row of CSV comes as an object, its headings the names and its fields the values, which are texts; empty fields are left out.
 * value.h reads numbers, texts and compositions of either kind, and says what is wrong with them and in which field. What
 * is of a wrong type is an error, IP_BAD_TABLE with a message that begins with the field; the place is put before it by the
 * caller. What is null, NaN or absent is no error but unknown. */
#ifndef INTERPHASE_SRC_RECORD_H
#define INTERPHASE_SRC_RECORD_H

#include <interphase/composition.h>
#include <interphase/import.h>

#include <jansson.h>

/* The energies that a database may give of one entry. */
typedef enum ip_record_kind {
    IP_RECORD_TOTAL,       /* total energy as calculated, without any correction */
    IP_RECORD_TOTAL_GIVEN, /* total energy as the database uses it: corrected where the database corrects, or not known whether */
    IP_RECORD_FORMATION,   /* formation energy from uncorrected total energies, elements by the same functional */
    IP_RECORD_FORMATION_GIVEN, /* formation energy as the database publishes it */
    IP_RECORD_KIND_COUNT
} ip_record_kind;

/* What an energy is counted by, and its unit. */
typedef enum ip_record_basis {
    IP_RECORD_PER_ATOM,    /* eV/atom */
    IP_RECORD_PER_FORMULA, /* eV for the record's composition, be that a cell or a formula unit */
    IP_RECORD_KJ_MOL       /* kJ/mol of the record's composition */
} ip_record_basis;

typedef struct ip_record_energy {
    double number; /* NaN where the database gives none */
    ip_record_basis basis;
} ip_record_energy;

/* Whether metals were calculated with a Hubbard U. */
typedef enum ip_record_hubbard { IP_RECORD_U_UNKNOWN, IP_RECORD_WITHOUT_U, IP_RECORD_WITH_U } ip_record_hubbard;

/* How energies were calculated, as one word: only energies of one word may be compared. Others than these are written as the
 * database writes them, such as "OptB88vdW" or "PBEsol". */
#define IP_RECORD_GGA "GGA_GGA+U" /* PBE, and PBE+U where the Materials Project uses it */
#define IP_RECORD_R2SCAN "R2SCAN"
#define IP_RECORD_MIXED "GGA_GGA+U_R2SCAN" /* corrected so that both stand in one list, and only there */
#define IP_RECORD_MEASURED "measured"

typedef struct ip_record {
    ip_composition composition; /* of a cell or a formula unit: what energies for a formula are counted by */
    const char *formula;        /* as the database writes it; NULL where it is to be made of the composition */
    ip_record_energy energies[IP_RECORD_KIND_COUNT];
    /* The word of IP_RECORD_TOTAL and IP_RECORD_FORMATION, and that of the energies as given; NULL where nothing tells. */
    const char *functional, *given_functional;
    ip_record_hubbard hubbard; /* of the calculation */
    bool is_materials_project; /* calculated by the Materials Project: its element references fit IP_RECORD_TOTAL */
    /* A document of the Materials Project: where it does not tell the functional, its energies show whether they are of PBE;
     * where it does not tell of a Hubbard U, its rule does. */
    bool is_project_document;
    bool is_of_list;        /* an entry of pymatgen, whose `correction` has a meaning in its list alone */
    bool has_hull_distance; /* a distance from the hull stands there, which is no energy */
    double uncertainty;     /* of the energies as given, eV/atom; NaN where unknown */
    double band_gap;        /* eV; NaN where unknown */
    const char *id;         /* NULL where there is none */
    const char *wanted; /* the field that a database would have to be asked for where it gives corrected energies alone; NULL */
} ip_record;

/* What a reader may want to know beside the value. */
typedef struct ip_record_call {
    const json_t
        *head;       /* an object: what stood in the outer object before the list that the value is in; NULL where nothing did */
    const char *key; /* the value's name, where it is a member of an object of entries; else "" */
    bool is_row;     /* of a CSV text */
    bool decimal_comma; /* numbers in texts may have one */
    const ip_import_options *options;
    /* for ip_record_take() */
    ip_status (*take)(void *user, const ip_record *record, ip_error *error);
    void *user;
} ip_record_call;

typedef struct ip_record_source {
    const char *name; /* as people call an entry of it: "ComputedEntry of pymatgen" */
    bool (*recognises)(const json_t *value);
    ip_status (*read)(const ip_record_call *call, const json_t *value, ip_error *error);
} ip_record_source;

/* One a line. */
extern const ip_record_source ip_record_source_computed_entry;
extern const ip_record_source ip_record_source_pd_entry;
extern const ip_record_source ip_record_source_measured;
extern const ip_record_source ip_record_source_materials_project;
extern const ip_record_source ip_record_source_legacy_project;
extern const ip_record_source ip_record_source_element_references;
extern const ip_record_source ip_record_source_oqmd;
extern const ip_record_source ip_record_source_optimade;
extern const ip_record_source ip_record_source_jarvis;
extern const ip_record_source ip_record_source_aflow;
extern const ip_record_source ip_record_source_matbench;

/* The source of an entry: the first that recognises it; NULL where none does. */
const ip_record_source *ip_record_source_find(const json_t *value);

/* A record of which nothing is known. */
void ip_record_blank(ip_record *record);

/* Hands a record over; it and its texts need not outlive the call. Fails with what the import could not do with it. */
ip_status ip_record_take(const ip_record_call *call, const ip_record *record, ip_error *error);

/* Sets an energy; one that is NaN stays unknown. */
void ip_record_set(ip_record *record, ip_record_kind kind, double number, ip_record_basis basis);

/* An energy of a composition in eV/atom. */
double ip_record_by_atom(const ip_composition *composition, ip_record_energy energy);

/* An energy of a record in eV/atom; NaN where the database gives none. */
double ip_record_per_atom(const ip_record *record, ip_record_kind kind);

#endif
