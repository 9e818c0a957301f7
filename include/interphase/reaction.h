/* Balanced equations: one subject (or a mixture of two), what it takes up or gives off, and its products.
 *
 * Knows compositions and amounts, no energies. */
#ifndef INTERPHASE_REACTION_H
#define INTERPHASE_REACTION_H

#include <interphase/equilibrium.h>

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Coefficients are made integers where all of them, as they stand or per formula unit of the first reactant, are
 * rational with denominators up to this. */
#define IP_REACTION_DENOMINATOR 1000
/* Largest imbalance of any element, relative to its amount in the equation. */
#define IP_REACTION_BALANCE 1e-9

typedef struct ip_reaction_term {
    char *formula;      /* owned */
    double coefficient; /* above 0 */
    bool weak;          /* a product whose energy is one that little can rest on */
} ip_reaction_term;

typedef struct ip_reaction {
    int reactant_count, product_count;
    ip_reaction_term *reactants, *products; /* owned */
    bool integers;                          /* all coefficients are integers, the smallest possible */
    double multiple;                        /* how many times the reactants as they were given the equation is of */
} ip_reaction;

/* A reactant: `amount` formula units of a composition written `formula`. */
typedef struct ip_reactant {
    const char *formula;
    const ip_composition *composition;
    double amount;
} ip_reactant;

/* One formula unit; formula and composition are the caller's to set. */
#define IP_REACTANT_INIT {NULL, NULL, 1.0}

/* Builds the equation of an equilibrium. `equilibrium` counts per `reactants` as they stand (the amounts
 * included). Open elements stand on the side where they are consumed, as the dataset writes the element
 * (Na, O2), gases of an atmosphere likewise, as H2O(g). Fails with IP_NUMERIC where the equation does not balance to
 * IP_REACTION_BALANCE, or IP_NO_MEMORY. The caller frees *out with ip_reaction_clear(). */
IP_API ip_status ip_reaction_build(ip_reaction *out, const ip_dataset *dataset, const ip_reactant *reactants,
                                   int reactant_count, const ip_equilibrium *equilibrium, ip_error *error);
IP_API void ip_reaction_clear(ip_reaction *reaction);

/* Writes "Na3PS4 + 8 Na -> Na3P + 4 Na2S" with the given arrow. */
IP_API void ip_reaction_print(const ip_reaction *reaction, const char *arrow, FILE *stream);

/* Builds the equation and returns its text, owned by the caller; NULL after filling *error. */
IP_API char *ip_reaction_text(const ip_dataset *dataset, const ip_reactant *reactants, int reactant_count,
                              const ip_equilibrium *equilibrium, const char *arrow, ip_error *error);

/* The same with a mark behind weak products; NULL for none. */
IP_API char *ip_reaction_marked_text(const ip_dataset *dataset, const ip_reactant *reactants, int reactant_count,
                                     const ip_equilibrium *equilibrium, const char *arrow, const char *mark, ip_error *error);

/* Writes a product list "Na3P + 4 Na2S", gases that are given off among them, or nothing where there are no products. */
IP_API void ip_reaction_print_products(const ip_equilibrium *equilibrium, FILE *stream);

/* A product list "Na3P + 4 Na2S", empty where there are no products, with a mark behind weak ones (NULL for none); owned by the
 * caller, NULL after filling *error. */
IP_API char *ip_reaction_marked_products(const ip_equilibrium *equilibrium, const char *mark, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
