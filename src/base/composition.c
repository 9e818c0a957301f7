/* Reads chemical formulas by recursive descent. Knows elements and text; no energies and no tables. */
#include <interphase/composition.h>
#include <interphase/number.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Amounts of so many digits are below the limit, and exact in an int and in a double. */
enum { NESTING_LIMIT = 32, SMALL_DIGITS = 6 };
/* Far beyond any unit cell; larger amounts are slips of the keyboard and would spoil the arithmetic. */
#define AMOUNT_LIMIT 1e6
/* Nested brackets can multiply amounts down to nothing. */
#define SMALLEST_AMOUNT 1e-9
/* A smaller fraction of the atoms than this cannot be told from rounding. */
#define FRACTION_LIMIT 1e-6

typedef struct parser {
    const char *start, *at;
    int depth;
    bool counted; /* every part so far says how much of it there is */
    ip_composition *out;
    ip_error *error;
} parser;

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static const char *skip_blanks(const char *at) {
    while (is_blank(*at))
        at++;
    return at;
}

static bool begins_group(char c) {
    return (c >= 'A' && c <= 'Z') || c == '(' || c == '[' || c == '{';
}

/* The hyphen, and the dashes and the minus sign that papers set for it: U+2010 to U+2015, U+2212. */
static int dash_width(const char *at) {
    const unsigned char *u = (const unsigned char *)at;
    if (u[0] == '-')
        return 1;
    return u[0] == 0xE2 && ((u[1] == 0x80 && u[2] >= 0x90 && u[2] <= 0x95) || (u[1] == 0x88 && u[2] == 0x92)) ? 3 : 0;
}

/* Characters, not bytes, up to a place, from 1: what a reader would count. */
static int character_position(const parser *p, const char *place) {
    int position = 1;
    for (const char *at = p->start; at < place; at++)
        if (((unsigned char)*at & 0xC0) != 0x80)
            position++;
    return position;
}

static int character_length(const char *at) {
    unsigned char first = (unsigned char)*at;
    int length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    for (int i = 1; i < length; i++)
        if (((unsigned char)at[i] & 0xC0) != 0x80)
            return i;
    return length;
}

enum { SHOWN_LENGTH = 80 };

/* The formula as a message can show it: whole characters, no line breaks, cut where it is long. */
static const char *shown(const char *formula, char buffer[SHOWN_LENGTH + 4]) {
    size_t length = 0;
    while (formula[length]) {
        size_t width = (size_t)character_length(formula + length);
        if (length + width > SHOWN_LENGTH) {
            memcpy(buffer + length, "...", 4);
            return buffer;
        }
        for (size_t i = 0; i < width; i++) {
            unsigned char c = (unsigned char)formula[length + i];
            buffer[length + i] = c < 0x20 || c == 0x7F ? '?' : (char)c;
        }
        length += width;
    }
    buffer[length] = '\0';
    return buffer;
}

static ip_status fail(const parser *p, const char *place, const char *what) {
    char buffer[SHOWN_LENGTH + 4];
    return ip_error_set(p->error, IP_BAD_FORMULA, "formula '%s': character %d: %s", shown(p->start, buffer),
                        character_position(p, place), what);
}

/* A superscript digit (U+00B2, U+00B3, U+00B9, U+2070 to U+2079) or sign (U+207A, U+207B). */
static int superscript_width(const char *at, bool *is_sign) {
    const unsigned char *u = (const unsigned char *)at;
    if (u[0] == 0xC2 && (u[1] == 0xB2 || u[1] == 0xB3 || u[1] == 0xB9))
        return 2;
    if (u[0] != 0xE2 || u[1] != 0x81 || u[2] < 0xB0 || u[2] > 0xBB)
        return 0;
    *is_sign = u[2] >= 0xBA;
    return 3;
}

/* Whether a charge follows, as in Na+, PO4^3-, SO4 2-, [PS4]3- and "Na+ + Cl-": a sign and nothing else, or one more sign. */
static bool is_charge(const char *at) {
    int signs = 0;
    at = skip_blanks(at);
    if (*at == '^')
        return true;
    while (*at && !strchr(")]}", *at)) {
        bool is_sign = *at == '+' || dash_width(at) > 0;
        int width = is_sign && *at != '+' ? dash_width(at) : superscript_width(at, &is_sign);
        if (!width && !is_sign && !is_blank(*at) && !(*at >= '0' && *at <= '9'))
            return signs > 1;
        signs += is_sign;
        at += width ? width : 1;
    }
    return signs > 0;
}

