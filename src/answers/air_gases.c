/* Air as atmospheres, one a question: which gases are there, which may leave, which rows of a table are no products. Knows no
 * equilibria. */
#include "air.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define USUAL_TEMPERATURE 300.0
#define USUAL_HUMIDITY 40.0
#define USUAL_OXYGEN 0.21
#define USUAL_CARBON_DIOXIDE 4.2e-4
#define USUAL_RELEASE 1e-6

/* A pressure that is written with a few digits may be above that of saturation by so much. */
#define ROUNDING 1e-3

/* What is no poison leaves against this, bar. */
#define HARMLESS_RELEASE 1.0

static const char *const toxic[] = {"H2S",  "H2Se", "H2Te", "HF",   "HCl",  "HBr", "HI",  "NH3", "PH3", "AsH3", "SbH3",
                                    "SiH4", "GeH4", "SnH4", "B2H6", "F2", "Cl2", "Br2", "I2",  "SO2", "COS"};
enum { TOXIC_COUNT = sizeof toxic / sizeof *toxic };

static const char *const harmless[] = {"H2", "N2", "O2"};
enum { HARMLESS_COUNT = sizeof harmless / sizeof *harmless };

enum { CARBON = 6, HYDROGEN = 1, OXYGEN = 8, PHOSPHORUS = 15 };

ip_air_conditions ip_air_conditions_default(void) {
    ip_air_conditions conditions = {USUAL_TEMPERATURE, ip_air_water(USUAL_TEMPERATURE, USUAL_HUMIDITY), USUAL_OXYGEN,
                                    USUAL_CARBON_DIOXIDE, USUAL_RELEASE, NULL, 0};
    return conditions;
}

double ip_air_water(double temperature, double humidity) {
    return ip_water_saturation(temperature - IP_CELSIUS_ZERO) * humidity / 100.0;
}

double ip_air_humidity(double temperature, double water) {
    return 100.0 * water / ip_water_saturation(temperature - IP_CELSIUS_ZERO);
}

/* ---- rows that are no products */

static bool is_non_metal(int element) {
    static const int non_metals[] = {HYDROGEN, CARBON, 7, OXYGEN, 9, 16, 17, 34, 35, 53}; /* N F S Cl Se Br I among them */
    for (size_t i = 0; i < sizeof non_metals / sizeof *non_metals; i++)
        if (element == non_metals[i])
            return true;
    return false;
}

/* Solids of phosphorus that are well known, by their composition. */
static bool is_known_solid(const ip_composition *composition) {
    static const char *const known[] = {"P2S5", "P4S3", "P2O5", "P2Se5"};
    ip_composition other;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!ip_composition_read(&other, known[i], NULL) && ip_composition_same(composition, &other))
            return true;
    return false;
}

/* A compound of non-metals that is no known solid. */
static bool is_molecular(const ip_composition *composition) {
    for (int i = 0; i < composition->count; i++)
        if (!is_non_metal(composition->element[i]) && composition->element[i] != PHOSPHORUS)
            return false;
    return composition->count > 1 && !is_known_solid(composition);
}

bool ip_air_is_reduced(const ip_composition *composition) {
    double carbon = ip_composition_amount(composition, CARBON);
    return carbon > 0.0 && ip_composition_amount(composition, OXYGEN) < (3.0 - IP_SAME_COMPOSITION) * carbon;
}

bool ip_air_is_gas(const ip_composition *composition) {
    static const int gases[] = {HYDROGEN, 7, OXYGEN, 9, 17}; /* N F Cl among them */
    for (size_t i = 0; i < sizeof gases / sizeof *gases && composition->count == 1; i++)
        if (composition->element[0] == gases[i])
            return true;
    return is_molecular(composition);
}

/* Elements by themselves are at zero, where their gases of 1 bar are, too; what makes graphite of CO2 needs more than room
 * temperature. */
bool ip_air_leaves_out(void *user, const ip_phase *phase) {
    (void)user;
    ip_composition composition = ip_phase_composition(phase);
    return ip_air_is_reduced(&composition) || is_molecular(&composition);
}

/* ---- atmospheres */

static bool is_without(const ip_air_conditions *conditions, const ip_gas *gas) {
    for (int i = 0; i < conditions->without_count; i++) {
        ip_composition composition;
        if (!ip_composition_read(&composition, conditions->without[i], NULL) &&
            fabs(ip_composition_atoms(&composition) - ip_composition_atoms(&gas->composition)) <= IP_SAME_COMPOSITION &&
            ip_composition_same(&composition, &gas->composition))
            return true;
    }
    return false;
}

typedef ip_status (*atmosphere_add)(ip_atmosphere *atmosphere, const char *formula, double potential, ip_error *error);

static ip_status add_gas(ip_atmosphere *atmosphere, atmosphere_add add, const ip_gases *gases,
                         const ip_air_conditions *conditions, const char *formula, double pressure, ip_error *error) {
    const ip_gas *gas;
    double potential;
    ip_status status = ip_gases_find_formula(&gas, gases, formula, error);
    if (status || is_without(conditions, gas))
        return status;
    status = ip_gas_potential(&potential, gases, gas, conditions->temperature, pressure, error);
    return status ? status : add(atmosphere, formula, potential, error);
}

bool ip_air_has(ip_air_question question, ip_air_gas gas) {
    static const bool has[IP_AIR_QUESTIONS][IP_AIR_GASES] = {
        [IP_AIR_WATER] = {true, false, false},
        [IP_AIR_CARBONATE] = {true, true, false},
        [IP_AIR_OXYGEN] = {false, false, true},
        [IP_AIR_ALL] = {true, true, true},
    };
    return has[question][gas];
}

