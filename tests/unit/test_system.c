/* Ties and independence: which of several optima is given, and that nothing but the question decides it. */
#include "support.h"

#include "engine/column_index.h"
#include "engine/system.h"

#include <interphase/hull.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const symbols[] = {"Na", "S", "P", "Cl", "O"};

static ip_solver *new_solver(const ip_dataset *dataset) {
    ip_solver *solver;
    assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
    return solver;
}

/* ---- the documented rule */

/* Products of a composition, "formula formula " in their order. */
static void list_products(char text[256], const ip_dataset *dataset, const char *formula) {
    ip_solver *solver = new_solver(dataset);
    ip_composition composition = read_formula(formula);
    ip_equilibrium found;
    ip_error error;
    assert_ok(ip_equilibrium_find(&found, solver, &composition, NULL, NULL, &error), &error);
    text[0] = '\0';
    for (int i = 0; i < found.product_count; i++) {
        strcat(text, found.products[i].phase->formula);
        strcat(text, " ");
    }
    ip_equilibrium_clear(&found);
    ip_solver_free(solver);
}

/* In a reciprocal system NaCl + KBr and NaBr + KCl are the same composition; here with the same energy. */
static void test_rule_by_hand(void **state) {
    (void)state;
    static const struct {
        const char *rows, *products;
    } tables[] = {
        /* All decomposition energies equal: KBr is the first formula, and NaCl completes it. */
        {"NaCl,-1.5\nKBr,-1.5\nNaBr,-1.5\nKCl,-1.5\n", "NaCl KBr "},
        /* KCl decomposes at the greatest cost, and NaBr completes it. */
        {"NaCl,-1.5\nKBr,-1.5\nNaBr,-1.25\nKCl,-1.75\n", "NaBr KCl "},
        {"NaCl,-1.75\nKBr,-1.25\nNaBr,-1.5\nKCl,-1.5\n", "NaCl KBr "},
        /* A phase of the subject's own composition goes before all of them, unless it lies higher. */
        {"NaCl,-1.75\nKBr,-1.25\nNaBr,-1.5\nKCl,-1.5\nNaKClBr,-1.5\n", "NaKClBr "},
        {"NaCl,-1.75\nKBr,-1.25\nNaBr,-1.5\nKCl,-1.5\nNaKClBr,-1.49\n", "NaCl KBr "},
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char text[256] = "formula,e_form\nNa,0\nK,0\nCl,0\nBr,0\n", products[256];
        strcat(text, tables[i].rows);
        ip_dataset *dataset = read_text(text);
        list_products(products, dataset, "NaKClBr");
        assert_string_equal(products, tables[i].products);
        ip_dataset_free(dataset);
    }
}

/* ---- the rule against enumeration of all optima */

typedef struct preferred_search {
    const programme *programme;
    const int *rank; /* [column], 0 is preferred first */
    double lowest;   /* energy per atom */
    double *best, *candidate; /* weights by rank */
    int optima;
} preferred_search;

static void keep_preferred(void *user, const int *chosen, int count, const double *weights) {
    preferred_search *search = user;
    int columns = search->programme->columns;
    double energy = 0.0;
    for (int c = 0; c < columns; c++)
        search->candidate[c] = 0.0;
    for (int i = 0; i < count; i++) {
        energy += weights[i] * search->programme->costs[chosen[i]];
        search->candidate[search->rank[chosen[i]]] = weights[i];
    }
    if (energy > search->lowest + 1e-9)
        return;
    search->optima++;
    for (int c = 0; c < columns; c++) {
        double more = search->candidate[c] - search->best[c];
        if (fabs(more) <= 1e-9)
            continue;
        if (more > 0.0)
            memcpy(search->best, search->candidate, (size_t)columns * sizeof *search->best);
        return;
    }
}

/* Whether phase a goes before phase b: the subject itself, then the lower decomposition energy, then the formula. */
static bool goes_before(const ip_phase *a, double energy_a, const ip_phase *b, double energy_b, const ip_phase *subject) {
    if (a == subject || b == subject)
        return a == subject;
    return fabs(energy_a - energy_b) > 1e-9 ? energy_a < energy_b : strcmp(a->formula, b->formula) < 0;
}

