/* Sweeps of one reservoir beside others: profiles, windows and worst voltages against questions at single voltages and pressures.
 */
#include "gases.h"

#include "answers/reservoir.h"

#include <interphase/decomposition.h>
#include <interphase/interface.h>
#include <interphase/profile.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SODIUM = 11 };

static const open_element sulfur = {"S", -1.5, 4}; /* beside the metal */

/* ---- profiles */

/* Energy of reaction per atom of the subject at a place of a plateau. */
static double energy_at(const ip_profile *profile, const ip_plateau *plateau, double voltage) {
    return plateau->reaction_energy_low + plateau->uptake * profile->charge / profile->atoms * (voltage - plateau->voltage_low);
}

static const ip_plateau *plateau_at(const ip_profile *profile, double voltage) {
    for (int i = 0; i < profile->plateau_count; i++)
        if (voltage >= profile->plateaus[i].voltage_low && voltage <= profile->plateaus[i].voltage_high)
            return &profile->plateaus[i];
    return NULL;
}

/* The same by an equilibrium of its own; NaN where the reservoirs contradict each other. */
static double energy_alone(ip_solver *solver, const question *asked, const ip_reservoir *reservoir) {
    ip_decomposition found;
    ip_error error;
    ip_status status = ip_decomposition_find(&found, solver, &asked->subject, reservoir, &error);
    if (status == IP_UNBOUNDED || status == IP_RESERVOIR)
        return NAN;
    assert_ok(status, &error);
    double energy = found.energy / found.atoms;
    ip_decomposition_clear(&found);
    return energy;
}

static double alone_at_voltage(ip_solver *solver, const question *asked, double voltage) {
    ip_reservoir reservoir = asked->reservoir;
    assert_int_equal(ip_reservoir_open_metal(&reservoir, SODIUM, 0, voltage, NULL), IP_OK);
    return energy_alone(solver, asked, &reservoir);
}

/* A gas that is swept: its potential is set. */
static double alone_at_potential(ip_solver *solver, const question *asked, ip_atmosphere *atmosphere, const char *gas,
                                 double potential) {
    assert_int_equal(ip_atmosphere_set(atmosphere, gas, potential, NULL), IP_OK);
    return energy_alone(solver, asked, &asked->reservoir);
}

/* What reactions count from at the potentials as they are, eV/atom. */
static double start_energy(ip_solver *solver, const question *asked) {
    ip_hull hull;
    ip_error error;
    assert_ok(ip_reservoir_locate(&hull, solver, &asked->subject, &asked->reservoir, NULL, &error), &error);
    double energy = ip_reservoir_subject_energy(&hull, &asked->subject, &asked->reservoir);
    ip_hull_clear(&hull);
    return energy;
}

static void check_plateaus(const ip_profile *profile) {
    for (int i = 0; i < profile->plateau_count; i++) {
        const ip_plateau *plateau = &profile->plateaus[i];
        assert_true(plateau->voltage_high > plateau->voltage_low);
        if (i + 1 == profile->plateau_count)
            continue;
        assert_near(plateau->voltage_high, plateau[1].voltage_low, 0.0);
        assert_near(plateau->reaction_energy_high, plateau[1].reaction_energy_low, 1e-8);
        assert_true(plateau->uptake > plateau[1].uptake);
    }
}

