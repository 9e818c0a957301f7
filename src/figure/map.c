/* Where everything of a map of energies comes to lie. Knows points of tasks, and how wide text comes out. */
#include "map.h"

#include "key.h"
#include "map_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* mm */
#define EDGE IP_MAP_EDGE
#define WIDEST_CELL 16.0
#define PLAIN_CELL 2.9
#define WRITTEN_CELL 4.2
#define HIGHEST 2400.0 /* of all cells: pictures of dots end somewhere */
#define WRITTEN_WIDTH 10.5
#define HIGHEST_NAMES 32.0
#define LARGEST_MARK 1.5
#define SMALLEST_MARK 0.45

#define SMALLEST_TYPE 4.0
#define LEAST_LIMIT 0.01 /* eV/atom: of the scale of colours */
#define LEAST_FILLED 0.5 /* of a map */
#define CLIP 1.3         /* the scale leaves out what lies this much beyond all but the strongest reactions */

double ip_map_energy(const ip_screened_row *cell) {
    bool answered = cell->status && strcmp(cell->status, ip_status_word(IP_OK)) == 0;
    double energy = cell->b ? cell->mutual_reaction_energy : cell->reaction_energy;
    return answered && isfinite(energy) ? energy : NAN;
}

/* ---- names */

typedef struct name {
    const char *formula, *other; /* NULL for none */
    double low, high;
    long cell, found; /* found: its place among the names */
} name;

/* NaN comes first, and equals itself. */
static int compare_numbers(double a, double b) {
    if (isnan(a) || isnan(b))
        return isnan(b) - isnan(a);
    return (a > b) - (a < b);
}

static int compare_texts(const char *a, const char *b) {
    return strcmp(a ? a : "", b ? b : "");
}

static int compare_formulas(const name *left, const name *right) {
    int order = compare_texts(left->formula, right->formula);
    return order ? order : compare_texts(left->other, right->other);
}

static int compare_names(const void *a, const void *b) {
    const name *left = a, *right = b;
    int order = compare_formulas(left, right);
    if (!order)
        order = compare_numbers(left->low, right->low);
    return order ? order : compare_numbers(left->high, right->high);
}

static int compare_names_and_cells(const void *a, const void *b) {
    const name *left = a, *right = b;
    int order = compare_names(a, b);
    return order ? order : (left->cell > right->cell) - (left->cell < right->cell);
}

static int compare_cells(const void *a, const void *b) {
    const name *left = a, *right = b;
    return (left->cell > right->cell) - (left->cell < right->cell);
}

/* Gives equal names one place, in the order in which they first occur. */
static bool find_names(ip_map_axis *axis, name *names, long count) {
    axis->of_cells = malloc(((size_t)count + 1) * sizeof *axis->of_cells);
    axis->first = malloc(((size_t)count + 1) * sizeof *axis->first);
    if (!axis->of_cells || !axis->first)
        return false;
    qsort(names, (size_t)count, sizeof *names, compare_names_and_cells);
    for (long i = 0; i < count; i++) {
        bool same = i && compare_names(&names[i - 1], &names[i]) == 0;
        names[i].found = same ? names[i - 1].found : names[i].cell;
    }
    qsort(names, (size_t)count, sizeof *names, compare_cells);
    for (long i = 0; i < count; i++) {
        bool is_first = names[i].found == i;
        if (is_first)
            axis->first[axis->count] = i;
        axis->of_cells[i] = is_first ? axis->count++ : axis->of_cells[names[i].found];
    }
    return true;
}

/* What tells the cells of one side apart: the first formula; the second with its voltages; of a list all of them, and nothing. */
static name name_of(const ip_map *map, long cell, bool second) {
    const ip_screened_row *row = map->cells[cell];
    name found = {NULL, NULL, NAN, NAN, cell, 0};
    if (map->listed && second)
        return found;
    if (second || map->listed) {
        found.low = row->voltage_low;
        found.high = row->voltage_high;
    }
    found.formula = second ? row->b : row->a;
    found.other = map->listed ? row->b : NULL;
    return found;
}

static bool find_axes(ip_map *map) {
    name *names = calloc((size_t)map->count + 1, sizeof *names);
    bool found = names != NULL;
    for (int side = 0; side < 2 && found; side++) {
        for (long i = 0; i < map->count; i++)
            names[i] = name_of(map, i, side == 1);
        found = find_names(side ? &map->across : &map->down, names, map->count);
    }
    free(names);
    return found;
}

static void forget_axes(ip_map *map) {
    ip_map_axis *axes[] = {&map->across, &map->down};
    for (int i = 0; i < 2; i++) {
        free(axes[i]->of_cells);
        free(axes[i]->first);
        memset(axes[i], 0, sizeof *axes[i]);
    }
}

static bool have_one_voltage(const ip_map *map) {
    for (long i = 1; i < map->count; i++)
        if (compare_numbers(map->cells[0]->voltage_low, map->cells[i]->voltage_low) ||
            compare_numbers(map->cells[0]->voltage_high, map->cells[i]->voltage_high))
            return false;
    return true;
}