static void rank_columns(int *rank, const programme *made, const ip_dataset *dataset, const ip_composition *composition) {
    const ip_phase *subject = ip_dataset_find(dataset, composition);
    double *energies = malloc((size_t)made->columns * sizeof *energies);
    assert_non_null(energies);
    for (int c = 0; c < made->columns; c++) {
        const ip_phase *phase = made->phases[c];
        ip_composition own = ip_phase_composition(phase);
        energies[c] = phase->element_count == 1
                          ? 0.0
                          : phase->formation_energy - lowest_energy(dataset, &own, NULL, phase) / phase->atoms;
    }
    for (int c = 0; c < made->columns; c++) {
        rank[c] = 0;
        for (int other = 0; other < made->columns; other++)
            rank[c] += other != c &&
                       goes_before(made->phases[other], energies[other], made->phases[c], energies[c], subject);
    }
    free(energies);
}

/* Compares the products found with the preferred corner; returns how many optima there were to choose from. */
static int check_preferred(const ip_dataset *dataset, ip_solver *solver, const ip_composition *composition,
                           const ip_reservoir *reservoir) {
    programme made = programme_make(dataset, composition, reservoir, NULL);
    size_t columns = (size_t)made.columns;
    double atoms = ip_composition_atoms(composition);
    int *rank = malloc(columns * sizeof *rank);
    preferred_search search = {&made, rank, lowest_energy(dataset, composition, reservoir, NULL) / atoms,
                               calloc(columns, sizeof(double)), calloc(columns, sizeof(double)), 0};
    assert_true(rank && search.best && search.candidate);
    rank_columns(rank, &made, dataset, composition);
    visit_corners(made.coefficients, made.rows, made.columns, made.sides, keep_preferred, &search);
    ip_equilibrium found;
    ip_error error;
    assert_ok(ip_equilibrium_find(&found, solver, composition, reservoir, NULL, &error), &error);
    int expected_count = 0;
    for (int c = 0; c < made.columns; c++) {
        double expected = search.best[rank[c]] * atoms / made.phases[c]->atoms, amount = 0.0;
        expected_count += expected > 0.0;
        for (int i = 0; i < found.product_count; i++)
            if (found.products[i].phase == made.phases[c])
                amount = found.products[i].amount;
        assert_near(amount, expected, 1e-8);
    }
    assert_int_equal(found.product_count, expected_count);
    ip_equilibrium_clear(&found);
    free(search.best);
    free(search.candidate);
    free(rank);
    programme_free(&made);
    return search.optima;
}

static void test_rule_against_enumeration(void **state) {
    (void)state;
    random_source source = random_start(501);
    int tied = 0;
    for (int round = repetitions(60); round > 0; round--) {
        int count = 2 + random_below(&source, 3);
        random_table table = random_table_make(&source, symbols, count, 2 + random_below(&source, 14), TIED_ENERGIES);
        ip_dataset *dataset = random_table_read(&table);
        ip_solver *solver = new_solver(dataset);
        for (int question = 0; question < 4; question++) {
            ip_composition composition = random_composition(&source, symbols, count, 2);
            if (question == 3)
                composition = ip_phase_composition(ip_dataset_phase(dataset, ip_dataset_count(dataset) - 1));
            tied += check_preferred(dataset, solver, &composition, NULL) > 1;
            ip_reservoir reservoir = {0};
            ip_composition closed = random_composition(&source, symbols + 1, count - 1, 1);
            assert_int_equal(ip_reservoir_open(&reservoir, 11, -0.001 * random_below(&source, 3000), NULL), IP_OK);
            tied += check_preferred(dataset, solver, &closed, &reservoir) > 1;
        }
        ip_solver_free(solver);
        ip_dataset_free(dataset);
    }
    assert_true(tied > 50);
}

/* ---- independence */

/* Equal to the last bit, products by formula. */
static void check_same(const ip_equilibrium *a, const ip_equilibrium *b) {
    assert_memory_equal(&a->energy, &b->energy, sizeof a->energy);
    assert_memory_equal(&a->formation_energy, &b->formation_energy, sizeof a->energy);
    assert_int_equal(a->product_count, b->product_count);
    for (int i = 0; i < a->product_count; i++) {
        assert_string_equal(a->products[i].phase->formula, b->products[i].phase->formula);
        assert_memory_equal(&a->products[i].amount, &b->products[i].amount, sizeof a->products[i].amount);
    }
    assert_int_equal(a->open_count, b->open_count);
    for (int i = 0; i < a->open_count; i++) {
        assert_int_equal(a->uptakes[i].element, b->uptakes[i].element);
        assert_memory_equal(&a->uptakes[i].amount, &b->uptakes[i].amount, sizeof a->uptakes[i].amount);
    }
}

typedef struct question {
    ip_composition composition;
    ip_reservoir reservoir;
} question;

static question random_question(random_source *source, int count) {
    question made = {.reservoir = {0}};
    bool open = random_below(source, 2);
    made.composition = random_composition(source, symbols + open, count - open, 1);
    if (open)
        assert_int_equal(ip_reservoir_open(&made.reservoir, 11, -0.01 * random_below(source, 400), NULL), IP_OK);
    return made;
}

