/* Balanced equations: the smallest integers, decimals where there are none, and each thing on its side. */
#include "support.h"

#include <interphase/reaction.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct laboratory {
    ip_dataset *dataset;
    ip_solver *solver;
} laboratory;

static laboratory open_laboratory(const char *rows) {
    laboratory made;
    char text[1024] = "formula,e_form\n";
    strcat(text, rows);
    made.dataset = read_text(text);
    assert_int_equal(ip_solver_new(&made.solver, made.dataset, NULL), IP_OK);
    return made;
}

static void close_laboratory(laboratory *made) {
    ip_solver_free(made->solver);
    ip_dataset_free(made->dataset);
}

static char *print_reaction(const ip_reaction *reaction) {
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    ip_reaction_print(reaction, "->", stream);
    assert_int_equal(fclose(stream), 0);
    return text;
}

/* The equation of one formula unit, with a metal open at a voltage where that is not negative. */
static void check_equation(const laboratory *lab, const char *formula, int metal, double voltage, const char *expected,
                           bool integers) {
    ip_composition composition = read_formula(formula);
    ip_reservoir reservoir = {0};
    ip_equilibrium found;
    ip_reaction reaction;
    ip_error error;
    if (voltage >= 0.0)
        assert_ok(ip_reservoir_open_metal(&reservoir, metal, 0, voltage, &error), &error);
    assert_ok(ip_equilibrium_find(&found, lab->solver, &composition, &reservoir, NULL, &error), &error);
    ip_reactant reactant = {formula, &composition, 1.0};
    assert_ok(ip_reaction_build(&reaction, lab->dataset, &reactant, 1, &found, &error), &error);
    char *text = print_reaction(&reaction);
    assert_string_equal(text, expected);
    assert_int_equal(reaction.integers, integers);
    free(text);
    ip_reaction_clear(&reaction);
    ip_reaction_clear(&reaction);
    ip_equilibrium_clear(&found);
}

static void test_known_equations(void **state) {
    (void)state;
    laboratory lab = open_laboratory("Na,0\nP,0\nS8,0\nNa3P,-0.4\nNa2S,-1.2\nP2S5,-0.35\nO2,0\nNa2O,-1.4\nNa3PS4,-1.0\n");
    check_equation(&lab, "Na3PS4", 11, 0.0, "Na3PS4 + 8 Na -> Na3P + 4 Na2S", true);
    check_equation(&lab, "Na3PS4", 11, 5.0, "16 Na3PS4 -> 8 P2S5 + 3 S8 + 48 Na", true);
    close_laboratory(&lab);
}

/* The open element stands on the left where it is taken up, on the right where it is given off. */
static void test_side_of_the_open_element(void **state) {
    (void)state;
    laboratory lab = open_laboratory("Na,0\nS8,0\nNa2S,-1.2\nO2,0\nNa2O,-1.4\n");
    check_equation(&lab, "S8", 11, 0.0, "S8 + 16 Na -> 8 Na2S", true);
    check_equation(&lab, "Na2S", 11, 9.0, "8 Na2S -> S8 + 16 Na", true);
    check_equation(&lab, "Na2S", 11, 0.5, "Na2S -> Na2S", true);
    check_equation(&lab, "Na2O", 11, 9.0, "2 Na2O -> O2 + 4 Na", true);
    ip_composition composition = read_formula("Na2S");
    ip_reservoir air = {0};
    ip_equilibrium found;
    ip_reaction reaction;
    ip_error error;
    assert_ok(ip_reservoir_open(&air, 8, -0.1, &error), &error); /* oxygen as the dataset writes it: O2 */
    assert_ok(ip_equilibrium_find(&found, lab.solver, &composition, &air, NULL, &error), &error);
    ip_reactant reactant = {"Na2S", &composition, 1.0};
    assert_ok(ip_reaction_build(&reaction, lab.dataset, &reactant, 1, &found, &error), &error);
    char *text = print_reaction(&reaction);
    assert_string_equal(text, "8 Na2S + 4 O2 -> 8 Na2O + S8");
    free(text);
    ip_reaction_clear(&reaction);
    ip_equilibrium_clear(&found);
    close_laboratory(&lab);
}

