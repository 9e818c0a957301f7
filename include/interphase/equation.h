/* Reactions as people write them: "Li6PS5Cl -> Li3PS4 + S + LiCl + 2 Li", read and balanced.
 *
 * Knows compositions and amounts, no energies. Coefficients are found in exact fractions. */
#ifndef INTERPHASE_EQUATION_H
#define INTERPHASE_EQUATION_H

#include <interphase/equilibrium.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_equation_term {
    const char *formula; /* borrowed from the equation; a caller may put another spelling in its place before balancing */
    int place;           /* where it stands in the text, characters from 1; 0 for a term that balancing added */
    bool is_product;
    bool is_given;       /* its coefficient was written */
    bool leaves_only;    /* a gas that balancing added and that may only leave: a product */
    double coefficient;  /* above 0; 1 where it was not written, until the equation is balanced */
    ip_composition composition; /* once balanced */
} ip_equation_term;

typedef struct ip_equation {
    int count;
    ip_equation_term *terms; /* [0 .. count-1], owned; reactants first, in the order of the text */
    bool lacks_products;     /* nothing stands behind the arrow: products are to be found */
    char *text;              /* owned; what formulas point into */
} ip_equation;

/* Reads terms parted by +, each a formula with a coefficient before it or none (integer, decimal or fraction: "2 Li", "0.5 O2",
 * "1/2 O2"), on the two sides of an arrow: ->, =>, = or its Unicode form, or the reverse ones <-, <=. Nothing may stand behind
 * the arrow. Formulas are not looked at yet. Fails with IP_BAD_ARGUMENT, whose message names the character, or IP_NO_MEMORY. The
 * caller frees *out with ip_equation_clear(). */
IP_API ip_status ip_equation_read(ip_equation *out, const char *text, ip_error *error);
IP_API void ip_equation_clear(ip_equation *equation);

/* Reads the formulas, and finds the coefficients that were not written so that every element balances. What is open to
 * `reservoir` (NULL for nothing; elements, and gases), is no term and is made of elements of the terms is put on the side where
 * it is missing; a gas that may only leave, among the products. "CO2(g)", as equations show a gas, is one of the atmosphere.
 * Coefficients that were written stay as they are, and an equation that balances as it stands is taken so; where none was
 * written, they are the smallest integers. Does nothing but read where products are to be found.
 *
 * Fails with IP_BAD_FORMULA (names the place), IP_BAD_ARGUMENT (cannot be balanced, and why; a "(g)" that is no gas of the
 * atmosphere; or in more than one way: names the terms whose coefficients are free), IP_NUMERIC (amounts too fine for exact
 * fractions), IP_NO_MEMORY. */
IP_API ip_status ip_equation_balance(ip_equation *equation, const ip_reservoir *reservoir, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
