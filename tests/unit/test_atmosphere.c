/* Equilibria with gases: against enumeration of all corners, in any order, and what reservoirs do that contradict each other. */
#include "gases.h"

#include "engine/solver.h"

#include <interphase/character.h>
#include <interphase/decomposition.h>
#include <interphase/hull.h>
#include <interphase/interface.h>
#include <interphase/reaction.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_COLUMNS = 64 };
static const open_element sodium = {"Na", -2.0, 3};

/* ---- the programme as it is defined: every element has a balance, and a gas that gives and takes is two columns */

typedef struct balances {
    int rows, columns, elements[8];
    double coefficients[MOST_COLUMNS * 8], costs[MOST_COLUMNS], sides[8];
} balances;

static void add_column(balances *made, const ip_composition *composition, double energy, double sign) {
    double atoms = ip_composition_atoms(composition);
    int column = made->columns++;
    assert_true(column < MOST_COLUMNS);
    for (int r = 0; r < made->rows; r++)
        made->coefficients[column * made->rows + r] = sign * ip_composition_amount(composition, made->elements[r]) / atoms;
    made->costs[column] = sign * energy / atoms;
}

static bool stands_for_gas(const question *asked, const ip_composition *composition) {
    for (int i = 0; i < asked->gas_count; i++)
        if (ip_composition_same(composition, &asked->gases[i].composition))
            return true;
    return false;
}

/* `without` may be NULL. */
static balances make_balances(const ip_dataset *dataset, const question *asked, const ip_phase *without) {
    balances made = {0};
    int list[IP_ELEMENT_COUNT];
    ip_element_set elements = ip_composition_elements(&asked->subject);
    for (int i = 0; i < asked->gas_count; i++)
        if (!asked->gases[i].released)
            elements = ip_element_set_union(elements, ip_composition_elements(&asked->gases[i].composition));
    for (int i = 0; i < asked->reservoir.count; i++)
        ip_element_set_add(&elements, asked->reservoir.element[i]);
    made.rows = ip_element_set_list(elements, list);
    for (int r = 0; r < made.rows; r++) {
        made.elements[r] = list[r];
        made.sides[r] = ip_composition_amount(&asked->subject, list[r]) / ip_composition_atoms(&asked->subject);
    }
    for (long p = 0; p < ip_dataset_count(dataset); p++) {
        const ip_phase *phase = ip_dataset_phase(dataset, p);
        ip_composition composition = ip_phase_composition(phase);
        if (phase != without && ip_element_set_within(phase->element_set, elements) && !stands_for_gas(asked, &composition))
            add_column(&made, &composition, phase->formation_energy * phase->atoms, 1.0);
    }
    for (int i = 0; i < asked->gas_count; i++) {
        const gas_question *gas = &asked->gases[i];
        if (ip_element_set_within(ip_composition_elements(&gas->composition), elements))
            add_column(&made, &gas->composition, gas->potential, 1.0);
        if (!gas->released)
            add_column(&made, &gas->composition, gas->potential, -1.0);
    }
    for (int i = 0; i < asked->reservoir.count; i++) {
        ip_composition element = {1, {asked->reservoir.element[i]}, {1.0}};
        add_column(&made, &element, asked->reservoir.chemical_potential[i], 1.0);
        add_column(&made, &element, asked->reservoir.chemical_potential[i], -1.0);
    }
    return made;
}

typedef struct lowest_cost {
    const double *costs;
    double lowest; /* NaN where there is no corner */
} lowest_cost;

static void keep_lowest(void *user, const int *chosen, int count, const double *weights) {
    lowest_cost *search = user;
    double cost = 0.0;
    for (int i = 0; i < count; i++)
        cost += weights[i] * search->costs[chosen[i]];
    if (!(search->lowest <= cost))
        search->lowest = cost;
}

/* Lowest cost per atom; NaN where there is none. */
static double lowest_of(const balances *made) {
    lowest_cost search = {made->costs, NAN};
    visit_corners(made->coefficients, made->rows, made->columns, made->sides, keep_lowest, &search);
    return search.lowest;
}

