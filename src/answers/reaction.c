/* Balanced equations with the smallest integer coefficients, and their text. Knows amounts, no energies. */
#include "balance.h"
#include "reaction.h"

#include <interphase/number.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Beyond this an equation in integers is harder to read than one in decimals. */
#define LARGEST_INTEGER 1000000.0
/* How near a fraction must be to stand for a coefficient; whether it is the true one the balance tells. */
#define FRACTION_TOLERANCE 1e-9

enum { DECIMALS = 6, MOST_DECIMALS = 30 };

static void set_phase_term(ip_term *t, const ip_phase *phase, double coefficient, bool is_product) {
    t->formula = phase->formula;
    t->coefficient = coefficient;
    t->is_product = is_product;
    t->weak = is_product && ip_phase_is_weak(phase);
    t->element_count = phase->element_count;
    for (int i = 0; i < phase->element_count; i++) {
        t->element[i] = phase->elements[i];
        t->amount[i] = phase->amounts[i];
    }
}

static void set_reactant_term(ip_term *t, const ip_reactant *reactant) {
    t->formula = reactant->formula;
    t->coefficient = reactant->amount;
    t->is_product = false;
    t->weak = false;
    t->element_count = reactant->composition->count;
    for (int i = 0; i < t->element_count; i++) {
        t->element[i] = reactant->composition->element[i];
        t->amount[i] = reactant->composition->amount[i];
    }
}

/* Puts an open element on the side where it is consumed, by as much as the other terms need: an uptake that counts as zero
 * in a window is written where without it the equation would not balance. */
static void add_open_element(ip_term *terms, int *count, const ip_phase *element, int at) {
    double moved, missing = ip_terms_imbalance(terms, *count, element->elements[0], &moved) / element->amounts[0];
    if (fabs(missing) * element->amounts[0] <= IP_REACTION_BALANCE * moved)
        return;
    bool is_product = missing < 0.0;
    if (is_product)
        at = *count;
    memmove(&terms[at + 1], &terms[at], (size_t)(*count - at) * sizeof *terms);
    set_phase_term(&terms[at], element, fabs(missing), is_product);
    ++*count;
}

/* Puts a gas on the side where it is consumed: behind the reactants that are there, or behind the products. */
static void add_gas(ip_term *terms, int *count, int *taken_up, const ip_gas_uptake *uptake) {
    bool is_product = uptake->amount < 0.0;
    int at = is_product ? *count : *taken_up;
    if (uptake->amount == 0.0)
        return;
    memmove(&terms[at + 1], &terms[at], (size_t)(*count - at) * sizeof *terms);
    set_phase_term(&terms[at], uptake->gas, fabs(uptake->amount), is_product);
    ++*count;
    *taken_up += !is_product;
}

/* Reactants, what is taken up, products, what is given off; in this order. Returns how many terms. */
static int collect_terms(ip_term *terms, const ip_dataset *dataset, const ip_reactant *reactants, int reactant_count,
                         const ip_equilibrium *equilibrium) {
    int count = 0, taken_up = 0;
    ip_element_set open = {{0, 0}};
    for (int i = 0; i < reactant_count; i++)
        if (reactants[i].amount > 0.0)
            set_reactant_term(&terms[count++], &reactants[i]);
    taken_up = count;
    for (int i = 0; i < equilibrium->product_count; i++)
        set_phase_term(&terms[count++], equilibrium->products[i].phase, equilibrium->products[i].amount, true);
    for (int i = 0; i < equilibrium->gas_count; i++)
        add_gas(terms, &count, &taken_up, &equilibrium->gases[i]);
    for (int i = 0; i < equilibrium->open_count; i++)
        ip_element_set_add(&open, equilibrium->uptakes[i].element);
    ip_terms_balance(terms, count, open);
    for (int i = 0; i < equilibrium->open_count; i++) {
        int before = count;
        add_open_element(terms, &count, ip_dataset_element(dataset, equilibrium->uptakes[i].element), taken_up);
        taken_up += count > before && !terms[taken_up].is_product;
    }
    return count;
}

/* Largest imbalance of an element relative to how much of it the equation moves. */
static double imbalance(const ip_term *terms, int count, const double *coefficients) {
    double sum[IP_ELEMENT_COUNT + 1] = {0}, moved[IP_ELEMENT_COUNT + 1] = {0}, worst = 0.0;
    for (int i = 0; i < count; i++)
        for (int e = 0; e < terms[i].element_count; e++) {
            double amount = coefficients[i] * terms[i].amount[e];
            sum[terms[i].element[e]] += terms[i].is_product ? amount : -amount;
            moved[terms[i].element[e]] += amount;
        }
    for (int e = 1; e <= IP_ELEMENT_COUNT; e++)
        if (moved[e] > 0.0 && fabs(sum[e]) / moved[e] > worst)
            worst = fabs(sum[e]) / moved[e];
    return worst;
}

