/* Cells: the layers as a strip from the anode to the cathode, and at each interface its energy, what forms, and whether that lets
 * electrons through. Knows rows of cells, and how wide text comes out. */
#include "react_figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* mm */
#define EDGE 2.0
#define SIDE 4.2    /* height of the words above and below the strip */
#define STRIP 26.0  /* width of the strip */
#define GAP 5.5     /* between the strip and what is written beside it: room for a mark */
#define BETWEEN 1.8 /* between what is written at two interfaces */
#define BAR 1.1
#define LONGEST_BAR 60.0
#define KEY 4.2
#define LEAST_LAYER 6.0
#define TALLEST 2500.0 /* of a picture whose height nobody asked for: larger ones cannot be made as PNG */

enum { MOST_LINES = 4 };

/* One interface of the strip. */
typedef struct cell_face {
    const ip_interface_row *row; /* NULL where there is no answer */
    ip_row_products products;
    double y, text; /* mm: where it is, and the height of what is written beside it */
} cell_face;

typedef struct cell_strip {
    cell_face *faces;    /* [0 .. count-1], owned; from the anode */
    const char **layers; /* [0 .. count], owned; their formulas are borrowed */
    long count, shown;   /* interfaces; of them, those that there is room for */
    int lines;           /* that products may take */
    double height;       /* of the strip, mm */
    double key;          /* height of what the marks mean, mm */
    double deepest;      /* eV/atom */
} cell_strip;

/* By character: a mark of gnuplot's, and a colour. */
static const struct {
    const char *word, *meaning, *colour;
    int mark;
} characters[] = {
    {"SEI", "SEI: insulating products", IP_BLUE, 7},
    {"MCI", "MCI: electrons pass", IP_VERMILION, 9},
    {"unknown", "unknown: a gap is missing", IP_PURPLE, 12},
    {"none", "none: no reaction", IP_GREEN, 6},
};
enum { CHARACTER_COUNT = sizeof characters / sizeof *characters };

static int character_of(const ip_interface_row *row) {
    for (int i = 0; i < CHARACTER_COUNT && row->character; i++)
        if (strcmp(characters[i].word, row->character) == 0)
            return i;
    return CHARACTER_COUNT - 1;
}

static bool reacts(const ip_interface_row *row) {
    return ip_reacts(row->mutual_reaction_energy);
}

/* ---- rows */

/* A row an interface, failed ones among them, in their order. */
static void fill_strip(cell_strip *strip, const ip_figure_rows *all, ip_memory *memory, ip_script *script) {
    for (long i = 0; i < all->count; i++) {
        const ip_interface_row *row = ip_figure_at(all, i);
        bool answered = row->status && strcmp(row->status, "ok") == 0;
        strip->faces[i] = (cell_face){.row = answered ? row : NULL};
        strip->layers[i] = row->a;
        strip->layers[i + 1] = row->b;
        if (!answered)
            continue;
        strip->faces[i].products = ip_react_products(memory, row);
        if (strip->faces[i].products.count < 0)
            ip_script_fail(script);
        strip->deepest = fmin(strip->deepest, row->mutual_reaction_energy);
    }
    strip->count = all->count;
}

/* ---- words */

/* "−0.139 ± 0.053" */
static int write_energy(char *text, size_t size, double energy, double uncertainty) {
    int length = snprintf(text, size, "%s%.3f", energy < 0.0 ? "\xE2\x88\x92" : "", fabs(energy));
    if (uncertainty >= 0.0)
        length += snprintf(text + length, size - (size_t)length, "\xC2\xA0\xC2\xB1\xC2\xA0%.3f",
                           uncertainty); /* blanks that no line breaks at */
    return length;
}

static void write_conditions(char *text, size_t size, const ip_interface_row *row) {
    if (isnan(row->voltage))
        snprintf(text, size, "closed");
    else
        snprintf(text, size, "%sat\xC2\xA0%.4g\xC2\xA0V",
                 row->range && strcmp(row->range, "worst") == 0 ? "worst of the range, " : "", row->voltage);
}

/* The line of an interface; what is said of its energies. */
static void write_first_line(char *text, size_t size, const cell_face *face) {
    const ip_interface_row *row = face->row;
    char mutual[80], total[80], conditions[80];
    if (!row) {
        snprintf(text, size, "no answer");
        return;
    }
    write_energy(mutual, sizeof mutual, row->mutual_reaction_energy, row->mutual_reaction_energy_uncertainty);
    write_energy(total, sizeof total, row->reaction_energy, row->reaction_energy_uncertainty);
    write_conditions(conditions, sizeof conditions, row);
    bool differs = ip_reacts(row->reaction_energy - row->mutual_reaction_energy);
    if (!reacts(row))
        snprintf(text, size, "no reaction with each other, %s", conditions);
    else if (differs)
        snprintf(text, size, "%s: %s eV/atom, %s; in total %s", row->character ? row->character : "", mutual, conditions, total);
    else
        snprintf(text, size, "%s: %s eV/atom, %s", row->character ? row->character : "", mutual, conditions);
}

