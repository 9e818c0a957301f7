/* The periodic table against what textbooks say, and sets of elements. */
#include "support.h"

#include <interphase/element.h>

#include <stdio.h>
#include <string.h>

/* In the order of the atomic numbers. */
static const char periodic_table[] =
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Tc Ru "
    "Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At "
    "Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og";

static void test_symbols(void **state) {
    (void)state;
    const char *at = periodic_table;
    for (int element = 1; element <= IP_ELEMENT_COUNT; element++) {
        char symbol[4];
        int used;
        assert_int_equal(sscanf(at, "%3s%n", symbol, &used), 1);
        at += used;
        assert_string_equal(ip_element_symbol(element), symbol);
        assert_int_equal(ip_element_find(symbol, strlen(symbol)), element);
    }
    assert_string_equal(at, "");
    assert_null(ip_element_symbol(0));
    assert_null(ip_element_symbol(-1));
    assert_null(ip_element_symbol(IP_ELEMENT_COUNT + 1));
}

/* Of all texts of one and two characters exactly 118 are symbols. */
static void test_other_texts_are_no_symbols(void **state) {
    (void)state;
    int found = 0;
    for (int first = 0; first < 256; first++)
        for (int second = 0; second < 256; second++) {
            char text[2] = {(char)first, (char)second};
            found += ip_element_find(text, 2) != 0;
            if (second == 0)
                found += ip_element_find(text, 1) != 0;
        }
    assert_int_equal(found, IP_ELEMENT_COUNT);
    assert_int_equal(ip_element_find("", 0), 0);
    assert_int_equal(ip_element_find("Nax", 3), 0);
    assert_int_equal(ip_element_find("Uue", 3), 0);
    assert_int_equal(ip_element_find("Nax", 2), 11); /* only as many characters as are said */
}

static void test_masses(void **state) {
    (void)state;
    static const struct {
        const char *symbol;
        double mass, tolerance; /* g/mol */
    } masses[] = {
        {"H", 1.008, 5e-4}, {"Li", 6.94, 5e-3}, {"C", 12.011, 1e-3}, {"N", 14.007, 1e-3}, {"O", 15.999, 1e-3},
        {"F", 18.9984, 1e-4}, {"Na", 22.98977, 1e-5}, {"Mg", 24.305, 1e-3}, {"Al", 26.98154, 1e-5}, {"Si", 28.085, 1e-3},
        {"P", 30.97376, 1e-5}, {"S", 32.06, 1e-2}, {"Cl", 35.45, 1e-2}, {"K", 39.0983, 1e-4}, {"Ca", 40.078, 4e-3},
        {"Fe", 55.845, 2e-3}, {"Cu", 63.546, 3e-3}, {"Zn", 65.38, 2e-2}, {"Ag", 107.8682, 2e-4}, {"I", 126.90447, 1e-5},
        {"Cs", 132.905452, 1e-6}, {"W", 183.84, 1e-2}, {"Au", 196.96657, 1e-5}, {"Pb", 207.2, 1e-1}, {"U", 238.02891, 3e-5},
        {"Tc", 97.0, 1.0},
    };
    for (size_t i = 0; i < sizeof masses / sizeof *masses; i++)
        assert_near(ip_element_mass(ip_element_find(masses[i].symbol, strlen(masses[i].symbol))), masses[i].mass,
                    masses[i].tolerance);
}

/* Masses rise along the table but for the well-known inversions, and a neighbour is never far. */
static void test_masses_rise(void **state) {
    (void)state;
    static const char *const before_lighter[] = {"Ar", "Co", "Te", "Th", "U", "Pu", "Bh"};
    for (int element = 1; element < IP_ELEMENT_COUNT; element++) {
        double step = ip_element_mass(element + 1) - ip_element_mass(element);
        bool may_fall = false;
        for (size_t i = 0; i < sizeof before_lighter / sizeof *before_lighter; i++)
            may_fall = may_fall || strcmp(ip_element_symbol(element), before_lighter[i]) == 0;
        if ((step < 0.0 && !may_fall) || step > 13.0)
            fail_msg("%s to %s: %g", ip_element_symbol(element), ip_element_symbol(element + 1), step);
    }
}

static void test_charges(void **state) {
    (void)state;
    static const char *const by_charge[] = {"", "Li Na K Rb Cs Ag ", "Mg Ca Sr Ba Zn ", "Al "};
    for (int element = 1; element <= IP_ELEMENT_COUNT; element++) {
        char symbol[8];
        int expected = 0;
        snprintf(symbol, sizeof symbol, "%s ", ip_element_symbol(element));
        for (int charge = 1; charge <= 3; charge++) {
            const char *at = strstr(by_charge[charge], symbol);
            if (at && (at == by_charge[charge] || at[-1] == ' '))
                expected = charge;
        }
        assert_int_equal(ip_element_charge(element), expected);
    }
    assert_int_equal(ip_element_charge(0), 0);
    assert_int_equal(ip_element_charge(119), 0);
}

/* Sets against plain arrays of yes and no. */
static void test_sets(void **state) {
    (void)state;
    random_source source = random_start(1201);
    for (int round = repetitions(500); round > 0; round--) {
        bool in_a[IP_ELEMENT_COUNT + 1] = {false}, in_b[IP_ELEMENT_COUNT + 1] = {false};
        ip_element_set a = {{0, 0}}, b = {{0, 0}};
        int rarity = 1 + random_below(&source, 40), list[IP_ELEMENT_COUNT], count = 0, count_a = 0;
        bool within = true, same = true;
        for (int element = 1; element <= IP_ELEMENT_COUNT; element++) {
            if ((in_a[element] = random_below(&source, rarity) == 0))
                ip_element_set_add(&a, element);
            if ((in_b[element] = in_a[element] ? random_below(&source, 100) > 0 : random_below(&source, rarity) == 0))
                ip_element_set_add(&b, element);
            within = within && (!in_a[element] || in_b[element]);
            same = same && in_a[element] == in_b[element];
            count_a += in_a[element];
        }
        assert_int_equal(ip_element_set_within(a, b), within);
        assert_int_equal(ip_element_set_same(a, b), same);
        assert_int_equal(ip_element_set_empty(a), count_a == 0);
        assert_int_equal(ip_element_set_list(a, list), count_a);
        ip_element_set both = ip_element_set_union(a, b), rest = ip_element_set_without(a, b);
        for (int element = 1; element <= IP_ELEMENT_COUNT; element++) {
            assert_int_equal(ip_element_set_has(a, element), in_a[element]);
            assert_int_equal(ip_element_set_has(both, element), in_a[element] || in_b[element]);
            assert_int_equal(ip_element_set_has(rest, element), in_a[element] && !in_b[element]);
            if (in_a[element])
                assert_int_equal(list[count++], element);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_symbols),
        cmocka_unit_test(test_other_texts_are_no_symbols),
        cmocka_unit_test(test_masses),
        cmocka_unit_test(test_masses_rise),
        cmocka_unit_test(test_charges),
        cmocka_unit_test(test_sets),
    };
    return run_unit_tests(tests);
}
