/* Text, CSV and JSON documents: what people and other programs read out of them. */
#include "support.h"

#include <interphase/csv_reader.h>
#include <interphase/version.h>
#include <interphase/sink.h>

#include <jansson.h>

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct sample_row {
    const char *formula;
    double voltage;
    ip_row_products products;
    ip_flag stable;
    long count;
} sample_row;

enum { COLUMN_COUNT = 5 };

static const ip_column columns[] = {
    IP_COLUMN(sample_row, formula, "phase", "", 0, 1, 0, IP_COLUMN_SUBJECT, "what was asked"),
    IP_COLUMN(sample_row, voltage, "from V", "V", 3, 2, 2, IP_COLUMN_NOTED, "where it begins"),
    IP_COLUMN(sample_row, products, "products", "", 0, 4, 0, IP_COLUMN_LONG, "what forms"),
    IP_COLUMN(sample_row, stable, "stable", "", 0, 0, 0, 0, "whether it is"),
    IP_COLUMN(sample_row, count, "count", "", 0, 3, 0, IP_COLUMN_OPTIONAL | IP_COLUMN_NOTED, "how many"),
};
static const ip_result_type sample_result = IP_RESULT_TYPE("sample", sample_row, columns);
static const ip_row_products no_list = {-1, NULL}, empty_list = {0, NULL};

typedef struct document {
    ip_dataset *dataset;
    ip_row_product list[2];
    ip_row_products products;
    char path[PATH_SIZE]; /* of the dataset's table; removed already */
} document;

static document begin_document(void) {
    static const char text[] = "formula,e_form,band_gap\nNa,0,\nP,0,\nS,0,\nNa3P,-0.4,0.4\nNa2S,-1.2,\n";
    document made = {.dataset = NULL};
    ip_error error;
    write_temporary(made.path, text, strlen(text));
    assert_int_equal(ip_dataset_new(&made.dataset, NULL), IP_OK);
    ip_status status = ip_dataset_read(made.dataset, made.path, IP_READ_DIGEST, NULL, NULL, &error);
    remove(made.path);
    assert_ok(status, &error);
    ip_row_product phosphide = {"Na3P", 1.0, 0.4, IP_FLAG_NO}, sulfide = {"Na2S", 4.0, NAN, IP_FLAG_NO};
    made.list[0] = phosphide;
    made.list[1] = sulfide;
    made.products.count = 2;
    return made;
}

static void end_document(document *made) {
    ip_dataset_free(made->dataset);
}

/* The list stands in the document, wherever that was moved to. */
static ip_row_products products_of(const document *made) {
    ip_row_products products = {2, made->list};
    return products;
}

/* The text of a document with these rows. */
static char *write_document(const document *made, const char *form, const sample_row *rows, int row_count, int width) {
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    ip_sink *sink;
    ip_sink_head head = {.command = "window", .dataset = made->dataset, .corrected = true, .width = width};
    ip_error error;
    assert_non_null(stream);
    assert_ok(ip_sink_new(&sink, form, stream, &sample_result, &head, &error), &error);
    for (int i = 0; i < row_count; i++)
        assert_ok(ip_sink_row(sink, NULL, &rows[i], &error), &error);
    assert_ok(ip_sink_end(sink, &error), &error);
    assert_int_equal(fclose(stream), 0);
    return text;
}

static void test_csv(void **state) {
    (void)state;
    document made = begin_document();
    const sample_row rows[] = {
        {"Na3PS4", 1.25, products_of(&made), IP_FLAG_YES, 3},
        {"a,\"b\"\nc", -0.0001, empty_list, IP_FLAG_NO, 0},
        {NULL, INFINITY, no_list, IP_FLAG_NONE, IP_NO_COUNT},
        {"", NAN, no_list, IP_FLAG_NONE, -2},
        {NULL, -INFINITY, no_list, IP_FLAG_NONE, IP_NO_COUNT},
    };
    char *text = write_document(&made, "csv", rows, 5, 0);
    assert_string_equal(text, "formula,voltage,products,stable,count\n"
                              "Na3PS4,1.250,Na3P + 4 Na2S,yes,3\n"
                              "\"a,\"\"b\"\"\nc\",0.000,,no,0\n"
                              ",inf,,,\n"
                              ",,,,-2\n"
                              ",-inf,,,\n");
    free(text);
    text = write_document(&made, "csv", rows, 0, 0);
    assert_string_equal(text, "formula,voltage,products,stable,count\n");
    free(text);
    end_document(&made);
}

