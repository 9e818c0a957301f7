/* The places of phases in a diagram of two or three elements, and its tie lines. Knows no figure. */
#include <interphase/diagram.h>

#include "row.h"
#include "table/ions.h"

#include <interphase/phases.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const ip_column columns[] = {
    IP_COLUMN(ip_diagram_row, system, "system", "", 0, 1, 0, 0, "the chemical system, in the order of the diagram's elements"),
    IP_COLUMN(ip_diagram_row, formula, "phase", "", 0, 2, 0, 0, "the phase, as the table writes it"),
    IP_COLUMN(ip_diagram_row, x, "x", "", 6, 3, 4, 0, "atomic fraction of the second element"),
    IP_COLUMN(ip_diagram_row, y, "y", "", 6, 4, 4, IP_COLUMN_OPTIONAL, "that of the third"),
    IP_COLUMN(ip_diagram_row, formation_energy, "formation", "eV/atom", 6, 5, 4, 0, "formation energy from the elements"),
    IP_COLUMN(ip_diagram_row, energy_above_hull, "above hull", "eV/atom", 6, 6, 4, 0, "formation energy minus hull energy"),
    IP_COLUMN(ip_diagram_row, stable, "stable", "", 0, 7, 0, 0, "whether it is on the hull"),
};
const ip_result_type ip_diagram_result = IP_RESULT_TYPE("diagram", ip_diagram_row, columns);

static const ip_column tie_columns[] = {
    IP_COLUMN(ip_diagram_tie_row, system, "system", "", 0, 1, 0, 0,
              "the chemical system, in the order of the diagram's elements"),
    IP_COLUMN(ip_diagram_tie_row, formula, "phase", "", 0, 2, 0, 0, "one phase"),
    IP_COLUMN(ip_diagram_tie_row, formula_end, "with", "", 0, 3, 0, 0, "the other"),
    IP_COLUMN(ip_diagram_tie_row, x, "x", "", 6, 4, 4, 0, "atomic fraction of the second element in the one phase"),
    IP_COLUMN(ip_diagram_tie_row, y, "y", "", 6, 5, 4, IP_COLUMN_OPTIONAL, "that of the third"),
    IP_COLUMN(ip_diagram_tie_row, formation_energy, "formation", "eV/atom", 6, 6, 4, 0, "its formation energy"),
    IP_COLUMN(ip_diagram_tie_row, x_end, "x", "", 6, 7, 4, 0, "atomic fraction of the second element in the other phase"),
    IP_COLUMN(ip_diagram_tie_row, y_end, "y", "", 6, 8, 4, IP_COLUMN_OPTIONAL, "that of the third"),
    IP_COLUMN(ip_diagram_tie_row, formation_energy_end, "formation", "eV/atom", 6, 9, 4, 0, "its formation energy"),
};
const ip_result_type ip_diagram_tie_result = IP_RESULT_TYPE("tie", ip_diagram_tie_row, tie_columns);

