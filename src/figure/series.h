/* A series of compositions: what their windows, energies above hull and reactions are against the variable. Knows points of
 * tasks. */
#ifndef INTERPHASE_SRC_SERIES_H
#define INTERPHASE_SRC_SERIES_H

#include "figure/script.h"

#include <interphase/screened_row.h>

/* Draws points [0 .. count-1] of one series, at least one. */
void ip_series_draw(ip_script *script, const ip_screened_row *const *points, long count);

#endif
