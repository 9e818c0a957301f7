/* Decomposition energies are computed when they are first asked for; a set of tied phases is put in order once. */
#include "ties.h"

#include "preference.h"
#include "solver.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Questions about one system mostly meet the same few sets again. */
enum { KEPT_SETS = 4 };

/* Columns that are tied on one facet of the hull. */
typedef struct tied_set {
    int count;
    int *tied;  /* rising */
    int *order; /* by preference */
    int *place; /* of tied[i] in that order */
    ip_preference *preference;
} tied_set;

struct ip_ties {
    const ip_dataset *dataset;
    int rows, columns;
    const ip_phase *const *phases;
    const double *coefficients;
    double *energies;   /* [column], decomposition energy; NaN until it is computed */
    ip_solver *solver;  /* for these */
    tied_set *sets[KEPT_SETS]; /* the last used first */
};

static void free_set(tied_set *set) {
    if (!set)
        return;
    free(set->tied);
    free(set->order);
    free(set->place);
    ip_preference_free(set->preference);
    free(set);
}

ip_ties *ip_ties_new(const ip_dataset *dataset, int rows, int columns, const ip_phase *const *phases,
                     const double *coefficients) {
    ip_ties *ties = calloc(1, sizeof *ties);
    if (!ties)
        return NULL;
    ties->dataset = dataset;
    ties->rows = rows;
    ties->columns = columns;
    ties->phases = phases;
    ties->coefficients = coefficients;
    ties->energies = malloc((size_t)columns * sizeof *ties->energies);
    if (!ties->energies || ip_solver_new(&ties->solver, dataset, NULL)) {
        ip_ties_free(ties);
        return NULL;
    }
    for (int c = 0; c < columns; c++)
        ties->energies[c] = NAN;
    return ties;
}

void ip_ties_free(ip_ties *ties) {
    if (!ties)
        return;
    for (int i = 0; i < KEPT_SETS; i++)
        free_set(ties->sets[i]);
    ip_solver_free(ties->solver);
    free(ties->energies);
    free(ties);
}

/* In the system of the phase's own elements, whatever is open in this one; 0 of an element, where there is none, and of a gas,
 * whose potential may be another next time. */
static ip_status find_energy(ip_ties *ties, int column) {
    static const ip_element_set none = {{0, 0}};
    const ip_phase *phase = ties->phases[column];
    if (!isnan(ties->energies[column]))
        return IP_OK;
    ip_system *system;
    ip_mixture mixture;
    ip_status status = IP_OK;
    double energy = 0.0;
    if (phase->element_count > 1 && !phase->gas) {
        ip_composition composition = ip_phase_composition(phase);
        status = ip_solver_system(ties->solver, phase->element_set, none, &system, NULL);
        if (!status)
            status = ip_system_solve(system, &composition, phase, IP_TIES_LEFT, &mixture, NULL);
        if (!status)
            energy = phase->formation_energy - mixture.formation_energy;
    }
    if (status == IP_NO_MEMORY)
        return status;
    ties->energies[column] = energy;
    return IP_OK;
}

typedef struct ranked {
    long long energy; /* in grains: "within a tolerance" is no order, since it is not transitive */
    const char *formula;
    int column;
    int index; /* among the tied */
} ranked;

static int by_preference(const void *a, const void *b) {
    const ranked *left = a, *right = b;
    if (left->energy != right->energy)
        return left->energy < right->energy ? -1 : 1;
    return strcmp(left->formula, right->formula);
}

/* Fills a set whose count and lists are there. */
static ip_status fill_set(ip_ties *ties, tied_set *set, ranked *list, double *coefficients) {
    size_t rows = (size_t)ties->rows;
    ip_status status = IP_OK;
    for (int i = 0; i < set->count && !status; i++) {
        int column = set->tied[i];
        status = find_energy(ties, column);
        ranked entry = {ip_system_energy_grain(ties->energies[column]), ties->phases[column]->formula, column, i};
        list[i] = entry;
    }
    if (status)
        return status;
    qsort(list, (size_t)set->count, sizeof *list, by_preference);
    for (int i = 0; i < set->count; i++) {
        set->order[i] = list[i].column;
        set->place[list[i].index] = i;
        memcpy(coefficients + (size_t)i * rows, ties->coefficients + (size_t)list[i].column * rows, rows * sizeof *coefficients);
    }
    return ip_preference_new(&set->preference, ties->rows, set->count, coefficients);
}

