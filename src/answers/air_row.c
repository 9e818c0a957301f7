/* What air does to a material as a row. */
#include "row.h"

#include <interphase/air_row.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const ip_column columns[] = {
    IP_COLUMN(ip_air_row, formula, "material", "", 0, 1, 0, IP_COLUMN_SUBJECT, "the composition asked about, as it was written"),
    IP_COLUMN(ip_air_row, in_dataset, "in table", "", 0, 0, 0, 0, "whether the table has a phase of this composition"),
    IP_COLUMN(
        ip_air_row, energy_above_hull, "above hull", "eV/atom", 6, 0, 4, 0,
        "distance from the hull at the temperature, of what can be a product in air; empty where the table has no such phase"),
    IP_COLUMN(ip_air_row, temperature, "temperature", "K", 2, 0, 1, IP_COLUMN_FIXED, "temperature of the air"),
    IP_COLUMN(ip_air_row, humidity, "humidity", "%", 6, 0, 1, IP_COLUMN_FIXED, "relative humidity of the air"),
    IP_COLUMN(ip_air_row, water_energy, "first step", "eV/H2O", 6, 4, 3, 0,
              "what the first molecules of water gain, per molecule, at the humidity: below 0 they react"),
    IP_COLUMN(ip_air_row, water_equation, "equation", "", 0, 0, 0, 0,
              "the reaction of these molecules with an excess of the material"),
    IP_COLUMN(ip_air_row, water_onset, "from", "%", 6, 0, 2, IP_COLUMN_POWER,
              "the lowest humidity at which any water is taken up; above 100 no air is so humid"),
    IP_COLUMN(ip_air_row, toxic_onset, "toxic gas from", "%", 6, 3, 2, IP_COLUMN_POWER,
              "the lowest humidity at which a toxic gas leaves; empty where none does up to saturation"),
    IP_COLUMN(ip_air_row, water_products, "in water", "", 0, 0, 0, 0,
              "what one formula unit is in the end where there is water alone; gases that leave with (g)"),
    IP_COLUMN(ip_air_row, water_uptake, "uptake", "", 6, 0, 4, IP_COLUMN_SIGNED,
              "molecules of water that one formula unit takes up then"),
    IP_COLUMN(ip_air_row, water_reaction_energy, "in water", "eV/atom", 6, 0, 4, 0,
              "energy of that reaction, per atom of the formula"),
    IP_COLUMN(ip_air_row, toxic_gas, "toxic gas", "", 0, 5, 0, 0,
              "the toxic gas that leaves most of then; where none does, the hydride that is nearest to it"),
    IP_COLUMN(ip_air_row, toxic_mL_g, "gas", "mL/g", 2, 6, 0, 0,
              "how much of it leaves, per gram of the material, at 298.15 K and 1 atm"),
    IP_COLUMN(ip_air_row, toxic_mg_g, "gas", "mg/g", 2, 0, 0, 0, "how much of it leaves, per gram of the material"),
    IP_COLUMN(ip_air_row, toxic_pressure, "pressure", "bar", 6, 0, 2, IP_COLUMN_POWER,
              "the highest pressure of a toxic hydride against which some still leaves at this humidity"),
    IP_COLUMN(ip_air_row, carbonate_equation, "with CO2", "", 0, 0, 0, 0,
              "what becomes of it in the end in water and carbon dioxide; empty where nothing does"),
    IP_COLUMN(ip_air_row, oxygen_equation, "in oxygen", "", 0, 0, 0, 0, "what becomes of it in the end in dry oxygen"),
    IP_COLUMN(ip_air_row, oxygen_energy, "in oxygen", "eV/atom", 6, 0, 4, 0, "energy of that reaction, per atom of the formula"),
    IP_COLUMN(ip_air_row, air_equation, "in air", "", 0, 0, 0, 0,
              "what becomes of it in the end in water, carbon dioxide and oxygen together"),
    IP_COLUMN(ip_air_row, air_energy, "in air", "eV/atom", 6, 0, 4, 0, "energy of that reaction, per atom of the formula"),
    IP_COLUMN(ip_air_row, margin, "margin", "eV/H2O", 6, 2, 3, IP_COLUMN_INFINITE,
              "kT ln(humidity from which a toxic gas leaves / humidity): below 0 it leaves; infinite where it never does"),
    IP_STATUS_COLUMNS(ip_air_row),
    IP_COLUMN(ip_air_row, start_products, "start", "", 0, 0, 0, 0,
              "what energies count from: the material itself, or what it falls apart into"),
    IP_COLUMN(ip_air_row, hydrolysis_equation, "in water", "", 0, 0, 0, 0, "what becomes of it in the end in water alone"),
    IP_COLUMN(ip_air_row, release_equation, "release", "", 0, 0, 0, 0,
              "the reaction by which a toxic gas leaves first, with rising humidity"),
    IP_COLUMN(ip_air_row, oxygen_step_equation, "oxygen first", "", 0, 0, 0, 0,
              "the reaction of the first molecules of dry oxygen with an excess of the material"),
    IP_COLUMN(ip_air_row, carbonate_energy, "with CO2", "eV/atom", 6, 0, 4, 0,
              "energy of the reaction in water and carbon dioxide, per atom of the formula"),
    IP_COLUMN(ip_air_row, oxygen_step_energy, "oxygen first", "eV/O2", 6, 0, 3, 0,
              "what the first molecules of dry oxygen gain, per molecule"),
    IP_COLUMN(ip_air_row, carbonate_toxic_gas, "with CO2", "", 0, 0, 0, 0,
              "the toxic gas that leaves most of in water and carbon dioxide"),
    IP_COLUMN(ip_air_row, carbonate_toxic_mL_g, "with CO2", "mL/g", 2, 0, 0, 0, "how much of it leaves"),
    IP_COLUMN(ip_air_row, oxygen_toxic_gas, "in oxygen", "", 0, 0, 0, 0, "the toxic gas that leaves most of in dry oxygen"),
    IP_COLUMN(ip_air_row, oxygen_toxic_mL_g, "in oxygen", "mL/g", 2, 0, 0, 0, "how much of it leaves"),
    IP_COLUMN(ip_air_row, air_toxic_gas, "in air", "", 0, 0, 0, 0, "the toxic gas that leaves most of in all of them together"),
    IP_COLUMN(ip_air_row, air_toxic_mL_g, "in air", "mL/g", 2, 0, 0, 0, "how much of it leaves"),
    IP_UNCERTAINTY(ip_air_row, energy_above_hull, "eV/atom"),
    IP_UNCERTAINTY(ip_air_row, water_energy, "eV/H2O"),
    IP_COLUMN(ip_air_row, water_onset_uncertainty, "uncertainty", "%", 6, 0, 4, IP_COLUMN_POWER,
              "one standard deviation of water_onset, by its slope; where it is larger than that itself, that is uncertain by a "
              "factor"),
    IP_COLUMN(ip_air_row, toxic_onset_uncertainty, "uncertainty", "%", 6, 0, 4, IP_COLUMN_POWER,
              "one standard deviation of toxic_onset, in the same way"),
    IP_UNCERTAINTY(ip_air_row, water_reaction_energy, "eV/atom"),
    IP_COLUMN(ip_air_row, toxic_pressure_uncertainty, "uncertainty", "bar", 6, 0, 4, IP_COLUMN_POWER,
              "one standard deviation of toxic_pressure, in the same way"),
    IP_UNCERTAINTY(ip_air_row, oxygen_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_air_row, air_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_air_row, margin, "eV/H2O"),
    IP_UNCERTAINTY(ip_air_row, carbonate_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_air_row, oxygen_step_energy, "eV/O2"),
};

