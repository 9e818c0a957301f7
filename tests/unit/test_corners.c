/* Corners of chemical potentials against every set of columns, simplices by their volume, and phases of systems. */
#include "support.h"

#include "engine/corners.h"

#include <interphase/phases_row.h>
#include <interphase/tolerance.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_COLUMNS = 40, MOST_ROWS = 5, MOST_CORNERS = 4000 };

typedef struct points {
    int rows, columns, start[MOST_ROWS];
    double coefficients[MOST_COLUMNS * MOST_ROWS], energies[MOST_COLUMNS];
} points;

/* Elements and so many compounds; tied ones all lie in one plane below the elements. */
static points make_points(random_source *source, int rows, int compounds, bool tied) {
    points made = {.rows = rows};
    double plane[MOST_ROWS];
    for (int r = 0; r < rows; r++)
        plane[r] = -0.25 * (1 + random_below(source, 4));
    for (int r = 0; r < rows; r++) {
        made.start[r] = made.columns;
        made.coefficients[made.columns * rows + r] = 1.0;
        made.columns++;
    }
    for (int c = 0; c < compounds; c++) {
        double amounts[MOST_ROWS], atoms = 0.0, squares = 0.0, height = 0.0;
        int held = 0;
        for (int r = 0; r < rows; r++) {
            amounts[r] = random_below(source, 4);
            atoms += amounts[r];
            held += amounts[r] > 0.0;
        }
        if (held < 2)
            continue;
        for (int r = 0; r < rows; r++) {
            made.coefficients[made.columns * rows + r] = amounts[r] / atoms;
            squares += amounts[r] * amounts[r] / (atoms * atoms);
            height += plane[r] * amounts[r] / atoms;
        }
        made.energies[made.columns++] = tied ? height : 3.0 * (squares - 1.0) + random_between(source, -0.2, 0.2);
    }
    return made;
}

/* Solves for the potentials of a set of columns; false where they are dependent. */
static bool solve(double *potentials, const points *of, const int *chosen) {
    int n = of->rows;
    double m[MOST_ROWS][MOST_ROWS + 1];
    for (int i = 0; i < n; i++) {
        for (int r = 0; r < n; r++)
            m[i][r] = of->coefficients[chosen[i] * n + r];
        m[i][n] = of->energies[chosen[i]];
    }
    for (int c = 0; c < n; c++) {
        int best = c;
        for (int i = c; i < n; i++)
            if (fabs(m[i][c]) > fabs(m[best][c]))
                best = i;
        if (fabs(m[best][c]) < 1e-9)
            return false;
        for (int k = 0; k <= n; k++) {
            double kept = m[best][k];
            m[best][k] = m[c][k];
            m[c][k] = kept;
        }
        for (int i = 0; i < n; i++) {
            double factor = m[i][c] / m[c][c];
            for (int k = c; k <= n && i != c; k++)
                m[i][k] -= factor * m[c][k];
        }
    }
    for (int r = 0; r < n; r++)
        potentials[r] = m[r][n] / m[r][r];
    return true;
}

/* The columns at equilibrium at potentials, as bits; 0 where some column would grow. */
static uint64_t tied_at(const points *of, const double *potentials) {
    uint64_t tied = 0;
    for (int c = 0; c < of->columns; c++) {
        double slack = of->energies[c];
        for (int r = 0; r < of->rows; r++)
            slack -= potentials[r] * of->coefficients[c * of->rows + r];
        if (slack < -1e-9)
            return 0;
        if (slack <= 1e-9)
            tied |= (uint64_t)1 << c;
    }
    return tied;
}

/* Every set of columns. */
static int list_corners(uint64_t *list, const points *of) {
    int chosen[MOST_ROWS], count = 0, n = of->rows;
    for (int i = 0; i < n; i++)
        chosen[i] = i;
    for (;;) {
        double potentials[MOST_ROWS];
        uint64_t tied = solve(potentials, of, chosen) ? tied_at(of, potentials) : 0;
        bool known = tied == 0;
        for (int i = 0; i < count && !known; i++)
            known = list[i] == tied;
        if (!known)
            list[count++] = tied;
        int at = n - 1;
        while (at >= 0 && chosen[at] == of->columns - n + at)
            at--;
        if (at < 0)
            return count;
        chosen[at]++;
        for (int i = at + 1; i < n; i++)
            chosen[i] = chosen[i - 1] + 1;
    }
}

