/* Numbers as text: what is read, how it is rounded, and that the process's locale has no say. */
#include "support.h"

#include <interphase/number.h>

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check_reads(const char *text, double expected) {
    double value = -77.0;
    if (!ip_number_read(&value, text))
        fail_msg("'%s' is not read", text);
    assert_memory_equal(&value, &expected, sizeof value); /* to the last bit, the sign of zero included */
}

static const struct {
    const char *text;
    double value;
} numbers[] = {
    {"0", 0.0}, {"-0", -0.0}, {"7", 7.0}, {"+7", 7.0}, {"-1.5", -1.5}, {"1.", 1.0}, {".5", 0.5}, {"-.25", -0.25},
    {"007", 7.0}, {"0.1", 0.1}, {"-4.6", -4.6}, {"1e3", 1000.0}, {"1E-3", 0.001}, {"-1.25e+2", -125.0},
    {"123456789012345", 123456789012345.0}, {"1234567890123456", 1234567890123456.0},
    {"0.3333333333333333", 0.3333333333333333}, {"0.123456789012345678901234567890", 0.123456789012345678901234567890},
    {"1.7976931348623157e308", 1.7976931348623157e308}, {"2.2250738585072014e-308", 2.2250738585072014e-308},
    {"9007199254740993", 9007199254740993.0},
};

static const char *const refused[] = {
    "", " ", "+", "-", ".", "-.", "e5", "1e", "1e+", "--1", "+-1", "1-", "1.2.3", "1..2", "1,5", "1 ", " 1", "1 2", "1\t", "1\n",
    "0x10", "-0x1p3", "0X1", "inf", "-inf", "Infinity", "INF", "nan", "NaN", "-nan", "nan(1)", "1e400", "-1e400", "1f", "1.5d",
    "1.5 eV", "1'000", "1_000", "\xD9\xA1", "1e5.5", "1e5e5", "one",
};

static void test_read(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        check_reads(numbers[i].text, numbers[i].value);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        double value;
        if (ip_number_read(&value, refused[i]))
            fail_msg("'%s' is read as %g", refused[i], value);
    }
}

/* Hundreds of digits are a damaged table. */
static void test_read_of_very_long_text(void **state) {
    (void)state;
    char text[1000];
    double value;
    memset(text, '1', sizeof text);
    text[999] = '\0';
    assert_false(ip_number_read(&value, text));
    text[100] = '\0';
    assert_true(ip_number_read(&value, text));
    assert_near(value, 1.1111111111111111e99, 1e84);
}

/* The quick way for plain decimals and the C library agree on every bit. */
static void test_read_against_strtod(void **state) {
    (void)state;
    random_source source = random_start(1101);
    for (int round = repetitions(20000); round > 0; round--) {
        char text[64];
        int digits = random_below(&source, 20);
        double value = random_between(&source, -10.0, 10.0) * pow(10.0, random_below(&source, 6));
        if (random_below(&source, 4))
            snprintf(text, sizeof text, "%.*f", digits, value);
        else
            snprintf(text, sizeof text, "%.*e", digits, value);
        check_reads(text, strtod(text, NULL));
    }
}

static void check_format(double number, int decimals, const char *expected, const char *expected_short) {
    char buffer[400];
    assert_int_equal(ip_number_format(buffer, sizeof buffer, number, decimals), strlen(expected));
    assert_string_equal(buffer, expected);
    assert_int_equal(ip_number_format_short(buffer, sizeof buffer, number, decimals), strlen(expected_short));
    assert_string_equal(buffer, expected_short);
}

static void check_scientific(double number, int decimals, const char *expected) {
    char buffer[400];
    assert_int_equal(ip_number_format_scientific(buffer, sizeof buffer, number, decimals), strlen(expected));
    assert_string_equal(buffer, expected);
    ip_number_format_scientific(buffer, 3, number, decimals);
    assert_memory_equal(buffer, expected, strlen(expected) < 2 ? strlen(expected) : 2);
}

