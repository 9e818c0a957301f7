/* Compositions between two phases: which are parents, and the entropy of mixing on the sublattices that they share. The figures
 * are worked out by hand beside each. */
#include "support.h"

#include "table/sampler.h"

#include <interphase/interphase.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_ROOM = 4096, TEXT_ROOM = 1024, DRAWS = 20 };

/* k T at 300 K, eV: 8.617333262e-5 * 300 */
#define THERMAL 0.025852

static const char *const elements = "formula,e_form,uncertainty\nNa,0,0\nK,0,0\nCa,0,0\nSr,0,0\nLa,0,0\nY,0,0\nZr,0,0\nCr,0,0\n"
                                    "Mn,0,0\nFe,0,0\n"
                                    "Ni,0,0\nW,0,0\nP,0,0\nSb,0,0\nSi,0,0\nS,0,0\nO2,0,0\nCl2,0,0\nBr2,0,0\n";

static void heat(ip_dataset *dataset, double temperature) {
    char gases_path[PATH_ROOM], entropies_path[PATH_ROOM];
    const char *sources = getenv("SOURCES");
    ip_gases *gases;
    ip_error error;
    snprintf(gases_path, sizeof gases_path, "%s/datasets/gases.csv", sources ? sources : ".");
    snprintf(entropies_path, sizeof entropies_path, "%s/datasets/entropies.csv", sources ? sources : ".");
    assert_ok(ip_gases_read(&gases, gases_path, entropies_path, &error), &error);
    assert_ok(ip_dataset_set_temperature(dataset, gases, temperature, &error), &error);
    ip_gases_free(gases);
}

static ip_dataset *read_rows(const char *rows) {
    char text[2 * TEXT_ROOM];
    snprintf(text, sizeof text, "%s%s", elements, rows);
    return read_text(text);
}

static ip_mixing_entropy find_in(const ip_dataset *dataset, const char *formula) {
    ip_composition composition = read_formula(formula);
    ip_mixing_entropy found;
    ip_error error;
    assert_ok(ip_mixing_entropy_find(&found, dataset, &composition, &error), &error);
    return found;
}

/* Of a table with these rows: parents by formula, NULL for none. */
static void check(const char *rows, const char *formula, const char *first, const char *second, double x, double entropy) {
    ip_dataset *dataset = read_rows(rows);
    ip_mixing_entropy found = find_in(dataset, formula);
    if (!first) {
        assert_null(found.parents[0]);
        assert_null(found.parents[1]);
        assert_near(found.entropy, 0.0, 0.0);
    } else {
        assert_non_null(found.parents[0]);
        assert_string_equal(found.parents[0]->formula, first);
        assert_string_equal(found.parents[1]->formula, second);
        assert_near(found.x, x, 1e-12);
        assert_near(found.entropy, entropy, 1e-6);
    }
    ip_dataset_free(dataset);
}

/* Sb and W on one site: -(0.1 ln 0.1 + 0.9 ln 0.9) = 0.325083. Na on three, y = 0.1 / 3 of them empty:
 * -3 (y ln y + (1 - y) ln(1 - y)) = 0.438434; Na2WS4 has one of three empty, -3 (1/3 ln 1/3 + 2/3 ln 2/3) = 1.909543, of which
 * 0.1 come off. Sum 0.572563. */
static void doped(void **state) {
    (void)state;
    check("Na3SbS4,-1,0.01\nNa2WS4,-1.1,0.02\n", "Na2.9Sb0.9W0.1S4", "Na3SbS4", "Na2WS4", 0.1, 0.572563);
    /* Twice as much of it is twice the entropy, and phases are called what they are called. */
    check("Na6Sb2S8,-1,0.01\nNa4W2S8,-1.1,0.02\n", "Na5.8Sb1.8W0.2S8", "Na6Sb2S8", "Na4W2S8", 0.1, 2.0 * 0.572563);
}

