/* Memory of rows: a chain of blocks, small at first, since most rows need little. Knows sizes only. */
#include <interphase/result.h>

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* With its own room, the memory of a row is of a size that C libraries keep at hand (up to about 1000 bytes): larger pieces cost
 * some thousand instructions each. */
enum { OWN_SIZE = 960, FIRST_SIZE = 4096, LARGEST_SIZE = 1 << 18 };

typedef struct memory_block memory_block;
struct memory_block {
    memory_block *previous;
    size_t used, size;
    alignas(double) char bytes[];
};

struct ip_memory {
    memory_block *block; /* the last and largest; NULL while its own room is enough */
    size_t used;         /* of its own room */
    alignas(double) char own[OWN_SIZE];
};

static memory_block *add_block(ip_memory *memory, size_t least) {
    size_t size = memory->block ? 2 * memory->block->size : FIRST_SIZE;
    if (size > LARGEST_SIZE)
        size = LARGEST_SIZE;
    if (size < least)
        size = least;
    memory_block *block = malloc(sizeof *block + size);
    if (!block)
        return NULL;
    block->previous = memory->block;
    block->used = 0;
    block->size = size;
    memory->block = block;
    return block;
}

ip_status ip_memory_new(ip_memory **out, ip_error *error) {
    ip_memory *memory = malloc(sizeof *memory);
    if (!memory)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    memory->block = NULL;
    memory->used = 0;
    *out = memory;
    return IP_OK;
}

void *ip_memory_take(ip_memory *memory, size_t size) {
    memory_block *block = memory->block;
    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + alignof(double) - 1) / alignof(double) * alignof(double);
    if (OWN_SIZE - memory->used >= size) {
        void *piece = memory->own + memory->used;
        memory->used += size;
        return piece;
    }
    if (!block || block->size - block->used < size)
        block = add_block(memory, size);
    if (!block)
        return NULL;
    void *piece = block->bytes + block->used;
    block->used += size;
    return piece;
}

char *ip_memory_copy(ip_memory *memory, const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = ip_memory_take(memory, size);
    return copy ? memcpy(copy, text, size) : NULL;
}

/* The largest block is kept, so that rows of one kind soon need no more. */
void ip_memory_empty(ip_memory *memory) {
    memory_block *kept = memory->block;
    memory->used = 0;
    if (!kept)
        return;
    while (kept->previous) {
        memory_block *block = kept->previous;
        kept->previous = block->previous;
        free(block);
    }
    kept->used = 0;
}

void ip_memory_free(ip_memory *memory) {
    if (!memory)
        return;
    ip_memory_empty(memory);
    free(memory->block);
    free(memory);
}
