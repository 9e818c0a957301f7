/* Phases to ask about, at energies of their own, that are no part of any dataset: each entry of a table counts, also several of
 * one composition.
 *
 * Knows the formats of tables; nothing of equilibria. */
#ifndef INTERPHASE_CANDIDATES_H
#define INTERPHASE_CANDIDATES_H

#include <interphase/gas.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_candidates ip_candidates;

/* Reads a table as ip_dataset_read() does, of the flags IP_READ_UNCORRECTED alone; a faulty entry is an error. The caller frees
 * *out. */
IP_API ip_status ip_candidates_read(ip_candidates **out, const char *path, unsigned flags, ip_error *error);
IP_API void ip_candidates_free(ip_candidates *candidates);

/* Makes their energies Gibbs energies at a temperature, K, as those of the dataset that they are compared with: to be called
 * once. Fails with IP_BAD_ARGUMENT, as ip_temperature_check(). */
IP_API ip_status ip_candidates_set_temperature(ip_candidates *candidates, const ip_gases *gases, double temperature,
                                               ip_error *error);

/* The entries in the order of the file; borrowed. */
IP_API long ip_candidates_count(const ip_candidates *candidates);
IP_API const ip_phase *ip_candidates_phase(const ip_candidates *candidates, long index);

#ifdef __cplusplus
}
#endif

#endif
