/* What the fuzzers share: random numbers that are the same everywhere, and mutations of text. */
#ifndef INTERPHASE_TESTS_FUZZ_H
#define INTERPHASE_TESTS_FUZZ_H

#include "../tap.h"

#include <stdint.h>

/* The state of a xorshift generator; not zero. (Marsaglia, J. Stat. Softw. 8 (14), 2003) */
typedef struct fuzz_random {
    uint64_t state;
} fuzz_random;

static inline uint64_t fuzz_next(fuzz_random *random) {
    uint64_t x = random->state;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    random->state = x;
    return x;
}

/* 0 .. limit-1 */
static inline size_t fuzz_below(fuzz_random *random, size_t limit) {
    return (size_t)((fuzz_next(random) >> 16) % limit);
}

/* Changes bytes of text[0 .. *size-1], which has room for `room`: puts pieces in, takes bytes out, doubles a part,
 * or overwrites a byte by any other. */
static inline void fuzz_mutate(fuzz_random *random, char *text, size_t *size, size_t room, const char *const *pieces,
                               size_t piece_count) {
    size_t at = fuzz_below(random, *size + 1), left = *size - at, length;
    switch (fuzz_below(random, 5)) {
    case 0:
    case 1: {
        const char *piece = pieces[fuzz_below(random, piece_count)];
        length = strlen(piece);
        if (*size + length > room)
            return;
        memmove(text + at + length, text + at, left);
        memcpy(text + at, piece, length);
        *size += length;
        return;
    }
    case 2:
        length = left ? fuzz_below(random, left < 8 ? left : 8) + 1 : 0;
        if (length > left)
            return;
        memmove(text + at, text + at + length, left - length);
        *size -= length;
        return;
    case 3:
        length = left ? fuzz_below(random, left < 40 ? left : 40) + 1 : 0;
        if (length > left || *size + length > room)
            return;
        memmove(text + at + length, text + at, left);
        *size += length;
        return;
    default:
        if (left)
            text[at] = (char)(unsigned char)fuzz_below(random, 256);
    }
}

/* Rounds to run: so many by default, a hundred times as many at full length, a tenth where every instruction is
 * watched. */
static inline long fuzz_rounds(long usual) {
    return usual * (tap_is_full() ? (tap_is_slow() ? 4 : 100) : 1) / (tap_is_slow() && !tap_is_full() ? 10 : 1);
}

#endif
