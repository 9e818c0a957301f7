/* Text in gnuplot's enhanced form: what is safe between single quotes, formulas with subscripts, and how wide they come out. */
#include "script.h"

#include "base/utf8.h"

#include <interphase/number.h>

#include <math.h>
#include <string.h>

/* Advance widths in thousandths of the size of type, at least those of DejaVu Sans, the widest of the usual fonts. */
static double letter_width(const char *letter) {
    unsigned char first = (unsigned char)*letter;
    if (first >= 0x80)
        return 0.84;
    if (strchr("iljI.,:;'|", first))
        return 0.36;
    if (strchr(" ft()[]r/-", first))
        return 0.42;
    if (strchr("mwMW%@&", first))
        return 0.98;
    if (strchr("+=<>~#", first))
        return 0.84;
    return first >= 'A' && first <= 'Z' ? 0.74 : 0.64;
}

static const double mm_per_point = 25.4 / 72.0;

/* gnuplot's size of sub- and superscripts beside the text's. */
static const double subscript = 0.8;

/* Bytes of the letter at `text`; a byte that begins none is one by itself. */
static size_t letter_length(const char *text) {
    uint32_t letter;
    int length = ip_utf8_read(&letter, (const unsigned char *)text);
    return length ? (size_t)length : 1;
}

/* How text is put together: with widths counted, and cut where the room ends. */
typedef struct text_run {
    ip_buffer *out; /* NULL to measure alone */
    double width, points, room;
    bool lowered, full;
} text_run;

static void end_lowered(text_run *run) {
    if (run->lowered && run->out)
        ip_buffer_add_character(run->out, '}');
    run->lowered = false;
}

/* Puts a letter, as itself: marks of the enhanced form are escaped, and what would end the quotes is doubled. */
static void put_letter(text_run *run, const char *letter, size_t length, bool lowered) {
    double width = letter_width(letter) * run->points * mm_per_point * (lowered ? subscript : 1.0);
    if (run->full)
        return;
    if (run->room > 0.0 && run->width + width > run->room) {
        end_lowered(run);
        if (run->out)
            ip_buffer_add(run->out, "\xE2\x80\xA6");
        run->full = true;
        return;
    }
    run->width += width;
    if (!run->out)
        return;
    if (lowered != run->lowered) {
        end_lowered(run);
        if (lowered)
            ip_buffer_add(run->out, "_{");
        run->lowered = lowered;
    }
    unsigned char first = (unsigned char)*letter;
    if (length == 1 && (first < 0x20 || first >= 0x7F)) {
        ip_buffer_add_character(run->out, '?');
        return;
    }
    if (strchr("{}^_@&~\\", first))
        ip_buffer_add_character(run->out, '\\');
    if (first == '\'')
        ip_buffer_add_character(run->out, '\'');
    ip_buffer_add_bytes(run->out, letter, length);
}

/* An amount in a formula: digits behind an element or a bracket, with fractions and their points. Amounts in front, of hydrates
 * and mixtures, stand on the line. */
static bool is_amount(char letter, bool lowered, char before) {
    if (letter >= '0' && letter <= '9')
        return lowered || (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z') || before == ')' || before == ']';
    return (letter == '.' || letter == '/') && lowered;
}

static void put_text(text_run *run, const char *text, bool is_formula) {
    char before = '\0';
    bool lowered = false;
    for (size_t length; *text; text += length) {
        length = letter_length(text);
        /* A point behind an amount that no digit follows belongs to no number. */
        lowered = is_formula && is_amount(*text, lowered, before) &&
                  (*text != '.' || (text[1] >= '0' && text[1] <= '9'));
        put_letter(run, text, length, lowered);
        before = *text;
    }
}

/* Three digits are as many as one reads off a figure. */
static void put_products(text_run *run, ip_row_products products) {
    char number[400];
    for (long i = 0; i < products.count; i++) {
        const ip_row_product *product = &products.list[i];
        int whole = (int)floor(log10(product->amount)) + 1;
        ip_number_format_short(number, sizeof number, product->amount, whole < 3 ? 3 - whole : 0);
        if (i)
            put_text(run, " + ", false);
        if (strcmp(number, "1") != 0) {
            put_text(run, number, false);
            put_text(run, " ", false);
        }
        put_text(run, product->formula, true);
    }
}

/* Where all does not fit, room is left for the ellipsis. */
static text_run start(ip_buffer *out, double whole, double room, double points) {
    bool fits = !(room > 0.0) || whole <= room;
    text_run run = {out, 0.0, points, 0.0, false, false};
    if (!fits) {
        double left = room - letter_width("\xE2\x80\xA6") * points * mm_per_point;
        run.room = left > 0.01 ? left : 0.01;
    }
    return run;
}