/* The simplest fraction within the tolerance, by continued fractions. Returns its denominator, 0 for none. */
static long find_denominator(double value) {
    double rest = value, tolerance = FRACTION_TOLERANCE * fmax(1.0, value);
    double numerator = 1.0, previous_numerator = 0.0, denominator = 0.0, previous_denominator = 1.0;
    for (int i = 0; i < 40; i++) {
        double whole = floor(rest);
        double next_numerator = whole * numerator + previous_numerator;
        double next_denominator = whole * denominator + previous_denominator;
        if (next_denominator > IP_REACTION_DENOMINATOR)
            return 0;
        previous_numerator = numerator;
        previous_denominator = denominator;
        numerator = next_numerator;
        denominator = next_denominator;
        if (fabs(numerator / denominator - value) <= tolerance)
            return (long)denominator;
        rest = 1.0 / (rest - whole);
    }
    return 0;
}

static long greatest_common_divisor(long a, long b) {
    while (b) {
        long rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Smallest integers in the proportion of the coefficients, which are counted in `unit` for that; false where there are
 * none of a readable size. */
static bool find_integers(const ip_term *terms, int count, double unit, double *integers) {
    long multiple = 1, divisor = 0;
    for (int i = 0; i < count; i++) {
        long denominator = find_denominator(terms[i].coefficient / unit);
        if (denominator == 0)
            return false;
        multiple *= denominator / greatest_common_divisor(multiple, denominator);
        if ((double)multiple > LARGEST_INTEGER)
            return false;
    }
    for (int i = 0; i < count; i++) {
        integers[i] = round(terms[i].coefficient / unit * (double)multiple);
        if (integers[i] < 1.0 || integers[i] > LARGEST_INTEGER * 1000.0)
            return false;
        divisor = greatest_common_divisor((long)integers[i], divisor);
    }
    for (int i = 0; i < count; i++) {
        integers[i] /= (double)divisor;
        if (integers[i] > LARGEST_INTEGER)
            return false;
    }
    return imbalance(terms, count, integers) <= IP_REACTION_BALANCE;
}

static ip_status store_terms(ip_reaction *out, const ip_term *terms, int count, const double *coefficients, ip_error *error) {
    out->reactants = calloc((size_t)count, sizeof *out->reactants);
    out->products = calloc((size_t)count, sizeof *out->products);
    if (!out->reactants || !out->products)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < count; i++) {
        ip_reaction_term *stored = terms[i].is_product ? &out->products[out->product_count++]
                                                       : &out->reactants[out->reactant_count++];
        stored->formula = strdup(terms[i].formula);
        stored->coefficient = coefficients[i];
        stored->weak = terms[i].weak;
        if (!stored->formula)
            return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    }
    return IP_OK;
}

ip_status ip_reaction_build(ip_reaction *out, const ip_dataset *dataset, const ip_reactant *reactants, int reactant_count,
                            const ip_equilibrium *equilibrium, ip_error *error) {
    size_t most = (size_t)(reactant_count + equilibrium->product_count + equilibrium->open_count + equilibrium->gas_count);
    memset(out, 0, sizeof *out);
    ip_term *terms = malloc(most * sizeof *terms);
    double *coefficients = malloc(most * sizeof *coefficients);
    ip_status status = terms && coefficients ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    if (!status) {
        int count = collect_terms(terms, dataset, reactants, reactant_count, equilibrium);
        /* Shares of a mixture have larger denominators than what comes to one formula unit of its first reactant. */
        out->integers = find_integers(terms, count, 1.0, coefficients) ||
                        find_integers(terms, count, terms[0].coefficient, coefficients);
        for (int i = 0; !out->integers && i < count; i++)
            coefficients[i] = terms[i].coefficient;
        if (imbalance(terms, count, coefficients) > IP_REACTION_BALANCE)
            status = ip_error_set(error, IP_NUMERIC, "the equation does not balance");
        else
            status = store_terms(out, terms, count, coefficients, error);
        out->multiple = coefficients[0] / terms[0].coefficient;
    }
    free(terms);
    free(coefficients);
    if (status)
        ip_reaction_clear(out);
    return status;
}

static void clear_terms(ip_reaction_term *terms, int count) {
    for (int i = 0; terms && i < count; i++)
        free(terms[i].formula);
    free(terms);
}

void ip_reaction_clear(ip_reaction *reaction) {
    clear_terms(reaction->reactants, reaction->reactant_count);
    clear_terms(reaction->products, reaction->product_count);
    memset(reaction, 0, sizeof *reaction);
}

static void add_term(double coefficient, int decimals, const char *formula, const char *mark, bool is_first, ip_buffer *out) {
    char number[400];
    ip_number_format_short(number, sizeof number, coefficient, decimals);
    bool is_one = strcmp(number, "1") == 0;
    ip_buffer_add(out, is_first ? "" : " + ");
    ip_buffer_add(out, is_one ? "" : number);
    ip_buffer_add(out, is_one ? "" : " ");
    ip_buffer_add(out, formula);
    ip_buffer_add(out, mark ? mark : "");
}

/* As many decimals as give a small coefficient six digits: an equation has to balance as it is printed. */
static int count_decimals(double coefficient) {
    int decimals = DECIMALS;
    for (double limit = 0.1; coefficient < limit && decimals < MOST_DECIMALS; limit *= 0.1)
        decimals++;
    return decimals;
}

static void add_side(const ip_reaction_term *terms, int count, const char *mark, ip_buffer *out) {
    for (int i = 0; i < count; i++)
        add_term(terms[i].coefficient, count_decimals(terms[i].coefficient), terms[i].formula, terms[i].weak ? mark : NULL,
                 i == 0, out);
}

void ip_reaction_add(const ip_reaction *reaction, const char *arrow, const char *mark, ip_buffer *out) {
    add_side(reaction->reactants, reaction->reactant_count, NULL, out);
    ip_buffer_print(out, " %s ", arrow);
    add_side(reaction->products, reaction->product_count, mark, out);
}

char *ip_reaction_marked_text(const ip_dataset *dataset, const ip_reactant *reactants, int reactant_count,
                              const ip_equilibrium *equilibrium, const char *arrow, const char *mark, ip_error *error) {
    ip_reaction reaction;
    if (ip_reaction_build(&reaction, dataset, reactants, reactant_count, equilibrium, error))
        return NULL;
    ip_buffer buffer = {0};
    ip_reaction_add(&reaction, arrow, mark, &buffer);
    ip_reaction_clear(&reaction);
    char *text = ip_buffer_take(&buffer);
    if (!text)
        ip_error_set(error, IP_NO_MEMORY, "out of memory");
    return text;
}

char *ip_reaction_text(const ip_dataset *dataset, const ip_reactant *reactants, int reactant_count,
                       const ip_equilibrium *equilibrium, const char *arrow, ip_error *error) {
    return ip_reaction_marked_text(dataset, reactants, reactant_count, equilibrium, arrow, NULL, error);
}

void ip_reaction_print(const ip_reaction *reaction, const char *arrow, FILE *stream) {
    ip_buffer buffer = {0};
    ip_reaction_add(reaction, arrow, NULL, &buffer);
    fputs(ip_buffer_text(&buffer), stream);
    ip_buffer_clear(&buffer);
}

static void add_products(const ip_equilibrium *equilibrium, const char *mark, ip_buffer *out) {
    for (int i = 0; i < equilibrium->product_count; i++) {
        const ip_product *product = &equilibrium->products[i];
        add_term(product->amount, ip_number_amount_decimals(product->amount), product->phase->formula,
                 ip_phase_is_weak(product->phase) ? mark : NULL, i == 0, out);
    }
    for (int i = 0, is_first = equilibrium->product_count == 0; i < equilibrium->gas_count; i++) {
        double amount = -equilibrium->gases[i].amount;
        if (amount > 0.0) {
            add_term(amount, ip_number_amount_decimals(amount), equilibrium->gases[i].gas->formula, NULL, is_first, out);
            is_first = false;
        }
    }
}

void ip_reaction_print_products(const ip_equilibrium *equilibrium, FILE *stream) {
    ip_buffer buffer = {0};
    add_products(equilibrium, NULL, &buffer);
    fputs(ip_buffer_text(&buffer), stream);
    ip_buffer_clear(&buffer);
}

char *ip_reaction_marked_products(const ip_equilibrium *equilibrium, const char *mark, ip_error *error) {
    ip_buffer buffer = {0};
    add_products(equilibrium, mark, &buffer);
    char *text = ip_buffer_take(&buffer);
    if (!text)
        ip_error_set(error, IP_NO_MEMORY, "out of memory");
    return text;
}
