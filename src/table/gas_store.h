/* The tables of gases and entropies inside. */
#ifndef INTERPHASE_SRC_GAS_STORE_H
#define INTERPHASE_SRC_GAS_STORE_H

#include "base/arena.h"

#include <interphase/gas.h>

/* Of one element, J/(mol K) for a mole of its atoms; NaN where not known. */
typedef struct ip_entropy {
    double in_solid, heat_capacity; /* what it adds to those of a compound */
    double of_element;              /* of the element itself at 298.15 K */
} ip_entropy;

struct ip_gases {
    ip_arena arena; /* formulas and names */
    ip_gas *gases;
    int count, room;
    ip_entropy entropies[IP_ELEMENT_COUNT + 1]; /* by atomic number */
};

/* G of a gas at 1 bar, counted from the elements' enthalpies at 298.15 K, J/mol. */
double ip_gas_standard_energy(const ip_gas *gas, double temperature);

/* Whether an element, of which this gas is made and these are the entropies, is by itself this gas. */
bool ip_gas_is_reference(const ip_gas *gas, const ip_entropy *of);

/* What an atom of an element adds to the energy of a compound at a temperature, eV; NaN where its entropies are not known. */
double ip_gases_solid_part(const ip_gases *gases, int element, double temperature);

#endif
