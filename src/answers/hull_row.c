/* What a hull is as a row. */
#include "equilibrium.h"
#include "row.h"

#include <interphase/decomposition_row.h>
#include <interphase/hull_row.h>
#include <interphase/profile.h>

#include <math.h>
#include <string.h>

/* Those of open systems come last. */
enum { OPEN_COLUMNS = 5 };

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
    IP_UNCERTAINTY(ip_hull_row, formation_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_hull_row, energy_above_hull, "eV/atom"),
    IP_UNCERTAINTY(ip_hull_row, decomposition_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_hull_row, hull_energy, "eV/atom"),
    /* of open systems */
    IP_COLUMN(ip_hull_row, metal, "metal", "", 0, 0, 0, IP_COLUMN_SUBJECT, "the metal that the voltage refers to"),
    IP_COLUMN(ip_hull_row, voltage, "voltage", "V", 6, 0, 4, IP_COLUMN_SUBJECT, "the voltage of the reservoir of the metal"),
    IP_COLUMN(ip_hull_row, voltage_margin, "margin", "V", 6, 0, 4, 0,
              "how far the voltage is from the nearer edge of the phase's own stability window; below 0 outside"),
    IP_COLUMN(ip_hull_row, equation, "reaction", "", 0, 0, 0, IP_COLUMN_LONG, "the balanced equation of what it becomes"),
    IP_UNCERTAINTY(ip_hull_row, voltage_margin, "V"),
};

const ip_result_type ip_hull_result = {"hull", sizeof(ip_hull_row), (int)(sizeof columns / sizeof *columns) - OPEN_COLUMNS, columns};
const ip_result_type ip_open_hull_result = IP_RESULT_TYPE("hull", ip_hull_row, columns);

/* Of the phase's own energy, of that of the hull, and of their differences. */
static ip_status fill_uncertainties(ip_hull_row *out, const ip_hull *hull, double atoms, ip_uncertainty *uncertainty, ip_error *error) {
    ip_shares sum;
    if (!uncertainty)
        return IP_OK;
    memset(&sum, 0, sizeof sum);
    ip_shares_add(&sum, &hull->products, 1.0);
    ip_status status = ip_shares_end(&out->hull_energy_uncertainty, &sum, uncertainty, 1.0 / atoms, error);
    if (status || !hull->phase)
        return status;
    /* Whole tables are asked this, and what is the same is found once. A phase on the hull is its own product. */
    if (ip_equilibrium_is(&hull->products, hull->phase)) {
        out->formation_energy_uncertainty = out->hull_energy_uncertainty;
        out->energy_above_hull_uncertainty = 0.0;
    } else {
        ip_shares_add_subject(&sum, hull, atoms, 1.0);
        status = ip_shares_end(&out->formation_energy_uncertainty, &sum, uncertainty, 1.0 / atoms, error);
        if (!status)
            status = ip_above_hull_uncertainty(&out->energy_above_hull_uncertainty, uncertainty, hull, atoms, error);
    }
    if (status || isnan(hull->decomposition_energy))
        return status;
    /* One above the hull competes with what it falls apart into. */
    if (hull->energy_above_hull > IP_HULL_TOLERANCE) {
        out->decomposition_energy_uncertainty = out->energy_above_hull_uncertainty;
        return IP_OK;
    }
    ip_shares_add_subject(&sum, hull, atoms, 1.0);
    ip_shares_add(&sum, &hull->competing, -1.0);
    return ip_shares_end(&out->decomposition_energy_uncertainty, &sum, uncertainty, 1.0 / atoms, error);
}

static ip_status fill(ip_hull_row *out, ip_memory *memory, const char *formula, const ip_hull *hull, double atoms,
                      const ip_question *question, ip_error *error) {
    ip_row_blank(&ip_open_hull_result, out);
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
    return status ? status : fill_uncertainties(out, hull, atoms, question->uncertainty, error);
}

