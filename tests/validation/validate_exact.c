/* Equilibria of the shipped table, solved again in exact arithmetic from columns that are gathered here. */
#include "../tap.h"

#include "engine/lp.h"

#include <interphase/interphase.h>

#include <math.h>

enum { QUESTIONS = 200 };
#define AGREEMENT 1e-10 /* eV/atom */

typedef struct programme {
    const ip_reservoir *reservoir;
    ip_element_set open;
    int rows, columns, size;
    int element[IP_ELEMENT_COUNT]; /* of each row */
    double *coefficients, *costs;
} programme;

static double fraction(const ip_phase *phase, int element) {
    for (int i = 0; i < phase->element_count; i++)
        if (phase->elements[i] == element)
            return phase->amounts[i] / phase->atoms;
    return 0.0;
}

static void add_column(void *user, const ip_phase *phase) {
    programme *lp = user;
    if (ip_element_set_within(phase->element_set, lp->open))
        return;
    if (lp->columns == lp->size) {
        lp->size = lp->size ? 2 * lp->size : 256;
        lp->coefficients = realloc(lp->coefficients, (size_t)lp->size * (size_t)lp->rows * sizeof(double));
        lp->costs = realloc(lp->costs, (size_t)lp->size * sizeof(double));
        if (!lp->coefficients || !lp->costs)
            tap_bail_out("out of memory");
    }
    for (int r = 0; r < lp->rows; r++)
        lp->coefficients[lp->columns * lp->rows + r] = fraction(phase, lp->element[r]);
    double cost = phase->formation_energy;
    for (int i = 0; i < lp->reservoir->count; i++)
        cost -= lp->reservoir->chemical_potential[i] * fraction(phase, lp->reservoir->element[i]);
    lp->costs[lp->columns++] = cost;
}

/* The optimum per formula unit in exact arithmetic; NaN where there is none. */
static double solve_exactly(const ip_dataset *dataset, const ip_composition *composition, const ip_reservoir *reservoir) {
    programme lp = {.reservoir = reservoir};
    for (int i = 0; i < reservoir->count; i++)
        ip_element_set_add(&lp.open, reservoir->element[i]);
    ip_element_set elements = ip_element_set_union(ip_composition_elements(composition), lp.open);
    lp.rows = ip_element_set_list(ip_element_set_without(elements, lp.open), lp.element);
    if (ip_dataset_visit(dataset, elements, add_column, &lp))
        tap_bail_out("out of memory");
    double sides[IP_ELEMENT_COUNT], optimum = NAN;
    for (int r = 0; r < lp.rows; r++)
        sides[r] = ip_composition_amount(composition, lp.element[r]) / ip_composition_atoms(composition);
    ip_lp *solved;
    ip_error error;
    if (ip_lp_new(&solved, lp.rows, lp.columns, lp.coefficients, &error))
        tap_bail_out(error.message);
    ip_lp_set_costs(solved, lp.costs);
    ip_lp_set_right_hand_side(solved, sides);
    if (ip_lp_solve_exact(solved, &error))
        tap_note("%s", error.message);
    else
        optimum = ip_lp_objective(solved) * ip_composition_atoms(composition);
    ip_lp_free(solved);
    free(lp.coefficients);
    free(lp.costs);
    return optimum;
}

/* A composition whose equilibrium is worth solving: the phase and some more of the first elements of another. */
static ip_composition mix(const ip_phase *a, const ip_phase *b) {
    ip_composition mixed = ip_phase_composition(a);
    for (int i = 0; i < b->element_count; i++) {
        int at = 0;
        while (at < mixed.count && mixed.element[at] != b->elements[i])
            at++;
        if (at == mixed.count && mixed.count >= 8)
            continue;
        if (at == mixed.count) {
            mixed.element[mixed.count] = b->elements[i];
            mixed.amount[mixed.count++] = 0.0;
        }
        mixed.amount[at] += b->amounts[i] / 3.0;
    }
    return mixed;
}

int main(void) {
    ip_dataset *dataset;
    ip_solver *solver;
    ip_error error;
    if (ip_dataset_new(&dataset, &error) ||
        ip_dataset_read(dataset, tap_source("datasets/mp2020.csv"), 0, NULL, NULL, &error) ||
        ip_solver_new(&solver, dataset, &error))
        tap_bail_out(error.message);
    long count = ip_dataset_count(dataset), questions = tap_is_slow() && !tap_is_full() ? QUESTIONS / 10 : QUESTIONS;
    long open = 0, mixed = 0, wrong = 0, failed = 0;
    double largest = 0.0;
    for (long q = 0; q < questions; q++) {
        const ip_phase *phase = ip_dataset_phase(dataset, (q * 2 + 1) * count / (2 * questions));
        ip_composition composition = ip_phase_composition(phase);
        ip_reservoir reservoir = {0};
        if (q % 2) {
            composition = mix(phase, ip_dataset_phase(dataset, (q * 7919 + 13) % count));
            mixed++;
        }
        int sodium = ip_element_find("Na", 2);
        if (q % 3 == 0 && composition.element[0] != sodium) {
            if (ip_reservoir_open_metal(&reservoir, sodium, 0, 0.02 * (double)q, &error))
                tap_bail_out(error.message);
            open++;
        }
        ip_equilibrium equilibrium;
        if (ip_equilibrium_find(&equilibrium, solver, &composition, &reservoir, NULL, &error)) {
            tap_note("question %ld (%s): %s", q, phase->formula, error.message);
            failed++;
            continue;
        }
        double atoms = ip_composition_atoms(&composition);
        double difference = fabs(equilibrium.energy - solve_exactly(dataset, &composition, &reservoir)) / atoms;
        if (!(difference <= AGREEMENT)) {
            tap_note("question %ld (%s): %.12f eV, differs by %g eV/atom", q, phase->formula, equilibrium.energy, difference);
            wrong++;
        }
        largest = fmax(largest, difference);
        ip_equilibrium_clear(&equilibrium);
    }
    tap_note("%ld equilibria, %ld of them mixtures, %ld open to Na; largest difference %.2e eV/atom", questions, mixed, open,
             largest);
    tap_ok(failed == 0, "every question is answered");
    tap_ok(open > questions / 5 && mixed > questions / 3, "open ones and mixtures are among them");
    tap_ok(wrong == 0, "exact arithmetic finds the same energies within %g eV/atom", AGREEMENT);
    ip_solver_free(solver);
    ip_solver_end_thread();
    ip_dataset_free(dataset);
    return tap_done();
}
