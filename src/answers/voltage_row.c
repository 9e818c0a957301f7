/* What voltages between compositions are as rows. */
#include "row.h"

#include <interphase/voltage_row.h>

#include <math.h>
#include <string.h>

static const ip_column columns[] = {
    IP_COLUMN(ip_voltage_row, a, "from", "", 0, 1, 0, IP_COLUMN_SUBJECT,
              "the composition that the metal goes to, as it was written"),
    IP_COLUMN(ip_voltage_row, b, "to", "", 0, 2, 0, IP_COLUMN_SUBJECT,
              "the composition with the metal exchanged, as it was written"),
    IP_COLUMN(ip_voltage_row, metal, "metal", "", 0, 0, 0, IP_COLUMN_SUBJECT,
              "the metal that is exchanged and that voltages refer to"),
    IP_COLUMN(ip_voltage_row, exchanged, "exchanged", "", 6, 3, 4, IP_COLUMN_SIGNED,
              "atoms of the metal taken up from a to b, per formula unit of a"),
    IP_COLUMN(ip_voltage_row, voltage, "V", "V", 6, 4, 3, 0, "average voltage between a and b"),
    IP_COLUMN(ip_voltage_row, capacity, "mAh/g", "mAh/g", 2, 5, 1, 0, "charge exchanged, per gram of a"),
    IP_STATUS_COLUMNS(ip_voltage_row),
    IP_COLUMN(ip_voltage_row, kind, "what", "", 0, 7, 0, 0,
              "step: between neighbours on the hull along the content; above: a composition that is no corner of it; absent: one "
              "that the table has not; mean: from the first to the last"),
    IP_COLUMN(ip_voltage_row, a_content, "content of a", "", 6, 0, 4, 0,
              "atoms of the metal in a, with as much of the host as one formula unit of the first composition holds"),
    IP_COLUMN(ip_voltage_row, b_content, "content of b", "", 6, 0, 4, 0, "the same in b"),
    IP_COLUMN(ip_voltage_row, capacity_b, "mAh/g of b", "mAh/g", 2, 0, 1, 0, "charge exchanged, per gram of b"),
    IP_COLUMN(ip_voltage_row, specific_energy, "Wh/kg", "Wh/kg", 2, 0, 1, 0, "capacity times voltage, per kilogram of a"),
    IP_COLUMN(ip_voltage_row, specific_energy_b, "Wh/kg of b", "Wh/kg", 2, 0, 1, 0, "the same per kilogram of b"),
    IP_COLUMN(ip_voltage_row, above_line, "above", "eV/atom", 6, 6, 4, IP_COLUMN_OPTIONAL,
              "energy of a above the hull along the content, per atom of a: above what it would part into with the same host"),
    IP_COLUMN(ip_voltage_row, a_in_dataset, "a in table", "", 0, 0, 0, 0,
              "whether the table has a phase of the composition a; without, its energy is that of what it falls apart into"),
    IP_COLUMN(ip_voltage_row, b_in_dataset, "b in table", "", 0, 0, 0, 0, "the same of b"),
    IP_COLUMN(ip_voltage_row, a_energy_above_hull, "a above hull", "eV/atom", 6, 0, 4, 0,
              "energy of a above the hull of all phases"),
    IP_COLUMN(ip_voltage_row, b_energy_above_hull, "b above hull", "eV/atom", 6, 0, 4, 0, "the same of b"),
    IP_UNCERTAINTY(ip_voltage_row, voltage, "V"),
    IP_UNCERTAINTY(ip_voltage_row, specific_energy, "Wh/kg"),
    IP_UNCERTAINTY(ip_voltage_row, specific_energy_b, "Wh/kg"),
    IP_UNCERTAINTY(ip_voltage_row, above_line, "eV/atom"),
};

const ip_result_type ip_voltage_result = IP_RESULT_TYPE("voltage", ip_voltage_row, columns);

static int step_count(const ip_voltage *voltage) {
    return voltage->count > 2 ? voltage->stable_count - 1 : 0;
}

int ip_voltage_row_count(const ip_voltage *voltage) {
    return step_count(voltage) + (voltage->count - voltage->stable_count) + 1;
}

/* Adds factor times the energy of the host with the metal of a point. */
static void add_point(ip_shares *sum, const ip_voltage_point *point, double factor) {
    ip_shares_add_subject(sum, &point->hull, point->atoms, factor * point->units);
}

