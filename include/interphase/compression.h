/* Compressed text, piece by piece, in the forms that files end in: .gz and .zst. Knows no files.
 *
 * The same text gives the same bytes, however it is cut into pieces: nothing of the time or the machine stands in them. */
#ifndef INTERPHASE_COMPRESSION_H
#define INTERPHASE_COMPRESSION_H

#include <interphase/status.h>

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ip_compression {
    IP_COMPRESSION_NONE,
    IP_COMPRESSION_GZIP,
    IP_COMPRESSION_ZSTD,
    IP_COMPRESSION_COUNT
} ip_compression;

/* Bytes by which a form can be told. */
#define IP_COMPRESSION_HEAD 4

/* The form of a file that is named so, or of one that begins with these bytes; IP_COMPRESSION_NONE for plain text. */
IP_API ip_compression ip_compression_named(const char *path);
IP_API ip_compression ip_compression_begun(const char *bytes, size_t size);

/* "gzip" or "zstd", and ".gz" or ".zst"; static storage. "" for IP_COMPRESSION_NONE. */
IP_API const char *ip_compression_name(ip_compression form);
IP_API const char *ip_compression_ending(ip_compression form);

/* ---- text to bytes */

typedef struct ip_compressor ip_compressor;

/* Takes compressed bytes, borrowed for the call. Returns false where they cannot be kept. */
typedef bool (*ip_compressed_take)(void *user, const char *bytes, size_t size);

/* Fails with IP_NO_MEMORY. `form` is not IP_COMPRESSION_NONE. The caller frees *out. */
IP_API ip_status ip_compressor_new(ip_compressor **out, ip_compression form, ip_error *error);

/* Compresses text[0 .. size-1] and hands on what bytes that makes. Fails with IP_NO_MEMORY, or IP_INPUT_OUTPUT where `take` does.
 */
IP_API ip_status ip_compressor_add(ip_compressor *compressor, const char *text, size_t size, ip_compressed_take take, void *user,
                                   ip_error *error);

/* Hands on the last bytes. Fails as ip_compressor_add(). */
IP_API ip_status ip_compressor_end(ip_compressor *compressor, ip_compressed_take take, void *user, ip_error *error);

/* NULL is fine. */
IP_API void ip_compressor_free(ip_compressor *compressor);

/* ---- bytes to text */

typedef struct ip_decompressor ip_decompressor;

/* Fails with IP_NO_MEMORY. `form` is not IP_COMPRESSION_NONE. The caller frees *out. */
IP_API ip_status ip_decompressor_new(ip_decompressor **out, ip_compression form, ip_error *error);

/* What goes on: of bytes[0 .. size-1] *used are taken, and *made bytes of text go out to text[0 .. room-1]. Where neither is
 * above 0, more bytes are needed. Several members or frames behind each other are one text, as the programs gzip and zstd have
 * it. Fails with IP_BAD_TABLE (damaged data; *used tells how far they were read) or IP_NO_MEMORY. */
IP_API ip_status ip_decompressor_run(ip_decompressor *decompressor, const char *bytes, size_t size, size_t *used, char *text,
                                     size_t room, size_t *made, ip_error *error);

/* Whether the data may end here. */
IP_API bool ip_decompressor_is_whole(const ip_decompressor *decompressor);

/* NULL is fine. */
IP_API void ip_decompressor_free(ip_decompressor *decompressor);

#ifdef __cplusplus
}
#endif
#endif
