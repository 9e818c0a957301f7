/* Sorts names, since comparing each with each takes minutes for a table of many columns. */
#include "names.h"

#include <stdlib.h>
#include <string.h>

typedef struct placed_name {
    const char *name;
    int index;
} placed_name;

static int by_name_then_place(const void *a, const void *b) {
    const placed_name *left = a, *right = b;
    int order = strcmp(left->name, right->name);
    return order ? order : (left->index > right->index) - (left->index < right->index);
}

bool names_have(const char *list, const char *name) {
    size_t length = strlen(name);
    for (const char *at = list; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
        if (strcspn(at, ",") == length && strncmp(at, name, length) == 0)
            return true;
    return false;
}

bool names_find_twin(int *out, const char *const *names, int count) {
    placed_name *sorted = malloc(((size_t)count + 1) * sizeof *sorted);
    *out = -1;
    if (!sorted)
        return false;
    for (int i = 0; i < count; i++) {
        placed_name placed = {names[i], i};
        sorted[i] = placed;
    }
    qsort(sorted, (size_t)count, sizeof *sorted, by_name_then_place);
    for (int i = 0; i + 1 < count; i++)
        if ((*out < 0 || sorted[i].index < *out) && strcmp(sorted[i].name, sorted[i + 1].name) == 0)
            *out = sorted[i].index;
    free(sorted);
    return true;
}
