/* Gzip data into the text they hold, piece by piece. Owns zlib; knows no files. */
#ifndef INTERPHASE_SRC_GUNZIP_H
#define INTERPHASE_SRC_GUNZIP_H

#include <interphase/status.h>

#include <stdbool.h>
#include <stddef.h>

typedef struct ip_gunzip ip_gunzip;

/* Whether a file that begins with these bytes is one of gzip. */
bool ip_gunzip_recognises(const char *bytes, size_t size);

/* Fails with IP_NO_MEMORY. The caller frees it. */
ip_status ip_gunzip_new(ip_gunzip **out, ip_error *error);

/* What goes on: `size` bytes of gzip data come in, of which *used are taken; *made bytes of text go out to text[0 .. room-1].
 * Where neither is above 0, more data are needed. Several members behind each other are one text, as gzip has it, and zeros
 * behind the last are passed over. Fails with IP_BAD_TABLE (damaged data; *used tells how far they were read) or
 * IP_NO_MEMORY. */
ip_status ip_gunzip_run(ip_gunzip *gunzip, const char *bytes, size_t size, size_t *used, char *text, size_t room, size_t *made,
                        ip_error *error);

/* Whether the data may end here. */
bool ip_gunzip_is_whole(const ip_gunzip *gunzip);

/* NULL is fine. */
void ip_gunzip_free(ip_gunzip *gunzip);

#endif
