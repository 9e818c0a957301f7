/* What air does to materials against an independent linear programme: those of the package, and where the full answers are
 * there, all of them. */
#include "../tap.h"

#include <interphase/air.h>
#include <interphase/interphase.h>

#include <jansson.h>

#include <math.h>

#define ENERGY_TOLERANCE 2e-3 /* eV; as much as four decimals and the other's tolerances leave */
#define AMOUNT_TOLERANCE 1e-3 /* mol per formula unit */
#define HULL_TOLERANCE 1e-4   /* eV/atom */
#define ONSET_TOLERANCE 0.02  /* of ln p */
#define GAS_TOLERANCE 0.06    /* mL/g and mg/g, which have one decimal; mg/g of four digits more */
/* The other answers bisected humidities on a grid from here on only, %. */
#define RESOLVED_HUMIDITY 1e-19

typedef struct comparison {
    ip_solver *solver;
    const ip_air *air;
    double energy, amount, onset; /* largest differences so far */
    long onsets, materials;
} comparison;

static void raise_to(double *largest, double value) {
    if (!(value <= *largest))
        *largest = value;
}

/* "H2S" of "H2S(g)"; good for the next three calls. */
static const char *without_state(const char *formula) {
    static char names[4][128];
    static int next;
    char *name = names[next++ % 4];
    snprintf(name, sizeof names[0], "%.*s", (int)strcspn(formula, "("), formula);
    return strstr(formula, "(g)") ? name : formula;
}

static double amount_among(const ip_equilibrium *equilibrium, const char *formula, bool gas) {
    for (int i = 0; i < equilibrium->product_count; i++) {
        const ip_phase *phase = equilibrium->products[i].phase;
        if (phase->gas == gas && strcmp(without_state(phase->formula), formula) == 0)
            return equilibrium->products[i].amount;
    }
    return 0.0;
}

static double taken_up(const ip_equilibrium *equilibrium, const char *formula) {
    for (int i = 0; i < equilibrium->gas_count; i++)
        if (strcmp(without_state(equilibrium->gases[i].gas->formula), formula) == 0)
            return equilibrium->gases[i].amount;
    return 0.0;
}

static bool is_near(comparison *all, double found, double expected, const char *what) {
    double difference = fabs(found - expected);
    raise_to(&all->amount, difference);
    if (difference <= AMOUNT_TOLERANCE)
        return true;
    tap_note("%s: %g where %g is expected", what, found, expected);
    return false;
}

static size_t count_gases(const ip_equilibrium *equilibrium) {
    size_t count = 0;
    for (int i = 0; i < equilibrium->product_count; i++)
        count += equilibrium->products[i].phase->gas;
    return count;
}

static bool compare_end(comparison *all, const ip_air_end *end, const json_t *expected) {
    const json_t *products = json_object_get(expected, "products"), *value;
    json_t *released = json_object_get(expected, "released_mol"), *uptake = json_object_get(expected, "uptake_mol");
    const char *formula;
    double energy = fabs(end->energy - json_number_value(json_object_get(expected, "eV_per_formula")));
    size_t gases = count_gases(&end->products);
    bool same = end->answered && json_array_size(products) + gases == (size_t)end->products.product_count &&
                json_object_size(released) == gases;
    raise_to(&all->energy, energy);
    for (size_t i = 0; i < json_array_size(products); i++) {
        const json_t *product = json_array_get(products, i);
        formula = json_string_value(json_array_get(product, 0));
        same =
            is_near(all, amount_among(&end->products, formula, false), json_number_value(json_array_get(product, 1)), formula) &&
            same;
    }
    json_object_foreach(released, formula, value)
        same = is_near(all, amount_among(&end->products, formula, true), json_number_value(value), formula) && same;
    for (int i = 0; i < end->products.gas_count; i++) {
        formula = without_state(end->products.gases[i].gas->formula);
        same =
            is_near(all, taken_up(&end->products, formula), json_number_value(json_object_get(uptake, formula)), formula) && same;
    }
    if (energy > ENERGY_TOLERANCE)
        tap_note("%.4f eV, off by %g", end->energy, energy);
    return same && energy <= ENERGY_TOLERANCE;
}

static double amount_in_step(const ip_air_step *step, const char *formula) {
    for (int i = 0; i < step->count; i++)
        if (strcmp(without_state(step->terms[i].phase->formula), formula) == 0)
            return step->terms[i].amount;
    return 0.0;
}

static bool compare_onset(comparison *all, double found, double expected, const char *what) {
    double difference = fabs(log(found / expected));
    if (expected < RESOLVED_HUMIDITY)
        return found < RESOLVED_HUMIDITY;
    raise_to(&all->onset, difference);
    all->onsets++;
    if (difference > ONSET_TOLERANCE)
        tap_note("%s: %g %% where %g %% are expected", what, found, expected);
    return difference <= ONSET_TOLERANCE;
}

static double humidity(const comparison *all, double pressure) {
    return ip_air_humidity(ip_air_conditions_of(all->air)->temperature, pressure);
}

static bool compare_step(comparison *all, const ip_air_step *step, const json_t *expected) {
    json_t *reaction = json_object_get(expected, "reaction_per_H2O");
    const json_t *value;
    const char *formula;
    double energy = fabs(step->energy - json_number_value(json_object_get(expected, "eV_per_H2O")));
    bool same = step->found && json_object_size(reaction) == (size_t)step->count && energy <= ENERGY_TOLERANCE;
    raise_to(&all->energy, energy);
    json_object_foreach(reaction, formula, value)
        same = is_near(all, amount_in_step(step, formula), json_number_value(value), formula) && same;
    if (energy > ENERGY_TOLERANCE)
        tap_note("first step: %.4f eV per H2O, off by %g", step->energy, energy);
    double onset = json_number_value(json_object_get(expected, "threshold_RH_percent"));
    return compare_onset(all, humidity(all, step->pressure), onset, "first step") && same;
}