const ip_result_type ip_air_result = IP_RESULT_TYPE("air", ip_air_row, columns);

/* One row while it is made. */
typedef struct filling {
    ip_air_row *out;
    ip_memory *memory;
    const ip_dataset *dataset;
    const ip_composition *composition;
    const ip_air_conditions *conditions;
    const ip_air_answer *answer;
    const ip_question *question;
    double thermal; /* kT, eV */
    ip_error *error;
} filling;

/* "H2S" of "H2S(g)"; NULL for lack of memory. */
static const char *gas_name(filling *of, const ip_phase *gas) {
    char *name = ip_memory_copy(of->memory, gas->formula);
    if (name)
        name[strcspn(name, "(")] = '\0';
    return name;
}

static ip_status name_gas(const char **out, filling *of, const ip_phase *gas) {
    *out = gas_name(of, gas);
    return *out ? IP_OK : ip_error_set(of->error, IP_NO_MEMORY, "out of memory");
}

/* ---- first steps */

/* Standard deviation of the energy of a step, per molecule. */
static ip_status step_uncertainty(double *out, filling *of, const ip_air_step *step) {
    ip_product *products = malloc(((size_t)step->count + 1) * sizeof *products);
    ip_equilibrium sum = {.product_count = step->count, .products = products};
    ip_shares shares;
    if (!products)
        return ip_error_set(of->error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < step->count; i++)
        products[i] = (ip_product){step->terms[i].phase, step->terms[i].amount};
    memset(&shares, 0, sizeof shares);
    ip_shares_add(&shares, &sum, 1.0);
    free(products);
    return ip_shares_end(out, &shares, of->question->uncertainty, 1.0, of->error);
}

