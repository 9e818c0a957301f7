/* A walk over the bases of a region of potentials, from which its corners follow. */
#include "corners.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A share of a column in another that is closer to zero is none. */
#define NO_SHARE 1e-9
/* Exchanges before a corner to begin from is found; more than any hull needs. */
enum { MOST_STEPS = 100000 };

/* What is known at a basis. */
typedef struct walk {
    int rows, columns, held;
    const double *coefficients, *energies;
    int *bases, count, size;  /* [basis * rows + i], columns, rising: those seen so far */
    int *slots, slot_count;   /* where a basis is found: its index, -1 for an empty slot */
    long double *inverse;     /* [i * rows + r]: the share of the i-th column of the basis in row r */
    long double *work;        /* [rows * 2 rows] */
    double *shares;           /* [column * rows + i]: the share of the i-th column of the basis in a column */
    double *slacks;           /* [column]: energy less that of these shares */
    double *potentials;       /* [row] */
} walk;

static const double *coefficients_of(const walk *w, int column) {
    return &w->coefficients[(size_t)column * (size_t)w->rows];
}

/* ---- a basis */

/* By elimination with pivots; false where the columns are dependent. */
static bool invert(walk *w, const int *basis) {
    int n = w->rows, width = 2 * n;
    for (int r = 0; r < n; r++)
        for (int i = 0; i < n; i++) {
            w->work[r * width + i] = coefficients_of(w, basis[i])[r];
            w->work[r * width + n + i] = r == i ? 1.0L : 0.0L;
        }
    for (int c = 0; c < n; c++) {
        int best = c;
        for (int r = c + 1; r < n; r++)
            if (fabsl(w->work[r * width + c]) > fabsl(w->work[best * width + c]))
                best = r;
        long double pivot = w->work[best * width + c];
        if (fabsl(pivot) < 1e-12L)
            return false;
        for (int i = 0; i < width; i++) {
            long double kept = w->work[best * width + i];
            w->work[best * width + i] = w->work[c * width + i];
            w->work[c * width + i] = kept / pivot;
        }
        for (int r = 0; r < n; r++) {
            long double factor = r == c ? 0.0L : w->work[r * width + c];
            for (int i = c; factor != 0.0L && i < width; i++)
                w->work[r * width + i] -= factor * w->work[c * width + i];
        }
    }
    for (int i = 0; i < n; i++)
        for (int r = 0; r < n; r++)
            w->inverse[i * n + r] = w->work[i * width + n + r];
    return true;
}

/* Potentials, shares and slacks at a basis; false where it is none. */
static bool stand_at(walk *w, const int *basis) {
    int n = w->rows;
    if (!invert(w, basis))
        return false;
    for (int r = 0; r < n; r++) {
        long double potential = 0.0L;
        for (int i = 0; i < n; i++)
            potential += w->inverse[i * n + r] * (long double)w->energies[basis[i]];
        w->potentials[r] = (double)potential;
    }
    for (int c = 0; c < w->columns; c++) {
        const double *x = coefficients_of(w, c);
        long double slack = w->energies[c];
        for (int i = 0; i < n; i++) {
            long double share = 0.0L;
            for (int r = 0; r < n; r++)
                share += w->inverse[i * n + r] * (long double)x[r];
            w->shares[c * n + i] = fabsl(share) < (long double)NO_SHARE ? 0.0 : (double)share;
            slack -= share * (long double)w->energies[basis[i]];
        }
        w->slacks[c] = fabsl(slack) < 1e-13L ? 0.0 : (double)slack;
    }
    for (int i = 0; i < n; i++)
        w->slacks[basis[i]] = 0.0;
    return true;
}

/* ---- the rule for ties */

/* The place of a column in the order of lowerings: the held one first. */
static int place_of(const walk *w, int column) {
    return column == w->held ? -1 : column;
}

/* The column that comes next in that order, from a place on, among a basis and two more; -1 behind the last. */
static int next_lowered(const walk *w, const int *basis, int column, int other, int from) {
    int next = -1;
    for (int i = 0; i < w->rows + 2; i++) {
        int candidate = i < w->rows ? basis[i] : i == w->rows ? column : other;
        if (place_of(w, candidate) >= from && (next < 0 || place_of(w, candidate) < place_of(w, next)))
            next = candidate;
    }
    return next;
}

