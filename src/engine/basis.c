/* The inverse by elimination; bases are small. Knows columns only. */
#include "basis.h"

#include <math.h>
#include <stdlib.h>

/* Below this a pivot is rounding: the columns are dependent. */
#define SMALLEST_PIVOT 1e-16L
/* A value may be so far below zero: rounding of the coefficients and sides. */
#define VALUE_TOLERANCE 1e-15L
/* By how much a reduced cost may fall below zero for the sake of a larger pivot. */
#define COST_TOLERANCE 1e-11L
/* Entries of a row of the inverse times a column that count as zero. */
#define ENTRY_TOLERANCE 1e-13L
enum { MOST_EXCHANGES = 100 };

/* A column that may enter. */
typedef struct candidate {
    int column;
    long double entry, reduced; /* of the row of the inverse that leaves, and the reduced cost, not below zero */
} candidate;

struct ip_basis {
    int rows;
    long double *inverse; /* [position * rows + row] */
    long double *matrix;  /* scratch for elimination, as wide as two */
    long double *exact_values, *exact_duals;
    double *values, *duals;
    candidate *candidates; /* scratch, as many as columns */
};

ip_basis *ip_basis_new(int rows, int columns) {
    ip_basis *basis = calloc(1, sizeof *basis);
    size_t r = (size_t)rows;
    if (!basis)
        return NULL;
    basis->rows = rows;
    basis->inverse = malloc(r * r * sizeof *basis->inverse);
    basis->matrix = malloc(2 * r * r * sizeof *basis->matrix);
    basis->exact_values = malloc(r * sizeof *basis->exact_values);
    basis->exact_duals = malloc(r * sizeof *basis->exact_duals);
    basis->values = malloc(r * sizeof *basis->values);
    basis->duals = malloc(r * sizeof *basis->duals);
    basis->candidates = malloc((size_t)columns * sizeof *basis->candidates);
    if (basis->inverse && basis->matrix && basis->exact_values && basis->exact_duals && basis->values && basis->duals &&
        basis->candidates)
        return basis;
    ip_basis_free(basis);
    return NULL;
}

void ip_basis_free(ip_basis *basis) {
    if (!basis)
        return;
    free(basis->inverse);
    free(basis->matrix);
    free(basis->exact_values);
    free(basis->exact_duals);
    free(basis->values);
    free(basis->duals);
    free(basis->candidates);
    free(basis);
}

const double *ip_basis_values(const ip_basis *basis) {
    return basis->values;
}

const double *ip_basis_duals(const ip_basis *basis) {
    return basis->duals;
}

static void swap_rows(long double *matrix, int width, int a, int b) {
    for (int i = 0; a != b && i < width; i++) {
        long double kept = matrix[a * width + i];
        matrix[a * width + i] = matrix[b * width + i];
        matrix[b * width + i] = kept;
    }
}

/* Inverts the columns by elimination with row pivoting. */
static bool invert(ip_basis *basis, const ip_columns *columns, const int *basic) {
    int rows = basis->rows, width = 2 * rows;
    long double *matrix = basis->matrix;
    for (int i = 0; i < rows * width; i++)
        matrix[i] = 0.0L;
    for (int p = 0; p < rows; p++) {
        for (int i = columns->start[basic[p]]; i < columns->start[basic[p] + 1]; i++)
            matrix[(columns->row[i] - 1) * width + p] = columns->coefficients[i];
        matrix[p * width + rows + p] = 1.0L;
    }
    for (int k = 0; k < rows; k++) {
        int pivot = k;
        for (int r = k + 1; r < rows; r++)
            if (fabsl(matrix[r * width + k]) > fabsl(matrix[pivot * width + k]))
                pivot = r;
        if (!(fabsl(matrix[pivot * width + k]) > SMALLEST_PIVOT))
            return false;
        swap_rows(matrix, width, k, pivot);
        long double scale = 1.0L / matrix[k * width + k];
        for (int i = k; i < width; i++)
            matrix[k * width + i] *= scale;
        for (int r = 0; r < rows; r++) {
            long double factor = matrix[r * width + k];
            for (int i = k; r != k && factor != 0.0L && i < width; i++)
                matrix[r * width + i] -= factor * matrix[k * width + i];
        }
    }
    for (int p = 0; p < rows; p++)
        for (int r = 0; r < rows; r++)
            basis->inverse[p * rows + r] = matrix[p * width + rows + r];
    return true;
}

