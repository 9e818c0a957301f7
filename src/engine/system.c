/* Columns, rows and starting basis of one chemical system, and the way from a solution to a mixture. */
#include "system.h"

#include "column_index.h"
#include "lp.h"
#include "mixture_solve.h"
#include "ties.h"

#include <interphase/gas.h>

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What computing an amount near zero can leave of it, atoms per atom. */
#define LEAST_AMOUNT 1e-16

struct ip_system {
    const ip_dataset *dataset;
    ip_element_set elements, open;
    int row_count, open_count, column_count, column_size;
    int row_element[IP_ELEMENT_COUNT], open_element[IP_ELEMENT_COUNT];
    unsigned long serial;        /* of the reservoirs; 0 where nothing but elements is open */
    ip_element_set own;          /* elements among them */
    const ip_exchange *exchange; /* these, while the system is made; NULL where nothing but elements is open */
    ip_settling settling;        /* of rows */
    const ip_phase **columns; /* in the order in which the dataset visits them, gases behind them */
    double *coefficients; /* [column * row_count + row], atomic fractions */
    double *costs;
    ip_lp *lp;
    double *sides;            /* [row] */
    int *chosen, chosen_count; /* columns of the mixture, at most row_count */
    const ip_phase **phases;  /* the mixture handed out */
    double *weights;
    ip_ties *ties;               /* NULL until ties are broken */
    ip_status collect_status; /* while columns are gathered */
};

static void collect_column(void *user, const ip_phase *phase) {
    ip_system *system = user;
    if (system->exchange ? !phase->gas && !ip_exchange_takes(system->exchange, phase)
                         : phase->excluded || ip_element_set_within(phase->element_set, system->open))
        return;
    if (system->column_count == system->column_size) {
        int size = system->column_size ? 2 * system->column_size : 64;
        const ip_phase **columns = realloc(system->columns, (size_t)size * sizeof *columns);
        if (!columns) {
            system->collect_status = IP_NO_MEMORY;
            return;
        }
        system->columns = columns;
        system->column_size = size;
    }
    system->columns[system->column_count++] = phase;
}

static double phase_fraction(const ip_phase *phase, int element) {
    for (int i = 0; i < phase->element_count; i++)
        if (phase->elements[i] == element)
            return phase->amounts[i] / phase->atoms;
    return 0.0;
}

static ip_status check_elements(const ip_system *system, ip_error *error) {
    int list[IP_ELEMENT_COUNT];
    int count = ip_element_set_list(system->elements, list);
    for (int i = 0; i < count; i++)
        if (!ip_dataset_element(system->dataset, list[i]))
            return ip_error_set(error, IP_MISSING_ELEMENT,
                                "the table has no row for the element %s, which the question needs", ip_element_symbol(list[i]));
    for (int i = 0; i < count; i++)
        if (ip_element_set_has(ip_dataset_unknown_entropies(system->dataset), list[i]))
            return ip_error_set(error, IP_MISSING_ELEMENT,
                                "the entropy of the compounds of %s is not known, so that none can be compared at %g K; without "
                                "a temperature they can",
                                ip_element_symbol(list[i]), ip_dataset_temperature(system->dataset));
    return IP_OK;
}

/* The elements themselves are a basis that is feasible for every composition. */
static void set_start(ip_system *system) {
    int basic[IP_ELEMENT_COUNT];
    int found = 0;
    for (int r = 0; r < system->row_count; r++)
        for (int c = 0; c < system->column_count; c++)
            if (system->columns[c]->element_count == 1 && system->columns[c]->elements[0] == system->row_element[r]) {
                basic[found++] = c;
                break;
            }
    if (found == system->row_count)
        ip_lp_set_start(system->lp, basic);
}

static void settle_column(const ip_system *system, double *coefficients, const ip_phase *phase) {
    double open[IP_ELEMENT_COUNT];
    for (int p = 0; p < system->open_count; p++)
        open[p] = phase_fraction(phase, system->open_element[p]);
    ip_settling_apply(&system->settling, coefficients, open);
}

