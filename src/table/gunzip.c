/* The one file that knows the library for gzip. */
#include "gunzip.h"

#include <interphase/version.h>

#define ZLIB_CONST /* what comes in is not changed */
#include <zlib.h>

#include <limits.h>
#include <stdlib.h>

/* The largest window of the format, and by 16 more that gzip's head and checksum are expected around the data. */
enum { WINDOW_OF_GZIP = 15 + 16 };

struct ip_gunzip {
    z_stream stream;
    bool between; /* behind a member, or at the very beginning */
    bool any;     /* a member has ended */
    bool padded;  /* zeros have come behind it */
};

bool ip_gunzip_recognises(const char *bytes, size_t size) {
    return size >= 2 && bytes[0] == '\x1F' && bytes[1] == '\x8B';
}

ip_status ip_gunzip_new(ip_gunzip **out, ip_error *error) {
    ip_gunzip *gunzip = calloc(1, sizeof *gunzip);
    if (!gunzip || inflateInit2(&gunzip->stream, WINDOW_OF_GZIP) != Z_OK) {
        free(gunzip);
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    }
    gunzip->between = true;
    *out = gunzip;
    return IP_OK;
}

static unsigned limited(size_t size) {
    return size < UINT_MAX ? (unsigned)size : UINT_MAX;
}

/* Up to the next member. Returns the bytes to pass over. */
static size_t skip_padding(ip_gunzip *gunzip, const char *bytes, size_t size) {
    size_t zeros = 0;
    while (gunzip->any && zeros < size && bytes[zeros] == '\0')
        zeros++;
    gunzip->padded = gunzip->padded || zeros > 0;
    return zeros;
}

ip_status ip_gunzip_run(ip_gunzip *gunzip, const char *bytes, size_t size, size_t *used, char *text, size_t room, size_t *made,
                        ip_error *error) {
    z_stream *stream = &gunzip->stream;
    *used = *made = 0;
    if (gunzip->between) {
        *used = skip_padding(gunzip, bytes, size);
        if (*used == size)
            return IP_OK;
        if (gunzip->padded || (gunzip->any && bytes[0] != '\x1F'))
            return ip_error_set(error, IP_BAD_TABLE, "bytes that are not gzip data follow the end of the gzip data");
        inflateReset(stream);
        gunzip->between = false;
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
        gunzip->between = gunzip->any = true;
    else if (code == Z_MEM_ERROR)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    else if (code != Z_OK && code != Z_BUF_ERROR)
        return ip_error_set(error, IP_BAD_TABLE, "the gzip data are damaged (%s)",
                            stream->msg ? stream->msg : "not of this format");
    return IP_OK;
}

bool ip_gunzip_is_whole(const ip_gunzip *gunzip) {
    return gunzip->between && gunzip->any;
}

void ip_gunzip_free(ip_gunzip *gunzip) {
    if (!gunzip)
        return;
    inflateEnd(&gunzip->stream);
    free(gunzip);
}

const char *ip_version_zlib(void) {
    return zlibVersion();
}
