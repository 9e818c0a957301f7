/* Figures and names in the sentences about layers. */
#ifndef INTERPHASE_SRC_COATING_WORDS_H
#define INTERPHASE_SRC_COATING_WORDS_H

#include "base/buffer.h"

#include <interphase/coating.h>

void ip_coating_print_number(ip_buffer *out, double number, int decimals);

/* A figure with one standard deviation behind it where it has one: as many decimals as mean something, at most 4. */
void ip_coating_print_uncertain(ip_buffer *out, const ip_coating_search *search, double number, double uncertainty);

/* A limit as it was given: with as many decimals as tell it from its neighbours. */
void ip_coating_print_limit(ip_buffer *out, double limit);

void ip_coating_print_elements(ip_buffer *out, ip_element_set set);
void ip_coating_print_voltages(ip_buffer *out, const ip_coating_search *search);

/* " (default, as in ...)" behind a limit that nobody changed. */
void ip_coating_print_default(ip_buffer *out, bool is_default);

/* "its reaction with A, -0.20 +- 0.03 eV/atom, is beyond 0.1". */
void ip_coating_print_reaction(ip_buffer *out, const ip_coating_search *search, const char *partner, double energy,
                               double uncertainty, double limit);

const char *ip_coating_electrolyte_name(const ip_coating_search *search);
const char *ip_coating_cathode_name(const ip_coating_search *search, int cathode);
const char *ip_coating_metal_name(const ip_coating_search *search);

#endif
