/* Exact fractions of 64-bit integers, in lowest terms. Beyond these numbers a fraction is none, and what is computed with it is
 * none either. Knows numbers only. */
#ifndef INTERPHASE_SRC_FRACTION_H
#define INTERPHASE_SRC_FRACTION_H

#include <stdbool.h>
#include <stdint.h>

typedef struct ip_fraction {
    int64_t over, under; /* under is above 0; 0 where it is no number that fits */
} ip_fraction;

/* The simplest fraction that a number stands for, with a denominator up to a million; none where there is no such. */
ip_fraction ip_fraction_of(double number);
double ip_fraction_value(ip_fraction a);

static inline bool ip_fraction_fits(ip_fraction a) {
    return a.under > 0;
}

/* a - b * c, and a / b (none for b = 0). */
ip_fraction ip_fraction_less(ip_fraction a, ip_fraction b, ip_fraction c);
ip_fraction ip_fraction_divided(ip_fraction a, ip_fraction b);

int64_t ip_greatest_divisor(int64_t a, int64_t b);

#endif