/* Fractions in the formulas come out as integers where their denominators are small, else as decimals, with six digits
 * where the amount is small. */
static void test_integers_and_decimals(void **state) {
    (void)state;
    laboratory lab = open_laboratory("Na,0\nP,0\nW,0\nS,0\nNa2S,-1.2\nNa3P,-0.4\n");
    check_equation(&lab, "Na2.85P0.85W0.15S4", 11, 0.0, "20 Na2.85P0.85W0.15S4 + 154 Na -> 17 Na3P + 3 W + 80 Na2S", true);
    check_equation(&lab, "Na0.002S", -1, -1.0, "1000 Na0.002S -> Na2S + 999 S", true);
    check_equation(&lab, "Na0.001S", -1, -1.0, "Na0.001S -> 0.0005 Na2S + 0.9995 S", false); /* denominators of 2000 */
    check_equation(&lab, "Na0.0014142136S", -1, -1.0, "Na0.0014142136S -> 0.000707107 Na2S + 0.999293 S", false);
    check_equation(&lab, "Na0.66667S", -1, -1.0, "Na0.66667S -> 0.333335 Na2S + 0.666665 S", false);
    close_laboratory(&lab);
}

/* A mixture of two: the amounts are those of the mixture, and one of which there is nothing is not named. */
static void test_several_reactants(void **state) {
    (void)state;
    laboratory lab = open_laboratory("Na,0\nS,0\nCl,0\nK,0\nNaCl,-2\nK2S,-2\nNa2S,-0.5\nKCl,-0.5\n");
    ip_composition a = read_formula("Na2S"), b = read_formula("KCl"), mixture = read_formula("Na2SK2Cl2");
    ip_reactant reactants[] = {{"Na2S", &a, 1.0 / 3.0}, {"KCl", &b, 2.0 / 3.0}, {"Na2S", &a, 0.0}};
    for (int i = 0; i < mixture.count; i++)
        mixture.amount[i] /= 3.0;
    ip_equilibrium found;
    ip_reaction reaction;
    ip_error error;
    assert_ok(ip_equilibrium_find(&found, lab.solver, &mixture, NULL, NULL, &error), &error);
    assert_ok(ip_reaction_build(&reaction, lab.dataset, reactants, 3, &found, &error), &error);
    char *text = print_reaction(&reaction);
    assert_string_equal(text, "Na2S + 2 KCl -> 2 NaCl + K2S");
    free(text);
    assert_int_equal(reaction.reactant_count, 2);
    ip_reaction_clear(&reaction);
    reactants[1].amount *= 1.0 + 1e-8; /* does not belong to the equilibrium any more */
    assert_int_equal(ip_reaction_build(&reaction, lab.dataset, reactants, 3, &found, &error), IP_NUMERIC);
    assert_contains(error.message, "balance");
    ip_equilibrium_clear(&found);
    close_laboratory(&lab);
}

/* Six formula units make the same equation as one. */
static void test_common_divisor(void **state) {
    (void)state;
    laboratory lab = open_laboratory("Na,0\nP,0\nS,0\nNa3P,-0.4\nNa2S,-1.2\n");
    ip_composition one = read_formula("Na11PS4"), six = read_formula("6Na11PS4");
    ip_equilibrium found;
    ip_reaction reaction;
    ip_error error;
    assert_ok(ip_equilibrium_find(&found, lab.solver, &six, NULL, NULL, &error), &error);
    ip_reactant reactant = {"Na11PS4", &one, 6.0};
    assert_ok(ip_reaction_build(&reaction, lab.dataset, &reactant, 1, &found, &error), &error);
    char *text = print_reaction(&reaction);
    assert_string_equal(text, "Na11PS4 -> Na3P + 4 Na2S");
    free(text);
    ip_reaction_clear(&reaction);
    ip_equilibrium_clear(&found);
    close_laboratory(&lab);
}

