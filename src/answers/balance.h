/* The terms of an equation, and how they are made to balance element by element. Knows amounts, no text. */
#ifndef INTERPHASE_SRC_BALANCE_H
#define INTERPHASE_SRC_BALANCE_H

#include <interphase/reaction.h>

/* A term before it has its text. */
typedef struct ip_term {
    const char *formula; /* borrowed */
    double coefficient;
    bool is_product;
    bool weak; /* of a product: its energy is one that little can rest on */
    int element_count;
    int element[IP_ELEMENT_COUNT];
    double amount[IP_ELEMENT_COUNT];
} ip_term;

/* Atoms of an element in the products less those in the reactants; *moved is their sum. */
double ip_terms_imbalance(const ip_term *terms, int count, int element, double *moved);

/* Changes the coefficients by as little as possible, the small ones first, so that every element balances which is not `open`.
 *
 * What reacts of a mixture that is all but one reactant, 1e-7 of a formula unit, is known to the last bits of the whole: ten
 * digits of it, where the equation has to balance to that. Leaves the coefficients as they are where they balance but for
 * rounding, and where they would have to change by more than what such rounding explains. */
void ip_terms_balance(ip_term *terms, int count, ip_element_set open);

#endif
