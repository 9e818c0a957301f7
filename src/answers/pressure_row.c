/* What profiles against a gas are as rows: potentials become pressures, and their order is that of pressures. */
#include "row.h"

#include <interphase/pressure_row.h>

#include <math.h>

static const ip_column columns[] = {
    IP_COLUMN(ip_pressure_row, formula, "formula", "", 0, 0, 0, IP_COLUMN_SUBJECT,
              "the composition asked about, as it was written"),
    IP_COLUMN(ip_pressure_row, gas, "gas", "", 0, 0, 0, IP_COLUMN_SUBJECT, "the gas that is taken up and given off"),
    IP_COLUMN(ip_pressure_row, temperature, "temperature", "K", 2, 0, 2, IP_COLUMN_SUBJECT, "the temperature"),
    IP_COLUMN(ip_pressure_row, pressure_low, "from bar", "bar", 6, 1, 2, IP_COLUMN_POWER,
              "pressure from which this is so; 0 where there is no lowest"),
    IP_COLUMN(ip_pressure_row, pressure_high, "to bar", "bar", 6, 2, 2, IP_COLUMN_POWER, "pressure up to which it is"),
    IP_COLUMN(ip_pressure_row, uptake, "uptake", "", 6, 3, 4, IP_COLUMN_SIGNED | IP_COLUMN_NOTED,
              "molecules per formula unit; negative, given off"),
    IP_COLUMN(ip_pressure_row, products, "products of one formula unit", "", 0, 5, 0, IP_COLUMN_LONG,
              "what one formula unit becomes"),
    IP_COLUMN(ip_pressure_row, equation, "reaction", "", 0, 0, 0, IP_COLUMN_LONG, "the balanced equation"),
    IP_COLUMN(ip_pressure_row, reaction_energy_low, "energy", "eV/atom", 6, 0, 3, 0,
              "reaction energy at the lower pressure, per atom of the formula"),
    IP_COLUMN(ip_pressure_row, reaction_energy_high, "eV/atom", "eV/atom", 6, 4, 3, IP_COLUMN_NOTED,
              "reaction energy at the higher pressure, per atom of the formula"),
    IP_STATUS_COLUMNS(ip_pressure_row),
    IP_COLUMN(ip_pressure_row, character, "character", "", 0, 0, 0, 0,
              "whether what forms lets electrons through: none, SEI, MCI or unknown"),
    IP_COLUMN(ip_pressure_row, interphase, "interphase", "", 0, 6, 0, IP_COLUMN_TEXT_ONLY, "the same with the deciding phase"),
    IP_COLUMN(ip_pressure_row, pressure_low_uncertainty, "uncertainty", "bar", 6, 0, 4, IP_COLUMN_POWER,
              "one standard deviation of pressure_low, by its slope; where it is larger than that itself, that is uncertain by a "
              "factor"),
    IP_COLUMN(ip_pressure_row, pressure_high_uncertainty, "uncertainty", "bar", 6, 0, 4, IP_COLUMN_POWER,
              "one standard deviation of pressure_high, in the same way"),
    IP_UNCERTAINTY(ip_pressure_row, reaction_energy_low, "eV/atom"),
    IP_UNCERTAINTY(ip_pressure_row, reaction_energy_high, "eV/atom"),
};

