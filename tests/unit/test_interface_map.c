/* The map of an interface over fraction and voltage: its voltages by hand, and its energies against interfaces found one by one.
 */
#include "support.h"

#include <interphase/interface_map.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ip_solver *new_solver(const ip_dataset *dataset) {
    ip_solver *solver;
    assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
    return solver;
}

static ip_reactant_pair read_pair(const char *a, const char *b) {
    ip_reactant_pair pair;
    ip_error error;
    assert_ok(ip_reactant_pair_read(&pair, a, b, &error), &error);
    return pair;
}

/* The voltages of a map, [0 .. *count-1]. */
static void list_voltages(double *voltages, int *count, const ip_interface_map_row *rows, long row_count) {
    *count = 0;
    for (long i = 0; i < row_count; i++)
        if (!*count || rows[i].voltage != voltages[*count - 1])
            voltages[(*count)++] = rows[i].voltage;
}

/* S + Fe against Na, per S + Fe: S is Na2S (-3.6 + 2 V) below 1.6 V, NaS (-2 + V) below 2.0 V and S above; at x = 1/2 both
 * together are Na2S + Fe where -3.6 + 2 V is below NaFeS (-3 + V), that is below 0.6 V, and NaFeS up to 3 V. So at some fraction
 * the products change at 0.6, 1.6, 2 and 3 V, and at no others. At 1.6 V the two are driven by -1 eV per S + Fe. */
