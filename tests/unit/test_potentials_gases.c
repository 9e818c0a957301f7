/* Regions of chemical potentials beside gases: by hand, and against every set of phases and gases that could make a corner. */
#include "support.h"

#include <interphase/atmosphere.h>
#include <interphase/potentials_row.h>
#include <interphase/tolerance.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Energies per formula unit, eV: Na2O -4.2, Na2O2 -5, NaOH -4.5, H2O -2.4, H2O2 -1.9, Na2S -3.6. */
static const char table[] = "formula,formation_energy_per_atom,uncertainty\nNa,0,0\nS,0,0\nO2,0,0\nH2,0,0\n"
                            "Na2O,-1.4,0.1\nNa2O2,-1.25,0.2\nNaOH,-1.5,0.1\nH2O,-0.8,0.1\nH2O2,-0.475,0.1\nNa2S,-1.2,0.1\n";

typedef struct fixture {
    ip_dataset *dataset;
    ip_solver *solver;
    ip_memory *memory;
    ip_atmosphere *air;
    ip_reservoir reservoir;
} fixture;

static void start(fixture *out, const char *text) {
    ip_error error;
    memset(out, 0, sizeof *out);
    out->dataset = read_text(text);
    assert_ok(ip_solver_new(&out->solver, out->dataset, &error), &error);
    assert_ok(ip_memory_new(&out->memory, &error), &error);
    assert_ok(ip_atmosphere_new(&out->air, &error), &error);
    out->reservoir.atmosphere = out->air;
}

static void end(fixture *made) {
    ip_atmosphere_free(made->air);
    ip_memory_free(made->memory);
    ip_solver_free(made->solver);
    ip_solver_end_thread();
    ip_dataset_free(made->dataset);
}

/* Another atmosphere in its place, without gases. */
static void clear_air(fixture *made) {
    ip_error error;
    ip_atmosphere_free(made->air);
    assert_ok(ip_atmosphere_new(&made->air, &error), &error);
    made->reservoir.atmosphere = made->air;
}

static void add(const fixture *made, const char *gas, double potential) {
    ip_error error;
    assert_ok(ip_atmosphere_add(made->air, gas, potential, &error), &error);
}

static void release(const fixture *made, const char *gas, double potential) {
    ip_error error;
    assert_ok(ip_atmosphere_release(made->air, gas, potential, &error), &error);
}

static ip_status find(ip_potentials *out, const fixture *made, const char *formula, ip_error *error) {
    ip_composition composition = read_formula(formula);
    return ip_potentials_find(out, made->solver, &composition, &made->reservoir, error);
}

static void find_corners(ip_potentials *out, const fixture *made, const char *formula, int count) {
    ip_error error;
    assert_ok(find(out, made, formula, &error), &error);
    assert_int_equal(out->count, count);
    assert_true(out->open);
    assert_near(out->above, 0.0, 0.0);
}

/* The potentials by the order of the elements (H 1, O 8, Na 11, S 16), whichever number the corner has. */
static int expect_corner(const fixture *made, const ip_potentials *found, const double *potentials, const char *phases) {
    for (int c = 0; c < found->count; c++) {
        bool same = true;
        for (int e = 0; e < found->element_count; e++)
            same = same && fabs(found->corners[c].potentials[e] - potentials[e]) < 1e-12;
        if (!same)
            continue;
        assert_string_equal(ip_potentials_corner_phases(made->memory, found, c), phases);
        return c;
    }
    fail_msg("there is no corner with %s", phases);
    return -1;
}

