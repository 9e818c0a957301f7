/* What stands below a phase diagram: what its marks mean, how far what was asked about is from the hull, and names for which the
 * diagram had no room. */
#include "diagram_figure.h"

#include <interphase/number.h>

#include <limits.h>
#include <math.h>
#include <string.h>

/* mm */
#define LINE IP_WORDS_LINE
#define EDGE IP_WORDS_EDGE
#define BELOW 1.0
#define MARK 3.2
#define GAP 3.0

/* Compositions that are told of in words, and lines of what each falls apart into. */
enum { MOST_SUBJECTS = 8, MOST_LINES = 2, MOST_ITEMS = 9 };

static double room_of(const ip_diagram_panel *panel) {
    return panel->width - 2.0 * EDGE;
}

/* ---- marks */

typedef struct key_item {
    const char *style; /* of the mark; NULL for words alone */
    char text[64];
} key_item;

static int find_items(key_item items[MOST_ITEMS], const ip_diagram_panel *panel) {
    int count = 0;
    char number[400] = "";
    key_item stable = {"pointtype 7 pointsize mark(0.95) linecolor rgb '" IP_BLUE "'", "stable"};
    items[count++] = stable;
    if (panel->has_unstable) {
        key_item above = {"pointtype 6 pointsize mark(0.75) linecolor rgb '" IP_GREY "'", "above the hull"};
        ip_number_format_short(number, sizeof number, panel->above_hull, 2);
        if (panel->above_hull > 0.0)
            snprintf(above.text, sizeof above.text, "up to %.8s eV/atom above the hull", number);
        items[count++] = above;
    }
    if (panel->subject_count) {
        key_item asked = {"pointtype 13 pointsize mark(1.5) linecolor rgb '" IP_VERMILION "'", "asked about"};
        items[count++] = asked;
    }
    if (panel->has_unknown) {
        key_item unknown = {"pointtype 12 pointsize mark(1.5) linecolor rgb '" IP_VERMILION "'", "not in the table"};
        items[count++] = unknown;
    }
    if (panel->has_falls) {
        key_item falls = {"pointtype 5 pointsize mark(1.7) linecolor rgb '" IP_DIAGRAM_PALE_FALLS "'",
                          "what it falls apart into"};
        items[count++] = falls;
    }
    if (panel->has_rivals) {
        key_item rivals = {"pointtype 5 pointsize mark(1.7) linecolor rgb '" IP_DIAGRAM_PALE_RIVALS "'",
                           "its closest competitors"};
        items[count++] = rivals;
    }
    if (panel->names.unnamed) {
        key_item unnamed = {NULL, ""};
        snprintf(unnamed.text, sizeof unnamed.text, "%ld stable without a name", panel->names.unnamed);
        items[count++] = unnamed;
    }
    key_item sides = {NULL, "sides: atomic fractions"};
    if (panel->element_count == 3)
        items[count++] = sides;
    return count;
}

static double item_width(const key_item *item) {
    return (item->style ? MARK : 0.0) + ip_script_text_width(item->text, IP_SCRIPT_SMALL_TYPE) + GAP;
}

/* Items in lines; draws them where `script` is not NULL. Returns the number of lines. */
static int run_key(ip_script *script, const ip_diagram_panel *panel, double top) {
    key_item items[MOST_ITEMS];
    int count = find_items(items, panel), lines = 1;
    double x = EDGE;
    for (int i = 0; i < count; i++) {
        double width = item_width(&items[i]), start = x, y;
        if (start > EDGE && start + width - GAP > panel->width - EDGE) {
            start = EDGE;
            lines++;
        }
        x = start + width;
        y = top - LINE * (lines - 0.5);
        if (!script)
            continue;
        if (items[i].style) {
            ip_script_add(script, "set label ''");
            ip_names_at(script, start + 0.4 * MARK, panel->base + y);
            ip_script_add(script, " point %s\n", items[i].style);
            start += MARK;
        }
        ip_script_add(script, "set label ");
        ip_script_add_text(script, items[i].text, panel->width - EDGE - start, IP_SCRIPT_SMALL_TYPE);
        ip_names_at(script, start, panel->base + y);
        ip_script_add(script, " left font type(%g)\n", IP_SCRIPT_SMALL_TYPE);
    }
    return lines;
}

/* ---- what was asked about */

static void add_energy(ip_buffer *out, double energy, double uncertainty) {
    char number[400];
    ip_number_format(number, sizeof number, fabs(energy), 3);
    ip_buffer_add(out, number);
    if (uncertainty > 0.0) {
        ip_number_format(number, sizeof number, uncertainty, 3);
        ip_buffer_print(out, " \xC2\xB1 %s", number);
    }
}

