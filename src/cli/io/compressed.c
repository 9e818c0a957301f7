/* Hands what is written to the library, and what that makes of it to the stream below. */
#include "compressed.h"

#include "signals.h"

#include <errno.h>
#include <stdlib.h>

enum { PIECE_SIZE = 64 * 1024 };

typedef struct packing {
    ip_compressor *compressor;
    FILE *to;
} packing;

static bool take(void *user, const char *bytes, size_t size) {
    const packing *run = user;
    return fwrite(bytes, 1, size, run->to) == size;
}

/* Sets errno; where the stream below failed it is that stream's. */
static bool has_failed(ip_status status) {
    if (status == IP_NO_MEMORY)
        errno = ENOMEM;
    return status != IP_OK;
}

static ssize_t write_packed(void *cookie, const char *bytes, size_t size) {
    packing *run = cookie;
    /* 0 makes the stream fail. */
    return has_failed(ip_compressor_add(run->compressor, bytes, size, take, run, NULL)) ? 0 : (ssize_t)size;
}

static int close_packed(void *cookie) {
    packing *run = cookie;
    bool failed = has_failed(ip_compressor_end(run->compressor, take, run, NULL));
    int reason = errno;
    ip_compressor_free(run->compressor);
    free(run);
    errno = reason;
    return failed ? -1 : 0;
}

FILE *compressed_open(ip_compression form, FILE *to) {
    cookie_io_functions_t functions = {.write = write_packed, .close = close_packed};
    packing *run = malloc(sizeof *run);
    packing start = {NULL, to};
    if (!run || ip_compressor_new(&start.compressor, form, NULL)) {
        free(run);
        errno = ENOMEM;
        return NULL;
    }
    *run = start;
    FILE *stream = fopencookie(run, "w", functions);
    if (!stream) {
        ip_compressor_free(run->compressor);
        free(run);
        errno = ENOMEM;
    }
    return stream;
}

bool compressed_copy(ip_compression form, const char *path, FILE *to) {
    char piece[PIECE_SIZE];
    FILE *from = fopen(path, "rb"), *stream = from ? compressed_open(form, to) : NULL;
    bool copied = stream != NULL;
    errno = stream ? 0 : errno;
    for (size_t size; copied && (size = fread(piece, 1, sizeof piece, from)) > 0;) {
        copied = fwrite(piece, 1, size, stream) == size && !signals_caught();
        if (signals_caught())
            errno = EINTR;
    }
    int reason = errno;
    copied = copied && !ferror(from);
    if (stream && fclose(stream) != 0 && copied) {
        reason = errno;
        copied = false;
    }
    if (from)
        fclose(from);
    errno = reason;
    return copied;
}
