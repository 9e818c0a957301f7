/* Phases in memory, found by composition and by chemical system. Knows no files and no equilibria. */
#include "dataset_store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1
/* Element sets are short keys of few bits: two multiplications mix them as well as the default hash does. */
#define HASH_FUNCTION(key, length, hash) ((hash) = hash_element_set(key))
#define HASH_KEYCMP(a, b, length) (!ip_element_set_same(*(const ip_element_set *)(a), *(const ip_element_set *)(b)))
/* Memory that the system hands out as zero is touched only where something is put: the library clears new memory alone. */
#define uthash_malloc(size) calloc(1, size)
#define uthash_bzero(memory, size) ((void)(memory))
static unsigned hash_element_set(const void *key);
#include <uthash.h>
/* So many places from the beginning that the table that is read needs no other: moving what is there to more places is a wait
 * for memory each. Where the hash is made, their number is in scope. */
#undef HASH_INITIAL_NUM_BUCKETS
#undef HASH_INITIAL_NUM_BUCKETS_LOG2
#define HASH_INITIAL_NUM_BUCKETS (1U << places_log2)
#define HASH_INITIAL_NUM_BUCKETS_LOG2 places_log2

#include <interphase/version.h>

struct ip_chemical_system {
    UT_hash_handle hh; /* its last fields and those behind it are what a look-up reads */
    ip_element_set elements;
    ip_stored_phase *first, *last; /* its phases, by formula; those of a large system once they are ordered */
    int count;
    bool unordered;
};

/* Lists of more phases than this are not walked through for each phase that comes. */
enum { LARGE_SYSTEM = 64 };

/* Bytes that memory hands over at a time on common processors. */
enum { CACHE_LINE = 64 };

/* Looking up all subsets of a query's elements is cheaper than looking at all systems up to this many elements. */
enum { SUBSET_LIMIT = 20 };

static unsigned hash_element_set(const void *key) {
    const ip_element_set *set = key;
    uint64_t mixed = (set->word[0] ^ set->word[0] >> 32) * UINT64_C(0x9E3779B97F4A7C15);
    mixed = (mixed ^ mixed >> 29 ^ set->word[1]) * UINT64_C(0xBF58476D1CE4E5B9);
    return (unsigned)(mixed >> 32);
}

