/* The corners of the region of chemical potentials in which nothing grows: {mu : x_j . mu <= e_j for every column j}. At each of
 * them as many columns as there are rows, or more, are at equilibrium with each other: a facet of the lower convex hull of the
 * points (x_j, e_j).
 *
 * From one corner to the next along all edges, one column of a basis exchanged for another (D. Avis, K. Fukuda, Discrete Comput.
 * Geom. 8, 295, 1992, walk the same graph). Where more columns than rows meet, the energies count as if the columns were lowered,
 * the held one and then the first of them by most, by amounts that are each tiny against the one before; so such facets part into
 * simplices by a fixed rule.
 *
 * Knows columns and numbers, no phases and no words. */
#ifndef INTERPHASE_SRC_CORNERS_H
#define INTERPHASE_SRC_CORNERS_H

#include <interphase/status.h>

/* A column whose energy is this near to what a corner's potentials give is at equilibrium there, eV/atom. */
#define IP_CORNERS_TOLERANCE 1e-9

typedef struct ip_corner {
    double *potentials; /* [0 .. rows-1] */
    int tied_count;     /* at least as many as rows */
    int *tied;          /* [0 .. tied_count-1], columns at equilibrium here, rising */
    int *basis;         /* [0 .. rows-1], columns that the potentials follow from, rising */
    double *shares;     /* [i * rows + r]: by how much the potential of row r grows with the energy of the i-th of them */
} ip_corner;

/* All owned by ip_corners_clear(). */
typedef struct ip_corners {
    int rows;
    int count;
    ip_corner *corners; /* [0 .. count-1], in the order of their lists of columns */
    int simplex_count;
    int *simplices;     /* [simplex * rows + i], columns, rising; in the order of the corners' lists */
} ip_corners;

/* Finds all corners, or with `held` (a column, -1 for none) those at which this column is at equilibrium. x_j at row r is
 * coefficients[j * rows + r], 0 or more and not all zero; for every row there has to be a column, start[r], that holds that row
 * alone. No corner is found where the held column is so nowhere. Fails with IP_NUMERIC, IP_NO_MEMORY. */
ip_status ip_corners_find(ip_corners *out, int rows, int columns, const double *coefficients, const double *energies,
                          const int *start, int held, ip_error *error);
void ip_corners_clear(ip_corners *corners);

#endif
