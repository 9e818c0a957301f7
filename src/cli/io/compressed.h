/* Streams and files that are compressed on their way out, in the form that a name ends in. Knows nothing of what they say. */
#ifndef INTERPHASE_CLI_COMPRESSED_H
#define INTERPHASE_CLI_COMPRESSED_H

#include <interphase/compression.h>

#include <stdbool.h>
#include <stdio.h>

/* A stream that compresses what is written to it and writes that to another one, which is borrowed and stays open when it is
 * closed. Writing and closing fail as the other stream does, or with ENOMEM. NULL with errno. */
FILE *compressed_open(ip_compression form, FILE *to);

/* Compresses the file at `path` and writes that to a stream, up to a signal that asks for a stop. Returns false with errno, EINTR
 * for such a signal. */
bool compressed_copy(ip_compression form, const char *path, FILE *to);

#endif
