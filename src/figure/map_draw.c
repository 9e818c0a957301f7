/* A map of energies as gnuplot draws it: cells, names, the key of marks and the scale of colours. */
#include "key.h"
#include "map_inside.h"

#include <interphase/element.h>
#include <interphase/number.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* mm */
#define EDGE IP_MAP_EDGE
#define GAP 0.1          /* between cells, on each side */
#define KEY_GAP 1.6      /* below the cells */
#define BAR 2.0          /* the scale of colours */
#define BAR_WIDTH 70.0
#define BAR_NUMBERS 3.4
#define BOTTOM 1.2

#define SMALLEST_TYPE 4.0

enum { MOST_LINES = 6, TEXT_SIZE = IP_MAP_TITLE_SIZE };

/* From strong to no reaction: evenly lighter (20 to 95 of CIE L*), so that it reads in grey, from blue to yellow, which the
 * colour-blind tell apart. */
static const char ramp[] = "set palette defined (" IP_RAMP ")\n";

/* By character; gnuplot's numbers of marks, and their part of the full size. */
static const struct {
    const char *word, *meaning;
    int shape;
    double size;
} marks[] = {
    {"none", "no reaction", 7, 0.25},
    {"SEI", "SEI (insulating)", 6, 1.0},
    {"MCI", "MCI (conducting)", 2, 1.0},
    {"unknown", "unknown", 8, 1.0},
};
enum { MARK_COUNT = sizeof marks / sizeof *marks };

int ip_map_mark(const char *character) {
    for (int i = 0; i < MARK_COUNT; i++)
        if (character && strcmp(character, marks[i].word) == 0)
            return i;
    return MARK_COUNT - 1;
}

static void add_short(char *out, size_t size, double number) {
    ip_number_format_short(out, size, number, 4);
}

void ip_map_voltage(char *out, size_t size, const ip_screened_row *cell) {
    char low[32], high[32];
    add_short(low, sizeof low, cell->voltage_low);
    add_short(high, sizeof high, cell->voltage_high);
    if (isnan(cell->voltage_low))
        snprintf(out, size, "closed");
    else if (cell->voltage_high > cell->voltage_low)
        snprintf(out, size, "%s to %s V", low, high);
    else
        snprintf(out, size, "%s V", low);
}

/* ---- words */

/* Adds to a text of TEXT_SIZE, which all that is said fits into. */
static void append(char *text, const char *format, ...) IP_PRINTF(2, 3);

static void append(char *text, const char *format, ...) {
    size_t length = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + length, TEXT_SIZE - length, format, arguments);
    va_end(arguments);
}

/* "Na/Na⁺" */
static void add_couple(char *out, const char *metal) {
    static const char *const charges[] = {"", "", "\xC2\xB2", "\xC2\xB3"};
    int element = metal ? ip_element_find(metal, strlen(metal)) : 0, charge = element ? ip_element_charge(element) : 0;
    if (element)
        append(out, "%s/%s%s\xE2\x81\xBA", metal, metal, charge > 0 && charge < 4 ? charges[charge] : "");
    else
        append(out, "each one's metal");
}

/* Adds at which voltage rows were asked: ", closed", ", at 2 V against Na/Na⁺". */
static void add_condition(char *out, const ip_screened_row *const *cells, long count) {
    const ip_screened_row *first = NULL;
    const char *metal = NULL;
    bool same = true, same_metal = true;
    for (long i = 0; i < count; i++) {
        const ip_screened_row *cell = cells[i];
        if (isnan(ip_map_energy(cell)))
            continue;
        first = first ? first : cell;
        bool both_closed = isnan(cell->voltage_low) && isnan(first->voltage_low);
        same = same && (both_closed || (cell->voltage_low == first->voltage_low && cell->voltage_high == first->voltage_high));
        if (isnan(cell->voltage_low) || !cell->answer_metal)
            continue;
        metal = metal ? metal : cell->answer_metal;
        same_metal = same_metal && strcmp(cell->answer_metal, metal) == 0;
    }
    if (!first)
        return;
    if (same && isnan(first->voltage_low)) {
        append(out, ", closed");
        return;
    }
    if (same) {
        char voltage[IP_MAP_VOLTAGE_SIZE];
        ip_map_voltage(voltage, sizeof voltage, first);
        append(out, first->voltage_high > first->voltage_low ? ", the worst from %s against " : ", at %s against ", voltage);
    } else {
        append(out, ", at the voltages named, against ");
    }
    add_couple(out, same_metal ? metal : NULL);
}

