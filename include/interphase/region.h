/* What the region of a phase is drawn from: its outline over the chemical potentials of two elements with what stands along each
 * edge, and what else these potentials are on another scale: a voltage, or a pressure of oxygen. */
#ifndef INTERPHASE_REGION_H
#define INTERPHASE_REGION_H

#include <interphase/potentials_row.h>

#ifdef __cplusplus
extern "C" {
#endif

/* An edge of the outline, counterclockwise. An outline of two points has an edge there and one back, one of a single point has it
 * for an edge; along these stands what meets at the point where they begin. */
typedef struct ip_region_row {
    const char *formula;
    const char *x_element, *y_element;
    long edge;                     /* from 1 */
    double x, y, x_end, y_end;     /* eV/atom */
    const char *phases;            /* at equilibrium along it, "Li2S + P"; NULL for none */
    ip_flag projected;             /* the region has more dimensions than two */
} ip_region_row;

/* Another scale of an element's potential: `factor` times that. */
typedef struct ip_region_scale_row {
    const char *element, *quantity; /* "voltage" (V) or "oxygen pressure" (log10 of it in bar) */
    double factor;
    double temperature; /* K; NaN for a voltage */
} ip_region_scale_row;

/* The descriptions of these rows. */
IP_API extern const ip_result_type ip_region_result;
IP_API extern const ip_result_type ip_region_scale_result;

/* Which two elements (indices of elements[]) a region is best looked at by: the metal that voltages would refer to, else the
 * first that no anion is, and the most electronegative of the others; of those that are not fixed where there are two. Returns
 * false where there is only one element. */
IP_API bool ip_region_axes(int *first, int *second, const ip_potentials *potentials, const ip_composition *composition);

/* The edges of the outline by two elements: (*out)[0 .. *count-1] in the memory; none of an empty region. Fails with
 * IP_NO_MEMORY. */
IP_API ip_status ip_region_find(ip_region_row **out, long *count, ip_memory *memory, const char *formula,
                                const ip_potentials *potentials, int first, int second, ip_error *error);

/* The other scale of an element: of a metal the voltage, by the charge of its ion (0 for the usual one); of oxygen the pressure,
 * at the temperature that the energies are of (0: of none, then there is no such scale). Returns false where there is none. */
IP_API bool ip_region_scale_row_fill(ip_region_scale_row *out, int element, int charge, double temperature);

#ifdef __cplusplus
}
#endif
#endif
