/* What formulas mean where that is not the letter: what is read otherwise, what is not, and how it is spelled. */
#include "support.h"

#include <interphase/reading.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct meaning {
    const char *formula, *spelling;
} meaning;

static const meaning meanings[] = {
    /* rounded thirds and sixths */
    {"LiNi0.33Mn0.33Co0.33O2", "LiNi1/3Mn1/3Co1/3O2"},
    {"NaNi0.333Fe0.333Mn0.333O2", "NaNi1/3Fe1/3Mn1/3O2"},
    {"Na0.67Ni0.33Mn0.67O2", "Na2/3Ni1/3Mn2/3O2"},
    {"Na0.667Ni0.167Mn0.833O2", "Na2/3Ni1/6Mn5/6O2"},
    {"Na0.67Mn0.83Mg0.17O2", "Na2/3Mn5/6Mg1/6O2"},
    {"Na0.67Ni0.25Mn0.75O2", "Na2/3Ni0.25Mn0.75O2"},
    {"Na0.67Mn0.6Fe0.4O2", "Na2/3Mn0.6Fe0.4O2"},
    {"LiNi0.5Mn0.33Co0.17O2", "LiNi0.5Mn1/3Co1/6O2"},
    {"Na2.67S", "Na8/3S"},
    {"Na2.83P0.83W0.17S4", "Na17/6P5/6W1/6S4"},
    {"Na0.3333333333333S", "Na1/3S"},
    {"Na.33S", "Na1/3S"},
    {"Na3(PS4)0.67", "Na3(PS4)2/3"},
    {"0.33Na2S*0.67P2S5", "1/3Na2S*2/3P2S5"},
    {"66.67Li2S-33.33P2S5", "200/3Li2S*100/3P2S5"},
    {"Na\xE2\x82\x80.\xE2\x82\x86\xE2\x82\x87MnO\xE2\x82\x82", "Na2/3MnO2"},
    /* hydrates */
    {"Na3SbS4.9H2O", "Na3SbS4*9H2O"},
    {"Na2CO3.10H2O", "Na2CO3*10H2O"},
    {"CaSO4.0.5H2O", "CaSO4*0.5H2O"},
    {"LiOH.H2O", "LiOH*H2O"},
    {"Na2S.9H2O", "Na2S*9H2O"},
    {"Na3SbS4.9 H2O", "Na3SbS4*9H2O"},
    {"KAl(SO4)2.12H2O", "KAl(SO4)2*12H2O"},
    {"Na3SbS4.9H2O + Na2S", "Na3SbS4*9H2O*Na2S"},
    {"Na0.33CoO2.1.33H2O", "Na1/3CoO2*4/3H2O"},
    /* isotopes */
    {"D2O", "H2O"},
    {"LiT", "LiH"},
    {"NaOD*D2O", "NaOH*H2O"},
    {"LiOD.D2O", "LiOH*H2O"},
};

static void test_meanings(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
        ip_composition composition, spelled = read_formula(meanings[i].spelling);
        ip_formula_reading how;
        ip_error error;
        assert_ok(ip_formula_read(&composition, &how, meanings[i].formula, 0, &error), &error);
        assert_string_equal(how.spelling, meanings[i].spelling);
        assert_true(how.change_count > 0);
        assert_memory_equal(&composition.amount, &spelled.amount, (size_t)spelled.count * sizeof *spelled.amount);
        assert_int_equal(composition.count, spelled.count);
        /* The letter, where it can be read, is not the same. */
        if (ip_formula_read(&spelled, &how, meanings[i].formula, IP_FORMULA_LITERAL, NULL)) {
            assert_string_equal(how.spelling, "");
            continue;
        }
        assert_int_equal(how.change_count, 0);
        assert_memory_not_equal(&composition.amount, &spelled.amount, (size_t)composition.count * sizeof *spelled.amount);
    }
}

