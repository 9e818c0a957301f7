/* Rows by their descriptions: blank and failed rows, memory, packed rows, and that the descriptions of the library's own rows
 * are whole. */
#include "support.h"

#include <interphase/interphase.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const ip_result_type *const types[] = {
    &ip_open_hull_result, &ip_decomposition_result, &ip_window_result,  &ip_profile_result,  &ip_interface_result,
    &ip_cell_result,      &ip_task_result,          &ip_coating_result, &ip_pressure_result, &ip_pressure_window_result,
    &ip_voltage_result,   &ip_reaction_result,      &ip_phases_result,  &ip_simplex_result,  &ip_potentials_result,
    &ip_outline_result,   &ip_synthesis_result};
enum { TYPE_COUNT = sizeof types / sizeof *types };

static size_t size_of(ip_column_kind kind) {
    static const size_t sizes[] = {sizeof(const char *), sizeof(double), sizeof(long), sizeof(ip_flag), sizeof(ip_row_products)};
    return sizes[kind];
}

/* Every byte of a row belongs to one column at most, and what belongs to none is padding; `position` is in cell's rows alone. */
static void test_columns_cover_rows(void **state) {
    (void)state;
    for (int t = 0; t < TYPE_COUNT; t++) {
        const ip_result_type *type = types[t];
        unsigned char *owned = calloc(type->size, 1);
        assert_non_null(owned);
        size_t uncovered = 0;
        for (int c = 0; c < type->column_count; c++)
            for (size_t i = 0; i < size_of(type->columns[c].kind); i++)
                assert_int_equal(owned[type->columns[c].offset + i]++, 0);
        for (size_t i = type == &ip_interface_result ? sizeof(long) : 0, run = 0; i <= type->size; i++) {
            run = i < type->size && !owned[i] ? run + 1 : 0;
            uncovered = run > uncovered ? run : uncovered;
        }
        if (uncovered >= sizeof(double))
            fail_msg("%s: a member of the row has no column", type->name);
        free(owned);
    }
}

static void test_columns_are_told_apart(void **state) {
    (void)state;
    for (int t = 0; t < TYPE_COUNT; t++)
        for (int c = 0; c < types[t]->column_count; c++) {
            const ip_column *column = &types[t]->columns[c];
            assert_true(*column->name && *column->meaning && column->title && column->unit);
            assert_ptr_equal(ip_result_column(types[t], column->name), column);
            for (int other = 0; other < c && column->shown; other++)
                assert_int_not_equal(types[t]->columns[other].shown, column->shown);
        }
    for (int t = 0; t < TYPE_COUNT; t++)
        assert_true(ip_result_column(types[t], "status") && ip_result_column(types[t], "message"));
    /* Rows of hulls have more columns where systems are open, behind those that they always have. */
    assert_null(ip_result_column(&ip_hull_result, "voltage"));
    assert_ptr_equal(ip_hull_result.columns, ip_open_hull_result.columns);
    assert_int_equal(ip_hull_result.size, ip_open_hull_result.size);
    assert_string_equal(ip_open_hull_result.columns[ip_hull_result.column_count].name, "metal");
    assert_string_equal(ip_column_kind_word(IP_KIND_PRODUCTS), "products");
    assert_string_equal(ip_column_kind_word((ip_column_kind)99), "unknown");
}

static ip_hull_row make_row(const ip_row_product *list, long count) {
    ip_hull_row row = {.formula = "Na3PS4",
                       .in_dataset = IP_FLAG_YES,
                       .formation_energy = -1.25,
                       .energy_above_hull = 0.0,
                       .decomposition_energy = NAN,
                       .products = {count, list},
                       .status = "ok",
                       .hull_energy = -1.25,
                       .competing_phases = {-1, NULL},
                       .character = ""};
    return row;
}

static void test_failed_row(void **state) {
    (void)state;
    const ip_row_product list[] = {{"Na3P", 1.0, 0.4, IP_FLAG_NO}};
    ip_hull_row row = make_row(list, 1);
    ip_error error;
    ip_error_set(&error, IP_BAD_FORMULA, "no such element");
    ip_row_fail(&ip_hull_result, &row, &error);
    assert_string_equal(row.formula, "Na3PS4");
    assert_string_equal(row.status, "bad-formula");
    assert_string_equal(row.message, "no such element");
    assert_true(isnan(row.formation_energy) && isnan(row.hull_energy) && row.in_dataset == IP_FLAG_NONE && !row.character);
    assert_int_equal(row.products.count, -1);
    ip_row_blank(&ip_hull_result, &row);
    assert_null(row.formula);
    assert_null(row.status);
}