static double volume(const points *of, const int *simplex) {
    double m[MOST_ROWS][MOST_ROWS], product = 1.0;
    int n = of->rows;
    for (int i = 0; i < n; i++)
        for (int r = 0; r < n; r++)
            m[i][r] = of->coefficients[simplex[i] * n + r];
    for (int c = 0; c < n; c++) {
        int best = c;
        for (int i = c; i < n; i++)
            if (fabs(m[i][c]) > fabs(m[best][c]))
                best = i;
        for (int k = 0; k < n; k++) {
            double kept = m[best][k];
            m[best][k] = m[c][k];
            m[c][k] = kept;
        }
        product *= fabs(m[c][c]);
        for (int i = c + 1; i < n && m[c][c] != 0.0; i++) {
            double factor = m[i][c] / m[c][c];
            for (int k = c; k < n; k++)
                m[i][k] -= factor * m[c][k];
        }
    }
    return product;
}

static uint64_t bits_of(const int *list, int count) {
    uint64_t bits = 0;
    for (int i = 0; i < count; i++)
        bits |= (uint64_t)1 << list[i];
    return bits;
}

/* The corners that were found are those of the list that hold a column (-1: all). */
static void compare(const points *of, const uint64_t *list, int count, int held) {
    ip_corners found;
    ip_error error;
    int expected = 0;
    assert_ok(ip_corners_find(&found, of->rows, of->columns, of->coefficients, of->energies, of->start, held, &error), &error);
    for (int i = 0; i < count; i++)
        expected += held < 0 || (list[i] >> held & 1);
    assert_int_equal(found.count, expected);
    for (int i = 0; i < found.count; i++) {
        const ip_corner *corner = &found.corners[i];
        uint64_t tied = bits_of(corner->tied, corner->tied_count);
        bool known = false;
        for (int k = 0; k < count; k++)
            known = known || list[k] == tied;
        assert_true(known);
        assert_int_equal(tied_at(of, corner->potentials), tied);
        assert_true((bits_of(corner->basis, of->rows) & ~tied) == 0);
        for (int k = 0; k < i; k++)
            assert_true(bits_of(found.corners[k].tied, found.corners[k].tied_count) != tied);
    }
    /* Every composition is in one simplex: their volumes make up the whole. */
    double whole = 0.0;
    for (int s = 0; s < found.simplex_count && held < 0; s++)
        whole += volume(of, &found.simplices[s * of->rows]);
    assert_near(whole, held < 0 ? 1.0 : 0.0, 1e-9);
    ip_corners_clear(&found);
}

static void test_corners(void **state) {
    random_source source = random_start(1506);
    uint64_t *list = malloc(MOST_CORNERS * sizeof *list);
    (void)state;
    for (int round = 0; round < repetitions(60); round++) {
        int rows = 1 + random_below(&source, MOST_ROWS);
        points of = make_points(&source, rows, 3 + random_below(&source, rows > 4 ? 14 : 20), random_below(&source, 2));
        int count = list_corners(list, &of);
        compare(&of, list, count, -1);
        for (int c = 0; c < of.columns; c += 3)
            compare(&of, list, count, c);
    }
    free(list);
}

/* A column twice is at equilibrium wherever the other is. */
static void test_twins(void **state) {
    points of = {2, 4, {0, 1}, {1, 0, 0, 1, 0.5, 0.5, 0.5, 0.5}, {0, 0, -1, -1}};
    uint64_t list[MOST_ROWS];
    (void)state;
    assert_int_equal(list_corners(list, &of), 2);
    compare(&of, list, 2, -1);
    compare(&of, list, 2, 2);
    compare(&of, list, 2, 3);
    of.energies[3] = -0.9; /* above the other: at equilibrium nowhere */
    compare(&of, list, list_corners(list, &of), 3);
}

/* ---- phases of a system */

static const char table[] = "formula,formation_energy_per_atom,band_gap,id\nNa,0,0,\nS,0,2.5,\nCl,0,2,\nNa2S,-1.2,2.1,one\nNaS,-"
                            "1,,two\nNaS2,-0.6,1.5,three\n"
                            "NaS3,-0.45,1.7,four\nNaCl,-2.1,5,five\nNa5Cl,-0.1,0,six\n";

static ip_element_set read_system(const char *text) {
    ip_element_set set;
    ip_error error;
    assert_ok(ip_phases_read_system(&set, text, &error), &error);
    return set;
}

