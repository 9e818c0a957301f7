/* Formal charges and the pairs that follow. The rules stand in the header; knows no energies and no tables. */
#include <interphase/charges.h>

#include "ions.h"

#include <math.h>
#include <stdlib.h>

/* Misses of the charge nearer than this are equal; charges within it of a half are the half. Sums of fractions are never
 * exact, and B of Mg(B6C)2 or Ce of CeB2C stand at a half by their formula. */
#define SAME_MISS 1e-6
#define SAME_CHARGE 1e-6

/* One choice of anions: the first `anions` of the list. */
typedef struct choice {
    int last_rank; /* the anions are the elements of a rank from 1 to this */
    double need, total, miss;
} choice;

static bool is_anion(int element, int last_rank) {
    return ip_ions[element].rank && ip_ions[element].rank <= last_rank;
}

/* Whether the elements up to this rank can be the anions, with at least one cation left. */
static bool weigh(choice *out, const ip_composition *composition, int last_rank) {
    double need = 0.0, low = 0.0, high = 0.0;
    int cations = 0;
    for (int i = 0; i < composition->count; i++) {
        const ip_ion *ion = &ip_ions[composition->element[i]];
        double amount = composition->amount[i];
        if (is_anion(composition->element[i], last_rank)) {
            need += amount * ion->taken;
            continue;
        }
        if (ion->kind == IP_ION_NONE)
            return false;
        cations++;
        low += amount * ion->lowest;
        high += amount * ion->highest;
    }
    out->last_rank = last_rank;
    out->need = need;
    out->total = fmin(fmax(need, low), high);
    out->miss = fabs(out->total - need) / need;
    return cations > 0;
}

/* Ranks are few and a choice is cheap: each that the composition has is weighed. */
static bool choose(choice *out, const ip_composition *composition) {
    choice choices[IP_ANION_COUNT];
    bool present[IP_ANION_COUNT + 1] = {false};
    int count = 0;
    for (int i = 0; i < composition->count; i++)
        present[ip_ions[composition->element[i]].rank] = true;
    double smallest = INFINITY;
    for (int rank = 1; rank <= IP_ANION_COUNT; rank++)
        if (present[rank] && weigh(&choices[count], composition, rank))
            smallest = fmin(smallest, choices[count++].miss);
    while (count && choices[count - 1].miss > smallest + SAME_MISS)
        count--;
    if (!count)
        return false;
    *out = choices[count - 1];
    return true;
}

/* Moves the cations of one kind towards the total, all by the same fraction of the room each has; returns what is left of
 * the difference. */
static double move(ip_charges *out, const ip_composition *composition, ip_ion_kind kind, double difference) {
    double room = 0.0;
    for (int pass = 0; pass < 2; pass++) {
        double fraction = pass && room > 0.0 ? fmin(1.0, fabs(difference) / room) : 0.0;
        for (int i = 0; i < composition->count; i++) {
            const ip_ion *ion = &ip_ions[composition->element[i]];
            if (out->anion[i] || ion->kind != kind)
                continue;
            int limit = difference > 0.0 ? ion->highest : ion->lowest;
            double way = composition->amount[i] * limit - out->charge[i];
            if (pass)
                out->charge[i] += fraction * way;
            else
                room += fabs(way);
        }
    }
    return room > fabs(difference) ? 0.0 : difference - copysign(room, difference);
}

/* Non-metals give up charge before metals do: P-P, Si-Si and C-C bonds come before bonds between metal atoms. */
static bool gives_first(int element) {
    return ip_ions[element].group == IP_GROUP_NONMETAL && ip_ions[element].kind != IP_ION_NONE && element != 1;
}

/* Takes charge from the cations in proportion to what they have; returns what is left to take. */
static double give_up(ip_charges *out, const ip_composition *composition, bool first, double excess) {
    double there = 0.0;
    for (int i = 0; i < composition->count; i++)
        if (!out->anion[i] && gives_first(composition->element[i]) == first)
            there += out->charge[i];
    if (there <= 0.0)
        return excess;
    double kept = fmax(0.0, 1.0 - excess / there);
    for (int i = 0; i < composition->count; i++)
        if (!out->anion[i] && gives_first(composition->element[i]) == first)
            out->charge[i] *= kept;
    return fmax(0.0, excess - there);
}