/* By how much of the lowering of column `lowered` the slack of a column changes. */
static double change_by(const walk *w, const int *basis, int column, int lowered) {
    double change = column == lowered ? -1.0 : 0.0;
    for (int i = 0; i < w->rows; i++)
        if (basis[i] == lowered)
            change += w->shares[column * w->rows + i];
    return change;
}

/* Whether the slack of a column times `factor` is below that of another times its factor, where they are tied: the first
 * lowering in which they differ decides. A factor of 0 compares with no slack at all. */
static bool is_lower(const walk *w, const int *basis, int column, double factor, int other, double other_factor) {
    for (int from = -1, lowered; (lowered = next_lowered(w, basis, column, other, from)) >= 0; from = place_of(w, lowered) + 1) {
        double left = change_by(w, basis, column, lowered) * factor, right = change_by(w, basis, other, lowered) * other_factor;
        if (fabs(left - right) > NO_SHARE)
            return left < right;
    }
    return false;
}

static bool is_basic(const walk *w, const int *basis, int column) {
    for (int i = 0; i < w->rows; i++)
        if (basis[i] == column)
            return true;
    return false;
}

/* The column that takes the place of the leaving-th one of a basis at the other end of the edge; -1 where the edge has none. */
static int find_entering(const walk *w, const int *basis, int leaving) {
    double nearest = INFINITY;
    int entering = -1;
    for (int c = 0; c < w->columns; c++) {
        double share = w->shares[c * w->rows + leaving];
        if (share < 0.0 && fmax(w->slacks[c], 0.0) / -share < nearest)
            nearest = fmax(w->slacks[c], 0.0) / -share;
    }
    for (int c = 0; c < w->columns && isfinite(nearest); c++) {
        double share = w->shares[c * w->rows + leaving];
        if (share >= 0.0 || is_basic(w, basis, c) || w->slacks[c] + nearest * share > IP_CORNERS_TOLERANCE)
            continue;
        if (entering < 0 || is_lower(w, basis, c, -1.0 / share, entering, -1.0 / w->shares[entering * w->rows + leaving]))
            entering = c;
    }
    return entering;
}

/* ---- bases that were seen */

static uint64_t hash_of(const int *basis, int rows) {
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (int i = 0; i < rows; i++)
        hash = (hash ^ (uint64_t)basis[i]) * 1099511628211u;
    return hash ^ hash >> 29;
}

static int *slot_of(const walk *w, const int *basis) {
    size_t mask = (size_t)w->slot_count - 1, at = (size_t)hash_of(basis, w->rows) & mask;
    while (w->slots[at] >= 0 &&
           memcmp(&w->bases[(size_t)w->slots[at] * (size_t)w->rows], basis, (size_t)w->rows * sizeof *basis) != 0)
        at = (at + 1) & mask;
    return &w->slots[at];
}

static bool grow(walk *w) {
    int size = w->size ? 2 * w->size : 256;
    int *bases = realloc(w->bases, (size_t)size * (size_t)w->rows * sizeof *bases);
    if (!bases)
        return false;
    w->bases = bases;
    int *slots = realloc(w->slots, 4 * (size_t)size * sizeof *slots);
    if (!slots)
        return false;
    w->slots = slots;
    w->size = size;
    w->slot_count = 4 * size;
    for (int i = 0; i < w->slot_count; i++)
        slots[i] = -1;
    for (int b = 0; b < w->count; b++)
        *slot_of(w, &w->bases[(size_t)b * (size_t)w->rows]) = b;
    return true;
}

/* Adds a basis, sorted here, unless it was seen. */
static bool add_basis(walk *w, int *basis) {
    for (int i = 1; i < w->rows; i++)
        for (int k = i; k > 0 && basis[k] < basis[k - 1]; k--) {
            int kept = basis[k];
            basis[k] = basis[k - 1];
            basis[k - 1] = kept;
        }
    if (w->count == w->size && !grow(w))
        return false;
    int *slot = slot_of(w, basis);
    if (*slot < 0) {
        memcpy(&w->bases[(size_t)w->count * (size_t)w->rows], basis, (size_t)w->rows * sizeof *basis);
        *slot = w->count++;
    }
    return true;
}

/* ---- a corner to begin from */