static ip_status build_programme(ip_system *system, ip_error *error) {
    size_t rows = (size_t)system->row_count, columns = (size_t)system->column_count;
    system->coefficients = calloc(rows * columns, sizeof(double));
    system->costs = malloc(columns * sizeof(double));
    system->sides = malloc(rows * sizeof(double));
    system->chosen = malloc(rows * sizeof(int));
    system->phases = malloc(rows * sizeof *system->phases);
    system->weights = malloc(rows * sizeof(double));
    if (!system->coefficients || !system->costs || !system->sides || !system->chosen || !system->phases || !system->weights)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    size_t row_of[IP_ELEMENT_COUNT + 1];
    for (int i = 0; i <= IP_ELEMENT_COUNT; i++)
        row_of[i] = rows;
    for (size_t r = 0; r < rows; r++)
        row_of[system->row_element[r]] = r;
    for (size_t c = 0; c < columns; c++) {
        const ip_phase *phase = system->columns[c];
        for (int i = 0; i < phase->element_count; i++)
            if (row_of[phase->elements[i]] < rows)
                system->coefficients[c * rows + row_of[phase->elements[i]]] = phase->amounts[i] / phase->atoms;
        if (system->settling.count)
            settle_column(system, &system->coefficients[c * rows], phase);
        system->costs[c] = phase->formation_energy;
    }
    ip_status status = ip_lp_new(&system->lp, system->row_count, system->column_count, system->coefficients, error);
    if (!status) {
        ip_lp_set_costs(system->lp, system->costs);
        set_start(system);
    }
    return status;
}

/* Gases that may leave are columns like any other, unless the other reservoirs make them up. */
static void collect_released(ip_system *system, const ip_exchange *exchange) {
    for (int i = 0; i < exchange->released_count; i++) {
        ip_composition composition = ip_phase_composition(exchange->released[i]);
        if (ip_element_set_within(exchange->released[i]->element_set, system->elements) &&
            !ip_exchange_makes(exchange, &composition))
            collect_column(system, exchange->released[i]);
    }
}

static ip_status make_system(ip_system **out, const ip_dataset *dataset, ip_element_set elements, ip_element_set open,
                             const ip_exchange *exchange, ip_error *error) {
    ip_system *system = calloc(1, sizeof *system);
    if (!system)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    system->dataset = dataset;
    system->elements = elements;
    system->open = open;
    system->row_count = ip_element_set_list(ip_element_set_without(elements, open), system->row_element);
    system->open_count = ip_element_set_list(open, system->open_element);
    system->exchange = exchange;
    ip_status status = check_elements(system, error);
    if (!status && exchange)
        status = ip_settling_set(&system->settling, exchange, system->row_element, system->row_count);
    if (!status)
        status = ip_dataset_visit(dataset, elements, collect_column, system);
    if (!status && exchange)
        collect_released(system, exchange);
    if (!status)
        status = system->collect_status;
    if (status == IP_NO_MEMORY)
        ip_error_set(error, status, "out of memory");
    else if (!status && system->column_count == 0)
        status = ip_error_set(error, IP_INFEASIBLE, "every phase of the chemical system is left out");
    if (!status)
        status = build_programme(system, error);
    system->exchange = NULL;
    if (status)
        ip_system_free(system);
    else
        *out = system;
    return status;
}

ip_status ip_system_new(ip_system **out, const ip_dataset *dataset, ip_element_set elements, ip_element_set open,
                        ip_error *error) {
    return make_system(out, dataset, elements, open, NULL, error);
}

ip_status ip_system_new_exchanging(ip_system **out, const ip_dataset *dataset, ip_element_set elements,
                                   const ip_exchange *exchange, ip_error *error) {
    ip_status status = make_system(out, dataset, elements, exchange->open, exchange, error);
    if (status)
        return status;
    (*out)->serial = exchange->serial;
    (*out)->own = exchange->own;
    return IP_OK;
}

void ip_system_free(ip_system *system) {
    if (!system)
        return;
    ip_lp_free(system->lp);
    free(system->columns);
    free(system->coefficients);
    free(system->costs);
    free(system->sides);
    free(system->chosen);
    free(system->phases);
    free(system->weights);
    ip_settling_clear(&system->settling);
    ip_ties_free(system->ties);
    free(system);
}

