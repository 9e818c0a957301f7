/* What the tests of a table's energies share. */
#ifndef INTERPHASE_SRC_PLAUSIBILITY_H
#define INTERPHASE_SRC_PLAUSIBILITY_H

#include <interphase/plausibility.h>

/* A compound of the file. Energies in eV/atom. */
typedef struct ip_judged {
    const ip_phase *phase;
    const ip_phase *known; /* the reference's phase of this composition; NULL where it has none, or is the table itself */
    double expected;       /* what the reference says; NaN where nothing */
    double neighbours; /* the compounds that it would fall apart into; NaN where elements are among them, or nothing balances */
    double difference;     /* from `known`, less what its kind of energy differs by; NaN without */
    bool is_told;          /* a finding says already why its energy is off */
    ip_status status;      /* of the search for neighbours */
} ip_judged;

typedef struct ip_judgement {
    const ip_dataset *dataset, *reference; /* the second NULL for none */
    const char *path;                      /* of the file */
    ip_judged *rows;                       /* [0 .. count-1], by line */
    long count;
    double *numbers, *sums; /* [0 .. count], for a test's own use */
    bool is_told;           /* of the table as a whole: its energies are of another kind */
    ip_finding_handler handler;
    void *user;
    long faults;
} ip_judgement;

/* `row` is NULL for what concerns the table as a whole, or more rows than one. */
void ip_judgement_report(ip_judgement *judgement, ip_finding_kind kind, const char *word, const ip_judged *row, double value,
                         const char *format, ...) IP_PRINTF(6, 7);

/* Smallest first, which sorts them; NaN for none. Of an even number the mean of the middle two. */
double ip_judgement_median(double *numbers, long count);

/* Other kinds of energy than formation energies in eV/atom: of the table as a whole, and of one row. */
void ip_judge_kinds(ip_judgement *judgement);
void ip_judge_kind(ip_judgement *judgement, ip_judged *row);

/* What all rows, or some of them, differ by from the reference, per atom of some element. */
void ip_judge_shifts(ip_judgement *judgement);
void ip_judge_mixture(ip_judgement *judgement);

#endif
