/* The funnel: all phases through one test after another, by all who work, and the rank of those that are left. Knows
 * nothing of what the tests ask. */
#include "coating.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Phases between two reports of progress. */
enum { PORTION = 4096 };
/* Energies are compared in grains, eV/atom. Their edges lie where no simple fraction of a table's energies does, so that
 * the last bits of an energy do not decide. */
#define ENERGY_GRAIN 1e-8
#define GRAIN_EDGE 0.31830988618379067

long long ip_coating_energy_grain(double energy) {
    return isnan(energy) ? llround(GRAIN_EDGE) : llround(energy / ENERGY_GRAIN + GRAIN_EDGE);
}

typedef struct funnel {
    const ip_dataset *dataset;
    const ip_coating_search *search;
    ip_coating_test test;
    ip_coating **left; /* [0 .. count-1], on the way */
    long count;
    ip_element_set *keys;
    ip_coating **portion;
} funnel;

/* On a copy: the answer is what was packed, wherever the work was done. */
static void measure(void *user, ip_solver *solver, long item, ip_packed *answer) {
    const funnel *run = user;
    ip_coating coating = *run->portion[item];
    ip_coating_measure(&coating, solver, run->search, run->test);
    ip_coating_pack(&coating, run->dataset, answer);
    free(coating.message);
    ip_equilibrium_clear(&coating.electrolyte_products);
    ip_equilibrium_clear(&coating.cathode_products);
}

static void take(void *user, long item, const void *answer, size_t size) {
    const funnel *run = user;
    ip_packed_reader reader = ip_packed_read(answer, size);
    ip_coating_unpack(run->portion[item], run->dataset, run->search, &reader);
}

/* Lack of memory is no answer about a phase: it ends the search. */
static ip_status check_memory(const funnel *run, long first, long count, ip_error *error) {
    for (long i = first; i < first + count; i++)
        if (run->left[i]->status == IP_NO_MEMORY)
            return ip_error_set(error, IP_NO_MEMORY, "%s: out of memory", run->left[i]->phase->formula);
    return IP_OK;
}

static ip_status measure_all(funnel *run, ip_executor *executor, ip_coating_progress progress, void *user, ip_error *error) {
    ip_element_set partners = ip_coating_partners(run->search, run->test);
    ip_status status = IP_OK;
    if (progress)
        progress(user, run->test, 0, run->count);
    for (long first = 0; first < run->count && !status; first += PORTION) {
        long here = run->count - first < PORTION ? run->count - first : PORTION;
        run->portion = run->left + first;
        /* Phases whose test is about the same elements are taken together. */
        for (long i = 0; i < here; i++)
            run->keys[i] = ip_element_set_union(run->portion[i]->phase->element_set, partners);
        ip_job job = {.count = here, .keys = run->keys, .work = measure, .take = take, .user = run};
        status = ip_executor_run(executor, &job, error);
        if (!status)
            status = check_memory(run, first, here, error);
        if (progress && !status)
            progress(user, run->test, first + here, run->count);
    }
    return status;
}

/* Keeps the phases that pass, in their order. */
static void keep_passing(funnel *run, ip_coating_list *list) {
    long kept = 0;
    for (long i = 0; i < run->count; i++) {
        ip_coating *coating = run->left[i];
        if (coating->status) {
            coating->failed = run->test;
            list->failures++;
        } else if (ip_coating_passes(run->search, coating, run->test)) {
            run->left[kept++] = coating;
        } else {
            coating->failed = run->test;
            list->without_gap += run->test == IP_COATING_BAND_GAP && isnan(coating->phase->band_gap);
        }
    }
    run->count = kept;
    if (run->test < IP_COATING_TEST_COUNT)
        list->left[run->test] = kept;
}

/* The less negative energy is the better, NaN counting as zero; so is the wider gap, unknown ones last. */
void ip_coating_merits(double merits[IP_COATING_MERITS], const ip_coating *coating) {
    merits[0] = (double)ip_coating_energy_grain(coating->worst_energy);
    merits[1] = (double)ip_coating_energy_grain(coating->cathode_energy_at_voltage);
    merits[2] = (double)ip_coating_energy_grain(-coating->energy_above_hull);
    merits[3] = isnan(coating->phase->band_gap) ? -1.0 : coating->phase->band_gap;
}

