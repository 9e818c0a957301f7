/* Packed answers: what is put comes back, and bytes of something else are refused. */
#include "support.h"

#include <interphase/hull.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void test_values(void **state) {
    (void)state;
    ip_packed packed = {0};
    ip_error error = {IP_NUMERIC, "wrong"}, none = {IP_OK, "what stood here before"}, back;
    char large[5000];
    memset(large, 'x', sizeof large);
    large[sizeof large - 1] = '\0';
    for (int round = 0; round < 2; round++) {
        double numbers[] = {0.0, -0.0, 1.5e300, INFINITY, 5e-324}, number;
        for (int i = 0; i < 5; i++)
            ip_packed_put_number(&packed, numbers[i]);
        ip_packed_put_number(&packed, NAN);
        ip_packed_put_integer(&packed, INT64_MIN);
        ip_packed_put_text(&packed, NULL);
        ip_packed_put_text(&packed, "");
        ip_packed_put_text(&packed, "Na3PS4");
        ip_packed_put_text(&packed, large);
        ip_packed_put_error(&packed, &error);
        ip_packed_put_error(&packed, &none);
        ip_packed_put(&packed, NULL, 0);
        ip_packed_put(&packed, "abc", 3);
        assert_false(packed.failed);
        ip_packed_reader reader = ip_packed_read(packed.bytes, packed.size);
        for (int i = 0; i < 5; i++) {
            number = ip_packed_get_number(&reader);
            assert_memory_equal(&number, &numbers[i], sizeof number);
        }
        assert_true(isnan(ip_packed_get_number(&reader)));
        assert_true(ip_packed_get_integer(&reader) == INT64_MIN);
        assert_null(ip_packed_get_text(&reader));
        assert_string_equal(ip_packed_get_text(&reader), "");
        assert_string_equal(ip_packed_get_text(&reader), "Na3PS4");
        assert_string_equal(ip_packed_get_text(&reader), large);
        ip_packed_get_error(&reader, &back);
        assert_int_equal(back.status, IP_NUMERIC);
        assert_string_equal(back.message, "wrong");
        ip_packed_get_error(&reader, &back);
        assert_int_equal(back.status, IP_OK);
        assert_string_equal(back.message, "");
        char rest[3];
        ip_packed_get(&reader, rest, 0);
        ip_packed_get(&reader, rest, sizeof rest);
        assert_memory_equal(rest, "abc", 3);
        assert_int_equal(reader.left, 0);
        assert_false(reader.failed);
        ip_packed_reset(&packed);
        assert_int_equal(packed.size, 0);
    }
    ip_packed_clear(&packed);
    ip_packed_clear(&packed);
    assert_null(packed.bytes);
}

/* Behind the end there is nothing, whatever is asked for. */
static void test_end(void **state) {
    (void)state;
    ip_packed packed = {0};
    ip_error error;
    ip_packed_put_integer(&packed, 1000000);
    ip_packed_put(&packed, "short", 5);
    ip_packed_reader reader = ip_packed_read(packed.bytes, packed.size);
    assert_null(ip_packed_get_text(&reader)); /* not a million bytes long */
    assert_true(reader.failed);
    assert_true(ip_packed_get_number(&reader) == 0.0);
    assert_int_equal(ip_packed_get_integer(&reader), 0);
    ip_packed_get_error(&reader, &error);
    assert_int_equal(error.status, IP_OK);
    ip_packed_reset(&packed);
    ip_packed_put_integer(&packed, -3);
    reader = ip_packed_read(packed.bytes, packed.size);
    assert_null(ip_packed_get_text(&reader));
    assert_true(reader.failed);
    ip_packed_reset(&packed);
    ip_packed_put_integer(&packed, 3);
    ip_packed_put(&packed, "abc", 3); /* without its end */
    reader = ip_packed_read(packed.bytes, packed.size);
    assert_null(ip_packed_get_text(&reader));
    reader = ip_packed_read(NULL, 0);
    assert_int_equal(ip_packed_get_integer(&reader), 0);
    assert_true(reader.failed);
    ip_packed_clear(&packed);
}

/* Text that is longer than a message is cut at its end. */
static void test_long_message(void **state) {
    (void)state;
    ip_packed packed = {0};
    ip_error error;
    char text[2 * IP_MESSAGE_SIZE];
    memset(text, 'y', sizeof text);
    text[sizeof text - 1] = '\0';
    ip_packed_put_integer(&packed, IP_BAD_TABLE);
    ip_packed_put_text(&packed, text);
    ip_packed_reader reader = ip_packed_read(packed.bytes, packed.size);
    ip_packed_get_error(&reader, &error);
    assert_int_equal(error.status, IP_BAD_TABLE);
    assert_int_equal(strlen(error.message), IP_MESSAGE_SIZE - 1);
    ip_packed_clear(&packed);
}

/* ---- answers */

static const char *const symbols[] = {"Na", "S", "P", "O"};

