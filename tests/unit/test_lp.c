/* Linear programmes: warm, cold and exact solves agree whatever was asked before, and each answer proves itself. */
#include "support.h"

#include "engine/lp.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

enum { ROWS = 6, COLUMNS = 60, MANY_COLUMNS = 1600 };

/* Columns of fractions that sum to one, as compositions do; the first are the unit columns. */
typedef struct random_programme {
    int rows, columns;
    double coefficients[ROWS * MANY_COLUMNS], costs[MANY_COLUMNS], sides[ROWS];
    int start[ROWS];
} random_programme;

static void random_sides(random_programme *p, random_source *source) {
    double sum = 0.0;
    for (int r = 0; r < p->rows; r++)
        sum += p->sides[r] = random_below(source, 4) ? 1 + random_below(source, 6) : 0.0;
    for (int r = 0; r < p->rows; r++)
        p->sides[r] = sum > 0.0 ? p->sides[r] / sum : 1.0 / p->rows;
}

static void random_costs(random_programme *p, random_source *source) {
    for (int c = 0; c < p->columns; c++)
        p->costs[c] = c < p->rows ? 0.0 : random_between(source, -2.0, 0.2);
}

/* Columns with amounts up to `most` before they are divided by their sum. */
static void random_columns(random_programme *p, random_source *source, int most) {
    for (int c = 0; c < p->columns; c++) {
        double sum = 0.0, *column = p->coefficients + c * p->rows;
        for (int r = 0; r < p->rows; r++)
            sum += column[r] = c < p->rows ? c == r : random_below(source, most + 1);
        for (int r = 0; r < p->rows; r++)
            column[r] = sum > 0.0 ? column[r] / sum : 1.0 / p->rows;
    }
    for (int r = 0; r < p->rows; r++)
        p->start[r] = r;
}

static random_programme random_programme_make(random_source *source) {
    random_programme p = {.rows = 1 + random_below(source, ROWS)};
    p.columns = p.rows + random_below(source, COLUMNS - ROWS);
    random_columns(&p, source, 3);
    random_costs(&p, source);
    random_sides(&p, source);
    return p;
}

static ip_lp *new_lp(const random_programme *p, bool with_start) {
    ip_lp *lp;
    ip_error error;
    assert_ok(ip_lp_new(&lp, p->rows, p->columns, p->coefficients, &error), &error);
    if (with_start)
        ip_lp_set_start(lp, p->start);
    ip_lp_set_costs(lp, p->costs);
    ip_lp_set_right_hand_side(lp, p->sides);
    return lp;
}

/* Weak duality: values that balance and duals that no column undercuts, of the same objective, are optimal. */
static void check_proof(ip_lp *lp, const random_programme *p, int without) {
    const double *values = ip_lp_values(lp), *duals = ip_lp_duals(lp);
    double objective = 0.0, dual_objective = 0.0;
    const int *tied;
    int tied_count = ip_lp_tied(lp, &tied), met = 0;
    for (int r = 0; r < p->rows; r++) {
        double sum = 0.0;
        for (int c = 0; c < p->columns; c++)
            sum += values[c] * p->coefficients[c * p->rows + r];
        assert_near(sum, p->sides[r], 1e-8);
        dual_objective += duals[r] * p->sides[r];
    }
    for (int c = 0; c < p->columns; c++) {
        double cost = p->costs[c];
        for (int r = 0; r < p->rows; r++)
            cost -= duals[r] * p->coefficients[c * p->rows + r];
        assert_true(values[c] >= -1e-9);
        bool is_tied = met < tied_count && tied[met] == c;
        met += is_tied;
        assert_true(is_tied ? fabs(cost) <= 1.1e-9 : fabs(cost) >= 0.9e-9 || c == without);
        if (c == without)
            assert_near(values[c], 0.0, 1e-9);
        else
            assert_true(cost >= -1e-8);
        objective += values[c] * p->costs[c];
    }
    assert_int_equal(met, tied_count);
    assert_near(objective, dual_objective, 1e-7);
    assert_near(ip_lp_objective(lp), objective, 1e-9);
    assert_in_range(ip_lp_basis(lp, NULL), 0, p->rows);
}

static double solve_anew(const random_programme *p, int without, bool exact, ip_status *status) {
    random_programme copy = *p;
    if (without >= 0) /* a column that costs more than anything saves instead of one that is held */
        copy.costs[without] = 1e3;
    ip_lp *lp = new_lp(&copy, true);
    *status = exact ? ip_lp_solve_exact(lp, NULL) : ip_lp_solve(lp, -1, NULL);
    double objective = *status ? NAN : ip_lp_objective(lp);
    if (*status == IP_OK && without >= 0 && ip_lp_values(lp)[without] > 1e-9)
        *status = IP_INFEASIBLE;
    ip_lp_free(lp);
    return objective;
}