/* A column without values and its note are left out; a long cell is folded before a sign; control characters are masked. */
static void test_text(void **state) {
    (void)state;
    document made = begin_document();
    const sample_row rows[] = {
        {"Na3PS4", 1.256, products_of(&made), IP_FLAG_YES, IP_NO_COUNT},
        {"\x1B[2J", NAN, empty_list, IP_FLAG_NO, IP_NO_COUNT},
    };
    char *text = write_document(&made, "text", rows, 2, 0);
    assert_string_equal(text, "  phase     from V   products\n"
                              "  Na3PS4      1.26   Na3P + 4 Na2S\n"
                              "  \\x1b[2J\n");
    free(text);
    const ip_row_product many[] = {
        {"Na3P", 1.0, NAN, IP_FLAG_NO}, {"Na2S", 4.0, NAN, IP_FLAG_NO}, {"NaNaNaNaNaNa", 0.5, NAN, IP_FLAG_YES}};
    const sample_row wide[] = {{"Na", 0.0, {3, many}, IP_FLAG_YES, 7}};
    text = write_document(&made, "text", wide, 1, 40);
    assert_string_equal(text, "  phase   from V   count   products\n"
                              "  Na        0.00       7   Na3P + 4 Na2S\n"
                              "                           + 0.5 NaNaNaNaNaNa\n");
    free(text);
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    assert_ok(ip_sink_print_notes(&sample_result, rows, 2, 0, stream, NULL), NULL);
    assert_ok(ip_sink_print_notes(&sample_result, wide, 1, 30, stream, NULL), NULL);
    fclose(stream);
    assert_string_equal(text, "from V: where it begins, V.\nfrom V: where it begins, V;\ncount: how many.\n");
    free(text);
    end_document(&made);
}

/* A flag with a place in text is a word there, too. */
typedef struct flag_row {
    const char *formula;
    ip_flag stable;
} flag_row;

static void test_flags_in_text(void **state) {
    (void)state;
    static const ip_column both[] = {
        IP_COLUMN(flag_row, formula, "phase", "", 0, 1, 0, 0, "what was asked"),
        IP_COLUMN(flag_row, stable, "stable", "", 0, 2, 0, 0, "whether it is"),
    };
    static const ip_result_type result = IP_RESULT_TYPE("flags", flag_row, both);
    const flag_row rows[] = {{"Na", IP_FLAG_YES}, {"Na2S", IP_FLAG_NO}, {"NaS", IP_FLAG_NONE}};
    char *text;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    ip_sink *sink;
    ip_sink_head head = {0};
    ip_error error;
    assert_ok(ip_sink_new(&sink, "text", stream, &result, &head, &error), &error);
    for (int i = 0; i < 3; i++)
        assert_ok(ip_sink_row(sink, NULL, &rows[i], &error), &error);
    assert_ok(ip_sink_end(sink, &error), &error);
    fclose(stream);
    assert_string_equal(text, "  phase   stable\n"
                              "  Na      yes\n"
                              "  Na2S    no\n"
                              "  NaS\n");
    free(text);
}

/* A number with its uncertainty behind it: points below each other, no "± 0", and no room for what no row has. */
typedef struct uncertain_row {
    double energy, energy_uncertainty, voltage, voltage_uncertainty, width, width_uncertainty;
} uncertain_row;

static void test_uncertainties_in_text(void **state) {
    (void)state;
    static const ip_column all[] = {
        IP_COLUMN(uncertain_row, energy, "energy", "", 6, 1, 4, IP_COLUMN_UNCERTAIN, "with digits that mean something"),
        IP_COLUMN(uncertain_row, energy_uncertainty, "", "", 6, 0, 4, 0, "of it"),
        IP_COLUMN(uncertain_row, voltage, "voltage", "", 6, 2, 4, 0, "with one digit more, and no uncertainty behind it"),
        IP_COLUMN(uncertain_row, voltage_uncertainty, "", "", 6, 0, 4, 0, "of it"),
        IP_COLUMN(uncertain_row, width, "width", "", 6, 3, 4, IP_COLUMN_UNCERTAIN, "without any"),
        IP_COLUMN(uncertain_row, width_uncertainty, "", "", 6, 0, 4, 0, "of it"),
    };
    static const ip_result_type result = IP_RESULT_TYPE("uncertain", uncertain_row, all);
    const uncertain_row rows[] = {{-1.23456, 0.0312, 1.23456, 0.0312, 2.0, 0.0}, {0.0, 0.0, 0.5, NAN, 3.0, NAN},
                                  {10.0, 0.2, 0.25, 0.2, 4.0, 0.0}};
    static const char *const signs[] = {NULL, "\xC2\xB1"};
    static const char *const expected[] = {"         energy   voltage    width\n"
                                           "  -1.23 +- 0.03     1.235   2.0000\n"
                                           "   0.00             0.500   3.0000\n"
                                           "  10.00 +- 0.20     0.250   4.0000\n",
                                           "        energy   voltage    width\n"
                                           "  -1.23 \xC2\xB1 0.03     1.235   2.0000\n"
                                           "   0.00            0.500   3.0000\n"
                                           "  10.00 \xC2\xB1 0.20     0.250   4.0000\n"};
    for (int s = 0; s < 2; s++) {
        char *text;
        size_t size;
        FILE *stream = open_memstream(&text, &size);
        ip_sink *sink;
        ip_sink_head head = {.sample = rows, .sample_count = 3, .plus_minus = signs[s]};
        ip_error error;
        assert_ok(ip_sink_new(&sink, "text", stream, &result, &head, &error), &error);
        for (int i = 0; i < 3; i++)
            assert_ok(ip_sink_row(sink, NULL, &rows[i], &error), &error);
        assert_ok(ip_sink_end(sink, &error), &error);
        fclose(stream);
        assert_string_equal(text, expected[s]);
        free(text);
    }
}

