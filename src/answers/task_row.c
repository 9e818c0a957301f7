/* A task answered, as a row: what a window, a decomposition or an interface comes to where only one line is wanted of it. */
#include "row.h"

#include <interphase/air_row.h>
#include <interphase/task_row.h>

#include <math.h>
#include <string.h>

static const ip_column columns[] = {
    IP_COLUMN(ip_task_row, reaction_energy, "total", "eV/atom", 6, 0, 4, 0,
              "reaction energy per atom of the mixture where it is deepest; of a alone, at the voltage or with the metal itself, "
              "per atom of a"),
    IP_COLUMN(ip_task_row, mutual_reaction_energy, "mutual", "eV/atom", 6, 0, 4, 0,
              "the same without what each reactant does by itself"),
    IP_COLUMN(ip_task_row, x, "x", "", 6, 0, 4, 0, "atomic fraction of a where it is deepest"),
    IP_COLUMN(ip_task_row, products, "products", "", 0, 0, 0, IP_COLUMN_LONG,
              "what one mole of mixed formula units becomes there; of a alone, one formula unit of it"),
    IP_COLUMN(ip_task_row, equation, "reaction", "", 0, 0, 0, IP_COLUMN_LONG, "the balanced equation"),
    IP_COLUMN(ip_task_row, character, "interphase", "", 0, 0, 0, 0,
              "whether what forms lets electrons through: none, SEI, MCI or unknown"),
    IP_COLUMN(ip_task_row, energy_above_hull, "above hull", "eV/atom", 6, 0, 4, 0, "energy above hull of a"),
    IP_COLUMN(ip_task_row, reduction_potential, "reduction potential", "V", 6, 0, 4, 0, "lower edge of the window of a"),
    IP_COLUMN(ip_task_row, oxidation_potential, "oxidation potential", "V", 6, 0, 4, 0, "upper edge of the window of a"),
    IP_COLUMN(ip_task_row, width, "width", "V", 6, 0, 4, 0, "oxidation potential minus reduction potential"),
    IP_STATUS_COLUMNS(ip_task_row),
    IP_COLUMN(ip_task_row, answer_voltage, "voltage", "V", 6, 0, 4, 0,
              "the voltage at which the answer holds: of a range, the worst"),
    IP_COLUMN(ip_task_row, deciding_phase, "deciding phase", "", 0, 0, 0, 0, "the product that decides the character"),
    IP_COLUMN(ip_task_row, reaction_energy_per_fixed_atom, "total", "eV/atom", 6, 0, 4, 0,
              "reaction energy per reactant atom, those of the open metal not counted"),
    IP_UNCERTAINTY(ip_task_row, reaction_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_task_row, mutual_reaction_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_task_row, energy_above_hull, "eV/atom"),
    IP_UNCERTAINTY(ip_task_row, reduction_potential, "V"),
    IP_UNCERTAINTY(ip_task_row, oxidation_potential, "V"),
    IP_UNCERTAINTY(ip_task_row, width, "V"),
    IP_UNCERTAINTY(ip_task_row, reaction_energy_per_fixed_atom, "eV/atom"),
    IP_COLUMN(ip_task_row, answer_metal, "metal", "", 0, 0, 0, 0, "the metal that the answer's voltages refer to"),
    IP_COLUMN(ip_task_row, water_energy, "first step", "eV/H2O", 6, 0, 3, 0,
              "of a window with --air: what the first molecules of water gain, per molecule"),
    IP_COLUMN(ip_task_row, toxic_onset, "toxic gas from", "%", 6, 0, 2, IP_COLUMN_POWER,
              "the same: the lowest humidity at which a toxic gas leaves; empty where none does up to saturation"),
    IP_COLUMN(ip_task_row, toxic_gas, "toxic gas", "", 0, 0, 0, 0,
              "the same: the toxic gas that leaves most of, or the hydride that is nearest to it"),
    IP_COLUMN(ip_task_row, toxic_mL_g, "gas", "mL/g", 2, 0, 0, 0, "the same: how much of it leaves"),
    IP_COLUMN(ip_task_row, margin, "margin", "eV/H2O", 6, 0, 3, 0,
              "the same: kT ln(humidity from which a toxic gas leaves / humidity); infinite where it never does"),
    IP_UNCERTAINTY(ip_task_row, water_energy, "eV/H2O"),
    IP_UNCERTAINTY(ip_task_row, margin, "eV/H2O"),
};