static ip_status fill(ip_atmosphere *atmosphere, ip_air_question question, const ip_gases *gases,
                      const ip_air_conditions *conditions, ip_error *error) {
    const double pressures[IP_AIR_GASES] = {conditions->water, conditions->carbon_dioxide, conditions->oxygen};
    ip_status status = IP_OK;
    for (int gas = 0; gas < IP_AIR_GASES && !status; gas++)
        if (ip_air_has(question, (ip_air_gas)gas))
            status = add_gas(atmosphere, ip_atmosphere_add, gases, conditions, ip_air_formulas[gas], pressures[gas], error);
    for (int i = 0; i < TOXIC_COUNT && !status; i++)
        status = add_gas(atmosphere, ip_atmosphere_release, gases, conditions, toxic[i], conditions->release, error);
    for (int i = 0; i < HARMLESS_COUNT && !status; i++)
        if (!ip_air_has(question, IP_AIR_O2) || strcmp(harmless[i], ip_air_formulas[IP_AIR_O2]) != 0)
            status = add_gas(atmosphere, ip_atmosphere_release, gases, conditions, harmless[i], HARMLESS_RELEASE, error);
    return status;
}

const char *const ip_air_formulas[IP_AIR_GASES] = {"H2O", "CO2", "O2"};

/* Gases may be left out that would be there otherwise; without water there is no question. */
static ip_status check_without(const ip_air_conditions *conditions, const ip_gases *gases, ip_error *error) {
    for (int i = 0; i < conditions->without_count; i++) {
        const ip_gas *gas;
        ip_status status = ip_gases_find_formula(&gas, gases, conditions->without[i], error);
        if (status)
            return status;
        bool is_there = false;
        for (int t = 0; t < TOXIC_COUNT + HARMLESS_COUNT; t++)
            is_there = is_there || strcmp(gas->formula, t < TOXIC_COUNT ? toxic[t] : harmless[t - TOXIC_COUNT]) == 0;
        if (!is_there && strcmp(gas->formula, ip_air_formulas[IP_AIR_CO2]) != 0)
            return ip_error_set(error, IP_BAD_ARGUMENT,
                                "%s is no gas that air can be without: expected is CO2, O2 or one that may leave, such "
                                "as H2S",
                                gas->formula);
    }
    return IP_OK;
}

static ip_status check(const ip_air_conditions *conditions, const ip_gases *gases, ip_error *error) {
    ip_status status = ip_temperature_check(conditions->temperature, error);
    if (!status && conditions->temperature > IP_AIR_TEMPERATURE_HIGH)
        return ip_error_set(error, IP_BAD_ARGUMENT,
                            "%g K is above the boiling point of water, where there is no humidity; expected is %.2f to %.2f K",
                            conditions->temperature, IP_TEMPERATURE_LOW, IP_AIR_TEMPERATURE_HIGH);
    double saturation = status ? NAN : ip_water_saturation(conditions->temperature - IP_CELSIUS_ZERO);
    if (!status && conditions->water > saturation * (1.0 + ROUNDING))
        return ip_error_set(error, IP_BAD_ARGUMENT,
                            "%.3g bar of water, where air of %g K holds no more than %.3g bar: water would condense",
                            conditions->water, conditions->temperature, saturation);
    return status ? status : check_without(conditions, gases, error);
}

ip_status ip_air_new(ip_air **out, const ip_gases *gases, const ip_air_conditions *conditions, ip_error *error) {
    ip_status status = check(conditions, gases, error);
    if (status)
        return status;
    ip_air *made = calloc(1, sizeof *made);
    if (!made)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    made->conditions = *conditions;
    made->conditions.without = NULL;
    made->conditions.without_count = 0;
    status = ip_atmosphere_new(&made->start, error);
    if (!status)
        ip_atmosphere_leave_out(made->start, ip_air_leaves_out, NULL);
    for (int question = 0; question < IP_AIR_QUESTIONS && !status; question++) {
        status = ip_atmosphere_new(&made->atmospheres[question], error);
        if (!status)
            status = fill(made->atmospheres[question], (ip_air_question)question, gases, conditions, error);
        if (!status)
            ip_atmosphere_leave_out(made->atmospheres[question], ip_air_leaves_out, NULL);
    }
    if (status)
        ip_air_free(made);
    else
        *out = made;
    return status;
}

void ip_air_free(ip_air *air) {
    for (int question = 0; air && question < IP_AIR_QUESTIONS; question++)
        ip_atmosphere_free(air->atmospheres[question]);
    if (air)
        ip_atmosphere_free(air->start);
    free(air);
}

const ip_air_conditions *ip_air_conditions_of(const ip_air *air) {
    return &air->conditions;
}

/* By its formula without the state, "H2S" of "H2S(g)". */
bool ip_air_is_toxic(const ip_phase *gas) {
    for (int i = 0; i < TOXIC_COUNT; i++) {
        size_t length = strlen(toxic[i]);
        if (gas->gas && strncmp(gas->formula, toxic[i], length) == 0 && gas->formula[length] == '(')
            return true;
    }
    return false;
}

bool ip_air_is_hydride(const ip_phase *gas) {
    ip_composition composition = ip_phase_composition(gas);
    return ip_air_is_toxic(gas) && ip_composition_amount(&composition, HYDROGEN) > 0.0;
}
