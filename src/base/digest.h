/* SHA-256 as hexadecimal text, by which a result names the tables that it comes from. Knows bytes only. */
#ifndef INTERPHASE_SRC_DIGEST_H
#define INTERPHASE_SRC_DIGEST_H

#include <nettle/sha2.h>

#include <stddef.h>

/* SHA-256 as hexadecimal digits and a NUL. */
#define IP_DIGEST_TEXT_SIZE 65

/* SHA-256 in base64 and a NUL, as browsers name what they may run. */
#define IP_DIGEST_BASE64_SIZE 45

typedef struct ip_digest {
    struct sha256_ctx context;
} ip_digest;

void ip_digest_start(ip_digest *digest);
void ip_digest_feed(ip_digest *digest, const char *bytes, size_t size);

/* 64 hexadecimal digits and a NUL. */
void ip_digest_end(ip_digest *digest, char text[IP_DIGEST_TEXT_SIZE]);

/* The same in base64: 44 characters and a NUL. */
void ip_digest_end_base64(ip_digest *digest, char text[IP_DIGEST_BASE64_SIZE]);

#endif