/* The costs of a system open to reservoirs are set with their potentials, before every question; and gases that are no more are
 * not to be looked at. */
void ip_system_renew(ip_system *system) {
    if (system->open_count || system->serial)
        return;
    for (int c = 0; c < system->column_count; c++)
        system->costs[c] = system->columns[c]->formation_energy;
    ip_lp_set_costs(system->lp, system->costs);
}

bool ip_system_is(const ip_system *system, ip_element_set elements, ip_element_set open) {
    return !system->serial && ip_element_set_same(system->elements, elements) && ip_element_set_same(system->open, open);
}

/* Formation energy less the chemical potentials of what the phase holds of open elements, eV/atom. */
static double grand_energy(const ip_system *system, const ip_phase *phase, const double *potentials) {
    double energy = phase->formation_energy;
    for (int i = 0; i < system->open_count; i++)
        energy -= potentials[i] * phase_fraction(phase, system->open_element[i]);
    return energy;
}

typedef struct bound_check {
    const ip_system *system;
    const double *potentials;
    const ip_phase *growing; /* the first by order that would grow; NULL for none */
} bound_check;

static void check_bound(void *user, const ip_phase *phase) {
    bound_check *check = user;
    if (!check->growing && !phase->excluded && grand_energy(check->system, phase, check->potentials) < -IP_TIE_TOLERANCE)
        check->growing = phase;
}

ip_status ip_system_set_potentials(ip_system *system, const double *potentials, ip_error *error) {
    bound_check check = {system, potentials, NULL};
    ip_status status = ip_dataset_visit(system->dataset, system->open, check_bound, &check);
    if (status)
        return ip_error_set(error, status, "out of memory");
    if (check.growing)
        return ip_error_set(error, IP_UNBOUNDED, "at these chemical potentials %s would grow without bound",
                            check.growing->formula);
    for (int c = 0; c < system->column_count; c++)
        system->costs[c] = grand_energy(system, system->columns[c], potentials);
    ip_lp_set_costs(system->lp, system->costs);
    return IP_OK;
}

bool ip_system_is_exchanging(const ip_system *system, ip_element_set elements, const ip_exchange *exchange) {
    return system->serial == exchange->serial && ip_element_set_same(system->elements, elements) &&
           ip_element_set_same(system->own, exchange->own);
}

void ip_system_set_exchange(ip_system *system, const ip_exchange *exchange) {
    for (int c = 0; c < system->column_count; c++)
        system->costs[c] = grand_energy(system, system->columns[c], exchange->potentials);
    ip_lp_set_costs(system->lp, system->costs);
}

/* The edges of the grains lie where no simple fraction of a table's energies does, so that the last bits do not decide. */
#define GRAIN_EDGE 0.31830988618379067

long long ip_system_energy_grain(double energy) {
    return llround(energy / IP_TIE_TOLERANCE + GRAIN_EDGE);
}

static int find_column(const ip_system *system, const ip_phase *phase) {
    return phase ? ip_column_index_find(system->columns, system->column_count, phase) : -1;
}

void ip_system_set_price(ip_system *system, const ip_exchange *exchange, const ip_phase *phase, double energy) {
    int column = find_column(system, phase);
    if (column < 0)
        return;
    system->costs[column] = grand_energy(system, phase, exchange->potentials) + energy - phase->formation_energy;
    ip_lp_set_costs(system->lp, system->costs);
}

/* A phase of the subject's own composition that is tied is the whole mixture. */
static int choose_subject(ip_system *system, const ip_composition *composition, int held) {
    int own = find_column(system, ip_dataset_find(system->dataset, composition));
    if (own < 0 || own == held || fabs(ip_lp_reduced_cost(system->lp, own)) > IP_TIE_TOLERANCE)
        return 0;
    system->chosen[0] = own;
    return 1;
}

