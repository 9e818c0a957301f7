/* The pseudo-binary of two reactants at given reservoirs: kinks, energies, products. Knows no range of voltages. */
#include <interphase/interface.h>

#include "engine/mixing.h"
#include "equilibrium.h"
#include "reservoir.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How far the edge of a segment may lie from the place where an amount becomes zero. */
#define KINK_TOLERANCE 1e-6
/* What rounding leaves of an amount that becomes zero, relative to those at the ends. */
#define WEIGHT_ROUNDING 2e-16
/* Weights of products, extended to pure A or B, that are so large belong to columns that nearly depend on each other. */
#define STEEP 1e3
/* A segment that ends so near to pure A or B reaches it. */
#define END_ROUNDING 1e-14
/* Halvings of the range from 0 to 1, more than IP_MIXING_TOLERANCE allows. */
enum { DEEPEST = 60 };

/* Between two kinks the same phases are products, and their amounts are linear in x. */
typedef struct segment {
    double low;      /* where it begins, as the search found it */
    double from, to; /* where no amount is below zero */
    int count;
    const ip_phase **phases; /* owned */
    double *at_a, *at_b;     /* owned: weights extended to x = 1 and x = 0, atoms per atom, of either sign */
} segment;

typedef struct interface_search {
    ip_interface *result;
    ip_system *system;
    ip_exchange exchange;
    segment *segments; /* by rising x */
    int segment_count, segment_size;
} interface_search;

static double segment_weight(const segment *s, int i, double x) {
    return x * s->at_a[i] + (1.0 - x) * s->at_b[i];
}

static bool segment_has(const segment *s, const ip_phase *phase) {
    for (int i = 0; i < s->count; i++)
        if (s->phases[i] == phase)
            return true;
    return false;
}

/* Weights of the products just found as if one reactant were reached with them; zero for one of open elements alone. */
static ip_status express(interface_search *search, const ip_composition *reactant, const segment *s, double *weights,
                         ip_error *error) {
    if (ip_exchange_makes(&search->exchange, reactant)) {
        memset(weights, 0, (size_t)s->count * sizeof *weights);
        return IP_OK;
    }
    return ip_system_express(search->system, reactant, weights, error);
}

static void free_segment(segment *s) {
    free(s->phases);
    free(s->at_a);
    free(s->at_b);
    memset(s, 0, sizeof *s);
}

/* Takes over the products of a mixture that is the system's last. */
static ip_status take_products(interface_search *search, segment *s, const ip_mixture *mixture, ip_error *error) {
    size_t count = (size_t)mixture->count;
    free_segment(s);
    s->count = mixture->count;
    s->phases = malloc(count * sizeof *s->phases);
    s->at_a = malloc(count * sizeof *s->at_a);
    s->at_b = malloc(count * sizeof *s->at_b);
    if (!s->phases || !s->at_a || !s->at_b)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++)
        s->phases[i] = mixture->phases[i];
    ip_status status = express(search, &search->result->a.composition, s, s->at_a, error);
    return status ? status : express(search, &search->result->b.composition, s, s->at_b, error);
}

static ip_status solve_at(interface_search *search, ip_mixture *mixture, double x, ip_error *error) {
    const ip_interface *result = search->result;
    ip_composition mixed = ip_mixing_composition(&result->a.composition, &result->b.composition, x);
    return ip_system_solve(search->system, &mixed, NULL, IP_TIES_BROKEN, mixture, error);
}

/* A segment between two edges, from the products at *place, the middle, with ties broken. These may be too few for either side of
 * it where tied sets of products meet just there, or a phase has just that composition; then others are looked at off the middle,
 * and at last those that the phases of the programme's basis give. */
static ip_status find_segment(interface_search *search, segment *s, double *place, double low, double high, ip_error *error) {
    static const double places[] = {0.5, 0.381966, 0.723607};
    ip_mixture mixture;
    ip_status status = IP_NUMERIC;
    for (size_t i = 0; i < sizeof places / sizeof *places && status == IP_NUMERIC; i++) {
        *place = low + places[i] * (high - low);
        status = solve_at(search, &mixture, *place, error);
        if (!status)
            status = take_products(search, s, &mixture, error);
    }
    if (status == IP_NUMERIC)
        status = ip_system_take_basis(search->system, &mixture, error);
    else
        return status;
    return status ? status : take_products(search, s, &mixture, error);
}

