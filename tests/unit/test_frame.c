/* Rows as columns: every kind of value, what is undefined, and memory that ends in the middle of a row. */
#include "support.h"

#include <interphase/frame.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct sample_row {
    const char *formula;
    double voltage;
    ip_row_products products;
    ip_flag stable;
    long rank;
} sample_row;

enum { FORMULA, VOLTAGE, PRODUCTS, STABLE, RANK };

static const ip_column columns[] = {
    IP_COLUMN(sample_row, formula, "phase", "", 0, 0, 0, 0, "what was asked"),
    IP_COLUMN(sample_row, voltage, "from V", "V", 3, 0, 0, 0, "where it begins"),
    IP_COLUMN(sample_row, products, "products", "", 0, 0, 0, 0, "what forms"),
    IP_COLUMN(sample_row, stable, "stable", "", 0, 0, 0, 0, "whether it is"),
    IP_COLUMN(sample_row, rank, "rank", "", 0, 0, 0, 0, "its place"),
};
static const ip_result_type sample_result = IP_RESULT_TYPE("sample", sample_row, columns);

static ip_frame *new_frame(void) {
    ip_frame *frame;
    ip_error error;
    assert_ok(ip_frame_new(&frame, &sample_result, &error), &error);
    return frame;
}

static void add(ip_frame *frame, const sample_row *row) {
    ip_error error;
    assert_ok(ip_frame_add(frame, row, &error), &error);
}

/* The text of a row; NULL where it is undefined. */
static char *text_of(const ip_frame *frame, int column, long row) {
    const int64_t *ends;
    const char *texts = ip_frame_texts(&ends, frame, column);
    assert_non_null(texts);
    int64_t start = row ? ends[row - 1] : 0, end = ends[row];
    start = start < 0 ? -1 - start : start;
    return end < 0 ? NULL : strndup(texts + start, (size_t)(end - start));
}

static void assert_text(const ip_frame *frame, int column, long row, const char *wanted) {
    char *found = text_of(frame, column, row);
    if (wanted)
        assert_string_equal(found, wanted);
    else
        assert_null(found);
    free(found);
}

static void test_columns(void **state) {
    (void)state;
    ip_row_product list[] = {{"Na3P", 1.0, 0.4, IP_FLAG_NO}, {"Na2S", 4.0, NAN, IP_FLAG_NO}, {"S", 0.25, NAN, IP_FLAG_YES}};
    sample_row full = {"Na3PS4", 1.5, {3, list}, IP_FLAG_YES, 7}, other = {"", 0.0, {0, NULL}, IP_FLAG_NO, -2}, none;
    ip_frame *frame = new_frame();
    ip_row_blank(&sample_result, &none);
    add(frame, &none);
    add(frame, &full);
    add(frame, &none);
    add(frame, &other);
    assert_int_equal(ip_frame_count(frame), 4);
    const double *voltages = ip_frame_numbers(frame, VOLTAGE);
    assert_true(isnan(voltages[0]) && voltages[1] == 1.5 && isnan(voltages[2]) && voltages[3] == 0.0);
    const int64_t *stable = ip_frame_counts(frame, STABLE), *ranks = ip_frame_counts(frame, RANK);
    assert_true(stable[0] == IP_FRAME_NO_COUNT && stable[1] == 1 && stable[3] == 0);
    assert_true(ranks[0] == IP_FRAME_NO_COUNT && ranks[1] == 7 && ranks[3] == -2);
    assert_text(frame, FORMULA, 0, NULL);
    assert_text(frame, FORMULA, 1, "Na3PS4");
    assert_text(frame, FORMULA, 2, NULL);
    assert_text(frame, FORMULA, 3, "");
    assert_text(frame, PRODUCTS, 0, NULL);
    assert_text(frame, PRODUCTS, 1, "Na3P + 4 Na2S + 0.25 S");
    assert_text(frame, PRODUCTS, 3, "");
    ip_frame_free(frame);
}

static void test_kinds_and_places(void **state) {
    (void)state;
    const int64_t *ends;
    sample_row row = {"NaCl", 1.0, {0, NULL}, IP_FLAG_NO, 1};
    ip_frame *frame = new_frame();
    assert_null(ip_frame_numbers(frame, VOLTAGE));
    assert_null(ip_frame_texts(&ends, frame, FORMULA));
    add(frame, &row);
    assert_null(ip_frame_numbers(frame, FORMULA));
    assert_null(ip_frame_counts(frame, VOLTAGE));
    assert_null(ip_frame_texts(&ends, frame, RANK));
    assert_null(ip_frame_numbers(frame, -1));
    assert_null(ip_frame_counts(frame, RANK + 1));
    ip_frame_free(frame);
    ip_frame_free(NULL);
}

static void test_many_rows(void **state) {
    (void)state;
    enum { ROWS = 10000 };
    ip_frame *frame = new_frame();
    char formula[32];
    for (int i = 0; i < ROWS; i++) {
        sample_row row = {formula, i, {-1, NULL}, IP_FLAG_NONE, i};
        snprintf(formula, sizeof formula, "Na%dCl", i);
        add(frame, &row);
    }
    assert_int_equal(ip_frame_count(frame), ROWS);
    assert_true(ip_frame_numbers(frame, VOLTAGE)[ROWS - 1] == ROWS - 1);
    assert_text(frame, FORMULA, 0, "Na0Cl");
    assert_text(frame, FORMULA, ROWS - 1, "Na9999Cl");
    ip_frame_free(frame);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_kinds_and_places),
        cmocka_unit_test(test_many_rows),
    };
    return run_unit_tests(tests);
}
