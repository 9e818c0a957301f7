/* Air inside: its atmospheres, and the gases that they are made of. */
#ifndef INTERPHASE_SRC_AIR_H
#define INTERPHASE_SRC_AIR_H

#include <interphase/air.h>

/* What air gives and takes. */
typedef enum ip_air_gas { IP_AIR_H2O, IP_AIR_CO2, IP_AIR_O2, IP_AIR_GASES } ip_air_gas;

extern const char *const ip_air_formulas[IP_AIR_GASES];

struct ip_air {
    ip_air_conditions conditions; /* without the list of what is left out */
    ip_atmosphere *start;         /* without gases, by the same rule for products */
    ip_atmosphere *atmospheres[IP_AIR_QUESTIONS];
};

/* Whether a question is asked with this gas, unless that is left out. */
bool ip_air_has(ip_air_question question, ip_air_gas gas);

/* Whether a row of the table is no product in air. */
bool ip_air_leaves_out(void *user, const ip_phase *phase);

/* Whether gases stand for a composition, which therefore is no material to ask about: H2, NH4Cl, SO2. */
bool ip_air_is_gas(const ip_composition *composition);

/* Whether a composition has more carbon than its oxygen makes carbonates of: nothing that air leaves makes it up. */
bool ip_air_is_reduced(const ip_composition *composition);

/* Of a phase that is a gas of an atmosphere. */
bool ip_air_is_toxic(const ip_phase *gas);
bool ip_air_is_hydride(const ip_phase *gas);

#endif
