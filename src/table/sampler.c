/* A copy of some phases, and their energies by draws. Knows what phases feel; not how it came about. */
#include "sampler.h"

#include "dataset_store.h"
#include "felt.h"
#include "placement.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What one source does to one phase. */
typedef struct part {
    long source;   /* place of its number in a draw */
    double energy; /* of one standard deviation, eV/atom */
} part;

typedef struct loose_phase {
    ip_phase *phase; /* of the copy */
    double energy;   /* before any draw, eV/atom */
    uint64_t name;
    double own; /* standard deviation of its own error, eV/atom */
    long first, end; /* its parts */
} loose_phase;

typedef struct placed_phase {
    ip_phase *phase; /* of the copy */
    double energy;   /* before any draw, eV/atom */
    const ip_placement *placement; /* borrowed; its phases are those of the dataset it was copied from */
} placed_phase;

struct ip_sampler {
    ip_uncertainty *uncertainty;
    ip_dataset *dataset;
    loose_phase *phases; /* [0 .. count-1]: those that feel anything */
    part *parts;         /* [0 .. part_count-1] */
    uint32_t *sources;   /* [0 .. source_count-1] */
    double *numbers;     /* [0 .. source_count-1], of the draw */
    placed_phase *placed; /* [0 .. placed_count-1], in the order of placing */
    long count, part_count, source_count, placed_count;
    ip_status status; /* while phases are copied */
};

/* ---- numbers by names */

