/* Coefficients that balance a reaction, by elimination in exact fractions. Knows terms, no energies. */
#include <interphase/equation.h>

#include "base/fraction.h"
#include "positive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One row an element that has to balance, one column a term: atoms in one formula unit, those of reactants below zero. */
typedef struct balance {
    ip_equation *equation;
    int elements[IP_ELEMENT_COUNT], element_count;
    int *unknown, unknown_count; /* terms whose coefficients are to be found */
    ip_fraction *matrix;         /* [row * (unknown_count + 1) + column]; the last column is what the other terms leave, with its sign turned */
    int *pivot;                  /* [row], the column that the row settles; -1 for none */
    bool has_given;              /* that last column is not all zero */
    bool failed;                 /* some number is no fraction that fits */
    bool is_free;                /* there is more than one solution */
} balance;

/* Beyond this, coefficients are easier to read as fractions. */
#define LARGEST_MULTIPLE 1000.0

static const char no_fraction[] = "the amounts are too fine to be balanced in exact fractions; expected decimals of six digits at the most";

static ip_fraction *cell(const balance *b, int row, int column) {
    return &b->matrix[(size_t)row * (size_t)(b->unknown_count + 1) + (size_t)column];
}

/* A formula; with "(g)" behind it, as equations show gases, one of the atmosphere. */
static ip_status read_formula(ip_equation_term *term, const ip_atmosphere *gases, ip_error *error) {
    static const char state[] = "(g)";
    size_t length = strlen(term->formula), end = sizeof state - 1;
    if (length <= end || strcmp(term->formula + length - end, state) != 0)
        return ip_composition_read(&term->composition, term->formula, error);
    char *formula = strndup(term->formula, length - end);
    if (!formula)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    ip_status status = ip_composition_read(&term->composition, formula, error);
    if (!status && (!gases || ip_atmosphere_find(gases, &term->composition) < 0))
        status = ip_error_set(error, IP_BAD_ARGUMENT, "the gas %s has no pressure; expected one, or %s alone for the phase of the table",
                              term->formula, formula);
    free(formula);
    return status;
}

static ip_status read_formulas(ip_equation *equation, const ip_atmosphere *gases, ip_error *error) {
    for (int i = 0; i < equation->count; i++) {
        ip_status status = read_formula(&equation->terms[i], gases, error);
        if (status)
            return ip_error_prefix(error, status, "term at character %d", equation->terms[i].place);
    }
    return IP_OK;
}

/* ---- the system of equations */

static ip_fraction amount_of(const ip_equation_term *term, int element) {
    double amount = ip_composition_amount(&term->composition, element);
    return ip_fraction_of(term->is_product ? amount : -amount);
}

/* Fills the rows for the unknown terms at hand; all others count with their coefficients. */
static void fill(balance *b) {
    b->failed = b->has_given = false;
    for (int r = 0; r < b->element_count; r++) {
        ip_fraction *known = cell(b, r, b->unknown_count);
        *known = ip_fraction_of(0.0);
        int next = 0;
        for (int t = 0; t < b->equation->count; t++) {
            const ip_equation_term *term = &b->equation->terms[t];
            ip_fraction amount = amount_of(term, b->elements[r]);
            if (next < b->unknown_count && b->unknown[next] == t)
                *cell(b, r, next++) = amount;
            else
                *known = ip_fraction_less(*known, amount, ip_fraction_of(term->coefficient));
            b->failed = b->failed || !ip_fraction_fits(amount) || !ip_fraction_fits(*known);
        }
        b->has_given = b->has_given || known->over != 0;
    }
}

static void swap_rows(balance *b, int one, int other) {
    for (int c = 0; c <= b->unknown_count; c++) {
        ip_fraction kept = *cell(b, one, c);
        *cell(b, one, c) = *cell(b, other, c);
        *cell(b, other, c) = kept;
    }
}

/* Takes a multiple of the row of a pivot off another, so that nothing is left of that column there. */
static void clear_column(balance *b, int row, int pivot_row, int column) {
    ip_fraction factor = ip_fraction_divided(*cell(b, row, column), *cell(b, pivot_row, column));
    for (int c = 0; c <= b->unknown_count; c++) {
        *cell(b, row, c) = ip_fraction_less(*cell(b, row, c), factor, *cell(b, pivot_row, c));
        b->failed = b->failed || !ip_fraction_fits(*cell(b, row, c));
    }
}