/* Sulfur becomes `amount` times as much sulfur: the coefficients as they are printed. */
static void check_size(const laboratory *lab, double amount, const char *expected) {
    ip_composition sulfur = read_formula("S");
    ip_reactant reactant = {"S", &sulfur, amount};
    ip_product product = {ip_dataset_find(lab->dataset, &sulfur), amount};
    ip_equilibrium made = {.product_count = 1, .products = &product};
    ip_error error;
    char *text = ip_reaction_text(lab->dataset, &reactant, 1, &made, "->", &error);
    assert_non_null(text);
    assert_string_equal(text, expected);
    free(text);
    product.amount *= 1.001;
    assert_null(ip_reaction_text(lab->dataset, &reactant, 1, &made, "->", &error));
    assert_int_equal(error.status, IP_NUMERIC);
    assert_contains(error.message, "balance");
}

/* Integers are written as far as a reader can use them, decimals beyond. */
static void test_readable_integers(void **state) {
    (void)state;
    laboratory lab = open_laboratory("Na,0\nP,0\nS,0\nCl,0\nNaCl,-2\n");
    check_size(&lab, 1e-3, "S -> S");
    check_size(&lab, 1e12, "S -> S");
    /* Denominators that share no divisor: the common one has twelve digits. */
    static const double denominators[] = {997.0, 991.0, 983.0, 977.0};
    const char *const formulas[] = {"Na", "P", "S", "Cl"};
    ip_composition compositions[4];
    ip_reactant reactants[4];
    ip_product products[4];
    for (int i = 0; i < 4; i++) {
        compositions[i] = read_formula(formulas[i]);
        reactants[i] = (ip_reactant){formulas[i], &compositions[i], 1.0 / denominators[i]};
        products[i] = (ip_product){ip_dataset_find(lab.dataset, &compositions[i]), 1.0 / denominators[i]};
    }
    ip_equilibrium made = {.product_count = 4, .products = products};
    ip_reaction reaction;
    ip_error error;
    assert_ok(ip_reaction_build(&reaction, lab.dataset, reactants, 4, &made, &error), &error);
    assert_false(reaction.integers);
    ip_reaction_clear(&reaction);
    /* One that is many orders larger than the other. */
    reactants[0].amount = products[0].amount = 1e14;
    reactants[1].amount = products[1].amount = 1.0;
    made.product_count = 2;
    assert_ok(ip_reaction_build(&reaction, lab.dataset, reactants, 2, &made, &error), &error);
    assert_false(reaction.integers);
    ip_reaction_clear(&reaction);
    reactants[0].amount = products[0].amount = 1e8;
    assert_ok(ip_reaction_build(&reaction, lab.dataset, reactants, 2, &made, &error), &error);
    assert_false(reaction.integers);
    ip_reaction_clear(&reaction);
    close_laboratory(&lab);
}

static void test_products_alone(void **state) {
    (void)state;
    laboratory lab = open_laboratory("Na,0\nP,0\nS,0\nNa3P,-0.4\nNa2S,-1.2\n");
    ip_composition composition = read_formula("Na11PS4");
    ip_equilibrium found, none = {0};
    assert_int_equal(ip_equilibrium_find(&found, lab.solver, &composition, NULL, NULL, NULL), IP_OK);
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    ip_reaction_print_products(&found, stream);
    fputc('|', stream);
    ip_reaction_print_products(&none, stream);
    assert_int_equal(fclose(stream), 0);
    assert_string_equal(text, "Na3P + 4 Na2S|");
    free(text);
    ip_equilibrium_clear(&found);
    close_laboratory(&lab);
}

/* ---- random reactions of two phases and a metal */

static void add_side(double sums[IP_ELEMENT_COUNT + 1], const ip_reaction_term *terms, int count, double sign) {
    for (int i = 0; i < count; i++) {
        ip_composition composition = read_formula(terms[i].formula);
        assert_true(terms[i].coefficient > 0.0);
        for (int e = 0; e < composition.count; e++)
            sums[composition.element[e]] += sign * terms[i].coefficient * composition.amount[e];
    }
}