/* Up to saturation. */
static bool compare_toxic_onset(comparison *all, const ip_air_step *release, const json_t *expected) {
    double found = release->found ? humidity(all, release->pressure) : INFINITY;
    if (json_is_null(expected))
        return found > 100.0;
    return release->found && compare_onset(all, found, json_number_value(expected), "toxic gas");
}

/* A text says that a pressure is beyond a limit. */
static bool compare_pressure(const ip_air_step *pressure, const json_t *expected) {
    double found = pressure->found ? pressure->pressure : 0.0;
    const char *text = json_string_value(expected);
    if (!text)
        return fabs(found / json_number_value(expected) - 1.0) < ONSET_TOLERANCE;
    return *text == '<' ? found < 1e-20 : found > 600.0;
}

static bool compare_toxic_amount(const ip_air_answer *answer, const json_t *expected) {
    json_t *volumes = json_object_get(expected, "toxic_mL_per_g"), *masses = json_object_get(expected, "toxic_mg_per_g");
    const ip_air_end *end = &answer->end[IP_AIR_WATER];
    if (!end->toxic)
        return json_object_size(volumes) == 0;
    ip_composition gas = ip_phase_composition(end->toxic);
    const char *formula = without_state(end->toxic->formula);
    double per_gram = 1000.0 * end->toxic_amount / answer->mass;
    double volume = per_gram * IP_AIR_MOLAR_VOLUME, mass = per_gram * ip_composition_mass(&gas);
    double other_volume = json_number_value(json_object_get(volumes, formula)),
           other_mass = json_number_value(json_object_get(masses, formula));
    /* Atomic weights are conventional values, of which more than one convention is in use. */
    return fabs(volume - other_volume) <= GAS_TOLERANCE + 1e-4 * other_volume &&
           fabs(mass - other_mass) <= GAS_TOLERANCE + 2e-4 * other_mass;
}

static void compare_material(comparison *all, const char *formula, const json_t *expected) {
    static const char *const questions[IP_AIR_QUESTIONS] = {"water", "humid_air_without_O2", "oxygen", "humid_air"};
    ip_composition composition;
    ip_air_answer answer;
    ip_error error;
    ip_status status = ip_composition_read(&composition, formula, &error);
    if (!status)
        status = ip_air_find(&answer, all->solver, all->air, &composition, &error);
    if (status) {
        tap_note("%s: %s", formula, error.message);
        tap_ok(false, "%s is answered", formula);
        return;
    }
    const json_t *above = json_object_get(expected, "energy_above_hull_eV_atom");
    bool same = json_is_null(above) == isnan(answer.energy_above_hull);
    if (same && !json_is_null(above))
        same = fabs(answer.energy_above_hull - json_number_value(above)) <= HULL_TOLERANCE;
    if (!same)
        tap_note("above hull: %g", answer.energy_above_hull);
    for (int q = 0; q < IP_AIR_QUESTIONS; q++)
        same = compare_end(all, &answer.end[q], json_object_get(expected, questions[q])) && same;
    same = compare_step(all, &answer.water, json_object_get(expected, "tracer")) && same;
    same = compare_toxic_onset(all, &answer.release, json_object_get(expected, "toxic_onset_RH_percent")) && same;
    bool is_pressure =
        compare_pressure(&answer.pressure, json_object_get(expected, "toxic_gas_equilibrium_pressure_bar_at_40_RH"));
    if (!is_pressure)
        tap_note("toxic gas: %g bar", answer.pressure.found ? answer.pressure.pressure : NAN);
    bool is_amount = compare_toxic_amount(&answer, json_object_get(expected, "water"));
    if (!is_amount)
        tap_note("another volume or mass of toxic gas");
    tap_ok(same && is_pressure && is_amount, "%s in air", formula);
    all->materials++;
    ip_air_answer_clear(&answer);
}

static void compare_file(comparison *all, const char *path) {
    json_error_t fault;
    json_t *root = json_load_file(path, 0, &fault), *value;
    const char *formula;
    if (!root)
        tap_bail_out(fault.text);
    json_object_foreach(json_object_get(root, "materials"), formula, value)
        compare_material(all, formula, value);
    json_decref(root);
}

static bool exists(const char *path) {
    FILE *stream = fopen(path, "rb");
    if (stream)
        fclose(stream);
    return stream != NULL;
}

int main(void) {
    ip_dataset *dataset;
    ip_gases *gases;
    ip_air *air;
    ip_air_conditions conditions = ip_air_conditions_default();
    comparison all = {0};
    ip_error error;
    if (ip_gases_read_shipped(&gases, &error) || ip_dataset_new(&dataset, &error) ||
        ip_dataset_read(dataset, tap_source("datasets/mp2020.csv"), 0, NULL, NULL, &error) ||
        ip_dataset_set_temperature(dataset, gases, conditions.temperature, &error) ||
        ip_solver_new(&all.solver, dataset, &error) || ip_air_new(&air, gases, &conditions, &error))
        tap_bail_out(error.message);
    all.air = air;
    compare_file(&all, tap_source("tests/data/air-sample.json"));
    const char *path = tap_answers("air.json");
    if (exists(path))
        compare_file(&all, path);
    else
        tap_skip("no air.json: only the materials of the package were compared");
    tap_note("%ld materials: largest differences %.2g eV, %.2g mol, %.2g of ln p (%ld onsets)", all.materials, all.energy,
             all.amount, all.onset, all.onsets);
    ip_solver_free(all.solver);
    ip_air_free(air);
    ip_gases_free(gases);
    ip_dataset_free(dataset);
    return tap_done();
}
