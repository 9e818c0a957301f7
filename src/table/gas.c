/* Gibbs energies of gases, of elements and of solids. Knows no file and no dataset; the formulas stand in the header. */
#include "gas_store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* J/(mol K), exact by the definition of the kelvin and the mole, and kJ/mol of 1 eV per molecule (CODATA 2018). */
#define GAS_CONSTANT 8.31446261815324
#define KJ_PER_MOL 96.48533212331
#define REFERENCE_TEMPERATURE 298.15
#define REFERENCE_PRESSURE 1.0

static double to_electronvolt(double joule_per_mol) {
    return joule_per_mol / (1000.0 * KJ_PER_MOL);
}

void ip_gases_free(ip_gases *gases) {
    if (!gases)
        return;
    free(gases->gases);
    ip_arena_clear(&gases->arena);
    free(gases);
}

int ip_gases_count(const ip_gases *gases) {
    return gases->count;
}

const ip_gas *ip_gases_at(const ip_gases *gases, int index) {
    return &gases->gases[index];
}

static bool is_molecule(const ip_gas *gas, const ip_composition *molecule) {
    if (gas->composition.count != molecule->count)
        return false;
    for (int i = 0; i < molecule->count; i++)
        if (fabs(ip_composition_amount(&gas->composition, molecule->element[i]) - molecule->amount[i]) > IP_SAME_COMPOSITION)
            return false;
    return true;
}

const ip_gas *ip_gases_find(const ip_gases *gases, const ip_composition *molecule) {
    for (int i = 0; i < gases->count; i++)
        if (is_molecule(&gases->gases[i], molecule))
            return &gases->gases[i];
    return NULL;
}

ip_status ip_gases_find_formula(const ip_gas **out, const ip_gases *gases, const char *formula, ip_error *error) {
    ip_composition molecule;
    ip_status status = ip_composition_read(&molecule, formula, error);
    if (status)
        return status;
    *out = ip_gases_find(gases, &molecule);
    return *out ? IP_OK
                : ip_error_set(error, IP_BAD_ARGUMENT,
                               "%.60s is none of the %d gases of the table, such as O2, H2O and CO2; the "
                               "formula of a molecule is expected",
                               formula, gases->count);
}

ip_status ip_temperature_check(double temperature, ip_error *error) {
    if (temperature >= IP_TEMPERATURE_LOW && temperature <= IP_TEMPERATURE_HIGH)
        return IP_OK;
    return ip_error_set(error, IP_BAD_ARGUMENT,
                        "%g K is outside the temperatures that entropies are known for; expected is %.2f to %g K", temperature,
                        IP_TEMPERATURE_LOW, IP_TEMPERATURE_HIGH);
}

double ip_gas_thermal_energy(double temperature) {
    return to_electronvolt(GAS_CONSTANT * temperature);
}

double ip_gas_standard_energy(const ip_gas *gas, double temperature) {
    double t = temperature / 1000.0, t0 = REFERENCE_TEMPERATURE / 1000.0;
    const double *c = gas->heat_capacity;
    double enthalpy = c[0] * (t - t0) + c[1] * (t * t - t0 * t0) / 2.0 + c[2] * (pow(t, 3) - pow(t0, 3)) / 3.0 +
                      c[3] * (pow(t, 4) - pow(t0, 4)) / 4.0 - c[4] * (1.0 / t - 1.0 / t0);
    double entropy = gas->entropy + c[0] * log(t / t0) + c[1] * (t - t0) + c[2] * (t * t - t0 * t0) / 2.0 +
                     c[3] * (pow(t, 3) - pow(t0, 3)) / 3.0 - c[4] * (1.0 / (t * t) - 1.0 / (t0 * t0)) / 2.0;
    return 1000.0 * (gas->enthalpy + enthalpy) - temperature * entropy;
}

/* What a heat capacity of 1 J/(mol K), from 298.15 K on, takes off a Gibbs energy, J/mol. */
static double heating(double temperature) {
    return temperature * log(temperature / REFERENCE_TEMPERATURE) - (temperature - REFERENCE_TEMPERATURE);
}

/* Those that are solids in no table. Br2, I2 and Hg are liquids or solids, whose entropy the other table has. */
bool ip_gas_is_reference(const ip_gas *gas, const ip_entropy *of) {
    static const char *const symbols[] = {"H", "N", "O", "F", "Cl"};
    enum { COUNT = sizeof symbols / sizeof *symbols };
    if (gas->composition.count != 1)
        return false;
    int atoms = (int)lround(gas->composition.amount[0]);
    for (int i = 0; i < COUNT; i++)
        if (strcmp(ip_element_symbol(gas->composition.element[0]), symbols[i]) == 0)
            return atoms == 2;
    return atoms == 1 && isnan(of->of_element);
}

/* G of one mole of atoms of the element as it is by itself, J/mol; NaN where that is not known. */
static double element_energy(const ip_gases *gases, int element, double temperature) {
    const ip_entropy *of = &gases->entropies[element];
    for (int i = 0; i < gases->count; i++) {
        const ip_gas *gas = &gases->gases[i];
        if (gas->composition.element[0] == element && ip_gas_is_reference(gas, of))
            return ip_gas_standard_energy(gas, temperature) / gas->composition.amount[0];
    }
    return -temperature * of->of_element - of->heat_capacity * heating(temperature);
}

double ip_gases_solid_part(const ip_gases *gases, int element, double temperature) {
    const ip_entropy *of = &gases->entropies[element];
    double solid = -temperature * of->in_solid - of->heat_capacity * heating(temperature);
    return to_electronvolt(solid - element_energy(gases, element, temperature));
}

double ip_solid_entropy_energy(const ip_gases *gases, const ip_composition *composition, double temperature) {
    double energy = 0.0;
    for (int i = 0; i < composition->count && composition->count > 1; i++)
        energy += composition->amount[i] * ip_gases_solid_part(gases, composition->element[i], temperature);
    return energy;
}

ip_status ip_gas_potential(double *out, const ip_gases *gases, const ip_gas *gas, double temperature, double pressure,
                           ip_error *error) {
    ip_status status = ip_temperature_check(temperature, error);
    if (status)
        return status;
    if (temperature < gas->low || temperature > gas->high)
        return ip_error_set(error, IP_BAD_ARGUMENT, "the table knows %s from %g to %g K only, not at %g K", gas->formula,
                            gas->low, gas->high, temperature);
    if (!(pressure > 0.0) || isinf(pressure))
        return ip_error_set(error, IP_BAD_ARGUMENT, "%g bar is no pressure of %s; a number above 0 is expected", pressure,
                            gas->formula);
    double energy = ip_gas_standard_energy(gas, temperature);
    for (int i = 0; i < gas->composition.count; i++) {
        double element = element_energy(gases, gas->composition.element[i], temperature);
        if (isnan(element))
            return ip_error_set(error, IP_BAD_ARGUMENT,
                                "the potential of %s is not known: the table of entropies has none of the element %s",
                                gas->formula, ip_element_symbol(gas->composition.element[i]));
        energy -= gas->composition.amount[i] * element;
    }
    *out = to_electronvolt(energy) + ip_gas_thermal_energy(temperature) * log(pressure / REFERENCE_PRESSURE);
    return IP_OK;
}
