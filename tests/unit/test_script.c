/* Text for gnuplot: nothing of it gets out of its quotes, and formulas come out with subscripts. */
#include "support.h"

#include "figure/script.h"

#include <string.h>

static const char *text_of(const char *text, double room) {
    static ip_script script;
    ip_buffer_clear(&script.text);
    ip_script_add_text(&script, text, room, 7.0);
    return ip_buffer_text(&script.text);
}

static const char *formula_of(const char *formula, double room) {
    static ip_script script;
    ip_buffer_clear(&script.text);
    ip_script_add_formula(&script, formula, room, 7.0);
    return ip_buffer_text(&script.text);
}

static void test_text(void **state) {
    (void)state;
    assert_string_equal(text_of("plain", 0.0), "'plain'");
    assert_string_equal(text_of(NULL, 0.0), "''");
    assert_string_equal(text_of("it's", 0.0), "'it''s'");
    assert_string_equal(text_of("a_b^c{d}e@f&g~h\\", 0.0), "'a\\_b\\^c\\{d\\}e\\@f\\&g\\~h\\\\'");
    assert_string_equal(text_of("`touch x` $(touch y)\n\t\x7f", 0.0), "'`touch x` $(touch y)?" "?" "?'");
    assert_string_equal(text_of("\xC2\xB1 \xE2\x86\x92 \xFF\xC3", 0.0), "'\xC2\xB1 \xE2\x86\x92 ?" "?'");
}

static void test_formulas(void **state) {
    (void)state;
    assert_string_equal(formula_of("Na3PS4", 0.0), "'Na_{3}PS_{4}'");
    assert_string_equal(formula_of("Na2.85P0.85W0.15S4", 0.0), "'Na_{2.85}P_{0.85}W_{0.15}S_{4}'");
    assert_string_equal(formula_of("LiNi1/3O2", 0.0), "'LiNi_{1/3}O_{2}'");
    assert_string_equal(formula_of("Na3Zr2(SiO4)2PO4", 0.0), "'Na_{3}Zr_{2}(SiO_{4})_{2}PO_{4}'");
    assert_string_equal(formula_of("Na3SbS4*8H2O", 0.0), "'Na_{3}SbS_{4}*8H_{2}O'");
    assert_string_equal(formula_of("75 Li2S + 25 P2S5", 0.0), "'75 Li_{2}S + 25 P_{2}S_{5}'");
}

/* An ellipsis stands in the place of what does not fit, and no bracket is left open. */
static void test_room(void **state) {
    (void)state;
    for (double room = 0.5; room < 30.0; room += 0.1) {
        const char *cut = formula_of("Na12345.678P23456789S3456789", room);
        int open = 0;
        for (const char *at = cut; *at; at++)
            open += *at == '{' ? 1 : *at == '}' ? -1 : 0;
        assert_int_equal(open, 0);
        assert_true(strstr(cut, "\xE2\x80\xA6") != NULL);
    }
    assert_string_equal(formula_of("Na3PS4", ip_script_formula_width("Na3PS4", 7.0) + 1e-9), "'Na_{3}PS_{4}'");
    assert_string_equal(text_of("abc", 0.1), "'\xE2\x80\xA6'");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_formulas),
        cmocka_unit_test(test_room),
    };
    return run_unit_tests(tests);
}