static void check_voltages(random_source *source, ip_solver *solver, const question *asked, int *answered, int *limited) {
    ip_profile profile;
    ip_error error;
    double low, high;
    ip_status status = ip_profile_find_in(&profile, solver, &asked->subject, SODIUM, 0, &asked->reservoir, &error);
    if (status == IP_UNBOUNDED || status == IP_RESERVOIR) {
        if (status == IP_UNBOUNDED)
            assert_contains(error.message, " -> ");
        for (int i = 0; i < 4 && status == IP_UNBOUNDED; i++)
            assert_true(isnan(alone_at_voltage(solver, asked, random_between(source, 0.0, 6.0))));
        return;
    }
    assert_ok(status, &error);
    check_plateaus(&profile);
    double first = profile.plateaus[0].voltage_low, last = profile.plateaus[profile.plateau_count - 1].voltage_high;
    for (int i = 0; i < 6; i++) {
        double voltage = i ? random_between(source, 0.0, 5.0) : first + 1e-4, alone = alone_at_voltage(solver, asked, voltage);
        if (voltage < first - 1e-5 || voltage > last + 1e-5)
            assert_true(isnan(alone));
        else if (voltage > first + 1e-5 && voltage < last - 1e-5)
            assert_near(alone, energy_at(&profile, plateau_at(&profile, voltage), voltage), 1e-7);
    }
    *limited += profile.limit != NULL;
    if (profile.limit)
        assert_contains(profile.limit, " -> ");
    ip_window window = ip_profile_window(&profile);
    assert_true(!window.contact == (profile.limit != NULL));
    assert_ok(ip_window_find_in(&low, &high, solver, &asked->subject, SODIUM, 0, &asked->reservoir, &error), &error);
    assert_near(low, window.reduction_potential, 1e-7);
    if (isfinite(high) || isfinite(window.oxidation_potential))
        assert_near(high, window.oxidation_potential, 1e-7);
    ip_profile_clear(&profile);
    ++*answered;
}

static void check_pressures(random_source *source, ip_solver *solver, question *asked, ip_atmosphere *atmosphere, int *answered) {
    const double highest = 0.3;
    ip_profile profile;
    ip_error error;
    const gas_question *gas = &asked->gases[0];
    ip_status status = ip_profile_find_gas(&profile, solver, &asked->subject, &asked->reservoir, gas->formula, highest, &error);
    if (gas->released) {
        assert_int_equal(status, IP_BAD_ARGUMENT);
        return;
    }
    if (status == IP_UNBOUNDED || status == IP_RESERVOIR)
        return;
    assert_ok(status, &error);
    assert_int_equal(profile.metal, 0);
    assert_string_equal(profile.gas->formula,
                        ip_atmosphere_gas(atmosphere, ip_atmosphere_find(atmosphere, &gas->composition))->formula);
    check_plateaus(&profile);
    double first = profile.plateaus[0].voltage_low, last = profile.plateaus[profile.plateau_count - 1].voltage_high;
    assert_true(first >= -highest);
    for (int i = 0; i < 6; i++) {
        double lack = random_between(source, -0.3, 8.0),
               alone = alone_at_potential(solver, asked, atmosphere, gas->formula, -lack);
        if (lack < first - 1e-5 || lack > last + 1e-5)
            assert_true(isnan(alone));
        else if (lack > first + 1e-5 && lack < last - 1e-5)
            /* Either counts from a start of its own: the gas, where its row would lie below it, or the row. */
            assert_near(alone + start_energy(solver, asked),
                        energy_at(&profile, plateau_at(&profile, lack), lack) + profile.energy, 1e-7);
    }
    ip_profile_clear(&profile);
    ++*answered;
}

/* No voltage of the range is worse, and the depth is that of the voltage. */
static void check_worst(random_source *source, ip_solver *solver, const question *asked, int *answered) {
    ip_composition other = random_composition(source, gas_symbols, 4, 1);
    double low = random_between(source, 0.0, 2.0), high = low + random_between(source, 0.1, 3.0), worst, deepest, depth;
    ip_error error;
    ip_status status = ip_interface_worst_voltage_in(&worst, &deepest, solver, &asked->subject, &other, SODIUM, 0, low, high,
                                                     &asked->reservoir, NULL, &error);
    if (status == IP_UNBOUNDED || status == IP_RESERVOIR)
        return;
    assert_ok(status, &error);
    for (int i = 0; i < 6; i++) {
        ip_reservoir reservoir = asked->reservoir;
        double voltage = i ? random_between(source, low, high) : worst;
        assert_int_equal(ip_reservoir_open_metal(&reservoir, SODIUM, 0, voltage, NULL), IP_OK);
        assert_ok(ip_interface_depth(&depth, NULL, solver, &asked->subject, &other, &reservoir, &error), &error);
        assert_true(depth >= deepest - 1e-7);
        if (i == 0)
            assert_near(depth, deepest, 1e-7);
    }
    ++*answered;
}

