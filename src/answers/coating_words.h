/* Figures and names in the sentences about layers. */
#ifndef INTERPHASE_SRC_COATING_WORDS_H
#define INTERPHASE_SRC_COATING_WORDS_H

#include <interphase/coating.h>

#include <stdio.h>

void ip_coating_print_number(FILE *stream, double number, int decimals);

/* A figure with one standard deviation behind it where it has one: as many decimals as mean something, at most 4. */
void ip_coating_print_uncertain(FILE *stream, const ip_coating_search *search, double number, double uncertainty);

/* A limit as it was given: with as many decimals as tell it from its neighbours. */
void ip_coating_print_limit(FILE *stream, double limit);

void ip_coating_print_elements(FILE *stream, ip_element_set set);
void ip_coating_print_voltages(FILE *stream, const ip_coating_search *search);

/* " (default, as in ...)" behind a limit that nobody changed. */
void ip_coating_print_default(FILE *stream, bool is_default);

/* "its reaction with A, -0.20 +- 0.03 eV/atom, is beyond 0.1". */
void ip_coating_print_reaction(FILE *stream, const ip_coating_search *search, const char *partner, double energy, double uncertainty,
                               double limit);

const char *ip_coating_electrolyte_name(const ip_coating_search *search);
const char *ip_coating_cathode_name(const ip_coating_search *search, int cathode);
const char *ip_coating_metal_name(const ip_coating_search *search);

#endif