static void expect_entry(const ip_phases *found, int index, const char *formula, double above, const char *neighbours) {
    const ip_phase_entry *entry = &found->entries[index];
    char text[200] = "";
    assert_string_equal(entry->phase->formula, formula);
    assert_near(entry->energy_above_hull, above, 1e-12);
    assert_int_equal(entry->stable, above == 0.0);
    for (int i = 0; i < entry->neighbour_count; i++)
        strcat(strcat(text, i ? " " : ""), found->entries[entry->neighbours[i]].phase->formula);
    assert_string_equal(text, neighbours);
}

static void test_phases(void **state) {
    ip_dataset *dataset = read_text(table);
    ip_solver *solver;
    ip_phases found;
    ip_error error;
    (void)state;
    assert_ok(ip_solver_new(&solver, dataset, &error), &error);
    /* Between NaS (0.5 Na, -1) and S: NaS2 at 1/3 lies at -0.6, the line at -2/3; NaS3 at 1/4 at -0.45, the line at -0.5. */
    assert_ok(ip_phases_find(&found, solver, read_system("Na-S"), 0.06, true, &error), &error);
    assert_int_equal(found.count, 5);
    expect_entry(&found, 0, "Na", 0.0, "Na2S");
    expect_entry(&found, 1, "S", 0.0, "NaS");
    expect_entry(&found, 2, "Na2S", 0.0, "Na NaS");
    expect_entry(&found, 3, "NaS", 0.0, "S Na2S");
    expect_entry(&found, 4, "NaS3", 0.05, "");
    assert_int_equal(found.facet_count, 3);
    assert_int_equal(found.simplex_count, 3);
    /* Na2S with NaS: (2 Na + S) at -3.6 and (Na + S) at -2 */
    assert_near(found.facets[2].potentials[0], -1.6, 1e-12);
    assert_near(found.facets[2].potentials[1], -0.4, 1e-12);
    ip_phases_clear(&found);
    assert_ok(ip_phases_find(&found, solver, read_system("Cl, Na S"), 0.0, true, &error), &error);
    assert_int_equal(found.count, 6);
    expect_entry(&found, 5, "NaCl", 0.0, "Na S Na2S NaS Cl");
    ip_phases_clear(&found);
    assert_ok(ip_phases_find(&found, solver, read_system("NaCl"), 10.0, false, &error), &error);
    assert_int_equal(found.count, 4);
    assert_int_equal(found.facet_count, 0);
    ip_phases_clear(&found);
    assert_ok(ip_phases_find(&found, solver, read_system("Na"), 0.0, true, &error), &error);
    assert_int_equal(found.simplex_count, 1);
    ip_phases_clear(&found);
    ip_solver_free(solver);
    ip_solver_end_thread();
    ip_dataset_free(dataset);
}