/* The equation of one molecule of `gas` (with its state) in an excess of the material. */
static ip_status step_equation(const char **out, filling *of, const ip_air_step *step, const char *gas) {
    size_t count = (size_t)step->count;
    ip_reactant *reactants = malloc((count + 1) * sizeof *reactants);
    ip_composition *compositions = malloc((count + 1) * sizeof *compositions);
    ip_equilibrium made = {.products = malloc((count + 1) * sizeof *made.products)};
    int used = 0;
    double multiple;
    ip_status status =
        reactants && compositions && made.products ? IP_OK : ip_error_set(of->error, IP_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < count && !status; i++) {
        const ip_air_term *term = &step->terms[i];
        if (term->amount > 0.0) {
            made.products[made.product_count++] = (ip_product){term->phase, term->amount};
            continue;
        }
        compositions[used] = ip_phase_composition(term->phase);
        reactants[used] = (ip_reactant){term->phase->formula, &compositions[used], -term->amount};
        used++;
    }
    if (!status)
        status = ip_composition_read(&compositions[used], gas, of->error);
    char *shown = status ? NULL : ip_memory_take(of->memory, strlen(gas) + sizeof "(g)");
    if (!status && !shown)
        status = ip_error_set(of->error, IP_NO_MEMORY, "out of memory");
    if (!status) {
        strcat(strcpy(shown, gas), "(g)");
        reactants[used] = (ip_reactant){shown, &compositions[used], 1.0};
        status = ip_row_equation(out, &multiple, of->memory, of->dataset, reactants, used + 1, &made, of->question->arrow,
                                 of->question->weak_mark, of->error);
    }
    free(reactants);
    free(compositions);
    free(made.products);
    return status;
}

static ip_status fill_water_step(filling *of) {
    ip_air_row *out = of->out;
    const ip_air_step *step = &of->answer->water;
    if (!step->found)
        return IP_OK;
    out->water_energy = step->energy;
    out->water_onset = ip_air_humidity(out->temperature, step->pressure);
    ip_status status = step_equation(&out->water_equation, of, step, "H2O");
    if (!status)
        status = step_uncertainty(&out->water_energy_uncertainty, of, step);
    out->water_onset_uncertainty = out->water_onset * out->water_energy_uncertainty / of->thermal;
    return status;
}