ip_status ip_hull_row_fill(ip_hull_row *out, ip_memory *memory, const char *formula, const ip_hull *hull, const ip_question *question,
                           ip_error *error) {
    double atoms;
    ip_equilibrium_atoms(&atoms, &hull->products);
    return fill(out, memory, formula, hull, atoms, question, error);
}

/* The reservoirs of a question without its metal. */
static ip_reservoir without_metal(const ip_question *question) {
    ip_reservoir others = *question->reservoir;
    others.count = 0;
    for (int i = 0; i < question->reservoir->count; i++)
        if (question->reservoir->element[i] != question->metal) {
            others.element[others.count] = question->reservoir->element[i];
            others.chemical_potential[others.count++] = question->reservoir->chemical_potential[i];
        }
    return others;
}

/* The distance from the nearer edge of the phase's own window. */
static ip_status fill_margin(ip_hull_row *out, ip_solver *solver, const ip_composition *composition, const ip_question *question,
                             ip_error *error) {
    ip_reservoir others = without_metal(question);
    ip_profile profile;
    double low, high, width;
    ip_status status = ip_profile_find_in(&profile, solver, composition, question->metal, question->charge, &others, error);
    if (status)
        return status;
    ip_window window = ip_profile_window(&profile);
    if (window.stable && window.has_plateau) {
        double above = out->voltage - window.reduction_potential, below = window.oxidation_potential - out->voltage;
        bool is_low = above < below && window.reduction_potential > 0.0;
        out->voltage_margin = is_low ? above : below;
        status = ip_window_uncertainty(&low, &high, &width, question->uncertainty, &profile, error);
        out->voltage_margin_uncertainty = is_low ? low : high;
    }
    ip_profile_clear(&profile);
    return status;
}

static void name_voltage(ip_hull_row *out, const ip_question *question) {
    out->voltage = ip_reservoir_voltage(question->reservoir, question);
    out->metal = isnan(out->voltage) ? NULL : ip_element_symbol(question->metal);
}

ip_status ip_open_hull_row_fill(ip_hull_row *out, ip_memory *memory, ip_solver *solver, const char *formula,
                                const ip_composition *composition, const ip_hull *hull, const ip_question *question, ip_error *error) {
    ip_reactant subject = {formula, composition, 1.0};
    double multiple;
    ip_status status = fill(out, memory, formula, hull, ip_composition_atoms(composition), question, error);
    if (!status)
        status = ip_row_equation(&out->equation, &multiple, memory, ip_solver_dataset(solver), &subject, 1, &hull->products,
                                 question->arrow, question->weak_mark, error);
    name_voltage(out, question);
    return status || !out->metal ? status : fill_margin(out, solver, composition, question, error);
}

ip_status ip_open_hull_row_find(ip_hull_row *out, ip_memory *memory, ip_solver *solver, const char *formula, const ip_question *question,
                                ip_error *error) {
    ip_composition composition;
    ip_hull hull = {0};
    ip_row_blank(&ip_open_hull_result, out);
    out->formula = formula;
    ip_status status = ip_composition_read(&composition, formula, error);
    if (!status)
        status = ip_hull_find_in(&hull, solver, &composition, question->reservoir, error);
    if (!status)
        status = ip_open_hull_row_fill(out, memory, solver, formula, &composition, &hull, question, error);
    ip_hull_clear(&hull);
    if (status) {
        ip_row_blank(&ip_open_hull_result, out);
        out->formula = formula;
        name_voltage(out, question);
        ip_row_fail(&ip_open_hull_result, out, error);
    }
    return status;
}

static ip_status answer(ip_hull_row *out, ip_memory *memory, ip_solver *solver, const char *formula,
                        const ip_composition *composition, const ip_question *question, ip_error *error) {
    ip_hull hull;
    ip_status status = ip_hull_find(&hull, solver, composition, error);
    if (status)
        return status;
    status = ip_hull_row_fill(out, memory, formula, &hull, question, error);
    ip_hull_clear(&hull);
    return status;
}

