/* Voltages between states of one host. Knows no equilibria but where each composition stands. */
#include <interphase/voltage.h>

#include <interphase/question.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The Faraday constant in mAh per mole: kJ per V and mole are 1000 C, and 3.6 C are 1 mAh. */
#define CHARGE_OF_A_MOLE (IP_KJ_PER_MOL * 1000.0 / 3.6)

/* How many formula units of `other` hold as much of an element as one of `first`; NaN where neither holds any. */
static double ratio_of(const ip_composition *first, const ip_composition *other, int element) {
    return ip_composition_amount(first, element) / ip_composition_amount(other, element);
}

static bool is_same_ratio(double a, double b) {
    return isfinite(a) && isfinite(b) && fabs(a - b) <= IP_SAME_COMPOSITION * fmax(a, b);
}

/* What two compositions have in common when the metal is not looked at. */
typedef struct host {
    int elements[IP_ELEMENT_COUNT], element_count; /* of both, without the metal; those of the first composition first */
    int agreeing;                                  /* elements that agree on the ratio below */
    double units;                                  /* formula units of the other that hold the host of the first */
    int odd;                                       /* the first element that does not agree; 0 for none */
} host;

/* The ratio that most elements agree on; of several the one of the element that comes first. */
static host compare_hosts(const ip_composition *first, const ip_composition *other, int metal) {
    host found = {.units = NAN};
    for (int i = 0; i < first->count + other->count; i++) {
        int element = i < first->count ? first->element[i] : other->element[i - first->count];
        bool is_new = element != metal && (i < first->count || ip_composition_amount(first, element) == 0.0);
        if (is_new)
            found.elements[found.element_count++] = element;
    }
    for (int i = 0; i < found.element_count; i++) {
        double units = ratio_of(first, other, found.elements[i]);
        int agreeing = 0;
        for (int j = 0; j < found.element_count; j++)
            agreeing += is_same_ratio(ratio_of(first, other, found.elements[j]), units);
        if (agreeing > found.agreeing && units > 0.0 && isfinite(units)) {
            found.agreeing = agreeing;
            found.units = units;
        }
    }
    for (int i = 0; i < found.element_count && !found.odd; i++)
        if (!is_same_ratio(ratio_of(first, other, found.elements[i]), found.units))
            found.odd = found.elements[i];
    return found;
}

/* Metals that batteries exchange come first, those of low charge before others. */
static int rank_of_metal(int element) {
    int charge = ip_element_charge(element);
    return charge ? charge : 100;
}

static bool differs_in(const ip_composition *compositions, int count, int metal) {
    for (int i = 1; i < count; i++) {
        host found = compare_hosts(&compositions[0], &compositions[i], metal);
        if (found.odd || !found.agreeing)
            return false;
    }
    return true;
}

/* The element by which the compositions differ; where there is none, the metal that they would be expected to exchange. */
static int find_metal(const ip_composition *compositions, int count) {
    ip_element_set all = {{0, 0}};
    int elements[IP_ELEMENT_COUNT], metal = 0, likely = 0;
    for (int i = 0; i < count; i++)
        all = ip_element_set_union(all, ip_composition_elements(&compositions[i]));
    int element_count = ip_element_set_list(all, elements);
    for (int i = 0; i < element_count; i++) {
        int element = elements[i];
        if (differs_in(compositions, count, element) && (!metal || rank_of_metal(element) < rank_of_metal(metal)))
            metal = element;
        if (!likely || rank_of_metal(element) < rank_of_metal(likely))
            likely = element;
    }
    return metal ? metal : likely;
}

static ip_status fail_host(const host *found, const ip_composition *first, const ip_composition *other, int index, int metal,
                           ip_error *error) {
    const char *symbol = ip_element_symbol(metal);
    if (!found->agreeing)
        return ip_error_set(error, IP_BAD_ARGUMENT,
                            "compositions 1 and %d have no host in common: beside %s nothing is in both of them", index + 1,
                            symbol);
    int reference = 0;
    for (int i = 0; i < found->element_count && !reference; i++)
        if (is_same_ratio(ratio_of(first, other, found->elements[i]), found->units))
            reference = found->elements[i];
    double base = ip_composition_amount(first, reference);
    return ip_error_set(
        error, IP_BAD_ARGUMENT,
        "compositions 1 and %d differ not in %s alone but in %s: %.6g in the first and %.6g in the other for %.6g %s; "
        "expected the same but for %s",
        index + 1, symbol, ip_element_symbol(found->odd), ip_composition_amount(first, found->odd),
        ip_composition_amount(other, found->odd) * found->units, base, ip_element_symbol(reference), symbol);
}

static ip_status check_metal(int *charge, int metal, ip_error *error) {
    if (*charge == 0)
        *charge = ip_element_charge(metal);
    if (*charge >= 1 && *charge <= 8)
        return IP_OK;
    return ip_error_set(
        error, IP_BAD_ARGUMENT,
        "%s, by which the compositions differ, has no ionic charge to count voltages with; expected Li, Na, K, Rb, Cs, "
        "Ag, Mg, Ca, Sr, Ba, Zn or Al, or the charge of its ion",
        ip_element_symbol(metal));
}