static void set_solution(ip_basis *basis, const ip_columns *columns, const int *basic, const double *sides) {
    int rows = basis->rows;
    for (int r = 0; r < rows; r++)
        basis->exact_duals[r] = 0.0L;
    for (int p = 0; p < rows; p++) {
        const long double *inverse = basis->inverse + p * rows;
        long double value = 0.0L, cost = columns->costs[basic[p]];
        for (int r = 0; r < rows; r++) {
            value += inverse[r] * sides[r];
            basis->exact_duals[r] += cost * inverse[r];
        }
        basis->exact_values[p] = value;
    }
    for (int r = 0; r < rows; r++) {
        basis->values[r] = (double)basis->exact_values[r];
        basis->duals[r] = (double)basis->exact_duals[r];
    }
}

/* The position of the value that is furthest off its bound, and how far; -1 for none. */
static int leaving_position(const ip_basis *basis, const int *basic, int held) {
    int leaving = -1;
    long double furthest = VALUE_TOLERANCE;
    for (int p = 0; p < basis->rows; p++) {
        long double value = basis->exact_values[p], off = basic[p] == held ? fabsl(value) : -value;
        if (off > furthest) {
            furthest = off;
            leaving = p;
        }
    }
    return leaving;
}

static long double times_column(const ip_columns *columns, const long double *factors, int column) {
    long double sum = 0.0L;
    for (int i = columns->start[column]; i < columns->start[column + 1]; i++)
        sum += factors[columns->row[i] - 1] * columns->coefficients[i];
    return sum;
}

static bool is_basic(const ip_basis *basis, const int *basic, int column) {
    for (int p = 0; p < basis->rows; p++)
        if (basic[p] == column)
            return true;
    return false;
}

/* The columns that bring the value at a position to its bound when they enter; returns how many. */
static int find_candidates(ip_basis *basis, const ip_columns *columns, const int *basic, int held, int position) {
    const long double *row = basis->inverse + position * basis->rows;
    long double sign = basis->exact_values[position] < 0.0L ? -1.0L : 1.0L;
    int count = 0;
    for (int c = 0; c < columns->count; c++) {
        long double entry = sign * times_column(columns, row, c);
        if (entry <= ENTRY_TOLERANCE || c == held || is_basic(basis, basic, c))
            continue;
        long double reduced = fmaxl(columns->costs[c] - times_column(columns, basis->exact_duals, c), 0.0L);
        candidate found = {c, entry, reduced};
        basis->candidates[count++] = found;
    }
    return count;
}

/* The column whose reduced cost is the first to become zero when the value at a position is brought to its bound; of those
 * that do so at about the same time the one with the largest entry. -1 for none. */
static int entering_column(ip_basis *basis, const ip_columns *columns, const int *basic, int held, int position) {
    const candidate *candidates = basis->candidates;
    int count = find_candidates(basis, columns, basic, held, position), entering = -1;
    long double limit = INFINITY, largest = 0.0L;
    for (int i = 0; i < count; i++)
        limit = fminl(limit, (candidates[i].reduced + COST_TOLERANCE) / candidates[i].entry);
    for (int i = 0; i < count; i++)
        if (candidates[i].reduced / candidates[i].entry <= limit && candidates[i].entry > largest) {
            largest = candidates[i].entry;
            entering = candidates[i].column;
        }
    return entering;
}

int ip_basis_refine(ip_basis *basis, const ip_columns *columns, int *basic, int held, const double *sides) {
    if (!invert(basis, columns, basic))
        return -1;
    set_solution(basis, columns, basic, sides);
    for (int exchanges = 0;; exchanges++) {
        int position = leaving_position(basis, basic, held);
        int column = position < 0 || exchanges == MOST_EXCHANGES ? -1 : entering_column(basis, columns, basic, held, position);
        if (column < 0)
            return exchanges;
        int left = basic[position];
        basic[position] = column;
        if (!invert(basis, columns, basic)) { /* the basis before is as good as it gets */
            basic[position] = left;
            invert(basis, columns, basic);
            set_solution(basis, columns, basic, sides);
            return exchanges;
        }
        set_solution(basis, columns, basic, sides);
    }
}