void ip_map_title(char out[IP_MAP_TITLE_SIZE], const ip_screened_row *const *cells, long count) {
    bool any_pair = false, any_alone = false;
    for (long i = 0; i < count; i++) {
        any_pair = any_pair || cells[i]->b;
        any_alone = any_alone || !cells[i]->b;
    }
    *out = '\0';
    append(out, "%s", any_pair ? "mutual reaction energy" : "reaction energy");
    append(out, any_pair && any_alone ? " (alone: reaction energy), eV/atom" : ", eV/atom");
    add_condition(out, cells, count);
}

static int fold_title(char lines[MOST_LINES][TEXT_SIZE], const ip_map *map, double width) {
    char title[IP_MAP_TITLE_SIZE];
    ip_map_title(title, map->cells, map->count);
    return ip_key_fold(lines[0], MOST_LINES, TEXT_SIZE, title, width - 2.0 * EDGE, IP_SCRIPT_SMALL_TYPE);
}

/* ---- key */

enum { ENTRY_COUNT = MARK_COUNT + 3 };
#define KEY_MARK 1.4 /* mm */

/* The entries that there are; `names` is room for the text of the last. Returns how many. */
static int find_entries(ip_key_entry entries[ENTRY_COUNT], char *names, size_t size, const ip_map *map) {
    long step = map->across.step > map->down.step ? map->across.step : map->down.step;
    int count = 0;
    for (int i = 0; i < MARK_COUNT; i++)
        if (map->mark_size > 0.0 && (map->marks >> i & 1u)) {
            ip_key_entry entry = {IP_KEY_MARK, marks[i].shape, marks[i].size * KEY_MARK, IP_BLACK, marks[i].meaning, false};
            entries[count++] = entry;
        }
    snprintf(names, size, "one of %ld names is written", step);
    const ip_key_entry failed = {IP_KEY_STROKE, 0, 0.0, IP_GREY, "no answer", false};
    const ip_key_entry gaps = {IP_KEY_TEXT, 0, 0.0, NULL, "blank: not asked", false},
                       left_out = {IP_KEY_TEXT, 0, 0.0, NULL, names, false};
    if (map->has_failed)
        entries[count++] = failed;
    if (map->has_gaps)
        entries[count++] = gaps;
    if (step > 1)
        entries[count++] = left_out;
    return count;
}

/* Returns how many lines it has; with a script it writes them. */
static int add_key(ip_script *script, const ip_map *map, double width, double top) {
    ip_key_entry entries[ENTRY_COUNT];
    char names[80];
    return ip_key_add(script, entries, find_entries(entries, names, sizeof names, map), width, top);
}

double ip_map_key_height(const ip_map *map, double width) {
    char lines[MOST_LINES][TEXT_SIZE];
    ip_map full = *map;
    full.mark_size = 1.0; /* is not known yet */
    return KEY_GAP + IP_KEY_LINE * add_key(NULL, &full, width, 0.0) + 1.0 + BAR + BAR_NUMBERS +
           fold_title(lines, map, width) * ip_script_line_height(IP_SCRIPT_SMALL_TYPE) + BOTTOM;
}

