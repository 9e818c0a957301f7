/* Tasks of a batch: a window or an interface each. Knows no files and no order of output. */
#include <interphase/reaction.h>
#include <interphase/screening.h>

#include "equilibrium.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct screening_run {
    const ip_dataset *dataset;
    const ip_task *tasks;
    ip_answer *answers;
    double gap;
} screening_run;

/* Takes the products over; they are the answer's afterwards. */
static ip_status take_products(ip_answer *answer, const ip_dataset *dataset, const ip_reactant *reactants, int count,
                               ip_equilibrium *products, bool reacts, double gap, ip_error *error) {
    answer->equation = ip_reaction_text(dataset, reactants, count, products, "->", error);
    if (!answer->equation)
        return error->status;
    answer->character = ip_character_find(products, reacts, gap);
    answer->products = *products;
    memset(products, 0, sizeof *products);
    return IP_OK;
}

static double per_fixed_atom(double energy, double atoms) {
    return atoms > 0.0 ? energy / atoms : NAN;
}

static ip_status answer_window(ip_answer *answer, ip_solver *solver, const ip_task *task, double gap, ip_error *error) {
    ip_composition composition;
    ip_profile profile;
    ip_status status = ip_composition_read(&composition, task->a, error);
    if (!status)
        status = ip_profile_find(&profile, solver, &composition, task->metal, task->charge, error);
    if (status)
        return status;
    ip_window window = ip_profile_window(&profile);
    ip_plateau *contact = &profile.plateaus[0];
    ip_reactant subject = {task->a, &composition, 1.0};
    answer->energy_above_hull = profile.hull.energy_above_hull;
    answer->reduction_potential = window.reduction_potential;
    answer->oxidation_potential = window.oxidation_potential;
    answer->reaction_energy = contact->reaction_energy_low;
    answer->reaction_energy_per_fixed_atom =
        per_fixed_atom(contact->reaction_energy_low * profile.atoms, profile.atoms - ip_composition_amount(&composition, task->metal));
    answer->voltage = 0.0;
    bool reacts = !ip_equilibrium_is(&contact->products, profile.hull.phase);
    status = take_products(answer, ip_solver_dataset(solver), &subject, 1, &contact->products, reacts, gap, error);
    ip_profile_clear(&profile);
    return status;
}

static ip_status find_reservoir(ip_reservoir *reservoir, ip_answer *answer, ip_solver *solver, const ip_task *task,
                                const ip_composition *a, const ip_composition *b, ip_error *error) {
    memset(reservoir, 0, sizeof *reservoir);
    if (!task->has_voltage)
        return IP_OK;
    answer->voltage = task->voltage_low;
    ip_status status = IP_OK;
    if (task->voltage_high > task->voltage_low)
        status = ip_interface_worst_voltage(&answer->voltage, NULL, solver, a, b, task->metal, task->charge, task->voltage_low,
                                            task->voltage_high, NULL, error);
    return status ? status : ip_reservoir_open_metal(reservoir, task->metal, task->charge, answer->voltage, error);
}

static ip_status answer_interface(ip_answer *answer, ip_solver *solver, const ip_task *task, double gap, ip_error *error) {
    ip_composition a, b;
    ip_reservoir reservoir;
    ip_interface found;
    ip_status status = ip_composition_read(&a, task->a, error);
    if (!status)
        status = ip_composition_read(&b, task->b, error);
    if (!status)
        status = find_reservoir(&reservoir, answer, solver, task, &a, &b, error);
    if (!status)
        status = ip_interface_find(&found, solver, &a, &b, &reservoir, error);
    if (status)
        return status;
    ip_kink *kink = &found.kinks[found.minimum];
    ip_reactant reactants[] = {{task->a, &a, kink->x_molar}, {task->b, &b, 1.0 - kink->x_molar}};
    answer->energy_above_hull = found.a.hull.energy_above_hull;
    answer->reaction_energy = kink->reaction_energy;
    answer->mutual_reaction_energy = kink->mutual_reaction_energy;
    answer->x = kink->x;
    double metal = !task->has_voltage ? 0.0
                                      : kink->x_molar * ip_composition_amount(&a, task->metal) +
                                            (1.0 - kink->x_molar) * ip_composition_amount(&b, task->metal);
    answer->reaction_energy_per_fixed_atom = per_fixed_atom(kink->reaction_energy * kink->atoms, kink->atoms - metal);
    status = take_products(answer, ip_solver_dataset(solver), reactants, 2, &kink->products, found.reacts, gap, error);
    ip_interface_clear(&found);
    return status;
}

/* No number applies yet, or any more. */
static void blank_numbers(ip_answer *answer) {
    answer->reaction_energy = answer->mutual_reaction_energy = answer->x = NAN;
    answer->voltage = answer->energy_above_hull = answer->reaction_energy_per_fixed_atom = NAN;
    answer->reduction_potential = answer->oxidation_potential = NAN;
}

