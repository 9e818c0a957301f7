/* Which functional the rows of an import are of. Knows that only energies of one may be compared. */
#include "import_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int find_word(const ip_import *import, const char *word) {
    for (int i = 0; i < import->functional_count; i++)
        if (strcasecmp(import->functionals[i], word) == 0)
            return i;
    return -1;
}

/* In a list where some entry was corrected so that functionals can be mixed, every energy as given belongs to the mixture. */
static void join_mixtures(ip_import *import) {
    int mixed = find_word(import, IP_RECORD_MIXED);
    for (long i = 0; i < import->list.count && mixed >= 0; i++) {
        ip_import_entry *entry = import->list.entries[i];
        if (entry->is_of_list && entry->kind == IP_RECORD_TOTAL_GIVEN && import->files[entry->file].mixes)
            entry->functional = (short)mixed;
    }
}

static void count_entries(ip_import *import) {
    memset(import->functional_counts, 0, sizeof import->functional_counts);
    for (long i = 0; i < import->list.count; i++)
        import->functional_counts[import->list.entries[i]->functional]++;
}

/* "12 of GGA_GGA+U, 3 of R2SCAN, 1 that nothing tells of" */
static void list_functionals(char *out, size_t size, const ip_import *import) {
    size_t length = 0;
    out[0] = '\0';
    for (int i = 0; i < import->functional_count && length < size; i++) {
        const char *word = import->functionals[i];
        if (!import->functional_counts[i])
            continue;
        length += (size_t)snprintf(out + length, size - length, "%s%ld %s%.40s", length ? ", " : "", import->functional_counts[i],
                                   *word ? "of " : "of which nothing tells", word);
    }
}

/* Drops the entries of others. */
static void keep_chosen(ip_import *import) {
    ip_import_list *list = &import->list;
    long kept = 0;
    for (long i = 0; i < list->count; i++) {
        ip_import_entry *entry = list->entries[i];
        if (entry->functional == import->functional) {
            list->entries[kept++] = entry;
            continue;
        }
        import->counts.other_functionals++;
        free(entry);
    }
    list->count = kept;
}

/* Corrections are fitted to PBE; nothing is known of what else would have to be added. */
static ip_status check_anchored(const ip_import *import, ip_error *error) {
    const char *word = import->functionals[import->functional];
    if (import->options.energies != IP_IMPORT_ANCHORED || !*word || strcmp(word, IP_RECORD_GGA) == 0 ||
        strcmp(word, IP_RECORD_MEASURED) == 0)
        return IP_OK;
    return ip_error_set(error, IP_BAD_TABLE,
                        "the energies are of %.40s, and what anchors energies is fitted to PBE (%s): these can be taken as "
                        "given alone",
                        word, IP_RECORD_GGA);
}

ip_status ip_import_choose_functional(ip_import *import, ip_error *error) {
    char present[300];
    int found = -1, several = 0;
    join_mixtures(import);
    count_entries(import);
    list_functionals(present, sizeof present, import);
    if (!import->list.count)
        return ip_error_set(error, IP_BAD_TABLE, "none of %ld entries has an energy%s%s", import->counts.entries,
                            import->counts.hull_alone ? ": a distance from the hull is no formation energy" : "",
                            import->counts.other_functionals ? " of the functional that was asked for" : "");
    for (int i = 0; i < import->functional_count; i++)
        if (import->functional_counts[i] && several++ == 0)
            found = i;
    if (import->options.functional) {
        found = find_word(import, import->options.functional);
        if (found < 0 || !import->functional_counts[found])
            return ip_error_set(error, IP_BAD_TABLE, "no entry is of %.40s; there are %s", import->options.functional, present);
    } else if (several > 1) {
        return ip_error_set(
            error, IP_BAD_TABLE,
            "energies of several functionals, which may not be compared: %s; one has to be chosen (--thermo-type)", present);
    }
    import->functional = found;
    keep_chosen(import);
    return check_anchored(import, error);
}