/* Balanced by reading the formulas again; integers where it says so, without a common divisor. */
static void check_reaction(const ip_reaction *reaction) {
    double sums[IP_ELEMENT_COUNT + 1] = {0};
    long divisor = 0;
    add_side(sums, reaction->reactants, reaction->reactant_count, 1.0);
    add_side(sums, reaction->products, reaction->product_count, -1.0);
    for (int element = 1; element <= IP_ELEMENT_COUNT; element++)
        assert_near(sums[element], 0.0, reaction->integers ? 1e-6 : 1e-7);
    for (int side = 0; side < 2 && reaction->integers; side++)
        for (int i = 0; i < (side ? reaction->product_count : reaction->reactant_count); i++) {
            double coefficient = (side ? reaction->products : reaction->reactants)[i].coefficient;
            assert_near(coefficient, round(coefficient), 0.0);
            long a = lround(coefficient), b = divisor;
            while (b) {
                long rest = a % b;
                a = b;
                b = rest;
            }
            divisor = a;
        }
    if (reaction->integers)
        assert_int_equal(divisor, 1);
}

static void test_random_reactions(void **state) {
    (void)state;
    static const char *const symbols[] = {"Na", "S", "P", "Cl"};
    random_source source = random_start(1301);
    int with_integers = 0, total = 0;
    for (int round = repetitions(100); round > 0; round--) {
        random_table table = random_table_make(&source, symbols, 4, 4 + random_below(&source, 20), SCATTERED_ENERGIES);
        ip_dataset *dataset = random_table_read(&table);
        laboratory lab = {dataset, NULL};
        assert_int_equal(ip_solver_new(&lab.solver, dataset, NULL), IP_OK);
        for (int question = 0; question < 5; question++) {
            const ip_phase *phase = ip_dataset_phase(dataset, random_below(&source, (int)ip_dataset_count(dataset)));
            ip_composition composition = ip_phase_composition(phase);
            ip_reservoir reservoir = {0};
            ip_equilibrium found;
            ip_reaction reaction;
            ip_error error;
            if (question % 2 && strcmp(phase->formula, "Na") != 0)
                assert_int_equal(ip_reservoir_open_metal(&reservoir, 11, 0, random_between(&source, 0.0, 4.0), NULL), IP_OK);
            assert_ok(ip_equilibrium_find(&found, lab.solver, &composition, &reservoir, NULL, &error), &error);
            ip_reactant reactant = {phase->formula, &composition, 1.0};
            assert_ok(ip_reaction_build(&reaction, dataset, &reactant, 1, &found, &error), &error);
            check_reaction(&reaction);
            with_integers += reaction.integers;
            total++;
            ip_reaction_clear(&reaction);
            ip_equilibrium_clear(&found);
        }
        close_laboratory(&lab);
    }
    assert_true(with_integers > total / 2);
}

/* Shares of a mixture are fractions of 1380 here; per formula unit of the first reactant they are of 220. */
static void test_shares_of_a_mixture(void **state) {
    (void)state;
    laboratory lab = open_laboratory("Na,0\nP,0\nS,0\nNa3P11,-0.4\nNa2S,-1.2\n");
    ip_composition a = read_formula("Na2.9PS3.95"), b = read_formula("Na"), mixture = a;
    ip_reactant reactants[] = {{"Na2.9PS3.95", &a, 11.0 / 69.0}, {"Na", &b, 58.0 / 69.0}};
    for (int i = 0; i < mixture.count; i++)
        mixture.amount[i] *= reactants[0].amount;
    mixture.amount[0] += reactants[1].amount;
    ip_equilibrium found;
    ip_error error;
    assert_ok(ip_equilibrium_find(&found, lab.solver, &mixture, NULL, NULL, &error), &error);
    char *text = ip_reaction_text(lab.dataset, reactants, 2, &found, "->", &error);
    assert_non_null(text);
    assert_string_equal(text, "220 Na2.9PS3.95 + 1160 Na -> 20 Na3P11 + 869 Na2S");
    free(text);
    ip_equilibrium_clear(&found);
    close_laboratory(&lab);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_equations),
        cmocka_unit_test(test_side_of_the_open_element),
        cmocka_unit_test(test_integers_and_decimals),
        cmocka_unit_test(test_several_reactants),
        cmocka_unit_test(test_shares_of_a_mixture),
        cmocka_unit_test(test_common_divisor),
        cmocka_unit_test(test_readable_integers),
        cmocka_unit_test(test_products_alone),
        cmocka_unit_test(test_random_reactions),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
