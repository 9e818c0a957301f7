/* Voltages at which the products of an interface change at any fraction, and the kinks there. Why these are the whole map stands
 * in the public header. */
#include <interphase/interface_map.h>

#include "base/list.h"
#include "engine/mixing.h"
#include "sweep.h"

#include <interphase/tolerance.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Energies closer to a straight line than this, eV/atom, lie on it. */
#define LINE_TOLERANCE 1e-9

static const ip_column columns[] = {
    IP_COLUMN(ip_interface_map_row, a, "A", "", 0, 0, 0, IP_COLUMN_SUBJECT, "the first reactant, as it was written"),
    IP_COLUMN(ip_interface_map_row, b, "B", "", 0, 0, 0, IP_COLUMN_SUBJECT, "the second reactant, as it was written"),
    IP_COLUMN(ip_interface_map_row, metal, "metal", "", 0, 0, 0, IP_COLUMN_SUBJECT, "the metal that voltages refer to"),
    IP_COLUMN(ip_interface_map_row, range_low, "from V", "V", 6, 0, 4, IP_COLUMN_SUBJECT, "lower end of the range asked for"),
    IP_COLUMN(ip_interface_map_row, range_high, "to V", "V", 6, 0, 4, IP_COLUMN_SUBJECT, "upper end of the range asked for"),
    IP_COLUMN(ip_interface_map_row, voltage, "voltage", "V", 6, 1, 4, 0,
              "an end of the range, or a voltage at which products change at some fraction"),
    IP_COLUMN(ip_interface_map_row, x, "x", "", 6, 2, 4, 0, "atomic fraction of A in the mixture, of a kink at this voltage"),
    IP_COLUMN(ip_interface_map_row, reaction_energy, "total", "eV/atom", 6, 3, 4, 0,
              "reaction energy per atom of the mixture, all reactant atoms"),
    IP_COLUMN(ip_interface_map_row, mutual_reaction_energy, "mutual", "eV/atom", 6, 4, 4, 0,
              "the same without what each reactant does by itself"),
};

const ip_result_type ip_interface_map_result = IP_RESULT_TYPE("map", ip_interface_map_row, columns);

/* The energies at one voltage. */
typedef struct cut {
    double voltage;
    int count;
    double *x, *total, *mutual; /* [0 .. count-1] by rising x; owned, in one piece that begins with x */
} cut;

typedef struct map_search {
    ip_solver *solver;
    const ip_reactant_pair *pair;
    const ip_question *question;
    ip_sweep sweep;       /* of the metal */
    ip_composition mixed; /* that breakpoints are looked for of */
    cut *cuts;            /* [0 .. count-1] by rising voltage, owned */
    long count, size;
} map_search;

