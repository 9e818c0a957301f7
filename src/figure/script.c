/* Heads, data, margins: what every script has. */
#include "script.h"

#include "result/sink.h"

#include <interphase/element.h>
#include <interphase/version.h>

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char *const forms[] = {"svg", "pdf", "png", "gp"};
enum { FORM_COUNT = sizeof forms / sizeof *forms };

/* Of pictures in pixels: SVG's are those of CSS, PNG's are dense enough to print. */
#define SVG_PER_MM (96.0 / 25.4)
#define PNG_PER_MM (300.0 / 25.4)

const char *ip_script_form(int index) {
    return index >= 0 && index < FORM_COUNT ? forms[index] : NULL;
}

void ip_script_fail(ip_script *script) {
    script->text.failed = true;
}

void ip_script_add(ip_script *script, const char *format, ...) {
    char small[512];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(small, sizeof small, format, arguments);
    va_end(arguments);
    if (length < 0) {
        ip_script_fail(script);
    } else if ((size_t)length < sizeof small) {
        ip_buffer_add_bytes(&script->text, small, (size_t)length);
    } else {
        char *large = malloc((size_t)length + 1);
        va_start(arguments, format);
        if (large) {
            vsnprintf(large, (size_t)length + 1, format, arguments);
            ip_buffer_add_bytes(&script->text, large, (size_t)length);
        } else {
            ip_script_fail(script);
        }
        va_end(arguments);
        free(large);
    }
}

/* ---- data */

/* Text of a cell: gnuplot has no way to put quotes between quotes, and reads on behind two that hold nothing. */
static void add_cell_text(ip_script *script, const char *text) {
    if (!text || !*text)
        return;
    ip_buffer_add_character(&script->text, '"');
    for (; *text; text++) {
        unsigned char letter = (unsigned char)*text;
        ip_buffer_add_character(&script->text, letter == '"' ? '\'' : letter < 0x20 || letter == 0x7F ? '?' : *text);
    }
    ip_buffer_add_character(&script->text, '"');
}

static void add_cell(ip_script *script, const ip_column *column, const void *row) {
    char number[400];
    static const char *const flags[] = {"", "no", "yes"};
    ip_buffer products = {0};
    switch (column->kind) {
    case IP_KIND_TEXT:
        add_cell_text(script, ip_row_text(row, column));
        break;
    case IP_KIND_NUMBER:
        ip_sink_format(number, sizeof number, ip_row_number(row, column), column);
        ip_buffer_add(&script->text, number);
        break;
    case IP_KIND_COUNT:
        if (ip_row_count(row, column) != IP_NO_COUNT)
            ip_script_add(script, "%ld", ip_row_count(row, column));
        break;
    case IP_KIND_FLAG:
        ip_buffer_add(&script->text, flags[ip_row_flag(row, column)]);
        break;
    case IP_KIND_PRODUCTS:
        ip_sink_add_products(&products, ip_row_products_of(row, column), NULL);
        add_cell_text(script, ip_buffer_text(&products));
        script->text.failed = script->text.failed || products.failed;
        ip_buffer_clear(&products);
        break;
    }
}

/* The column that a list names at *names, which moves behind it; NULL at its end. */
static const ip_column *next_column(const char **names, const ip_result_type *type) {
    char name[64];
    size_t length = strcspn(*names, ",");
    if (!**names || length >= sizeof name)
        return NULL;
    memcpy(name, *names, length);
    name[length] = '\0';
    *names += length + ((*names)[length] == ',');
    return ip_result_column(type, name);
}

void ip_script_add_cells(ip_script *script, const ip_result_type *type, const char *columns, const void *row) {
    for (const ip_column *column; (column = next_column(&columns, type));) {
        add_cell(script, column, row);
        if (*columns)
            ip_buffer_add_character(&script->text, ',');
    }
}

void ip_script_data(ip_script *script, const char *name, const ip_result_type *type, const char *columns, const void *rows,
                    const long *order, long count) {
    ip_script_add(script, "$%s << END_OF_DATA\n%s\n", name, columns);
    for (long i = 0; i < count; i++) {
        ip_script_add_cells(script, type, columns, (const char *)rows + (size_t)(order ? order[i] : i) * type->size);
        ip_buffer_add_character(&script->text, '\n');
    }
    ip_script_add(script, "END_OF_DATA\n");
}

/* ---- layout */

void ip_script_margins(ip_script *script, double left, double right, double bottom, double top) {
    ip_script_add(
        script,
        "set lmargin at screen %.5f\nset rmargin at screen %.5f\nset bmargin at screen %.5f\nset tmargin at screen %.5f\n",
        left / script->width, 1.0 - right / script->width, bottom / script->height, 1.0 - top / script->height);
}

double ip_script_step(double span, double length, double apart) {
    /* A hair less, so that rounding makes no 5 of a 2. */
    double least = span * apart / length * (1.0 - 1e-12), power = pow(10.0, floor(log10(least)));
    return power * (least <= power ? 1.0 : least <= 2.0 * power ? 2.0 : least <= 5.0 * power ? 5.0 : 10.0);
}

void ip_script_add_at(ip_script *script, double x, double y) {
    ip_script_add(script, " at screen %.5f,screen %.5f", x / script->width, y / script->height);
}

void ip_script_leader(ip_script *script, double from_x, double from_y, double to_x, double to_y) {
    ip_script_add(
        script,
        "set arrow from screen %.5f,screen %.5f to screen %.5f,screen %.5f nohead front linewidth 0.5 linecolor rgb '" IP_GREY
        "'\n",
        from_x / script->width, from_y / script->height, to_x / script->width, to_y / script->height);
}