/* Leaves *chosen columns in system->chosen, none where the ties could not be broken. */
static ip_status break_ties(ip_system *system, const ip_composition *composition, int held, int *chosen) {
    const int *tied;
    int basis[IP_ELEMENT_COUNT];
    *chosen = choose_subject(system, composition, held);
    if (*chosen)
        return IP_OK;
    if (!system->ties)
        system->ties = ip_ties_new(system->dataset, system->row_count, system->column_count, system->columns,
                                   system->coefficients);
    if (!system->ties)
        return IP_NO_MEMORY;
    int tied_count = ip_lp_tied(system->lp, &tied);
    if (held >= 0 && fabs(ip_lp_reduced_cost(system->lp, held)) > IP_TIE_TOLERANCE)
        held = -1;
    bool is_whole = ip_lp_basis(system->lp, basis) == system->row_count;
    ip_status status = ip_ties_break(system->ties, tied, tied_count, held, system->sides, is_whole ? basis : NULL, system->chosen,
                                     chosen);
    *chosen = status ? 0 : *chosen;
    return status == IP_NO_MEMORY ? status : IP_OK;
}

/* Whether any element of the composition would miss an amount of a column: what is rare has small amounts. */
static bool is_product(const ip_system *system, int column, double amount) {
    bool is_missed = false;
    if (amount > IP_AMOUNT_TOLERANCE)
        return true;
    for (int r = 0; r < system->row_count; r++) {
        if (ip_settling_has(&system->settling, r)) /* of what reservoirs have there is always more */
            continue;
        double moved = amount * system->coefficients[(size_t)column * (size_t)system->row_count + (size_t)r];
        if (moved > 0.0 && !(system->sides[r] > 0.0))
            return false;
        is_missed = is_missed || moved > IP_MISSED_SHARE * system->sides[r] + LEAST_AMOUNT;
    }
    return is_missed;
}

/* The columns of the last basis that are products, by rising index, in system->chosen; returns how many. */
static int choose_basic(ip_system *system) {
    const double *values = ip_lp_values(system->lp);
    int count = ip_lp_basis(system->lp, system->chosen), chosen = 0;
    ip_columns_sort(system->chosen, count);
    for (int i = 0; i < count; i++)
        if (is_product(system, system->chosen[i], values[system->chosen[i]]))
            system->chosen[chosen++] = system->chosen[i];
    return chosen;
}

/* Leaves the columns of the solution, by rising index, in system->chosen, and how many in *chosen. */
static ip_status choose_columns(ip_system *system, const ip_composition *composition, int held, ip_tie_rule ties, bool *is_only,
                                int *chosen) {
    ip_status status = IP_OK;
    *chosen = 0;
    *is_only = !ip_lp_is_tied(system->lp);
    if (ties == IP_TIES_BROKEN && !*is_only)
        status = break_ties(system, composition, held, chosen);
    if (*chosen)
        ip_columns_sort(system->chosen, *chosen);
    else
        *chosen = choose_basic(system);
    return status;
}

/* Takes off balances per atom of a composition what reservoirs settle of them. */
static void settle(const ip_system *system, double *values, const ip_composition *composition) {
    double open[IP_ELEMENT_COUNT], atoms = ip_composition_atoms(composition);
    for (int p = 0; p < system->open_count; p++)
        open[p] = ip_composition_amount(composition, system->open_element[p]) / atoms;
    ip_settling_apply(&system->settling, values, open);
}

/* Fractions of the closed elements, per atom of the composition. */
static void set_sides(ip_system *system, const ip_composition *composition) {
    double atoms = ip_composition_atoms(composition);
    for (int r = 0; r < system->row_count; r++)
        system->sides[r] = ip_composition_amount(composition, system->row_element[r]) / atoms;
    if (system->settling.count)
        settle(system, system->sides, composition);
}

static ip_status solve_programme(ip_system *system, const ip_composition *composition, int held, ip_error *error) {
    set_sides(system, composition);
    ip_lp_set_right_hand_side(system->lp, system->sides);
    ip_status status = ip_lp_solve(system->lp, held, error);
    if (status == IP_INFEASIBLE)
        return ip_error_set(error, status, "no combination of the phases left balances the composition");
    return status;
}

ip_status ip_system_support(ip_system *system, const ip_composition *composition, ip_error *error) {
    return solve_programme(system, composition, -1, error);
}