/* The same of the directions in which nothing but reservoirs changes: below zero there is no lowest cost. */
static double steepest_of(const balances *made) {
    balances directions = {.rows = made->rows + 1, .columns = made->columns};
    for (int c = 0; c < made->columns; c++) {
        for (int r = 0; r < made->rows; r++)
            directions.coefficients[c * directions.rows + r] = made->coefficients[c * made->rows + r];
        directions.coefficients[c * directions.rows + made->rows] = 1.0;
        directions.costs[c] = made->costs[c];
    }
    directions.sides[made->rows] = 1.0;
    double lowest = lowest_of(&directions);
    return isnan(lowest) ? 0.0 : lowest;
}

/* ---- answers */

/* What is exchanged accounts for every atom, and what may only leave leaves. */
static void check_exchange(const question *asked, const ip_equilibrium *found) {
    double off[IP_ELEMENT_COUNT + 1] = {0}, energy = 0.0;
    for (int i = 0; i < asked->subject.count; i++)
        off[asked->subject.element[i]] -= asked->subject.amount[i];
    for (int i = 0; i < found->product_count; i++) {
        const ip_product *product = &found->products[i];
        assert_true(product->amount > 0.0);
        for (int e = 0; e < product->phase->element_count; e++)
            off[product->phase->elements[e]] += product->amount * product->phase->amounts[e];
        energy += product->amount * product->phase->atoms * product->phase->formation_energy;
    }
    assert_near(found->formation_energy, energy, 1e-9);
    for (int i = 0; i < found->gas_count; i++)
        for (int e = 0; e < found->gases[i].gas->element_count; e++)
            off[found->gases[i].gas->elements[e]] -= found->gases[i].amount * found->gases[i].gas->amounts[e];
    for (int i = 0; i < found->open_count; i++)
        off[found->uptakes[i].element] -= found->uptakes[i].amount;
    for (int e = 1; e <= IP_ELEMENT_COUNT; e++)
        assert_near(off[e], 0.0, 1e-8);
}

/* The energy that is left of the subject and what it took up: the grand potential counts what reservoirs hold of it, too. */
static double cost_of(const question *asked, const ip_equilibrium *found) {
    double cost = found->formation_energy;
    for (int i = 0; i < found->gas_count; i++)
        cost -= found->gases[i].amount * found->gases[i].gas->formation_energy * found->gases[i].gas->atoms;
    for (int i = 0; i < found->open_count; i++)
        cost -= found->uptakes[i].amount * asked->reservoir.chemical_potential[i];
    return cost;
}

static void check_text(const ip_dataset *dataset, const question *asked, const ip_equilibrium *found, char text[512]) {
    ip_reactant subject = {"subject", &asked->subject, 1.0};
    ip_error error;
    char *equation = ip_reaction_text(dataset, &subject, 1, found, "->", &error);
    if (!equation)
        fail_msg("%s", error.message);
    snprintf(text, 512, "%s", equation);
    free(equation);
}

/* Returns whether there was an answer. */
static bool check_question(const ip_dataset *dataset, ip_solver *solver, question *asked) {
    balances made = make_balances(dataset, asked, NULL);
    double steepest = steepest_of(&made), atoms = ip_composition_atoms(&asked->subject);
    ip_equilibrium found, again;
    ip_error error;
    ip_atmosphere *forwards = make_atmosphere(asked, false), *backwards = make_atmosphere(asked, true);
    asked->reservoir.atmosphere = forwards;
    ip_status status = ip_equilibrium_find(&found, solver, &asked->subject, &asked->reservoir, NULL, &error);
    bool answered = status == IP_OK;
    if (steepest < -1e-6 && status != IP_RESERVOIR) {
        assert_int_equal(status, IP_UNBOUNDED);
        assert_contains(error.message, " -> ");
        assert_contains(error.message, "contradict");
    } else if (steepest > -1e-12) {
        assert_true(status == IP_OK || status == IP_RESERVOIR);
    }
    if (answered) {
        char text[512], other[512];
        assert_near(cost_of(asked, &found), lowest_of(&made) * atoms, 1e-7);
        check_exchange(asked, &found);
        check_text(dataset, asked, &found, text);
        asked->reservoir.atmosphere = backwards;
        assert_ok(ip_equilibrium_find(&again, solver, &asked->subject, &asked->reservoir, NULL, &error), &error);
        check_text(dataset, asked, &again, other);
        assert_string_equal(text, other);
        assert_memory_equal(&found.energy, &again.energy, sizeof found.energy);
        ip_equilibrium_clear(&found);
        ip_equilibrium_clear(&again);
    }
    asked->reservoir.atmosphere = NULL;
    ip_atmosphere_free(forwards);
    ip_atmosphere_free(backwards);
    return answered;
}