static ip_status fill_pair(ip_voltage_row *out, const ip_voltage *voltage, int low, int high, const ip_question *question,
                           ip_error *error) {
    const ip_voltage_point *points = voltage->points;
    /* Two compositions stand as they were asked about; in a series the content rises. */
    bool as_asked = voltage->count > 2 || points[low].index < points[high].index;
    int a = as_asked ? low : high, b = as_asked ? high : low;
    ip_shares sum;
    memset(&sum, 0, sizeof sum);
    out->exchanged = (points[b].content - points[a].content) / points[a].units;
    out->voltage = ip_voltage_between(voltage, low, high);
    out->capacity = ip_voltage_capacity(voltage, low, high, a);
    out->capacity_b = ip_voltage_capacity(voltage, low, high, b);
    out->specific_energy = out->capacity * out->voltage;
    out->specific_energy_b = out->capacity_b * out->voltage;
    out->a_content = points[a].content;
    out->b_content = points[b].content;
    add_point(&sum, &points[low], 1.0);
    add_point(&sum, &points[high], -1.0);
    ip_status status = ip_shares_end(&out->voltage_uncertainty, &sum, question->uncertainty,
                                     1.0 / (voltage->charge * (points[high].content - points[low].content)), error);
    out->specific_energy_uncertainty = out->capacity * out->voltage_uncertainty;
    out->specific_energy_b_uncertainty = out->capacity_b * out->voltage_uncertainty;
    return status;
}

/* A composition beside the hull along the content, and the neighbours that it would part into. */
static ip_status fill_above(ip_voltage_row *out, const ip_voltage *voltage, int at, const ip_question *question,
                            ip_error *error) {
    const ip_voltage_point *point = &voltage->points[at];
    int low = at, high = at;
    while (!voltage->points[low].is_stable)
        low--;
    while (!voltage->points[high].is_stable)
        high++;
    const ip_voltage_point *before = &voltage->points[low], *after = &voltage->points[high];
    double share = (point->content - before->content) / (after->content - before->content);
    ip_shares sum;
    memset(&sum, 0, sizeof sum);
    out->a_content = point->content;
    out->above_line = point->above;
    if (!point->hull.phase)
        return IP_OK;
    add_point(&sum, point, 1.0);
    add_point(&sum, before, -(1.0 - share));
    add_point(&sum, after, -share);
    return ip_shares_end(&out->above_line_uncertainty, &sum, question->uncertainty, 1.0 / (point->units * point->atoms), error);
}

static void fill_ends(ip_voltage_row *out, const char *const *formulas, const ip_voltage_point *a, const ip_voltage_point *b) {
    out->a = formulas[a->index];
    out->a_in_dataset = ip_flag_of(a->hull.phase != NULL);
    out->a_energy_above_hull = a->hull.energy_above_hull;
    if (!b)
        return;
    out->b = formulas[b->index];
    out->b_in_dataset = ip_flag_of(b->hull.phase != NULL);
    out->b_energy_above_hull = b->hull.energy_above_hull;
}

/* The n-th point that is not on the hull along the content. */
static int find_above(const ip_voltage *voltage, int number) {
    int at = 0;
    while (voltage->points[at].is_stable || number-- > 0)
        at++;
    return at;
}

ip_status ip_voltage_row_fill(ip_voltage_row *out, const char *const *formulas, const ip_voltage *voltage, int index,
                              const ip_question *question, ip_error *error) {
    const ip_voltage_point *points = voltage->points;
    int steps = step_count(voltage);
    bool is_mean = index == ip_voltage_row_count(voltage) - 1, is_step = index < steps && !is_mean;
    ip_row_blank(&ip_voltage_result, out);
    out->metal = ip_element_symbol(voltage->metal);
    out->kind = is_mean ? "mean" : "step";
    out->status = ip_status_word(IP_OK);
    if (!is_mean && !is_step) {
        int at = find_above(voltage, index - steps);
        out->kind = points[at].hull.phase ? "above" : "absent";
        fill_ends(out, formulas, &points[at], NULL);
        return fill_above(out, voltage, at, question, error);
    }
    int low = is_mean ? 0 : voltage->stable[index], high = is_mean ? voltage->count - 1 : voltage->stable[index + 1];
    bool as_asked = voltage->count > 2 || points[low].index < points[high].index;
    fill_ends(out, formulas, &points[as_asked ? low : high], &points[as_asked ? high : low]);
    return fill_pair(out, voltage, low, high, question, error);
}
