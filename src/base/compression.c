/* The table of the forms of compression, and what is alike in all of them. Knows their names only. */
#include "compression.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const ip_compression_kind *const kinds[IP_COMPRESSION_COUNT] = {NULL, &ip_gzip_kind, &ip_zstd_kind};

enum { PIECE_SIZE = 32 * 1024 };

struct ip_compressor {
    const ip_compression_kind *kind;
    void *state;
    char piece[PIECE_SIZE];
};

struct ip_decompressor {
    const ip_compression_kind *kind;
    void *state;
};

ip_compression ip_compression_named(const char *path) {
    size_t length = strlen(path);
    for (int form = 1; form < IP_COMPRESSION_COUNT; form++) {
        size_t ending = strlen(kinds[form]->ending);
        if (length > ending && strcasecmp(path + length - ending, kinds[form]->ending) == 0)
            return (ip_compression)form;
    }
    return IP_COMPRESSION_NONE;
}

ip_compression ip_compression_begun(const char *bytes, size_t size) {
    for (int form = 1; form < IP_COMPRESSION_COUNT; form++)
        if (size >= kinds[form]->head_size && memcmp(bytes, kinds[form]->head, kinds[form]->head_size) == 0)
            return (ip_compression)form;
    return IP_COMPRESSION_NONE;
}

const char *ip_compression_name(ip_compression form) {
    return form ? kinds[form]->name : "";
}

const char *ip_compression_ending(ip_compression form) {
    return form ? kinds[form]->ending : "";
}

ip_status ip_compressor_new(ip_compressor **out, ip_compression form, ip_error *error) {
    ip_compressor *made = malloc(sizeof *made);
    void *state = made ? kinds[form]->compressor_new() : NULL;
    if (!state) {
        free(made);
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    }
    made->kind = kinds[form];
    made->state = state;
    *out = made;
    return IP_OK;
}

static ip_status run(ip_compressor *compressor, const char *text, size_t size, bool end, ip_compressed_take take, void *user,
                     ip_error *error) {
    bool ended = false;
    while (size || (end && !ended)) {
        size_t used, made;
        ip_status status = compressor->kind->compress(compressor->state, text, size, &used, compressor->piece, PIECE_SIZE, &made,
                                                      end, &ended, error);
        if (status)
            return status;
        if (made && !take(user, compressor->piece, made))
            return ip_error_set(error, IP_INPUT_OUTPUT, "what was compressed cannot be kept");
        text += used;
        size -= used;
    }
    return IP_OK;
}

ip_status ip_compressor_add(ip_compressor *compressor, const char *text, size_t size, ip_compressed_take take, void *user,
                            ip_error *error) {
    return run(compressor, text, size, false, take, user, error);
}

ip_status ip_compressor_end(ip_compressor *compressor, ip_compressed_take take, void *user, ip_error *error) {
    return run(compressor, "", 0, true, take, user, error);
}

void ip_compressor_free(ip_compressor *compressor) {
    if (!compressor)
        return;
    compressor->kind->compressor_free(compressor->state);
    free(compressor);
}

ip_status ip_decompressor_new(ip_decompressor **out, ip_compression form, ip_error *error) {
    ip_decompressor *made = malloc(sizeof *made);
    void *state = made ? kinds[form]->decompressor_new() : NULL;
    if (!state) {
        free(made);
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    }
    made->kind = kinds[form];
    made->state = state;
    *out = made;
    return IP_OK;
}

ip_status ip_decompressor_run(ip_decompressor *decompressor, const char *bytes, size_t size, size_t *used, char *text,
                              size_t room, size_t *made, ip_error *error) {
    *used = *made = 0;
    return decompressor->kind->decompress(decompressor->state, bytes, size, used, text, room, made, error);
}

bool ip_decompressor_is_whole(const ip_decompressor *decompressor) {
    return decompressor->kind->is_whole(decompressor->state);
}

void ip_decompressor_free(ip_decompressor *decompressor) {
    if (!decompressor)
        return;
    decompressor->kind->decompressor_free(decompressor->state);
    free(decompressor);
}
