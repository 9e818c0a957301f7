/* A hash of bins. */
#include "alike.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

typedef struct bin_key {
    uintptr_t system;
    int64_t bin;
} bin_key;

struct ip_alike_bin {
    bin_key key;
    ip_alike *first;
    UT_hash_handle hh;
};

static bin_key make_key(const void *system, double number, int step) {
    bin_key key = {(uintptr_t)system, (int64_t)floor(number / IP_ALIKE_WIDTH) + step};
    return key;
}

static ip_alike_bin *find_bin(const ip_alike_bin *bins, bin_key key) {
    ip_alike_bin *found = NULL;
    HASH_FIND(hh, bins, &key, sizeof key, found);
    return found;
}

static ip_alike_bin *add_bin(ip_alike_bin **bins, ip_arena *arena, bin_key key) {
    ip_alike_bin *bin = ip_arena_take(arena, sizeof *bin);
    if (!bin)
        return NULL;
    memset(bin, 0, sizeof *bin);
    bin->key = key;
    unsigned before = HASH_COUNT(*bins);
    HASH_ADD(hh, *bins, key, sizeof key, bin);
    return HASH_COUNT(*bins) > before ? bin : NULL;
}

bool ip_alike_add(ip_alike_bin **bins, ip_arena *arena, const void *system, double number, struct ip_stored_phase *stored) {
    bin_key key = make_key(system, number, 0);
    ip_alike_bin *bin = find_bin(*bins, key);
    if (!bin)
        bin = add_bin(bins, arena, key);
    ip_alike *entry = bin ? ip_arena_take(arena, sizeof *entry) : NULL;
    if (!entry)
        return false;
    entry->stored = stored;
    entry->next = bin->first;
    bin->first = entry;
    return true;
}

const ip_alike *ip_alike_find(const ip_alike_bin *bins, const void *system, double number, int step) {
    const ip_alike_bin *bin = find_bin(bins, make_key(system, number, step));
    return bin ? bin->first : NULL;
}

void ip_alike_clear(ip_alike_bin **bins) {
    HASH_CLEAR(hh, *bins);
}
