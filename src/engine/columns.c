/* Sparse columns: a phase holds few of a system's elements. */
#include "columns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A basis is a list of a few columns, and sorted by every solve: so many are put in order by hand. */
enum { SHORT_LIST = 16 };

/* So many columns take longer to go through than their certificates to find. */
enum { MANY_COLUMNS = 1024 };

/* From so many columns on a tree is worth its making, once so many comparisons have gone through them: making it takes about
 * as long. More tied columns than that are listed when somebody asks for them. */
enum { COLUMNS_FOR_A_TREE = 256, COMPARISONS_FOR_A_TREE = 40, FEW_TIED = 64 };

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
    columns->duals = calloc(r, sizeof *columns->duals);
    columns->held = columns->odd = -1;
    if (!columns->duals || !columns->start || !columns->row || !columns->coefficients || !columns->costs ||
        !columns->reduced_costs || !columns->tied)
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
    free(columns->duals);
    ip_column_tree_free(columns->tree);
    ip_certificates_free(columns->certificates);
    memset(columns, 0, sizeof *columns);
}

static void drop_tree(ip_columns *columns) {
    ip_column_tree_free(columns->tree);
    columns->tree = NULL;
    columns->comparisons = 0;
    columns->odd = -1;
}

/* Does without for lack of memory, until as many comparisons later. */
static void grow_tree(ip_columns *columns) {
    double cost = columns->odd < 0 ? 0.0 : columns->costs[columns->odd];
    columns->comparisons = 0;
    if (columns->odd >= 0)
        columns->costs[columns->odd] = columns->odd_known;
    columns->tree = ip_column_tree_new(columns->rows, columns->count, columns->start, columns->row, columns->coefficients,
                                       columns->costs);
    if (columns->odd >= 0)
        columns->costs[columns->odd] = cost;
}

bool ip_columns_set_costs(ip_columns *columns, const double *costs) {
    size_t size = (size_t)columns->count * sizeof *costs;
    if (memcmp(columns->costs, costs, size) == 0)
        return false;
    memcpy(columns->costs, costs, size);
    if (columns->certificates)
        ip_certificates_forget(columns->certificates);
    drop_tree(columns);
    return true;
}

void ip_columns_set_cost(ip_columns *columns, int column, double cost) {
    if (columns->certificates)
        ip_certificates_forget(columns->certificates);
    if (columns->odd >= 0 && columns->odd != column)
        drop_tree(columns); /* two would be odd */
    double known = columns->odd == column ? columns->odd_known : columns->costs[column];
    if (cost > known)
        drop_tree(columns);
    columns->odd = cost < known ? column : -1;
    columns->odd_known = known;
    columns->costs[column] = cost;
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
    columns->was_searched = false;
    if (!columns->tree && count >= COLUMNS_FOR_A_TREE && ++columns->comparisons >= COMPARISONS_FOR_A_TREE)
        grow_tree(columns);
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
    if (count > SHORT_LIST) {
        qsort(list, (size_t)count, sizeof *list, by_index);
        return;
    }
    for (int i = 1; i < count; i++) {
        int moved = list[i], place = i;
        for (; place > 0 && list[place - 1] > moved; place--)
            list[place] = list[place - 1];
        list[place] = moved;
    }
}

/* Finds what go_through() does without looking at all columns; those that are tied are listed where they are few and nothing
 * undercuts. */
static void look_up(ip_columns *columns, const double *duals, int held) {
    int odd = columns->odd == held ? -1 : columns->odd;
    double lowest = ip_column_tree_lowest(columns->tree, duals, IP_COLUMNS_UNDERCUT, held);
    if (odd >= 0)
        lowest = fmin(lowest, ip_columns_reduced_cost(columns, duals, odd));
    columns->lowest = lowest < IP_COLUMNS_UNDERCUT ? lowest : 0.0;
    columns->tied_count = -1;
    columns->was_searched = true;
    if (lowest < IP_COLUMNS_UNDERCUT || odd >= 0)
        return;
    columns->tied_count = ip_column_tree_tied(columns->tree, duals, IP_COLUMNS_TOLERANCE, held, columns->tied, FEW_TIED);
    if (columns->tied_count > 0)
        ip_columns_sort(columns->tied, columns->tied_count);
}

int ip_columns_tied(ip_columns *columns) {
    if (columns->tied_count < 0) {
        columns->tied_count = 0;
        for (int c = 0; c < columns->count; c++)
            if (c != columns->held && fabs(ip_columns_reduced_cost(columns, columns->duals, c)) <= IP_COLUMNS_TOLERANCE)
                columns->tied[columns->tied_count++] = c;
    }
    return columns->tied_count;
}

bool ip_columns_more_are_tied(const ip_columns *columns, int count) {
    int tied = 0;
    if (columns->tied_count >= 0)
        return columns->tied_count > count;
    for (int c = 0; c < columns->count && tied <= count; c++)
        tied += c != columns->held && fabs(ip_columns_reduced_cost(columns, columns->duals, c)) <= IP_COLUMNS_TOLERANCE;
    return tied > count;
}

void ip_columns_compare(ip_columns *columns, const double *duals, int *basic, int held) {
    bool keeps = columns->certificates && basic && is_finite(duals, columns->rows);
    if (keeps)
        ip_columns_sort(basic, columns->rows);
    memcpy(columns->duals, duals, (size_t)columns->rows * sizeof *duals);
    columns->held = held;
    const ip_certificate *known = keeps ? ip_certificates_find(columns->certificates, basic, held) : NULL;
    if (known) {
        columns->lowest = 0.0;
        columns->tied_count = known->tied_count;
        memcpy(columns->tied, known->tied, (size_t)known->tied_count * sizeof *columns->tied);
        return;
    }
    if (columns->tree)
        look_up(columns, duals, held);
    else
        go_through(columns, duals, held);
    if (keeps && columns->tied_count >= 0 && columns->lowest >= IP_COLUMNS_UNDERCUT)
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

/* Notes a column that undercuts and may enter. */
static void note_column(const ip_columns *columns, int *list, double *depths, int column, const int *place, int held,
                        double reduced) {
    if (!(reduced < IP_COLUMNS_UNDERCUT) || place[column] || column == held)
        return;
    note_lowest(list, depths, 0, column, reduced);
    for (int i = columns->start[column]; i < columns->start[column + 1]; i++)
        note_lowest(list, depths, columns->row[i], column, reduced * columns->coefficients[i]);
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
    if (columns->was_searched) {
        ip_column_tree_undercutting(columns->tree, columns->duals, IP_COLUMNS_UNDERCUT, place, held, list, depths);
        if (columns->odd >= 0)
            note_column(columns, list, depths, columns->odd, place, held,
                        ip_columns_reduced_cost(columns, columns->duals, columns->odd));
    } else {
        for (int c = 0; c < columns->count; c++)
            if (columns->reduced_costs[c] < IP_COLUMNS_UNDERCUT) /* few: no call for the others */
                note_column(columns, list, depths, c, place, held, columns->reduced_costs[c]);
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
