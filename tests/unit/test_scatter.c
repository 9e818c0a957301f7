/* Candidates by two merits: which are on the front, and labels that lie on nothing. */
#include "support.h"

#include "figure/scatter.h"
#include "figure/scatter_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 600 };
static ip_scatter_point points[MOST];
static long count;

static ip_scatter_point *add(double x, double y, const char *name) {
    ip_scatter_point point = {
        .x = x, .y = y, .x_uncertainty = NAN, .y_uncertainty = NAN, .names = {name, NULL}, .gap = 3.0, .row = count};
    points[count] = point;
    return &points[count++];
}

static ip_scatter lay_out(double width, double height) {
    ip_scatter scatter;
    assert_true(ip_scatter_lay_out(&scatter, points, count, width, height));
    return scatter;
}

/* Every pair compared, in whole grains of a millionth. */
static bool is_beaten(const ip_scatter_point *point) {
    long long x = llround(point->x * 1e6), y = llround(point->y * 1e6);
    for (long i = 0; i < count; i++) {
        long long other_x = llround(points[i].x * 1e6), other_y = llround(points[i].y * 1e6);
        if (other_x >= x && other_y >= y && (other_x > x || other_y > y))
            return true;
    }
    return false;
}

/* Whatever is labelled: inside the plot, apart from each other and from all points of the front. */
static void check_labels(const ip_scatter *scatter) {
    double high = ip_script_line_height(IP_SCRIPT_SMALL_TYPE);
    for (long i = 0; i < scatter->place_count; i++) {
        const ip_scatter_place *a = &scatter->places[i];
        double wide = ip_scatter_label_width(scatter, a);
        if (!a->labelled)
            continue;
        assert_true(a->label_x - 0.5 * wide >= 0.0 && a->label_x + 0.5 * wide <= scatter->plot_width);
        assert_true(a->label_y - 0.5 * high >= 0.0 && a->label_y + 0.5 * high <= scatter->plot_height);
        for (long j = 0; j < scatter->place_count; j++) {
            const ip_scatter_place *b = &scatter->places[j];
            double x = ip_scatter_x(scatter, scatter->front[b->first]->x), y = ip_scatter_y(scatter, scatter->front[b->first]->y);
            assert_true(fabs(x - a->label_x) >= 0.5 * wide || fabs(y - a->label_y) >= 0.5 * high);
            if (i != j && b->labelled)
                assert_true(fabs(a->label_x - b->label_x) >= 0.5 * (wide + ip_scatter_label_width(scatter, b)) - 1e-9 ||
                            fabs(a->label_y - b->label_y) >= high - 1e-9);
        }
    }
}

static void test_front(void **state) {
    (void)state;
    count = 0;
    add(-0.3, 0.0, "A");
    add(0.0, -0.2, "B");
    add(-0.1, -0.1, "C");
    add(-0.1, -0.15, "D");           /* C beats it */
    add(-0.2, -0.1, "E");            /* the same */
    add(0.0, -0.2 - 1e-9, "F");      /* is B, within what is printed */
    ip_scatter scatter = lay_out(85.0, 0.0);
    assert_int_equal(scatter.place_count, 3);
    assert_int_equal(scatter.front_count, 4);
    const long places[] = {2, 0, 1, -1, -1, 0};
    for (long i = 0; i < count; i++)
        assert_int_equal(points[i].place, places[i]);
    assert_string_equal(scatter.front[0]->names[0], "B");
    assert_string_equal(scatter.front[1]->names[0], "F");
    assert_false(scatter.named); /* two share a place */
    assert_int_equal(scatter.places[0].number, 1);
    assert_int_equal(scatter.places[2].number, 3);
    assert_false(scatter.has_uncertainty);
    ip_scatter_clear(&scatter);
}

static void test_named(void **state) {
    (void)state;
    count = 0;
    add(-0.3, 0.0, "Na3PS4")->x_uncertainty = 0.1;
    add(0.0, -0.2, "NaCl");
    ip_scatter scatter = lay_out(85.0, 0.0);
    assert_true(scatter.named && scatter.places[0].labelled && scatter.places[1].labelled && scatter.has_uncertainty);
    check_labels(&scatter);
    ip_scatter_clear(&scatter);
    /* A name that has no room turns all into numbers. */
    points[0].names[1] = "Na12345678P12345678S12345678O12345678Cl12345678Br12345678I12345678";
    scatter = lay_out(85.0, 0.0);
    assert_false(scatter.named);
    check_labels(&scatter);
    ip_scatter_clear(&scatter);
}

