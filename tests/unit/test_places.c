/* Places of labels, and lists of what numbers stand for: nothing overlaps, nothing is cut. */
#include "support.h"

#include "figure/legend.h"
#include "figure/places.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const ip_box area = {0.0, 0.0, 60.0, 40.0};

static void test_sides(void **state) {
    (void)state;
    ip_places places = {.area = area};
    ip_place place;
    /* Free on all sides: to the right, a gap of 1 mm off. */
    assert_true(ip_places_find(&place, &places, 20.0, 20.0, 10.0, 2.0, 1.0, 8.0, ip_beside_first));
    assert_near(place.x, 21.0, 1e-12);
    assert_near(place.y, 20.0, 1e-12);
    assert_string_equal(place.align, "left");
    assert_false(place.led);
    /* There is one now: to the left, where it ends at the gap. */
    assert_true(ip_places_find(&place, &places, 20.0, 20.0, 10.0, 2.0, 1.0, 8.0, ip_beside_first));
    assert_near(place.x, 19.0, 1e-12);
    assert_string_equal(place.align, "right");
    /* Below, where that is asked for. */
    assert_true(ip_places_find(&place, &places, 40.0, 30.0, 10.0, 2.0, 1.0, 8.0, ip_below_first));
    assert_near(place.x, 40.0, 1e-12);
    assert_near(place.y, 28.0, 1e-12);
    assert_string_equal(place.align, "center");
    /* At the right edge there is no room to the right. */
    assert_true(ip_places_find(&place, &places, 55.0, 10.0, 10.0, 2.0, 1.0, 8.0, ip_beside_first));
    assert_string_equal(place.align, "right");
    /* Nowhere. */
    assert_false(ip_places_find(&place, &places, 30.0, 10.0, 61.0, 2.0, 1.0, 8.0, ip_beside_first));
    ip_places_clear(&places);
}

/* A wall on the right and labels all around: a line leads to where there is room, not through the wall. */
static void test_leaders(void **state) {
    (void)state;
    ip_places places = {.area = area};
    ip_place place;
    ip_places_add_stroke(&places, 22.0, 0.0, 22.0, 40.0);
    ip_places_add_box(&places, (ip_box){5.0, 14.0, 17.0, 21.5});
    assert_true(ip_places_find(&place, &places, 20.0, 20.0, 10.0, 2.0, 1.0, 20.0, ip_beside_first));
    assert_true(place.led);
    assert_true(place.end_x <= 22.0);
    assert_true(place.end_y >= 21.5 || place.end_y <= 14.0);
    assert_false(ip_places_free(&places, (ip_box){20.0, 14.0, 23.0, 26.0})); /* across the wall */
    ip_places_clear(&places);
}

/* However many points and lines there are: no label overlaps another, none touches a line, none is outside. */
static void test_many(void **state) {
    (void)state;
    random_source source = random_start(7);
    for (int round = 0; round < repetitions(20); round++) {
        ip_places places = {.area = area};
        ip_box boxes[60];
        int count = 0;
        for (int i = 0; i < 10; i++)
            ip_places_add_stroke(&places, random_between(&source, 0, 60), random_between(&source, 0, 40),
                                 random_between(&source, 0, 60), random_between(&source, 0, 40));
        for (int i = 0; i < 60; i++) {
            ip_place place;
            double width = random_between(&source, 1.0, 20.0);
            if (!ip_places_find(&place, &places, random_between(&source, 0, 60), random_between(&source, 0, 40), width, 2.0, 0.8,
                                6.0, round % 2 ? ip_below_first : ip_beside_first))
                continue;
            double left = place.align[0] == 'l' ? place.x : place.align[0] == 'r' ? place.x - width : place.x - 0.5 * width;
            boxes[count++] = (ip_box){left, place.y - 1.0, left + width, place.y + 1.0};
        }
        assert_true(count > 5);
        for (int i = 0; i < count; i++) {
            assert_true(boxes[i].left >= -1e-9 && boxes[i].right <= 60.0 + 1e-9 && boxes[i].bottom >= -1e-9 &&
                        boxes[i].top <= 40.0 + 1e-9);
            for (int k = 0; k < i; k++)
                assert_false(boxes[i].left < boxes[k].right - 1e-9 && boxes[i].right > boxes[k].left + 1e-9 &&
                             boxes[i].bottom < boxes[k].top - 1e-9 && boxes[i].top > boxes[k].bottom + 1e-9);
            for (int k = 0; k < 10; k++)
                for (double part = 0.0; part <= 1.0; part += 0.01) {
                    const ip_stroke *stroke = &places.strokes[k];
                    double x = stroke->from_x + part * (stroke->to_x - stroke->from_x),
                           y = stroke->from_y + part * (stroke->to_y - stroke->from_y);
                    assert_false(x > boxes[i].left + 1e-9 && x < boxes[i].right - 1e-9 && y > boxes[i].bottom + 1e-9 &&
                                 y < boxes[i].top - 1e-9);
                }
        }
        ip_places_clear(&places);
    }
}

