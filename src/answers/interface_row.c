/* What a kink is as a row. */
#include "row.h"

#include <interphase/interface_row.h>

#include <math.h>

#define INTERFACE_COLUMNS                                                                                                        \
    IP_COLUMN(ip_interface_row, mark, "", "", 0, 1, 0, IP_COLUMN_TEXT_ONLY | IP_COLUMN_NOTED,                                    \
              "* marks the deepest of what reacts"),                                                                             \
        IP_COLUMN(ip_interface_row, a, "A", "", 0, 0, 0, IP_COLUMN_SUBJECT, "the first reactant, as it was written"),            \
        IP_COLUMN(ip_interface_row, b, "B", "", 0, 0, 0, IP_COLUMN_SUBJECT, "the second reactant, as it was written"),           \
        IP_COLUMN(ip_interface_row, metal, "metal", "", 0, 0, 0, IP_COLUMN_SUBJECT, "the metal that the voltage refers to"),     \
        IP_COLUMN(ip_interface_row, voltage, "voltage", "V", 6, 0, 4, IP_COLUMN_SUBJECT,                                         \
                  "the voltage of the reservoir of the metal"),                                                                  \
        IP_COLUMN(ip_interface_row, x, "x", "", 6, 2, 4, IP_COLUMN_NOTED, "atomic fraction of A in the mixture"),                \
        IP_COLUMN(ip_interface_row, x_molar, "x molar", "", 6, 3, 4, 0, "molar fraction of A in the mixture"),                   \
        IP_COLUMN(ip_interface_row, reaction_energy, "total", "eV/atom", 6, 4, 4, IP_COLUMN_NOTED,                               \
                  "reaction energy per atom of the mixture, all reactant atoms"),                                                \
        IP_COLUMN(ip_interface_row, mutual_reaction_energy, "mutual", "eV/atom", 6, 5, 4, IP_COLUMN_NOTED,                       \
                  "the same without what each reactant does by itself"),                                                         \
        IP_COLUMN(ip_interface_row, reaction_energy_kJ_mol, "kJ/mol", "kJ/mol", 6, 6, 1, IP_COLUMN_NOTED,                        \
                  "total per mole of mixed formula units"),                                                                      \
        IP_COLUMN(ip_interface_row, products, "products", "", 0, 0, 0, IP_COLUMN_LONG,                                           \
                  "what one mole of mixed formula units becomes"),                                                               \
        IP_COLUMN(ip_interface_row, equation, "reaction", "", 0, 8, 0, IP_COLUMN_LONG, "the balanced equation"),                 \
        IP_COLUMN(ip_interface_row, character, "interphase", "", 0, 7, 0, IP_COLUMN_NOTED,                                       \
                  "SEI where every product's band gap is at or above the threshold (--gap), MCI where one is below it, else "    \
                  "none or unknown"),                                                                                            \
        IP_COLUMN(ip_interface_row, minimum, "deepest", "", 0, 0, 0, 0, "whether this is the deepest mutual reaction energy"),   \
        IP_STATUS_COLUMNS(ip_interface_row),                                                                                     \
        IP_COLUMN(ip_interface_row, deciding_phase, "deciding phase", "", 0, 0, 0, 0, "the product that decides the character"), \
        IP_COLUMN(ip_interface_row, metal_excess, "metal excess", "", 0, 0, 0, 0,                                                \
                  "whether this is where an excess of a reactant that is an element leads"),                                     \
        IP_COLUMN(ip_interface_row, energy_above_hull_a, "A above hull", "eV/atom", 6, 0, 4, 0, "energy above hull of A"),       \
        IP_COLUMN(ip_interface_row, energy_above_hull_b, "B above hull", "eV/atom", 6, 0, 4, 0, "energy above hull of B"),       \
        IP_COLUMN(ip_interface_row, range, "range", "", 0, 0, 0, 0, "low, high or worst: what the voltage is of a range"),       \
        IP_COLUMN(ip_interface_row, reaction_energy_per_fixed_atom, "total", "eV/atom", 6, 0, 4, 0,                              \
                  "reaction energy per reactant atom, those of the open metal not counted"),                                     \
        IP_COLUMN(ip_interface_row, equation_energy, "energy of the equation", "eV", 6, 0, 4, IP_COLUMN_FIXED,                   \
                  "total energy of the equation as it is written"),                                                              \
        IP_COLUMN(ip_interface_row, equation_energy_kJ_mol, "energy of the equation", "kJ/mol", 6, 0, 1, IP_COLUMN_FIXED,        \
                  "total energy of the equation as it is written, per mole of it"),                                              \
        IP_UNCERTAINTY(ip_interface_row, reaction_energy, "eV/atom"),                                                            \
        IP_UNCERTAINTY(ip_interface_row, mutual_reaction_energy, "eV/atom"),                                                     \
        IP_UNCERTAINTY(ip_interface_row, reaction_energy_kJ_mol, "kJ/mol"),                                                      \
        IP_UNCERTAINTY(ip_interface_row, energy_above_hull_a, "eV/atom"),                                                        \
        IP_UNCERTAINTY(ip_interface_row, energy_above_hull_b, "eV/atom"),                                                        \
        IP_UNCERTAINTY(ip_interface_row, reaction_energy_per_fixed_atom, "eV/atom"),                                             \
        IP_UNCERTAINTY(ip_interface_row, equation_energy, "eV"),                                                                 \
        IP_UNCERTAINTY(ip_interface_row, equation_energy_kJ_mol, "kJ/mol")