/* Words in as many lines as they need, parted at blanks: lines [0 .. most-1], each of at most `room` mm. Returns how many. */
static int fold_words(char lines[][240], int most, const char *text, double room) {
    int count = 0;
    char line[240] = "";
    while (*text) {
        size_t length = strcspn(text, " ");
        char longer[240];
        snprintf(longer, sizeof longer, "%s%s%.*s", line, *line ? " " : "", (int)length, text);
        if (*line && count < most - 1 && ip_script_text_width(longer, IP_SCRIPT_SMALL_TYPE) > room) {
            memcpy(lines[count++], line, sizeof line);
            snprintf(longer, sizeof longer, "%.*s", (int)length, text);
        }
        memcpy(line, longer, sizeof line);
        text += length + (text[length] == ' ');
    }
    memcpy(lines[count++], line, sizeof line);
    return count;
}

static double text_room(const ip_script *script) {
    return script->width - EDGE - STRIP - GAP - EDGE;
}

static int product_lines(const cell_strip *strip, const cell_face *face, double room) {
    ip_buffer lines[MOST_LINES] = {{0}};
    if (!face->row || !reacts(face->row) || !strip->lines)
        return 0;
    int count = ip_script_fold_products(lines, strip->lines, face->products, room, IP_SCRIPT_SMALL_TYPE);
    for (int i = 0; i < MOST_LINES; i++)
        ip_buffer_clear(&lines[i]);
    return count;
}

static double text_height(const ip_script *script, const cell_strip *strip, const cell_face *face) {
    char text[400], words[MOST_LINES][240];
    double line = ip_script_line_height(IP_SCRIPT_SMALL_TYPE);
    write_first_line(text, sizeof text, face);
    int lines = fold_words(words, strip->lines ? MOST_LINES : 1, text, text_room(script));
    bool has_bar = face->row && reacts(face->row);
    return (lines + product_lines(strip, face, text_room(script))) * line + (has_bar ? BAR + 0.6 : 0.0);
}

/* ---- layout */

static int formula_lines(const cell_strip *strip, long layer) {
    ip_buffer lines[MOST_LINES] = {{0}};
    int most = strip->lines ? MOST_LINES : 1;
    int count = ip_script_fold_formula(lines, most, strip->layers[layer], STRIP - 2.0, IP_SCRIPT_TYPE);
    for (int i = 0; i < MOST_LINES; i++)
        ip_buffer_clear(&lines[i]);
    return count;
}

/* Layers are as high as their formulas and as what is written at their two interfaces needs; returns the height of the strip. */
static double place_faces(const ip_script *script, cell_strip *strip, double stretch) {
    double at = 0.0, before = 0.0;
    for (long i = 0; i <= strip->shown; i++) {
        double text = i < strip->shown ? strip->faces[i].text = text_height(script, strip, &strip->faces[i]) : 0.0;
        double formula = formula_lines(strip, i) * ip_script_line_height(IP_SCRIPT_TYPE) + 2.4;
        at += fmax(fmax(0.5 * (before + text) + BETWEEN, formula), LEAST_LAYER) * stretch;
        if (i < strip->shown)
            strip->faces[i].y = at;
        before = text;
    }
    return at;
}

/* Coordinates are millimetres. */
/* With a room, mm, not 0, what is longer is cut. */
static void add_text(ip_script *script, const char *text, double x, double y, const char *align, double room) {
    ip_script_add(script, "set label ");
    ip_script_add_text(script, text, room, IP_SCRIPT_SMALL_TYPE);
    ip_script_add(script, " at %.4f,%.4f %s font type(%g)\n", x, y, align, IP_SCRIPT_SMALL_TYPE);
}

/* What the marks mean, in as many lines as they need; adds them where a script is given that has its height. Returns how many
 * lines. */
static int key_lines(ip_script *script, double width, const cell_strip *strip) {
    double first = EDGE + 1.0, x = first, y = EDGE + 0.4 * KEY + strip->key - KEY;
    int lines = 1;
    for (int i = 0; i < CHARACTER_COUNT; i++) {
        bool there = false;
        for (long k = 0; k < strip->count; k++)
            there = there || (strip->faces[k].row && character_of(strip->faces[k].row) == i);
        double entry = ip_script_text_width(characters[i].meaning, IP_SCRIPT_SMALL_TYPE) + 5.5;
        if (!there)
            continue;
        if (x > first && x + entry > width) {
            x = first;
            y -= ip_script_line_height(IP_SCRIPT_SMALL_TYPE);
            lines++;
        }
        if (script) {
            ip_script_add(script, "set label '' at %.4f,%.4f point pointtype %d pointsize 0.8 linewidth 1.5 linecolor rgb '%s'\n",
                          x, y, characters[i].mark, characters[i].colour);
            add_text(script, characters[i].meaning, x + 2.0, y, "left", width - x - 2.0);
        }
        x += entry;
    }
    return lines;
}

