/* A binary tree over the columns in an order of its own; every box is cut in two across its longest side. */
#include "column_tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Looking at so many columns takes no longer than looking at boxes of fewer. */
enum { LEAF = 12 };

/* Bounds may be wrong by rounding: so much is given way. */
#define SLACK 1e-12
/* Of the spread of a box, added to it, where the columns do not say how a plane lies. */
#define RIDGE 1e-6

typedef struct box {
    int first, count, right; /* columns by the tree's order; its left half is the next box; right 0 for a leaf */
    double least;            /* cost above the plane, which is 0 at the middle */
    double sum_low, sum_high;
} box;

/* Of each box, in boxes' numbers: all relative to the middle. */
enum { MIDDLE, LOW, HIGH, PLANE, KINDS };

struct ip_column_tree {
    int rows, count, box_count;
    int *order;    /* column at a position */
    double *dense; /* [position * rows + row] */
    double *costs; /* [position] */
    box *boxes;
    double *numbers; /* [(box * KINDS + kind) * rows + row] */
    double *scratch; /* [rows * (rows + 1)] */
};

static double *numbers_of(const ip_column_tree *tree, int b, int kind) {
    return tree->numbers + ((size_t)b * KINDS + (size_t)kind) * (size_t)tree->rows;
}

static void swap_columns(ip_column_tree *tree, int a, int b) {
    double *left = tree->dense + (size_t)a * (size_t)tree->rows, *right = tree->dense + (size_t)b * (size_t)tree->rows;
    for (int r = 0; r < tree->rows; r++) {
        double kept = left[r];
        left[r] = right[r];
        right[r] = kept;
    }
    double cost = tree->costs[a];
    tree->costs[a] = tree->costs[b];
    tree->costs[b] = cost;
    int column = tree->order[a];
    tree->order[a] = tree->order[b];
    tree->order[b] = column;
}

/* Puts the smaller half by one row before the larger (Hoare's selection). */
static void halve(ip_column_tree *tree, int first, int count, int row) {
    int low = first, high = first + count - 1, middle = first + count / 2;
    const double *at = tree->dense + row;
    size_t rows = (size_t)tree->rows;
    while (low < high) {
        double pivot = at[(size_t)(low + (high - low) / 2) * rows];
        int i = low, j = high;
        while (i <= j) {
            while (at[(size_t)i * rows] < pivot)
                i++;
            while (at[(size_t)j * rows] > pivot)
                j--;
            if (i <= j)
                swap_columns(tree, i++, j--);
        }
        if (middle <= j)
            high = j;
        else if (middle >= i)
            low = i;
        else
            break;
    }
}

static void set_bounds(ip_column_tree *tree, int b) {
    box *own = &tree->boxes[b];
    double *middle = numbers_of(tree, b, MIDDLE), *low = numbers_of(tree, b, LOW), *high = numbers_of(tree, b, HIGH);
    int rows = tree->rows;
    memset(middle, 0, (size_t)rows * sizeof *middle);
    for (int p = own->first; p < own->first + own->count; p++)
        for (int r = 0; r < rows; r++)
            middle[r] += tree->dense[(size_t)p * (size_t)rows + (size_t)r] / own->count;
    for (int r = 0; r < rows; r++) {
        low[r] = INFINITY;
        high[r] = -INFINITY;
    }
    own->sum_low = INFINITY;
    own->sum_high = -INFINITY;
    for (int p = own->first; p < own->first + own->count; p++) {
        double sum = 0.0;
        for (int r = 0; r < rows; r++) {
            double off = tree->dense[(size_t)p * (size_t)rows + (size_t)r] - middle[r];
            low[r] = fmin(low[r], off);
            high[r] = fmax(high[r], off);
            sum += off;
        }
        own->sum_low = fmin(own->sum_low, sum);
        own->sum_high = fmax(own->sum_high, sum);
    }
}