static ip_equilibrium answer(ip_solver *solver, const question *asked) {
    ip_equilibrium found;
    ip_error error;
    assert_ok(ip_equilibrium_find(&found, solver, &asked->composition, &asked->reservoir, NULL, &error), &error);
    return found;
}

/* The same question to a table in another order, by a solver that has answered others and by a new one. More
 * chemical systems than a solver keeps are asked about. */
static void check_independence(random_source *source, energy_kind energies) {
    random_table table = random_table_make(source, symbols, 5, 10 + random_below(source, 50), energies);
    ip_dataset *dataset = random_table_read(&table);
    random_table_shuffle(&table, source);
    ip_dataset *shuffled = random_table_read(&table);
    ip_solver *used = new_solver(dataset), *other = new_solver(shuffled);
    for (int round = 0; round < 30; round++) {
        question asked = random_question(source, 2 + random_below(source, 4));
        ip_solver *fresh = new_solver(dataset);
        ip_equilibrium first = answer(used, &asked), second = answer(fresh, &asked), third = answer(other, &asked);
        check_same(&first, &second);
        check_same(&first, &third);
        ip_equilibrium_clear(&first);
        ip_equilibrium_clear(&second);
        ip_equilibrium_clear(&third);
        ip_solver_free(fresh);
        if (round % 3 == 0) { /* so that the two warm solvers have not seen the same */
            question between = random_question(source, 5);
            ip_equilibrium unused = answer(used, &between);
            ip_equilibrium_clear(&unused);
            ip_composition composition = ip_phase_composition(ip_dataset_phase(shuffled, round % ip_dataset_count(shuffled)));
            ip_hull hull;
            assert_int_equal(ip_hull_find(&hull, other, &composition, NULL), IP_OK);
            ip_hull_clear(&hull);
        }
    }
    ip_solver_free(used);
    ip_solver_free(other);
    ip_dataset_free(dataset);
    ip_dataset_free(shuffled);
}

static void test_independence_of_tied_answers(void **state) {
    (void)state;
    random_source source = random_start(502);
    for (int round = repetitions(15); round > 0; round--)
        check_independence(&source, TIED_ENERGIES);
}

static void test_independence_of_other_answers(void **state) {
    (void)state;
    random_source source = random_start(503);
    for (int round = repetitions(15); round > 0; round--)
        check_independence(&source, SCATTERED_ENERGIES);
}

/* ---- the system itself */

static ip_element_set set_of(const char *formula) {
    ip_composition composition = read_formula(formula);
    return ip_composition_elements(&composition);
}

static void test_mixtures_are_per_atom(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS8,0\nNa2S,-1.2\n");
    ip_element_set none = {{0, 0}};
    ip_system *system;
    ip_error error;
    ip_mixture mixture;
    assert_ok(ip_system_new(&system, dataset, set_of("NaS"), none, &error), &error);
    assert_true(ip_system_is(system, set_of("SNa"), none));
    assert_false(ip_system_is(system, set_of("NaS"), set_of("Na")));
    assert_false(ip_system_is(system, set_of("Na"), none));
    ip_composition composition = read_formula("NaS"); /* 3/4 of the atoms in Na2S, 1/4 in sulfur */
    for (ip_tie_rule rule = IP_TIES_LEFT; rule <= IP_TIES_BROKEN; rule++) {
        assert_ok(ip_system_solve(system, &composition, NULL, rule, &mixture, &error), &error);
        assert_int_equal(mixture.count, 2);
        assert_near(mixture.weights[0] + mixture.weights[1], 1.0, 1e-12);
        for (int i = 0; i < 2; i++)
            assert_near(mixture.weights[i], mixture.phases[i]->element_count == 2 ? 0.75 : 0.25, 1e-12);
        assert_near(mixture.formation_energy, -0.9, 1e-12);
    }
    /* A composition within the system that does not hold all of its elements. */
    composition = read_formula("S");
    assert_ok(ip_system_solve(system, &composition, NULL, IP_TIES_BROKEN, &mixture, &error), &error);
    assert_int_equal(mixture.count, 1);
    assert_near(mixture.weights[0], 1.0, 0.0);
    ip_system_free(system);
    ip_system_free(NULL);
    ip_dataset_free(dataset);
}