/* Gauss and Jordan; returns the rank. */
static int eliminate(balance *b) {
    int rank = 0;
    for (int c = 0; c < b->unknown_count && rank < b->element_count; c++) {
        int row = rank;
        while (row < b->element_count && cell(b, row, c)->over == 0)
            row++;
        if (row == b->element_count)
            continue;
        swap_rows(b, row, rank);
        for (int r = 0; r < b->element_count && !b->failed; r++)
            if (r != rank && cell(b, r, c)->over != 0)
                clear_column(b, r, rank, c);
        b->pivot[rank++] = c;
    }
    return rank;
}

static bool is_consistent(const balance *b, int rank) {
    for (int r = rank; r < b->element_count; r++)
        if (cell(b, r, b->unknown_count)->over != 0)
            return false;
    return true;
}

/* ---- why there is no solution */

/* What is open goes where it is missing; a gas that may only leave does not. */
static bool goes_to_either(const ip_equation_term *term) {
    return !term->place && !term->leaves_only;
}

/* What is on one side alone is the plainest reason why there is no solution. */
static ip_status fail_side(const balance *b, ip_error *error) {
    for (int r = 0; r < b->element_count; r++) {
        bool on_side[2] = {false, false};
        for (int t = 0; t < b->equation->count; t++) {
            const ip_equation_term *term = &b->equation->terms[t];
            bool holds = ip_composition_amount(&term->composition, b->elements[r]) > 0.0;
            on_side[term->is_product] = on_side[term->is_product] || holds;
            on_side[!term->is_product] = on_side[!term->is_product] || (holds && goes_to_either(term));
        }
        if (!on_side[0] || !on_side[1])
            return ip_error_set(error, IP_BAD_ARGUMENT, "cannot be balanced: %s is among the %s only", ip_element_symbol(b->elements[r]),
                                on_side[0] ? "reactants" : "products");
    }
    return IP_OK;
}

/* An element that the written coefficients settle, and do not balance. */
static ip_status fail_given(const balance *b, ip_error *error) {
    for (int r = 0; r < b->element_count; r++) {
        double atoms[2] = {0.0, 0.0};
        bool is_given = cell(b, r, b->unknown_count)->over != 0;
        for (int c = 0; c < b->unknown_count; c++)
            is_given = is_given && cell(b, r, c)->over == 0;
        for (int t = 0; t < b->equation->count; t++) {
            const ip_equation_term *term = &b->equation->terms[t];
            atoms[term->is_product] += term->coefficient * ip_composition_amount(&term->composition, b->elements[r]);
        }
        if (is_given)
            return ip_error_set(error, IP_BAD_ARGUMENT, "does not balance as it is written: %.6g %s react and %.6g are in the products", atoms[0],
                                ip_element_symbol(b->elements[r]), atoms[1]);
    }
    return IP_OK;
}

static ip_status fail_inconsistent(balance *b, ip_error *error) {
    fill(b); /* as it was before the elimination */
    ip_status status = fail_given(b, error);
    return status ? status : ip_error_set(error, IP_BAD_ARGUMENT, b->has_given ? "cannot be balanced with the coefficients that are written"
                                                                              : "cannot be balanced: no coefficients fit all elements");
}

static bool is_settled(const balance *b, int rank, int column) {
    for (int r = 0; r < rank; r++)
        if (b->pivot[r] == column)
            return true;
    return false;
}

/* A column for each unknown, one more for the other way of what goes to either side, and a last one for the coefficients that
 * are written. Returns how many. */
static int list_ways(double *out, const balance *b) {
    int columns = 0;
    for (int c = 0; c <= b->unknown_count; c++) {
        bool either = c < b->unknown_count && goes_to_either(&b->equation->terms[b->unknown[c]]);
        for (int way = 0; way <= either; way++, columns++)
            for (int r = 0; r < b->element_count; r++)
                *out++ = ip_fraction_value(*cell(b, r, c)) * (way || c == b->unknown_count ? -1.0 : 1.0);
    }
    return columns;
}

