/* Reservoirs that contradict each other: a reaction among them alone that releases energy and would go on without end.
 *
 * What such a reaction makes is found by a programme of its own: per atom of products that reservoirs alone make up, their
 * lowest cost. Below zero the reservoirs run away. Knows no words. */
#ifndef INTERPHASE_SRC_RUNAWAY_H
#define INTERPHASE_SRC_RUNAWAY_H

#include "exchange.h"

typedef struct ip_runaway ip_runaway;

/* The reaction of the lowest cost; all counts per atom of products. */
typedef struct ip_runaway_reaction {
    double cost; /* eV; 0 where nothing gains by reacting, else below -IP_EXCHANGE_TOLERANCE */
    int count;
    const ip_phase *const *phases; /* [0 .. count-1], rows of the table and released gases; borrowed until the next call */
    const double *weights;         /* [0 .. count-1], atoms of each */
    const double *pivots;          /* [0 .. open-1] of the exchange: atoms of each pivot that the products hold */
} ip_runaway_reaction;

/* For reservoirs that are more than open elements. Fails with IP_NO_MEMORY. */
ip_status ip_runaway_new(ip_runaway **out, const ip_dataset *dataset, const ip_exchange *exchange, ip_error *error);
void ip_runaway_free(ip_runaway *runaway);
bool ip_runaway_is(const ip_runaway *runaway, const ip_exchange *exchange);

/* Looks at the potentials of these reservoirs. Fails with IP_NUMERIC, IP_NO_MEMORY. */
ip_status ip_runaway_find(ip_runaway *runaway, const ip_exchange *exchange, ip_runaway_reaction *out, ip_error *error);

#endif
