/* Gases, entropies and pressures, held against tables of measured values; datasets at a temperature. */
#include "support.h"

#include <interphase/candidates.h>
#include <interphase/equilibrium.h>
#include <interphase/gas.h>
#include <interphase/hull.h>
#include <interphase/uncertainty.h>

#include "table/gas_store.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* kJ/mol of 1 eV per molecule. */
#define KJ_PER_MOL 96.48533212

static ip_gases *shipped(void) {
    ip_gases *gases = NULL;
    ip_error error;
    assert_ok(ip_gases_read_shipped(&gases, &error), &error);
    return gases;
}

static const ip_gas *find(const ip_gases *gases, const char *formula) {
    const ip_gas *gas = NULL;
    ip_error error;
    assert_ok(ip_gases_find_formula(&gas, gases, formula, &error), &error);
    return gas;
}

static double potential(const ip_gases *gases, const char *formula, double temperature, double pressure) {
    double found = NAN;
    ip_error error;
    assert_ok(ip_gas_potential(&found, gases, find(gases, formula), temperature, pressure, &error), &error);
    return found;
}

/* NIST-JANAF Thermochemical Tables, 4th edition (M. W. Chase, J. Phys. Chem. Ref. Data, Monograph 9, 1998), 1 bar: formation
 * enthalpy at 298.15 K in kJ/mol, and -(G - H298) / T in J/(mol K). */
typedef struct janaf_row {
    const char *formula;
    double enthalpy, at_298, at_500, at_1000;
} janaf_row;

static const janaf_row janaf[] = {
    {"H2O", -241.826, 188.834, 192.685, 206.738}, {"CO2", -393.522, 213.795, 218.290, 235.901},
    {"HCl", -92.312, 186.901, 190.205, 201.857},  {"SO2", -296.842, 248.212, 252.979, 271.339},
    {"NH3", -45.898, 192.774, 197.021, 213.849},  {"H2S", -20.502, 205.757, 209.726, 224.599},
};
enum { JANAF_ROWS = sizeof janaf / sizeof *janaf };

static void gases_agree_with_the_tables(void **state) {
    (void)state;
    ip_gases *gases = shipped();
    for (int i = 0; i < JANAF_ROWS; i++) {
        const double temperatures[] = {298.15, 500.0, 1000.0};
        const double functions[] = {janaf[i].at_298, janaf[i].at_500, janaf[i].at_1000};
        for (int t = 0; t < 3; t++)
            assert_near(ip_gas_standard_energy(find(gases, janaf[i].formula), temperatures[t]) / 1000.0,
                        janaf[i].enthalpy - temperatures[t] * functions[t] / 1000.0, 0.3);
    }
    ip_gases_free(gases);
}

/* The same tables' Gibbs energies of formation, kJ/mol, where all elements are gases: what the zero of the elements makes of
 * it. */
static void potentials_count_from_the_elements(void **state) {
    (void)state;
    static const struct {
        const char *formula;
        double temperature, energy;
    } formed[] = {{"H2O", 298.15, -228.582}, {"H2O", 500.0, -219.051}, {"H2O", 1000.0, -192.590}, {"HCl", 298.15, -95.300},
                  {"HCl", 500.0, -97.166},   {"HCl", 1000.0, -100.799}, {"NH3", 298.15, -16.367}, {"NH3", 500.0, 4.800},
                  {"NH3", 1000.0, 61.910}};
    ip_gases *gases = shipped();
    for (size_t i = 0; i < sizeof formed / sizeof *formed; i++)
        assert_near(KJ_PER_MOL * potential(gases, formed[i].formula, formed[i].temperature, 1.0), formed[i].energy, 0.3);
    static const char *const elements[] = {"H2", "N2", "O2", "F2", "Cl2", "Ar"};
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        for (double temperature = 300.0; temperature <= 1500.0; temperature += 400.0)
            assert_near(potential(gases, elements[i], temperature, 1.0), 0.0, 1e-12);
    ip_gases_free(gases);
}

