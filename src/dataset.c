/* Phases in memory, found by composition and by chemical system. Knows no files and no equilibria. */
#include "dataset_store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

struct ip_chemical_system {
    ip_element_set elements;
    long first; /* its phases, by formula */
    UT_hash_handle hh;
};

/* Looking up all subsets of a query's elements is cheaper than looking at all systems up to this many elements. */
enum { SUBSET_LIMIT = 20 };

ip_status ip_dataset_new(ip_dataset **out, ip_error *error) {
    *out = calloc(1, sizeof **out);
    return *out ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

void ip_dataset_free(ip_dataset *dataset) {
    if (!dataset)
        return;
    HASH_CLEAR(hh, dataset->systems);
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

static ip_chemical_system *add_system(ip_dataset *dataset, ip_element_set elements) {
    ip_chemical_system *system = ip_arena_take(&dataset->arena, sizeof *system);
    if (!system)
        return NULL;
    memset(system, 0, sizeof *system);
    system->elements = elements;
    system->first = -1;
    unsigned before = HASH_COUNT(dataset->systems);
    HASH_ADD(hh, dataset->systems, elements, sizeof elements, system);
    if (HASH_COUNT(dataset->systems) == before)
        return NULL;
    dataset->system_count++;
    return system;
}

/* Keeps a system's list in the order of formulas, so that no answer depends on the order of rows. */
static void link_phase(ip_dataset *dataset, ip_chemical_system *system, long index) {
    long *link = &system->first;
    while (*link >= 0 && strcmp(dataset->phases[*link].phase.formula, dataset->phases[index].phase.formula) < 0)
        link = &dataset->phases[*link].next;
    dataset->phases[index].next = *link;
    *link = index;
}

static void unlink_phase(ip_dataset *dataset, ip_chemical_system *system, long index) {
    long *link = &system->first;
    while (*link != index)
        link = &dataset->phases[*link].next;
    *link = dataset->phases[index].next;
}

static bool phase_has_composition(const ip_phase *phase, const ip_composition *composition, double atoms) {
    for (int i = 0; i < phase->element_count; i++) {
        double fraction = ip_composition_amount(composition, phase->elements[i]) / atoms;
        if (fabs(phase->amounts[i] / phase->atoms - fraction) > IP_SAME_COMPOSITION)
            return false;
    }
    return true;
}

long ip_dataset_locate(const ip_dataset *dataset, const ip_composition *composition) {
    const ip_chemical_system *system = find_system(dataset, ip_composition_elements(composition));
    double atoms = ip_composition_atoms(composition);
    for (long i = system ? system->first : -1; i >= 0; i = dataset->phases[i].next)
        if (phase_has_composition(&dataset->phases[i].phase, composition, atoms))
            return i;
    return -1;
}

static bool store_formula(ip_dataset *dataset, ip_phase *phase, const char *formula, const ip_composition *composition) {
    size_t count = (size_t)composition->count;
    double *amounts = ip_arena_take(&dataset->arena, count * sizeof *amounts);
    unsigned char *elements = ip_arena_take(&dataset->arena, count);
    char *text = ip_arena_text(&dataset->arena, formula, strlen(formula));
    if (!amounts || !elements || !text)
        return false;
    memcpy(amounts, composition->amount, count * sizeof *amounts);
    for (size_t i = 0; i < count; i++)
        elements[i] = (unsigned char)composition->element[i];
    phase->formula = text;
    phase->amounts = amounts;
    phase->elements = elements;
    phase->element_count = composition->count;
    phase->atoms = ip_composition_atoms(composition);
    phase->element_set = ip_composition_elements(composition);
    return true;
}

ip_phase *ip_dataset_add(ip_dataset *dataset, const char *formula, const ip_composition *composition) {
    if (dataset->phase_count == dataset->phase_size) {
        long size = dataset->phase_size ? 2 * dataset->phase_size : 1024;
        ip_stored_phase *phases = realloc(dataset->phases, (size_t)size * sizeof *phases);
        if (!phases)
            return NULL;
        dataset->phases = phases;
        dataset->phase_size = size;
    }
    long index = dataset->phase_count;
    ip_phase *phase = &dataset->phases[index].phase;
    memset(phase, 0, sizeof *phase);
    if (!store_formula(dataset, phase, formula, composition))
        return NULL;
    ip_chemical_system *system = find_system(dataset, phase->element_set);
    if (!system)
        system = add_system(dataset, phase->element_set);
    if (!system)
        return NULL;
    dataset->phase_count++;
    dataset->elements = ip_element_set_union(dataset->elements, phase->element_set);
    link_phase(dataset, system, index);
    return phase;
}

ip_status ip_dataset_rename(ip_dataset *dataset, long index, const char *formula, const ip_composition *composition,
                            ip_error *error) {
    ip_phase *phase = &dataset->phases[index].phase;
    if (strcmp(phase->formula, formula) == 0)
        return IP_OK;
    ip_chemical_system *system = find_system(dataset, phase->element_set);
    unlink_phase(dataset, system, index);
    bool stored = store_formula(dataset, phase, formula, composition);
    link_phase(dataset, system, index);
    return stored ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

ip_status ip_dataset_set_energy(ip_dataset *dataset, const char *formula, double formation_energy, ip_error *error) {
    ip_composition composition;
    ip_status status = ip_composition_read(&composition, formula, error);
    if (status)
        return status;
    if (!isfinite(formation_energy))
        return ip_error_set(error, IP_BAD_ARGUMENT, "the formation energy of %s is not a finite number", formula);
    long index = ip_dataset_locate(dataset, &composition);
    ip_phase *phase;
    if (index >= 0) {
        phase = &dataset->phases[index].phase;
    } else {
        phase = ip_dataset_add(dataset, formula, &composition);
        if (!phase)
            return ip_error_set(error, IP_NO_MEMORY, "out of memory");
        phase->band_gap = NAN;
    }
    phase->formation_energy = formation_energy;
    phase->correction = 0.0;
    phase->file = -1;
    phase->line = 0;
    return IP_OK;
}

ip_status ip_dataset_exclude(ip_dataset *dataset, const char *formula, ip_error *error) {
    ip_composition composition;
    ip_status status = ip_composition_read(&composition, formula, error);
    if (status)
        return status;
    long index = ip_dataset_locate(dataset, &composition);
    if (index < 0)
        return ip_error_set(error, IP_BAD_ARGUMENT, "%s cannot be left out: no phase of this composition is in the table",
                            formula);
    dataset->phases[index].phase.excluded = true;
    return IP_OK;
}

long ip_dataset_count(const ip_dataset *dataset) {
    return dataset->phase_count;
}

const ip_phase *ip_dataset_phase(const ip_dataset *dataset, long index) {
    return &dataset->phases[index].phase;
}

long ip_dataset_index(const ip_dataset *dataset, const ip_phase *phase) {
    return (long)((const ip_stored_phase *)(const void *)phase - dataset->phases);
}

const ip_phase *ip_dataset_find(const ip_dataset *dataset, const ip_composition *composition) {
    long index = ip_dataset_locate(dataset, composition);
    return index < 0 ? NULL : &dataset->phases[index].phase;
}

const ip_phase *ip_dataset_element(const ip_dataset *dataset, int element) {
    ip_element_set set = {{0, 0}};
    ip_element_set_add(&set, element);
    const ip_chemical_system *system = find_system(dataset, set);
    return system ? &dataset->phases[system->first].phase : NULL;
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

static void visit_system(const ip_dataset *dataset, const ip_chemical_system *system,
                         void (*visit)(void *, const ip_phase *), void *user) {
    for (long i = system->first; i >= 0; i = dataset->phases[i].next)
        visit(user, &dataset->phases[i].phase);
}

/* Subsets counted in binary come by rising element set, the order that visit_all_systems() sorts into. */
static void visit_subsets(const ip_dataset *dataset, const int *list, int count,
                          void (*visit)(void *, const ip_phase *), void *user) {
    for (uint32_t subset = 1; subset < (uint32_t)1 << count; subset++) {
        ip_element_set set = {{0, 0}};
        for (uint32_t bits = subset; bits; bits &= bits - 1)
            ip_element_set_add(&set, list[__builtin_ctz(bits)]);
        const ip_chemical_system *system = find_system(dataset, set);
        if (system)
            visit_system(dataset, system, visit, user);
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
        visit_system(dataset, found[i], visit, user);
    free(found);
    return IP_OK;
}

ip_status ip_dataset_visit(const ip_dataset *dataset, ip_element_set elements,
                           void (*visit)(void *, const ip_phase *), void *user) {
    int list[IP_ELEMENT_COUNT];
    int count = ip_element_set_list(elements, list);
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

int ip_dataset_file_count(const ip_dataset *dataset) {
    return dataset->file_count;
}

ip_dataset_source ip_dataset_file(const ip_dataset *dataset, int index) {
    const ip_stored_file *file = &dataset->files[index];
    ip_dataset_source source = {file->path, file->digest, file->rows, file->bytes};
    return source;
}
