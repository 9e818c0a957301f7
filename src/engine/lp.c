/* What GLPK is asked. Everything that can abort in it is called behind a guard (lp_state.h); a programme keeps
 * its own copy of its numbers, so that it can be built again after the library's state had to be given up.
 *
 * The library is handed few of the columns: those of the start, and whatever a solution showed to be worth entering.
 * Few columns are ever part of an answer, and the library's work grows with all it holds. Every solution is checked
 * against all columns (columns.h says how that is made cheap); those that undercut it enter, and it is solved again. */
#include "lp.h"

#include "lp_inside.h"

#include <interphase/version.h>

#include <glpk.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Duals (eV/atom) beyond those of ordinary compounds; values far above the library's tolerance, and zero but for rounding. */
#define STEEP_DUAL 100.0
#define SAFE_VALUE 1e-8
#define ZERO_VALUE 1e-15

/* Of the factorized basis, before it is factorized again. */
enum { MOST_UPDATES = 15 };

static _Thread_local long solve_count;

void ip_lp_end_thread(void) {
    ip_lp_state_end();
}

ip_status ip_lp_new(ip_lp **out, int rows, int columns, const double *coefficients, ip_error *error) {
    ip_lp *lp = calloc(1, sizeof *lp);
    size_t r = (size_t)rows, c = (size_t)columns;
    bool copied = false;
    if (lp) {
        lp->rows = rows;
        lp->columns = columns;
        lp->right_hand_side = calloc(r, sizeof(double));
        lp->values = calloc(c, sizeof(double));
        lp->duals = calloc(r, sizeof(double));
        lp->held = -1;
        lp->statuses = calloc(r + c, sizeof(int));
        lp->entered = calloc(c, sizeof(int));
        lp->place = calloc(c, sizeof(int));
        lp->entering = calloc(r + 1, sizeof(int));
        lp->depths = calloc(r + 1, sizeof(double));
        lp->basic = calloc(r, sizeof(int));
        lp->sums = calloc(r, sizeof(double));
        lp->begin = calloc(r, sizeof(int));
        copied = ip_columns_set(&lp->matrix, rows, columns, coefficients);
    }
    if (!copied || !lp->right_hand_side || !lp->values || !lp->duals || !lp->statuses || !lp->entered || !lp->place ||
        !lp->entering || !lp->depths || !lp->basic || !lp->sums || !lp->begin) {
        ip_lp_free(lp);
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    }
    *out = lp;
    return IP_OK;
}

void ip_lp_free(ip_lp *lp) {
    if (!lp)
        return;
    ip_lp_problem_free(lp->own);
    free(lp->right_hand_side);
    free(lp->values);
    free(lp->duals);
    free(lp->statuses);
    free(lp->entered);
    free(lp->place);
    free(lp->entering);
    free(lp->depths);
    free(lp->basic);
    ip_basis_free(lp->basis);
    free(lp->start);
    free(lp->begin);
    free(lp->sums);
    ip_columns_clear(&lp->matrix);
    free(lp);
}

void ip_lp_set_start(ip_lp *lp, const int *basic) {
    size_t size = (size_t)lp->rows * sizeof *basic;
    if (!lp->start)
        lp->start = malloc(size);
    if (lp->start)
        memcpy(lp->start, basic, size);
    lp->may_wait = lp->may_wait || lp->start;
}

void ip_lp_set_right_hand_side(ip_lp *lp, const double *values) {
    size_t size = (size_t)lp->rows * sizeof *values;
    if (memcmp(lp->right_hand_side, values, size) == 0)
        return;
    memcpy(lp->right_hand_side, values, size);
    lp->new_sides = true;
}

void ip_lp_set_costs(ip_lp *lp, const double *values) {
    if (ip_columns_set_costs(&lp->matrix, values))
        lp->new_costs = true;
}

void ip_lp_set_cost(ip_lp *lp, int column, double value) {
    ip_columns_set_cost(&lp->matrix, column, value);
    lp->new_costs = true;
}

void ip_lp_begin_from(ip_lp *lp, const int *basic) {
    memcpy(lp->begin, basic, (size_t)lp->rows * sizeof *basic);
    lp->begins = lp->may_wait = true;
}

/* The basis is small: factorizing it anew costs less than going through a long list of updates, and is more exact. */
static void factorize_often(glp_prob *problem) {
    glp_bfcp control;
    glp_get_bfcp(problem, &control);
    control.nfs_max = MOST_UPDATES;
    glp_set_bfcp(problem, &control);
}

