/* Documents: what the JSON form wrote comes back as it was, and what is no such document is told with its place. */
#include "support.h"

#include <interphase/document.h>
#include <interphase/sink.h>
#include <interphase/window_row.h>
#include <interphase/interface_row.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const ip_document_kind kinds[] = {
    {"window", &ip_window_result}, {"react", &ip_interface_result}, {"cell", &ip_cell_result}};

static char path[] = "/tmp/interphase-document-XXXXXX.json";

static void write_file(const char *text) {
    FILE *stream = fopen(path, "w");
    assert_non_null(stream);
    fputs(text, stream);
    fclose(stream);
}

static ip_status read_file(ip_document **out, ip_error *error) {
    return ip_document_read(out, path, kinds, (int)(sizeof kinds / sizeof *kinds), error);
}

/* The rows of a document as JSON again, behind the head. */
static char *again(const ip_dataset *dataset, const ip_document_head *head) {
    char *text = NULL;
    size_t size;
    ip_error error;
    ip_sink *sink;
    FILE *stream = open_memstream(&text, &size);
    ip_sink_head about = {.command = head->command,
                          .dataset = dataset,
                          .corrected = head->corrected,
                          .lead_count = head->lead_count,
                          .lead = head->lead};
    assert_int_equal(ip_sink_new(&sink, "json", stream, head->type, &about, &error), IP_OK);
    for (long i = 0; i < head->count; i++)
        assert_int_equal(ip_sink_row(sink, head->leads[i], (const char *)head->rows + (size_t)i * head->type->size, &error),
                         IP_OK);
    assert_int_equal(ip_sink_end(sink, &error), IP_OK);
    fclose(stream);
    return text;
}

static const ip_row_product products[] = {{"Na3P", 1.0, 0.4, IP_FLAG_NONE}, {"Na2S", 4.0, NAN, IP_FLAG_NONE}};

/* Rows of all kinds of values, and a failed one, with a column of the input's own. */
static void test_inverse(void **state) {
    (void)state;
    ip_dataset *dataset;
    ip_document *document;
    ip_error error;
    ip_window_row rows[3];
    static const char *const lead[] = {"note"}, *const first[] = {"a \"b\""}, *const others[] = {""};
    assert_int_equal(ip_dataset_new(&dataset, &error), IP_OK);
    for (int i = 0; i < 3; i++)
        ip_row_blank(&ip_window_result, &rows[i]);
    rows[0].formula = "Na3PS4";
    rows[0].metal = "Na";
    rows[0].in_dataset = IP_FLAG_YES;
    rows[0].reduction_potential = 1.5;
    rows[0].oxidation_potential = 2.25;
    rows[0].width = 0.75;
    rows[0].contact_products = (ip_row_products){2, products};
    rows[0].oxidation_products = (ip_row_products){0, NULL};
    rows[0].stable = IP_FLAG_NO;
    rows[0].status = "ok";
    rows[1] = rows[0];
    rows[1].oxidation_potential = rows[1].width = INFINITY;
    rows[2].formula = "Xx";
    rows[2].status = "bad-formula";
    rows[2].message = "unknown element";
    char *text = NULL;
    size_t size;
    ip_sink *sink;
    FILE *stream = open_memstream(&text, &size);
    ip_sink_head head = {.command = "window", .dataset = dataset, .corrected = true, .lead_count = 1, .lead = lead};
    assert_int_equal(ip_sink_new(&sink, "json", stream, &ip_window_result, &head, &error), IP_OK);
    for (int i = 0; i < 3; i++)
        assert_int_equal(ip_sink_row(sink, i ? others : first, &rows[i], &error), IP_OK);
    assert_int_equal(ip_sink_end(sink, &error), IP_OK);
    fclose(stream);
    write_file(text);
    assert_int_equal(read_file(&document, &error), IP_OK);
    const ip_document_head *found = ip_document_head_of(document);
    const ip_window_row *read = found->rows;
    assert_ptr_equal(found->type, &ip_window_result);
    assert_int_equal(found->count, 3);
    assert_true(found->corrected);
    assert_int_equal(found->lead_count, 1);
    assert_string_equal(found->leads[0][0], "a \"b\"");
    assert_string_equal(read[0].contact_products.list[1].formula, "Na2S");
    assert_true(read[0].contact_products.list[1].amount == 4.0 && isnan(read[0].contact_products.list[1].band_gap));
    assert_int_equal(read[0].oxidation_products.count, 0);
    assert_int_equal(read[0].reduction_products.count, -1);
    assert_true(isinf(read[1].oxidation_potential) && isinf(read[1].width) && read[1].reduction_potential == 1.5);
    assert_true(isnan(read[2].oxidation_potential) && read[2].in_dataset == IP_FLAG_NONE);
    char *written = again(dataset, found);
    assert_string_equal(written, text);
    free(written);
    free(text);
    ip_document_free(document);
    ip_dataset_free(dataset);
}

