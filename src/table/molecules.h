/* Compositions that are molecular gases. Knows no tables and no energies. */
#ifndef INTERPHASE_SRC_MOLECULES_H
#define INTERPHASE_SRC_MOLECULES_H

#include <interphase/composition.h>

/* Whether a composition is that of a molecule which is a gas at 298 K and 1 bar, or of water. Elements are none: their rows are
 * what energies are counted from. */
bool ip_molecule_is_gas(const ip_composition *composition);

#endif
