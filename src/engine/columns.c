/* Sparse columns: a phase holds few of a system's elements. */
#include "columns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* So many columns take longer to go through than their certificates to find. */
enum { MANY_COLUMNS = 1024 };

bool ip_columns_set(ip_columns *columns, int rows, int count, const double *dense) {
    size_t r = (size_t)rows, c = (size_t)count, nonzero = 0;
    for (size_t i = 0; i < r * c; i++)
        nonzero += dense[i] != 0.0;
    memset(columns, 0, sizeof *columns);
    columns->rows = rows;
    columns->count = count;
    columns->start = malloc((c + 1) * sizeof *columns->start);
    columns->row = malloc((nonzero + 1) * sizeof *columns->row);
    columns->coefficients = malloc((nonzero + 1) * sizeof *columns->coefficients);
    columns->costs = calloc(c, sizeof *columns->costs);
    columns->reduced_costs = calloc(c, sizeof *columns->reduced_costs);
    columns->tied = malloc(c * sizeof *columns->tied);
    if (!columns->start || !columns->row || !columns->coefficients || !columns->costs || !columns->reduced_costs || !columns->tied)
        return false;
    if (count >= MANY_COLUMNS && !(columns->certificates = ip_certificates_new(rows)))
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
    free(columns->costs);
    free(columns->reduced_costs);
    free(columns->tied);
    ip_certificates_free(columns->certificates);
    memset(columns, 0, sizeof *columns);
}

bool ip_columns_set_costs(ip_columns *columns, const double *costs) {
    size_t size = (size_t)columns->count * sizeof *costs;
    if (memcmp(columns->costs, costs, size) == 0)
        return false;
    memcpy(columns->costs, costs, size);
    if (columns->certificates)
        ip_certificates_forget(columns->certificates);
    return true;
}

double ip_columns_reduced_cost(const ip_columns *columns, const double *duals, int column) {
    double reduced = columns->costs[column];
    for (int i = columns->start[column]; i < columns->start[column + 1]; i++)
        reduced -= duals[columns->row[i] - 1] * columns->coefficients[i];
    return reduced;
}

static void go_through(ip_columns *columns, const double *duals, int held) {
    /* In variables of their own, so that writing to the lists does not make the compiler read them again. */
    const double *coefficients = columns->coefficients, *costs = columns->costs;
    const int *start = columns->start, *row = columns->row;
    double *reduced_costs = columns->reduced_costs, lowest = INFINITY;
    int *tied = columns->tied, tied_count = 0, count = columns->count;
    for (int c = 0; c < count; c++) {
        double reduced = costs[c];
        for (int i = start[c]; i < start[c + 1]; i++)
            reduced -= duals[row[i] - 1] * coefficients[i];
        reduced_costs[c] = reduced;
        if (reduced < lowest && c != held)
            lowest = reduced;
    }
    for (int c = 0; c < count; c++)
        if (fabs(reduced_costs[c]) <= IP_COLUMNS_TOLERANCE && c != held)
            tied[tied_count++] = c;
    columns->lowest = lowest;
    columns->tied_count = tied_count;
}

static bool is_finite(const double *values, int count) {
    for (int i = 0; i < count; i++)
        if (!isfinite(values[i]))
            return false;
    return true;
}

static int by_index(const void *a, const void *b) {
    return *(const int *)a - *(const int *)b;
}

void ip_columns_sort(int *list, int count) {
    qsort(list, (size_t)count, sizeof *list, by_index);
}

void ip_columns_compare(ip_columns *columns, const double *duals, int *basic, int held) {
    bool keeps = columns->certificates && basic && is_finite(duals, columns->rows);
    if (keeps)
        ip_columns_sort(basic, columns->rows);
    const ip_certificate *known = keeps ? ip_certificates_find(columns->certificates, basic, held) : NULL;
    if (known) {
        columns->lowest = 0.0;
        columns->tied_count = known->tied_count;
        memcpy(columns->tied, known->tied, (size_t)known->tied_count * sizeof *columns->tied);
        return;
    }
    go_through(columns, duals, held);
    if (keeps && columns->lowest >= IP_COLUMNS_UNDERCUT)
        ip_certificates_keep(columns->certificates, basic, held, duals, columns->tied, columns->tied_count);
}

const int *ip_columns_highest(const ip_columns *columns, const double *sides) {
    return columns->certificates ? ip_certificates_highest(columns->certificates, sides) : NULL;
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

int ip_columns_undercutting(const ip_columns *columns, const int *place, int held, int *list, double *depths) {
    int count = 0;
    if (!(columns->lowest < IP_COLUMNS_UNDERCUT))
        return 0;
    for (int r = 0; r <= columns->rows; r++) {
        list[r] = -1;
        depths[r] = 0.0;
    }
    for (int c = 0; c < columns->count; c++) {
        double reduced = columns->reduced_costs[c];
        if (!(reduced < IP_COLUMNS_UNDERCUT) || place[c] || c == held)
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