static const ip_column subject_columns[] = {
    IP_COLUMN(ip_diagram_subject_row, system, "system", "", 0, 1, 0, 0,
              "the chemical system, in the order of the diagram's elements"),
    IP_COLUMN(ip_diagram_subject_row, formula, "formula", "", 0, 2, 0, IP_COLUMN_SUBJECT,
              "the composition asked about, as it was written"),
    IP_COLUMN(ip_diagram_subject_row, x, "x", "", 6, 3, 4, 0, "atomic fraction of the second element"),
    IP_COLUMN(ip_diagram_subject_row, y, "y", "", 6, 4, 4, IP_COLUMN_OPTIONAL, "that of the third"),
    IP_COLUMN(ip_diagram_subject_row, in_dataset, "in table", "", 0, 5, 0, 0,
              "whether the table has a phase of this composition"),
    IP_COLUMN(ip_diagram_subject_row, formation_energy, "formation", "eV/atom", 6, 6, 4, 0, "the phase's own formation energy"),
    IP_COLUMN(ip_diagram_subject_row, energy_above_hull, "above hull", "eV/atom", 6, 7, 4, 0,
              "formation energy minus hull energy"),
    IP_COLUMN(ip_diagram_subject_row, decomposition_energy, "decomposition", "eV/atom", 6, 8, 4, 0,
              "formation energy minus the hull of all other compositions"),
    IP_COLUMN(ip_diagram_subject_row, hull_energy, "hull energy", "eV/atom", 6, 9, 4, 0,
              "the lowest energy of any mixture there"),
    IP_COLUMN(ip_diagram_subject_row, products, "products", "", 0, 10, 0, IP_COLUMN_LONG,
              "what the composition is at equilibrium"),
    IP_COLUMN(ip_diagram_subject_row, competing_phases, "competing phases", "", 0, 0, 0, IP_COLUMN_LONG,
              "the phases that the decomposition energy compares with"),
    IP_UNCERTAINTY(ip_diagram_subject_row, formation_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_diagram_subject_row, energy_above_hull, "eV/atom"),
    IP_UNCERTAINTY(ip_diagram_subject_row, decomposition_energy, "eV/atom"),
};
const ip_result_type ip_diagram_subject_result = IP_RESULT_TYPE("subject", ip_diagram_subject_row, subject_columns);

