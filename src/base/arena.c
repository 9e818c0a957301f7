/* A chain of blocks, filled from the front. */
#include "arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>

/* The first block is small, for small tables, and each further one so many times as large: memory grows with what is kept, and
 * soon comes in blocks that are big enough for huge pages, which spare a large table thousands of page faults. */
enum { FIRST_BLOCK = 1024, GROWTH = 16, HUGE_PAGE = 2 * 1024 * 1024, LARGE_BLOCK = 2 * HUGE_PAGE };

/* What is kept here needs no more than this. */
typedef union max_aligned {
    double number;
    void *pointer;
    long integer;
} max_aligned;

struct ip_arena_block {
    ip_arena_block *previous;
    size_t used, size;
    alignas(max_aligned) char bytes[];
};

static ip_arena_block *add_block(ip_arena *arena, size_t size) {
    size_t room = arena->next_size ? arena->next_size : FIRST_BLOCK, whole = size + sizeof(ip_arena_block);
    while (room < whole)
        room *= 2;
    bool large = room >= LARGE_BLOCK;
    if (large) /* whole huge pages, which the system asks for */
        room = (room + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    arena->next_size = GROWTH * room < LARGE_BLOCK ? GROWTH * room : LARGE_BLOCK;
    void *memory = large ? aligned_alloc(HUGE_PAGE, room) : malloc(room);
    if (!memory)
        return NULL;
#ifdef MADV_HUGEPAGE
    if (large)
        (void)!madvise(memory, room, MADV_HUGEPAGE); /* a hint; without it things are only slower */
#endif
    ip_arena_block *block = memory;
    block->previous = arena->block;
    block->used = 0;
    block->size = room - sizeof *block;
    arena->block = block;
    return block;
}

void *ip_arena_take(ip_arena *arena, size_t size) {
    ip_arena_block *block = arena->block;
    size = (size + alignof(max_aligned) - 1) / alignof(max_aligned) * alignof(max_aligned);
    if (!block || block->size - block->used < size)
        block = add_block(arena, size);
    if (!block)
        return NULL;
    void *piece = block->bytes + block->used;
    block->used += size;
    return piece;
}

void ip_arena_join(ip_arena *to, ip_arena *from) {
    ip_arena_block *last = from->block;
    if (!last)
        return;
    while (last->previous)
        last = last->previous;
    if (to->block) { /* the block that is being filled stays in front */
        last->previous = to->block->previous;
        to->block->previous = from->block;
    } else {
        to->block = from->block;
    }
    from->block = NULL;
}

void ip_arena_clear(ip_arena *arena) {
    while (arena->block) {
        ip_arena_block *previous = arena->block->previous;
        free(arena->block);
        arena->block = previous;
    }
}
