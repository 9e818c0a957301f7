/* What a user may have meant: the nearest of the words that would have been right. */
#ifndef INTERPHASE_CLI_SUGGESTION_H
#define INTERPHASE_CLI_SUGGESTION_H

#include <stddef.h>

/* The slips that part two words: letters missing, too many, wrong or swapped with the next, case aside. Words of more than 63
 * characters are never near. */
int suggestion_slips(const char *a, size_t length, const char *b);

/* The best word so far: start with {NULL}, offer every word, and look at `word` (NULL where none is near). */
typedef struct suggestion {
    const char *word;
    int slips;
} suggestion;

/* Offers a word for the `length` characters that were typed. One slip in three letters is near; of words equally near the
 * first is taken. */
void suggestion_offer(suggestion *best, const char *typed, size_t length, const char *word);

#endif