static ip_status fail_impossible(const balance *b, const bool *possible, ip_error *error) {
    char names[320] = "";
    int written = 0, count = 0, column = 0;
    for (int c = 0; c < b->unknown_count; c++) {
        const ip_equation_term *term = &b->equation->terms[b->unknown[c]];
        bool is_possible = !term->place || possible[column];
        size_t used = strlen(names);
        column += goes_to_either(term) ? 2 : 1;
        written += term->place != 0;
        count += !is_possible;
        if (!is_possible)
            snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "", term->formula);
    }
    if (count == 0)
        return IP_OK;
    if (count == written)
        return ip_error_set(error, IP_BAD_ARGUMENT, "cannot be balanced: no coefficients above 0 fit all elements");
    return ip_error_set(error, IP_BAD_ARGUMENT, "cannot be balanced: only a coefficient of 0 fits %s; expected an equation without %s",
                        names, count > 1 ? "them" : "it");
}

/* Of several solutions, whether one has all coefficients above 0. Where none has, terms are on the wrong side, or too many. */
static ip_status fail_signs(balance *b, ip_error *error) {
    size_t most = 2 * (size_t)b->unknown_count + 1;
    double *ways = calloc(most * (size_t)b->element_count, sizeof *ways);
    bool *possible = calloc(most, sizeof *possible);
    ip_status status = ways && possible ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    if (!status) {
        fill(b); /* as it was before the elimination */
        int columns = list_ways(ways, b);
        status = ip_positive_find(possible, b->element_count, columns, ways, error);
    }
    free(ways);
    if (!status)
        status = fail_impossible(b, possible, error);
    free(possible);
    return status;
}

/* Names the terms whose coefficients nothing settles. */
static ip_status fail_free(balance *b, int rank, ip_error *error) {
    char names[320] = "";
    b->is_free = true;
    int free_count = b->unknown_count - rank, named = 0;
    for (int c = 0; c < b->unknown_count; c++) {
        if (is_settled(b, rank, c))
            continue;
        size_t used = strlen(names);
        const char *before = named == 0 ? "" : named == free_count - 1 ? " and " : ", ";
        snprintf(names + used, sizeof names - used, "%s%s", before, b->equation->terms[b->unknown[c]].formula);
        named++;
    }
    if (free_count == 1)
        return ip_error_set(error, IP_BAD_ARGUMENT, "can be balanced in more than one way: the coefficient of %s is free; write it", names);
    return ip_error_set(error, IP_BAD_ARGUMENT, "can be balanced in more than one way: the coefficients of %s are free; write %s%d of them", names,
                        b->has_given ? "the " : "", free_count - !b->has_given);
}

/* ---- the solution */

static ip_status take_value(ip_equation_term *term, ip_fraction value, ip_error *error) {
    term->coefficient = ip_fraction_value(value);
    if (value.over > 0 || (value.over == 0 && !term->place))
        return IP_OK;
    if (value.over == 0)
        return ip_error_set(error, IP_BAD_ARGUMENT, "cannot be balanced: %s would have the coefficient 0; expected an equation without it",
                            term->formula);
    if (term->place)
        return ip_error_set(error, IP_BAD_ARGUMENT, "cannot be balanced: %s would have the coefficient %.6g; expected it on the other side",
                            term->formula, term->coefficient);
    if (term->leaves_only)
        return ip_error_set(error, IP_BAD_ARGUMENT, "cannot be balanced: %s would be taken up, and it may only leave", term->formula);
    /* What is open goes where it is missing. */
    term->is_product = !term->is_product;
    term->coefficient = -term->coefficient;
    return IP_OK;
}

/* Smallest integers in the proportion of some fractions, of which not all are zero. */
static bool make_integers(ip_fraction *values, int count) {
    int64_t multiple = 1, divisor = 0;
    for (int c = 0; c < count; c++)
        if (!ip_fraction_fits(values[c]) ||
            __builtin_mul_overflow(multiple, values[c].under / ip_greatest_divisor(multiple, values[c].under), &multiple))
            return false;
    for (int c = 0; c < count; c++) {
        if (__builtin_mul_overflow(values[c].over, multiple / values[c].under, &values[c].over))
            return false;
        values[c].under = 1;
        divisor = ip_greatest_divisor(divisor, values[c].over);
    }
    for (int c = 0; c < count; c++)
        values[c].over /= divisor;
    return true;
}

/* The sign in which the first term of the text stands on the side where it was written. */
static int sign_of(const balance *b, const ip_fraction *values) {
    for (int c = 0; c < b->unknown_count; c++)
        if (b->equation->terms[b->unknown[c]].place && values[c].over != 0)
            return values[c].over < 0 ? -1 : 1;
    return 1;
}