/* What is left where errors cancel is nothing, and is not shown. */
static void test_cancelled_uncertainty(void **state) {
    (void)state;
    static const ip_column both[] = {
        IP_COLUMN(uncertain_row, energy, "energy", "", 6, 1, 4, IP_COLUMN_UNCERTAIN, "the number"),
        IP_COLUMN(uncertain_row, energy_uncertainty, "", "", 6, 0, 4, 0, "of it"),
    };
    static const ip_result_type result = IP_RESULT_TYPE("uncertain", uncertain_row, both);
    const uncertain_row row = {1.0, 1e-17, 0.0, 0.0, 0.0, 0.0};
    char *text;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    ip_sink *sink;
    ip_sink_head head = {.sample = &row, .sample_count = 1};
    ip_error error;
    assert_ok(ip_sink_new(&sink, "text", stream, &result, &head, &error), &error);
    assert_ok(ip_sink_row(sink, NULL, &row, &error), &error);
    assert_ok(ip_sink_end(sink, &error), &error);
    fclose(stream);
    assert_non_null(strstr(text, "\n  1.0000"));
    assert_null(strstr(text, "+-"));
    free(text);
}

/* What commas part stays together, unless it is longer than the line: then it is folded as a sum. */
typedef struct list_row {
    const char *place, *sets;
} list_row;

static void test_folded_list(void **state) {
    (void)state;
    static const ip_column both[] = {
        IP_COLUMN(list_row, place, "", "", 0, 1, 0, 0, "where"),
        IP_COLUMN(list_row, sets, "", "", 0, 2, 0, IP_COLUMN_LONG | IP_COLUMN_LIST, "what"),
    };
    static const ip_result_type result = IP_RESULT_TYPE("lists", list_row, both);
    const list_row rows[] = {{"on", "Na3P + Na2S in 48 %, NaP in 16 %, Na + S in 9 %"},
                             {"off", "Na3P + Na2S + NaP + Fe in 48 %, NaP in 16 %"}};
    char *text;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    ip_sink *sink;
    ip_sink_head head = {.width = 34};
    ip_error error;
    assert_ok(ip_sink_new(&sink, "text", stream, &result, &head, &error), &error);
    for (int i = 0; i < 2; i++)
        assert_ok(ip_sink_row(sink, NULL, &rows[i], &error), &error);
    assert_ok(ip_sink_end(sink, &error), &error);
    fclose(stream);
    /* The second column has 34 - 2 - 3 - 3 = 26 characters. */
    assert_string_equal(text, "  on    Na3P + Na2S in 48 %,\n"
                              "        NaP in 16 %, Na + S in 9 %\n"
                              "  off   Na3P + Na2S + NaP\n"
                              "        + Fe in 48 %, NaP in 16 %\n");
    free(text);
}

static void test_streamed_text(void **state) {
    (void)state;
    char *text;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    ip_sink *sink;
    ip_sink_head head = {.streamed = true};
    const sample_row row = {"NaCl", 1.0, no_list, IP_FLAG_NONE, 2};
    ip_error error;
    assert_ok(ip_sink_new(&sink, "text", stream, &sample_result, &head, &error), &error);
    assert_ok(ip_sink_row(sink, NULL, &row, &error), &error);
    fflush(stream);
    assert_string_equal(text, "phase                          from V      count   products\n"
                              "                                    V           \n"
                              "NaCl                             1.00          2\n");
    assert_ok(ip_sink_end(sink, &error), &error);
    fclose(stream);
    free(text);
}