static ip_status build(ip_lp *lp) {
    ip_lp_problem_free(lp->own);
    ip_status status = ip_lp_problem_new(&lp->own);
    if (status)
        return status;
    lp->problem = ip_lp_problem_get(lp->own);
    factorize_often(lp->problem);
    glp_set_obj_dir(lp->problem, GLP_MIN);
    glp_add_rows(lp->problem, lp->rows);
    lp->entered_count = 0;
    memset(lp->place, 0, (size_t)lp->columns * sizeof *lp->place);
    memset(lp->values, 0, (size_t)lp->columns * sizeof *lp->values);
    lp->held = -1;
    for (int r = 0; lp->start && r < lp->rows; r++)
        ip_lp_enter(lp, lp->start[r]);
    if (!lp->may_wait)
        ip_lp_enter_all(lp);
    lp->solved = false;
    lp->new_sides = lp->new_costs = true;
    return IP_OK;
}

static void load_numbers(ip_lp *lp) {
    for (int r = 0; lp->new_sides && r < lp->rows; r++)
        glp_set_row_bnds(lp->problem, r + 1, GLP_FX, lp->right_hand_side[r], lp->right_hand_side[r]);
    for (int i = 0; lp->new_costs && i < lp->entered_count; i++)
        glp_set_obj_coef(lp->problem, i + 1, lp->matrix.costs[lp->entered[i]]);
}

/* Whether nothing about a solution asks for more precision: no steep duals, and no value that may be one below zero. */
static bool is_plain(const ip_lp *lp) {
    for (int r = 0; r < lp->rows; r++) {
        double value = lp->values[lp->basic[r]];
        if (!(fabs(lp->duals[r]) < STEEP_DUAL) || !(value > SAFE_VALUE || fabs(value) <= ZERO_VALUE) || lp->basic[r] == lp->held)
            return false;
    }
    return true;
}

/* Puts the values and duals of the basis in extended precision in place of the library's, after the exchanges that its
 * tolerance left out. Few programmes ever need it. Returns false for lack of memory. */
static bool refine_solution(ip_lp *lp) {
    if (!lp->basis)
        lp->basis = ip_basis_new(lp->rows, lp->columns);
    if (!lp->basis)
        return false;
    for (int r = 0; r < lp->rows; r++)
        lp->values[lp->basic[r]] = 0.0;
    int exchanges = ip_basis_refine(lp->basis, &lp->matrix, lp->basic, lp->held, lp->right_hand_side);
    for (int r = 0; exchanges > 0 && r < lp->rows; r++)
        if (!lp->place[lp->basic[r]])
            ip_lp_enter(lp, lp->basic[r]);
    if (exchanges > 0)
        ip_lp_load_basis(lp, lp->basic);
    for (int r = 0; exchanges >= 0 && r < lp->rows; r++) {
        lp->values[lp->basic[r]] = ip_basis_values(lp->basis)[r];
        lp->duals[r] = ip_basis_duals(lp->basis)[r];
    }
    return true;
}

/* Takes the solution over; the values of columns that never entered stay zero. Returns false for lack of memory. */
static bool take_solution(ip_lp *lp) {
    for (int r = 0; r < lp->rows; r++)
        lp->duals[r] = glp_get_row_dual(lp->problem, r + 1);
    lp->basic_count = 0;
    for (int i = 0; i < lp->entered_count; i++) {
        lp->values[lp->entered[i]] = glp_get_col_prim(lp->problem, i + 1);
        if (glp_get_col_stat(lp->problem, i + 1) == GLP_BS)
            lp->basic[lp->basic_count++] = lp->entered[i];
    }
    if (lp->basic_count == lp->rows && !is_plain(lp) && !refine_solution(lp))
        return false;
    lp->objective = 0.0;
    for (int i = 0; i < lp->entered_count; i++)
        lp->objective += lp->matrix.costs[lp->entered[i]] * lp->values[lp->entered[i]];
    /* With a row in the basis its columns alone do not say what the duals are. */
    ip_columns_compare(&lp->matrix, lp->duals, lp->basic_count == lp->rows ? lp->basic : NULL, lp->held);
    return true;
}

/* Whether the values that the library found balance the rows. */
static bool is_balanced(ip_lp *lp) {
    for (int r = 0; r < lp->rows; r++)
        lp->sums[r] = -lp->right_hand_side[r];
    for (int i = 0; i < lp->entered_count; i++) {
        int c = lp->entered[i];
        if (lp->values[c] != 0.0)
            ip_columns_add(&lp->matrix, c, lp->values[c], lp->sums);
    }
    for (int r = 0; r < lp->rows; r++)
        if (!(fabs(lp->sums[r]) <= IP_LP_ROW_TOLERANCE))
            return false;
    return true;
}