/* The last step of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): every bit of the outcome depends on every bit given. */
static uint64_t scramble(uint64_t bits) {
    bits += UINT64_C(0x9E3779B97F4A7C15);
    bits = (bits ^ bits >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    bits = (bits ^ bits >> 27) * UINT64_C(0x94D049BB133111EB);
    return bits ^ bits >> 31;
}

/* A number from the standard normal distribution (Box and Muller 1958). */
static double normal(uint64_t name, uint64_t draw) {
    uint64_t first = scramble(name ^ scramble(draw)), second = scramble(first);
    double radius = sqrt(-2.0 * log(((double)(first >> 11) + 0.5) * 0x1p-53));
    return radius * cos(2.0 * acos(-1.0) * (double)(second >> 11) * 0x1p-53);
}

/* Names of sources and of phases lie apart, and no table's fraction at an edge between two whole numbers. */
#define OF_A_PHASE UINT64_C(0x7068617365)
#define FRACTIONS 1e6
#define GRAIN_EDGE 0.31830988618379067

/* A phase is called by its composition, however the table writes it. */
static uint64_t name_of(const ip_phase *phase) {
    int elements[IP_ELEMENT_COUNT];
    int count = ip_element_set_list(phase->element_set, elements);
    uint64_t name = OF_A_PHASE;
    for (int i = 0; i < count; i++)
        for (int e = 0; e < phase->element_count; e++)
            if (phase->elements[e] == elements[i]) {
                uint64_t fraction = (uint64_t)(phase->amounts[e] / phase->atoms * FRACTIONS + GRAIN_EDGE);
                name = scramble(name ^ ((uint64_t)elements[i] << 32 | fraction));
            }
    return name;
}

/* ---- copying */

/* What a phase feels; NULL for nothing, and for lack of memory. */
static const ip_felt *felt_by(ip_sampler *sampler, const ip_phase *phase) {
    const ip_felt *felt = sampler->uncertainty ? ip_uncertainty_felt(sampler->uncertainty, phase) : NULL;
    if (!felt && sampler->uncertainty)
        sampler->status = IP_NO_MEMORY;
    return felt;
}

/* How much memory the phases within some elements need. */
static void count_phase(void *user, const ip_phase *phase) {
    ip_sampler *sampler = user;
    const ip_felt *felt = felt_by(sampler, phase);
    sampler->count++;
    sampler->part_count += felt ? felt->count : 0;
}

static ip_stored_phase *copy_phase(ip_dataset *dataset, const ip_phase *phase) {
    ip_composition composition = ip_phase_composition(phase);
    ip_stored_phase *same, *copy = ip_stored_phase_new(&dataset->arena, phase->formula, phase->id, &composition);
    if (!copy)
        return NULL;
    copy->phase.formation_energy = phase->formation_energy;
    copy->phase.correction = phase->correction;
    copy->phase.band_gap = phase->band_gap;
    copy->phase.uncertainty = phase->uncertainty;
    copy->phase.line = phase->line;
    copy->phase.file = phase->file;
    copy->phase.excluded = phase->excluded;
    copy->phase.note = phase->note;
    return ip_dataset_add(dataset, copy, &same) ? NULL : copy;
}

/* The place of a source, which is a new one where it was not met before. Some tens of them, on the whole. */
static long place_of(ip_sampler *sampler, uint32_t source) {
    long at = 0;
    while (at < sampler->source_count && sampler->sources[at] != source)
        at++;
    if (at == sampler->source_count)
        sampler->sources[sampler->source_count++] = source;
    return at;
}

static void add_phase(void *user, const ip_phase *phase) {
    ip_sampler *sampler = user;
    const ip_felt *felt = felt_by(sampler, phase);
    ip_stored_phase *copy = copy_phase(sampler->dataset, phase);
    if (!copy)
        sampler->status = IP_NO_MEMORY;
    if (!copy || !felt || (!felt->count && !(felt->own > 0.0)))
        return;
    loose_phase *loose = &sampler->phases[sampler->count++];
    loose->phase = &copy->phase;
    loose->energy = phase->formation_energy;
    loose->name = name_of(phase);
    loose->own = felt->own / phase->atoms;
    loose->first = sampler->part_count;
    for (int i = 0; i < felt->count; i++) {
        part made = {place_of(sampler, felt->deviations[i].source), felt->deviations[i].energy / phase->atoms};
        sampler->parts[sampler->part_count++] = made;
    }
    loose->end = sampler->part_count;
}

/* Those of phases within the elements: the others have no copy. */
static ip_status copy_placements(ip_sampler *sampler, const ip_placement *placements) {
    size_t count = 0;
    for (const ip_placement *at = placements; at; at = at->next)
        count++;
    sampler->placed = malloc((count + 1) * sizeof *sampler->placed);
    if (!sampler->placed)
        return IP_NO_MEMORY;
    for (const ip_placement *at = placements; at; at = at->next) {
        ip_composition composition = ip_phase_composition(at->phase);
        const ip_phase *copy = ip_dataset_find(sampler->dataset, &composition);
        if (!copy)
            continue;
        placed_phase placed = {&sampler->dataset->phases[ip_dataset_index(sampler->dataset, copy)]->phase, copy->formation_energy,
                               at};
        sampler->placed[sampler->placed_count++] = placed;
    }
    return IP_OK;
}

/* Room for all that is there, then what of it feels anything. */
static ip_status copy_phases(ip_sampler *sampler, const ip_dataset *dataset, ip_element_set elements) {
    ip_status status = ip_dataset_visit(dataset, elements, count_phase, sampler);
    size_t count = (size_t)sampler->count + 1, parts = (size_t)sampler->part_count + 1;
    sampler->phases = malloc(count * sizeof *sampler->phases);
    sampler->parts = malloc(parts * sizeof *sampler->parts);
    sampler->sources = malloc(parts * sizeof *sampler->sources);
    sampler->numbers = malloc(parts * sizeof *sampler->numbers);
    sampler->count = sampler->part_count = 0;
    if (status || sampler->status || !sampler->phases || !sampler->parts || !sampler->sources || !sampler->numbers)
        return IP_NO_MEMORY;
    status = ip_dataset_visit(dataset, elements, add_phase, sampler);
    if (!status)
        status = sampler->status;
    if (!status)
        status = ip_dataset_order(sampler->dataset);
    return status ? status : copy_placements(sampler, ip_dataset_placements(dataset));
}

ip_status ip_sampler_new(ip_sampler **out, const ip_dataset *dataset, ip_uncertainty *uncertainty, ip_element_set elements,
                         ip_error *error) {
    ip_sampler *sampler = calloc(1, sizeof *sampler);
    ip_status status = sampler ? ip_dataset_new(&sampler->dataset, error) : IP_NO_MEMORY;
    if (!status) {
        sampler->uncertainty = uncertainty;
        status = copy_phases(sampler, dataset, elements);
    }
    if (status) {
        ip_sampler_free(sampler);
        return ip_error_set(error, status, "out of memory");
    }
    *out = sampler;
    return IP_OK;
}

void ip_sampler_free(ip_sampler *sampler) {
    if (!sampler)
        return;
    ip_dataset_free(sampler->dataset);
    free(sampler->phases);
    free(sampler->parts);
    free(sampler->placed);
    free(sampler->sources);
    free(sampler->numbers);
    free(sampler);
}

const ip_dataset *ip_sampler_dataset(const ip_sampler *sampler) {
    return sampler->dataset;
}

bool ip_sampler_varies(const ip_sampler *sampler) {
    return sampler->count > 0;
}

void ip_sampler_draw(ip_sampler *sampler, long draw) {
    for (long i = 0; i < sampler->source_count; i++)
        sampler->numbers[i] = normal(scramble(sampler->sources[i]), (uint64_t)draw);
    for (long i = 0; i < sampler->count; i++) {
        const loose_phase *loose = &sampler->phases[i];
        double shift = loose->own > 0.0 ? loose->own * normal(loose->name, (uint64_t)draw) : 0.0;
        for (long p = loose->first; p < loose->end; p++)
            shift += sampler->parts[p].energy * sampler->numbers[sampler->parts[p].source];
        loose->phase->formation_energy = loose->energy + shift;
    }
    for (long i = 0; i < sampler->placed_count; i++)
        sampler->placed[i].phase->formation_energy = sampler->placed[i].energy;
}

long ip_sampler_placed_count(const ip_sampler *sampler) {
    return sampler->placed_count;
}

const ip_phase *ip_sampler_placed(const ip_sampler *sampler, long index, double *above) {
    *above = sampler->placed[index].placement->above;
    return sampler->placed[index].phase;
}

void ip_sampler_place(ip_sampler *sampler, long index, double formation_energy) {
    sampler->placed[index].phase->formation_energy = formation_energy;
}

bool ip_sampler_place_mixture(ip_sampler *sampler, long index) {
    const placed_phase *placed = &sampler->placed[index];
    const ip_placement *how = placed->placement;
    double energy = 0.0;
    for (int i = 0; i < how->count && how->of_mixture; i++) {
        ip_composition composition = ip_phase_composition(how->parts[i].phase);
        const ip_phase *copy = ip_dataset_find(sampler->dataset, &composition);
        energy += how->parts[i].amount * copy->atoms * copy->formation_energy;
    }
    if (how->of_mixture)
        ip_sampler_place(sampler, index, energy / placed->phase->atoms + how->above);
    return how->of_mixture;
}