static void test_description(void **state) {
    (void)state;
    char *text;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    ip_sink_describe(&sample_result, stream);
    fclose(stream);
    assert_string_equal(text, "name,title,unit,kind,decimals,meaning\n"
                              "formula,phase,,text,,what was asked\n"
                              "voltage,from V,V,number,3,where it begins\n"
                              "products,products,,products,,what forms\n"
                              "stable,stable,,flag,,whether it is\n"
                              "count,count,,count,,how many\n");
    free(text);
    ip_error error;
    ip_sink *sink;
    ip_sink_head head = {0};
    assert_int_equal(ip_sink_new(&sink, "yaml", stderr, &sample_result, &head, &error), IP_BAD_ARGUMENT);
    assert_string_equal(ip_sink_form(0), "text");
    assert_null(ip_sink_form(99));
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
    const sample_row rows[] = {
        {"Na3PS4", 1.23456, products_of(&made), IP_FLAG_YES, 3},
        {"a\"\\\n\t\x01\xC3\xA4", -0.0001, empty_list, IP_FLAG_NO, 0},
        {NULL, INFINITY, no_list, IP_FLAG_NONE, IP_NO_COUNT},
        {"", NAN, no_list, IP_FLAG_NONE, IP_NO_COUNT},
        {NULL, 0.1 + 0.2, no_list, IP_FLAG_NONE, IP_NO_COUNT},
    };
    char *text = write_document(&made, "json", rows, 5, 0);
    json_t *root = parse(text), *results = json_object_get(root, "results");
    check_head(root, &made);
    assert_int_equal(json_array_size(results), 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(json_object_size(json_array_get(results, i)), COLUMN_COUNT);
    const json_t *first = json_array_get(results, 0), *second = json_array_get(results, 1), *third = json_array_get(results, 2);
    assert_string_equal(text_at(first, "formula"), "Na3PS4");
    assert_near(json_number_value(json_object_get(first, "voltage")), 1.235, 0.0);
    check_products(json_object_get(first, "products"));
    assert_true(json_is_true(json_object_get(first, "stable")) && json_is_false(json_object_get(second, "stable")));
    assert_int_equal(json_integer_value(json_object_get(first, "count")), 3);
    assert_string_equal(text_at(second, "formula"), "a\"\\\n\t\x01\xC3\xA4");
    assert_true(json_is_real(json_object_get(second, "voltage")));
    assert_false(signbit(json_number_value(json_object_get(second, "voltage"))));
    assert_int_equal(json_array_size(json_object_get(second, "products")), 0);
    assert_true(json_is_array(json_object_get(second, "products")));
    for (int c = 0; c < COLUMN_COUNT; c++)
        assert_true(json_is_null(json_object_get(third, columns[c].name)));
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
    char *text = write_document(&made, "json", NULL, 0, 0);
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
        const sample_row rows[] = {{texts[i], 1.0, no_list, IP_FLAG_NONE, 0}};
        char *text = write_document(&made, "json", rows, 1, 0);
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
    const sample_row rows[] = {{"Na", 1e305, no_list, IP_FLAG_NONE, 0}, {"Na", -1e20, no_list, IP_FLAG_NONE, 0}};
    char *text = write_document(&made, "json", rows, 2, 0);
    json_t *root = parse(text), *results = json_object_get(root, "results");
    assert_near(json_number_value(json_object_get(json_array_get(results, 0), "voltage")), 1e305, 1e291);
    assert_near(json_number_value(json_object_get(json_array_get(results, 1), "voltage")), -1e20, 1e6);
    json_decref(root);
    free(text);
    end_document(&made);
}

/* ---- what the CSV reader makes of the CSV writer's rows */

typedef struct expected_rows {
    const sample_row *rows;
    int seen;
} expected_rows;

static ip_status compare_row(void *user, const ip_csv_row *row, ip_error *error) {
    (void)error;
    expected_rows *expected = user;
    assert_int_equal(row->count, COLUMN_COUNT);
    if (expected->seen > 0)
        assert_string_equal(row->fields[0], expected->rows[expected->seen - 1].formula);
    expected->seen++;
    return IP_OK;
}

static void test_csv_is_read_back(void **state) {
    (void)state;
    document made = begin_document();
    const sample_row rows[] = {
        {"Na3PS4", 1.0, products_of(&made), IP_FLAG_YES, 1},
        {"a, b", 1.0, no_list, IP_FLAG_YES, 1},
        {"\"quoted\"", 1.0, no_list, IP_FLAG_YES, 1},
        {"two\nlines", 1.0, no_list, IP_FLAG_YES, 1},
        {"two\r\nlines", 1.0, no_list, IP_FLAG_YES, 1},
        {" blank before", 1.0, no_list, IP_FLAG_YES, 1},
    };
    char *text = write_document(&made, "csv", rows, 6, 0);
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
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_flags_in_text),
        cmocka_unit_test(test_uncertainties_in_text),
        cmocka_unit_test(test_cancelled_uncertainty),
        cmocka_unit_test(test_folded_list),
        cmocka_unit_test(test_streamed_text),
        cmocka_unit_test(test_description),
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
    ip_sink_end(NULL, NULL);
    ip_sink_free(NULL);
    return run_unit_tests(tests);
}