int ip_script_tics(double low, double high, double length) {
    char first[40], last[40];
    int most = 10;
    for (; most > 1; most--) {
        double step = ip_script_step(high - low, most, 1.0);
        snprintf(first, sizeof first, "%g", ceil(low / step) * step);
        snprintf(last, sizeof last, "%g", floor(high / step) * step);
        double width = fmax(ip_script_text_width(first, IP_SCRIPT_TYPE), ip_script_text_width(last, IP_SCRIPT_TYPE));
        if (width + 2.0 <= step / (high - low) * length)
            break;
    }
    return most;
}

void ip_script_axis(ip_script *script, const char *axis, double low, double high, int most, double least) {
    /* Numbers of horizontal axes stand a little nearer to them than gnuplot has them. */
    const char *nearer = strcmp(axis, "x") == 0 ? " offset 0,0.2" : strcmp(axis, "x2") == 0 ? " out scale 0.5 offset 0,-0.2" : "";
    double step = ip_script_step(high - low, most, 1.0);
    /* One number alone is no scale. Along a horizontal axis numbers have no room to come closer. */
    while (strcmp(axis, "y") == 0 && high > low && floor(high / step) - ceil(low / step) < 1.0)
        step = ip_script_step(0.4 * step, 1.0, 1.0);
    ip_script_add(script, "set %srange [%.10g:%.10g]\nset %stics nomirror %.10g%s\n", axis, low, high, axis, fmax(step, least),
                  nearer);
}

void ip_script_add_voltage(ip_script *script, const char *metal) {
    int element = metal ? ip_element_find(metal, strlen(metal)) : 0, charge = element ? ip_element_charge(element) : 0;
    if (element && charge == 1)
        ip_script_add(script, "'voltage against %s/%s^{+} (V)'", metal, metal);
    else if (element)
        ip_script_add(script, "'voltage against %s/%s^{%d+} (V)'", metal, metal, charge);
    else
        ip_script_add(script, "'voltage against each one''s metal (V)'");
}

void ip_script_nothing(ip_script *script, const char *reason) {
    if (!(script->height > 0.0))
        script->height = 20.0;
    ip_script_add(script, "unset border\nunset tics\nunset key\nset xrange [0:1]\nset yrange [0:1]\nset label 1 ");
    ip_script_add_text(script, reason, script->width - 6.0, IP_SCRIPT_TYPE);
    ip_script_add(script, " at screen 0.5, screen 0.5 center\nplot NaN notitle\n");
}

static void write_terminal(const ip_script *script, const char *form, FILE *stream) {
    double width = script->width, height = script->height;
    bool is_svg = strcmp(form, "pdf") != 0 && strcmp(form, "png") != 0;
    fprintf(stream, "type(points) = sprintf(',%%.2f', points * %.5f)\n", is_svg ? 96.0 / 72.0 : 1.0);
    /* Measured on circles, which are as wide as marks get: terminals take sizes in units of their own. */
    fprintf(stream, "mark(mm) = mm / %g\n", strcmp(form, "png") == 0 ? 1.35 : 1.95);
    if (strcmp(form, "pdf") == 0)
        fprintf(stream,
                "set terminal pdfcairo enhanced color size %.4fcm,%.4fcm font 'Sans,%g' fontscale 0.75 linewidth 0.75 rounded\n",
                width / 10.0, height / 10.0, IP_SCRIPT_TYPE);
    else if (strcmp(form, "png") == 0)
        fprintf(
            stream,
            "set terminal pngcairo enhanced truecolor size %.0f,%.0f font 'Sans,%g' fontscale %.4f linewidth 2.5 pointscale 2.5 "
            "rounded background '#ffffff'\n",
            width * PNG_PER_MM, height * PNG_PER_MM, IP_SCRIPT_TYPE, 300.0 / 96.0); /* its points are of 96 to the inch */
    else
        fprintf(stream,
                "set terminal svg enhanced size %.0f,%.0f font 'sans-serif,%.2f' linewidth 0.75 rounded background '#ffffff'\n",
                width * SVG_PER_MM, height * SVG_PER_MM, IP_SCRIPT_TYPE * 96.0 / 72.0);
}

ip_status ip_script_write(const ip_script *script, const char *form, FILE *stream, ip_error *error) {
    bool known = false;
    for (int i = 0; i < FORM_COUNT; i++)
        known = known || strcmp(forms[i], form) == 0;
    if (!known)
        return ip_error_set(error, IP_BAD_ARGUMENT, "there is no form '%.40s' of a picture; expected svg, pdf, png or gp", form);
    if (script->text.failed)
        return ip_sink_no_memory(error);
    fputs("# A figure by interphase " IP_VERSION ", for gnuplot 5.4 or newer. The picture goes to standard output:\n"
          "#   gnuplot FIGURE.gp > FIGURE.svg\n", stream);
    write_terminal(script, form, stream);
    fputs("set encoding utf8\nset datafile separator comma\nset datafile columnheaders\nset datafile missing ''\n"
          "set style fill solid noborder\nset border linewidth 0.75\nset tics out nomirror scale 0.5\nset minussign\nset format "
          "'%h'\n",
          stream);
    fwrite(ip_buffer_text(&script->text), 1, script->text.length, stream);
    return IP_OK;
}