static ip_status fail_unexpected(const parser *p) {
    char what[64];
    unsigned char c = (unsigned char)*p->at;
    bool is_minus = dash_width(p->at) > 0;
    if (!c)
        return fail(p, p->at, "the formula ends too early");
    if (is_charge(p->at) && !(is_minus && p->at[dash_width(p->at)]))
        return fail(p, p->at, "a charge; energies are those of neutral compounds, so give the compound and not its ion");
    if (is_minus)
        return fail(p, p->at,
                    "a negative amount (or a charge); amounts are numbers above 0, and a - between the parts of a mixture "
                    "has an amount before each of them");
    if (c == '+')
        return fail(p, p->at, "unexpected '+'; it stands between the parts of a mixture");
    if (is_blank((char)c))
        return fail(p, p->at,
                    "a blank that is followed by no element; an amount stands directly behind its element, and + or * between "
                    "the parts of a mixture");
    if (c < 0x20 || c == 0x7F)
        snprintf(what, sizeof what, "a control character (code %d)", c);
    else
        snprintf(what, sizeof what, "unexpected '%.*s'", character_length(p->at), p->at);
    return fail(p, p->at, what);
}

/* The digit at a place, plain or a Unicode subscript (U+2080 to U+2089); -1 where there is none. */
static int digit_at(const char *at, int *width) {
    if (*at >= '0' && *at <= '9') {
        *width = 1;
        return *at - '0';
    }
    const unsigned char *u = (const unsigned char *)at;
    if (u[0] == 0xE2 && u[1] == 0x82 && u[2] >= 0x80 && u[2] <= 0x89) {
        *width = 3;
        return u[2] - 0x80;
    }
    return -1;
}

/* Middle dots as people type them: U+00B7, U+2219, U+22C5, U+2022, and the asterisk. */
static int separator_width(const char *at) {
    static const char *const dots[] = {"*", "\xC2\xB7", "\xE2\x88\x99", "\xE2\x8B\x85", "\xE2\x80\xA2"};
    for (size_t i = 0; i < sizeof dots / sizeof *dots; i++)
        if (strncmp(at, dots[i], strlen(dots[i])) == 0)
            return (int)strlen(dots[i]);
    return 0;
}

/* What joins the part that ends here to the next, with the blanks around it: a dot, a plus, or a dash where each part has an
 * amount: without these Na-P-S is a chemical system, and Na-2 a slip. 0 where nothing does. */
static int joint_width(const parser *p, const char *at) {
    const char *sign = skip_blanks(at);
    int dot = separator_width(sign), dash = dash_width(sign), width;
    if (!dot && !dash && *sign != '+')
        return 0;
    const char *next = skip_blanks(sign + (dot ? dot : dash ? dash : 1)), *part = next;
    if (dot)
        return (int)(next - at);
    while (digit_at(part, &width) >= 0 || *part == '.' || *part == '/')
        part += *part == '.' || *part == '/' ? 1 : width;
    bool is_counted = part > next;
    return begins_group(*skip_blanks(part)) && (!dash || (is_counted && p->counted)) ? (int)(next - at) : 0;
}

/* Most amounts are whole numbers of few digits, or not there. Returns false where anything else stands here. */
static bool read_small_amount(parser *p, double *amount) {
    const char *at = p->at;
    int number = 0;
    while (*at >= '0' && *at <= '9' && at - p->at < SMALL_DIGITS)
        number = 10 * number + (*at++ - '0');
    bool goes_on = (*at >= '0' && *at <= '9') || *at == '.' || *at == '/' || (unsigned char)*at >= 0x80;
    if (goes_on || (number == 0 && at > p->at))
        return false;
    if (number)
        *amount = number;
    p->at = at;
    return true;
}

/* Behind a whole number and its slash. */
static ip_status read_denominator(parser *p, double *amount) {
    const char *place = ++p->at;
    int denominator = 0, width;
    for (int digit; (digit = digit_at(p->at, &width)) >= 0; p->at += width) {
        denominator = 10 * denominator + digit;
        if (denominator > AMOUNT_LIMIT)
            return fail(p, place, "a fraction of parts smaller than a millionth");
    }
    if (p->at == place)
        return fail(p, place, "a fraction without its lower number");
    if (!denominator)
        return fail(p, place, "a fraction with nothing below its line");
    *amount /= denominator;
    return IP_OK;
}