/* ---- lists */

static const ip_row_product sulfide[] = {{.formula = "Na2S", .amount = 4.0}, {.formula = "Na3P", .amount = 1.0}};
static const ip_row_product many[] = {{.formula = "Na3Cr2(PO4)3", .amount = 2.0},
                                      {.formula = "Na3Cr2(PO4)4", .amount = 2.0},
                                      {.formula = "Na3Cr2(PO4)5", .amount = 2.0},
                                      {.formula = "Na3Cr2(PO4)6", .amount = 2.0}};

static int labels_of(const ip_script *script) {
    int count = 0;
    for (const char *at = ip_buffer_text(&script->text); (at = strstr(at, "set label")); at++)
        count++;
    return count;
}

static void test_lists(void **state) {
    (void)state;
    ip_legend legend = {0};
    ip_script script = {.width = 85.0, .height = 60.0};
    assert_near(ip_legend_layout(&legend, 80.0), 0.0, 0.0);
    for (int i = 0; i < 5; i++)
        ip_legend_add(&legend, (ip_legend_entry){.number = i + 1, .products = {2, sulfide}});
    double three = ip_legend_layout(&legend, 80.0); /* three of them stand side by side */
    assert_int_equal(legend.lines, 2);
    ip_legend_draw(&script, &legend, 2.0, 30.0, three);
    assert_int_equal(labels_of(&script), 5);
    assert_contains(ip_buffer_text(&script.text), "{/:Bold 5}");
    ip_buffer_empty(&script.text);
    /* Half the height: the last line says what is left out. */
    ip_legend_draw(&script, &legend, 2.0, 30.0, three - ip_script_line_height(IP_SCRIPT_SMALL_TYPE));
    assert_int_equal(labels_of(&script), 1);
    assert_contains(ip_buffer_text(&script.text), "and 5 more");
    ip_buffer_empty(&script.text);
    /* What is wider than the list is folded between products; a heading has a line of its own. */
    ip_legend_add(&legend, (ip_legend_entry){.number = 6, .products = {4, many}});
    ip_legend_add(&legend, (ip_legend_entry){.head = "a heading"});
    double all = ip_legend_layout(&legend, 40.0);
    ip_legend_draw(&script, &legend, 2.0, 30.0, all);
    assert_contains(ip_buffer_text(&script.text), " +'");
    assert_contains(ip_buffer_text(&script.text), "'a heading'");
    assert_int_equal(labels_of(&script), legend.lines);
    assert_int_equal(legend.lines, 10); /* five, four of what is folded, the heading */
    ip_buffer_clear(&script.text);
    ip_legend_clear(&legend);
}

/* Round steps of axes: 1, 2 or 5 times a power of ten, and numbers with room between them. */
static void test_steps(void **state) {
    (void)state;
    assert_near(ip_script_step(10.0, 5, 1.0), 2.0, 1e-12);
    assert_near(ip_script_step(10.0, 4, 1.0), 5.0, 1e-12);
    assert_near(ip_script_step(0.3, 3, 1.0), 0.1, 1e-12);
    assert_near(ip_script_step(7e-9, 7, 1.0), 1e-9, 1e-18);
    assert_near(ip_script_step(1.0, 1, 1.0), 1.0, 1e-12);
    assert_int_equal(ip_script_tics(0.0, 10.0, 200.0), 10);
    assert_int_equal(ip_script_tics(0.0, 1e9, 3.0), 1);
    for (double length = 10.0; length < 200.0; length += 7.0) {
        int most = ip_script_tics(-400.0, 1000.0, length);
        double step = ip_script_step(1400.0, most, 1.0);
        assert_true(most == 1 || step / 1400.0 * length > ip_script_text_width("-400", IP_SCRIPT_TYPE));
    }
}

static void expect_axis(double low, double high, int most, const char *expected) {
    ip_script script = {0};
    ip_script_axis(&script, "y", low, high, most, 0.0);
    assert_non_null(strstr(ip_buffer_text(&script.text), expected));
    ip_buffer_clear(&script.text);
}

/* Of 10 and its multiples only 0 lies between -8.8 and 9.8, as of 1 between -0.4 and 0.4; 5 and 0.2 have three and five. */
static void test_axes_have_two_numbers(void **state) {
    (void)state;
    expect_axis(-8.8, 9.8, 3, "set ytics nomirror 5\n");
    expect_axis(-0.4, 0.4, 1, "set ytics nomirror 0.2\n");
    expect_axis(0.0, 100.0, 5, "set ytics nomirror 20\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sides), cmocka_unit_test(test_leaders), cmocka_unit_test(test_many),
        cmocka_unit_test(test_lists), cmocka_unit_test(test_steps), cmocka_unit_test(test_axes_have_two_numbers),
    };
    return run_unit_tests(tests);
}