/* The certificate: a feasible point and duals that no column undercuts prove each other optimal. */
static bool is_certified(ip_lp *lp) {
    if (!(lp->matrix.lowest >= -IP_LP_COST_TOLERANCE))
        return false;
    for (int r = 0; r < lp->rows; r++)
        if (!isfinite(lp->duals[r])) /* comparisons of reduced costs would not see it */
            return false;
    for (int i = 0; i < lp->entered_count; i++) {
        int c = lp->entered[i];
        bool positive = lp->values[c] > IP_LP_ROW_TOLERANCE;
        if (!(lp->values[c] >= -IP_LP_ROW_TOLERANCE) || (positive && c == lp->held) ||
            (positive && !(ip_columns_reduced_cost(&lp->matrix, lp->duals, c) <= IP_LP_COST_TOLERANCE)))
            return false;
    }
    return is_balanced(lp);
}

/* Lets columns enter that undercut the solution; returns how many. */
static int enter_undercutting(ip_lp *lp) {
    int count = ip_columns_undercutting(&lp->matrix, lp->place, lp->held, lp->entering, lp->depths);
    for (int i = 0; i < count; i++)
        ip_lp_enter(lp, lp->entering[i]);
    return count;
}

/* The columns of the start are multiples of unit columns: the duals of its solution are known without the library. */
static void enter_for_start(ip_lp *lp) {
    const ip_columns *matrix = &lp->matrix;
    for (int r = 0; r < lp->rows; r++) {
        int only = matrix->start[lp->start[r]];
        lp->duals[matrix->row[only] - 1] = matrix->costs[lp->start[r]] / matrix->coefficients[only];
    }
    ip_columns_compare(&lp->matrix, lp->duals, NULL, lp->held);
    enter_undercutting(lp);
}

/* Goes on from the basis that is most likely optimal for new right-hand sides, where one is known. */
static void go_to_highest(ip_lp *lp) {
    const int *basic = ip_columns_highest(&lp->matrix, lp->right_hand_side);
    if (basic)
        ip_lp_go_to(lp, basic);
}

static ip_status optimum_status(glp_prob *problem) {
    switch (glp_get_status(problem)) {
    case GLP_OPT:
        return IP_OK;
    case GLP_NOFEAS:
        return IP_INFEASIBLE;
    case GLP_UNBND:
        return IP_UNBOUNDED;
    default:
        return IP_NUMERIC;
    }
}

static ip_status run_simplex(ip_lp *lp, int method) {
    glp_smcp control;
    glp_init_smcp(&control);
    control.msg_lev = GLP_MSG_OFF;
    control.meth = method;
    /* Few rows, few columns, few steps from a basis near the optimum: whatever prepares for many does not pay. */
    control.pricing = GLP_PT_STD;
    control.r_test = GLP_RT_STD;
    control.aorn = GLP_USE_AT;
    control.tol_bnd = 1e-10;
    control.tol_dj = 1e-10;
    control.it_lim = 50 * (lp->rows + lp->columns) + 10000;
    solve_count++;
    int failed = glp_simplex(lp->problem, &control);
    return failed ? IP_NUMERIC : optimum_status(lp->problem);
}

static ip_status run_exact(ip_lp *lp) {
    glp_smcp control;
    glp_init_smcp(&control);
    control.msg_lev = GLP_MSG_OFF;
    solve_count++;
    ip_lp_load_start(lp);
    int failed = glp_exact(lp->problem, &control);
    return failed ? IP_NUMERIC : optimum_status(lp->problem);
}

/* Runs one method until no column undercuts the solution, and certifies. `exact` alone may say that there is no solution
 * without a second opinion; neither may while columns are waiting. */
static ip_status attempt(ip_lp *lp, int method, bool exact) {
    do {
        ip_status status = exact ? run_exact(lp) : run_simplex(lp, method);
        if (status && lp->entered_count < lp->columns) {
            ip_lp_enter_all(lp);
            ip_lp_load_start(lp);
            status = exact ? run_exact(lp) : run_simplex(lp, GLP_PRIMAL);
        }
        if (status)
            return status;
        if (!take_solution(lp))
            return IP_NO_MEMORY;
        method = GLP_PRIMAL;
    } while (enter_undercutting(lp));
    return is_certified(lp) ? IP_OK : IP_NUMERIC;
}

