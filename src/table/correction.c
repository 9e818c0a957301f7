/* Constants for pairs, found for a pair and added up for a composition. Knows no files. */
#include "correction_store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

ip_status ip_corrections_new(ip_corrections **out, ip_error *error) {
    *out = calloc(1, sizeof **out);
    return *out ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

void ip_corrections_free(ip_corrections *corrections) {
    if (!corrections)
        return;
    free(corrections->constants);
    free(corrections->path);
    free(corrections);
}

const char *ip_corrections_path(const ip_corrections *corrections) {
    return corrections->path;
}

const char *ip_corrections_digest(const ip_corrections *corrections) {
    return corrections->digest;
}

long ip_corrections_count(const ip_corrections *corrections) {
    return corrections->count;
}

const ip_constant *ip_corrections_constant(const ip_corrections *corrections, long index) {
    return &corrections->constants[index].constant;
}

static int group_place(const char *name) {
    for (int group = 1; name && group < IP_GROUP_COUNT; group++)
        if (strcmp(name, ip_ion_group_names[group]) == 0)
            return IP_FIRST_GROUP + group;
    return IP_ANY_CATION;
}

int *ip_corrections_place(ip_corrections *corrections, const ip_constant *constant) {
    int rank = ip_ions[constant->anion].rank - 1;
    if (constant->bonded)
        return &corrections->bonded[rank];
    int place = constant->cation ? constant->cation : group_place(constant->group);
    return &corrections->held[place][rank][constant->charge + 1];
}

static const ip_constant *constant_at(const ip_corrections *corrections, int found) {
    return found ? &corrections->constants[found - 1].constant : NULL;
}

const ip_constant *ip_corrections_find(const ip_corrections *corrections, const ip_pair *pair) {
    int rank = ip_ions[pair->anion].rank - 1, any = IP_CHARGE_ANY + 1;
    if (rank < 0)
        return NULL;
    if (!pair->cation)
        return constant_at(corrections, corrections->bonded[rank]);
    int group = ip_ions[pair->cation].group, found = 0;
    if (pair->charge >= 0 && pair->charge <= IP_CATION_CHARGE_LIMIT)
        found = corrections->held[pair->cation][rank][pair->charge + 1];
    if (!found)
        found = corrections->held[pair->cation][rank][any];
    if (!found && group != IP_GROUP_NONE)
        found = corrections->held[IP_FIRST_GROUP + group][rank][any];
    if (!found)
        found = corrections->held[IP_ANY_CATION][rank][any];
    return constant_at(corrections, found);
}

const char *ip_correction_group(int element) {
    return element >= 1 && element <= IP_ELEMENT_COUNT ? ip_ion_group_names[ip_ions[element].group] : NULL;
}

const char *ip_correction_note_word(ip_correction_note note) {
    static const char *const words[] = {"", "inferred", "uncorrected"};
    return words[note];
}

/* Adds a pair to sums in eV per formula unit. One composition holds a cation in one charge only, so that no two pairs of it
 * share an error. */
static void add_pair(ip_correction *sum, double *variance, const ip_corrections *corrections, const ip_pair *pair) {
    const ip_constant *constant = ip_corrections_find(corrections, pair);
    double common = constant ? constant->uncertainty : IP_UNKNOWN_PAIR_UNCERTAINTY;
    double of_charge = constant ? constant->charge_uncertainty : 0.0;
    if (!constant || (pair->cation && !constant->cation))
        sum->note = IP_CORRECTION_INFERRED;
    sum->energy += constant ? pair->held * constant->correction : 0.0;
    *variance += pair->held * pair->held * (common * common + of_charge * of_charge);
}

ip_status ip_correction_find(ip_correction *out, const ip_corrections *corrections, const ip_composition *composition,
                             ip_error *error) {
    *out = (ip_correction){0.0, 0.0, IP_CORRECTION_KNOWN};
    if (composition->count == 1)
        return IP_OK;
    ip_pair_list list;
    ip_status status = ip_pair_list_find(&list, composition, error);
    if (status)
        return status;
    double atoms = ip_composition_atoms(composition);
    double own = atoms * (list.count ? IP_COMPOUND_UNCERTAINTY : IP_ALLOY_UNCERTAINTY), variance = own * own;
    if (!list.count)
        out->note = IP_CORRECTION_NONE;
    for (int i = 0; i < list.count; i++)
        add_pair(out, &variance, corrections, &list.pairs[i]);
    out->energy /= atoms;
    out->uncertainty = sqrt(variance) / atoms;
    ip_pair_list_clear(&list);
    return IP_OK;
}
