/* Sinks: rows of a described result as a document, written as they come.
 *
 * A form (text, csv, json) is one row of a table in the library: begin, row, end. Knows descriptions, not what is described.
 * Output is in the C locale whatever the process's is. A sink is used by one thread at a time. */
#ifndef INTERPHASE_SINK_H
#define INTERPHASE_SINK_H

#include <interphase/correction.h>
#include <interphase/dataset.h>
#include <interphase/result.h>

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_sink ip_sink;

/* What a document says of itself. Borrowed for the call; `lead` for the life of the sink. */
typedef struct ip_sink_head {
    const char *command;       /* such as "window" */
    const ip_dataset *dataset; /* its files, rows and digests stand in the head of JSON; NULL for text */
    bool corrected;
    const ip_corrections *corrections; /* that uncertainties are from, named in the head of JSON; NULL for none */
    bool goes_on;              /* the stream holds the head already: only rows are written (for CSV) */
    int lead_count;            /* columns of text that stand before those of the type, such as a batch's own */
    const char *const *lead;   /* [0 .. lead_count-1], their names */
    const void *sample; /* text: rows [0 .. sample_count-1] of the type to be shown, whose uncertainties say how many decimals a
                           column has */
    long sample_count;         /* 0 for none: then as described */
    const char *weak_mark; /* text: put behind products whose energy is weak; NULL for none. Borrowed for the life of the sink */
    const char
        *plus_minus; /* text: between a number of IP_COLUMN_UNCERTAIN and its uncertainty; NULL: "+-". Borrowed as weak_mark */
    bool streamed;             /* text: rows are printed as they come, in columns of fixed width */
    const ip_dataset
        *other; /* a second one that was asked, whose files stand in the head of JSON as `other_data`; NULL for none */
    int width;                 /* of a page of text, characters: columns of IP_COLUMN_LONG are folded to it; 0 for any width */
} ip_sink_head;

/* Begins a document of rows of `type` in a form ("text", "csv" or "json") on a stream. Fails with IP_BAD_ARGUMENT where there
 * is no such form, IP_NO_MEMORY. Errors of the stream are left for the caller to find with ferror(). The caller ends or frees
 * the sink. */
IP_API ip_status ip_sink_new(ip_sink **out, const char *form, FILE *stream, const ip_result_type *type, const ip_sink_head *head,
                             ip_error *error);

/* Takes a row; `lead` [0 .. lead_count-1] are the texts of the columns before it (NULL where there are none). What it refers to
 * is no longer needed afterwards. Fails with IP_NO_MEMORY: then nothing of the row was written. */
IP_API ip_status ip_sink_row(ip_sink *sink, const char *const *lead, const void *row, ip_error *error);

/* Ends the document and frees the sink, also where it fails, with IP_NO_MEMORY. NULL is fine. */
IP_API ip_status ip_sink_end(ip_sink *sink, ip_error *error);

/* Frees the sink without ending the document, which somebody goes on with. NULL is fine. */
IP_API void ip_sink_free(ip_sink *sink);

/* The form at an index from 0, NULL behind the last. Static storage. */
IP_API const char *ip_sink_form(int index);

/* Writes the description of a type as CSV: name, title, unit, kind, decimals, meaning; one row a column. */
IP_API void ip_sink_describe(const ip_result_type *type, FILE *stream);

/* Writes what the shown columns mean that are to be explained, "title: meaning, unit; ...", folded to a width (0 for any); those
 * of IP_COLUMN_OPTIONAL that none of the rows [0 .. count-1] has are left out. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_sink_print_notes(const ip_result_type *type, const void *rows, long count, int width, FILE *stream,
                                     ip_error *error);

/* Prints a text in lines of at most `width` characters (0 for any width), an amount with its phase, and a line feed at the end.
 */
IP_API void ip_sink_print_folded(const char *text, int width, FILE *stream);

#ifdef __cplusplus
}
#endif
#endif
