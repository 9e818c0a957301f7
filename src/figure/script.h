/* A script for gnuplot in the making: its size, text, data and quoting. Knows gnuplot's language and descriptions of rows, not
 * what is drawn.
 *
 * Every text that comes from outside goes through ip_script_add_text() or ip_script_add_formula(), in single quotes, where
 * gnuplot substitutes nothing. Lengths are in millimetres, sizes of type in points: type(6) in a script is the font of 6 points
 * in every form of picture, as in `font type(6)`; mark(1.5) is the size of a mark that is 1.5 mm wide, as in `pointsize
 * mark(1.5)`. */
#ifndef INTERPHASE_SRC_SCRIPT_H
#define INTERPHASE_SRC_SCRIPT_H

#include "base/buffer.h"

#include <interphase/result.h>

#include <stdio.h>

/* Sizes of type, points: of axes, and the smallest that prints. */
#define IP_SCRIPT_TYPE 7.0
#define IP_SCRIPT_SMALL_TYPE 6.0

/* Colours that the colour-blind tell apart and that differ in grey: M. Okabe and K. Ito, Color Universal Design (2008). */
#define IP_BLACK "#000000"
#define IP_ORANGE "#e69f00"
#define IP_SKY "#56b4e9"
#define IP_GREEN "#009e73"
#define IP_YELLOW "#f0e442"
#define IP_BLUE "#0072b2"
#define IP_VERMILION "#d55e00"
#define IP_PURPLE "#cc79a7"
#define IP_GREY "#808080"

/* A ramp for maps, from dark to light in even steps that read in grey as well: of gnuplot's `set palette defined`. */
#define IP_RAMP "0 '#0e305c', 1 '#2f5672', 2 '#5d7d7d', 3 '#91a481', 4 '#ccca8a', 5 '#fff0b7'"

typedef struct ip_script {
    ip_buffer text;       /* of the script behind its head */
    double width, height; /* mm; `draw` of a kind sets the height where it is 0 */
} ip_script;

/* Adds to the script as printf() does, without a line feed of its own. Never give it text from outside. */
void ip_script_add(ip_script *script, const char *format, ...) IP_PRINTF(2, 3);

/* Text as gnuplot's enhanced text, quoted: letter by letter; formula with its amounts as subscripts; products with amounts in
 * front. All of `text`, or what fits into `room` mm at `points` (0: any length), with an ellipsis where it was cut. NULL adds ''.
 */
void ip_script_add_text(ip_script *script, const char *text, double room, double points);
void ip_script_add_formula(ip_script *script, const char *formula, double room, double points);
void ip_script_add_products(ip_script *script, ip_row_products products, double room, double points);

/* The same to a buffer and without quotes, to put several together; the quotes come with ip_script_add_quoted(). */
void ip_script_text(ip_buffer *out, const char *text, double room, double points);
void ip_script_formula(ip_buffer *out, const char *formula, double room, double points);
void ip_script_products(ip_buffer *out, ip_row_products products, double room, double points);
void ip_script_add_quoted(ip_script *script, const ip_buffer *enhanced);

/* The same in as many lines as they need, [0 .. most-1] of empty buffers, each of at most `room` mm: products are folded in front
 * of a plus sign, formulas in front of an element or a bracket. What does not fit into the last line is cut there. Returns how
 * many lines there are. The caller clears them. */
int ip_script_fold_formula(ip_buffer *lines, int most, const char *formula, double room, double points);
int ip_script_fold_products(ip_buffer *lines, int most, ip_row_products products, double room, double points);

/* How wide a text, a formula or products come out, mm: a little more than in any of the usual fonts. */
double ip_script_text_width(const char *text, double points);
double ip_script_formula_width(const char *formula, double points);
double ip_script_products_width(ip_row_products products, double points);

/* " at screen ..." of a label: a place in mm from the lower left corner of the picture. To be called once the height is known. */
void ip_script_add_at(ip_script *script, double x, double y);

/* A thin line from a point to the label that names it, mm as those. */
void ip_script_leader(ip_script *script, double from_x, double from_y, double to_x, double to_y);

/* Sets an axis ("x", "y", "x2", "y2") from `low` to `high` with round steps, at most `most` of them, none smaller than `least`
 * (0 for any). */
void ip_script_axis(ip_script *script, const char *axis, double low, double high, int most, double least);

/* How many steps of a horizontal axis of a length, mm, have room for their numbers, for ip_script_axis(). */
int ip_script_tics(double low, double high, double length);

/* "voltage against Na/Na+ (V)" as a quoted title of an axis; NULL for metals that differ from row to row. */
void ip_script_add_voltage(ip_script *script, const char *metal);

/* Height of a line of type, mm. */
double ip_script_line_height(double points);

/* A block of data, `$name`, as CSV with the names of columns: those of `columns`, a list with commas, of rows [0 .. count-1],
 * which `order` (NULL: as they are) picks. Numbers are those of CSV. In a plot: `$name using (column('uptake'))`; an infinite one
 * is the text inf, an undefined one and empty text are missing. Columns of text come out without quotes and control characters,
 * in quotes. */
void ip_script_data(ip_script *script, const char *name, const ip_result_type *type, const char *columns, const void *rows,
                    const long *order, long count);

/* The cells of one row, for a block that has more than the rows of one type: the columns of the list with commas between them. */
void ip_script_add_cells(ip_script *script, const ip_result_type *type, const char *columns, const void *row);

/* Margins of the plot, mm from the edges of the picture. To be called once the height is known. */
void ip_script_margins(ip_script *script, double left, double right, double bottom, double top);

/* A round step of an axis that spans so much over a length, mm, with its tics at least `apart` mm from each other. */
double ip_script_step(double span, double length, double apart);

/* A picture that says in words why there is nothing to see. */
void ip_script_nothing(ip_script *script, const char *reason);

/* Marks lack of memory. */
void ip_script_fail(ip_script *script);

/* Writes the head for a form, which makes gnuplot write to its standard output, and the script behind it. */
ip_status ip_script_write(const ip_script *script, const char *form, FILE *stream, ip_error *error);

/* The form at an index from 0; NULL behind the last. */
const char *ip_script_form(int index);

#endif