/* mu(O2) = -2 holds mu(O) at -1: 2 mu(Na) = -4.2 + 1. Na2O2 would take 2 mu(Na) + 2 mu(O) = -5 for what stands at -5.2. */
static void test_one_element(void **state) {
    fixture made;
    ip_potentials found;
    ip_error error;
    (void)state;
    start(&made, table);
    add(&made, "O2", -2.0);
    find_corners(&found, &made, "Na2O", 1);
    expect_corner(&made, &found, (const double[]){-1.0, -1.6}, "");
    assert_true(found.fixed[0] && !found.fixed[1]);
    assert_string_equal(ip_potentials_corner_name(made.memory, &found, 0), "");
    ip_potentials_clear(&found);
    /* of another compound, by what is left: mu(H) + mu(Na) = -4.5 + 1, where 2 mu(Na) is at most -4.2 + 1 and 2 mu(H) at most
     * -2.4 + 1 */
    find_corners(&found, &made, "NaOH", 2);
    int oxide = expect_corner(&made, &found, (const double[]){-1.9, -1.0, -1.6}, "Na2O");
    expect_corner(&made, &found, (const double[]){-0.7, -1.0, -2.8}, "H2O");
    assert_string_equal(ip_potentials_corner_name(made.memory, &found, oxide), "H-poor, Na-rich");
    ip_potentials_clear(&found);
    /* the same of a molecule of three atoms */
    clear_air(&made);
    add(&made, "O3", -3.0);
    find_corners(&found, &made, "Na2O", 1);
    expect_corner(&made, &found, (const double[]){-1.0, -1.6}, "");
    ip_potentials_clear(&found);
    /* mu(O) = -0.5: Na2O takes up oxygen, -5 + 4.2 + 0.5 = -0.3 eV for its 3 atoms */
    clear_air(&made);
    add(&made, "O2", -1.0);
    assert_ok(find(&found, &made, "Na2O", &error), &error);
    assert_int_equal(found.count, 0);
    assert_near(found.above, 0.1, 1e-12);
    ip_potentials_row row;
    ip_question question = ip_question_default();
    assert_ok(ip_potentials_row_fill(&row, made.memory, "Na2O", &found, 0, &question, &error), &error);
    assert_string_equal(row.corner, "none");
    assert_true(isnan(row.energy_above_hull_uncertainty));
    ip_potentials_clear(&found);
    end(&made);
}

/* 2 mu(H) + mu(O) = -3 and mu(H) + mu(O) + mu(Na) = -4.5 leave a line: (-1.5, 0, -3) where oxygen would form, (0, -3, -1.5) where
 * hydrogen would. Along it 2 mu(Na) + mu(O) is -6, further down than Na2O. */
static void test_two_elements(void **state) {
    fixture made;
    ip_potentials found;
    (void)state;
    start(&made, table);
    add(&made, "H2O", -3.0);
    find_corners(&found, &made, "NaOH", 2);
    expect_corner(&made, &found, (const double[]){-1.5, 0.0, -3.0}, "O2");
    expect_corner(&made, &found, (const double[]){0.0, -3.0, -1.5}, "H2");
    assert_false(found.fixed[0] || found.fixed[1] || found.fixed[2]);
    ip_potentials_clear(&found);
    /* its row, at -2.4, stands back for the gas, wherever that is: 2 mu(H) + mu(O) = -2, (-1, 0, -3.5) and (0, -2, -2.5) */
    clear_air(&made);
    add(&made, "H2O", -2.0);
    find_corners(&found, &made, "NaOH", 2);
    expect_corner(&made, &found, (const double[]){-1.0, 0.0, -3.5}, "O2");
    expect_corner(&made, &found, (const double[]){0.0, -2.0, -2.5}, "H2");
    ip_potentials_clear(&found);
    /* hydrogen becomes part of a question that had none: 2 mu(Na) + mu(O) = -4.2, NaOH at most -4.5. With 2 mu(H) + mu(O) = -6
     * mu(H) + mu(O) + mu(Na) = -3 - 2.1 always, below NaOH; Na2O2: -4.2 + mu(O) at most -5, so mu(O) at most -0.8. */
    clear_air(&made);
    add(&made, "H2O", -6.0);
    find_corners(&found, &made, "Na2O", 2);
    assert_int_equal(found.element_count, 3);
    expect_corner(&made, &found, (const double[]){-2.6, -0.8, -1.7}, "Na2O2");
    expect_corner(&made, &found, (const double[]){-0.9, -4.2, 0.0}, "Na");
    ip_potentials_clear(&found);
    /* with oxygen beside it all is settled: mu(O) = -1, mu(H) = -1, mu(Na) = -4.5 + 2 */
    clear_air(&made);
    add(&made, "H2O", -3.0);
    add(&made, "O2", -2.0);
    find_corners(&found, &made, "NaOH", 1);
    expect_corner(&made, &found, (const double[]){-1.0, -1.0, -2.5}, "");
    assert_true(found.fixed[0] && found.fixed[1] && !found.fixed[2]);
    ip_potentials_clear(&found);
    /* and so with an element that is fixed */
    clear_air(&made);
    add(&made, "H2O", -3.0);
    ip_error error;
    assert_ok(ip_reservoir_open(&made.reservoir, 8, -1.0, &error), &error);
    find_corners(&found, &made, "NaOH", 1);
    expect_corner(&made, &found, (const double[]){-1.0, -1.0, -2.5}, "");
    assert_true(found.fixed[0] && found.fixed[1]);
    ip_potentials_clear(&found);
    /* the same gas twice in other words */
    add(&made, "O2", -2.0);
    find_corners(&found, &made, "NaOH", 1);
    expect_corner(&made, &found, (const double[]){-1.0, -1.0, -2.5}, "");
    ip_potentials_clear(&found);
    end(&made);
}

