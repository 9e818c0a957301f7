/* Writers: rows of named values as CSV or JSON, as they are found.
 *
 * Knows formats, not thermodynamics: a caller describes the columns once and hands over a row at a time.
 * Output is in the C locale whatever the process's is. A writer is used by one thread at a time. */
#ifndef INTERPHASE_WRITER_H
#define INTERPHASE_WRITER_H

#include <interphase/equilibrium.h>

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ip_writer_format { IP_WRITER_CSV, IP_WRITER_JSON } ip_writer_format;

typedef enum ip_value_kind {
    IP_VALUE_NONE,    /* undefined: an empty field, null */
    IP_VALUE_TEXT,    /* UTF-8 */
    IP_VALUE_NUMBER,  /* rounded to `decimals`; NaN is undefined; infinite is "inf" in CSV, null in JSON */
    IP_VALUE_PRODUCTS /* "Na3P + 4 Na2S" in CSV; a list of {formula, amount, band_gap} in JSON */
} ip_value_kind;

typedef struct ip_value {
    ip_value_kind kind;
    int decimals;                   /* for a number */
    double number;
    const char *text;               /* borrowed for the call */
    const ip_equilibrium *products; /* borrowed for the call */
} ip_value;

static inline ip_value ip_value_none(void) {
    ip_value value = {IP_VALUE_NONE, 0, 0.0, NULL, NULL};
    return value;
}

/* NULL is undefined. */
static inline ip_value ip_value_text(const char *text) {
    ip_value value = {text ? IP_VALUE_TEXT : IP_VALUE_NONE, 0, 0.0, text, NULL};
    return value;
}

static inline ip_value ip_value_number(double number, int decimals) {
    ip_value value = {IP_VALUE_NUMBER, decimals, number, NULL, NULL};
    return value;
}

/* NULL is undefined; an equilibrium without products is an empty list. */
static inline ip_value ip_value_products(const ip_equilibrium *products) {
    ip_value value = {products ? IP_VALUE_PRODUCTS : IP_VALUE_NONE, 0, 0.0, NULL, products};
    return value;
}

typedef struct ip_writer ip_writer;

/* What stands at the head of a JSON document; CSV has no head but the column names. Borrowed for the call. */
typedef struct ip_writer_head {
    const char *command;       /* such as "window" */
    const ip_dataset *dataset; /* its files, rows and digests are named */
    bool corrected;
    bool goes_on;              /* the stream holds the head already: only rows are written (for CSV) */
} ip_writer_head;

/* Starts a document on `stream` with `column_count` columns and writes its head. `columns` must outlive the
 * writer. Fails with IP_NO_MEMORY. Errors of the stream are left for the caller to find with ferror(). */
IP_API ip_status ip_writer_new(ip_writer **out, ip_writer_format format, FILE *stream, const char *const *columns,
                               int column_count, const ip_writer_head *head, ip_error *error);

/* Writes one row: values[0 .. column_count-1]. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_writer_row(ip_writer *writer, const ip_value *values, ip_error *error);

/* Ends the document and frees the writer. NULL is fine. */
IP_API void ip_writer_end(ip_writer *writer);

/* Frees the writer without ending the document, which somebody goes on with. NULL is fine. */
IP_API void ip_writer_free(ip_writer *writer);

#ifdef __cplusplus
}
#endif
#endif
