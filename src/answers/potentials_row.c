/* What a region of chemical potentials is as rows. */
#include "row.h"

#include "base/buffer.h"

#include <interphase/potentials_row.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const ip_column columns[] = {
    IP_COLUMN(ip_potentials_row, formula, "formula", "", 0, 0, 0, IP_COLUMN_SUBJECT,
              "the composition asked about, as it was written"),
    IP_COLUMN(ip_potentials_row, corner, "corner", "", 0, 0, 0, 0,
              "number of the corner; range: the lowest and the highest potential of an element; none: the region is empty"),
    IP_COLUMN(ip_potentials_row, element, "element", "", 0, 0, 0, 0, "the element"),
    IP_COLUMN(ip_potentials_row, chemical_potential, "mu", "eV/atom", 6, 0, 4, 0,
              "its chemical potential there, relative to the element; of a range the lowest"),
    IP_COLUMN(ip_potentials_row, neighbours, "meets", "", 0, 0, 0, IP_COLUMN_LONG,
              "the other phases at equilibrium at the corner"),
    IP_STATUS_COLUMNS(ip_potentials_row),
    IP_COLUMN(ip_potentials_row, chemical_potential_high, "highest", "eV/atom", 6, 0, 4, 0, "of a range the highest potential"),
    IP_COLUMN(ip_potentials_row, name, "name", "", 0, 0, 0, 0,
              "the elements whose potential is the highest (rich) or the lowest (poor) of the region at the corner"),
    IP_COLUMN(ip_potentials_row, energy_above_hull, "above hull", "eV/atom", 6, 0, 4, 0,
              "how far the phase lies above the hull, beside what is fixed and the gases: 0 where the region is not empty"),
    IP_UNCERTAINTY(ip_potentials_row, chemical_potential, "eV/atom"),
    IP_UNCERTAINTY(ip_potentials_row, chemical_potential_high, "eV/atom"),
    IP_UNCERTAINTY(ip_potentials_row, energy_above_hull, "eV/atom"),
};

const ip_result_type ip_potentials_result = IP_RESULT_TYPE("potentials", ip_potentials_row, columns);

static const ip_column outline_columns[] = {
    IP_COLUMN(ip_outline_row, formula, "formula", "", 0, 0, 0, IP_COLUMN_SUBJECT,
              "the composition asked about, as it was written"),
    IP_COLUMN(ip_outline_row, point, "point", "", 0, 1, 0, 0, "number of the point along the outline"),
    IP_COLUMN(ip_outline_row, x_element, "of", "", 0, 0, 0, 0, "the element whose potential is x"),
    IP_COLUMN(ip_outline_row, y_element, "and of", "", 0, 0, 0, 0, "the element whose potential is y"),
    IP_COLUMN(ip_outline_row, x, "x", "eV/atom", 6, 2, 4, 0, "chemical potential of the first element, relative to the element"),
    IP_COLUMN(ip_outline_row, y, "y", "eV/atom", 6, 3, 4, 0, "that of the second"),
    IP_COLUMN(ip_outline_row, corner, "corner", "", 0, 4, 0, 0, "number of the corner of the region that is projected there"),
    IP_COLUMN(ip_outline_row, neighbours, "meets", "", 0, 5, 0, IP_COLUMN_LONG, "the other phases at equilibrium at the corner"),
    IP_STATUS_COLUMNS(ip_outline_row),
};

const ip_result_type ip_outline_result = IP_RESULT_TYPE("outline", ip_outline_row, outline_columns);

