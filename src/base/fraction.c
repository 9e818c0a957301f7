/* Fractions that stay exact or say that they cannot. */
#include "fraction.h"

#include <math.h>

#define LARGEST_DENOMINATOR 1e6
/* What the rounding of a written decimal, or of a quotient, leaves of a number. */
#define ROUNDING 1e-14

static const ip_fraction none = {0, 0};

int64_t ip_greatest_divisor(int64_t a, int64_t b) {
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

/* By continued fractions. */
ip_fraction ip_fraction_of(double number) {
    double rest = fabs(number), over = 1.0, under = 0.0, over_before = 0.0, under_before = 1.0;
    for (int i = 0; i < 40 && rest < 1e15; i++) {
        double whole = floor(rest), next_over = whole * over + over_before, next_under = whole * under + under_before;
        if (next_under > LARGEST_DENOMINATOR || next_over > 1e15)
            return none;
        over_before = over;
        under_before = under;
        over = next_over;
        under = next_under;
        if (fabs(over / under - fabs(number)) <= ROUNDING * fabs(number)) {
            ip_fraction found = {number < 0.0 ? -(int64_t)over : (int64_t)over, (int64_t)under};
            return found;
        }
        rest = 1.0 / (rest - whole);
    }
    return none;
}

double ip_fraction_value(ip_fraction a) {
    return (double)a.over / (double)a.under;
}

static ip_fraction reduced(int64_t over, int64_t under) {
    if (over == INT64_MIN || under == INT64_MIN)
        return none;
    int64_t divisor = ip_greatest_divisor(over, under);
    ip_fraction result = {(under < 0 ? -over : over) / divisor, (under < 0 ? -under : under) / divisor};
    return result;
}

static bool multiply(int64_t a, int64_t b, int64_t *out) {
    return !__builtin_mul_overflow(a, b, out);
}

ip_fraction ip_fraction_divided(ip_fraction a, ip_fraction b) {
    int64_t over, under;
    if (!ip_fraction_fits(a) || !ip_fraction_fits(b) || b.over == 0 || !multiply(a.over, b.under, &over) ||
        !multiply(a.under, b.over, &under))
        return none;
    return reduced(over, under);
}

ip_fraction ip_fraction_less(ip_fraction a, ip_fraction b, ip_fraction c) {
    int64_t over, under, left, right, common;
    if (!ip_fraction_fits(a) || !ip_fraction_fits(b) || !ip_fraction_fits(c) || !multiply(b.over, c.over, &over) ||
        !multiply(b.under, c.under, &under))
        return none;
    ip_fraction product = reduced(over, under);
    if (!ip_fraction_fits(product) || !multiply(a.over, product.under, &left) || !multiply(product.over, a.under, &right) ||
        !multiply(a.under, product.under, &common) || __builtin_sub_overflow(left, right, &over))
        return none;
    return reduced(over, common);
}
