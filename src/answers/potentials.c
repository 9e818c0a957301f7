/* The corners of the region in which a phase is on the hull. Knows no text. */
#include <interphase/potentials.h>

#include "phases.h"

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

/* How far the phase lies above the hull at the fixed potentials, eV/atom. */
static ip_status find_above(ip_potentials *out, ip_solver *solver, const ip_composition *composition, const ip_reservoir *fixed,
                            ip_error *error) {
    const ip_phase *phase = out->hull.phase;
    double atoms = ip_composition_atoms(composition);
    out->above = fmax(0.0, out->hull.energy_above_hull);
    if (!fixed || !fixed->count)
        return IP_OK;
    ip_equilibrium lowest;
    ip_status status = ip_equilibrium_find(&lowest, solver, composition, fixed, NULL, error);
    if (status)
        return status;
    out->above = fmax(0.0, phase->formation_energy - fixed_share(phase, fixed) - lowest.energy / atoms);
    ip_equilibrium_clear(&lowest);
    return IP_OK;
}

/* ---- columns */

/* The phases of a system as columns over the elements that are not fixed. */
typedef struct region {
    ip_corner_columns columns;
    const ip_phase **phases; /* [column], owned */
    int count, held;
    int row_of[IP_ELEMENT_COUNT]; /* [element of the answer]; -1 for a fixed one */
} region;

static ip_status fill_columns(region *out, const ip_potentials *of, const ip_phases *system, const ip_reservoir *fixed, ip_error *error) {
    ip_corner_columns all;
    ip_status status = ip_corner_columns_new(&all, system, error);
    size_t whole = (size_t)system->element_count, count = (size_t)system->count, rows = 0;
    for (size_t e = 0; e < whole; e++)
        out->row_of[e] = of->fixed[e] ? -1 : (int)rows++;
    out->columns.rows = (int)rows;
    out->columns.coefficients = calloc(rows * count + 1, sizeof *out->columns.coefficients);
    out->columns.energies = malloc((count + 1) * sizeof *out->columns.energies);
    out->phases = malloc((count + 1) * sizeof *out->phases);
    if (!status && (!out->columns.coefficients || !out->columns.energies || !out->phases))
        status = no_memory(error);
    out->held = -1;
    for (size_t c = 0; c < count && !status; c++) {
        const ip_phase *phase = system->entries[c].phase;
        double *column = &out->columns.coefficients[(size_t)out->count * rows], sum = 0.0;
        for (size_t e = 0; e < whole; e++)
            if (out->row_of[e] >= 0)
                sum += column[out->row_of[e]] = all.coefficients[c * whole + e];
        if (!(sum > 0.0)) /* of fixed elements alone: it would grow everywhere or nowhere */
            continue;
        for (size_t e = 0; e < whole; e++)
            if (out->row_of[e] >= 0 && all.start[e] == (int)c)
                out->columns.start[out->row_of[e]] = out->count;
        out->columns.energies[out->count] = phase->formation_energy - fixed_share(phase, fixed);
        if (phase == of->hull.phase) {
            out->held = out->count;
            out->columns.energies[out->count] -= of->above; /* no more than rounding */
        }
        out->phases[out->count++] = phase;
    }
    ip_corner_columns_clear(&all);
    return status;
}

/* ---- corners */

static ip_status take_corner(ip_potentials *out, const region *from, const ip_corner *corner, const ip_reservoir *fixed, ip_error *error) {
    size_t elements = (size_t)out->element_count, rows = (size_t)from->columns.rows;
    ip_potential_corner *taken = &out->corners[out->count++];
    taken->potentials = malloc(elements * sizeof *taken->potentials);
    taken->neighbours = malloc((size_t)corner->tied_count * sizeof *taken->neighbours);
    taken->sources = calloc(rows, sizeof *taken->sources);
    if (!taken->potentials || !taken->neighbours || !taken->sources)
        return no_memory(error);
    for (size_t e = 0; e < elements; e++)
        taken->potentials[e] = from->row_of[e] < 0 ? fixed_potential(fixed, out->elements[e]) : corner->potentials[from->row_of[e]];
    for (int i = 0; i < corner->tied_count; i++)
        if (corner->tied[i] != from->held)
            taken->neighbours[taken->neighbour_count++] = from->phases[corner->tied[i]];
    for (size_t i = 0; i < rows; i++) {
        ip_potential_source *source = &taken->sources[taken->source_count++];
        source->phase = from->phases[corner->basis[i]];
        source->shares = calloc(elements, sizeof *source->shares);
        if (!source->shares)
            return no_memory(error);
        for (size_t e = 0; e < elements; e++)
            source->shares[e] = from->row_of[e] < 0 ? 0.0 : corner->shares[i * rows + (size_t)from->row_of[e]];
    }
    return IP_OK;
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

static ip_status find_corners(ip_potentials *out, ip_solver *solver, ip_element_set elements, const ip_reservoir *fixed, ip_error *error) {
    region from = {.count = 0};
    ip_phases system;
    ip_corners corners = {0};
    ip_status status = ip_phases_find(&system, solver, elements, 0.0, false, error);
    if (status)
        return status;
    status = fill_columns(&from, out, &system, fixed, error);
    if (!status)
        status = ip_corners_find(&corners, from.columns.rows, from.count, from.columns.coefficients, from.columns.energies, from.columns.start,
                                 from.held, error);
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

ip_status ip_potentials_find(ip_potentials *out, ip_solver *solver, const ip_composition *composition, const ip_reservoir *fixed,
                             ip_error *error) {
    memset(out, 0, sizeof *out);
    ip_element_set elements = ip_composition_elements(composition);
    if (fixed && fixed->atmosphere)
        return ip_error_set(error, IP_BAD_ARGUMENT, "a gas fixes no potential of an element; expected elements at chemical potentials");
    for (int i = 0; fixed && i < fixed->count && i < IP_ELEMENT_COUNT; i++)
        if (ip_element_symbol(fixed->element[i]))
            ip_element_set_add(&elements, fixed->element[i]);
    out->element_count = ip_element_set_list(elements, out->elements);
    for (int e = 0; e < out->element_count; e++)
        out->fixed[e] = !isnan(fixed_potential(fixed, out->elements[e]));
    ip_status status = ip_hull_locate(&out->hull, solver, composition, error);
    if (!status && !out->hull.phase)
        status = ip_error_set(error, IP_BAD_ARGUMENT, "the table has no phase of this composition, and without an energy it is in equilibrium nowhere");
    if (!status && out->hull.phase->excluded)
        status = ip_error_set(error, IP_BAD_ARGUMENT, "it is left out of the competition, and so is in equilibrium nowhere");
    if (!status)
        status = find_above(out, solver, composition, fixed, error);
    if (!status && out->above <= IP_HULL_TOLERANCE)
        status = find_corners(out, solver, elements, fixed, error);
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

/* Andrew's monotone chain over points in the order of their places; returns how many corners it has put behind those there are. */
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
    outline_point *points = malloc(((size_t)count + 1) * sizeof *points), *chain = malloc(2 * ((size_t)count + 1) * sizeof *chain);
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
