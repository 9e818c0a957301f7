/* A hash of texts by what they say. */
#include "intern.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_SIZE = 16 };

/* Fowler, Noll and Vo's hash (FNV-1a), the high bits mixed into the low ones, which choose the place. */
static size_t hash_text(const char *text) {
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (const unsigned char *at = (const unsigned char *)text; *at; at++)
        hash = (hash ^ *at) * UINT64_C(0x100000001B3);
    return (size_t)(hash ^ hash >> 32);
}

/* The place of a text, or the free one where it would go. Some are always free. */
static const char **find_place(const char **places, size_t size, const char *text) {
    size_t at = hash_text(text) & (size - 1);
    while (places[at] && strcmp(places[at], text) != 0)
        at = (at + 1) & (size - 1);
    return &places[at];
}

static bool grow(ip_intern *pool) {
    size_t size = pool->size ? 2 * pool->size : FIRST_SIZE;
    const char **places = calloc(size, sizeof *places);
    if (!places)
        return false;
    for (size_t i = 0; i < pool->size; i++)
        if (pool->places[i])
            *find_place(places, size, pool->places[i]) = pool->places[i];
    free(pool->places);
    pool->places = places;
    pool->size = size;
    return true;
}

const char *ip_intern_text(ip_intern *pool, ip_arena *arena, const char *text) {
    if (2 * pool->count >= pool->size && !grow(pool))
        return NULL;
    const char **place = find_place(pool->places, pool->size, text);
    if (*place)
        return *place;
    size_t size = strlen(text) + 1;
    char *kept = ip_arena_take(arena, size);
    if (!kept)
        return NULL;
    memcpy(kept, text, size);
    *place = kept;
    pool->count++;
    return kept;
}

void ip_intern_clear(ip_intern *pool) {
    free(pool->places);
    memset(pool, 0, sizeof *pool);
}
