/* What reaches a terminal: nothing that steers it, reorders it or breaks the line, and plain text unchanged. */
#include "support.h"

#include <interphase/printable.h>

#include <stdlib.h>
#include <string.h>

static void check_shown(const char *text, const char *expected) {
    char shown[256];
    assert_int_equal(ip_printable_format(shown, sizeof shown, text), strlen(expected));
    assert_string_equal(shown, expected);
}

static void test_plain_text_stays(void **state) {
    (void)state;
    static const char *const texts[] = {
        "", "Na3PS4", "a\\n \"b\" 'c' 100%", "Na\xE2\x82\x83PS\xE2\x82\x84 \xC2\xB7 8 H2O \xE2\x86\x92", "\xC3\xA9\xC3\x9F",
        "\xF0\x9F\x94\x8B", "\xE4\xB8\xAD\xE6\x96\x87"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_shown(texts[i], texts[i]);
}

static void test_what_acts_is_written_out(void **state) {
    (void)state;
    check_shown("a\x1b[2Jb\x07\x7f", "a\\x1b[2Jb\\x07\\x7f");
    check_shown("a\r\n\tb\v\f\b", "a\\r\\n\\tb\\x0b\\x0c\\x08");
    check_shown("\xC2\x9B""31m\xC2\x85", "<U+009B>31m<U+0085>");
    check_shown("Na\xE2\x80\xAE""4SP\xE2\x81\xA6\xD8\x9C\xE2\x80\x8F", "Na<U+202E>4SP<U+2066><U+061C><U+200F>");
    check_shown("\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\x8B\xEF\xBB\xBF\xC2\xAD", "<U+2028><U+2029><U+200B><U+FEFF><U+00AD>");
    check_shown("\xF3\xA0\x80\x81", "<U+E0001>");
}

static void test_what_is_not_utf8(void **state) {
    (void)state;
    check_shown("\x9b""31m", "\\x9b31m"); /* C1 as one byte */
    check_shown("a\xff\xfe", "a\\xff\\xfe");
    check_shown("\xC1\x9B", "\\xc1\\x9b");             /* longer than needed */
    check_shown("\xE0\x82\x9B", "\\xe0\\x82\\x9b");
    check_shown("\xED\xA0\x80", "\\xed\\xa0\\x80");    /* a surrogate */
    check_shown("\xF4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"); /* beyond the last character */
    check_shown("\xE2\x86", "\\xe2\\x86");             /* cut off */
    check_shown("\xF8\x88\x80\x80\x80", "\\xf8\\x88\\x80\\x80\\x80");
}

/* Whatever the room: between characters, marked at the end, the length of the whole. */
static void test_cut(void **state) {
    (void)state;
    static const char text[] = "a\x1b\xE2\x86\x92\xE2\x80\xAEz", whole[] = "a\\x1b\xE2\x86\x92<U+202E>z";
    static const size_t ends[] = {0, 1, 5, 8, 16, 17};
    for (size_t size = 1; size <= sizeof whole; size++) {
        char *shown = malloc(size); /* of this very size, for tools that watch memory */
        assert_int_equal(ip_printable_format(shown, size, text), sizeof whole - 1);
        size_t best = 0;
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            if (ends[i] < size)
                best = ends[i];
        assert_int_equal(strlen(shown), best);
        assert_memory_equal(shown, whole, best);
        free(shown);
    }
    assert_int_equal(ip_printable_format(NULL, 0, text), sizeof whole - 1);
}

/* Random bytes: the result holds nothing that a terminal acts on, and is its own masked form. */
static void test_random_bytes(void **state) {
    (void)state;
    random_source source = random_start(7);
    for (int n = repetitions(20000); n > 0; n--) {
        char text[24], shown[256], again[256];
        int length = random_below(&source, (int)sizeof text);
        for (int i = 0; i < length; i++)
            text[i] = (char)(1 + random_below(&source, 255));
        text[length] = '\0';
        size_t size = ip_printable_format(shown, sizeof shown, text);
        assert_int_equal(size, strlen(shown));
        for (size_t i = 0; i < size; i++) {
            unsigned char byte = (unsigned char)shown[i];
            assert_true(byte >= 0x20 && byte != 0x7F);
            assert_false(byte == 0xC2 && (unsigned char)shown[i + 1] < 0xA0);
        }
        ip_printable_format(again, sizeof again, shown);
        assert_string_equal(again, shown);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_text_stays), cmocka_unit_test(test_what_acts_is_written_out),
        cmocka_unit_test(test_what_is_not_utf8), cmocka_unit_test(test_cut),
        cmocka_unit_test(test_random_bytes),
    };
    return run_unit_tests(tests);
}
