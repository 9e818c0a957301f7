/* Standard deviations of sums of energies. Knows pairs, constants and phases; not what the sums are of. */
#include "felt.h"
#include "placement.h"

#include <interphase/gas.h>

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* What is kept lies close together: small pieces between those that solvers take and give back would make the latter slow. */
enum { BLOCK_SIZE = 1 << 16 };

typedef struct felt_block {
    struct felt_block *next;
    size_t room;
    _Atomic size_t used; /* or more, once it is full */
    double bytes[]; /* [0 .. room / sizeof(double) - 1], which aligns what is kept in them */
} felt_block;

struct ip_uncertainty {
    const ip_corrections *corrections;
    const ip_dataset *dataset;
    long count;               /* phases when this was made */
    _Atomic(ip_felt *) *kept; /* [0 .. count-1], by index of the phase; NULL until it is asked for */
    _Atomic(felt_block *) blocks;
};

ip_status ip_uncertainty_new(ip_uncertainty **out, const ip_corrections *corrections, const ip_dataset *dataset,
                             ip_error *error) {
    ip_uncertainty *made = calloc(1, sizeof *made);
    if (made) {
        made->corrections = corrections;
        made->dataset = dataset;
        made->count = ip_dataset_count(dataset);
        atomic_init(&made->blocks, NULL);
        /* Memory that the system hands out as zero is touched only where something is kept. */
        made->kept = calloc((size_t)made->count + 1, sizeof *made->kept);
    }
    if (!made || !made->kept) {
        free(made);
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    }
    *out = made;
    return IP_OK;
}

void ip_uncertainty_free(ip_uncertainty *uncertainty) {
    if (!uncertainty)
        return;
    for (felt_block *each = atomic_load(&uncertainty->blocks), *next; each; each = next) {
        next = each->next;
        free(each);
    }
    free(uncertainty->kept);
    free(uncertainty);
}

/* ---- what one phase feels */

enum { COMMON = 1, OF_CHARGE, BONDED };

static uint32_t source_of(int kind, const ip_pair *pair) {
    int charge = kind == OF_CHARGE ? pair->charge + 1 : 0;
    return (uint32_t)kind << 24 | (uint32_t)pair->cation << 16 | (uint32_t)charge << 8 | (uint32_t)pair->anion;
}

static void add_deviation(ip_felt *of, uint32_t source, double energy) {
    if (energy > 0.0)
        of->deviations[of->count++] = (ip_deviation){source, energy};
}

static void add_pair(ip_felt *of, const ip_corrections *corrections, const ip_pair *pair) {
    const ip_constant *constant = ip_corrections_find(corrections, pair);
    double common = constant ? constant->uncertainty : IP_UNKNOWN_PAIR_UNCERTAINTY;
    add_deviation(of, source_of(pair->cation ? COMMON : BONDED, pair), pair->held * common);
    if (constant)
        add_deviation(of, source_of(OF_CHARGE, pair), pair->held * constant->charge_uncertainty);
}

/* The error of an entropy is that of one compound alone. */
static ip_felt *feel(const ip_uncertainty *uncertainty, const ip_composition *composition) {
    const ip_corrections *corrections = uncertainty->corrections;
    double temperature = ip_dataset_temperature(uncertainty->dataset);
    ip_pair_list list = {0};
    if (composition->count > 1 && ip_pair_list_find(&list, composition, NULL))
        return NULL;
    ip_felt *made = malloc(sizeof *made + 2 * (size_t)list.count * sizeof *made->deviations);
    if (made) {
        made->count = 0;
        made->own = composition->count == 1 ? 0.0 : ip_composition_atoms(composition) *
                                                        hypot(list.count ? IP_COMPOUND_UNCERTAINTY : IP_ALLOY_UNCERTAINTY,
                                                              ip_entropy_uncertainty(temperature));
        for (int i = 0; i < list.count; i++)
            add_pair(made, corrections, &list.pairs[i]);
    }
    ip_pair_list_clear(&list);
    return made;
}

/* Room for so many bytes until the end; NULL for lack of memory. */
static void *take(ip_uncertainty *uncertainty, size_t size) {
    size = (size + sizeof(double) - 1) / sizeof(double) * sizeof(double);
    felt_block *block = atomic_load(&uncertainty->blocks);
    for (;;) {
        size_t at = block ? atomic_fetch_add(&block->used, size) : 0;
        if (block && at + size <= block->room)
            return (char *)block->bytes + at;
        size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
        felt_block *made = malloc(sizeof *made + room);
        if (!made)
            return NULL;
        made->next = block;
        made->room = room;
        atomic_init(&made->used, size);
        if (atomic_compare_exchange_strong(&uncertainty->blocks, &block, made))
            return made->bytes;
        free(made); /* `block` is what another thread made */
    }
}

/* Two threads may work out the same; the first to be done is kept, so that what is borrowed stays. */
static const ip_felt *keep(ip_uncertainty *uncertainty, long index, const ip_felt *made) {
    ip_felt *known = NULL;
    size_t size = sizeof *made + (size_t)made->count * sizeof *made->deviations;
    ip_felt *kept = take(uncertainty, size);
    if (!kept)
        return NULL;
    memcpy(kept, made, size);
    return atomic_compare_exchange_strong(&uncertainty->kept[index], &known, kept) ? kept : known;
}

