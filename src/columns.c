/* Sparse columns: a phase holds few of a system's elements. */
#include "columns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool ip_columns_set(ip_columns *columns, int rows, int count, const double *dense) {
    size_t r = (size_t)rows, c = (size_t)count, nonzero = 0;
    for (size_t i = 0; i < r * c; i++)
        nonzero += dense[i] != 0.0;
    columns->rows = rows;
    columns->count = count;
    columns->start = malloc((c + 1) * sizeof *columns->start);
    columns->row = malloc((nonzero + 1) * sizeof *columns->row);
    columns->coefficients = malloc((nonzero + 1) * sizeof *columns->coefficients);
    if (!columns->start || !columns->row || !columns->coefficients)
        return false;
    int at = 0;
    columns->start[0] = 0;
    for (size_t column = 0; column < c; column++) {
        for (size_t row = 0; row < r; row++)
            if (dense[column * r + row] != 0.0) {
                columns->row[at] = (int)row + 1;
                columns->coefficients[at++] = dense[column * r + row];
            }
        columns->start[column + 1] = at;
    }
    return true;
}

void ip_columns_clear(ip_columns *columns) {
    free(columns->start);
    free(columns->row);
    free(columns->coefficients);
    memset(columns, 0, sizeof *columns);
}

double ip_columns_price(const ip_columns *columns, const double *costs, const double *duals, int held, double *reduced_costs) {
    const double *coefficients = columns->coefficients;
    const int *start = columns->start, *row = columns->row;
    double lowest = INFINITY;
    for (int c = 0; c < columns->count; c++) {
        double reduced = costs[c];
        for (int i = start[c]; i < start[c + 1]; i++)
            reduced -= duals[row[i] - 1] * coefficients[i];
        reduced_costs[c] = reduced;
        if (reduced < lowest && c != held)
            lowest = reduced;
    }
    return lowest;
}

/* Place 0 is for all rows. */
static void note_lowest(int *list, double *depths, int place, int column, double depth) {
    if (depth < depths[place]) {
        depths[place] = depth;
        list[place] = column;
    }
}

/* Whether list[0 .. count-1] has a column. */
static bool is_listed(const int *list, int count, int column) {
    for (int i = 0; i < count; i++)
        if (list[i] == column)
            return true;
    return false;
}

int ip_columns_undercutting(const ip_columns *columns, const double *reduced_costs, double limit, const int *place, int held,
                            int *list, double *depths) {
    int count = 0;
    for (int r = 0; r <= columns->rows; r++) {
        list[r] = -1;
        depths[r] = 0.0;
    }
    for (int c = 0; c < columns->count; c++) {
        double reduced = reduced_costs[c];
        if (!(reduced < limit) || place[c] || c == held)
            continue;
        note_lowest(list, depths, 0, c, reduced);
        for (int i = columns->start[c]; i < columns->start[c + 1]; i++)
            note_lowest(list, depths, columns->row[i], c, reduced * columns->coefficients[i]);
    }
    for (int r = 0; r <= columns->rows; r++)
        if (list[r] >= 0 && !is_listed(list, count, list[r]))
            list[count++] = list[r];
    return count;
}

void ip_columns_add(const ip_columns *columns, int column, double weight, double *sums) {
    for (int i = columns->start[column]; i < columns->start[column + 1]; i++)
        sums[columns->row[i] - 1] += weight * columns->coefficients[i];
}