static void pressure_counts_by_its_logarithm(void **state) {
    (void)state;
    ip_gases *gases = shipped();
    /* k = 8.617333262e-5 eV/K; ln 0.21 = -1.5606477 */
    assert_near(potential(gases, "O2", 1000.0, 0.21), 8.617333262e-5 * 1000.0 * -1.5606477, 1e-8);
    assert_near(ip_gas_thermal_energy(300.0), 0.0258519998, 1e-9);
    ip_gases_free(gases);
}

/* Solids whose entropies are well measured: -T (S - sum of the elements') at 298.15 K from the formation enthalpies and Gibbs
 * energies of the NBS tables (D. D. Wagman et al., J. Phys. Chem. Ref. Data 11, suppl. 2, 1982), kJ/mol. The additive
 * entropies miss them by some J/(mol K) an atom. */
static void entropies_of_solids_are_near_measured_ones(void **state) {
    (void)state;
    static const struct {
        const char *formula;
        double enthalpy, gibbs;
    } measured[] = {{"NaCl", -411.153, -384.138}, {"CaO", -635.09, -604.03}, {"CaCO3", -1206.92, -1128.79},
                    {"Na2SO4", -1387.08, -1270.16}, {"Al2O3", -1675.7, -1582.3}, {"ZnS", -205.98, -201.29}};
    ip_gases *gases = shipped();
    for (size_t i = 0; i < sizeof measured / sizeof *measured; i++) {
        ip_composition composition = read_formula(measured[i].formula);
        double found = KJ_PER_MOL * ip_solid_entropy_energy(gases, &composition, 298.15);
        assert_near(found, measured[i].gibbs - measured[i].enthalpy, 1.0 * ip_composition_atoms(&composition));
    }
    /* By hand at 298.15 K, where no heat capacity counts: T (51.3 + 223.082 / 2 - 33.6 - 38.1) J/mol. */
    ip_composition salt = read_formula("NaCl"), metal = read_formula("Na"), unknown = read_formula("PtO2");
    assert_near(KJ_PER_MOL * ip_solid_entropy_energy(gases, &salt, 298.15), 0.29815 * 91.141, 1e-6);
    assert_near(ip_solid_entropy_energy(gases, &metal, 700.0), 0.0, 0.0);
    assert_true(isnan(ip_solid_entropy_energy(gases, &unknown, 700.0)));
    ip_gases_free(gases);
}

static void molecules_are_told_apart(void **state) {
    (void)state;
    ip_gases *gases = shipped();
    const ip_gas *gas;
    ip_error error;
    assert_int_equal(ip_gases_count(gases), 54);
    assert_string_equal(ip_gases_at(gases, 0)->formula, "H2O");
    assert_string_equal(find(gases, "OH2")->name, "water vapour");
    assert_string_equal(find(gases, "O3")->name, "ozone");
    assert_string_equal(find(gases, "S8")->name, "octasulfur");
    assert_int_equal(ip_gases_find_formula(&gas, gases, "O5", &error), IP_BAD_ARGUMENT);
    assert_string_equal(
        error.message, "O5 is none of the 54 gases of the table, such as O2, H2O and CO2; the formula of a molecule is expected");
    assert_int_equal(ip_gases_find_formula(&gas, gases, "h2o", &error), IP_BAD_FORMULA);
    ip_gases_free(gases);
}

