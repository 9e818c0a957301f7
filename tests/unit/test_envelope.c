/* Breakpoints of concave piecewise linear functions whose breakpoints are known beforehand. */
#include "support.h"

#include "engine/envelope.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_LIMIT = 64 };

/* The lowest of some lines, each of which is lowest somewhere. */
typedef struct known_function {
    int count, evaluations, fail_at;
    ip_line lines[LINE_LIMIT];
    double breakpoints[LINE_LIMIT]; /* [i] between line i and line i + 1 */
} known_function;

/* At a breakpoint two lines touch: either may be given, so the later or the earlier one is, by turns. */
static ip_status evaluate(void *user, double t, ip_line *out, ip_error *error) {
    known_function *function = user;
    if (++function->evaluations == function->fail_at)
        return ip_error_set(error, IP_INFEASIBLE, "no line");
    assert_true(t >= 0.0);
    *out = function->lines[0];
    for (int i = 1; i < function->count; i++) {
        double value = function->lines[i].intercept + function->lines[i].slope * t;
        double lowest = out->intercept + out->slope * t;
        if (function->evaluations % 2 ? value < lowest + 1e-14 : value < lowest - 1e-14)
            *out = function->lines[i];
    }
    return IP_OK;
}

static known_function random_function(random_source *source, int count) {
    known_function function = {.count = count};
    double slope = random_between(source, 0.0, 3.0), intercept = random_between(source, -2.0, 0.0), t = 0.0;
    for (int i = 0; i < count; i++) {
        function.lines[i].slope = slope;
        function.lines[i].intercept = intercept;
        t += random_between(source, 0.01, 0.5);
        double steeper = random_between(source, 0.01, 0.5);
        function.breakpoints[i] = t;
        intercept += steeper * t; /* the next line meets this one at t */
        slope -= steeper;
    }
    return function;
}

static void check_found(known_function *function, ip_line low, ip_line high, int first, int last) {
    double *found;
    int count;
    ip_error error;
    function->evaluations = 0;
    assert_ok(ip_envelope_find(&found, &count, low, high, evaluate, function, &error), &error);
    assert_int_equal(count, last - first);
    for (int i = 0; i < count; i++)
        assert_near(found[i], function->breakpoints[first + i], 1e-9);
    assert_true(function->evaluations <= 2 * (last - first + 1)); /* the price the method promises */
    free(found);
}

static void test_all_breakpoints_are_found(void **state) {
    (void)state;
    random_source source = random_start(1001);
    for (int round = repetitions(1000); round > 0; round--) {
        known_function function = random_function(&source, 1 + random_below(&source, LINE_LIMIT));
        check_found(&function, function.lines[0], function.lines[function.count - 1], 0, function.count - 1);
    }
}

/* Only those between the two lines that were given. */
static void test_between_two_lines(void **state) {
    (void)state;
    random_source source = random_start(1002);
    for (int round = repetitions(300); round > 0; round--) {
        known_function function = random_function(&source, 2 + random_below(&source, 20));
        int first = random_below(&source, function.count), last = first + random_below(&source, function.count - first);
        check_found(&function, function.lines[first], function.lines[last], first, last);
    }
}

/* A short plateau between two long ones is not stepped over. */
static void test_short_segment(void **state) {
    (void)state;
    known_function function = {.count = 3, .lines = {{-2.0, 1.0}, {-1.0 - 1e-6, 0.5}, {0.0, 0.0}},
                               .breakpoints = {2.0 - 2e-6, 2.0 + 2e-6}};
    check_found(&function, function.lines[0], function.lines[2], 0, 2);
}

/* A line that touches where two others meet adds no second breakpoint elsewhere. */
static void test_line_through_a_breakpoint(void **state) {
    (void)state;
    known_function function = {.count = 3, .lines = {{-4.0, 2.0}, {-2.0, 1.0}, {0.0, 0.0}}};
    double *found;
    int count;
    assert_int_equal(ip_envelope_find(&found, &count, function.lines[0], function.lines[2], evaluate, &function, NULL), IP_OK);
    assert_true(count >= 1);
    for (int i = 0; i < count; i++)
        assert_near(found[i], 2.0, 1e-12);
    free(found);
}

static void test_one_line(void **state) {
    (void)state;
    known_function function = {.count = 1, .lines = {{-1.0, 0.5}}};
    check_found(&function, function.lines[0], function.lines[0], 0, 0);
    assert_int_equal(function.evaluations, 0);
}

static void test_failure_is_passed_on(void **state) {
    (void)state;
    random_source source = random_start(1003);
    known_function function = random_function(&source, 20);
    for (function.fail_at = 1; function.fail_at < 20; function.fail_at++) {
        double *found = &function.breakpoints[0];
        int count = 7;
        ip_error error = {IP_OK, ""};
        function.evaluations = 0;
        assert_int_equal(ip_envelope_find(&found, &count, function.lines[0], function.lines[19], evaluate, &function, &error),
                         IP_INFEASIBLE);
        assert_string_equal(error.message, "no line");
        assert_null(found);
        assert_int_equal(count, 0);
    }
}

/* The first line again, lower by rounding and steeper by less: not a line of its own, or it would be met for ever. */
static ip_status evaluate_with_rounding(void *user, double t, ip_line *out, ip_error *error) {
    static const ip_line again = {-2e-12, 1.0 - 5e-13};
    int *evaluations = user;
    (void)t;
    *out = again;
    return ++*evaluations > 100 ? ip_error_set(error, IP_NUMERIC, "no end") : IP_OK;
}

static void test_rounding(void **state) {
    (void)state;
    ip_line low = {0.0, 1.0}, high = {1.0, 0.0};
    int evaluations = 0, count;
    double *found;
    ip_error error;
    assert_ok(ip_envelope_find(&found, &count, low, high, evaluate_with_rounding, &evaluations, &error), &error);
    assert_int_equal(count, 1);
    assert_near(found[0], 1.0, 1e-9);
    free(found);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_breakpoints_are_found),
        cmocka_unit_test(test_between_two_lines),
        cmocka_unit_test(test_short_segment),
        cmocka_unit_test(test_line_through_a_breakpoint),
        cmocka_unit_test(test_one_line),
        cmocka_unit_test(test_failure_is_passed_on),
        cmocka_unit_test(test_rounding),
    };
    return run_unit_tests(tests);
}
