/* Phases placed above or below the hull of others: an exact distance, with the errors of what it is measured from. The figures
 * are worked out by hand beside each; all errors are the table's own, and independent. */
#include "support.h"

#include "table/placement.h"

#include <interphase/interphase.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { DRAWS = 2000, PATH_ROOM = 4096 };

/* Per formula unit Na2S -3.6 +- 0.03 eV, NaS -2.0 +- 0.012 eV: far from what the constants say, so that both are taken as they
 * are. NaS lies 0.1 eV/atom below Na2S + S, so that what is on the hull stays there in every draw. */
static const char *const table = "formula,e_form,uncertainty\nNa,0,0\nS,0,0\nNa2S,-1.2,0.01\nNaS,-1.0,0.006\n";
#define OF_NA2S 0.03
#define OF_NAS 0.012

typedef struct world {
    ip_dataset *dataset;
    ip_corrections *corrections;
    ip_uncertainty *uncertainty;
    ip_solver *solver;
    ip_executor *executor;
    ip_memory *memory;
    ip_question question;
} world;

/* The solver and the errors come once all is placed. */
static void open_world(world *made, ip_dataset *dataset) {
    char path[PATH_ROOM];
    const char *sources = getenv("SOURCES");
    ip_error error;
    made->dataset = dataset;
    snprintf(path, sizeof path, "%s/datasets/corrections.csv", sources ? sources : ".");
    assert_ok(ip_corrections_new(&made->corrections, &error), &error);
    assert_ok(ip_corrections_read(made->corrections, path, &error), &error);
    assert_ok(ip_uncertainty_new(&made->uncertainty, made->corrections, dataset, &error), &error);
    assert_ok(ip_solver_new(&made->solver, dataset, &error), &error);
    assert_ok(ip_memory_new(&made->memory, &error), &error);
    made->executor = new_executor(dataset, 2);
    made->question = ip_question_default();
    made->question.uncertainty = made->uncertainty;
}

static void close_world(world *made) {
    ip_executor_free(made->executor);
    ip_memory_free(made->memory);
    ip_solver_free(made->solver);
    ip_uncertainty_free(made->uncertainty);
    ip_corrections_free(made->corrections);
    ip_dataset_free(made->dataset);
}

static void place(ip_dataset *dataset, const char *formula, double above) {
    ip_error error;
    assert_ok(ip_hull_place(dataset, formula, above, &error), &error);
}

static ip_hull_row hull_of(const world *at, const char *formula) {
    ip_hull_row row;
    ip_error error;
    assert_ok(ip_hull_row_find(&row, at->memory, at->solver, formula, &at->question, &error), &error);
    return row;
}

static ip_window_row window_of(const world *at, const char *formula) {
    ip_window_row row;
    ip_error error;
    assert_ok(ip_window_row_find(&row, at->memory, at->solver, formula, &at->question, &error), &error);
    return row;
}

/* Na3S2 = Na2S + NaS, 5 atoms, 0.01 eV/atom below them: -5.6 - 0.05 = -5.65 eV. */
static void below_others(void **state) {
    (void)state;
    world at;
    ip_dataset *dataset = read_text(table);
    place(dataset, "Na3S2", -0.01);
    open_world(&at, dataset);
    ip_hull_row hull = hull_of(&at, "Na3S2");
    assert_near(hull.formation_energy, -1.13, 1e-12);
    assert_near(hull.formation_energy_uncertainty, hypot(OF_NA2S, OF_NAS) / 5.0, 1e-9);
    assert_near(hull.energy_above_hull_uncertainty, 0.0, 1e-9);
    assert_near(hull.decomposition_energy, -0.01, 1e-12);
    assert_near(hull.decomposition_energy_uncertainty, 0.0, 1e-9);
    /* Na3S2 + Na -> 2 Na2S at -(-7.2 + 5.65) = 1.55 V, the error that of 2 Na2S - (Na2S + NaS); Na3S2 -> 2 NaS + Na at -4 + 5.65
     * = 1.65 V, likewise. The width, 2 * 5 * 0.01 V, hangs on the distance alone. */
    ip_window_row window = window_of(&at, "Na3S2");
    assert_near(window.reduction_potential, 1.55, 1e-9);
    assert_near(window.oxidation_potential, 1.65, 1e-9);
    assert_near(window.reduction_potential_uncertainty, hypot(OF_NA2S, OF_NAS), 1e-9);
    assert_near(window.oxidation_potential_uncertainty, hypot(OF_NA2S, OF_NAS), 1e-9);
    assert_near(window.width_uncertainty, 0.0, 1e-9);
    close_world(&at);
}