static ip_status place(ip_voltage_point *out, ip_solver *solver, const ip_composition *compositions, int index, int metal,
                       ip_error *error) {
    const ip_composition *own = &compositions[index];
    host found = {.units = 1.0, .agreeing = 1};
    if (index > 0)
        found = compare_hosts(&compositions[0], own, metal);
    if (found.odd || !found.agreeing)
        return fail_host(&found, &compositions[0], own, index, metal, error);
    out->index = index;
    out->atoms = ip_composition_atoms(own);
    out->mass = ip_composition_mass(own);
    out->units = found.units;
    out->content = found.units * ip_composition_amount(own, metal);
    ip_status status = ip_hull_locate(&out->hull, solver, own, error);
    if (!status)
        out->energy = out->units * out->atoms * ip_hull_subject_energy(&out->hull);
    return status;
}

static int by_content(const void *a, const void *b) {
    const ip_voltage_point *left = a, *right = b;
    return (left->content > right->content) - (left->content < right->content);
}

static ip_status sort_points(ip_voltage *out, const char *metal, ip_error *error) {
    qsort(out->points, (size_t)out->count, sizeof *out->points, by_content);
    for (int i = 1; i < out->count; i++) {
        const ip_voltage_point *before = &out->points[i - 1], *point = &out->points[i];
        if (point->content - before->content <= IP_SAME_COMPOSITION * point->content) {
            int first = before->index < point->index ? before->index : point->index;
            return ip_error_set(error, IP_BAD_ARGUMENT, "compositions %d and %d are the same; expected different contents of %s",
                                first + 1, before->index + point->index - first + 1, metal);
        }
    }
    return IP_OK;
}

/* Height of the line between two points at the content of a third, eV per host. */
static double line_at(const ip_voltage *voltage, int low, int high, int at) {
    const ip_voltage_point *a = &voltage->points[low], *b = &voltage->points[high], *point = &voltage->points[at];
    return a->energy + (b->energy - a->energy) * (point->content - a->content) / (b->content - a->content);
}

static double above(const ip_voltage *voltage, int low, int high, int at) {
    const ip_voltage_point *point = &voltage->points[at];
    return (point->energy - line_at(voltage, low, high, at)) / (point->units * point->atoms);
}

/* The lower hull, by Andrew's monotone chain; what is on a line but for rounding is no corner of it. Between the ends, a
 * composition without an energy of its own is none either: the mixture that stands for it is no state of the host. */
static void find_line(ip_voltage *out) {
    for (int i = 0; i < out->count; i++) {
        if (i > 0 && i < out->count - 1 && !out->points[i].hull.phase)
            continue;
        while (out->stable_count >= 2 &&
               above(out, out->stable[out->stable_count - 2], i, out->stable[out->stable_count - 1]) >= -IP_HULL_TOLERANCE)
            out->stable_count--;
        out->stable[out->stable_count++] = i;
    }
    for (int s = 0; s < out->stable_count; s++)
        out->points[out->stable[s]].is_stable = true;
    for (int s = 0; s + 1 < out->stable_count; s++)
        for (int i = out->stable[s] + 1; i < out->stable[s + 1]; i++)
            out->points[i].above = out->points[i].hull.phase ? fmax(0.0, above(out, out->stable[s], out->stable[s + 1], i)) : NAN;
}

ip_status ip_voltage_find(ip_voltage *out, ip_solver *solver, const ip_composition *compositions, int count, int metal,
                          int charge, ip_error *error) {
    memset(out, 0, sizeof *out);
    if (count < 2)
        return ip_error_set(error, IP_BAD_ARGUMENT, "a voltage lies between two compositions or more; %d given", count);
    if (metal && !ip_element_symbol(metal))
        return ip_error_set(error, IP_BAD_ARGUMENT, "there is no element %d", metal);
    out->metal = metal ? metal : find_metal(compositions, count);
    out->charge = charge;
    out->points = calloc((size_t)count, sizeof *out->points);
    out->stable = calloc((size_t)count, sizeof *out->stable);
    ip_status status = out->points && out->stable ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < count && !status; i++, out->count++)
        status = place(&out->points[i], solver, compositions, i, out->metal, error);
    if (!status)
        status = sort_points(out, metal ? ip_element_symbol(metal) : "a metal", error);
    if (!status)
        status = check_metal(&out->charge, out->metal, error);
    if (status)
        ip_voltage_clear(out);
    else
        find_line(out);
    return status;
}

void ip_voltage_clear(ip_voltage *voltage) {
    for (int i = 0; i < voltage->count; i++)
        ip_hull_clear(&voltage->points[i].hull);
    free(voltage->points);
    free(voltage->stable);
    memset(voltage, 0, sizeof *voltage);
}

double ip_voltage_between(const ip_voltage *voltage, int low, int high) {
    const ip_voltage_point *a = &voltage->points[low], *b = &voltage->points[high];
    return -(b->energy - a->energy) / (voltage->charge * (b->content - a->content));
}

double ip_voltage_capacity(const ip_voltage *voltage, int low, int high, int per) {
    const ip_voltage_point *point = &voltage->points[per];
    double exchanged = fabs(voltage->points[high].content - voltage->points[low].content);
    return CHARGE_OF_A_MOLE * voltage->charge * exchanged / (point->units * point->mass);
}
