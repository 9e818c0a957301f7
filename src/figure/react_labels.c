/* Places of the labels that name kinks: the products themselves beside one curve, as long as there is room for all, else numbers,
 * and a list of what they stand for. Knows rows of interfaces. */
#include "react_figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* mm */
#define GAP 1.1
#define FAR 13.0
#define ONE_LABEL 0.9 /* kinks nearer than this have one label */
#define LARGEST_LIST 110.0

/* More kinks than these in one place are not told apart. */
enum { MOST_TOGETHER = 6 };

/* ---- products */

/* As many as the equation has as it is written, with whole numbers where these are. */
ip_row_products ip_react_products(ip_memory *memory, const ip_interface_row *row) {
    double multiple = row->equation_energy_kJ_mol / row->reaction_energy_kJ_mol;
    ip_row_products products = row->products;
    if (!(multiple > 0.0) || !isfinite(multiple) || products.count <= 0)
        return products;
    ip_row_product *list = ip_memory_take(memory, (size_t)products.count * sizeof *list);
    if (!list)
        return (ip_row_products){.count = -1};
    for (long i = 0; i < products.count; i++) {
        list[i] = products.list[i];
        list[i].amount *= multiple;
    }
    return (ip_row_products){products.count, list};
}

static bool same_products(ip_row_products a, ip_row_products b) {
    if (a.count != b.count)
        return false;
    for (long i = 0; i < a.count; i++)
        if (strcmp(a.list[i].formula, b.list[i].formula) != 0 ||
            fabs(a.list[i].amount - b.list[i].amount) > 1e-6 * b.list[i].amount)
            return false;
    return true;
}

/* The number of products in the list, where they are put unless they are there. */
static int number_of(ip_react_curves *curves, const ip_interface_row *row) {
    ip_row_products products = ip_react_products(curves->memory, row);
    ip_legend *legend = &curves->legend;
    for (int i = 0; i < legend->count; i++)
        if (same_products(legend->entries[i].products, products))
            return legend->entries[i].number;
    legend->failed = legend->failed || products.count < 0;
    ip_legend_add(legend, (ip_legend_entry){.number = legend->count + 1, .products = products});
    return legend->count;
}

/* ---- places */

int ip_react_label_panel(const ip_react_curves *curves, const ip_react_label *label) {
    return label->on_total && ip_react_curve_panels(curves) == 2;
}

static double energy_of(const ip_interface_row *row, bool total) {
    return total ? row->reaction_energy : row->mutual_reaction_energy;
}

/* Which energies a panel shows: the first both where it is the only one. */
static bool shows(const ip_react_curves *curves, int panel, bool total) {
    return ip_react_curve_panels(curves) == 1 || panel == total;
}

static double or_zero(double number) {
    return number > 0.0 && isfinite(number) ? number : 0.0;
}

static void find_axes(ip_react_curves *curves) {
    for (int panel = 0; panel < 2; panel++) {
        double low = 0.0, high = 0.0;
        for (long c = 0; c < curves->count; c++)
            for (long i = 0; i < curves->list[c].count; i++) {
                const ip_interface_row *row = curves->list[c].kinks[i];
                double errors[] = {or_zero(row->mutual_reaction_energy_uncertainty), or_zero(row->reaction_energy_uncertainty)};
                for (int total = 0; total < 2; total++)
                    if (shows(curves, panel, total)) {
                        low = fmin(low, energy_of(row, total) - errors[total]);
                        high = fmax(high, energy_of(row, total) + errors[total]);
                    }
            }
        double range = high - low;
        if (!(range > IP_REACTION_TOLERANCE)) {
            low = -0.1;
            range = 0.1;
        }
        curves->bottom[panel] = low - 0.14 * range;
        curves->top[panel] = high + 0.05 * range;
    }
}

static double x_of(const ip_react_panel *panel, double x) {
    return x * (panel->width - IP_REACT_LEFT - IP_REACT_RIGHT);
}

static double y_of(const ip_react_curves *curves, const ip_react_panel *panel, int kind, double energy) {
    return panel->plot_height * (energy - curves->bottom[kind]) / (curves->top[kind] - curves->bottom[kind]);
}

/* Whether a kink is named: where the two do something, and at the ends where a reactant does so by itself. */
static bool is_named(const ip_interface_row *row, bool is_end) {
    return is_end ? ip_reacts(row->reaction_energy) : ip_reacts(row->mutual_reaction_energy);
}

/* Gathers the kinks of a curve that are to be named, near ones together. */
static void add_labels(ip_react_curves *curves, long index, const ip_react_panel *panels) {
    const ip_react_curve *curve = &curves->list[index];
    ip_react_label *last = NULL;
    for (long i = 0; i < curve->count; i++) {
        const ip_interface_row *row = curve->kinks[i];
        bool is_end = i == 0 || i == curve->count - 1;
        ip_react_label label = {.curve = index, .from = i, .to = i, .on_total = is_end};
        int kind = ip_react_label_panel(curves, &label);
        if (!is_named(row, is_end))
            continue;
        label.x = x_of(&panels[kind], row->x);
        label.y = y_of(curves, &panels[kind], kind, energy_of(row, is_end));
        if (last && last->to == i - 1 && !is_end && !last->on_total && hypot(last->x - label.x, last->y - label.y) < ONE_LABEL) {
            last->to = i;
            continue;
        }
        last = &curves->labels[curves->label_count++];
        *last = label;
    }
}