static ip_status no_memory(ip_error *error) {
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

static ip_status find_cut(cut *out, const map_search *search, double voltage, ip_error *error) {
    ip_reservoir reservoir;
    ip_interface found;
    memset(out, 0, sizeof *out);
    ip_status status = ip_question_reservoir(&reservoir, search->question, voltage, error);
    if (!status)
        status = ip_interface_find(&found, search->solver, &search->pair->composition_a, &search->pair->composition_b, &reservoir,
                                   error);
    if (status)
        return status;
    size_t count = (size_t)found.kink_count;
    *out = (cut){.voltage = voltage, .count = found.kink_count, .x = malloc(3 * count * sizeof(double))};
    if (out->x) {
        out->total = out->x + count;
        out->mutual = out->total + count;
        for (size_t i = 0; i < count; i++) {
            out->x[i] = found.kinks[i].x;
            out->total[i] = found.kinks[i].reaction_energy;
            out->mutual[i] = found.kinks[i].mutual_reaction_energy;
        }
    } else {
        status = no_memory(error);
    }
    ip_interface_clear(&found);
    return status;
}

/* Takes a cut over. */
static ip_status add_cut(map_search *search, cut *taken, ip_error *error) {
    void *cuts = search->cuts;
    if (!ip_list_grow(&cuts, search->count, &search->size, sizeof *taken)) {
        free(taken->x);
        return no_memory(error);
    }
    search->cuts = cuts;
    search->cuts[search->count++] = *taken;
    return IP_OK;
}

static double total_at(const cut *at, double x) {
    int i = 1;
    while (i < at->count - 1 && at->x[i] < x)
        i++;
    double part = (x - at->x[i - 1]) / (at->x[i] - at->x[i - 1]);
    return at->total[i - 1] + part * (at->total[i] - at->total[i - 1]);
}

/* How far the energies half way lie above the straight line between two voltages, at the fraction where that is most. They are
 * piecewise linear in x, so that this is one of the kinks. */
static double find_bulge(const cut *low, const cut *middle, const cut *high, double *x) {
    const cut *cuts[] = {low, middle, high};
    double most = -INFINITY;
    for (int c = 0; c < 3; c++)
        for (int i = 0; i < cuts[c]->count; i++) {
            double at = cuts[c]->x[i], bulge = total_at(middle, at) - 0.5 * (total_at(low, at) + total_at(high, at));
            if (bulge > most) {
                most = bulge;
                *x = at;
            }
        }
    return most;
}

static ip_status evaluate(void *user, double voltage, ip_line *out, ip_error *error) {
    map_search *search = user;
    ip_mixture mixture;
    return ip_sweep_solve(&search->sweep, &search->mixed, voltage, &mixture, out, error);
}

/* The voltages at which the products of one mixture change; (*out)[0 .. *count-1] is the caller's (free). */
static ip_status find_breakpoints(double **out, int *count, map_search *search, double x, double low, double high,
                                  ip_error *error) {
    ip_line first, last;
    search->mixed = ip_mixing_composition(&search->pair->composition_a, &search->pair->composition_b, x);
    ip_status status = ip_sweep_elements(&search->sweep, ip_composition_elements(&search->mixed), error);
    if (!status)
        status = evaluate(search, low, &first, error);
    if (!status)
        status = evaluate(search, high, &last, error);
    if (!status)
        status = ip_envelope_find(out, count, first, last, evaluate, search, error);
    return status;
}

/* Adds the cuts behind `low` up to `high`, which is taken over. */
static ip_status add_between(map_search *search, const cut *low, cut *high, ip_error *error) {
    cut middle = {0};
    double x = 0.0, *breakpoints = NULL;
    int count = 0;
    ip_status status = IP_OK;
    if (high->voltage - low->voltage > 4.0 * IP_VOLTAGE_TOLERANCE)
        status = find_cut(&middle, search, 0.5 * (low->voltage + high->voltage), error);
    if (!status && middle.x && find_bulge(low, &middle, high, &x) > LINE_TOLERANCE)
        status = find_breakpoints(&breakpoints, &count, search, x, low->voltage, high->voltage, error);
    free(middle.x);
    /* Each cut is kept from moving while it is the lower one. */
    cut below = *low;
    for (int i = 0; i < count && !status; i++) {
        if (breakpoints[i] - below.voltage < IP_VOLTAGE_TOLERANCE || high->voltage - breakpoints[i] < IP_VOLTAGE_TOLERANCE)
            continue;
        cut next;
        status = find_cut(&next, search, breakpoints[i], error);
        if (!status)
            status = add_between(search, &below, &next, error);
        below = next;
    }
    free(breakpoints);
    if (status) {
        free(high->x);
        return status;
    }
    /* Where cuts were added, those beside the last one may still have to be parted; where none was, nothing changes. */
    if (below.voltage > low->voltage)
        return add_between(search, &below, high, error);
    return add_cut(search, high, error);
}

static ip_status find_cuts(map_search *search, double low, double high, ip_error *error) {
    cut first, last;
    ip_status status = find_cut(&first, search, low, error);
    if (!status)
        status = add_cut(search, &first, error);
    if (!status)
        status = find_cut(&last, search, high, error);
    return status ? status : add_between(search, &first, &last, error);
}

static ip_status make_rows(ip_interface_map_row **rows, long *count, const map_search *search, ip_error *error) {
    long all = 0, made = 0;
    for (long i = 0; i < search->count; i++)
        all += search->cuts[i].count;
    ip_interface_map_row *made_rows = malloc((size_t)all * sizeof *made_rows);
    if (!made_rows)
        return no_memory(error);
    for (long i = 0; i < search->count; i++) {
        const cut *at = &search->cuts[i];
        for (int k = 0; k < at->count; k++)
            made_rows[made++] = (ip_interface_map_row){.a = search->pair->a,
                                                       .b = search->pair->b,
                                                       .metal = ip_element_symbol(search->question->metal),
                                                       .range_low = search->cuts[0].voltage,
                                                       .range_high = search->cuts[search->count - 1].voltage,
                                                       .voltage = at->voltage,
                                                       .x = at->x[k],
                                                       .reaction_energy = at->total[k],
                                                       .mutual_reaction_energy = at->mutual[k]};
    }
    *rows = made_rows;
    *count = made;
    return IP_OK;
}

ip_status ip_interface_map_find(ip_interface_map_row **rows, long *count, ip_solver *solver, const ip_reactant_pair *pair,
                                double low, double high, const ip_question *question, ip_error *error) {
    map_search search = {.solver = solver, .pair = pair, .question = question};
    int charge = question->charge ? question->charge : ip_element_charge(question->metal);
    if (!(low >= 0.0 && low < high && isfinite(high)))
        return ip_error_set(error, IP_BAD_ARGUMENT, "the voltage range %g to %g V is empty; the lower end comes first", low,
                            high);
    ip_status status = ip_sweep_metal(&search.sweep, solver, question->metal, charge, question->reservoir, error);
    if (!status)
        status = find_cuts(&search, low, high, error);
    if (!status)
        status = make_rows(rows, count, &search, error);
    for (long i = 0; i < search.count; i++)
        free(search.cuts[i].x);
    free(search.cuts);
    ip_sweep_clear(&search.sweep);
    return status;
}
