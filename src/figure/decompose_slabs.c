/* Slabs of phases: their heights are shares of atoms, their names stand in them where there is room. Knows formulas and how wide
 * text comes out. */
#include "decompose_figure.h"

#include "base/list.h"

#include <interphase/reading.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Pale enough for black names, and different from their neighbours in grey, too. */
static const int colours[] = {0xa9d4f0, 0xf5d38f, 0x9fd8c2, 0xf7f0a0, 0x8fb9d6, 0xefb48a, 0xe9cbdb, 0xc8c8c8};
enum { COLOUR_COUNT = sizeof colours / sizeof *colours };

/* Slabs further apart in their list than this do not touch: rows have fewer phases. */
enum { WINDOW = 64 };

/* Lines of formulas that are too thin for a name. */
enum { MOST_THIN = 4 };

/* mm beside a name, and beside a number */
#define EDGE 0.5
#define NUMBER_EDGE 0.15

/* A gas among the products is written with its state behind it. */
static double atoms_of(const char *formula) {
    char plain[IP_FORMULA_SIZE];
    ip_composition composition;
    size_t length = strlen(formula);
    if (length > 3 && length < sizeof plain && strcmp(formula + length - 3, "(g)") == 0) {
        memcpy(plain, formula, length - 3);
        plain[length - 3] = '\0';
        formula = plain;
    }
    return ip_composition_read(&composition, formula, NULL) ? 0.0 : ip_composition_atoms(&composition);
}

/* The index of a phase; -1 where it is none of them. */
static int find_phase(const ip_slabs *slabs, const char *formula) {
    for (int i = 0; i < slabs->phase_count; i++)
        if (strcmp(slabs->phases[i].formula, formula) == 0)
            return i;
    return -1;
}

void ip_slabs_expect(ip_slabs *slabs, ip_row_products products, double extent) {
    for (long i = 0; i < products.count; i++) {
        const char *formula = products.list[i].formula;
        int found = find_phase(slabs, formula);
        void *phases = slabs->phases;
        if (found >= 0) {
            slabs->phases[found].extent += extent;
        } else if (ip_list_grow(&phases, slabs->phase_count, &slabs->phase_size, sizeof *slabs->phases)) {
            slabs->phases = phases;
            slabs->phases[slabs->phase_count] = (ip_slab_phase){formula, atoms_of(formula), extent, slabs->phase_count, 0, 0};
            slabs->phase_count++;
        } else {
            slabs->failed = true;
        }
    }
}

static int compare_phases(const void *a, const void *b) {
    const ip_slab_phase *first = a, *second = b;
    if (first->extent != second->extent)
        return first->extent > second->extent ? -1 : 1;
    return (first->met > second->met) - (first->met < second->met);
}

void ip_slabs_begin(ip_slabs *slabs) {
    if (slabs->phase_count)
        qsort(slabs->phases, (size_t)slabs->phase_count, sizeof *slabs->phases, compare_phases);
}

/* The run of a phase up to `from`, where it goes on; else a new one. */
static long run_of(const ip_slabs *slabs, int phase, double from) {
    for (long i = slabs->count - 1; i >= 0 && slabs->list[i].right >= from - 1e-9; i--)
        if (slabs->list[i].phase == phase && slabs->list[i].right <= from + 1e-9)
            return slabs->list[i].run;
    return slabs->count + 1;
}

static void add_slab(ip_slabs *slabs, ip_slab slab) {
    void *list = slabs->list;
    if (ip_list_grow(&list, slabs->count, &slabs->size, sizeof slab)) {
        slabs->list = list;
        slabs->list[slabs->count++] = slab;
    } else {
        slabs->failed = true;
    }
}

void ip_slabs_add(ip_slabs *slabs, ip_row_products products, double from, double to, bool as_bar) {
    double all = 0.0, below = 0.0;
    for (long i = 0; i < products.count; i++) {
        int phase = find_phase(slabs, products.list[i].formula);
        all += phase < 0 ? 0.0 : products.list[i].amount * slabs->phases[phase].atoms;
    }
    for (int p = 0; p < slabs->phase_count && all > 0.0; p++)
        for (long i = 0; i < products.count; i++) {
            if (strcmp(products.list[i].formula, slabs->phases[p].formula) != 0)
                continue;
            double share = 100.0 * products.list[i].amount * slabs->phases[p].atoms / all;
            ip_slab slab = {.left = from, .right = to, .bottom = below, .top = below + share, .phase = p};
            slab.run = run_of(slabs, p, from);
            if (as_bar)
                slab = (ip_slab){
                    .left = below, .right = below + share, .bottom = from, .top = to, .phase = p, .run = slabs->count + 1};
            add_slab(slabs, slab);
            below += share;
        }
}

/* ---- colours */

