/* A dataset: the phases of one or several formation-energy tables, found by composition or chemical system.
 *
 * Knows nothing of equilibria. A dataset is filled first (read, set, exclude) and asked afterwards: while an
 * ip_solver or any result made with one is alive it must not be changed. Asking
 * from several threads at once is safe as long as none changes it. */
#ifndef INTERPHASE_DATASET_H
#define INTERPHASE_DATASET_H

#include <interphase/composition.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_dataset ip_dataset;

/* One phase: the lowest entry known for one reduced composition. Borrowed from its dataset. */
typedef struct ip_phase {
    const char *formula;          /* as the table writes it */
    const char *id;               /* the entry's name in the database that it comes from; NULL where the table has none */
    const char *note;             /* what the table says of the entry; NULL where nothing */
    long line;                    /* line of the table, from 1; 0 for a phase that was set by a call; of a gas its index there */
    double correction;            /* eV/atom contained in the table's energy; 0 where none */
    double band_gap;              /* eV; NaN where unknown */
    double uncertainty;           /* eV/atom, 0 or more: one standard deviation of the formation energy; NaN where unknown */
    int file;                     /* index for ip_dataset_file(); -1 for a phase that was set by a call */
    /* What every question looks at, of thousands of phases, lies together. */
    int element_count;
    double formation_energy;      /* eV/atom relative to the elements, as used (with or without the correction) */
    double atoms;                 /* atoms per formula unit */
    const double *amounts;        /* [0 .. element_count-1], atoms per formula unit */
    const unsigned char *elements;/* [0 .. element_count-1], atomic numbers in the order of first mention */
    ip_element_set element_set;   /* the chemical system */
    bool excluded;                /* never a product */
    bool gas;                     /* of a reservoir (reservoir.h), and no row of a table: its energy is the reservoir's */
} ip_phase;

/* What reading or a check found. A notice says what was done about something ambiguous, a warning what looks wrong and may yet be
 * right, a fault what cannot be used. */
typedef enum ip_finding_kind { IP_FINDING_NOTICE, IP_FINDING_FAULT, IP_FINDING_WARNING } ip_finding_kind;

typedef struct ip_finding {
    ip_finding_kind kind;
    const char *kind_word; /* stable, one of ip_finding_word(): "duplicate-composition", "not-a-number", "outlier", … */
    const char *file;      /* path as it was given, or "standard input" */
    long line;             /* from 1; 0 where the finding is about the whole table */
    const char *message;   /* one sentence; names the column where there is one */
    const char *formula;   /* that it is about; NULL where it is about more, or none could be read */
    double value;          /* the number that it is about, mostly an energy, eV/atom; NaN where there is none */
} ip_finding;

/* "notice", "fault" or "warning", static. */
IP_API const char *ip_finding_kind_name(ip_finding_kind kind);

/* The words that findings can have, by an index from 0; NULL behind the last. */
IP_API const char *ip_finding_word(int index);

/* What to do about findings of a word: a sentence, static; NULL for a word that is none. */
IP_API const char *ip_finding_cure(const char *kind_word);

/* Called once a finding, in the order of the file; the strings live for the call only. */
typedef void (*ip_finding_handler)(void *user, const ip_finding *finding);

typedef enum ip_read_flags {
    IP_READ_UNCORRECTED = 1, /* use each energy without its correction */
    IP_READ_CHECK = 2,       /* go on after a faulty row and report every fault (for a check of the table) */
    IP_READ_DIGEST = 4       /* compute the digest of the file's content */
} ip_read_flags;

/* An empty dataset; the caller frees it. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_dataset_new(ip_dataset **out, ip_error *error);

/* Frees a dataset and all its phases; NULL is fine. */
IP_API void ip_dataset_free(ip_dataset *dataset);

/* Reads a table: the file at `path`, or standard input where that is "-". A file compressed by gzip or zstd is read as the text
 * that it holds. The format is told by the name's ending (that of these aside), else by the text; there is one:
 *
 * CSV: header line, fields parted by commas, semicolons or tabs as there, UTF-8 with or without byte order mark, LF or CRLF, rows
 * of up to IP_CSV_ROW_LIMIT bytes. Where no commas part the fields, numbers may have decimal commas.
 *
 * Columns, whatever their case, blanks and underscores, with or without their unit in brackets: `formula` (or `formula_pretty`,
 * `pretty_formula`, `reduced_formula`, `composition`, `name`), `formation_energy_per_atom` (or `formation_energy`, `e_form`,
 * `delta_e`, `enthalpy_formation_atom`, ...; the first of these that is there, in eV/atom; total energies and distances from the
 * hull are refused), and where present `correction` (eV/atom, already contained in the energy; empty is 0), `uncertainty`
 * (eV/atom, 0 or more; empty is unknown), `band_gap` (eV; empty is unknown), `id` (or, without that, `material_id`) and `note`,
 * both text. Every other column is ignored. Of rows with the same reduced composition the lowest energy is kept within one file;
 * a later file's row replaces an earlier file's. A row without a band gap leaves one known before;
 * uncertainty, id and note are always those of the energy. Each such choice is a notice to `handler` (may be NULL).
 *
 * Fails with IP_INPUT_OUTPUT (cannot be opened or read, or is changed meanwhile), IP_BAD_TABLE (with file, line, column and
 * what was expected; also where compressed data are damaged or cut short) or IP_NO_MEMORY. After a failure the dataset may hold
 * rows of the file and should be freed. With IP_READ_CHECK faulty rows are reported to `handler` and passed over, and the call
 * succeeds; a table that fails with IP_BAD_TABLE all the same is reported, too.
 *
 * A column `functional` (or thermo_type, run_type) says how each energy was calculated: more than one functional is a warning. */
