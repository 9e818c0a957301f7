/* Pairs of precursors by what they react to. Knows interfaces, no text. */
#include <interphase/synthesis.h>

#include <interphase/phases.h>
#include <interphase/tolerance.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ip_status no_memory(ip_error *error) {
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

/* ---- precursors */

/* The stable phases of the target's system but the target. */
static ip_status take_system(ip_synthesis *out, ip_solver *solver, const ip_composition *target, ip_error *error) {
    ip_phases system;
    ip_status status = ip_phases_find(&system, solver, ip_composition_elements(target), 0.0, false, error);
    if (status)
        return status;
    out->precursors = malloc(((size_t)system.count + 1) * sizeof *out->precursors);
    for (int i = 0; i < system.count && out->precursors; i++) {
        const ip_phase *phase = system.entries[i].phase;
        ip_precursor precursor = {phase->formula, ip_phase_composition(phase)};
        if (phase != out->target)
            out->precursors[out->precursor_count++] = precursor;
    }
    ip_phases_clear(&system);
    return out->precursors ? IP_OK : no_memory(error);
}

static bool has_precursor(const ip_synthesis *out, const ip_composition *composition) {
    for (int i = 0; i < out->precursor_count; i++)
        if (ip_composition_same(&out->precursors[i].composition, composition))
            return true;
    return false;
}

/* Each composition once, however often and by whatever formula unit it is given. */
static ip_status take_given(ip_synthesis *out, const ip_composition *target, const ip_precursor *precursors, int count,
                            ip_error *error) {
    for (int i = 0; i < count; i++)
        if (ip_composition_same(&precursors[i].composition, target))
            return ip_error_set(error, IP_BAD_ARGUMENT, "the precursor %s is the target itself", precursors[i].formula);
    out->precursors = calloc((size_t)count, sizeof *out->precursors);
    if (!out->precursors)
        return no_memory(error);
    for (int i = 0; i < count; i++)
        if (!has_precursor(out, &precursors[i].composition))
            out->precursors[out->precursor_count++] = precursors[i];
    if (count > 1 && out->precursor_count == 1)
        return ip_error_set(error, IP_BAD_ARGUMENT, "the precursors are all %s; expected two or more", precursors[0].formula);
    return IP_OK;
}

/* ---- where a pair makes the target */

static double fraction(const ip_composition *composition, int element) {
    return ip_composition_amount(composition, element) / ip_composition_atoms(composition);
}

/* Whether a mixture of a and b has the target's composition; *x is the atomic fraction of a. */
static bool is_on_line(double *x, const ip_composition *a, const ip_composition *b, const ip_composition *target) {
    int list[IP_ELEMENT_COUNT];
    ip_element_set all = ip_element_set_union(ip_composition_elements(a), ip_composition_elements(b));
    double along = 0.0, length = 0.0, worst = 0.0;
    if (!ip_element_set_within(ip_composition_elements(target), all))
        return false;
    int count = ip_element_set_list(all, list);
    for (int i = 0; i < count; i++) {
        double step = fraction(a, list[i]) - fraction(b, list[i]);
        along += step * (fraction(target, list[i]) - fraction(b, list[i]));
        length += step * step;
    }
    *x = along / length;
    for (int i = 0; i < count; i++)
        worst = fmax(worst, fabs(*x * fraction(a, list[i]) + (1.0 - *x) * fraction(b, list[i]) - fraction(target, list[i])));
    return worst <= IP_SAME_COMPOSITION && *x > 0.0 && *x < 1.0;
}

/* Share of all atoms of a kink's mixture that are the target's. */
static double share_of(const ip_kink *kink, const ip_phase *target) {
    for (int i = 0; i < kink->products.product_count; i++)
        if (kink->products.products[i].phase == target)
            return kink->products.products[i].amount * target->atoms / kink->atoms;
    return 0.0;
}

/* A copy of a list; NULL for lack of memory, never for an empty list. */
static void *copy_list(const void *list, int count, size_t size) {
    void *copy = malloc((size_t)count * size + 1);
    if (copy && count)
        memcpy(copy, list, (size_t)count * size);
    return copy;
}

static ip_status copy_products(ip_equilibrium *out, const ip_equilibrium *products, ip_error *error) {
    *out = *products;
    out->products = copy_list(products->products, products->product_count, sizeof *out->products);
    out->uptakes = copy_list(products->uptakes, products->open_count, sizeof *out->uptakes);
    out->gases = copy_list(products->gases, products->gas_count, sizeof *out->gases);
    if (out->products && out->uptakes && out->gases)
        return IP_OK;
    ip_equilibrium_clear(out);
    return no_memory(error);
}