/* Without any coefficient there is one free column; it counts as 1 at first. */
static ip_status take_proportions(balance *b, int rank, ip_error *error) {
    int free_column = 0;
    ip_fraction *values = calloc((size_t)b->unknown_count, sizeof *values);
    if (!values)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    while (is_settled(b, rank, free_column))
        free_column++;
    values[free_column] = ip_fraction_of(1.0);
    for (int r = 0; r < rank; r++)
        values[b->pivot[r]] = ip_fraction_less(ip_fraction_of(0.0), ip_fraction_of(1.0),
                                               ip_fraction_divided(*cell(b, r, free_column), *cell(b, r, b->pivot[r])));
    ip_status status = make_integers(values, b->unknown_count) ? IP_OK : ip_error_set(error, IP_NUMERIC, no_fraction);
    int sign = status ? 1 : sign_of(b, values);
    for (int c = 0; c < b->unknown_count && !status; c++) {
        values[c].over *= sign;
        status = take_value(&b->equation->terms[b->unknown[c]], values[c], error);
    }
    free(values);
    return status;
}

static ip_status take_solution(balance *b, int rank, ip_error *error) {
    ip_status status = IP_OK;
    for (int r = 0; r < rank && !status; r++) {
        ip_fraction value = ip_fraction_divided(*cell(b, r, b->unknown_count), *cell(b, r, b->pivot[r]));
        if (!ip_fraction_fits(value))
            return ip_error_set(error, IP_NUMERIC, no_fraction);
        status = take_value(&b->equation->terms[b->unknown[b->pivot[r]]], value, error);
    }
    return status;
}

static void list_unknown(balance *b, bool only_added) {
    b->unknown_count = 0;
    for (int t = 0; t < b->equation->count; t++) {
        const ip_equation_term *term = &b->equation->terms[t];
        if (only_added ? !term->place : !term->is_given)
            b->unknown[b->unknown_count++] = t;
    }
}

/* Where nothing is written, what was put beside terms of 1 may be a fraction of them: then all are multiplied. */
static void clear_denominators(ip_equation *equation) {
    double multiple = 1.0;
    for (int t = 0; t < equation->count; t++)
        if (equation->terms[t].is_given)
            return;
    for (int t = 0; t < equation->count; t++) {
        ip_fraction share = ip_fraction_of(equation->terms[t].coefficient * multiple);
        multiple *= ip_fraction_fits(share) ? (double)share.under : 1.0;
    }
    for (int t = 0; t < equation->count && multiple <= LARGEST_MULTIPLE; t++) {
        ip_fraction whole = ip_fraction_of(equation->terms[t].coefficient);
        if (ip_fraction_fits(whole))
            equation->terms[t].coefficient = (double)whole.over * multiple / (double)whole.under;
    }
}

static ip_status solve(balance *b, ip_error *error) {
    /* As it stands, with 1 where nothing is written: then only what is open is to be found. */
    list_unknown(b, true);
    fill(b);
    int rank = b->failed ? 0 : eliminate(b);
    if (!b->failed && is_consistent(b, rank)) {
        if (b->has_given && rank < b->unknown_count)
            return fail_free(b, rank, error);
        ip_status found = take_solution(b, rank, error);
        clear_denominators(b->equation);
        return found;
    }
    ip_status status = fail_side(b, error);
    if (status)
        return status;
    list_unknown(b, false);
    fill(b);
    rank = b->failed ? 0 : eliminate(b);
    if (b->failed)
        return ip_error_set(error, IP_NUMERIC, no_fraction);
    if (!is_consistent(b, rank) || (!b->has_given && rank == b->unknown_count))
        return fail_inconsistent(b, error);
    if (b->unknown_count - rank > !b->has_given) {
        status = fail_signs(b, error);
        return status ? status : fail_free(b, rank, error);
    }
    return b->has_given ? take_solution(b, rank, error) : take_proportions(b, rank, error);
}

/* Whether a composition is no term of its own, while terms hold all of its elements. */
static bool can_be_missing(const ip_equation *equation, int written, const ip_composition *composition) {
    ip_element_set held = {{0, 0}};
    for (int t = 0; t < written; t++) {
        if (ip_composition_same(&equation->terms[t].composition, composition))
            return false;
        held = ip_element_set_union(held, ip_composition_elements(&equation->terms[t].composition));
    }
    return ip_element_set_within(ip_composition_elements(composition), held);
}