static ip_status no_memory(ip_error *error) {
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

/* ---- order of the elements */

typedef struct axes {
    int count, elements[IP_DIAGRAM_MOST_ELEMENTS];
    const char *system; /* "Na-P-S" */
} axes;

/* Where an element stands: those that are never anions first. */
static int place_of(int element) {
    int rank = ip_ions[element].rank;
    return rank ? 2 * IP_ELEMENT_COUNT - rank : element;
}

static ip_status find_axes(axes *out, ip_memory *memory, ip_element_set elements, ip_error *error) {
    int list[IP_ELEMENT_COUNT], count = ip_element_set_list(elements, list);
    if (count < IP_DIAGRAM_LEAST_ELEMENTS || count > IP_DIAGRAM_MOST_ELEMENTS)
        return ip_error_set(error, IP_BAD_ARGUMENT, "a diagram is of two or three elements, not of %d", count);
    char *system = ip_memory_take(memory, 4 * IP_DIAGRAM_MOST_ELEMENTS);
    if (!system)
        return no_memory(error);
    out->count = 0;
    for (int i = 0; i < count; i++) {
        int at = out->count++;
        for (; at && place_of(out->elements[at - 1]) > place_of(list[i]); at--)
            out->elements[at] = out->elements[at - 1];
        out->elements[at] = list[i];
    }
    *system = '\0';
    for (int i = 0; i < count; i++)
        strcat(strcat(system, i ? "-" : ""), ip_element_symbol(out->elements[i]));
    out->system = system;
    return IP_OK;
}

/* ---- rows */

static double fraction(const ip_phase *phase, int element) {
    for (int i = 0; i < phase->element_count; i++)
        if (phase->elements[i] == element)
            return phase->amounts[i] / phase->atoms;
    return 0.0;
}

static void fill_row(ip_diagram_row *out, const ip_phase_entry *entry, const axes *on) {
    ip_row_blank(&ip_diagram_result, out);
    out->system = on->system;
    out->formula = entry->phase->formula;
    out->x = fraction(entry->phase, on->elements[1]);
    if (on->count == 3)
        out->y = fraction(entry->phase, on->elements[2]);
    out->formation_energy = entry->phase->formation_energy;
    out->energy_above_hull = entry->energy_above_hull;
    out->stable = ip_flag_of(entry->stable);
}

static void fill_tie(ip_diagram_tie_row *out, const ip_diagram_row *from, const ip_diagram_row *to) {
    ip_row_blank(&ip_diagram_tie_result, out);
    out->system = from->system;
    out->formula = from->formula;
    out->formula_end = to->formula;
    out->x = from->x;
    out->y = from->y;
    out->formation_energy = from->formation_energy;
    out->x_end = to->x;
    out->y_end = to->y;
    out->formation_energy_end = to->formation_energy;
}

typedef struct pair {
    int from, to;
} pair;

static int compare_pairs(const void *a, const void *b) {
    const pair *first = a, *second = b;
    int from = (first->from > second->from) - (first->from < second->from);
    return from ? from : (first->to > second->to) - (first->to < second->to);
}

/* The edges of the simplices, each once. The diagonals of a facet of more phases are none, but for those that part it. */
static ip_status find_ties(ip_diagram *out, ip_memory *memory, const ip_phases *phases, ip_error *error) {
    size_t corners = (size_t)phases->element_count, count = 0, most = (size_t)phases->simplex_count * corners;
    pair *pairs = malloc((most + 1) * sizeof *pairs);
    out->ties = ip_memory_take(memory, (most + 1) * sizeof *out->ties);
    if (!pairs || !out->ties) {
        free(pairs);
        return no_memory(error);
    }
    for (size_t s = 0; s < (size_t)phases->simplex_count; s++)
        for (size_t i = 0; i < corners; i++)
            for (size_t k = i + 1; k < corners; k++) {
                pair found = {phases->simplices[s * corners + i], phases->simplices[s * corners + k]};
                pairs[count++] = found;
            }
    qsort(pairs, count, sizeof *pairs, compare_pairs);
    for (size_t i = 0; i < count; i++)
        if (!i || compare_pairs(&pairs[i - 1], &pairs[i]))
            fill_tie(&out->ties[out->tie_count++], &out->rows[pairs[i].from], &out->rows[pairs[i].to]);
    free(pairs);
    return IP_OK;
}

ip_status ip_diagram_find(ip_diagram *out, ip_memory *memory, ip_solver *solver, ip_element_set elements, double most_above,
                          ip_error *error) {
    ip_phases phases;
    axes on;
    memset(out, 0, sizeof *out);
    ip_status status = find_axes(&on, memory, elements, error);
    if (!status)
        status = ip_phases_find(&phases, solver, elements, most_above, true, error);
    if (status)
        return status;
    out->rows = ip_memory_take(memory, ((size_t)phases.count + 1) * sizeof *out->rows);
    for (int i = 0; i < phases.count && out->rows; i++)
        fill_row(&out->rows[out->count++], &phases.entries[i], &on);
    status = out->rows ? find_ties(out, memory, &phases, error) : no_memory(error);
    ip_phases_clear(&phases);
    return status;
}

ip_status ip_diagram_subject_row_fill(ip_diagram_subject_row *out, ip_memory *memory, const char *formula,
                                      const ip_composition *composition, const ip_hull_row *hull, ip_error *error) {
    axes on;
    ip_row_blank(&ip_diagram_subject_result, out);
    ip_status status = find_axes(&on, memory, ip_composition_elements(composition), error);
    if (status)
        return status;
    double atoms = ip_composition_atoms(composition);
    out->system = on.system;
    out->formula = formula;
    out->x = ip_composition_amount(composition, on.elements[1]) / atoms;
    if (on.count == 3)
        out->y = ip_composition_amount(composition, on.elements[2]) / atoms;
    out->in_dataset = hull->in_dataset;
    out->formation_energy = hull->formation_energy;
    out->energy_above_hull = hull->energy_above_hull;
    out->decomposition_energy = hull->decomposition_energy;
    out->hull_energy = hull->hull_energy;
    out->products = hull->products;
    out->competing_phases = hull->competing_phases;
    out->formation_energy_uncertainty = hull->formation_energy_uncertainty;
    out->energy_above_hull_uncertainty = hull->energy_above_hull_uncertainty;
    out->decomposition_energy_uncertainty = hull->decomposition_energy_uncertainty;
    return IP_OK;
}