const ip_result_type ip_task_result = IP_RESULT_TYPE("screen", ip_task_row, columns);

/* What both kinds of tasks say of products: those of one mole of what the reactants were given as. */
static ip_status fill_products(ip_task_row *out, ip_memory *memory, const ip_dataset *dataset, const ip_reactant *reactants,
                               int count, const ip_equilibrium *products, bool reacts, const ip_question *question,
                               ip_error *error) {
    ip_character character = ip_character_find(products, reacts, question->gap);
    double multiple;
    out->character = ip_character_word(character.kind);
    out->deciding_phase = character.deciding ? character.deciding->formula : NULL;
    out->status = ip_status_word(IP_OK);
    ip_status status = ip_row_list_products(&out->products, memory, products, error);
    if (!status)
        status = ip_row_equation(&out->equation, &multiple, memory, dataset, reactants, count, products, question->arrow,
                                 question->weak_mark, error);
    return status;
}

static double per_fixed_atom(double energy, double atoms) {
    return atoms > 0.0 ? energy / atoms : NAN;
}

/* Those of the question, and the metal of the task at a voltage; NaN for none. */
static ip_status open_reservoirs(ip_reservoir *out, const ip_task *task, const ip_question *question, double voltage,
                                 ip_error *error) {
    ip_question own = *question;
    own.metal = task->metal;
    own.charge = task->charge;
    return ip_question_reservoir(out, &own, voltage, error);
}

/* ---- windows */

static ip_status fill_window(ip_task_row *out, const ip_profile *profile, double fixed, ip_uncertainty *uncertainty,
                             ip_error *error) {
    ip_window window = ip_profile_window(profile);
    out->energy_above_hull = profile->hull.energy_above_hull;
    out->reduction_potential = window.reduction_potential;
    out->oxidation_potential = window.oxidation_potential;
    out->width = window.oxidation_potential - window.reduction_potential;
    out->reaction_energy = profile->plateaus[0].reaction_energy_low;
    out->reaction_energy_per_fixed_atom = per_fixed_atom(out->reaction_energy * profile->atoms, fixed);
    out->answer_voltage = profile->plateaus[0].voltage_low;
    ip_status status = ip_window_uncertainty(&out->reduction_potential_uncertainty, &out->oxidation_potential_uncertainty,
                                             &out->width_uncertainty, uncertainty, profile, error);
    if (!status)
        status =
            ip_plateau_uncertainty(&out->reaction_energy_uncertainty, uncertainty, profile, &profile->plateaus[0], NULL, error);
    if (!status)
        status =
            ip_above_hull_uncertainty(&out->energy_above_hull_uncertainty, uncertainty, &profile->hull, profile->atoms, error);
    out->reaction_energy_per_fixed_atom_uncertainty = per_fixed_atom(out->reaction_energy_uncertainty * profile->atoms, fixed);
    return status;
}

/* What air does to the material. Where that has no answer, the window still has one, and the message says why. */
static ip_status fill_air(ip_task_row *out, ip_memory *memory, ip_solver *solver, const char *formula,
                          const ip_question *question, ip_error *error) {
    ip_air_row row;
    ip_error inner;
    ip_status status = ip_air_row_find(&row, memory, solver, question->air, formula, question, &inner);
    if (status == IP_NO_MEMORY)
        return ip_error_set(error, status, "%s", inner.message);
    if (status) {
        ip_error_prefix(&inner, status, "air");
        out->message = ip_memory_copy(memory, inner.message);
        return out->message ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    }
    out->water_energy = row.water_energy;
    out->toxic_onset = row.toxic_onset;
    out->toxic_gas = row.toxic_gas;
    out->toxic_mL_g = row.toxic_mL_g;
    out->margin = row.margin;
    out->water_energy_uncertainty = row.water_energy_uncertainty;
    out->margin_uncertainty = row.margin_uncertainty;
    return IP_OK;
}

