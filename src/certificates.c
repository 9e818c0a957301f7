/* A hash of bases; when it has grown too large it begins anew. */
#include "certificates.h"

#include <stdlib.h>
#include <string.h>

/* Where memory runs out an entry is not added, instead of ending the program. */
#define HASH_NONFATAL_OOM 1
#include <uthash.h>

/* Thousands of bases, more than the facets of most hulls. */
enum { MOST_BYTES = 1024 * 1024 };

typedef struct kept_basis {
    UT_hash_handle hh;
    ip_certificate certificate;
    int numbers[]; /* the key: the basis [0 .. rows-1], the held column [rows]; then the tied columns */
} kept_basis;

struct ip_certificates {
    int rows;
    kept_basis *kept;
    int *key; /* scratch, [0 .. rows] */
    size_t bytes; /* of all that is kept */
};

ip_certificates *ip_certificates_new(int rows) {
    ip_certificates *certificates = calloc(1, sizeof *certificates);
    if (certificates) {
        certificates->rows = rows;
        certificates->key = malloc(((size_t)rows + 1) * sizeof *certificates->key);
    }
    if (certificates && !certificates->key) {
        free(certificates);
        certificates = NULL;
    }
    return certificates;
}

void ip_certificates_forget(ip_certificates *certificates) {
    kept_basis *kept, *next;
    HASH_ITER(hh, certificates->kept, kept, next) {
        HASH_DEL(certificates->kept, kept);
        free(kept);
    }
    certificates->bytes = 0;
}

void ip_certificates_free(ip_certificates *certificates) {
    if (!certificates)
        return;
    ip_certificates_forget(certificates);
    free(certificates->key);
    free(certificates);
}

static size_t key_size(const ip_certificates *certificates) {
    return ((size_t)certificates->rows + 1) * sizeof *certificates->key;
}

static void set_key(const ip_certificates *certificates, const int *basic, int held) {
    memcpy(certificates->key, basic, (size_t)certificates->rows * sizeof *basic);
    certificates->key[certificates->rows] = held;
}

const ip_certificate *ip_certificates_find(const ip_certificates *certificates, const int *basic, int held) {
    kept_basis *found;
    set_key(certificates, basic, held);
    HASH_FIND(hh, certificates->kept, certificates->key, key_size(certificates), found);
    return found ? &found->certificate : NULL;
}

void ip_certificates_keep(ip_certificates *certificates, const int *basic, int held, const int *tied, int tied_count) {
    size_t size = key_size(certificates), tied_size = (size_t)tied_count * sizeof *tied;
    size_t bytes = sizeof(kept_basis) + size + tied_size;
    if (certificates->bytes + bytes > MOST_BYTES)
        ip_certificates_forget(certificates);
    kept_basis *made = bytes <= MOST_BYTES ? malloc(bytes) : NULL;
    if (!made)
        return;
    int *tied_copy = made->numbers + certificates->rows + 1;
    set_key(certificates, basic, held);
    memcpy(made->numbers, certificates->key, size);
    if (tied_size)
        memcpy(tied_copy, tied, tied_size);
    made->certificate.tied_count = tied_count;
    made->certificate.tied = tied_copy;
    unsigned before = HASH_COUNT(certificates->kept);
    HASH_ADD_KEYPTR(hh, certificates->kept, made->numbers, size, made);
    if (HASH_COUNT(certificates->kept) > before)
        certificates->bytes += bytes;
    else
        free(made);
}
