/* What phases and simplices of a chemical system are as rows. */
#include "row.h"

#include "base/buffer.h"

#include <interphase/hull_row.h>
#include <interphase/number.h>
#include <interphase/phases_row.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const ip_column columns[] = {
    IP_COLUMN(ip_phases_row, formula, "phase", "", 0, 1, 0, 0, "the phase, as the table writes it"),
    IP_COLUMN(ip_phases_row, energy_above_hull, "above hull", "eV/atom", 6, 2, 4, IP_COLUMN_NOTED,
              "formation energy minus hull energy"),
    IP_COLUMN(ip_phases_row, decomposition_energy, "decomposition", "eV/atom", 6, 3, 4, IP_COLUMN_NOTED,
              "formation energy minus that of the best mixture of other compositions: negative by the margin of stability"),
    IP_COLUMN(ip_phases_row, formation_energy, "formation", "eV/atom", 6, 4, 4, IP_COLUMN_NOTED,
              "formation energy from the elements"),
    IP_COLUMN(ip_phases_row, band_gap, "gap", "eV", 6, 5, 2, IP_COLUMN_OPTIONAL, "band gap"),
    IP_COLUMN(ip_phases_row, id, "id", "", 0, 6, 0, IP_COLUMN_OPTIONAL, "the entry's name in the database that it comes from"),
    IP_COLUMN(ip_phases_row, neighbours, "tie lines with", "", 0, 7, 0, IP_COLUMN_LONG | IP_COLUMN_OPTIONAL,
              "phases that it shares a facet of the hull with"),
    IP_STATUS_COLUMNS(ip_phases_row),
    IP_COLUMN(ip_phases_row, system, "system", "", 0, 0, 0, IP_COLUMN_SUBJECT,
              "the chemical system asked about, as it was written"),
    IP_UNCERTAINTY(ip_phases_row, energy_above_hull, "eV/atom"),
    IP_UNCERTAINTY(ip_phases_row, decomposition_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_phases_row, formation_energy, "eV/atom"),
};

const ip_result_type ip_phases_result = IP_RESULT_TYPE("phases", ip_phases_row, columns);

static const ip_column simplex_columns[] = {
    IP_COLUMN(ip_simplex_row, simplex, "simplex", "", 0, 1, 0, 0, "number of the simplex"),
    IP_COLUMN(ip_simplex_row, phases, "phases", "", 0, 2, 0, IP_COLUMN_LONG,
              "phases at equilibrium with each other, as many as elements"),
    IP_COLUMN(ip_simplex_row, potentials, "chemical potentials, eV/atom", "eV/atom", 0, 3, 0, IP_COLUMN_LONG,
              "chemical potentials of the elements there"),
    IP_STATUS_COLUMNS(ip_simplex_row),
    IP_COLUMN(ip_simplex_row, system, "system", "", 0, 0, 0, IP_COLUMN_SUBJECT,
              "the chemical system asked about, as it was written"),
};

const ip_result_type ip_simplex_result = IP_RESULT_TYPE("simplex", ip_simplex_row, simplex_columns);