/* These mean what they say; their spelling is without blanks, with * between parts. */
static const meaning letters[] = {
    {"Na3PS4", "Na3PS4"},
    {"Na2.9Sb0.9W0.1S3.9Cl0.1", "Na2.9Sb0.9W0.1S3.9Cl0.1"},
    {"Na2.85P0.85W0.15S4", "Na2.85P0.85W0.15S4"},
    {"LiNi0.8Co0.15Al0.05O2", "LiNi0.8Co0.15Al0.05O2"},
    {"Li9.54Si1.74P1.44S11.7Cl0.3", "Li9.54Si1.74P1.44S11.7Cl0.3"},
    /* written to add up as they are */
    {"LiNi0.33Mn0.33Co0.34O2", "LiNi0.33Mn0.33Co0.34O2"},
    {"LiNi0.333Mn0.333Co0.334O2", "LiNi0.333Mn0.333Co0.334O2"},
    {"LiNi0.33Mn0.33Co0.33Al0.01O2", "LiNi0.33Mn0.33Co0.33Al0.01O2"},
    {"LiNi0.83Co0.12Mn0.05O2", "LiNi0.83Co0.12Mn0.05O2"},
    {"Na0.67Ni0.28Mg0.05Mn0.67O2", "Na0.67Ni0.28Mg0.05Mn0.67O2"},
    {"Li0.33La0.557TiO3", "Li0.33La0.557TiO3"},
    /* near, but not by rounding; one decimal says too little; halves and wholes are no thirds */
    {"Na0.66MnO2", "Na0.66MnO2"},
    {"Na0.3300MnO2", "Na0.3300MnO2"},
    {"Na0.3MnO2", "Na0.3MnO2"},
    {"Na0.50MnO2.00", "Na0.50MnO2.00"},
    {"LiNi1/3Mn1/3Co1/3O2", "LiNi1/3Mn1/3Co1/3O2"},
    /* a full stop that is a decimal point */
    {"Na2.5H2O", "Na2.5H2O"},
    {"Na3SbS4.9", "Na3SbS4.9"},
    {"Na3SbS4.9H2", "Na3SbS4.9H2"},
    {"Na3SbS4.9H2O2", "Na3SbS4.9H2O2"},
    {"Na3SbS4.99H2O", "Na3SbS4.99H2O"},
    {"Na3SbS4.05H2O", "Na3SbS4.05H2O"},
    {"Na3SbS0.9H2O", "Na3SbS0.9H2O"},
    {"NaCl*Na0.9H2O", "NaCl*Na0.9H2O"},
    {"Na3SbS4.H2O", "Na3SbS4.H2O"},
    /* elements whose symbols begin so */
    {"DyTiO3", "DyTiO3"},
    {"NaN", "NaN"},
    /* blanks and signs */
    {" Na10 Ge1 P2 S12 ", "Na10Ge1P2S12"},
    {"75 Li2S + 25 P2S5", "75Li2S*25P2S5"},
    {"75Li2S\xE2\x80\x93""25P2S5", "75Li2S*25P2S5"},
    {"Na\xE2\x82\x83PS\xE2\x82\x84", "Na\xE2\x82\x83PS\xE2\x82\x84"},
    {"Na3SbS4\xC2\xB7""8H2O", "Na3SbS4\xC2\xB7""8H2O"},
};

static void test_letters(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        ip_composition composition, letter = read_formula(letters[i].formula), spelled = read_formula(letters[i].spelling);
        ip_formula_reading how;
        ip_error error;
        assert_ok(ip_formula_read(&composition, &how, letters[i].formula, 0, &error), &error);
        assert_int_equal(how.change_count, 0);
        assert_string_equal(how.spelling, letters[i].spelling);
        assert_int_equal(composition.count, letter.count);
        assert_memory_equal(&composition.amount, &letter.amount, (size_t)letter.count * sizeof *letter.amount);
        assert_memory_equal(&composition.amount, &spelled.amount, (size_t)letter.count * sizeof *letter.amount);
    }
}

static void test_the_layered_oxide(void **state) {
    (void)state;
    ip_composition rounded, whole = read_formula("Na3NiFeMnO6");
    assert_int_equal(ip_formula_read(&rounded, NULL, "NaNi0.333Fe0.333Mn0.333O2", 0, NULL), IP_OK);
    assert_true(ip_composition_same(&rounded, &whole));
    whole = read_formula("Li3NiMnCoO6");
    assert_int_equal(ip_formula_read(&rounded, NULL, "LiNi0.33Mn0.33Co0.33O2", 0, NULL), IP_OK);
    assert_true(ip_composition_same(&rounded, &whole));
}

static void test_changes_are_listed_once(void **state) {
    (void)state;
    static const ip_reading_change expected[] = {
        {IP_READING_ISOTOPE, "D", "H"},
        {IP_READING_HYDRATE, ".9D2O", "*9D2O"},
        {IP_READING_ROUNDED, "0.33", "1/3"},
        {IP_READING_ROUNDED, "0.67", "2/3"},
    };
    ip_composition composition;
    ip_formula_reading how;
    assert_int_equal(ip_formula_read(&composition, &how, "Na0.33K0.33Ni0.67D2S4.9D2O", 0, NULL), IP_OK);
    assert_string_equal(how.spelling, "Na1/3K1/3Ni2/3H2S4*9H2O");
    assert_int_equal(how.change_count, 4);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(how.changes[i].kind, expected[i].kind);
        assert_string_equal(how.changes[i].written, expected[i].written);
        assert_string_equal(how.changes[i].meant, expected[i].meant);
    }
    /* More than can be listed are made as well. */
    assert_int_equal(ip_formula_read(&composition, &how, "Na0.33K1.33Rb2.33Cs3.33Li4.33Ag5.33Cu6.33Au7.33Tl8.33O9.33", 0, NULL),
                     IP_OK);
    assert_int_equal(how.change_count, IP_READING_CHANGES);
    assert_string_equal(how.spelling, "Na1/3K4/3Rb7/3Cs10/3Li13/3Ag16/3Cu19/3Au22/3Tl25/3O28/3");
}

