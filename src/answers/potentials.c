/* The corners of the region in which a phase is on the hull. Knows no text. */
#include <interphase/potentials.h>

#include "atmosphere.h"
#include "phases.h"
#include "reservoir.h"

#include <interphase/tolerance.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ip_status no_memory(ip_error *error) {
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

/* ---- where the phase stands */

static double fixed_potential(const ip_reservoir *fixed, int element) {
    for (int i = 0; fixed && i < fixed->count; i++)
        if (fixed->element[i] == element)
            return fixed->chemical_potential[i];
    return NAN;
}

/* What an energy per atom is counted from where elements are fixed. */
static double fixed_share(const ip_phase *phase, const ip_reservoir *fixed) {
    double share = 0.0;
    for (int e = 0; e < phase->element_count; e++) {
        double potential = fixed_potential(fixed, phase->elements[e]);
        share += isnan(potential) ? 0.0 : potential * phase->amounts[e] / phase->atoms;
    }
    return share;
}

/* How far the phase lies above the hull in exchange with the reservoirs, eV/atom. */
static ip_status find_above(ip_potentials *out, ip_solver *solver, const ip_composition *composition, const ip_reservoir *fixed,
                            ip_error *error) {
    ip_hull there;
    out->above = fmax(0.0, out->hull.energy_above_hull);
    if (!out->open)
        return IP_OK;
    ip_status status = ip_hull_locate_in(&there, solver, composition, fixed, error);
    if (status)
        return status;
    out->above = fmax(0.0, there.energy_above_hull);
    ip_hull_clear(&there);
    return IP_OK;
}

/* ---- columns */

/* Phases and gases as columns over the elements that are not fixed: rows of the table, then gases that may leave, then those that
 * give and take. That one of these, and the phase, is at equilibrium says as much as that a column is which is the sum of them
 * all, since none may grow: this sum is the column that corners are asked to hold. Without such gases it is the phase itself. */
typedef struct region {
    ip_corner_columns columns;
    const ip_phase **phases; /* [column], owned */
    int count, held;
    int exchanged;                /* columns from here on give and take, or are the sum: they are at equilibrium everywhere */
    int row_of[IP_ELEMENT_COUNT]; /* [element of the answer]; -1 for a fixed one */
} region;

static ip_status make_room(region *out, const ip_potentials *of, size_t count, const ip_reservoir *fixed, ip_error *error) {
    size_t rows = 0;
    for (int e = 0; e < of->element_count; e++)
        out->row_of[e] = isnan(fixed_potential(fixed, of->elements[e])) ? (int)rows++ : -1;
    out->columns.rows = (int)rows;
    out->columns.coefficients = calloc(rows * count + 1, sizeof *out->columns.coefficients);
    out->columns.energies = malloc((count + 1) * sizeof *out->columns.energies);
    out->phases = malloc((count + 1) * sizeof *out->phases);
    out->held = -1;
    for (size_t r = 0; r < rows; r++)
        out->columns.start[r] = -1;
    return out->columns.coefficients && out->columns.energies && out->phases ? IP_OK : no_memory(error);
}

/* A phase of fixed elements alone would grow everywhere or nowhere, and is no column. */
static void add_column(region *out, const ip_potentials *of, const ip_phase *phase, const ip_reservoir *fixed) {
    size_t rows = (size_t)out->columns.rows;
    double *column = &out->columns.coefficients[(size_t)out->count * rows], sum = 0.0;
    for (int e = 0; e < of->element_count; e++)
        for (int i = 0; i < phase->element_count; i++)
            if (out->row_of[e] >= 0 && phase->elements[i] == of->elements[e])
                sum += column[out->row_of[e]] = phase->amounts[i] / phase->atoms;
    if (!(sum > 0.0))
        return;
    for (size_t r = 0; r < rows; r++)
        if (column[r] > 0.0 && phase->element_count == 1)
            out->columns.start[r] = out->count;
    out->columns.energies[out->count] = phase->formation_energy - fixed_share(phase, fixed);
    if (phase == of->hull.phase) {
        out->held = out->count;
        out->columns.energies[out->count] -= of->above; /* no more than rounding */
    }
    out->phases[out->count++] = phase;
}