/* Says of a composition where it is; the products that the sentence ends with, count -1 for none. */
static ip_row_products say(ip_buffer *out, const ip_diagram_subject_row *row) {
    ip_row_products none = {-1, NULL};
    if (row->in_dataset != IP_FLAG_YES) {
        ip_buffer_add(out, ": not in the table; on the hull:");
        return row->products;
    }
    if (row->energy_above_hull != 0.0) {
        ip_buffer_add(out, ": ");
        add_energy(out, row->energy_above_hull, row->energy_above_hull_uncertainty);
        ip_buffer_add(out, row->energy_above_hull > 0.0 ? " eV/atom above the hull:" : " eV/atom below the hull:");
        return row->products;
    }
    ip_buffer_add(out, ": stable");
    if (isnan(row->decomposition_energy))
        return none;
    ip_buffer_add(out, ", ");
    add_energy(out, row->decomposition_energy, row->decomposition_energy_uncertainty);
    ip_buffer_add(out, " eV/atom below");
    return row->competing_phases;
}

static void draw_line(ip_script *script, const ip_diagram_panel *panel, const ip_buffer *text, double x, double y) {
    ip_names_draw_line(script, text, x, panel->base + y);
}

/* Returns the number of lines. */
static int run_subject(ip_script *script, const ip_diagram_panel *panel, const ip_diagram_subject_row *row, double top) {
    ip_buffer text = {0}, sentence = {0}, lines[MOST_LINES] = {{0}};
    double room = room_of(panel);
    ip_row_products products = say(&sentence, row);
    double rest = ip_script_text_width(ip_buffer_text(&sentence), IP_SCRIPT_SMALL_TYPE);
    double used = fmin(ip_script_formula_width(row->formula, IP_SCRIPT_SMALL_TYPE), fmax(room - rest, 0.3 * room));
    bool in_one = products.count <= 0 || used + rest + ip_script_products_width(products, IP_SCRIPT_SMALL_TYPE) + 1.0 < room;
    int count = in_one ? 0 : ip_script_fold_products(lines, MOST_LINES, products, room - GAP, IP_SCRIPT_SMALL_TYPE);
    if (script) {
        ip_script_formula(&text, row->formula, fmax(room - rest, 0.3 * room), IP_SCRIPT_SMALL_TYPE);
        ip_script_text(&text, ip_buffer_text(&sentence), room - used, IP_SCRIPT_SMALL_TYPE);
        if (in_one && products.count > 0) {
            ip_buffer_add_character(&text, ' ');
            ip_script_products(&text, products, 0.0, IP_SCRIPT_SMALL_TYPE);
        }
        text.failed = text.failed || sentence.failed;
        draw_line(script, panel, &text, EDGE, top - 0.5 * LINE);
        for (int i = 0; i < count; i++)
            draw_line(script, panel, &lines[i], EDGE + GAP, top - LINE * (i + 1.5));
    }
    ip_buffer_clear(&text);
    ip_buffer_clear(&sentence);
    for (int i = 0; i < count; i++)
        ip_buffer_clear(&lines[i]);
    return 1 + count;
}

static int run_subjects(ip_script *script, const ip_diagram_panel *panel, double top) {
    int lines = 0;
    long named = panel->subject_count < MOST_SUBJECTS ? panel->subject_count : MOST_SUBJECTS;
    for (long i = 0; i < named; i++)
        lines += run_subject(script, panel, ip_diagram_subject(panel, i), top - LINE * lines);
    if (panel->subject_count > named) {
        ip_buffer more = {0};
        ip_buffer_print(&more, "and %ld more", panel->subject_count - named);
        if (script)
            draw_line(script, panel, &more, EDGE, top - LINE * (lines + 0.5));
        ip_buffer_clear(&more);
        lines++;
    }
    return lines;
}

/* ---- all of them */

void ip_diagram_words_count(ip_diagram_panel *panel, double room) {
    int most = room < 1000.0 * LINE ? (int)(fmax(room - BELOW, 0.0) / LINE) : INT_MAX;
    panel->key_lines = run_key(NULL, panel, 0.0);
    panel->word_lines = run_subjects(NULL, panel, 0.0);
    ip_names_count(&panel->names, panel->width);
    if (panel->key_lines + panel->word_lines + panel->names.rows > most)
        panel->word_lines = 0;
    if (panel->key_lines + panel->names.rows > most)
        panel->key_lines = 0;
    if (panel->names.rows > most)
        panel->names.rows = 0;
}

double ip_diagram_words_height(const ip_diagram_panel *panel) {
    return LINE * (panel->key_lines + panel->word_lines + panel->names.rows) + BELOW;
}

void ip_diagram_words_draw(ip_script *script, const ip_diagram_panel *panel) {
    double top = ip_diagram_words_height(panel);
    if (panel->key_lines)
        run_key(script, panel, top);
    if (panel->word_lines)
        run_subjects(script, panel, top - LINE * panel->key_lines);
    ip_names_draw_legend(script, &panel->names, panel->base, top - LINE * (panel->key_lines + panel->word_lines));
}
