/* What the answer to a task is as a row. */
#include "row.h"

#include <interphase/task_row.h>

#include <math.h>

static const ip_column columns[] = {
    IP_COLUMN(ip_task_row, reaction_energy, "total", "eV/atom", 6, 0, 4, 0,
              "reaction energy per atom of the mixture where it is deepest; of a window, with the metal itself, per atom of a"),
    IP_COLUMN(ip_task_row, mutual_reaction_energy, "mutual", "eV/atom", 6, 0, 4, 0, "the same without what each reactant does by itself"),
    IP_COLUMN(ip_task_row, x, "x", "", 6, 0, 4, 0, "atomic fraction of a where it is deepest"),
    IP_COLUMN(ip_task_row, products, "products", "", 0, 0, 0, IP_COLUMN_LONG,
              "what one mole of mixed formula units becomes there; of a window, one formula unit with the metal itself"),
    IP_COLUMN(ip_task_row, equation, "reaction", "", 0, 0, 0, IP_COLUMN_LONG, "the balanced equation"),
    IP_COLUMN(ip_task_row, character, "interphase", "", 0, 0, 0, 0, "whether what forms lets electrons through: none, SEI, MCI or unknown"),
    IP_COLUMN(ip_task_row, energy_above_hull, "above hull", "eV/atom", 6, 0, 4, 0, "energy above hull of a"),
    IP_COLUMN(ip_task_row, reduction_potential, "reduction potential", "V", 6, 0, 4, 0, "lower edge of the window of a"),
    IP_COLUMN(ip_task_row, oxidation_potential, "oxidation potential", "V", 6, 0, 4, 0, "upper edge of the window of a"),
    IP_COLUMN(ip_task_row, width, "width", "V", 6, 0, 4, 0, "oxidation potential minus reduction potential"),
    IP_STATUS_COLUMNS(ip_task_row),
    IP_COLUMN(ip_task_row, answer_voltage, "voltage", "V", 6, 0, 4, 0, "the voltage at which the answer holds: of a range, the worst"),
    IP_COLUMN(ip_task_row, deciding_phase, "deciding phase", "", 0, 0, 0, 0, "the product that decides the character"),
    IP_COLUMN(ip_task_row, reaction_energy_per_fixed_atom, "total", "eV/atom", 6, 0, 4, 0,
              "reaction energy per reactant atom, those of the open metal not counted"),
};

const ip_result_type ip_task_result = IP_RESULT_TYPE("screen", ip_task_row, columns);

ip_status ip_task_row_fill(ip_task_row *out, ip_memory *memory, const ip_answer *answer, ip_error *error) {
    ip_row_blank(&ip_task_result, out);
    if (answer->error.status) {
        ip_row_fail(&ip_task_result, out, &answer->error);
        return IP_OK;
    }
    out->reaction_energy = answer->reaction_energy;
    out->mutual_reaction_energy = answer->mutual_reaction_energy;
    out->x = answer->x;
    out->equation = answer->equation;
    out->character = ip_character_word(answer->character.kind);
    out->energy_above_hull = answer->energy_above_hull;
    out->reduction_potential = answer->reduction_potential;
    out->oxidation_potential = answer->oxidation_potential;
    out->width = answer->oxidation_potential - answer->reduction_potential;
    out->answer_voltage = answer->voltage;
    out->deciding_phase = answer->character.deciding ? answer->character.deciding->formula : NULL;
    out->reaction_energy_per_fixed_atom = answer->reaction_energy_per_fixed_atom;
    out->status = ip_status_word(IP_OK);
    return ip_row_list_products(&out->products, memory, &answer->products, error);
}