/* Reads an amount if one stands here; *amount is 1 where none does. */
static ip_status read_amount(parser *p, double *amount) {
    char digits[40];
    size_t length = 0;
    const char *place = p->at;
    bool point = false;
    *amount = 1.0;
    if (read_small_amount(p, amount))
        return IP_OK;
    for (;;) {
        int width, digit = digit_at(p->at, &width);
        if (digit >= 0) {
            if (length + 1 < sizeof digits)
                digits[length] = (char)('0' + digit);
        } else if (*p->at == '.' && !point) {
            point = true;
            width = 1;
            if (length + 1 < sizeof digits)
                digits[length] = '.';
        } else {
            break;
        }
        length++;
        p->at += width;
    }
    if (length == 0)
        return IP_OK;
    if (length >= sizeof digits)
        return fail(p, place, "an amount of more than 39 digits");
    digits[length] = '\0';
    if (!ip_number_read(amount, digits))
        return fail(p, place, "not a number");
    if (*amount <= 0.0)
        return fail(p, place, "an amount of zero; leave the element out instead");
    if (*amount > AMOUNT_LIMIT)
        return fail(p, place, "an amount above 1000000");
    return *p->at == '/' && !point ? read_denominator(p, amount) : IP_OK;
}

static ip_status add_element(parser *p, int element, double amount) {
    ip_composition *c = p->out;
    for (int i = 0; i < c->count; i++)
        if (c->element[i] == element) {
            c->amount[i] += amount;
            return IP_OK;
        }
    c->element[c->count] = element;
    c->amount[c->count++] = amount;
    return IP_OK;
}

static ip_status read_element(parser *p, double factor) {
    const char *place = p->at;
    size_t length = 1;
    while (place[length] >= 'a' && place[length] <= 'z')
        length++;
    int element = ip_element_find(place, length);
    if (!element) {
        char what[64];
        snprintf(what, sizeof what, "unknown element '%.*s'", (int)(length > 20 ? 20 : length), place);
        return fail(p, place, what);
    }
    p->at += length;
    double amount;
    ip_status status = read_amount(p, &amount);
    return status ? status : add_element(p, element, factor * amount);
}

static ip_status read_groups(parser *p, double factor, char closing);

/* Where the bracket that opens here is closed; NULL where it is not. The amount behind it is needed before
 * its inside is read, since amounts are added as they come. */
static const char *closing_bracket(const char *open, char closing) {
    int depth = 0;
    for (const char *at = open; *at; at++) {
        if (*at == *open)
            depth++;
        else if (*at == closing && --depth == 0)
            return at;
    }
    return NULL;
}

static ip_status read_bracket(parser *p, double factor) {
    const char *open = p->at;
    char closing = *open == '(' ? ')' : *open == '[' ? ']' : '}';
    const char *close = closing_bracket(open, closing);
    if (!close)
        return fail(p, open, "this bracket is never closed");
    if (++p->depth > NESTING_LIMIT)
        return fail(p, open, "brackets nested more than 32 deep");
    double amount;
    p->at = close + 1;
    ip_status status = read_amount(p, &amount);
    const char *behind = p->at;
    if (status)
        return status;
    p->at = skip_blanks(open + 1);
    if (p->at == close)
        return fail(p, open, "empty brackets");
    status = read_groups(p, factor * amount, closing);
    if (status)
        return status;
    if (p->at != close)
        return fail_unexpected(p);
    p->depth--;
    p->at = behind;
    return IP_OK;
}

static ip_status pass_blanks(parser *p) {
    p->at = skip_blanks(p->at);
    return IP_OK;
}

/* Elements and brackets up to `closing`, a separator or the end. */
static ip_status read_groups(parser *p, double factor, char closing) {
    for (;;) {
        ip_status status;
        char c = *p->at;
        if (c >= 'A' && c <= 'Z')
            status = read_element(p, factor);
        else if (begins_group(c))
            status = read_bracket(p, factor);
        else if (c && c == closing)
            return IP_OK;
        else if (is_blank(c) && (begins_group(*skip_blanks(p->at)) || (closing && *skip_blanks(p->at) == closing)))
            status = pass_blanks(p);
        else if (c == ')' || c == ']' || c == '}')
            return fail(p, p->at, "this bracket closes nothing");
        else if (!closing && (!c || joint_width(p, p->at)))
            return IP_OK;
        else
            return fail_unexpected(p);
        if (status)
            return status;
    }
}

static ip_status read_parts(parser *p) {
    for (;;) {
        double factor;
        const char *place = p->at;
        ip_status status = read_amount(p, &factor);
        if (status)
            return status;
        p->counted = p->counted && p->at > place;
        if (p->at > place && begins_group(*skip_blanks(p->at)))
            p->at = skip_blanks(p->at);
        place = p->at;
        status = read_groups(p, factor, '\0');
        if (status)
            return status;
        if (p->at == place)
            return *place ? fail_unexpected(p) : fail(p, place, "an element is expected here");
        if (!*p->at)
            return IP_OK;
        p->at += joint_width(p, p->at);
    }
}

