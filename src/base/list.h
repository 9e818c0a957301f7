/* Lists that grow, of items of any size. Knows bytes only. */
#ifndef INTERPHASE_SRC_LIST_H
#define INTERPHASE_SRC_LIST_H

#include <stdbool.h>
#include <stddef.h>

/* Makes room for one item more than `count` in *items, which has room for *size of `item` bytes and may move. False for lack of
 * memory: then it is as it was. */
bool ip_list_grow(void **items, long count, long *size, size_t item);

#endif