static void refuse(const ip_gases *gases, const char *formula, double temperature, double pressure, const char *part) {
    double found;
    ip_error error;
    assert_int_equal(ip_gas_potential(&found, gases, find(gases, formula), temperature, pressure, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, part);
}

static void what_is_outside_is_refused(void **state) {
    (void)state;
    ip_gases *gases = shipped();
    refuse(gases, "O2", 298.0, 1.0,
           "298 K is outside the temperatures that entropies are known for; expected is 298.15 to 1500 K");
    refuse(gases, "O2", 1500.5, 1.0, "1500.5 K");
    refuse(gases, "O2", NAN, 1.0, "expected is 298.15 to 1500 K");
    refuse(gases, "O2", 300.0, 0.0, "0 bar is no pressure of O2; a number above 0 is expected");
    refuse(gases, "O2", 300.0, INFINITY, "no pressure");
    refuse(gases, "O2", 300.0, NAN, "no pressure");
    ip_gases_free(gases);
}

/* ---- pressures as people write them */

static void pressures_are_read(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double bar;
    } written[] = {{"0.21bar", 0.21}, {"21kPa", 0.21}, {"420ppm", 4.2e-4}, {"1atm", 1.01325}, {"100Pa", 1e-3}, {"1e-3 bar", 1e-3},
                   {"2.5E+2mbar", 0.25}, {"10hPa", 0.01}, {"0.1MPa", 1.0}, {"5ppb", 5e-9}, {"21%", 0.21}, {"+1bar", 1.0}};
    ip_gases *gases = shipped();
    double bar;
    ip_error error;
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        assert_ok(ip_pressure_read(&bar, written[i].text, find(gases, "O2"), 300.0, &error), &error);
        assert_near(bar / written[i].bar, 1.0, 1e-12);
    }
    /* Magnus by hand: 6.112e-3 exp(17.62 * 26.85 / (243.12 + 26.85)) = 6.112e-3 exp(1.752406) = 0.0352568; and at -40 C
     * 6.112e-3 exp(-704.8 / 203.12) = 6.112e-3 exp(-3.469870) = 1.902e-4 */
    assert_ok(ip_pressure_read(&bar, "40%RH", find(gases, "H2O"), 300.0, &error), &error);
    assert_near(bar, 0.0141027, 1e-7);
    assert_ok(ip_pressure_read(&bar, "-40C", find(gases, "H2O"), 300.0, &error), &error);
    assert_near(bar, 1.902e-4, 1e-7);
    assert_ok(ip_pressure_read(&bar, "-40 \302\260C", find(gases, "H2O"), 800.0, &error), &error);
    assert_near(bar, 1.902e-4, 1e-7);
    ip_gases_free(gases);
}