/* Of the kinds of a command that one which its columns fit. */
static void test_kinds(void **state) {
    (void)state;
    static const ip_document_kind both[] = {{"cell", &ip_interface_result}, {"cell", &ip_cell_result}, {"x", &ip_window_result}};
    ip_document *document;
    ip_error error;
    write_file("{\"interphase\": \"1\", \"command\": \"cell\", \"data\": {\"files\": [{\"path\": \"a.csv\", \"rows\": 7, "
               "\"sha256\": \"ab\"}],"
               "\"corrections\": {\"path\": \"c\", \"sha256\": \"cd\"}}, \"results\": []}");
    assert_int_equal(ip_document_read(&document, path, both, 3, &error), IP_OK);
    const ip_document_head *head = ip_document_head_of(document);
    assert_int_equal(head->count, 0);
    assert_int_equal(head->files[0].rows, 7);
    assert_string_equal(head->files[0].path, "a.csv");
    assert_string_equal(head->corrections_digest, "cd");
    ip_document_free(document);
}

static void refused(const char *text, const char *expected) {
    ip_document *document;
    ip_error error;
    write_file(text);
    assert_int_equal(read_file(&document, &error), IP_BAD_TABLE);
    if (!strstr(error.message, expected) || strncmp(error.message, path, strlen(path)) != 0)
        fail_msg("'%s' says '%s'", text, error.message);
}

static void test_faults(void **state) {
    (void)state;
    ip_document *document;
    ip_error error;
#define HEAD "{\"interphase\": \"1\", \"command\": \"window\", \"data\": {}, \"results\": ["
    refused("", "line 1");
    refused("{\"interphase\": ", "line 1");
    refused("[]", "expected what --format json writes");
    refused("{\"interphase\": \"1\", \"command\": \"window\", \"results\": {}}", "expected what");
    refused(HEAD "7]}", "result 1: expected an object");
    refused("{\"interphase\": \"1\", \"command\": \"other\", \"results\": []}", "answers of 'other'");
    refused(HEAD "{\"zzz\": 1}]}", "answers of 'window' with other columns");
#define ROW(value)                                                                                                               \
    "{\"formula\": \"NaCl\", \"metal\": \"Na\", \"in_dataset\": true, \"energy_above_hull\": 0, \"reduction_potential\": 0, "    \
    "\"oxidation_potential\": 4, \"width\": 4, \"reduction_uptake\": 0, \"oxidation_uptake\": 0, \"contact_uptake\": 0, "        \
    "\"stable\": true, "                                                                                                         \
    "\"status\": \"ok\", \"message\": null, " value "}"
    refused(HEAD ROW("\"contact_energy\": \"deep\"") "]}", "result 1, column 'contact_energy': expected a number");
    refused(HEAD ROW("\"contact_energy\": 0") ", " ROW("\"contact_products\": 3") "]}",
            "result 2, column 'contact_products': expected a list");
    refused(HEAD ROW("\"contact_products\": [{\"formula\": \"Na\"}]") "]}", "expected products with formula and amount");
    refused(HEAD "{\"formula\": 7, \"metal\": \"Na\", \"in_dataset\": 1, \"energy_above_hull\": 0, \"reduction_potential\": 0, "
                 "\"oxidation_potential\": 4, "
                 "\"width\": 4, \"reduction_uptake\": 0, \"oxidation_uptake\": 0, \"contact_uptake\": 0, \"stable\": true, "
                 "\"status\": \"ok\"}]}",
            "column 'formula': expected a text");
    refused(HEAD ROW("\"stable\": 1") "]}", "line 1"); /* a member twice */
    char deep[400];
    memset(deep, '[', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    refused(deep, "nested more than");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(read_file(&document, &error), IP_INPUT_OUTPUT);
    assert_non_null(strstr(error.message, path));
    ip_document_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_inverse),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_faults),
    };
    int descriptor = mkstemps(path, 5);
    if (descriptor < 0)
        return 1;
    close(descriptor);
    return run_unit_tests(tests);
}