/* Whether two slabs are beside each other: one above the other, or of two rows that follow each other. */
static bool touch(const ip_slab *a, const ip_slab *b) {
    return a->left <= b->right + 1e-9 && b->left <= a->right + 1e-9 && a->bottom <= b->top + 1e-9 && b->bottom <= a->top + 1e-9;
}

/* The colour that is used least of those that no slab beside one of this phase has. */
static int choose_colour(const ip_slabs *slabs, int phase, const int *used) {
    bool taken[COLOUR_COUNT] = {false};
    int best = -1;
    for (long i = 0; i < slabs->count; i++)
        for (long k = i < WINDOW ? 0 : i - WINDOW; slabs->list[i].phase == phase && k < slabs->count && k <= i + WINDOW; k++) {
            const ip_slab_phase *other = &slabs->phases[slabs->list[k].phase];
            if (other->colour >= 0 && touch(&slabs->list[i], &slabs->list[k]))
                taken[other->colour] = true;
        }
    for (int pass = 0; pass < 2 && best < 0; pass++)
        for (int c = 0; c < COLOUR_COUNT; c++)
            if ((pass || !taken[c]) && (best < 0 || used[c] < used[best]))
                best = c;
    return best;
}

void ip_slabs_colour(ip_slabs *slabs) {
    int used[COLOUR_COUNT] = {0};
    for (int p = 0; p < slabs->phase_count; p++)
        slabs->phases[p].colour = -1;
    for (int p = 0; p < slabs->phase_count; p++) {
        slabs->phases[p].colour = choose_colour(slabs, p, used);
        used[slabs->phases[p].colour]++;
    }
}

/* ---- names */

/* How much room a slab leaves around a text, upright or not: below zero where it does not fit. */
static double spare(const ip_slab *slab, double width, double edge, bool upright, double x_unit, double y_unit) {
    double across = (slab->right - slab->left) * x_unit, high = (slab->top - slab->bottom) * y_unit;
    double line = 0.9 * ip_script_line_height(IP_SCRIPT_SMALL_TYPE);
    return upright ? fmin(high - width - 2.0 * edge, across - line) : fmin(across - width - 2.0 * edge, high - line);
}

/* The slab of a run that has most room; NULL where none has enough. */
static const ip_slab *find_room(const ip_slabs *slabs, long run, double width, double edge, bool upright, double x_unit,
                                double y_unit) {
    const ip_slab *best = NULL;
    double most = 0.0;
    for (long i = 0; i < slabs->count; i++) {
        double left = slabs->list[i].run == run ? spare(&slabs->list[i], width, edge, upright, x_unit, y_unit) : -1.0;
        if (left >= 0.0 && (!best || left > most)) {
            best = &slabs->list[i];
            most = left;
        }
    }
    return best;
}

static bool is_first_of_run(const ip_slabs *slabs, long index) {
    for (long i = 0; i < index; i++)
        if (slabs->list[i].run == slabs->list[index].run)
            return false;
    return true;
}

/* A list of one text that reads as formulas, from the figure's memory. */
static ip_row_products one_product(ip_slabs *slabs, ip_memory *memory, const char *formula) {
    ip_row_product *product = ip_memory_take(memory, sizeof *product);
    const char *kept = product ? ip_memory_copy(memory, formula) : NULL;
    if (!kept) {
        slabs->failed = true;
        return (ip_row_products){.count = -1};
    }
    *product = (ip_row_product){.formula = kept, .amount = 1.0, .band_gap = NAN};
    return (ip_row_products){1, product};
}

/* What nothing names: as many formulas a line as there is room for. */
static void list_thin(ip_slabs *slabs, ip_legend *legend, ip_memory *memory, double width) {
    static const char head[] = "too thin to be marked: ";
    ip_buffer line = {0};
    int lines = 0, left_out = 0;
    double room = width - ip_script_text_width(head, IP_SCRIPT_SMALL_TYPE);
    for (int p = 0; p <= slabs->phase_count; p++) {
        const char *formula = p < slabs->phase_count ? slabs->phases[p].formula : NULL;
        if (formula && slabs->phases[p].named)
            continue;
        if (formula && lines == MOST_THIN) {
            left_out++;
            continue;
        }
        double used = ip_script_formula_width(ip_buffer_text(&line), IP_SCRIPT_SMALL_TYPE);
        if (line.length && (!formula || used + ip_script_formula_width(formula, IP_SCRIPT_SMALL_TYPE) + 2.0 > room)) {
            ip_legend_add(legend, (ip_legend_entry){.head = head, .products = one_product(slabs, memory, ip_buffer_text(&line))});
            ip_buffer_empty(&line);
            lines++;
        }
        if (formula && lines == MOST_THIN)
            left_out++;
        if (!formula || lines == MOST_THIN)
            continue;
        ip_buffer_add(&line, line.length ? ", " : "");
        ip_buffer_add(&line, formula);
    }
    if (left_out) {
        char *words = ip_memory_take(memory, 80);
        slabs->failed = slabs->failed || !words;
        if (words)
            snprintf(words, 80, "%d more phases are too thin to be marked", left_out);
        ip_legend_add(legend, (ip_legend_entry){.head = words});
    }
    slabs->failed = slabs->failed || line.failed;
    ip_buffer_clear(&line);
}