static void refuse_pressure(const ip_gases *gases, const char *text, const char *formula, double temperature,
                            const char *message) {
    double bar;
    ip_error error;
    assert_int_equal(ip_pressure_read(&bar, text, find(gases, formula), temperature, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, message);
}

static void wrong_pressures_are_refused_with_the_place(void **state) {
    (void)state;
    ip_gases *gases = shipped();
    refuse_pressure(gases, "", "O2", 300.0, "character 1: '' is no pressure of O2; a number and a unit are expected");
    refuse_pressure(gases, "bar", "O2", 300.0, "character 1: 'bar' is no pressure");
    refuse_pressure(gases, "1.2.3bar", "O2", 300.0, "character 1: '1.2.3bar' is no pressure");
    refuse_pressure(gases, "0.21", "O2", 300.0, "character 5: '' is no unit of pressure; expected is one of bar, mbar, ");
    refuse_pressure(gases, "0.21 psi", "O2", 300.0, "character 6: 'psi' is no unit of pressure");
    refuse_pressure(gases, "21kpa", "O2", 300.0, "character 3: 'kpa' is no unit");
    refuse_pressure(gases, "0bar", "O2", 300.0, "character 1: 0 bar is no pressure of O2; a number above 0 is expected");
    refuse_pressure(gases, "-1bar", "O2", 300.0, "a number above 0 is expected");
    refuse_pressure(gases, "1e308MPa", "O2", 300.0, "a number above 0 is expected");
    refuse_pressure(gases, "1e-320ppb", "O2", 300.0, "a number above 0 is expected");
    refuse_pressure(gases, "40%RH", "O2", 300.0, "character 3: only water has a pressure in '%RH', not O2");
    refuse_pressure(gases, "-40C", "H2S", 300.0, "character 4: only water has a pressure in 'C', not H2S");
    refuse_pressure(gases, "0%RH", "H2O", 300.0,
                    "character 1: 0 % is no relative humidity; more than 0 and at most 100 is expected");
    refuse_pressure(gases, "101%RH", "H2O", 300.0, "101 % is no relative humidity");
    refuse_pressure(gases, "40%RH", "H2O", 800.0,
                    "character 1: a relative humidity at 526.85 degrees Celsius; it means something from -100 to 100");
    refuse_pressure(gases, "-200C", "H2O", 300.0, "character 1: a dew point of -200 degrees Celsius; expected is -100 to 100");
    refuse_pressure(gases, "1bar of", "O2", 300.0, "character 2: 'bar of' is no unit");
    char number[128];
    memset(number, '1', sizeof number);
    memcpy(number + sizeof number - 4, "bar", 4);
    refuse_pressure(gases, number, "O2", 300.0, "is no pressure of O2");
    ip_gases_free(gases);
}

/* ---- tables of one's own */

static const char gas_header[] = "name,formula,H298_kJ_mol,S298_J_mol_K,A,B,C,D,E,T_min_K,T_max_K\n";
static const char entropy_header[] = "element,entropy_in_solid_J_mol_K,heat_capacity_in_solid_J_mol_K,element_entropy_J_mol_K\n";

static ip_status read_both(ip_gases **out, const char *gas_rows, const char *entropy_rows, ip_error *error) {
    char text[1024], gases[PATH_SIZE], entropies[PATH_SIZE];
    int length = snprintf(text, sizeof text, "%s%s", gas_header, gas_rows);
    write_temporary(gases, text, (size_t)length);
    length = snprintf(text, sizeof text, "%s%s", entropy_header, entropy_rows);
    write_temporary(entropies, text, (size_t)length);
    ip_status status = ip_gases_read(out, gases, entropies, error);
    unlink(gases);
    unlink(entropies);
    return status;
}

static void faulty_tables_are_refused_with_the_place(void **state) {
    (void)state;
    static const struct {
        const char *gases, *entropies, *part;
    } faults[] = {
        {"x,Xy2,0,0,0,0,0,0,0,298,1500\n", "", ":2: column formula: "},
        {"x,O2,nothing,0,0,0,0,0,0,298,1500\n", "", ":2: column H298_kJ_mol: 'nothing'; expected is a number"},
        {"x,O2,0,0,0,0,0,0,,298,1500\n", "", ":2: column E: ''; expected is a number"},
        {"x,O2,0,0,0,0,0,0,0,1500,298\n", "", ":2: column T_min_K: '1500'; expected is a temperature in K, not above T_max_K"},
        {"x,O2,0,0,0,0,0,0,0,298,1500\ny,O2,0,0,0,0,0,0,0,298,1500\n", "",
         ":3: column formula: 'O2'; expected is a molecule that no earlier row has"},
        {"x,O2,0,0\n", "", ":2: 4 fields where the header line has 11"},
        {"", "Xy,1,1,1\n", ":2: column element: 'Xy'; expected is the symbol of an element"},
        {"", "Na,1,1,1\nNa,1,1,1\n", ":3: column element: 'Na'; expected is an element that no earlier row has"},
        {"", "Na,1,1,\n", ":2: column element_entropy_J_mol_K: ''; expected is a number"},
        {"", "Na,much,1,1\n", ":2: column entropy_in_solid_J_mol_K: 'much'; expected is a number, or nothing"},
    };
    ip_gases *gases;
    ip_error error;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        assert_int_equal(read_both(&gases, faults[i].gases, faults[i].entropies, &error), IP_BAD_TABLE);
        assert_contains(error.message, faults[i].part);
    }
    assert_int_equal(ip_gases_read(&gases, "/nowhere/gases.csv", "/nowhere/entropies.csv", &error), IP_INPUT_OUTPUT);
    assert_contains(error.message, "/nowhere/gases.csv: cannot be opened");
    ip_gases_free(NULL);
}

