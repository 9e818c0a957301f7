/* Import of what databases and their clients write: entries of JSON and CSV files turned into the rows of a formation-energy
 * table.
 *
 * Files are read one after the other, entry by entry; only what a row needs is kept, and of the entries of one composition the
 * lowest. Then, once all are known, energies of elements are taken off and corrections are added. Knows no linear programme. */
#ifndef INTERPHASE_IMPORT_H
#define INTERPHASE_IMPORT_H

#include <interphase/correction.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Which energies a table is made of. */
typedef enum ip_import_energies {
    /* Energies as calculated, without a database's corrections, and corrected by ip_correction_find(), so that they stand beside
     * the shipped table: PBE and PBE+U alone. */
    IP_IMPORT_ANCHORED,
    IP_IMPORT_AS_GIVEN /* as the database publishes them, corrected in its way or not */
} ip_import_energies;

/* What a table's columns mean that is of no known format. */
typedef enum ip_import_kind { IP_IMPORT_FORMATION, IP_IMPORT_TOTAL } ip_import_kind;
typedef enum ip_import_unit {
    IP_IMPORT_EV_ATOM,
    IP_IMPORT_EV_FORMULA, /* eV for the formula as it is written */
    IP_IMPORT_KJ_MOL      /* kJ/mol of the formula as it is written */
} ip_import_unit;

typedef struct ip_import_columns {
    const char *energy;  /* name of the column of energies; NULL where files are of known formats, and what follows is not used */
    const char *formula; /* name of the column of formulas; NULL for one that is called so */
    /* Formation energies count as published. Total energies count as calculated, without corrections, by PBE where no column
     * `run_type` tells otherwise. */
    ip_import_kind kind;
    ip_import_unit unit;
} ip_import_columns;

/* How files are read. Texts are borrowed until the import is freed. */
typedef struct ip_import_options {
    ip_import_energies energies;
    /* Where the energies of the elements come from: a file of any format that can be imported, or "mp" for the shipped ones of
     * the Materials Project. NULL for those of the files themselves, and where one lacks an element that the Materials Project
     * has calculated in the same way, those. */
    const char *references;
    const char *functional; /* the word of the energies that are taken, where there are several; NULL for the only one */
    bool keep_polymorphs;   /* not the lowest entry of a composition alone */
    ip_import_columns columns;
} ip_import_options;

/* Files of known formats, anchored, the lowest of each composition. */
#define IP_IMPORT_OPTIONS_INIT                                                                                                   \
    {                                                                                                                            \
        IP_IMPORT_ANCHORED, NULL, NULL, false, {                                                                                 \
            NULL, NULL, IP_IMPORT_FORMATION, IP_IMPORT_EV_ATOM                                                                   \
        }                                                                                                                        \
    }

typedef struct ip_import ip_import;

/* One row of a table. Borrowed from its import. */
typedef struct ip_import_row {
    const char *formula;
    double formation_energy_per_atom; /* eV/atom, with the correction */
    double correction;                /* eV/atom, contained in it; NaN where none is known, and of elements */
    double uncertainty;               /* eV/atom; NaN where unknown */
    double band_gap;                  /* eV; NaN where unknown */
    const char *id;                   /* "" where there is none */
    const char *note;                 /* "inferred" or "uncorrected" as in ip_correction_note; else "" */
} ip_import_row;

typedef enum ip_import_origin {
    IP_IMPORT_OWN,    /* the lowest entry of the files */
    IP_IMPORT_NAMED,  /* of options.references */
    IP_IMPORT_PROJECT /* of the Materials Project, shipped */
} ip_import_origin;

/* An element's energy, which was taken off. */
typedef struct ip_import_reference {
    int element;
    double energy;  /* eV/atom; 0 where formation energies were imported that need none */
    const char *id; /* "" where there is none */
    ip_import_origin origin;
} ip_import_reference;

/* What became of the entries. */
typedef struct ip_import_counts {
    long entries;
    long without_energy;    /* passed over: nothing of an energy stands there */
    long hull_alone;        /* of these, with a distance from the hull */
    long polymorphs;        /* above the lowest of their composition, and left out for that */
    long other_functionals; /* calculated otherwise than was asked for */
    long elements_added;    /* rows of elements that no file has */
} ip_import_counts;

/* An empty import; the caller frees it. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_import_new(ip_import **out, const ip_import_options *options, ip_error *error);

/* NULL is fine. */
IP_API void ip_import_free(ip_import *import);

/* Reads the entries of a file, "-" for standard input; also compressed by gzip or zstd. Formats are told by the entries
 * themselves. Fails with IP_INPUT_OUTPUT, IP_BAD_TABLE (with file, line, the number of the entry, the field and what was
 * expected) or IP_NO_MEMORY; the import is to be freed then. */
IP_API ip_status ip_import_read(ip_import *import, const char *path, ip_error *error);

/* Makes the rows of all that was read; without energies to be anchored `corrections` may be NULL. To be called once. Fails with
 * IP_BAD_TABLE: energies of several functionals, elements without an energy, energies that cannot be corrected; with what
 * ip_shipped_find() and reading the references fail with; IP_NO_MEMORY. */
IP_API ip_status ip_import_finish(ip_import *import, const ip_corrections *corrections, ip_error *error);

/* The rows, in the order of the entries, elements that were added last. */
IP_API long ip_import_count(const ip_import *import);
IP_API ip_import_row ip_import_at(const ip_import *import, long index);

/* To be asked once it is finished, as what follows. */
IP_API ip_import_counts ip_import_tally(const ip_import *import);

/* The elements that the rows are made of, by rising atomic number. */
IP_API int ip_import_reference_count(const ip_import *import);
IP_API ip_import_reference ip_import_reference_at(const ip_import *import, int index);

/* The word of the functional of the rows' energies; NULL where the files do not tell. */
IP_API const char *ip_import_functional(const ip_import *import);

#ifdef __cplusplus
}
#endif
#endif