static ip_status add_term(ip_equation *equation, const char *formula, const ip_composition *composition, ip_error *error) {
    ip_equation_term *terms = realloc(equation->terms, ((size_t)equation->count + 1) * sizeof *terms);
    if (!terms)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    equation->terms = terms;
    ip_equation_term *term = memset(&terms[equation->count++], 0, sizeof *term);
    term->formula = formula;
    term->composition = *composition;
    return IP_OK;
}

/* Appends what is open and may be missing, with no coefficient yet: elements by rising atomic number, then gases, those that may only leave
 * where `releases`. */
static ip_status add_open(ip_equation *equation, const ip_reservoir *reservoir, bool releases, ip_error *error) {
    ip_element_set open = {{0, 0}};
    int list[IP_ELEMENT_COUNT], written = equation->count;
    ip_status status = IP_OK;
    for (int i = 0; i < reservoir->count; i++)
        ip_element_set_add(&open, reservoir->element[i]);
    int count = ip_element_set_list(open, list);
    for (int i = 0; i < count && !status; i++) {
        ip_composition element = {1, {list[i]}, {1.0}};
        if (can_be_missing(equation, written, &element))
            status = add_term(equation, ip_element_symbol(list[i]), &element, error);
    }
    const ip_atmosphere *gases = reservoir->atmosphere;
    for (int i = 0; gases && i < ip_atmosphere_count(gases) && !status; i++) {
        ip_composition gas = ip_phase_composition(ip_atmosphere_gas(gases, i));
        bool leaves_only = ip_atmosphere_is_released(gases, i);
        if ((leaves_only && !releases) || !can_be_missing(equation, written, &gas))
            continue;
        status = add_term(equation, ip_atmosphere_formula(gases, i), &gas, error);
        if (!status)
            equation->terms[equation->count - 1].leaves_only = equation->terms[equation->count - 1].is_product = leaves_only;
    }
    return status;
}

/* Takes off what is open where the rest balances without. */
static void drop_open(ip_equation *equation) {
    int kept = 0;
    for (int t = 0; t < equation->count; t++)
        if (equation->terms[t].coefficient != 0.0)
            equation->terms[kept++] = equation->terms[t];
    equation->count = kept;
}

static void list_elements(balance *b) {
    ip_element_set all = {{0, 0}};
    for (int t = 0; t < b->equation->count; t++)
        if (b->equation->terms[t].place)
            all = ip_element_set_union(all, ip_composition_elements(&b->equation->terms[t].composition));
    b->element_count = ip_element_set_list(all, b->elements);
}

/* Balances with what is open; *is_free where that can be done in more than one way. */
static ip_status balance_with(bool *is_free, ip_equation *equation, const ip_reservoir *reservoir, bool releases, ip_error *error) {
    ip_status status = reservoir ? add_open(equation, reservoir, releases, error) : IP_OK;
    if (status)
        return status;
    balance b = {.equation = equation};
    list_elements(&b);
    b.unknown = calloc((size_t)equation->count, sizeof *b.unknown);
    b.matrix = calloc((size_t)b.element_count * (size_t)(equation->count + 1), sizeof *b.matrix);
    b.pivot = calloc((size_t)b.element_count, sizeof *b.pivot);
    if (!b.unknown || !b.matrix || !b.pivot) {
        status = ip_error_set(error, IP_NO_MEMORY, "out of memory");
    } else {
        status = solve(&b, error);
        drop_open(equation);
    }
    *is_free = b.is_free;
    free(b.unknown);
    free(b.matrix);
    free(b.pivot);
    return status;
}

ip_status ip_equation_balance(ip_equation *equation, const ip_reservoir *reservoir, ip_error *error) {
    ip_status status = read_formulas(equation, reservoir ? reservoir->atmosphere : NULL, error);
    if (status || equation->lacks_products)
        return status;
    size_t written = (size_t)equation->count;
    ip_equation_term *kept = malloc(written * sizeof *kept);
    bool is_free = false;
    if (!kept)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    memcpy(kept, equation->terms, written * sizeof *kept);
    status = balance_with(&is_free, equation, reservoir, false, error);
    if (status == IP_BAD_ARGUMENT && !is_free && reservoir && reservoir->atmosphere) { /* gases that may only leave, where nothing else helps */
        equation->count = (int)written;
        memcpy(equation->terms, kept, written * sizeof *kept);
        status = balance_with(&is_free, equation, reservoir, true, error);
    }
    free(kept);
    return status;
}
