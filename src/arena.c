/* A chain of blocks, filled from the front. */
#include "arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 256 * 1024 };

struct ip_arena_block {
    ip_arena_block *previous;
    size_t used, size;
    alignas(max_align_t) char bytes[];
};

static void *take(ip_arena *arena, size_t size, size_t alignment) {
    ip_arena_block *block = arena->block;
    size_t start = block ? (block->used + alignment - 1) / alignment * alignment : 0;
    if (!block || start + size > block->size) {
        size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
        block = malloc(sizeof *block + room);
        if (!block)
            return NULL;
        block->previous = arena->block;
        block->size = room;
        arena->block = block;
        start = 0;
    }
    block->used = start + size;
    return block->bytes + start;
}

void *ip_arena_take(ip_arena *arena, size_t size) {
    return take(arena, size, alignof(max_align_t));
}

char *ip_arena_text(ip_arena *arena, const char *text, size_t length) {
    char *copy = take(arena, length + 1, 1);
    if (copy) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

void ip_arena_clear(ip_arena *arena) {
    while (arena->block) {
        ip_arena_block *previous = arena->block->previous;
        free(arena->block);
        arena->block = previous;
    }
}