static ip_status check_amounts(const parser *p) {
    char buffer[SHOWN_LENGTH + 4];
    double atoms = ip_composition_atoms(p->out);
    for (int i = 0; i < p->out->count; i++) {
        double amount = p->out->amount[i];
        if (!(amount <= AMOUNT_LIMIT) || amount < SMALLEST_AMOUNT || amount < FRACTION_LIMIT * atoms)
            return ip_error_set(p->error, IP_BAD_FORMULA,
                                "formula '%s': the amount of %s, %g in %g atoms, is outside what can be computed",
                                shown(p->start, buffer), ip_element_symbol(p->out->element[i]), amount, atoms);
    }
    return IP_OK;
}

/* Puts behind a message what was probably meant. */
static void suggest_repair(const char *formula, ip_error *error) {
    char repaired[SHOWN_LENGTH + 1];
    size_t used = strlen(error->message);
    if (ip_composition_repair(repaired, sizeof repaired, formula))
        snprintf(error->message + used, sizeof error->message - used, "; did you mean %s?", repaired);
}

/* A longer formula is refused. */
enum { FORMULA_SIZE = 512 };

/* Symbols with whole numbers of few digits behind them and nothing else: nearly every formula that is read, and in a fraction of
 * the time. Returns false, whatever is left in out, where the formula is not like that, or too long, or wrong. */
static bool read_plain(parser *p) {
    const char *at = p->start;
    while (*at >= 'A' && *at <= 'Z') {
        size_t length = at[1] >= 'a' && at[1] <= 'z' ? 2 : 1;
        int element = ip_element_find(at, length), number = 0;
        const char *digits = at + length;
        for (at = digits; *at >= '0' && *at <= '9' && at - digits < SMALL_DIGITS; at++)
            number = 10 * number + (*at - '0');
        if (!element || (at > digits && number == 0))
            return false;
        add_element(p, element, at > digits ? number : 1.0);
    }
    return *at == '\0' && at > p->start && at - p->start < FORMULA_SIZE;
}

ip_status ip_composition_read(ip_composition *out, const char *formula, ip_error *error) {
    char trimmed[FORMULA_SIZE], buffer[SHOWN_LENGTH + 4];
    parser p = {formula, formula, 0, true, out, error};
    out->count = 0;
    if (read_plain(&p))
        return check_amounts(&p);
    out->count = 0;
    formula = skip_blanks(formula);
    size_t length = strlen(formula);
    if (length && is_blank(formula[length - 1])) {
        while (length && is_blank(formula[length - 1]))
            length--;
        if (length < sizeof trimmed) {
            memcpy(trimmed, formula, length);
            trimmed[length] = '\0';
            formula = trimmed;
        }
    }
    if (!*formula)
        return ip_error_set(error, IP_BAD_FORMULA, "the formula is empty");
    if (length >= sizeof trimmed)
        return ip_error_set(error, IP_BAD_FORMULA, "formula '%s' is longer than %d characters", shown(formula, buffer),
                            (int)sizeof trimmed - 1);
    p.start = p.at = formula;
    ip_status status = read_parts(&p);
    if (status && error)
        suggest_repair(formula, error);
    return status ? status : check_amounts(&p);
}

double ip_composition_atoms(const ip_composition *composition) {
    double atoms = 0.0;
    for (int i = 0; i < composition->count; i++)
        atoms += composition->amount[i];
    return atoms;
}

double ip_composition_mass(const ip_composition *composition) {
    double mass = 0.0;
    for (int i = 0; i < composition->count; i++)
        mass += composition->amount[i] * ip_element_mass(composition->element[i]);
    return mass;
}

double ip_composition_amount(const ip_composition *composition, int element) {
    for (int i = 0; i < composition->count; i++)
        if (composition->element[i] == element)
            return composition->amount[i];
    return 0.0;
}

ip_element_set ip_composition_elements(const ip_composition *composition) {
    ip_element_set set = {{0, 0}};
    for (int i = 0; i < composition->count; i++)
        ip_element_set_add(&set, composition->element[i]);
    return set;
}

bool ip_composition_same(const ip_composition *a, const ip_composition *b) {
    if (a->count != b->count)
        return false;
    double atoms_a = ip_composition_atoms(a), atoms_b = ip_composition_atoms(b);
    for (int i = 0; i < a->count; i++) {
        double fraction_b = ip_composition_amount(b, a->element[i]) / atoms_b;
        if (fabs(a->amount[i] / atoms_a - fraction_b) > IP_SAME_COMPOSITION)
            return false;
    }
    return true;
}