static void kinds_of_sublattices(void **state) {
    (void)state;
    /* One site of two kinds, half and half: ln 2. */
    check("NaCrO2,-2,0\nNaFeO2,-2,0\n", "NaCr0.5Fe0.5O2", "NaCrO2", "NaFeO2", 0.5, 0.693147);
    check("NaCrO2,-2,0\nKCrO2,-2,0\n", "Na0.5K0.5CrO2", "KCrO2", "NaCrO2", 0.5, 0.693147);
    check("LaMnO3,-2,0\nSrMnO3,-2,0\n", "La0.5Sr0.5MnO3", "LaMnO3", "SrMnO3", 0.5, 0.693147);
    check("Na2S,-1,0\nCaS,-1,0\n", "NaCa0.5S", "CaS", "Na2S", 0.5,
          /* Ca and vacancies on two sites of Na, a quarter each: -(ln 1/2 + 2 * 0.5 ln 1/4) = 2.079442, less half of 2 ln 2 */
          1.386294);
    check("CrO2,-2,0\nNaCrO2,-2,0\n", "Na0.5CrO2", "CrO2", "NaCrO2", 0.5, 0.693147);
    /* A spinel's formula has twice the oxygen of a layer's: Mn2O4 and CaMn2O4, a quarter filled:
     * -(1/4 ln 1/4 + 3/4 ln 3/4) = 0.562335. */
    check("MnO2,-2,0\nCaMn2O4,-2,0\n", "Ca0.25Mn2O4", "MnO2", "CaMn2O4", 0.25, 0.562335);
    /* Six anions: 6 ln 2 = 4.158883. */
    check("Na3YCl6,-2,0\nNa3YBr6,-2,0\n", "Na3YCl3Br3", "Na3YBr6", "Na3YCl6", 0.5, 4.158883);
    /* Si and P on three: -(2 ln 2/3 + ln 1/3) = 1.909543. Na on four, one empty, -(3 ln 3/4 + ln 1/4) = 2.249341, less a third of
     * that of NaZr2P3O12, the same: 1.499560. */
    check("NaZr2P3O12,-2,0\nNa4Zr2Si3O12,-2,0\n", "Na3Zr2Si2PO12", "Na4Zr2Si3O12", "NaZr2P3O12", 1.0 / 3.0, 3.409103);
    /* Ca and vacancies on three sites of Na: 2 Na, 0.5 Ca, 0.5 empty, -(2 ln 2/3 + ln 1/6) = 2.602690; half of
     * the 3 ln 3 = 3.295837 of NaCaPS4 comes off: 0.954771. */
    check("Na3PS4,-1,0\nNaCaPS4,-1,0\n", "Na2Ca0.5PS4", "Na3PS4", "NaCaPS4", 0.5, 0.954771);
    /* Ni and Mn give way to Fe by twice as much: 0.25, 0.25, 0.5 of one site, 1.5 ln 2, less half of the ln 2 of Ni and Mn. */
    check("NaNi0.5Mn0.5O2,-2,0\nNaFeO2,-2,0\n", "NaNi0.25Mn0.25Fe0.5O2", "NaFeO2", "NaNi0.5Mn0.5O2", 0.5, 0.693147);
    /* The same beside Na that gives way to K. */
    check("NaNi0.5Mn0.5O2,-2,0\nKFeO2,-2,0\n", "Na0.5K0.5Ni0.25Mn0.25Fe0.5O2", "KFeO2", "NaNi0.5Mn0.5O2", 0.5, 2.0 * 0.693147);
}

static void no_parents(void **state) {
    (void)state;
    const char *const salts = "Na3SbS4,-1,0\nNa2WS4,-1.1,0\nNa2S,-1.2,0\nNa3PS4,-1.1,0\nCr2O3,-2,0\nNaCrO2,-2,0\nCaS,-2,0\n";
    check(salts, "Na3SbS4", NULL, NULL, 0.0, 0.0);             /* in the table */
    check(salts, "Na6Sb2S8", NULL, NULL, 0.0, 0.0);            /* by another formula, too */
    check(salts, "Na2.8Sb0.9W0.1S4", NULL, NULL, 0.0, 0.0);    /* beside the line */
    check(salts, "Na2.9Sb0.9W0.1S4.0001", NULL, NULL, 0.0, 0.0);
    check(salts, "Na4SbS4.5", NULL, NULL, 0.0, 0.0);           /* of Na2S and Na3SbS4: Sb has no partner, and is no sodium */
    check(salts, "Na0.5CrO1.75", NULL, NULL, 0.0, 0.0);        /* of Cr2O3 and NaCrO2: Cr has none */
    check(salts, "Na4CaPS5", NULL, NULL, 0.0, 0.0);            /* of CaS and others, three at least */
    check(salts, "Na", NULL, NULL, 0.0, 0.0);
    check("Fe3Ni,-0.01,0\nFeNi,-0.02,0\nFeNi3,-0.01,0\n", "Fe2Ni", NULL, NULL, 0.0, 0.0); /* no anions */
    /* Phosphorus is a cation of Na3PS4 and an anion of Na3P. */
    check("Na3P,-0.5,0\nNa3PS4,-1,0\n", "Na3PS2", NULL, NULL, 0.0, 0.0);
    /* Pairs of sulfur beside single atoms. */
    check("Na2S,-1,0\nNaS,-1,0\n", "Na3S2", NULL, NULL, 0.0, 0.0);
}