/* The scale of colours, with its title below; `top` mm above the lower edge of the picture. */
static void add_scale(ip_script *script, const ip_map *map, double top) {
    char lines[MOST_LINES][TEXT_SIZE];
    double width = fmin(script->width - 2.0 * EDGE - 8.0, BAR_WIDTH), left = map->left;
    if (left + width > script->width - EDGE - 4.0)
        left = fmax(script->width - EDGE - 4.0 - width, EDGE + 4.0);
    ip_script_add(
        script, "%sset cbrange [%.9g:0]\nset colorbox horizontal user origin screen %.5f,%.5f size screen %.5f,%.5f border\n",
        ramp, -map->limit, left / script->width, (top - BAR) / script->height, width / script->width, BAR / script->height);
    /* Tics take a font from a variable, not from a function. */
    ip_script_add(script, "scale_type = type(%g)\nset cbtics (", IP_SCRIPT_SMALL_TYPE);
    long count = lround(map->limit / map->tic);
    for (long i = count; i >= 0; i--)
        ip_script_add(script, "'%s%s%.9g' %.9g%s", i == count && map->clipped ? "\xE2\x89\xA4 " : "", i ? "\xE2\x88\x92" : "",
                      (double)i * map->tic, -(double)i * map->tic, i ? ", " : ") scale 0.3 offset 0,0.6 font scale_type\n");
    int line_count = fold_title(lines, map, script->width);
    double line = ip_script_line_height(IP_SCRIPT_SMALL_TYPE), widest = 0.0;
    for (int i = 0; i < line_count; i++)
        widest = fmax(widest, ip_script_text_width(lines[i], IP_SCRIPT_SMALL_TYPE));
    for (int i = 0; i < line_count; i++) {
        ip_script_add(script, "set label ");
        ip_script_add_text(script, lines[i], 0.0, IP_SCRIPT_SMALL_TYPE);
        ip_script_add(script, " at screen %.5f,%.5f left font type(%g)\n",
                      fmax(fmin(left, script->width - EDGE - widest), EDGE) / script->width,
                      (top - BAR - BAR_NUMBERS - (i + 0.5) * line) / script->height, IP_SCRIPT_SMALL_TYPE);
    }
}

/* ---- names and cells */

static void add_name(ip_script *script, const ip_map *map, const ip_map_axis *axis, long index, double room) {
    ip_buffer name = {0};
    double width = ip_map_name_width(map, axis, index, axis->points);
    double points = width > room ? fmax(axis->points * room / width, fmin(SMALLEST_TYPE, axis->points)) : axis->points;
    ip_map_name(&name, map, axis, index, room + 0.01, points); /* type was made to fit exactly */
    ip_script_add(script, "set label ");
    ip_script_add_quoted(script, &name);
    ip_script_add(script, " font type(%.3g) at ", points);
    ip_buffer_clear(&name);
}

static void add_names(ip_script *script, const ip_map *map, double above) {
    double room = map->top - EDGE - 1.0;
    for (long i = 0; i < map->down.count; i += map->down.step) {
        add_name(script, map, &map->down, i, map->left - EDGE - 1.0);
        ip_script_add(script, "screen %.5f, first %ld right\n", (map->left - 1.0) / script->width, i + 1);
    }
    for (long i = 0; i < map->across.count && !map->listed; i += map->across.step) {
        add_name(script, map, &map->across, i, map->upright ? room : map->cell_width);
        if (map->upright)
            ip_script_add(script, "first %ld, screen %.5f left rotate by 90\n", i + 1, (above + 1.0) / script->height);
        else
            ip_script_add(script, "first %ld, screen %.5f center\n", i + 1,
                          (above + 0.6 + 0.5 * ip_script_line_height(IP_SCRIPT_SMALL_TYPE)) / script->height);
    }
}

static void add_cells(ip_script *script, const ip_map *map) {
    static const char columns[] = "a,b,answer_voltage,reaction_energy,mutual_reaction_energy,mutual_reaction_energy_uncertainty,"
                                  "character,status";
    ip_script_add(script, "$cells << END_OF_DATA\n%s,column,row\n", columns);
    for (long i = 0; i < map->count; i++) {
        ip_script_add_cells(script, &ip_screened_result, columns, map->cells[i]);
        ip_script_add(script, ",%ld,%ld\n", map->across.of_cells[i] + 1, map->down.of_cells[i] + 1);
    }
    ip_script_add(script, "END_OF_DATA\n");
}

