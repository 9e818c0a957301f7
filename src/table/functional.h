/* Which density functional an energy was calculated with, as databases and people write it. Knows no tables. */
#ifndef INTERPHASE_SRC_FUNCTIONAL_H
#define INTERPHASE_SRC_FUNCTIONAL_H

/* Energies of different ones do not belong into one table. PBE+U stands with PBE, since corrections bring them together; a scheme
 * that mixes functionals (GGA_GGA+U_R2SCAN) is one of its own. */
typedef enum ip_functional {
    IP_FUNCTIONAL_PBE,
    IP_FUNCTIONAL_R2SCAN,
    IP_FUNCTIONAL_SCAN,
    IP_FUNCTIONAL_PBESOL,
    IP_FUNCTIONAL_HYBRID,
    IP_FUNCTIONAL_LDA,
    IP_FUNCTIONAL_VDW,
    IP_FUNCTIONAL_MIXTURE,
    IP_FUNCTIONAL_COUNT /* none that is known */
} ip_functional;

/* The functional of a text such as "GGA+U", "r2SCAN" or "GGA_GGA+U". */
ip_functional ip_functional_find(const char *text);

/* "PBE", "r2SCAN", ... Static. */
const char *ip_functional_name(ip_functional functional);

/* How many entries of each there are, and the line of the first. All zero is none. */
typedef struct ip_functional_tally {
    long rows[IP_FUNCTIONAL_COUNT], first[IP_FUNCTIONAL_COUNT];
} ip_functional_tally;

/* Puts the entries of a tally behind those of another, `lines` further down. */
void ip_functional_tally_add(ip_functional_tally *to, const ip_functional_tally *more, long lines);

#endif