/* How much of the map its cells fill, 0 to 1. A pair that was asked twice is one cell. */
static double find_filled(const ip_map *map) {
    double all = (double)map->across.count * (double)map->down.count;
    return all > 0.0 ? fmin((double)map->count / all, 1.0) : 0.0;
}

/* As a map, or as a list. */
static bool find_shape(ip_map *map) {
    if (!find_axes(map))
        return false;
    if (find_filled(map) < LEAST_FILLED) {
        forget_axes(map);
        map->listed = true;
        if (!find_axes(map))
            return false;
    }
    (map->listed ? &map->down : &map->across)->has_voltages = !have_one_voltage(map);
    return true;
}

/* ---- order */

typedef struct ranked {
    double mean;
    long name;
} ranked;

static int compare_means(const void *a, const void *b) {
    const ranked *left = a, *right = b;
    if (left->mean != right->mean)
        return left->mean > right->mean ? -1 : 1;
    return (left->name > right->name) - (left->name < right->name);
}

/* Puts the names first whose reactions are the weakest on average; those without an answer last. */
static bool sort_axis(const ip_map *map, ip_map_axis *axis) {
    ranked *ranks = calloc((size_t)axis->count + 1, sizeof *ranks);
    long *answers = calloc((size_t)axis->count + 1, sizeof *answers), *places = calloc((size_t)axis->count + 1, sizeof *places);
    bool sorted = ranks && answers && places;
    for (long i = 0; i < map->count && sorted; i++) {
        double energy = ip_map_energy(map->cells[i]);
        if (isnan(energy))
            continue;
        ranks[axis->of_cells[i]].mean += energy;
        answers[axis->of_cells[i]]++;
    }
    for (long i = 0; i < axis->count && sorted; i++) {
        ranks[i].mean = answers[i] ? ranks[i].mean / (double)answers[i] : -INFINITY;
        ranks[i].name = i;
    }
    if (sorted)
        qsort(ranks, (size_t)axis->count, sizeof *ranks, compare_means);
    for (long i = 0; i < axis->count && sorted; i++) {
        places[ranks[i].name] = i;
        answers[i] = axis->first[ranks[i].name];
    }
    for (long i = 0; i < axis->count && sorted; i++)
        axis->first[i] = answers[i];
    for (long i = 0; i < map->count && sorted; i++)
        axis->of_cells[i] = places[axis->of_cells[i]];
    free(ranks);
    free(answers);
    free(places);
    return sorted;
}

/* ---- scale */