static ip_status answer_window(ip_task_row *out, ip_memory *memory, ip_solver *solver, const ip_task *task,
                               const ip_question *question, ip_error *error) {
    ip_composition composition;
    ip_profile profile;
    ip_status status = ip_composition_read(&composition, task->a, error);
    if (!status)
        status = ip_profile_find_in(&profile, solver, &composition, task->metal, task->charge, question->reservoir, error);
    if (status)
        return status;
    ip_reactant subject = {task->a, &composition, 1.0};
    const ip_equilibrium *products = &profile.plateaus[0].products;
    double fixed = profile.atoms - ip_composition_amount(&composition, task->metal);
    status = fill_window(out, &profile, fixed, question->uncertainty, error);
    if (!status)
        status = fill_products(out, memory, ip_solver_dataset(solver), &subject, 1, products,
                               !ip_equilibrium_is(products, profile.hull.phase), question, error);
    ip_profile_clear(&profile);
    return status || !question->air ? status : fill_air(out, memory, solver, task->a, question, error);
}

/* ---- decompositions */

/* The energy of a reaction with the reservoir is concave in the voltage: over a range it is lowest at one of the ends. */
static ip_status find_decomposition(ip_decomposition *out, double *voltage, ip_solver *solver, const ip_task *task,
                                    const ip_composition *composition, const ip_question *question, ip_error *error) {
    double ends[] = {task->voltage_low, task->voltage_high};
    int count = ends[1] > ends[0] ? 2 : 1;
    ip_status status = IP_OK;
    for (int i = 0; i < count && !status; i++) {
        ip_reservoir reservoir;
        ip_decomposition found;
        status = open_reservoirs(&reservoir, task, question, ends[i], error);
        if (!status)
            status = ip_decomposition_find(&found, solver, composition, &reservoir, error);
        if (status)
            break;
        if (i > 0 && found.energy >= out->energy - IP_REACTION_TOLERANCE) {
            ip_decomposition_clear(&found);
            continue;
        }
        if (i > 0)
            ip_decomposition_clear(out);
        *out = found;
        *voltage = ends[i];
    }
    if (status)
        ip_decomposition_clear(out);
    return status;
}

static ip_status answer_decomposition(ip_task_row *out, ip_memory *memory, ip_solver *solver, const ip_task *task,
                                      const ip_question *question, ip_error *error) {
    ip_composition composition;
    ip_decomposition found = {0};
    ip_status status = ip_composition_read(&composition, task->a, error);
    if (!status)
        status = find_decomposition(&found, &out->answer_voltage, solver, task, &composition, question, error);
    if (status)
        return status;
    ip_reactant subject = {task->a, &composition, 1.0};
    double fixed = found.atoms - ip_composition_amount(&composition, task->metal), deviation;
    out->energy_above_hull = found.hull.energy_above_hull;
    out->reaction_energy = found.energy / found.atoms;
    out->reaction_energy_per_fixed_atom = per_fixed_atom(found.energy, fixed);
    status = ip_decomposition_uncertainty(&deviation, question->uncertainty, &found, error);
    out->reaction_energy_uncertainty = deviation / found.atoms;
    out->reaction_energy_per_fixed_atom_uncertainty = per_fixed_atom(deviation, fixed);
    if (!status)
        status = ip_above_hull_uncertainty(&out->energy_above_hull_uncertainty, question->uncertainty, &found.hull, found.atoms,
                                           error);
    if (!status)
        status = fill_products(out, memory, ip_solver_dataset(solver), &subject, 1, &found.equilibrium, found.changes, question,
                               error);
    ip_decomposition_clear(&found);
    return status;
}

/* ---- interfaces */

