/* What a hull is as a row. */
#include "row.h"

#include <interphase/hull_row.h>

#include <math.h>

static const ip_column columns[] = {
    IP_COLUMN(ip_hull_row, formula, "phase", "", 0, 1, 0, IP_COLUMN_SUBJECT, "the composition asked about, as it was written"),
    IP_COLUMN(ip_hull_row, in_dataset, "in table", "", 0, 0, 0, 0, "whether the table has a phase of this composition"),
    IP_COLUMN(ip_hull_row, formation_energy, "formation", "eV/atom", 6, 2, 4, 0, "the phase's own formation energy"),
    IP_COLUMN(ip_hull_row, energy_above_hull, "above hull", "eV/atom", 6, 3, 4, 0, "formation energy minus hull energy; below 0 only for a phase that is left out of the competition"),
    IP_COLUMN(ip_hull_row, decomposition_energy, "decomposition", "eV/atom", 6, 4, 4, 0,
              "formation energy minus the hull of all other compositions: negative by the margin of stability"),
    IP_COLUMN(ip_hull_row, products, "products of one formula unit", "", 0, 5, 0, IP_COLUMN_LONG, "what the composition is at equilibrium"),
    IP_STATUS_COLUMNS(ip_hull_row),
    IP_COLUMN(ip_hull_row, hull_energy, "hull energy", "eV/atom", 6, 0, 0, 0, "the lowest energy that any mixture of phases reaches at this composition"),
    IP_COLUMN(ip_hull_row, competing_phases, "competing phases", "", 0, 0, 0, 0, "the phases that the decomposition energy compares with"),
    IP_COLUMN(ip_hull_row, character, "interphase", "", 0, 0, 0, 0, "whether what forms lets electrons through: none, SEI, MCI or unknown"),
};

const ip_result_type ip_hull_result = IP_RESULT_TYPE("hull", ip_hull_row, columns);

ip_status ip_hull_row_fill(ip_hull_row *out, ip_memory *memory, const char *formula, const ip_hull *hull, const ip_question *question,
                           ip_error *error) {
    ip_row_blank(&ip_hull_result, out);
    out->formula = formula;
    out->in_dataset = ip_flag_of(hull->phase != NULL);
    out->formation_energy = hull->formation_energy;
    out->energy_above_hull = hull->energy_above_hull;
    out->decomposition_energy = hull->decomposition_energy;
    out->hull_energy = hull->hull_energy;
    out->character = ip_character_word(ip_character_find(&hull->products, !ip_equilibrium_is(&hull->products, hull->phase), question->gap).kind);
    out->status = ip_status_word(IP_OK);
    ip_status status = ip_row_list_products(&out->products, memory, &hull->products, error);
    if (!status && !isnan(hull->decomposition_energy))
        status = ip_row_list_products(&out->competing_phases, memory, &hull->competing, error);
    return status;
}

ip_status ip_hull_row_find(ip_hull_row *out, ip_memory *memory, ip_solver *solver, const char *formula, const ip_question *question,
                           ip_error *error) {
    ip_composition composition;
    ip_hull hull = {0};
    ip_row_blank(&ip_hull_result, out);
    out->formula = formula;
    ip_status status = ip_composition_read(&composition, formula, error);
    if (!status)
        status = ip_hull_find(&hull, solver, &composition, error);
    if (!status)
        status = ip_hull_row_fill(out, memory, formula, &hull, question, error);
    if (status)
        ip_row_fail(&ip_hull_result, out, error);
    ip_hull_clear(&hull);
    return status;
}