/* The place nearest to `guess` where a phase of one segment that the other does not hold runs out, or `guess` where none
 * does so near it; in no case beyond the end of the left one, where its products are those of another composition. */
static double place_kink(const segment *left, const segment *right, double guess) {
    const segment *sides[2] = {left, right}, *others[2] = {right, left};
    double nearest = guess, distance = KINK_TOLERANCE;
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < sides[side]->count; i++) {
            double fall = sides[side]->at_b[i] - sides[side]->at_a[i];
            double x = fall != 0.0 ? sides[side]->at_b[i] / fall : NAN;
            if (fabs(x - guess) < distance && !segment_has(others[side], sides[side]->phases[i])) {
                nearest = x;
                distance = fabs(x - guess);
            }
        }
    return nearest > left->to ? fmax(left->to, left->low) : nearest;
}

static void free_segments(interface_search *search) {
    for (int i = 0; i < search->segment_count; i++)
        free_segment(&search->segments[i]);
    free(search->segments);
}

static bool same_products(const segment *left, const segment *right) {
    return left->count == right->count && memcmp(left->phases, right->phases, (size_t)left->count * sizeof *left->phases) == 0;
}

/* Takes a segment over. The same products as just before it are the same segment, found twice by a rounded edge. */
static ip_status append_segment(interface_search *search, segment *s, ip_error *error) {
    if (search->segment_count && same_products(&search->segments[search->segment_count - 1], s)) {
        free_segment(s);
        return IP_OK;
    }
    if (search->segment_count == search->segment_size) {
        int size = search->segment_size ? 2 * search->segment_size : 32;
        segment *segments = realloc(search->segments, (size_t)size * sizeof *segments);
        if (!segments)
            return ip_error_set(error, IP_NO_MEMORY, "out of memory");
        search->segments = segments;
        search->segment_size = size;
    }
    search->segments[search->segment_count++] = *s;
    memset(s, 0, sizeof *s);
    return IP_OK;
}

/* The fractions around `place`, where the products were found, between which no amount of theirs is below zero. One that would be
 * there all the same is what rounding leaves of none at all, as of Cu2O beside CuO where nothing is reduced, and limits nothing.
 */
static void find_range(const segment *s, double place, double *low, double *high) {
    *low = 0.0;
    *high = 1.0;
    for (int i = 0; i < s->count; i++) {
        double rise = s->at_a[i] - s->at_b[i], zero = -s->at_b[i] / rise;
        if (rise > 0.0 && zero < place + KINK_TOLERANCE)
            *low = fmax(*low, fmin(zero, place));
        else if (rise < 0.0 && zero > place - KINK_TOLERANCE)
            *high = fmin(*high, fmax(zero, place));
    }
}

/* Adds the segments between two fractions: the one in the middle, and those on either side of where it ends. The
 * products in the middle lie on a plane that supports the hull, and they lie on the hull wherever no amount of theirs is
 * below zero: one solve finds a whole segment. A range so narrow that amounts in it cannot be told from rounding is
 * passed over: its neighbours then meet in its place. */
static ip_status add_segments(interface_search *search, double low, double high, int depth, ip_error *error) {
    segment s = {0};
    double place;
    ip_status status = find_segment(search, &s, &place, low, high, error);
    if (status) {
        free_segment(&s);
        return status == IP_NUMERIC && high - low < KINK_TOLERANCE ? IP_OK : status;
    }
    s.low = low;
    find_range(&s, place, &s.from, &s.to);
    double from = s.from, to = s.to;
    if (depth < DEEPEST && from > low + IP_MIXING_TOLERANCE) {
        s.low = from;
        status = add_segments(search, low, from, depth + 1, error);
    }
    if (!status)
        status = append_segment(search, &s, error);
    free_segment(&s);
    if (!status && depth < DEEPEST && to < high - IP_MIXING_TOLERANCE)
        status = add_segments(search, to, high, depth + 1, error);
    return status;
}