static ip_status find_reservoir(ip_reservoir *reservoir, double *voltage, ip_solver *solver, const ip_task *task,
                                const ip_composition *a, const ip_composition *b, const ip_question *question, ip_error *error) {
    *voltage = task->has_voltage ? task->voltage_low : NAN;
    ip_status status = IP_OK;
    if (task->has_voltage && task->voltage_high > task->voltage_low)
        status = ip_interface_worst_voltage_in(voltage, NULL, solver, a, b, task->metal, task->charge, task->voltage_low,
                                               task->voltage_high, question->reservoir, NULL, error);
    return status ? status : open_reservoirs(reservoir, task, question, *voltage, error);
}

static ip_status fill_interface(ip_task_row *out, const ip_task *task, const ip_interface *found, ip_uncertainty *uncertainty,
                                ip_error *error) {
    const ip_kink *kink = &found->kinks[found->minimum];
    double metal = kink->x_molar * ip_composition_amount(&found->a.composition, task->metal) +
                   (1.0 - kink->x_molar) * ip_composition_amount(&found->b.composition, task->metal);
    double fixed = task->has_voltage ? kink->atoms - metal : kink->atoms;
    out->energy_above_hull = found->a.hull.energy_above_hull;
    out->reaction_energy = kink->reaction_energy;
    out->mutual_reaction_energy = kink->mutual_reaction_energy;
    out->x = kink->x;
    out->reaction_energy_per_fixed_atom = per_fixed_atom(kink->reaction_energy * kink->atoms, fixed);
    ip_status status = ip_kink_uncertainty(&out->reaction_energy_uncertainty, &out->mutual_reaction_energy_uncertainty,
                                           uncertainty, found, found->minimum, error);
    if (!status)
        status =
            ip_above_hull_uncertainty(&out->energy_above_hull_uncertainty, uncertainty, &found->a.hull, found->a.atoms, error);
    out->reaction_energy_per_fixed_atom_uncertainty = per_fixed_atom(out->reaction_energy_uncertainty * kink->atoms, fixed);
    return status;
}

static ip_status answer_interface(ip_task_row *out, ip_memory *memory, ip_solver *solver, const ip_task *task,
                                  const ip_question *question, ip_error *error) {
    ip_composition a, b;
    ip_reservoir reservoir;
    ip_interface found;
    ip_status status = ip_composition_read(&a, task->a, error);
    if (!status)
        status = ip_composition_read(&b, task->b, error);
    if (!status)
        status = find_reservoir(&reservoir, &out->answer_voltage, solver, task, &a, &b, question, error);
    if (!status)
        status = ip_interface_find(&found, solver, &a, &b, &reservoir, error);
    if (status)
        return status;
    const ip_kink *kink = &found.kinks[found.minimum];
    ip_reactant reactants[] = {{task->a, &a, kink->x_molar}, {task->b, &b, 1.0 - kink->x_molar}};
    if (question->uncertainty && task->has_voltage)
        status = ip_interface_set_worst(&found, solver, task->metal, task->charge, out->answer_voltage, task->voltage_low,
                                        task->voltage_high, question->reservoir, error);
    if (!status)
        status = fill_interface(out, task, &found, question->uncertainty, error);
    if (!status)
        status =
            fill_products(out, memory, ip_solver_dataset(solver), reactants, 2, &kink->products, found.reacts, question, error);
    ip_interface_clear(&found);
    return status;
}

static ip_status find(ip_task_row *out, ip_memory *memory, ip_solver *solver, const ip_task *task, const ip_question *question,
                      ip_error *error) {
    if (task->b)
        return answer_interface(out, memory, solver, task, question, error);
    if (task->has_voltage)
        return answer_decomposition(out, memory, solver, task, question, error);
    return answer_window(out, memory, solver, task, question, error);
}

ip_status ip_task_row_find(ip_task_row *out, ip_memory *memory, ip_solver *solver, const ip_task *task,
                           const ip_question *question, ip_error *error) {
    ip_status status;
    ip_row_blank(&ip_task_result, out);
    if (!task->a)
        status = ip_error_set(error, IP_BAD_ARGUMENT, "the task has no formula; one or two are expected");
    else
        status = find(out, memory, solver, task, question, error);
    if (task->has_voltage || !task->b)
        out->answer_metal = ip_element_symbol(task->metal);
    if (status)
        ip_row_fail(&ip_task_result, out, error);
    return status;
}
