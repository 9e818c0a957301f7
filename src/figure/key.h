/* What is shared by figures that explain marks and lists in lines below a plot. */
#ifndef INTERPHASE_SRC_KEY_H
#define INTERPHASE_SRC_KEY_H

#include "figure/script.h"

/* mm: of a line of the key, and between the edge of the picture and what stands in it. */
#define IP_KEY_LINE 3.0
#define IP_KEY_EDGE 2.0

typedef enum ip_key_symbol { IP_KEY_TEXT, IP_KEY_MARK, IP_KEY_STROKE } ip_key_symbol;

typedef struct ip_key_entry {
    ip_key_symbol symbol;
    int shape;          /* of a mark: gnuplot's number */
    double size;        /* of a mark, mm */
    const char *colour; /* of a mark or stroke */
    const char *text;   /* borrowed */
    bool is_formula;
} ip_key_entry;

/* Puts entries next to each other and into lines of a picture that is `width` mm wide; with a script it writes them, `top` mm
 * above its lower edge. Returns how many lines there are. */
int ip_key_add(ip_script *script, const ip_key_entry *entries, int count, double width, double top);

/* The next of 1, 2, 5, 10 ... times a power of ten from a positive number up, but for rounding. */
double ip_key_round_up(double number);

/* Breaks a text of words at blanks into lines [0 .. most-1] of at most `room` mm at `points`, each of `size` bytes; returns how
 * many. What is too long stays in the last. */
int ip_key_fold(char *lines, int most, size_t size, const char *text, double room, double points);

#endif
