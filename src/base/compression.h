/* What a form of compression is: a row with its name and what its library does. One file a form. */
#ifndef INTERPHASE_SRC_COMPRESSION_H
#define INTERPHASE_SRC_COMPRESSION_H

#include <interphase/compression.h>

typedef struct ip_compression_kind {
    const char *name, *ending;
    const char *head; /* the bytes that data begin with */
    size_t head_size;

    /* States that the form owns; NULL for lack of memory. */
    void *(*compressor_new)(void);
    void (*compressor_free)(void *state);
    /* As ip_decompressor_run() the other way round; with `end` nothing comes behind these bytes, and *ended says that all was
     * made. Fails with IP_NO_MEMORY. */
    ip_status (*compress)(void *state, const char *text, size_t size, size_t *used, char *bytes, size_t room, size_t *made,
                          bool end, bool *ended, ip_error *error);

    void *(*decompressor_new)(void);
    void (*decompressor_free)(void *state);
    ip_status (*decompress)(void *state, const char *bytes, size_t size, size_t *used, char *text, size_t room, size_t *made,
                            ip_error *error);
    bool (*is_whole)(const void *state);
} ip_compression_kind;

extern const ip_compression_kind ip_gzip_kind, ip_zstd_kind;

#endif