double ip_script_text_width(const char *text, double points) {
    text_run run = {NULL, 0.0, points, 0.0, false, false};
    put_text(&run, text ? text : "", false);
    return run.width;
}

double ip_script_formula_width(const char *formula, double points) {
    text_run run = {NULL, 0.0, points, 0.0, false, false};
    put_text(&run, formula ? formula : "", true);
    return run.width;
}

double ip_script_products_width(ip_row_products products, double points) {
    text_run run = {NULL, 0.0, points, 0.0, false, false};
    put_products(&run, products);
    return run.width;
}

void ip_script_text(ip_buffer *out, const char *text, double room, double points) {
    text_run run = start(out, ip_script_text_width(text, points), room, points);
    put_text(&run, text ? text : "", false);
}

void ip_script_formula(ip_buffer *out, const char *formula, double room, double points) {
    text_run run = start(out, ip_script_formula_width(formula, points), room, points);
    put_text(&run, formula ? formula : "", true);
    end_lowered(&run);
}

void ip_script_products(ip_buffer *out, ip_row_products products, double room, double points) {
    text_run run = start(out, ip_script_products_width(products, points), room, points);
    put_products(&run, products);
    end_lowered(&run);
}

/* How many of the products from `first` on fit into the room behind a plus sign; one at least. */
static long fitting(ip_row_products products, long first, double room, double points) {
    double plus = first ? ip_script_text_width("+ ", points) : 0.0;
    long count = 1;
    for (; first + count < products.count; count++) {
        ip_row_products part = {count + 1, products.list + first};
        if (plus + ip_script_products_width(part, points) > room)
            break;
    }
    return count;
}

int ip_script_fold_products(ip_buffer *lines, int most, ip_row_products products, double room, double points) {
    int line = 0;
    for (long first = 0, count; first < products.count && line < most; first += count, line++) {
        count = line + 1 < most ? fitting(products, first, room, points) : products.count - first;
        ip_row_products part = {count, products.list + first};
        double plus = first ? ip_script_text_width("+ ", points) : 0.0;
        if (first)
            ip_buffer_add(&lines[line], "+ ");
        ip_script_products(&lines[line], part, room - plus, points);
    }
    return line;
}

/* Bytes of the longest beginning of a formula that fits and ends in front of an element or a bracket; all of it where there is no
 * such place. */
static size_t fitting_formula(const char *formula, double room, double points) {
    char part[256];
    size_t found = 0;
    for (size_t at = 1; formula[at] && at < sizeof part; at++) {
        if (!(formula[at] >= 'A' && formula[at] <= 'Z') && formula[at] != '(' && formula[at] != '[' && formula[at] != ' ')
            continue;
        memcpy(part, formula, at);
        part[at] = '\0';
        if (ip_script_formula_width(part, points) > room)
            break;
        found = at;
    }
    return found ? found : strlen(formula);
}

int ip_script_fold_formula(ip_buffer *lines, int most, const char *formula, double room, double points) {
    int line = 0;
    char part[256];
    for (size_t length; *formula && line < most; formula += length, line++) {
        length = strlen(formula);
        if (line + 1 < most && ip_script_formula_width(formula, points) > room)
            length = fitting_formula(formula, room, points);
        if (length >= sizeof part) {
            ip_script_formula(&lines[line], formula, room, points);
            continue;
        }
        memcpy(part, formula, length);
        part[length] = '\0';
        ip_script_formula(&lines[line], part, room, points);
    }
    return line;
}

void ip_script_add_quoted(ip_script *script, const ip_buffer *enhanced) {
    if (enhanced->failed)
        ip_script_fail(script);
    ip_buffer_add_character(&script->text, '\'');
    ip_buffer_add(&script->text, ip_buffer_text(enhanced));
    ip_buffer_add_character(&script->text, '\'');
}

void ip_script_add_text(ip_script *script, const char *text, double room, double points) {
    ip_buffer enhanced = {0};
    ip_script_text(&enhanced, text, room, points);
    ip_script_add_quoted(script, &enhanced);
    ip_buffer_clear(&enhanced);
}

void ip_script_add_formula(ip_script *script, const char *formula, double room, double points) {
    ip_buffer enhanced = {0};
    ip_script_formula(&enhanced, formula, room, points);
    ip_script_add_quoted(script, &enhanced);
    ip_buffer_clear(&enhanced);
}

void ip_script_add_products(ip_script *script, ip_row_products products, double room, double points) {
    ip_buffer enhanced = {0};
    ip_script_products(&enhanced, products, room, points);
    ip_script_add_quoted(script, &enhanced);
    ip_buffer_clear(&enhanced);
}

double ip_script_line_height(double points) {
    return 1.25 * points * mm_per_point;
}