/* One, many, all in one place, all on the front, far apart and close together. */
static void test_many(void **state) {
    (void)state;
    const double sizes[][2] = {{40, 0}, {85, 0}, {170, 0}, {85, 30}, {170, 200}};
    srand(7);
    for (int kind = 0; kind < 5; kind++)
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            count = 0;
            for (int i = 0; i < (kind == 0 ? 1 : 500); i++) {
                double x = -rand() / (double)RAND_MAX, y = -rand() / (double)RAND_MAX;
                static const double scales[] = {1.0, 1.0, 0.0, 1.0, 1e-4};
                add(x * scales[kind], (kind == 3 ? -1.0 - x : y) * scales[kind], "Na3PS4");
            }
            ip_scatter scatter = lay_out(sizes[s][0], sizes[s][1]);
            long on_front = 0, listed = 0;
            for (long i = 0; i < count; i++) {
                assert_int_equal(points[i].place >= 0, !is_beaten(&points[i]));
                on_front += points[i].place >= 0;
            }
            assert_int_equal(on_front, scatter.front_count);
            for (long i = 0; i < scatter.place_count; i++)
                if (scatter.places[i].number)
                    assert_int_equal(scatter.places[i].number, ++listed);
            assert_int_equal(listed, scatter.place_count < 40 ? scatter.place_count : 40);
            assert_true(scatter.left + scatter.plot_width < sizes[s][0]);
            assert_true(scatter.plot_height > 0.0 && scatter.below + scatter.plot_height < scatter.height);
            check_labels(&scatter);
            ip_scatter_clear(&scatter);
        }
}

/* The list ends where its room does, and says how many it leaves out; labels of two names have both. */
static void test_list(void **state) {
    (void)state;
    const ip_scatter_axis axis = {"column('x')", NULL, "title"};
    for (int kind = 0; kind < 3; kind++) {
        ip_script script = {.width = 85.0};
        count = 0;
        for (int i = 0; i < (kind == 2 ? 2 : 500); i++)
            add(kind ? -0.01 * i : 0.0, kind ? -5.0 + 0.01 * i : 0.0, "Na3PS4")->names[1] = "Na123Cl456";
        ip_scatter scatter = lay_out(85.0, 0.0);
        script.height = scatter.height;
        ip_scatter_add(&script, &scatter, &axis, &axis, "");
        assert_false(script.text.failed);
        /* Of 500 on the front 40 are listed, as far as 14 lines take them. */
        if (kind < 2)
            assert_contains(ip_buffer_text(&script.text), " more'");
        else
            assert_contains(ip_buffer_text(&script.text), "set label 'Na_{3}PS_{4} | Na_{123}Cl_{456}' at screen");
        ip_buffer_clear(&script.text);
        ip_scatter_clear(&scatter);
    }
}

static void test_groups(void **state) {
    (void)state;
    static const char *const names[] = {"A", "B", "A", "C", "D", "E", "F", "G", NULL};
    static const int colours[] = {0, 1, 0, 2, 3, 4, 4, 4, 4};
    count = 0;
    for (int i = 0; i < 9; i++)
        add(0.0, -0.1 * i, "Na")->group = names[i];
    points[3].gap = NAN;
    points[4].gap = 4.0;
    points[5].gap = 1.99;
    ip_scatter scatter = lay_out(85.0, 0.0);
    assert_int_equal(scatter.group_count, IP_SCATTER_GROUPS);
    for (int i = 0; i < 8; i++)
        assert_int_equal(points[i].colour, colours[i]);
    assert_int_equal(scatter.marks, 15);
    ip_scatter_clear(&scatter);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_front), cmocka_unit_test(test_named),  cmocka_unit_test(test_many),
        cmocka_unit_test(test_list),  cmocka_unit_test(test_groups),
    };
    return run_unit_tests(tests);
}
