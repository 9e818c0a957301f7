/* Texts that repeat, each kept once. Knows nothing of what they say. */
#ifndef INTERPHASE_SRC_INTERN_H
#define INTERPHASE_SRC_INTERN_H

#include "arena.h"

/* All zero is an empty pool. The texts live in an arena, and on when the pool is cleared. */
typedef struct ip_intern {
    const char **places; /* a hash with open places; its size is a power of two */
    size_t count, size;
} ip_intern;

/* The text as the pool keeps it, put into `arena` where it is new; NULL for lack of memory. */
const char *ip_intern_text(ip_intern *pool, ip_arena *arena, const char *text);

void ip_intern_clear(ip_intern *pool);

#endif
