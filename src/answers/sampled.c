/* Each question as one that can be sampled: what it is about, and its rows in one draw. Knows nothing of draws but that the
 * solver's dataset is a small one. */
#include "samples.h"

#include <math.h>
#include <string.h>

/* What is drawn has no uncertainty of its own, nor are its equations shown. */
static ip_question plain_question(const ip_question *question) {
    ip_question plain = *question;
    plain.uncertainty = NULL;
    plain.weak_mark = NULL;
    return plain;
}

static ip_element_set element_set(int element) {
    ip_element_set set = {{0, 0}};
    ip_element_set_add(&set, element);
    return set;
}

/* Of the reservoirs that a question is open to; gases that may only leave add none. */
static ip_element_set reservoir_set(const ip_reservoir *reservoir) {
    ip_element_set set = {{0, 0}};
    const ip_atmosphere *atmosphere = reservoir ? reservoir->atmosphere : NULL;
    for (int i = 0; reservoir && i < reservoir->count; i++)
        ip_element_set_add(&set, reservoir->element[i]);
    for (int i = 0; atmosphere && i < ip_atmosphere_count(atmosphere); i++)
        if (!ip_atmosphere_is_released(atmosphere, i))
            set = ip_element_set_union(set, ip_atmosphere_gas(atmosphere, i)->element_set);
    return set;
}

/* What all questions about one formula share. */
typedef struct formula_question {
    const char *formula;
    ip_composition composition;
    ip_question question;
    const ip_reservoir *reservoir;
} formula_question;

static ip_status read_question(formula_question *out, const char *formula, const ip_question *question, ip_error *error) {
    out->formula = formula;
    out->question = plain_question(question);
    out->reservoir = NULL;
    return ip_composition_read(&out->composition, formula, error);
}

/* ---- hull */

static ip_status find_hull(void *user, void *rows, bool *holds, ip_memory *memory, ip_solver *solver, ip_error *error) {
    const formula_question *asked = user;
    ip_hull hull = {0};
    ip_status status = ip_hull_find_in(&hull, solver, &asked->composition, asked->question.reservoir, error);
    if (!status && asked->question.reservoir)
        status = ip_open_hull_row_fill(rows, memory, solver, asked->formula, &asked->composition, &hull, &asked->question, error);
    else if (!status)
        status = ip_hull_row_fill(rows, memory, asked->formula, &hull, &asked->question, error);
    holds[0] = !status && hull.stable;
    ip_hull_clear(&hull);
    return status;
}

ip_status ip_samples_hull(ip_samples **out, const ip_draws *draws, const char *formula, const ip_question *question,
                          ip_error *error) {
    formula_question asked;
    ip_status status = read_question(&asked, formula, question, error);
    if (status)
        return status;
    ip_element_set elements =
        ip_element_set_union(ip_composition_elements(&asked.composition), reservoir_set(question->reservoir));
    ip_sampled sampled = {
        question->reservoir ? &ip_open_hull_result : &ip_hull_result, elements, 1, question->uncertainty, find_hull, &asked};
    return ip_samples_find(out, draws, &sampled, error);
}

/* ---- window */

/* A range without uptake is the phase's own where it is on the hull. What the table does not have, or what is left out, has none
 * of its own: then it is that of what it falls apart into. */
static bool has_window(const ip_profile *profile) {
    ip_window window = ip_profile_window(profile);
    const ip_phase *phase = profile->hull.phase;
    return window.has_plateau && (window.stable || !phase || phase->excluded);
}

static ip_status find_window(void *user, void *rows, bool *holds, ip_memory *memory, ip_solver *solver, ip_error *error) {
    const formula_question *asked = user;
    ip_profile profile = {0};
    int metal = asked->question.metal, charge = asked->question.charge;
    ip_status status = ip_profile_find_in(&profile, solver, &asked->composition, metal, charge, asked->question.reservoir, error);
    if (!status)
        status = ip_window_row_fill(rows, memory, asked->formula, &profile, &asked->question, error);
    holds[0] = !status && has_window(&profile);
    ip_profile_clear(&profile);
    return status;
}

