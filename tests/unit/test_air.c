/* Air: what its conditions may be, what takes part in it, and answers on tables so small that they are found by hand.
 * tests/validation/validate_air.c compares with an independent linear programme. */
#include "support.h"

#include <interphase/air_curve.h>
#include <interphase/air_row.h>
#include <interphase/executors.h>

#include "answers/air.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Energies per atom, made up: nothing competes with the hydrolysis of the sulfide. */
static const char small[] = "formula,e_form,uncertainty\nNa,0,0\nS,0,0\nO,0,0\nH,0,0\nC,0,0\nN,0,0\n"
                            "Na2S,-1.3,0.02\nNaHO,-1.75,0.02\nNaC,-0.1,0.02\nH2O,-1.0,0\nSO2,-1.2,0.1\n";

typedef struct setting {
    ip_gases *gases;
    ip_dataset *dataset;
    ip_solver *solver;
    ip_air *air;
    ip_air_conditions conditions;
} setting;

static setting set(const char *table, double temperature, double water) {
    setting made;
    ip_error error;
    assert_ok(ip_gases_read_shipped(&made.gases, &error), &error);
    made.dataset = read_text(table);
    assert_ok(ip_dataset_set_temperature(made.dataset, made.gases, temperature, &error), &error);
    assert_ok(ip_solver_new(&made.solver, made.dataset, &error), &error);
    made.conditions = ip_air_conditions_default();
    made.conditions.temperature = temperature;
    made.conditions.water = water;
    assert_ok(ip_air_new(&made.air, made.gases, &made.conditions, &error), &error);
    return made;
}

static void unset(setting *made) {
    ip_air_free(made->air);
    ip_solver_free(made->solver);
    ip_dataset_free(made->dataset);
    ip_gases_free(made->gases);
}

static double potential(const setting *in, const char *formula, double pressure) {
    const ip_gas *gas = NULL;
    double found = NAN;
    ip_error error;
    assert_ok(ip_gases_find_formula(&gas, in->gases, formula, &error), &error);
    assert_ok(ip_gas_potential(&found, in->gases, gas, in->conditions.temperature, pressure, &error), &error);
    return found;
}

/* eV per formula unit. */
static double solid(const setting *in, const char *formula, double enthalpy) {
    ip_composition composition = read_formula(formula);
    return enthalpy * ip_composition_atoms(&composition) +
           ip_solid_entropy_energy(in->gases, &composition, in->conditions.temperature);
}

/* Na2S + 2 H2O -> 2 NaHO + H2S is all that can happen; its energy and the humidity and the pressure where it is 0, by hand. */
static void a_hydrolysis_is_found(void **state) {
    (void)state;
    setting in = set(small, 310.0, 0.01);
    ip_composition composition = read_formula("Na2S");
    ip_air_answer answer;
    ip_error error;
    assert_ok(ip_air_find(&answer, in.solver, in.air, &composition, &error), &error);
    double solids = 2.0 * solid(&in, "NaHO", -1.75) - solid(&in, "Na2S", -1.3), thermal = ip_gas_thermal_energy(310.0);
    double energy = solids + potential(&in, "H2S", 1e-6) - 2.0 * potential(&in, "H2O", 0.01);
    assert_true(answer.water.found && answer.release.found && answer.pressure.found);
    assert_near(answer.water.energy, energy / 2.0, 1e-6);
    assert_near(log(answer.water.pressure / (0.01 * exp(energy / 2.0 / thermal))), 0.0, 1e-4);
    assert_near(answer.release.pressure / answer.water.pressure, 1.0, 1e-9);
    /* Where H2S is held back, the sulfide becomes sulfur and hydrogen of 1 bar, with which it is in equilibrium. */
    assert_near(log(answer.pressure.pressure) + potential(&in, "H2S", 1.0) / thermal, 0.0, 1e-4);
    assert_string_equal(answer.hydride->formula, "H2S(g)");
    assert_near(answer.end[IP_AIR_WATER].energy, energy, 1e-6);
    assert_string_equal(answer.end[IP_AIR_WATER].toxic->formula, "H2S(g)");
    assert_near(answer.end[IP_AIR_WATER].toxic_amount, 1.0, 1e-9);
    assert_near(answer.energy_above_hull, 0.0, 0.0);
    /* No carbonate is in the table: carbon dioxide changes nothing. In oxygen the sulfide becomes nothing that the table has. */
    assert_near(answer.end[IP_AIR_CARBONATE].energy, energy, 1e-6);
    ip_air_answer_clear(&answer);
    unset(&in);
}