/* Where most of the mixture becomes the target; of equal kinks the deeper, then the first. */
static ip_status take_kink(ip_synthesis_route *route, const ip_phase *target, ip_error *error) {
    const ip_kink *kinks = route->line.kinks;
    route->kink = -1;
    for (int k = 0; k < route->line.kink_count; k++) {
        double share = share_of(&kinks[k], target), difference = share - route->share;
        bool is_equal = route->kink >= 0 && fabs(difference) <= IP_AMOUNT_TOLERANCE;
        if (share > 0.0 &&
            (is_equal ? kinks[k].reaction_energy < route->reaction_energy - IP_REACTION_TOLERANCE : difference > 0.0)) {
            route->kink = k;
            route->share = share;
            route->reaction_energy = kinks[k].reaction_energy;
        }
    }
    if (route->kink < 0)
        return IP_OK;
    route->x = kinks[route->kink].x;
    route->x_molar = kinks[route->kink].x_molar;
    route->atoms = kinks[route->kink].atoms;
    return copy_products(&route->products, &kinks[route->kink].products, error);
}

/* A target above the hull is made by decree, where the line meets it. */
static ip_status take_point(ip_synthesis_route *route, const ip_phase *target, double x, ip_error *error) {
    const ip_reactant_state *a = &route->line.a, *b = &route->line.b;
    double a_units = x / a->atoms, b_units = (1.0 - x) / b->atoms;
    route->kink = -1;
    route->x = x;
    route->x_molar = a_units / (a_units + b_units);
    route->atoms = 1.0 / (a_units + b_units);
    route->share = 1.0;
    route->reaction_energy = target->formation_energy - x * a->energy - (1.0 - x) * b->energy;
    ip_product product = {target, route->atoms / target->atoms};
    ip_equilibrium made = {.product_count = 1, .products = &product};
    made.energy = made.formation_energy = target->formation_energy * route->atoms;
    return copy_products(&route->products, &made, error);
}

/* ---- what competes */

/* How deep a kink lies below the line from where the target forms to an end of the mixing line. */
static double depth_below(const ip_synthesis_route *route, const ip_kink *kink) {
    const ip_kink *end = kink->x < route->x ? &route->line.kinks[0] : &route->line.kinks[route->line.kink_count - 1];
    double share = (kink->x - route->x) / (end->x - route->x);
    return kink->reaction_energy - route->reaction_energy * (1.0 - share) - end->reaction_energy * share;
}

static void compare(ip_synthesis_route *route, const ip_phase *target) {
    route->competing = -1;
    route->is_clean = true;
    for (int k = 0; k < route->line.kink_count; k++) {
        const ip_kink *kink = &route->line.kinks[k];
        bool is_end = k == 0 || k == route->line.kink_count - 1;
        if (share_of(kink, target) > 0.0)
            continue;
        if (kink->reaction_energy < route->competing_energy - IP_REACTION_TOLERANCE) {
            route->competing = k;
            route->competing_energy = kink->reaction_energy;
        }
        if (!is_end && fabs(kink->x - route->x) > IP_MIXING_TOLERANCE)
            route->secondary_energy = fmin(route->secondary_energy, depth_below(route, kink));
        route->is_clean = route->is_clean && (is_end ? !ip_reacts(kink->reaction_energy) : false);
    }
    if (!ip_reacts(route->secondary_energy))
        route->secondary_energy = 0.0;
    route->selectivity = route->reaction_energy - route->competing_energy;
}

/* ---- all pairs */

/* How pairs are looked at. */
typedef struct conditions {
    const ip_composition *target;
    const ip_reservoir *reservoir;
    ip_element_set supplied; /* elements that it holds */
    bool is_stable, by_products;
} conditions;

static ip_element_set elements_of(const ip_reservoir *reservoir) {
    ip_element_set all = {{0, 0}};
    for (int i = 0; reservoir && i < reservoir->count; i++)
        if (ip_element_symbol(reservoir->element[i]))
            ip_element_set_add(&all, reservoir->element[i]);
    for (int i = 0; reservoir && reservoir->atmosphere && i < ip_atmosphere_count(reservoir->atmosphere); i++)
        all = ip_element_set_union(all, ip_atmosphere_gas(reservoir->atmosphere, i)->element_set);
    return all;
}

static bool covers(const ip_precursor *a, const ip_precursor *b, ip_element_set supplied, const ip_phase *target) {
    ip_element_set held =
        ip_element_set_union(ip_composition_elements(&a->composition), ip_composition_elements(&b->composition));
    return ip_element_set_within(target->element_set, ip_element_set_union(held, supplied));
}

/* Whether no phase but the target stays where it forms; gases go. */
static bool is_alone(const ip_equilibrium *products, const ip_phase *target) {
    for (int i = 0; i < products->product_count; i++)
        if (products->products[i].phase != target && !products->products[i].phase->gas)
            return false;
    return true;
}

