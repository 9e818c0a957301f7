/* What a system exchanges with reservoirs: elements and molecules at fixed potentials, as elements that leave the balances.
 *
 * A reservoir may give and take (a free column of the programme) or only take (a column of its own, which is a phase like any
 * other). The free ones are eliminated: each settles the balance of one element, its pivot, and the other balances are written
 * without it. With one element a reservoir that is an open element; H2O settles H, and what is left of O is O - H/2. Knows
 * phases and amounts, no files and no words. */
#ifndef INTERPHASE_SRC_EXCHANGE_H
#define INTERPHASE_SRC_EXCHANGE_H

#include <interphase/dataset.h>

/* A reservoir that gives and takes: a molecule, or an element of the question. */
typedef struct ip_source {
    const ip_phase *gas; /* borrowed; NULL for an element */
    int element;         /* where gas is NULL */
    double potential;    /* eV per formula unit; per atom of an element */
} ip_source;

/* Amounts of sources that together are nothing, or nothing but phases: a reaction among reservoirs. */
typedef struct ip_exchange {
    ip_element_set open;                 /* the pivots: elements without a balance */
    double potentials[IP_ELEMENT_COUNT]; /* [0 .. open-1] by rising atomic number, eV/atom: what an atom of a pivot costs */
    unsigned long serial; /* 0: open elements alone, and nothing of the following; else of this make of reservoirs */
    ip_element_set elements;             /* of all sources */
    ip_element_set own;                  /* of the sources that are elements */
    int open_count, source_count;
    ip_source *sources;  /* [0 .. source_count-1], owned, in an order of their own */
    double *shares;      /* [source * open_count + pivot], owned: of a source, per atom of a pivot that is taken up */
    int mixed_count;
    int *mixed;          /* [0 .. mixed_count-1], owned: elements that molecules hold and no pivot is, rising */
    double *mixing;      /* [mixed * open_count + pivot], owned: how much of a pivot's amount comes off its balance */
    const ip_phase *const *released; /* [0 .. released_count-1], borrowed: gases that may leave, by formula */
    int released_count;
    const ip_phase *const *gases; /* [0 .. gas_count-1], borrowed: all of them, of which rows of the same composition are none */
    int gas_count;
    bool (*leaves_out)(void *user, const ip_phase *phase); /* rows that are no products, too; NULL for none */
    void *user;
} ip_exchange;

#define IP_EXCHANGE_INIT {{{0, 0}}, {0.0}, 0, {{0, 0}}, {{0, 0}}, 0, 0, NULL, NULL, 0, NULL, NULL, NULL, 0, NULL, 0, NULL, NULL}

/* Sources whose potentials agree within this, eV per atom of their reaction, do not contradict each other. */
#define IP_EXCHANGE_TOLERANCE 1e-9

/* Eliminates the sources that are in *exchange (sources, source_count; taken over) in their order. One that the others make up
 * counts for nothing where its potential is theirs. Where it is another one, fails with IP_UNBOUNDED, and
 * amounts[0 .. source_count-1], from the caller, are a reaction among them that releases energy: taken up where above 0,
 * given off where below. Fails with IP_NO_MEMORY. ip_exchange_clear() is needed in any case. */
ip_status ip_exchange_eliminate(ip_exchange *exchange, double *amounts);
void ip_exchange_clear(ip_exchange *exchange);

/* Another potential of one source. */
void ip_exchange_set(ip_exchange *exchange, int source, double potential);

/* The index of the source that is an element, or this gas; -1 for none. */
int ip_exchange_find(const ip_exchange *exchange, const ip_phase *gas, int element);

/* Whether reservoirs alone make up a composition. */
bool ip_exchange_makes(const ip_exchange *exchange, const ip_composition *composition);

/* How much of a source is taken up where so many atoms of the pivots, by rising atomic number, are. */
double ip_exchange_amount(const ip_exchange *exchange, int source, const double *pivots);

/* Whether a row of the table takes part: it stands for no gas of the reservoirs, and is not left out; and whether it is a column,
 * for which reservoirs may not make it up either. */
bool ip_exchange_competes(const ip_exchange *exchange, const ip_phase *row);
bool ip_exchange_takes(const ip_exchange *exchange, const ip_phase *row);

/* What a formula unit of a composition costs of the pivots, eV. */
double ip_exchange_cost(const ip_exchange *exchange, const ip_composition *composition);

/* How balances, of some rows, lose what sources settle of them. All zero where nothing does. */
typedef struct ip_settling {
    int count, open_count;
    int *row;      /* [0 .. count-1], owned: rows, of an element each */
    double *parts; /* [i * open_count + pivot], owned */
} ip_settling;

/* For rows of elements row_element[0 .. row_count-1], all that are mixed among them. Fails with IP_NO_MEMORY. The caller clears
 * it in any case. */
ip_status ip_settling_set(ip_settling *settling, const ip_exchange *exchange, const int *row_element, int row_count);
void ip_settling_clear(ip_settling *settling);

/* Takes off values[row] what goes with so much of the pivots. */
void ip_settling_apply(const ip_settling *settling, double *values, const double *pivots);

bool ip_settling_has(const ip_settling *settling, int row);

#endif
