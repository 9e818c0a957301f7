/* The point of a task: what it shares with the row of its answer is copied by name. */
#include "row.h"

#include <interphase/screened_row.h>

#include <math.h>
#include <string.h>

static const ip_column columns[] = {
    IP_COLUMN(ip_screened_row, a, "a", "", 0, 1, 0, IP_COLUMN_SUBJECT, "the formula that was asked about"),
    IP_COLUMN(ip_screened_row, b, "b", "", 0, 2, 0, IP_COLUMN_SUBJECT, "the formula of the other reactant"),
    IP_COLUMN(ip_screened_row, voltage_low, "from", "V", 6, 0, 4, 0, "lower end of the voltages that were asked"),
    IP_COLUMN(ip_screened_row, voltage_high, "to", "V", 6, 0, 4, 0, "upper end of the voltages that were asked"),
    IP_COLUMN(ip_screened_row, variable, "variable", "", 0, 0, 0, IP_COLUMN_SUBJECT, "of a series, the variable that changes"),
    IP_COLUMN(ip_screened_row, value, "value", "", 9, 0, 4, 0, "its value"),
    IP_COLUMN(ip_screened_row, reaction_energy, "total", "eV/atom", 6, 3, 4, 0, "reaction energy, as of screen"),
    IP_COLUMN(ip_screened_row, mutual_reaction_energy, "mutual", "eV/atom", 6, 4, 4, 0,
              "the same without what each reactant does by itself"),
    IP_COLUMN(ip_screened_row, character, "interphase", "", 0, 5, 0, 0,
              "whether what forms lets electrons through: none, SEI, MCI or unknown"),
    IP_COLUMN(ip_screened_row, energy_above_hull, "above hull", "eV/atom", 6, 0, 4, 0, "energy above hull of a"),
    IP_COLUMN(ip_screened_row, reduction_potential, "reduction potential", "V", 6, 0, 4, 0, "lower edge of the window of a"),
    IP_COLUMN(ip_screened_row, oxidation_potential, "oxidation potential", "V", 6, 0, 4, 0, "upper edge of the window of a"),
    IP_COLUMN(ip_screened_row, width, "width", "V", 6, 0, 4, 0, "oxidation potential minus reduction potential"),
    IP_COLUMN(ip_screened_row, status, "status", "", 0, 0, 0, 0, "ok, or a stable word for why there is no answer"),
    IP_COLUMN(ip_screened_row, answer_voltage, "voltage", "V", 6, 0, 4, 0,
              "the voltage at which the answer holds: of a range, the worst"),
    IP_UNCERTAINTY(ip_screened_row, reaction_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_screened_row, mutual_reaction_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_screened_row, energy_above_hull, "eV/atom"),
    IP_UNCERTAINTY(ip_screened_row, reduction_potential, "V"),
    IP_UNCERTAINTY(ip_screened_row, oxidation_potential, "V"),
    IP_UNCERTAINTY(ip_screened_row, width, "V"),
    IP_COLUMN(ip_screened_row, answer_metal, "metal", "", 0, 0, 0, 0, "the metal that the answer's voltages refer to"),
};

const ip_result_type ip_screened_result = IP_RESULT_TYPE("screen points", ip_screened_row, columns);

void ip_screened_row_fill(ip_screened_row *out, const ip_task *task, const ip_task_row *answer) {
    ip_row_blank(&ip_screened_result, out);
    for (int i = 0; i < ip_screened_result.column_count; i++) {
        const ip_column *to = &columns[i], *from = ip_result_column(&ip_task_result, to->name);
        size_t size = to->kind == IP_KIND_TEXT ? sizeof(const char *) : sizeof(double);
        if (from && from->kind == to->kind)
            memcpy((char *)out + to->offset, (const char *)answer + from->offset, size);
    }
    out->a = task->a;
    out->b = task->b;
    if (task->has_voltage) {
        out->voltage_low = task->voltage_low;
        out->voltage_high = task->voltage_high;
    }
}
