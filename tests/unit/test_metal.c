/* The metal of a question whose call names none, for materials as people ask about them. */
#include "support.h"

#include <interphase/metal.h>

#include <string.h>

enum { MOST_FORMULAS = 3 };

typedef struct metal_case {
    const char *formulas[MOST_FORMULAS]; /* NULL behind the last */
    const char *metal, *other;           /* NULL for no other */
} metal_case;

/* Each by hand, from the rule. */
static const metal_case cases[] = {
    {{"Na3PS4"}, "Na", NULL},
    {{"Li3PS4"}, "Li", NULL},
    {{"K2SO4"}, "K", NULL},
    {{"RbBr"}, "Rb", NULL},
    {{"CsPbI3"}, "Cs", NULL},
    {{"Li5.9Na0.1PS5Cl"}, "Li", "Na"}, /* more of it */
    {{"Na0.1Li5.9PS5Cl"}, "Li", "Na"}, /* wherever it stands */
    {{"LiNaS"}, "Na", "Li"},           /* as much of each */
    {{"KLiSO4"}, "Li", "K"},
    {{"Cs2NaHoCl6"}, "Na", "Cs"}, /* the larger ones count after Na and Li, whatever the amounts */
    {{"K2LiAlF6"}, "Li", "K"},
    {{"KRb3S2"}, "K", "Rb"},
    {{"LiMgAl2O4"}, "Li", NULL}, /* an alkali metal goes before all others */
    {{"MgAl2O4"}, "Mg", "Al"},   /* whatever the amounts */
    {{"CaZnAl"}, "Ca", "Zn"},
    {{"ZnS"}, "Zn", NULL},
    {{"Al2O3"}, "Al", NULL},
    {{"FeS2"}, "Na", NULL}, /* none */
    {{"BaTiO3"}, "Na", NULL},
    {{"Na3PS4", "LiCoO2"}, "Na", "Li"}, /* the first of the two */
    {{"LiCoO2", "Na3PS4"}, "Li", "Na"},
    {{"Na3PS4", "NaCrO2"}, "Na", NULL},
    {{"FeS2", "Li"}, "Li", NULL},
    {{"MgS", "K2S"}, "K", NULL}, /* an alkali metal anywhere goes before the others */
    {{"MgS", "CaS"}, "Mg", "Ca"},
    {{"FeS2", "MgO", "LiF"}, "Li", NULL},
    {{"Na2S", "Na", "K2S"}, "Na", "K"},
};

static void test_rule(void **state) {
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        ip_composition compositions[MOST_FORMULAS];
        int count = 0, other = -1;
        for (; count < MOST_FORMULAS && cases[c].formulas[count]; count++)
            compositions[count] = read_formula(cases[c].formulas[count]);
        int metal = ip_metal_of(&other, compositions, count);
        assert_string_equal(ip_element_symbol(metal), cases[c].metal);
        if (cases[c].other)
            assert_string_equal(ip_element_symbol(other), cases[c].other);
        else
            assert_int_equal(other, 0);
        assert_int_equal(ip_metal_of(NULL, compositions, count), metal);
    }
}

/* Formulas that cannot be read leave nothing to choose by. */
static void test_nothing(void **state) {
    (void)state;
    int other = -1;
    assert_int_equal(ip_metal_of(&other, NULL, 0), IP_DEFAULT_METAL);
    assert_int_equal(other, 0);
}

/* Voltages can refer to each without a charge that the caller gives. */
static void test_charges(void **state) {
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        assert_true(ip_element_charge(ip_element_find(cases[c].metal, strlen(cases[c].metal))) > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rule),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_charges),
    };
    return run_unit_tests(tests);
}