static void test_release(void **state) {
    fixture made;
    ip_potentials found;
    (void)state;
    start(&made, table);
    /* sulfur leaves as S2 at -1, and its row stands back: mu(S) is at most -0.5 */
    release(&made, "S2", -1.0);
    find_corners(&found, &made, "Na2S", 2);
    expect_corner(&made, &found, (const double[]){0.0, -3.6}, "Na");
    expect_corner(&made, &found, (const double[]){-1.55, -0.5}, "S2(g)");
    assert_false(found.fixed[0] || found.fixed[1]);
    ip_potentials_clear(&found);
    /* a gas of an element that nothing holds has no part */
    clear_air(&made);
    release(&made, "H2S", -50.0);
    find_corners(&found, &made, "Na2S", 2);
    expect_corner(&made, &found, (const double[]){0.0, -3.6}, "Na");
    expect_corner(&made, &found, (const double[]){-1.8, 0.0}, "S");
    ip_potentials_clear(&found);
    /* but where hydrogen is fixed: mu(S) at most -2 + 1, mu(Na) at least -1.3 */
    clear_air(&made);
    release(&made, "H2S", -2.0);
    ip_error error;
    assert_ok(ip_reservoir_open(&made.reservoir, 1, -0.5, &error), &error);
    find_corners(&found, &made, "Na2S", 2);
    expect_corner(&made, &found, (const double[]){-0.5, -1.3, -1.0}, "H2S(g)");
    ip_potentials_clear(&found);
    made.reservoir.count = 0;
    /* H2O2 lies above water and oxygen in the table. Beside water vapour at -1.5, which the row stands back for, it is at
     * equilibrium: 2 mu(H) + 2 mu(O) = -1.9 from mu(O) = 0 to where 2 mu(H) + mu(O) = -1.5 */
    clear_air(&made);
    release(&made, "H2O", -1.5);
    find_corners(&found, &made, "H2O2", 2);
    expect_corner(&made, &found, (const double[]){-0.95, 0.0}, "O2");
    expect_corner(&made, &found, (const double[]){-0.55, -0.4}, "H2O(g)");
    ip_potentials_clear(&found);
    end(&made);
}