/* The same hydrolysis at every humidity: nothing up to its onset, then 2 k T for each ln of it, in three atoms. */
static void a_line_has_its_points(void **state) {
    (void)state;
    setting in = set(small, 310.0, 0.01);
    ip_memory *memory;
    ip_air_curve_row *rows;
    ip_error error;
    long count;
    double solids = 2.0 * solid(&in, "NaHO", -1.75) - solid(&in, "Na2S", -1.3), thermal = ip_gas_thermal_energy(310.0);
    double energy = solids + potential(&in, "H2S", 1e-6) - 2.0 * potential(&in, "H2O", 0.01);
    double onset = ip_air_humidity(310.0, 0.01 * exp(energy / 2.0 / thermal)), own = ip_air_humidity(310.0, 0.01);
    assert_ok(ip_memory_new(&memory, &error), &error);
    assert_ok(ip_air_curve_find(&rows, &count, memory, in.solver, in.air, "Na2S", &error), &error);
    assert_int_equal(count, 4);
    assert_near(rows[0].water_reaction_energy, 0.0, 0.0);
    assert_near(log(rows[1].humidity / onset), 0.0, 1e-4);
    assert_near(rows[1].water_reaction_energy, 0.0, 1e-9);
    assert_near(rows[2].humidity / own, 1.0, 1e-9);
    assert_near(rows[2].water_reaction_energy, energy / 3.0, 1e-7);
    assert_near(rows[3].humidity, 100.0, 1e-9);
    assert_near(rows[3].water_reaction_energy, (energy - 2.0 * thermal * log(100.0 / own)) / 3.0, 1e-7);
    assert_string_equal(rows[3].formula, "Na2S");
    assert_int_equal(ip_air_curve_find(&rows, &count, memory, in.solver, in.air, "Xx", &error), IP_BAD_FORMULA);
    assert_int_equal(ip_air_curve_find(&rows, &count, memory, in.solver, in.air, "Na2Cl", &error), IP_MISSING_ELEMENT);
    assert_int_equal(count, 0);
    ip_memory_free(memory);
    unset(&in);
}

static void rows_say_what_answers_do(void **state) {
    (void)state;
    setting in = set(small, 310.0, 0.01);
    ip_question question = ip_question_default();
    ip_memory *memory;
    ip_air_row row;
    ip_error error;
    assert_ok(ip_memory_new(&memory, &error), &error);
    assert_ok(ip_air_row_find(&row, memory, in.solver, in.air, "Na2S", &question, &error), &error);
    assert_string_equal(row.water_equation, "Na2S + 2 H2O(g) -> 2 NaHO + H2S(g)");
    assert_string_equal(row.hydrolysis_equation, row.water_equation);
    assert_string_equal(row.toxic_gas, "H2S");
    /* One mole of H2S of 78.04 g: 24465.4 / 78.04 mL and 34080 / 78.04 mg */
    assert_near(row.toxic_mL_g, 313.5, 0.1);
    assert_near(row.toxic_mg_g, 436.7, 0.1);
    assert_near(row.water_uptake, 2.0, 1e-9);
    assert_near(row.margin, row.water_energy, 1e-9);
    assert_near(row.water_onset, 100.0 * 0.01 * exp(row.water_energy / ip_gas_thermal_energy(310.0)) / ip_water_saturation(36.85),
                1e-9);
    assert_true(isnan(row.water_energy_uncertainty));
    assert_int_equal(ip_air_row_find(&row, memory, in.solver, in.air, "Na2X", &question, &error), IP_BAD_FORMULA);
    assert_string_equal(row.status, "bad-formula");
    assert_int_equal(ip_air_row_find(&row, memory, in.solver, in.air, "NaC", &question, &error), IP_INFEASIBLE);
    assert_contains(row.message, "carbon is known in carbonates and CO2 alone");
    ip_memory_free(memory);
    unset(&in);
}

