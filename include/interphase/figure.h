/* Figures: rows of described results as a script for gnuplot, which draws them for a paper.
 *
 * A kind of figure is one row of a table in src/figure/figures.c: the result that it draws, and how. The script holds its data,
 * in blocks of CSV with the columns' names, and needs gnuplot 5.4 or newer; nothing here runs it. Scripts are in the C locale,
 * and what was asked (formulas, names) stands in them as quoted text alone. A figure is used by one thread at a time. */
#ifndef INTERPHASE_FIGURE_H
#define INTERPHASE_FIGURE_H

#include <interphase/result.h>

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_figure ip_figure;

/* Widths that journals print: one column and both, mm. */
#define IP_FIGURE_NARROW 85.0
#define IP_FIGURE_WIDE 170.0

typedef enum ip_figure_order {
    IP_FIGURE_AS_GIVEN,
    IP_FIGURE_BY_VALUE /* the best first, as the kind of figure has it */
} ip_figure_order;

typedef struct ip_figure_style {
    double width;  /* mm, 40 to 1,000 */
    double height; /* mm, 20 to 5,000; 0: as the content asks */
    ip_figure_order order;
} ip_figure_style;

/* Whether there is a figure of the rows of a type. */
IP_API bool ip_figure_exists(const ip_result_type *type);

/* Begins a figure of rows of a type. Fails with IP_BAD_ARGUMENT where there is none, or a size is out of range, and with
 * IP_NO_MEMORY. The caller frees it. */
IP_API ip_status ip_figure_new(ip_figure **out, const ip_result_type *type, const ip_figure_style *style, ip_error *error);
IP_API void ip_figure_free(ip_figure *figure); /* NULL is fine */

/* Takes a copy of a row: of the figure's own type, or of another whose rows the kind draws beside them. Fails with IP_NO_MEMORY.
 */
IP_API ip_status ip_figure_row(ip_figure *figure, const ip_result_type *type, const void *row, ip_error *error);

/* How many rows of a type it has. */
IP_API long ip_figure_count(const ip_figure *figure, const ip_result_type *type);

/* The form of pictures at an index from 0: "svg", "pdf", "png", and "gp" for the script itself; NULL behind the last. Static
 * storage. */
IP_API const char *ip_figure_form(int index);

/* Writes the script that makes gnuplot write the picture, in a form, to its standard output; of "gp", one that makes SVG and says
 * so. Where no row can be drawn the picture says that. Fails with IP_BAD_ARGUMENT where there is no such form, IP_NO_MEMORY.
 * Errors of the stream are left for the caller to find with ferror(). */
IP_API ip_status ip_figure_write(const ip_figure *figure, const char *form, FILE *stream, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