ip_status ip_dataset_new(ip_dataset **out, ip_error *error) {
    *out = calloc(1, sizeof **out);
    return *out ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

void ip_dataset_free(ip_dataset *dataset) {
    if (!dataset)
        return;
    HASH_CLEAR(hh, dataset->systems);
    ip_alike_clear(&dataset->alike);
    for (int i = 0; i < dataset->file_count; i++)
        free(dataset->files[i].path);
    free(dataset->files);
    free(dataset->phases);
    ip_arena_clear(&dataset->arena);
    free(dataset);
}

static ip_chemical_system *find_system(const ip_dataset *dataset, ip_element_set elements) {
    ip_chemical_system *found = NULL;
    HASH_FIND(hh, dataset->systems, &elements, sizeof elements, found);
    return found;
}

/* Finding a system waits for memory several times, longer than all else it does. Where it is known ahead which systems are
 * asked for, the waiting is done for many of them at once: first for the places of the hash, then for what stands there.
 * Inline, since the compiler leaves out a call that does nothing else. */
static inline __attribute__((always_inline)) void expect_place(const ip_dataset *dataset, const ip_element_set *elements) {
    const UT_hash_table *table = dataset->systems->hh.tbl;
    __builtin_prefetch(&table->buckets[hash_element_set(elements) & (table->num_buckets - 1)]); /* a power of two */
}

static inline __attribute__((always_inline)) void expect_system(const ip_dataset *dataset, const ip_element_set *elements) {
    const UT_hash_table *table = dataset->systems->hh.tbl;
    const UT_hash_handle *head = table->buckets[hash_element_set(elements) & (table->num_buckets - 1)].hh_head;
    if (head) {
        __builtin_prefetch(&head->key);
        __builtin_prefetch((const char *)(head + 1) + sizeof(ip_element_set)); /* both are mostly in one line of the cache */
    }
}

/* How many phases ahead of the adding the memory of each step is fetched. Adding one takes some tens of nanoseconds, and
 * memory about a hundred; what another thread has just written takes longer. */
enum { EXPECTED_SOON = 8, EXPECTED_LATER = 16, EXPECTED_FAR = 32 };

void ip_dataset_expect(const ip_dataset *dataset, ip_stored_phase *const *phases, long count) {
    if (!dataset->systems || count <= EXPECTED_FAR)
        return;
    const char *far = (const char *)phases[EXPECTED_FAR];
    for (size_t at = 0; at < sizeof(ip_stored_phase); at += CACHE_LINE)
        __builtin_prefetch(far + at, 1);
    expect_place(dataset, &phases[EXPECTED_LATER]->phase.element_set);
    expect_system(dataset, &phases[EXPECTED_SOON]->phase.element_set);
}

/* From a small table up to one of some hundred megabytes; the shipped one has a chemical system every 51 bytes. */
enum { FEWEST_PLACES_LOG2 = 5, MOST_PLACES_LOG2 = 20, TEXT_PER_PLACE = 64 };

static unsigned wanted_places_log2(const ip_dataset *dataset) {
    unsigned log2 = FEWEST_PLACES_LOG2;
    while (log2 < MOST_PLACES_LOG2 && dataset->expected_text >> log2 > TEXT_PER_PLACE)
        log2++;
    return log2;
}

static ip_chemical_system *add_system(ip_dataset *dataset, ip_element_set elements) {
    ip_chemical_system *system = ip_arena_take(&dataset->arena, sizeof *system);
    if (!system)
        return NULL;
    memset(system, 0, sizeof *system);
    system->elements = elements;
    unsigned before = HASH_COUNT(dataset->systems), places_log2 = wanted_places_log2(dataset);
    HASH_ADD(hh, dataset->systems, elements, sizeof elements, system);
    if (HASH_COUNT(dataset->systems) == before)
        return NULL;
    dataset->system_count++;
    return system;
}

/* Keeps a system's list in the order of formulas, so that no answer depends on the order of rows. Tables come in this
 * order mostly: then the place is at the end. To the end of a large one everything goes; it is ordered later. */
static void link_phase(ip_dataset *dataset, ip_chemical_system *system, ip_stored_phase *stored) {
    bool is_last = !system->last || strcmp(system->last->phase.formula, stored->phase.formula) < 0;
    if (!is_last && system->count > LARGE_SYSTEM)
        is_last = system->unordered = dataset->unordered = true;
    ip_stored_phase **link = is_last && system->last ? &system->last->next : &system->first;
    while (*link && strcmp((*link)->phase.formula, stored->phase.formula) < 0)
        link = &(*link)->next;
    stored->next = *link;
    *link = stored;
    if (is_last)
        system->last = stored;
}

static void unlink_phase(ip_chemical_system *system, const ip_stored_phase *stored) {
    ip_stored_phase **link = &system->first, *before = NULL;
    while (*link != stored) {
        before = *link;
        link = &before->next;
    }
    *link = stored->next;
    if (system->last == stored)
        system->last = before;
}

static int by_formula(const void *a, const void *b) {
    const ip_stored_phase *const *left = a, *const *right = b;
    return strcmp((*left)->phase.formula, (*right)->phase.formula);
}

static ip_status order_system(ip_chemical_system *system) {
    size_t count = 0;
    ip_stored_phase **order = malloc((size_t)system->count * sizeof *order);
    if (!order)
        return IP_NO_MEMORY;
    for (ip_stored_phase *stored = system->first; stored; stored = stored->next)
        order[count++] = stored;
    qsort(order, count, sizeof *order, by_formula);
    for (size_t i = 0; i < count; i++)
        order[i]->next = i + 1 < count ? order[i + 1] : NULL;
    system->first = order[0];
    system->last = order[count - 1];
    system->unordered = false;
    free(order);
    return IP_OK;
}

ip_status ip_dataset_order(ip_dataset *dataset) {
    ip_status status = IP_OK;
    for (ip_chemical_system *system = dataset->systems; dataset->unordered && system && !status; system = system->hh.next)
        if (system->unordered)
            status = order_system(system);
    dataset->unordered = status != IP_OK;
    return status;
}

/* Atomic number of an atom on average. Where it differs by more than this, no fraction can be the same. */
#define SAME_MEAN_NUMBER (IP_SAME_COMPOSITION * IP_ELEMENT_COUNT * IP_ELEMENT_COUNT)

static double mean_number(const ip_composition *composition, double atoms) {
    double sum = 0.0;
    for (int i = 0; i < composition->count; i++)
        sum += composition->amount[i] * composition->element[i];
    return sum / atoms;
}

/* Called for phases of the composition's own chemical system. */
static bool has_composition(const ip_phase *phase, const ip_composition *composition, double atoms) {
    for (int i = 0; i < phase->element_count; i++) {
        double fraction = ip_composition_amount(composition, phase->elements[i]) / atoms;
        if (fabs(phase->amounts[i] / phase->atoms - fraction) > IP_SAME_COMPOSITION)
            return false;
    }
    return true;
}

/* The next phase of a list whose atoms are alike on average; few of them are not of the same composition. */
static ip_stored_phase *next_alike(ip_stored_phase *stored, double number) {
    while (stored && fabs(stored->mean_number - number) > SAME_MEAN_NUMBER)
        stored = stored->next;
    return stored;
}

/* Among the few that are alike. */
static ip_stored_phase *find_in_large(const ip_dataset *dataset, const ip_chemical_system *system,
                                      const ip_composition *composition, double atoms, double number) {
    for (int step = -1; step <= 1; step++)
        for (const ip_alike *alike = ip_alike_find(dataset->alike, system, number, step); alike; alike = alike->next)
            if (fabs(alike->stored->mean_number - number) <= SAME_MEAN_NUMBER &&
                has_composition(&alike->stored->phase, composition, atoms))
                return alike->stored;
    return NULL;
}

static ip_stored_phase *find_in_system(const ip_dataset *dataset, const ip_chemical_system *system,
                                       const ip_composition *composition) {
    double atoms = ip_composition_atoms(composition), number = mean_number(composition, atoms);
    if (system && system->count > LARGE_SYSTEM)
        return find_in_large(dataset, system, composition, atoms, number);
    ip_stored_phase *stored = next_alike(system ? system->first : NULL, number);
    while (stored && !has_composition(&stored->phase, composition, atoms))
        stored = next_alike(stored->next, number);
    return stored;
}

static ip_stored_phase *find_same(const ip_dataset *dataset, const ip_chemical_system *system, const ip_stored_phase *other) {
    if (!system || (system->count <= LARGE_SYSTEM && !next_alike(system->first, other->mean_number)))
        return NULL;
    ip_composition composition = ip_phase_composition(&other->phase);
    return find_in_system(dataset, system, &composition);
}

/* Notes a phase that was linked last among those that are alike, where its system is a large one, and all before it where
 * it has just become one. */
static bool note_alike(ip_dataset *dataset, ip_chemical_system *system, ip_stored_phase *stored) {
    bool noted = true;
    if (++system->count > LARGE_SYSTEM + 1)
        return ip_alike_add(&dataset->alike, &dataset->arena, system, stored->mean_number, stored);
    if (system->count == LARGE_SYSTEM + 1)
        for (ip_stored_phase *each = system->first; each && noted; each = each->next)
            noted = ip_alike_add(&dataset->alike, &dataset->arena, system, each->mean_number, each);
    return noted;
}

/* The phase with its amounts, elements, formula and id behind it, in one piece of memory. */
ip_stored_phase *ip_stored_phase_new(ip_arena *arena, const char *formula, const char *id, const ip_composition *composition) {
    size_t count = (size_t)composition->count, length = strlen(formula), id_size = id ? strlen(id) + 1 : 0;
    ip_stored_phase *stored = ip_arena_take(arena, sizeof *stored + count * (sizeof(double) + 1) + length + 1 + id_size);
    if (!stored)
        return NULL;
    double *amounts = (double *)(stored + 1);
    unsigned char *elements = (unsigned char *)(amounts + count);
    char *text = (char *)(elements + count);
    memset(stored, 0, sizeof *stored);
    memcpy(amounts, composition->amount, count * sizeof *amounts);
    for (size_t i = 0; i < count; i++)
        elements[i] = (unsigned char)composition->element[i];
    memcpy(text, formula, length + 1);
    stored->phase.formula = text;
    if (id)
        stored->phase.id = memcpy(text + length + 1, id, id_size);
    stored->phase.amounts = amounts;
    stored->phase.elements = elements;
    stored->phase.element_count = composition->count;
    stored->phase.element_set = ip_composition_elements(composition);
    stored->phase.atoms = ip_composition_atoms(composition);
    stored->mean_number = mean_number(composition, stored->phase.atoms);
    return stored;
}

static bool reserve_phase(ip_dataset *dataset) {
    if (dataset->phase_count < dataset->phase_size)
        return true;
    long size = dataset->phase_size ? 2 * dataset->phase_size : 16;
    ip_stored_phase **phases = realloc(dataset->phases, (size_t)size * sizeof *phases);
    if (!phases)
        return false;
    dataset->phases = phases;
    dataset->phase_size = size;
    return true;
}

ip_status ip_dataset_add(ip_dataset *dataset, ip_stored_phase *stored, ip_stored_phase **same) {
    ip_element_set elements = stored->phase.element_set;
    ip_chemical_system *system = find_system(dataset, elements);
    *same = find_same(dataset, system, stored);
    if (*same)
        return IP_OK;
    if (!system)
        system = add_system(dataset, elements);
    if (!system || !reserve_phase(dataset))
        return IP_NO_MEMORY;
    stored->index = dataset->phase_count;
    dataset->phases[dataset->phase_count++] = stored;
    dataset->elements = ip_element_set_union(dataset->elements, elements);
    link_phase(dataset, system, stored);
    return note_alike(dataset, system, stored) ? IP_OK : IP_NO_MEMORY;
}

/* Phases are handed out as borrowed constants; the dataset itself may change them. */
static ip_stored_phase *stored_phase(const ip_dataset *dataset, const ip_phase *phase) {
    return dataset->phases[ip_dataset_index(dataset, phase)];
}

void ip_dataset_rename(ip_dataset *dataset, ip_stored_phase *stored, const ip_stored_phase *other) {
    if (strcmp(stored->phase.formula, other->phase.formula) == 0)
        return;
    ip_chemical_system *system = find_system(dataset, stored->phase.element_set);
    bool is_large = system->count > LARGE_SYSTEM;
    if (is_large)
        system->unordered = dataset->unordered = true;
    else
        unlink_phase(system, stored);
    /* Its mean number is the same but for rounding; the bin that it may be in goes by the one it has. */
    stored->phase.formula = other->phase.formula;
    stored->phase.amounts = other->phase.amounts;
    stored->phase.elements = other->phase.elements;
    stored->phase.atoms = other->phase.atoms;
    if (!is_large)
        link_phase(dataset, system, stored);
}

ip_status ip_dataset_set_energy(ip_dataset *dataset, const char *formula, double formation_energy, ip_error *error) {
    ip_composition composition;
    ip_status status = ip_composition_read(&composition, formula, error);
    if (status)
        return status;
    if (!isfinite(formation_energy))
        return ip_error_set(error, IP_BAD_ARGUMENT, "the formation energy of %s is not a finite number", formula);
    if (composition.count == 1 && formation_energy != 0.0)
        return ip_error_set(error, IP_BAD_ARGUMENT, "%s is an element: its formation energy is 0 by definition", formula);
    ip_stored_phase *same, *stored = ip_stored_phase_new(&dataset->arena, formula, NULL, &composition);
    if (!stored || ip_dataset_add(dataset, stored, &same) || ip_dataset_order(dataset))
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    stored->phase.band_gap = NAN; /* a phase that was there keeps its own */
    ip_phase *phase = same ? &same->phase : &stored->phase;
    ip_placement_forget(dataset, phase);
    phase->formation_energy = formation_energy;
    phase->correction = 0.0;
    phase->uncertainty = NAN;
    phase->id = phase->note = NULL;
    phase->file = -1;
    phase->line = 0;
    return IP_OK;
}

ip_status ip_dataset_exclude(ip_dataset *dataset, const char *formula, ip_error *error) {
    ip_composition composition;
    ip_status status = ip_composition_read(&composition, formula, error);
    if (status)
        return status;
    const ip_phase *phase = ip_dataset_find(dataset, &composition);
    if (!phase)
        return ip_error_set(error, IP_BAD_ARGUMENT, "%s cannot be left out: no phase of this composition is in the table",
                            formula);
    stored_phase(dataset, phase)->phase.excluded = true;
    return IP_OK;
}

long ip_dataset_count(const ip_dataset *dataset) {
    return dataset->phase_count;
}

const ip_phase *ip_dataset_phase(const ip_dataset *dataset, long index) {
    return &dataset->phases[index]->phase;
}

long ip_dataset_index(const ip_dataset *dataset, const ip_phase *phase) {
    (void)dataset;
    return ((const ip_stored_phase *)(const void *)phase)->index;
}

const ip_phase *ip_dataset_find(const ip_dataset *dataset, const ip_composition *composition) {
    const ip_chemical_system *system = find_system(dataset, ip_composition_elements(composition));
    const ip_stored_phase *stored = find_in_system(dataset, system, composition);
    return stored ? &stored->phase : NULL;
}

const ip_phase *ip_dataset_element(const ip_dataset *dataset, int element) {
    ip_element_set set = {{0, 0}};
    if (!ip_element_symbol(element))
        return NULL;
    ip_element_set_add(&set, element);
    const ip_chemical_system *system = find_system(dataset, set);
    return system ? &system->first->phase : NULL;
}

bool ip_phase_is_weak(const ip_phase *phase) {
    return (phase->note && strcmp(phase->note, "inferred") == 0) || phase->uncertainty > IP_WEAK_UNCERTAINTY;
}

ip_composition ip_phase_composition(const ip_phase *phase) {
    ip_composition composition;
    composition.count = phase->element_count;
    for (int i = 0; i < phase->element_count; i++) {
        composition.element[i] = phase->elements[i];
        composition.amount[i] = phase->amounts[i];
    }
    return composition;
}

static void visit_system(const ip_chemical_system *system, void (*visit)(void *, const ip_phase *), void *user) {
    for (const ip_stored_phase *stored = system->first; stored; stored = stored->next)
        visit(user, &stored->phase);
}

static ip_element_set subset_of(const int *list, uint32_t subset) {
    ip_element_set set = {{0, 0}};
    for (; subset; subset &= subset - 1)
        ip_element_set_add(&set, list[__builtin_ctz(subset)]);
    return set;
}

/* Subsets counted in binary come by rising element set, the order that visit_all_systems() sorts into. */
static void visit_subsets(const ip_dataset *dataset, const int *list, int count,
                          void (*visit)(void *, const ip_phase *), void *user) {
    enum { TOGETHER = 64 };
    ip_element_set sets[TOGETHER];
    uint32_t end = (uint32_t)1 << count, together;
    for (uint32_t first = 1; first < end; first += together) {
        const ip_chemical_system *found[TOGETHER];
        uint32_t found_count = 0;
        together = end - first < TOGETHER ? end - first : TOGETHER;
        for (uint32_t i = 0; i < together; i++) {
            sets[i] = subset_of(list, first + i);
            expect_place(dataset, &sets[i]);
        }
        for (uint32_t i = 0; i < together; i++)
            expect_system(dataset, &sets[i]);
        for (uint32_t i = 0; i < together; i++) {
            found[found_count] = find_system(dataset, sets[i]);
            if (!found[found_count])
                continue;
            __builtin_prefetch(&found[found_count++]->first->phase.element_set);
        }
        for (uint32_t i = 0; i < found_count; i++)
            visit_system(found[i], visit, user);
    }
}

static int by_element_set(const void *a, const void *b) {
    const ip_chemical_system *const *left = a, *const *right = b;
    for (int word = 1; word >= 0; word--) {
        uint64_t l = (*left)->elements.word[word], r = (*right)->elements.word[word];
        if (l != r)
            return l < r ? -1 : 1;
    }
    return 0;
}

static ip_status visit_all_systems(const ip_dataset *dataset, ip_element_set elements,
                                   void (*visit)(void *, const ip_phase *), void *user) {
    const ip_chemical_system **found = malloc((size_t)dataset->system_count * sizeof *found + 1);
    size_t count = 0;
    if (!found)
        return IP_NO_MEMORY;
    for (const ip_chemical_system *s = dataset->systems; s; s = s->hh.next)
        if (ip_element_set_within(s->elements, elements))
            found[count++] = s;
    qsort(found, count, sizeof *found, by_element_set);
    for (size_t i = 0; i < count; i++)
        visit_system(found[i], visit, user);
    free(found);
    return IP_OK;
}

ip_status ip_dataset_visit(const ip_dataset *dataset, ip_element_set elements,
                           void (*visit)(void *, const ip_phase *), void *user) {
    int list[IP_ELEMENT_COUNT];
    int count = ip_element_set_list(elements, list);
    if (!dataset->systems)
        return IP_OK;
    if (count > SUBSET_LIMIT || (long)1 << count > dataset->system_count)
        return visit_all_systems(dataset, elements, visit, user);
    visit_subsets(dataset, list, count, visit, user);
    return IP_OK;
}

ip_element_set ip_dataset_elements(const ip_dataset *dataset) {
    return dataset->elements;
}

long ip_dataset_system_count(const ip_dataset *dataset) {
    return dataset->system_count;
}

const char *ip_version_uthash(void) {
#define TEXT_OF(x) #x
#define VERSION_TEXT(version) TEXT_OF(version)
    return VERSION_TEXT(UTHASH_VERSION);
}
