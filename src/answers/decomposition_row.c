/* What a decomposition is as a row. */
#include "row.h"

#include <interphase/decomposition_row.h>

#include <math.h>

static const ip_column columns[] = {
    IP_COLUMN(ip_decomposition_row, formula, "formula", "", 0, 0, 0, IP_COLUMN_SUBJECT,
              "the composition asked about, as it was written"),
    IP_COLUMN(ip_decomposition_row, metal, "metal", "", 0, 0, 0, IP_COLUMN_SUBJECT, "the metal that the voltage refers to"),
    IP_COLUMN(ip_decomposition_row, voltage, "voltage", "V", 6, 0, 4, IP_COLUMN_SUBJECT,
              "the voltage of the reservoir of the metal"),
    IP_COLUMN(ip_decomposition_row, uptake, "uptake", "", 6, 0, 4, IP_COLUMN_SIGNED,
              "atoms of the metal taken up per formula unit; negative, given off"),
    IP_COLUMN(ip_decomposition_row, products, "products of one formula unit", "", 0, 0, 0, IP_COLUMN_LONG,
              "what one formula unit becomes"),
    IP_COLUMN(ip_decomposition_row, equation, "reaction", "", 0, 0, 0, IP_COLUMN_LONG, "the balanced equation"),
    IP_COLUMN(ip_decomposition_row, reaction_energy, "energy", "eV/atom", 6, 0, 4, 0,
              "reaction energy per atom of the formula, all its atoms"),
    IP_COLUMN(ip_decomposition_row, reaction_energy_per_formula, "energy", "eV", 6, 0, 4, 0, "reaction energy per formula unit"),
    IP_COLUMN(ip_decomposition_row, reaction_energy_kJ_mol, "energy", "kJ/mol", 6, 0, 1, 0,
              "reaction energy per mole of formula units"),
    IP_STATUS_COLUMNS(ip_decomposition_row),
    IP_COLUMN(ip_decomposition_row, character, "interphase", "", 0, 0, 0, 0,
              "whether what forms lets electrons through: none, SEI, MCI or unknown"),
    IP_COLUMN(ip_decomposition_row, deciding_phase, "deciding phase", "", 0, 0, 0, 0, "the product that decides this"),
    IP_COLUMN(ip_decomposition_row, equation_energy, "energy of the equation", "eV", 6, 0, 4, IP_COLUMN_FIXED,
              "energy of the equation as it is written"),
    IP_COLUMN(ip_decomposition_row, equation_energy_kJ_mol, "energy of the equation", "kJ/mol", 6, 0, 1, IP_COLUMN_FIXED,
              "energy of the equation as it is written, per mole of it"),
    IP_COLUMN(ip_decomposition_row, reaction_energy_per_fixed_atom, "energy", "eV/atom", 6, 0, 4, 0,
              "reaction energy per atom of the formula, those of open elements not counted"),
    IP_UNCERTAINTY(ip_decomposition_row, reaction_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_decomposition_row, reaction_energy_per_formula, "eV"),
    IP_UNCERTAINTY(ip_decomposition_row, reaction_energy_kJ_mol, "kJ/mol"),
    IP_UNCERTAINTY(ip_decomposition_row, equation_energy, "eV"),
    IP_UNCERTAINTY(ip_decomposition_row, equation_energy_kJ_mol, "kJ/mol"),
    IP_UNCERTAINTY(ip_decomposition_row, reaction_energy_per_fixed_atom, "eV/atom"),
    IP_COLUMN(ip_decomposition_row, plateau, "plateau", "", 0, 0, 0, 0,
              "of a range of voltages, from 1: between the voltages of the two rows with its number nothing changes"),
};

const ip_result_type ip_decomposition_result = IP_RESULT_TYPE("decompose", ip_decomposition_row, columns);

double ip_reservoir_voltage(const ip_reservoir *reservoir, const ip_question *question) {
    int charge = question->charge ? question->charge : ip_element_charge(question->metal);
    for (int i = 0; reservoir && i < reservoir->count; i++)
        if (reservoir->element[i] == question->metal)
            return -reservoir->chemical_potential[i] / charge;
    return NAN;
}

