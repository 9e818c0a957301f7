/* Formulas: every notation that is accepted, and every fault with the place it is at. */
#include "support.h"

#include <interphase/composition.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct reading {
    const char *formula;
    const char *amounts; /* "symbol amount" in the order of first mention */
} reading;

static const reading readings[] = {
    {"Na", "Na 1"},
    {"S8", "S 8"},
    {"Na3PS4", "Na 3 P 1 S 4"},
    {"CO", "C 1 O 1"},
    {"Co", "Co 1"},
    {"NO2", "N 1 O 2"},
    {"No2", "No 2"},
    {"HfO2", "Hf 1 O 2"},
    {"NaNa2", "Na 3"},
    {"PS4Na3", "P 1 S 4 Na 3"},
    /* decimals */
    {"Na2.85P0.85W0.15S4", "Na 2.85 P 0.85 W 0.15 S 4"},
    {"Na.5Cl0.5", "Na 0.5 Cl 0.5"},
    {"Na3.PS4", "Na 3 P 1 S 4"},
    {"Na3.000PS4.00", "Na 3 P 1 S 4"},
    {"Na007", "Na 7"},
    /* brackets of every kind, nested, with and without an amount */
    {"Na3Zr2(SiO4)2(PO4)", "Na 3 Zr 2 Si 2 O 12 P 1"},
    {"Na3[PS4]", "Na 3 P 1 S 4"},
    {"Na2{S}", "Na 2 S 1"},
    {"(Na)(Cl)", "Na 1 Cl 1"},
    {"((Na))3", "Na 3"},
    {"K4[Fe(CN)6]3", "K 4 Fe 3 C 18 N 18"},
    {"{[(Na2)3]2Cl}0.5", "Na 6 Cl 0.5"},
    {"(Na(S(Na)2)2)3", "Na 15 S 6"},
    /* hydrates and mixtures, with every separator */
    {"Na3SbS4*8H2O", "Na 3 Sb 1 S 4 H 16 O 8"},
    {"Na3SbS4(H2O)8", "Na 3 Sb 1 S 4 H 16 O 8"},
    {"75Na2S*25P2S5", "Na 150 S 200 P 50"},
    {"0.75Na2S*.25P2S5", "Na 1.5 S 2 P 0.5"},
    {"Na2S\xC2\xB7P2S5", "Na 2 S 6 P 2"},
    {"Na2S\xE2\x88\x99""9H2O", "Na 2 S 1 H 18 O 9"},
    {"Na2S\xE2\x8B\x85""9H2O", "Na 2 S 1 H 18 O 9"},
    {"Na2S\xE2\x80\xA2""9H2O", "Na 2 S 1 H 18 O 9"},
    {"2NaCl", "Na 2 Cl 2"},
    {"2(NaCl)3*KCl", "Na 6 Cl 7 K 1"},
    /* Unicode subscripts, alone and mixed with plain digits */
    {"Na\xE2\x82\x83PS\xE2\x82\x84", "Na 3 P 1 S 4"},
    {"C\xE2\x82\x81\xE2\x82\x82H\xE2\x82\x82\xE2\x82\x82O\xE2\x82\x81\xE2\x82\x81", "C 12 H 22 O 11"},
    {"Na\xE2\x82\x82.\xE2\x82\x85""Cl", "Na 2.5 Cl 1"},
    {"(NaCl)\xE2\x82\x86", "Na 6 Cl 6"},
    {"H1\xE2\x82\x80", "H 10"},
    {"S\xE2\x82\x86\xE2\x82\x87\xE2\x82\x88\xE2\x82\x89", "S 6789"},
    /* fractions, whose numbers are whole */
    {"LiNi1/3Mn1/3Co1/3O2", "Li 1 Ni 0.333333333333333333 Mn 0.333333333333333333 Co 0.333333333333333333 O 2"},
    {"Na10/4(SO4)1/2", "Na 2.5 S 0.5 O 2"},
    {"1/2Na2S*3/4P2S5", "Na 1 S 4.25 P 1.5"},
    {"Na\xE2\x82\x81/\xE2\x82\x82""Cl", "Na 0.5 Cl 1"},
    /* blanks between groups and around parts */
    {"Na10 Ge1 P2 S12", "Na 10 Ge 1 P 2 S 12"},
    {"Na\tCl", "Na 1 Cl 1"},
    {"Na3 ( P S4 )2", "Na 3 P 2 S 8"},
    {"C O", "C 1 O 1"},
    {"Na N", "Na 1 N 1"},
    {"NaN", "Na 1 N 1"},
    {"Na3SbS4 * 8 H2O", "Na 3 Sb 1 S 4 H 16 O 8"},
    /* mixtures with a plus, and with dashes where each part has an amount */
    {"75 Li2S + 25 P2S5", "Li 150 S 200 P 50"},
    {"75Li2S-25P2S5", "Li 150 S 200 P 50"},
    {"75Li2S \xE2\x80\x93 25(P2S5)", "Li 150 S 200 P 50"},
    {"70Li2S\xE2\x88\x92""29P2S5\xE2\x80\x90""1P2O5", "Li 140 S 215 P 60 O 5"},
    {"1/2 Li2S+.5[P2S5]", "Li 1 S 3 P 1"},
    {"Li2S + P2S5", "Li 2 S 6 P 2"},
    {"Li3PS4+LiI", "Li 4 P 1 S 4 I 1"},
    /* blanks around */
    {"  NaCl", "Na 1 Cl 1"},
    {"NaCl \t", "Na 1 Cl 1"},
    {"\t NaCl  ", "Na 1 Cl 1"},
    /* the largest amount, the largest element */
    {"Na1000000", "Na 1000000"},
    {"Og", "Og 1"},
};

