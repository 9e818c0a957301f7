/* Parts of a run: how it is cut, what their manifests say, what is not joined and why, and what comes of joining. */
#include "support.h"

#include "cli/io/files.h"
#include "cli/io/parts.h"

#include <interphase/manifest.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void test_cut(void **state) {
    (void)state;
    /* 10 items in 4 parts: 3 + 3 + 2 + 2. */
    long expected[4][2] = {{0, 3}, {3, 3}, {6, 2}, {8, 2}}, first, count;
    for (int k = 1; k <= 4; k++) {
        ip_manifest_cut(&first, &count, 10, k, 4);
        assert_int_equal(first, expected[k - 1][0]);
        assert_int_equal(count, expected[k - 1][1]);
    }
    /* Whatever the numbers, parts follow each other, cover all, and differ by one at the most. */
    for (long total = 0; total < 40; total++)
        for (long parts = 1; parts < 50; parts++) {
            long next = 0;
            for (long k = 1; k <= parts; k++) {
                ip_manifest_cut(&first, &count, total, k, parts);
                assert_int_equal(first, next);
                assert_true(count == total / parts || count == total / parts + 1);
                next += count;
            }
            assert_int_equal(next, total);
        }
}

static void test_read_part(void **state) {
    (void)state;
    ip_error error;
    long part = 0, parts = 0;
    assert_ok(ip_manifest_read_part(&part, &parts, "3/17", &error), &error);
    assert_int_equal(part, 3);
    assert_int_equal(parts, 17);
    assert_ok(ip_manifest_read_part(&part, &parts, "1/1", &error), &error);
    assert_ok(ip_manifest_read_part(&part, &parts, "1000000/1000000", &error), &error);
    static const char *const wrong[] = {"", "3", "/", "3/", "/4", "0/4", "5/4", "-1/4", "1/-4", "1/4/2", "1 /4", "a/b", "1/4x",
                                        "1.0/4", "1/1000001", "99999999999999999999/99999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(ip_manifest_read_part(&part, &parts, wrong[i], &error), IP_BAD_ARGUMENT);
        assert_contains(error.message, "expected K/N");
    }
}

static ip_manifest example(long part, long parts, long total) {
    ip_manifest made = IP_MANIFEST_INIT;
    made.command = "screen";
    made.run = "version 1\ntables abc\ncolumns a,b\n";
    made.part = part;
    made.parts = parts;
    made.total = total;
    ip_manifest_cut(&made.first, &made.count, total, part, parts);
    made.rows = made.count;
    memset(made.digest, 'e', sizeof made.digest - 1);
    return made;
}

static ip_manifest *written_and_read(const ip_manifest *manifest) {
    ip_error error;
    ip_manifest *back;
    char *text;
    assert_ok(ip_manifest_write(&text, manifest, &error), &error);
    assert_ok(ip_manifest_read(&back, text, strlen(text), &error), &error);
    free(text);
    return back;
}

static void test_round_trip(void **state) {
    (void)state;
    /* Energies in grains, and numbers that need all their digits. */
    double merits[] = {-123456789012.0, 0.1, 1.0 / 3.0, 4.0};
    ip_manifest made = example(2, 3, 7);
    made.rows = 2;
    made.failures = 1;
    made.bytes = 5000000000;
    made.merit_width = 2;
    made.merits = merits;
    ip_manifest *back = written_and_read(&made);
    assert_string_equal(back->command, made.command);
    assert_string_equal(back->run, made.run);
    assert_string_equal(back->digest, made.digest);
    /* 7 in 3 parts: 3 + 2 + 2. */
    long expected[] = {2, 3, 3, 2, 7, 2, 1, 5000000000},
         found[] = {back->part, back->parts, back->first, back->count, back->total, back->rows, back->failures, back->bytes};
    assert_memory_equal(found, expected, sizeof expected);
    assert_int_equal(back->merit_width, 2);
    assert_memory_equal(back->merits, merits, sizeof merits);
    ip_manifest_free(back);
    made = example(1, 1, 0);
    back = written_and_read(&made);
    assert_int_equal(back->merit_width, 0);
    assert_null(back->merits);
    ip_manifest_free(back);
    ip_manifest_free(NULL);
    /* A column name in Latin-1, and one in UTF-8. */
    made.run = "columns Spannung gegen Na, gr\xF6\xDF" "er\ncolumns gr\xC3\xB6\xC3\x9F" "er\n";
    back = written_and_read(&made);
    assert_string_equal(back->run, "columns Spannung gegen Na, gr\\xF6\\xDFer\ncolumns gr\xC3\xB6\xC3\x9F" "er\n");
    ip_manifest_free(back);
}