/* A parent that is left out is none. */
static void left_out(void **state) {
    (void)state;
    ip_dataset *dataset = read_rows("NaCrO2,-2,0\nNaFeO2,-2,0\n");
    ip_error error;
    assert_non_null(find_in(dataset, "NaCr0.5Fe0.5O2").parents[0]);
    assert_ok(ip_dataset_exclude(dataset, "NaFeO2", &error), &error);
    assert_null(find_in(dataset, "NaCr0.5Fe0.5O2").parents[0]);
    ip_dataset_free(dataset);
}

static void several_pairs(void **state) {
    (void)state;
    /* Fewest elements that change, whatever the energy: two before the three of CrO2 and Na2FeO2. */
    check("CrO2,-5,0\nNa2FeO2,-5,0\nNaCrO2,-2,0\nNaFeO2,-2,0\n", "NaCr0.5Fe0.5O2", "NaCrO2", "NaFeO2", 0.5, 0.693147);
    check("NaCrO2,-2,0\nNaFeO2,-2,0\nCrO2,-5,0\nNa2FeO2,-5,0\n", "NaCr0.5Fe0.5O2", "NaCrO2", "NaFeO2", 0.5, 0.693147);
    /* Then the lowest energy. */
    check("NaCrO2,-2,0\nNaFeO2,-2,0\nNa4Cr3FeO8,-2.01,0\nNa4CrFe3O8,-2.01,0\n", "NaCr0.5Fe0.5O2", "Na4Cr3FeO8", "Na4CrFe3O8", 0.5,
          /* ln 2 less that of a quarter and three quarters, 0.562335 */ 0.130812);
    /* Then the formulas: Na4... is before NaC... */
    check("NaCrO2,-2,0\nNaFeO2,-2,0\nNa4Cr3FeO8,-2,0\nNa4CrFe3O8,-2,0\n", "NaCr0.5Fe0.5O2", "Na4Cr3FeO8", "Na4CrFe3O8", 0.5,
          0.130812);
    /* One parent may be of two pairs. */
    check("NaCrO2,-2,0\nNaFeO2,-2,0\nNa2CrFeO4,-2,0\n", "NaCr0.75Fe0.25O2", "Na2CrFeO4", "NaCrO2", 0.5, 0.215762);
    check("NaCrO2,-2,0\nNaFeO2,-2,0\nNa2CrFeO4,-2.1,0\n", "NaCr0.75Fe0.25O2", "Na2CrFeO4", "NaCrO2", 0.5,
          /* 0.562335 less half of ln 2 */ 0.215762);
}

/* At a temperature the entropy counts: k T (0.562335 - 0.215762) / 4 = 2.24 meV/atom between the two pairs. */
static void several_pairs_at_temperature(void **state) {
    (void)state;
    const char *const orders[] = {"-2.00447,0\n", "-2.00449,0\n"}; /* half of the composition's atoms are of it */
    for (int i = 0; i < 2; i++) {
        char rows[TEXT_ROOM];
        snprintf(rows, sizeof rows, "NaCrO2,-2,0\nNaFeO2,-2,0\nNa2CrFeO4,%s", orders[i]);
        ip_dataset *dataset = read_rows(rows);
        heat(dataset, 300.0);
        assert_string_equal(find_in(dataset, "NaCr0.75Fe0.25O2").parents[0]->formula, i ? "Na2CrFeO4" : "NaCrO2");
        ip_dataset_free(dataset);
    }
}

