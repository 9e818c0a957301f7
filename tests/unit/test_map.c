/* Maps of energies: names and their places, the scale of colours, and sizes that nothing runs out of. */
#include "support.h"

#include "figure/map.h"
#include "figure/map_inside.h"

#include <math.h>
#include <string.h>

enum { MOST = 4000 };
static ip_screened_row cells[MOST];
static const ip_screened_row *rows[MOST];
static long count;

static ip_screened_row *add(const char *a, const char *b, double energy) {
    ip_screened_row *cell = &cells[count];
    ip_row_blank(&ip_screened_result, cell);
    cell->a = a;
    cell->b = b;
    cell->status = isnan(energy) ? "bad-formula" : "ok";
    cell->mutual_reaction_energy = b ? energy : NAN;
    cell->reaction_energy = energy;
    cell->character = energy < 0.0 ? "MCI" : "none";
    rows[count++] = cell;
    return cell;
}

static ip_map lay_out(double width, double height, bool by_value) {
    ip_map map;
    assert_true(ip_map_lay_out(&map, rows, count, width, height, by_value));
    return map;
}

/* Names have places in the order in which they come; a pair that was asked twice is one cell. */
static void test_names(void **state) {
    (void)state;
    count = 0;
    add("C", "X", -0.1);
    add("A", "X", -0.2);
    add("C", "Y", NAN);
    add("A", "X", -0.2);
    ip_map map = lay_out(85.0, 0.0, false);
    const long across[] = {0, 0, 1, 0}, down[] = {0, 1, 0, 1};
    assert_int_equal(map.across.count, 2);
    assert_int_equal(map.down.count, 2);
    assert_memory_equal(map.across.of_cells, across, sizeof across);
    assert_memory_equal(map.down.of_cells, down, sizeof down);
    assert_true(map.has_failed);
    assert_false(map.has_gaps); /* four questions fill four cells */
    ip_map_clear(&map);
}

/* By value the weakest reactions on average come first, and what has no answer last. */
static void test_order(void **state) {
    (void)state;
    count = 0;
    add("A", "X", NAN);
    add("B", "X", -0.5);
    add("C", "X", -0.1);
    add("D", "X", -0.5);
    ip_map map = lay_out(85.0, 0.0, true);
    const long places[] = {3, 1, 0, 2}, first[] = {2, 1, 3, 0};
    assert_memory_equal(map.down.of_cells, places, sizeof places);
    assert_memory_equal(map.down.first, first, sizeof first);
    ip_map_clear(&map);
}

/* The same formula at two voltages has two columns, which say so. */
static void test_voltages(void **state) {
    (void)state;
    ip_buffer name = {0};
    count = 0;
    add("A", "X2", -0.1);
    ip_screened_row *at = add("A", "X2", -0.1), *range = add("A", NULL, -0.1);
    at->voltage_low = at->voltage_high = 2.5;
    range->voltage_low = 0.0;
    range->voltage_high = 3.0;
    ip_map map = lay_out(170.0, 0.0, false);
    const char *names[] = {"X_{2}, closed", "X_{2}, 2.5 V", "alone, 0 to 3 V"};
    assert_int_equal(map.across.count, 3);
    for (long i = 0; i < 3; i++) {
        ip_map_name(&name, &map, &map.across, i, 100.0, 6.0);
        assert_string_equal(ip_buffer_text(&name), names[i]);
        ip_buffer_empty(&name);
    }
    ip_buffer_clear(&name);
    ip_map_clear(&map);
}

/* Pairs that would leave most of a map blank have a row each, with all that tells them apart. */
static void test_list(void **state) {
    (void)state;
    ip_buffer name = {0};
    count = 0;
    add("A2", "X2", -0.1);
    add("B", "Y", -0.1);
    add("C", NULL, -0.1)->voltage_low = 3.0;
    add("A2", "X2", -0.2)->voltage_low = 2.0;
    add("A2", "X2", -0.1);
    ip_map map = lay_out(85.0, 0.0, false);
    const long down[] = {0, 1, 2, 3, 0};
    const char *names[] = {"A_{2} | X_{2}, closed", "B | Y, closed", "C, 3 V", "A_{2} | X_{2}, 2 V"};
    assert_true(map.listed && map.across.count == 1 && map.written);
    assert_memory_equal(map.down.of_cells, down, sizeof down);
    for (long i = 0; i < 4; i++) {
        ip_map_name(&name, &map, &map.down, i, 100.0, 6.0);
        assert_string_equal(ip_buffer_text(&name), names[i]);
        ip_buffer_empty(&name);
    }
    /* Two long formulas share the room. */
    ip_map_name(&name, &map, &map.down, 0, 0.9 * ip_map_name_width(&map, &map.down, 0, 6.0), 6.0);
    assert_contains(ip_buffer_text(&name), "\xE2\x80\xA6");
    assert_contains(ip_buffer_text(&name), " | ");
    ip_buffer_clear(&name);
    ip_map_clear(&map);
}