static void test_warm_cold_and_exact(void **state) {
    (void)state;
    random_source source = random_start(801);
    int held = 0, infeasible = 0;
    for (int round = repetitions(60); round > 0; round--) {
        random_programme p = random_programme_make(&source);
        ip_lp *lp = new_lp(&p, round % 2);
        for (int step = 0; step < 20; step++) {
            int change = random_below(&source, 4);
            if (change & 1)
                random_sides(&p, &source);
            if (change & 2)
                random_costs(&p, &source);
            ip_lp_set_costs(lp, p.costs);
            ip_lp_set_right_hand_side(lp, p.sides);
            int without = random_below(&source, 3) ? -1 : random_below(&source, p.columns);
            ip_status exact_status;
            double exact = solve_anew(&p, without, true, &exact_status);
            ip_error error = {IP_OK, ""};
            ip_status status = ip_lp_solve(lp, without, &error);
            assert_int_equal(status, exact_status);
            held += without >= 0;
            infeasible += status == IP_INFEASIBLE;
            if (status)
                continue;
            assert_near(ip_lp_objective(lp), exact, 1e-9);
            check_proof(lp, &p, without);
        }
        ip_lp_free(lp);
    }
    assert_true(held > 100 && infeasible > 5);
}

/* A bowl with a flat bottom, on a grid: many optima are tied. */
static void bowl_costs(random_programme *p, random_source *source) {
    for (int c = p->rows; c < p->columns; c++) {
        double bowl = 0.0;
        for (int r = 0; r < p->rows; r++)
            bowl -= p->coefficients[c * p->rows + r] * (1.0 - p->coefficients[c * p->rows + r]);
        p->costs[c] = fmax(-0.5, 0.1 * floor(10.0 * bowl + 3.0 * random_between(source, 0.0, 1.0)));
    }
}

/* Many columns are not gone through again on a basis that passed. The proofs stay proofs, also after other costs. */
static void test_many_columns(void **state) {
    (void)state;
    random_source source = random_start(805);
    for (int round = repetitions(4); round > 0; round--) {
        random_programme p = {.rows = 2 + random_below(&source, 3), .columns = MANY_COLUMNS};
        random_columns(&p, &source, 24);
        random_sides(&p, &source);
        ip_lp *lp = new_lp(&p, round % 2);
        for (int question = 0; question < 80; question++) {
            if (question % 20 == 0)
                bowl_costs(&p, &source);
            if (question % 20 == 10) /* columns enter in another order, while the bases stay remembered */
                ip_lp_end_thread();
            random_sides(&p, &source);
            int without = random_below(&source, 3) ? -1 : random_below(&source, p.columns);
            ip_status status;
            ip_error error;
            double anew = solve_anew(&p, without, false, &status);
            ip_lp_set_costs(lp, p.costs);
            ip_lp_set_right_hand_side(lp, p.sides);
            assert_int_equal(ip_lp_solve(lp, without, &error), status);
            if (status)
                continue;
            assert_near(ip_lp_objective(lp), anew, 1e-9);
            check_proof(lp, &p, without);
        }
        ip_lp_free(lp);
    }
}

/* Every corner enumerated: the optimum is none other than the lowest of them. */
typedef struct lowest_corner {
    const double *costs;
    double lowest;
} lowest_corner;

static void keep_lowest(void *user, const int *chosen, int count, const double *weights) {
    lowest_corner *corner = user;
    double cost = 0.0;
    for (int i = 0; i < count; i++)
        cost += weights[i] * corner->costs[chosen[i]];
    corner->lowest = cost < corner->lowest ? cost : corner->lowest;
}

static void test_against_enumeration(void **state) {
    (void)state;
    random_source source = random_start(802);
    for (int round = repetitions(60); round > 0; round--) {
        random_programme p = random_programme_make(&source);
        if (p.rows > 4 || p.columns > 30)
            continue;
        lowest_corner corner = {p.costs, INFINITY};
        visit_corners(p.coefficients, p.rows, p.columns, p.sides, keep_lowest, &corner);
        ip_status status;
        assert_near(solve_anew(&p, -1, false, &status), corner.lowest, 1e-9);
        assert_int_equal(status, IP_OK);
    }
}

static void test_infeasible(void **state) {
    (void)state;
    static const double coefficients[] = {0.5, 0.5, 1.0, 0.0}; /* two columns of two rows; none of row 1 alone */
    static const double costs[] = {-1.0, 0.0}, bad[] = {0.2, 0.8}, good[] = {0.8, 0.2};
    ip_lp *lp;
    ip_error error;
    assert_ok(ip_lp_new(&lp, 2, 2, coefficients, &error), &error);
    ip_lp_set_costs(lp, costs);
    for (int round = 0; round < 3; round++) {
        ip_lp_set_right_hand_side(lp, bad);
        assert_int_equal(ip_lp_solve(lp, -1, &error), IP_INFEASIBLE);
        assert_int_equal(error.status, IP_INFEASIBLE);
        assert_int_equal(ip_lp_solve_exact(lp, &error), IP_INFEASIBLE);
        ip_lp_set_right_hand_side(lp, good);
        assert_ok(ip_lp_solve(lp, -1, &error), &error);
        assert_near(ip_lp_objective(lp), -0.4, 1e-12);
        assert_near(ip_lp_values(lp)[0], 0.4, 1e-12);
        assert_int_equal(ip_lp_solve(lp, 0, &error), IP_INFEASIBLE);
        assert_ok(ip_lp_solve(lp, -1, &error), &error);
        assert_near(ip_lp_objective(lp), -0.4, 1e-12);
    }
    ip_lp_free(lp);
}

