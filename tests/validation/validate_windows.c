/* Voltage profiles and windows against independent ones, and against figures kept here. */
#include "../tap.h"

#include <interphase/interphase.h>

#include <jansson.h>

#include <math.h>

#define PLATEAU_TOLERANCE 1e-4 /* V; atoms per formula unit */
#define HULL_TOLERANCE 1e-6    /* eV/atom */
#define FIGURE_TOLERANCE 1e-4  /* V; the figures below have four decimals */

typedef struct difference {
    double voltage, uptake, hull, potential; /* largest so far */
} difference;

static void raise_to(double *largest, double value) {
    if (!(value <= *largest))
        *largest = value;
}

static ip_status find(ip_profile *profile, ip_solver *solver, const char *formula, const char *metal) {
    ip_composition composition;
    ip_error error;
    ip_status status = ip_composition_read(&composition, formula, &error);
    if (!status)
        status = ip_profile_find(profile, solver, &composition, ip_element_find(metal, strlen(metal)), 0, &error);
    if (status)
        tap_note("%s: %s", formula, error.message);
    return status;
}

static bool compare_plateaus(const ip_profile *profile, const json_t *expected, difference *largest) {
    bool same = (size_t)profile->plateau_count == json_array_size(expected) && profile->plateau_count > 0;
    for (int i = 0; same && i < profile->plateau_count; i++) {
        const json_t *pair = json_array_get(expected, (size_t)i);
        const ip_plateau *plateau = &profile->plateaus[i];
        double voltage = fabs(plateau->voltage_low - json_number_value(json_array_get(pair, 0)));
        double uptake = fabs(plateau->uptake - json_number_value(json_array_get(pair, 1)));
        raise_to(&largest->voltage, voltage);
        raise_to(&largest->uptake, uptake);
        same = json_array_size(pair) == 2 && voltage <= PLATEAU_TOLERANCE && uptake <= PLATEAU_TOLERANCE;
        if (!same)
            tap_note("plateau %d: %.6f V, uptake %.6f; differs by %g V, %g", i, plateau->voltage_low, plateau->uptake, voltage,
                     uptake);
    }
    if ((size_t)profile->plateau_count != json_array_size(expected))
        tap_note("%d plateaus where %zu are expected", profile->plateau_count, json_array_size(expected));
    return same;
}

/* A null potential is expected where no range of voltage is without uptake. */
static bool compare_window(const ip_profile *profile, const json_t *entry, difference *largest) {
    const json_t *low = json_object_get(entry, "reduction_potential"), *high = json_object_get(entry, "oxidation_potential");
    ip_window window = ip_profile_window(profile);
    if (json_is_null(low) && json_is_null(high))
        return !window.has_plateau && window.reduction_potential <= window.oxidation_potential &&
               window.reduction_potential >= window.oxidation_potential;
    if (!window.has_plateau || !json_is_number(low))
        return false;
    double reduction = fabs(window.reduction_potential - json_number_value(low));
    raise_to(&largest->potential, reduction);
    if (json_is_null(high) || !json_is_number(high))
        return reduction <= PLATEAU_TOLERANCE && isinf(window.oxidation_potential);
    double oxidation = fabs(window.oxidation_potential - json_number_value(high));
    raise_to(&largest->potential, oxidation);
    return reduction <= PLATEAU_TOLERANCE && oxidation <= PLATEAU_TOLERANCE;
}

static void compare_entry(ip_solver *solver, const json_t *entry, difference *largest, long *without_plateau) {
    const char *formula = json_string_value(json_object_get(entry, "formula"));
    const char *metal = json_string_value(json_object_get(entry, "metal"));
    ip_profile profile;
    if (!formula || !metal || find(&profile, solver, formula, metal)) {
        tap_ok(false, "%s is answered", formula ? formula : "an entry without a formula");
        return;
    }
    double hull = fabs(profile.hull.energy_above_hull - json_number_value(json_object_get(entry, "energy_above_hull")));
    raise_to(&largest->hull, hull);
    bool plateaus = compare_plateaus(&profile, json_object_get(entry, "plateaus"), largest);
    bool window = compare_window(&profile, entry, largest);
    *without_plateau += json_is_null(json_object_get(entry, "reduction_potential"));
    tap_ok(plateaus && window && hull <= HULL_TOLERANCE, "%s against %s%s%s%s", formula, metal, plateaus ? "" : ": plateaus",
           window ? "" : ": window", hull <= HULL_TOLERANCE ? "" : ": energy above hull");
    ip_profile_clear(&profile);
}

