/* What is kept of a basis is found again by that basis alone, until it is forgotten. */
#include "support.h"

#include "engine/certificates.h"

enum { ROWS = 3 };

static const double duals[ROWS] = {-1.0, -2.0, -3.0};

static void keep(ip_certificates *certificates, int first, int held, int tied_count) {
    int basic[ROWS] = {first, first + 1, first + 5}, tied[] = {first, first + 1, first + 5, first + 9};
    ip_certificates_keep(certificates, basic, held, duals, tied, tied_count);
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
    ip_certificates_keep(certificates, one, -1, duals, tied, LONG);
    ip_certificates_keep(certificates, two, -1, duals, tied, LONG);
    assert_non_null(ip_certificates_find(certificates, one, -1));
    assert_non_null(ip_certificates_find(certificates, two, -1));
    ip_certificates_keep(certificates, three, -1, duals, tied, LONG);
    assert_null(ip_certificates_find(certificates, one, -1));
    assert_non_null(ip_certificates_find(certificates, three, -1));
    ip_certificates_keep(certificates, four, -1, duals, tied, LONGER);
    assert_null(ip_certificates_find(certificates, four, -1));
    ip_certificates_free(certificates);
}

static int highest(const ip_certificates *certificates, double first, double second, double third) {
    double sides[ROWS] = {first, second, third};
    const int *basis = ip_certificates_highest(certificates, sides);
    return basis ? basis[0] : -1;
}

/* The plane that lies highest, of those with no column held, also after very many. */
static void test_highest_plane(void **state) {
    (void)state;
    enum { MANY = 30000 };
    static const double planes[][ROWS] = {
        {-1.0, -5.0, -5.0}, {-5.0, -1.0, -5.0}, {-5.0, -5.0, -1.0}, {-2.0, -2.0, -2.0}, {0.0, 0.0, 0.0}};
    static const int bases[][ROWS] = {{10, 11, 12}, {20, 21, 22}, {30, 31, 32}, {40, 41, 42}, {50, 51, 52}};
    ip_certificates *certificates = ip_certificates_new(ROWS);
    assert_non_null(certificates);
    for (int round = 0; round < 2; round++) {
        assert_int_equal(highest(certificates, 1.0, 0.0, 0.0), -1);
        for (int i = 0; i < 5; i++)
            ip_certificates_keep(certificates, bases[i], i < 4 ? -1 : 7, planes[i], bases[i], 0);
        assert_int_equal(highest(certificates, 1.0, 0.0, 0.0), 10);
        assert_int_equal(highest(certificates, 0.1, 0.8, 0.1), 20);
        assert_int_equal(highest(certificates, 0.0, 0.1, 0.9), 30);
        assert_int_equal(highest(certificates, 0.3, 0.3, 0.4), 40);
        ip_certificates_forget(certificates);
    }
    for (int i = 0; i < MANY; i++) {
        const int basis[ROWS] = {i, MANY, MANY + 1};
        const double plane[ROWS] = {i, 0.0, 0.0};
        ip_certificates_keep(certificates, basis, -1, plane, basis, ROWS);
        assert_int_equal(highest(certificates, 1.0, 0.0, 0.0), i);
    }
    ip_certificates_free(certificates);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found_again),
        cmocka_unit_test(test_very_many),
        cmocka_unit_test(test_highest_plane),
        cmocka_unit_test(test_very_long_lists),
    };
    return run_unit_tests(tests);
}