static int by_merit(const ip_coating *left, const ip_coating *right) {
    double of_left[IP_COATING_MERITS], of_right[IP_COATING_MERITS];
    ip_coating_merits(of_left, left);
    ip_coating_merits(of_right, right);
    for (int i = 0; i < IP_COATING_MERITS; i++)
        if (of_left[i] < of_right[i] || of_left[i] > of_right[i])
            return of_left[i] < of_right[i] ? 1 : -1;
    return 0;
}

static int by_rank(const void *a, const void *b) {
    const ip_coating *left = a, *right = b;
    int class_left = left->status ? 1 : left->failed == IP_COATING_TEST_COUNT ? 0 : 2;
    int class_right = right->status ? 1 : right->failed == IP_COATING_TEST_COUNT ? 0 : 2;
    int order = class_left - class_right;
    if (!order && class_left == 0)
        order = by_merit(left, right);
    return order ? order : strcmp(left->phase->formula, right->phase->formula);
}

static ip_status check_search(const ip_coating_search *search, ip_error *error) {
    ip_reservoir contact = {0};
    if (!(search->voltage_low >= 0.0) || !isfinite(search->voltage_high) || search->voltage_high < search->voltage_low)
        return ip_error_set(error, IP_BAD_ARGUMENT, "a layer cannot be looked for from %g to %g V; the lower end comes first",
                            search->voltage_low, search->voltage_high);
    if (search->first < 0 || search->end < search->first)
        return ip_error_set(error, IP_BAD_ARGUMENT,
                            "a layer cannot be looked for among phases %ld to %ld; the lower end comes first", search->first,
                            search->end);
    if (!(search->max_above_hull >= 0.0) || !(search->max_reaction >= 0.0) || !(search->max_reaction_at_voltage >= 0.0) ||
        !(search->min_gap >= 0.0))
        return ip_error_set(error, IP_BAD_ARGUMENT, "a limit of a coating search is 0 or more");
    return ip_reservoir_open_metal(&contact, search->metal, search->charge, search->voltage_low, error);
}

ip_status ip_coating_find(ip_coating_list *out, ip_executor *executor, const ip_coating_search *search,
                          ip_coating_progress progress, void *user, ip_error *error) {
    const ip_dataset *dataset = ip_executor_dataset(executor);
    funnel run = {.dataset = dataset, .search = search};
    memset(out, 0, sizeof *out);
    ip_status status = check_search(search, error);
    if (status)
        return status;
    long end = search->end && search->end < ip_dataset_count(dataset) ? search->end : ip_dataset_count(dataset);
    size_t count = search->first < end ? (size_t)(end - search->first) : 0;
    out->coatings = calloc(count + 1, sizeof *out->coatings);
    run.left = calloc(count + 1, sizeof(ip_coating *));
    run.keys = calloc(PORTION, sizeof *run.keys);
    if (!out->coatings || !run.left || !run.keys) {
        free(run.left);
        free(run.keys);
        ip_coating_list_clear(out);
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    }
    run.count = out->count = (long)count;
    for (size_t i = 0; i < count; i++) {
        ip_coating_begin(&out->coatings[i], ip_dataset_phase(dataset, search->first + (long)i));
        run.left[i] = &out->coatings[i];
    }
    for (int test = 0; test <= IP_COATING_TEST_COUNT && !status; test++) {
        run.test = (ip_coating_test)test;
        if (ip_coating_measures(search, run.test))
            status = measure_all(&run, executor, progress, user, error);
        if (!status)
            keep_passing(&run, out);
    }
    out->passed = run.count;
    qsort(out->coatings, count, sizeof *out->coatings, by_rank);
    free(run.left);
    free(run.keys);
    if (status)
        ip_coating_list_clear(out);
    return status;
}

void ip_coating_list_clear(ip_coating_list *list) {
    for (long i = 0; list->coatings && i < list->count; i++)
        ip_coating_clear(&list->coatings[i]);
    free(list->coatings);
    memset(list, 0, sizeof *list);
}