/* The text of a manifest in which `from` is replaced by `to`. */
static ip_status read_changed(const char *from, const char *to, ip_error *error) {
    double merits[] = {1.5, 2.5};
    ip_manifest made = example(1, 4, 8), *back = NULL;
    made.merit_width = 1;
    made.merits = merits;
    char *text, changed[4096];
    assert_ok(ip_manifest_write(&text, &made, error), error);
    char *at = strstr(text, from);
    assert_non_null(at);
    snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    ip_status status = ip_manifest_read(&back, changed, strlen(changed), error);
    ip_manifest_free(back);
    free(text);
    return status;
}

static void test_no_manifest(void **state) {
    (void)state;
    ip_error error;
    static const char *const changes[][2] = {
        {"\"command\": \"screen\"", "\"command\": 3"}, {"\"part\": 1", "\"part\": 0"},
        {"\"part\": 1", "\"part\": 5"},                {"\"part\": 1", "\"part\": 1.5"},
        {"\"parts\": 4", "\"parts\": \"4\""},          {"\"total\": 8", "\"total\": -1"},
        {"\"total\": 8", "\"total\": 1"},              {"\"first\": 0", "\"first\": 9"},
        {"\"count\": 2", "\"counts\": 2"},             {"\"rows\": 2", "\"rows\": -2"},
        {"\"rows\": 2", "\"rows\": 3"},                {"\"failures\": 0", "\"failures\": null"},
        {"\"bytes\": 0", "\"bytes\": []"},             {"\"sha256\": \"ee", "\"sha256\": \"e"},
        {"\"sha256\"", "\"sha\""},                     {"\"version 1\"", "1"},
        {"\"run\"", "\"walk\""},                       {"1.5", "\"1.5\""},
        {"1.5", "1.5, 3"},                             {"\"merits\": [", "\"merits\": [[], "}};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        assert_int_equal(read_changed(changes[i][0], changes[i][1], &error), IP_BAD_TABLE);
        assert_contains(error.message, "no manifest of a part");
    }
    assert_int_equal(read_changed("\"part\": 1,", "\"part\": 1", &error), IP_BAD_TABLE);
    assert_contains(error.message, "no manifest of a part: line 5: ");
    assert_int_equal(read_changed("1.5", "[[[]]]", &error), IP_BAD_TABLE);
    assert_contains(error.message, "no manifest of a part: more than 3 brackets in each other");
    assert_int_equal(read_changed("\"bytes\": 0", "\"bytes\": 1e300", &error), IP_BAD_TABLE);
    /* What stands between quotation marks are no brackets. */
    assert_ok(read_changed("tables abc", "[[[[[\\\"[[[[{{{{", &error), &error);
    assert_ok(read_changed("\"total\": 8", "\"total\": 9", &error), &error);
}

/* What is said of parts 1 .. count, after changes. */
static ip_status order_of(int *order, const ip_manifest *parts, int count, ip_error *error) {
    const ip_manifest *list[8];
    static const char *const names[] = {"p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7"};
    for (int i = 0; i < count; i++)
        list[i] = &parts[i];
    return ip_manifest_order(order, list, names, count, error);
}