static void test_by_hand(void **state) {
    (void)state;
    static const double expected[] = {0.0, 0.6, 1.6, 2.0, 3.0, 4.0};
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nFe,0\nNa2S,-1.2\nNaS,-1.0\nNaFeS,-1.0\n");
    ip_solver *solver = new_solver(dataset);
    ip_question question = ip_question_default();
    ip_reactant_pair pair = read_pair("S", "Fe");
    ip_interface_map_row *rows;
    long count;
    int voltage_count;
    double voltages[16], deepest = 0.0, where = NAN;
    ip_error error;
    assert_ok(ip_interface_map_find(&rows, &count, solver, &pair, 0.0, 4.0, &question, &error), &error);
    assert_true(count < 40);
    list_voltages(voltages, &voltage_count, rows, count);
    assert_int_equal(voltage_count, 6);
    for (int i = 0; i < voltage_count; i++)
        assert_near(voltages[i], expected[i], 1e-9);
    for (long i = 0; i < count; i++) {
        assert_string_equal(rows[i].a, "S");
        assert_string_equal(rows[i].metal, "Na");
        assert_near(rows[i].range_low, 0.0, 0.0);
        assert_near(rows[i].range_high, 4.0, 0.0);
        if (rows[i].mutual_reaction_energy < deepest - 1e-9) {
            deepest = rows[i].mutual_reaction_energy;
            where = rows[i].voltage;
        }
    }
    assert_near(deepest, -0.5, 1e-9);
    assert_near(where, 1.6, 1e-9);
    free(rows);
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

static double between(const ip_interface_map_row *rows, long count, double x, bool mutual) {
    long i = 1;
    while (i < count - 1 && rows[i].x < x)
        i++;
    double part = (x - rows[i - 1].x) / (rows[i].x - rows[i - 1].x);
    double low = mutual ? rows[i - 1].mutual_reaction_energy : rows[i - 1].reaction_energy;
    double high = mutual ? rows[i].mutual_reaction_energy : rows[i].reaction_energy;
    return low + part * (high - low);
}

/* What the map says at a fraction and voltage: straight lines along x, then along the voltage. */
static double map_at(const ip_interface_map_row *rows, long count, double x, double voltage, bool mutual) {
    long first = 0, next = 0;
    for (long i = 1; i < count; i++) {
        if (rows[i].voltage == rows[first].voltage)
            continue;
        if (rows[i].voltage >= voltage) {
            next = i;
            break;
        }
        first = i;
    }
    long end = next;
    while (end < count && rows[end].voltage == rows[next].voltage)
        end++;
    double low = between(&rows[first], next - first, x, mutual), high = between(&rows[next], end - next, x, mutual);
    return low + (voltage - rows[first].voltage) / (rows[next].voltage - rows[first].voltage) * (high - low);
}

/* At random places of maps of random tables, the energies are those of the interface found there alone. */
static void check_against_interfaces(random_source *source, ip_solver *solver, const ip_reactant_pair *pair,
                                     const ip_interface_map_row *rows, long count, const ip_question *question) {
    ip_error error;
    for (int try = 0; try < 12; try++) {
        double voltage = random_between(source, rows[0].range_low + 1e-5, rows[0].range_high);
        ip_reservoir reservoir;
        ip_interface found;
        assert_ok(ip_question_reservoir(&reservoir, question, voltage, &error), &error);
        assert_ok(ip_interface_find(&found, solver, &pair->composition_a, &pair->composition_b, &reservoir, &error), &error);
        for (int i = 0; i < found.kink_count; i++) {
            assert_near(map_at(rows, count, found.kinks[i].x, voltage, true), found.kinks[i].mutual_reaction_energy, 1e-7);
            assert_near(map_at(rows, count, found.kinks[i].x, voltage, false), found.kinks[i].reaction_energy, 1e-7);
        }
        ip_interface_clear(&found);
    }
}

static void test_against_interfaces(void **state) {
    (void)state;
    static const char *const symbols[] = {"Na", "P", "S", "O"};
    random_source source = random_start(20261128);
    int answered = 0;
    for (int i = 0; i < repetitions(20); i++) {
        random_table table = random_table_make(&source, symbols, 4, 24, i % 4 ? SCATTERED_ENERGIES : TIED_ENERGIES);
        ip_dataset *dataset = random_table_read(&table);
        ip_solver *solver = new_solver(dataset);
        ip_question question = ip_question_default();
        ip_reactant_pair pair = {"A", "B", random_composition(&source, symbols, 4, 2),
                                 random_composition(&source, symbols, 4, 2)};
        ip_interface_map_row *rows;
        long count;
        ip_error error;
        double low = random_between(&source, 0.0, 1.0), high = low + random_between(&source, 0.1, 3.0);
        if (i % 5 == 0)
            pair.composition_b = read_formula("Na"); /* the reservoir itself */
        ip_status status = ip_interface_map_find(&rows, &count, solver, &pair, low, high, &question, &error);
        if (status != IP_INFEASIBLE && status != IP_RESERVOIR)
            assert_ok(status, &error);
        if (!status) {
            check_against_interfaces(&source, solver, &pair, rows, count, &question);
            free(rows);
            answered++;
        }
        ip_solver_free(solver);
        ip_dataset_free(dataset);
    }
    assert_true(answered > 5);
}

static void test_no_map(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nS,0\nNa2S,-1.2\n");
    ip_solver *solver = new_solver(dataset);
    ip_question question = ip_question_default();
    ip_reactant_pair pair = read_pair("S", "Na2S"), foreign = read_pair("S", "Cl"), metals = read_pair("Na", "Na2");
    ip_interface_map_row *rows;
    long count;
    ip_error error;
    assert_int_equal(ip_interface_map_find(&rows, &count, solver, &pair, 2.0, 2.0, &question, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "empty");
    assert_int_equal(ip_interface_map_find(&rows, &count, solver, &pair, -1.0, 2.0, &question, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_interface_map_find(&rows, &count, solver, &pair, 1.0, INFINITY, &question, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_interface_map_find(&rows, &count, solver, &foreign, 1.0, 2.0, &question, &error), IP_MISSING_ELEMENT);
    assert_int_equal(ip_interface_map_find(&rows, &count, solver, &metals, 1.0, 2.0, &question, &error), IP_RESERVOIR);
    question.metal = ip_element_find("S", 1);
    question.charge = 0;
    assert_int_equal(ip_interface_map_find(&rows, &count, solver, &pair, 1.0, 2.0, &question, &error), IP_BAD_ARGUMENT);
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_against_interfaces),
        cmocka_unit_test(test_no_map),
    };
    return run_unit_tests(tests);
}