static void check_against_enumeration(uint64_t seed, int tables, int symbol_count, int compounds, energy_kind kind) {
    random_source source = random_start(seed);
    int answered = 0, asked_count = 0;
    for (int t = 0; t < tables; t++) {
        random_table table = random_table_make(&source, gas_symbols, symbol_count, compounds, kind);
        ip_dataset *dataset = random_table_read(&table);
        ip_solver *solver;
        assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
        for (int i = 0; i < 12; i++) {
            question asked = random_question(&source, symbol_count, &sodium);
            answered += check_question(dataset, solver, &asked);
            asked_count++;
        }
        ip_solver_free(solver);
        ip_dataset_free(dataset);
    }
    print_message("# %d of %d questions have an answer\n", answered, asked_count);
    assert_true(4 * answered > asked_count && answered < asked_count);
}

/* A phase of the table against all others in exchange with the same reservoirs. */
static bool check_hull(const ip_dataset *dataset, ip_solver *solver, question *asked, const ip_phase *phase) {
    ip_atmosphere *atmosphere = make_atmosphere(asked, false);
    ip_hull found;
    ip_error error;
    asked->subject = ip_phase_composition(phase);
    asked->reservoir.atmosphere = atmosphere;
    ip_status status = ip_hull_find_in(&found, solver, &asked->subject, &asked->reservoir, &error);
    if (!status) {
        balances made = make_balances(dataset, asked, NULL), others = make_balances(dataset, asked, phase);
        assert_near(found.energy_above_hull, phase->formation_energy - lowest_of(&made), 1e-7);
        double lowest = lowest_of(&others);
        assert_int_equal(isnan(found.decomposition_energy), isnan(lowest) || phase->element_count == 1);
        if (!isnan(found.decomposition_energy))
            assert_near(found.decomposition_energy, phase->formation_energy - lowest, 1e-7);
        assert_int_equal(found.stable, found.energy_above_hull <= 1e-8);
        assert_int_equal(found.stable, ip_equilibrium_is(&found.products, phase));
        if (found.decomposition_energy > 1e-7)
            assert_int_equal(found.competing.gas_count, found.products.gas_count);
        ip_hull_clear(&found);
    }
    asked->reservoir.atmosphere = NULL;
    ip_atmosphere_free(atmosphere);
    return !status;
}

static void test_hulls(void **state) {
    (void)state;
    random_source source = random_start(1405);
    int answered = 0;
    for (int t = 0; t < repetitions(40); t++) {
        random_table table = random_table_make(&source, gas_symbols, 3, 6, SCATTERED_ENERGIES);
        ip_dataset *dataset = random_table_read(&table);
        ip_solver *solver;
        assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
        for (long p = 0; p < ip_dataset_count(dataset); p++) {
            question asked = random_question(&source, 3, &sodium);
            answered += check_hull(dataset, solver, &asked, ip_dataset_phase(dataset, p));
        }
        ip_solver_free(solver);
        ip_dataset_free(dataset);
    }
    print_message("# %d hulls\n", answered);
    assert_true(answered > repetitions(40));
}