static void test_refusals(void **state) {
    fixture made;
    ip_potentials found;
    ip_error error;
    (void)state;
    start(&made, table);
    add(&made, "H2O", -3.0);
    assert_int_equal(find(&found, &made, "H2O", &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "a gas stands for its composition");
    assert_int_equal(found.count, 0);
    add(&made, "O2", -2.0);
    assert_int_equal(find(&found, &made, "H2O2", &error), IP_RESERVOIR);
    /* 2 H2O from them takes up 2 mu(H2) + mu(O2) = -3 for what stands at -6 */
    add(&made, "H2", -0.5);
    assert_int_equal(find(&found, &made, "NaOH", &error), IP_UNBOUNDED);
    assert_contains(error.message, "2 H2(g) + O2(g) -> 2 H2O(g) releases 3.000 eV and would go on without end");
    /* oxygen above its own row, released */
    clear_air(&made);
    add(&made, "H2O", -3.0);
    add(&made, "H2", -0.5);
    release(&made, "O2", -10.0);
    assert_int_equal(find(&found, &made, "NaOH", &error), IP_UNBOUNDED);
    /* an element that the table has no row of */
    clear_air(&made);
    add(&made, "CO2", -4.0);
    assert_int_equal(find(&found, &made, "Na2O", &error), IP_MISSING_ELEMENT);
    end(&made);
    /* and where it is left out of the competition a gas of it is enough */
    start(&made, table);
    ip_solver_free(made.solver);
    assert_ok(ip_dataset_exclude(made.dataset, "O2", &error), &error);
    assert_ok(ip_solver_new(&made.solver, made.dataset, &error), &error);
    assert_int_equal(find(&found, &made, "Na2O", &error), IP_INFEASIBLE);
    add(&made, "O2", -2.0);
    find_corners(&found, &made, "Na2O", 1);
    expect_corner(&made, &found, (const double[]){-1.0, -1.6}, "");
    ip_potentials_clear(&found);
    end(&made);
}

/* mu(Na) beside O2 is half the energy of Na2O, of 3 atoms at 0.1 eV each, but for what is known: 0.15 eV. Beside H2O at -6 where
 * Na2O and Na2O2 meet it is that of Na2O less half of Na2O2: 2 mu(Na) = 2 e(Na2O) - e(Na2O2), sqrt(0.6^2 + 0.8^2) / 2 = 0.5 eV.
 */
static void test_uncertainty(void **state) {
    fixture made;
    ip_corrections *constants;
    ip_potentials found;
    ip_potentials_row row;
    ip_error error;
    ip_question question = ip_question_default();
    (void)state;
    start(&made, table);
    assert_ok(ip_corrections_new(&constants, &error), &error);
    assert_ok(ip_uncertainty_new(&question.uncertainty, constants, made.dataset, &error), &error);
    add(&made, "O2", -2.0);
    find_corners(&found, &made, "Na2O", 1);
    assert_ok(ip_potentials_row_fill(&row, made.memory, "Na2O", &found, 1, &question, &error), &error);
    assert_string_equal(row.element, "Na");
    assert_near(row.chemical_potential_uncertainty, 0.15, 1e-9);
    assert_ok(ip_potentials_row_fill(&row, made.memory, "Na2O", &found, 0, &question, &error), &error);
    assert_string_equal(row.element, "O");
    assert_near(row.chemical_potential_uncertainty, 0.0, 1e-9);
    ip_potentials_clear(&found);
    clear_air(&made);
    add(&made, "H2O", -6.0);
    find_corners(&found, &made, "Na2O", 2);
    int corner = expect_corner(&made, &found, (const double[]){-2.6, -0.8, -1.7}, "Na2O2");
    assert_ok(ip_potentials_row_fill(&row, made.memory, "Na2O", &found, 3 * corner + 2, &question, &error), &error);
    assert_near(row.chemical_potential_uncertainty, 0.5, 1e-9);
    ip_potentials_clear(&found);
    ip_uncertainty_free(question.uncertainty);
    ip_corrections_free(constants);
    end(&made);
}

/* ---- every set of columns */

enum { ELEMENTS = 4, MOST_COLUMNS = 40, MOST_CORNERS = 1000 };
static const char *const symbols[ELEMENTS] = {"H", "O", "Na", "S"};

/* What must not grow; the first `held` columns are at equilibrium. */
typedef struct columns {
    int count, held;
    double x[MOST_COLUMNS][ELEMENTS], energies[MOST_COLUMNS];
} columns;

static void add_phase(columns *out, const ip_phase *phase) {
    ip_composition composition = ip_phase_composition(phase);
    for (int e = 0; e < ELEMENTS; e++)
        out->x[out->count][e] =
            ip_composition_amount(&composition, ip_element_find(symbols[e], strlen(symbols[e]))) / phase->atoms;
    out->energies[out->count++] = phase->formation_energy;
}

/* By Gauss and Jordan; false where the columns are dependent. */
static bool solve(double *potentials, const columns *of, const int *chosen) {
    double m[ELEMENTS][ELEMENTS + 1];
    for (int i = 0; i < ELEMENTS; i++) {
        memcpy(m[i], of->x[chosen[i]], sizeof of->x[0]);
        m[i][ELEMENTS] = of->energies[chosen[i]];
    }
    for (int c = 0; c < ELEMENTS; c++) {
        int best = c;
        for (int i = c; i < ELEMENTS; i++)
            best = fabs(m[i][c]) > fabs(m[best][c]) ? i : best;
        if (fabs(m[best][c]) < 1e-9)
            return false;
        for (int k = 0; k <= ELEMENTS; k++) {
            double kept = m[best][k];
            m[best][k] = m[c][k];
            m[c][k] = kept;
        }
        for (int i = 0; i < ELEMENTS; i++) {
            double factor = i == c ? 0.0 : m[i][c] / m[c][c];
            for (int k = 0; k <= ELEMENTS; k++)
                m[i][k] -= factor * m[c][k];
        }
    }
    for (int e = 0; e < ELEMENTS; e++)
        potentials[e] = m[e][ELEMENTS] / m[e][e];
    return true;
}

static bool is_allowed(const columns *of, const double *potentials) {
    for (int c = 0; c < of->count; c++) {
        double slack = of->energies[c];
        for (int e = 0; e < ELEMENTS; e++)
            slack -= potentials[e] * of->x[c][e];
        if (slack < -1e-9)
            return false;
    }
    return true;
}

static bool is_known(double (*list)[ELEMENTS], int count, const double *potentials) {
    for (int i = 0; i < count; i++) {
        double furthest = 0.0;
        for (int e = 0; e < ELEMENTS; e++)
            furthest = fmax(furthest, fabs(list[i][e] - potentials[e]));
        if (furthest < 1e-7)
            return true;
    }
    return false;
}

/* The held ones with every pair of others, since they are two. */
static int list_corners(double (*out)[ELEMENTS], const columns *of) {
    int count = 0;
    for (int i = of->held; i < of->count; i++)
        for (int k = i + 1; k < of->count; k++) {
            int chosen[ELEMENTS] = {0, 1, i, k};
            if (solve(out[count], of, chosen) && is_allowed(of, out[count]) && !is_known(out, count, out[count]))
                assert_true(++count < MOST_CORNERS);
        }
    return count;
}

/* Elements and compounds of up to three atoms of each, low enough that many are stable. */
static void write_table(char *out, size_t size, random_source *source) {
    int used = snprintf(out, size, "formula,formation_energy_per_atom\nH2,0\nO2,0\nNa,0\nS,0\n");
    for (int c = 0; c < 22; c++) {
        int amounts[ELEMENTS], atoms = 0, held = 0;
        double squares = 0.0;
        for (int e = 0; e < ELEMENTS; e++) {
            amounts[e] = random_below(source, 2) * random_below(source, 4);
            atoms += amounts[e];
            held += amounts[e] > 0;
        }
        for (int e = 0; e < ELEMENTS; e++)
            squares += atoms ? (double)(amounts[e] * amounts[e]) / (atoms * atoms) : 0.0;
        if (held < 2)
            continue;
        for (int e = 0; e < ELEMENTS; e++)
            if (amounts[e])
                used += snprintf(out + used, size - (size_t)used, "%s%d", symbols[e], amounts[e]);
        used += snprintf(out + used, size - (size_t)used, ",%.3f\n", 3.0 * (squares - 1.0) + random_between(source, -0.2, 0.2));
    }
}

/* Compares the region of one phase; returns how many corners it has. */
static int compare(const fixture *made, const ip_phase *phase) {
    static double expected[MOST_CORNERS][ELEMENTS];
    columns all = {.held = 2};
    ip_potentials found;
    ip_error error;
    ip_composition composition = ip_phase_composition(phase);
    add_phase(&all, phase);
    for (int released = 0; released < 2; released++)
        for (int g = 0; g < ip_atmosphere_count(made->air); g++)
            if (ip_atmosphere_is_released(made->air, g) == (released == 1))
                add_phase(&all, ip_atmosphere_gas(made->air, g));
    for (long i = 0; i < ip_dataset_count(made->dataset); i++) {
        ip_composition row = ip_phase_composition(ip_dataset_phase(made->dataset, i));
        bool stands_back = false;
        for (int g = 0; g < ip_atmosphere_count(made->air); g++) {
            ip_composition gas = ip_phase_composition(ip_atmosphere_gas(made->air, g));
            stands_back = stands_back || ip_composition_same(&row, &gas);
        }
        if (!stands_back)
            add_phase(&all, ip_dataset_phase(made->dataset, i));
    }
    int count = list_corners(expected, &all);
    assert_ok(ip_potentials_find(&found, made->solver, &composition, &made->reservoir, &error), &error);
    assert_int_equal(found.count, count);
    assert_true(count || found.above > IP_HULL_TOLERANCE);
    for (int c = 0; c < found.count; c++) {
        double potentials[ELEMENTS]; /* the elements of symbols[] rise, too */
        memcpy(potentials, found.corners[c].potentials, sizeof potentials);
        assert_true(is_known(expected, count, potentials));
    }
    ip_potentials_clear(&found);
    return count;
}

static void test_every_set(void **state) {
    random_source source = random_start(20261128);
    long corners = 0, empty = 0, contradictions = 0;
    (void)state;
    for (int t = 0; t < 60; t++) {
        char text[4000];
        fixture made;
        write_table(text, sizeof text, &source);
        start(&made, text);
        add(&made, "H2O", random_between(&source, -9.0, -1.0));
        if (t % 2)
            release(&made, t % 4 == 1 ? "H2S" : "SO2", random_between(&source, -8.0, 0.0));
        for (long i = 4; i < ip_dataset_count(made.dataset); i++) {
            const ip_phase *phase = ip_dataset_phase(made.dataset, i);
            ip_composition composition = ip_phase_composition(phase);
            ip_equilibrium there;
            ip_error error;
            if (!ip_element_set_has(phase->element_set, 11) || !ip_element_set_has(phase->element_set, 16))
                continue; /* with both all four elements are in */
            ip_status status = ip_equilibrium_find(&there, made.solver, &composition, &made.reservoir, NULL, &error);
            if (status) {
                assert_int_equal(status, IP_UNBOUNDED);
                contradictions++;
                continue;
            }
            ip_equilibrium_clear(&there);
            int count = compare(&made, phase);
            corners += count;
            empty += count == 0;
        }
        end(&made);
    }
    print_message("%ld corners, %ld empty regions, %ld beside reservoirs that contradict each other\n", corners, empty,
                  contradictions);
    assert_true(corners > 200 && empty > 50);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_element), cmocka_unit_test(test_two_elements), cmocka_unit_test(test_release),
        cmocka_unit_test(test_refusals),    cmocka_unit_test(test_uncertainty),  cmocka_unit_test(test_every_set),
    };
    return run_unit_tests(tests);
}