/* Least squares, by elimination; any plane will do, a near one says more. */
static void fit_plane(ip_column_tree *tree, int b) {
    const box *own = &tree->boxes[b];
    const double *middle = numbers_of(tree, b, MIDDLE);
    double *plane = numbers_of(tree, b, PLANE), *m = tree->scratch, spread = 0.0, mean = 0.0;
    int rows = tree->rows, width = rows + 1;
    memset(m, 0, (size_t)rows * (size_t)width * sizeof *m);
    for (int p = own->first; p < own->first + own->count; p++)
        mean += tree->costs[p] / own->count;
    for (int p = own->first; p < own->first + own->count; p++) {
        const double *column = tree->dense + (size_t)p * (size_t)rows;
        for (int r = 0; r < rows; r++) {
            double off = column[r] - middle[r];
            for (int k = r; k < rows; k++)
                m[r * width + k] += off * (column[k] - middle[k]);
            m[r * width + rows] += off * (tree->costs[p] - mean);
        }
    }
    for (int r = 0; r < rows; r++) {
        spread += m[r * width + r];
        for (int k = 0; k < r; k++)
            m[r * width + k] = m[k * width + r];
    }
    memset(plane, 0, (size_t)rows * sizeof *plane);
    if (!(spread > 0.0) || !isfinite(mean))
        return;
    for (int r = 0; r < rows; r++)
        m[r * width + r] += RIDGE * spread;
    for (int k = 0; k < rows; k++) /* the matrix is positive definite: no pivots */
        for (int r = k + 1; r < rows; r++) {
            double factor = m[r * width + k] / m[k * width + k];
            for (int i = k; i < width; i++)
                m[r * width + i] -= factor * m[k * width + i];
        }
    for (int k = rows - 1; k >= 0; k--) {
        double value = m[k * width + rows];
        for (int i = k + 1; i < rows; i++)
            value -= m[k * width + i] * plane[i];
        plane[k] = value / m[k * width + k];
    }
    for (int r = 0; r < rows; r++)
        plane[r] = isfinite(plane[r]) ? plane[r] : 0.0;
}

static double above_plane(const ip_column_tree *tree, int b, int p) {
    const double *column = tree->dense + (size_t)p * (size_t)tree->rows;
    const double *middle = numbers_of(tree, b, MIDDLE), *plane = numbers_of(tree, b, PLANE);
    double above = tree->costs[p];
    for (int r = 0; r < tree->rows; r++)
        above -= plane[r] * (column[r] - middle[r]);
    return above;
}

static int cut(ip_column_tree *tree, int first, int count) {
    int b = tree->box_count++, longest = 0;
    tree->boxes[b].first = first;
    tree->boxes[b].count = count;
    tree->boxes[b].right = 0;
    set_bounds(tree, b);
    const double *low = numbers_of(tree, b, LOW), *high = numbers_of(tree, b, HIGH);
    for (int r = 1; r < tree->rows; r++)
        if (high[r] - low[r] > high[longest] - low[longest])
            longest = r;
    if (count > LEAF) {
        halve(tree, first, count, longest);
        cut(tree, first, count / 2);
        tree->boxes[b].right = cut(tree, first + count / 2, count - count / 2);
    }
    fit_plane(tree, b);
    tree->boxes[b].least = INFINITY;
    for (int p = first; p < first + count; p++)
        tree->boxes[b].least = fmin(tree->boxes[b].least, above_plane(tree, b, p));
    return b;
}

ip_column_tree *ip_column_tree_new(int rows, int count, const int *start, const int *row, const double *coefficients,
                                   const double *costs) {
    size_t r = (size_t)rows, c = (size_t)count, boxes = 4 * c / LEAF + 3; /* leaves hold more than LEAF / 2 */
    ip_column_tree *tree = calloc(1, sizeof *tree);
    if (!tree)
        return NULL;
    tree->rows = rows;
    tree->count = count;
    tree->order = malloc(c * sizeof *tree->order);
    tree->dense = calloc(r * c, sizeof *tree->dense);
    tree->costs = malloc(c * sizeof *tree->costs);
    tree->boxes = malloc(boxes * sizeof *tree->boxes);
    tree->numbers = malloc(boxes * KINDS * r * sizeof *tree->numbers);
    tree->scratch = malloc(r * (r + 1) * sizeof *tree->scratch);
    if (!tree->order || !tree->dense || !tree->costs || !tree->boxes || !tree->numbers || !tree->scratch) {
        ip_column_tree_free(tree);
        return NULL;
    }
    for (int column = 0; column < count; column++) {
        tree->order[column] = column;
        tree->costs[column] = costs[column];
        for (int i = start[column]; i < start[column + 1]; i++)
            tree->dense[(size_t)column * r + (size_t)(row[i] - 1)] = coefficients[i];
    }
    cut(tree, 0, count);
    return tree;
}

void ip_column_tree_free(ip_column_tree *tree) {
    if (!tree)
        return;
    free(tree->order);
    free(tree->dense);
    free(tree->costs);
    free(tree->boxes);
    free(tree->numbers);
    free(tree->scratch);
    free(tree);
}

/* At least so much do the columns of a box cost beside the duals. */
static double bound(const ip_column_tree *tree, int b, const double *duals) {
    const box *own = &tree->boxes[b];
    const double *middle = numbers_of(tree, b, MIDDLE), *low = middle + LOW * tree->rows, *high = middle + HIGH * tree->rows,
                 *plane = middle + PLANE * tree->rows;
    double least = own->least, shift = 0.0;
    for (int r = 0; r < tree->rows; r++)
        shift += plane[r] - duals[r];
    shift /= tree->rows; /* what all rows have in common counts by the sum alone, which is the same for compositions */
    for (int r = 0; r < tree->rows; r++) {
        double slope = plane[r] - duals[r] - shift;
        least -= duals[r] * middle[r];
        least += slope > 0.0 ? slope * low[r] : slope * high[r];
    }
    return least + (shift > 0.0 ? shift * own->sum_low : shift * own->sum_high) - SLACK;
}

