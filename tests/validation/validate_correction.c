/* Every row of the shipped table worked out anew from its snapshot energy and the shipped constants. */
#include "anchored.h"

#include <math.h>

/* The table's energies have five decimals, its corrections too; its uncertainties have three. */
#define LARGEST_ENERGY_DIFFERENCE 2e-5
#define LARGEST_UNCERTAINTY_DIFFERENCE 1e-3

typedef struct recomputation {
    ip_corrections *corrections;
    long compounds, elements, inferred, uncorrected;
    long energies, uncertainties, notes, bare; /* as they should be; elements without correction and uncertainty */
    ip_dataset *published;                     /* the snapshot as it was published; NULL where it is not there */
    long snapshots;
    double energy_difference, uncertainty_difference;
} recomputation;

static void show(const anchored_row *row, const char *what, double ours) {
    tap_note("%s: %s %.6f, in the table %.6f eV/atom, correction %.6f, uncertainty %.6f, note '%s'", row->formula, what, ours,
             row->energy, row->correction, row->uncertainty, row->note);
}

/* The energy as published; else what the table's own columns say that it was. */
static double snapshot_energy(recomputation *all, const anchored_row *row) {
    const ip_phase *phase = all->published ? ip_dataset_find(all->published, &row->composition) : NULL;
    double energy = row->energy - row->correction;
    all->snapshots += phase && fabs(phase->formation_energy - energy) <= LARGEST_ENERGY_DIFFERENCE;
    return phase ? phase->formation_energy : energy;
}

static void recompute(void *user, const anchored_row *row) {
    recomputation *all = user;
    ip_error error;
    ip_correction found;
    if (ip_correction_find(&found, all->corrections, &row->composition, &error))
        tap_bail_out("out of memory");
    const char *note = ip_correction_note_word(found.note);
    if (row->composition.count == 1) {
        all->elements++;
        all->bare += row->energy == 0.0 && row->correction == 0.0 && row->uncertainty == 0.0 && found.energy == 0.0 &&
                     found.uncertainty == 0.0 && strcmp(note, row->note) == 0;
        return;
    }
    double snapshot = snapshot_energy(all, row);
    double plain = snapshot + ip_correction_of_metals(&row->composition) - ip_correction_of_snapshot(&row->composition);
    double energy = fabs(plain + found.energy - row->energy), uncertainty = fabs(found.uncertainty - row->uncertainty);
    all->compounds++;
    all->inferred += found.note == IP_CORRECTION_INFERRED;
    all->uncorrected += found.note == IP_CORRECTION_NONE;
    all->energies += energy <= LARGEST_ENERGY_DIFFERENCE;
    all->uncertainties += uncertainty <= LARGEST_UNCERTAINTY_DIFFERENCE;
    all->notes += strcmp(note, row->note) == 0;
    all->energy_difference = fmax(all->energy_difference, energy);
    all->uncertainty_difference = fmax(all->uncertainty_difference, uncertainty);
    if (energy > LARGEST_ENERGY_DIFFERENCE && all->compounds - all->energies <= 10)
        show(row, "energy", plain + found.energy);
    if (uncertainty > LARGEST_UNCERTAINTY_DIFFERENCE && all->compounds - all->uncertainties <= 10)
        show(row, "uncertainty", found.uncertainty);
    if (strcmp(note, row->note) != 0 && all->compounds - all->notes <= 10)
        show(row, note, found.uncertainty);
}

static ip_dataset *published_snapshot(void) {
    ip_dataset *dataset;
    ip_error error;
    if (ip_dataset_new(&dataset, &error))
        tap_bail_out(error.message);
    ip_status status = ip_dataset_read(dataset, tap_answers("mp2020-published.csv"), 0, NULL, NULL, &error);
    if (!status)
        return dataset;
    ip_dataset_free(dataset);
    if (status != IP_INPUT_OUTPUT)
        tap_bail_out(error.message);
    return NULL;
}

int main(void) {
    recomputation all = {.corrections = shipped_constants(), .published = published_snapshot()};
    visit_anchored(tap_source("datasets/mp2020.csv"), recompute, &all);
    tap_note("%ld compounds, %ld of them inferred, %ld uncorrected; %ld elements", all.compounds, all.inferred, all.uncorrected,
             all.elements);
    tap_note("largest differences: %.2e eV/atom, uncertainties %.2e eV/atom", all.energy_difference, all.uncertainty_difference);
    tap_ok(all.compounds > 80000 && all.elements > 80, "the table has its rows");
    if (all.published)
        tap_ok(all.snapshots == all.compounds, "%ld of %ld energies less their correction are the published ones", all.snapshots,
               all.compounds);
    else
        tap_skip("the published energies are not beside the sources (shared/validation/mp2020-published.csv)");
    tap_ok(all.energies == all.compounds, "%ld of %ld energies within %g eV/atom", all.energies, all.compounds,
           LARGEST_ENERGY_DIFFERENCE);
    tap_ok(all.uncertainties == all.compounds, "%ld of %ld uncertainties within %g eV/atom", all.uncertainties, all.compounds,
           LARGEST_UNCERTAINTY_DIFFERENCE);
    tap_ok(all.notes == all.compounds, "%ld of %ld notes are the same", all.notes, all.compounds);
    tap_ok(all.bare == all.elements, "%ld of %ld elements have energy and uncertainty 0 and no correction", all.bare,
           all.elements);
    ip_dataset_free(all.published);
    ip_corrections_free(all.corrections);
    return tap_done();
}