static void check_amounts(const char *formula, const ip_composition *composition, const char *amounts) {
    int at = 0;
    for (int i = 0; i < composition->count; i++) {
        char symbol[4];
        double amount;
        int used = 0;
        if (sscanf(amounts + at, "%3s %lf%n", symbol, &amount, &used) != 2)
            fail_msg("%s: more elements than in '%s'", formula, amounts);
        at += used;
        if (strcmp(ip_element_symbol(composition->element[i]), symbol) != 0 ||
            !(fabs(composition->amount[i] - amount) <= 1e-12 * amount))
            fail_msg("%s: %s %.17g where %s %.17g is expected", formula, ip_element_symbol(composition->element[i]),
                     composition->amount[i], symbol, amount);
    }
    if (amounts[at])
        fail_msg("%s: '%s' is missing", formula, amounts + at);
}

static void test_every_notation(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
        ip_composition composition = read_formula(readings[i].formula);
        check_amounts(readings[i].formula, &composition, readings[i].amounts);
    }
}

typedef struct faulty {
    const char *formula;
    int position; /* in characters from 1 */
    const char *what;
} faulty;

static const faulty faults[] = {
    /* unknown elements */
    {"Xx", 1, "unknown element 'Xx'"},
    {"Na3Xx", 4, "unknown element 'Xx'"},
    {"NaX2", 3, "unknown element 'X'"},
    {"NA", 2, "unknown element 'A'"},
    {"Nacl", 1, "unknown element 'Nacl'"},
    {"na", 1, "unexpected 'n'"},
    {"Na\xE2\x82\x83Xx", 4, "unknown element 'Xx'"},
    /* brackets */
    {"(NaCl", 1, "never closed"},
    {"Na(Cl(O)", 3, "never closed"},
    {"Na(Cl]", 3, "never closed"},
    {"NaCl)", 5, "closes nothing"},
    {"Na]2", 3, "closes nothing"},
    {"(NaCl))2", 7, "closes nothing"},
    {"([NaCl)]", 7, "closes nothing"},
    {"()", 1, "empty brackets"},
    {"Na()2", 3, "empty brackets"},
    {"Na[{}]", 4, "empty brackets"},
    {"(2)", 2, "unexpected '2'"},
    {"(Na*Cl)", 4, "unexpected '*'"},
    /* amounts */
    {"Na0", 3, "zero"},
    {"Na0.00Cl", 3, "zero"},
    {"0Na", 1, "zero"},
    {"(NaCl)0", 7, "zero"},
    {"NaCl*0H2O", 6, "zero"},
    {"Na\xE2\x82\x80", 3, "zero"},
    {"Na-1", 3, "negative"},
    {"-2Na", 1, "negative"},
    {"(NaCl)-2", 7, "negative"},
    {"Na+", 3, "charge"},
    {"PS4-3", 4, "charge"},
    {"[PS4]3-", 7, "a charge; "},
    {"PO4^3-", 4, "a charge; "},
    {"PO4^{3-}", 4, "a charge; "},
    {"SO4 2-", 4, "a charge; "},
    {"SO4 -2", 4, "charge"},
    {"SO4--", 4, "charge"},
    {"(Na+)2", 4, "a charge; "},
    {"Na+Cl-", 6, "a charge; "},
    {"Na+ + Cl-", 3, "a charge; "},
    {"Fe\xC2\xB3\xE2\x81\xBA", 3, "a charge; "},
    {"SO\xE2\x82\x84\xC2\xB2\xE2\x81\xBB", 4, "a charge; "},
    {"O2\xE2\x88\x92", 3, "a charge; "},
    {"Na-P-S", 3, "an amount before each"},
    {"Li2S-P2S5", 5, "an amount before each"},
    {"75Li2S-P2S5", 7, "an amount before each"},
    {"Li2S-25P2S5", 5, "an amount before each"},
    {"+Na", 1, "between the parts"},
    {"Na++Cl", 3, "a charge; "},
    {"Na1.2.3", 6, "unexpected '.'"},
    {"Na.Cl", 3, "not a number"},
    {"Na1000001", 3, "above 1000000"},
    {"Na1234567890123456789012345678901234567890", 3, "39 digits"},
    {"Na1/", 5, "without its lower number"},
    {"Na1/Cl", 5, "without its lower number"},
    {"Na1/0", 5, "nothing below its line"},
    {"Na1/2000000", 5, "smaller than a millionth"},
    {"Na1/2/3", 6, "unexpected '/'"},
    {"Na.5/2", 5, "unexpected '/'"},
    {"Na/2", 3, "unexpected '/'"},
    {"Na0/2", 3, "zero"},
    {"Na1e3", 4, "unexpected 'e'"},
    {"Na1,5", 4, "unexpected ','"},
    /* blanks inside, control characters */
    {"Na 3PS4", 3, "blank"},
    {"Na 3", 3, "blank"},
    {"75 Li2S 25 P2S5", 8, "blank"},
    {"(NaCl) 2", 7, "blank"},
    {"Na ( )", 4, "empty brackets"},
    {"Na\nCl", 3, "control character (code 10)"},
    {"Na\x7F", 3, "control character (code 127)"},
    /* parts without an element */
    {"*Na", 1, "unexpected '*'"},
    {"Na**Cl", 4, "unexpected '*'"},
    {"Na*", 4, "element is expected"},
    {"Na*2", 5, "element is expected"},
    {"75", 3, "element is expected"},
    {"3*Na", 2, "unexpected '*'"},
    /* other text */
    {"Na?", 3, "unexpected '?'"},
    {"Na\xC3\xA4", 3, "unexpected '\xC3\xA4'"},
    {"Na\xE2\x82\x84?", 4, "unexpected '?'"},
    {"NaCl\xC2\xB9", 5, "unexpected '\xC2\xB9'"},
};