static void clear_route(ip_synthesis_route *route) {
    ip_interface_clear(&route->line);
    ip_equilibrium_clear(&route->products);
}

/* Looks at one pair; *makes_it where it reacts to the target. */
static ip_status try_pair(ip_synthesis_route *route, bool *makes_it, const ip_synthesis *out, ip_solver *solver,
                          const conditions *how, ip_error *error) {
    const ip_precursor *a = &out->precursors[route->a], *b = &out->precursors[route->b];
    bool is_closed = ip_element_set_empty(how->supplied), is_decreed = is_closed && !how->is_stable;
    double x = NAN;
    *makes_it = false;
    if (!covers(a, b, how->supplied, out->target) || ip_composition_same(&a->composition, &b->composition))
        return IP_OK;
    bool on_line = is_closed && is_on_line(&x, &a->composition, &b->composition, how->target);
    if (is_closed && !on_line && (!how->by_products || is_decreed)) /* which saves the search */
        return IP_OK;
    ip_status status = ip_interface_find(&route->line, solver, &a->composition, &b->composition, how->reservoir, error);
    if (status == IP_RESERVOIR) /* both are of what is open: nothing is left to react */
        return IP_OK;
    if (status)
        return status;
    status = is_decreed ? take_point(route, out->target, x, error) : take_kink(route, out->target, error);
    *makes_it = !status && route->share > 0.0 && ip_reacts(route->reaction_energy) &&
                (how->by_products || is_alone(&route->products, out->target));
    if (*makes_it)
        compare(route, out->target);
    return status;
}

static ip_status try_all(ip_synthesis *out, ip_solver *solver, const conditions *how, ip_error *error) {
    int size = 0;
    for (int a = 0; a < out->precursor_count; a++)
        for (int b = a + 1; b < out->precursor_count; b++) {
            ip_synthesis_route route = {.a = a, .b = b};
            bool makes_it;
            ip_status status = try_pair(&route, &makes_it, out, solver, how, error);
            if (makes_it && out->count == size) {
                size = size ? 2 * size : 16;
                ip_synthesis_route *routes = realloc(out->routes, (size_t)size * sizeof *routes);
                out->routes = routes ? routes : out->routes;
                status = routes ? IP_OK : no_memory(error);
            }
            if (makes_it && !status)
                out->routes[out->count++] = route;
            else
                clear_route(&route);
            if (status)
                return status;
        }
    return IP_OK;
}

/* What differs by rounding alone is equal. */
static int by_selectivity(const void *a, const void *b) {
    const ip_synthesis_route *left = a, *right = b;
    long long difference =
        llround(left->selectivity / IP_REACTION_TOLERANCE) - llround(right->selectivity / IP_REACTION_TOLERANCE);
    if (!difference)
        difference =
            llround(left->reaction_energy / IP_REACTION_TOLERANCE) - llround(right->reaction_energy / IP_REACTION_TOLERANCE);
    if (!difference)
        difference = left->a != right->a ? left->a - right->a : left->b - right->b;
    return (difference > 0) - (difference < 0);
}

ip_status ip_synthesis_find(ip_synthesis *out, ip_solver *solver, const ip_composition *target, const ip_precursor *precursors,
                            int count, const ip_reservoir *reservoir, bool by_products, ip_error *error) {
    ip_hull hull;
    memset(out, 0, sizeof *out);
    if (target->count == 1)
        return ip_error_set(error, IP_BAD_ARGUMENT, "the target is an element, which is not made of others");
    ip_status status = ip_hull_locate(&hull, solver, target, error);
    if (status)
        return status;
    out->target = hull.phase;
    conditions how = {target, reservoir, elements_of(reservoir), hull.stable, by_products};
    ip_hull_clear(&hull);
    if (!out->target)
        return ip_error_set(error, IP_BAD_ARGUMENT,
                            "the table has no phase of this composition, so that nothing is known of reactions to it");
    status = count > 0 ? take_given(out, target, precursors, count, error) : take_system(out, solver, target, error);
    if (!status)
        status = try_all(out, solver, &how, error);
    if (!status && !out->count)
        status = ip_error_set(error, IP_INFEASIBLE, "no pair of %d precursors reacts to it%s", out->precursor_count,
                              by_products ? "" : " without leaving something else");
    if (status)
        ip_synthesis_clear(out);
    else
        qsort(out->routes, (size_t)out->count, sizeof *out->routes, by_selectivity);
    return status;
}

void ip_synthesis_clear(ip_synthesis *synthesis) {
    for (int i = 0; i < synthesis->count; i++)
        clear_route(&synthesis->routes[i]);
    free(synthesis->routes);
    free(synthesis->precursors);
    memset(synthesis, 0, sizeof *synthesis);
}
