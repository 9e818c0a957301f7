/* What a plateau is as a row. */
#include "row.h"

#include <interphase/profile_row.h>

#include <math.h>

static const ip_column columns[] = {
    IP_COLUMN(ip_profile_row, formula, "formula", "", 0, 0, 0, IP_COLUMN_SUBJECT,
              "the composition asked about, as it was written"),
    IP_COLUMN(ip_profile_row, metal, "metal", "", 0, 0, 0, IP_COLUMN_SUBJECT, "the metal that voltages refer to"),
    IP_COLUMN(ip_profile_row, voltage_low, "from V", "V", 6, 1, 4, 0, "lower end of the plateau"),
    IP_COLUMN(ip_profile_row, voltage_high, "to V", "V", 6, 2, 4, IP_COLUMN_OPEN_END | IP_COLUMN_UNCERTAIN,
              "upper end of the plateau; infinite for the last"),
    IP_COLUMN(ip_profile_row, uptake, "uptake", "", 6, 3, 4, IP_COLUMN_SIGNED | IP_COLUMN_NOTED,
              "atoms of the metal per formula unit"),
    IP_COLUMN(ip_profile_row, products, "products of one formula unit", "", 0, 6, 0, IP_COLUMN_LONG,
              "what one formula unit becomes"),
    IP_COLUMN(ip_profile_row, equation, "reaction", "", 0, 0, 0, IP_COLUMN_LONG, "the balanced equation"),
    IP_COLUMN(ip_profile_row, reaction_energy_low, "eV/atom", "eV/atom", 6, 5, 4, IP_COLUMN_NOTED | IP_COLUMN_UNCERTAIN,
              "reaction energy at the lower voltage, per atom of the formula"),
    IP_COLUMN(ip_profile_row, reaction_energy_high, "eV/atom", "eV/atom", 6, 0, 4, 0,
              "reaction energy at the upper voltage, per atom of the formula"),
    IP_COLUMN(ip_profile_row, capacity, "mAh/g", "mAh/g", 2, 4, 2, IP_COLUMN_NOTED,
              "charge of the whole uptake, per gram of the formula"),
    IP_STATUS_COLUMNS(ip_profile_row),
    IP_COLUMN(ip_profile_row, character, "interphase", "", 0, 0, 0, 0,
              "whether what forms lets electrons through: none, SEI, MCI or unknown"),
    IP_COLUMN(ip_profile_row, interphase, "interphase", "", 0, 7, 0, IP_COLUMN_TEXT_ONLY,
              "the character with the product that decides it"),
    IP_UNCERTAINTY(ip_profile_row, voltage_low, "V"),
    IP_UNCERTAINTY(ip_profile_row, voltage_high, "V"),
    IP_UNCERTAINTY(ip_profile_row, reaction_energy_low, "eV/atom"),
    IP_UNCERTAINTY(ip_profile_row, reaction_energy_high, "eV/atom"),
};

const ip_result_type ip_profile_result = IP_RESULT_TYPE("profile", ip_profile_row, columns);

static ip_status fill_uncertainties(ip_profile_row *out, const ip_profile *profile, int index, ip_uncertainty *uncertainty,
                                    ip_error *error) {
    const ip_plateau *plateau = &profile->plateaus[index];
    const ip_plateau *below = index > 0 ? plateau - 1 : NULL, *above = index + 1 < profile->plateau_count ? plateau + 1 : NULL;
    ip_status status = ip_edge_uncertainty(&out->voltage_low_uncertainty, uncertainty, profile, below, plateau, error);
    if (!status)
        status = ip_edge_uncertainty(&out->voltage_high_uncertainty, uncertainty, profile, plateau, above, error);
    if (!status)
        status = ip_plateau_uncertainty(&out->reaction_energy_low_uncertainty, uncertainty, profile, plateau, below, error);
    if (!status && !isnan(out->reaction_energy_high))
        status = ip_plateau_uncertainty(&out->reaction_energy_high_uncertainty, uncertainty, profile, plateau, above, error);
    return status;
}

ip_status ip_profile_row_fill(ip_profile_row *out, ip_memory *memory, const ip_dataset *dataset, const char *formula,
                              const ip_composition *composition, const ip_profile *profile, int index,
                              const ip_question *question, ip_error *error) {
    const ip_plateau *plateau = &profile->plateaus[index];
    ip_reactant subject = {formula, composition, 1.0};
    bool changes = !ip_equilibrium_is(&plateau->products, profile->hull.phase);
    ip_character character = ip_character_find(&plateau->products, changes, question->gap);
    double multiple;
    ip_row_blank(&ip_profile_result, out);
    out->formula = formula;
    out->metal = ip_element_symbol(profile->metal);
    out->voltage_low = plateau->voltage_low;
    out->voltage_high = plateau->voltage_high;
    out->uptake = plateau->uptake;
    out->reaction_energy_low = plateau->reaction_energy_low;
    out->reaction_energy_high = isfinite(plateau->reaction_energy_high) ? plateau->reaction_energy_high : NAN;
    out->capacity = ip_profile_capacity(profile, plateau->uptake);
    out->character = ip_character_word(character.kind);
    out->status = ip_status_word(IP_OK);
    ip_status status = ip_row_list_products(&out->products, memory, &plateau->products, error);
    if (!status)
        status = ip_row_equation(&out->equation, &multiple, memory, dataset, &subject, 1, &plateau->products, question->arrow,
                                 question->weak_mark, error);
    if (!status)
        status = ip_row_character(&out->interphase, memory, character, error);
    return status ? status : fill_uncertainties(out, profile, index, question->uncertainty, error);
}
