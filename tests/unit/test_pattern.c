/* Patterns of formulas: what they write, and what is wrong in them, with the place. */
#include "support.h"

#include <interphase/pattern.h>

#include <stdlib.h>
#include <string.h>

static void check(const char *pattern, double x, double y, const char *expected) {
    double values[IP_PATTERN_VARIABLES] = {0.0};
    char *formula;
    ip_error error;
    values['x' - 'a'] = x;
    values['y' - 'a'] = y;
    assert_ok(ip_pattern_write(&formula, pattern, values, &error), &error);
    assert_string_equal(formula, expected);
    free(formula);
}

static void amounts_follow_from_variables(void **state) {
    (void)state;
    check("Na{3-x}Sb{1-x}W{x}S4", 0.05, 0.0, "Na2.95Sb0.95W0.05S4");
    check("Na{3-x}Sb{1-x}W{x}S4", 0.0, 0.0, "Na3SbS4");
    check("Na{3-x}Sb{1-x}W{x}S4", 1.0, 0.0, "Na2WS4");
    check("Na{ 3 - 2 * x + y/2 }Cl{(1-x)*(1+y)}", 0.5, 1.0, "Na2.5Cl");
    check("Na{3}PS{4}", 0.0, 0.0, "Na3PS4");
    check("Na{x--1}", 1.0, 0.0, "Na2");
    check("Na{-(x-3)}Cl", 1.0, 0.0, "Na2Cl");
    check("Na3Zr2(SiO4){2-x}(PO4){1+x}", 2.0, 0.0, "Na3Zr2(PO4)3");
    check("Na3[Zr(O2){1}]{x}Cl", 0.0, 0.0, "Na3Cl");
    check("{x}Li2S*{1-x}P2S5", 0.75, 0.0, "0.75Li2S*0.25P2S5");
    check("{x}Li2S*{1-x}P2S5", 0.0, 0.0, "1P2S5");
    check("{x}Li2S*{1-x}P2S5", 1.0, 0.0, "1Li2S");
    check("{1-x} Li2S{1-y} + {x}P2S5", 0.0, 0.0, "1 Li2S");
    check("{1-x} Li2S{1-y} + {x}P2S5", 1.0, 0.0, "1P2S5");
    check("Na3SbS4\302\267{x}H2O", 0.0, 0.0, "Na3SbS4");
    check("{x}Na{y}Cl\302\267{1-x}KCl", 0.0, 1.0, "1KCl");
    check("{x}Li2S", 1.0, 0.0, "1Li2S");
    check("Na{1/3}Cl", 0.0, 0.0, "Na0.33333333Cl");
    /* Rounding of 0.3 - 0.1 - 0.2 is no amount. */
    check("Na{0.3-0.1-0.2}Cl", 0.0, 0.0, "Cl");
    check("NaCl", 0.0, 0.0, "NaCl");
}

static void variables_are_named(void **state) {
    (void)state;
    unsigned variables;
    ip_error error;
    assert_ok(ip_pattern_variables(&variables, "Na{3-x}Sb{1-x}W{x}S4", &error), &error);
    assert_int_equal(variables, 1u << 23);
    assert_ok(ip_pattern_variables(&variables, "Na{a+z}Cl{b}", &error), &error);
    assert_int_equal(variables, 1u | 1u << 1 | 1u << 25);
    assert_ok(ip_pattern_variables(&variables, "NaCl", &error), &error);
    assert_int_equal(variables, 0);
}

static void refuse(const char *pattern, const char *part) {
    double values[IP_PATTERN_VARIABLES] = {0.0};
    char *formula = NULL;
    ip_error error;
    values['x' - 'a'] = 2.0;
    assert_int_equal(ip_pattern_write(&formula, pattern, values, &error), IP_BAD_FORMULA);
    assert_null(formula);
    assert_contains(error.message, part);
}

static void what_is_wrong_is_said_with_the_place(void **state) {
    (void)state;
    char deep[128] = "Na{";
    refuse("Na{3-}Cl", "character 6 of the pattern: a number, a variable such as x, or a bracket ( is expected");
    refuse("Na{}", "character 4 of the pattern: a number");
    refuse("Na{3", "character 5 of the pattern: a sign + - * / or the closing brace } is expected");
    refuse("Na{3 x}", "character 6 of the pattern: a sign");
    refuse("Na3}Cl", "character 4 of the pattern: an opening brace { is expected before a closing one");
    refuse("Na{(x}Cl", "character 6 of the pattern: a closing bracket ) is expected");
    refuse("Na{1.2.3}Cl", "character 4 of the pattern: a number is expected");
    refuse("Na{x*}Cl", "character 6 of the pattern: a number, a variable");
    refuse("Na{X}Cl", "character 4 of the pattern: a number, a variable");
    refuse("Na{1-x}Cl", "the amount before character 8 of the pattern comes out as -1; 0 or more is expected");
    refuse("Na{1/(x-2)}Cl", "comes out as inf");
    refuse("Na{0/(x-2)}Cl", "comes out as no number");
    refuse("Na{2-x}", "nothing is left of the pattern");
    memset(deep + 3, '(', 60);
    refuse(deep, "fewer brackets and signs are expected");
    memset(deep + 3, '1', 100);
    deep[103] = '\0';
    refuse(deep, "a number of so many digits is not expected");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_follow_from_variables),
        cmocka_unit_test(variables_are_named),
        cmocka_unit_test(what_is_wrong_is_said_with_the_place),
    };
    return run_unit_tests(tests);
}