static const ip_column window_columns[] = {
    IP_COLUMN(ip_pressure_window_row, formula, "formula", "", 0, 0, 0, IP_COLUMN_SUBJECT,
              "the composition asked about, as it was written"),
    IP_COLUMN(ip_pressure_window_row, gas, "gas", "", 0, 0, 0, IP_COLUMN_SUBJECT, "the gas that is taken up and given off"),
    IP_COLUMN(ip_pressure_window_row, temperature, "temperature", "K", 2, 0, 2, IP_COLUMN_SUBJECT, "the temperature"),
    IP_COLUMN(ip_pressure_window_row, in_dataset, "in table", "", 0, 0, 0, 0,
              "whether the table has a phase of this composition"),
    IP_COLUMN(ip_pressure_window_row, energy_above_hull, "above hull", "eV/atom", 6, 0, 4, 0,
              "formation energy minus hull energy"),
    IP_COLUMN(ip_pressure_window_row, pressure_low, "lowest pressure", "bar", 6, 0, 4, IP_COLUMN_POWER,
              "below it gas is given off; 0 where none is"),
    IP_COLUMN(ip_pressure_window_row, pressure_high, "highest pressure", "bar", 6, 0, 4, IP_COLUMN_POWER,
              "above it gas is taken up; the highest that was looked at where none is"),
    IP_COLUMN(ip_pressure_window_row, release_amount, "given off", "", 6, 0, 4, 0,
              "molecules per formula unit given off just below the window"),
    IP_COLUMN(ip_pressure_window_row, release_products, "products below", "", 0, 0, 0, 0,
              "what one formula unit becomes just below the window"),
    IP_COLUMN(ip_pressure_window_row, uptake, "taken up", "", 6, 0, 4, 0,
              "molecules per formula unit taken up just above the window"),
    IP_COLUMN(ip_pressure_window_row, uptake_products, "products above", "", 0, 0, 0, 0,
              "what one formula unit becomes just above the window"),
    IP_COLUMN(ip_pressure_window_row, stable, "stable", "", 0, 0, 0, 0,
              "whether the phase itself stays; else the window is that of what it becomes without the gas"),
    IP_STATUS_COLUMNS(ip_pressure_window_row),
    IP_COLUMN(ip_pressure_window_row, release_equation, "reaction below", "", 0, 0, 0, 0,
              "the balanced equation just below the window"),
    IP_COLUMN(ip_pressure_window_row, uptake_equation, "reaction above", "", 0, 0, 0, 0,
              "the balanced equation just above the window"),
    IP_UNCERTAINTY(ip_pressure_window_row, energy_above_hull, "eV/atom"),
    IP_COLUMN(ip_pressure_window_row, pressure_low_uncertainty, "uncertainty", "bar", 6, 0, 4, IP_COLUMN_POWER,
              "one standard deviation of pressure_low, by its slope; where it is larger than that itself, that is uncertain by a "
              "factor"),
    IP_COLUMN(ip_pressure_window_row, pressure_high_uncertainty, "uncertainty", "bar", 6, 0, 4, IP_COLUMN_POWER,
              "one standard deviation of pressure_high, in the same way"),
};

const ip_result_type ip_pressure_result = IP_RESULT_TYPE("profile", ip_pressure_row, columns);
const ip_result_type ip_pressure_window_result = IP_RESULT_TYPE("window", ip_pressure_window_row, window_columns);

/* Where a profile's potential lacks so much of zero; no pressure where it lacks infinitely much. */
static double pressure_at(double lack, ip_pressure_scale scale) {
    return exp((-lack - scale.standard) / scale.thermal);
}

ip_status ip_pressure_profile_find(ip_profile *out, ip_solver *solver, const ip_composition *composition,
                                   const ip_reservoir *reservoir, const char *gas, ip_pressure_scale scale, ip_error *error) {
    return ip_profile_find_gas(out, solver, composition, reservoir, gas,
                               scale.standard + scale.thermal * log(IP_HIGHEST_PRESSURE), error);
}

/* The deviation of a potential becomes that of its pressure. */
static ip_status fill_edge(double *out, double pressure, ip_uncertainty *uncertainty, const ip_profile *profile,
                           const ip_plateau *more, const ip_plateau *less, ip_pressure_scale scale, ip_error *error) {
    ip_status status = ip_edge_uncertainty(out, uncertainty, profile, more, less, error);
    *out *= pressure / scale.thermal;
    return status;
}

static ip_status fill_uncertainties(ip_pressure_row *out, const ip_profile *profile, const ip_plateau *plateau,
                                    ip_pressure_scale scale, ip_uncertainty *uncertainty, ip_error *error) {
    const ip_plateau *more = plateau > profile->plateaus ? plateau - 1 : NULL;
    const ip_plateau *less = plateau + 1 < profile->plateaus + profile->plateau_count ? plateau + 1 : NULL;
    ip_status status =
        fill_edge(&out->pressure_low_uncertainty, out->pressure_low, uncertainty, profile, plateau, less, scale, error);
    if (!status)
        status =
            fill_edge(&out->pressure_high_uncertainty, out->pressure_high, uncertainty, profile, more, plateau, scale, error);
    if (!status && !isnan(out->reaction_energy_low))
        status = ip_plateau_uncertainty(&out->reaction_energy_low_uncertainty, uncertainty, profile, plateau, less, error);
    if (!status)
        status = ip_plateau_uncertainty(&out->reaction_energy_high_uncertainty, uncertainty, profile, plateau, more, error);
    return status;
}