/* A gas that leaves of a material without any water does so at every humidity. */
static ip_status fill_release(filling *of) {
    ip_air_row *out = of->out;
    const ip_air_step *step = &of->answer->release;
    out->margin = step->found ? of->thermal * log(step->pressure / of->conditions->water) : INFINITY;
    double onset = ip_air_humidity(out->temperature, step->pressure);
    if (!step->found)
        return IP_OK;
    if (onset <= 100.0)
        out->toxic_onset = onset;
    if (!step->count)
        return IP_OK;
    ip_status status = step_equation(&out->release_equation, of, step, "H2O");
    if (!status)
        status = step_uncertainty(&out->margin_uncertainty, of, step);
    out->toxic_onset_uncertainty = out->toxic_onset * out->margin_uncertainty / of->thermal;
    return status;
}

static ip_status fill_oxygen_step(filling *of) {
    ip_air_row *out = of->out;
    const ip_air_step *step = &of->answer->oxygen;
    if (!step->found)
        return IP_OK;
    out->oxygen_step_energy = step->energy;
    ip_status status = step_equation(&out->oxygen_step_equation, of, step, "O2");
    return status ? status : step_uncertainty(&out->oxygen_step_energy_uncertainty, of, step);
}

static ip_status fill_pressure(filling *of) {
    ip_air_row *out = of->out;
    const ip_air_step *step = &of->answer->pressure;
    double deviation;
    if (!of->answer->hydride)
        return IP_OK;
    out->toxic_pressure = step->pressure;
    ip_status status = step_uncertainty(&deviation, of, step);
    out->toxic_pressure_uncertainty = step->pressure * deviation / of->thermal;
    return status;
}

/* ---- ends */

static double millilitres(const filling *of, double amount) {
    return 1000.0 * amount / of->answer->mass * IP_AIR_MOLAR_VOLUME;
}

/* Energy and its uncertainty, eV/atom; the equation where anything happens. */
static ip_status fill_end(filling *of, ip_air_question question, double *energy, double *uncertainty, const char **equation) {
    const ip_air_end *end = &of->answer->end[question];
    double multiple, atoms = of->answer->atoms;
    ip_shares shares;
    if (!end->answered)
        return IP_OK;
    *energy = end->energy / atoms;
    memset(&shares, 0, sizeof shares);
    ip_shares_add(&shares, &end->products, 1.0);
    ip_shares_add(&shares, &of->answer->start, -1.0);
    ip_status status = ip_shares_end(uncertainty, &shares, of->question->uncertainty, 1.0 / atoms, of->error);
    if (status || end->energy > -IP_REACTION_TOLERANCE * atoms)
        return status;
    ip_reactant subject = {of->out->formula, of->composition, 1.0};
    return ip_row_equation(equation, &multiple, of->memory, of->dataset, &subject, 1, &end->products, of->question->arrow,
                           of->question->weak_mark, of->error);
}

static ip_status fill_toxic(filling *of, ip_air_question question, const char **gas, double *volume) {
    const ip_air_end *end = &of->answer->end[question];
    if (!end->toxic)
        return IP_OK;
    *volume = millilitres(of, end->toxic_amount);
    return name_gas(gas, of, end->toxic);
}

static ip_status fill_water_toxic(filling *of) {
    ip_air_row *out = of->out;
    const ip_air_end *end = &of->answer->end[IP_AIR_WATER];
    const ip_phase *gas = end->toxic ? end->toxic : of->answer->hydride;
    if (!gas)
        return IP_OK;
    ip_composition molecule = ip_phase_composition(gas);
    out->toxic_mL_g = millilitres(of, end->toxic_amount);
    out->toxic_mg_g = 1000.0 * end->toxic_amount / of->answer->mass * ip_composition_mass(&molecule);
    return name_gas(&out->toxic_gas, of, gas);
}

