/* From elements and gases to sources in an order of their own, so that answers do not depend on the order they were given in. */
#include "reservoir.h"

#include "atmosphere.h"
#include "reaction.h"

#include <interphase/number.h>

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

bool ip_reservoir_has_gases(const ip_reservoir *reservoir) {
    const ip_atmosphere *atmosphere = reservoir ? reservoir->atmosphere : NULL;
    return atmosphere && (atmosphere->count || atmosphere->rule);
}

bool ip_reservoir_holds(const ip_reservoir *reservoir) {
    return reservoir && (reservoir->count > 0 || ip_reservoir_has_gases(reservoir));
}

/* ---- words */

/* A reaction among reservoirs: what is taken up on the left, phases and what is given off on the right. */
typedef struct reservoir_reaction {
    ip_reactant *reactants;
    ip_composition *compositions;
    ip_equilibrium made;
    int reactant_count;
} reservoir_reaction;

static bool reaction_new(reservoir_reaction *out, size_t sources, size_t phases) {
    memset(out, 0, sizeof *out);
    out->reactants = calloc(sources + 1, sizeof *out->reactants);
    out->compositions = calloc(sources + 1, sizeof *out->compositions);
    out->made.products = calloc(sources + phases + 1, sizeof *out->made.products);
    return out->reactants && out->compositions && out->made.products;
}

static void reaction_clear(reservoir_reaction *reaction) {
    free(reaction->reactants);
    free(reaction->compositions);
    free(reaction->made.products);
}

static void add_source(reservoir_reaction *reaction, const ip_phase *phase, double amount) {
    if (amount < 0.0) {
        ip_product product = {phase, -amount};
        reaction->made.products[reaction->made.product_count++] = product;
        return;
    }
    ip_composition *composition = &reaction->compositions[reaction->reactant_count];
    *composition = ip_phase_composition(phase);
    ip_reactant reactant = {phase->formula, composition, amount};
    reaction->reactants[reaction->reactant_count++] = reactant;
}

/* Adds the sources with their amounts; what is that small is what elimination left of nothing. */
static void add_sources(reservoir_reaction *reaction, const ip_dataset *dataset, const ip_exchange *exchange,
                        const double *amounts) {
    double largest = 0.0;
    for (int s = 0; s < exchange->source_count; s++)
        largest = fmax(largest, fabs(amounts[s]));
    for (int s = 0; s < exchange->source_count; s++) {
        const ip_source *source = &exchange->sources[s];
        const ip_phase *phase = source->gas ? source->gas : ip_dataset_element(dataset, source->element);
        if (phase && fabs(amounts[s]) > IP_AMOUNT_TOLERANCE * largest)
            add_source(reaction, phase, source->gas ? amounts[s] : amounts[s] / phase->atoms);
    }
}

