/* The one file that knows the library for gzip. */
#include "compression.h"

#include <interphase/version.h>

#define ZLIB_CONST /* what comes in is not changed */
#include <zlib.h>

#include <limits.h>
#include <stdlib.h>

/* The largest window of the format, and by 16 more that gzip's head and checksum are around the data. */
enum { WINDOW_OF_GZIP = 15 + 16, USUAL_MEMORY = 8 };

typedef struct gunzip {
    z_stream stream;
    bool between; /* behind a member, or at the very beginning */
    bool any;     /* a member has ended */
    bool padded;  /* zeros have come behind it */
} gunzip;

static unsigned limited(size_t size) {
    return size < UINT_MAX ? (unsigned)size : UINT_MAX;
}

/* ---- text to bytes */

/* The head that the library writes has neither time nor name. */
static void *compressor_new(void) {
    z_stream *stream = calloc(1, sizeof *stream);
    if (stream && deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, WINDOW_OF_GZIP, USUAL_MEMORY,
                               Z_DEFAULT_STRATEGY) == Z_OK)
        return stream;
    free(stream);
    return NULL;
}

static void compressor_free(void *state) {
    deflateEnd(state);
    free(state);
}

static ip_status compress_text(void *state, const char *text, size_t size, size_t *used, char *bytes, size_t room, size_t *made,
                               bool end, bool *ended, ip_error *error) {
    z_stream *stream = state;
    unsigned in = limited(size), out = limited(room);
    (void)error; /* all memory was taken at the beginning */
    stream->next_in = (const Bytef *)text;
    stream->avail_in = in;
    stream->next_out = (Bytef *)bytes;
    stream->avail_out = out;
    *ended = deflate(stream, end && in == size ? Z_FINISH : Z_NO_FLUSH) == Z_STREAM_END;
    *used = in - stream->avail_in;
    *made = out - stream->avail_out;
    return IP_OK;
}

/* ---- bytes to text */

static void *decompressor_new(void) {
    gunzip *made = calloc(1, sizeof *made);
    if (!made || inflateInit2(&made->stream, WINDOW_OF_GZIP) != Z_OK) {
        free(made);
        return NULL;
    }
    made->between = true;
    return made;
}

static void decompressor_free(void *state) {
    inflateEnd(&((gunzip *)state)->stream);
    free(state);
}

/* Up to the next member. Returns the bytes to pass over. */
static size_t skip_padding(gunzip *state, const char *bytes, size_t size) {
    size_t zeros = 0;
    while (state->any && zeros < size && bytes[zeros] == '\0')
        zeros++;
    state->padded = state->padded || zeros > 0;
    return zeros;
}

/* Zeros behind the last member are passed over, as they are by gzip. */
static ip_status decompress(void *state, const char *bytes, size_t size, size_t *used, char *text, size_t room, size_t *made,
                            ip_error *error) {
    gunzip *run = state;
    z_stream *stream = &run->stream;
    if (run->between) {
        *used = skip_padding(run, bytes, size);
        if (*used == size)
            return IP_OK;
        if (run->padded || (run->any && bytes[0] != '\x1F'))
            return ip_error_set(error, IP_BAD_TABLE, "bytes that are not gzip data follow the end of the gzip data");
        inflateReset(stream);
        run->between = false;
    }
    unsigned in = limited(size), out = limited(room);
    stream->next_in = (const Bytef *)bytes;
    stream->avail_in = in;
    stream->next_out = (Bytef *)text;
    stream->avail_out = out;
    int code = inflate(stream, Z_NO_FLUSH);
    *used = in - stream->avail_in;
    *made = out - stream->avail_out;
    if (code == Z_STREAM_END)
        run->between = run->any = true;
    else if (code == Z_MEM_ERROR)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    else if (code != Z_OK && code != Z_BUF_ERROR)
        return ip_error_set(error, IP_BAD_TABLE, "the gzip data are damaged (%s)",
                            stream->msg ? stream->msg : "not of this format");
    return IP_OK;
}

static bool is_whole(const void *state) {
    const gunzip *run = state;
    return run->between && run->any;
}

const ip_compression_kind ip_gzip_kind = {
    .name = "gzip",
    .ending = ".gz",
    .head = "\x1F\x8B",
    .head_size = 2,
    .compressor_new = compressor_new,
    .compressor_free = compressor_free,
    .compress = compress_text,
    .decompressor_new = decompressor_new,
    .decompressor_free = decompressor_free,
    .decompress = decompress,
    .is_whole = is_whole,
};

const char *ip_version_zlib(void) {
    return zlibVersion();
}
