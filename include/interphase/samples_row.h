/* Rows of answers with what draws say of them: the row as it is without draws, and more columns behind, in every form.
 *
 *   samples, samples_failed          how many draws there were, and how many of them have no answer
 *   stable_share, window_share, ...  in which share of them the row holds (samples.h)
 *   NAME_p5, NAME_p50, NAME_p95      of every number that follows from energies
 *   NAME_shares                      of every list of products: "NaPS3 + S 0.41; Na2PS3 + S 0.38", by falling share, down to
 *                                    IP_SAMPLES_LEAST_SHARE; the others together at the end, as "other 0.02" */
#ifndef INTERPHASE_SAMPLES_ROW_H
#define INTERPHASE_SAMPLES_ROW_H

#include <interphase/samples.h>

#ifdef __cplusplus
extern "C" {
#endif

#define IP_SAMPLES_LEAST_SHARE 0.01

/* The description of such rows for one type of answer. */
typedef struct ip_samples_type ip_samples_type;

/* For the types that can be sampled: ip_hull_result, ip_window_result, ip_decomposition_result, ip_interface_result,
 * ip_coating_result. Fails with IP_BAD_ARGUMENT for another type, IP_NO_MEMORY. The caller frees *out. */
IP_API ip_status ip_samples_type_new(ip_samples_type **out, const ip_result_type *type, ip_error *error);

/* Frees it; NULL is fine. */
IP_API void ip_samples_type_free(ip_samples_type *type);

/* The description, borrowed; its `size` is that of a row. */
IP_API const ip_result_type *ip_samples_type_result(const ip_samples_type *type);

/* Of the columns of a type, what the share is a share of: "its own window exists". Static storage. */
IP_API const char *ip_samples_type_claim(const ip_samples_type *type);

/* The row of an answer, and what the draws say of it; `samples` is NULL where there were none, and everything of them undefined.
 * `out` has the size of the description. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_samples_row_fill(void *out, const ip_samples_type *type, ip_memory *memory, const void *row,
                                     const ip_samples *samples, long index, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
