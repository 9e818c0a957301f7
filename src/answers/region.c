/* Outlines of regions, edge by edge. Knows no figure. */
#include <interphase/region.h>

#include "row.h"
#include "base/buffer.h"
#include "table/ions.h"

#include <interphase/gas.h>
#include <interphase/metal.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { OXYGEN = 8 };

static const ip_column columns[] = {
    IP_COLUMN(ip_region_row, formula, "formula", "", 0, 1, 0, IP_COLUMN_SUBJECT,
              "the composition asked about, as it was written"),
    IP_COLUMN(ip_region_row, x_element, "of", "", 0, 2, 0, 0, "the element whose potential is x"),
    IP_COLUMN(ip_region_row, y_element, "and of", "", 0, 3, 0, 0, "the element whose potential is y"),
    IP_COLUMN(ip_region_row, edge, "edge", "", 0, 4, 0, 0, "number of the edge along the outline"),
    IP_COLUMN(ip_region_row, x, "x", "eV/atom", 6, 5, 4, 0, "chemical potential of the first element where the edge begins"),
    IP_COLUMN(ip_region_row, y, "y", "eV/atom", 6, 6, 4, 0, "that of the second"),
    IP_COLUMN(ip_region_row, x_end, "x", "eV/atom", 6, 7, 4, 0, "chemical potential of the first element where the edge ends"),
    IP_COLUMN(ip_region_row, y_end, "y", "eV/atom", 6, 8, 4, 0, "that of the second"),
    IP_COLUMN(ip_region_row, phases, "along", "", 0, 9, 0, IP_COLUMN_LONG, "the other phases at equilibrium along the edge"),
    IP_COLUMN(ip_region_row, projected, "projected", "", 0, 0, 0, 0, "whether the region has more dimensions than two"),
};
const ip_result_type ip_region_result = IP_RESULT_TYPE("region", ip_region_row, columns);

static const ip_column scale_columns[] = {
    IP_COLUMN(ip_region_scale_row, element, "element", "", 0, 1, 0, 0, "the element whose potential it is another scale of"),
    IP_COLUMN(ip_region_scale_row, quantity, "quantity", "", 0, 2, 0, 0, "voltage (V), or oxygen pressure (log10 of bar)"),
    IP_COLUMN(ip_region_scale_row, factor, "factor", "", 6, 3, 4, 0, "the quantity over the potential in eV/atom"),
    IP_COLUMN(ip_region_scale_row, temperature, "temperature", "K", 2, 4, 2, 0, "at which that is so"),
};
const ip_result_type ip_region_scale_result = IP_RESULT_TYPE("scale", ip_region_scale_row, scale_columns);

static ip_status no_memory(ip_error *error) {
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

/* ---- axes */

/* How much an element is an anion: none of it first, the most electronegative last. */
static int anion_rank(int element) {
    int rank = ip_ions[element].rank;
    return rank ? IP_ANION_COUNT + 1 - rank : 0;
}

bool ip_region_axes(int *first, int *second, const ip_potentials *potentials, const ip_composition *composition) {
    int count = potentials->element_count, metal = ip_metal_of(NULL, composition, 1), free_count = 0;
    *first = *second = -1;
    for (int e = 0; e < count; e++)
        free_count += !potentials->fixed[e];
    for (int e = 0; e < count; e++) {
        if (potentials->fixed[e] && free_count >= 2)
            continue;
        int element = potentials->elements[e];
        if (*first < 0 || (element == metal && potentials->elements[*first] != metal) ||
            (potentials->elements[*first] != metal && anion_rank(element) < anion_rank(potentials->elements[*first])))
            *first = e;
    }
    for (int e = 0; e < count; e++) {
        if (e == *first || (potentials->fixed[e] && free_count >= 2))
            continue;
        if (*second < 0 || anion_rank(potentials->elements[e]) >= anion_rank(potentials->elements[*second]))
            *second = e;
    }
    return *second >= 0;
}

/* ---- edges */

static bool meets(const ip_potential_corner *corner, const ip_phase *phase) {
    for (int i = 0; i < corner->neighbour_count; i++)
        if (corner->neighbours[i] == phase)
            return true;
    return false;
}

/* What stands at both ends; NULL for lack of memory, *none where nothing does. */
static const char *phases_along(ip_memory *memory, const ip_potential_corner *from, const ip_potential_corner *to, bool *none) {
    ip_buffer text = {0};
    for (int i = 0; i < from->neighbour_count; i++)
        if (from == to || meets(to, from->neighbours[i]))
            ip_buffer_print(&text, "%s%s", text.length ? " + " : "", from->neighbours[i]->formula);
    *none = !text.length && !text.failed;
    const char *kept = text.failed || *none ? NULL : ip_memory_copy(memory, ip_buffer_text(&text));
    ip_buffer_clear(&text);
    return kept;
}

static int free_elements(const ip_potentials *potentials) {
    int count = 0;
    for (int e = 0; e < potentials->element_count; e++)
        count += !potentials->fixed[e];
    return count;
}

ip_status ip_region_find(ip_region_row **out, long *count, ip_memory *memory, const char *formula,
                         const ip_potentials *potentials, int first, int second, ip_error *error) {
    int *corners = malloc(((size_t)potentials->count + 1) * sizeof *corners);
    int length = corners ? ip_potentials_outline(corners, potentials, first, second) : -1;
    ip_region_row *rows = length < 0 ? NULL : ip_memory_take(memory, ((size_t)length + 1) * sizeof *rows);
    ip_status status = rows ? IP_OK : no_memory(error);
    *count = 0;
    for (int i = 0; i < length && !status; i++) {
        const ip_potential_corner *from = &potentials->corners[corners[i]], *to = &potentials->corners[corners[(i + 1) % length]];
        ip_region_row *row = &rows[(*count)++];
        bool none;
        ip_row_blank(&ip_region_result, row);
        row->formula = formula;
        row->x_element = ip_element_symbol(potentials->elements[first]);
        row->y_element = ip_element_symbol(potentials->elements[second]);
        row->edge = i + 1;
        row->x = from->potentials[first];
        row->y = from->potentials[second];
        row->x_end = to->potentials[first];
        row->y_end = to->potentials[second];
        row->phases = phases_along(memory, from, length > 2 ? to : from, &none);
        row->projected = ip_flag_of(free_elements(potentials) > 3);
        if (!row->phases && !none)
            status = no_memory(error);
    }
    free(corners);
    *out = rows;
    return status;
}

/* ---- other scales */

bool ip_region_scale_row_fill(ip_region_scale_row *out, int element, int charge, double temperature) {
    charge = charge ? charge : ip_element_charge(element);
    ip_row_blank(&ip_region_scale_result, out);
    out->element = ip_element_symbol(element);
    if (charge) {
        out->quantity = "voltage";
        out->factor = -1.0 / charge;
        return true;
    }
    if (element != OXYGEN || !(temperature > 0.0))
        return false;
    /* Elements are at zero: O2 of 1 bar, and half of k T for each ln of its pressure. */
    out->quantity = "oxygen pressure";
    out->factor = 2.0 / (ip_gas_thermal_energy(temperature) * log(10.0));
    out->temperature = temperature;
    return true;
}