static int compare_energies(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* A few reactions with the metal itself would leave all others in one colour: the strongest two in a hundred may lie beyond. */
static bool find_scale(ip_map *map) {
    double *energies = malloc(((size_t)map->count + 1) * sizeof *energies);
    long count = 0;
    if (!energies)
        return false;
    for (long i = 0; i < map->count; i++)
        if (!isnan(ip_map_energy(map->cells[i])))
            energies[count++] = ip_map_energy(map->cells[i]);
    qsort(energies, (size_t)count, sizeof *energies, compare_energies);
    double strongest = count ? fmax(-energies[0], 0.0) : 0.0,
           most = count ? fmax(-energies[count / 50], LEAST_LIMIT) : LEAST_LIMIT;
    free(energies);
    double wanted = strongest > CLIP * most ? most : fmax(strongest, LEAST_LIMIT);
    map->tic = ip_key_round_up(wanted / 5.0);
    map->limit = ceil(wanted / map->tic - 1e-6) * map->tic;
    map->clipped = strongest > map->limit * (1.0 + 1e-6);
    return true;
}

/* ---- sizes */

/* What a name is put together of: one formula or two, or a word for none, and "2 V" or nothing. */
typedef struct name_parts {
    const char *formulas[2], *word;
    char voltage[IP_MAP_VOLTAGE_SIZE];
} name_parts;

static name_parts parts_of(const ip_map *map, const ip_map_axis *axis, long index) {
    const ip_screened_row *cell = map->cells[axis->first[index]];
    bool is_across = axis == &map->across, is_second = is_across != map->turned;
    name_parts parts = {{NULL, NULL}, NULL, ""};
    if (map->listed && is_across)
        return parts;
    parts.formulas[0] = is_second ? cell->b : cell->a;
    parts.formulas[1] = map->listed ? cell->b : NULL;
    parts.word = parts.formulas[0] ? NULL : IP_MAP_ALONE;
    if (axis->has_voltages)
        ip_map_voltage(parts.voltage, sizeof parts.voltage, cell);
    return parts;
}

/* All but the formulas. */
static double rest_width(const name_parts *parts, double points) {
    double width = parts->word ? ip_script_text_width(parts->word, points) : 0.0;
    if (parts->formulas[1])
        width += ip_script_text_width(IP_MAP_AND, points);
    return *parts->voltage ? width + ip_script_text_width(", ", points) + ip_script_text_width(parts->voltage, points) : width;
}

double ip_map_name_width(const ip_map *map, const ip_map_axis *axis, long index, double points) {
    name_parts parts = parts_of(map, axis, index);
    return ip_script_formula_width(parts.formulas[0], points) + ip_script_formula_width(parts.formulas[1], points) +
           rest_width(&parts, points);
}

/* Where two formulas have to share the room each gets half of it, and what the other leaves. */
void ip_map_name(ip_buffer *out, const ip_map *map, const ip_map_axis *axis, long index, double room, double points) {
    name_parts parts = parts_of(map, axis, index);
    double left = fmax(room - rest_width(&parts, points), 0.02), widths[2];
    for (int i = 0; i < 2; i++)
        widths[i] = ip_script_formula_width(parts.formulas[i], points);
    for (int i = 0; i < 2; i++) {
        double own = fmax(left - fmin(widths[1 - i], 0.5 * left), 0.01);
        if (i && parts.formulas[i])
            ip_buffer_add(out, IP_MAP_AND);
        if (parts.formulas[i])
            ip_script_formula(out, parts.formulas[i], own, points);
    }
    ip_buffer_add(out, parts.word ? parts.word : "");
    if (*parts.voltage) {
        ip_buffer_add(out, ", ");
        ip_script_text(out, parts.voltage, 0.0, points);
    }
}

static double widest_name(const ip_map *map, const ip_map_axis *axis, double points) {
    double widest = 0.0;
    for (long i = 0; i < axis->count; i++)
        widest = fmax(widest, ip_map_name_width(map, axis, i, points));
    return widest;
}

/* Smaller type, then not every name, where cells are narrower than a line. */
static void fit_names(ip_map_axis *axis, double room) {
    double line = ip_script_line_height(IP_SCRIPT_SMALL_TYPE);
    axis->points = fmax(fmin(IP_SCRIPT_SMALL_TYPE, IP_SCRIPT_SMALL_TYPE * room / line), SMALLEST_TYPE);
    axis->step = (long)ceil(ip_script_line_height(axis->points) / room - 1e-6);
}

static void turn(ip_map *map) {
    ip_map_axis across = map->across;
    map->across = map->down;
    map->down = across;
    map->turned = !map->turned;
}

static void find_widths(ip_map *map, double width) {
    map->left = fmin(widest_name(map, &map->down, IP_SCRIPT_SMALL_TYPE), (map->listed ? 0.6 : 0.3) * width) + EDGE + 1.0;
    map->cell_width = fmin((width - map->left - EDGE) / (double)map->across.count, WIDEST_CELL);
    map->plot_width = map->cell_width * (double)map->across.count;
    map->written = map->cell_width >= WRITTEN_WIDTH;
    fit_names(&map->across, map->cell_width);
    double widest = widest_name(map, &map->across, map->across.points);
    map->upright = widest + 0.8 > map->cell_width;
    map->top = map->listed
                   ? EDGE
                   : EDGE + 1.0 + (map->upright ? fmin(widest, HIGHEST_NAMES) : ip_script_line_height(IP_SCRIPT_SMALL_TYPE));
}

static void find_heights(ip_map *map, double width, double given) {
    double below = ip_map_key_height(map, width), rows = (double)map->down.count;
    map->cell_height = fmin(map->written ? WRITTEN_CELL : PLAIN_CELL, HIGHEST / rows);
    map->written = map->written && map->cell_height >= ip_script_line_height(IP_SCRIPT_SMALL_TYPE);
    if (given > 0.0) {
        /* Names and key first; what is left may be little. */
        map->top = fmin(map->top, fmax(0.3 * given, EDGE));
        map->cell_height = fmax(given - map->top - below, 0.1 * given) / rows;
        map->written = map->written && map->cell_height >= ip_script_line_height(IP_SCRIPT_SMALL_TYPE);
    }
    map->height = given > 0.0 ? given : map->top + map->cell_height * rows + below;
    fit_names(&map->down, map->cell_height);
    map->mark_size = fmin(LARGEST_MARK, 0.55 * fmin(map->cell_width, map->cell_height));
    if (map->mark_size < SMALLEST_MARK)
        map->mark_size = 0.0;
}

bool ip_map_lay_out(ip_map *out, const ip_screened_row *const *cells, long count, double width, double height, bool by_value) {
    memset(out, 0, sizeof *out);
    out->cells = cells;
    out->count = count;
    if (!find_shape(out) || !find_scale(out) || (by_value && (!sort_axis(out, &out->across) || !sort_axis(out, &out->down))))
        return false;
    for (long i = 0; i < count; i++) {
        if (isnan(ip_map_energy(cells[i])))
            out->has_failed = true;
        else
            out->marks |= 1u << ip_map_mark(cells[i]->character);
    }
    out->has_gaps = find_filled(out) < 1.0;
    find_widths(out, width);
    if (out->across.count > out->down.count && out->cell_width < ip_script_line_height(IP_SCRIPT_SMALL_TYPE)) {
        turn(out);
        find_widths(out, width);
    }
    find_heights(out, width, height);
    return true;
}

void ip_map_clear(ip_map *map) {
    forget_axes(map);
    memset(map, 0, sizeof *map);
}
