/* CSV and JSON documents: what other programs read out of them. */
#include "support.h"

#include <interphase/csv_reader.h>

#include <interphase/version.h>
#include <interphase/writer.h>

#include <jansson.h>

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const columns[] = {"formula", "voltage", "products"};
enum { COLUMN_COUNT = 3 };

typedef struct document {
    ip_dataset *dataset;
    ip_equilibrium products, nothing;
    char path[PATH_SIZE]; /* of the dataset's table; removed already */
} document;

static document begin_document(void) {
    static const char text[] = "formula,energy,band_gap\nNa,0,\nP,0,\nS,0,\nNa3P,-0.4,0.4\nNa2S,-1.2,\n";
    document made = {.dataset = NULL};
    ip_error error;
    write_temporary(made.path, text, strlen(text));
    assert_int_equal(ip_dataset_new(&made.dataset, NULL), IP_OK);
    ip_status status = ip_dataset_read(made.dataset, made.path, IP_READ_DIGEST, NULL, NULL, &error);
    remove(made.path);
    assert_ok(status, &error);
    ip_solver *solver;
    ip_composition composition = read_formula("Na11PS4");
    assert_int_equal(ip_solver_new(&solver, made.dataset, NULL), IP_OK);
    assert_ok(ip_equilibrium_find(&made.products, solver, &composition, NULL, NULL, &error), &error);
    ip_solver_free(solver);
    return made;
}

static void end_document(document *made) {
    ip_equilibrium_clear(&made->products);
    ip_dataset_free(made->dataset);
}

/* The text of a document with these rows. */
static char *write_document(const document *made, ip_writer_format format, const ip_value (*rows)[COLUMN_COUNT], int row_count) {
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    ip_writer *writer;
    ip_writer_head head = {"window", made->dataset, true, false};
    ip_error error;
    assert_non_null(stream);
    assert_ok(ip_writer_new(&writer, format, stream, columns, COLUMN_COUNT, &head, &error), &error);
    for (int i = 0; i < row_count; i++)
        assert_ok(ip_writer_row(writer, rows[i], &error), &error);
    ip_writer_end(writer);
    assert_int_equal(fclose(stream), 0);
    return text;
}

static void test_csv(void **state) {
    (void)state;
    document made = begin_document();
    const ip_value rows[][COLUMN_COUNT] = {
        {ip_value_text("Na3PS4"), ip_value_number(1.25, 3), ip_value_products(&made.products)},
        {ip_value_text("a,\"b\"\nc"), ip_value_number(-0.0001, 3), ip_value_products(&made.nothing)},
        {ip_value_text(NULL), ip_value_number(INFINITY, 3), ip_value_products(NULL)},
        {ip_value_text(""), ip_value_number(NAN, 3), ip_value_none()},
        {ip_value_none(), ip_value_number(-INFINITY, 3), ip_value_none()},
    };
    char *text = write_document(&made, IP_WRITER_CSV, rows, 5);
    assert_string_equal(text, "formula,voltage,products\n"
                              "Na3PS4,1.250,Na3P + 4 Na2S\n"
                              "\"a,\"\"b\"\"\nc\",0.000,\n"
                              ",inf,\n"
                              ",,\n"
                              ",-inf,\n");
    free(text);
    text = write_document(&made, IP_WRITER_CSV, rows, 0);
    assert_string_equal(text, "formula,voltage,products\n");
    free(text);
    end_document(&made);
}

static json_t *parse(const char *text) {
    json_error_t error;
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        fail_msg("line %d: %s in:\n%s", error.line, error.text, text);
    return root;
}

static const char *text_at(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    assert_non_null(text);
    return text;
}

static void check_head(const json_t *root, const document *made) {
    const json_t *data = json_object_get(root, "data"), *files = json_object_get(data, "files"), *file = json_array_get(files, 0);
    assert_string_equal(text_at(root, "interphase"), IP_VERSION);
    assert_string_equal(text_at(root, "command"), "window");
    assert_int_equal(json_integer_value(json_object_get(data, "rows")), 5);
    assert_int_equal(strlen(text_at(data, "digest")), 64);
    assert_true(json_is_true(json_object_get(data, "corrected")));
    assert_int_equal(json_array_size(files), 1);
    assert_string_equal(text_at(file, "path"), made->path);
    assert_int_equal(json_integer_value(json_object_get(file, "rows")), 5);
    assert_string_equal(text_at(file, "sha256"), text_at(data, "digest"));
    assert_int_equal(json_object_size(root), 4);
}

