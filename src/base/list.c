/* Doubles the room of a list. */
#include "list.h"

#include <stdlib.h>

bool ip_list_grow(void **items, long count, long *size, size_t item) {
    if (count < *size)
        return true;
    long wanted = *size ? 2 * *size : 32;
    void *grown = realloc(*items, (size_t)wanted * item);
    if (!grown)
        return false;
    *items = grown;
    *size = wanted;
    return true;
}