static void add_gases(region *out, const ip_potentials *of, bool released, const ip_reservoir *fixed) {
    const ip_atmosphere *atmosphere = fixed ? fixed->atmosphere : NULL;
    ip_element_set elements = {{0, 0}};
    for (int e = 0; e < of->element_count; e++)
        ip_element_set_add(&elements, of->elements[e]);
    for (int i = 0; atmosphere && i < atmosphere->count; i++)
        /* Of elements that nothing holds no gas can leave. */
        if (atmosphere->gases[i]->released == released && ip_element_set_within(atmosphere->phases[i]->element_set, elements))
            add_column(out, of, atmosphere->phases[i], fixed);
}

/* The sum of the phase and of what gives and takes. */
static void add_sum(region *out, const ip_potentials *of) {
    size_t rows = (size_t)out->columns.rows;
    double *x = out->columns.coefficients, *energies = out->columns.energies;
    int sum = out->count;
    if (out->exchanged == sum || out->held < 0)
        return;
    energies[sum] = 0.0;
    for (int c = 0; c < sum; c++) {
        if (c != out->held && c < out->exchanged)
            continue;
        energies[sum] += energies[c];
        for (size_t r = 0; r < rows; r++)
            x[(size_t)sum * rows + r] += x[(size_t)c * rows + r];
    }
    out->phases[sum] = of->hull.phase;
    out->held = out->count++;
}

static ip_status fill_columns(region *out, const ip_potentials *of, const ip_phases *system, const ip_exchange *exchange,
                              const ip_reservoir *fixed, ip_error *error) {
    int gases = fixed && fixed->atmosphere ? fixed->atmosphere->count : 0;
    ip_status status = make_room(out, of, (size_t)system->count + (size_t)gases + 1, fixed, error);
    if (status)
        return status;
    for (int i = 0; i < system->count; i++)
        if (ip_exchange_competes(exchange, system->entries[i].phase))
            add_column(out, of, system->entries[i].phase, fixed);
    add_gases(out, of, true, fixed);
    out->exchanged = out->count;
    add_gases(out, of, false, fixed);
    add_sum(out, of);
    for (int e = 0; e < of->element_count; e++)
        if (out->row_of[e] >= 0 && out->columns.start[out->row_of[e]] < 0)
            return ip_error_set(error, IP_INFEASIBLE, "without %s there are compositions that nothing balances: it is left out",
                                ip_element_symbol(of->elements[e]));
    return IP_OK;
}

/* ---- corners */

/* A phase may stand in a basis twice, alone and in the sum; gases have no errors. */
static ip_status add_source(ip_potential_corner *corner, const ip_potentials *of, const region *from, const ip_phase *phase,
                            const double *shares, ip_error *error) {
    int at = 0;
    if (phase->gas)
        return IP_OK;
    while (at < corner->source_count && corner->sources[at].phase != phase)
        at++;
    ip_potential_source *source = &corner->sources[at];
    if (at == corner->source_count) {
        source->phase = phase;
        source->shares = calloc((size_t)of->element_count, sizeof *source->shares);
        corner->source_count++;
    }
    if (!source->shares)
        return no_memory(error);
    for (int e = 0; e < of->element_count; e++)
        source->shares[e] += from->row_of[e] < 0 ? 0.0 : shares[from->row_of[e]];
    return IP_OK;
}

static ip_status take_corner(ip_potentials *out, const region *from, const ip_corner *corner, const ip_reservoir *fixed,
                             ip_error *error) {
    size_t elements = (size_t)out->element_count, rows = (size_t)from->columns.rows;
    ip_potential_corner *taken = &out->corners[out->count++];
    ip_status status = IP_OK;
    taken->potentials = malloc(elements * sizeof *taken->potentials);
    taken->neighbours = malloc((size_t)corner->tied_count * sizeof *taken->neighbours);
    taken->sources = calloc(rows, sizeof *taken->sources);
    if (!taken->potentials || !taken->neighbours || !taken->sources)
        return no_memory(error);
    for (size_t e = 0; e < elements; e++)
        taken->potentials[e] =
            from->row_of[e] < 0 ? fixed_potential(fixed, out->elements[e]) : corner->potentials[from->row_of[e]];
    for (int i = 0; i < corner->tied_count; i++)
        if (corner->tied[i] < from->exchanged && from->phases[corner->tied[i]] != out->hull.phase)
            taken->neighbours[taken->neighbour_count++] = from->phases[corner->tied[i]];
    for (size_t i = 0; i < rows && !status; i++)
        status = add_source(taken, out, from, from->phases[corner->basis[i]], &corner->shares[i * rows], error);
    return status;
}

