/* The bytes of a table, wherever they come from: a file, standard input, either compressed by gzip or zstd or not. Knows nothing
 * of what they say; the messages do not name the file. */
#ifndef INTERPHASE_SRC_INPUT_H
#define INTERPHASE_SRC_INPUT_H

#include <interphase/dataset.h>

#include <stdbool.h>
#include <stddef.h>

typedef struct ip_input ip_input;

/* Opens a file, a pipe, or standard input where the path is "-". What begins as the files of gzip and zstd do is decompressed,
 * whatever its name; what is named so must. Fails with IP_INPUT_OUTPUT, IP_BAD_TABLE, IP_NO_MEMORY. The caller closes it. */
ip_status ip_input_open(ip_input **out, const char *path, bool with_digest, ip_error *error);

/* Up to `room` of the next bytes; *got is 0 at the end alone. Fails with IP_INPUT_OUTPUT (cannot be read), IP_BAD_TABLE
 * (compressed data that are damaged or cut short) or IP_NO_MEMORY. */
ip_status ip_input_read(ip_input *input, char *bytes, size_t room, size_t *got, ip_error *error);

/* The first bytes, some thousand or as many as there are, without taking them: they are read again. To be called before
 * anything is read. Fails as ip_input_read(). */
ip_status ip_input_peek(ip_input *input, const char **bytes, size_t *size, ip_error *error);

/* About how many bytes of text there will be; 0 where that is not known. */
size_t ip_input_expected(const ip_input *input);

/* Fails with IP_INPUT_OUTPUT where a file is no longer what it was when it was opened: what was read may be half of the one
 * and half of the other. */
ip_status ip_input_check(const ip_input *input, ip_error *error);

/* Bytes of the file (compressed, where it is) read so far, and at its end the digest of them all (empty without). */
long ip_input_bytes(const ip_input *input);
void ip_input_digest(ip_input *input, char digest[IP_DIGEST_SIZE]);

/* NULL is fine. */
void ip_input_close(ip_input *input);

#endif