/* Against the same hydrolysis where the sulfide lies so deep that no humidity is enough. */
static void nothing_happens_to_what_is_stable(void **state) {
    (void)state;
    setting in = set("formula,e_form\nNa,0\nS,0\nO,0\nH,0\nC,0\nNa2S,-4.0\nNaHO,-1.45\n", 300.0, 0.01);
    ip_question question = ip_question_default();
    ip_memory *memory;
    ip_air_row row;
    ip_error error;
    assert_ok(ip_memory_new(&memory, &error), &error);
    assert_ok(ip_air_row_find(&row, memory, in.solver, in.air, "Na2S", &question, &error), &error);
    assert_null(row.water_equation);
    assert_null(row.hydrolysis_equation);
    assert_true(isnan(row.water_energy) && isnan(row.toxic_onset) && isinf(row.margin));
    assert_near(row.toxic_mL_g, 0.0, 0.0);
    assert_string_equal(row.toxic_gas, "H2S");
    assert_true(row.toxic_pressure < 1e-6);
    ip_memory_free(memory);
    unset(&in);
}

/* A nitride so shallow that it loses ammonia by itself, as the hydrogen is in it. */
static void what_leaves_by_itself_needs_no_water(void **state) {
    (void)state;
    setting in = set("formula,e_form\nNa,0\nN,0\nO,0\nH,0\nC,0\nNaH3N,0.5\n", 300.0, 0.01);
    ip_question question = ip_question_default();
    ip_memory *memory;
    ip_air_row row;
    ip_error error;
    assert_ok(ip_memory_new(&memory, &error), &error);
    assert_ok(ip_air_row_find(&row, memory, in.solver, in.air, "NaH3N", &question, &error), &error);
    assert_near(row.toxic_onset, 0.0, 0.0);
    assert_true(isinf(row.margin) && row.margin < 0.0);
    assert_null(row.release_equation);
    assert_string_equal(row.toxic_gas, "NH3");
    ip_memory_free(memory);
    unset(&in);
}