static void find_ranges(ip_potentials *out) {
    for (int e = 0; e < out->element_count; e++)
        for (int c = 1; c < out->count; c++) {
            double potential = out->corners[c].potentials[e];
            if (potential < out->corners[out->lowest[e]].potentials[e] - IP_POTENTIAL_TOLERANCE)
                out->lowest[e] = c;
            if (potential > out->corners[out->highest[e]].potentials[e] + IP_POTENTIAL_TOLERANCE)
                out->highest[e] = c;
        }
}

/* No phase above the closed hull is on that of an open system, but where a row that held it there stands back for a gas. */
static ip_status find_corners(ip_potentials *out, ip_solver *solver, ip_element_set elements, const ip_exchange *exchange,
                              const ip_reservoir *fixed, ip_error *error) {
    region from = {.count = 0};
    ip_phases system;
    ip_corners corners = {0};
    ip_status status = ip_phases_find(&system, solver, elements, exchange->serial ? INFINITY : 0.0, false, error);
    if (status)
        return status;
    status = fill_columns(&from, out, &system, exchange, fixed, error);
    if (!status)
        status = ip_corners_find(&corners, from.columns.rows, from.count, from.columns.coefficients, from.columns.energies,
                                 from.columns.start, from.held, error);
    if (!status) {
        out->corners = calloc((size_t)corners.count + 1, sizeof *out->corners);
        status = out->corners ? IP_OK : no_memory(error);
    }
    for (int i = 0; i < corners.count && !status; i++)
        status = take_corner(out, &from, &corners.corners[i], fixed, error);
    ip_corners_clear(&corners);
    ip_corner_columns_clear(&from.columns);
    free(from.phases);
    ip_phases_clear(&system);
    return status;
}

/* Why the phase of the composition is none here, if so. */
static ip_status check_phase(const ip_potentials *found, const ip_exchange *exchange, ip_error *error) {
    const ip_phase *phase = found->hull.phase;
    if (!phase)
        return ip_error_set(error, IP_BAD_ARGUMENT,
                            "the table has no phase of this composition, and without an energy it is in equilibrium nowhere");
    if (phase->excluded)
        return ip_error_set(error, IP_BAD_ARGUMENT, "it is left out of the competition, and so is in equilibrium nowhere");
    if (!ip_exchange_competes(exchange, phase))
        return ip_error_set(error, IP_BAD_ARGUMENT,
                            "it is no phase in this atmosphere: a gas stands for its composition, or it is left out");
    return IP_OK;
}

static void list_elements(ip_potentials *out, ip_element_set elements, const ip_exchange *exchange) {
    out->element_count = ip_element_set_list(elements, out->elements);
    for (int e = 0; e < out->element_count; e++) {
        ip_composition element = {.count = 1, .element = {out->elements[e]}, .amount = {1.0}};
        out->fixed[e] = ip_exchange_makes(exchange, &element);
    }
}

static ip_status find_region(ip_potentials *out, ip_solver *solver, const ip_composition *composition,
                             const ip_exchange *exchange, const ip_reservoir *fixed, ip_error *error) {
    ip_element_set elements = ip_element_set_union(ip_composition_elements(composition), exchange->elements);
    list_elements(out, elements, exchange);
    out->open = ip_reservoir_holds(fixed);
    ip_status status = ip_hull_locate(&out->hull, solver, composition, error);
    if (!status)
        status = check_phase(out, exchange, error);
    if (!status)
        status = find_above(out, solver, composition, fixed, error);
    if (!status && out->above <= IP_HULL_TOLERANCE)
        status = find_corners(out, solver, elements, exchange, fixed, error);
    return status;
}

ip_status ip_potentials_find(ip_potentials *out, ip_solver *solver, const ip_composition *composition, const ip_reservoir *fixed,
                             ip_error *error) {
    ip_exchange exchange;
    memset(out, 0, sizeof *out);
    ip_status status = ip_reservoir_exchange(&exchange, ip_solver_dataset(solver), fixed, error);
    if (!status)
        status = find_region(out, solver, composition, &exchange, fixed, error);
    ip_exchange_clear(&exchange);
    if (status) {
        ip_potentials_clear(out);
        return status;
    }
    if (out->count)
        out->above = 0.0;
    find_ranges(out);
    return IP_OK;
}

