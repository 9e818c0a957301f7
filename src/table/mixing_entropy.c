/* Which two phases a composition lies between, and the entropy of mixing on the sublattices that they share. The rules stand in
 * the header; knows amounts and charges, no hull and no structures. */
#include <interphase/mixing_entropy.h>

#include <interphase/charges.h>
#include <interphase/gas.h>
#include <interphase/metal.h>

#include "ions.h"
#include "placement.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Energies of two pairs nearer than this, eV/atom, are equal: they are sums of two terms in either order. */
#define SAME_ENERGY 1e-12

/* A phase that may be a parent. */
typedef struct parent {
    const ip_phase *phase;
    ip_element_set anions, cations;
    double anion_amount; /* per formula unit */
    double bonded;       /* anions that are bonded to each other, per anion */
    bool has_frame;      /* has other cations than metals that share their sites */
    double *amounts;     /* [0 .. composition->count-1], by the composition's elements, per anion */
} parent;

typedef struct search {
    const ip_composition *composition;
    double atoms;
    double thermal_energy; /* k T, eV; 0 without a temperature */
    int metal; /* the one that leaves vacancies */
    parent *parents; /* [0 .. count-1], owned */
    double *amounts; /* of all of them, owned */
    long count, room;
} search;

/* Two parents, the first with the larger share. */
typedef struct couple {
    const parent *a, *b;
    double x, scale; /* scale: anions per formula unit of the composition */
    double tolerance; /* of amounts per anion */
    int differing;
    double entropy; /* per formula unit of the composition, in units of k */
    double energy, gibbs_energy; /* unmixed and mixed, eV/atom */
} couple;

/* Where an element is that changes from one parent to the other; the sublattices of cations other than the metal begin with
 * FIRST_FRAME. */
enum { UNCHANGED = -2, UNASSIGNED = -1, ANIONS, METALS, FIRST_FRAME };

/* ---- phases that may be parents */

static bool takes_metal_sites(int element) {
    return ip_ions[element].group == IP_GROUP_ALKALI || ip_ions[element].group == IP_GROUP_ALKALINE_EARTH;
}

static void count_phase(void *user, const ip_phase *phase) {
    search *of = user;
    of->room += !phase->excluded && phase->element_count > 1;
}

static void take_phase(void *user, const ip_phase *phase) {
    search *of = user;
    ip_composition composition = ip_phase_composition(phase);
    ip_charges charges;
    parent *taken = &of->parents[of->count];
    if (phase->excluded || phase->element_count == 1 || !ip_charges_find(&charges, &composition))
        return;
    memset(taken, 0, sizeof *taken);
    taken->phase = phase;
    taken->amounts = of->amounts + of->count * of->composition->count;
    for (int i = 0; i < composition.count; i++) {
        int element = composition.element[i];
        ip_element_set_add(charges.anion[i] ? &taken->anions : &taken->cations, element);
        taken->anion_amount += charges.anion[i] ? composition.amount[i] : 0.0;
        taken->bonded += charges.bonded[i];
        taken->has_frame = taken->has_frame || (!charges.anion[i] && element != of->metal && !takes_metal_sites(element));
    }
    taken->bonded /= taken->anion_amount;
    for (int i = 0; i < of->composition->count; i++)
        taken->amounts[i] = ip_composition_amount(&composition, of->composition->element[i]) / taken->anion_amount;
    of->count++;
}