static void test_against_enumeration(void **state) {
    (void)state;
    check_against_enumeration(1401, repetitions(150), 3, 6, SCATTERED_ENERGIES);
    check_against_enumeration(1402, repetitions(100), 3, 6, TIED_ENERGIES);
    check_against_enumeration(1403, repetitions(25), 4, 5, SCATTERED_ENERGIES);
}

/* ---- by hand */

static const char rows[] =
    "formula,e_form,band_gap\nNa,0,0\nS,0,2\nO2,0,1\nH2,0,9\nNa2O,-1.4,2\nNaOH,-1.4,5\nNa2S,-1.2,2\nH2O,-1.3,6\n";

typedef struct bench {
    ip_dataset *dataset;
    ip_solver *solver;
    ip_atmosphere *atmosphere;
    ip_reservoir reservoir;
} bench;

static bench begin(void) {
    static const ip_reservoir closed = IP_RESERVOIR_INIT;
    bench made = {.dataset = read_text(rows), .reservoir = closed};
    assert_int_equal(ip_solver_new(&made.solver, made.dataset, NULL), IP_OK);
    assert_int_equal(ip_atmosphere_new(&made.atmosphere, NULL), IP_OK);
    made.reservoir.atmosphere = made.atmosphere;
    return made;
}

static void end(bench *made) {
    ip_atmosphere_free(made->atmosphere);
    ip_solver_free(made->solver);
    ip_dataset_free(made->dataset);
}

static void add_gas(bench *made, const char *formula, double potential) {
    ip_error error;
    assert_ok(ip_atmosphere_add(made->atmosphere, formula, potential, &error), &error);
}

static void release_gas(bench *made, const char *formula, double potential) {
    ip_error error;
    assert_ok(ip_atmosphere_release(made->atmosphere, formula, potential, &error), &error);
}

/* What a formula becomes, and the energy per formula unit. */
static void check_reaction(bench *made, const char *formula, const char *equation, const char *products, double energy) {
    ip_composition composition = read_formula(formula);
    ip_reactant subject = {formula, &composition, 1.0};
    ip_decomposition found;
    ip_error error;
    assert_ok(ip_decomposition_find(&found, made->solver, &composition, &made->reservoir, &error), &error);
    char *text = ip_reaction_text(made->dataset, &subject, 1, &found.equilibrium, "->", &error);
    char *list = ip_reaction_marked_products(&found.equilibrium, NULL, &error);
    assert_non_null(text);
    assert_non_null(list);
    assert_string_equal(text, equation);
    assert_string_equal(list, products);
    assert_near(found.energy, energy, 1e-9);
    assert_int_equal(found.changes, fabs(energy) > 1e-9 || !found.hull.phase);
    free(text);
    free(list);
    ip_decomposition_clear(&found);
}

static void check_failure(bench *made, const char *formula, ip_status status, const char *message) {
    ip_composition composition = read_formula(formula);
    ip_equilibrium found;
    ip_error error;
    assert_int_equal(ip_equilibrium_find(&found, made->solver, &composition, &made->reservoir, NULL, &error), status);
    assert_string_equal(error.message, message);
}

/* Per formula unit: Na2O -4.2, NaOH -4.2, Na2S -3.6 eV. Na2O + H2O -> 2 NaOH: -8.4 + 4.2 + 2.6 = -1.6 eV. */
static void test_gas_is_taken_up(void **state) {
    (void)state;
    bench made = begin();
    add_gas(&made, "H2O", -2.6);
    check_reaction(&made, "Na2O", "Na2O + H2O(g) -> 2 NaOH", "2 NaOH", -1.6);
    check_reaction(&made, "NaOH", "NaOH -> NaOH", "NaOH", 0.0);
    /* At 1.7 eV less it leaves: 2 NaOH -> Na2O + H2O: -4.2 - 4.3 + 8.4 = -0.1 eV. */
    ip_error error;
    assert_ok(ip_atmosphere_set(made.atmosphere, "H2O", -4.3, &error), &error);
    check_reaction(&made, "NaOH", "2 NaOH -> Na2O + H2O(g)", "0.5 Na2O + 0.5 H2O(g)", -0.05);
    end(&made);
}

