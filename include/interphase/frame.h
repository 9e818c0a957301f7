/* Frames: rows of a described result column by column, for languages that count in columns.
 *
 * Numbers of a column stand in one array, texts one behind another in one piece, so that a hundred thousand rows are handed over
 * in a few steps. Knows descriptions, not what is described. One thread at a time may use a frame. */
#ifndef INTERPHASE_FRAME_H
#define INTERPHASE_FRAME_H

#include <interphase/result.h>

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_frame ip_frame;

/* A frame without rows, of a type that outlives it. Fails with IP_NO_MEMORY. The caller frees it. */
IP_API ip_status ip_frame_new(ip_frame **out, const ip_result_type *type, ip_error *error);

/* Frees it and what it has lent; NULL is fine. */
IP_API void ip_frame_free(ip_frame *frame);

/* Adds a row; what it refers to is no longer needed afterwards. Fails with IP_NO_MEMORY: then nothing of it was added. */
IP_API ip_status ip_frame_add(ip_frame *frame, const void *row, ip_error *error);

/* How many rows there are. */
IP_API long ip_frame_count(const ip_frame *frame);

/* The values of the column at an index of the type, [0 .. count-1]; NULL for a column of another kind, and without rows. Borrowed
 * until the next row is added.
 *   numbers  of IP_KIND_NUMBER, NaN where undefined
 *   counts   of IP_KIND_COUNT and IP_KIND_FLAG (no 0, yes 1), IP_FRAME_NO_COUNT where undefined */
IP_API const double *ip_frame_numbers(const ip_frame *frame, int column);
IP_API const int64_t *ip_frame_counts(const ip_frame *frame, int column);

#define IP_FRAME_NO_COUNT INT64_MIN

/* Of IP_KIND_TEXT, and of IP_KIND_PRODUCTS as CSV writes them: ends[i] is where the text of row i ends in what is returned, and
 * it begins where that of the row before ends, without a NUL between them; -1 - ends[i] where it is undefined, and nothing stands
 * there. NULL as the others. */
IP_API const char *ip_frame_texts(const int64_t **ends, const ip_frame *frame, int column);

#ifdef __cplusplus
}
#endif
#endif