static void test_every_fault_and_its_place(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        ip_composition composition;
        ip_error error = {IP_OK, ""};
        char place[32];
        if (ip_composition_read(&composition, faults[i].formula, &error) != IP_BAD_FORMULA || error.status != IP_BAD_FORMULA)
            fail_msg("'%s' was accepted", faults[i].formula);
        snprintf(place, sizeof place, "character %d: ", faults[i].position);
        assert_contains(error.message, place);
        assert_contains(error.message, faults[i].what);
    }
}

static void test_an_error_is_not_needed(void **state) {
    (void)state;
    ip_composition composition;
    assert_int_equal(ip_composition_read(&composition, "Na(", NULL), IP_BAD_FORMULA);
    assert_int_equal(ip_composition_read(&composition, "", NULL), IP_BAD_FORMULA);
}

static void test_empty(void **state) {
    (void)state;
    static const char *const formulas[] = {"", " ", " \t "};
    for (size_t i = 0; i < 3; i++) {
        ip_composition composition;
        ip_error error;
        assert_int_equal(ip_composition_read(&composition, formulas[i], &error), IP_BAD_FORMULA);
        assert_contains(error.message, "empty");
    }
}

/* Brackets 32 deep are read, 33 deep are not, whatever their kind; brackets beside each other do not add up. */
static void test_nesting(void **state) {
    (void)state;
    ip_composition composition;
    ip_error error;
    char formula[512] = "";
    for (int depth = 32; depth <= 33; depth++) {
        memset(formula, '(', (size_t)depth);
        strcpy(formula + depth, "Na");
        memset(formula + depth + 2, ')', (size_t)depth);
        formula[2 * depth + 2] = '\0';
        ip_status status = ip_composition_read(&composition, formula, &error);
        assert_int_equal(status, depth == 32 ? IP_OK : IP_BAD_FORMULA);
    }
    assert_contains(error.message, "character 33: brackets nested more than 32 deep");
    strcpy(formula, "Na");
    for (int i = 0; i < 60; i++)
        strcat(formula, "(Cl)");
    composition = read_formula(formula);
    check_amounts(formula, &composition, "Na 1 Cl 60");
}