ip_status ip_samples_window(ip_samples **out, const ip_draws *draws, const char *formula, const ip_question *question,
                            ip_error *error) {
    formula_question asked;
    ip_status status = read_question(&asked, formula, question, error);
    if (status)
        return status;
    ip_element_set elements = ip_element_set_union(ip_composition_elements(&asked.composition), element_set(question->metal));
    elements = ip_element_set_union(elements, reservoir_set(question->reservoir));
    ip_sampled sampled = {&ip_window_result, elements, 1, question->uncertainty, find_window, &asked};
    return ip_samples_find(out, draws, &sampled, error);
}

/* ---- decomposition */

static ip_status find_decomposition(void *user, void *rows, bool *holds, ip_memory *memory, ip_solver *solver, ip_error *error) {
    const formula_question *asked = user;
    ip_decomposition found = {0};
    ip_status status = ip_decomposition_find(&found, solver, &asked->composition, asked->reservoir, error);
    if (!status)
        status = ip_decomposition_row_fill(rows, memory, ip_solver_dataset(solver), asked->formula, &asked->composition, &found,
                                           asked->reservoir, &asked->question, error);
    holds[0] = !status && found.changes;
    ip_decomposition_clear(&found);
    return status;
}

ip_status ip_samples_decomposition(ip_samples **out, const ip_draws *draws, const char *formula, const ip_reservoir *reservoir,
                                   const ip_question *question, ip_error *error) {
    formula_question asked;
    ip_status status = read_question(&asked, formula, question, error);
    if (status)
        return status;
    ip_element_set elements = ip_composition_elements(&asked.composition);
    asked.reservoir = reservoir;
    elements = ip_element_set_union(elements, reservoir_set(reservoir));
    ip_sampled sampled = {&ip_decomposition_result, elements, 1, question->uncertainty, find_decomposition, &asked};
    return ip_samples_find(out, draws, &sampled, error);
}

/* ---- interface */

typedef struct interface_question {
    const ip_interface_case *answer; /* without draws */
    double low, high;
    ip_question question;
} interface_question;

static bool same_formulas(const ip_equilibrium *left, const ip_equilibrium *right) {
    if (left->product_count != right->product_count)
        return false;
    for (int i = 0; i < left->product_count; i++)
        if (strcmp(left->products[i].phase->formula, right->products[i].phase->formula) != 0)
            return false;
    return true;
}

/* The kink of a draw that a kink of the answer is held against; -1 for none. */
static int counterpart(const ip_interface *answer, int index, const ip_interface *drawn) {
    /* The deepest of a draw belongs to the deepest of the answer, also where that is no reaction at all. */
    if (index == answer->minimum)
        return drawn->minimum;
    if (index == answer->metal_excess)
        return drawn->metal_excess;
    if (index == 0)
        return 0;
    if (index == answer->kink_count - 1)
        return drawn->kink_count - 1;
    for (int i = 0; i < drawn->kink_count; i++)
        if (same_formulas(&answer->kinks[index].products, &drawn->kinks[i].products))
            return i;
    return -1;
}

/* Where nothing reacts, every fraction is as deep as any other, and none is a place where something forms. */
static void forget_place(ip_interface_row *row) {
    row->x = row->x_molar = NAN;
    row->reaction_energy = row->reaction_energy_kJ_mol = row->reaction_energy_per_fixed_atom = NAN;
    row->equation_energy = row->equation_energy_kJ_mol = NAN;
    row->products.count = -1;
}

static ip_status fill_kinks(const interface_question *asked, const ip_interface_case *drawn, ip_interface_row *rows, bool *holds,
                            ip_memory *memory, const ip_dataset *dataset, ip_error *error) {
    const ip_interface *answer = asked->answer->found, *found = drawn->found;
    ip_status status = IP_OK;
    for (int i = 0; i < answer->kink_count && !status; i++) {
        int at = counterpart(answer, i, found);
        holds[i] = found->reacts;
        if (at < 0)
            continue;
        status = ip_interface_row_fill(&rows[i], memory, dataset, drawn, at, &asked->question, error);
        if (!status && i == answer->minimum && !found->reacts)
            forget_place(&rows[i]);
    }
    return status;
}