static double phase_fraction(const ip_phase *phase, int element) {
    for (int i = 0; i < phase->element_count; i++)
        if (phase->elements[i] == element)
            return phase->amounts[i] / phase->atoms;
    return 0.0;
}

/* Whether a product's weight at x is more than rounding, and any element would miss it: what is rare has small weights. */
static bool is_product(const segment *s, int i, double x, ip_element_set elements) {
    double weight = segment_weight(s, i, x);
    if (!(weight > WEIGHT_ROUNDING * (fabs(s->at_a[i]) + fabs(s->at_b[i]))))
        return false;
    if (weight > IP_AMOUNT_TOLERANCE)
        return true;
    if (!ip_element_set_within(s->phases[i]->element_set, elements))
        return false;
    for (int e = 0; e < s->phases[i]->element_count; e++) {
        double all = 0.0, here = weight * s->phases[i]->amounts[e] / s->phases[i]->atoms;
        for (int j = 0; j < s->count; j++)
            all += fmax(segment_weight(s, j, x), 0.0) * phase_fraction(s->phases[j], s->phases[i]->elements[e]);
        if (here > IP_MISSED_SHARE * all)
            return true;
    }
    return false;
}

/* The elements that products at x may hold: fewer at the ends. */
static ip_element_set elements_at(const interface_search *search, double x) {
    ip_element_set elements = search->exchange.elements;
    if (x > 0.0)
        elements = ip_element_set_union(elements, ip_composition_elements(&search->result->a.composition));
    if (x < 1.0)
        elements = ip_element_set_union(elements, ip_composition_elements(&search->result->b.composition));
    return elements;
}

/* What the products of a segment are at x, per atom of the mixture. `weights` and `phases` have room for them. */
static ip_mixture mixture_at(const segment *s, double x, ip_element_set elements, const ip_phase **phases, double *weights) {
    ip_mixture mixture = {.phases = phases, .weights = weights};
    for (int i = 0; i < s->count; i++) {
        if (!is_product(s, i, x, elements))
            continue;
        phases[mixture.count] = s->phases[i];
        weights[mixture.count] = segment_weight(s, i, x);
        mixture.formation_energy += weights[mixture.count++] * s->phases[i]->formation_energy;
    }
    return mixture;
}

/* One mole of mixed formula units; a reactant that is absent is left out. */
static ip_composition mix_moles(const ip_interface *found, double x_molar) {
    const ip_reactant_state *a = &found->a, *b = &found->b;
    double atoms = x_molar * a->atoms + (1.0 - x_molar) * b->atoms;
    ip_composition mixed = ip_mixing_composition(&a->composition, &b->composition, x_molar * a->atoms / atoms);
    for (int i = 0; i < mixed.count; i++)
        mixed.amount[i] *= atoms;
    return mixed;
}

/* Adds the kink at x with the products of a mixture there. */
static ip_status add_kink(interface_search *search, const ip_mixture *mixture, double x, ip_error *error) {
    ip_interface *result = search->result;
    ip_kink *kink = &result->kinks[result->kink_count];
    double moles_a = x / result->a.atoms, moles_b = (1.0 - x) / result->b.atoms;
    kink->x = x;
    kink->x_molar = moles_a / (moles_a + moles_b);
    kink->atoms = 1.0 / (moles_a + moles_b);
    ip_composition moles = mix_moles(result, kink->x_molar);
    ip_status status = ip_equilibrium_from_mixture(&kink->products, &moles, &search->exchange, mixture, error);
    if (!status)
        result->kink_count++;
    return status;
}

/* Where columns that nearly depend on each other were weighed against each other, the last bits of x are many digits of an
 * amount. At a kink one of the phases is gone, and those that are left are weighed again. */