static void add_key(ip_script *script, const cell_strip *strip) {
    char rest[64];
    snprintf(rest, sizeof rest, "and %ld more layer%s that there is no room for", strip->count - strip->shown,
             strip->count - strip->shown > 1 ? "s" : "");
    if (strip->shown < strip->count)
        add_text(script, rest, EDGE, EDGE + 0.4 * KEY, "left", script->width - 2.0 * EDGE);
    else
        key_lines(script, script->width, strip);
}

/* Less is said of each interface where the height is given and too small for more; at last fewer interfaces are shown. */
static void find_heights(ip_script *script, cell_strip *strip) {
    strip->key = KEY + (key_lines(NULL, script->width, strip) - 1) * ip_script_line_height(IP_SCRIPT_SMALL_TYPE);
    double around = 2.0 * EDGE + 2.0 * SIDE + strip->key, room = script->height > 0.0 ? script->height - around : TALLEST;
    strip->shown = strip->count;
    strip->lines = MOST_LINES;
    strip->height = place_faces(script, strip, 1.0);
    while (strip->height > room && strip->lines) {
        strip->lines--;
        strip->height = place_faces(script, strip, 1.0);
    }
    while (strip->height > room && strip->shown > 1) {
        strip->shown -= strip->shown > 64 ? strip->shown / 64 : 1;
        strip->height = place_faces(script, strip, 1.0);
    }
    if (script->height > 0.0)
        strip->height = place_faces(script, strip, fmax(room / strip->height, 1.0));
    else
        script->height = strip->height + around;
}

/* ---- drawing, in millimetres as coordinates */

static double top_of(const ip_script *script) {
    return script->height - EDGE - SIDE;
}

/* Formulas in the middle of their layers, folded to their width, in as many lines as their heights allow. */
static void add_layers(ip_script *script, const cell_strip *strip) {
    static const int colours[] = {0xd9d9d9, 0xeef3f7, 0xdbe9f3};
    double line = ip_script_line_height(IP_SCRIPT_TYPE), upper = 0.0;
    ip_script_add(script, "$layers << END_OF_DATA\nleft,right,bottom,top,colour\n");
    for (long i = 0; i <= strip->shown; i++) {
        double lower = i < strip->shown ? strip->faces[i].y : strip->height;
        ip_script_add(script, "%.4f,%.4f,%.4f,%.4f,%d\n", EDGE, EDGE + STRIP, top_of(script) - lower, top_of(script) - upper,
                      colours[i == 0 || i == strip->count ? 0 : 1 + i % 2]);
        upper = lower;
    }
    ip_script_add(script, "END_OF_DATA\n");
    upper = 0.0;
    for (long i = 0; i <= strip->shown; i++) {
        ip_buffer lines[MOST_LINES] = {{0}};
        double lower = i < strip->shown ? strip->faces[i].y : strip->height;
        int most = (int)fmin(fmax(floor((lower - upper) / line), 1.0), MOST_LINES);
        int count = ip_script_fold_formula(lines, most, strip->layers[i], STRIP - 2.0, IP_SCRIPT_TYPE);
        for (int k = 0; k < count; k++) {
            double y = top_of(script) - 0.5 * (upper + lower) + (0.5 * (count - 1) - k) * line;
            ip_script_add(script, "set label ");
            ip_script_add_quoted(script, &lines[k]);
            ip_script_add(script, " at %.4f,%.4f center font type(%g) front\n", EDGE + 0.5 * STRIP, y, IP_SCRIPT_TYPE);
        }
        for (int k = 0; k < MOST_LINES; k++)
            ip_buffer_clear(&lines[k]);
        upper = lower;
    }
}