/* In every draw the distance is what was asked, and what hangs on it alone is the same. */
static void in_draws(void **state) {
    (void)state;
    world at;
    ip_dataset *dataset = read_text(table);
    place(dataset, "Na3S2", -0.01);
    open_world(&at, dataset);
    ip_draws draws = {at.executor, DRAWS};
    ip_samples *samples;
    ip_error error;
    assert_ok(ip_samples_hull(&samples, &draws, "Na3S2", &at.question, &error), &error);
    ip_quantiles distance = ip_samples_number(samples, 0, ip_result_column(&ip_hull_result, "decomposition_energy"));
    assert_near(distance.low, -0.01, 1e-9);
    assert_near(distance.high, -0.01, 1e-9);
    assert_near(ip_samples_share(samples, 0), 1.0, 0.0);
    ip_quantiles energy = ip_samples_number(samples, 0, ip_result_column(&ip_hull_result, "formation_energy"));
    assert_near(energy.deviation, hypot(OF_NA2S, OF_NAS) / 5.0, 0.1 * hypot(OF_NA2S, OF_NAS) / 5.0);
    ip_samples_free(samples);
    assert_ok(ip_samples_window(&samples, &draws, "Na3S2", &at.question, &error), &error);
    ip_quantiles width = ip_samples_number(samples, 0, ip_result_column(&ip_window_result, "width"));
    assert_near(width.low, 0.1, 1e-6);
    assert_near(width.high, 0.1, 1e-6);
    ip_quantiles edge = ip_samples_number(samples, 0, ip_result_column(&ip_window_result, "oxidation_potential"));
    assert_near(edge.deviation, hypot(OF_NA2S, OF_NAS), 0.1 * hypot(OF_NA2S, OF_NAS));
    ip_samples_free(samples);
    close_world(&at);
}

/* Na5S4 = Na3S2 + 2 NaS, 9 atoms, 0.02 eV/atom above them: its errors are those of Na2S + 3 NaS. */
static void above_what_is_placed(void **state) {
    (void)state;
    world at;
    ip_dataset *dataset = read_text(table);
    place(dataset, "Na3S2", -0.01);
    place(dataset, "Na5S4", 0.02);
    open_world(&at, dataset);
    ip_hull_row hull = hull_of(&at, "Na5S4");
    assert_near(hull.formation_energy, -9.65 / 9.0 + 0.02, 1e-12);
    assert_near(hull.formation_energy_uncertainty, hypot(OF_NA2S, 3.0 * OF_NAS) / 9.0, 1e-9);
    assert_near(hull.energy_above_hull, 0.02, 1e-12);
    assert_near(hull.energy_above_hull_uncertainty, 0.0, 1e-9);
    /* Out of draws the first is placed before the second. */
    ip_draws draws = {at.executor, 100};
    ip_samples *samples;
    ip_error error;
    assert_ok(ip_samples_hull(&samples, &draws, "Na5S4", &at.question, &error), &error);
    ip_quantiles distance = ip_samples_number(samples, 0, ip_result_column(&ip_hull_result, "energy_above_hull"));
    assert_near(distance.low, 0.02, 1e-9);
    assert_near(distance.high, 0.02, 1e-9);
    ip_samples_free(samples);
    close_world(&at);
}

/* The last word counts: another distance, or an energy, which is exact. */
static void placed_again(void **state) {
    (void)state;
    world at;
    ip_dataset *dataset = read_text(table);
    ip_error error;
    place(dataset, "Na3S2", -0.01);
    place(dataset, "Na6S4", 0.03);
    place(dataset, "Na4S3", 0.01);
    assert_ok(ip_dataset_set_energy(dataset, "Na4S3", -1.0, &error), &error);
    const ip_placement *placed = ip_dataset_placements(dataset);
    assert_non_null(placed);
    assert_null(placed->next);
    open_world(&at, dataset);
    ip_hull_row hull = hull_of(&at, "Na3S2");
    assert_near(hull.energy_above_hull, 0.03, 1e-12);
    assert_near(hull.energy_above_hull_uncertainty, 0.0, 1e-9);
    assert_near(hull_of(&at, "Na4S3").formation_energy_uncertainty, 0.0, 0.0);
    close_world(&at);
}

/* NaS is placed after Na3S2 was measured from it: then its energy is that of the table no longer, and exact where Na3S2 needs it.
 */
static void part_placed_later(void **state) {
    (void)state;
    world at;
    ip_dataset *dataset = read_text(table);
    place(dataset, "Na3S2", -0.01);
    place(dataset, "NaS", -0.05);
    open_world(&at, dataset);
    assert_near(hull_of(&at, "Na3S2").formation_energy_uncertainty, OF_NA2S / 5.0, 1e-9);
    /* NaS = (Na3S2 + S) / 3 */
    assert_near(hull_of(&at, "NaS").formation_energy_uncertainty, OF_NA2S / 3.0 / 2.0, 1e-9);
    close_world(&at);
}

static void refused(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(table);
    ip_error error;
    assert_int_equal(ip_dataset_place(dataset, "Na(", 0.0, 0.0, NULL, 0, &error), IP_BAD_FORMULA);
    assert_int_equal(ip_dataset_place(dataset, "Na3S", NAN, 0.0, NULL, 0, &error), IP_BAD_ARGUMENT);
    assert_null(ip_dataset_placements(dataset));
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(below_others),      cmocka_unit_test(in_draws),          cmocka_unit_test(above_what_is_placed),
        cmocka_unit_test(placed_again),      cmocka_unit_test(part_placed_later), cmocka_unit_test(refused),
    };
    return run_unit_tests(tests);
}