static ip_status find_interface(void *user, void *rows, bool *holds, ip_memory *memory, ip_solver *solver, ip_error *error) {
    const interface_question *asked = user;
    const ip_composition *a = &asked->answer->pair->composition_a, *b = &asked->answer->pair->composition_b;
    int metal = asked->question.metal, charge = asked->question.charge;
    ip_interface found = {0};
    ip_interface_case drawn = *asked->answer;
    ip_reservoir reservoir;
    ip_status status = IP_OK;
    drawn.found = &found;
    if (drawn.range && strcmp(drawn.range, "worst") == 0)
        status = ip_interface_worst_voltage_in(&drawn.voltage, NULL, solver, a, b, metal, charge, asked->low, asked->high,
                                               asked->question.reservoir, NULL, error);
    if (!status)
        status = ip_question_reservoir(&reservoir, &asked->question, drawn.closed ? NAN : drawn.voltage, error);
    if (!status)
        status = ip_interface_find(&found, solver, a, b, &reservoir, error);
    if (!status)
        status = fill_kinks(asked, &drawn, rows, holds, memory, ip_solver_dataset(solver), error);
    ip_interface_clear(&found);
    return status;
}

ip_status ip_samples_interface(ip_samples **out, const ip_draws *draws, const ip_interface_case *answer, double low, double high,
                               const ip_question *question, ip_error *error) {
    interface_question asked = {answer, low, high, plain_question(question)};
    ip_element_set elements = ip_element_set_union(ip_composition_elements(&answer->pair->composition_a),
                                                   ip_composition_elements(&answer->pair->composition_b));
    if (!isnan(answer->voltage))
        ip_element_set_add(&elements, question->metal);
    elements = ip_element_set_union(elements, reservoir_set(question->reservoir));
    ip_sampled sampled = {&ip_interface_result, elements, answer->found->kink_count, question->uncertainty, find_interface,
                          &asked};
    return ip_samples_find(out, draws, &sampled, error);
}

/* ---- coating */

typedef struct coating_question {
    ip_coating_search search; /* without uncertainties, as the question */
    const ip_coating_sides *sides;
    ip_composition composition;
    ip_question question;
} coating_question;

static ip_status find_coating(void *user, void *rows, bool *holds, ip_memory *memory, ip_solver *solver, ip_error *error) {
    const coating_question *asked = user;
    const ip_phase *phase = ip_dataset_find(ip_solver_dataset(solver), &asked->composition);
    ip_coating coating;
    ip_coating_examine(&coating, solver, &asked->search, phase);
    ip_status status = coating.status;
    if (status)
        ip_error_set(error, status, "%s", coating.message ? coating.message : "out of memory");
    else
        status = ip_coating_row_fill(rows, memory, &asked->search, asked->sides, &coating, 1, NULL, &asked->question, error);
    holds[0] = !status && coating.failed == IP_COATING_TEST_COUNT;
    ip_coating_clear(&coating);
    return status;
}

ip_status ip_samples_coating(ip_samples **out, const ip_draws *draws, const ip_coating_search *search,
                             const ip_coating_sides *sides, const ip_phase *phase, const ip_question *question, ip_error *error) {
    coating_question asked = {*search, sides, ip_phase_composition(phase), plain_question(question)};
    asked.search.uncertainty = NULL;
    ip_element_set elements = ip_element_set_union(phase->element_set, element_set(search->metal));
    if (search->electrolyte)
        elements = ip_element_set_union(elements, ip_composition_elements(search->electrolyte));
    for (int i = 0; i < search->cathode_count; i++)
        elements = ip_element_set_union(elements, ip_composition_elements(&search->cathodes[i]));
    elements = ip_element_set_union(elements, reservoir_set(search->reservoir));
    ip_sampled sampled = {&ip_coating_result, elements, 1, question->uncertainty, find_coating, &asked};
    return ip_samples_find(out, draws, &sampled, error);
}