/* Amounts of a mixture that no simple combination of columns makes, so that none is ever left with nothing of a column. */
static double odd_amount(int row) {
    return 1.0 + 0.5 * fabs(sin(1.7 + 2.399963 * row));
}

/* The columns of one row alone, but with the held one in the place of one of them. */
static void set_start(const walk *w, const int *start, int *basis) {
    int replaced = -1;
    memcpy(basis, start, (size_t)w->rows * sizeof *basis);
    for (int r = 0; r < w->rows && w->held >= 0; r++) {
        double x = coefficients_of(w, w->held)[r];
        if (x > 0.0 && (replaced < 0 || odd_amount(r) / x < odd_amount(replaced) / coefficients_of(w, w->held)[replaced]))
            replaced = r;
    }
    if (replaced >= 0)
        basis[replaced] = w->held;
}

/* The column furthest below the potentials, in the order of the rule for ties; -1 where none is. */
static int find_below(const walk *w, const int *basis) {
    int lowest = -1;
    for (int c = 0; c < w->columns; c++)
        if (w->slacks[c] < -IP_CORNERS_TOLERANCE && (lowest < 0 || w->slacks[c] < w->slacks[lowest]))
            lowest = c;
    for (int c = 0; c < w->columns && lowest < 0; c++)
        if (fabs(w->slacks[c]) <= IP_CORNERS_TOLERANCE && !is_basic(w, basis, c) && is_lower(w, basis, c, 1.0, c, 0.0))
            lowest = c;
    return lowest;
}

/* The primal simplex method for the lowest mixture of the odd amounts. *found is false where the held column could be taken
 * without end: it is at equilibrium nowhere. */
static ip_status find_first(walk *w, int *basis, bool *found, ip_error *error) {
    for (int step = 0; step < MOST_STEPS; step++) {
        if (!stand_at(w, basis))
            break;
        int entering = find_below(w, basis), leaving = -1;
        double least = INFINITY;
        *found = entering < 0;
        if (*found)
            return IP_OK;
        for (int i = 0; i < w->rows; i++) {
            double share = w->shares[entering * w->rows + i];
            long double amount = 0.0L;
            for (int r = 0; r < w->rows; r++)
                amount += w->inverse[i * w->rows + r] * (long double)odd_amount(r);
            if (share > 0.0 && basis[i] != w->held && (double)amount / share < least) {
                least = (double)amount / share;
                leaving = i;
            }
        }
        if (leaving < 0)
            return IP_OK;
        basis[leaving] = entering;
    }
    return ip_error_set(error, IP_NUMERIC, "no corner of the chemical potentials was found to begin from");
}

/* ---- corners from bases */

