/* What is kept of a basis is found again by that basis alone, until it is forgotten. */
#include "support.h"

#include "certificates.h"

enum { ROWS = 3 };

static void keep(ip_certificates *certificates, int first, int held, int tied_count) {
    int basic[ROWS] = {first, first + 1, first + 5}, tied[] = {first, first + 1, first + 5, first + 9};
    ip_certificates_keep(certificates, basic, held, tied, tied_count);
}

/* How many columns are tied with the basis; -1 where nothing is kept of it. */
static int tied_with(const ip_certificates *certificates, int first, int held) {
    int basic[ROWS] = {first, first + 1, first + 5};
    const ip_certificate *found = ip_certificates_find(certificates, basic, held);
    for (int i = 0; found && i < found->tied_count; i++)
        assert_int_equal(found->tied[i], first + (i < 2 ? i : i == 2 ? 5 : 9));
    return found ? found->tied_count : -1;
}

static void test_found_again(void **state) {
    (void)state;
    ip_certificates *certificates = ip_certificates_new(ROWS);
    assert_non_null(certificates);
    assert_int_equal(tied_with(certificates, 7, -1), -1);
    keep(certificates, 7, -1, 3);
    keep(certificates, 7, 2, 4);
    keep(certificates, 8, -1, 0);
    assert_int_equal(tied_with(certificates, 7, -1), 3);
    assert_int_equal(tied_with(certificates, 7, 2), 4);
    assert_int_equal(tied_with(certificates, 7, 3), -1);
    assert_int_equal(tied_with(certificates, 8, -1), 0);
    assert_int_equal(tied_with(certificates, 8, 2), -1);
    assert_int_equal(tied_with(certificates, 9, -1), -1);
    ip_certificates_forget(certificates);
    assert_int_equal(tied_with(certificates, 7, -1), -1);
    keep(certificates, 7, -1, 4);
    assert_int_equal(tied_with(certificates, 7, -1), 4);
    ip_certificates_free(certificates);
    ip_certificates_free(NULL);
}

/* However many are kept, what is found is right, and the last ones are found. */
static void test_very_many(void **state) {
    (void)state;
    enum { MANY = 50000 };
    ip_certificates *certificates = ip_certificates_new(ROWS);
    assert_non_null(certificates);
    int found = 0;
    for (int i = 0; i < MANY; i++) {
        keep(certificates, i, -1, i % 4);
        assert_int_equal(tied_with(certificates, i, -1), i % 4);
    }
    for (int i = 0; i < MANY; i++) {
        int tied = tied_with(certificates, i, -1);
        assert_true(tied == -1 || tied == i % 4);
        found += tied >= 0;
    }
    assert_in_range(found, 1, MANY / 5);
    ip_certificates_free(certificates);
}

/* Nor are lists kept that are too long. */
static void test_very_long_lists(void **state) {
    (void)state;
    enum { LONG = 100000, LONGER = 1000000 };
    static int tied[LONGER];
    static const int one[ROWS] = {0, 1, 2}, two[ROWS] = {0, 1, 3}, three[ROWS] = {0, 1, 4}, four[ROWS] = {0, 1, 5};
    ip_certificates *certificates = ip_certificates_new(ROWS);
    assert_non_null(certificates);
    ip_certificates_keep(certificates, one, -1, tied, LONG);
    ip_certificates_keep(certificates, two, -1, tied, LONG);
    assert_non_null(ip_certificates_find(certificates, one, -1));
    assert_non_null(ip_certificates_find(certificates, two, -1));
    ip_certificates_keep(certificates, three, -1, tied, LONG);
    assert_null(ip_certificates_find(certificates, one, -1));
    assert_non_null(ip_certificates_find(certificates, three, -1));
    ip_certificates_keep(certificates, four, -1, tied, LONGER);
    assert_null(ip_certificates_find(certificates, four, -1));
    ip_certificates_free(certificates);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found_again),
        cmocka_unit_test(test_very_many),
        cmocka_unit_test(test_very_long_lists),
    };
    return run_unit_tests(tests);
}