static void test_overlong(void **state) {
    (void)state;
    char formula[600];
    memset(formula, 'H', sizeof formula);
    for (size_t length = 510; length < 515; length++) {
        ip_composition composition;
        ip_error error;
        formula[length] = '\0';
        ip_status status = ip_composition_read(&composition, formula, &error);
        formula[length] = 'H';
        if (length <= 511) {
            assert_int_equal(status, IP_OK);
            assert_near(composition.amount[0], (double)length, 0.0);
        } else {
            assert_int_equal(status, IP_BAD_FORMULA);
            assert_contains(error.message, "longer than 511");
        }
    }
}

/* Amounts that single precision of reading allows but that no linear programme can be solved with. */
static void test_amounts_out_of_proportion(void **state) {
    (void)state;
    static const char *const formulas[] = {"((Na1000)1000)10", "Na1000000Cl0.1", "NaCl0.0000001"};
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++) {
        ip_composition composition;
        ip_error error;
        assert_int_equal(ip_composition_read(&composition, formulas[i], &error), IP_BAD_FORMULA);
        assert_contains(error.message, "outside what can be computed");
    }
}

/* A line break in a formula (a quoted field of a table may hold one) does not break the message. */
static void test_message_is_one_line(void **state) {
    (void)state;
    static const char *const formulas[] = {"Na\nCl", "Na(\nCl", "Na\r\nXx"};
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++) {
        ip_composition composition;
        ip_error error;
        assert_int_equal(ip_composition_read(&composition, formulas[i], &error), IP_BAD_FORMULA);
        assert_null(strpbrk(error.message, "\r\n"));
    }
}

/* A message stays a text where the formula in it is cut: no half of a character at the cut. */
static void test_message_is_whole_characters(void **state) {
    (void)state;
    for (int lead = 1; lead <= 3; lead++) {
        char formula[256] = "";
        for (int i = 0; i < lead; i++)
            strcat(formula, "H");
        for (int i = 0; i < 40; i++)
            strcat(formula, "\xE2\x82\x81");
        ip_composition composition;
        ip_error error;
        assert_int_equal(ip_composition_read(&composition, formula, &error), IP_BAD_FORMULA);
        for (const unsigned char *at = (const unsigned char *)error.message; *at; at++)
            if (*at == 0xE2 && (at[1] != 0x82 || at[2] != 0x81))
                fail_msg("half a character in '%s'", error.message);
    }
}

typedef struct written {
    char text[512];
    double amounts[IP_ELEMENT_COUNT + 1];
} written;