/* One solve from the basis that stands, or from the start where that is no use. */
static ip_status solve_from(ip_lp *lp, bool warm, int method) {
    ip_status status = IP_NUMERIC;
    if (warm)
        status = attempt(lp, method, false);
    if (status) {
        ip_lp_load_start(lp);
        status = attempt(lp, GLP_PRIMAL, false);
    }
    return status ? attempt(lp, GLP_PRIMAL, true) : IP_OK;
}

static ip_status solve_here(ip_lp *lp, int without, bool only_exact) {
    lp->problem = ip_lp_problem_get(lp->own);
    bool is_new = !lp->problem;
    ip_status status = is_new ? build(lp) : IP_OK;
    if (status)
        return status;
    load_numbers(lp);
    if (is_new && lp->start)
        enter_for_start(lp);
    if (lp->may_wait && lp->entered_count > MOST_ENTERED)
        ip_lp_leave_nonbasic(lp);
    bool begins = lp->begins, warm = begins || (lp->solved && !(lp->new_costs && lp->new_sides));
    int method = lp->new_sides && !begins ? GLP_DUALP : GLP_PRIMAL;
    if (begins)
        ip_lp_go_to(lp, lp->begin);
    lp->begins = false;
    if (without >= 0) {
        /* The basis before stays the one to go on from, with what was new still new to it. */
        bool solved = lp->solved;
        ip_lp_keep_basis(lp);
        ip_lp_hold(lp, without, true);
        status = solve_from(lp, begins || (warm && !lp->new_costs), begins ? GLP_PRIMAL : GLP_DUALP);
        ip_lp_hold(lp, without, false);
        ip_lp_return_to_basis(lp);
        lp->solved = solved;
        return status;
    }
    if (warm && lp->new_sides && !begins)
        go_to_highest(lp);
    lp->new_costs = lp->new_sides = false;
    status = only_exact ? attempt(lp, GLP_PRIMAL, true) : solve_from(lp, warm, method);
    lp->solved = status == IP_OK;
    return status;
}

typedef struct question {
    ip_lp *lp;
    int without;
    bool only_exact;
} question;

static ip_status solve_question(void *user) {
    const question *asked = user;
    return solve_here(asked->lp, asked->without, asked->only_exact);
}

static ip_status solve(ip_lp *lp, int without, bool only_exact, ip_error *error) {
    question asked = {lp, without, only_exact};
    ip_error given_up = {IP_OK, ""};
    ip_status status = ip_lp_guarded(solve_question, &asked, &given_up);
    if (given_up.status)
        return ip_error_set(error, status, "%s", given_up.message);
    if (status == IP_NO_MEMORY)
        return ip_error_set(error, status, "out of memory");
    if (status == IP_INFEASIBLE)
        return ip_error_set(error, status, "no combination of the columns balances the rows");
    if (status == IP_UNBOUNDED)
        return ip_error_set(error, status, "the cost has no lower bound");
    if (status)
        return ip_error_set(error, status, "the solution fails its certificate, in exact arithmetic too");
    return IP_OK;
}

ip_status ip_lp_solve(ip_lp *lp, int without, ip_error *error) {
    return solve(lp, without, false, error);
}

ip_status ip_lp_solve_exact(ip_lp *lp, ip_error *error) {
    return solve(lp, -1, true, error);
}

const double *ip_lp_values(const ip_lp *lp) {
    return lp->values;
}

int ip_lp_tied(ip_lp *lp, const int **columns) {
    *columns = lp->matrix.tied;
    return ip_columns_tied(&lp->matrix);
}

bool ip_lp_is_tied(const ip_lp *lp) {
    return ip_columns_more_are_tied(&lp->matrix, lp->basic_count);
}

double ip_lp_reduced_cost(const ip_lp *lp, int column) {
    return ip_columns_reduced_cost(&lp->matrix, lp->duals, column);
}

const double *ip_lp_duals(const ip_lp *lp) {
    return lp->duals;
}

double ip_lp_objective(const ip_lp *lp) {
    return lp->objective;
}

int ip_lp_basis(const ip_lp *lp, int *columns) {
    if (columns)
        memcpy(columns, lp->basic, (size_t)lp->basic_count * sizeof *columns);
    return lp->basic_count;
}

long ip_lp_solve_count(void) {
    return solve_count;
}

const char *ip_version_glpk(void) {
    return glp_version();
}
