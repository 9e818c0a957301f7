/* What a composition becomes at every voltage of a range, exactly: its products change at breakpoints, which all are found, and
 * between two of them neither products nor amounts change. */
#ifndef INTERPHASE_DECOMPOSITION_RANGE_H
#define INTERPHASE_DECOMPOSITION_RANGE_H

#include <interphase/decomposition_row.h>
#include <interphase/profile.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_decomposition_range {
    double low, high;    /* V */
    ip_profile profile;  /* whose plateaus are those of the range, and others */
    int first, count;    /* plateaus that lie in the range by more than IP_VOLTAGE_TOLERANCE: at least one */
    ip_reservoir others; /* what is open beside the metal */
} ip_decomposition_range;

/* Finds it between two voltages (V, 0 <= low < high) against a metal, whose ion has `charge` (0 for the usual one), beside other
 * reservoirs (NULL for none; their atmosphere is borrowed). Fails with IP_BAD_ARGUMENT where the range is empty, with
 * IP_UNBOUNDED where reservoirs contradict each other within it, and as ip_profile_find_in(). The caller frees *out with
 * ip_decomposition_range_clear(). */
IP_API ip_status ip_decomposition_range_find(ip_decomposition_range *out, ip_solver *solver, const ip_composition *composition,
                                             int metal, int charge, const ip_reservoir *others, double low, double high,
                                             ip_error *error);
IP_API void ip_decomposition_range_clear(ip_decomposition_range *range);

/* The reservoirs at the voltage of a row. Fails as ip_reservoir_open_metal(). */
IP_API ip_status ip_decomposition_range_reservoir(ip_reservoir *out, const ip_decomposition_range *range, int index,
                                                  ip_error *error);

/* Row `index`, from 0 to 2 count - 1: the lower and the upper end of each plateau, cut at the ends of the range, by rising
 * voltage. Both ends of a plateau have its products and its number; at a breakpoint the energies of both sides are the same.
 * Fails as ip_decomposition_row_fill(). */
IP_API ip_status ip_decomposition_range_row_fill(ip_decomposition_row *out, ip_memory *memory, const ip_dataset *dataset,
                                                 const char *formula, const ip_composition *composition,
                                                 const ip_decomposition_range *range, int index, const ip_question *question,
                                                 ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
