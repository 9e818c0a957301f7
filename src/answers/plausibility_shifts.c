/* Differences from a known table that go with the atoms of an element: of all rows (another functional, other corrections), or of
 * some of them (two kinds of energies in one table). */
#include "plausibility.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEWEST_ROWS = 10, FEWEST_IN_PART = 5, SHARE_IN_PART = 10, MOST_SHIFTS = 4 };
/* An element of less than so many of the atoms says little of itself. */
#define LEAST_FRACTION 0.1
#define LEAST_SHIFT 0.1     /* eV per atom of the element */
#define LEAST_EXPLAINED 0.2 /* of all differences */
#define LEAST_GAP 0.15      /* eV per atom of the element */
#define MOST_SPREAD 0.15    /* of the gap */
#define MOST_UNLIKE 0.4     /* between the shares of rows of the two parts that hold some other element, or any non-metal */

static double fraction_of(const ip_phase *phase, int element) {
    for (int i = 0; i < phase->element_count; i++)
        if (phase->elements[i] == element)
            return phase->amounts[i] / phase->atoms;
    return 0.0;
}

/* Whether a row tells of an element; its fraction then. */
static bool tells(double *fraction, const ip_judged *row, int element) {
    if (isnan(row->difference) || row->is_told || !ip_element_set_has(row->phase->element_set, element))
        return false;
    *fraction = fraction_of(row->phase, element);
    return *fraction >= LEAST_FRACTION;
}

/* Differences per atom of the element, of all rows that tell of it. */
static long list_shifts(ip_judgement *judgement, int element) {
    long count = 0;
    double fraction;
    for (long i = 0; i < judgement->count; i++)
        if (tells(&fraction, &judgement->rows[i], element))
            judgement->numbers[count++] = judgement->rows[i].difference / fraction;
    return count;
}

/* Sum of all differences' amounts once each row is less the shift of its atoms of an element; 0 for none. */
static double remaining(const ip_judgement *judgement, int element, double shift) {
    double sum = 0.0;
    for (long i = 0; i < judgement->count; i++) {
        const ip_judged *row = &judgement->rows[i];
        if (!isnan(row->difference) && !row->is_told)
            sum += fabs(row->difference - (element ? shift * fraction_of(row->phase, element) : 0.0));
    }
    return sum;
}

static long count_differences(const ip_judgement *judgement) {
    long count = 0;
    for (long i = 0; i < judgement->count; i++)
        count += !isnan(judgement->rows[i].difference) && !judgement->rows[i].is_told;
    return count;
}

/* The element whose shift takes most of the differences away; 0 where none takes enough. */
static int find_shift(ip_judgement *judgement, double *shift) {
    double before = remaining(judgement, 0, 0.0), least = before * (1.0 - LEAST_EXPLAINED);
    int best = 0;
    *shift = 0.0;
    for (int element = 1; element <= IP_ELEMENT_COUNT && before > 0.0; element++) {
        long count = list_shifts(judgement, element);
        double median = ip_judgement_median(judgement->numbers, count);
        if (count < FEWEST_ROWS || !(fabs(median) >= LEAST_SHIFT))
            continue;
        double left = remaining(judgement, element, median);
        if (left < least) {
            best = element;
            least = left;
            *shift = median;
        }
    }
    return best;
}

static void take_off(ip_judgement *judgement, int element, double shift) {
    for (long i = 0; i < judgement->count; i++)
        if (!isnan(judgement->rows[i].difference))
            judgement->rows[i].difference -= shift * fraction_of(judgement->rows[i].phase, element);
}

void ip_judge_shifts(ip_judgement *judgement) {
    char list[160] = "";
    double first = 0.0, shift;
    long count = count_differences(judgement);
    for (int found = 0; found < MOST_SHIFTS && count >= FEWEST_ROWS; found++) {
        int element = find_shift(judgement, &shift);
        if (!element)
            break;
        size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%+.2f eV per %s", found ? ", " : "", shift, ip_element_symbol(element));
        first = found ? first : shift;
        take_off(judgement, element, shift);
    }
    if (*list)
        ip_judgement_report(
            judgement, IP_FINDING_WARNING, "shifted-energies", NULL, first,
            "the energies lie off the reference's by %s, in the median of %ld rows: another functional, or other corrections",
            list, count);
}

/* ---- two kinds */

/* Some rows on either side of a gap. */
typedef struct parting {
    int element;
    double low, high; /* medians of the two parts, eV per atom of the element */
    double between;   /* where they part */
    double gain;      /* what the further part's shift takes away from the sum of all differences, eV/atom */
    long low_count, high_count;
} parting;

/* Sum of distances from the median of sorted numbers first .. end-1, whose sums from the beginning are known. */
static double spread(const double *numbers, const double *sums, long first, long end) {
    long middle = (first + end) / 2;
    double below = sums[middle] - sums[first], above = sums[end] - sums[middle];
    return above - below + numbers[middle] * (double)((middle - first) - (end - middle));
}