double ip_system_support_at(const ip_system *system, const ip_composition *composition) {
    const double *duals = ip_lp_duals(system->lp);
    double height = 0.0, atoms = ip_composition_atoms(composition);
    for (int r = 0; r < system->row_count; r++)
        height += duals[r] * ip_composition_amount(composition, system->row_element[r]) / atoms;
    if (system->settling.count) {
        double settled[IP_ELEMENT_COUNT] = {0.0};
        settle(system, settled, composition);
        for (int r = 0; r < system->row_count; r++)
            height += duals[r] * settled[r];
    }
    return height;
}

ip_status ip_system_express(ip_system *system, const ip_composition *composition, double *weights, ip_error *error) {
    set_sides(system, composition);
    ip_status status = ip_mixture_amounts(system->coefficients, system->row_count, system->chosen, system->chosen_count,
                                          system->sides, weights);
    if (status == IP_NO_MEMORY)
        return ip_error_set(error, status, "out of memory");
    return status ? ip_error_set(error, status, "a composition is no combination of its products") : IP_OK;
}

/* Amounts of the chosen columns, from these alone: then they depend on the set of products only. */
static ip_status set_amounts(ip_system *system, int count) {
    ip_status status = ip_mixture_amounts(system->coefficients, system->row_count, system->chosen, count, system->sides,
                                          system->weights);
    for (int i = 0; i < count && !status; i++)
        status = system->weights[i] > 0.0 ? IP_OK : IP_NUMERIC;
    return status;
}

/* The amounts of the programme's own solution, where columns that were dropped as too little are missed by the others. */
static int take_amounts(ip_system *system) {
    int count = choose_basic(system);
    for (int i = 0; i < count; i++)
        system->weights[i] = ip_lp_values(system->lp)[system->chosen[i]];
    return count;
}

static void set_mixture(ip_system *system, int count, ip_mixture *out) {
    out->count = system->chosen_count = count;
    out->phases = system->phases;
    out->weights = system->weights;
    out->formation_energy = 0.0;
    for (int i = 0; i < count; i++) {
        system->phases[i] = system->columns[system->chosen[i]];
        out->formation_energy += system->weights[i] * system->phases[i]->formation_energy;
    }
}

ip_status ip_system_solve(ip_system *system, const ip_composition *composition, const ip_phase *without,
                          ip_tie_rule ties, ip_mixture *out, ip_error *error) {
    int count = 0, held = find_column(system, without);
    ip_status status = solve_programme(system, composition, held, error);
    if (status)
        return status;
    status = choose_columns(system, composition, held, ties, &out->is_only, &count);
    if (!status)
        status = set_amounts(system, count);
    if (status == IP_NO_MEMORY)
        return ip_error_set(error, status, "out of memory");
    if (status)
        count = take_amounts(system);
    if (count == 0)
        return ip_error_set(error, IP_NUMERIC, "the amounts of the products do not balance the composition");
    set_mixture(system, count, out);
    return IP_OK;
}

ip_status ip_system_weigh(ip_system *system, const ip_composition *composition, const ip_phase *const *phases, int count,
                          double *weights) {
    if (count > system->row_count)
        return IP_NUMERIC;
    set_sides(system, composition);
    system->chosen_count = count;
    for (int i = 0; i < count; i++)
        system->chosen[i] = find_column(system, phases[i]);
    ip_status status = ip_mixture_amounts(system->coefficients, system->row_count, system->chosen, count, system->sides,
                                          system->weights);
    if (!status)
        memcpy(weights, system->weights, (size_t)count * sizeof *weights);
    return status;
}

ip_status ip_system_take_basis(ip_system *system, ip_mixture *out, ip_error *error) {
    int count = ip_lp_basis(system->lp, system->chosen);
    if (count < system->row_count)
        return ip_error_set(error, IP_NUMERIC, "the products do not say what the chemical potentials are");
    ip_columns_sort(system->chosen, count);
    for (int i = 0; i < count; i++)
        system->weights[i] = ip_lp_values(system->lp)[system->chosen[i]];
    out->is_only = false;
    set_mixture(system, count, out);
    return IP_OK;
}

double ip_mixture_element(const ip_mixture *mixture, int element) {
    double amount = 0.0;
    for (int i = 0; i < mixture->count; i++)
        amount += mixture->weights[i] * phase_fraction(mixture->phases[i], element);
    return amount;
}
