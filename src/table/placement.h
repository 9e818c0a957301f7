/* Phases placed at a distance from the hull of others: what their energies hang on. Knows no hull; who places says what it is
 * made of. */
#ifndef INTERPHASE_SRC_PLACEMENT_H
#define INTERPHASE_SRC_PLACEMENT_H

#include <interphase/dataset.h>
#include <interphase/uncertainty.h>

typedef struct ip_placed_part {
    const ip_phase *phase;
    double amount; /* formula units, in one of the phase that is placed */
} ip_placed_part;

typedef struct ip_placement {
    const ip_phase *phase;
    double above;      /* eV/atom above the parts, below where negative */
    bool of_mixture;   /* these are its parts whatever else lies lower: it stays with them in every draw */
    int count;
    const ip_placed_part *parts; /* [0 .. count-1] */
    struct ip_placement *next;   /* placed after this one; NULL at the end */
} ip_placement;

/* Gives a composition an energy that is `above` the energies of these parts of its formula, which are copied. As
 * ip_dataset_set_energy(), but that errors of the parts are its own, too. A phase placed twice is where it was placed last. */
ip_status ip_dataset_place(ip_dataset *dataset, const char *formula, double formation_energy, double above,
                           const ip_placed_part *parts, int count, ip_error *error);

/* The same for a mixture, whose parts are not those that lie lowest, but what it is made of. */
ip_status ip_dataset_place_mixture(ip_dataset *dataset, const char *formula, double formation_energy, double above,
                                   const ip_placed_part *parts, int count, ip_error *error);

/* The placements of a dataset, in order; NULL for none. */
const ip_placement *ip_dataset_placements(const ip_dataset *dataset);

/* To be called where the phase is given another energy. */
void ip_placement_forget(ip_dataset *dataset, const ip_phase *phase);

/* Puts the parts of every placed phase in its place, of a part placed before it its parts: *out is NULL where no share is one of
 * a placed phase, else a list of *count shares, which the caller frees. Fails with IP_NO_MEMORY. */
ip_status ip_placement_spread(ip_share **out, int *out_count, const ip_dataset *dataset, const ip_share *shares, int count);

#endif
