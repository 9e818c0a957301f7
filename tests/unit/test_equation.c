/* Reactions as written: terms and places, coefficients, refusals; energies against sums by hand and at random. */
#include "support.h"

#include <interphase/reaction_energy.h>
#include <interphase/reaction_row.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const ip_reservoir *const nothing = NULL;

/* Open to one element; good until the next call. */
static const ip_reservoir *only(const char *symbol) {
    static ip_reservoir reservoir;
    memset(&reservoir, 0, sizeof reservoir);
    assert_ok(ip_reservoir_open(&reservoir, ip_element_find(symbol, strlen(symbol)), -1.0, NULL), NULL);
    return &reservoir;
}

static void test_reading(void **state) {
    ip_equation equation;
    ip_error error;
    (void)state;
    assert_ok(ip_equation_read(&equation, "  2Na + 0.5 S8 \xE2\x86\x92 1/2 *Na2S+ X", &error), &error);
    assert_int_equal(equation.count, 4);
    assert_string_equal(equation.terms[0].formula, "Na");
    assert_near(equation.terms[0].coefficient, 2.0, 0.0);
    assert_int_equal(equation.terms[0].place, 3);
    assert_string_equal(equation.terms[1].formula, "S8");
    assert_true(equation.terms[1].is_given);
    assert_int_equal(equation.terms[1].place, 9);
    assert_string_equal(equation.terms[2].formula, "Na2S");
    assert_near(equation.terms[2].coefficient, 0.5, 0.0);
    assert_int_equal(equation.terms[2].place, 18); /* the arrow is one character */
    assert_true(equation.terms[2].is_product);
    assert_false(equation.terms[3].is_given);
    assert_false(equation.lacks_products);
    ip_equation_clear(&equation);
    /* the side that an arrow comes from reacts */
    static const char *const forward[] = {"A -> B", "A --> B", "A=>B", "A = B", "A == B", "A \xE2\x9F\xB6 B"};
    static const char *const backward[] = {"B <- A", "B <= A", "B \xE2\x86\x90 A", "B<--A"};
    for (size_t i = 0; i < sizeof forward / sizeof *forward; i++) {
        assert_ok(ip_equation_read(&equation, forward[i], &error), &error);
        assert_string_equal(equation.terms[0].formula, "A");
        assert_string_equal(equation.terms[1].formula, "B");
        ip_equation_clear(&equation);
    }
    for (size_t i = 0; i < sizeof backward / sizeof *backward; i++) {
        assert_ok(ip_equation_read(&equation, backward[i], &error), &error);
        assert_string_equal(equation.terms[0].formula, "A");
        assert_false(equation.terms[0].is_product);
        assert_string_equal(equation.terms[1].formula, "B");
        assert_true(equation.terms[1].is_product);
        ip_equation_clear(&equation);
    }
    assert_ok(ip_equation_read(&equation, "75Li2S-25P2S5 + Na -> ", &error), &error);
    assert_true(equation.lacks_products);
    assert_string_equal(equation.terms[0].formula, "Li2S-25P2S5"); /* as a formula in a mixture would be: refused when read */
    ip_equation_clear(&equation);
}