static void check_products(const json_t *products) {
    assert_int_equal(json_array_size(products), 2);
    const json_t *phosphide = json_array_get(products, 0), *sulfide = json_array_get(products, 1);
    assert_string_equal(text_at(phosphide, "formula"), "Na3P");
    assert_near(json_number_value(json_object_get(phosphide, "amount")), 1.0, 0.0);
    assert_near(json_number_value(json_object_get(phosphide, "band_gap")), 0.4, 0.0);
    assert_string_equal(text_at(sulfide, "formula"), "Na2S");
    assert_near(json_number_value(json_object_get(sulfide, "amount")), 4.0, 0.0);
    assert_true(json_is_null(json_object_get(sulfide, "band_gap")));
}

static void check_json(void) {
    document made = begin_document();
    const ip_value rows[][COLUMN_COUNT] = {
        {ip_value_text("Na3PS4"), ip_value_number(1.23456, 3), ip_value_products(&made.products)},
        {ip_value_text("a\"\\\n\t\x01\xC3\xA4"), ip_value_number(-0.0001, 3), ip_value_products(&made.nothing)},
        {ip_value_text(NULL), ip_value_number(INFINITY, 3), ip_value_products(NULL)},
        {ip_value_text(""), ip_value_number(NAN, 3), ip_value_none()},
        {ip_value_none(), ip_value_number(0.1 + 0.2, 12), ip_value_none()},
    };
    char *text = write_document(&made, IP_WRITER_JSON, rows, 5);
    json_t *root = parse(text), *results = json_object_get(root, "results");
    check_head(root, &made);
    assert_int_equal(json_array_size(results), 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(json_object_size(json_array_get(results, i)), COLUMN_COUNT);
    const json_t *first = json_array_get(results, 0), *second = json_array_get(results, 1), *third = json_array_get(results, 2);
    assert_string_equal(text_at(first, "formula"), "Na3PS4");
    assert_near(json_number_value(json_object_get(first, "voltage")), 1.235, 0.0);
    check_products(json_object_get(first, "products"));
    assert_string_equal(text_at(second, "formula"), "a\"\\\n\t\x01\xC3\xA4");
    assert_true(json_is_real(json_object_get(second, "voltage")));
    assert_false(signbit(json_number_value(json_object_get(second, "voltage"))));
    assert_int_equal(json_array_size(json_object_get(second, "products")), 0);
    assert_true(json_is_array(json_object_get(second, "products")));
    for (int c = 0; c < COLUMN_COUNT; c++)
        assert_true(json_is_null(json_object_get(third, columns[c])));
    assert_string_equal(text_at(json_array_get(results, 3), "formula"), "");
    assert_true(json_is_null(json_object_get(json_array_get(results, 3), "voltage")));
    assert_near(json_number_value(json_object_get(json_array_get(results, 4), "voltage")), 0.3, 0.0);
    assert_non_null(strstr(text, "1.235")); /* as written, without the tail of a double */
    assert_null(strstr(text, "1.2350"));
    json_decref(root);
    free(text);
    end_document(&made);
}

static void test_json(void **state) {
    (void)state;
    check_json();
}

static void test_json_without_rows(void **state) {
    (void)state;
    document made = begin_document();
    char *text = write_document(&made, IP_WRITER_JSON, NULL, 0);
    json_t *root = parse(text);
    check_head(root, &made);
    assert_true(json_is_array(json_object_get(root, "results")));
    assert_int_equal(json_array_size(json_object_get(root, "results")), 0);
    json_decref(root);
    free(text);
    end_document(&made);
}

/* Bytes that are not UTF-8 do not spoil the document; the rest of the text can still be read. */
static void test_json_of_invalid_text(void **state) {
    (void)state;
    static const char *const texts[] = {"Na\xFFS", "Na\xE2\x82", "\xC0\x80Na", "\xED\xA0\x80Na", "Na\xF8\x88\x80\x80\x80"};
    document made = begin_document();
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const ip_value rows[][COLUMN_COUNT] = {{ip_value_text(texts[i]), ip_value_number(1.0, 0), ip_value_none()}};
        char *text = write_document(&made, IP_WRITER_JSON, rows, 1);
        json_t *root = parse(text);
        assert_contains(text_at(json_array_get(json_object_get(root, "results"), 0), "formula"), "Na");
        json_decref(root);
        free(text);
    }
    end_document(&made);
}