static ip_status no_memory(ip_error *error) {
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

/* The text of a buffer, which is given up; NULL for lack of memory. */
static const char *keep(ip_memory *memory, ip_buffer *text) {
    const char *kept = text->failed ? NULL : ip_memory_copy(memory, ip_buffer_text(text));
    ip_buffer_clear(text);
    return kept;
}

const char *ip_potentials_corner_name(ip_memory *memory, const ip_potentials *potentials, int corner) {
    ip_buffer text = {0};
    for (int e = 0; e < potentials->element_count; e++) {
        int end = ip_potentials_end(potentials, corner, e);
        if (end)
            ip_buffer_print(&text, "%s%s-%s", text.length ? ", " : "", ip_element_symbol(potentials->elements[e]),
                            end > 0 ? "rich" : "poor");
    }
    return keep(memory, &text);
}

const char *ip_potentials_corner_phases(ip_memory *memory, const ip_potentials *potentials, int corner) {
    const ip_potential_corner *found = &potentials->corners[corner];
    ip_buffer text = {0};
    for (int i = 0; i < found->neighbour_count; i++)
        ip_buffer_print(&text, "%s%s", i ? " + " : "", found->neighbours[i]->formula);
    return keep(memory, &text);
}

static const char *corner_word(ip_memory *memory, int corner) {
    char text[24];
    snprintf(text, sizeof text, "%d", corner + 1);
    return ip_memory_copy(memory, text);
}

/* Of an element's potential at a corner: it is a sum of the energies of the phases that meet there. */
static ip_status find_deviation(double *out, const ip_potential_corner *corner, int element, const ip_question *question,
                                ip_error *error) {
    ip_share *shares = calloc((size_t)corner->source_count + 1, sizeof *shares);
    ip_status status = shares ? IP_OK : no_memory(error);
    *out = NAN;
    for (int i = 0; i < corner->source_count && !status; i++) {
        shares[i].phase = corner->sources[i].phase;
        shares[i].factor = corner->sources[i].shares[element] / corner->sources[i].phase->atoms;
    }
    if (!status && question->uncertainty)
        status = ip_uncertainty_find(out, question->uncertainty, shares, corner->source_count, error);
    free(shares);
    return status;
}

int ip_potentials_row_count(const ip_potentials *potentials) {
    return potentials->count ? (potentials->count + 1) * potentials->element_count : 1;
}

static ip_status fill_corner(ip_potentials_row *out, ip_memory *memory, const ip_potentials *potentials, int corner, int element,
                             const ip_question *question, ip_error *error) {
    const ip_potential_corner *found = &potentials->corners[corner];
    out->corner = corner_word(memory, corner);
    out->chemical_potential = found->potentials[element];
    out->neighbours = ip_potentials_corner_phases(memory, potentials, corner);
    out->name = ip_potentials_corner_name(memory, potentials, corner);
    if (!out->corner || !out->neighbours || !out->name)
        return no_memory(error);
    return find_deviation(&out->chemical_potential_uncertainty, found, element, question, error);
}

static ip_status fill_range(ip_potentials_row *out, const ip_potentials *potentials, int element, const ip_question *question,
                            ip_error *error) {
    const ip_potential_corner *low = &potentials->corners[potentials->lowest[element]],
                              *high = &potentials->corners[potentials->highest[element]];
    out->corner = "range";
    out->chemical_potential = low->potentials[element];
    out->chemical_potential_high = high->potentials[element];
    ip_status status = find_deviation(&out->chemical_potential_uncertainty, low, element, question, error);
    return status ? status : find_deviation(&out->chemical_potential_high_uncertainty, high, element, question, error);
}

/* Only where nothing is open is the distance one from the hull that has an uncertainty here. */
static ip_status fill_empty(ip_potentials_row *out, const ip_potentials *potentials, const ip_question *question,
                            ip_error *error) {
    out->corner = "none";
    return potentials->open ? IP_OK
                            : ip_above_hull_uncertainty(&out->energy_above_hull_uncertainty, question->uncertainty,
                                                        &potentials->hull, potentials->hull.phase->atoms, error);
}

ip_status ip_potentials_row_fill(ip_potentials_row *out, ip_memory *memory, const char *formula, const ip_potentials *potentials,
                                 int index, const ip_question *question, ip_error *error) {
    int corner = index / potentials->element_count, element = index % potentials->element_count;
    ip_row_blank(&ip_potentials_result, out);
    out->formula = formula;
    out->energy_above_hull = potentials->above;
    out->status = ip_status_word(IP_OK);
    if (!potentials->count)
        return fill_empty(out, potentials, question, error);
    out->element = ip_element_symbol(potentials->elements[element]);
    return corner < potentials->count ? fill_corner(out, memory, potentials, corner, element, question, error)
                                      : fill_range(out, potentials, element, question, error);
}

ip_status ip_outline_row_fill(ip_outline_row *out, ip_memory *memory, const char *formula, const ip_potentials *potentials,
                              int first, int second, int point, int corner, ip_error *error) {
    const ip_potential_corner *found = &potentials->corners[corner];
    ip_row_blank(&ip_outline_result, out);
    out->formula = formula;
    out->point = point + 1;
    out->x_element = ip_element_symbol(potentials->elements[first]);
    out->y_element = ip_element_symbol(potentials->elements[second]);
    out->x = found->potentials[first];
    out->y = found->potentials[second];
    out->corner = corner_word(memory, corner);
    out->neighbours = ip_potentials_corner_phases(memory, potentials, corner);
    out->status = ip_status_word(IP_OK);
    return out->corner && out->neighbours ? IP_OK : no_memory(error);
}
