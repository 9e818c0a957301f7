/* Phases by the order in which a dataset visits them, found by halves. */
#include "column_index.h"

#include <stdbool.h>
#include <string.h>

/* By element set, then by formula. */
static bool is_visited_before(const ip_phase *a, const ip_phase *b) {
    for (int word = 1; word >= 0; word--)
        if (a->element_set.word[word] != b->element_set.word[word])
            return a->element_set.word[word] < b->element_set.word[word];
    return strcmp(a->formula, b->formula) < 0;
}

int ip_column_index_find(const ip_phase *const *columns, int count, const ip_phase *phase) {
    int low = 0, high = count;
    for (; high > 0 && columns[high - 1]->gas; high--)
        if (columns[high - 1] == phase)
            return high - 1;
    int visited = high;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (is_visited_before(columns[middle], phase))
            low = middle + 1;
        else
            high = middle;
    }
    return low < visited && columns[low] == phase ? low : -1;
}