/* A gas that its row knows at some temperatures only, and one with an element that the other table lacks. */
static void what_tables_lack_is_refused(void **state) {
    (void)state;
    ip_gases *gases;
    ip_error error;
    assert_ok(read_both(&gases,
                        "short,HCl,0,0,30,0,0,0,0,298,400\nodd,AuCl,0,0,30,0,0,0,0,298,1500\nx,H2,0,0,30,0,0,0,0,298,1500\n"
                        "x,Cl2,0,0,30,0,0,0,0,298,1500\n",
                        "", &error),
              &error);
    refuse(gases, "HCl", 401.0, 1.0, "the table knows HCl from 298 to 400 K only, not at 401 K");
    refuse(gases, "AuCl", 300.0, 1.0, "the potential of AuCl is not known: the table of entropies has none of the element Au");
    ip_gases_free(gases);
}

/* ---- datasets */

static const char small[] =
    "formula,e_form,uncertainty\nNa,0,0\nCl,0,0\nPt,0,0\nO,0,0\nNaCl,-2.13,0.01\nNaO,-1.0,\nPtO2,-0.5,0.1\nNaPtO2,-1,0.1\n";

static void a_dataset_has_gibbs_energies(void **state) {
    (void)state;
    ip_gases *gases = shipped();
    ip_dataset *dataset = read_text(small);
    ip_composition salt = read_formula("NaCl"), metal = read_formula("Na"), oxide = read_formula("NaO");
    ip_error error;
    assert_near(ip_dataset_temperature(dataset), 0.0, 0.0);
    assert_int_equal(ip_dataset_set_temperature(dataset, gases, 200.0, &error), IP_BAD_ARGUMENT);
    assert_ok(ip_dataset_set_temperature(dataset, gases, 600.0, &error), &error);
    assert_near(ip_dataset_temperature(dataset), 600.0, 0.0);
    const ip_phase *phase = ip_dataset_find(dataset, &salt);
    assert_near(phase->formation_energy, -2.13 + ip_solid_entropy_energy(gases, &salt, 600.0) / 2.0, 1e-12);
    /* 8 meV/atom at 300 K is 16 at 600 K: sqrt(10^2 + 16^2) = 18.868 */
    assert_near(phase->uncertainty, 0.018868, 1e-6);
    assert_near(ip_dataset_find(dataset, &metal)->formation_energy, 0.0, 0.0);
    assert_near(ip_dataset_find(dataset, &metal)->uncertainty, 0.0, 0.0);
    assert_true(isnan(ip_dataset_find(dataset, &oxide)->uncertainty));
    assert_int_equal(ip_dataset_set_temperature(dataset, gases, 700.0, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "the dataset has a temperature already, 600 K");
    ip_dataset_free(dataset);
    ip_gases_free(gases);
}

/* Entries that take no part are at the temperature of those that do. */
static void candidates_have_gibbs_energies(void **state) {
    (void)state;
    ip_gases *gases = shipped();
    ip_candidates *candidates = NULL;
    ip_composition salt = read_formula("NaCl");
    char path[PATH_SIZE];
    ip_error error;
    write_temporary(path, small, sizeof small - 1);
    assert_ok(ip_candidates_read(&candidates, path, 0, &error), &error);
    unlink(path);
    assert_int_equal(ip_candidates_set_temperature(candidates, gases, 2000.0, &error), IP_BAD_ARGUMENT);
    assert_ok(ip_candidates_set_temperature(candidates, gases, 600.0, &error), &error);
    const ip_phase *phase = ip_candidates_phase(candidates, 4);
    assert_string_equal(phase->formula, "NaCl");
    assert_near(phase->formation_energy, -2.13 + ip_solid_entropy_energy(gases, &salt, 600.0) / 2.0, 1e-12);
    assert_near(phase->uncertainty, 0.018868, 1e-6);
    ip_candidates_free(candidates);
    ip_gases_free(gases);
}

static void compounds_of_unknown_entropy_are_refused(void **state) {
    (void)state;
    ip_gases *gases = shipped();
    ip_dataset *dataset = read_text(small);
    ip_solver *solver;
    ip_error error;
    ip_hull hull;
    ip_composition known = read_formula("Na2O2"), unknown = read_formula("NaPtO3");
    assert_true(ip_element_set_empty(ip_dataset_unknown_entropies(dataset)));
    assert_ok(ip_dataset_set_temperature(dataset, gases, 600.0, &error), &error);
    assert_true(ip_element_set_has(ip_dataset_unknown_entropies(dataset), 78));
    assert_false(ip_element_set_has(ip_dataset_unknown_entropies(dataset), 11));
    assert_ok(ip_solver_new(&solver, dataset, &error), &error);
    assert_ok(ip_hull_find(&hull, solver, &known, &error), &error);
    ip_hull_clear(&hull);
    assert_int_equal(ip_hull_find(&hull, solver, &unknown, &error), IP_MISSING_ELEMENT);
    assert_string_equal(error.message, "the entropy of the compounds of Pt is not known, so that none can be compared at 600 K; "
                                       "without a temperature they can");
    ip_solver_free(solver);
    ip_dataset_free(dataset);
    ip_gases_free(gases);
}

/* The error of an entropy is that of one compound alone, beside those of the constants: for Na2S, 16 meV/atom at 600 K. */
static void uncertainties_grow_with_temperature(void **state) {
    (void)state;
    ip_gases *gases = shipped();
    ip_error error;
    double cold, hot;
    for (int at = 0; at < 2; at++) {
        ip_dataset *dataset = NULL;
        ip_corrections *corrections = NULL;
        ip_uncertainty *uncertainty = NULL;
        assert_ok(ip_dataset_new(&dataset, &error), &error);
        assert_ok(ip_dataset_read_shipped(dataset, "mp2020", 0, NULL, NULL, &error), &error);
        assert_ok(ip_corrections_new(&corrections, &error), &error);
        assert_ok(ip_corrections_read_shipped(corrections, "corrections", &error), &error);
        if (at)
            assert_ok(ip_dataset_set_temperature(dataset, gases, 600.0, &error), &error);
        assert_ok(ip_uncertainty_new(&uncertainty, corrections, dataset, &error), &error);
        ip_composition composition = read_formula("Na2S");
        ip_share share = IP_SHARE_INIT;
        share.phase = ip_dataset_find(dataset, &composition);
        share.factor = 1.0;
        assert_ok(ip_uncertainty_find(at ? &hot : &cold, uncertainty, &share, 1, &error), &error);
        assert_near(at ? hot : cold, share.phase->atoms * share.phase->uncertainty, 3.0 * IP_SAME_UNCERTAINTY);
        ip_uncertainty_free(uncertainty);
        ip_corrections_free(corrections);
        ip_dataset_free(dataset);
    }
    assert_near(hot * hot - cold * cold, 9.0 * 0.016 * 0.016, 1e-9);
    ip_gases_free(gases);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gases_agree_with_the_tables),
        cmocka_unit_test(potentials_count_from_the_elements),
        cmocka_unit_test(pressure_counts_by_its_logarithm),
        cmocka_unit_test(entropies_of_solids_are_near_measured_ones),
        cmocka_unit_test(molecules_are_told_apart),
        cmocka_unit_test(what_is_outside_is_refused),
        cmocka_unit_test(pressures_are_read),
        cmocka_unit_test(wrong_pressures_are_refused_with_the_place),
        cmocka_unit_test(faulty_tables_are_refused_with_the_place),
        cmocka_unit_test(what_tables_lack_is_refused),
        cmocka_unit_test(a_dataset_has_gibbs_energies),
        cmocka_unit_test(candidates_have_gibbs_energies),
        cmocka_unit_test(compounds_of_unknown_entropy_are_refused),
        cmocka_unit_test(uncertainties_grow_with_temperature),
    };
    return run_unit_tests(tests);
}