static const ip_column interface_columns[] = {INTERFACE_COLUMNS};
static const ip_column cell_columns[] = {IP_COLUMN(ip_interface_row, position, "position", "", 0, 0, 0, IP_COLUMN_SUBJECT,
                                                   "place of the interface in the stack, from 1"),
                                         INTERFACE_COLUMNS};

const ip_result_type ip_interface_result = IP_RESULT_TYPE("react", ip_interface_row, interface_columns);
const ip_result_type ip_cell_result = IP_RESULT_TYPE("cell", ip_interface_row, cell_columns);

ip_status ip_reactant_pair_read(ip_reactant_pair *out, const char *a, const char *b, ip_error *error) {
    out->a = a;
    out->b = b;
    ip_status status = ip_composition_read(&out->composition_a, a, error);
    return status ? status : ip_composition_read(&out->composition_b, b, error);
}

void ip_interface_row_ask(ip_interface_row *out, const ip_interface_case *asked, const ip_question *question) {
    ip_row_blank(&ip_cell_result, out);
    out->position = asked->position;
    out->a = asked->pair->a;
    out->b = asked->pair->b;
    out->voltage = asked->voltage;
    out->metal = isnan(asked->voltage) ? NULL : ip_element_symbol(question->metal);
}

/* Reactant atoms per mole of mixed formula units whose number is given, not exchanged. */
static double fixed_atoms(const ip_interface_case *answer, const ip_kink *kink, int metal) {
    if (isnan(answer->voltage) || answer->closed)
        return kink->atoms;
    return kink->atoms - kink->x_molar * ip_composition_amount(&answer->pair->composition_a, metal) -
           (1.0 - kink->x_molar) * ip_composition_amount(&answer->pair->composition_b, metal);
}

static ip_status fill_uncertainties(ip_interface_row *out, const ip_interface *found, int index, double multiple, double fixed,
                                    ip_uncertainty *uncertainty, ip_error *error) {
    const ip_kink *kink = &found->kinks[index];
    ip_status status = ip_kink_uncertainty(&out->reaction_energy_uncertainty, &out->mutual_reaction_energy_uncertainty,
                                           uncertainty, found, index, error);
    if (!status)
        status =
            ip_above_hull_uncertainty(&out->energy_above_hull_a_uncertainty, uncertainty, &found->a.hull, found->a.atoms, error);
    if (!status)
        status =
            ip_above_hull_uncertainty(&out->energy_above_hull_b_uncertainty, uncertainty, &found->b.hull, found->b.atoms, error);
    double molar = out->reaction_energy_uncertainty * kink->atoms;
    out->reaction_energy_kJ_mol_uncertainty = molar * IP_KJ_PER_MOL;
    out->equation_energy_uncertainty = molar * multiple;
    out->equation_energy_kJ_mol_uncertainty = molar * multiple * IP_KJ_PER_MOL;
    out->reaction_energy_per_fixed_atom_uncertainty = fixed > 0.0 ? molar / fixed : NAN;
    return status;
}

ip_status ip_interface_row_fill(ip_interface_row *out, ip_memory *memory, const ip_dataset *dataset,
                                const ip_interface_case *answer, int index, const ip_question *question, ip_error *error) {
    const ip_interface *found = answer->found;
    const ip_kink *kink = &found->kinks[index];
    const ip_reactant_pair *pair = answer->pair;
    ip_reactant reactants[] = {{pair->a, &pair->composition_a, kink->x_molar},
                               {pair->b, &pair->composition_b, 1.0 - kink->x_molar}};
    ip_character character = ip_character_find(&kink->products, ip_reacts(kink->mutual_reaction_energy), question->gap);
    double multiple, energy = kink->reaction_energy * kink->atoms, fixed = fixed_atoms(answer, kink, question->metal);
    ip_interface_row_ask(out, answer, question);
    ip_status status = ip_row_list_products(&out->products, memory, &kink->products, error);
    if (!status)
        status = ip_row_equation(&out->equation, &multiple, memory, dataset, reactants, 2, &kink->products, question->arrow,
                                 question->weak_mark, error);
    if (status)
        return status;
    out->x = kink->x;
    out->x_molar = kink->x_molar;
    out->reaction_energy = kink->reaction_energy;
    out->mutual_reaction_energy = kink->mutual_reaction_energy;
    out->reaction_energy_kJ_mol = energy * IP_KJ_PER_MOL;
    out->reaction_energy_per_fixed_atom = fixed > 0.0 ? energy / fixed : NAN;
    out->equation_energy = energy * multiple;
    out->equation_energy_kJ_mol = out->equation_energy * IP_KJ_PER_MOL;
    out->character = ip_character_word(character.kind);
    out->deciding_phase = character.deciding ? character.deciding->formula : NULL;
    out->minimum = ip_flag_of(index == found->minimum);
    out->metal_excess = ip_flag_of(index == found->metal_excess);
    out->energy_above_hull_a = found->a.hull.energy_above_hull;
    out->energy_above_hull_b = found->b.hull.energy_above_hull;
    out->range = answer->range;
    out->mark = index == found->minimum && found->reacts ? "*" : "";
    out->status = ip_status_word(IP_OK);
    return fill_uncertainties(out, found, index, multiple, fixed, question->uncertainty, error);
}