/* Numbers too large to be scaled for rounding are still numbers. */
static void test_json_of_huge_numbers(void **state) {
    (void)state;
    document made = begin_document();
    const ip_value rows[][COLUMN_COUNT] = {{ip_value_text("Na"), ip_value_number(1e305, 6), ip_value_none()},
                                           {ip_value_text("Na"), ip_value_number(-1e20, 6), ip_value_none()}};
    char *text = write_document(&made, IP_WRITER_JSON, rows, 2);
    json_t *root = parse(text), *results = json_object_get(root, "results");
    assert_near(json_number_value(json_object_get(json_array_get(results, 0), "voltage")), 1e305, 1e291);
    assert_near(json_number_value(json_object_get(json_array_get(results, 1), "voltage")), -1e20, 1e6);
    json_decref(root);
    free(text);
    end_document(&made);
}

/* ---- what the CSV reader makes of the CSV writer's rows */

typedef struct expected_rows {
    const ip_value (*rows)[COLUMN_COUNT];
    int seen;
} expected_rows;

static ip_status compare_row(void *user, const ip_csv_row *row, ip_error *error) {
    (void)error;
    expected_rows *expected = user;
    assert_int_equal(row->count, COLUMN_COUNT);
    if (expected->seen > 0)
        assert_string_equal(row->fields[0], expected->rows[expected->seen - 1][0].text);
    expected->seen++;
    return IP_OK;
}

static void test_csv_is_read_back(void **state) {
    (void)state;
    document made = begin_document();
    const ip_value rows[][COLUMN_COUNT] = {
        {ip_value_text("Na3PS4"), ip_value_number(1.0, 1), ip_value_products(&made.products)},
        {ip_value_text("a, b"), ip_value_number(1.0, 1), ip_value_none()},
        {ip_value_text("\"quoted\""), ip_value_number(1.0, 1), ip_value_none()},
        {ip_value_text("two\nlines"), ip_value_number(1.0, 1), ip_value_none()},
        {ip_value_text("two\r\nlines"), ip_value_number(1.0, 1), ip_value_none()},
        {ip_value_text(" blank before"), ip_value_number(1.0, 1), ip_value_none()},
    };
    char *text = write_document(&made, IP_WRITER_CSV, rows, 6);
    ip_csv_reader *reader;
    expected_rows expected = {rows, 0};
    ip_error error;
    assert_int_equal(ip_csv_reader_new(&reader, compare_row, &expected, NULL), IP_OK);
    assert_ok(ip_csv_reader_feed(reader, text, strlen(text), &error), &error);
    assert_ok(ip_csv_reader_finish(reader, &error), &error);
    assert_int_equal(expected.seen, 7);
    ip_csv_reader_free(reader);
    free(text);
    end_document(&made);
}

/* A decimal comma of the locale gets into neither format. */
static void test_in_another_locale(void **state) {
    (void)state;
    assert_non_null(setlocale(LC_ALL, "de_DE.UTF-8"));
    check_json();
    test_csv(state);
    assert_non_null(setlocale(LC_ALL, "C"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_json_without_rows),
        cmocka_unit_test(test_json_of_invalid_text),
        cmocka_unit_test(test_json_of_huge_numbers),
        cmocka_unit_test(test_csv_is_read_back),
        cmocka_unit_test(test_in_another_locale),
    };
    if (!setlocale(LC_ALL, "de_DE.UTF-8")) {
        print_message("# the locale de_DE.UTF-8 is not installed: not tested in one\n");
        cmocka_set_skip_filter("test_in_another_locale");
    }
    setlocale(LC_ALL, "C");
    ip_writer_end(NULL);
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