/* What the table says of a phase's error goes before the constants. */
static void heed_table(ip_felt *of, const ip_phase *phase) {
    double variance = of->own * of->own;
    for (int i = 0; i < of->count; i++)
        variance += of->deviations[i].energy * of->deviations[i].energy;
    if (fabs(sqrt(variance) / phase->atoms - phase->uncertainty) <= IP_SAME_UNCERTAINTY)
        return;
    of->count = 0;
    of->own = isnan(phase->uncertainty) ? 0.0 : phase->atoms * phase->uncertainty;
}

const ip_felt *ip_uncertainty_felt(ip_uncertainty *uncertainty, const ip_phase *phase) {
    long index = ip_dataset_index(uncertainty->dataset, phase);
    const ip_felt *known = atomic_load_explicit(&uncertainty->kept[index], memory_order_acquire);
    if (known)
        return known;
    ip_composition composition = ip_phase_composition(phase);
    ip_felt *made = feel(uncertainty, &composition);
    if (made && composition.count > 1)
        heed_table(made, phase);
    const ip_felt *kept = made ? keep(uncertainty, index, made) : NULL;
    free(made);
    return kept;
}

/* ---- sums */

/* Sources of a reaction are some tens: they are looked through faster than hashed. */
enum { FEW = 64 };

typedef struct error_sum {
    uint32_t few_sources[FEW], *sources;
    double few_energies[FEW], *energies;
    int count, room;
    double variance; /* of all that no two phases share */
} error_sum;

static bool make_room(error_sum *sum) {
    int room = 2 * sum->room;
    uint32_t *sources = malloc((size_t)room * sizeof *sources);
    double *energies = malloc((size_t)room * sizeof *energies);
    if (!sources || !energies) {
        free(sources);
        free(energies);
        return false;
    }
    memcpy(sources, sum->sources, (size_t)sum->count * sizeof *sources);
    memcpy(energies, sum->energies, (size_t)sum->count * sizeof *energies);
    if (sum->sources != sum->few_sources) {
        free(sum->sources);
        free(sum->energies);
    }
    sum->sources = sources;
    sum->energies = energies;
    sum->room = room;
    return true;
}

static bool add_felt(error_sum *sum, const ip_felt *of, double factor) {
    sum->variance += factor * factor * of->own * of->own;
    for (int i = 0; i < of->count; i++) {
        int at = 0;
        while (at < sum->count && sum->sources[at] != of->deviations[i].source)
            at++;
        if (at == sum->count) {
            if (sum->count == sum->room && !make_room(sum))
                return false;
            sum->sources[at] = of->deviations[i].source;
            sum->energies[at] = 0.0;
            sum->count++;
        }
        sum->energies[at] += factor * of->deviations[i].energy;
    }
    return true;
}

static double atoms_of(const ip_share *share) {
    return share->phase ? share->phase->atoms : ip_composition_atoms(share->composition);
}

static bool is_same(const ip_share *a, const ip_share *b) {
    if (a->phase || b->phase)
        return a->phase == b->phase;
    return a->composition == b->composition || ip_composition_same(a->composition, b->composition);
}

/* The factor of a phase in all shares, in formula units of this one; false where an earlier share has spoken for it. */
static bool whole_factor(double *factor, const ip_share *shares, int count, int at) {
    for (int i = 0; i < at; i++)
        if (is_same(&shares[at], &shares[i]))
            return false;
    *factor = shares[at].factor;
    for (int i = at + 1; i < count; i++)
        if (is_same(&shares[at], &shares[i]))
            *factor += shares[i].factor * (shares[at].phase ? 1.0 : atoms_of(&shares[i]) / atoms_of(&shares[at]));
    return true;
}

static bool add_share(error_sum *sum, ip_uncertainty *uncertainty, const ip_share *share, double factor) {
    if (share->is_given) {
        double energy = factor * atoms_of(share) * share->given;
        sum->variance += energy * energy;
        return true;
    }
    if (share->phase) {
        const ip_felt *of = ip_uncertainty_felt(uncertainty, share->phase);
        return of && add_felt(sum, of, factor);
    }
    ip_felt *of = feel(uncertainty, share->composition);
    bool added = of && add_felt(sum, of, factor);
    free(of);
    return added;
}

static ip_status add_up(double *out, ip_uncertainty *uncertainty, const ip_share *shares, int count, ip_error *error) {
    error_sum sum;
    sum.sources = sum.few_sources;
    sum.energies = sum.few_energies;
    sum.count = 0;
    sum.room = FEW;
    sum.variance = 0.0;
    bool added = true;
    for (int i = 0; i < count && added; i++) {
        double factor;
        if (whole_factor(&factor, shares, count, i))
            added = add_share(&sum, uncertainty, &shares[i], factor);
    }
    for (int i = 0; i < sum.count; i++)
        sum.variance += sum.energies[i] * sum.energies[i];
    if (sum.sources != sum.few_sources) {
        free(sum.sources);
        free(sum.energies);
    }
    *out = sqrt(sum.variance);
    return added ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

/* What is placed above others has no error of its own, but theirs. */
ip_status ip_uncertainty_find(double *out, ip_uncertainty *uncertainty, const ip_share *shares, int count, ip_error *error) {
    ip_share *spread;
    if (ip_placement_spread(&spread, &count, uncertainty->dataset, shares, count))
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    ip_status status = add_up(out, uncertainty, spread ? spread : shares, count, error);
    free(spread);
    return status;
}