static void test_order(void **state) {
    (void)state;
    ip_error error;
    int order[8];
    ip_manifest parts[5] = {example(3, 4, 10), example(1, 4, 10), example(4, 4, 10), example(2, 4, 10), example(2, 4, 10)};
    assert_ok(order_of(order, parts, 4, &error), &error);
    int expected[] = {1, 3, 0, 2};
    assert_memory_equal(order, expected, sizeof expected);
    assert_int_equal(order_of(order, parts, 3, &error), IP_BAD_ARGUMENT);
    assert_string_equal(error.message, "part 2 of 4 is missing");
    assert_int_equal(order_of(order, parts + 2, 1, &error), IP_BAD_ARGUMENT);
    assert_string_equal(error.message, "part 1 of 4 is missing, and 2 more");
    assert_int_equal(order_of(order, parts + 1, 1, &error), IP_BAD_ARGUMENT);
    assert_string_equal(error.message, "part 2 of 4 is missing, and 2 more");
    assert_int_equal(order_of(order, parts, 5, &error), IP_BAD_ARGUMENT);
    assert_string_equal(error.message, "p3 and p4 are both part 2 of 4");
    /* More parts than rows: the last are empty. */
    ip_manifest few[] = {example(1, 3, 2), example(2, 3, 2), example(3, 3, 2)};
    assert_ok(order_of(order, few, 3, &error), &error);
    /* Blocks of another size than an even cut. */
    few[0].count = 2;
    few[1].first = 2;
    few[1].count = 0;
    assert_ok(order_of(order, few, 3, &error), &error);
    few[1].first = 1;
    assert_int_equal(order_of(order, few, 3, &error), IP_BAD_ARGUMENT);
    assert_string_equal(error.message, "p1 begins at row 2, and the parts before it end at row 2");
    few[1].first = 2;
    few[0].total = few[1].total = few[2].total = 5;
    assert_int_equal(order_of(order, few, 3, &error), IP_BAD_ARGUMENT);
    assert_string_equal(error.message, "the parts have 2 of 5 rows");
}