/* Na2S + 2 H2O -> 2 NaOH + H2S: -8.4 - 0.5 + 3.6 + 5.2 = -0.1 eV; with H2S 0.2 eV higher it does not react. */
static void test_gas_may_leave_and_is_never_consumed(void **state) {
    (void)state;
    bench made = begin();
    ip_error error;
    release_gas(&made, "H2S", -0.5);
    check_reaction(&made, "Na2S", "Na2S -> Na2S", "Na2S", 0.0);
    add_gas(&made, "H2O", -2.6);
    check_reaction(&made, "Na2S", "Na2S + 2 H2O(g) -> 2 NaOH + H2S(g)", "2 NaOH + H2S(g)", -0.1);
    assert_ok(ip_atmosphere_set(made.atmosphere, "H2S", -0.3, &error), &error);
    check_reaction(&made, "Na2S", "Na2S -> Na2S", "Na2S", 0.0);
    /* 2 NaOH + H2S -> Na2S + 2 H2O would gain much, were there any H2S to be had. */
    assert_ok(ip_atmosphere_set(made.atmosphere, "H2S", 50.0, &error), &error);
    check_reaction(&made, "NaOH", "NaOH -> NaOH", "NaOH", 0.0);
    end(&made);
}

/* NaH3O2 has no row. Without gases it is NaOH + H2O, -4.2 - 3.9 = -8.1 eV, 1.3 eV below what there is beside vapour at -2.6 eV:
 * it begins as NaOH + H2O(g). Of vapour at -4.3 eV it gives off what it held as ice, at a gain of 0.4 eV, and that of the NaOH.
 */
static void test_what_has_no_row_begins_beside_gases(void **state) {
    (void)state;
    ip_error error;
    bench made = begin();
    add_gas(&made, "H2O", -2.6);
    check_reaction(&made, "NaH3O2", "NaH3O2 -> NaOH + H2O(g)", "NaOH + H2O(g)", 0.0);
    assert_ok(ip_atmosphere_set(made.atmosphere, "H2O", -4.3, &error), &error);
    check_reaction(&made, "NaH3O2", "2 NaH3O2 -> Na2O + 3 H2O(g)", "0.5 Na2O + 1.5 H2O(g)", -0.45);
    end(&made);
    /* Oxygen of more than 1 bar. */
    made = begin();
    add_gas(&made, "O2", 0.1);
    check_reaction(&made, "NaO3", "4 NaO3 -> 2 Na2O + 5 O2(g)", "0.5 Na2O + 1.25 O2(g)", 0.0);
    end(&made);
}

/* The row of ice, 1.3 eV per molecule lower than the gas, would be no gas but a flood: the gas stands for it. */
static void test_gas_stands_for_its_row(void **state) {
    (void)state;
    bench made = begin();
    release_gas(&made, "H2O", -2.6);
    /* 2 NaOH -> Na2O + H2O costs 4.2 - 2.6 ... of the gas, and 0.3 eV of ice at -3.9: with the row it would cost less. */
    ip_error error;
    assert_ok(ip_atmosphere_set(made.atmosphere, "H2O", -4.0, &error), &error);
    check_reaction(&made, "NaOH", "NaOH -> NaOH", "NaOH", 0.0);
    assert_ok(ip_atmosphere_set(made.atmosphere, "H2O", -4.4, &error), &error);
    check_reaction(&made, "NaOH", "2 NaOH -> Na2O + H2O(g)", "0.5 Na2O + 0.5 H2O(g)", -0.1);
    /* A gas beside others that make it up leaves in another shape. */
    add_gas(&made, "H2", 0.0);
    add_gas(&made, "O2", 0.0);
    check_failure(
        &made, "NaOH", IP_UNBOUNDED,
        "2 H2(g) + O2(g) -> 2 H2O(g) releases 8.800 eV and would go on without end: these reservoirs contradict each other");
    end(&made);
}

