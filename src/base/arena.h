/* An arena: many small pieces of memory that live and die together. Pieces never move. */
#ifndef INTERPHASE_SRC_ARENA_H
#define INTERPHASE_SRC_ARENA_H

#include <stddef.h>

typedef struct ip_arena_block ip_arena_block;

/* All zero is an empty arena. */
typedef struct ip_arena {
    ip_arena_block *block;
    size_t next_size; /* of the next block; 0 before the first */
} ip_arena;

/* `size` bytes, uninitialised and aligned for numbers and pointers; NULL for lack of memory. */
void *ip_arena_take(ip_arena *arena, size_t size);

/* Moves all pieces of `from` to `to`; `from` is empty then. */
void ip_arena_join(ip_arena *to, ip_arena *from);

void ip_arena_clear(ip_arena *arena);

#endif