static double reduced_cost(const ip_column_tree *tree, int p, const double *duals) {
    const double *column = tree->dense + (size_t)p * (size_t)tree->rows;
    double reduced = tree->costs[p];
    for (int r = 0; r < tree->rows; r++)
        reduced -= duals[r] * column[r];
    return reduced;
}

/* Boxes that are still to be looked into: halves of halves, so that 64 are enough. */
typedef struct search {
    const ip_column_tree *tree;
    const double *duals;
    int waiting[64], count;
    double bounds[64];
} search;

static search start_search(const ip_column_tree *tree, const double *duals) {
    search made = {.tree = tree, .duals = duals, .count = 1};
    made.bounds[0] = bound(tree, 0, duals);
    return made;
}

/* The box with the lower bound is looked into first. */
static void push_halves(search *s, int b) {
    int left = b + 1, right = s->tree->boxes[b].right;
    double left_bound = bound(s->tree, left, s->duals), right_bound = bound(s->tree, right, s->duals);
    bool left_first = left_bound < right_bound;
    s->waiting[s->count] = left_first ? right : left;
    s->bounds[s->count++] = left_first ? right_bound : left_bound;
    s->waiting[s->count] = left_first ? left : right;
    s->bounds[s->count++] = left_first ? left_bound : right_bound;
}

double ip_column_tree_lowest(const ip_column_tree *tree, const double *duals, double limit, int held) {
    search s = start_search(tree, duals);
    while (s.count) {
        int b = s.waiting[--s.count];
        if (s.bounds[s.count] >= limit)
            continue;
        const box *own = &tree->boxes[b];
        if (own->right) {
            push_halves(&s, b);
            continue;
        }
        for (int p = own->first; p < own->first + own->count; p++) {
            double reduced = reduced_cost(tree, p, duals);
            if (reduced < limit && tree->order[p] != held)
                limit = reduced;
        }
    }
    return limit;
}

/* Whether a column of the box, whose reduced cost is at least `least`, could be lower than one that is listed. */
static bool may_be_lower(const ip_column_tree *tree, int b, double least, const double *depths) {
    const double *middle = numbers_of(tree, b, MIDDLE), *high = numbers_of(tree, b, HIGH);
    bool may = least < depths[0];
    for (int r = 0; r < tree->rows && !may; r++)
        may = least * (middle[r] + high[r] + SLACK) < depths[r + 1];
    return may;
}

static void note_lowest(int *list, double *depths, int place, int column, double depth) {
    if (depth < depths[place] || (depth <= depths[place] && depth < 0.0 && column < list[place])) {
        depths[place] = depth;
        list[place] = column;
    }
}

void ip_column_tree_undercutting(const ip_column_tree *tree, const double *duals, double limit, const int *place, int held,
                                 int *list, double *depths) {
    search s = start_search(tree, duals);
    for (int r = 0; r <= tree->rows; r++) {
        list[r] = -1;
        depths[r] = 0.0;
    }
    while (s.count) {
        int b = s.waiting[--s.count];
        if (s.bounds[s.count] >= limit || !may_be_lower(tree, b, s.bounds[s.count], depths))
            continue;
        const box *own = &tree->boxes[b];
        if (own->right) {
            push_halves(&s, b);
            continue;
        }
        for (int p = own->first; p < own->first + own->count; p++) {
            double reduced = reduced_cost(tree, p, duals);
            int c = tree->order[p];
            if (!(reduced < limit) || place[c] || c == held)
                continue;
            note_lowest(list, depths, 0, c, reduced);
            for (int r = 0; r < tree->rows; r++)
                note_lowest(list, depths, r + 1, c, reduced * tree->dense[(size_t)p * (size_t)tree->rows + (size_t)r]);
        }
    }
}

int ip_column_tree_tied(const ip_column_tree *tree, const double *duals, double tolerance, int held, int *list, int most) {
    search s = start_search(tree, duals);
    int count = 0;
    while (s.count) {
        int b = s.waiting[--s.count];
        if (s.bounds[s.count] > tolerance)
            continue;
        const box *own = &tree->boxes[b];
        if (own->right) {
            push_halves(&s, b);
            continue;
        }
        for (int p = own->first; p < own->first + own->count; p++) {
            if (!(fabs(reduced_cost(tree, p, duals)) <= tolerance) || tree->order[p] == held)
                continue;
            if (count == most)
                return -1;
            list[count++] = tree->order[p];
        }
    }
    return count;
}
