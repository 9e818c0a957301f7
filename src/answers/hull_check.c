/* Energies too deep to be true: what a table or a user adds against the hull of what was there before. Knows no files. */
#include <interphase/hull.h>

#include "equilibrium.h"
#include "table/dataset_store.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Of a large table only the deepest phases are looked at, so that loading it costs no time that is felt; total energies, which
 * this is about, are the deepest of all. */
enum { MOST_CHECKED = 100 };

bool ip_equilibrium_has_compound(const ip_equilibrium *equilibrium) {
    for (int i = 0; i < equilibrium->product_count; i++)
        if (equilibrium->products[i].phase->element_count > 1)
            return true;
    return false;
}

/* Whether an energy lies too deep below the hull, and what it is. Where there is no hull nothing can be said. */
static ip_status is_too_deep(bool *deep, double *hull_energy, ip_solver *solver, const ip_composition *composition, double energy,
                             ip_error *error) {
    ip_equilibrium products;
    *deep = false;
    if (composition->count == 1 || energy >= -IP_IMPLAUSIBLE_DEPTH) /* the hull is never above the elements */
        return IP_OK;
    ip_status status = ip_equilibrium_find(&products, solver, composition, NULL, NULL, error);
    if (status == IP_NO_MEMORY)
        return status;
    if (status)
        return IP_OK;
    *hull_energy = products.energy / ip_composition_atoms(composition);
    *deep = ip_equilibrium_has_compound(&products) && energy < *hull_energy - IP_IMPLAUSIBLE_DEPTH;
    ip_equilibrium_clear(&products);
    return IP_OK;
}

static int by_energy(const void *a, const void *b) {
    const ip_phase *const *left = a, *const *right = b;
    double x = (*left)->formation_energy, y = (*right)->formation_energy;
    if (x < y || x > y)
        return x < y ? -1 : 1;
    return ((*left)->line > (*right)->line) - ((*left)->line < (*right)->line);
}

/* The phases to be looked at, deepest first; *out is owned by the caller. */
static ip_status list_deepest(const ip_phase ***out, long *count, const ip_dataset *dataset, long first, ip_error *error) {
    long all = ip_dataset_count(dataset);
    *count = 0;
    *out = malloc((size_t)(all - first + 1) * sizeof **out);
    if (!*out)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (long i = first; i < all; i++) {
        const ip_phase *phase = ip_dataset_phase(dataset, i);
        /* What no compound has is found without a hull: ip_dataset_check(). */
        if (phase->element_count > 1 && phase->formation_energy < -IP_IMPLAUSIBLE_DEPTH &&
            phase->formation_energy >= -IP_PLAUSIBLE_ENERGY)
            (*out)[(*count)++] = phase;
    }
    qsort(*out, (size_t)*count, sizeof **out, by_energy);
    *count = *count < MOST_CHECKED ? *count : MOST_CHECKED;
    return IP_OK;
}

static void report(const ip_dataset *dataset, const ip_phase *phase, double hull_energy, ip_finding_handler handler, void *user) {
    char message[IP_MESSAGE_SIZE];
    snprintf(
        message, sizeof message,
        "the formation energy of %s, %.6g eV/atom, is implausible: %.3g eV/atom below the hull of the tables before; expected is "
        "at most %g below (a total energy, or other units?)",
        phase->formula, phase->formation_energy, hull_energy - phase->formation_energy, IP_IMPLAUSIBLE_DEPTH);
    ip_finding finding = {IP_FINDING_FAULT,
                          "implausible-energy",
                          phase->file >= 0 ? ip_dataset_file(dataset, phase->file).path : "",
                          phase->line,
                          message,
                          phase->formula,
                          phase->formation_energy};
    if (handler)
        handler(user, &finding);
}

ip_status ip_hull_check_added(ip_dataset *dataset, long first, long *faults, ip_finding_handler handler, void *user,
                              ip_error *error) {
    const ip_phase **phases;
    long count;
    ip_solver *solver = NULL;
    *faults = 0;
    ip_status status = list_deepest(&phases, &count, dataset, first, error);
    if (!status && count && first) {
        ip_dataset_set_aside(dataset, first, true);
        status = ip_solver_new(&solver, dataset, error);
    }
    for (long i = 0; i < count && solver && !status; i++) {
        ip_composition composition = ip_phase_composition(phases[i]);
        double hull_energy;
        bool deep;
        status = is_too_deep(&deep, &hull_energy, solver, &composition, phases[i]->formation_energy, error);
        if (!status && deep)
            report(dataset, phases[i], hull_energy, handler, user);
        *faults += !status && deep;
    }
    ip_solver_free(solver);
    if (count && first)
        ip_dataset_set_aside(dataset, first, false);
    free(phases);
    return status;
}

ip_status ip_hull_check_energy(ip_dataset *dataset, const char *formula, double energy, ip_error *error) {
    ip_composition composition;
    ip_solver *solver;
    double hull_energy;
    bool deep = false;
    ip_status status = ip_composition_read(&composition, formula, error);
    if (!status)
        status = ip_solver_new(&solver, dataset, error);
    if (status)
        return status;
    status = is_too_deep(&deep, &hull_energy, solver, &composition, energy, error);
    ip_solver_free(solver);
    if (!status && deep)
        return ip_error_set(error, IP_BAD_ARGUMENT,
                            "%s: %.6g eV/atom is implausible: %.3g eV/atom below the hull; a formation energy is "
                            "expected, at most %g below (a total energy?)",
                            formula, energy, hull_energy - energy, IP_IMPLAUSIBLE_DEPTH);
    return status;
}
