/* Manifests: what says of a file of answers which part of which run it holds, so that parts made apart can be put together.
 *
 * A run answers items 0 .. total-1 (the rows of a task file, the pairs of a matrix, the phases of a table) and is cut into
 * parts 1 .. parts, each of items that follow each other. Whoever answers a part writes its rows to a file of its own, and a
 * manifest of that file. Parts belong together where their manifests have the same command and `run`: lines that say all that
 * the rows depend on but the part, such as the version, the digests of tables and inputs, options and columns. They are
 * complete where each part is there once and the items of one begin where those of the one before end.
 *
 *     ip_manifest made = IP_MANIFEST_INIT;               command, run = "tables ...\n", part = 2, parts = 4, total = 1000
 *     ip_manifest_cut(&made.first, &made.count, made.total, made.part, made.parts);
 *     ... answer items made.first .. made.first + made.count - 1, write FILE, set made.rows and made.failures ...
 *     ip_manifest_measure(made.digest, &made.bytes, "FILE", &error);
 *     ip_manifest_write(&text, &made, &error);             the text goes beside it, to FILE.manifest
 *
 * and to put them together, whatever their order:
 *
 *     ip_manifest_read(&manifests[i], text, size, &error); for each
 *     ip_manifest_order(order, manifests, paths, count, &error);
 *     ... paths[order[0]], paths[order[1]], ... one behind the other, header lines but the first left out ...
 *
 * Parts need not be of one size: whoever hands out blocks of items counts the blocks as parts. Of items and rows nothing is
 * known here. All functions are safe in any thread. */
#ifndef INTERPHASE_MANIFEST_H
#define INTERPHASE_MANIFEST_H

#include <interphase/dataset.h>

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_manifest {
    const char *command; /* such as "screen" */
    const char *run;     /* lines, each ended by a newline */
    long part, parts;    /* from 1 */
    long first, count;   /* items; count may be 0 */
    long total;          /* items of the whole run */
    long rows, failures; /* in the file, its header line not counted; rows whose status is not ok */
    long bytes;          /* of the file as it stands, compressed or not */
    char digest[IP_DIGEST_SIZE]; /* SHA-256 of these bytes */
    int merit_width;             /* numbers by which a row is ranked; 0 for rows in the order of the items */
    const double *merits;        /* [rows * merit_width], finite */
} ip_manifest;

#define IP_MANIFEST_INIT {"", "", 1, 1, 0, 0, 0, 0, 0, 0, "", 0, NULL}

/* The items of part `part` of `parts` (1 <= part <= parts): parts differ by one item at the most, the first ones are larger. */
IP_API void ip_manifest_cut(long *first, long *count, long total, long part, long parts);

/* Reads "K/N". Fails with IP_BAD_ARGUMENT and what was expected. */
IP_API ip_status ip_manifest_read_part(long *part, long *parts, const char *text, ip_error *error);

/* Digest and size of a file. Fails with IP_INPUT_OUTPUT or IP_NO_MEMORY; the message does not name the file. */
IP_API ip_status ip_manifest_measure(char digest[IP_DIGEST_SIZE], long *bytes, const char *path, ip_error *error);

/* The text of a manifest, JSON, that the caller owns (free). Bytes of `run` that are not UTF-8 are written as "\xNN". Fails with
 * IP_NO_MEMORY. */
IP_API ip_status ip_manifest_write(char **out, const ip_manifest *manifest, ip_error *error);

/* Reads text[0 .. size-1]. Fails with IP_BAD_TABLE or IP_NO_MEMORY; the message does not name the file. The caller frees *out. */
IP_API ip_status ip_manifest_read(ip_manifest **out, const char *text, size_t size, ip_error *error);

/* NULL is fine. */
IP_API void ip_manifest_free(ip_manifest *manifest);

/* Finds the order of parts [0 .. count-1] (count >= 1), called `names` in messages: order[0] is the first part. Fails with
 * IP_BAD_ARGUMENT where one is of another run or another cut, is there twice, or is missing. */
IP_API ip_status ip_manifest_order(int *order, const ip_manifest *const *manifests, const char *const *names, int count,
                                   ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