/* The row of a failed answer. */
static ip_status fail(ip_hull_row *out, const char *formula, const ip_error *error) {
    ip_row_blank(&ip_hull_result, out);
    out->formula = formula;
    ip_row_fail(&ip_hull_result, out, error);
    return error->status;
}

ip_status ip_hull_row_find(ip_hull_row *out, ip_memory *memory, ip_solver *solver, const char *formula, const ip_question *question,
                           ip_error *error) {
    ip_composition composition;
    ip_status status = ip_composition_read(&composition, formula, error);
    if (!status)
        status = answer(out, memory, solver, formula, &composition, question, error);
    return status ? fail(out, formula, error) : IP_OK;
}

ip_status ip_hull_row_of_phase(ip_hull_row *out, ip_memory *memory, ip_solver *solver, const ip_phase *phase, const ip_question *question,
                               ip_error *error) {
    ip_composition composition = ip_phase_composition(phase);
    return answer(out, memory, solver, phase->formula, &composition, question, error) ? fail(out, phase->formula, error) : IP_OK;
}

/* The candidate takes the place of the dataset's phase in what is compared with the hull. */
static ip_status answer_candidate(ip_hull_row *out, ip_memory *memory, ip_hull *hull, const ip_composition *composition,
                                  const ip_phase *candidate, const ip_question *question, ip_error *error) {
    const ip_phase *known = hull->phase;
    double others = hull->hull_energy, energy = candidate->formation_energy;
    if (hull->competing.product_count)
        others = hull->competing.energy / ip_composition_atoms(composition);
    hull->phase = NULL;
    hull->formation_energy = energy;
    hull->energy_above_hull = energy - hull->hull_energy;
    if (fabs(hull->energy_above_hull) < 1e-12)
        hull->energy_above_hull = 0.0;
    /* Without anything else that balances there is no such energy. */
    bool is_alone = known && !known->excluded && hull->stable && !hull->competing.product_count;
    hull->decomposition_energy = composition->count == 1 || is_alone ? NAN : energy - others;
    bool is_copied = !hull->competing.product_count && !isnan(hull->decomposition_energy);
    ip_equilibrium none = hull->competing;
    if (is_copied)
        hull->competing = hull->products;
    ip_status status = ip_hull_row_fill(out, memory, candidate->formula, hull, question, error);
    hull->competing = none;
    out->in_dataset = ip_flag_of(known != NULL);
    if (question->uncertainty) {
        out->formation_energy_uncertainty = isnan(candidate->uncertainty) ? 0.0 : candidate->uncertainty;
        out->energy_above_hull_uncertainty = hypot(out->formation_energy_uncertainty, out->hull_energy_uncertainty);
    }
    return status;
}

/* An energy that would be refused in a table is no candidate's either. */
static ip_status check_candidate(const ip_hull *hull, const ip_phase *candidate, ip_error *error) {
    double depth = hull->hull_energy - candidate->formation_energy;
    if (candidate->element_count == 1 || depth <= IP_IMPLAUSIBLE_DEPTH || !ip_equilibrium_has_compound(&hull->products))
        return IP_OK;
    return ip_error_set(error, IP_BAD_ARGUMENT, "line %ld: the formation energy of %s, %.6g eV/atom, is implausible: %.3g eV/atom below the "
                        "hull; expected is at most %g below (a total energy, or other units?)", candidate->line, candidate->formula,
                        candidate->formation_energy, depth, IP_IMPLAUSIBLE_DEPTH);
}

ip_status ip_hull_row_of_candidate(ip_hull_row *out, ip_memory *memory, ip_solver *solver, const ip_phase *candidate,
                                   const ip_question *question, ip_error *error) {
    ip_composition composition = ip_phase_composition(candidate);
    ip_hull hull;
    ip_status status = ip_hull_find(&hull, solver, &composition, error);
    if (!status) {
        status = check_candidate(&hull, candidate, error);
        if (!status)
            status = answer_candidate(out, memory, &hull, &composition, candidate, question, error);
        ip_hull_clear(&hull);
    }
    return status ? fail(out, candidate->formula, error) : IP_OK;
}
