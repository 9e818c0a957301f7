/* Remembers which phases were placed above which. Knows no hull and no errors. */
#include "placement.h"

#include "dataset_store.h"

#include <stdlib.h>

const ip_placement *ip_dataset_placements(const ip_dataset *dataset) {
    return dataset->placements;
}

void ip_placement_forget(ip_dataset *dataset, const ip_phase *phase) {
    ip_placement **at = &dataset->placements;
    while (*at && (*at)->phase != phase)
        at = &(*at)->next;
    if (*at)
        *at = (*at)->next;
}

static ip_status place(ip_dataset *dataset, const char *formula, double formation_energy, const ip_placement *how,
                       ip_error *error) {
    int count = how->count;
    ip_composition composition;
    ip_placement *made = ip_arena_take(&dataset->arena, sizeof *made), **end = &dataset->placements;
    ip_placed_part *copied = ip_arena_take(&dataset->arena, ((size_t)count + 1) * sizeof *copied);
    if (!made || !copied)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    ip_status status = ip_dataset_set_energy(dataset, formula, formation_energy, error);
    if (!status)
        status = ip_composition_read(&composition, formula, error);
    if (status)
        return status;
    /* The phase may be called by another multiple of the composition. */
    const ip_phase *phase = ip_dataset_find(dataset, &composition);
    for (int i = 0; i < count; i++) {
        ip_placed_part part = {how->parts[i].phase, how->parts[i].amount * phase->atoms / ip_composition_atoms(&composition)};
        copied[i] = part;
    }
    *made = *how;
    made->phase = phase;
    made->parts = copied;
    while (*end)
        end = &(*end)->next;
    *end = made;
    return IP_OK;
}

ip_status ip_dataset_place(ip_dataset *dataset, const char *formula, double formation_energy, double above,
                           const ip_placed_part *parts, int count, ip_error *error) {
    ip_placement how = {NULL, above, false, count, parts, NULL};
    return place(dataset, formula, formation_energy, &how, error);
}

ip_status ip_dataset_place_mixture(ip_dataset *dataset, const char *formula, double formation_energy, double above,
                                   const ip_placed_part *parts, int count, ip_error *error) {
    ip_placement how = {NULL, above, true, count, parts, NULL};
    return place(dataset, formula, formation_energy, &how, error);
}

/* A list of shares that grows. */
typedef struct share_list {
    ip_share *shares; /* owned */
    int count, room;
} share_list;

static bool add_share(share_list *list, const ip_share *share) {
    if (list->count == list->room) {
        int room = list->room ? 2 * list->room : 32;
        ip_share *larger = realloc(list->shares, (size_t)room * sizeof *larger);
        if (!larger)
            return false;
        list->shares = larger;
        list->room = room;
    }
    list->shares[list->count++] = *share;
    return true;
}

/* Where a phase was placed, before `until` (NULL: at any time); NULL where it was not. */
static const ip_placement *find(const ip_dataset *dataset, const ip_phase *phase, const ip_placement *until) {
    for (const ip_placement *at = dataset->placements; at && at != until; at = at->next)
        if (at->phase == phase)
            return at;
    return NULL;
}

/* A part that was placed later had the energy of the table then. */
static bool spread(share_list *list, const ip_dataset *dataset, const ip_share *share, const ip_placement *until) {
    const ip_placement *placed = share->phase && !share->is_given ? find(dataset, share->phase, until) : NULL;
    if (!placed)
        return add_share(list, share);
    for (int i = 0; i < placed->count; i++) {
        ip_share part = IP_SHARE_INIT;
        part.phase = placed->parts[i].phase;
        part.factor = share->factor * placed->parts[i].amount;
        if (!spread(list, dataset, &part, placed))
            return false;
    }
    return true;
}

ip_status ip_placement_spread(ip_share **out, int *out_count, const ip_dataset *dataset, const ip_share *shares, int count) {
    share_list list = {NULL, 0, 0};
    bool has_placed = false;
    *out = NULL;
    for (int i = 0; i < count && dataset->placements && !has_placed; i++)
        has_placed = shares[i].phase && find(dataset, shares[i].phase, NULL);
    if (!has_placed)
        return IP_OK;
    for (int i = 0; i < count; i++)
        if (!spread(&list, dataset, &shares[i], NULL)) {
            free(list.shares);
            return IP_NO_MEMORY;
        }
    *out = list.shares;
    *out_count = list.count;
    return IP_OK;
}