static void compare_file(ip_solver *solver) {
    json_error_t problem;
    json_t *root = json_load_file(tap_answers("pymatgen-anchored.json"), 0, &problem);
    if (!root) {
        tap_skip("the independent windows are not beside the sources (shared/validation/pymatgen-anchored.json)");
        return;
    }
    difference largest = {0.0, 0.0, 0.0, 0.0};
    const json_t *windows = json_object_get(root, "windows");
    size_t step = tap_is_slow() && !tap_is_full() ? 8 : 1;
    long without_plateau = 0;
    tap_ok(json_array_size(windows) >= 80, "the file holds %zu windows", json_array_size(windows));
    for (size_t i = 0; i < json_array_size(windows); i += step)
        compare_entry(solver, json_array_get(windows, i), &largest, &without_plateau);
    tap_note("%zu windows compared, %ld of them without a plateau of zero uptake", (json_array_size(windows) + step - 1) / step,
             without_plateau);
    tap_note("largest differences: plateau %.2e V, uptake %.2e, potentials %.2e V, energy above hull %.2e eV/atom",
             largest.voltage, largest.uptake, largest.potential, largest.hull);
    json_decref(root);
}

/* Figures of sodium electrolytes on the shipped table, with its corrections. */
static const struct {
    const char *formula;
    double reduction, oxidation, contact_uptake;
} figures[] = {
    {"Na3PS4", 1.5319, 2.3640, 8.0},
    {"Na3SbS4", 1.8312, 2.1420, 8.0},
    {"Na3SbS4(H2O)8", NAN, NAN, 40.0},
    {"Na3YCl6", 0.8209, 4.2759, 3.0},
};

static void compare_figures(ip_solver *solver) {
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        ip_profile profile;
        if (find(&profile, solver, figures[i].formula, "Na")) {
            tap_ok(false, "%s is answered", figures[i].formula);
            continue;
        }
        ip_window window = ip_profile_window(&profile);
        if (!isnan(figures[i].reduction))
            tap_ok(fabs(window.reduction_potential - figures[i].reduction) <= FIGURE_TOLERANCE &&
                       fabs(window.oxidation_potential - figures[i].oxidation) <= FIGURE_TOLERANCE && window.stable,
                   "%s is stable from %.4f to %.4f V", figures[i].formula, figures[i].reduction, figures[i].oxidation);
        tap_ok(fabs(window.contact->uptake - figures[i].contact_uptake) <= 1e-6 && window.contact->reaction_energy_low < 0.0,
               "%s takes up %g Na in contact with sodium", figures[i].formula, figures[i].contact_uptake);
        ip_profile_clear(&profile);
    }
}

/* Lower edges of the plateaus of Li3PS4 against lithium, without corrections, from the second on. */
static const double lithium_edges[] = {0.8702, 0.9357, 1.1695, 1.2666, 1.7207, 2.3607, 3.7593};

static void compare_lithium(ip_solver *solver) {
    int count = (int)(sizeof lithium_edges / sizeof *lithium_edges);
    ip_profile profile;
    if (find(&profile, solver, "Li3PS4", "Li")) {
        tap_ok(false, "Li3PS4 is answered");
        return;
    }
    bool same = tap_ok(profile.plateau_count == count + 1, "Li3PS4 has %d plateaus against Li", count + 1);
    for (int i = 0; same && i < count; i++)
        tap_ok(fabs(profile.plateaus[i + 1].voltage_low - lithium_edges[i]) <= 2.0 * FIGURE_TOLERANCE, "one begins at %.4f V",
               lithium_edges[i]);
    ip_profile_clear(&profile);
}

/* Reads the shipped table anew and hands a solver for it over. */
static void with_table(unsigned flags, void (*compare_all)(ip_solver *)) {
    ip_dataset *dataset;
    ip_solver *solver;
    ip_error error;
    if (ip_dataset_new(&dataset, &error) ||
        ip_dataset_read(dataset, tap_source("datasets/mp2020.csv"), flags, NULL, NULL, &error) ||
        ip_solver_new(&solver, dataset, &error))
        tap_bail_out(error.message);
    compare_all(solver);
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

static void compare_corrected(ip_solver *solver) {
    compare_figures(solver);
    compare_file(solver);
}

int main(void) {
    with_table(0, compare_corrected);
    with_table(IP_READ_UNCORRECTED, compare_lithium);
    ip_solver_end_thread();
    return tap_done();
}
