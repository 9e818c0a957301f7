/* The rows of a region of chemical potentials: what `potentials` shows, in every form. */
#ifndef INTERPHASE_POTENTIALS_ROW_H
#define INTERPHASE_POTENTIALS_ROW_H

#include <interphase/potentials.h>
#include <interphase/question.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_potentials_row {
    const char *formula, *corner, *element;
    double chemical_potential; /* eV/atom */
    const char *neighbours;
    const char *status, *message;
    double chemical_potential_high; /* eV/atom */
    const char *name;               /* "Li-rich, S-poor" */
    double energy_above_hull;       /* eV/atom */
    double chemical_potential_uncertainty, chemical_potential_high_uncertainty,
        energy_above_hull_uncertainty; /* in their units */
} ip_potentials_row;

typedef struct ip_outline_row {
    const char *formula;
    long point; /* from 1 */
    const char *x_element, *y_element;
    double x, y; /* eV/atom */
    const char *corner, *neighbours;
    const char *status, *message;
} ip_outline_row;

/* The descriptions of these rows. */
IP_API extern const ip_result_type ip_potentials_result;
IP_API extern const ip_result_type ip_outline_result;

/* How many rows there are: one for each corner and element, then one for the range of each element; a single one where the region
 * is empty. */
IP_API int ip_potentials_row_count(const ip_potentials *potentials);

/* Row `index`. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_potentials_row_fill(ip_potentials_row *out, ip_memory *memory, const char *formula,
                                        const ip_potentials *potentials, int index, const ip_question *question, ip_error *error);

/* The row of a point of the outline, which is a corner. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_outline_row_fill(ip_outline_row *out, ip_memory *memory, const char *formula, const ip_potentials *potentials,
                                     int first, int second, int point, int corner, ip_error *error);

/* "Li-rich, S-poor"; empty where an element is at no end of its range. NULL for lack of memory. */
IP_API const char *ip_potentials_corner_name(ip_memory *memory, const ip_potentials *potentials, int corner);

/* The phases that meet at a corner beside the phase itself, "Li2S + P". NULL for lack of memory. */
IP_API const char *ip_potentials_corner_phases(ip_memory *memory, const ip_potentials *potentials, int corner);

#ifdef __cplusplus
}
#endif
#endif