/* ---- random parents against the definition */

static double term(double amount, double all) {
    return amount > 1e-9 ? -amount * log(amount / all) : 0.0;
}

static double at(double x, double a, double b) {
    return (1.0 - x) * a + x * b;
}

/* Two kinds on sites of a fixed number. */
static double two_kinds(double first, double second) {
    return term(first, first + second) + term(second, first + second);
}

/* Na(3y + 2z) Y(y) Zr(z) Cl(c) Br(6 (y + z) - c): Zr takes the place of Y, Br that of Cl, and Na leaves. */
typedef struct salt {
    int y, z, c, sodium, bromine;
} salt;

static salt make_salt(random_source *source, int metals) {
    salt made;
    made.y = random_below(source, metals + 1);
    made.z = metals - made.y;
    made.c = random_below(source, 6 * metals + 1);
    made.sodium = 3 * made.y + 2 * made.z;
    made.bromine = 6 * metals - made.c;
    return made;
}

static void write_amount(char *text, const char *symbol, double amount) {
    if (amount > 1e-9)
        snprintf(text + strlen(text), TEXT_ROOM - strlen(text), "%s%.17g", symbol, amount);
}

static void write_salt(char text[TEXT_ROOM], const salt *a, const salt *b, double x) {
    *text = '\0';
    write_amount(text, "Na", at(x, a->sodium, b->sodium));
    write_amount(text, "Y", at(x, a->y, b->y));
    write_amount(text, "Zr", at(x, a->z, b->z));
    write_amount(text, "Cl", at(x, a->c, b->c));
    write_amount(text, "Br", at(x, a->bromine, b->bromine));
}

static double configurations_of(const salt *a, const salt *b, double x) {
    double sodium = at(x, a->sodium, b->sodium), sites = a->sodium > b->sodium ? a->sodium : b->sodium;
    return two_kinds(at(x, a->y, b->y), at(x, a->z, b->z)) + two_kinds(at(x, a->c, b->c), at(x, a->bromine, b->bromine)) +
           term(sodium, sites) + term(sites - sodium, sites);
}

static void random_parents(void **state) {
    (void)state;
    random_source source = random_start(20240917);
    int repeats = repetitions(200), met = 0;
    for (int i = 0; i < repeats; i++) {
        int metals = 1 + random_below(&source, 3);
        salt a = make_salt(&source, metals), b = make_salt(&source, metals);
        double x = (1 + random_below(&source, 49)) / 100.0, low = -random_between(&source, 1.0, 2.0);
        char first[TEXT_ROOM], second[TEXT_ROOM], between[TEXT_ROOM], rows[2 * TEXT_ROOM + 100];
        write_salt(first, &a, &b, 0.0);
        write_salt(second, &a, &b, 1.0);
        write_salt(between, &a, &b, x);
        ip_composition one = read_formula(first), other = read_formula(second);
        if (ip_composition_same(&one, &other))
            continue;
        snprintf(rows, sizeof rows, "formula,e_form,uncertainty\n%s,%.17g,0\n%s,-1.5,0\n", first, low, second);
        ip_dataset *dataset = read_text(rows);
        ip_mixing_entropy found = find_in(dataset, between);
        assert_non_null(found.parents[0]);
        assert_string_equal(found.parents[0]->formula, first);
        assert_string_equal(found.parents[1]->formula, second);
        assert_near(found.x, x, 1e-9);
        assert_near(found.amounts[0], 1.0 - x, 1e-9);
        assert_near(found.amounts[1], x, 1e-9);
        double mixing = configurations_of(&a, &b, x) - at(x, configurations_of(&a, &b, 0.0), configurations_of(&a, &b, 1.0));
        assert_near(found.entropy, mixing, 1e-7);
        double atoms_a = ip_composition_atoms(&one), atoms_b = ip_composition_atoms(&other);
        assert_near(found.energy, at(x, atoms_a * low, atoms_b * -1.5) / at(x, atoms_a, atoms_b), 1e-9);
        ip_dataset_free(dataset);
        met++;
    }
    assert_true(met > repeats / 2);
}

/* ---- as phases */

