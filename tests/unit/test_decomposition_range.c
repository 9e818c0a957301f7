/* Decompositions over a range of voltages: breakpoints by hand, and both ends of every plateau against decompositions there
 * alone. */
#include "support.h"

#include <interphase/decomposition_range.h>

#include <math.h>
#include <string.h>

static ip_solver *new_solver(const ip_dataset *dataset) {
    ip_solver *solver;
    assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
    return solver;
}

/* S against Na: Na2S (-3.6 + 2 V) below 1.6 V, NaS (-2 + V) up to 2 V, S above. From 1 to 1.8 V: two plateaus, of uptake 2 and 1,
 * with energies per S of -1.6 and -0.4, and of -0.4 and -0.2. */
static void test_by_hand(void **state) {
    (void)state;
    static const struct {
        double voltage, uptake, energy;
        const char *product;
    } expected[] = {{1.0, 2.0, -1.6, "Na2S"}, {1.6, 2.0, -0.4, "Na2S"}, {1.6, 1.0, -0.4, "NaS"}, {1.8, 1.0, -0.2, "NaS"}};
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nNa2S,-1.2\nNaS,-1.0\n");
    ip_solver *solver = new_solver(dataset);
    ip_question question = ip_question_default();
    ip_composition sulfur = read_formula("S");
    ip_decomposition_range range;
    ip_memory *memory;
    ip_error error;
    assert_ok(ip_memory_new(&memory, &error), &error);
    assert_ok(ip_decomposition_range_find(&range, solver, &sulfur, question.metal, 0, NULL, 1.0, 1.8, &error), &error);
    assert_int_equal(range.count, 2);
    for (int i = 0; i < 4; i++) {
        ip_decomposition_row row;
        assert_ok(ip_decomposition_range_row_fill(&row, memory, dataset, "S", &sulfur, &range, i, &question, &error), &error);
        assert_near(row.voltage, expected[i].voltage, 1e-9);
        assert_near(row.uptake, expected[i].uptake, 1e-9);
        assert_near(row.reaction_energy, expected[i].energy, 1e-9);
        assert_int_equal(row.plateau, i / 2 + 1);
        assert_int_equal(row.products.count, 1);
        assert_string_equal(row.products.list[0].formula, expected[i].product);
        assert_string_equal(row.status, "ok");
    }
    ip_decomposition_range_clear(&range);
    /* Within one plateau, from a breakpoint, and hardly wider than nothing. */
    static const struct {
        double low, high;
        int count;
    } ranges[] = {{0.2, 0.7, 1}, {1.6, 1.7, 1}, {1.7, 2.0, 1}, {1.0, 5.0, 3}, {1.6 - 1e-7, 1.6 + 1e-7, 2}, {3.0, 3.0 + 1e-9, 1}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        assert_ok(
            ip_decomposition_range_find(&range, solver, &sulfur, question.metal, 0, NULL, ranges[i].low, ranges[i].high, &error),
            &error);
        assert_int_equal(range.count, ranges[i].count);
        ip_decomposition_range_clear(&range);
    }
    ip_memory_free(memory);
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

static bool same(double a, double b) {
    return isnan(a) ? isnan(b) : fabs(a - b) < 1e-7;
}

/* A little inside both ends of every plateau of random tables: products and numbers of the decomposition found there. */
static void test_against_decompositions(void **state) {
    (void)state;
    static const char *const symbols[] = {"Na", "P", "S", "O"};
    random_source source = random_start(51);
    int compared = 0;
    for (int t = 0; t < repetitions(20); t++) {
        random_table table = random_table_make(&source, symbols, 4, 24, SCATTERED_ENERGIES);
        ip_dataset *dataset = random_table_read(&table);
        ip_solver *solver = new_solver(dataset);
        ip_question question = ip_question_default();
        ip_composition subject = random_composition(&source, symbols, 4, 2);
        ip_reservoir others = IP_RESERVOIR_INIT;
        ip_decomposition_range range;
        ip_memory *memory;
        ip_error error;
        assert_ok(ip_memory_new(&memory, &error), &error);
        if (t % 3 == 0)
            assert_ok(ip_reservoir_open(&others, ip_element_find("O", 1), -2.0, &error), &error);
        ip_status status = ip_decomposition_range_find(&range, solver, &subject, question.metal, 0, &others, 0.1, 3.0, &error);
        for (int i = 0; !status && i < 2 * range.count; i++) {
            ip_decomposition_row row, alone;
            ip_reservoir reservoir = others, at_end;
            ip_composition named = subject;
            ip_decomposition found;
            assert_ok(ip_decomposition_range_row_fill(&row, memory, dataset, "X", &named, &range, i, &question, &error), &error);
            assert_ok(ip_decomposition_range_reservoir(&at_end, &range, i, &error), &error);
            assert_near(ip_reservoir_voltage(&at_end, &question), row.voltage, 1e-12);
            double inside = row.voltage + (i % 2 ? -2e-7 : 2e-7);
            assert_ok(ip_reservoir_open_metal(&reservoir, question.metal, 0, inside, &error), &error);
            assert_ok(ip_decomposition_find(&found, solver, &subject, &reservoir, &error), &error);
            assert_ok(ip_decomposition_row_fill(&alone, memory, dataset, "X", &named, &found, &reservoir, &question, &error),
                      &error);
            assert_true(same(row.uptake, alone.uptake));
            assert_near(row.reaction_energy, alone.reaction_energy, 1e-5);
            assert_string_equal(row.equation, alone.equation);
            assert_string_equal(row.character, alone.character);
            assert_near(row.reaction_energy_per_fixed_atom, alone.reaction_energy_per_fixed_atom, 1e-5);
            ip_decomposition_clear(&found);
            compared++;
        }
        if (!status)
            ip_decomposition_range_clear(&range);
        ip_memory_free(memory);
        ip_solver_free(solver);
        ip_dataset_free(dataset);
    }
    assert_true(compared > 50);
}

static void test_no_range(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nNa2S,-1.2\n");
    ip_solver *solver = new_solver(dataset);
    int sodium = ip_element_find("Na", 2);
    ip_composition sulfur = read_formula("S"), metal = read_formula("Na2"), foreign = read_formula("Cl");
    ip_decomposition_range range;
    ip_error error;
    assert_int_equal(ip_decomposition_range_find(&range, solver, &sulfur, sodium, 0, NULL, 2.0, 2.0, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_decomposition_range_find(&range, solver, &sulfur, sodium, 0, NULL, -1.0, 2.0, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_decomposition_range_find(&range, solver, &sulfur, sodium, 0, NULL, 1.0, INFINITY, &error),
                     IP_BAD_ARGUMENT);
    assert_contains(error.message, "empty");
    assert_int_equal(ip_decomposition_range_find(&range, solver, &metal, sodium, 0, NULL, 1.0, 2.0, &error), IP_RESERVOIR);
    assert_int_equal(ip_decomposition_range_find(&range, solver, &foreign, sodium, 0, NULL, 1.0, 2.0, &error),
                     IP_MISSING_ELEMENT);
    ip_reservoir others = IP_RESERVOIR_INIT;
    assert_ok(ip_reservoir_open(&others, sodium, -1.0, &error), &error);
    assert_int_equal(ip_decomposition_range_find(&range, solver, &sulfur, sodium, 0, &others, 1.0, 2.0, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_decomposition_range_find(&range, solver, &sulfur, ip_element_find("S", 1), 0, NULL, 1.0, 2.0, &error),
                     IP_BAD_ARGUMENT);
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_against_decompositions),
        cmocka_unit_test(test_no_range),
    };
    return run_unit_tests(tests);
}