static void test_contradictions_are_named(void **state) {
    (void)state;
    bench made = begin();
    ip_error error;
    add_gas(&made, "H2O", -2.4);
    add_gas(&made, "H2", 0.0);
    add_gas(&made, "O2", 0.0);
    check_failure(
        &made, "Na2S", IP_UNBOUNDED,
        "2 H2(g) + O2(g) -> 2 H2O(g) releases 4.800 eV and would go on without end: these reservoirs contradict each other");
    assert_ok(ip_atmosphere_set(made.atmosphere, "O2", -4.9, &error), &error);
    check_failure(
        &made, "Na2S", IP_UNBOUNDED,
        "2 H2O(g) -> 2 H2(g) + O2(g) releases 0.100 eV and would go on without end: these reservoirs contradict each other");
    /* Where they fit, one is as good as two. Na2S + 2 H2O -> 2 NaOH + H2 + S: -8.4 + 3.6 + 4.8 = 0. */
    assert_ok(ip_atmosphere_set(made.atmosphere, "O2", -4.8, &error), &error);
    assert_ok(ip_atmosphere_set(made.atmosphere, "H2O", -2.4, &error), &error);
    check_reaction(&made, "Na2O", "Na2O + H2O(g) -> 2 NaOH", "2 NaOH", -1.8);
    end(&made);

    made = begin();
    add_gas(&made, "O2", -0.5);
    assert_ok(ip_reservoir_open(&made.reservoir, ip_element_find("Na", 2), -0.5, &error), &error);
    /* 4 Na + O2 -> 2 Na2O: -8.4 + 2.0 + 0.5 */
    check_failure(&made, "Na2S", IP_UNBOUNDED,
                  "4 Na + O2(g) -> 2 Na2O releases 5.900 eV and would go on without end: these reservoirs contradict each other");
    end(&made);

    made = begin();
    add_gas(&made, "Na", -0.4);
    assert_ok(ip_reservoir_open(&made.reservoir, ip_element_find("Na", 2), -0.5, &error), &error);
    check_failure(&made, "Na2S", IP_UNBOUNDED,
                  "Na(g) -> Na releases 0.100 eV and would go on without end: these reservoirs contradict each other");
    end(&made);
}

static bool is_hydroxide(void *user, const ip_phase *phase) {
    (void)user;
    return strcmp(phase->formula, "NaOH") == 0;
}

static void test_rows_are_left_out_by_rule(void **state) {
    (void)state;
    bench made = begin();
    add_gas(&made, "H2O", -2.6);
    ip_atmosphere_leave_out(made.atmosphere, is_hydroxide, NULL);
    check_reaction(&made, "Na2O", "Na2O -> Na2O", "Na2O", 0.0);
    ip_atmosphere_leave_out(made.atmosphere, NULL, NULL);
    check_reaction(&made, "Na2O", "Na2O + H2O(g) -> 2 NaOH", "2 NaOH", -1.6);
    /* A rule alone, too. */
    ip_atmosphere *rule;
    assert_int_equal(ip_atmosphere_new(&rule, NULL), IP_OK);
    ip_atmosphere_leave_out(rule, is_hydroxide, NULL);
    made.reservoir.atmosphere = rule;
    /* 2 NaOH -> Na2O + H2O (ice): -4.2 - 3.9 + 8.4 = 0.3 eV, half of it per NaOH. */
    check_reaction(&made, "NaOH", "2 NaOH -> Na2O + H2O", "0.5 Na2O + 0.5 H2O", 0.15);
    ip_atmosphere_free(rule);
    end(&made);
}