static ip_dataset *heated(const char *rows) {
    ip_dataset *dataset = read_rows(rows);
    heat(dataset, 300.0);
    return dataset;
}

static double energy_of(const ip_dataset *dataset, const char *formula) {
    ip_composition composition = read_formula(formula);
    const ip_phase *phase = ip_dataset_find(dataset, &composition);
    assert_non_null(phase);
    return phase->formation_energy;
}

/* 0.9 of 8 atoms and 0.1 of 7, 7.9 in all; T S = 0.025852 * 0.572563 / 7.9 = 1.8737 meV/atom. */
static void placed(void **state) {
    (void)state;
    ip_dataset *dataset = heated("Na3SbS4,-1,0.01\nNa2WS4,-1.1,0.02\n");
    ip_composition composition = read_formula("Na2.9Sb0.9W0.1S4");
    ip_mixing_entropy found = find_in(dataset, "Na2.9Sb0.9W0.1S4");
    ip_error error;
    double parents = (0.9 * 8.0 * energy_of(dataset, "Na3SbS4") + 0.1 * 7.0 * energy_of(dataset, "Na2WS4")) / 7.9;
    assert_near(found.energy, parents, 1e-12);
    assert_near(ip_mixing_entropy_energy(&found, dataset, &composition), 0.0018737, 1e-7);
    assert_near(ip_mixing_entropy_energy(&found, dataset, &composition), THERMAL * 0.572563 / 7.9, 1e-7);
    assert_ok(ip_mixing_entropy_place(dataset, "Na2.9Sb0.9W0.1S4", &found, &error), &error);
    assert_near(energy_of(dataset, "Na2.9Sb0.9W0.1S4"), parents - 0.0018737, 1e-7);
    assert_null(find_in(dataset, "Na2.9Sb0.9W0.1S4").parents[0]);
    ip_dataset_free(dataset);
}

/* Below its parents it lies by T S, exactly: their errors are its own. */
static void exact_distance(void **state) {
    (void)state;
    ip_dataset *dataset = heated("Na3SbS4,-1,0.01\nNa2WS4,-1.1,0.02\n");
    ip_mixing_entropy found = find_in(dataset, "Na5.8Sb1.8W0.2S8");
    char path[PATH_ROOM];
    const char *sources = getenv("SOURCES");
    ip_corrections *corrections;
    ip_uncertainty *uncertainty;
    ip_solver *solver;
    ip_memory *memory;
    ip_hull_row row;
    ip_error error;
    assert_ok(ip_mixing_entropy_place(dataset, "Na5.8Sb1.8W0.2S8", &found, &error), &error);
    snprintf(path, sizeof path, "%s/datasets/corrections.csv", sources ? sources : ".");
    assert_ok(ip_corrections_new(&corrections, &error), &error);
    assert_ok(ip_corrections_read(corrections, path, &error), &error);
    assert_ok(ip_uncertainty_new(&uncertainty, corrections, dataset, &error), &error);
    assert_ok(ip_solver_new(&solver, dataset, &error), &error);
    assert_ok(ip_memory_new(&memory, &error), &error);
    ip_question question = ip_question_default();
    question.uncertainty = uncertainty;
    assert_ok(ip_hull_row_find(&row, memory, solver, "Na2.9Sb0.9W0.1S4", &question, &error), &error);
    assert_near(row.decomposition_energy, -0.0018737, 1e-7);
    assert_near(row.decomposition_energy_uncertainty, 0.0, 1e-9);
    assert_true(row.formation_energy_uncertainty > 0.005);
    ip_memory_free(memory);
    ip_solver_free(solver);
    ip_uncertainty_free(uncertainty);
    ip_corrections_free(corrections);
    ip_dataset_free(dataset);
}

/* Parents that lie 0.5 eV/atom above what they fall apart into: in every draw the mixture is 1.8737 meV/atom below them, wherever
 * the hull lies. Its distance from the hull is theirs less that, 0.9 * 8 and 0.1 * 7 atoms of it. */