static void add_plot(ip_script *script, const ip_map *map) {
    double half_x = 0.5 - fmin(GAP / map->cell_width, 0.05), half_y = 0.5 - fmin(GAP / map->cell_height, 0.05);
    double aside = map->written ? 0.5 - 1.6 / map->cell_width : 0.0;
    ip_script_add(
        script,
        "energy(of) = stringcolumn('b') eq '' ? column('reaction_energy') : column('mutual_reaction_energy')\n"
        "answered(of) = stringcolumn('status') eq 'ok' && energy(0) == energy(0)\n"
        "ink(of) = energy(0) < %.9g ? 0xffffff : 0x000000\n"
        "sign(number) = number < -0.0005 ? '\xE2\x88\x92' : ''\n"
        "x(of) = column('column')\ny(of) = answered(0) ? column('row') : NaN\nfailed(of) = answered(0) ? NaN : column('row')\n",
        -0.6 * map->limit); /* where white reads better than black */
    ip_script_add(script, "shape(word) = ");
    for (int i = 0; i + 1 < MARK_COUNT; i++)
        ip_script_add(script, "word eq '%s' ? %d : ", marks[i].word, marks[i].shape);
    ip_script_add(script, "%d\nsize(word) = (word eq 'none' ? %g : 1) * %.4f\n", marks[MARK_COUNT - 1].shape, marks[0].size,
                  map->mark_size);
    ip_script_add(
        script,
        "plot $cells using (x(0)):(y(0)):(x(0)-%.5f):(x(0)+%.5f):(y(0)-%.5f):(y(0)+%.5f):(energy(0)) with boxxyerror linecolor "
        "palette notitle",
        half_x, half_x, half_y, half_y);
    if (map->has_failed)
        ip_script_add(
            script,
            ", \\\n $cells using (x(0)):(failed(0)):(x(0)-%.5f):(x(0)+%.5f):(failed(0)-%.5f):(failed(0)+%.5f) with boxxyerror "
            "linecolor rgb '" IP_GREY "' linewidth 0.5 fillstyle empty border rgb '" IP_GREY "' notitle, \\\n"
            " $cells using (x(0)-%.5f):(failed(0)+%.5f):(%.5f):(%.5f) with vectors nohead linecolor rgb '" IP_GREY "' notitle",
            half_x, half_x, half_y, half_y, half_x, half_y, 2.0 * half_x, -2.0 * half_y);
    if (map->mark_size > 0.0)
        ip_script_add(
            script,
            ", \\\n $cells using (x(0)-%.5f):(y(0)):(mark(size(stringcolumn('character')))):(shape(stringcolumn('character'))):"
            "(ink(0)) with points pointsize variable pointtype variable linecolor rgb variable notitle",
            aside);
    if (map->written)
        ip_script_add(
            script,
            ", \\\n $cells using (x(0)+%.5f):(y(0)):(sign(energy(0)).sprintf('%%.3f', abs(energy(0)))):(ink(0)) with labels "
            "right font type(%g) textcolor rgb variable notitle",
            0.5 - 0.8 / map->cell_width, IP_SCRIPT_SMALL_TYPE);
    ip_script_add(script, "\n");
}

void ip_map_add(ip_script *script, const ip_map *map, double bottom) {
    double below = map->height - map->top - map->cell_height * (double)map->down.count, base = bottom + below;
    ip_script_margins(script, map->left, script->width - map->left - map->plot_width, base,
                      script->height - bottom - map->height + map->top);
    add_cells(script, map);
    ip_script_add(script, "unset border\nunset tics\nunset key\nset xrange [0.5:%ld.5]\nset yrange [%ld.5:0.5]\n",
                  map->across.count, map->down.count);
    add_names(script, map, bottom + map->height - map->top);
    double key = base - KEY_GAP;
    key -= IP_KEY_LINE * add_key(script, map, script->width, key) + 1.0;
    add_scale(script, map, key);
    add_plot(script, map);
}