static void test_only_optimum(void **state) {
    (void)state;
    /* NaS lies on the line between Na2S and sulfur. */
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nNa2S,-1\nNaS,-0.75\nNaS2,0.1\n");
    static const struct {
        const char *formula;
        bool is_only;
    } cases[] = {{"Na3S", true}, {"Na2S", true}, {"NaS", false}, {"Na3S2", false}, {"NaS4", false}, {"S", true}, {"Na", true}};
    ip_element_set none = {{0, 0}};
    ip_system *system;
    ip_error error;
    assert_ok(ip_system_new(&system, dataset, set_of("NaS"), none, &error), &error);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (ip_tie_rule rule = IP_TIES_LEFT; rule <= IP_TIES_BROKEN; rule++) {
            ip_mixture mixture;
            ip_composition composition = read_formula(cases[i].formula);
            assert_ok(ip_system_solve(system, &composition, NULL, rule, &mixture, &error), &error);
            /* A corner of the hull may be taken for one with others, never the other way round. */
            assert_true(cases[i].is_only || !mixture.is_only);
            if (strcmp(cases[i].formula, "Na3S") == 0)
                assert_true(mixture.is_only);
        }
    ip_system_free(system);
    ip_dataset_free(dataset);
}

static void test_errors_of_a_system(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nNaF,-3\n");
    ip_element_set none = {{0, 0}};
    ip_system *system;
    ip_error error;
    double potential = 0.01;
    assert_int_equal(ip_system_new(&system, dataset, set_of("NaF"), none, &error), IP_MISSING_ELEMENT);
    assert_ok(ip_system_new(&system, dataset, set_of("NaS"), set_of("Na"), &error), &error);
    assert_int_equal(ip_system_set_potentials(system, &potential, &error), IP_UNBOUNDED);
    assert_contains(error.message, "Na would grow");
    potential = 0.0;
    assert_ok(ip_system_set_potentials(system, &potential, &error), &error);
    ip_system_free(system);
    assert_ok(ip_dataset_exclude(dataset, "S", &error), &error);
    assert_int_equal(ip_system_new(&system, dataset, set_of("S"), none, &error), IP_INFEASIBLE);
    ip_dataset_free(dataset);
}

typedef struct visited {
    const ip_phase *phases[512];
    int count;
} visited;

static void note_phase(void *user, const ip_phase *phase) {
    visited *list = user;
    assert_true(list->count < 500);
    list->phases[list->count++] = phase;
}

/* Phases are looked up by the order of the visit: each is found where it was visited, in systems that were ordered late, too, and
 * whether subsets are looked up or all systems gone through; one that is not there is not, and gases stand behind. */
static void test_columns_are_found_by_their_order(void **state) {
    (void)state;
    char rows[8192] = "formula,e_form\nCl,0\nS,0\nO,0\nNa,0\nZr,0\nAc,0\n";
    for (int i = 1; i <= 150; i++) /* numbers as text are in another order */
        snprintf(rows + strlen(rows), 64, "Na%dS%d,-0.1\n%s%d%s,-0.1\n", 151 - i, i + 151, i % 3 ? "Na" : "AcZr2O", i + 1,
                 i % 2 ? "Cl" : "O");
    ip_dataset *dataset = read_text(rows);
    static const char *const questions[] = {"NaSClOZrAc", "NaS", "AcZrO"};
    const ip_phase gases[] = {{.formula = "O2", .gas = true}, {.formula = "Cl2", .gas = true}};
    for (size_t q = 0; q < sizeof questions / sizeof *questions; q++) {
        visited list = {.count = 0};
        ip_error error;
        assert_ok(ip_dataset_visit(dataset, set_of(questions[q]), note_phase, &list), &error);
        int count = list.count;
        assert_true(count > 3);
        for (int g = 0; g < 2; g++)
            list.phases[list.count++] = &gases[g];
        for (int c = 0; c < list.count; c++) {
            assert_int_equal(ip_column_index_find(list.phases, list.count, list.phases[c]), c);
            const ip_phase *left = list.phases[c]; /* without it, the others stand where they should, and it nowhere */
            visited others = {.count = 0};
            for (int i = 0; i < list.count; i++)
                if (i != c)
                    others.phases[others.count++] = list.phases[i];
            assert_int_equal(ip_column_index_find(others.phases, others.count, left), -1);
        }
        assert_int_equal(ip_column_index_find(list.phases, 0, list.phases[0]), -1);
    }
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns_are_found_by_their_order),
        cmocka_unit_test(test_rule_by_hand),
        cmocka_unit_test(test_rule_against_enumeration),
        cmocka_unit_test(test_independence_of_tied_answers),
        cmocka_unit_test(test_independence_of_other_answers),
        cmocka_unit_test(test_mixtures_are_per_atom),
        cmocka_unit_test(test_only_optimum),
        cmocka_unit_test(test_errors_of_a_system),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