static void test_what_is_no_gas_is_refused(void **state) {
    (void)state;
    bench made = begin();
    ip_error error;
    assert_int_equal(ip_atmosphere_add(made.atmosphere, "H2o", 0.0, &error), IP_BAD_FORMULA);
    assert_int_equal(ip_atmosphere_add(made.atmosphere, "H2O", NAN, &error), IP_BAD_ARGUMENT);
    assert_string_equal(error.message, "the potential of the gas H2O is not a finite number");
    assert_int_equal(ip_atmosphere_set(made.atmosphere, "H2O", -2.0, &error), IP_BAD_ARGUMENT);
    assert_string_equal(error.message, "the atmosphere has no gas H2O");
    add_gas(&made, "H2O", -2.6);
    release_gas(&made, "H2S", -0.5);
    assert_int_equal(ip_atmosphere_release(made.atmosphere, "OH2", -2.0, &error), IP_BAD_ARGUMENT);
    assert_string_equal(
        error.message,
        "the gas OH2 is given twice: one potential is expected, as a gas that gives and takes or as one that may leave");
    assert_int_equal(ip_atmosphere_set(made.atmosphere, "H2O", INFINITY, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_atmosphere_count(made.atmosphere), 2);
    assert_string_equal(ip_atmosphere_formula(made.atmosphere, 0), "H2O");
    assert_string_equal(ip_atmosphere_gas(made.atmosphere, 1)->formula, "H2S(g)");
    assert_true(ip_atmosphere_gas(made.atmosphere, 1)->gas);
    assert_false(ip_atmosphere_is_released(made.atmosphere, 0));
    assert_true(ip_atmosphere_is_released(made.atmosphere, 1));
    assert_near(ip_atmosphere_potential(made.atmosphere, 0), -2.6, 0.0);
    ip_composition peroxide = read_formula("H4O2"), hydrogen = read_formula("H2");
    assert_int_equal(ip_atmosphere_find(made.atmosphere, &peroxide), -1); /* another molecule of the same atoms */
    assert_int_equal(ip_atmosphere_find(made.atmosphere, &hydrogen), -1);
    /* What reservoirs make up has nothing left to react; and their elements have to be in the table. */
    check_failure(&made, "H2O", IP_RESERVOIR,
                  "the composition holds nothing but open elements, so there is nothing left to react");
    add_gas(&made, "CO2", -4.0);
    check_failure(&made, "Na2S", IP_MISSING_ELEMENT, "the table has no row for the element C, which the question needs");
    ip_reservoir bad = made.reservoir;
    bad.count = -1;
    ip_composition sulfide = read_formula("Na2S");
    ip_equilibrium found;
    assert_int_equal(ip_equilibrium_find(&found, made.solver, &sulfide, &bad, NULL, &error), IP_BAD_ARGUMENT);
    ip_atmosphere_free(NULL);
    end(&made);
}

/* What leaves decides nothing about what stays. */
static void test_gases_have_no_part_in_the_interphase(void **state) {
    (void)state;
    bench made = begin();
    ip_composition sulfide = read_formula("Na2S");
    ip_equilibrium found;
    double atoms;
    add_gas(&made, "H2O", -2.6);
    release_gas(&made, "H2S", -0.5);
    assert_int_equal(ip_equilibrium_find(&found, made.solver, &sulfide, &made.reservoir, NULL, NULL), IP_OK);
    assert_int_equal(found.product_count, 2);
    assert_true(found.products[1].phase->gas);
    ip_character character = ip_character_find(&found, true, 1.0);
    assert_int_equal(character.kind, IP_CHARACTER_SEI);
    assert_string_equal(character.deciding->formula, "NaOH");
    assert_false(ip_equilibrium_atoms(&atoms, &found));
    assert_false(ip_equilibrium_is(&found, found.products[0].phase));
    ip_equilibrium_clear(&found);
    end(&made);
}

/* What a solver keeps of an atmosphere that is no more, with a gas that only leaves and nothing open, is not looked at again. */
static void test_solver_outlives_atmosphere(void **state) {
    (void)state;
    bench made = begin();
    release_gas(&made, "S2", -0.1);
    check_reaction(&made, "Na2S", "Na2S -> Na2S", "Na2S", 0.0);
    ip_atmosphere_free(made.atmosphere);
    ip_solver_renew(made.solver);
    /* Another one, where the last was, is told apart from it: 2 NaOH -> Na2O + H2O: -4.2 - 4.4 + 8.4. */
    assert_int_equal(ip_atmosphere_new(&made.atmosphere, NULL), IP_OK);
    made.reservoir.atmosphere = made.atmosphere;
    release_gas(&made, "H2O", -4.4);
    check_reaction(&made, "NaOH", "2 NaOH -> Na2O + H2O(g)", "0.5 Na2O + 0.5 H2O(g)", -0.1);
    end(&made);
}

/* ---- interfaces */

/* Grand potential at a fraction, per atom of the mixture, by an equilibrium of its own. */
static double grand_at(ip_solver *solver, const question *asked, const ip_composition *a, const ip_composition *b, double x) {
    ip_composition mixed = mix(a, b, x);
    ip_equilibrium found;
    ip_error error;
    assert_ok(ip_equilibrium_find(&found, solver, &mixed, &asked->reservoir, NULL, &error), &error);
    double energy = found.energy;
    ip_equilibrium_clear(&found);
    return energy / ip_composition_atoms(&mixed);
}

static void check_interface(ip_solver *solver, question *asked, const ip_composition *a, const ip_composition *b, int *answered) {
    ip_interface found;
    ip_error error;
    double depth, x;
    if (ip_interface_find(&found, solver, a, b, &asked->reservoir, &error))
        return;
    assert_ok(ip_interface_depth(&depth, &x, solver, a, b, &asked->reservoir, &error), &error);
    assert_near(depth, found.kinks[found.minimum].mutual_reaction_energy, 1e-8);
    for (int i = 0; i < found.kink_count; i++) {
        const ip_kink *kink = &found.kinks[i];
        if ((i == 0 || i == found.kink_count - 1) && found.kink_count == 2)
            continue; /* one of them may be made up by reservoirs */
        if (i > 0 && i < found.kink_count - 1) {
            double energy = kink->products.energy / kink->atoms;
            assert_near(energy, grand_at(solver, asked, a, b, kink->x), 1e-7);
        }
        if (i + 1 < found.kink_count) { /* straight between kinks */
            const ip_kink *next = &found.kinks[i + 1];
            double middle = 0.5 * (kink->x + next->x);
            double straight = 0.5 * (kink->products.energy / kink->atoms + next->products.energy / next->atoms);
            assert_near(grand_at(solver, asked, a, b, middle), straight, 1e-7);
        }
    }
    *answered += 1;
    ip_interface_clear(&found);
}

static void test_interfaces(void **state) {
    (void)state;
    random_source source = random_start(1404);
    int answered = 0;
    for (int t = 0; t < repetitions(60); t++) {
        random_table table = random_table_make(&source, gas_symbols, 4, 12, SCATTERED_ENERGIES);
        ip_dataset *dataset = random_table_read(&table);
        ip_solver *solver;
        assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
        for (int i = 0; i < 8; i++) {
            question asked = random_question(&source, 4, &sodium);
            ip_composition other = random_composition(&source, gas_symbols, 4, 1);
            ip_atmosphere *atmosphere = make_atmosphere(&asked, false);
            asked.reservoir.atmosphere = atmosphere;
            check_interface(solver, &asked, &asked.subject, &other, &answered);
            ip_atmosphere_free(atmosphere);
        }
        ip_solver_free(solver);
        ip_dataset_free(dataset);
    }
    print_message("# %d interfaces\n", answered);
    assert_true(answered > repetitions(60));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_enumeration),
        cmocka_unit_test(test_hulls),
        cmocka_unit_test(test_gas_is_taken_up),
        cmocka_unit_test(test_gas_may_leave_and_is_never_consumed),
        cmocka_unit_test(test_gas_stands_for_its_row),
        cmocka_unit_test(test_what_has_no_row_begins_beside_gases),
        cmocka_unit_test(test_contradictions_are_named),
        cmocka_unit_test(test_rows_are_left_out_by_rule),
        cmocka_unit_test(test_what_is_no_gas_is_refused),
        cmocka_unit_test(test_gases_have_no_part_in_the_interphase),
        cmocka_unit_test(test_solver_outlives_atmosphere),
        cmocka_unit_test(test_interfaces),
    };
    return run_unit_tests(tests);
}
