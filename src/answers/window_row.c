/* What a window is as a row. */
#include "row.h"

#include <interphase/window_row.h>

#include <math.h>

static const ip_column columns[] = {
    IP_COLUMN(ip_window_row, formula, "formula", "", 0, 0, 0, IP_COLUMN_SUBJECT,
              "the composition asked about, as it was written"),
    IP_COLUMN(ip_window_row, metal, "metal", "", 0, 0, 0, IP_COLUMN_SUBJECT, "the metal that voltages refer to"),
    IP_COLUMN(ip_window_row, in_dataset, "in table", "", 0, 0, 0, 0, "whether the table has a phase of this composition"),
    IP_COLUMN(ip_window_row, energy_above_hull, "above hull", "eV/atom", 6, 0, 4, 0, "formation energy minus hull energy"),
    IP_COLUMN(ip_window_row, reduction_potential, "reduction potential", "V", 6, 0, 4, 0,
              "the window's lower edge; 0 where the metal itself does nothing"),
    IP_COLUMN(ip_window_row, oxidation_potential, "oxidation potential", "V", 6, 0, 4, IP_COLUMN_INFINITE,
              "the window's upper edge; infinite where there is no metal to give off"),
    IP_COLUMN(ip_window_row, width, "width", "V", 6, 0, 4, IP_COLUMN_INFINITE, "oxidation potential minus reduction potential"),
    IP_COLUMN(ip_window_row, reduction_uptake, "reduction uptake", "", 6, 0, 4, IP_COLUMN_SIGNED,
              "atoms of the metal taken up per formula unit just below the window"),
    IP_COLUMN(ip_window_row, reduction_products, "reduction products", "", 0, 0, 0, 0,
              "what one formula unit becomes just below the window"),
    IP_COLUMN(ip_window_row, oxidation_uptake, "oxidation uptake", "", 6, 0, 4, IP_COLUMN_SIGNED,
              "atoms of the metal taken up per formula unit just above the window: negative, given off"),
    IP_COLUMN(ip_window_row, oxidation_products, "oxidation products", "", 0, 0, 0, 0,
              "what one formula unit becomes just above the window"),
    IP_COLUMN(ip_window_row, contact_uptake, "contact uptake", "", 6, 0, 4, IP_COLUMN_SIGNED,
              "atoms of the metal taken up per formula unit in contact with the metal (0 V)"),
    IP_COLUMN(ip_window_row, contact_products, "contact products", "", 0, 0, 0, 0,
              "what one formula unit becomes in contact with the metal (0 V)"),
    IP_COLUMN(ip_window_row, contact_energy, "contact energy", "eV/atom", 6, 0, 4, 0,
              "energy of that reaction, per atom of the formula"),
    IP_COLUMN(ip_window_row, stable, "stable", "", 0, 0, 0, 0,
              "whether the phase itself is on the hull; else the window is that of its decomposition products"),
    IP_STATUS_COLUMNS(ip_window_row),
    IP_COLUMN(ip_window_row, reduction_character, "below the window", "", 0, 0, 0, 0,
              "whether what forms below lets electrons through: none, SEI, MCI or unknown"),
    IP_COLUMN(ip_window_row, oxidation_character, "above the window", "", 0, 0, 0, 0, "the same above the window"),
    IP_COLUMN(ip_window_row, contact_character, "with the metal", "", 0, 0, 0, 0, "the same in contact with the metal"),
    IP_UNCERTAINTY(ip_window_row, energy_above_hull, "eV/atom"),
    IP_UNCERTAINTY(ip_window_row, reduction_potential, "V"),
    IP_UNCERTAINTY(ip_window_row, oxidation_potential, "V"),
    IP_UNCERTAINTY(ip_window_row, width, "V"),
    IP_UNCERTAINTY(ip_window_row, contact_energy, "eV/atom"),
};

const ip_result_type ip_window_result = IP_RESULT_TYPE("window", ip_window_row, columns);

static ip_status fill_side(double *uptake, ip_row_products *products, const char **character, ip_memory *memory,
                           const ip_profile *profile, const ip_plateau *plateau, double gap, ip_error *error) {
    if (!plateau)
        return IP_OK;
    *uptake = plateau->uptake;
    *character = ip_character_word(
        ip_character_find(&plateau->products, !ip_equilibrium_is(&plateau->products, profile->hull.phase), gap).kind);
    return ip_row_list_products(products, memory, &plateau->products, error);
}

ip_status ip_window_row_fill(ip_window_row *out, ip_memory *memory, const char *formula, const ip_profile *profile,
                             const ip_question *question, ip_error *error) {
    ip_window window = ip_profile_window(profile);
    ip_row_blank(&ip_window_result, out);
    out->formula = formula;
    out->metal = ip_element_symbol(profile->metal);
    out->in_dataset = ip_flag_of(profile->hull.phase != NULL);
    out->energy_above_hull = profile->hull.energy_above_hull;
    out->reduction_potential = window.reduction_potential;
    out->oxidation_potential = window.oxidation_potential;
    out->width = window.oxidation_potential - window.reduction_potential;
    out->contact_energy = window.contact ? window.contact->reaction_energy_low : NAN;
    out->stable = ip_flag_of(window.stable);
    out->status = ip_status_word(IP_OK);
    double gap = question->gap;
    ip_status status = fill_side(&out->reduction_uptake, &out->reduction_products, &out->reduction_character, memory, profile,
                                 window.reduction, gap, error);
    if (!status)
        status = fill_side(&out->oxidation_uptake, &out->oxidation_products, &out->oxidation_character, memory, profile,
                           window.oxidation, gap, error);
    if (!status)
        status = fill_side(&out->contact_uptake, &out->contact_products, &out->contact_character, memory, profile, window.contact,
                           gap, error);
    if (!status)
        status = ip_window_uncertainty(&out->reduction_potential_uncertainty, &out->oxidation_potential_uncertainty,
                                       &out->width_uncertainty, question->uncertainty, profile, error);
    if (!status)
        status = ip_plateau_uncertainty(&out->contact_energy_uncertainty, question->uncertainty, profile, window.contact, NULL,
                                        error);
    if (!status)
        status = ip_above_hull_uncertainty(&out->energy_above_hull_uncertainty, question->uncertainty, &profile->hull,
                                           profile->atoms, error);
    return status;
}

ip_status ip_window_row_find(ip_window_row *out, ip_memory *memory, ip_solver *solver, const char *formula,
                             const ip_question *question, ip_error *error) {
    ip_composition composition;
    ip_profile profile = {0};
    ip_row_blank(&ip_window_result, out);
    out->formula = formula;
    out->metal = ip_element_symbol(question->metal);
    ip_status status = ip_composition_read(&composition, formula, error);
    if (!status)
        status =
            ip_profile_find_in(&profile, solver, &composition, question->metal, question->charge, question->reservoir, error);
    if (!status)
        status = ip_window_row_fill(out, memory, formula, &profile, question, error);
    if (status)
        ip_row_fail(&ip_window_result, out, error);
    ip_profile_clear(&profile);
    return status;
}
