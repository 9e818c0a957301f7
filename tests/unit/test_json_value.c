/* JSON values: what is read is what jansson's own reader makes of the same text, and what that refuses is refused. */
#include "support.h"

#include "import/json_value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL;

/* Whether both readers read a text, to the same value, or neither does. */
static void compare(const char *text) {
    json_error_t fault;
    ip_error error = {IP_OK, ""};
    json_t *expected = json_loads(text, flags, &fault), *value;
    ip_status status = ip_json_value_read(&value, text, strlen(text), 7, &error);
    if ((expected != NULL) != (status == IP_OK))
        fail_msg("%s: %s; jansson: %s", text, status ? error.message : "read", expected ? "read" : fault.text);
    if (expected) {
        assert_true(json_equal(expected, value));
    } else {
        assert_int_equal(status, IP_BAD_TABLE);
        assert_null(value);
        long line;
        assert_int_equal(sscanf(error.message, "line %ld: ", &line), 1);
        assert_true(line >= 7);
    }
    json_decref(expected);
    json_decref(value);
}

static const char *const texts[] = {
    "0",
    "-0",
    "1",
    "-1.5",
    "1e3",
    "1E+3",
    "1.25e-3",
    "123456789012345678901234567890",
    "1e308",
    "-1e308",
    "1e-400",
    "01",
    "1.",
    ".5",
    "+1",
    "-",
    "1e",
    "1e+",
    "1e999",
    "0x10",
    "NaN",
    "Infinity",
    "nul",
    "nullx",
    "null",
    "true",
    "false",
    "True",
    "",
    " ",
    "\"",
    "\"\"",
    "\"a\"",
    "\"a",
    "a",
    "[]",
    "{}",
    "[",
    "{",
    "]",
    "}",
    "[1]",
    "[1,2]",
    "[1,]",
    "[,1]",
    "[1 2]",
    "[[],[[]]]",
    "{\"a\":1}",
    "{\"a\":1,\"b\":[{}]}",
    "{\"a\":1,}",
    "{,}",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\" 1}",
    "{a:1}",
    "{1:1}",
    "{\"a\":1 \"b\":2}",
    "{\"a\":1,\"a\":2}",
    "{\"a\":{\"a\":1}}",
    "{\"\":1}",
    "[1]x",
    "[1] \n",
    "1 2",
    "\n\t [ 1 , \r\n 2 ] ",
    "[1}",
    "{\"a\":1]",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
    "\"\\x\"",
    "\"\\\"",
    "\"\\u0041\\u00e9\\u20AC\\ud83d\\uDE00\"",
    "\"\\u12\"",
    "\"\\u12g4\"",
    "\"\\ud83d\"",
    "\"\\ud83dx\"",
    "\"\\ud83d\\n\"",
    "\"\\ud83d\\u0041\"",
    "\"\\ude00\"",
    "\"\\u0000\"",
    "{\"\\u0061\":1,\"a\":2}",
    "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"",
    "\"\xC3\"",
    "\"\xC3\x28\"",
    "\"\xC0\x80\"",
    "\"\xED\xA0\x80\"",
    "\"\xF5\x80\x80\x80\"",
    "\"\xFF\"",
    "\"a\nb\"",
    "\"a\tb\"",
    "\"\x1F\"",
    "\"\x7F\"",
    "\xEF\xBB\xBF"
    "1",
    "{\"formula\":\"Na3PS4\",\"energy\":-41.5,\"ids\":[\"mp-1\",null,true,false],\"x\":{\"y\":{\"z\":[1,2.5,-3e-2]}}}",
};
enum { TEXTS = sizeof texts / sizeof *texts };

static void texts_are_read_as_by_jansson(void **state) {
    (void)state;
    for (int i = 0; i < TEXTS; i++)
        compare(texts[i]);
}

static void damaged_texts_are_refused_as_by_jansson(void **state) {
    (void)state;
    random_source random = random_start(20261128);
    static const char bytes[] = "{}[]\",:\\u0019ade-+. \n\"tfn\x01\xC3\xA9\xED";
    for (int round = 0; round < repetitions(20000); round++) {
        char text[400];
        strcpy(text, texts[random_below(&random, TEXTS)]);
        for (int n = random_below(&random, 4); n >= 0 && *text; n--) {
            size_t length = strlen(text), at = (size_t)random_below(&random, (int)length);
            if (random_below(&random, 3) == 0)
                memmove(text + at, text + at + 1, length - at);
            else
                text[at] = bytes[random_below(&random, (int)sizeof bytes - 1)];
        }
        compare(text);
    }
}

static void lines_are_those_of_the_file(void **state) {
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"[1,\n2,\nx]", "line 9: what is no value of JSON"},
        {"[1,\n2", "line 8: an array with neither a comma nor ']' behind a value"},
        {"{\"a\":1\n\n;}", "line 9: an object with neither a comma nor '}' behind a member"},
        {"\n{\"a\":1,\n\"a\":2}", "line 9: two members of one object are called 'a'"},
        {"[\n-]", "line 8: what is no number of JSON"},
        {"[1e400]", "line 7: a number of too many digits, or beyond all numbers"},
        {"[\"\\q\"]", "line 7: a text with a backslash that stands for nothing"},
        {"", "line 7: nothing where a value is expected"},
        {"[1]\n2", "line 8: more behind the end of a value"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ip_error error;
        json_t *value;
        assert_int_equal(ip_json_value_read(&value, cases[i].text, strlen(cases[i].text), 7, &error), IP_BAD_TABLE);
        assert_string_equal(error.message, cases[i].message);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_read_as_by_jansson),
        cmocka_unit_test(damaged_texts_are_refused_as_by_jansson),
        cmocka_unit_test(lines_are_those_of_the_file),
    };
    return run_unit_tests(tests);
}