/* Numbers in the order of the phases, and what has neither number nor formula. */
static void list_names(ip_slabs *slabs, ip_legend *legend, ip_memory *memory, double width) {
    int number = 0;
    for (int p = 0; p < slabs->phase_count; p++) {
        bool numbered = false;
        for (long i = 0; i < slabs->name_count; i++)
            if (slabs->names[i].phase == p && slabs->names[i].number) {
                slabs->names[i].number = number + 1;
                numbered = true;
            }
        if (numbered)
            ip_legend_add(
                legend, (ip_legend_entry){.number = ++number, .products = one_product(slabs, memory, slabs->phases[p].formula)});
    }
    list_thin(slabs, legend, memory, width);
}

/* The formula along the axis or upright, else a number, else nothing. */
static void name_run(ip_slabs *slabs, const ip_slab *first, double number_width, double x_unit, double y_unit) {
    ip_slab_phase *phase = &slabs->phases[first->phase];
    double width = ip_script_formula_width(phase->formula, IP_SCRIPT_SMALL_TYPE);
    bool upright = false, numbered = false;
    const ip_slab *room = find_room(slabs, first->run, width, EDGE, false, x_unit, y_unit);
    if (!room && (upright = true))
        room = find_room(slabs, first->run, width, EDGE, true, x_unit, y_unit);
    if (!room && (numbered = true)) {
        upright = false;
        room = find_room(slabs, first->run, number_width, NUMBER_EDGE, false, x_unit, y_unit);
    }
    if (!room)
        return;
    phase->named = 1;
    slabs->names[slabs->name_count++] = (ip_slab_name){0.5 * (room->left + room->right), 0.5 * (room->bottom + room->top),
                                                       first->phase, numbered ? 1 : 0, upright};
}

void ip_slabs_name(ip_slabs *slabs, ip_legend *legend, ip_memory *memory, double width, double x_unit, double y_unit) {
    double number_width = ip_script_text_width(slabs->phase_count > 14 ? "99" : "9", IP_SCRIPT_SMALL_TYPE);
    free(slabs->names);
    slabs->names = malloc(((size_t)slabs->count + 1) * sizeof *slabs->names);
    slabs->name_count = 0;
    for (int p = 0; p < slabs->phase_count; p++)
        slabs->phases[p].named = 0;
    if (!slabs->names) {
        slabs->failed = true;
        return;
    }
    for (long i = 0; i < slabs->count; i++)
        if (is_first_of_run(slabs, i))
            name_run(slabs, &slabs->list[i], number_width, x_unit, y_unit);
    list_names(slabs, legend, memory, width);
}

/* ---- drawing */

void ip_slabs_data(ip_script *script, const ip_slabs *slabs, const char *name, long number) {
    ip_script_add(script, "$%s%ld << END_OF_DATA\nx,y,left,right,bottom,top,colour\n", name, number);
    for (long i = 0; i < slabs->count; i++) {
        const ip_slab *slab = &slabs->list[i];
        ip_script_add(script, "%.9g,%.9g,%.9g,%.9g,%.9g,%.9g,%d\n", 0.5 * (slab->left + slab->right),
                      0.5 * (slab->bottom + slab->top), slab->left, slab->right, slab->bottom, slab->top,
                      colours[slabs->phases[slab->phase].colour]);
    }
    ip_script_add(script, "END_OF_DATA\n");
    if (slabs->failed)
        ip_script_fail(script);
}

void ip_slabs_labels(ip_script *script, const ip_slabs *slabs) {
    for (long i = 0; i < slabs->name_count; i++) {
        const ip_slab_name *name = &slabs->names[i];
        ip_script_add(script, "set label ");
        if (name->number)
            ip_script_add(script, "'{/:Bold %d}'", name->number);
        else
            ip_script_add_formula(script, slabs->phases[name->phase].formula, 0.0, IP_SCRIPT_SMALL_TYPE);
        ip_script_add(script, " at first %.9g,first %.9g center%s font type(%g) front\n", name->x, name->y,
                      name->upright ? " rotate by 90" : "", IP_SCRIPT_SMALL_TYPE);
    }
}

void ip_slabs_clear(ip_slabs *slabs) {
    free(slabs->list);
    free(slabs->phases);
    free(slabs->names);
    memset(slabs, 0, sizeof *slabs);
}