static void test_sweeps(void **state) {
    (void)state;
    random_source source = random_start(1501);
    int profiles = 0, limited = 0, pressures = 0, worst = 0, tables = repetitions(60);
    for (int t = 0; t < tables; t++) {
        random_table table = random_table_make(&source, gas_symbols, 4, 12, t % 4 ? SCATTERED_ENERGIES : TIED_ENERGIES);
        ip_dataset *dataset = random_table_read(&table);
        ip_solver *solver;
        assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
        for (int i = 0; i < 10; i++) {
            question asked = random_question(&source, 4, &sulfur);
            ip_atmosphere *atmosphere = make_atmosphere(&asked, false);
            asked.reservoir.atmosphere = atmosphere;
            check_voltages(&source, solver, &asked, &profiles, &limited);
            check_worst(&source, solver, &asked, &worst);
            check_pressures(&source, solver, &asked, atmosphere, &pressures);
            ip_atmosphere_free(atmosphere);
        }
        ip_solver_free(solver);
        ip_dataset_free(dataset);
    }
    print_message("# %d profiles, %d of them not from 0 V; %d of pressures; %d ranges\n", profiles, limited, pressures, worst);
    assert_true(profiles > tables && limited > tables / 4 && pressures > tables && worst > tables / 2);
}

/* 2 Na + O -> Na2O would go on below (4.2 - 1) / 2 = 1.6 V, NaS(g) -> Na + S above 1 V. */
static void test_nowhere(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nO2,0\nFe,0\nNa2O,-1.4\n");
    ip_composition iron = read_formula("Fe"), oxide = read_formula("FeO");
    ip_reservoir reservoir = IP_RESERVOIR_INIT;
    ip_atmosphere *atmosphere;
    ip_solver *solver;
    ip_profile profile;
    ip_error error;
    double voltage;
    assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
    assert_int_equal(ip_atmosphere_new(&atmosphere, NULL), IP_OK);
    assert_int_equal(ip_atmosphere_add(atmosphere, "NaS", -1.0, NULL), IP_OK);
    reservoir.atmosphere = atmosphere;
    assert_ok(ip_profile_find_in(&profile, solver, &iron, SODIUM, 0, &reservoir, &error), &error);
    assert_near(profile.plateaus[profile.plateau_count - 1].voltage_high, 1.0, 1e-7);
    ip_profile_clear(&profile);
    assert_int_equal(
        ip_interface_worst_voltage_in(&voltage, NULL, solver, &iron, &oxide, SODIUM, 0, 0.5, 2.0, &reservoir, NULL, &error),
        IP_UNBOUNDED);
    assert_contains(error.message, "above 1.0000 V");
    assert_int_equal(ip_reservoir_open(&reservoir, ip_element_find("O", 1), -1.0, NULL), IP_OK);
    assert_int_equal(ip_profile_find_in(&profile, solver, &iron, SODIUM, 0, &reservoir, &error), IP_UNBOUNDED);
    assert_contains(error.message, "contradict");
    ip_atmosphere_free(atmosphere);
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

static void test_what_cannot_be_swept(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nO2,0\nNa2O,-1.4\n");
    ip_composition oxide = read_formula("Na2O");
    ip_reservoir reservoir = IP_RESERVOIR_INIT;
    ip_solver *solver;
    ip_profile profile;
    ip_error error;
    assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
    assert_int_equal(ip_profile_find_gas(&profile, solver, &oxide, &reservoir, "O2", 0.0, &error), IP_BAD_ARGUMENT);
    assert_string_equal(error.message, "the atmosphere has no gas O2 that gives and takes");
    assert_int_equal(ip_profile_find_gas(&profile, solver, &oxide, NULL, "o2", 0.0, &error), IP_BAD_FORMULA);
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sweeps),
        cmocka_unit_test(test_nowhere),
        cmocka_unit_test(test_what_cannot_be_swept),
    };
    return run_unit_tests(tests);
}