/* Appends random groups to the text and adds up what they stand for. */
static void write_groups(written *out, random_source *source, double factor, int depth) {
    static const char *const symbols[] = {"Na", "P", "S", "Cl", "O", "H", "Zr", "Si"};
    static const char brackets[] = "()[]{}";
    int groups = 1 + random_below(source, 3);
    for (int i = 0; i < groups && strlen(out->text) < 300; i++) {
        char amount_text[16] = "";
        double amount = 1.0;
        if (random_below(source, 2)) {
            amount = (1 + random_below(source, 40)) / 4.0;
            snprintf(amount_text, sizeof amount_text, "%g", amount);
        }
        if (depth < 4 && random_below(source, 3) == 0) {
            int kind = 2 * random_below(source, 3);
            strncat(out->text, &brackets[kind], 1);
            write_groups(out, source, factor * amount, depth + 1);
            strncat(out->text, &brackets[kind + 1], 1);
        } else {
            const char *symbol = symbols[random_below(source, 8)];
            strcat(out->text, symbol);
            out->amounts[ip_element_find(symbol, strlen(symbol))] += factor * amount;
        }
        strcat(out->text, amount_text);
    }
}

static void test_random_formulas(void **state) {
    (void)state;
    random_source source = random_start(101);
    for (int round = repetitions(2000); round > 0; round--) {
        written formula = {.text = ""};
        int parts = 1 + random_below(&source, 2);
        for (int i = 0; i < parts; i++) {
            double factor = 1.0;
            if (i)
                strcat(formula.text, "*");
            if (random_below(&source, 2)) {
                int digit = 2 + random_below(&source, 8);
                factor = digit;
                strncat(formula.text, &"0123456789"[digit], 1);
            }
            write_groups(&formula, &source, factor, 0);
        }
        ip_composition composition = read_formula(formula.text);
        double atoms = 0.0;
        for (int element = 1; element <= IP_ELEMENT_COUNT; element++) {
            double amount = formula.amounts[element];
            atoms += amount;
            assert_near(ip_composition_amount(&composition, element), amount, 1e-12 * amount);
        }
        assert_near(ip_composition_atoms(&composition), atoms, 1e-12 * atoms);
    }
}

/* Any text is either read with sensible amounts or refused with a place within the text. */
static void test_random_text(void **state) {
    (void)state;
    static const char *const pieces[] = {"Na", "P", "Xx", "(", ")", "[", "]", "2", "0", ".", "*", "-", "+", " ",
                                         "\xE2\x82\x83", "\xC2\xB7", "\xE2\x82", "\xFF", "s"};
    random_source source = random_start(102);
    int accepted = 0, refused = 0;
    for (int round = repetitions(20000); round > 0; round--) {
        char text[64] = " ";
        for (int i = 1 + random_below(&source, 8); i > 0; i--)
            strcat(text, pieces[random_below(&source, (int)(sizeof pieces / sizeof *pieces))]);
        ip_composition composition = {0}, plain = {0};
        ip_error error, plain_error;
        ip_status status = ip_composition_read(&plain, text + 1, &plain_error);
        assert_int_equal(ip_composition_read(&composition, text, &error), status); /* which is not read the quick way */
        if (status) {
            const char *place = strstr(error.message, "character ");
            refused++;
            assert_string_equal(plain_error.message, error.message);
            assert_true(place || strstr(error.message, "empty"));
            if (place)
                assert_in_range(strtol(place + strlen("character "), NULL, 10), 1, strlen(text) + 1);
            continue;
        }
        accepted++;
        assert_memory_equal(&plain, &composition, sizeof plain);
        assert_in_range(composition.count, 1, IP_ELEMENT_COUNT);
        for (int i = 0; i < composition.count; i++)
            assert_true(isfinite(composition.amount[i]) && composition.amount[i] > 0.0);
    }
    assert_true(accepted > 100 && refused > 100);
}

static void test_sums_of_a_formula(void **state) {
    (void)state;
    ip_composition composition = read_formula("Na3PS4");
    assert_near(ip_composition_atoms(&composition), 8.0, 0.0);
    /* 3 * 22.98976928 + 30.973761998 + 4 * 32.06 */
    assert_near(ip_composition_mass(&composition), 228.183069838, 1e-9);
    assert_near(ip_composition_amount(&composition, 16), 4.0, 0.0);
    assert_near(ip_composition_amount(&composition, 17), 0.0, 0.0);
    ip_element_set set = ip_composition_elements(&composition);
    for (int element = 1; element <= IP_ELEMENT_COUNT; element++)
        assert_int_equal(ip_element_set_has(set, element), element == 11 || element == 15 || element == 16);
}

