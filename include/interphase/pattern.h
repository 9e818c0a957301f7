/* Patterns of formulas: amounts that follow from variables, "Na{3-x}Sb{1-x}W{x}S4".
 *
 * In braces stands an expression of numbers, variables (single lower-case letters), + - * / and round brackets. Its value takes
 * its place; where that is 0, what it is the amount of goes: an element, a bracket ( ) or [ ], or a part "{1-x}Li2S" of a
 * mixture. Knows amounts, no energies. */
#ifndef INTERPHASE_PATTERN_H
#define INTERPHASE_PATTERN_H

#include <interphase/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Variables are a to z. */
#define IP_PATTERN_VARIABLES 26

/* Amounts nearer to zero than this are zero, and fewer decimals are written than it has. */
#define IP_PATTERN_ZERO 1e-9

/* Which variables a pattern has: bit 0 for a. Fails with IP_BAD_FORMULA; the message names the character (from 1). Whether what
 * stands outside of the braces is a formula is for those to say who read what comes out. */
IP_API ip_status ip_pattern_variables(unsigned *variables, const char *pattern, ip_error *error);

/* The formula for values of the variables (values[0] of a), which the caller frees by free(). Fails as ip_pattern_variables(),
 * with IP_BAD_FORMULA where an amount comes out below zero or is no number, or nothing is left, and with IP_NO_MEMORY. */
IP_API ip_status ip_pattern_write(char **formula, const char *pattern, const double values[IP_PATTERN_VARIABLES],
                                  ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