static ip_status fill_water_end(filling *of) {
    ip_air_row *out = of->out;
    const ip_equilibrium *end = &of->answer->end[IP_AIR_WATER].products;
    out->water_uptake = end->gas_count ? end->gases[0].amount : NAN;
    ip_status status = ip_row_list_products(&out->water_products, of->memory, end, of->error);
    if (!status)
        status = fill_end(of, IP_AIR_WATER, &out->water_reaction_energy, &out->water_reaction_energy_uncertainty,
                          &out->hydrolysis_equation);
    return status ? status : fill_water_toxic(of);
}

static ip_status fill_start(filling *of) {
    ip_air_row *out = of->out;
    ip_shares shares;
    ip_status status = ip_row_list_products(&out->start_products, of->memory, &of->answer->start, of->error);
    if (status || !of->answer->phase)
        return status;
    ip_product itself = {of->answer->phase, of->answer->atoms / of->answer->phase->atoms};
    ip_equilibrium subject = {.product_count = 1, .products = &itself};
    memset(&shares, 0, sizeof shares);
    ip_shares_add(&shares, &subject, 1.0);
    ip_shares_add(&shares, &of->answer->start, -1.0);
    return ip_shares_end(&out->energy_above_hull_uncertainty, &shares, of->question->uncertainty, 1.0 / of->answer->atoms,
                         of->error);
}

ip_status ip_air_row_fill(ip_air_row *out, ip_memory *memory, const ip_dataset *dataset, const char *formula,
                          const ip_composition *composition, const ip_air *air, const ip_air_answer *answer,
                          const ip_question *question, ip_error *error) {
    const ip_air_conditions *conditions = ip_air_conditions_of(air);
    filling of = {
        out, memory, dataset, composition, conditions, answer, question, ip_gas_thermal_energy(conditions->temperature), error};
    ip_row_blank(&ip_air_result, out);
    out->formula = formula;
    out->in_dataset = ip_flag_of(answer->phase != NULL);
    out->energy_above_hull = answer->energy_above_hull;
    out->temperature = conditions->temperature;
    out->humidity = ip_air_humidity(conditions->temperature, conditions->water);
    out->status = ip_status_word(IP_OK);
    ip_status (*const parts[])(filling *) = {fill_start,       fill_water_step, fill_release,
                                             fill_oxygen_step, fill_water_end,  fill_pressure};
    ip_status status = IP_OK;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !status; i++)
        status = parts[i](&of);
    if (!status)
        status =
            fill_end(&of, IP_AIR_CARBONATE, &out->carbonate_energy, &out->carbonate_energy_uncertainty, &out->carbonate_equation);
    if (!status)
        status = fill_end(&of, IP_AIR_OXYGEN, &out->oxygen_energy, &out->oxygen_energy_uncertainty, &out->oxygen_equation);
    if (!status)
        status = fill_end(&of, IP_AIR_ALL, &out->air_energy, &out->air_energy_uncertainty, &out->air_equation);
    if (!status)
        status = fill_toxic(&of, IP_AIR_CARBONATE, &out->carbonate_toxic_gas, &out->carbonate_toxic_mL_g);
    if (!status)
        status = fill_toxic(&of, IP_AIR_OXYGEN, &out->oxygen_toxic_gas, &out->oxygen_toxic_mL_g);
    return status ? status : fill_toxic(&of, IP_AIR_ALL, &out->air_toxic_gas, &out->air_toxic_mL_g);
}

ip_status ip_air_row_find(ip_air_row *out, ip_memory *memory, ip_solver *solver, const ip_air *air, const char *formula,
                          const ip_question *question, ip_error *error) {
    ip_composition composition;
    ip_air_answer answer;
    ip_row_blank(&ip_air_result, out);
    out->formula = formula;
    ip_status status = ip_composition_read(&composition, formula, error);
    if (!status)
        status = ip_air_find(&answer, solver, air, &composition, error);
    if (!status) {
        status = ip_air_row_fill(out, memory, ip_solver_dataset(solver), formula, &composition, air, &answer, question, error);
        ip_air_answer_clear(&answer);
    }
    if (status)
        ip_row_fail(&ip_air_result, out, error);
    return status;
}
