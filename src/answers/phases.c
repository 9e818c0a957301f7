/* The phases of a chemical system on the hull and near it, and its facets. */
#include "phases.h"

#include "engine/solver.h"

#include <interphase/tolerance.h>

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static ip_status no_memory(ip_error *error) {
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

/* ---- what is asked */

static bool is_between(char c) {
    return c == '-' || c == ',' || c == ' ' || c == '\t';
}

/* Symbols with something between them are no formula: the part that is no symbol is named, with what it may mean. IP_OK where
 * that is not how a system is written. */
static ip_status fail_part(const char *text, ip_error *error) {
    const char *part = NULL;
    size_t part_length = 0;
    bool has_parts = false;
    for (const char *at = text; *at;) {
        size_t length = 0;
        while (isalpha((unsigned char)at[length]))
            length++;
        if (at[length] && !is_between(at[length]))
            return IP_OK;
        if (!part && length && !ip_element_find(at, length)) {
            part = at;
            part_length = length;
        }
        has_parts = has_parts || (length && at[length]);
        at += length + (at[length] != 0);
    }
    if (!has_parts)
        return IP_OK;
    if (!part)
        return ip_error_set(error, IP_BAD_FORMULA, "it ends with '%c'; expected an element behind that, as in Na-P-S",
                            text[strlen(text) - 1]);
    char capital[4] = "";
    for (size_t i = 0; i < part_length && part_length < sizeof capital; i++)
        capital[i] = (char)(i ? tolower((unsigned char)part[i]) : toupper((unsigned char)part[i]));
    if (ip_element_find(capital, strlen(capital)))
        return ip_error_set(error, IP_BAD_FORMULA, "'%.*s' is no element; did you mean %s?", (int)part_length, part, capital);
    return ip_error_set(error, IP_BAD_FORMULA, "'%.*s' is no element; expected a chemical system such as Na-P-S",
                        (int)part_length, part);
}

ip_status ip_phases_read_system(ip_element_set *out, const char *text, ip_error *error) {
    ip_composition composition;
    ip_element_set found = {{0, 0}};
    const char *at = text;
    for (int element = 1; *at && element;) {
        size_t length = 0;
        while (at[length] && !is_between(at[length]))
            length++;
        element = ip_element_find(at, length);
        if (element)
            ip_element_set_add(&found, element);
        at += element ? length : 0;
        while (element && is_between(*at) && at[1])
            at++;
    }
    if (!*at && !ip_element_set_empty(found)) {
        *out = found;
        return IP_OK;
    }
    ip_status status = ip_composition_read(&composition, text, error);
    if (status && fail_part(text, error))
        return IP_BAD_FORMULA;
    if (status)
        return ip_error_prefix(error, status, "neither a chemical system such as Na-P-S nor a formula");
    *out = ip_composition_elements(&composition);
    return IP_OK;
}

/* ---- phases */

typedef struct gathering {
    ip_phases *phases;
    int size;
    ip_status status;
} gathering;

static void gather(void *user, const ip_phase *phase) {
    gathering *into = user;
    if (phase->excluded || into->status)
        return;
    if (into->phases->count == into->size) {
        int size = into->size ? 2 * into->size : 64;
        ip_phase_entry *entries = realloc(into->phases->entries, (size_t)size * sizeof *entries);
        if (!entries) {
            into->status = IP_NO_MEMORY;
            return;
        }
        into->phases->entries = entries;
        into->size = size;
    }
    ip_phase_entry entry = {phase, 0.0, false, 0, NULL};
    into->phases->entries[into->phases->count++] = entry;
}

/* Keeps the phases up to a height above the hull. */
static ip_status compare_with_hull(ip_phases *out, ip_solver *solver, ip_element_set elements, double most_above,
                                   ip_error *error) {
    static const ip_element_set none = {{0, 0}};
    ip_system *system;
    int kept = 0;
    ip_status status = ip_solver_system(solver, elements, none, &system, error);
    for (int i = 0; i < out->count && !status; i++) {
        ip_phase_entry entry = out->entries[i];
        ip_composition composition = ip_phase_composition(entry.phase);
        status = ip_system_support(system, &composition, error);
        entry.energy_above_hull =
            fmax(0.0, entry.phase->formation_energy - (status ? 0.0 : ip_system_support_at(system, &composition)));
        entry.stable = entry.energy_above_hull <= IP_HULL_TOLERANCE;
        if (entry.stable)
            entry.energy_above_hull = 0.0;
        if (entry.stable || entry.energy_above_hull <= most_above)
            out->entries[kept++] = entry;
    }
    out->count = kept;
    return status;
}

/* ---- facets */

ip_status ip_corner_columns_new(ip_corner_columns *out, const ip_phases *phases, ip_error *error) {
    size_t rows = (size_t)phases->element_count, count = (size_t)phases->count;
    memset(out, 0, sizeof *out);
    out->rows = phases->element_count;
    out->coefficients = calloc(rows * count + 1, sizeof *out->coefficients);
    out->energies = malloc((count + 1) * sizeof *out->energies);
    if (!out->coefficients || !out->energies)
        return no_memory(error);
    for (size_t r = 0; r < rows; r++)
        out->start[r] = -1;
    for (size_t c = 0; c < count; c++) {
        const ip_phase *phase = phases->entries[c].phase;
        out->energies[c] = phase->formation_energy;
        for (size_t r = 0; r < rows; r++)
            for (int e = 0; e < phase->element_count; e++)
                if (phase->elements[e] == phases->elements[r]) {
                    out->coefficients[c * rows + r] = phase->amounts[e] / phase->atoms;
                    out->start[r] = phase->element_count == 1 ? (int)c : out->start[r];
                }
    }
    for (size_t r = 0; r < rows; r++)
        if (out->start[r] < 0)
            return ip_error_set(error, IP_INFEASIBLE, "without %s there are compositions that nothing balances: it is left out",
                                ip_element_symbol(phases->elements[r]));
    return IP_OK;
}

void ip_corner_columns_clear(ip_corner_columns *columns) {
    free(columns->coefficients);
    free(columns->energies);
}

/* Columns are the stable entries; member lists count all entries. */
static ip_status take_facets(ip_phases *out, const ip_corners *corners, const int *entry_of, ip_error *error) {
    size_t rows = (size_t)out->element_count;
    out->facets = calloc((size_t)corners->count + 1, sizeof *out->facets);
    out->simplices = malloc(((size_t)corners->simplex_count * rows + 1) * sizeof *out->simplices);
    if (!out->facets || !out->simplices)
        return no_memory(error);
    for (int f = 0; f < corners->count; f++) {
        const ip_corner *corner = &corners->corners[f];
        ip_phase_facet *facet = &out->facets[out->facet_count++];
        facet->members = malloc((size_t)corner->tied_count * sizeof *facet->members);
        facet->potentials = malloc(rows * sizeof *facet->potentials);
        if (!facet->members || !facet->potentials)
            return no_memory(error);
        facet->count = corner->tied_count;
        for (int i = 0; i < corner->tied_count; i++)
            facet->members[i] = entry_of[corner->tied[i]];
        memcpy(facet->potentials, corner->potentials, rows * sizeof *facet->potentials);
    }
    for (size_t i = 0; i < (size_t)corners->simplex_count * rows; i++)
        out->simplices[i] = entry_of[corners->simplices[i]];
    out->simplex_count = corners->simplex_count;
    return IP_OK;
}

/* Who shares a facet with whom. */
static ip_status list_neighbours(ip_phases *out, ip_error *error) {
    size_t count = (size_t)out->count;
    bool *shares = calloc(count * count + 1, sizeof *shares);
    if (!shares)
        return no_memory(error);
    for (int f = 0; f < out->facet_count; f++)
        for (int i = 0; i < out->facets[f].count; i++)
            for (int k = 0; k < out->facets[f].count; k++)
                shares[(size_t)out->facets[f].members[i] * count + (size_t)out->facets[f].members[k]] = i != k;
    ip_status status = IP_OK;
    for (size_t i = 0; i < count && !status; i++) {
        ip_phase_entry *entry = &out->entries[i];
        entry->neighbours = malloc((count + 1) * sizeof *entry->neighbours);
        status = entry->neighbours ? IP_OK : no_memory(error);
        for (size_t k = 0; k < count && !status; k++)
            if (shares[i * count + k])
                entry->neighbours[entry->neighbour_count++] = (int)k;
    }
    free(shares);
    return status;
}

/* Of the stable phases alone, since no other is on a facet. */
static ip_status find_facets(ip_phases *out, ip_error *error) {
    ip_phases stable = *out;
    ip_corner_columns columns = {0};
    ip_corners corners;
    int *entry_of = malloc(((size_t)out->count + 1) * sizeof *entry_of);
    stable.entries = malloc(((size_t)out->count + 1) * sizeof *stable.entries);
    stable.count = 0;
    ip_status status = entry_of && stable.entries ? IP_OK : no_memory(error);
    for (int i = 0; i < out->count && !status; i++)
        if (out->entries[i].stable) {
            entry_of[stable.count] = i;
            stable.entries[stable.count++] = out->entries[i];
        }
    if (!status)
        status = ip_corner_columns_new(&columns, &stable, error);
    if (!status)
        status = ip_corners_find(&corners, columns.rows, stable.count, columns.coefficients, columns.energies, columns.start, -1,
                                 error);
    if (!status) {
        status = take_facets(out, &corners, entry_of, error);
        ip_corners_clear(&corners);
    }
    ip_corner_columns_clear(&columns);
    free(stable.entries);
    free(entry_of);
    return status ? status : list_neighbours(out, error);
}

ip_status ip_phases_find(ip_phases *out, ip_solver *solver, ip_element_set elements, double most_above, bool with_facets,
                         ip_error *error) {
    gathering into = {out, 0, IP_OK};
    memset(out, 0, sizeof *out);
    if (ip_element_set_empty(elements))
        return ip_error_set(error, IP_BAD_ARGUMENT, "a chemical system of one element or more is expected");
    if (!(most_above >= 0.0))
        return ip_error_set(error, IP_BAD_ARGUMENT, "%g eV/atom above the hull; 0 or more is expected", most_above);
    out->element_count = ip_element_set_list(elements, out->elements);
    ip_status status = ip_dataset_visit(ip_solver_dataset(solver), elements, gather, &into);
    status = status || into.status ? no_memory(error) : compare_with_hull(out, solver, elements, most_above, error);
    if (!status && with_facets)
        status = find_facets(out, error);
    if (status)
        ip_phases_clear(out);
    return status;
}

void ip_phases_clear(ip_phases *phases) {
    for (int i = 0; i < phases->count; i++)
        free(phases->entries[i].neighbours);
    for (int f = 0; f < phases->facet_count; f++) {
        free(phases->facets[f].members);
        free(phases->facets[f].potentials);
    }
    free(phases->entries);
    free(phases->facets);
    free(phases->simplices);
    memset(phases, 0, sizeof *phases);
}
