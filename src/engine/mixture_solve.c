/* Gaussian elimination on a handful of columns. Knows no phases. */
#include "mixture_solve.h"

#include "lp.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* Fractions of columns are of the order of 1; a smaller pivot means linearly dependent columns. */
#define PIVOT_TOLERANCE 1e-15L
/* What weighing large columns against each other loses, relative to them, in a row and in the weights. */
#define ROW_ROUNDING 1e-14
#define WEIGHT_ROUNDING 1e-16

static void swap_rows(long double *matrix, int width, int a, int b) {
    for (int i = 0; a != b && i < width; i++) {
        long double kept = matrix[a * width + i];
        matrix[a * width + i] = matrix[b * width + i];
        matrix[b * width + i] = kept;
    }
}

/* Brings matrix (rows x width, the last column the right-hand side) to triangular form. */
static bool eliminate(long double *matrix, int rows, int width) {
    for (int k = 0; k < width - 1; k++) {
        int pivot = k;
        for (int r = k + 1; r < rows; r++)
            if (fabsl(matrix[r * width + k]) > fabsl(matrix[pivot * width + k]))
                pivot = r;
        if (!(fabsl(matrix[pivot * width + k]) > PIVOT_TOLERANCE))
            return false;
        swap_rows(matrix, width, k, pivot);
        for (int r = k + 1; r < rows; r++) {
            long double factor = matrix[r * width + k] / matrix[k * width + k];
            for (int i = k; factor != 0.0L && i < width; i++)
                matrix[r * width + i] -= factor * matrix[k * width + i];
        }
    }
    return true;
}

/* Each row by its own size: a dopant has to balance as well as the rest. */
static bool balances(const double *coefficients, int rows, const int *chosen, int count, const double *sides,
                     const double *weights) {
    double all = 0.0;
    for (int i = 0; i < count; i++)
        all += fabs(weights[i]);
    for (int r = 0; r < rows; r++) {
        double sum = -sides[r], size = 0.0;
        for (int i = 0; i < count; i++) {
            double amount = weights[i] * coefficients[chosen[i] * rows + r];
            sum += amount;
            size += fabs(amount);
        }
        if (!(fabs(sum) <= IP_MIXTURE_BALANCE * fabs(sides[r]) + ROW_ROUNDING * size + WEIGHT_ROUNDING * all))
            return false;
    }
    return true;
}

ip_status ip_mixture_amounts(const double *coefficients, int rows, const int *chosen, int count, const double *sides,
                             double *weights) {
    int width = count + 1;
    if (count < 1 || count > rows)
        return IP_NUMERIC;
    long double *matrix = malloc((size_t)rows * (size_t)width * sizeof *matrix);
    if (!matrix)
        return IP_NO_MEMORY;
    for (int r = 0; r < rows; r++) {
        for (int i = 0; i < count; i++)
            matrix[r * width + i] = coefficients[chosen[i] * rows + r];
        matrix[r * width + count] = sides[r];
    }
    bool solved = eliminate(matrix, rows, width);
    for (int k = count - 1; solved && k >= 0; k--) {
        /* The column of the sides takes the weights, which are of use below it no more. */
        long double value = matrix[k * width + count];
        for (int i = k + 1; i < count; i++)
            value -= matrix[k * width + i] * matrix[i * width + count];
        matrix[k * width + count] = value / matrix[k * width + k];
        weights[k] = (double)matrix[k * width + count];
    }
    free(matrix);
    return solved && balances(coefficients, rows, chosen, count, sides, weights) ? IP_OK : IP_NUMERIC;
}
