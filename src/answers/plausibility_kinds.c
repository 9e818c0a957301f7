/* Energies that are of another kind than formation energies in eV/atom, by what they are that of a known table times. */
#include "plausibility.h"

#include "table/dataset_store.h"

#include <interphase/hull.h>

#include <math.h>

/* Smaller energies are close to each other in whatever unit, eV/atom. */
#define LEAST_EXPECTED 0.2
enum { FEWEST_ROWS = 3, FEWEST_DISTANCES = 5 };
/* How well another kind has to fit, and how badly the energies as they are: eV/atom, and of what is expected. */
#define FIT 0.05
#define FIT_SHARE 0.15
#define MISFIT 0.25
#define MISFIT_SHARE 0.35
#define MUCH_BETTER 3.0
#define KILOJOULE 96.48533 /* per mole, one eV per atom: e N_A, CODATA 2018 */
#define KILOCALORIE (KILOJOULE / 4.184)

typedef struct energy_kind {
    const char *word;
    double factor;
    bool per_formula;
    const char *sentence; /* what the energies would be */
} energy_kind;

static const energy_kind kinds[] = {
    {"per-formula-energy", 1.0, true, "energies per formula unit"},
    {"kilojoule", KILOJOULE, false, "energies in kJ per mole of atoms"},
    {"kilojoule", KILOJOULE, true, "energies in kJ per mole of formula units"},
    {"kilocalorie", KILOCALORIE, false, "energies in kcal per mole of atoms"},
    {"kilocalorie", KILOCALORIE, true, "energies in kcal per mole of formula units"},
    {"wrong-sign", -1.0, false, "energies with the other sign"},
};
enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

/* The formation energy that an energy of some kind stands for; NULL for one as it is. */
static double taken_as(const energy_kind *kind, const ip_phase *phase) {
    return kind ? phase->formation_energy / (kind->factor * (kind->per_formula ? phase->atoms : 1.0)) : phase->formation_energy;
}

static bool is_comparable(const ip_judged *row) {
    return fabs(row->expected) >= LEAST_EXPECTED;
}

static double fit_limit(double expected) {
    return fmax(FIT, FIT_SHARE * fabs(expected));
}

static double median_misfit(ip_judgement *judgement, const energy_kind *kind) {
    long count = 0;
    for (long i = 0; i < judgement->count; i++) {
        const ip_judged *row = &judgement->rows[i];
        if (is_comparable(row))
            judgement->numbers[count++] = fabs(taken_as(kind, row->phase) - row->expected);
    }
    return ip_judgement_median(judgement->numbers, count);
}

/* Median of what is expected, and of how far the energies lie above it; returns of how many. */
static long compare(ip_judgement *judgement, double *expected, double *above) {
    long count = 0;
    for (long i = 0; i < judgement->count; i++)
        if (is_comparable(&judgement->rows[i]))
            judgement->numbers[count++] = judgement->rows[i].expected;
    *expected = ip_judgement_median(judgement->numbers, count);
    count = 0;
    for (long i = 0; i < judgement->count; i++)
        if (is_comparable(&judgement->rows[i]))
            judgement->numbers[count++] = judgement->rows[i].phase->formation_energy - judgement->rows[i].expected;
    *above = ip_judgement_median(judgement->numbers, count);
    return count;
}

static const energy_kind *best_kind(ip_judgement *judgement, double expected) {
    const energy_kind *best = NULL;
    double least = median_misfit(judgement, NULL) / MUCH_BETTER;
    for (int i = 0; i < KIND_COUNT; i++) {
        double misfit = median_misfit(judgement, &kinds[i]);
        if (misfit < least && misfit <= fit_limit(expected)) {
            best = &kinds[i];
            least = misfit;
        }
    }
    return best;
}

static void report_kind(ip_judgement *judgement, const energy_kind *kind, long count) {
    long fitting = 0;
    for (long i = 0; i < judgement->count; i++) {
        const ip_judged *row = &judgement->rows[i];
        fitting += is_comparable(row) && fabs(taken_as(kind, row->phase) - row->expected) <= fit_limit(row->expected);
    }
    ip_judgement_report(judgement, IP_FINDING_FAULT, kind->word, NULL, NAN,
                        "these are %s, as it seems: %ld of %ld rows that can be compared with the reference agree with it so",
                        kind->sentence, fitting, count);
}

static bool are_distances(const ip_judgement *judgement, long count, double expected) {
    long below = 0;
    for (long i = 0; i < judgement->count; i++)
        below += is_comparable(&judgement->rows[i]) && judgement->rows[i].phase->formation_energy < 0.0;
    return count >= FEWEST_DISTANCES && 10 * below <= count && expected < -LEAST_EXPECTED;
}

void ip_judge_kinds(ip_judgement *judgement) {
    double expected, above;
    long count = compare(judgement, &expected, &above);
    if (count < FEWEST_ROWS)
        return;
    const energy_kind *kind = best_kind(judgement, expected);
    judgement->is_told = true;
    if (kind)
        report_kind(judgement, kind, count);
    else if (above < -IP_IMPLAUSIBLE_DEPTH)
        ip_judgement_report(
            judgement, IP_FINDING_FAULT, "total-energy", NULL, above,
            "these are total energies, as it seems: the median of %ld rows that can be compared with the reference lies "
            "%.3g eV/atom below it",
            count, -above);
    else if (are_distances(judgement, count, expected))
        ip_judgement_report(
            judgement, IP_FINDING_FAULT, "hull-distance", NULL, NAN,
            "these are distances from the hull, as it seems: hardly one of %ld rows is below 0, where the reference has a "
            "median of %.3g eV/atom",
            count, expected);
    else
        judgement->is_told = false;
}

static void report_row(ip_judgement *judgement, const energy_kind *kind, const ip_judged *row) {
    ip_judgement_report(judgement, IP_FINDING_WARNING, kind->word, row, row->phase->formation_energy,
                        "%s, %.6g eV/atom, would be %.6g among %s; the reference%s %.6g", row->phase->formula,
                        row->phase->formation_energy, taken_as(kind, row->phase), kind->sentence,
                        row->known ? " has" : "'s hull is at", row->expected);
}

void ip_judge_kind(ip_judgement *judgement, ip_judged *row) {
    double off = row->phase->formation_energy - row->expected;
    if (!is_comparable(row) || fabs(off) <= fmax(MISFIT, MISFIT_SHARE * fabs(row->expected)))
        return;
    const energy_kind *best = NULL;
    double least = fit_limit(row->expected);
    /* What is not known to the reference may lie anywhere above its hull. */
    for (int i = 0; i < KIND_COUNT && (row->known || off < -2.0 * MISFIT); i++) {
        double misfit = fabs(taken_as(&kinds[i], row->phase) - row->expected);
        if (misfit <= least) {
            best = &kinds[i];
            least = misfit;
        }
    }
    row->is_told = best || off < -IP_IMPLAUSIBLE_DEPTH;
    if (best)
        report_row(judgement, best, row);
    else if (off < -IP_IMPLAUSIBLE_DEPTH && row->phase->file == 0 && row->phase->formation_energy >= -IP_PLAUSIBLE_ENERGY)
        /* of what lies over another table, and of what no compound has, the reading told */
        ip_judgement_report(judgement, IP_FINDING_WARNING, "total-energy", row, row->phase->formation_energy,
                            "%s, %.6g eV/atom, lies %.3g below %s (%.6g): a total energy, or in other units?",
                            row->phase->formula, row->phase->formation_energy, -off,
                            row->known ? "what the reference has" : "the hull of the reference", row->expected);
}
