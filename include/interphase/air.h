/* What moist air does to a material: water alone, water with carbon dioxide, oxygen alone, and all at once, so that oxygen does
 * not hide the rest.
 *
 * A dataset at the temperature of the air (ip_dataset_set_temperature) is asked. Water, carbon dioxide and oxygen are given and
 * taken at their partial pressures; toxic gases may leave against one pressure, H2, N2 and O2 against 1 bar:
 *     H2S H2Se H2Te HF HCl HBr HI NH3 PH3 AsH3 SbH3 SiH4 GeH4 SnH4 B2H6 F2 Cl2 Br2 I2 SO2 COS
 * SO3, CO and CH4 are none of them: at these temperatures nothing makes them at a rate that counts. Of rows of the table no
 * products are those of non-metals alone (H C N O F S Se Cl Br I; with P all but P2S5, P4S3, P2O5 and P2Se5), for which gases
 * stand, and graphite and the compounds of carbon with fewer than three O per C.
 *
 * What this is: equilibrium, without rates (a passivating or slow sulfide may live for hours), without deliquescence and
 * solutions; a reaction with water is known within some 0.2 eV per H2O. A composition that is not in the table, or lies above
 * the hull, starts as its decomposition products: energies count from those. */
#ifndef INTERPHASE_AIR_H
#define INTERPHASE_AIR_H

#include <interphase/equilibrium.h>
#include <interphase/gas.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Begin with ip_air_conditions_default(), so that members added later have their defaults. */
typedef struct ip_air_conditions {
    double temperature;               /* K, IP_TEMPERATURE_LOW to IP_AIR_TEMPERATURE_HIGH */
    double water;                     /* partial pressures, bar; that of water up to saturation */
    double oxygen, carbon_dioxide;
    double release;                   /* bar, of each toxic gas */
    const char *const *without;       /* [0 .. without_count-1], gases (formulas) that there are none of, borrowed */
    int without_count;
} ip_air_conditions;

/* 300 K, 40 % humidity, 0.21 bar of oxygen, 420 ppm of carbon dioxide, 1 ppm of each toxic gas. */
IP_API ip_air_conditions ip_air_conditions_default(void);

/* Above the boiling point of water there is no humidity. */
#define IP_AIR_TEMPERATURE_HIGH 373.15

/* The partial pressure of water in bar at a relative humidity in percent, and back. */
IP_API double ip_air_water(double temperature, double humidity);
IP_API double ip_air_humidity(double temperature, double water);

/* Volume of a mole of a gas as amounts of gas are given in mL: at 298.15 K and 1 atm, in L. */
#define IP_AIR_MOLAR_VOLUME 24.46540

typedef struct ip_air ip_air;

/* Air made ready to be asked about, by any number of threads. `gases` is not needed afterwards. Fails with IP_BAD_ARGUMENT (a
 * temperature or pressure outside its range, a gas left out that is none of these, or water), IP_BAD_FORMULA, IP_NO_MEMORY. The
 * caller frees it, after all answers. */
IP_API ip_status ip_air_new(ip_air **out, const ip_gases *gases, const ip_air_conditions *conditions, ip_error *error);
IP_API void ip_air_free(ip_air *air);

/* The conditions it was made with, but for the gases left out; the humidity, %. */
IP_API const ip_air_conditions *ip_air_conditions_of(const ip_air *air);

/* The four questions. */
typedef enum ip_air_question { IP_AIR_WATER, IP_AIR_CARBONATE, IP_AIR_OXYGEN, IP_AIR_ALL, IP_AIR_QUESTIONS } ip_air_question;

/* What is left in the end. */
typedef struct ip_air_end {
    bool answered;             /* false where the gas of the question is left out, or the table has no row for an element of it */
    ip_equilibrium products;   /* of one formula unit; gases that left are among its products */
    double energy;             /* eV per formula unit, counted from the start */
    const ip_phase *toxic;     /* the toxic gas that leaves most; NULL for none */
    double toxic_amount;       /* molecules per formula unit */
} ip_air_end;

/* A change of phase of a gas that is taken up: what one molecule does. */
typedef struct ip_air_term {
    const ip_phase *phase; /* borrowed; a gas (phase->gas) too */
    double amount;         /* formula units made of it per molecule; negative where it is used up */
} ip_air_term;

typedef struct ip_air_step {
    bool found;
    double pressure;        /* of the gas at which it begins, bar; 0 where that needs none of it */
    double energy;          /* eV per molecule at the pressure asked about: below 0 where that is higher */
    int count;
    ip_air_term *terms;     /* [0 .. count-1], owned; without the molecule itself */
} ip_air_step;

typedef struct ip_air_answer {
    double atoms, mass;           /* of a formula unit; g/mol */
    const ip_phase *phase;        /* of the subject; NULL where the table has none */
    double energy_above_hull;     /* eV/atom at the temperature, among what can be products here; NaN without a phase */
    ip_equilibrium start;         /* what energies count from */
    ip_air_end end[IP_AIR_QUESTIONS];
    ip_air_step water;            /* the first step of a trace of water */
    ip_air_step oxygen;           /* of a trace of dry oxygen */
    ip_air_step release;          /* the first by which a toxic gas leaves, with rising humidity */
    ip_air_step
        pressure; /* of the toxic hydride that can reach the highest pressure: that pressure, and what makes it per molecule */
    const ip_phase *hydride;      /* this gas; NULL where there is none */
} ip_air_answer;

/* Asks about a composition. Fails as ip_equilibrium_find(), and with IP_BAD_ARGUMENT where the dataset has another temperature,
 * or the composition is a gas or a compound of non-metals for which gases stand. On success the caller frees *out with
 * ip_air_answer_clear(). */
IP_API ip_status ip_air_find(ip_air_answer *out, ip_solver *solver, const ip_air *air, const ip_composition *composition,
                             ip_error *error);
IP_API void ip_air_answer_clear(ip_air_answer *answer);

#ifdef __cplusplus
}
#endif
#endif