static void test_unbounded(void **state) {
    (void)state;
    static const double coefficients[] = {1.0, -1.0}, falling[] = {0.0, -1.0}, rising[] = {0.0, 1.0}, side[] = {1.0};
    ip_lp *lp;
    ip_error error;
    assert_ok(ip_lp_new(&lp, 1, 2, coefficients, &error), &error);
    ip_lp_set_right_hand_side(lp, side);
    for (int round = 0; round < 2; round++) {
        ip_lp_set_costs(lp, falling);
        assert_int_equal(ip_lp_solve(lp, -1, &error), IP_UNBOUNDED);
        assert_int_equal(ip_lp_solve_exact(lp, &error), IP_UNBOUNDED);
        ip_lp_set_costs(lp, rising);
        assert_ok(ip_lp_solve(lp, -1, &error), &error);
        assert_near(ip_lp_objective(lp), 0.0, 1e-12);
    }
    ip_lp_free(lp);
}

/* After the thread's state is gone a programme is built again and goes on. */
static void test_rebuilt_after_the_end_of_the_thread(void **state) {
    (void)state;
    random_source source = random_start(803);
    for (int round = repetitions(20); round > 0; round--) {
        random_programme p = random_programme_make(&source);
        ip_status status;
        double expected = solve_anew(&p, -1, true, &status);
        ip_lp *lp = new_lp(&p, true), *unused = new_lp(&p, true);
        ip_error error;
        assert_ok(ip_lp_solve(lp, -1, &error), &error);
        assert_ok(ip_lp_solve(unused, -1, &error), &error);
        ip_lp_end_thread();
        ip_lp_free(unused); /* its problem is gone already */
        assert_ok(ip_lp_solve(lp, -1, &error), &error);
        assert_near(ip_lp_objective(lp), expected, 1e-9);
        ip_lp_end_thread();
        int without = random_below(&source, p.columns);
        double expected_without = solve_anew(&p, without, true, &status);
        assert_int_equal(ip_lp_solve(lp, without, &error), status);
        if (status == IP_OK)
            assert_near(ip_lp_objective(lp), expected_without, 1e-9);
        assert_ok(ip_lp_solve(lp, -1, &error), &error);
        assert_near(ip_lp_objective(lp), expected, 1e-9);
        ip_lp_free(lp);
    }
}

static void test_solves_are_counted(void **state) {
    (void)state;
    random_source source = random_start(804);
    random_programme p = random_programme_make(&source);
    long before = ip_lp_solve_count();
    ip_lp *lp = new_lp(&p, true);
    assert_int_equal(ip_lp_solve_count(), before);
    assert_int_equal(ip_lp_solve(lp, -1, NULL), IP_OK);
    assert_true(ip_lp_solve_count() > before);
    ip_lp_free(lp);
    ip_lp_free(NULL);
}

/* Programmes of several threads at once know nothing of each other. */
static void *solve_many(void *user) {
    random_source *source = user;
    int *failures = NULL;
    static int one_failure;
    for (int round = 0; round < 20; round++) {
        random_programme p = random_programme_make(source);
        ip_status exact_status, status;
        double exact = solve_anew(&p, -1, true, &exact_status), warm = solve_anew(&p, -1, false, &status);
        if (exact_status || status || !(fabs(exact - warm) <= 1e-9))
            failures = &one_failure;
    }
    ip_lp_end_thread();
    return failures;
}

static void test_threads(void **state) {
    (void)state;
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    random_source sources[THREADS];
    for (int i = 0; i < THREADS; i++)
        sources[i] = random_start((uint64_t)(810 + i));
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, solve_many, &sources[i]), 0);
    for (int i = 0; i < THREADS; i++) {
        void *failures;
        assert_int_equal(pthread_join(threads[i], &failures), 0);
        assert_null(failures);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_warm_cold_and_exact),
        cmocka_unit_test(test_many_columns),
        cmocka_unit_test(test_against_enumeration),
        cmocka_unit_test(test_infeasible),
        cmocka_unit_test(test_unbounded),
        cmocka_unit_test(test_rebuilt_after_the_end_of_the_thread),
        cmocka_unit_test(test_solves_are_counted),
        cmocka_unit_test(test_threads),
    };
    int failed = run_unit_tests(tests);
    ip_lp_end_thread();
    return failed;
}
