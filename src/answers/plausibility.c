/* Gathers what is expected of each row of a table, and puts the tests to it. The tests of kinds of energy and of shifts have
 * files of their own; those of single rows are here. */
#include "plausibility.h"

#include "equilibrium.h"
#include "table/dataset_store.h"
#include "table/molecules.h"

#include <interphase/hull.h>
#include <interphase/reaction.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Standard deviation of an energy of which none is known: that of the shipped table's energies on average; and the least between
 * two calculations, eV/atom. */
#define USUAL_UNCERTAINTY 0.05
#define LEAST_UNCERTAINTY 0.03
#define OUTLIER_UNCERTAINTIES 4.0
/* Beyond these from the neighbours alone, eV/atom. Of the shipped table one compound in 2,000 lies further off. */
#define FAR_ABOVE 2.0
#define FAR_BELOW 0.5

void ip_judgement_report(ip_judgement *judgement, ip_finding_kind kind, const char *word, const ip_judged *row, double value,
                         const char *format, ...) {
    char message[IP_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    ip_finding finding = {kind, word, judgement->path, row ? row->phase->line : 0, message, row ? row->phase->formula : NULL,
                          value};
    judgement->faults += kind == IP_FINDING_FAULT;
    if (judgement->handler)
        judgement->handler(judgement->user, &finding);
}

static int by_size(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

double ip_judgement_median(double *numbers, long count) {
    if (count == 0)
        return NAN;
    qsort(numbers, (size_t)count, sizeof *numbers, by_size);
    return (numbers[(count - 1) / 2] + numbers[count / 2]) / 2.0;
}

/* ---- what is expected */

/* Elements say nothing of a compound's depth, and neither does an energy that no compound has. */
static bool are_compounds(const ip_equilibrium *products) {
    for (int i = 0; i < products->product_count; i++) {
        const ip_phase *phase = products->products[i].phase;
        if (phase->element_count == 1 || fabs(phase->formation_energy) > IP_PLAUSIBLE_ENERGY)
            return false;
    }
    return true;
}

/* The hull of all other compositions, eV/atom, where compounds alone make it. */
static void find_neighbours(ip_judged *row, ip_solver *solver, const ip_phase *without, bool expects) {
    ip_composition composition = ip_phase_composition(row->phase);
    ip_equilibrium products;
    row->status = ip_equilibrium_find(&products, solver, &composition, NULL, without, NULL);
    if (row->status)
        return;
    double energy = products.energy / row->phase->atoms;
    if (are_compounds(&products))
        row->neighbours = energy;
    if (expects && ip_equilibrium_has_compound(&products))
        row->expected = energy;
    ip_equilibrium_clear(&products);
}

static void search_own(void *user, ip_solver *solver, long item, ip_packed *answer) {
    ip_judged *row = &((ip_judgement *)user)->rows[item];
    (void)answer; /* it stays in the row, which is this item's own */
    find_neighbours(row, solver, row->phase, false);
}

/* Where the reference has the composition, its phases are asked where the table's own say nothing; else both are, and what is
 * nearer counts: the table's own may be wrong themselves. */
static void search_reference(void *user, ip_solver *solver, long item, ip_packed *answer) {
    ip_judged *row = &((ip_judgement *)user)->rows[item];
    (void)answer;
    double own = row->neighbours, energy = row->phase->formation_energy;
    if (row->known && !isnan(own))
        return;
    row->neighbours = NAN;
    find_neighbours(row, solver, row->known, !row->known);
    if (isnan(row->neighbours) || fabs(own - energy) < fabs(row->neighbours - energy))
        row->neighbours = own;
}

static ip_status search_all(ip_judgement *judgement, ip_executor *executor, const ip_element_set *keys,
                            void (*work)(void *, ip_solver *, long, ip_packed *), ip_error *error) {
    ip_job job = {.count = judgement->count, .keys = keys, .work = work, .user = judgement};
    ip_status status = ip_executor_run(executor, &job, error);
    for (long i = 0; i < judgement->count && !status; i++)
        if (judgement->rows[i].status == IP_NO_MEMORY)
            status = ip_error_set(error, IP_NO_MEMORY, "out of memory");
    return status;
}

static void look_up(ip_judgement *judgement) {
    for (long i = 0; i < judgement->count && judgement->reference; i++) {
        ip_judged *row = &judgement->rows[i];
        ip_composition composition = ip_phase_composition(row->phase);
        row->known = ip_dataset_find(judgement->reference, &composition);
        if (!row->known)
            continue;
        row->expected = row->known->formation_energy;
        row->difference = row->phase->formation_energy - row->expected;
    }
}

static ip_status gather(ip_judgement *judgement, ip_executor *executor, ip_executor *reference, ip_error *error) {
    ip_element_set *keys = malloc((size_t)(judgement->count + 1) * sizeof *keys);
    if (!keys)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (long i = 0; i < judgement->count; i++)
        keys[i] = judgement->rows[i].phase->element_set;
    look_up(judgement);
    ip_status status = search_all(judgement, executor, keys, search_own, error);
    if (!status && judgement->reference)
        status = search_all(judgement, reference, keys, search_reference, error);
    free(keys);
    return status;
}

/* ---- rows */

static double uncertainty_of(const ip_phase *phase) {
    if (!phase)
        return 0.0;
    double known = isnan(phase->uncertainty) ? USUAL_UNCERTAINTY : phase->uncertainty;
    return known > LEAST_UNCERTAINTY ? known : LEAST_UNCERTAINTY;
}

/* Off both, on the same side; or off one where the other says nothing. */
static bool is_outlier(const ip_judged *row) {
    double limit = OUTLIER_UNCERTAINTIES * hypot(uncertainty_of(row->phase), uncertainty_of(row->known));
    double away = row->phase->formation_energy - row->neighbours; /* NaN compares as false */
    if (row->known) {
        if (fabs(row->difference) <= limit)
            return false;
        return isnan(away) || (row->difference > 0.0 ? away > limit : away < -limit);
    }
    return (away > FAR_ABOVE || (away < -FAR_BELOW && row->phase->element_count > 2)) && fabs(away) > limit;
}

static void judge_outlier(ip_judgement *judgement, const ip_judged *row) {
    if (row->is_told || !is_outlier(row))
        return;
    const ip_phase *phase = row->phase;
    double away = phase->formation_energy - row->neighbours;
    char from_known[160] = "", from_neighbours[160] = "";
    if (row->known)
        snprintf(from_known, sizeof from_known, "%.3g %s the reference's %.6g", fabs(row->difference),
                 row->difference > 0.0 ? "above" : "below", row->expected);
    if (!isnan(away))
        snprintf(from_neighbours, sizeof from_neighbours, "%s%.3g %s the compounds it would fall apart into",
                 row->known ? " and " : "", fabs(away), away > 0.0 ? "above" : "below");
    ip_judgement_report(judgement, IP_FINDING_WARNING, "outlier", row, phase->formation_energy,
                        "%s, %.6g eV/atom, lies %s%s, more than %g of its uncertainties", phase->formula, phase->formation_energy,
                        from_known, from_neighbours, OUTLIER_UNCERTAINTIES);
}

static void judge_zero(ip_judgement *judgement, ip_judged *row) {
    if (row->phase->formation_energy < 0.0 || row->phase->formation_energy > 0.0)
        return;
    row->is_told = true;
    ip_judgement_report(judgement, IP_FINDING_WARNING, "zero-energy", row, 0.0,
                        "the formation energy of %s is exactly 0, as it is for elements; is it unknown?", row->phase->formula);
}

static void judge_gas(ip_judgement *judgement, const ip_judged *row) {
    ip_composition composition = ip_phase_composition(row->phase);
    if (!ip_molecule_is_gas(&composition))
        return;
    ip_judgement_report(judgement, IP_FINDING_NOTICE, "gas-among-solids", row, row->phase->formation_energy,
                        "%s is a molecule that evaporates; here it competes as a solid at 0 K", row->phase->formula);
}

/* ---- the table */

static int by_line(const void *a, const void *b) {
    const ip_judged *left = a, *right = b;
    return (left->phase->line > right->phase->line) - (left->phase->line < right->phase->line);
}

static ip_status list_rows(ip_judgement *judgement, int file, ip_error *error) {
    long all = ip_dataset_count(judgement->dataset), count = 0;
    judgement->rows = calloc((size_t)all + 1, sizeof *judgement->rows);
    for (long i = 0; i < all && judgement->rows; i++) {
        const ip_phase *phase = ip_dataset_phase(judgement->dataset, i);
        if (phase->file != file || phase->element_count == 1)
            continue;
        ip_judged row = {.phase = phase, .expected = NAN, .neighbours = NAN, .difference = NAN};
        judgement->rows[count++] = row;
    }
    judgement->count = count;
    judgement->numbers = malloc((size_t)(count + 1) * sizeof *judgement->numbers);
    judgement->sums = malloc((size_t)(count + 1) * sizeof *judgement->sums);
    if (!judgement->rows || !judgement->numbers || !judgement->sums)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    qsort(judgement->rows, (size_t)count, sizeof *judgement->rows, by_line);
    return IP_OK;
}

/* A table beside itself agrees with everything that it says. */
static bool is_same_table(const ip_dataset *dataset, int file, const ip_dataset *reference) {
    const char *digest = ip_dataset_file(dataset, file).digest;
    for (int i = 0; i < ip_dataset_file_count(reference); i++)
        if (*digest && strcmp(ip_dataset_file(reference, i).digest, digest) == 0)
            return true;
    return false;
}

static void judge(ip_judgement *judgement) {
    ip_judge_kinds(judgement);
    if (!judgement->is_told) {
        ip_judge_shifts(judgement);
        ip_judge_mixture(judgement);
    }
    for (long i = 0; i < judgement->count; i++) {
        ip_judged *row = &judgement->rows[i];
        if (!judgement->is_told) {
            ip_judge_kind(judgement, row);
            judge_zero(judgement, row);
            judge_outlier(judgement, row);
        }
        judge_gas(judgement, row);
    }
}

ip_status ip_plausibility_check(long *faults, ip_executor *executor, int file, ip_executor *reference, ip_finding_handler handler,
                                void *user, ip_error *error) {
    const ip_dataset *dataset = ip_executor_dataset(executor);
    ip_judgement judgement = {.dataset = dataset, .path = ip_dataset_file(dataset, file).path, .handler = handler, .user = user};
    *faults = 0;
    bool is_same = reference && is_same_table(dataset, file, ip_executor_dataset(reference));
    if (is_same && ip_dataset_file_count(dataset) > 1) /* another lies over it, which is what is asked about */
        return IP_OK;
    if (is_same)
        ip_judgement_report(&judgement, IP_FINDING_NOTICE, "same-as-reference", NULL, NAN,
                            "the table is the one that others are compared with: its rows are compared with each other alone");
    else if (reference)
        judgement.reference = ip_executor_dataset(reference);
    ip_status status = list_rows(&judgement, file, error);
    if (!status)
        status = gather(&judgement, executor, reference, error);
    if (!status)
        judge(&judgement);
    free(judgement.rows);
    free(judgement.numbers);
    free(judgement.sums);
    *faults = judgement.faults;
    return status;
}
