/* Text for people: what the locale and the terminal can show, numbers, aligned tables. */
#ifndef INTERPHASE_CLI_TEXT_H
#define INTERPHASE_CLI_TEXT_H

#include <interphase/equilibrium.h>

#include <stdio.h>

/* Whether the locale is UTF-8. setlocale() must have been called. */
bool text_is_utf8(void);

/* Says that text goes where UTF-8 is understood, whatever the locale: into a page. */
void text_use_utf8(void);

/* Columns that text may take: those of $COLUMNS, else those of the terminal where standard output is one, else 100. */
int text_width(void);

/* Text of others as a terminal may get it, see ip_printable_format(); in one of a few static buffers, good for the next
 * dozen calls. To be used for whatever comes from tables, task files and arguments, in text alone and never in data. */
const char *text_masked(const char *text);

/* So many of a thing, such as "1 phase" or "85098 phases"; `thing` is its name for one. A static buffer as above. */
const char *text_count(long number, const char *thing);

/* A number with fixed decimals in one of a few static buffers, good for the next dozen calls. */
const char *text_number(double number, int decimals);

/* A share of a whole, 0 .. 1: "41 %", but "over 99 %" of what is not all of it, and "under 1 %" of what is not nothing. */
const char *text_share(double share);

/* The sign between a number and its uncertainty, as the locale allows. */
const char *text_plus_minus(void);

/* A number with the uncertainty behind it, "1.53 ± 0.13": as many decimals as mean something, `decimals` at the most; the number
 * alone where the uncertainty is NaN or 0. */
const char *text_uncertain(double number, double uncertainty, int decimals);

/* The same with a sign before positive numbers and without trailing zeros; "0" for zero. */
const char *text_signed(double number, int decimals);

#endif
