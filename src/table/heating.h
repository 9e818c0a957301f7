/* What a temperature makes of the energies of phases: shared by datasets and candidates. */
#ifndef INTERPHASE_SRC_HEATING_H
#define INTERPHASE_SRC_HEATING_H

#include "gas_store.h"

typedef struct ip_heating {
    double parts[IP_ELEMENT_COUNT + 1]; /* what an atom adds to the energy of a compound, eV; NaN where not known */
    double uncertainty;                 /* of the entropy, eV/atom */
    ip_element_set unknown;
} ip_heating;

/* Fails as ip_temperature_check(). */
ip_status ip_heating_start(ip_heating *heating, const ip_gases *gases, double temperature, ip_error *error);

/* From enthalpy to Gibbs energy; the uncertainty of a compound grows by that of the entropy. */
void ip_heating_apply(const ip_heating *heating, ip_phase *phase);

#endif
