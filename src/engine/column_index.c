/* Phases by address, found by halves. */
#include "column_index.h"

#include <stdint.h>
#include <stdlib.h>

/* So many columns are gone through as quickly as they are looked up. */
enum { FEW_COLUMNS = 64 };

struct ip_column_index {
    const ip_phase *phase;
    int column;
};

static int by_address(const void *a, const void *b) {
    uintptr_t left = (uintptr_t)((const ip_column_index *)a)->phase, right = (uintptr_t)((const ip_column_index *)b)->phase;
    return (left > right) - (left < right);
}

/* NULL for lack of memory, which is done without. */
static ip_column_index *make_index(const ip_phase *const *columns, int count) {
    ip_column_index *index = malloc((size_t)count * sizeof *index);
    for (int c = 0; index && c < count; c++) {
        ip_column_index entry = {columns[c], c};
        index[c] = entry;
    }
    if (index)
        qsort(index, (size_t)count, sizeof *index, by_address);
    return index;
}

int ip_column_index_find(ip_column_index **index, const ip_phase *const *columns, int count, const ip_phase *phase) {
    if (count > FEW_COLUMNS && !*index)
        *index = make_index(columns, count);
    if (*index) {
        ip_column_index key = {phase, -1};
        const ip_column_index *found = bsearch(&key, *index, (size_t)count, sizeof key, by_address);
        return found ? found->column : -1;
    }
    for (int c = 0; c < count; c++)
        if (columns[c] == phase)
            return c;
    return -1;
}

void ip_column_index_free(ip_column_index *index) {
    free(index);
}