static void check_formats(void) {
    check_scientific(1.414e-15, 2, "1.41e-15");
    check_scientific(0.0, 3, "0.000e+00");
    check_scientific(-123456.0, 6, "-1.234560e+05");
    check_scientific(5e-324, 0, "5e-324");
    check_scientific(2.0, -1, "2e+00");
    check_scientific(NAN, 3, "");
    check_scientific(INFINITY, 3, "inf");
    check_scientific(-INFINITY, 3, "-inf");
    check_format(0.0, 3, "0.000", "0");
    check_format(-0.0, 3, "0.000", "0");
    check_format(-0.0004, 3, "0.000", "0");
    check_format(-0.0006, 3, "-0.001", "-0.001");
    check_format(-0.4, 0, "0", "0");
    check_format(-0.6, 0, "-1", "-1");
    check_format(1.5, 3, "1.500", "1.5");
    check_format(4.0, 6, "4.000000", "4");
    check_format(100.0, 0, "100", "100");
    check_format(100.0, 2, "100.00", "100");
    check_format(1.9996, 3, "2.000", "2");
    check_format(0.0625, 3, "0.062", "0.062"); /* exact halves go to the even digit */
    check_format(0.1875, 3, "0.188", "0.188");
    check_format(-1e-14, 12, "0.000000000000", "0"); /* no zero below zero, here by the C library */
    check_format(-2e-12, 11, "0.00000000000", "0");
    check_format(-2e-11, 11, "-0.00000000002", "-0.00000000002");
    check_format(-12.345678, 4, "-12.3457", "-12.3457");
    check_format(1234567.25, 2, "1234567.25", "1234567.25");
    check_format(999999999999999.0, 1, "999999999999999.0", "999999999999999");
    check_format(1e22, 1, "1.0e+22", "1e+22");
    check_format(1e22, 0, "1e+22", "1e+22");
    check_format(-1.36e300, 6, "-1.360000e+300", "-1.36e+300");
    check_format(INFINITY, 3, "inf", "inf");
    check_format(-INFINITY, 0, "-inf", "-inf");
    check_format(NAN, 3, "", "");
}

static void test_format(void **state) {
    (void)state;
    char buffer[400];
    check_formats();
    assert_int_equal(ip_number_format(buffer, sizeof buffer, -999999999999999.0, 1000), 347); /* the longest: fits */
    assert_int_equal(strlen(buffer), 347);
}

/* A buffer that is too short holds the beginning, and nothing is read or written beyond it. */
static void test_short_buffers(void **state) {
    (void)state;
    static const double shown[] = {0.5, -12.25, 4.0, 1234567.125, 1.36e300, INFINITY, NAN, 0.0};
    for (size_t n = 0; n < sizeof shown / sizeof *shown; n++)
        for (int is_short = 0; is_short < 2; is_short++) {
            int (*format)(char *, size_t, double, int) = is_short ? ip_number_format_short : ip_number_format;
            char whole[400];
            int length = format(whole, sizeof whole, shown[n], 4);
            for (size_t size = 0; size < 24; size++) {
                char *buffer = malloc(size + 1); /* where a sanitizer sees its end */
                assert_non_null(buffer);
                memset(buffer, '5', size + 1); /* digits, not zeros, behind the end */
                assert_int_equal(format(buffer, size, shown[n], 4), length);
                assert_int_equal(buffer[size], '5');
                size_t kept = size && (size_t)length >= size ? size - 1 : (size_t)length;
                if (size)
                    assert_int_equal(strlen(buffer), kept);
                if (size)
                    assert_memory_equal(buffer, whole, kept);
                free(buffer);
            }
        }
}

static void test_amount_decimals(void **state) {
    (void)state;
    char text[400];
    static const struct {
        double amount;
        const char *text;
    } amounts[] = {{0.0, "0"}, {2.0, "2"}, {0.333333333, "0.333333"}, {9.7297e-7, "0.000001"}, {5.1e-7, "0.000001"},
                   {4.9e-7, "0.00000049"}, {1.11111111134e-7, "0.000000111111"}, {2.5e-17, "0.000000000000000025"}};
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
        ip_number_format_short(text, sizeof text, amounts[i].amount, ip_number_amount_decimals(amounts[i].amount));
        assert_string_equal(text, amounts[i].text);
    }
}

