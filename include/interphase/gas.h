/* Gases and temperature: the potential of a gas at a temperature and pressure, and what entropy makes of the energy of a
 * solid.
 *
 * A table's energies are taken for formation enthalpies at 298.15 K, which is what their correction was fitted to. With t = T
 * / 1000 K, integrals taken from 0.29815, and the heat capacity C_p = A + B t + C t^2 + D t^3 + E / t^2 of datasets/gases.csv:
 *     gas      G = H298 + integral of C_p - T (S298 + integral of C_p / T) + R T ln(pressure / 1 bar)
 *     solid    G = table - T sum n_i s_i - sum n_i c_i (T ln(T / 298.15 K) - (T - 298.15 K))
 * n_i atoms of each element, s_i and c_i what each adds to a solid's entropy and heat capacity (datasets/entropies.csv). From
 * both sum n_i G_i is taken off, the G of the elements themselves, so that these stay at zero at every temperature: O2, N2,
 * H2, F2 and Cl2 as gases of 1 bar, what is no solid in the table as a gas of one atom, all others by their own entropy and
 * c_i.
 *
 * The entropy of a solid is thus estimated: 8 meV/atom at 300 K is the standard deviation from measured ones, and rises with
 * T. */
#ifndef INTERPHASE_GAS_H
#define INTERPHASE_GAS_H

#include <interphase/dataset.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The tables of gases and of entropies. */
typedef struct ip_gases ip_gases;

/* One gas. Borrowed from its table. */
typedef struct ip_gas {
    const char *formula;        /* of one molecule, as the table writes it: S8 has eight atoms */
    const char *name;           /* "hydrogen sulfide" */
    ip_composition composition; /* of one molecule */
    double enthalpy;            /* of formation at 298.15 K, kJ/mol */
    double entropy;             /* at 298.15 K and 1 bar, J/(mol K) */
    double heat_capacity[5];    /* A to E, J/(mol K) */
    double low, high;           /* K, where these hold */
} ip_gas;

/* The temperatures that questions may have, K. */
#define IP_TEMPERATURE_LOW 298.15
#define IP_TEMPERATURE_HIGH 1500.0

/* Standard deviation of an estimated entropy, as energy at IP_ENTROPY_TEMPERATURE, eV/atom. */
#define IP_ENTROPY_UNCERTAINTY 0.008
#define IP_ENTROPY_TEMPERATURE 300.0

/* Reads the tables that are shipped, or two files like them. The caller frees *out. Fails with IP_INPUT_OUTPUT, IP_BAD_TABLE
 * (file, line, column, and what was expected) or IP_NO_MEMORY. */
IP_API ip_status ip_gases_read_shipped(ip_gases **out, ip_error *error);
IP_API ip_status ip_gases_read(ip_gases **out, const char *gases_path, const char *entropies_path, ip_error *error);

/* Frees them; NULL is fine. */
IP_API void ip_gases_free(ip_gases *gases);

/* Number of gases, and the one at an index (0 .. count-1, in the order of the table). */
IP_API int ip_gases_count(const ip_gases *gases);
IP_API const ip_gas *ip_gases_at(const ip_gases *gases, int index);

/* The gas whose molecule this is (O2 is not O3); NULL where the table has none. */
IP_API const ip_gas *ip_gases_find(const ip_gases *gases, const ip_composition *molecule);

/* The same for a formula as somebody writes it; fails with IP_BAD_FORMULA, or IP_BAD_ARGUMENT where the table has no such gas. */
IP_API ip_status ip_gases_find_formula(const ip_gas **out, const ip_gases *gases, const char *formula, ip_error *error);

/* Fails with IP_BAD_ARGUMENT, and says the range, outside IP_TEMPERATURE_LOW .. IP_TEMPERATURE_HIGH. */
IP_API ip_status ip_temperature_check(double temperature, ip_error *error);

/* The potential of a gas (eV per molecule, elements at zero at this temperature) at a pressure in bar, as an ideal gas. Fails
 * with IP_BAD_ARGUMENT where the temperature is outside the range of questions or of the gas, where the pressure is not a
 * number above 0, or where the entropy of one of its elements is not known. */
IP_API ip_status ip_gas_potential(double *out, const ip_gases *gases, const ip_gas *gas, double temperature, double pressure,
                                  ip_error *error);

/* How much the potential of a gas changes where ln(pressure) does by 1: k T, eV per molecule. */
IP_API double ip_gas_thermal_energy(double temperature);

/* What is added to the energy of a solid, eV per formula unit, at a temperature within range; 0 for an element, NaN where the
 * entropies of one of its elements are not known. */
IP_API double ip_solid_entropy_energy(const ip_gases *gases, const ip_composition *composition, double temperature);

/* Standard deviation of the Gibbs energy of a solid from its estimated entropy, eV/atom. */
IP_API double ip_entropy_uncertainty(double temperature);

/* Makes the energies of all phases that the dataset holds their Gibbs energies at a temperature, K: to be called once, when it
 * is filled. Energies that are set afterwards stay what they are. The uncertainty of every compound that has one grows by that
 * of the entropy, IP_ENTROPY_UNCERTAINTY * temperature / IP_ENTROPY_TEMPERATURE, in squares.
 *
 * Of 10 elements or so the entropy in solids is not known (Au, Pt, ...): questions that they are part of fail with
 * IP_MISSING_ELEMENT from then on, since their compounds would be compared unfairly.
 *
 * Fails with IP_BAD_ARGUMENT (outside the range; or the dataset has a temperature already). */
IP_API ip_status ip_dataset_set_temperature(ip_dataset *dataset, const ip_gases *gases, double temperature, ip_error *error);

/* The temperature, K; 0 where none was set and energies are those of the tables. */
IP_API double ip_dataset_temperature(const ip_dataset *dataset);

/* The elements of which the dataset's temperature allows no compounds; none where it has no temperature. */
IP_API ip_element_set ip_dataset_unknown_entropies(const ip_dataset *dataset);

/* ---- pressures */

/* Saturation pressure of water vapour over liquid water, bar, by the formula of Magnus (WMO No. 8): 6.112e-3 bar *
 * exp(17.62 c / (243.12 + c)), c in degrees Celsius. */
IP_API double ip_water_saturation(double celsius);

/* The dew points and the temperatures of a relative humidity that it is used for, degrees Celsius. */
#define IP_DEW_POINT_LOW (-100.0)
#define IP_DEW_POINT_HIGH 100.0

/* Kelvin at 0 degrees Celsius. */
#define IP_CELSIUS_ZERO 273.15

/* Reads the partial pressure of a gas, in bar, as people write it: a number above 0 and one of the units Pa hPa kPa MPa bar
 * mbar atm, ppm and ppb (of 1 bar), % (of 1 bar); for water, too, %RH (relative humidity at the temperature, K, up to 100) and
 * C (the dew point in degrees Celsius, which may be negative). Blanks before the unit are allowed. Fails with IP_BAD_ARGUMENT;
 * the message names the character (from 1) and what is expected there. */
IP_API ip_status ip_pressure_read(double *bar, const char *text, const ip_gas *gas, double temperature, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