static int compare_lists(const int *a, int a_count, const int *b, int b_count) {
    for (int i = 0; i < a_count && i < b_count; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return (a_count > b_count) - (a_count < b_count);
}

static int by_columns(const void *a, const void *b) {
    const ip_corner *left = a, *right = b;
    int order = compare_lists(left->tied, left->tied_count, right->tied, right->tied_count);
    return order ? order : compare_lists(left->basis, left->tied_count, right->basis, left->tied_count);
}

static bool set_corner(ip_corner *out, walk *w, const int *basis) {
    size_t rows = (size_t)w->rows;
    for (int c = 0; c < w->columns; c++)
        out->tied_count += w->slacks[c] <= IP_CORNERS_TOLERANCE;
    out->potentials = malloc(rows * sizeof *out->potentials);
    out->tied = malloc((size_t)out->tied_count * sizeof *out->tied);
    out->basis = calloc((size_t)out->tied_count, sizeof *out->basis); /* compared at that length */
    out->shares = malloc(rows * rows * sizeof *out->shares);
    if (!out->potentials || !out->tied || !out->basis || !out->shares)
        return false;
    for (size_t i = 0; i < rows * rows; i++)
        out->shares[i] = (double)w->inverse[i];
    memcpy(out->potentials, w->potentials, rows * sizeof *out->potentials);
    memcpy(out->basis, basis, rows * sizeof *out->basis);
    for (int c = 0, next = 0; c < w->columns; c++)
        if (w->slacks[c] <= IP_CORNERS_TOLERANCE)
            out->tied[next++] = c;
    return true;
}

static void clear_corner(ip_corner *corner) {
    free(corner->potentials);
    free(corner->tied);
    free(corner->basis);
    free(corner->shares);
}

/* Bases of the same columns are one corner, that of the first of them. */
static void merge(ip_corners *out) {
    int kept = 0;
    qsort(out->corners, (size_t)out->count, sizeof *out->corners, by_columns);
    for (int i = 0; i < out->count; i++) {
        ip_corner *corner = &out->corners[i], *before = kept ? &out->corners[kept - 1] : NULL;
        if (before && compare_lists(before->tied, before->tied_count, corner->tied, corner->tied_count) == 0)
            clear_corner(corner);
        else
            out->corners[kept++] = *corner;
    }
    out->count = kept;
}

/* All bases that edges lead to, and the corner of each. */
static ip_status walk_edges(ip_corners *out, walk *w, int *basis, ip_error *error) {
    bool has_memory = add_basis(w, basis);
    int size = 0, next_basis[128];
    for (int b = 0; b < w->count && has_memory; b++) {
        memcpy(basis, &w->bases[(size_t)b * (size_t)w->rows], (size_t)w->rows * sizeof *basis);
        if (!stand_at(w, basis))
            return ip_error_set(error, IP_NUMERIC, "a corner of the chemical potentials follows from no phases");
        if (out->count == size) {
            size = size ? 2 * size : 64;
            ip_corner *corners = realloc(out->corners, (size_t)size * sizeof *corners);
            if (!corners)
                return ip_error_set(error, IP_NO_MEMORY, "out of memory");
            out->corners = corners;
        }
        memset(&out->corners[out->count], 0, sizeof *out->corners);
        has_memory = set_corner(&out->corners[out->count++], w, basis);
        for (int i = 0; i < w->rows && has_memory; i++) {
            int entering = basis[i] == w->held ? -1 : find_entering(w, basis, i);
            if (entering < 0)
                continue;
            memcpy(next_basis, basis, (size_t)w->rows * sizeof *basis);
            next_basis[i] = entering;
            has_memory = add_basis(w, next_basis);
        }
    }
    return has_memory ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

static bool begin(walk *w) {
    size_t rows = (size_t)w->rows, columns = (size_t)w->columns;
    w->inverse = malloc(rows * rows * sizeof *w->inverse);
    w->work = malloc(2 * rows * rows * sizeof *w->work);
    w->shares = malloc(columns * rows * sizeof *w->shares);
    w->slacks = malloc(columns * sizeof *w->slacks);
    w->potentials = malloc(rows * sizeof *w->potentials);
    return w->inverse && w->work && w->shares && w->slacks && w->potentials;
}

static void end(walk *w) {
    free(w->bases);
    free(w->slots);
    free(w->inverse);
    free(w->work);
    free(w->shares);
    free(w->slacks);
    free(w->potentials);
}

static ip_status take_simplices(ip_corners *out, const walk *w, ip_error *error) {
    size_t rows = (size_t)w->rows;
    out->simplices = malloc(((size_t)out->count * rows + 1) * sizeof *out->simplices);
    if (!out->simplices)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < out->count; i++)
        memcpy(&out->simplices[(size_t)out->simplex_count++ * rows], out->corners[i].basis, rows * sizeof(int));
    return IP_OK;
}

ip_status ip_corners_find(ip_corners *out, int rows, int columns, const double *coefficients, const double *energies,
                          const int *start, int held, ip_error *error) {
    walk w = {.rows = rows, .columns = columns, .held = held, .coefficients = coefficients, .energies = energies};
    int basis[128];
    bool found = false;
    memset(out, 0, sizeof *out);
    out->rows = rows;
    ip_status status = begin(&w) ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    if (!status) {
        set_start(&w, start, basis);
        status = find_first(&w, basis, &found, error);
    }
    if (!status && found)
        status = walk_edges(out, &w, basis, error);
    if (!status)
        qsort(out->corners, (size_t)out->count, sizeof *out->corners, by_columns);
    if (!status)
        status = take_simplices(out, &w, error);
    if (!status)
        merge(out);
    end(&w);
    if (status)
        ip_corners_clear(out);
    return status;
}

void ip_corners_clear(ip_corners *corners) {
    for (int i = 0; i < corners->count; i++)
        clear_corner(&corners->corners[i]);
    free(corners->corners);
    free(corners->simplices);
    memset(corners, 0, sizeof *corners);
}