/* What is written with enough decimals is read back, and is never off by more than half of the last decimal. */
static void test_format_comes_back(void **state) {
    (void)state;
    random_source source = random_start(1102);
    for (int round = repetitions(5000); round > 0; round--) {
        char buffer[400];
        int decimals = random_below(&source, 10);
        double number = random_between(&source, -100.0, 100.0), value;
        ip_number_format(buffer, sizeof buffer, number, decimals);
        assert_true(ip_number_read(&value, buffer));
        /* Up to six decimals the last bits beyond the ninth are cut off first. */
        assert_near(value, number, 0.5000001 * pow(10.0, -decimals) + (decimals <= 6 ? 5e-10 : 0.0));
        assert_false(buffer[0] == '-' && strspn(buffer + 1, "0.") == strlen(buffer + 1));
        double short_value;
        ip_number_format_short(buffer, sizeof buffer, number, decimals);
        assert_true(ip_number_read(&short_value, buffer));
        assert_near(short_value, value, 0.0);
    }
}

/* Every number comes out as the C library writes what is left of it after the ninth decimal, halves included. */
static void test_format_against_printf(void **state) {
    (void)state;
    random_source source = random_start(1103);
    for (int round_number = repetitions(20000); round_number > 0; round_number--) {
        char found[400], wanted[400], *from = wanted;
        int decimals = random_below(&source, 7), digits = random_below(&source, 11);
        double scale = pow(10.0, digits), number = random_between(&source, -1.0, 1.0) * pow(10.0, random_below(&source, 7));
        if (random_below(&source, 2)) /* few digits, so that halves come up */
            number = round(number * scale) / scale;
        if (random_below(&source, 4) == 0)
            number = (random_below(&source, 2000001) - 1000000 + 0.5) / pow(10.0, decimals);
        double cut = fabs(number) < 1e6 ? round(number * 1e9) / 1e9 : number;
        snprintf(wanted, sizeof wanted, "%.*f", decimals, cut);
        if (wanted[0] == '-' && strspn(wanted + 1, "0.") == strlen(wanted + 1))
            from++;
        assert_int_equal(ip_number_format(found, sizeof found, number, decimals), strlen(from));
        assert_string_equal(found, from);
    }
}

/* Locales whose decimal point is a comma, and one (Pashto) whose is a character of two bytes. */
static const char *const locales[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "nl_NL.UTF-8", "ps_AF", "ps_AF.UTF-8"};

/* Sets the next locale that there is and that writes no point; false where there are no more. */
static bool next_locale(size_t *at) {
    while (*at < sizeof locales / sizeof *locales)
        if (setlocale(LC_ALL, locales[(*at)++]) && strcmp(localeconv()->decimal_point, ".") != 0)
            return true;
    setlocale(LC_ALL, "C");
    return false;
}

static void test_in_another_locale(void **state) {
    (void)state;
    for (size_t at = 0; next_locale(&at);) {
        print_message("# locale %s, point '%s'\n", locales[at - 1], localeconv()->decimal_point);
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
            check_reads(numbers[i].text, numbers[i].value);
        for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
            double value;
            if (ip_number_read(&value, refused[i]))
                fail_msg("'%s' is read as %g", refused[i], value);
        }
        check_formats();
    }
}

static void test_decimal_comma(void **state) {
    (void)state;
    enum { SIZE = 8 };
    static const struct {
        const char *text, *pointed; /* the same where nothing is changed */
    } cases[] = {{"2,5", "2.5"}, {"-1,25", "-1.25"}, {",5", ".5"}, {"123,456", "123.456"}, {"123,4567", "123,4567"}, /* no room */
                 {"2.5", "2.5"}, {"2", "2"},         {"", ""},     {"1,2,3", "1,2,3"},     {"1,0.5", "1,0.5"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char buffer[SIZE];
        const char *found = ip_number_with_point(buffer, sizeof buffer, cases[i].text);
        assert_string_equal(found, cases[i].pointed);
        if (strcmp(cases[i].text, cases[i].pointed) == 0)
            assert_ptr_equal(found, cases[i].text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_read_of_very_long_text),
        cmocka_unit_test(test_read_against_strtod),
        cmocka_unit_test(test_format),
        cmocka_unit_test(test_short_buffers),
        cmocka_unit_test(test_amount_decimals),
        cmocka_unit_test(test_format_comes_back),
        cmocka_unit_test(test_format_against_printf),
        cmocka_unit_test(test_in_another_locale),
        cmocka_unit_test(test_decimal_comma),
    };
    size_t at = 0;
    if (!next_locale(&at)) {
        print_message("# no locale with another decimal point than '.' is installed: not tested in one\n");
        cmocka_set_skip_filter("test_in_another_locale");
    }
    setlocale(LC_ALL, "C");
    return run_unit_tests(tests);
}