static void test_foreign(void **state) {
    (void)state;
    ip_error error;
    int order[2];
    ip_manifest parts[] = {example(1, 2, 10), example(2, 2, 10)};
    parts[1].command = "hull";
    assert_int_equal(order_of(order, parts, 2, &error), IP_BAD_ARGUMENT);
    assert_string_equal(error.message, "p1 is a part of 'hull', and p0 of 'screen'");
    parts[1] = example(2, 2, 10);
    parts[1].run = "version 1\ntables abd\ncolumns a,b\n";
    assert_int_equal(order_of(order, parts, 2, &error), IP_BAD_ARGUMENT);
    assert_string_equal(error.message, "p1 is of another run than p0: 'tables abd' where that has 'tables abc'");
    parts[1].run = "version 1\ntables abc\n";
    assert_int_equal(order_of(order, parts, 2, &error), IP_BAD_ARGUMENT);
    assert_string_equal(error.message, "p1 is of another run than p0: nothing where that has 'columns a,b'");
    parts[1].run = "version 1\ntables abc\ncolumns a,b\nair 50\n";
    assert_int_equal(order_of(order, parts, 2, &error), IP_BAD_ARGUMENT);
    assert_string_equal(error.message, "p1 is of another run than p0: 'air 50' where that has nothing");
    parts[1] = example(2, 3, 10);
    assert_int_equal(order_of(order, parts, 2, &error), IP_BAD_ARGUMENT);
    assert_string_equal(error.message, "p1 is one of 3 parts of 10 rows, and p0 one of 2 parts of 10");
    parts[1] = example(2, 2, 11);
    assert_int_equal(order_of(order, parts, 2, &error), IP_BAD_ARGUMENT);
    parts[1] = example(2, 2, 10);
    parts[1].merit_width = 4;
    assert_int_equal(order_of(order, parts, 2, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "ranked in another way");
}

static void test_measure(void **state) {
    (void)state;
    char path[PATH_SIZE], digest[IP_DIGEST_SIZE];
    long bytes;
    ip_error error;
    /* The example of FIPS 180-2, B.1. */
    write_temporary(path, "abc", 3);
    assert_ok(ip_manifest_measure(digest, &bytes, path, &error), &error);
    assert_int_equal(bytes, 3);
    assert_string_equal(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    unlink(path);
    assert_int_equal(ip_manifest_measure(digest, &bytes, path, &error), IP_INPUT_OUTPUT);
    assert_contains(error.message, "cannot be opened: ");
    assert_int_equal(ip_manifest_measure(digest, &bytes, "/", &error), IP_INPUT_OUTPUT);
    assert_contains(error.message, "cannot be read: ");
}

/* ---- files */

static char folder[] = "/tmp/interphase-parts-XXXXXX", names[3][PATH_SIZE];

static void write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* Three parts, of which the first has a header line with a quoted line feed. */
static void write_parts(void) {
    static const char *const texts[] = {"a,\"two\nlines\"\n1,\"x\ny\"\n2,\n",
                                        "a,\"two\nlines\"\n3,\"\"\"\"\n", "a,\"two\nlines\"\n"};
    for (int i = 0; i < 3; i++) {
        ip_manifest made = example(i + 1, 3, 3);
        made.first = i == 0 ? 0 : i == 1 ? 2 : 3;
        made.count = made.rows = 2 - i;
        made.failures = i;
        snprintf(names[i], sizeof names[i], "%s/%d.csv", folder, i);
        write_file(names[i], texts[i]);
        assert_true(parts_describe(&made, names[i], names[i]));
    }
    files_forget(); /* a run does not write again what it reads */
}

static exit_code join(char *out, size_t size, const char *const *paths, int count, const char *command) {
    part_list list;
    exit_code code = parts_open(&list, paths, count, command);
    if (code != EXIT_ANSWERED)
        return code;
    FILE *stream = fmemopen(out, size, "w");
    assert_true(parts_copy(&list, stream));
    fclose(stream);
    assert_int_equal(parts_failures(&list), 3); /* 0 + 1 + 2 */
    parts_close(&list);
    return code;
}

static void test_join(void **state) {
    (void)state;
    char joined[256];
    assert_non_null(mkdtemp(folder));
    write_parts();
    const char *paths[] = {names[2], names[0], names[1]};
    assert_int_equal(join(joined, sizeof joined, paths, 3, "screen"), EXIT_ANSWERED);
    assert_string_equal(joined, "a,\"two\nlines\"\n1,\"x\ny\"\n2,\n3,\"\"\"\"\n");
    assert_int_equal(join(joined, sizeof joined, paths, 3, "hull"), EXIT_USAGE);
    assert_int_equal(join(joined, sizeof joined, paths, 2, "screen"), EXIT_USAGE);
    /* Changed by a byte, and cut short. */
    write_file(names[1], "a,\"two\nlines\"\n4,\"\"\"\"\n");
    assert_int_equal(join(joined, sizeof joined, paths, 3, "screen"), EXIT_TABLE);
    write_file(names[1], "a,\"two\nlines\"\n");
    assert_int_equal(join(joined, sizeof joined, paths, 3, "screen"), EXIT_TABLE);
    unlink(names[1]);
    assert_int_equal(join(joined, sizeof joined, paths, 3, "screen"), EXIT_TABLE);
    files_forget();
}

static void test_lost_manifest(void **state) {
    (void)state;
    char joined[256], beside[PATH_SIZE + 16];
    write_parts();
    const char *paths[] = {names[0], names[1], names[2]};
    snprintf(beside, sizeof beside, "%s.manifest", names[1]);
    write_file(beside, "{\"command\": \"screen\"}");
    assert_int_equal(join(joined, sizeof joined, paths, 3, "screen"), EXIT_TABLE);
    unlink(beside);
    assert_int_equal(join(joined, sizeof joined, paths, 3, "screen"), EXIT_TABLE);
    /* A part that goes between the check and the copy. */
    write_parts();
    part_list list;
    assert_int_equal(parts_open(&list, paths, 3, "screen"), EXIT_ANSWERED);
    unlink(names[2]);
    FILE *stream = fmemopen(joined, sizeof joined, "w");
    assert_false(parts_copy(&list, stream));
    fclose(stream);
    parts_close(&list);
    /* A manifest of nothing, and one where nothing can be written. */
    ip_manifest made = example(1, 1, 1);
    assert_false(parts_describe(&made, names[2], names[2]));
    assert_false(parts_describe(&made, "/nowhere/at/all.csv", names[1]));
    files_forget();
    char call[PATH_SIZE];
    snprintf(call, sizeof call, "rm -r %s", folder);
    assert_int_equal(system(call), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cut),         cmocka_unit_test(test_read_part),     cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_no_manifest), cmocka_unit_test(test_order),         cmocka_unit_test(test_foreign),
        cmocka_unit_test(test_measure),     cmocka_unit_test(test_join),          cmocka_unit_test(test_lost_manifest),
    };
    return run_unit_tests(tests);
}
