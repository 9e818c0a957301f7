/* Elimination of reservoirs that give and take, by Gauss and Jordan. */
#include "exchange.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Amounts in formulas are of the order of 1: smaller ones are what elimination left of nothing. */
#define NOTHING 1e-9
/* What rounding leaves of a balance that sources settle, relative to its parts. */
#define SETTLED 1e-14

/* While sources are eliminated: the direction of each pivot, which has one atom of it and none of the other pivots. */
typedef struct elimination {
    int source_count, count;        /* directions found */
    int pivots[IP_ELEMENT_COUNT];   /* [direction] */
    double (*atoms)[IP_ELEMENT_COUNT + 1]; /* [direction], by atomic number */
    double *made_of;                /* [direction * source_count + source] */
} elimination;

static void atoms_of(const ip_source *source, double atoms[IP_ELEMENT_COUNT + 1]) {
    memset(atoms, 0, (IP_ELEMENT_COUNT + 1) * sizeof *atoms);
    if (!source->gas)
        atoms[source->element] = 1.0;
    for (int i = 0; source->gas && i < source->gas->element_count; i++)
        atoms[source->gas->elements[i]] = source->gas->amounts[i];
}

static void subtract(elimination *work, int from, int direction, double factor) {
    for (int e = 1; e <= IP_ELEMENT_COUNT; e++)
        work->atoms[from][e] -= factor * work->atoms[direction][e];
    for (int s = 0; s < work->source_count; s++)
        work->made_of[from * work->source_count + s] -= factor * work->made_of[direction * work->source_count + s];
}

/* The first element that is left of a direction; 0 where the directions before make it up. */
static int find_pivot(const double *atoms) {
    for (int e = 1; e <= IP_ELEMENT_COUNT; e++)
        if (fabs(atoms[e]) > NOTHING)
            return e;
    return 0;
}

static double *made_of(const elimination *work, int direction) {
    return work->made_of + (size_t)direction * (size_t)work->source_count;
}

/* Sets amounts to a reaction among sources that make up each other, where it releases energy in one direction or the other. */
static bool contradicts(const elimination *work, const ip_exchange *exchange, double *amounts) {
    double gain = 0.0, size = 0.0;
    for (int s = 0; s < work->source_count; s++) {
        double amount = made_of(work, work->count)[s];
        const ip_source *source = &exchange->sources[s];
        gain += amount * source->potential;
        size += fabs(amount) * (source->gas ? source->gas->atoms : 1.0);
        amounts[s] = amount;
    }
    for (int s = 0; s < work->source_count && gain < 0.0; s++)
        amounts[s] = -amounts[s];
    return fabs(gain) > IP_EXCHANGE_TOLERANCE * size;
}

static ip_status find_directions(elimination *work, const ip_exchange *exchange, double *amounts) {
    for (int s = 0; s < exchange->source_count; s++) {
        int last = work->count;
        atoms_of(&exchange->sources[s], work->atoms[last]);
        for (int i = 0; i < exchange->source_count; i++)
            made_of(work, last)[i] = i == s;
        for (int d = 0; d < last; d++)
            subtract(work, last, d, work->atoms[last][work->pivots[d]]);
        int pivot = find_pivot(work->atoms[last]);
        if (!pivot && contradicts(work, exchange, amounts))
            return IP_UNBOUNDED;
        if (!pivot)
            continue;
        double scale = 1.0 / work->atoms[last][pivot];
        for (int e = 1; e <= IP_ELEMENT_COUNT; e++)
            work->atoms[last][e] *= scale;
        for (int i = 0; i < exchange->source_count; i++)
            made_of(work, last)[i] *= scale;
        for (int d = 0; d < last; d++)
            subtract(work, d, last, work->atoms[d][pivot]);
        work->pivots[work->count++] = pivot;
    }
    return IP_OK;
}

static void set_potentials(ip_exchange *exchange) {
    for (int p = 0; p < exchange->open_count; p++) {
        exchange->potentials[p] = 0.0;
        for (int s = 0; s < exchange->source_count; s++)
            exchange->potentials[p] += exchange->shares[s * exchange->open_count + p] * exchange->sources[s].potential;
    }
}

static ip_status take_directions(ip_exchange *exchange, const elimination *work) {
    int pivots[IP_ELEMENT_COUNT], direction[IP_ELEMENT_COUNT + 1] = {0}, mixed[IP_ELEMENT_COUNT];
    size_t open = (size_t)work->count;
    for (int d = 0; d < work->count; d++) {
        ip_element_set_add(&exchange->open, work->pivots[d]);
        direction[work->pivots[d]] = d;
    }
    exchange->open_count = ip_element_set_list(exchange->open, pivots);
    exchange->mixed_count = ip_element_set_list(ip_element_set_without(exchange->elements, exchange->open), mixed);
    exchange->shares = calloc((size_t)exchange->source_count * open + 1, sizeof *exchange->shares);
    exchange->mixed = calloc((size_t)exchange->mixed_count + 1, sizeof *exchange->mixed);
    exchange->mixing = calloc((size_t)exchange->mixed_count * open + 1, sizeof *exchange->mixing);
    if (!exchange->shares || !exchange->mixed || !exchange->mixing)
        return IP_NO_MEMORY;
    for (int p = 0; p < exchange->open_count; p++) {
        int d = direction[pivots[p]];
        for (int s = 0; s < exchange->source_count; s++)
            exchange->shares[s * exchange->open_count + p] = made_of(work, d)[s];
        for (int m = 0; m < exchange->mixed_count; m++) {
            double part = work->atoms[d][mixed[m]];
            exchange->mixing[m * exchange->open_count + p] = fabs(part) > NOTHING ? part : 0.0;
            exchange->mixed[m] = mixed[m];
        }
    }
    set_potentials(exchange);
    return IP_OK;
}

