/* Shipped tables by name, from a build tree; tests/cli/install.test has those of an installed library. */
#include "support.h"

#include <interphase/correction.h>
#include <interphase/shipped.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void find_one(const char *name, const char *file) {
    char *path, wanted[4096];
    ip_error error;
    struct stat found, expected;
    assert_ok(ip_shipped_find(&path, name, &error), &error);
    snprintf(wanted, sizeof wanted, "%s/%s", getenv("SOURCES"), file);
    assert_int_equal(path[0], '/');
    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(stat(wanted, &expected), 0);
    /* A build tree elsewhere has links to them. */
    assert_int_equal(found.st_ino, expected.st_ino);
    assert_int_equal(found.st_dev, expected.st_dev);
    free(path);
}

static void tables_of_the_build_tree_are_found_from_any_folder(void **state) {
    (void)state;
    find_one("mp2020", "datasets/mp2020.csv");
    find_one("corrections", "datasets/corrections.csv");
    find_one("gases", "datasets/gases.csv");
    find_one("entropies", "datasets/entropies.csv");
    char *before = getcwd(NULL, 0);
    assert_non_null(before);
    assert_int_equal(chdir("/"), 0);
    find_one("mp2020", "datasets/mp2020.csv");
    assert_int_equal(chdir(before), 0);
    free(before);
}

static void other_names_are_refused(void **state) {
    (void)state;
    static const char *const wrong[] = {"", ".", "..", "mp2020.csv", "../datasets/mp2020", "/mp2020"};
    char *path, long_name[5000];
    ip_error error;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(ip_shipped_find(&path, wrong[i], &error), IP_BAD_ARGUMENT);
        assert_null(path);
        assert_contains(error.message, "the name of a shipped table is expected");
        assert_int_equal(ip_shipped_find(&path, wrong[i], NULL), IP_BAD_ARGUMENT);
    }
    assert_int_equal(ip_shipped_find(&path, "nothing", &error), IP_INPUT_OUTPUT);
    assert_null(path);
    assert_contains(error.message, "there is no shipped table 'nothing' (looked in /");
    memset(long_name, 'a', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    assert_int_equal(ip_shipped_find(&path, long_name, &error), IP_INPUT_OUTPUT);
    assert_null(path);
}

static void a_dataset_reads_a_shipped_table(void **state) {
    (void)state;
    ip_dataset *dataset;
    ip_error error;
    assert_ok(ip_dataset_new(&dataset, &error), &error);
    assert_int_equal(ip_dataset_read_shipped(dataset, "nothing", 0, NULL, NULL, &error), IP_INPUT_OUTPUT);
    assert_contains(error.message, "'nothing'");
    assert_int_equal(ip_dataset_file_count(dataset), 0);
    assert_ok(ip_dataset_read_shipped(dataset, "mp2020", 0, NULL, NULL, &error), &error);
    assert_true(ip_dataset_count(dataset) > 80000);
    assert_contains(ip_dataset_file(dataset, 0).path, "/datasets/mp2020.csv");
    ip_dataset_free(dataset);
}

static void constants_are_read_by_name_too(void **state) {
    (void)state;
    ip_corrections *corrections;
    ip_error error;
    assert_ok(ip_corrections_new(&corrections, &error), &error);
    assert_int_equal(ip_corrections_read_shipped(corrections, "nothing", &error), IP_INPUT_OUTPUT);
    assert_int_equal(ip_corrections_read_shipped(corrections, "mp2020", &error), IP_BAD_TABLE);
    ip_corrections_free(corrections);
    assert_ok(ip_corrections_new(&corrections, &error), &error);
    assert_ok(ip_corrections_read_shipped(corrections, "corrections", &error), &error);
    assert_true(ip_corrections_count(corrections) > 100);
    ip_corrections_free(corrections);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_of_the_build_tree_are_found_from_any_folder),
        cmocka_unit_test(other_names_are_refused),
        cmocka_unit_test(a_dataset_reads_a_shipped_table),
        cmocka_unit_test(constants_are_read_by_name_too),
    };
    return run_unit_tests(tests);
}
