/* Values of Python as text: what Python itself makes JSON of (json.dumps of the literal) is what is read, and what is no such
 * value is left alone. */
#include "support.h"

#include "import/python_text.h"

#include <stdlib.h>
#include <string.h>

/* Whether a text is read as what a text of JSON says; NULL where it is no value of Python. */
static void expect(const char *text, const char *expected) {
    json_t *value, *other = expected ? json_loads(expected, JSON_DECODE_INT_AS_REAL, NULL) : NULL;
    assert_int_equal(ip_python_text_read(&value, text, NULL), IP_OK);
    if ((expected != NULL) != (value != NULL) || (value && !json_equal(value, other)))
        fail_msg("%s: %s", text, value ? "read, and otherwise" : "not read");
    json_decref(value);
    json_decref(other);
}

static void test_read(void **state) {
    (void)state;
    expect("{}", "{}");
    expect("[]", "[]");
    expect("{'Na': 3.0, 'P': 1.0, 'S': 4}", "{\"Na\": 3.0, \"P\": 1.0, \"S\": 4}");
    expect("defaultdict(<class 'float'>, {'Na': 8.0})", "{\"Na\": 8.0}");
    expect("{'a': defaultdict(<class 'int'>, {'b': 1e-07}), 'c': [1, -2.5E+3]}", "{\"a\": {\"b\": 1e-07}, \"c\": [1, -2500]}");
    expect("{\"Na\": 3.0}", "{\"Na\": 3.0}");
    expect("{'a': True, 'b': False, 'c': None, 'd': nan, 'e': inf}",
           "{\"a\": true, \"b\": false, \"c\": null, \"d\": null, \"e\": null}");
    expect("[true, false, null, NaN]", "[true, false, null, null]");
    expect("{'it': \"it's\", 'say': 'a \"b\"', 'both': 'it\\'s \"b\"', 'line': '\\n\\\\\\xe9\\u20ac'}",
           "{\"it\": \"it's\", \"say\": \"a \\\"b\\\"\", \"both\": \"it's \\\"b\\\"\", \"line\": \"\\n\\\\\\u00e9\\u20ac\"}");
}

static void test_leave(void **state) {
    (void)state;
    static const char *const texts[] = {"",
                                        "Na3PS4",
                                        "Na3 P1 S4",
                                        "{'Na': 3.0",
                                        "{'Na: 3.0}",
                                        "{'Na': 3.0}}",
                                        "{'Na': 3.0})",
                                        "defaultdict(<class 'float'>, {'Na': 8.0}",
                                        "defaultdict(<class 'float'",
                                        "defaultdict(None, {})",
                                        "{'a': Composition('Na')}",
                                        "{'a': (1, 2)}",
                                        "{'a': '\\q'}",
                                        "{'a': '\\",
                                        "{'a': -nan}",
                                        "{'a': 1, 'a': 2}",
                                        "['a' 'b']",
                                        "{'a': 'b\\",
                                        "[Trueish]"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect(texts[i], NULL);
}

/* However deep a text is nested, the stack holds. */
static void test_depth(void **state) {
    (void)state;
    size_t size = 1000 * 1000;
    char *text = malloc(size + 1);
    assert_non_null(text);
    memset(text, '[', size / 2);
    memset(text + size / 2, ']', size / 2);
    text[size] = '\0';
    expect(text, NULL);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_read), cmocka_unit_test(test_leave), cmocka_unit_test(test_depth)};
    return run_unit_tests(tests);
}