static void stays_with_its_parents(void **state) {
    (void)state;
    ip_dataset *dataset = heated("Na2S,-2,0.03\nNaSbS2,-1.8,0.02\nWS2,-1.5,0.02\nNa3SbS4,-1,0.01\nNa2WS4,-1.1,0.02\n");
    ip_mixing_entropy found = find_in(dataset, "Na2.9Sb0.9W0.1S4");
    ip_error error;
    assert_ok(ip_mixing_entropy_place(dataset, "Na2.9Sb0.9W0.1S4", &found, &error), &error);
    ip_executor *executor = new_executor(dataset, 2);
    ip_question question = ip_question_default();
    char path[PATH_ROOM];
    const char *sources = getenv("SOURCES"), *const formulas[] = {"Na2.9Sb0.9W0.1S4", "Na3SbS4", "Na2WS4"};
    ip_corrections *corrections;
    ip_uncertainty *uncertainty;
    double energies[3][DRAWS];
    snprintf(path, sizeof path, "%s/datasets/corrections.csv", sources ? sources : ".");
    assert_ok(ip_corrections_new(&corrections, &error), &error);
    assert_ok(ip_corrections_read(corrections, path, &error), &error);
    assert_ok(ip_uncertainty_new(&uncertainty, corrections, dataset, &error), &error);
    question.uncertainty = uncertainty;
    ip_sampler *sampler;
    ip_element_set all = ip_dataset_elements(dataset);
    assert_ok(ip_sampler_new(&sampler, dataset, uncertainty, all, &error), &error);
    assert_int_equal(ip_sampler_placed_count(sampler), 1);
    for (long draw = 0; draw < DRAWS; draw++) {
        ip_sampler_draw(sampler, draw);
        assert_true(ip_sampler_place_mixture(sampler, 0));
        for (int i = 0; i < 3; i++)
            energies[i][draw] = energy_of(ip_sampler_dataset(sampler), formulas[i]);
        assert_near(energies[0][draw], (7.2 * energies[1][draw] + 0.7 * energies[2][draw]) / 7.9 - 0.0018737, 1e-7);
    }
    assert_true(fabs(energies[0][0] - energies[0][1]) > 1e-4);
    ip_sampler_free(sampler);

    /* And so the answers: it is no phase that lies at the hull, nor at T S below it. */
    ip_draws draws = IP_DRAWS_INIT;
    draws.executor = executor;
    draws.count = DRAWS;
    ip_samples *samples;
    assert_ok(ip_samples_hull(&samples, &draws, "Na2.9Sb0.9W0.1S4", &question, &error), &error);
    assert_int_equal(ip_samples_failed(samples), 0);
    assert_true(ip_samples_number(samples, 0, ip_result_column(&ip_hull_result, "energy_above_hull")).low > 0.3);
    ip_samples_free(samples);
    ip_executor_free(executor);
    ip_uncertainty_free(uncertainty);
    ip_corrections_free(corrections);
    ip_dataset_free(dataset);
}

static void refused(void **state) {
    (void)state;
    ip_dataset *dataset = read_rows("Na3SbS4,-1,0.01\nNa2WS4,-1.1,0.02\n");
    ip_composition composition = read_formula("Na2.9Sb0.9W0.1S4");
    ip_mixing_entropy found = find_in(dataset, "Na2.9Sb0.9W0.1S4"), none = find_in(dataset, "NaSbS");
    ip_error error;
    assert_near(ip_mixing_entropy_energy(&found, dataset, &composition), 0.0, 0.0);
    assert_int_equal(ip_mixing_entropy_place(dataset, "Na2.9Sb0.9W0.1S4", &found, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "needs a temperature");
    heat(dataset, 300.0);
    assert_int_equal(ip_mixing_entropy_place(dataset, "NaSbS", &none, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "NaSbS lies between no two phases");
    assert_int_equal(ip_mixing_entropy_place(dataset, "Na(", &found, &error), IP_BAD_FORMULA);
    assert_null(ip_dataset_find(dataset, &composition));
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doped),          cmocka_unit_test(kinds_of_sublattices),
        cmocka_unit_test(no_parents),     cmocka_unit_test(left_out),
        cmocka_unit_test(several_pairs),  cmocka_unit_test(random_parents),
        cmocka_unit_test(placed),         cmocka_unit_test(exact_distance),
        cmocka_unit_test(stays_with_its_parents),
        cmocka_unit_test(refused),        cmocka_unit_test(several_pairs_at_temperature),
    };
    return run_unit_tests(tests);
}
