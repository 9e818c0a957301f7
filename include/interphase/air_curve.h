/* What becomes of a material in water alone, at every humidity: the exact line from which a figure is drawn. */
#ifndef INTERPHASE_AIR_CURVE_H
#define INTERPHASE_AIR_CURVE_H

#include <interphase/air_row.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A point of the line: between two, the energy is linear in the logarithm of the humidity. */
typedef struct ip_air_curve_row {
    const char *formula;
    double humidity;              /* % */
    double water_reaction_energy; /* eV/atom of the material, as in the row of its air */
} ip_air_curve_row;

/* The description of these rows. */
IP_API extern const ip_result_type ip_air_curve_result;

/* Finds the points of a formula with rising humidity, up to saturation: the ends, every change of what it becomes, and the
 * humidity of the air. (*out)[0 .. *count-1] in the memory. Fails as ip_composition_read() and ip_air_find(). */
IP_API ip_status ip_air_curve_find(ip_air_curve_row **out, long *count, ip_memory *memory, ip_solver *solver, const ip_air *air,
                                   const char *formula, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