static void charge_cations(ip_charges *out, const ip_composition *composition, const choice *made) {
    double sum = 0.0;
    for (int i = 0; i < composition->count; i++) {
        out->anion[i] = is_anion(composition->element[i], made->last_rank);
        out->charge[i] = out->anion[i] ? 0.0 : composition->amount[i] * ip_ions[composition->element[i]].usual;
        out->bonded[i] = 0.0;
        sum += out->charge[i];
    }
    double difference = move(out, composition, IP_ION_NONMETAL, made->total - sum);
    move(out, composition, IP_ION_METAL, difference);
    double excess = made->total - made->need;
    if (excess > 0.0)
        excess = give_up(out, composition, true, excess);
    if (excess > 0.0)
        give_up(out, composition, false, excess);
}

static void charge_anions(ip_charges *out, const ip_composition *composition, const choice *made) {
    double left = fmin(made->total, made->need);
    for (int rank = 1; rank <= made->last_rank; rank++)
        for (int i = 0; i < composition->count; i++) {
            const ip_ion *ion = &ip_ions[composition->element[i]];
            if (ion->rank != rank)
                continue;
            double full = composition->amount[i] * ion->taken, held = fmin(full, left);
            left -= held;
            out->charge[i] = held > 0.0 ? -held : 0.0;
            out->bonded[i] = (full - held) / ion->taken;
        }
}

bool ip_charges_find(ip_charges *out, const ip_composition *composition) {
    choice made;
    out->count = 0;
    if (!choose(&made, composition))
        return false;
    out->count = composition->count;
    charge_cations(out, composition, &made);
    charge_anions(out, composition, &made);
    return true;
}

static int whole_charge(int element, double charge) {
    const ip_ion *ion = &ip_ions[element];
    if (ion->kind != IP_ION_METAL && ion->group != IP_GROUP_NONMETAL)
        return IP_CHARGE_ANY;
    return (int)floor(charge + 0.5 + SAME_CHARGE);
}

static int count_anions(const ip_charges *charges) {
    int anions = 0;
    for (int i = 0; i < charges->count; i++)
        anions += charges->anion[i];
    return anions;
}

static void add_pair(ip_pair_list *list, double atoms, int cation, int charge, int anion, double held) {
    if (held > IP_AMOUNT_TOLERANCE * atoms)
        list->pairs[list->count++] = (ip_pair){cation, charge, anion, held};
}

static void fill(ip_pair_list *out, const ip_composition *composition, const ip_charges *charges) {
    double atoms = ip_composition_atoms(composition), sum = 0.0;
    for (int i = 0; i < charges->count; i++)
        sum -= charges->anion[i] ? charges->charge[i] : 0.0;
    for (int i = 0; i < charges->count; i++) {
        if (charges->anion[i])
            continue;
        int cation = composition->element[i], charge = whole_charge(cation, charges->charge[i] / composition->amount[i]);
        for (int j = 0; j < charges->count && sum > 0.0; j++) {
            int anion = composition->element[j];
            double share = -charges->charge[j] / sum;
            if (charges->anion[j])
                add_pair(out, atoms, cation, charge, anion, charges->charge[i] * share / ip_ions[anion].taken);
        }
    }
    for (int i = 0; i < charges->count; i++)
        if (charges->anion[i])
            add_pair(out, atoms, 0, IP_CHARGE_ANY, composition->element[i], charges->bonded[i]);
}

ip_status ip_pair_list_find(ip_pair_list *out, const ip_composition *composition, ip_error *error) {
    ip_charges charges;
    *out = (ip_pair_list){0};
    if (!ip_charges_find(&charges, composition))
        return IP_OK;
    int anions = count_anions(&charges), cations = charges.count - anions;
    out->pairs = malloc((size_t)(anions * cations + anions) * sizeof *out->pairs);
    if (!out->pairs)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    out->assigned = true;
    fill(out, composition, &charges);
    return IP_OK;
}

void ip_pair_list_clear(ip_pair_list *list) {
    free(list->pairs);
    *list = (ip_pair_list){0};
}
