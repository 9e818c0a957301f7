/* The columns of a type that people are shown, and the cells of their rows: with as many decimals as mean something, and with
 * the uncertainty behind the number. Knows descriptions of rows, no page and no layout. */
#ifndef INTERPHASE_SRC_SHOWN_H
#define INTERPHASE_SRC_SHOWN_H

#include "base/buffer.h"

#include <interphase/result.h>

enum { IP_MOST_SHOWN = 64 };

typedef struct ip_shown {
    int count;
    const ip_column *columns[IP_MOST_SHOWN];       /* in the order of their places */
    int decimals[IP_MOST_SHOWN];                   /* of a number in the column */
    const ip_column *uncertainties[IP_MOST_SHOWN]; /* shown behind the number; NULL for none */
} ip_shown;

/* The shown columns of a type; rows [0 .. count-1] say how many decimals mean something, and which columns have uncertainties. */
void ip_shown_find(ip_shown *out, const ip_result_type *type, const void *rows, long count);

/* Whether a column is of numbers. */
bool ip_shown_is_number(const ip_column *column);

/* The value of a row in a column; "" where undefined. `mark` stands behind weak products; NULL for none. */
void ip_shown_add_value(ip_buffer *cell, const void *row, const ip_column *column, int decimals, const char *mark);

/* " ± 0.04" behind a number, or as many blanks, so that the points of a column stand below each other. */
void ip_shown_add_uncertainty(ip_buffer *cell, double deviation, int decimals, const char *plus_minus);

/* The column that gives the standard deviation of another; NULL where there is none. */
const ip_column *ip_shown_uncertainty(const ip_result_type *type, const ip_column *column);

#endif
