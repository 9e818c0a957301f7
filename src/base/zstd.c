/* The one file that knows the library for zstd. */
#include "compression.h"

#include <interphase/version.h>

#include <zstd.h>
#include <zstd_errors.h>

#include <stdlib.h>

typedef struct unzstd {
    ZSTD_DStream *stream;
    bool between; /* behind a frame, or at the very beginning */
    bool any;     /* a frame has ended */
} unzstd;

/* ---- text to bytes */

static void compressor_free(void *state) {
    ZSTD_freeCCtx(state);
}

/* With a checksum, by which damage is seen; by one thread, so that the bytes are the same on all machines. */
static void *compressor_new(void) {
    ZSTD_CCtx *context = ZSTD_createCCtx();
    if (!context || !ZSTD_isError(ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)))
        return context;
    ZSTD_freeCCtx(context);
    return NULL;
}

static ip_status compress_text(void *state, const char *text, size_t size, size_t *used, char *bytes, size_t room, size_t *made,
                               bool end, bool *ended, ip_error *error) {
    ZSTD_inBuffer in = {text, size, 0};
    ZSTD_outBuffer out = {bytes, room, 0};
    size_t left = ZSTD_compressStream2(state, &out, &in, end ? ZSTD_e_end : ZSTD_e_continue);
    *used = in.pos;
    *made = out.pos;
    *ended = end && left == 0;
    /* Nothing else can go wrong: its memory is taken with the first bytes. */
    return ZSTD_isError(left) ? ip_error_set(error, IP_NO_MEMORY, "out of memory") : IP_OK;
}

/* ---- bytes to text */

static void *decompressor_new(void) {
    unzstd *made = malloc(sizeof *made);
    unzstd start = {made ? ZSTD_createDStream() : NULL, true, false};
    if (!start.stream) {
        free(made);
        return NULL;
    }
    *made = start;
    return made;
}

static void decompressor_free(void *state) {
    ZSTD_freeDStream(((unzstd *)state)->stream);
    free(state);
}

static ip_status decompress(void *state, const char *bytes, size_t size, size_t *used, char *text, size_t room, size_t *made,
                            ip_error *error) {
    unzstd *run = state;
    ZSTD_inBuffer in = {bytes, size, 0};
    ZSTD_outBuffer out = {text, room, 0};
    if (run->between && size == 0)
        return IP_OK;
    size_t left = ZSTD_decompressStream(run->stream, &out, &in);
    *used = in.pos;
    *made = out.pos;
    if (!ZSTD_isError(left)) {
        run->between = left == 0;
        run->any = run->any || run->between;
        return IP_OK;
    }
    if (ZSTD_getErrorCode(left) == ZSTD_error_memory_allocation)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    if (run->any && ZSTD_getErrorCode(left) == ZSTD_error_prefix_unknown)
        return ip_error_set(error, IP_BAD_TABLE, "bytes that are not zstd data follow the end of the zstd data");
    return ip_error_set(error, IP_BAD_TABLE, "the zstd data are damaged (%s)", ZSTD_getErrorName(left));
}

static bool is_whole(const void *state) {
    const unzstd *run = state;
    return run->between && run->any;
}

const ip_compression_kind ip_zstd_kind = {
    .name = "zstd",
    .ending = ".zst",
    .head = "\x28\xB5\x2F\xFD",
    .head_size = 4,
    .compressor_new = compressor_new,
    .compressor_free = compressor_free,
    .compress = compress_text,
    .decompressor_new = decompressor_new,
    .decompressor_free = decompressor_free,
    .decompress = decompress,
    .is_whole = is_whole,
};

const char *ip_version_zstd(void) {
    return ZSTD_versionString();
}