/* Round ends and steps; a few strong reactions lie beyond the end. */
static void test_scale(void **state) {
    (void)state;
    static const struct {
        double others, strongest, limit, tic;
        bool clipped;
    } cases[] = {
        {0.0, 0.0, 0.01, 0.002, false},
        {-1e-9, -2e-9, 0.01, 0.002, false},
        {-0.1, -0.12, 0.15, 0.05, false}, /* a fifth of 0.12 is 0.024: steps of 0.05 */
        {-0.1, -0.93, 0.1, 0.02, true},
        {-0.35, -0.9, 0.4, 0.1, true},
        {-30.0, -31.0, 40.0, 10.0, false},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        static char names[100][8];
        count = 0;
        for (int i = 0; i < 100; i++) {
            snprintf(names[i], sizeof names[i], "A%d", i);
            add(names[i], "X", i ? cases[c].others : cases[c].strongest);
        }
        ip_map map = lay_out(85.0, 0.0, false);
        assert_near(map.limit, cases[c].limit, 1e-12);
        assert_near(map.tic, cases[c].tic, 1e-12);
        assert_int_equal(map.clipped, cases[c].clipped);
        ip_map_clear(&map);
    }
}

/* Whatever the numbers of names and the size: cells lie within the picture, names are no closer than their type, and what is
 * wider than high is turned where its cells would be too narrow. */
static void test_sizes(void **state) {
    (void)state;
    static char a[64][16], b[64][16];
    const double sizes[][2] = {{40, 0}, {85, 0}, {170, 0}, {85, 60}, {170, 20}, {40, 20}};
    for (int m = 1; m <= 60; m += 59)
        for (int n = 1; n <= 60; n += 59)
            for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
                count = 0;
                for (int i = 0; i < m; i++)
                    for (int j = 0; j < n; j++) {
                        snprintf(a[i], sizeof a[i], "Na%dCl", i);
                        snprintf(b[j], sizeof b[j], "Na%dW12345O", j);
                        add(a[i], b[j], -0.01 * i * j);
                    }
                ip_map map = lay_out(sizes[s][0], sizes[s][1], false);
                double line = ip_script_line_height(1.0);
                assert_true(map.left + map.plot_width <= sizes[s][0]);
                assert_true(map.top + map.cell_height * (double)map.down.count < map.height);
                assert_true(sizes[s][1] > 0.0 ? map.height == sizes[s][1] : map.height > 0.0);
                assert_true(map.cell_width * (double)map.across.step >= line * map.across.points - 1e-9 || !map.upright);
                assert_true(map.cell_height * (double)map.down.step >= line * map.down.points - 1e-9);
                assert_true(map.mark_size <= map.cell_width && map.mark_size <= map.cell_height);
                if (m == 1 && n == 60 && sizes[s][0] < 100)
                    assert_true(map.turned);
                ip_map_clear(&map);
            }
}

static void test_marks(void **state) {
    (void)state;
    assert_int_equal(ip_map_mark("none"), 0);
    assert_int_equal(ip_map_mark("SEI"), 1);
    assert_int_equal(ip_map_mark("MCI"), 2);
    assert_int_equal(ip_map_mark("unknown"), 3);
    assert_int_equal(ip_map_mark(NULL), 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names), cmocka_unit_test(test_order), cmocka_unit_test(test_voltages),
        cmocka_unit_test(test_list), cmocka_unit_test(test_scale), cmocka_unit_test(test_sizes), cmocka_unit_test(test_marks),
    };
    return run_unit_tests(tests);
}