IP_API ip_status ip_dataset_read(ip_dataset *dataset, const char *path, unsigned flags,
                                 ip_finding_handler handler, void *user, ip_error *error);

/* Reads the shipped table of this name, such as "mp2020", without its ending: ip_shipped_find() says where it is looked for.
 * Fails as that and ip_dataset_read() do. */
IP_API ip_status ip_dataset_read_shipped(ip_dataset *dataset, const char *name, unsigned flags, ip_finding_handler handler,
                                         void *user, ip_error *error);

/* How many threads reading a table may use, the calling one included: from 1, or 0 (as without this call) for as many as the
 * process has processors. More than four are not used. What is read does not depend on them.
 * Fails with IP_BAD_ARGUMENT below 0, and changes nothing then. */
IP_API ip_status ip_dataset_set_threads(ip_dataset *dataset, int threads, ip_error *error);

/* Reports what is wrong with the dataset as a whole: elements that occur in phases but have no row of their
 * own, elements whose energy is not zero, energies that no compound has. Returns the number of faults. */
IP_API long ip_dataset_check(const ip_dataset *dataset, ip_finding_handler handler, void *user);

/* Gives a composition a formation energy (eV/atom), of unknown uncertainty and without id and note: replaces the phase's
 * energy where the composition is in the dataset, adds a phase called `formula` where it is not. Fails with IP_BAD_FORMULA,
 * IP_BAD_ARGUMENT (not finite, or other than 0 for an element) or IP_NO_MEMORY. */
IP_API ip_status ip_dataset_set_energy(ip_dataset *dataset, const char *formula, double formation_energy,
                                       ip_error *error);

/* Leaves the phase of this composition out of the competition: it keeps its energy but is never a product.
 * Fails with IP_BAD_FORMULA, or IP_BAD_ARGUMENT where the dataset holds no such composition. */
IP_API ip_status ip_dataset_exclude(ip_dataset *dataset, const char *formula, ip_error *error);

/* Number of phases, and the phase at an index (0 .. count-1, in the order of the tables). */
IP_API long ip_dataset_count(const ip_dataset *dataset);
IP_API const ip_phase *ip_dataset_phase(const ip_dataset *dataset, long index);

/* The index of a phase of this dataset. */
IP_API long ip_dataset_index(const ip_dataset *dataset, const ip_phase *phase);

/* The phase with this reduced composition; NULL where there is none. */
IP_API const ip_phase *ip_dataset_find(const ip_dataset *dataset, const ip_composition *composition);

/* The phase that is the pure element; NULL where the dataset has none. */
IP_API const ip_phase *ip_dataset_element(const ip_dataset *dataset, int element);

/* Beyond this uncertainty, eV/atom, an energy is weak. */
#define IP_WEAK_UNCERTAINTY 0.15

/* Whether what rests on the energy of a phase rests on little: its correction is inferred from others (note "inferred"), or its
 * uncertainty is above IP_WEAK_UNCERTAINTY. */
IP_API bool ip_phase_is_weak(const ip_phase *phase);

/* A phase's composition as a value of its own. */
IP_API ip_composition ip_phase_composition(const ip_phase *phase);

/* Calls `visit` for every phase whose elements are all in `elements`, excluded ones too. The order depends
 * on the set of phases alone, not on the order of rows: by element set (the one with the later last element that the other
 * has not comes later), then by formula. Fails with IP_NO_MEMORY before the first visit. */
IP_API ip_status ip_dataset_visit(const ip_dataset *dataset, ip_element_set elements,
                                  void (*visit)(void *user, const ip_phase *phase), void *user);

/* All elements that occur, and the number of distinct chemical systems. */
IP_API ip_element_set ip_dataset_elements(const ip_dataset *dataset);
IP_API long ip_dataset_system_count(const ip_dataset *dataset);

/* The files read, in order. */
typedef struct ip_dataset_source {
    const char *path;   /* as it was given, or "standard input" */
    const char *digest; /* SHA-256 of the file's bytes (compressed, where they are), 64 hexadecimal digits; empty without
                           IP_READ_DIGEST */
    long rows;          /* rows read, duplicates included */
    long bytes;
} ip_dataset_source;

#define IP_DIGEST_SIZE 65

/* One digest for all files: that of the file where there is one, else the SHA-256 of the files' digests in their
 * order; empty where they were read without IP_READ_DIGEST. NUL-terminated. */
IP_API void ip_dataset_digest(const ip_dataset *dataset, char digest[IP_DIGEST_SIZE]);

/* Number of files read, and the file at an index (0 .. count-1); its strings are borrowed. */
IP_API int ip_dataset_file_count(const ip_dataset *dataset);
IP_API ip_dataset_source ip_dataset_file(const ip_dataset *dataset, int index);

#ifdef __cplusplus
}
#endif
#endif