void ip_potentials_clear(ip_potentials *potentials) {
    for (int c = 0; c < potentials->count; c++) {
        ip_potential_corner *corner = &potentials->corners[c];
        for (int i = 0; i < corner->source_count; i++)
            free(corner->sources[i].shares);
        free(corner->sources);
        free(corner->neighbours);
        free(corner->potentials);
    }
    free(potentials->corners);
    ip_hull_clear(&potentials->hull);
    memset(potentials, 0, sizeof *potentials);
}

int ip_potentials_end(const ip_potentials *potentials, int corner, int element) {
    double low = potentials->corners[potentials->lowest[element]].potentials[element];
    double high = potentials->corners[potentials->highest[element]].potentials[element];
    double potential = potentials->corners[corner].potentials[element];
    if (high - low <= IP_POTENTIAL_TOLERANCE)
        return 0;
    return potential >= high - IP_POTENTIAL_TOLERANCE ? 1 : potential <= low + IP_POTENTIAL_TOLERANCE ? -1 : 0;
}

/* ---- outlines */

typedef struct outline_point {
    double x, y;
    int corner;
} outline_point;

/* Rounding does not decide: what is equal but for that goes by the order of the corners. */
static int by_place(const void *a, const void *b) {
    const outline_point *left = a, *right = b;
    long long left_x = llround(left->x / IP_POTENTIAL_TOLERANCE), right_x = llround(right->x / IP_POTENTIAL_TOLERANCE);
    long long left_y = llround(left->y / IP_POTENTIAL_TOLERANCE), right_y = llround(right->y / IP_POTENTIAL_TOLERANCE);
    if (left_x != right_x)
        return left_x < right_x ? -1 : 1;
    if (left_y != right_y)
        return left_y < right_y ? -1 : 1;
    return (left->corner > right->corner) - (left->corner < right->corner);
}

/* Above 0 where the way from a to c by b turns left by more than the tolerance. */
static bool turns_left(const outline_point *a, const outline_point *b, const outline_point *c) {
    double cross = (b->x - a->x) * (c->y - a->y) - (b->y - a->y) * (c->x - a->x);
    return cross > IP_POTENTIAL_TOLERANCE * (fabs(c->x - a->x) + fabs(c->y - a->y));
}

/* Andrew's monotone chain over points in the order of their places; returns how many corners it has put behind those there are.
 */
static int add_chain(outline_point *chain, int count, const outline_point *points, int point_count, int step) {
    int start = count;
    for (int i = step > 0 ? 0 : point_count - 1; i >= 0 && i < point_count; i += step) {
        while (count - start >= 2 && !turns_left(&chain[count - 2], &chain[count - 1], &points[i]))
            count--;
        chain[count++] = points[i];
    }
    return count - 1; /* the last begins the other chain */
}

int ip_potentials_outline(int *out, const ip_potentials *potentials, int first, int second) {
    int count = potentials->count, distinct = 0;
    outline_point *points = malloc(((size_t)count + 1) * sizeof *points),
                  *chain = malloc(2 * ((size_t)count + 1) * sizeof *chain);
    for (int c = 0; c < count && points; c++) {
        outline_point point = {potentials->corners[c].potentials[first], potentials->corners[c].potentials[second], c};
        points[c] = point;
    }
    if (!points || !chain || !count) {
        free(points);
        free(chain);
        return count ? -1 : 0;
    }
    qsort(points, (size_t)count, sizeof *points, by_place);
    for (int i = 0; i < count; i++)
        if (i == 0 || fabs(points[i].x - points[distinct - 1].x) > 2.0 * IP_POTENTIAL_TOLERANCE ||
            fabs(points[i].y - points[distinct - 1].y) > 2.0 * IP_POTENTIAL_TOLERANCE)
            points[distinct++] = points[i];
    int length = add_chain(chain, 0, points, distinct, 1);
    if (distinct > 1)
        length = add_chain(chain, length, points, distinct, -1);
    else
        length = 1;
    for (int i = 0; i < length; i++)
        out[i] = chain[i].corner;
    free(points);
    free(chain);
    return length;
}