static void pack_answer(const ip_answer *answer, const ip_dataset *dataset, ip_packed *packed) {
    ip_packed_put_error(packed, &answer->error);
    ip_packed_put_number(packed, answer->reaction_energy);
    ip_packed_put_number(packed, answer->mutual_reaction_energy);
    ip_packed_put_number(packed, answer->x);
    ip_packed_put_number(packed, answer->reaction_energy_per_fixed_atom);
    ip_packed_put_number(packed, answer->voltage);
    ip_packed_put_number(packed, answer->energy_above_hull);
    ip_packed_put_number(packed, answer->reduction_potential);
    ip_packed_put_number(packed, answer->oxidation_potential);
    ip_packed_put_integer(packed, answer->character.kind);
    ip_phase_pack(answer->character.deciding, dataset, packed);
    ip_packed_put_text(packed, answer->equation);
    ip_equilibrium_pack(&answer->products, dataset, packed);
}

static ip_status unpack_answer(ip_answer *out, const ip_dataset *dataset, ip_packed_reader *reader, ip_error *error) {
    ip_packed_get_error(reader, &out->error);
    out->reaction_energy = ip_packed_get_number(reader);
    out->mutual_reaction_energy = ip_packed_get_number(reader);
    out->x = ip_packed_get_number(reader);
    out->reaction_energy_per_fixed_atom = ip_packed_get_number(reader);
    out->voltage = ip_packed_get_number(reader);
    out->energy_above_hull = ip_packed_get_number(reader);
    out->reduction_potential = ip_packed_get_number(reader);
    out->oxidation_potential = ip_packed_get_number(reader);
    out->character.kind = (ip_character_kind)ip_packed_get_integer(reader);
    out->character.deciding = ip_phase_unpack(dataset, reader);
    const char *equation = ip_packed_get_text(reader);
    out->equation = equation ? strdup(equation) : NULL;
    if (equation && !out->equation)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    return ip_equilibrium_unpack(&out->products, dataset, reader, error);
}

static void answer_task(void *user, ip_solver *solver, long item, ip_packed *packed) {
    const screening_run *run = user;
    const ip_task *task = &run->tasks[item];
    ip_answer answer;
    ip_error error = {IP_OK, ""};
    memset(&answer, 0, sizeof answer);
    blank_numbers(&answer);
    ip_status status = task->a ? (task->b ? answer_interface : answer_window)(&answer, solver, task, run->gap, &error)
                               : ip_error_set(&error, IP_BAD_ARGUMENT, "the task has no formula; one or two are expected");
    if (status) {
        answer.error = error;
        blank_numbers(&answer);
    }
    pack_answer(&answer, run->dataset, packed);
    ip_answer_clear(&answer);
}

static void take_answer(void *user, long item, const void *bytes, size_t size) {
    screening_run *run = user;
    ip_answer *answer = &run->answers[item];
    ip_packed_reader reader = ip_packed_read(bytes, size);
    ip_error error;
    if (unpack_answer(answer, run->dataset, &reader, &error)) {
        ip_answer_clear(answer);
        blank_numbers(answer);
        answer->error = error;
    }
    answer->done = true;
}

/* The elements that a task's programme is about; what cannot be read comes first. */
static ip_element_set task_elements(const ip_task *task) {
    ip_composition composition;
    ip_element_set set = {{0, 0}};
    if (task->a && !ip_composition_read(&composition, task->a, NULL))
        set = ip_composition_elements(&composition);
    if (task->b && !ip_composition_read(&composition, task->b, NULL))
        set = ip_element_set_union(set, ip_composition_elements(&composition));
    if ((task->has_voltage || !task->b) && ip_element_symbol(task->metal))
        ip_element_set_add(&set, task->metal);
    return set;
}

ip_status ip_screening_run(ip_executor *executor, const ip_task *tasks, ip_answer *answers, long count, double gap,
                           const ip_stop *stop, ip_error *error) {
    ip_element_set *keys = malloc(((size_t)count + 1) * sizeof *keys);
    for (long i = 0; i < count; i++) {
        memset(&answers[i], 0, sizeof answers[i]);
        blank_numbers(&answers[i]);
    }
    if (!keys)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (long i = 0; i < count; i++)
        keys[i] = task_elements(&tasks[i]);
    screening_run run = {ip_executor_dataset(executor), tasks, answers, gap};
    ip_job job = {.count = count, .keys = keys, .work = answer_task, .take = take_answer, .stop = stop, .user = &run};
    ip_status status = ip_executor_run(executor, &job, error);
    free(keys);
    return status;
}

void ip_answer_clear(ip_answer *answer) {
    ip_equilibrium_clear(&answer->products);
    free(answer->equation);
    memset(answer, 0, sizeof *answer);
}