static ip_status weigh_again(interface_search *search, const segment *s, ip_mixture *mixture, double *weights, double x,
                             ip_error *error) {
    double largest = 0.0;
    for (int i = 0; i < s->count; i++)
        largest = fmax(largest, fmax(fabs(s->at_a[i]), fabs(s->at_b[i])));
    if (largest < STEEP)
        return IP_OK;
    ip_composition mixed = ip_mixing_composition(&search->result->a.composition, &search->result->b.composition, x);
    ip_status status = ip_system_weigh(search->system, &mixed, mixture->phases, mixture->count, weights);
    if (status)
        return status == IP_NO_MEMORY ? ip_error_set(error, status, "out of memory") : IP_OK;
    mixture->formation_energy = 0.0;
    for (int i = 0; i < mixture->count; i++)
        mixture->formation_energy += weights[i] * mixture->phases[i]->formation_energy;
    return IP_OK;
}

static ip_status add_kink_of(interface_search *search, const segment *s, double x, ip_error *error) {
    const ip_phase **phases = malloc((size_t)s->count * sizeof *phases);
    double *weights = malloc((size_t)s->count * sizeof *weights);
    ip_status status = phases && weights ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    if (!status) {
        ip_mixture mixture = mixture_at(s, x, elements_at(search, x), phases, weights);
        status = weigh_again(search, s, &mixture, weights, x, error);
        if (!status)
            status = add_kink(search, &mixture, x, error);
    }
    free(phases);
    free(weights);
    return status;
}

/* A reactant alone. Where the segment beside it does not reach it, a narrower one was passed over: it may be steep. */
static ip_status add_end(interface_search *search, const segment *s, double x, ip_error *error) {
    const ip_reactant_state *reactant = x > 0.0 ? &search->result->a : &search->result->b;
    bool reached = x > 0.0 ? s->to >= 1.0 - END_ROUNDING : s->from <= END_ROUNDING;
    if (reached || ip_exchange_makes(&search->exchange, &reactant->composition))
        return add_kink_of(search, s, x, error);
    ip_mixture mixture;
    ip_status status = solve_at(search, &mixture, x, error);
    return status ? status : add_kink(search, &mixture, x, error);
}

static double clean(double energy) {
    return fabs(energy) < 1e-12 ? 0.0 : energy;
}

/* Energies of all kinks, once those of both ends are known. */
static void set_energies(ip_interface *result) {
    int last = result->kink_count - 1;
    result->a.hull_energy = result->kinks[last].products.energy / result->kinks[last].atoms;
    result->b.hull_energy = result->kinks[0].products.energy / result->kinks[0].atoms;
    for (int i = 0; i <= last; i++) {
        ip_kink *kink = &result->kinks[i];
        double energy = kink->products.energy / kink->atoms, x = kink->x;
        kink->reaction_energy = clean(energy - x * result->a.energy - (1.0 - x) * result->b.energy);
        kink->mutual_reaction_energy = clean(energy - x * result->a.hull_energy - (1.0 - x) * result->b.hull_energy);
        if (kink->mutual_reaction_energy < result->kinks[result->minimum].mutual_reaction_energy - IP_REACTION_TOLERANCE)
            result->minimum = i;
    }
    result->reacts = result->kinks[result->minimum].mutual_reaction_energy < -IP_REACTION_TOLERANCE;
    /* Beside a pure element lies the mixture that its excess leads to. */
    result->metal_excess = result->b.composition.count == 1 ? 1 : result->a.composition.count == 1 ? last - 1 : -1;
    if (!result->reacts)
        result->metal_excess = -1;
}

static ip_status find_segments(interface_search *search, ip_error *error) {
    ip_status status = add_segments(search, 0.0, 1.0, 0, error);
    if (!status && search->segment_count == 0)
        status = ip_error_set(error, IP_NUMERIC, "no range of mixing fractions has products that balance both reactants");
    return status;
}