static void fill_subject(ip_decomposition_row *out, const char *formula, const ip_reservoir *reservoir,
                         const ip_question *question) {
    ip_row_blank(&ip_decomposition_result, out);
    out->formula = formula;
    out->voltage = ip_reservoir_voltage(reservoir, question);
    out->metal = isnan(out->voltage) ? NULL : ip_element_symbol(question->metal);
}

static double fixed_atoms(const ip_composition *composition, const ip_reservoir *reservoir) {
    double atoms = ip_composition_atoms(composition);
    for (int i = 0; reservoir && i < reservoir->count; i++)
        atoms -= ip_composition_amount(composition, reservoir->element[i]);
    return atoms;
}

ip_status ip_decomposition_row_fill(ip_decomposition_row *out, ip_memory *memory, const ip_dataset *dataset, const char *formula,
                                    const ip_composition *composition, const ip_decomposition *decomposition,
                                    const ip_reservoir *reservoir, const ip_question *question, ip_error *error) {
    ip_reactant subject = {formula, composition, 1.0};
    double multiple;
    ip_character character = ip_character_find(&decomposition->equilibrium, decomposition->changes, question->gap);
    fill_subject(out, formula, reservoir, question);
    if (out->metal)
        out->uptake = ip_equilibrium_uptake(&decomposition->equilibrium, question->metal);
    ip_status status = ip_row_list_products(&out->products, memory, &decomposition->equilibrium, error);
    if (!status)
        status = ip_row_equation(&out->equation, &multiple, memory, dataset, &subject, 1, &decomposition->equilibrium,
                                 question->arrow, question->weak_mark, error);
    if (status)
        return status;
    out->reaction_energy = decomposition->energy / decomposition->atoms;
    out->reaction_energy_per_formula = decomposition->energy;
    out->reaction_energy_kJ_mol = decomposition->energy * IP_KJ_PER_MOL;
    out->equation_energy = decomposition->energy * multiple;
    out->equation_energy_kJ_mol = out->equation_energy * IP_KJ_PER_MOL;
    out->reaction_energy_per_fixed_atom = decomposition->energy / fixed_atoms(composition, reservoir);
    double deviation, fixed = fixed_atoms(composition, reservoir);
    status = ip_decomposition_uncertainty(&deviation, question->uncertainty, decomposition, error);
    if (status)
        return status;
    out->reaction_energy_uncertainty = deviation / decomposition->atoms;
    out->reaction_energy_per_formula_uncertainty = deviation;
    out->reaction_energy_kJ_mol_uncertainty = deviation * IP_KJ_PER_MOL;
    out->equation_energy_uncertainty = deviation * multiple;
    out->equation_energy_kJ_mol_uncertainty = deviation * multiple * IP_KJ_PER_MOL;
    out->reaction_energy_per_fixed_atom_uncertainty = deviation / fixed;
    out->character = ip_character_word(character.kind);
    out->deciding_phase = character.deciding ? character.deciding->formula : NULL;
    out->status = ip_status_word(IP_OK);
    return IP_OK;
}

ip_status ip_decomposition_row_find(ip_decomposition_row *out, ip_memory *memory, ip_solver *solver, const char *formula,
                                    const ip_reservoir *reservoir, const ip_question *question, ip_error *error) {
    ip_composition composition;
    ip_decomposition decomposition = {0};
    fill_subject(out, formula, reservoir, question);
    ip_status status = ip_composition_read(&composition, formula, error);
    if (!status)
        status = ip_decomposition_find(&decomposition, solver, &composition, reservoir, error);
    if (!status)
        status = ip_decomposition_row_fill(out, memory, ip_solver_dataset(solver), formula, &composition, &decomposition,
                                           reservoir, question, error);
    if (status)
        ip_row_fail(&ip_decomposition_result, out, error);
    ip_decomposition_clear(&decomposition);
    return status;
}