static ip_status find_phases(search *out, const ip_dataset *dataset, const ip_composition *composition, ip_error *error) {
    ip_element_set elements = ip_composition_elements(composition);
    memset(out, 0, sizeof *out);
    out->composition = composition;
    out->atoms = ip_composition_atoms(composition);
    out->thermal_energy = ip_gas_thermal_energy(ip_dataset_temperature(dataset));
    out->metal = ip_metal_of(NULL, composition, 1);
    ip_status status = ip_dataset_visit(dataset, elements, count_phase, out);
    size_t room = (size_t)out->room + 1;
    out->parents = malloc(room * sizeof *out->parents);
    out->amounts = malloc(room * (size_t)composition->count * sizeof *out->amounts);
    if (!status && out->parents && out->amounts)
        status = ip_dataset_visit(dataset, elements, take_phase, out);
    if (!status && out->parents && out->amounts)
        return IP_OK;
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

/* ---- two of them */

static bool disjoint(ip_element_set a, ip_element_set b) {
    return ip_element_set_same(ip_element_set_without(a, b), a);
}

static double change(const couple *at, int i) {
    return at->b->amounts[i] - at->a->amounts[i];
}

/* Whether the two hold all elements of the composition, and agree on what is an anion. Without other cations the anions alone are
 * the frame: then they have to be bonded alike. */
static bool agree(const search *of, const parent *a, const parent *b) {
    ip_element_set both = ip_element_set_union(a->phase->element_set, b->phase->element_set);
    bool have_frame = a->has_frame || b->has_frame || fabs(a->bonded - b->bonded) <= IP_SAME_COMPOSITION;
    return have_frame && ip_element_set_same(both, ip_composition_elements(of->composition)) && disjoint(a->anions, b->cations) &&
           disjoint(b->anions, a->cations);
}

/* The share of b by the element that changes most; whether all others have the same. */
static bool lies_between(couple *out, const search *of) {
    const ip_composition *composition = of->composition;
    ip_element_set anions = ip_element_set_union(out->a->anions, out->b->anions);
    int most = 0;
    out->scale = 0.0;
    out->differing = 0;
    for (int i = 0; i < composition->count; i++) {
        out->scale += ip_element_set_has(anions, composition->element[i]) ? composition->amount[i] : 0.0;
        most = fabs(change(out, i)) > fabs(change(out, most)) ? i : most;
    }
    out->tolerance = IP_SAME_COMPOSITION * of->atoms / out->scale;
    if (fabs(change(out, most)) <= out->tolerance)
        return false;
    out->x = (composition->amount[most] / out->scale - out->a->amounts[most]) / change(out, most);
    bool lies = out->x > IP_SAME_COMPOSITION && out->x < 1.0 - IP_SAME_COMPOSITION;
    for (int i = 0; i < composition->count && lies; i++) {
        double meant = out->a->amounts[i] + out->x * change(out, i);
        lies = fabs(composition->amount[i] / out->scale - meant) <= out->tolerance;
        out->differing += fabs(change(out, i)) > out->tolerance;
    }
    return lies;
}

/* The one with the larger share first, of equal ones by formula. */
static void put_in_order(couple *out) {
    bool equal = fabs(out->x - 0.5) <= IP_SAME_COMPOSITION;
    if (equal ? strcmp(out->a->phase->formula, out->b->phase->formula) < 0 : out->x < 0.5)
        return;
    const parent *first = out->b;
    out->b = out->a;
    out->a = first;
    out->x = 1.0 - out->x;
}

/* ---- sublattices */

/* Cations that change as much as cation `first`, as many falling as rising, share a sublattice. */
static bool assign_equal(int *sites, const couple *at, int count, int first, int sublattice) {
    double amount = fabs(change(at, first));
    int balance = 0;
    for (int i = 0; i < count; i++)
        if (sites[i] == UNASSIGNED && fabs(fabs(change(at, i)) - amount) <= at->tolerance)
            balance += change(at, i) > 0.0 ? 1 : -1;
    for (int i = 0; i < count && !balance; i++)
        if (sites[i] == UNASSIGNED && fabs(fabs(change(at, i)) - amount) <= at->tolerance)
            sites[i] = sublattice;
    return balance == 0;
}

/* What has found no partner, where the sum does not change. */
static bool assign_rest(int *sites, const couple *at, int count, int sublattice) {
    double sum = 0.0;
    for (int i = 0; i < count; i++)
        sum += sites[i] == UNASSIGNED ? change(at, i) : 0.0;
    for (int i = 0; i < count && fabs(sum) <= at->tolerance; i++)
        if (sites[i] == UNASSIGNED)
            sites[i] = sublattice;
    return fabs(sum) <= at->tolerance;
}

/* sites[i]: the sublattice of the composition's element i. Returns how many there may be; 0 where a cation has no partner. */
static int assign(int *sites, const couple *at, const search *of) {
    const ip_composition *composition = of->composition;
    ip_element_set anions = ip_element_set_union(at->a->anions, at->b->anions);
    int count = composition->count, next = FIRST_FRAME;
    for (int i = 0; i < count; i++)
        sites[i] = fabs(change(at, i)) <= at->tolerance                  ? UNCHANGED
                   : ip_element_set_has(anions, composition->element[i]) ? ANIONS
                   : composition->element[i] == of->metal                ? METALS
                                                                         : UNASSIGNED;
    for (int i = 0; i < count; i++)
        if (sites[i] == UNASSIGNED)
            next += assign_equal(sites, at, count, i, next);
    if (assign_rest(sites, at, count, next))
        return next + 1;
    for (int i = 0; i < count; i++)
        if (sites[i] == UNASSIGNED && takes_metal_sites(composition->element[i]))
            sites[i] = METALS;
    return assign_rest(sites, at, count, next) ? next + 1 : 0;
}

static double spread(double amount, double all) {
    return amount > 0.0 ? -amount * log(amount / all) : 0.0;
}

/* Of one sublattice at a share x of the second parent, in units of k per anion. */
static double configurations(const int *sites, const couple *at, int count, int sublattice, double x) {
    double first = 0.0, second = 0.0, entropy = 0.0;
    for (int i = 0; i < count; i++) {
        first += sites[i] == sublattice ? at->a->amounts[i] : 0.0;
        second += sites[i] == sublattice ? at->b->amounts[i] : 0.0;
    }
    double all = fmax(first, second), vacancies = all - (first + x * (second - first));
    for (int i = 0; i < count; i++)
        if (sites[i] == sublattice)
            entropy += spread(at->a->amounts[i] + x * change(at, i), all);
    return entropy + (vacancies > at->tolerance ? spread(vacancies, all) : 0.0);
}

/* Formula units of a parent with a share of the anions, in one of the composition. */
static double amount_of(const couple *at, const parent *of, double share) {
    return share * at->scale / of->anion_amount;
}

static double energy_of(const couple *at, const search *of) {
    const ip_phase *a = at->a->phase, *b = at->b->phase;
    double first = amount_of(at, at->a, 1.0 - at->x) * a->atoms * a->formation_energy;
    return (first + amount_of(at, at->b, at->x) * b->atoms * b->formation_energy) / of->atoms;
}

/* Whether the two share sublattices, and what mixing on them is worth. */
static bool mix(couple *at, const search *of) {
    int sites[IP_ELEMENT_COUNT], count = of->composition->count, sublattices = assign(sites, at, of);
    double entropy = 0.0;
    for (int s = 0; s < sublattices; s++)
        entropy += configurations(sites, at, count, s, at->x) - (1.0 - at->x) * configurations(sites, at, count, s, 0.0) -
                   at->x * configurations(sites, at, count, s, 1.0);
    at->entropy = fmax(0.0, entropy * at->scale); /* it is a sum of concave functions */
    at->energy = energy_of(at, of);
    at->gibbs_energy = at->energy - of->thermal_energy * at->entropy / of->atoms;
    return sublattices > 0;
}

static bool goes_before(const couple *one, const couple *other) {
    if (one->differing != other->differing)
        return one->differing < other->differing;
    if (fabs(one->gibbs_energy - other->gibbs_energy) > SAME_ENERGY)
        return one->gibbs_energy < other->gibbs_energy;
    int order = strcmp(one->a->phase->formula, other->a->phase->formula);
    return order ? order < 0 : strcmp(one->b->phase->formula, other->b->phase->formula) < 0;
}

static void find_couple(couple *best, const search *of) {
    for (long i = 0; i < of->count; i++)
        for (long j = i + 1; j < of->count; j++) {
            couple at = {.a = &of->parents[i], .b = &of->parents[j]};
            if (!agree(of, at.a, at.b) || !lies_between(&at, of) || (best->a && at.differing > best->differing))
                continue;
            put_in_order(&at);
            if (mix(&at, of) && (!best->a || goes_before(&at, best)))
                *best = at;
        }
}

ip_status ip_mixing_entropy_find(ip_mixing_entropy *out, const ip_dataset *dataset, const ip_composition *composition,
                                 ip_error *error) {
    search of;
    couple best = {0};
    memset(out, 0, sizeof *out);
    if (ip_dataset_find(dataset, composition))
        return IP_OK;
    ip_status status = find_phases(&of, dataset, composition, error);
    if (!status)
        find_couple(&best, &of);
    if (best.a) {
        out->parents[0] = best.a->phase;
        out->parents[1] = best.b->phase;
        out->amounts[0] = amount_of(&best, best.a, 1.0 - best.x);
        out->amounts[1] = amount_of(&best, best.b, best.x);
        out->x = best.x;
        out->entropy = best.entropy;
        out->energy = best.energy;
    }
    free(of.parents);
    free(of.amounts);
    return status;
}

double ip_mixing_entropy_energy(const ip_mixing_entropy *mixing, const ip_dataset *dataset,
                                const ip_composition *composition) {
    return ip_gas_thermal_energy(ip_dataset_temperature(dataset)) * mixing->entropy / ip_composition_atoms(composition);
}

ip_status ip_mixing_entropy_place(ip_dataset *dataset, const char *formula, const ip_mixing_entropy *mixing, ip_error *error) {
    ip_composition composition;
    ip_placed_part parts[2];
    ip_status status = ip_composition_read(&composition, formula, error);
    if (status)
        return status;
    if (!mixing->parents[0])
        return ip_error_set(error, IP_BAD_ARGUMENT, "%s lies between no two phases of the table that share sublattices", formula);
    if (!(ip_dataset_temperature(dataset) > 0.0))
        return ip_error_set(error, IP_BAD_ARGUMENT, "%s: an entropy of mixing needs a temperature; the table has none", formula);
    double gained = ip_mixing_entropy_energy(mixing, dataset, &composition);
    for (int i = 0; i < 2; i++) {
        ip_placed_part part = {mixing->parents[i], mixing->amounts[i]};
        parts[i] = part;
    }
    return ip_dataset_place_mixture(dataset, formula, mixing->energy - gained, -gained, parts, 2, error);
}