static void rows_of_non_metals_take_no_part(void **state) {
    (void)state;
    static const struct {
        const char *formula;
        bool left_out;
    } rows[] = {{"H2O", true},    {"SO2", true},    {"S", false},   {"C", true},      {"O", false},    {"P2O5", false},
                {"P4O10", false}, {"P4S3", false},  {"P2S7", true}, {"P2Se5", false}, {"NH4Cl", true}, {"CaC2", true},
                {"CaCO3", false}, {"CaC2O4", true}, {"NaP", false}, {"NaCN", true},   {"PCl5", true},  {"NaHCO3", false},
                {"Na2S", false},  {"I", false},     {"SiC", true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[64];
        snprintf(text, sizeof text, "formula,e_form\n%s,%d\n", rows[i].formula, strlen(rows[i].formula) == 1 ? 0 : -1);
        ip_dataset *dataset = read_text(text);
        if (ip_air_leaves_out(NULL, ip_dataset_phase(dataset, 0)) != rows[i].left_out)
            fail_msg("%s", rows[i].formula);
        ip_dataset_free(dataset);
    }
}

static void refuse(const ip_gases *gases, const ip_air_conditions *conditions, ip_status status, const char *part) {
    ip_air *air;
    ip_error error;
    assert_int_equal(ip_air_new(&air, gases, conditions, &error), status);
    assert_contains(error.message, part);
}

/* A table without carbon knows nothing of carbon dioxide; without hydrogen it knows nothing at all. */
static void what_the_table_lacks_is_not_asked(void **state) {
    (void)state;
    setting in = set("formula,e_form\nNa,0\nS,0\nO,0\nH,0\nNa2S,-1.3\nNaHO,-1.75\n", 300.0, 0.01);
    ip_composition composition = read_formula("Na2S");
    ip_air_answer answer;
    ip_error error;
    assert_ok(ip_air_find(&answer, in.solver, in.air, &composition, &error), &error);
    assert_true(answer.end[IP_AIR_WATER].answered && answer.end[IP_AIR_OXYGEN].answered);
    assert_false(answer.end[IP_AIR_CARBONATE].answered || answer.end[IP_AIR_ALL].answered);
    ip_air_answer_clear(&answer);
    unset(&in);
    in = set("formula,e_form\nNa,0\nS,0\nO,0\nNa2S,-1.3\n", 300.0, 0.01);
    assert_int_equal(ip_air_find(&answer, in.solver, in.air, &composition, &error), IP_MISSING_ELEMENT);
    assert_contains(error.message, "no row for the element H");
    unset(&in);
}

static void gases_are_no_materials(void **state) {
    (void)state;
    static const char *const gases[] = {"H2O", "O2", "N2", "NH4Cl", "SO2", "Cl2", "P2S7"};
    setting in = set(small, 300.0, 0.01);
    ip_air_answer answer;
    ip_error error;
    for (size_t i = 0; i < sizeof gases / sizeof *gases; i++) {
        ip_composition composition = read_formula(gases[i]);
        assert_int_equal(ip_air_find(&answer, in.solver, in.air, &composition, &error), IP_BAD_ARGUMENT);
        assert_contains(error.message, "is no material");
    }
    static const char *const solids[] = {"P2S5", "S8", "P4", "I2", "Na"};
    for (size_t i = 0; i < sizeof solids / sizeof *solids; i++) {
        ip_composition composition = read_formula(solids[i]);
        assert_false(ip_air_is_gas(&composition));
    }
    unset(&in);
}

static void conditions_outside_are_refused(void **state) {
    (void)state;
    setting in = set(small, 300.0, 0.01);
    ip_composition composition = read_formula("Na2S");
    const char *without = "H2O";
    ip_air_answer answer;
    ip_error error;
    /* 40 % of 0.0352568 bar */
    assert_near(ip_air_conditions_default().water, 0.0141027, 1e-7);
    assert_near(ip_air_humidity(300.0, ip_air_water(300.0, 17.0)), 17.0, 1e-12);
    in.conditions.temperature = 290.0;
    refuse(in.gases, &in.conditions, IP_BAD_ARGUMENT, "290 K is outside");
    in.conditions.temperature = 374.0;
    refuse(in.gases, &in.conditions, IP_BAD_ARGUMENT, "374 K is above the boiling point of water");
    in.conditions.temperature = 300.0;
    in.conditions.release = 0.0;
    refuse(in.gases, &in.conditions, IP_BAD_ARGUMENT, "0 bar is no pressure of H2S");
    in.conditions.release = 1e-6;
    in.conditions.without = &without;
    in.conditions.without_count = 1;
    refuse(in.gases, &in.conditions, IP_BAD_ARGUMENT, "H2O is no gas that air can be without");
    without = "SO3";
    refuse(in.gases, &in.conditions, IP_BAD_ARGUMENT,
           "SO3 is no gas that air can be without: expected is CO2, O2 or one that may leave");
    without = "H9";
    refuse(in.gases, &in.conditions, IP_BAD_ARGUMENT, "H9 is none of the 54 gases");
    ip_air_free(NULL);
    unset(&in);
    in = set(small, 320.0, 0.01);
    ip_air_free(in.air);
    in.conditions.temperature = 300.0;
    assert_ok(ip_air_new(&in.air, in.gases, &in.conditions, &error), &error);
    assert_int_equal(ip_air_find(&answer, in.solver, in.air, &composition, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "the air has 300 K and the dataset 320 K");
    unset(&in);
}

static void gases_can_be_left_out(void **state) {
    (void)state;
    setting in = set(small, 310.0, 0.01);
    const char *const without[] = {"H2S", "CO2", "O2"};
    ip_composition composition = read_formula("Na2S");
    ip_question question = ip_question_default();
    ip_air_answer answer;
    ip_air_row row;
    ip_memory *memory;
    ip_error error;
    in.conditions.without = without;
    in.conditions.without_count = 3;
    ip_air_free(in.air);
    assert_ok(ip_air_new(&in.air, in.gases, &in.conditions, &error), &error);
    assert_ok(ip_memory_new(&memory, &error), &error);
    assert_ok(ip_air_find(&answer, in.solver, in.air, &composition, &error), &error);
    assert_false(answer.end[IP_AIR_OXYGEN].answered || answer.end[IP_AIR_CARBONATE].answered || answer.oxygen.found);
    assert_null(answer.hydride);
    ip_air_answer_clear(&answer);
    assert_ok(ip_air_row_find(&row, memory, in.solver, in.air, "Na2S", &question, &error), &error);
    assert_null(row.toxic_gas);
    assert_true(isnan(row.oxygen_energy) && isnan(row.carbonate_energy) && isnan(row.toxic_pressure) && isnan(row.toxic_mL_g));
    ip_memory_free(memory);
    unset(&in);
}

/* ---- by several threads */

typedef struct listing {
    char text[4096];
    long next;
} listing;

static void note_row(void *user, long index, const ip_air_row *row, const ip_error *error) {
    listing *all = user;
    size_t used = strlen(all->text);
    assert_int_equal(index, all->next++);
    assert_int_equal(error->status == IP_OK, strcmp(row->status, "ok") == 0);
    snprintf(all->text + used, sizeof all->text - used, "%s %s %.6f %s\n", row->formula, row->status, row->water_energy,
             row->water_equation ? row->water_equation : "-");
}

static void threads_find_the_same(void **state) {
    (void)state;
    static const char *const formulas[] = {"Na2S", "NaOH", "Na2S", "bad", "Na3S2", "Na2SO", "Na5OHS"};
    enum { COUNT = sizeof formulas / sizeof *formulas };
    setting in = set(small, 310.0, 0.01);
    ip_question question = ip_question_default();
    listing lists[2];
    ip_error error;
    memset(lists, 0, sizeof lists);
    for (int i = 0; i < 2; i++) {
        ip_executor *executor = new_executor(in.dataset, 1 + 2 * i);
        assert_ok(ip_air_rows_find(executor, in.air, formulas, COUNT, &question, note_row, &lists[i], &error), &error);
        assert_int_equal(lists[i].next, COUNT);
        ip_executor_free(executor);
    }
    assert_string_equal(lists[0].text, lists[1].text);
    assert_contains(lists[0].text, "bad bad-formula");
    unset(&in);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hydrolysis_is_found),
        cmocka_unit_test(a_line_has_its_points),
        cmocka_unit_test(rows_say_what_answers_do),
        cmocka_unit_test(nothing_happens_to_what_is_stable),
        cmocka_unit_test(what_leaves_by_itself_needs_no_water),
        cmocka_unit_test(rows_of_non_metals_take_no_part),
        cmocka_unit_test(what_the_table_lacks_is_not_asked),
        cmocka_unit_test(gases_are_no_materials),
        cmocka_unit_test(conditions_outside_are_refused),
        cmocka_unit_test(gases_can_be_left_out),
        cmocka_unit_test(threads_find_the_same),
    };
    return run_unit_tests(tests);
}
