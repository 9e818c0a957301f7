/* A programme with the balances of the reservoirs' own elements, each with nothing on its right-hand side, and one atom in all.
 */
#include "runaway.h"

#include "lp.h"

#include <stdlib.h>
#include <string.h>

struct ip_runaway {
    unsigned long serial;
    ip_element_set own;
    const ip_exchange *exchange; /* while phases are gathered */
    int open_count, open[IP_ELEMENT_COUNT];
    int rows, count, size;
    const ip_phase **phases; /* [0 .. count-1]; behind them one column is for no reaction */
    ip_lp *lp;
    double *costs;
    const ip_phase **found;
    double *weights, pivots[IP_ELEMENT_COUNT];
    bool failed; /* lack of memory while phases are gathered */
};

static double fraction(const ip_phase *phase, int element) {
    for (int i = 0; i < phase->element_count; i++)
        if (phase->elements[i] == element)
            return phase->amounts[i] / phase->atoms;
    return 0.0;
}

static void add_phase(ip_runaway *runaway, const ip_phase *phase) {
    if (runaway->count == runaway->size) {
        int size = runaway->size ? 2 * runaway->size : 32;
        const ip_phase **phases = realloc(runaway->phases, (size_t)size * sizeof *phases);
        if (!phases) {
            runaway->failed = true;
            return;
        }
        runaway->phases = phases;
        runaway->size = size;
    }
    runaway->phases[runaway->count++] = phase;
}

/* Rows that stand for a gas are not looked at: the gas is the reservoir's. */
static void collect(void *user, const ip_phase *phase) {
    ip_runaway *runaway = user;
    if (ip_exchange_competes(runaway->exchange, phase))
        add_phase(runaway, phase);
}

static ip_status build(ip_runaway *runaway, ip_error *error) {
    const ip_exchange *exchange = runaway->exchange;
    size_t rows = (size_t)runaway->rows, columns = (size_t)runaway->count + 1;
    ip_settling settling = {0};
    double *coefficients = calloc(rows * columns, sizeof *coefficients), *sides = calloc(rows, sizeof *sides);
    runaway->costs = calloc(columns, sizeof *runaway->costs);
    runaway->found = malloc(rows * sizeof *runaway->found);
    runaway->weights = malloc(rows * sizeof *runaway->weights);
    ip_status status = ip_settling_set(&settling, exchange, exchange->mixed, exchange->mixed_count);
    if (!coefficients || !sides || !runaway->costs || !runaway->found || !runaway->weights)
        status = IP_NO_MEMORY;
    for (size_t c = 0; c < columns && !status; c++) {
        double *column = &coefficients[c * rows], pivots[IP_ELEMENT_COUNT];
        column[rows - 1] = 1.0;
        if (c == columns - 1)
            break;
        for (int p = 0; p < runaway->open_count; p++)
            pivots[p] = fraction(runaway->phases[c], runaway->open[p]);
        for (int m = 0; m < exchange->mixed_count; m++)
            column[m] = fraction(runaway->phases[c], exchange->mixed[m]);
        ip_settling_apply(&settling, column, pivots);
    }
    if (!status)
        status = ip_lp_new(&runaway->lp, runaway->rows, (int)columns, coefficients, error);
    if (!status) {
        sides[rows - 1] = 1.0;
        ip_lp_set_right_hand_side(runaway->lp, sides);
    }
    free(coefficients);
    free(sides);
    ip_settling_clear(&settling);
    return status;
}

ip_status ip_runaway_new(ip_runaway **out, const ip_dataset *dataset, const ip_exchange *exchange, ip_error *error) {
    ip_runaway *runaway = calloc(1, sizeof *runaway);
    if (!runaway)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    runaway->serial = exchange->serial;
    runaway->own = exchange->own;
    runaway->exchange = exchange;
    runaway->rows = exchange->mixed_count + 1;
    runaway->open_count = ip_element_set_list(exchange->open, runaway->open);
    ip_status status = ip_dataset_visit(dataset, exchange->elements, collect, runaway);
    for (int i = 0; i < exchange->released_count && !status; i++)
        if (ip_element_set_within(exchange->released[i]->element_set, exchange->elements))
            add_phase(runaway, exchange->released[i]);
    if (!status)
        status = runaway->failed ? IP_NO_MEMORY : build(runaway, error);
    runaway->exchange = NULL;
    if (status) {
        ip_runaway_free(runaway);
        return ip_error_set(error, status, "out of memory");
    }
    *out = runaway;
    return IP_OK;
}

void ip_runaway_free(ip_runaway *runaway) {
    if (!runaway)
        return;
    ip_lp_free(runaway->lp);
    free(runaway->phases);
    free(runaway->costs);
    free(runaway->found);
    free(runaway->weights);
    free(runaway);
}

bool ip_runaway_is(const ip_runaway *runaway, const ip_exchange *exchange) {
    return runaway->serial == exchange->serial && ip_element_set_same(runaway->own, exchange->own);
}

ip_status ip_runaway_find(ip_runaway *runaway, const ip_exchange *exchange, ip_runaway_reaction *out, ip_error *error) {
    int basic[IP_ELEMENT_COUNT];
    memset(out, 0, sizeof *out);
    for (int c = 0; c < runaway->count; c++) {
        runaway->costs[c] = runaway->phases[c]->formation_energy;
        for (int p = 0; p < runaway->open_count; p++)
            runaway->costs[c] -= exchange->potentials[p] * fraction(runaway->phases[c], runaway->open[p]);
    }
    ip_lp_set_costs(runaway->lp, runaway->costs);
    ip_status status = ip_lp_solve(runaway->lp, -1, error);
    if (status || ip_lp_objective(runaway->lp) >= -IP_EXCHANGE_TOLERANCE)
        return status;
    int count = ip_lp_basis(runaway->lp, basic);
    ip_columns_sort(basic, count);
    memset(runaway->pivots, 0, sizeof runaway->pivots);
    for (int i = 0; i < count; i++) {
        double weight = ip_lp_values(runaway->lp)[basic[i]];
        if (basic[i] == runaway->count || !(weight > IP_EXCHANGE_TOLERANCE))
            continue;
        runaway->found[out->count] = runaway->phases[basic[i]];
        runaway->weights[out->count++] = weight;
        for (int p = 0; p < runaway->open_count; p++)
            runaway->pivots[p] += weight * fraction(runaway->phases[basic[i]], runaway->open[p]);
    }
    out->cost = ip_lp_objective(runaway->lp);
    out->phases = runaway->found;
    out->weights = runaway->weights;
    out->pivots = runaway->pivots;
    return IP_OK;
}