/* The text of a buffer, which is given up. */
static ip_status keep(const char **out, ip_memory *memory, ip_buffer *text, ip_error *error) {
    *out = text->failed ? NULL : ip_memory_copy(memory, ip_buffer_text(text));
    ip_buffer_clear(text);
    return *out ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

ip_status ip_phases_row_fill(ip_phases_row *out, ip_memory *memory, ip_solver *solver, const char *system,
                             const ip_phases *phases, int index, const ip_question *question, ip_error *error) {
    const ip_phase_entry *entry = &phases->entries[index];
    ip_hull_row hull;
    ip_buffer text = {0};
    ip_row_blank(&ip_phases_result, out);
    out->system = system;
    ip_status status = ip_hull_row_of_phase(&hull, memory, solver, entry->phase, question, error);
    for (int i = 0; i < entry->neighbour_count; i++)
        ip_buffer_print(&text, "%s%s", i ? ", " : "", phases->entries[entry->neighbours[i]].phase->formula);
    if (!status && entry->neighbour_count)
        status = keep(&out->neighbours, memory, &text, error);
    ip_buffer_clear(&text);
    if (status)
        return status;
    out->formula = entry->phase->formula;
    out->energy_above_hull = hull.energy_above_hull;
    out->decomposition_energy = hull.decomposition_energy;
    out->formation_energy = hull.formation_energy;
    out->band_gap = entry->phase->band_gap;
    out->id = entry->phase->id;
    out->energy_above_hull_uncertainty = hull.energy_above_hull_uncertainty;
    out->decomposition_energy_uncertainty = hull.decomposition_energy_uncertainty;
    out->formation_energy_uncertainty = hull.formation_energy_uncertainty;
    out->status = ip_status_word(IP_OK);
    return IP_OK;
}

/* The facet that a simplex is a part of: the one that holds all of its phases. */
static const ip_phase_facet *facet_of(const ip_phases *phases, const int *simplex) {
    for (int f = 0; f < phases->facet_count; f++) {
        const ip_phase_facet *facet = &phases->facets[f];
        int held = 0;
        for (int i = 0; i < facet->count && held < phases->element_count; i++)
            held += facet->members[i] == simplex[held];
        if (held == phases->element_count)
            return facet;
    }
    return NULL;
}

ip_status ip_simplex_row_fill(ip_simplex_row *out, ip_memory *memory, const char *system, const ip_phases *phases, int index,
                              ip_error *error) {
    const int *simplex = &phases->simplices[(size_t)index * (size_t)phases->element_count];
    const ip_phase_facet *facet = facet_of(phases, simplex);
    ip_buffer names = {0}, potentials = {0};
    ip_row_blank(&ip_simplex_result, out);
    out->system = system;
    out->simplex = index + 1;
    out->status = ip_status_word(IP_OK);
    for (int i = 0; i < phases->element_count; i++) {
        char number[400];
        ip_number_format(number, sizeof number, facet->potentials[i], 6);
        ip_buffer_print(&names, "%s%s", i ? " + " : "", phases->entries[simplex[i]].phase->formula);
        ip_buffer_print(&potentials, "%s%s=%s", i ? ", " : "", ip_element_symbol(phases->elements[i]), number);
    }
    ip_status status = keep(&out->phases, memory, &names, error);
    if (!status)
        status = keep(&out->potentials, memory, &potentials, error);
    ip_buffer_clear(&potentials);
    return status;
}

/* ---- order */

typedef struct placed_row {
    ip_phases_row row;
    int place;
    double value; /* NaN for none */
} placed_row;

static int by_place(const placed_row *a, const placed_row *b) {
    return (a->place > b->place) - (a->place < b->place);
}

static int by_formula(const void *a, const void *b) {
    const placed_row *left = a, *right = b;
    int order = strcmp(left->row.formula, right->row.formula);
    return order ? order : by_place(left, right);
}

static int by_value(const void *a, const void *b) {
    const placed_row *left = a, *right = b;
    if (isnan(left->value) != isnan(right->value))
        return isnan(left->value) ? 1 : -1;
    int order = (left->value > right->value) - (left->value < right->value);
    return order ? order : by_place(left, right);
}

static double value_of(const ip_phases_row *row, ip_phases_order order) {
    switch (order) {
    case IP_PHASES_BY_ENERGY_ABOVE_HULL:
        return row->energy_above_hull;
    case IP_PHASES_BY_DECOMPOSITION_ENERGY:
        return row->decomposition_energy;
    case IP_PHASES_BY_FORMATION_ENERGY:
        return row->formation_energy;
    default:
        return row->band_gap;
    }
}

ip_status ip_phases_rows_sort(ip_phases_row *rows, int count, ip_phases_order order, ip_error *error) {
    if (order == IP_PHASES_AS_FOUND)
        return IP_OK;
    placed_row *placed = malloc(((size_t)count + 1) * sizeof *placed);
    if (!placed)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < count; i++) {
        placed[i].row = rows[i];
        placed[i].place = i;
        placed[i].value = value_of(&rows[i], order);
    }
    qsort(placed, (size_t)count, sizeof *placed, order == IP_PHASES_BY_FORMULA ? by_formula : by_value);
    for (int i = 0; i < count; i++)
        rows[i] = placed[i].row;
    free(placed);
    return IP_OK;
}