static void test_same_composition(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        bool same;
    } pairs[] = {
        {"Na2S2", "NaS", true}, {"S8", "S", true}, {"SNa2", "Na2S", true}, {"Na2S", "NaS2", false}, {"NaS", "NaSe", false},
        {"Na", "NaS", false}, {"Na0.3333333333333S", "NaS3", true}, {"Na0.333333S", "NaS3", false},
        {"75Na2S*25P2S5", "Na3PS4", true}, {"NaClO", "NaClS", false},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        ip_composition a = read_formula(pairs[i].a), b = read_formula(pairs[i].b);
        if (ip_composition_same(&a, &b) != pairs[i].same || ip_composition_same(&b, &a) != pairs[i].same)
            fail_msg("%s and %s", pairs[i].a, pairs[i].b);
    }
}

static void test_repair_of_case(void **state) {
    (void)state;
    static const struct {
        const char *formula, *meant; /* NULL for none */
    } cases[] = {
        {"na3ps4", "Na3PS4"},
        {"NA3PS4", "Na3PS4"},
        {"Na3Ps4", "Na3PS4"},
        {"nacro2", "NaCrO2"},
        {"nacoo2", "NaCoO2"},
        {"LIFEPO4", "LiFePO4"},
        {"na3zr2(sio4)2(po4)", "Na3Zr2(SiO4)2(PO4)"},
        {"na3sbs4*8h2o", "Na3SbS4*8H2O"},
        {"na\xE2\x82\x83ps\xE2\x82\x84", "Na\xE2\x82\x83PS\xE2\x82\x84"},
        {"s", "S"},
        {"nano3", "NaNO3"},
        {"UO2pO4", "UO2PO4"},
        {"NaCO2x", NULL},
        {"Na3PS4", NULL},
        {"qq", NULL},
        {"", NULL},
        {"12", NULL},
        {"na(cl", NULL},
        {"stir", NULL},
        {"na-cl", NULL},
    };
    char out[40];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool repaired = ip_composition_repair(out, sizeof out, cases[i].formula);
        if (repaired != (cases[i].meant != NULL) || (repaired && strcmp(out, cases[i].meant) != 0))
            fail_msg("%s became %s", cases[i].formula, repaired ? out : "nothing");
    }
    assert_true(ip_composition_repair(out, 3, "na"));
    assert_string_equal(out, "Na");
    assert_false(ip_composition_repair(out, 2, "na"));
    char lengthy[1024], long_out[1024];
    memset(lengthy, 'n', sizeof lengthy - 1);
    lengthy[sizeof lengthy - 1] = '\0';
    assert_false(ip_composition_repair(long_out, sizeof long_out, lengthy));
}

static void test_repair_of_an_error(void **state) {
    (void)state;
    ip_composition composition;
    ip_error error;
    assert_int_equal(ip_composition_read(&composition, "  nacl ", &error), IP_BAD_FORMULA);
    assert_string_equal(error.message, "formula 'nacl': character 1: unexpected 'n'; did you mean NaCl?");
    assert_int_equal(ip_composition_read(&composition, "NaXx", &error), IP_BAD_FORMULA);
    assert_null(strstr(error.message, "did you mean"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_notation),
        cmocka_unit_test(test_every_fault_and_its_place),
        cmocka_unit_test(test_an_error_is_not_needed),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_nesting),
        cmocka_unit_test(test_overlong),
        cmocka_unit_test(test_amounts_out_of_proportion),
        cmocka_unit_test(test_message_is_one_line),
        cmocka_unit_test(test_message_is_whole_characters),
        cmocka_unit_test(test_random_formulas),
        cmocka_unit_test(test_random_text),
        cmocka_unit_test(test_sums_of_a_formula),
        cmocka_unit_test(test_repair_of_case),
        cmocka_unit_test(test_repair_of_an_error),
        cmocka_unit_test(test_same_composition),
    };
    return run_unit_tests(tests);
}