ip_status ip_pressure_row_fill(ip_pressure_row *out, ip_memory *memory, const ip_dataset *dataset, const char *formula,
                               const ip_composition *composition, const ip_profile *profile, int index, ip_pressure_scale scale,
                               const ip_question *question, ip_error *error) {
    const ip_plateau *plateau = &profile->plateaus[profile->plateau_count - 1 - index];
    ip_reactant subject = {formula, composition, 1.0};
    ip_character character =
        ip_character_find(&plateau->products, !ip_equilibrium_is(&plateau->products, profile->hull.phase), question->gap);
    double multiple;
    ip_row_blank(&ip_pressure_result, out);
    out->formula = formula;
    out->gas = profile->gas->formula;
    out->temperature = scale.temperature;
    out->pressure_low = pressure_at(plateau->voltage_high, scale);
    out->pressure_high = pressure_at(plateau->voltage_low, scale);
    out->uptake = plateau->uptake;
    out->reaction_energy_low = isfinite(plateau->reaction_energy_high) ? plateau->reaction_energy_high : NAN;
    out->reaction_energy_high = plateau->reaction_energy_low;
    out->character = ip_character_word(character.kind);
    out->status = ip_status_word(IP_OK);
    ip_status status = ip_row_list_products(&out->products, memory, &plateau->products, error);
    if (!status)
        status = ip_row_equation(&out->equation, &multiple, memory, dataset, &subject, 1, &plateau->products, question->arrow,
                                 question->weak_mark, error);
    if (!status)
        status = ip_row_character(&out->interphase, memory, character, error);
    return status ? status : fill_uncertainties(out, profile, plateau, scale, question->uncertainty, error);
}

/* What forms on one side of the window; nothing where there is no such side. */
static ip_status fill_side(double *amount, ip_row_products *products, const char **equation, ip_memory *memory,
                           const ip_dataset *dataset, const ip_reactant *subject, const ip_plateau *plateau, double sign,
                           const ip_question *question, ip_error *error) {
    double multiple;
    if (!plateau)
        return IP_OK;
    *amount = sign * plateau->uptake;
    ip_status status = ip_row_list_products(products, memory, &plateau->products, error);
    return status ? status
                  : ip_row_equation(equation, &multiple, memory, dataset, subject, 1, &plateau->products, question->arrow,
                                    question->weak_mark, error);
}

ip_status ip_pressure_window_row_fill(ip_pressure_window_row *out, ip_memory *memory, const ip_dataset *dataset,
                                      const char *formula, const ip_composition *composition, const ip_profile *profile,
                                      ip_pressure_scale scale, const ip_question *question, ip_error *error) {
    ip_window window = ip_profile_window(profile);
    ip_reactant subject = {formula, composition, 1.0};
    double width;
    ip_row_blank(&ip_pressure_window_result, out);
    out->formula = formula;
    out->gas = profile->gas->formula;
    out->temperature = scale.temperature;
    out->in_dataset = ip_flag_of(profile->hull.phase != NULL);
    out->energy_above_hull = profile->hull.energy_above_hull;
    out->pressure_low = pressure_at(window.oxidation_potential, scale);
    out->pressure_high = pressure_at(window.reduction_potential, scale);
    out->stable = ip_flag_of(window.stable);
    out->status = ip_status_word(IP_OK);
    ip_status status = fill_side(&out->release_amount, &out->release_products, &out->release_equation, memory, dataset, &subject,
                                 window.oxidation, -1.0, question, error);
    if (!status)
        status = fill_side(&out->uptake, &out->uptake_products, &out->uptake_equation, memory, dataset, &subject,
                           window.reduction, 1.0, question, error);
    if (!status)
        status = ip_window_uncertainty(&out->pressure_high_uncertainty, &out->pressure_low_uncertainty, &width,
                                       question->uncertainty, profile, error);
    out->pressure_high_uncertainty *= out->pressure_high / scale.thermal;
    out->pressure_low_uncertainty *= out->pressure_low / scale.thermal;
    return status ? status : ip_above_hull_uncertainty(&out->energy_above_hull_uncertainty, question->uncertainty, &profile->hull,
                                                       profile->atoms, error);
}
