/* The smallest changes that balance: a weighted least-norm problem, by its normal equations. */
#include "balance.h"

#include <math.h>
#include <stdlib.h>

/* An element that is off by less, relative to what is moved of it, is off by ordinary rounding. */
#define ORDINARY 1e-13
/* The largest change of a term that rounding explains, relative to the atoms of all terms. */
#define LARGEST_CHANGE 1e-9
/* A pivot that is so small, relative to the equations (which are scaled to 1), is one of an element that others settle. */
#define DEPENDENT 1e-10
/* Each round leaves what rounding and dependent elements left of the one before. */
enum { ROUNDS = 3 };

double ip_terms_imbalance(const ip_term *terms, int count, int element, double *moved) {
    double sum = 0.0;
    *moved = 0.0;
    for (int i = 0; i < count; i++)
        for (int e = 0; e < terms[i].element_count; e++)
            if (terms[i].element[e] == element) {
                double amount = terms[i].coefficient * terms[i].amount[e];
                sum += terms[i].is_product ? amount : -amount;
                *moved += amount;
            }
    return sum;
}

/* What an element gains where a coefficient grows by its own size, per what is moved of it. */
static double share(const ip_term *term, int element, double moved) {
    for (int e = 0; e < term->element_count; e++)
        if (term->element[e] == element)
            return (term->is_product ? term->coefficient : -term->coefficient) * term->amount[e] / moved;
    return 0.0;
}

/* Solves matrix * x = sides, both overwritten, by elimination with pivots on the diagonal; unknowns that the others settle
 * are zero. The matrix is symmetric and has no negative eigenvalue. */
static void solve(double *matrix, double *sides, int size) {
    for (int k = 0; k < size; k++) {
        double pivot = matrix[k * size + k];
        if (!(pivot > DEPENDENT)) {
            for (int i = 0; i < size; i++)
                matrix[k * size + i] = matrix[i * size + k] = 0.0;
            matrix[k * size + k] = 1.0;
            sides[k] = 0.0;
            continue;
        }
        for (int r = k + 1; r < size; r++) {
            double factor = matrix[r * size + k] / pivot;
            for (int i = k; factor != 0.0 && i < size; i++)
                matrix[r * size + i] -= factor * matrix[k * size + i];
            sides[r] -= factor * sides[k];
        }
    }
    for (int k = size - 1; k >= 0; k--) {
        for (int i = k + 1; i < size; i++)
            sides[k] -= matrix[k * size + i] * sides[i];
        sides[k] /= matrix[k * size + k];
    }
}

typedef struct balance {
    int elements[IP_ELEMENT_COUNT], element_count;
    double moved[IP_ELEMENT_COUNT], off[IP_ELEMENT_COUNT]; /* [element_count] */
} balance;

/* The elements to balance; returns the largest relative imbalance. */
static double list_elements(balance *list, const ip_term *terms, int count, ip_element_set open) {
    ip_element_set all = {{0, 0}};
    double worst = 0.0;
    for (int i = 0; i < count; i++)
        for (int e = 0; e < terms[i].element_count; e++)
            ip_element_set_add(&all, terms[i].element[e]);
    list->element_count = ip_element_set_list(ip_element_set_without(all, open), list->elements);
    for (int e = 0; e < list->element_count; e++) {
        double sum = ip_terms_imbalance(terms, count, list->elements[e], &list->moved[e]);
        list->off[e] = sum / list->moved[e];
        worst = fmax(worst, fabs(list->off[e]));
    }
    return worst;
}

static double term_atoms(const ip_term *term) {
    double atoms = 0.0;
    for (int e = 0; e < term->element_count; e++)
        atoms += term->coefficient * term->amount[e];
    return atoms;
}

/* Relative changes of the coefficients. A term counts by its size, so that what is little gives way to what is much: it is
 * the multipliers of the elements times its shares of them, divided by its size. */
static void find_changes(double *changes, double *matrix, balance *list, const ip_term *terms, int count) {
    int size = list->element_count;
    double scale[IP_ELEMENT_COUNT]; /* makes the diagonal 1 */
    for (int e = 0; e < size; e++)
        for (int f = 0; f < size; f++) {
            matrix[e * size + f] = 0.0;
            for (int i = 0; i < count; i++)
                matrix[e * size + f] += share(&terms[i], list->elements[e], list->moved[e]) *
                                        share(&terms[i], list->elements[f], list->moved[f]) / term_atoms(&terms[i]);
        }
    for (int e = 0; e < size; e++)
        scale[e] = 1.0 / sqrt(matrix[e * size + e]);
    for (int e = 0; e < size; e++) {
        list->off[e] *= scale[e];
        for (int f = 0; f < size; f++)
            matrix[e * size + f] *= scale[e] * scale[f];
    }
    solve(matrix, list->off, size);
    for (int i = 0; i < count; i++) {
        changes[i] = 0.0;
        for (int e = 0; e < size; e++)
            changes[i] -= list->off[e] * scale[e] * share(&terms[i], list->elements[e], list->moved[e]) / term_atoms(&terms[i]);
    }
}

static bool are_rounding(const double *changes, const ip_term *terms, int count) {
    double all = 0.0;
    for (int i = 0; i < count; i++)
        all += term_atoms(&terms[i]);
    for (int i = 0; i < count; i++)
        if (!(fabs(changes[i]) * term_atoms(&terms[i]) <= LARGEST_CHANGE * all) || !(fabs(changes[i]) < 1.0))
            return false;
    return true;
}

/* Multiplies the coefficients with 1 + change; takes it back where that leaves more than `worst`. */
static bool change(ip_term *terms, double *changes, int count, ip_element_set open, double worst) {
    balance list;
    for (int i = 0; i < count; i++) {
        double before = terms[i].coefficient;
        terms[i].coefficient *= 1.0 + changes[i];
        changes[i] = before;
    }
    if (list_elements(&list, terms, count, open) < worst)
        return true;
    for (int i = 0; i < count; i++)
        terms[i].coefficient = changes[i];
    return false;
}

void ip_terms_balance(ip_term *terms, int count, ip_element_set open) {
    bool better = true;
    for (int round = 0; round < ROUNDS && better; round++) {
        balance list;
        double worst = list_elements(&list, terms, count, open);
        if (worst <= ORDINARY)
            return;
        size_t size = (size_t)list.element_count;
        double *matrix = malloc(size * size * sizeof *matrix), *changes = malloc((size_t)count * sizeof *changes);
        better = matrix && changes; /* without memory the equation stays as it is */
        if (better) {
            find_changes(changes, matrix, &list, terms, count);
            better = are_rounding(changes, terms, count) && change(terms, changes, count, open, worst);
        }
        free(matrix);
        free(changes);
    }
}