static void add_strokes(ip_places *places, const ip_react_curves *curves, const ip_react_panel *panel, int kind) {
    for (long c = 0; c < curves->count; c++)
        for (long i = 0; i < curves->list[c].count; i++)
            for (int total = 0; total < 2; total++) {
                const ip_interface_row *row = curves->list[c].kinks[i], *before = i ? curves->list[c].kinks[i - 1] : row;
                double x = x_of(panel, row->x), y = y_of(curves, panel, kind, energy_of(row, total));
                if (!shows(curves, kind, total))
                    continue;
                ip_places_add_stroke(places, x_of(panel, before->x), y_of(curves, panel, kind, energy_of(before, total)), x, y);
                ip_places_add_box(places, (ip_box){x - 0.6, y - 0.6, x + 0.6, y + 0.6});
            }
    double zero = y_of(curves, panel, kind, 0.0);
    ip_places_add_stroke(places, 0.0, zero, x_of(panel, 1.0), zero);
}

static ip_places open_places(const ip_react_curves *curves, const ip_react_panel *panel, int kind) {
    ip_places places = {.area = {0.3, 0.3, x_of(panel, 1.0) - 0.3, panel->plot_height - 0.3}};
    add_strokes(&places, curves, panel, kind);
    return places;
}

/* Widest form of the numbers that a label may come to hold. */
static double numbers_width(const ip_react_label *label) {
    return (double)(label->to - label->from + 1) * ip_script_text_width("99, ", IP_SCRIPT_SMALL_TYPE) -
           ip_script_text_width(", ", IP_SCRIPT_SMALL_TYPE);
}

/* Tries to place every label of a panel; false where one of them has no place. */
static bool place_all(ip_script *script, ip_react_curves *curves, const ip_react_panel *panel, int kind, bool as_products) {
    ip_places places = open_places(curves, panel, kind);
    bool all = true;
    for (long i = 0; i < curves->label_count; i++) {
        ip_react_label *label = &curves->labels[i];
        double width =
            as_products
                ? ip_script_products_width(ip_react_products(curves->memory, curves->list[label->curve].kinks[label->from]),
                                           IP_SCRIPT_SMALL_TYPE)
                : numbers_width(label);
        if (ip_react_label_panel(curves, label) != kind)
            continue;
        label->placed = (!as_products || label->from == label->to) && label->to - label->from < MOST_TOGETHER &&
                        ip_places_find(&label->place, &places, label->x, label->y, width,
                                       ip_script_line_height(IP_SCRIPT_SMALL_TYPE), GAP, FAR, ip_below_first);
        all = all && label->placed;
    }
    if (places.failed)
        ip_script_fail(script);
    ip_places_clear(&places);
    return all;
}

/* Numbers in the order of the curves for what is placed. */
static void add_numbers(ip_react_curves *curves) {
    long left_out = 0;
    for (long i = 0; i < curves->label_count; i++) {
        ip_react_label *label = &curves->labels[i];
        size_t length = 0;
        if (!label->placed)
            left_out += label->to - label->from + 1;
        for (long k = label->from; k <= label->to && label->placed; k++)
            length += (size_t)snprintf(label->numbers + length, sizeof label->numbers - length, "%s%d", length ? ", " : "",
                                       number_of(curves, curves->list[label->curve].kinks[k]));
    }
    if (left_out) {
        snprintf(curves->rest, sizeof curves->rest,
                 left_out == 1 ? "one more kink stands too near to others to be named"
                               : "%ld more kinks stand too near to others to be named",
                 left_out);
        ip_legend_add(&curves->legend, (ip_legend_entry){.head = curves->rest});
    }
}

double ip_react_place(ip_script *script, ip_react_curves *curves, const ip_react_panel *panels, double width) {
    long most = 1;
    for (long i = 0; i < curves->count; i++)
        most += curves->list[i].count;
    if (!curves->labels)
        curves->labels = malloc((size_t)most * sizeof *curves->labels);
    ip_legend_clear(&curves->legend);
    curves->label_count = 0;
    if (!curves->labels || !curves->count) {
        if (!curves->labels)
            ip_script_fail(script);
        return 0.0;
    }
    find_axes(curves);
    for (long i = 0; i < curves->count; i++)
        add_labels(curves, i, panels);
    if (curves->count == 1 && place_all(script, curves, &panels[0], 0, true))
        return 0.0;
    for (int kind = 0; kind < ip_react_curve_panels(curves); kind++)
        place_all(script, curves, &panels[kind], kind, false);
    if (!curves->without_list)
        add_numbers(curves);
    for (long i = 0; i < curves->label_count && curves->without_list; i++)
        curves->labels[i].placed = false;
    if (curves->legend.failed)
        ip_script_fail(script);
    double list = ip_legend_layout(&curves->legend, width - 4.0);
    return script->height > 0.0 ? list : fmin(list, LARGEST_LIST);
}

void ip_react_clear_curves(ip_react_curves *curves) {
    ip_legend_clear(&curves->legend);
    free(curves->labels);
    curves->labels = NULL;
}
