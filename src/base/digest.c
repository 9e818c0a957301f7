/* The one file that knows the library for digests. */
#include "digest.h"

#include <interphase/version.h>

#include <nettle/base64.h>
#include <nettle/version.h>

#include <stdio.h>

void ip_digest_start(ip_digest *digest) {
    sha256_init(&digest->context);
}

void ip_digest_feed(ip_digest *digest, const char *bytes, size_t size) {
    sha256_update(&digest->context, size, (const uint8_t *)bytes);
}

void ip_digest_end(ip_digest *digest, char text[IP_DIGEST_TEXT_SIZE]) {
    unsigned char bytes[SHA256_DIGEST_SIZE];
    sha256_digest(&digest->context, sizeof bytes, bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(text + 2 * i, 3, "%02x", bytes[i]);
}

void ip_digest_end_base64(ip_digest *digest, char text[IP_DIGEST_BASE64_SIZE]) {
    uint8_t bytes[SHA256_DIGEST_SIZE];
    sha256_digest(&digest->context, sizeof bytes, bytes);
    base64_encode_raw(text, sizeof bytes, bytes);
    text[IP_DIGEST_BASE64_SIZE - 1] = '\0';
}

const char *ip_version_nettle(void) {
#define TEXT_OF(x) #x
#define VERSION_TEXT(major, minor) TEXT_OF(major) "." TEXT_OF(minor)
    return VERSION_TEXT(NETTLE_VERSION_MAJOR, NETTLE_VERSION_MINOR);
}
