/* Pairs the phases of two tables, and sorts what differs. Knows no files. */
#include <interphase/comparison.h>

#include <interphase/hull.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Energies nearer than this are one, eV/atom; those of tables have five or six decimals. */
#define SAME_ENERGY 1e-9

/* Where a phase stands in its own table. */
typedef struct standing {
    double above; /* the hull, eV/atom; NaN where it cannot be found */
    bool stable;
    ip_status status;
} standing;

typedef struct side {
    const ip_dataset *dataset;
    long count;
    standing *phases; /* [0 .. count-1] */
} side;

const char *ip_difference_word(ip_difference_kind kind) {
    static const char *const words[IP_DIFFERENCE_KIND_COUNT] = {"only-in-a", "only-in-b", "energy", "enters-hull", "leaves-hull"};
    return words[kind];
}

static void locate(void *user, ip_solver *solver, long item, ip_packed *answer) {
    side *of = user;
    standing *found = &of->phases[item];
    ip_composition composition = ip_phase_composition(ip_dataset_phase(of->dataset, item));
    ip_hull hull;
    (void)answer; /* it stays with the phase, which is this item's own */
    found->above = NAN;
    found->status = ip_hull_locate(&hull, solver, &composition, NULL);
    if (found->status)
        return;
    found->above = hull.energy_above_hull;
    found->stable = hull.stable;
    ip_hull_clear(&hull);
}

static ip_status stand(side *out, ip_executor *executor, ip_error *error) {
    out->dataset = ip_executor_dataset(executor);
    out->count = ip_dataset_count(out->dataset);
    out->phases = calloc((size_t)out->count + 1, sizeof *out->phases);
    ip_element_set *keys = malloc(((size_t)out->count + 1) * sizeof *keys);
    ip_status status = out->phases && keys ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (long i = 0; i < out->count && !status; i++)
        keys[i] = ip_dataset_phase(out->dataset, i)->element_set;
    ip_job job = {.count = out->count, .keys = keys, .work = locate, .user = out};
    if (!status)
        status = ip_executor_run(executor, &job, error);
    for (long i = 0; i < out->count && !status; i++)
        if (out->phases[i].status == IP_NO_MEMORY)
            status = ip_error_set(error, IP_NO_MEMORY, "out of memory");
    free(keys);
    return status;
}

static const standing *standing_of(const side *of, const ip_phase *phase) {
    static const standing none = {.above = NAN};
    return phase ? &of->phases[ip_dataset_index(of->dataset, phase)] : &none;
}

static void add(ip_comparison *to, ip_difference_kind kind, const ip_phase *a, const ip_phase *b, double value_a,
                double value_b) {
    ip_difference difference = {kind, a, b, value_a, value_b, value_b - value_a};
    to->list[to->count++] = difference;
    to->kinds[kind]++;
}

/* What a composition differs in; one of the phases may be NULL. */
static void compare(ip_comparison *to, const side sides[2], const ip_phase *a, const ip_phase *b, double tolerance) {
    double energy_a = a ? a->formation_energy : NAN, energy_b = b ? b->formation_energy : NAN;
    const standing *in_a = standing_of(&sides[0], a), *in_b = standing_of(&sides[1], b);
    if (!a || !b)
        add(to, a ? IP_DIFFERENCE_FIRST_ONLY : IP_DIFFERENCE_SECOND_ONLY, a, b, energy_a, energy_b);
    else if (fabs(energy_b - energy_a) > fmax(tolerance, SAME_ENERGY))
        add(to, IP_DIFFERENCE_ENERGY, a, b, energy_a, energy_b);
    if (in_a->stable != in_b->stable)
        add(to, in_b->stable ? IP_DIFFERENCE_ENTERS_HULL : IP_DIFFERENCE_LEAVES_HULL, a, b, in_a->above, in_b->above);
}

static const ip_phase *find_in(const ip_dataset *dataset, const ip_phase *phase) {
    ip_composition composition = ip_phase_composition(phase);
    return ip_dataset_find(dataset, &composition);
}

/* Differences are compared in grains, so that the last bits of an energy do not decide; what has none comes last. */
static long long grain(double difference) {
    return isnan(difference) ? -1 : llround(fmin(fabs(difference), 1e9) / SAME_ENERGY);
}

static int by_size(const void *left, const void *right) {
    const ip_difference *l = left, *r = right;
    long long size_l = grain(l->difference), size_r = grain(r->difference);
    if (l->kind != r->kind)
        return l->kind < r->kind ? -1 : 1;
    if (size_l != size_r)
        return size_l > size_r ? -1 : 1;
    return strcmp((l->a ? l->a : l->b)->formula, (r->a ? r->a : r->b)->formula);
}

static long count_stable(const side *of) {
    long count = 0;
    for (long i = 0; i < of->count; i++)
        count += of->phases[i].stable;
    return count;
}

static ip_status compare_all(ip_comparison *out, const side sides[2], double tolerance, ip_error *error) {
    /* Of each composition at most one difference by its energy, and one by the hull. */
    out->list = malloc(2 * ((size_t)sides[0].count + (size_t)sides[1].count + 1) * sizeof *out->list);
    if (!out->list)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (long i = 0; i < sides[0].count; i++) {
        const ip_phase *phase = ip_dataset_phase(sides[0].dataset, i);
        compare(out, sides, phase, find_in(sides[1].dataset, phase), tolerance);
    }
    for (long i = 0; i < sides[1].count; i++) {
        const ip_phase *phase = ip_dataset_phase(sides[1].dataset, i);
        if (!find_in(sides[0].dataset, phase))
            compare(out, sides, NULL, phase, tolerance);
    }
    qsort(out->list, (size_t)out->count, sizeof *out->list, by_size);
    out->stable_a = count_stable(&sides[0]);
    out->stable_b = count_stable(&sides[1]);
    return IP_OK;
}

ip_status ip_comparison_find(ip_comparison *out, ip_executor *a, ip_executor *b, double tolerance, ip_error *error) {
    side sides[2] = {{.count = 0}, {.count = 0}};
    memset(out, 0, sizeof *out);
    if (!(tolerance >= 0.0))
        return ip_error_set(error, IP_BAD_ARGUMENT, "a tolerance of %g eV/atom; 0 or more is expected", tolerance);
    ip_status status = stand(&sides[0], a, error);
    if (!status)
        status = stand(&sides[1], b, error);
    if (!status)
        status = compare_all(out, sides, tolerance, error);
    free(sides[0].phases);
    free(sides[1].phases);
    return status;
}

void ip_comparison_clear(ip_comparison *comparison) {
    free(comparison->list);
    memset(comparison, 0, sizeof *comparison);
}