static double middle_of(const double *numbers, long first, long end) {
    return (numbers[(first + end - 1) / 2] + numbers[(first + end) / 2]) / 2.0;
}

/* Parts the rows that tell of an element; false where they are of one kind. */
static bool part_rows(parting *out, ip_judgement *judgement, int element) {
    double *numbers = judgement->numbers, *sums = judgement->sums;
    long count = list_shifts(judgement, element), fewest = count / SHARE_IN_PART, best = 0;
    if (count < FEWEST_ROWS)
        return false;
    ip_judgement_median(numbers, count);
    sums[0] = 0.0;
    for (long i = 0; i < count; i++)
        sums[i + 1] = sums[i] + numbers[i];
    fewest = fewest < FEWEST_IN_PART ? FEWEST_IN_PART : fewest;
    double least = INFINITY;
    for (long i = fewest; i <= count - fewest; i++) {
        double both = spread(numbers, sums, 0, i) + spread(numbers, sums, i, count);
        if (both < least) {
            least = both;
            best = i;
        }
    }
    parting found = {element,
                     middle_of(numbers, 0, best),
                     middle_of(numbers, best, count),
                     (numbers[best - 1] + numbers[best]) / 2.0,
                     0.0,
                     best,
                     count - best};
    *out = found;
    double gap = found.high - found.low;
    return gap >= LEAST_GAP && least / (double)count <= MOST_SPREAD * gap;
}

/* Whether a row that tells is of the part that lies further off the reference. */
static bool is_off(const parting *of, const ip_judged *row, double fraction) {
    return (row->difference / fraction < of->between) == (fabs(of->low) > fabs(of->high));
}

/* What salts have, and alloys have not. */
static bool has_nonmetal(const ip_phase *phase) {
    static const unsigned char nonmetals[] = {1, 6, 7, 8, 9, 15, 16, 17, 34, 35, 52, 53}; /* H C N O F P S Cl Se Br Te I */
    for (size_t i = 0; i < sizeof nonmetals; i++)
        if (ip_element_set_has(phase->element_set, nonmetals[i]))
            return true;
    return false;
}

/* Two kinds of energies are of like compounds. Where one part has what the other has not, such as sulfates beside sulfides or
 * salts beside alloys, it is that which makes the difference. Works out the gain on its way. */
static bool are_alike(parting *of, const ip_judgement *judgement) {
    long has[2][IP_ELEMENT_COUNT + 1] = {{0}}, rows[2] = {0, 0};
    double fraction, shift = fabs(of->low) > fabs(of->high) ? of->low : of->high;
    for (long i = 0; i < judgement->count; i++) {
        const ip_judged *row = &judgement->rows[i];
        if (!tells(&fraction, row, of->element))
            continue;
        int part = is_off(of, row, fraction);
        rows[part]++;
        for (int k = 0; k < row->phase->element_count; k++)
            has[part][row->phase->elements[k]]++;
        has[part][0] += has_nonmetal(row->phase);
        if (part)
            of->gain += fabs(row->difference) - fabs(row->difference - shift * fraction);
    }
    for (int element = 0; element <= IP_ELEMENT_COUNT; element++)
        if (fabs((double)has[0][element] / (double)rows[0] - (double)has[1][element] / (double)rows[1]) > MOST_UNLIKE)
            return false;
    return true;
}

/* Takes the shift off the rows of one kind; returns the first of them. */
static const ip_judged *take_part_off(ip_judgement *judgement, const parting *of, double shift) {
    const ip_judged *first = NULL;
    double fraction;
    for (long i = 0; i < judgement->count; i++) {
        ip_judged *row = &judgement->rows[i];
        if (!tells(&fraction, row, of->element) || !is_off(of, row, fraction))
            continue;
        first = first ? first : row;
        row->difference -= shift * fraction;
    }
    return first;
}

void ip_judge_mixture(ip_judgement *judgement) {
    parting best = {.gain = 0.0}, found;
    for (int element = 1; element <= IP_ELEMENT_COUNT; element++)
        if (part_rows(&found, judgement, element) && are_alike(&found, judgement) && found.gain > best.gain)
            best = found;
    if (!best.element)
        return;
    bool is_low = fabs(best.low) > fabs(best.high);
    double off = is_low ? best.low : best.high, other = is_low ? best.high : best.low;
    const ip_judged *first = take_part_off(judgement, &best, off);
    ip_judgement_report(
        judgement, IP_FINDING_WARNING, "mixed-functionals", first, off - other,
        "two kinds of energies stand in this table: %ld rows with %s lie %+.2f eV per atom of it off the reference's, %ld "
        "others %+.2f; this line has the first of those",
        is_low ? best.low_count : best.high_count, ip_element_symbol(best.element), off,
        is_low ? best.high_count : best.low_count, other);
}
