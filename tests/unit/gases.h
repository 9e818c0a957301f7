/* Random questions about a composition in exchange with gases, for the tests of atmospheres and of sweeps. */
#ifndef INTERPHASE_TEST_GASES_H
#define INTERPHASE_TEST_GASES_H

#include "support.h"

#include <interphase/atmosphere.h>

enum { MOST_GASES = 4, GAS_SYMBOLS = 4 };

/* The elements of the questions, the metal first. */
extern const char *const gas_symbols[GAS_SYMBOLS];

/* What an atmosphere is made of, before it is. */
typedef struct gas_question {
    const char *formula;
    ip_composition composition;
    double potential;
    bool released;
} gas_question;

typedef struct question {
    gas_question gases[MOST_GASES];
    int gas_count;
    ip_reservoir reservoir;
    ip_composition subject;
} question;

/* One to three gases of the first `symbol_count` elements, given and taken or released alone, and in one of `one_in` cases an
 * element at a potential between `low` and 0 eV/atom. */
typedef struct open_element {
    const char *symbol;
    double low;
    int one_in;
} open_element;

question random_question(random_source *source, int symbol_count, const open_element *opened);

/* The caller frees it. `backwards`: the gases in the other order. */
ip_atmosphere *make_atmosphere(const question *asked, bool backwards);

#endif
