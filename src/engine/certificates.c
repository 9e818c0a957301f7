/* A hash of bases; when it has grown too large it begins anew. */
#include "certificates.h"

#include <math.h>
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
    /* Of those with no column held: */
    int plane_count, plane_room;
    double *duals;     /* [plane * rows + row] */
    const int **bases; /* [plane], of an entry */
    size_t bytes;      /* of all that is kept */
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
    certificates->plane_count = 0;
}

void ip_certificates_free(ip_certificates *certificates) {
    if (!certificates)
        return;
    ip_certificates_forget(certificates);
    free(certificates->key);
    free(certificates->duals);
    free(certificates->bases);
    free(certificates);
}

static size_t key_size(const ip_certificates *certificates) {
    return ((size_t)certificates->rows + 1) * sizeof *certificates->key;
}

static void set_key(int *key, int rows, const int *basic, int held) {
    memcpy(key, basic, (size_t)rows * sizeof *basic);
    key[rows] = held;
}

const ip_certificate *ip_certificates_find(const ip_certificates *certificates, const int *basic, int held) {
    kept_basis *found;
    set_key(certificates->key, certificates->rows, basic, held);
    HASH_FIND(hh, certificates->kept, certificates->key, key_size(certificates), found);
    return found ? &found->certificate : NULL;
}

const int *ip_certificates_highest(const ip_certificates *certificates, const double *sides) {
    const int *highest = NULL;
    double height = -INFINITY;
    for (int i = 0; i < certificates->plane_count; i++) {
        const double *duals = certificates->duals + (size_t)i * (size_t)certificates->rows;
        double at = 0.0;
        for (int r = 0; r < certificates->rows; r++)
            at += duals[r] * sides[r];
        if (at > height) {
            height = at;
            highest = certificates->bases[i];
        }
    }
    return highest;
}

static void add_plane(ip_certificates *certificates, const int *basis, const double *duals) {
    size_t rows = (size_t)certificates->rows;
    if (certificates->plane_count == certificates->plane_room) {
        int room = certificates->plane_room ? 2 * certificates->plane_room : 64;
        double *more_duals = realloc(certificates->duals, (size_t)room * rows * sizeof *more_duals);
        if (more_duals)
            certificates->duals = more_duals;
        const int **more_bases = realloc(certificates->bases, (size_t)room * sizeof *more_bases);
        if (more_bases)
            certificates->bases = more_bases;
        if (!more_duals || !more_bases)
            return;
        certificates->plane_room = room;
    }
    memcpy(certificates->duals + (size_t)certificates->plane_count * rows, duals, rows * sizeof *duals);
    certificates->bases[certificates->plane_count++] = basis;
}

void ip_certificates_keep(ip_certificates *certificates, const int *basic, int held, const double *duals, const int *tied,
                          int tied_count) {
    size_t size = key_size(certificates), tied_size = (size_t)tied_count * sizeof *tied;
    size_t bytes = sizeof(kept_basis) + size + tied_size + (size_t)certificates->rows * sizeof *duals;
    if (certificates->bytes + bytes > MOST_BYTES)
        ip_certificates_forget(certificates);
    kept_basis *made = bytes <= MOST_BYTES ? malloc(bytes) : NULL;
    if (!made)
        return;
    int *tied_copy = made->numbers + certificates->rows + 1;
    set_key(made->numbers, certificates->rows, basic, held);
    if (tied_size)
        memcpy(tied_copy, tied, tied_size);
    made->certificate.tied_count = tied_count;
    made->certificate.tied = tied_copy;
    unsigned before = HASH_COUNT(certificates->kept);
    HASH_ADD_KEYPTR(hh, certificates->kept, made->numbers, size, made);
    if (HASH_COUNT(certificates->kept) == before) {
        free(made);
        return;
    }
    certificates->bytes += bytes;
    if (held < 0)
        add_plane(certificates, made->numbers, duals);
}