static void refuse_text(const char *text, const char *words) {
    ip_equation equation;
    ip_error error;
    assert_int_equal(ip_equation_read(&equation, text, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, words);
}

static void test_bad_texts(void **state) {
    (void)state;
    refuse_text("Na + S", "there is no arrow");
    refuse_text("Na -> S -> P", "character 9: a second arrow");
    refuse_text("Na <-> S", "character 4: an arrow both ways");
    refuse_text("Na \xE2\x87\x8C S", "character 4: an arrow both ways");
    refuse_text(" -> Na", "nothing stands before the arrow");
    refuse_text("Na + -> S", "character 6: a formula is expected here");
    refuse_text("Na -> + S", "character 7: a formula is expected here");
    refuse_text("Na -> 2", "character 7: a formula is expected behind the coefficient");
    refuse_text("0 Na -> S", "character 1: '0' is no coefficient");
    refuse_text("1/0 Na -> S", "'1/0' is no coefficient");
    refuse_text("1.2.3 Na -> S", "'1.2.3' is no coefficient");
    refuse_text("1/2/3 Na -> S", "'1/2/3' is no coefficient");
    refuse_text("1111111111111111111111111111111111111111111 Na -> S", "is no coefficient");
    refuse_text("+ S <- Na", "a formula is expected here");
}

/* The balanced equation with its coefficients, "2 H2 + 1 O2 -> 2 H2O". */
static void expect_balanced(const char *text, const ip_reservoir *open, const char *expected) {
    ip_equation equation;
    ip_error error;
    char found[512] = "";
    assert_ok(ip_equation_read(&equation, text, &error), &error);
    assert_ok(ip_equation_balance(&equation, open, &error), &error);
    for (int side = 0; side < 2; side++) {
        const char *before = side ? " -> " : "";
        for (int i = 0; i < equation.count; i++) {
            if (equation.terms[i].is_product != (side == 1))
                continue;
            size_t used = strlen(found);
            snprintf(found + used, sizeof found - used, "%s%.9g %s", before, equation.terms[i].coefficient,
                     equation.terms[i].formula);
            before = " + ";
        }
    }
    assert_string_equal(found, expected);
    ip_equation_clear(&equation);
}

static void refuse(const char *text, const ip_reservoir *open, ip_status status, const char *words) {
    ip_equation equation;
    ip_error error;
    assert_ok(ip_equation_read(&equation, text, &error), &error);
    ip_status found = ip_equation_balance(&equation, open, &error);
    if (found != status)
        print_error("%s: ", text);
    assert_int_equal(found, status);
    assert_contains(error.message, words);
    ip_equation_clear(&equation);
}

static void test_balancing(void **state) {
    (void)state;
    expect_balanced("H2 + O2 -> H2O", nothing, "2 H2 + 1 O2 -> 2 H2O");
    expect_balanced("KMnO4 + HCl -> KCl + MnCl2 + H2O + Cl2", nothing, "2 KMnO4 + 16 HCl -> 2 KCl + 2 MnCl2 + 8 H2O + 5 Cl2");
    expect_balanced("K4Fe(CN)6 + KMnO4 + H2SO4 -> KHSO4 + Fe2(SO4)3 + MnSO4 + HNO3 + CO2 + H2O", nothing,
                    "10 K4Fe(CN)6 + 122 KMnO4 + 299 H2SO4 -> 162 KHSO4 + 5 Fe2(SO4)3 + 122 MnSO4 + 60 HNO3 + 60 CO2 + 188 H2O");
    /* written coefficients stay; what balances as it stands is taken so, however many ways there are */
    expect_balanced("H2 + 0.5 O2 -> H2O", nothing, "1 H2 + 0.5 O2 -> 1 H2O");
    expect_balanced("4 H2 + O2 -> H2O", nothing, "4 H2 + 2 O2 -> 4 H2O");
    expect_balanced("2 H2 + 2 O -> 2 H2O", nothing, "2 H2 + 2 O -> 2 H2O");
    expect_balanced("Na2S2 + NaS2 -> Na2S3 + NaS", nothing, "1 Na2S2 + 1 NaS2 -> 1 Na2S3 + 1 NaS");
    expect_balanced("Na2S2 + S -> Na2S3", nothing, "1 Na2S2 + 1 S -> 1 Na2S3");
    expect_balanced("Na2.85P0.85W0.15S4 -> Na3PS4 + WS2 + Na2S + S", nothing,
                    "20 Na2.85P0.85W0.15S4 -> 17 Na3PS4 + 3 WS2 + 3 Na2S + 3 S"); /* 3: 57 - 51 = 6 Na; 80 - 68 - 6 - 3 S */
    expect_balanced("LiNi1/3Mn1/3Co1/3O2 -> LiNiO2 + LiMnO2 + LiCoO2", nothing,
                    "3 LiNi1/3Mn1/3Co1/3O2 -> 1 LiNiO2 + 1 LiMnO2 + 1 LiCoO2");
    /* what is open is put where it is missing */
    expect_balanced("Na3PS4 -> Na3P + Na2S", only("Na"), "1 Na3PS4 + 8 Na -> 1 Na3P + 4 Na2S");
    expect_balanced("Na3PS4 -> Na2PS3 + S", only("Na"), "1 Na3PS4 -> 1 Na2PS3 + 1 S + 1 Na");
    expect_balanced("2 Na3PS4 -> P2S5 + S", only("Na"), "2 Na3PS4 -> 1 P2S5 + 3 S + 6 Na");
    expect_balanced("Na3PS4 -> Na3P", only("S"), "1 Na3PS4 -> 1 Na3P + 4 S");
    expect_balanced("Na + S -> NaS", only("Na"), "1 Na + 1 S -> 1 NaS");
    expect_balanced("NaCl -> NaCl", only("Na"), "1 NaCl -> 1 NaCl");
    expect_balanced("Na2S -> Na2S2", only("Na"), "2 Na2S -> 1 Na2S2 + 2 Na");
    expect_balanced("H2 + O2 -> H2O", only("Na"), "2 H2 + 1 O2 -> 2 H2O");
}

static void test_refusals(void **state) {
    (void)state;
    refuse("na2S -> Na + S", nothing, IP_BAD_FORMULA, "term at character 1: formula 'na2S'");
    refuse("Na2S -> Na + Sx", nothing, IP_BAD_FORMULA, "term at character 14: formula 'Sx'");
    refuse("Na2S ->  Xx", only("Na"), IP_BAD_FORMULA, "term at character 10");
    refuse("Na3PS4 -> Na3P", nothing, IP_BAD_ARGUMENT, "S is among the reactants only");
    refuse("Na2S -> Na + S + H2O", nothing, IP_BAD_ARGUMENT, "H is among the products only");
    refuse("2 Na + 1 S -> 2 Na2S", nothing, IP_BAD_ARGUMENT,
           "does not balance as it is written: 2 Na react and 4 are in the products");
    refuse("2 Na + S -> 2 Na2S", nothing, IP_BAD_ARGUMENT, "2 Na react and 4 are in the products");
    refuse("2 NaO + Na -> NaO2", nothing, IP_BAD_ARGUMENT, "Na would have the coefficient -1; expected it on the other side");
    refuse("Na2S + P -> Na3P + S + Na3PS4", nothing, IP_BAD_ARGUMENT,
           "in more than one way: the coefficients of S and Na3PS4 are free; write 1 of them");
    refuse("2 Fe + O2 -> FeO + Fe2O3 + Fe3O4", nothing, IP_BAD_ARGUMENT, "Fe2O3 and Fe3O4 are free; write the 2 of them");
    refuse("Na2S + S -> NaS + NaS2 + NaS3 + NaS5", nothing, IP_BAD_ARGUMENT, "NaS2, NaS3 and NaS5 are free; write 3 of them");
    refuse("NaCl + H2O -> NaClH2O + H2O", nothing, IP_BAD_ARGUMENT, "");
    refuse("3 Na3PS4 + 3 Na -> Na3P + 4 Na2S", nothing, IP_BAD_ARGUMENT, "12 S react and 4 are in the products");
    refuse("2 Na2S -> NaS", nothing, IP_BAD_ARGUMENT, "cannot be balanced with the coefficients that are written");
    refuse("NaCl + KBr -> Na2K + ClBr2", nothing, IP_BAD_ARGUMENT, "no coefficients fit all elements");
    refuse("Na + S + P -> Na2S + Na3S + P2", nothing, IP_BAD_ARGUMENT, "more than one way");
    refuse("Na + NaS2 + Fe -> NaS + FeS", nothing, IP_BAD_ARGUMENT, "more than one way");
    /* Na2S, P2S5, Na3PS4 and NaPS3 have charges of Na+, P5+ and S2- that add up to 0: S would have to give what P takes, on one
     * side */
    refuse("Na2S + P2S5 + S -> Na3PS4 + NaPS3 + P", nothing, IP_BAD_ARGUMENT,
           "only a coefficient of 0 fits S, P; expected an equation without them");
    refuse("NaS + NaS2 -> NaS3 + S", nothing, IP_BAD_ARGUMENT, "no coefficients above 0 fit all elements");
    refuse("2 Fe + O2 -> FeO + Fe2O3", nothing, IP_BAD_ARGUMENT, "the coefficient of Fe2O3 is free; write it");
    refuse("S + NaS -> Na + Na2S", nothing, IP_BAD_ARGUMENT, "no coefficients above 0 fit all elements");
    refuse("3 Na2S + P2S5 + S + Fe -> Na3PS4 + NaPS3 + P + Fe", nothing, IP_BAD_ARGUMENT, "only a coefficient of 0 fits S, P");
    refuse("CO2(g) + Na2O -> Na2CO3", nothing, IP_BAD_ARGUMENT,
           "term at character 1: the gas CO2(g) has no pressure; expected one, or CO2 alone for the phase of the table");
    refuse("Cx(g) + Na2O -> Na2CO3", nothing, IP_BAD_FORMULA, "formula 'Cx'");
    refuse("(g) + Na2O -> Na2CO3", nothing, IP_BAD_FORMULA, "formula '(g)'");
    refuse("2 Na2S + S8 -> Na2S2 + Fe2", nothing, IP_BAD_ARGUMENT, "Fe is among the products only");
    refuse("Na0.1234567891S -> Na + S", nothing, IP_NUMERIC, "too fine");
    refuse("Na0.123457P0.999983S0.700001 -> Na0.543211P0.811111S + Na0.1P0.234567S0.345679 + Na0.34567P0.1S0.111113", nothing,
           IP_NUMERIC, "too fine");
}

typedef struct fixture {
    ip_dataset *dataset;
    ip_solver *solver;
} fixture;

static fixture start(const char *file) {
    fixture made;
    char path[512];
    ip_error error;
    snprintf(path, sizeof path, "%s/tests/data/%s", getenv("SOURCES") ? getenv("SOURCES") : ".", file);
    assert_ok(ip_dataset_new(&made.dataset, &error), &error);
    assert_ok(ip_dataset_read(made.dataset, path, 0, NULL, NULL, &error), &error);
    assert_ok(ip_solver_new(&made.solver, made.dataset, &error), &error);
    return made;
}

static void end(fixture *made) {
    ip_solver_free(made->solver);
    ip_solver_end_thread();
    ip_dataset_free(made->dataset);
}

static ip_status find(ip_reaction_energy *out, ip_equation *equation, fixture *made, const char *text,
                      const ip_reservoir *reservoir, ip_error *error) {
    assert_ok(ip_equation_read(equation, text, error), error);
    assert_ok(ip_equation_balance(equation, reservoir, error), error);
    return ip_reaction_energy_find(out, made->solver, equation, reservoir, error);
}

static void expect_energy(fixture *made, const char *text, const ip_reservoir *reservoir, double energy, double atoms) {
    ip_equation equation;
    ip_reaction_energy found;
    ip_error error;
    assert_ok(find(&found, &equation, made, text, reservoir, &error), &error);
    assert_near(found.energy, energy, 5e-5);
    assert_near(found.atoms, atoms, 1e-9);
    ip_reaction_energy_clear(&found);
    ip_equation_clear(&equation);
}

static void test_energies(void **state) {
    fixture made = start("good-published.csv");
    ip_reservoir reservoir = IP_RESERVOIR_INIT;
    ip_error error;
    (void)state;
    /* 13 * 1.38327 - 8 * 1.26568 - 2 * 2.12760 */
    expect_energy(&made, "Li6PS5Cl -> Li3PS4 + S + LiCl + 2 Li", NULL, 3.60187, 13.0);
    expect_energy(&made, "Li6PS5Cl <- Li3PS4 + S + LiCl + 2 Li", NULL, -3.60187, 13.0);
    expect_energy(&made, "0.5 Li6PS5Cl -> Li3PS4 + S + LiCl + Li", NULL, 0.5 * 3.60187, 6.5);
    /* two atoms of Li at -2 eV each, on either side, written or not */
    assert_ok(ip_reservoir_open_metal(&reservoir, 3, 1, 2.0, &error), &error);
    expect_energy(&made, "Li6PS5Cl -> Li3PS4 + S + LiCl + 2 Li", &reservoir, 3.60187 - 4.0, 13.0);
    expect_energy(&made, "Li6PS5Cl -> Li3PS4 + S + LiCl", &reservoir, 3.60187 - 4.0, 13.0);
    expect_energy(&made, "Li6PS5Cl <- Li3PS4 + S + LiCl", &reservoir, 4.0 - 3.60187, 11.0);
    /* a formula that is not there counts as what it falls apart into, so that nothing is gained: Li3PS4 + LiCl + Li + S is made
     * up of rows; Li4PS5Cl is their mixture but for the lithium */
    ip_equation equation;
    ip_reaction_energy found;
    assert_ok(find(&found, &equation, &made, "Li4PS5Cl -> Li3PS4 + S + LiCl", NULL, &error), &error);
    assert_near(found.energy, 0.0, 1e-9);
    assert_null(found.hulls[0].phase);
    ip_reaction_energy_clear(&found);
    ip_equation_clear(&equation);
    /* products: all of it at equilibrium, against what it is made of. The mixture of Li3PS4, LiCl and two Li has no lower one in
     * this table than with Li6PS5Cl, where S is there */
    expect_energy(&made, "Li3PS4 + S + LiCl + 2 Li ->", NULL, -3.60187, 13.0);
    expect_energy(&made, "Li3PS4 + S + LiCl + 7 Li ->", &reservoir, 0.0,
                  11.0); /* at 2 V, 2 Li would cost 0.4 eV more than it gives */
    assert_int_equal(find(&found, &equation, &made, "2 Li ->", &reservoir, &error), IP_RESERVOIR);
    ip_equation_clear(&equation);
    assert_int_equal(find(&found, &equation, &made, "Li + K ->", NULL, &error), IP_MISSING_ELEMENT);
    ip_equation_clear(&equation);
    assert_int_equal(find(&found, &equation, &made, "Li + K2 -> KLi + K", NULL, &error), IP_MISSING_ELEMENT);
    ip_equation_clear(&equation);
    assert_ok(ip_equation_read(&equation, "Li -> Li", &error), &error);
    reservoir.count = -1;
    assert_int_equal(ip_reaction_energy_find(&found, made.solver, &equation, &reservoir, &error), IP_BAD_ARGUMENT);
    ip_equation_clear(&equation);
    end(&made);
}

/* Determinant by expansion along the first row, of a matrix without one of its columns. */
static double determinant(double matrix[4][5], int rows, int row, unsigned used) {
    double sum = 0.0, sign = 1.0;
    if (row == rows)
        return 1.0;
    for (int c = 0; c <= rows; c++)
        if (!(used >> c & 1u)) {
            sum += sign * matrix[row][c] * determinant(matrix, rows, row + 1, used | 1u << c);
            sign = -sign;
        }
    return sum;
}

/* Random phases, one more than elements: the coefficients are the minors, and the energy is their sum by hand. */
static void test_random(void **state) {
    fixture made = start("good-small.csv");
    random_source source = random_start(1505);
    int tried = 0, done = 0;
    (void)state;
    while (done < repetitions(30)) {
        const char *const pool[] = {"Na", "P", "S", "O", "Sb"};
        int rows = 2 + random_below(&source, 3), elements[4];
        ip_element_set system = {{0, 0}};
        const ip_phase *phases[5];
        double matrix[4][5], amounts[5], energy = 0.0;
        assert_true(++tried < 1000000);
        for (int r = 0, at = random_below(&source, 2); r < rows && at < 5; r++, at++) {
            elements[r] = ip_element_find(pool[at], strlen(pool[at]));
            ip_element_set_add(&system, elements[r]);
        }
        for (int c = 0; c <= rows; c++) {
            do
                phases[c] = ip_dataset_phase(made.dataset, random_below(&source, (int)ip_dataset_count(made.dataset)));
            while (!ip_element_set_within(phases[c]->element_set, system));
            ip_composition composition = ip_phase_composition(phases[c]);
            for (int r = 0; r < rows; r++)
                matrix[r][c] = ip_composition_amount(&composition, elements[r]);
        }
        bool good = true, has_side[2] = {false, false};
        for (int c = 0; c <= rows; c++) {
            amounts[c] = (c % 2 ? -1.0 : 1.0) * determinant(matrix, rows, 0, 1u << c);
            good = good && fabs(amounts[c]) > 0.5;
            has_side[amounts[c] > 0.0] = true;
        }
        if (!good || !has_side[0] || !has_side[1])
            continue;
        char text[512] = "";
        double first = 0.0; /* the coefficient that comes first in the text */
        for (int side = 0; side < 2; side++) {
            const char *before = side ? " -> " : "";
            for (int c = 0; c <= rows; c++) {
                if ((amounts[c] > 0.0) != (side == 1))
                    continue;
                size_t used = strlen(text);
                snprintf(text + used, sizeof text - used, "%s%s", before, phases[c]->formula);
                before = " + ";
                first = first != 0.0 ? first : fabs(amounts[c]);
                energy += amounts[c] * phases[c]->atoms * phases[c]->formation_energy;
            }
        }
        ip_equation equation;
        ip_reaction_energy found;
        ip_error error;
        assert_ok(ip_equation_read(&equation, text, &error), &error);
        assert_ok(ip_equation_balance(&equation, nothing, &error), &error);
        assert_ok(ip_reaction_energy_find(&found, made.solver, &equation, NULL, &error), &error);
        assert_near(found.energy, energy / first * equation.terms[0].coefficient, 1e-9);
        ip_reaction_energy_clear(&found);
        ip_equation_clear(&equation);
        done++;
    }
    end(&made);
}

/* Gases that give and take are supplied; those that may only leave are worth their potential. Energies per formula unit of
 * good-small.csv: 3 e(H2O), 2 e(NaH) and so on; the reservoirs are at -1 (O2), -3 (H2O) and -0.5 (H2). */
static void test_gases(void **state) {
    fixture made = start("good-small.csv");
    ip_atmosphere *air;
    ip_reservoir reservoir = IP_RESERVOIR_INIT;
    ip_reaction_energy found;
    ip_equation equation;
    ip_error error;
    (void)state;
    assert_ok(ip_atmosphere_new(&air, &error), &error);
    assert_ok(ip_atmosphere_add(air, "O2", -1.0, &error), &error);
    assert_ok(ip_atmosphere_add(air, "H2O", -3.0, &error), &error);
    assert_ok(ip_atmosphere_release(air, "H2", -0.5, &error), &error);
    reservoir.atmosphere = air;
    ip_composition oxide = read_formula("Na2O"), hydroxide = read_formula("NaOH"), peroxide = read_formula("Na2O2"),
                   sodium = read_formula("Na2S");
    double of_oxide = 3.0 * ip_dataset_find(made.dataset, &oxide)->formation_energy;
    double of_hydroxide = 3.0 * ip_dataset_find(made.dataset, &hydroxide)->formation_energy;
    double of_peroxide = 4.0 * ip_dataset_find(made.dataset, &peroxide)->formation_energy;
    double of_sulfide = 3.0 * ip_dataset_find(made.dataset, &sodium)->formation_energy;
    expect_energy(&made, "Na2O + H2O -> NaOH", &reservoir, 2.0 * of_hydroxide - of_oxide + 3.0, 3.0);
    expect_energy(&made, "2 Na2O + O2 -> 2 Na2O2", &reservoir, 2.0 * (of_peroxide - of_oxide) + 1.0, 6.0);
    expect_energy(&made, "2 Na + 2 H2O -> 2 NaOH + H2", &reservoir, 2.0 * of_hydroxide + 6.0 - 0.5, 2.0);
    expect_balanced("Na2O -> Na2O2", &reservoir, "2 Na2O + 1 O2 -> 2 Na2O2");
    expect_balanced("Na2O2 -> Na2O", &reservoir, "2 Na2O2 -> 2 Na2O + 1 O2");
    expect_balanced("Na2O + H2O -> NaOH", &reservoir, "1 Na2O + 1 H2O -> 2 NaOH");
    expect_balanced("Na2S -> Na + S", &reservoir, "1 Na2S -> 2 Na + 1 S");
    /* what may only leave is put there, too, where nothing else helps, and never taken up */
    expect_balanced("NaH -> Na", &reservoir, "2 NaH -> 2 Na + 1 H2");
    expect_balanced("2 NaH -> 2 Na", &reservoir, "2 NaH -> 2 Na + 1 H2");
    expect_balanced("NaH + H2O -> NaOH", &reservoir, "1 NaH + 1 H2O -> 1 NaOH + 1 H2");
    refuse("Na -> NaH", &reservoir, IP_BAD_ARGUMENT, "H2 would be taken up, and it may only leave");
    ip_composition hydride = read_formula("NaH");
    expect_energy(&made, "NaH -> Na", &reservoir, -2.0 * 2.0 * ip_dataset_find(made.dataset, &hydride)->formation_energy - 0.5,
                  4.0);
    refuse("2 Na2O + H2O -> Na2O2 + Na", &reservoir, IP_BAD_ARGUMENT, "in more than one way"); /* with O2 or without, beside H2 */
    /* as equations show it */
    expect_balanced("Na2O + H2O(g) -> NaOH", &reservoir, "1 Na2O + 1 H2O(g) -> 2 NaOH");
    expect_balanced("NaH + H2O(g) -> NaOH + H2(g)", &reservoir, "1 NaH + 1 H2O(g) -> 1 NaOH + 1 H2(g)");
    expect_energy(&made, "Na2O + H2O(g) -> NaOH", &reservoir, 2.0 * of_hydroxide - of_oxide + 3.0, 3.0);
    refuse("NaH -> Na + H(g)", &reservoir, IP_BAD_ARGUMENT, "the gas H(g) has no pressure");
    /* the reservoir gives what it takes, and only what does not come from there is an atom of the reactants */
    assert_ok(find(&found, &equation, &made, "Na2S + 7 O2 ->", &reservoir, &error), &error);
    assert_near(found.atoms, 3.0, 1e-12);
    assert_near(ip_reaction_energy_potential(&found, &equation.terms[1]), -1.0, 1e-12);
    assert_true(found.energy < -4.0 - of_sulfide / 3.0);
    double energy = found.energy;
    ip_reaction_energy_clear(&found);
    ip_equation_clear(&equation);
    expect_energy(&made, "Na2S ->", &reservoir, energy, 3.0);
    assert_int_equal(find(&found, &equation, &made, "H2O ->", &reservoir, &error), IP_RESERVOIR);
    ip_equation_clear(&equation);
    ip_atmosphere_free(air);
    end(&made);
}

static void test_rows(void **state) {
    fixture made = start("good-uncertain.csv");
    ip_corrections *constants;
    ip_memory *memory;
    ip_error error;
    ip_question question = ip_question_default();
    ip_reservoir reservoir = IP_RESERVOIR_INIT;
    (void)state;
    assert_ok(ip_corrections_new(&constants, &error), &error);
    assert_ok(ip_uncertainty_new(&question.uncertainty, constants, made.dataset, &error), &error);
    assert_ok(ip_memory_new(&memory, &error), &error);
    ip_equation equation;
    ip_reaction_energy found;
    ip_reaction_row row;
    assert_ok(find(&found, &equation, &made, "2 Na + S -> Na2S", NULL, &error), &error);
    assert_ok(ip_reaction_row_fill(&row, memory, made.dataset, "text", &equation, &found, NULL, &question, &error), &error);
    const ip_phase *sulfide = found.hulls[2].phase;
    assert_string_equal(row.reaction, "text");
    assert_string_equal(row.equation, "2 Na + S -> Na2S");
    assert_near(row.reaction_energy, 3.0 * sulfide->formation_energy, 1e-12);
    assert_near(row.reaction_energy_uncertainty, 3.0 * sulfide->uncertainty, 1e-9); /* elements are exact */
    assert_near(row.reaction_energy_per_atom, sulfide->formation_energy, 1e-12);
    assert_near(row.reaction_energy_kJ_mol, 3.0 * 96.48533212 * sulfide->formation_energy, 1e-9);
    assert_int_equal(row.products.count, 1);
    assert_null(row.taken_at_hull);
    assert_null(row.metal);
    ip_reaction_energy_clear(&found);
    ip_equation_clear(&equation);
    /* the equation is of whole formula units, and so are its energies */
    assert_ok(find(&found, &equation, &made, "0.5 Na4S2 + Na5S ->", NULL, &error), &error);
    assert_ok(ip_reaction_row_fill(&row, memory, made.dataset, "text", &equation, &found, NULL, &question, &error), &error);
    assert_string_equal(row.equation, "Na4S2 + 2 Na5S -> 4 Na2S + 6 Na");
    assert_string_equal(row.taken_at_hull, "Na5S");
    assert_near(row.reaction_energy, 0.0, 1e-9);
    assert_near(row.reaction_energy_uncertainty, 0.0, 1e-9); /* the same on both sides */
    assert_int_equal(row.products.count, 2);
    assert_near(row.products.list[0].amount, 4.0, 1e-9);
    ip_reaction_energy_clear(&found);
    ip_equation_clear(&equation);
    /* all of it from the reservoir */
    assert_ok(ip_reservoir_open_metal(&reservoir, 11, 1, 1.0, &error), &error);
    assert_ok(find(&found, &equation, &made, "Na -> Na", &reservoir, &error), &error);
    assert_ok(ip_reaction_row_fill(&row, memory, made.dataset, "text", &equation, &found, &reservoir, &question, &error), &error);
    assert_true(isnan(row.reaction_energy_per_atom));
    assert_near(row.reaction_energy, 0.0, 0.0);
    assert_string_equal(row.metal, "Na");
    assert_near(row.voltage, 1.0, 1e-12);
    ip_reaction_energy_clear(&found);
    ip_equation_clear(&equation);
    ip_memory_free(memory);
    ip_uncertainty_free(question.uncertainty);
    ip_corrections_free(constants);
    end(&made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reading),  cmocka_unit_test(test_bad_texts), cmocka_unit_test(test_balancing),
        cmocka_unit_test(test_refusals), cmocka_unit_test(test_energies),  cmocka_unit_test(test_random),
        cmocka_unit_test(test_gases),    cmocka_unit_test(test_rows),
    };
    return run_unit_tests(tests);
}