ip_status ip_exchange_eliminate(ip_exchange *exchange, double *amounts) {
    size_t count = (size_t)exchange->source_count;
    elimination work = {.source_count = exchange->source_count};
    ip_status status = IP_NO_MEMORY;
    for (size_t s = 0; s < count; s++) {
        const ip_source *source = &exchange->sources[s];
        if (source->gas)
            exchange->elements = ip_element_set_union(exchange->elements, source->gas->element_set);
        else
            ip_element_set_add(&exchange->own, source->element);
    }
    exchange->elements = ip_element_set_union(exchange->elements, exchange->own);
    /* One more than there are directions: for the source that is looked at. */
    work.atoms = malloc((count + 1) * sizeof *work.atoms);
    work.made_of = malloc((count + 1) * (count + 1) * sizeof *work.made_of);
    if (work.atoms && work.made_of)
        status = find_directions(&work, exchange, amounts);
    if (!status)
        status = take_directions(exchange, &work);
    free(work.atoms);
    free(work.made_of);
    return status;
}

void ip_exchange_clear(ip_exchange *exchange) {
    free(exchange->sources);
    free(exchange->shares);
    free(exchange->mixed);
    free(exchange->mixing);
    memset(exchange, 0, sizeof *exchange);
}

void ip_exchange_set(ip_exchange *exchange, int source, double potential) {
    exchange->sources[source].potential = potential;
    set_potentials(exchange);
}

int ip_exchange_find(const ip_exchange *exchange, const ip_phase *gas, int element) {
    for (int s = 0; s < exchange->source_count; s++)
        if (gas ? exchange->sources[s].gas == gas : !exchange->sources[s].gas && exchange->sources[s].element == element)
            return s;
    return -1;
}

bool ip_exchange_makes(const ip_exchange *exchange, const ip_composition *composition) {
    if (!exchange->serial)
        return ip_element_set_within(ip_composition_elements(composition), exchange->open);
    if (!ip_element_set_within(ip_composition_elements(composition), exchange->elements))
        return false;
    int pivots[IP_ELEMENT_COUNT];
    double atoms = ip_composition_atoms(composition);
    ip_element_set_list(exchange->open, pivots);
    for (int m = 0; m < exchange->mixed_count; m++) {
        double left = ip_composition_amount(composition, exchange->mixed[m]);
        for (int p = 0; p < exchange->open_count; p++)
            left -= exchange->mixing[m * exchange->open_count + p] * ip_composition_amount(composition, pivots[p]);
        if (fabs(left) > NOTHING * atoms)
            return false;
    }
    return true;
}

double ip_exchange_amount(const ip_exchange *exchange, int source, const double *pivots) {
    double amount = 0.0;
    for (int p = 0; p < exchange->open_count; p++)
        amount += exchange->shares[source * exchange->open_count + p] * pivots[p];
    return amount;
}

double ip_exchange_cost(const ip_exchange *exchange, const ip_composition *composition) {
    int pivots[IP_ELEMENT_COUNT];
    int count = ip_element_set_list(exchange->open, pivots);
    double cost = 0.0;
    for (int p = 0; p < count; p++)
        cost += exchange->potentials[p] * ip_composition_amount(composition, pivots[p]);
    return cost;
}

bool ip_exchange_competes(const ip_exchange *exchange, const ip_phase *row) {
    ip_composition composition = ip_phase_composition(row);
    if (row->excluded || (exchange->leaves_out && exchange->leaves_out(exchange->user, row)))
        return false;
    for (int i = 0; i < exchange->gas_count; i++) {
        ip_composition gas = ip_phase_composition(exchange->gases[i]);
        if (ip_element_set_same(row->element_set, exchange->gases[i]->element_set) && ip_composition_same(&composition, &gas))
            return false;
    }
    return true;
}

bool ip_exchange_takes(const ip_exchange *exchange, const ip_phase *row) {
    ip_composition composition = ip_phase_composition(row);
    return ip_exchange_competes(exchange, row) && !ip_exchange_makes(exchange, &composition);
}

ip_status ip_settling_set(ip_settling *settling, const ip_exchange *exchange, const int *row_element, int row_count) {
    size_t count = (size_t)exchange->mixed_count, open = (size_t)exchange->open_count;
    settling->row = malloc((count + 1) * sizeof *settling->row);
    settling->parts = malloc((count * open + 1) * sizeof *settling->parts);
    if (!settling->row || !settling->parts)
        return IP_NO_MEMORY;
    settling->open_count = exchange->open_count;
    settling->count = exchange->mixed_count;
    memcpy(settling->parts, exchange->mixing, count * open * sizeof *settling->parts);
    for (int r = 0; r < row_count; r++)
        for (int m = 0; m < settling->count; m++)
            if (row_element[r] == exchange->mixed[m])
                settling->row[m] = r;
    return IP_OK;
}

void ip_settling_clear(ip_settling *settling) {
    free(settling->row);
    free(settling->parts);
    memset(settling, 0, sizeof *settling);
}

void ip_settling_apply(const ip_settling *settling, double *values, const double *pivots) {
    for (int m = 0; m < settling->count; m++) {
        double *value = &values[settling->row[m]], size = fabs(*value);
        for (int p = 0; p < settling->open_count; p++) {
            double part = settling->parts[m * settling->open_count + p] * pivots[p];
            *value -= part;
            size += fabs(part);
        }
        if (fabs(*value) <= SETTLED * size)
            *value = 0.0;
    }
}

bool ip_settling_has(const ip_settling *settling, int row) {
    for (int m = 0; m < settling->count; m++)
        if (settling->row[m] == row)
            return true;
    return false;
}
