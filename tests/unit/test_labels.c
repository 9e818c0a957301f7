/* Labels stand clear of marks and of each other, near their points; those without room stay out. */
#include "support.h"

#include "figure/labels.h"

#include <math.h>
#include <string.h>

enum { COUNT = 60 };

static bool overlap(const ip_label_box *a, const ip_label_box *b) {
    return a->left < b->right && b->left < a->right && a->bottom < b->top && b->bottom < a->top;
}

static ip_label label_at(double x, double y, double width) {
    ip_label label = {.x = x, .y = y, .width = width, .height = 2.0, .reach = 10.0, .direction = NAN};
    return label;
}

/* Alone, a label stands on the side that it likes. */
static void test_direction(void **state) {
    (void)state;
    double mark[] = {50.0, 50.0};
    ip_label_room room = {NULL, 0, mark, 1, 1.0, {0.0, 0.0, 100.0, 100.0}};
    const double directions[] = {0.0, 1.5707963, 3.1415927, -1.5707963};
    for (int i = 0; i < 4; i++) {
        ip_label label = label_at(50.0, 50.0, 8.0);
        label.direction = directions[i];
        ip_labels_place(&label, 1, &room);
        assert_true(label.placed);
        assert_false(label.led);
        assert_false(label.crossed);
        double x = 0.5 * (label.box.left + label.box.right) - 50.0, y = 0.5 * (label.box.bottom + label.box.top) - 50.0;
        assert_near(atan2(y, x) - directions[i] > 6.0 ? 0.0 : atan2(y, x), directions[i], 1e-6);
        assert_near(label.box.right - label.box.left, 8.0, 1e-9);
    }
}

/* A line is crossed where nothing else is left, and that is said. */
static void test_lines(void **state) {
    (void)state;
    double mark[] = {50.0, 50.0};
    ip_label_line lines[] = {{50.0, 50.0, 100.0, 50.0}, {10.0, 60.0, 10.0, 60.0}, {0.0, 3.0, 100.0, 3.0}};
    ip_label_room room = {lines, 3, mark, 1, 1.0, {0.0, 0.0, 100.0, 100.0}};
    ip_label label = label_at(50.0, 50.0, 8.0);
    label.direction = 0.0;
    ip_labels_place(&label, 1, &room);
    assert_true(label.placed);
    assert_false(label.crossed);
    /* In a room that is as high as the label, the line runs through it wherever it stands. */
    ip_label_box narrow = {0.0, 2.0, 100.0, 4.1};
    mark[1] = 3.0;
    room.box = narrow;
    label = label_at(50.0, 3.0, 8.0);
    ip_labels_place(&label, 1, &room);
    assert_true(label.placed);
    assert_true(label.crossed);
}

static void test_no_room(void **state) {
    (void)state;
    double mark[] = {5.0, 5.0};
    ip_label_room room = {NULL, 0, mark, 1, 1.0, {0.0, 0.0, 10.0, 10.0}};
    ip_label label = label_at(5.0, 5.0, 11.0);
    ip_labels_place(&label, 1, &room);
    assert_false(label.placed);
    label = label_at(5.0, 5.0, 2.0);
    label.reach = 0.0;
    ip_labels_place(&label, 1, &room);
    assert_false(label.placed);
}

/* Points at random: what is placed is clear, in the room, within reach, and the same every time. */
static void test_random(void **state) {
    (void)state;
    unsigned long seed = 12345;
    long placed = 0;
    for (int round = 0; round < 20; round++) {
        ip_label labels[COUNT], again[COUNT];
        double marks[2 * COUNT];
        ip_label_line lines[COUNT];
        for (int i = 0; i < COUNT; i++) {
            for (int k = 0; k < 2; k++) {
                seed = (seed * 1103515245UL + 12345UL) & 0x7fffffffUL;
                marks[2 * i + k] = 5.0 + (double)(seed >> 8) / (double)(0x7fffffffUL >> 8) * 70.0;
            }
            labels[i] = label_at(marks[2 * i], marks[2 * i + 1], 3.0 + i % 9);
            ip_label_line line = {marks[2 * i], marks[2 * i + 1], marks[i ? 2 * i - 2 : 0], marks[i ? 2 * i - 1 : 1]};
            lines[i] = line;
        }
        /* One stands already. */
        ip_label_box standing = {30.0, 30.0, 50.0, 34.0};
        labels[7].placed = true;
        labels[7].box = standing;
        memcpy(again, labels, sizeof labels);
        ip_label_room room = {lines, COUNT, marks, COUNT, 0.9, {0.0, 0.0, 80.0, 80.0}};
        ip_labels_place(labels, COUNT, &room);
        ip_labels_place(again, COUNT, &room);
        assert_near(labels[7].box.left, 30.0, 0.0);
        for (int i = 0; i < COUNT; i++) {
            const ip_label_box *box = &labels[i].box;
            assert_int_equal(labels[i].placed, again[i].placed);
            if (!labels[i].placed || i == 7)
                continue;
            placed++;
            assert_near(box->left, again[i].box.left, 0.0);
            assert_near(box->bottom, again[i].box.bottom, 0.0);
            assert_true(box->left >= 0.0 && box->bottom >= 0.0 && box->right <= 80.0 && box->top <= 80.0);
            for (int k = 0; k < COUNT; k++) {
                assert_true(k == i || !labels[k].placed || !overlap(box, &labels[k].box));
                double x = fmax(fmax(box->left - marks[2 * k], marks[2 * k] - box->right), 0.0);
                double y = fmax(fmax(box->bottom - marks[2 * k + 1], marks[2 * k + 1] - box->top), 0.0);
                assert_true(hypot(x, y) >= 0.9 - 1e-9);
                /* 8.5 mm is the farthest ring within the reach. */
                assert_true(k != i || hypot(x, y) <= 0.9 + 8.5 + 1e-9);
                assert_true(k != i || hypot(x, y) <= 0.9 + 2.6 || labels[i].led);
            }
        }
    }
    assert_true(placed > 20 * COUNT / 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_direction),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_no_room),
        cmocka_unit_test(test_random),
    };
    return run_unit_tests(tests);
}