static void test_rows(void **state) {
    ip_dataset *dataset = read_text(table);
    ip_solver *solver;
    ip_memory *memory;
    ip_phases found;
    ip_phases_row rows[8];
    ip_simplex_row simplex;
    ip_error error;
    ip_question question = ip_question_default();
    (void)state;
    assert_ok(ip_solver_new(&solver, dataset, &error), &error);
    assert_ok(ip_memory_new(&memory, &error), &error);
    assert_ok(ip_phases_find(&found, solver, read_system("Na-S"), 10.0, true, &error), &error);
    assert_int_equal(found.count, 6);
    static const char *const orders[][6] = {
        [IP_PHASES_AS_FOUND] = {"Na", "S", "Na2S", "NaS", "NaS2", "NaS3"},
        [IP_PHASES_BY_FORMULA] = {"Na", "Na2S", "NaS", "NaS2", "NaS3", "S"},
        [IP_PHASES_BY_ENERGY_ABOVE_HULL] = {"Na", "S", "Na2S", "NaS", "NaS3", "NaS2"},
        /* Na2S against Na and NaS: -1.2 - -2/3; NaS against Na2S and S: -1 - -0.9; elements have none */
        [IP_PHASES_BY_DECOMPOSITION_ENERGY] = {"Na2S", "NaS", "NaS3", "NaS2", "Na", "S"},
        [IP_PHASES_BY_FORMATION_ENERGY] = {"Na2S", "NaS", "NaS2", "NaS3", "Na", "S"},
        [IP_PHASES_BY_BAND_GAP] = {"Na", "NaS2", "NaS3", "Na2S", "S", "NaS"},
    };
    for (int order = IP_PHASES_AS_FOUND; order <= IP_PHASES_BY_BAND_GAP; order++) {
        for (int i = 0; i < 6; i++)
            assert_ok(ip_phases_row_fill(&rows[i], memory, solver, "Na-S", &found, i, &question, &error), &error);
        assert_ok(ip_phases_rows_sort(rows, 6, (ip_phases_order)order, &error), &error);
        for (int i = 0; i < 6; i++)
            assert_string_equal(rows[i].formula, orders[order][i]);
    }
    assert_ok(ip_phases_row_fill(&rows[0], memory, solver, "text", &found, 3, &question, &error), &error);
    assert_string_equal(rows[0].neighbours, "S, Na2S");
    assert_string_equal(rows[0].id, "two");
    assert_string_equal(rows[0].system, "text");
    assert_near(rows[0].decomposition_energy, -0.1, 1e-12);
    assert_true(isnan(rows[0].band_gap));
    assert_ok(ip_phases_row_fill(&rows[0], memory, solver, "text", &found, 4, &question, &error), &error);
    assert_null(rows[0].neighbours);
    assert_ok(ip_simplex_row_fill(&simplex, memory, "text", &found, 2, &error), &error);
    assert_int_equal(simplex.simplex, 3);
    assert_string_equal(simplex.phases, "Na2S + NaS");
    assert_string_equal(simplex.potentials, "Na=-1.600000, S=-0.400000");
    ip_phases_clear(&found);
    ip_memory_free(memory);
    ip_solver_free(solver);
    ip_solver_end_thread();
    ip_dataset_free(dataset);
}

static void refuse_with(const char *text, const char *words) {
    ip_element_set set;
    ip_error error;
    assert_int_equal(ip_phases_read_system(&set, text, &error), IP_BAD_FORMULA);
    assert_contains(error.message, words);
}

static void refuse(const char *text) {
    refuse_with(text, "neither a chemical system");
}

/* What is written as a system is judged as one: the part that is no symbol is named. */
static void test_misspelled(void **state) {
    (void)state;
    refuse_with("Na-Xx", "'Xx' is no element; expected a chemical system such as Na-P-S");
    refuse_with("na-Cl", "'na' is no element; did you mean Na?");
    refuse_with("Na,P,CL", "'CL' is no element; did you mean Cl?");
    refuse_with("Na-PS", "'PS' is no element; expected");
    refuse_with("na s", "'na' is no element; did you mean Na?");
    refuse_with("Na-Clxyz", "'Clxyz' is no element; expected");
    refuse_with("Na-S-", "it ends with '-'; expected an element behind that");
    refuse("75Li2S-25P2Sx");
    refuse("na");
    refuse(" ");
    refuse("-");
    refuse("");
}

static void test_refusals(void **state) {
    ip_dataset *dataset = read_text(table);
    ip_solver *solver;
    ip_phases found;
    ip_error error;
    ip_element_set none = {{0, 0}};
    (void)state;
    refuse("Na2S3-");
    assert_ok(ip_solver_new(&solver, dataset, &error), &error);
    assert_int_equal(ip_phases_find(&found, solver, none, 0.0, false, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_phases_find(&found, solver, read_system("Na"), -1.0, false, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_phases_find(&found, solver, read_system("Na-K"), 0.0, false, &error), IP_MISSING_ELEMENT);
    ip_solver_free(solver);
    assert_ok(ip_dataset_exclude(dataset, "Na", &error), &error);
    assert_ok(ip_solver_new(&solver, dataset, &error), &error);
    assert_int_equal(ip_phases_find(&found, solver, read_system("S-Cl"), 0.0, true, &error), IP_OK);
    ip_phases_clear(&found);
    assert_int_equal(ip_phases_find(&found, solver, read_system("Na-S"), 0.0, true, &error), IP_INFEASIBLE);
    assert_contains(error.message, "without Na");
    ip_solver_free(solver);
    ip_solver_end_thread();
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_corners), cmocka_unit_test(test_twins), cmocka_unit_test(test_phases),
        cmocka_unit_test(test_rows),    cmocka_unit_test(test_misspelled), cmocka_unit_test(test_refusals),
    };
    return run_unit_tests(tests);
}