/* What was tied, in two pieces: before and behind the column that is held, if any. */
typedef struct pieces {
    const int *tied;
    int count, held; /* -1 for none */
    int before;      /* of the tied, those before it */
} pieces;

static pieces cut_at(const int *tied, int count, int held) {
    int low = 0, high = held < 0 ? 0 : count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (tied[middle] < held)
            low = middle + 1;
        else
            high = middle;
    }
    pieces made = {tied, count, held, low};
    return made;
}

static int count_all(const pieces *found) {
    return found->count + (found->held >= 0);
}

static void join(int *list, const pieces *found) {
    int *next = list + found->before;
    memcpy(list, found->tied, (size_t)found->before * sizeof *list);
    if (found->held >= 0)
        *next++ = found->held;
    memcpy(next, found->tied + found->before, (size_t)(found->count - found->before) * sizeof *list);
}

static bool is_same(const int *a, const int *b, int count) {
    return memcmp(a, b, (size_t)count * sizeof *a) == 0;
}

static bool is_set(const tied_set *set, const pieces *found) {
    bool holds = found->held >= 0;
    if (set->count != count_all(found) || (holds && set->tied[found->before] != found->held))
        return false;
    return is_same(set->tied, found->tied, found->before) &&
           is_same(set->tied + found->before + holds, found->tied + found->before, found->count - found->before);
}

static ip_status make_set(ip_ties *ties, const pieces *found, tied_set **out) {
    int count = count_all(found);
    size_t size = (size_t)count;
    tied_set *set = calloc(1, sizeof *set);
    ranked *list = malloc(size * sizeof *list);
    double *coefficients = malloc(size * (size_t)ties->rows * sizeof *coefficients);
    ip_status status = IP_NO_MEMORY;
    if (set) {
        set->count = count;
        set->tied = malloc(size * sizeof *set->tied);
        set->order = malloc(size * sizeof *set->order);
        set->place = malloc(size * sizeof *set->place);
    }
    if (set && list && coefficients && set->tied && set->order && set->place) {
        join(set->tied, found);
        status = fill_set(ties, set, list, coefficients);
    }
    free(list);
    free(coefficients);
    if (status)
        free_set(set);
    else
        *out = set;
    return status;
}

/* The set of these columns, in front of the others. */
static ip_status find_set(ip_ties *ties, const pieces *found, tied_set **out) {
    int at = 0;
    while (at < KEPT_SETS - 1 && ties->sets[at] && !is_set(ties->sets[at], found))
        at++;
    tied_set *set = ties->sets[at];
    if (!set || !is_set(set, found)) {
        ip_status status = make_set(ties, found, &set);
        if (status)
            return status;
        free_set(ties->sets[at]);
    }
    memmove(ties->sets + 1, ties->sets, (size_t)at * sizeof *ties->sets);
    *out = ties->sets[0] = set;
    return IP_OK;
}

static int by_index(const void *a, const void *b) {
    return *(const int *)a - *(const int *)b;
}

/* Its place by preference, -1 where the column is not of the set. */
static int place_of(const tied_set *set, int column) {
    const int *found = bsearch(&column, set->tied, (size_t)set->count, sizeof *set->tied, by_index);
    return found ? set->place[found - set->tied] : -1;
}

ip_status ip_ties_break(ip_ties *ties, const int *tied, int tied_count, int held, const double *sides, const int *basis,
                        int *chosen, int *count) {
    tied_set *set;
    int begin[IP_ELEMENT_COUNT];
    *count = 0;
    pieces found = cut_at(tied, tied_count, held);
    ip_status status = find_set(ties, &found, &set);
    if (status)
        return status;
    for (int r = 0; basis && r < ties->rows; r++) {
        begin[r] = place_of(set, basis[r]);
        if (begin[r] < 0)
            basis = NULL;
    }
    int held_place = held < 0 ? -1 : place_of(set, held);
    status = ip_preference_choose(set->preference, sides, held_place, basis ? begin : NULL, chosen, count);
    for (int i = 0; i < *count; i++)
        chosen[i] = set->order[chosen[i]];
    return status;
}
