/* Documents: answers that the JSON form of sinks wrote, read back as rows.
 *
 * The inverse of the sink: the same rows written again are the same bytes, as far as JSON has all of a row: a weak energy among
 * products is not marked, and of numbers that are infinite only those are known whose column may be (IP_COLUMN_OPEN_END,
 * IP_COLUMN_INFINITE); others come back undefined. Knows descriptions, not what is described. */
#ifndef INTERPHASE_DOCUMENT_H
#define INTERPHASE_DOCUMENT_H

#include <interphase/dataset.h>
#include <interphase/result.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_document ip_document;

/* A type of rows that a document of this command may have. */
typedef struct ip_document_kind {
    const char *command;
    const ip_result_type *type;
} ip_document_kind;

/* What a document says of itself. All is borrowed from it. */
typedef struct ip_document_head {
    const char *version, *command; /* of the program that wrote it */
    bool corrected;
    int file_count;
    const ip_dataset_source *files;                         /* [0 .. file_count-1]; bytes are 0 */
    const char *corrections_path, *corrections_digest;      /* NULL where there were none */
    const ip_result_type *type;
    long count;
    const void *rows;                                       /* [0 .. count-1] of the type */
    int lead_count; /* columns of text that the type does not know, such as a batch's own */
    const char *const *lead;                                /* [0 .. lead_count-1], their names */
    const char *const *const *leads;                        /* [0 .. count-1][0 .. lead_count-1] */
} ip_document_head;

/* Reads the document at `path`, which may be compressed by gzip or zstd; "-" is standard input. Of the kinds [0 .. count-1] that
 * fit its command that one is taken of which its rows have most columns; columns that they lack are undefined.
 * Fails with IP_INPUT_OUTPUT, IP_BAD_TABLE (not JSON, not such a document, no kind fits, a value is not what its column has: with
 * the file and the place) or IP_NO_MEMORY. The caller frees it. */
IP_API ip_status ip_document_read(ip_document **out, const char *path, const ip_document_kind *kinds, int count, ip_error *error);
IP_API const ip_document_head *ip_document_head_of(const ip_document *document);
IP_API void ip_document_free(ip_document *document); /* NULL is fine */

#ifdef __cplusplus
}
#endif
#endif