/* A line across the strip and a mark at its side, and beside it the words. */
static void add_face(ip_script *script, const cell_strip *strip, const cell_face *face) {
    double y = top_of(script) - face->y, line = ip_script_line_height(IP_SCRIPT_SMALL_TYPE), left = EDGE + STRIP + GAP;
    double at = y + 0.5 * face->text - 0.5 * line;
    int character = face->row ? character_of(face->row) : -1;
    const char *colour = character < 0 ? IP_GREY : characters[character].colour;
    char text[400], words[MOST_LINES][240];
    ip_script_add(script, "set arrow from %.4f,%.4f to %.4f,%.4f nohead linewidth 2 linecolor rgb '%s' front\n", EDGE, y,
                  EDGE + STRIP + 0.5 * GAP - (character < 0 ? 0.0 : 0.7), y, colour);
    if (character >= 0)
        ip_script_add(script,
                      "set label '' at %.4f,%.4f point pointtype %d pointsize 0.8 linewidth 1.5 linecolor rgb '%s' front\n",
                      EDGE + STRIP + 0.5 * GAP, y, characters[character].mark, colour);
    write_first_line(text, sizeof text, face);
    int count = fold_words(words, strip->lines ? MOST_LINES : 1, text, text_room(script));
    for (int i = 0; i < count; i++, at -= line)
        add_text(script, words[i], left, at, "left", text_room(script));
    ip_buffer lines[MOST_LINES] = {{0}};
    if (product_lines(strip, face, text_room(script)))
        count = ip_script_fold_products(lines, strip->lines, face->products, text_room(script), IP_SCRIPT_SMALL_TYPE);
    else
        count = 0;
    for (int i = 0; i < count; i++, at -= line) {
        ip_script_add(script, "set label ");
        ip_script_add_quoted(script, &lines[i]);
        ip_script_add(script, " at %.4f,%.4f left font type(%g)\n", left, at, IP_SCRIPT_SMALL_TYPE);
    }
    for (int i = 0; i < MOST_LINES; i++)
        ip_buffer_clear(&lines[i]);
}

/* Bars of the energies under the words, from the rows: as long as the words' room for the deepest. */
static void add_plot(ip_script *script, const cell_strip *strip) {
    double left = EDGE + STRIP + GAP, length = fmin(0.6 * text_room(script), LONGEST_BAR);
    ip_script_add(script, "plot $layers using (0.5 * ($1 + $2)):(0.5 * ($3 + $4)):1:2:3:4:5 with boxxyerror linecolor rgb "
                          "variable notitle");
    if (!ip_reacts(strip->deepest)) {
        ip_script_add(script, "\n");
        return;
    }
    long answered = 0;
    for (long i = 0; i < strip->shown; i++) {
        const cell_face *face = &strip->faces[i];
        if (!face->row)
            continue;
        if (reacts(face->row)) {
            double y = top_of(script) - face->y - 0.5 * face->text + 0.5 * BAR;
            ip_script_add(
                script,
                ", \\\n $interfaces every ::%ld::%ld using (%.4f):(%.4f):(%.4f):(%.4f + %.6f * column('mutual_reaction_energy')):"
                "(%.4f):(%.4f) with boxxyerror linecolor rgb '%s' notitle",
                answered, answered, left, y, left, left, length / strip->deepest, y - 0.5 * BAR, y + 0.5 * BAR,
                characters[character_of(face->row)].colour);
        }
        answered++;
    }
    ip_script_add(script, "\n");
}

static void draw_strip(ip_script *script, cell_strip *strip, const ip_figure_rows *all, const long *order, long answered) {
    find_heights(script, strip);
    ip_script_data(script, "interfaces", all->type,
                   "position,a,b,metal,voltage,range,x,reaction_energy,mutual_reaction_energy,reaction_energy_uncertainty,"
                   "mutual_reaction_energy_uncertainty,products,character",
                   all->rows, order, answered);
    ip_script_margins(script, 0.0, 0.0, 0.0, 0.0);
    ip_script_add(script, "unset border\nunset tics\nunset key\nset xrange [0:%.4f]\nset yrange [0:%.4f]\n", script->width,
                  script->height);
    add_layers(script, strip);
    for (long i = 0; i < strip->shown; i++)
        add_face(script, strip, &strip->faces[i]);
    add_text(script, "anode side", EDGE + 0.5 * STRIP, top_of(script) + 0.5 * SIDE, "center", 0.0);
    if (strip->shown == strip->count)
        add_text(script, "cathode side", EDGE + 0.5 * STRIP, top_of(script) - strip->height - 0.5 * SIDE, "center", 0.0);
    add_key(script, strip);
    add_plot(script, strip);
}

static void draw(ip_script *script, const ip_figure *figure) {
    const ip_figure_rows *all = &figure->types[0];
    long answered;
    long *order = ip_figure_answered(script, figure, &answered);
    cell_strip strip = {.faces = malloc(((size_t)all->count + 1) * sizeof *strip.faces),
                        .layers = malloc(((size_t)all->count + 2) * sizeof *strip.layers)};
    if (!strip.faces || !strip.layers) {
        ip_script_fail(script);
    } else if (order && answered) {
        fill_strip(&strip, all, figure->memory, script);
        draw_strip(script, &strip, all, order, answered);
    } else if (order) {
        ip_script_nothing(script, "no interface of this cell has an answer");
    }
    free(strip.faces);
    free(strip.layers);
    free(order);
}

const ip_figure_kind ip_cell_figure = {&ip_cell_result, draw};
