/* Counts slips between words (optimal string alignment). Knows no commands and no options. */
#include "suggestion.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum { LONGEST = 63, FAR = LONGEST + 1 };

static int least(int a, int b) {
    return a < b ? a : b;
}

static int lower(char c) {
    return tolower((unsigned char)c);
}

int suggestion_slips(const char *a, size_t length, const char *b) {
    size_t width = strlen(b);
    int rows[3][LONGEST + 1]; /* the line of the table before the last, the last, this one */
    int *before = rows[0], *last = rows[1], *now = rows[2];
    if (length > LONGEST || width > LONGEST)
        return FAR;
    for (size_t j = 0; j <= width; j++)
        now[j] = (int)j;
    for (size_t i = 1; i <= length; i++) {
        int *free_row = before;
        before = last;
        last = now;
        now = free_row;
        now[0] = (int)i;
        for (size_t j = 1; j <= width; j++) {
            bool same = lower(a[i - 1]) == lower(b[j - 1]);
            now[j] = least(least(last[j], now[j - 1]) + 1, last[j - 1] + !same);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
                now[j] = least(now[j], before[j - 2] + 1);
        }
    }
    return now[width];
}

void suggestion_offer(suggestion *best, const char *typed, size_t length, const char *word) {
    int slips = suggestion_slips(typed, length, word);
    size_t shorter = length < strlen(word) ? length : strlen(word);
    if (3 * (size_t)slips > shorter || (best->word && best->slips <= slips))
        return;
    best->word = word;
    best->slips = slips;
}
