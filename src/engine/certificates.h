/* Bases of a linear programme whose duals no column undercuts, with the columns that are tied with them. A later solution
 * on the same basis has the same duals, whatever its right-hand sides, and need not be compared with every column again.
 *
 * Such duals are a plane that lies nowhere above the optimal cost, and touches it where their basis is optimal. So the highest
 * plane at new right-hand sides is that of the basis to begin from.
 *
 * Good for one set of costs. Knows no solver library and no chemistry. */
#ifndef INTERPHASE_SRC_CERTIFICATES_H
#define INTERPHASE_SRC_CERTIFICATES_H

typedef struct ip_certificates ip_certificates;

typedef struct ip_certificate {
    int tied_count;
    const int *tied; /* [0 .. tied_count-1], columns by rising index */
} ip_certificate;

/* For bases of `rows` columns. Returns NULL for lack of memory. */
ip_certificates *ip_certificates_new(int rows);
void ip_certificates_free(ip_certificates *certificates);

/* What is kept of a basis (basic[0 .. rows-1], by rising index) found while the column `held` was at zero (-1 for none);
 * NULL for nothing. Borrowed until the next call that keeps or forgets. */
const ip_certificate *ip_certificates_find(const ip_certificates *certificates, const int *basic, int held);

/* The basis of the highest plane at right-hand sides [0 .. rows-1], of those kept while no column was held; NULL for none.
 * Borrowed as before. */
const int *ip_certificates_highest(const ip_certificates *certificates, const double *sides);

/* Keeps a certificate of a basis that has none, with its duals; does without for lack of memory, or for a list too long to be
 * worth it. Where all together would take more than a megabyte it first forgets them. */
void ip_certificates_keep(ip_certificates *certificates, const int *basic, int held, const double *duals, const int *tied,
                          int tied_count);

/* Forgets all: the costs are others. */
void ip_certificates_forget(ip_certificates *certificates);

#endif
