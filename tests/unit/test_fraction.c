/* Fractions: what numbers stand for, sums and quotients in lowest terms, and where they do not fit. */
#include "support.h"

#include "base/fraction.h"

static void is_fraction(ip_fraction found, int64_t over, int64_t under) {
    assert_int_equal(found.over, over);
    assert_int_equal(found.under, under);
}

static void test_numbers(void **state) {
    (void)state;
    is_fraction(ip_fraction_of(0.0), 0, 1);
    is_fraction(ip_fraction_of(-3.0), -3, 1);
    is_fraction(ip_fraction_of(1.0 / 3.0), 1, 3);
    is_fraction(ip_fraction_of(2.85), 57, 20);
    is_fraction(ip_fraction_of(0.333333), 333333, 1000000);
    is_fraction(ip_fraction_of(17.0 / 999983.0), 17, 999983);
    assert_false(ip_fraction_fits(ip_fraction_of(3.14159265358979)));
    assert_false(ip_fraction_fits(ip_fraction_of(1e17)));
    assert_false(ip_fraction_fits(ip_fraction_of(1e-7)));
    assert_near(ip_fraction_value(ip_fraction_of(-0.125)), -0.125, 0.0);
}

static void test_arithmetic(void **state) {
    ip_fraction half = {1, 2}, third = {1, 3}, minus = {-5, 6}, zero = {0, 1};
    (void)state;
    is_fraction(ip_fraction_divided(half, third), 3, 2);
    is_fraction(ip_fraction_divided(half, minus), -3, 5);
    is_fraction(ip_fraction_divided(zero, minus), 0, 1);
    is_fraction(ip_fraction_less(half, third, minus), 7, 9); /* 1/2 + 5/18 */
    is_fraction(ip_fraction_less(half, half, zero), 1, 2);
    assert_false(ip_fraction_fits(ip_fraction_divided(half, zero)));
    assert_int_equal(ip_greatest_divisor(-12, 18), 6);
    assert_int_equal(ip_greatest_divisor(0, 7), 7);
}

static void test_limits(void **state) {
    ip_fraction large = {INT64_MAX, 1}, small = {1, INT64_MAX}, one = {1, 1}, half = {1, 2}, lowest = {INT64_MIN / 2, 1},
                two = {2, 1}, none = {0, 0};
    (void)state;
    assert_false(ip_fraction_fits(ip_fraction_divided(large, small)));
    assert_false(ip_fraction_fits(ip_fraction_divided(small, large)));
    assert_false(ip_fraction_fits(ip_fraction_divided(none, one)));
    assert_false(ip_fraction_fits(ip_fraction_divided(one, none)));
    assert_false(ip_fraction_fits(ip_fraction_less(one, large, large)));
    assert_false(ip_fraction_fits(ip_fraction_less(one, small, small)));
    assert_false(ip_fraction_fits(ip_fraction_less(one, lowest, two)));
    assert_false(ip_fraction_fits(ip_fraction_less(large, half, one)));
    assert_false(ip_fraction_fits(ip_fraction_less(small, large, one)));
    assert_false(ip_fraction_fits(ip_fraction_less(small, half, one)));
    assert_false(ip_fraction_fits(ip_fraction_less(lowest, large, one)));
    assert_false(ip_fraction_fits(ip_fraction_less(none, one, one)));
    assert_false(ip_fraction_fits(ip_fraction_less(one, none, one)));
    assert_false(ip_fraction_fits(ip_fraction_less(one, one, none)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_arithmetic),
        cmocka_unit_test(test_limits),
    };
    return run_unit_tests(tests);
}