static void test_packed_row(void **state) {
    (void)state;
    const ip_row_product list[] = {{"Na3P", 1.0, 0.4, IP_FLAG_NO}, {"Na2S", 4.0, NAN, IP_FLAG_NO}, {"", 0.5, 0.0, IP_FLAG_NONE}};
    for (long count = -1; count <= 3; count++) {
        ip_hull_row row = make_row(count > 0 ? list : NULL, count), seen;
        void *bytes;
        size_t size;
        ip_error error;
        assert_ok(ip_row_pack(&bytes, &size, &ip_hull_result, &row, &error), &error);
        void *moved = malloc(size);
        assert_non_null(moved);
        memcpy(moved, bytes, size);
        free(bytes);
        assert_ok(ip_row_unpack(&seen, &ip_hull_result, moved, size, &error), &error);
        assert_string_equal(seen.formula, "Na3PS4");
        assert_string_equal(seen.character, "");
        assert_null(seen.message);
        assert_near(seen.formation_energy, -1.25, 0.0);
        assert_true(isnan(seen.decomposition_energy) && seen.in_dataset == IP_FLAG_YES);
        assert_int_equal(seen.products.count, count);
        assert_int_equal(seen.competing_phases.count, -1);
        for (long i = 0; i < count; i++) {
            assert_string_equal(seen.products.list[i].formula, list[i].formula);
            assert_near(seen.products.list[i].amount, list[i].amount, 0.0);
        }
        free(moved);
    }
}

/* Bytes that were damaged on the way are refused, not followed. */
static void test_damaged_packed_row(void **state) {
    (void)state;
    const ip_row_product list[] = {{"Na3P", 1.0, 0.4, IP_FLAG_NO}, {"Na2S", 4.0, NAN, IP_FLAG_NO}};
    ip_hull_row row = make_row(list, 2), seen;
    random_source source = random_start(20261128);
    void *bytes;
    size_t size;
    ip_error error;
    assert_ok(ip_row_pack(&bytes, &size, &ip_hull_result, &row, &error), &error);
    int refused = 0;
    for (int i = 0; i < repetitions(2000); i++) {
        size_t kept = i % 3 ? size : (size_t)random_below(&source, (int)size);
        char *damaged = malloc(kept + 1);
        assert_non_null(damaged);
        memcpy(damaged, bytes, kept);
        for (int d = 0; d < 3 && kept; d++)
            damaged[random_below(&source, (int)kept)] = (char)random_below(&source, 256);
        if (ip_row_unpack(&seen, &ip_hull_result, damaged, kept, &error))
            refused++;
        else
            for (long p = 0; p < seen.products.count; p++)
                assert_true(!seen.products.list[p].formula || strlen(seen.products.list[p].formula) < size);
        free(damaged);
    }
    assert_true(refused > 100);
    free(bytes);
}

static void test_memory(void **state) {
    (void)state;
    ip_memory *memory;
    ip_error error;
    assert_ok(ip_memory_new(&memory, &error), &error);
    for (int round = 0; round < 3; round++) {
        char *first = ip_memory_copy(memory, "first");
        for (size_t size = 1; size < 300000; size *= 3) {
            char *piece = ip_memory_take(memory, size);
            assert_non_null(piece);
            assert_int_equal((uintptr_t)piece % sizeof(double), 0);
            memset(piece, 0xA5, size);
        }
        assert_string_equal(first, "first");
        ip_memory_empty(memory);
    }
    assert_null(ip_memory_take(memory, SIZE_MAX - 8));
    ip_memory_free(memory);
    ip_memory_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns_cover_rows), cmocka_unit_test(test_columns_are_told_apart),
        cmocka_unit_test(test_failed_row),         cmocka_unit_test(test_packed_row),
        cmocka_unit_test(test_damaged_packed_row), cmocka_unit_test(test_memory),
    };
    return run_unit_tests(tests);
}