static void assert_same_products(const ip_equilibrium *a, const ip_equilibrium *b) {
    assert_memory_equal(&a->energy, &b->energy, sizeof a->energy);
    assert_memory_equal(&a->formation_energy, &b->formation_energy, sizeof a->formation_energy);
    assert_int_equal(a->product_count, b->product_count);
    assert_int_equal(a->open_count, b->open_count);
    for (int i = 0; i < a->product_count; i++) {
        assert_ptr_equal(a->products[i].phase, b->products[i].phase);
        assert_true(a->products[i].amount == b->products[i].amount);
    }
    for (int i = 0; i < a->open_count; i++) {
        assert_int_equal(a->uptakes[i].element, b->uptakes[i].element);
        assert_true(a->uptakes[i].amount == b->uptakes[i].amount);
    }
}

/* Every beginning of the bytes, but for all of them, is refused, and nothing leaks or is read behind the end. */
static void check_cut(const ip_packed *packed, const ip_dataset *dataset, bool is_hull) {
    for (size_t size = 0; size < packed->size; size++) {
        unsigned char *bytes = malloc(size + 1);
        ip_packed_reader reader = ip_packed_read(bytes, size);
        ip_hull hull;
        ip_error error;
        assert_non_null(bytes);
        memcpy(bytes, packed->bytes, size);
        ip_status status = is_hull ? ip_hull_unpack(&hull, dataset, &reader, &error)
                                   : ip_equilibrium_unpack(&hull.products, dataset, &reader, &error);
        assert_int_equal(status, IP_BAD_ARGUMENT);
        free(bytes);
    }
}

static void test_answers(void **state) {
    (void)state;
    random_source source = random_start(711);
    for (int round = repetitions(40); round > 0; round--) {
        random_table table = random_table_make(&source, symbols, 4, 20, SCATTERED_ENERGIES);
        ip_dataset *dataset = random_table_read(&table);
        ip_solver *solver;
        ip_reservoir open = {0};
        ip_equilibrium equilibrium, other;
        ip_hull hull, found;
        ip_error error;
        ip_packed packed = {0};
        ip_composition composition = random_composition(&source, symbols, 4, 2);
        assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
        if (round % 2)
            composition = ip_phase_composition(ip_dataset_phase(dataset, random_below(&source, (int)ip_dataset_count(dataset))));
        assert_ok(ip_hull_find(&hull, solver, &composition, &error), &error);
        ip_hull_pack(&hull, dataset, &packed);
        ip_packed_reader reader = ip_packed_read(packed.bytes, packed.size);
        assert_ok(ip_hull_unpack(&found, dataset, &reader, &error), &error);
        assert_int_equal(reader.left, 0);
        assert_ptr_equal(hull.phase, found.phase);
        assert_int_equal(hull.stable, found.stable);
        assert_memory_equal(&hull.formation_energy, &found.formation_energy, sizeof(double));
        assert_memory_equal(&hull.hull_energy, &found.hull_energy, sizeof(double));
        assert_memory_equal(&hull.energy_above_hull, &found.energy_above_hull, sizeof(double));
        assert_memory_equal(&hull.decomposition_energy, &found.decomposition_energy, sizeof(double));
        assert_same_products(&hull.products, &found.products);
        assert_same_products(&hull.competing, &found.competing);
        if (round < 4)
            check_cut(&packed, dataset, true);
        ip_hull_clear(&hull);
        ip_hull_clear(&found);
        ip_packed_reset(&packed);
        assert_int_equal(ip_reservoir_open_metal(&open, ip_element_find("Na", 2), 0, random_between(&source, 0.0, 3.0), NULL),
                         IP_OK);
        if (composition.count > 1) {
            assert_ok(ip_equilibrium_find(&equilibrium, solver, &composition, &open, NULL, &error), &error);
            ip_equilibrium_pack(&equilibrium, dataset, &packed);
            reader = ip_packed_read(packed.bytes, packed.size);
            assert_ok(ip_equilibrium_unpack(&other, dataset, &reader, &error), &error);
            assert_same_products(&equilibrium, &other);
            if (round < 8)
                check_cut(&packed, dataset, false);
            ip_equilibrium_clear(&equilibrium);
            ip_equilibrium_clear(&other);
        }
        ip_packed_clear(&packed);
        ip_solver_free(solver);
        ip_dataset_free(dataset);
    }
}

/* An index that the dataset does not have. */
static void test_other_dataset(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\n");
    static const int64_t indexes[] = {-1, -2, 1, INT64_MAX, INT64_MIN};
    for (int i = 0; i < 5; i++) {
        ip_packed packed = {0};
        ip_equilibrium equilibrium;
        ip_error error;
        ip_packed_put_number(&packed, -1.0);
        ip_packed_put_number(&packed, -1.0);
        ip_packed_put_integer(&packed, 1);
        ip_packed_put_integer(&packed, indexes[i]);
        ip_packed_put_number(&packed, 1.0);
        ip_packed_put_integer(&packed, 0);
        ip_packed_reader reader = ip_packed_read(packed.bytes, packed.size);
        assert_int_equal(ip_equilibrium_unpack(&equilibrium, dataset, &reader, &error), IP_BAD_ARGUMENT);
        assert_null(equilibrium.products);
        ip_packed_clear(&packed);
    }
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),       cmocka_unit_test(test_end),           cmocka_unit_test(test_long_message),
        cmocka_unit_test(test_answers),      cmocka_unit_test(test_other_dataset),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