static ip_status no_memory(ip_error *error) {
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

/* The equation, and how many times the reaction it is. */
static ip_status write_reaction(ip_buffer *out, double *multiple, const reservoir_reaction *reaction, const ip_dataset *dataset,
                                ip_error *error) {
    ip_reaction equation;
    ip_status status =
        ip_reaction_build(&equation, dataset, reaction->reactants, reaction->reactant_count, &reaction->made, error);
    if (status)
        return status;
    *multiple = equation.multiple;
    ip_reaction_add(&equation, "->", NULL, out);
    ip_reaction_clear(&equation);
    return out->failed ? no_memory(error) : IP_OK;
}

/* Fails with the reaction; `gain` is what it releases as it stands, eV. */
static ip_status fail_contradiction(const reservoir_reaction *reaction, const ip_dataset *dataset, double gain, ip_error *error) {
    ip_buffer text = {0};
    double multiple;
    char energy[400];
    ip_status status = write_reaction(&text, &multiple, reaction, dataset, error);
    if (!status) {
        ip_number_format(energy, sizeof energy, gain * multiple, 3);
        status = ip_error_set(error, IP_UNBOUNDED,
                              "%s releases %s eV and would go on without end: these reservoirs contradict each other",
                              ip_buffer_text(&text), energy);
    }
    ip_buffer_clear(&text);
    return status;
}

/* Sources that make up each other. */
static ip_status fail_sources(const ip_exchange *exchange, const ip_dataset *dataset, const double *amounts, ip_error *error) {
    reservoir_reaction reaction;
    double gain = 0.0;
    for (int s = 0; s < exchange->source_count; s++)
        gain += amounts[s] * exchange->sources[s].potential;
    ip_status status = reaction_new(&reaction, (size_t)exchange->source_count, 0) ? IP_OK : no_memory(error);
    if (!status) {
        add_sources(&reaction, dataset, exchange, amounts);
        status = fail_contradiction(&reaction, dataset, gain, error);
    }
    reaction_clear(&reaction);
    return status;
}

/* Sources that make up phases. Needs reaction_clear() in any case. */
static ip_status make_runaway(reservoir_reaction *out, const ip_runaway_reaction *found, const ip_exchange *exchange,
                              const ip_dataset *dataset, ip_error *error) {
    double *amounts = calloc((size_t)exchange->source_count + 1, sizeof *amounts);
    bool made = reaction_new(out, (size_t)exchange->source_count, (size_t)found->count);
    if (!amounts || !made) {
        free(amounts);
        return no_memory(error);
    }
    for (int s = 0; s < exchange->source_count; s++)
        amounts[s] = ip_exchange_amount(exchange, s, found->pivots);
    for (int i = 0; i < found->count; i++) {
        ip_product product = {found->phases[i], found->weights[i] / found->phases[i]->atoms};
        out->made.products[out->made.product_count++] = product;
    }
    add_sources(out, dataset, exchange, amounts);
    free(amounts);
    return IP_OK;
}

ip_status ip_reservoir_runaway_text(char **out, const ip_runaway_reaction *found, const ip_exchange *exchange,
                                    const ip_dataset *dataset, ip_error *error) {
    reservoir_reaction reaction;
    ip_buffer text = {0};
    double multiple;
    ip_status status = make_runaway(&reaction, found, exchange, dataset, error);
    *out = NULL;
    if (!status)
        status = write_reaction(&text, &multiple, &reaction, dataset, error);
    if (!status && !(*out = ip_buffer_take(&text)))
        status = no_memory(error);
    ip_buffer_clear(&text);
    reaction_clear(&reaction);
    return status;
}

ip_status ip_reservoir_fail_runaway(const ip_runaway_reaction *found, const ip_exchange *exchange, const ip_dataset *dataset,
                                    ip_error *error) {
    reservoir_reaction reaction;
    const ip_phase *first = found->phases[0];
    /* An element that is open, beside itself. */
    if (found->count == 1 && !first->gas && first->element_count == 1 && ip_element_set_has(exchange->own, first->elements[0]))
        return ip_error_set(error, IP_UNBOUNDED, "at these chemical potentials %s would grow without bound", first->formula);
    ip_status status = make_runaway(&reaction, found, exchange, dataset, error);
    if (!status)
        status = fail_contradiction(&reaction, dataset, -found->cost, error);
    reaction_clear(&reaction);
    return status;
}

/* ---- exchanges */

/* Checks what may have been filled by hand; the elements' potentials by rising atomic number. */
static ip_status check_elements(ip_exchange *out, const ip_reservoir *reservoir, ip_error *error) {
    ip_reservoir checked = IP_RESERVOIR_INIT;
    int list[IP_ELEMENT_COUNT];
    if (reservoir->count < 0 || reservoir->count > IP_ELEMENT_COUNT)
        return ip_error_set(error, IP_BAD_ARGUMENT, "%d open elements; from 0 to %d are expected", reservoir->count,
                            IP_ELEMENT_COUNT);
    for (int i = 0; i < reservoir->count; i++) {
        ip_status status = ip_reservoir_open(&checked, reservoir->element[i], reservoir->chemical_potential[i], error);
        if (status)
            return status;
        ip_element_set_add(&out->open, reservoir->element[i]);
    }
    out->open_count = ip_element_set_list(out->open, list);
    for (int i = 0; i < out->open_count; i++)
        for (int j = 0; j < out->open_count; j++)
            if (checked.element[j] == list[i])
                out->potentials[i] = checked.chemical_potential[j];
    out->elements = out->own = out->open;
    return IP_OK;
}

/* Instead of an atmosphere's serial where there is none. */
#define WITHOUT_ATMOSPHERE ULONG_MAX

/* Elements by their number, then gases by their formula. */
static ip_status set_sources(ip_exchange *out, const ip_atmosphere *atmosphere) {
    int elements[IP_ELEMENT_COUNT], gases = atmosphere ? atmosphere->count : 0;
    int count = ip_element_set_list(out->open, elements);
    out->sources = calloc((size_t)count + (size_t)gases + 1, sizeof *out->sources);
    if (!out->sources)
        return IP_NO_MEMORY;
    for (int i = 0; i < count; i++) {
        ip_source source = {NULL, elements[i], out->potentials[i]};
        out->sources[out->source_count++] = source;
    }
    for (int i = 0; i < gases; i++) {
        ip_source source = {&atmosphere->gases[i]->phase, 0, atmosphere->gases[i]->potential};
        if (!atmosphere->gases[i]->released)
            out->sources[out->source_count++] = source;
    }
    memset(&out->open, 0, sizeof out->open);
    out->serial = atmosphere ? atmosphere->serial : WITHOUT_ATMOSPHERE;
    if (atmosphere) {
        out->released = atmosphere->released;
        out->released_count = atmosphere->released_count;
        out->gases = atmosphere->phases;
        out->gas_count = atmosphere->count;
        out->leaves_out = atmosphere->rule;
        out->user = atmosphere->user;
    }
    return IP_OK;
}

static ip_status make_exchange(ip_exchange *out, const ip_dataset *dataset, const ip_reservoir *reservoir, bool with_sources,
                               ip_error *error) {
    static const ip_exchange none = IP_EXCHANGE_INIT;
    *out = none;
    ip_status status = reservoir ? check_elements(out, reservoir, error) : IP_OK;
    if (status || !with_sources)
        return status;
    status = set_sources(out, reservoir->atmosphere);
    double *amounts = status ? NULL : calloc((size_t)out->source_count + 1, sizeof *amounts);
    if (!status)
        status = amounts ? ip_exchange_eliminate(out, amounts) : IP_NO_MEMORY;
    if (status == IP_UNBOUNDED)
        status = fail_sources(out, dataset, amounts, error);
    else if (status)
        no_memory(error);
    free(amounts);
    return status;
}

ip_status ip_reservoir_exchange(ip_exchange *out, const ip_dataset *dataset, const ip_reservoir *reservoir, ip_error *error) {
    return make_exchange(out, dataset, reservoir, ip_reservoir_has_gases(reservoir), error);
}

ip_status ip_reservoir_sources(ip_exchange *out, const ip_dataset *dataset, const ip_reservoir *reservoir, ip_error *error) {
    return make_exchange(out, dataset, reservoir, true, error);
}

ip_status ip_reservoir_system(ip_system **out, ip_solver *solver, ip_element_set elements, const ip_exchange *exchange,
                              ip_error *error) {
    ip_runaway_reaction found;
    ip_status status = exchange->serial ? ip_solver_runaway(solver, exchange, &found, error) : IP_OK;
    if (!status && exchange->serial && found.cost < 0.0)
        status = ip_reservoir_fail_runaway(&found, exchange, ip_solver_dataset(solver), error);
    return status ? status : ip_solver_system_exchanging(solver, elements, exchange, out, error);
}

double ip_reservoir_subject_energy(const ip_hull *hull, const ip_composition *subject, const ip_reservoir *reservoir) {
    int gas = ip_reservoir_has_gases(reservoir) ? ip_atmosphere_find(reservoir->atmosphere, subject) : -1;
    return gas < 0 ? ip_hull_subject_energy(hull) : ip_atmosphere_gas(reservoir->atmosphere, gas)->formation_energy;
}

ip_status ip_reservoir_cost(double *out, const ip_dataset *dataset, const ip_composition *composition,
                            const ip_reservoir *reservoir, ip_error *error) {
    ip_exchange exchange;
    *out = 0.0;
    for (int i = 0; reservoir && i < reservoir->count; i++)
        *out += reservoir->chemical_potential[i] * ip_composition_amount(composition, reservoir->element[i]);
    if (!ip_reservoir_has_gases(reservoir))
        return IP_OK;
    ip_status status = ip_reservoir_exchange(&exchange, dataset, reservoir, error);
    if (!status)
        *out = ip_exchange_cost(&exchange, composition);
    ip_exchange_clear(&exchange);
    return status;
}