static void test_faults_are_those_of_the_letter(void **state) {
    (void)state;
    static const char *const formulas[] = {"", "Na0.33Xx", "PO4^3-", "Na.S", "DXx", "S4.9H2O)", "Na-P-S"};
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++) {
        ip_composition composition;
        ip_formula_reading how;
        ip_error meant, letter;
        assert_int_equal(ip_formula_read(&composition, &how, formulas[i], 0, &meant), IP_BAD_FORMULA);
        assert_int_equal(ip_composition_read(&composition, formulas[i], &letter), IP_BAD_FORMULA);
        assert_string_equal(meant.message, letter.message);
        assert_string_equal(how.spelling, "");
        assert_int_equal(how.change_count, 0);
    }
}

static void test_long_formulas(void **state) {
    (void)state;
    char formula[IP_FORMULA_SIZE + 40];
    for (size_t length = IP_FORMULA_SIZE - 3; length <= IP_FORMULA_SIZE; length++) {
        ip_composition composition;
        ip_formula_reading how;
        memset(formula, 'H', length);
        memcpy(formula + length - 5, "D0.33", 6);
        memset(formula + length, ' ', 20);
        formula[length + 20] = '\0';
        ip_status status = ip_formula_read(&composition, &how, formula, 0, NULL);
        assert_int_equal(status, length < IP_FORMULA_SIZE ? IP_OK : IP_BAD_FORMULA);
        assert_int_equal(strlen(how.spelling), length < IP_FORMULA_SIZE ? length - 1 : 0);
    }
}

/* Every k/6 written with two to six places is k/6 again, in a formula of other such. */
static void test_every_sixth(void **state) {
    (void)state;
    for (int sixths = 1; sixths < 60; sixths++)
        for (int places = 2; places <= 6; places++) {
            char formula[64];
            ip_composition composition;
            snprintf(formula, sizeof formula, "Na%.*fS0.17O", places, sixths / 6.0);
            assert_int_equal(ip_formula_read(&composition, NULL, formula, 0, NULL), IP_OK);
            assert_near(composition.amount[0], sixths / 6.0, 1e-14);
            assert_near(composition.amount[1], 1.0 / 6.0, 1e-15);
        }
}

/* What was read, spelled and read again is the same, and then by the letter. */
static void test_spellings_stay(void **state) {
    (void)state;
    static const char *const pieces[] = {
        "Na", "P", "S4", "D2", "O",   "H2O", ".9H2O", ".H2O",     "0.33",         "0.667",        "0.17", ".12", "1/3",
        "2",  "(", ")",  " ",  " + ", "-",   "*",     "\xC2\xB7", "\xE2\x82\x83", "\xE2\x80\x93", "25",   "T"};
    random_source source = random_start(103);
    int readable = 0, changed = 0;
    for (int round = repetitions(50000); round > 0; round--) {
        char text[128] = "";
        int length = 1 + random_below(&source, 8);
        for (int i = 0; i < length; i++)
            strcat(text, pieces[random_below(&source, (int)(sizeof pieces / sizeof *pieces))]);
        ip_composition first, second;
        ip_formula_reading how, again;
        if (ip_formula_read(&first, &how, text, 0, NULL))
            continue;
        readable++;
        changed += how.change_count > 0;
        if (ip_formula_read(&second, &again, how.spelling, 0, NULL) || again.change_count ||
            strcmp(again.spelling, how.spelling) != 0)
            fail_msg("'%s' is spelled '%s', and that '%s'", text, how.spelling, again.spelling);
        assert_int_equal(first.count, second.count);
        for (int i = 0; i < first.count; i++) {
            assert_int_equal(first.element[i], second.element[i]);
            assert_near(first.amount[i], second.amount[i], 0.0);
        }
    }
    assert_true(readable > 1000 && changed > 300);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_meanings),
        cmocka_unit_test(test_letters),
        cmocka_unit_test(test_the_layered_oxide),
        cmocka_unit_test(test_changes_are_listed_once),
        cmocka_unit_test(test_faults_are_those_of_the_letter),
        cmocka_unit_test(test_long_formulas),
        cmocka_unit_test(test_every_sixth),
        cmocka_unit_test(test_spellings_stay),
    };
    return run_unit_tests(tests);
}