static ip_status find_kinks(interface_search *search, ip_error *error) {
    ip_interface *result = search->result;
    ip_status status = find_segments(search, error);
    const segment *segments = search->segments;
    int last = search->segment_count - 1;
    if (!status) {
        result->kinks = calloc((size_t)last + 2, sizeof *result->kinks);
        status = result->kinks ? add_end(search, &segments[0], 0.0, error) : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    }
    for (int i = 0; i < last && !status; i++)
        status = add_kink_of(search, &segments[i], place_kink(&segments[i], &segments[i + 1], segments[i + 1].low), error);
    if (!status)
        status = add_end(search, &segments[last], 1.0, error);
    free_segments(search);
    if (!status)
        set_energies(result);
    return status;
}

static ip_status set_reactant(ip_reactant_state *state, ip_solver *solver, const ip_composition *composition,
                              const ip_reservoir *reservoir, const ip_exchange *exchange, ip_error *error) {
    state->composition = *composition;
    state->atoms = ip_composition_atoms(composition);
    ip_status status = ip_reservoir_locate(&state->hull, solver, composition, reservoir, NULL, error);
    if (status)
        return status;
    state->energy = ip_reservoir_subject_energy(&state->hull, composition, reservoir);
    if (exchange->serial)
        state->energy -= ip_exchange_cost(exchange, composition) / state->atoms;
    for (int i = 0; !exchange->serial && reservoir && i < reservoir->count; i++)
        state->energy -=
            reservoir->chemical_potential[i] * ip_composition_amount(composition, reservoir->element[i]) / state->atoms;
    return IP_OK;
}

/* The reservoirs of two reactants, of which there has to be something that these do not make up. */
static ip_status open_reservoirs(ip_exchange *out, ip_solver *solver, const ip_composition *a, const ip_composition *b,
                                 const ip_reservoir *reservoir, ip_error *error) {
    ip_status status = ip_reservoir_exchange(out, ip_solver_dataset(solver), reservoir, error);
    if (!status && ip_exchange_makes(out, a) && ip_exchange_makes(out, b))
        status =
            ip_error_set(error, IP_RESERVOIR, "both reactants hold nothing but open elements, so there is nothing left to react");
    return status;
}

static ip_status find_system(ip_system **out, ip_solver *solver, const ip_composition *a, const ip_composition *b,
                             const ip_exchange *exchange, ip_error *error) {
    ip_element_set elements = ip_element_set_union(ip_composition_elements(a), ip_composition_elements(b));
    return ip_reservoir_system(out, solver, elements, exchange, error);
}

ip_status ip_interface_find(ip_interface *out, ip_solver *solver, const ip_composition *a, const ip_composition *b,
                            const ip_reservoir *reservoir, ip_error *error) {
    memset(out, 0, sizeof *out);
    interface_search search = {.result = out};
    ip_status status = open_reservoirs(&search.exchange, solver, a, b, reservoir, error);
    if (!status)
        status = set_reactant(&out->a, solver, a, reservoir, &search.exchange, error);
    if (!status)
        status = set_reactant(&out->b, solver, b, reservoir, &search.exchange, error);
    if (!status)
        status = find_system(&search.system, solver, a, b, &search.exchange, error);
    if (!status)
        status = find_kinks(&search, error);
    ip_exchange_clear(&search.exchange);
    if (status)
        ip_interface_clear(out);
    return status;
}

ip_status ip_interface_depth(double *depth, double *x, ip_solver *solver, const ip_composition *a, const ip_composition *b,
                             const ip_reservoir *reservoir, ip_error *error) {
    double fraction = 0.0;
    ip_exchange exchange;
    ip_system *system;
    ip_status status = open_reservoirs(&exchange, solver, a, b, reservoir, error);
    if (!status)
        status = find_system(&system, solver, a, b, &exchange, error);
    if (!status)
        status = ip_mixing_depth(depth, &fraction, system, a, b, 0.0, error);
    if (x)
        *x = fraction;
    ip_exchange_clear(&exchange);
    return status;
}

void ip_interface_clear(ip_interface *found) {
    for (int i = 0; found->kinks && i < found->kink_count; i++)
        ip_equilibrium_clear(&found->kinks[i].products);
    free(found->kinks);
    free(found->motion);
    ip_hull_clear(&found->a.hull);
    ip_hull_clear(&found->b.hull);
    memset(found, 0, sizeof *found);
}
